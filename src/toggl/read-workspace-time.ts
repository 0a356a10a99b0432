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
  /** From an earlier reading; used where it names everybody and everything that has time now. */
  readonly known?: TogglDirectory | null;
}

/** Who and what a workspace has, those who left included. */
export interface TogglDirectory {
  readonly users: readonly TogglUser[];
  readonly projects: readonly TogglProject[];
  /** Whom the list did not have and who was searched for, found or not. */
  readonly searchedUserIds: readonly TogglUserId[];
}

export interface WorkspaceReading extends WorkspaceTime {
  readonly notes: readonly ReadingNote[];
  readonly directory: TogglDirectory;
  /** Whether `directory` is the one that was known before: then it proves nothing (R1). */
  readonly isDirectoryKnown: boolean;
}

/** Reads one workspace. Throws what `TogglClient` and the readings throw; then nothing of it may be used (R1). */
export async function readWorkspaceTime(client: TogglClient, options: WorkspaceTimeOptions): Promise<WorkspaceReading> {
  const { workspace, alsoUserIds = [], known = null } = options;
  const [{ reading, differences }, lists] = await Promise.all([
    readRows(client, options),
    known === null ? readLists(client, workspace) : null,
  ]);
  const wantedIds = [...reading.rows.map((row) => row.userId), ...alsoUserIds];
  const isKnown = known !== null && covers(known, reading, wantedIds);
  const directory = isKnown
    ? known
    : await addFormerUsers(client, workspace, lists ?? (await readLists(client, workspace)), wantedIds);
  return {
    workspace: { ...workspace, billable: reading.billable },
    rows: reading.rows,
    users: addNamelessUsers(directory.users, reading),
    projects: addUnlistedProjects(workspace, directory.projects, reading),
    totalsDifferences: differences,
    notes: reading.notes,
    directory,
    isDirectoryKnown: isKnown,
  };
}

/** The same reading with its directory read anew. */
export async function readDirectoryAgain(
  client: TogglClient,
  reading: WorkspaceReading,
  alsoUserIds: readonly TogglUserId[],
): Promise<WorkspaceReading> {
  const { workspace, rows } = reading;
  const wantedIds = [...rows.map((row) => row.userId), ...alsoUserIds];
  const directory = await addFormerUsers(client, workspace, await readLists(client, workspace), wantedIds);
  const names = { rows, userNames: namesOf(reading.users), projectNames: namesOf(reading.projects) };
  return {
    ...reading,
    users: addNamelessUsers(directory.users, names),
    projects: addUnlistedProjects(workspace, directory.projects, names),
    directory,
    isDirectoryKnown: false,
  };
}

function namesOf<Id extends number>(records: readonly { readonly id: Id; readonly name: string }[]): Map<Id, string> {
  return new Map(records.map(({ id, name }) => [id, name]));
}

async function readLists(client: TogglClient, { id }: TogglWorkspace) {
  const [users, projects] = await Promise.all([client.listUsers(id), client.listProjects(id)]);
  return { users, projects };
}

/** Whether nobody and nothing is new: a new name would else be missing until the directory is read again. */
function covers(
  { users, projects, searchedUserIds }: TogglDirectory,
  { rows }: RowReading,
  ids: readonly TogglUserId[],
) {
  const userIds = new Set([...users.map(({ id }) => id), ...searchedUserIds]);
  const projectIds = new Set(projects.map(({ id }) => id));
  return (
    ids.every((id) => userIds.has(id)) && rows.every(({ projectId }) => projectId === null || projectIds.has(projectId))
  );
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
  { users, projects }: Pick<TogglDirectory, 'users' | 'projects'>,
  wantedIds: readonly TogglUserId[],
): Promise<TogglDirectory> {
  const known = new Set(users.map((user) => user.id));
  const missing = [...new Set(wantedIds)].filter((id) => !known.has(id));
  if (missing.length === 0) return { users, projects, searchedUserIds: [] };
  const found = await client.searchFormerUsers(workspace.id, missing);
  const former = found.filter((user) => !known.has(user.id));
  return { users: [...users, ...former], projects, searchedUserIds: missing };
}

/** Who has time is known to the workspace, even if no directory names them. */
function addNamelessUsers(
  users: readonly TogglUser[],
  { rows, userNames }: Pick<RowReading, 'rows' | 'userNames'>,
): TogglUser[] {
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
  { rows, projectNames }: Pick<RowReading, 'rows' | 'projectNames'>,
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
