/** Names for the reports, from what was read anyway. */
import type { Role, RunnPerson, RunnProject, TogglWorkspace, WorkspaceTime } from '../core/model.ts';
import type { Names } from '../core/report.ts';

/** One map per kind of id; Toggl projects are shown with their client. */
export function collectNames(sides: {
  readonly workspaces: readonly {
    readonly workspace: Pick<TogglWorkspace, 'id' | 'name'>;
    readonly users: WorkspaceTime['users'];
    readonly projects: WorkspaceTime['projects'];
  }[];
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  readonly roles?: readonly Role[];
}): Names {
  const users = sides.workspaces.flatMap((time) => time.users);
  const togglProjects = sides.workspaces.flatMap((time) => time.projects);
  return {
    people: new Map(sides.people.map(({ id, name }) => [id, name])),
    projects: new Map(sides.projects.map(({ id, name }) => [id, name])),
    roles: new Map((sides.roles ?? []).map(({ id, name }) => [id, name])),
    workspaces: new Map(sides.workspaces.map(({ workspace }) => [workspace.id, workspace.name])),
    users: new Map(users.map(({ id, name }) => [id, name])),
    togglProjects: new Map(
      togglProjects.map(({ id, name, clientName }) => [id, clientName === null ? name : `${name} (${clientName})`]),
    ),
  };
}
