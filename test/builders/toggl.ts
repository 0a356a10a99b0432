/** What Toggl says, in small: each test names only what matters to it. */
import type {
  Row,
  TogglProject,
  TogglUser,
  TogglWorkspace,
  TotalsDifference,
  WorkspaceTime,
} from '../../src/core/model.ts';
import { day, togglProject, togglUser, togglWorkspace } from './ids.ts';
import type { Plain } from './plain.ts';

/** Sixty minutes, none of them billable, unless told otherwise. */
export function aRow({
  minutes = 60,
  billableMinutes = 0,
  ...fields
}: Partial<Plain<Row>> & { minutes?: number; billableMinutes?: number } = {}): Row {
  const row: Plain<Row> = {
    workspaceId: togglWorkspace(),
    userId: togglUser(),
    projectId: togglProject(),
    date: day(),
    seconds: minutes * 60,
    billableSeconds: billableMinutes * 60,
    ...fields,
  };
  return row as Row;
}

export function aTogglUser(fields: Partial<Plain<TogglUser>> = {}): TogglUser {
  const user: Plain<TogglUser> = { id: togglUser(), name: 'Eric', email: null, isActive: true, ...fields };
  return user as TogglUser;
}

export function aTogglProject(fields: Partial<Plain<TogglProject>> = {}): TogglProject {
  const project: Plain<TogglProject> = {
    id: togglProject(),
    workspaceId: togglWorkspace(),
    name: 'Moon Base',
    clientName: null,
    isArchived: false,
    ...fields,
  };
  return project as TogglProject;
}

/** A difference of one minute on the usual user and project. */
export function aDifference(fields: Partial<Plain<TotalsDifference>> = {}): TotalsDifference {
  const difference: Plain<TotalsDifference> = {
    workspaceId: togglWorkspace(),
    userId: togglUser(),
    projectId: togglProject(),
    rowSeconds: 3600,
    totalSeconds: 3660,
    ...fields,
  };
  return difference as TotalsDifference;
}

/** An admin's workspace on a paid plan without a limit of retention, that knows the usual user and project. */
export function aWorkspace({
  rows = [],
  users = [11],
  projects = [22],
  totalsDifferences = [],
  ...fields
}: Partial<Plain<TogglWorkspace>> & {
  rows?: readonly Row[];
  users?: readonly number[];
  projects?: readonly number[];
  totalsDifferences?: readonly TotalsDifference[];
} = {}): WorkspaceTime {
  const workspace: Plain<TogglWorkspace> = {
    id: togglWorkspace(),
    name: 'Studio',
    isAdmin: true,
    billable: 'flag',
    readableSince: null,
    ...fields,
  };
  return {
    workspace: workspace as TogglWorkspace,
    rows,
    users: users.map((id) => aTogglUser({ id })),
    projects: projects.map((id) => aTogglProject({ id, workspaceId: workspace.id })),
    totalsDifferences,
  };
}
