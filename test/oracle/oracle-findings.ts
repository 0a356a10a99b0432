/**
 * What a run has to say (the other half of the promise: in Runn, or listed with the reason why not), worked out from the
 * oracle's answer. `totals-differ` of a pair, `archived-duplicate` and `schedule-unclear` have tests of their own.
 */
import {
  type CellName,
  type CellOutcome,
  isLinkedPair,
  isRowInScope,
  minutesOf,
  type OracleAnswer,
  ownerOf,
  type PlacedRow,
  placeRows,
} from './oracle.ts';
import type { OracleActual, World } from './world.ts';

export interface OracleFinding {
  code: string;
  severity: 'error' | 'warning' | 'info';
  seconds: number;
  date: string | null;
  personId: number | null;
  projectId: number | null;
  actualId: number | null;
  userId: number | null;
  /** Undefined for none, null for time without a project. */
  togglProjectId: number | null | undefined;
  /** The record that `map` names and that Runn does not have. */
  mapTarget: number | null;
  /** Where time that left this cell has probably gone. */
  movedTo: { projectId: number; date: string } | null;
}

const errors = [
  ...['ambiguous', 'split-cell', 'totals-differ', 'not-proven', 'clear-withheld'],
  ...['moved-across-lock', 'moved-while-held'],
];
const notes = ['unmarked', 'excluded'];

function aFinding(code: string, about: Partial<OracleFinding>): OracleFinding {
  return {
    code,
    severity: errors.includes(code) ? 'error' : notes.includes(code) ? 'info' : 'warning',
    seconds: 0,
    date: null,
    personId: null,
    projectId: null,
    actualId: null,
    userId: null,
    togglProjectId: undefined,
    mapTarget: null,
    movedTo: null,
    ...about,
  };
}

/** In no order. */
export function findingsOf(world: World, answer: OracleAnswer): OracleFinding[] {
  return [
    ...ofRows(world),
    ...answer.cells.flatMap((outcome) => ofCell(world, outcome)),
    ...ofLateChanges(answer),
    ...ofMovesWhileHeld(answer),
  ];
}

/** The findings that can be held to those of `findingsOf`, in one order. */
export function comparable(findings: readonly OracleFinding[]): OracleFinding[] {
  const elsewhere = ['archived-duplicate', 'schedule-unclear', 'billable-flag-unused'];
  const nameOf = ({ seconds: _, severity: __, movedTo: ___, ...name }: OracleFinding): string =>
    JSON.stringify(Object.entries(name).sort());
  return findings
    .filter(({ code, date }) => !elsewhere.includes(code) && (code !== 'totals-differ' || date !== null))
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

// ------------------------------------------------------------------------------------------ time without a cell

/** One for each person or project that has to be mended, with all its seconds. */
function ofRows(world: World): OracleFinding[] {
  const found: OracleFinding[] = [];
  for (const row of placeRows(world)) {
    if (row.lost === null || row.lost === 'totals-differ' || row.seconds === 0 || !isRowInScope(world, row)) continue;
    const about = { ...whatToMend(row), mapTarget: missingTarget(world, row) };
    const known = found.find(
      ({ code, userId, togglProjectId, mapTarget }) =>
        code === row.lost &&
        userId === about.userId &&
        togglProjectId === about.togglProjectId &&
        mapTarget === about.mapTarget,
    );
    if (known === undefined) found.push(aFinding(row.lost, { ...about, seconds: row.seconds }));
    else known.seconds += row.seconds;
  }
  return found;
}

function whatToMend(row: PlacedRow): Pick<OracleFinding, 'userId' | 'togglProjectId'> {
  if (row.lost === 'excluded') return { userId: null, togglProjectId: undefined };
  if (row.lost === 'no-project') return { userId: row.userId, togglProjectId: null };
  if (row.user.how !== 'one') return { userId: row.userId, togglProjectId: undefined };
  return { userId: null, togglProjectId: row.projectId };
}

function missingTarget({ map }: World, row: PlacedRow): number | null {
  const named =
    row.lost === 'unmatched-person'
      ? map.people[String(row.userId)]
      : row.lost !== 'unmatched-project'
        ? null
        : row.projectId === null
          ? map.noProject
          : map.projects[String(row.projectId)]?.find(({ until }) => until === null || row.date <= until)?.target;
  return typeof named === 'number' ? named : null;
}

// ------------------------------------------------------------------------------------------------------- cells

function ofCell(world: World, { cell, actuals, toggl, seconds, wish, reason }: CellOutcome): OracleFinding[] {
  const found: OracleFinding[] = [];
  const say = (code: string, about: Partial<OracleFinding> = {}): void => {
    found.push(aFinding(code, { ...cell, ...about }));
  };
  const hasTime = toggl.billable + toggl.nonbillable > 0;
  const isKept = world.rules.onConflict === 'runn';

  if (reason !== null && reason !== 'conflict-kept' && reason !== 'late-change') {
    const isZero = wish.changes.length > 0 && wish.changes.every(({ kind, before }) => kind === 'clear' && !before);
    say(reason, { seconds, ...(isZero ? { severity: 'warning' } : {}) });
  }
  for (const actualId of wish.conflicts) {
    if (isKept) say('conflict-kept', { actualId, seconds: reason === 'conflict-kept' ? seconds : 0 });
    else if (reason === null) say('edit-overwritten', { actualId });
  }
  const foreign = actuals.filter((actual) => ownerOf(actual) === 'foreign' && totalOf([actual]) > 0);
  if (!hasTime) {
    for (const actual of foreign) {
      const isCleared = wish.changes.some(({ actualId }) => actualId === actual.id);
      const severity = isLinkedPair(world, cell) ? 'warning' : 'info';
      if (!isCleared) say('only-in-runn', { actualId: actual.id, severity });
      else if (reason === null) say('unmarked-cleared', { actualId: actual.id });
    }
  } else if (reason === null) {
    // What is not ours and is all that Toggl has needs nothing but a mark.
    const others = actuals.filter((actual) => ownerOf(actual) !== 'owned').map(minutesOf);
    const isAll = (side: 'billable' | 'nonbillable') => sum(others.map((one) => one[side])) === toggl[side];
    const isAdopted = world.intent.adopt && foreign.some(isWhole);
    if (isAll('billable') && isAll('nonbillable') && !isAdopted) {
      for (const { id } of foreign) say('unmarked', { actualId: id });
    }
  }
  return found;
}

// -------------------------------------------------------------------------------------------- R12, R13: moved time

interface Delta extends CellName {
  minutes: number;
}

function deltaOf({ cell, wish }: CellOutcome): Delta {
  const minutes = sum(
    wish.changes.map(
      ({ before, after }) =>
        after.billable + after.nonbillable - (before === null ? 0 : before.billable + before.nonbillable),
    ),
  );
  return { ...cell, minutes };
}

/** Cells that gain, in the order of their changes. */
function gainsOf({ cells, changes }: OracleAnswer): Delta[] {
  const at = ({ personId, projectId, date }: CellName): number =>
    changes.findIndex((one) => one.personId === personId && one.projectId === projectId && one.date === date);
  return cells
    .filter(({ reason }) => reason === null)
    .map(deltaOf)
    .filter(({ minutes }) => minutes > 0)
    .sort((a, b) => at(a) - at(b));
}

/** A late loss and an open gain of as many minutes of the same person are one line; those of one project go first (R13). */
function ofLateChanges(answer: OracleAnswer): OracleFinding[] {
  const gains = gainsOf(answer);
  const late = answer.cells
    .filter(({ reason }) => reason === 'late-change')
    .map((outcome) => ({ ...deltaOf(outcome), seconds: outcome.seconds, movedTo: null as OracleFinding['movedTo'] }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.projectId - b.projectId));
  for (const isSameProject of [true, false]) {
    for (const loss of late) {
      if (loss.movedTo !== null) continue;
      const index = gains.findIndex(
        (gain) =>
          gain.personId === loss.personId &&
          gain.minutes === -loss.minutes &&
          (!isSameProject || gain.projectId === loss.projectId),
      );
      const [gain] = index === -1 ? [] : gains.splice(index, 1);
      if (gain !== undefined) loss.movedTo = { projectId: gain.projectId, date: gain.date };
    }
  }
  return late.map(({ minutes: _minutes, ...about }) =>
    aFinding(about.movedTo === null ? 'late-change' : 'moved-across-lock', about),
  );
}

/** Where a loss is held back, and the same person gains on that day: perhaps the same time, which then counts twice (R12). */
function ofMovesWhileHeld(answer: OracleAnswer): OracleFinding[] {
  const gains = gainsOf(answer);
  return answer.cells
    .filter(({ reason, wish }) => reason !== null && reason !== 'late-change' && wish.hold === null)
    .map(deltaOf)
    .filter(({ minutes }) => minutes < 0)
    .flatMap(({ personId, projectId, date }) => {
      const ofThatDay = gains.filter((gain) => gain.personId === personId && gain.date === date);
      const most = Math.max(...ofThatDay.map(({ minutes }) => minutes));
      const gain = ofThatDay.find(({ minutes }) => minutes === most);
      if (gain === undefined) return [];
      const movedTo = { projectId: gain.projectId, date: gain.date };
      return [aFinding('moved-while-held', { personId, projectId, date, movedTo })];
    });
}

// --------------------------------------------------------------------------------------------------- small change

function isWhole({ billableMinutes, nonbillableMinutes }: OracleActual): boolean {
  return Number.isInteger(billableMinutes) && Number.isInteger(nonbillableMinutes);
}

function totalOf(actuals: OracleActual[]): number {
  return sum(actuals.map(({ billableMinutes, nonbillableMinutes }) => billableMinutes + nonbillableMinutes));
}

function sum(numbers: number[]): number {
  return numbers.reduce((so, number) => so + number, 0);
}
