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
  RunnProjectId,
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
 * The scheduled cells of the window's days that are over, of people who have Toggl time elsewhere on that day.
 * @param input.workspaces rows of any project count, also those that lead nowhere or are skipped
 */
export function findScheduledCells(input: {
  readonly schedule: Schedule;
  readonly window: Window;
  readonly workspaces: readonly Pick<WorkspaceTime, 'rows'>[];
  readonly matching: Pick<Matching, 'personOf' | 'projectOf'>;
  readonly projects: readonly RunnProject[];
}): ScheduledCells {
  const hasTimeElsewhere = findTimeElsewhere(input.workspaces, input.matching);
  const realProjects = new Set(input.projects.filter(({ isTemplate }) => !isTemplate).map(({ id }) => id));
  const cells = new CellMap<ScheduledKey[]>();
  const unclear: CellKey[] = [];
  for (const { assignment, date, minutes } of listScheduledDays(input.schedule, input.window)) {
    const { personId, projectId, roleId, workstreamId } = assignment;
    if (!hasTimeElsewhere({ personId, projectId, date }) || !realProjects.has(projectId)) continue;
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

/** Whether a person tracked anything on that day that does not lead to the cell itself, where it may round to nothing (R4). */
function findTimeElsewhere(
  workspaces: readonly Pick<WorkspaceTime, 'rows'>[],
  matching: Pick<Matching, 'personOf' | 'projectOf'>,
): (cell: CellKey) => boolean {
  /** Where all time of the day leads; null when that is more than one project, or none for certain. */
  const days = new Map<RunnPersonId, Map<IsoDate, RunnProjectId | null>>();
  for (const row of workspaces.flatMap(({ rows }) => rows)) {
    if (row.seconds <= 0) continue;
    const person = matching.personOf(row.userId);
    if (person.kind !== 'matched') continue;
    const project = matching.projectOf(row.projectId, row.date);
    const projectId = project.kind === 'matched' ? project.id : null;
    const ofPerson = days.get(person.id) ?? new Map<IsoDate, RunnProjectId | null>();
    days.set(person.id, ofPerson);
    const known = ofPerson.get(row.date);
    ofPerson.set(row.date, known === undefined || known === projectId ? projectId : null);
  }
  return ({ personId, projectId, date }) => {
    const only = days.get(personId)?.get(date);
    return only !== undefined && only !== projectId;
  };
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
