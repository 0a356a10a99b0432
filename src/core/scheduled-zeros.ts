/**
 * R10, `rules.zeros: scheduled`: where nothing stands in a cell, Runn counts the scheduled hours as worked. On days on
 * which a person tracked time elsewhere, a marked 0/0 says that they were not.
 */
import { type CellKey, CellMap } from './cell-map.ts';
import { type Finding, finding } from './findings.ts';
import { markedEntry, ownershipOf } from './mark.ts';
import type { Matching } from './match.ts';
import type {
  Actual,
  Assignment,
  Change,
  IsoDate,
  Minutes,
  RunnPersonId,
  RunnProject,
  Window,
  WorkspaceTime,
} from './model.ts';
import { listScheduledDays, type Schedule } from './schedule.ts';

/** Under which role and workstream the hours of a cell are scheduled. */
export type ScheduledKey = Pick<Assignment, 'roleId' | 'workstreamId'>;

export interface ScheduledCells {
  /** Cells of days with Toggl time, in scope or not, whatever stands there. */
  readonly cells: CellMap<ScheduledKey[]>;
  /** Cells that were left alone, for Runn does not say whether there was anything to work. */
  readonly unclear: readonly CellKey[];
}

/**
 * The scheduled cells of the window's days that are over, of people who have Toggl time on that day.
 * @param input.workspaces rows of any project count, also those that lead nowhere or are skipped
 */
export function findScheduledCells(input: {
  readonly schedule: Schedule;
  readonly window: Window;
  readonly workspaces: readonly Pick<WorkspaceTime, 'rows'>[];
  readonly matching: Pick<Matching, 'personOf'>;
  readonly projects: readonly RunnProject[];
}): ScheduledCells {
  const daysWithTime = findDaysWithTime(input.workspaces, input.matching);
  const realProjects = new Set(input.projects.filter(({ isTemplate }) => !isTemplate).map(({ id }) => id));
  const cells = new CellMap<ScheduledKey[]>();
  const unclear: CellKey[] = [];
  for (const { assignment, date, minutes } of listScheduledDays(input.schedule, input.window)) {
    const { personId, projectId, roleId, workstreamId } = assignment;
    if (daysWithTime.get(personId)?.has(date) !== true || !realProjects.has(projectId)) continue;
    if (minutes === null) {
      unclear.push({ personId, projectId, date });
      continue;
    }
    const { byDate } = cells.ensurePair(personId, projectId);
    const keys = byDate.get(date);
    if (keys === undefined) byDate.set(date, [{ roleId, workstreamId }]);
    else if (!keys.some((key) => key.roleId === roleId && key.workstreamId === workstreamId)) {
      keys.push({ roleId, workstreamId });
    }
  }
  return { cells, unclear };
}

function findDaysWithTime(
  workspaces: readonly Pick<WorkspaceTime, 'rows'>[],
  matching: Pick<Matching, 'personOf'>,
): ReadonlyMap<RunnPersonId, ReadonlySet<IsoDate>> {
  const days = new Map<RunnPersonId, Set<IsoDate>>();
  for (const row of workspaces.flatMap(({ rows }) => rows)) {
    if (row.seconds <= 0) continue;
    const person = matching.personOf(row.userId);
    if (person.kind !== 'matched') continue;
    const known = days.get(person.id);
    if (known === undefined) days.set(person.id, new Set([row.date]));
    else known.add(row.date);
  }
  return days;
}

const zero: Minutes = { billableMinutes: 0, nonbillableMinutes: 0 };

/**
 * The 0/0 of a cell in which nothing stands, in the assignment's role and workstream. It is written as 0/0 also where
 * `rules.clearWith` is `delete`: there is nothing to delete, and nothing else says that the hours were not worked.
 */
export function makeScheduledZero(
  { personId, projectId, date }: CellKey,
  { roleId, workstreamId }: ScheduledKey,
): Change {
  return {
    kind: 'clear',
    reason: 'scheduled-zero',
    date,
    personId,
    projectId,
    roleId,
    workstreamId,
    phaseId: null,
    actualId: null,
    before: null,
    after: markedEntry(zero),
  };
}

/** Whether a change says of scheduled hours that they were not worked: a 0/0 where nothing stood. */
export function isScheduledZero(change: Pick<Change, 'kind' | 'before'>): boolean {
  return change.kind === 'clear' && change.before === null;
}

/**
 * With `rules.zeros: none`, a first run is told of Runn's own way to the same end (R10): one finding when something is
 * to be created and no actual of the window has ever had a mark.
 */
export function adviseAutofill(changes: readonly Change[], actuals: readonly Actual[]): Finding[] {
  const isFirst =
    changes.some(({ kind }) => kind === 'create') && actuals.every((actual) => ownershipOf(actual) === 'foreign');
  return isFirst ? [finding('autofill-advice', {})] : [];
}
