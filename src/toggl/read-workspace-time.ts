/** Everything about one workspace that a plan needs: rows that agree with Toggl's totals, people and projects. */
import type {
  IsoDate,
  TogglProject,
  TogglProjectId,
  TogglUser,
  TogglUserId,
  TogglWorkspace,
  Window,
  WorkspaceTime,
} from '../core/model.ts';
import { readCheckedRows } from './check-totals.ts';
import { readDetailedRows } from './read-detailed-rows.ts';
import { readWeeklyRows } from './read-weekly-rows.ts';
import type { ReadingNote, RowReading } from './row-reading.ts';
import type { TogglClient } from './toggl-client.ts';

export interface WorkspaceTimeOptions {
  readonly workspace: TogglWorkspace;
  readonly window: Window;
  /** The last day that is over for everybody: totals are compared until then (R2). */
  readonly lastCompleteDay: IsoDate;
  readonly source: 'weekly' | 'detailed';
  /** `toggl.checkTotals`. */
  readonly checkTotals: boolean;
  /** False where `rules.billable` is `always` or `never`: nobody will look at Toggl's flag. */
  readonly needsBillable?: boolean;
  /** Users that links in Runn lead to: known people who left count as known (R1). */
  readonly alsoUserIds?: readonly TogglUserId[];
}

export interface WorkspaceReading extends WorkspaceTime {
  readonly notes: readonly ReadingNote[];
}

/** Reads one workspace. Throws what `TogglClient` and the readings throw; then nothing of it may be used (R1). */
export async function readWorkspaceTime(client: TogglClient, options: WorkspaceTimeOptions): Promise<WorkspaceReading> {
  const { workspace, alsoUserIds = [] } = options;
  const [{ reading, differences }, listedUsers, listedProjects] = await Promise.all([
    readRows(client, options),
    client.listUsers(workspace.id),
    client.listProjects(workspace.id),
  ]);
  const userIds = reading.rows.map((row) => row.userId);
  const users = await addFormerUsers(client, workspace, listedUsers, [...userIds, ...alsoUserIds]);
  return {
    workspace: { ...workspace, billable: reading.billable },
    rows: reading.rows,
    users: addNamelessUsers(users, reading),
    projects: addUnlistedProjects(workspace, listedProjects, reading),
    totalsDifferences: differences,
    notes: reading.notes,
  };
}

async function readRows(client: TogglClient, options: WorkspaceTimeOptions) {
  const { workspace, window, lastCompleteDay, source, needsBillable = true } = options;
  const readOnce = (): Promise<RowReading> =>
    source === 'weekly'
      ? readWeeklyRows(client, { workspace, window, needsBillable })
      : readDetailedRows(client, { workspace, window });
  if (!options.checkTotals) return { reading: await readOnce(), differences: [] };
  return readCheckedRows(client, { workspaceId: workspace.id, window, lastCompleteDay, readRows: readOnce });
}

/** The list has only those who are there now; time stays when people leave (toggl.md section 7). */
async function addFormerUsers(
  client: TogglClient,
  workspace: TogglWorkspace,
  listed: readonly TogglUser[],
  wantedIds: readonly TogglUserId[],
): Promise<TogglUser[]> {
  const known = new Set(listed.map((user) => user.id));
  const missing = [...new Set(wantedIds)].filter((id) => !known.has(id));
  if (missing.length === 0) return [...listed];
  const found = await client.searchFormerUsers(workspace.id, missing);
  return [...listed, ...found.filter((user) => !known.has(user.id))];
}

/** Who has time is known to the workspace, even if no directory names them. */
function addNamelessUsers(users: readonly TogglUser[], { rows, userNames }: RowReading): TogglUser[] {
  const known = new Set(users.map((user) => user.id));
  const nameless = [...new Set(rows.map((row) => row.userId))].filter((id) => !known.has(id));
  return [
    ...users,
    ...nameless.map((id) => ({ id, name: userNames.get(id) ?? `Toggl user ${id}`, email: null, isActive: false })),
  ];
}

/** The same for projects that the list leaves out, such as other people's private ones. */
function addUnlistedProjects(
  workspace: TogglWorkspace,
  projects: readonly TogglProject[],
  { rows, projectNames }: RowReading,
): TogglProject[] {
  const known = new Set(projects.map((project) => project.id));
  const unlisted = new Set<TogglProjectId>();
  for (const { projectId } of rows) if (projectId !== null && !known.has(projectId)) unlisted.add(projectId);
  return [
    ...projects,
    ...[...unlisted].map((id) => ({
      id,
      workspaceId: workspace.id,
      name: projectNames.get(id) ?? `Toggl project ${id}`,
      clientName: null,
      isArchived: false,
    })),
  ];
}
