/**
 * The window as figures: Toggl beside Runn by person and day and by project, as the report page shows them. Counted from
 * the rows and actuals themselves and then held against the statement, so that no page says what the account does not.
 */
import { billableSecondsOf } from './aggregate.ts';
import type { Survey } from './build-plan.ts';
import { listDays } from './dates.ts';
import { InternalError } from './errors.ts';
import { holdReasonOf, type RowMatch } from './held-time.ts';
import type {
  IsoDate,
  Minutes,
  Row,
  RunnPersonId,
  RunnProjectId,
  TogglProjectId,
  TogglUserId,
  WorkspaceTime,
} from './model.ts';
import type { Plan, Statement } from './plan.ts';
import { roundCell, totalMinutes } from './round.ts';
import { isCellInScope, isRowInScope } from './scope.ts';
import { groupOfRow } from './statement-groups.ts';

/** Both sides of some part of the window. */
export interface Figures {
  /** All that Toggl has, whatever becomes of it. */
  readonly trackedSeconds: number;
  /** Of that, what `map` skips: nobody wants it in Runn. */
  readonly excludedSeconds: number;
  /** What Runn should hold: the rest, rounded as the rules round (R4); what leads to no cell, to the nearest minute. */
  readonly toggl: Minutes;
  /** What stands in Runn now. */
  readonly runn: Minutes;
  /** What would stand in Runn after a sync. */
  readonly runnAfter: Minutes;
}

export interface DayFigures extends Figures {
  readonly date: IsoDate;
}

export interface PersonFigures extends Figures {
  /** Null for a Toggl user who leads to nobody in Runn, or to several. */
  readonly personId: RunnPersonId | null;
  /** The Toggl users whose time this is, ascending. */
  readonly togglUserIds: readonly TogglUserId[];
  /** Days on which either side has something, ascending. */
  readonly days: readonly DayFigures[];
}

export interface ProjectFigures extends Figures {
  readonly projectId: RunnProjectId | null;
  /** The Toggl projects whose time this is, ascending; null is time without a project. */
  readonly togglProjectIds: readonly (TogglProjectId | null)[];
}

export interface WindowFigures {
  readonly total: Figures;
  /** Every day of the window. */
  readonly days: readonly DayFigures[];
  /** Who has time on either side: those of Runn by id, then Toggl users who lead nowhere. */
  readonly people: readonly PersonFigures[];
  readonly projects: readonly ProjectFigures[];
}

/** How many minutes more Runn holds than it should, now and after a sync; negative when it holds less. */
export function driftOf({ toggl, runn, runnAfter }: Figures): { readonly now: number; readonly afterSync: number } {
  const wanted = totalMinutes(toggl);
  return { now: totalMinutes(runn) - wanted, afterSync: totalMinutes(runnAfter) - wanted };
}

/**
 * Compares both sides of everything in scope.
 * @param plan the plan of this survey
 * @throws InternalError `figures-unbalanced` when the sums are not those of the plan's statement
 */
export function compareSides(survey: Survey, plan: Pick<Plan, 'changes' | 'statement'>): WindowFigures {
  const cells = new SideCells();
  for (const time of survey.workspaces) foldRows(time, survey, cells);
  for (const { personId, projectId, byDate } of survey.standing.pairs()) {
    if (!isCellInScope(survey.scope, personId, projectId)) continue;
    for (const [date, actuals] of byDate) {
      const cell = cells.ensure(personId, projectId, date);
      for (const actual of actuals) {
        addMinutes(cell.runn, actual);
        addMinutes(cell.runnAfter, actual);
      }
    }
  }
  for (const { personId, projectId, date, before, after } of plan.changes) {
    const cell = cells.ensure(personId, projectId, date);
    addMinutes(cell.runnAfter, after);
    if (before !== null) addMinutes(cell.runnAfter, before, -1);
  }

  const figures = sumUp(cells, survey);
  assertAgree(figures.total, plan.statement);
  return figures;
}

/** Where the time of one person, project and day is summed up; each by its id in Runn, else by that in Toggl. */
interface SideCell {
  readonly person: string;
  readonly project: string;
  readonly date: IsoDate;
  trackedSeconds: number;
  excludedSeconds: number;
  /** Of what is not excluded. */
  billableSeconds: number;
  readonly runn: MutableMinutes;
  readonly runnAfter: MutableMinutes;
}

interface MutableMinutes {
  billableMinutes: number;
  nonbillableMinutes: number;
}

/** A person or project of the page. */
interface Party<RunnId, TogglId> {
  readonly runnId: RunnId | null;
  readonly togglIds: Set<TogglId>;
}

class SideCells {
  readonly people = new Map<string, Party<RunnPersonId, TogglUserId>>();
  readonly projects = new Map<string, Party<RunnProjectId, TogglProjectId | null>>();
  readonly #cells = new Map<string, Map<IsoDate, SideCell>>();

  ensure(personId: RunnPersonId, projectId: RunnProjectId, date: IsoDate): SideCell {
    ensureParty(this.people, `runn:${personId}`, personId);
    ensureParty(this.projects, `runn:${projectId}`, projectId);
    return this.#ensure(`runn:${personId}`, `runn:${projectId}`, date);
  }

  ensureFor(row: Row, match: RowMatch): SideCell {
    const { person, project } = match;
    const personKey = groupOfRow('person', row, match);
    const projectKey = groupOfRow('project', row, match);
    const personId = person.kind === 'matched' ? person.id : null;
    const projectId = project.kind === 'matched' ? project.id : null;
    ensureParty(this.people, personKey, personId).togglIds.add(row.userId);
    ensureParty(this.projects, projectKey, projectId).togglIds.add(row.projectId);
    return this.#ensure(personKey, projectKey, row.date);
  }

  #ensure(person: string, project: string, date: IsoDate): SideCell {
    const pair = `${person}/${project}`;
    let byDate = this.#cells.get(pair);
    if (byDate === undefined) {
      byDate = new Map();
      this.#cells.set(pair, byDate);
    }
    let cell = byDate.get(date);
    if (cell === undefined) {
      cell = {
        person,
        project,
        date,
        trackedSeconds: 0,
        excludedSeconds: 0,
        billableSeconds: 0,
        runn: noMinutes(),
        runnAfter: noMinutes(),
      };
      byDate.set(date, cell);
    }
    return cell;
  }

  *all(): Generator<SideCell> {
    for (const byDate of this.#cells.values()) yield* byDate.values();
  }
}

function ensureParty<RunnId, TogglId>(
  parties: Map<string, Party<RunnId, TogglId>>,
  key: string,
  runnId: RunnId | null,
): Party<RunnId, TogglId> {
  let party = parties.get(key);
  if (party === undefined) {
    party = { runnId, togglIds: new Set() };
    parties.set(key, party);
  }
  return party;
}

function noMinutes(): MutableMinutes {
  return { billableMinutes: 0, nonbillableMinutes: 0 };
}

function addMinutes(sum: MutableMinutes, minutes: Minutes, sign: 1 | -1 = 1): void {
  sum.billableMinutes += sign * minutes.billableMinutes;
  sum.nonbillableMinutes += sign * minutes.nonbillableMinutes;
}

function foldRows({ workspace, rows }: WorkspaceTime, survey: Survey, cells: SideCells): void {
  const { matching, scope, rules } = survey;
  const modelOf = new Map(survey.projects.map(({ id, pricingModel }) => [id, pricingModel]));
  for (const row of rows) {
    if (row.seconds <= 0) continue;
    const person = matching.personOf(row.userId);
    const project = matching.projectOf(row.projectId, row.date);
    if (!isRowInScope(scope, row, person, project)) continue;
    const cell = cells.ensureFor(row, { person, project });
    cell.trackedSeconds += row.seconds;
    if (holdReasonOf({ person, project }) === 'excluded') {
      cell.excludedSeconds += row.seconds;
      continue;
    }
    // Of a project that Runn does not know, nobody knows the pricing model: Toggl's flag is all there is.
    cell.billableSeconds +=
      project.kind === 'matched'
        ? billableSecondsOf(row, rules.billable, workspace.billable, modelOf.get(project.id) === 'nb')
        : row.billableSeconds;
  }
}

/** Adds up any cells. */
class Sum {
  #trackedSeconds = 0;
  #excludedSeconds = 0;
  readonly #toggl = noMinutes();
  readonly #runn = noMinutes();
  readonly #runnAfter = noMinutes();

  add(cell: SideCell, toggl: Minutes): void {
    this.#trackedSeconds += cell.trackedSeconds;
    this.#excludedSeconds += cell.excludedSeconds;
    addMinutes(this.#toggl, toggl);
    addMinutes(this.#runn, cell.runn);
    addMinutes(this.#runnAfter, cell.runnAfter);
  }

  build(): Figures {
    return {
      trackedSeconds: this.#trackedSeconds,
      excludedSeconds: this.#excludedSeconds,
      toggl: this.#toggl,
      runn: this.#runn,
      runnAfter: this.#runnAfter,
    };
  }
}

function sumUp(cells: SideCells, survey: Survey): WindowFigures {
  const total = new Sum();
  const days = new Map(listDays(survey.window).map((date) => [date, new Sum()]));
  const projects = new Map<string, Sum>();
  const people = new Map<string, Sum>();
  const peopleByDay = new Map<string, Map<IsoDate, Sum>>();
  for (const cell of cells.all()) {
    const toggl = wantedMinutes(cell, cells, survey);
    const ofPerson = peopleByDay.get(cell.person) ?? new Map<IsoDate, Sum>();
    peopleByDay.set(cell.person, ofPerson);
    const sums = [
      total,
      ensureSum(days, cell.date),
      ensureSum(people, cell.person),
      ensureSum(projects, cell.project),
      ensureSum(ofPerson, cell.date),
    ];
    for (const sum of sums) sum.add(cell, toggl);
  }

  return {
    total: total.build(),
    days: buildDays(days),
    people: buildParties(cells.people, people).map(({ key, runnId, togglIds, figures }) => ({
      personId: runnId,
      togglUserIds: togglIds,
      ...figures,
      days: buildDays(peopleByDay.get(key) ?? new Map<IsoDate, Sum>()),
    })),
    projects: buildParties(cells.projects, projects).map(({ runnId, togglIds, figures }) => ({
      projectId: runnId,
      togglProjectIds: togglIds,
      ...figures,
    })),
  };
}

/** Rounded once per cell, as the plan does (R4); time of the cell that is not trusted, or has no cell, by itself. */
function wantedMinutes(cell: SideCell, { people, projects }: SideCells, { tally, rules }: Survey): Minutes {
  const personId = people.get(cell.person)?.runnId ?? null;
  const projectId = projects.get(cell.project)?.runnId ?? null;
  const settled =
    personId === null || projectId === null ? undefined : tally.cells.get({ personId, projectId, date: cell.date });
  const { seconds, billableSeconds } = settled ?? { seconds: 0, billableSeconds: 0 };
  const wanted = { ...roundCell(seconds, billableSeconds, rules.rounding) };
  const heldSeconds = cell.trackedSeconds - cell.excludedSeconds - seconds;
  addMinutes(wanted, roundCell(heldSeconds, cell.billableSeconds - billableSeconds, toTheMinute));
  return wanted;
}

const toTheMinute = { mode: 'nearest', minutes: 1 } as const;

function ensureSum<Key>(sums: Map<Key, Sum>, key: Key): Sum {
  let sum = sums.get(key);
  if (sum === undefined) {
    sum = new Sum();
    sums.set(key, sum);
  }
  return sum;
}

function buildDays(sums: ReadonlyMap<IsoDate, Sum>): DayFigures[] {
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, sum]) => ({ date, ...sum.build() }));
}

/** Those of Runn by id, then those that lead nowhere by theirs in Toggl. */
function buildParties<RunnId extends number, TogglId extends number | null>(
  parties: ReadonlyMap<string, Party<RunnId, TogglId>>,
  sums: ReadonlyMap<string, Sum>,
) {
  return [...sums]
    .map(([key, sum]) => {
      const { runnId, togglIds } = parties.get(key) ?? { runnId: null, togglIds: new Set<TogglId>() };
      return { key, runnId, togglIds: [...togglIds].sort((a, b) => (a ?? 0) - (b ?? 0)), figures: sum.build() };
    })
    .sort(
      (a, b) =>
        Number(a.runnId === null) - Number(b.runnId === null) ||
        (a.runnId ?? 0) - (b.runnId ?? 0) ||
        (a.togglIds[0] ?? 0) - (b.togglIds[0] ?? 0),
    );
}

/** Runn's minutes may be fractions, whose sums are not exact (runn.md section 8, row 14). */
const tolerance = 1e-6;

function assertAgree({ trackedSeconds, excludedSeconds, runn, runnAfter }: Figures, statement: Statement): void {
  const pairs: readonly (readonly [string, number, number])[] = [
    ['seconds tracked', trackedSeconds, statement.toggl.trackedSeconds],
    ['seconds excluded', excludedSeconds, statement.toggl.excludedSeconds],
    ['minutes in Runn', totalMinutes(runn), statement.runn.minutesBefore],
    ['minutes in Runn after a sync', totalMinutes(runnAfter), statement.runn.minutesAfter],
  ];
  const wrong = pairs.find(([, figure, stated]) => Math.abs(figure - stated) > tolerance);
  if (wrong === undefined) return;
  const [what, figure, stated] = wrong;
  throw new InternalError('figures-unbalanced', `The figures have ${figure} ${what}, the statement has ${stated}.`, {
    hint: 'This is a bug in toggl-runn: please report it with the output of --debug.',
  });
}
