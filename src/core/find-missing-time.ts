/**
 * Time that may be missing: working days without a second in Toggl, scheduled hours that Runn counts as worked because
 * nothing says otherwise (R10), and days with more time than a day has. `list-unmatched --missing`.
 */
import { CellMap } from './cell-map.ts';
import { compareDates, earlier, isInWindow, listDays } from './dates.ts';
import type { Matching } from './match.ts';
import type {
  Actual,
  IsoDate,
  RunnPerson,
  RunnPersonId,
  RunnProject,
  RunnProjectId,
  TogglUserId,
  Window,
  WorkspaceTime,
} from './model.ts';
import { totalMinutes } from './round.ts';
import { createRoster, listScheduledDays, type Schedule } from './schedule.ts';
import { isCellInScope, type Scope } from './scope.ts';
import { findUnseenTime, type UnseenTime } from './unseen-time.ts';

export interface MissingDay {
  readonly date: IsoDate;
  /** By the contract of that day. */
  readonly contractMinutes: number;
}

/** Working days of somebody without time in Toggl. */
export interface UntrackedDays {
  readonly personId: RunnPersonId;
  /** False when no Toggl user leads to the person: then only days on which nothing stands in Runn either are listed. */
  readonly isLinked: boolean;
  readonly days: readonly MissingDay[];
}

export interface AssumedDay {
  readonly date: IsoDate;
  readonly scheduledMinutes: number;
  /** Toggl's time for that cell, which the next sync writes; 0 for none. */
  readonly trackedSeconds: number;
}

/** Scheduled days of a person on a project without an actual: Runn counts them as worked. */
export interface AssumedTime {
  readonly personId: RunnPersonId;
  readonly projectId: RunnProjectId;
  readonly days: readonly AssumedDay[];
}

/** A day on which somebody tracked more than the limit. */
export interface LongDay {
  readonly date: IsoDate;
  /** Null when the user leads to nobody in Runn. */
  readonly personId: RunnPersonId | null;
  readonly togglUserIds: readonly TogglUserId[];
  readonly seconds: number;
}

export interface MissingTime {
  /** By person, most days first; those whom nothing leads to last. */
  readonly untracked: readonly UntrackedDays[];
  /** Most scheduled minutes first. */
  readonly assumed: readonly AssumedTime[];
  /** By day, then most seconds first. */
  readonly longDays: readonly LongDay[];
  /** Days that `untracked` says nothing of. */
  readonly unseen: readonly UnseenTime[];
  /** Person-days and scheduled days of which Runn does not say whether there was anything to work. */
  readonly unclearDays: number;
  readonly dayLimitMinutes: number;
  /** Nothing is said of later days, for they are not over; null when the whole window is over. */
  readonly lastDay: IsoDate | null;
}

interface MissingTimeInput {
  readonly window: Window;
  readonly schedule: Schedule;
  readonly workspaces: readonly Pick<WorkspaceTime, 'workspace' | 'rows'>[];
  readonly matching: Pick<Matching, 'personOf' | 'projectOf' | 'usersLeadingTo'>;
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  /** Those of the window at least. */
  readonly actuals: readonly Actual[];
  /** A day with more than so many minutes in Toggl is too long. */
  readonly dayLimitMinutes: number;
}

/** Looks at the days of the window that are over; long days may also lie later. */
export function findMissingTime(input: MissingTimeInput): MissingTime {
  const { window, schedule } = input;
  const past: Window = { since: window.since, until: earlier(window.until, schedule.lastDay) };
  const tracked = sumTrackedTime(input);
  const untracked = findUntracked(input, past, tracked.daysOf);
  const assumed = findAssumed(input, tracked.cells);
  return {
    untracked: untracked.people,
    assumed: assumed.cells,
    longDays: findLongDays(tracked.perUserDay, input),
    unseen: findUnseenTime(input.workspaces, past),
    unclearDays: untracked.unclearDays + assumed.unclearDays,
    dayLimitMinutes: input.dayLimitMinutes,
    lastDay: past.until === window.until ? null : past.until,
  };
}

interface TrackedTime {
  /** Days with time of whoever may be that person: an ambiguous user's time counts for each candidate. */
  readonly daysOf: ReadonlyMap<RunnPersonId, ReadonlySet<IsoDate>>;
  readonly cells: CellMap<number>;
  readonly perUserDay: ReadonlyMap<TogglUserId, ReadonlyMap<IsoDate, number>>;
}

function sumTrackedTime({ workspaces, matching, window }: MissingTimeInput): TrackedTime {
  const daysOf = new Map<RunnPersonId, Set<IsoDate>>();
  const cells = new CellMap<number>();
  const perUserDay = new Map<TogglUserId, Map<IsoDate, number>>();
  for (const { rows } of workspaces) {
    for (const { userId, projectId, date, seconds } of rows) {
      if (seconds <= 0 || !isInWindow(date, window)) continue;
      const person = matching.personOf(userId);
      if (person.kind === 'skip') continue;
      const ofUser = ensure(perUserDay, userId, () => new Map<IsoDate, number>());
      ofUser.set(date, (ofUser.get(date) ?? 0) + seconds);
      if (person.kind === 'ambiguous') for (const id of person.ids) ensure(daysOf, id, newSet).add(date);
      if (person.kind !== 'matched') continue;
      ensure(daysOf, person.id, newSet).add(date);
      const project = matching.projectOf(projectId, date);
      if (project.kind !== 'matched') continue;
      const { byDate } = cells.ensurePair(person.id, project.id);
      byDate.set(date, (byDate.get(date) ?? 0) + seconds);
    }
  }
  return { daysOf, cells, perUserDay };
}

function findUntracked(
  { schedule, matching, people, actuals, workspaces }: MissingTimeInput,
  past: Window,
  trackedDaysOf: TrackedTime['daysOf'],
): { readonly people: UntrackedDays[]; readonly unclearDays: number } {
  const roster = createRoster(schedule);
  const bookedDaysOf = new Map<RunnPersonId, Set<IsoDate>>();
  for (const actual of actuals) {
    if (totalMinutes(actual) > 0) ensure(bookedDaysOf, actual.personId, newSet).add(actual.date);
  }
  const visibleDays = listDays(past).filter((date) =>
    workspaces.every(
      ({ workspace }) => workspace.isAdmin && (workspace.readableSince === null || workspace.readableSince <= date),
    ),
  );
  let unclearDays = 0;
  const untracked: UntrackedDays[] = [];
  for (const { id: personId, isArchived, isPlaceholder } of people) {
    if (isArchived || isPlaceholder) continue;
    const isLinked = matching.usersLeadingTo(personId).length > 0;
    const days: MissingDay[] = [];
    for (const date of visibleDays) {
      if (trackedDaysOf.get(personId)?.has(date) === true) continue;
      // Whoever has no Toggl user books in Runn by hand, and then nothing is missing.
      if (!isLinked && bookedDaysOf.get(personId)?.has(date) === true) continue;
      const contractMinutes = roster.minutesOn(personId, date);
      if (contractMinutes === 0 || roster.isOff(personId, date)) continue;
      if (contractMinutes === null) unclearDays += 1;
      else days.push({ date, contractMinutes });
    }
    if (days.length > 0) untracked.push({ personId, isLinked, days });
  }
  untracked.sort(
    (a, b) => Number(b.isLinked) - Number(a.isLinked) || b.days.length - a.days.length || a.personId - b.personId,
  );
  return { people: untracked, unclearDays };
}

function findAssumed(
  { schedule, window, people, projects, actuals }: MissingTimeInput,
  trackedCells: CellMap<number>,
): { readonly cells: AssumedTime[]; readonly unclearDays: number } {
  const realPeople = new Set(people.filter(({ isPlaceholder }) => !isPlaceholder).map(({ id }) => id));
  const realProjects = new Set(projects.filter(({ isTemplate }) => !isTemplate).map(({ id }) => id));
  const standing = new CellMap<Actual>();
  for (const actual of actuals) standing.set(actual, actual);
  const scheduled = new CellMap<number>();
  let unclearDays = 0;
  for (const { assignment, date, minutes } of listScheduledDays(schedule, window)) {
    const { personId, projectId } = assignment;
    // Runn's assignments are also those of placeholders, for whom nobody tracks time.
    if (!realPeople.has(personId) || !realProjects.has(projectId)) continue;
    if (standing.get({ personId, projectId, date }) !== undefined) continue;
    if (minutes === null) {
      unclearDays += 1;
      continue;
    }
    const { byDate } = scheduled.ensurePair(personId, projectId);
    byDate.set(date, (byDate.get(date) ?? 0) + minutes);
  }
  const cells: AssumedTime[] = [];
  for (const { personId, projectId, byDate } of scheduled.pairs()) {
    const days = [...byDate]
      .map(([date, scheduledMinutes]) => ({
        date,
        scheduledMinutes,
        trackedSeconds: trackedCells.get({ personId, projectId, date }) ?? 0,
      }))
      .sort((a, b) => compareDates(a.date, b.date));
    cells.push({ personId, projectId, days });
  }
  cells.sort(
    (a, b) =>
      scheduledMinutesOf(b.days) - scheduledMinutesOf(a.days) || a.personId - b.personId || a.projectId - b.projectId,
  );
  return { cells, unclearDays };
}

/**
 * What of it is in scope. With some projects only, nothing is said of whole days: whoever has no time on those projects may
 * have worked on others.
 */
export function limitMissing(missing: MissingTime, scope: Scope): MissingTime {
  const { people } = scope;
  const isWholeDay = scope.projects === null;
  return {
    ...missing,
    untracked: missing.untracked.filter(({ personId }) => isWholeDay && (people?.runnIds.has(personId) ?? true)),
    assumed: missing.assumed.filter(({ personId, projectId }) => isCellInScope(scope, personId, projectId)),
    longDays: missing.longDays.filter(
      ({ personId, togglUserIds }) =>
        isWholeDay &&
        (people === null ||
          (personId === null ? togglUserIds.some((id) => people.togglIds.has(id)) : people.runnIds.has(personId))),
    ),
  };
}

/** Whether somebody should look: days of people without a Toggl user are told, but mend themselves with the link. */
export function isAnythingMissing(missing: MissingTime | undefined): boolean {
  return (
    missing !== undefined &&
    (missing.untracked.some(({ isLinked }) => isLinked) || missing.assumed.length > 0 || missing.longDays.length > 0)
  );
}

/** What Runn counts as worked on these days. */
export function scheduledMinutesOf(days: readonly AssumedDay[]): number {
  return days.reduce((sum, { scheduledMinutes }) => sum + scheduledMinutes, 0);
}

/** The days of all users of a person are one day; who leads to nobody, or to several, counts alone. */
function findLongDays(
  perUserDay: TrackedTime['perUserDay'],
  { matching, dayLimitMinutes }: MissingTimeInput,
): LongDay[] {
  const sums = new Map<string, { -readonly [Key in keyof LongDay]: LongDay[Key] }>();
  for (const [userId, days] of perUserDay) {
    const person = matching.personOf(userId);
    const personId = person.kind === 'matched' ? person.id : null;
    for (const [date, seconds] of days) {
      const key = `${personId ?? `user ${userId}`} ${date}`;
      const sum = ensure(sums, key, () => ({ date, personId, togglUserIds: [], seconds: 0 }));
      sum.seconds += seconds;
      sum.togglUserIds = [...sum.togglUserIds, userId].sort((a, b) => a - b);
    }
  }
  return [...sums.values()]
    .filter(({ seconds }) => seconds > dayLimitMinutes * 60)
    .sort(
      (a, b) =>
        compareDates(a.date, b.date) || b.seconds - a.seconds || (a.togglUserIds[0] ?? 0) - (b.togglUserIds[0] ?? 0),
    );
}

function ensure<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

const newSet = (): Set<IsoDate> => new Set();
