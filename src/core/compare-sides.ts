/**
 * The window as figures: Toggl beside Runn by person and day and by project, as the report page shows them. Counted from
 * the rows and actuals themselves and then held against the statement, so that no page says what the account does not.
 */
import { billableSecondsOf, type CellSeconds } from './aggregate.ts';
import type { Survey } from './build-plan.ts';
import type { CellMap } from './cell-map.ts';
import { compareDates, listDays } from './dates.ts';
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
import { isCellInScope, isRowInScope, type Scope } from './scope.ts';
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
  for (const [cell, seconds] of cells.over(survey.tally.cells, survey.scope)) cell.settled = seconds;
  for (const [cell, actuals] of cells.over(survey.standing, survey.scope)) {
    for (const actual of actuals) {
      addMinutes(cell.runn, actual);
      addMinutes(cell.runnAfter, actual);
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

/** Where the time of one person, project and day is summed up. */
interface SideCell {
  readonly person: Person;
  readonly project: Project;
  readonly date: IsoDate;
  trackedSeconds: number;
  excludedSeconds: number;
  /** Of what is not excluded. */
  billableSeconds: number;
  /** Of all that, what the plan counts: it leads to a cell and is trusted. */
  settled: CellSeconds;
  readonly runn: MutableMinutes;
  readonly runnAfter: MutableMinutes;
}

interface MutableMinutes {
  billableMinutes: number;
  nonbillableMinutes: number;
}

/** A person or project of the page, by its id in Runn, else by that in Toggl. */
interface Party<RunnId, TogglId> {
  readonly runnId: RunnId | null;
  readonly togglIds: Set<TogglId>;
}

type Person = Party<RunnPersonId, TogglUserId>;
type Project = Party<RunnProjectId, TogglProjectId | null>;

class SideCells {
  readonly #people = new Map<string, Person>();
  readonly #projects = new Map<string, Project>();
  readonly #cells = new Map<Person, Map<Project, Map<IsoDate, SideCell>>>();

  ensure(personId: RunnPersonId, projectId: RunnProjectId, date: IsoDate): SideCell {
    const person = ensureParty(this.#people, `runn:${personId}`, personId);
    const project = ensureParty(this.#projects, `runn:${projectId}`, projectId);
    return this.#ensure(person, project, date);
  }

  ensureFor(row: Row, match: RowMatch): SideCell {
    const personId = match.person.kind === 'matched' ? match.person.id : null;
    const projectId = match.project.kind === 'matched' ? match.project.id : null;
    const person = ensureParty(this.#people, groupOfRow('person', row, match), personId);
    const project = ensureParty(this.#projects, groupOfRow('project', row, match), projectId);
    person.togglIds.add(row.userId);
    project.togglIds.add(row.projectId);
    return this.#ensure(person, project, row.date);
  }

  #ensure(person: Person, project: Project, date: IsoDate): SideCell {
    const byProject = ensureIn(this.#cells, person, () => new Map<Project, Map<IsoDate, SideCell>>());
    const byDate = ensureIn(byProject, project, () => new Map<IsoDate, SideCell>());
    return ensureIn(byDate, date, () => ({
      person,
      project,
      date,
      trackedSeconds: 0,
      excludedSeconds: 0,
      billableSeconds: 0,
      settled: noTime,
      runn: noMinutes(),
      runnAfter: noMinutes(),
    }));
  }

  /** Each cell in scope with what a map has of it. */
  *over<Value>(map: CellMap<Value>, scope: Scope): Generator<[SideCell, Value]> {
    for (const { personId, projectId, byDate } of map.pairs()) {
      if (!isCellInScope(scope, personId, projectId)) continue;
      for (const [date, value] of byDate) yield [this.ensure(personId, projectId, date), value];
    }
  }

  *all(): Generator<SideCell> {
    for (const byProject of this.#cells.values()) {
      for (const byDate of byProject.values()) yield* byDate.values();
    }
  }
}

function ensureParty<RunnId, TogglId>(
  parties: Map<string, Party<RunnId, TogglId>>,
  key: string,
  runnId: RunnId | null,
): Party<RunnId, TogglId> {
  return ensureIn(parties, key, () => ({ runnId, togglIds: new Set<TogglId>() }));
}

/** The value under a key; made when it is not there. */
function ensureIn<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

const noTime: CellSeconds = { seconds: 0, billableSeconds: 0 };

function noMinutes(): MutableMinutes {
  return { billableMinutes: 0, nonbillableMinutes: 0 };
}

function addMinutes(sum: MutableMinutes, minutes: Minutes, sign: 1 | -1 = 1): void {
  sum.billableMinutes += sign * minutes.billableMinutes;
  sum.nonbillableMinutes += sign * minutes.nonbillableMinutes;
}

function foldRows({ workspace, rows }: WorkspaceTime, survey: Survey, cells: SideCells): void {
  const { matching, scope, rules } = survey;
  // A project that Runn does not know is none of them.
  const nonBillable: ReadonlySet<RunnProjectId | null> = new Set(
    survey.projects.filter(({ pricingModel }) => pricingModel === 'nb').map(({ id }) => id),
  );
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
    const isNonBillable = nonBillable.has(cell.project.runnId);
    cell.billableSeconds += billableSecondsOf(row, rules.billable, workspace.billable, isNonBillable);
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

interface PersonSums {
  readonly all: Sum;
  readonly byDay: Map<IsoDate, Sum>;
}

function sumUp(cells: SideCells, survey: Survey): WindowFigures {
  const total = new Sum();
  const days = new Map(listDays(survey.window).map((date) => [date, new Sum()]));
  const people = new Map<Person, PersonSums>();
  const projects = new Map<Project, Sum>();
  for (const cell of cells.all()) {
    const toggl = wantedMinutes(cell, survey);
    const ofPerson = ensureIn(people, cell.person, () => ({ all: new Sum(), byDay: new Map<IsoDate, Sum>() }));
    const sums = [
      total,
      ensureIn(days, cell.date, makeSum),
      ofPerson.all,
      ensureIn(ofPerson.byDay, cell.date, makeSum),
      ensureIn(projects, cell.project, makeSum),
    ];
    for (const sum of sums) sum.add(cell, toggl);
  }

  return {
    total: total.build(),
    days: buildDays(days),
    people: [...people].sort(compareParties).map(([{ runnId, togglIds }, { all, byDay }]) => ({
      personId: runnId,
      togglUserIds: ascending(togglIds),
      ...all.build(),
      days: buildDays(byDay),
    })),
    projects: [...projects].sort(compareParties).map(([{ runnId, togglIds }, sum]) => ({
      projectId: runnId,
      togglProjectIds: ascending(togglIds),
      ...sum.build(),
    })),
  };
}

/** Rounded once per cell, as the plan does (R4); time of the cell that is not trusted, or has no cell, by itself. */
function wantedMinutes(cell: SideCell, { rules }: Survey): Minutes {
  const { trackedSeconds, excludedSeconds, billableSeconds, settled } = cell;
  const wanted = { ...roundCell(settled.seconds, settled.billableSeconds, rules.rounding) };
  const heldSeconds = trackedSeconds - excludedSeconds - settled.seconds;
  addMinutes(wanted, roundCell(heldSeconds, billableSeconds - settled.billableSeconds, toTheMinute));
  return wanted;
}

const toTheMinute = { mode: 'nearest', minutes: 1 } as const;

function makeSum(): Sum {
  return new Sum();
}

function buildDays(sums: ReadonlyMap<IsoDate, Sum>): DayFigures[] {
  return [...sums].sort(([a], [b]) => compareDates(a, b)).map(([date, sum]) => ({ date, ...sum.build() }));
}

type AnyParty = Pick<Party<number, number | null>, 'runnId'> & { readonly togglIds: ReadonlySet<number | null> };

/** Those of Runn by id, then those that lead nowhere by theirs in Toggl. */
function compareParties([a]: readonly [AnyParty, unknown], [b]: readonly [AnyParty, unknown]): number {
  return Number(a.runnId === null) - Number(b.runnId === null) || idOf(a) - idOf(b);
}

/** What leads nowhere in Runn is one user or project of Toggl, or time without a project, which comes first. */
function idOf({ runnId, togglIds }: AnyParty): number {
  const [togglId] = togglIds;
  return runnId ?? togglId ?? 0;
}

function ascending<Id extends number | null>(ids: ReadonlySet<Id>): Id[] {
  return [...ids].sort((a, b) => (a ?? 0) - (b ?? 0));
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
