/**
 * The reconciler: both sides in, a plan out. Synchronous and pure; `sync`, `dry-run` and the tests all call this.
 * Read it as: survey the window (match, aggregate), ask for roles only if a cell needs one, then plan cell by cell.
 */
import { aggregateRows, type CellSeconds, type Tally } from './aggregate.ts';
import { checkBrake } from './brake.ts';
import { type CellKey, CellMap } from './cell-map.ts';
import { compareDates, isInWindow } from './dates.ts';
import { compareFindings, type Finding, finding } from './findings.ts';
import { type CellDelta, createHoldRule, deltaMinutesOf, describeHold } from './holds.ts';
import { ownershipOf } from './mark.ts';
import { buildMatching, type Matching } from './match.ts';
import type {
  Actual,
  Change,
  Contract,
  Intent,
  Limits,
  Mapping,
  Minutes,
  ProjectMember,
  Rules,
  RunnPerson,
  RunnProject,
  Window,
  WorkspaceTime,
} from './model.ts';
import { findMovedAcrossLock } from './moved-across-lock.ts';
import { findMovedWhileHeld } from './moved-while-held.ts';
import type { Plan, Refusal, StatementDimension } from './plan.ts';
import { type CellPlan, needsRole, noIntent, planCell } from './plan-cell.ts';
import { createRoleResolver } from './roles.ts';
import { roundCell, totalMinutes } from './round.ts';
import type { Schedule } from './schedule.ts';
import { findScheduledCells, makeScheduledZero, type ScheduledCells, type ScheduledKey } from './scheduled-zeros.ts';
import { isCellInScope, type Scope } from './scope.ts';
import { assertBalanced, type RunnShare, StatementBuilder } from './statement.ts';
import { GroupedStatement } from './statement-groups.ts';

export interface SurveyInput {
  readonly window: Window;
  /** Every workspace that was read, each whole (R1). */
  readonly workspaces: readonly WorkspaceTime[];
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  readonly actuals: readonly Actual[];
  readonly referenceNames: readonly string[];
  readonly mapping: Mapping;
  readonly rules: Rules;
  readonly limits: Limits;
  readonly scope: Scope;
  /** What this run is asked for beyond the rules; nothing unless given. */
  readonly intent?: Intent;
  /** How the statement is to be broken down; not at all unless given. */
  readonly by?: StatementDimension | undefined;
  /** Runn's plan, for `rules.zeros: scheduled` (R10); no zeros are planned unless given. */
  readonly schedule?: Schedule | undefined;
}

/** Both sides laid over each other: what is known before roles are. */
export interface Survey extends SurveyInput {
  readonly matching: Matching;
  readonly tally: Tally;
  readonly standing: CellMap<Actual[]>;
  /** Null without a schedule. */
  readonly scheduled: ScheduledCells | null;
}

/** Lays Toggl's rows and Runn's actuals over each other (R2 to R5). What lies outside the window is ignored. */
export function surveyWindow(input: SurveyInput): Survey {
  const workspaces = input.workspaces.map((time) => ({
    ...time,
    rows: time.rows.filter((row) => isInWindow(row.date, input.window)),
  }));
  const matching = buildMatching(input);
  const tally = aggregateRows({ ...input, workspaces, matching, billable: input.rules.billable });
  const standing = new CellMap<Actual[]>();
  for (const actual of input.actuals) {
    if (!isInWindow(actual.date, input.window)) continue;
    const { byDate } = standing.ensurePair(actual.personId, actual.projectId);
    const known = byDate.get(actual.date);
    if (known === undefined) byDate.set(actual.date, [actual]);
    else known.push(actual);
  }
  const scheduled =
    input.schedule === undefined
      ? null
      : findScheduledCells({ ...input, schedule: input.schedule, workspaces, matching });
  return { ...input, workspaces, matching, tally, standing, scheduled };
}

interface SurveyedCell extends CellKey {
  readonly time: CellSeconds;
  readonly toggl: Minutes;
  readonly standing: readonly Actual[];
}

const noTime: CellSeconds = { seconds: 0, billableSeconds: 0 };

/** Every cell in scope that has Toggl time or an actual, or that scheduled hours ask for. */
function* cellsInScope(survey: Survey): Generator<SurveyedCell> {
  const { tally, standing, scope, rules } = survey;
  for (const { personId, projectId, byDate } of tally.cells.pairs()) {
    if (!isCellInScope(scope, personId, projectId)) continue;
    const actuals = standing.findPair(personId, projectId)?.byDate;
    for (const [date, time] of byDate) {
      const toggl = roundCell(time.seconds, time.billableSeconds, rules.rounding);
      yield { personId, projectId, date, time, toggl, standing: actuals?.get(date) ?? [] };
    }
  }
  const empty = roundCell(0, 0, rules.rounding);
  for (const { personId, projectId, byDate } of standing.pairs()) {
    if (!isCellInScope(scope, personId, projectId)) continue;
    const times = tally.cells.findPair(personId, projectId)?.byDate;
    for (const [date, actuals] of byDate) {
      if (times?.has(date)) continue;
      yield { personId, projectId, date, time: noTime, toggl: empty, standing: actuals };
    }
  }
  for (const { personId, projectId, byDate } of survey.scheduled?.cells.pairs() ?? []) {
    if (!isCellInScope(scope, personId, projectId)) continue;
    for (const date of byDate.keys()) {
      const cell = { personId, projectId, date };
      if (tally.cells.get(cell) !== undefined || standing.get(cell) !== undefined) continue;
      yield { ...cell, time: noTime, toggl: empty, standing: [] };
    }
  }
}

/** The cells for which a role must be found (R6): nothing to read about roles when there are none. */
export function* listRoleQuestions(survey: Survey): Generator<CellKey> {
  for (const cell of cellsInScope(survey)) {
    if (needsRole(cell.toggl, cell.standing, survey.intent ?? noIntent)) {
      yield { personId: cell.personId, projectId: cell.projectId, date: cell.date };
    }
  }
}

/**
 * Builds the plan (R6 to R15).
 * @param roles project members and contracts; may be empty when `listRoleQuestions` had none
 * @throws InternalError when the statement does not balance (R15)
 */
export function buildPlan(
  survey: Survey,
  roles: { readonly members: readonly ProjectMember[]; readonly contracts: readonly Contract[] },
): Plan {
  const { matching, tally, rules, scope, intent = noIntent } = survey;
  const resolveRole = createRoleResolver(roles.members, roles.contracts);
  const holdRule = createHoldRule(survey);
  const total = new StatementBuilder(tally);
  const statements = new GroupedStatement(survey.by ?? null, total, tally.groups);
  const changes: Change[] = [];
  const findings: Finding[] = [...tally.findings];
  const lateChanges: Finding[] = [];
  const heldLowerings: CellDelta[] = [];
  let conflictCells = 0;

  for (const cell of cellsInScope(survey)) {
    const { personId, projectId, date, toggl, standing, time } = cell;
    const hasTime = totalMinutes(toggl) > 0;
    const runn = sumMinutes(standing);
    const statement = statements.of(cell);
    statement.addBefore(totalMinutes(runn));
    const plan = withScheduledZeros(
      planCell({
        personId,
        projectId,
        date,
        toggl,
        standing,
        onConflict: rules.onConflict,
        intent,
        resolveRole: () => resolveRole(personId, projectId, date),
        isLinked: () => isLinkedPair(matching, cell),
      }),
      cell,
      survey.scheduled,
    );

    if (plan.hold !== null) {
      findings.push({ ...plan.hold.finding, seconds: time.seconds });
      statement.addHeld(time.seconds, plan.hold.code);
      statement.addAfter(totalMinutes(runn), shareOfCellHold[plan.hold.code]);
      continue;
    }

    const hold = plan.changes.length === 0 ? null : holdRule({ personId, projectId, date, hasTime }, plan.changes);
    if (hold !== null) {
      const held = describeHold(hold, cell, time.seconds, { toggl, runn }, plan.changes);
      (hold.code === 'late-change' ? lateChanges : findings).push(held);
      const deltaMinutes = deltaMinutesOf(plan.changes);
      // A late change never moves while held: nothing changes on a day that is closed.
      if (deltaMinutes < 0) heldLowerings.push({ personId, projectId, date, deltaMinutes });
      findings.push(...plan.findings.filter(({ code }) => code === 'only-in-runn' || code === 'conflict-kept'));
      statement.addHeld(time.seconds, hold.code);
      const leftAlone = totalOf(plan.leftAlone);
      const editsKept = totalOf(plan.editsKept);
      statement.addAfter(leftAlone, 'onlyInRunn');
      statement.addAfter(editsKept, 'editsKept');
      const share = hold.code === 'late-change' ? 'closedPeriods' : 'clearsWithheld';
      statement.addAfter(totalMinutes(runn) - leftAlone - editsKept, share);
      continue;
    }

    settleCell(plan, cell, statement);
    changes.push(...plan.changes);
    findings.push(...plan.findings);
    if (plan.conflicts > 0) conflictCells += 1;
  }

  findings.push(...describeUnclear(survey));
  changes.sort(compareChanges);
  findings.push(...findMovedAcrossLock(lateChanges, changes), ...findMovedWhileHeld(heldLowerings, changes));
  const statement = total.build();
  assertBalanced(statement);

  const refusals: Refusal[] = [];
  if (tally.billableFlagUnused.length > 0) {
    refusals.push({ code: 'billable-flag-unused', workspaceIds: tally.billableFlagUnused });
  }
  if (rules.onConflict === 'fail' && conflictCells > 0) refusals.push({ code: 'conflict', cells: conflictCells });
  const brake = checkBrake(changes, actualsInScope(survey.standing, scope), survey.limits);
  if (brake !== null) refusals.push(brake);

  return {
    window: survey.window,
    changes,
    findings: findings.sort(compareFindings),
    statement,
    groups: statements.build(),
    refusals,
  };
}

/** R15: under which name the minutes of a cell that could not be planned stay in Runn. */
const shareOfCellHold: Record<'role-undecided' | 'split-cell' | 'conflict-kept', RunnShare> = {
  'role-undecided': 'clearsWithheld',
  'split-cell': 'splitCells',
  'conflict-kept': 'editsKept',
};

/**
 * R10: where nothing stands and Toggl has no time, what was scheduled becomes 0/0. So it does where only some of these
 * zeros stand: they may be all that came through of an earlier run, and the next one has to end where that was heading.
 */
function withScheduledZeros(plan: CellPlan, cell: SurveyedCell, scheduled: ScheduledCells | null): CellPlan {
  const keys = scheduled?.cells.get(cell) ?? [];
  if (keys.length === 0 || totalMinutes(cell.toggl) > 0) return plan;
  const isAt = (actual: Actual, key: ScheduledKey) =>
    actual.roleId === key.roleId && actual.workstreamId === key.workstreamId;
  const isSuchZero = (actual: Actual): boolean => {
    const entry = plan.changes.find(({ actualId }) => actualId === actual.id)?.after ?? actual;
    return totalMinutes(entry) === 0 && ownershipOf(entry) === 'owned' && keys.some((key) => isAt(actual, key));
  };
  if (!cell.standing.every(isSuchZero)) return plan;
  const missing = keys.filter((key) => !cell.standing.some((actual) => isAt(actual, key)));
  return { ...plan, changes: [...plan.changes, ...missing.map((key) => makeScheduledZero(cell, key))] };
}

/** One finding for all the scheduled days of which nobody can say whether they were to be worked. */
function describeUnclear({ scheduled, scope, tally, standing }: Survey): Finding[] {
  const cells = (scheduled?.unclear ?? []).filter(
    (cell) =>
      isCellInScope(scope, cell.personId, cell.projectId) &&
      tally.cells.get(cell) === undefined &&
      standing.get(cell) === undefined,
  );
  return cells.length === 0 ? [] : [finding('schedule-unclear', {}, { facts: { cells: cells.length } })];
}

function settleCell(plan: CellPlan, { time, toggl, standing }: SurveyedCell, statement: StatementBuilder): void {
  const { changes, leftAlone, editsKept } = plan;
  statement.addSettled(time.seconds, toggl, changes.length > 0);
  for (const change of changes) {
    statement.addChange(change);
    if (change.actualId === null) statement.addAfter(totalMinutes(change.after), 'fromToggl');
  }
  // Searched one by one: a cell has one or two actuals, and sets of them were a tenth of the bench's time.
  for (const actual of standing) {
    const change = changes.find(({ actualId }) => actualId === actual.id);
    statement.addAfter(
      totalMinutes(change?.after ?? actual),
      leftAlone.includes(actual) ? 'onlyInRunn' : editsKept.includes(actual) ? 'editsKept' : 'fromToggl',
    );
  }
}

function* actualsInScope(standing: CellMap<Actual[]>, scope: Scope): Generator<Actual> {
  for (const { personId, projectId, byDate } of standing.pairs()) {
    if (!isCellInScope(scope, personId, projectId)) continue;
    for (const actuals of byDate.values()) yield* actuals;
  }
}

function isLinkedPair(matching: Matching, { personId, projectId, date }: CellKey): boolean {
  return matching.hasUser(personId) && matching.hasProject(projectId, date);
}

function sumMinutes(actuals: readonly Actual[]): Minutes {
  let billableMinutes = 0;
  let nonbillableMinutes = 0;
  for (const actual of actuals) {
    billableMinutes += actual.billableMinutes;
    nonbillableMinutes += actual.nonbillableMinutes;
  }
  return { billableMinutes, nonbillableMinutes };
}

function totalOf(actuals: readonly Actual[]): number {
  return totalMinutes(sumMinutes(actuals));
}

/** By day and person; clears first, so that a moved cell never counts twice while it moves (R12). */
export function compareChanges(a: Change, b: Change): number {
  return (
    compareDates(a.date, b.date) ||
    a.personId - b.personId ||
    Number(b.kind === 'clear') - Number(a.kind === 'clear') ||
    a.projectId - b.projectId ||
    a.roleId - b.roleId ||
    (a.workstreamId ?? 0) - (b.workstreamId ?? 0) ||
    (a.actualId ?? 0) - (b.actualId ?? 0)
  );
}
