/** Toggl's answers in our own words. */
import { addDays } from '../core/dates.ts';
import type {
  IsoDate,
  TogglProject,
  TogglProjectId,
  TogglUser,
  TogglUserId,
  TogglWorkspace,
  TogglWorkspaceId,
} from '../core/model.ts';
import type {
  FoundUserResponse,
  MeResponse,
  ProjectResponse,
  QuotaResponse,
  UserResponse,
  WorkspaceResponse,
} from './schemas.ts';

/** Whose token it is. */
export interface TogglMe {
  readonly id: TogglUserId;
  readonly name: string;
  readonly email: string | null;
  /** IANA name, or null where the profile has none. */
  readonly timezone: string | null;
  readonly defaultWorkspaceId: TogglWorkspaceId | null;
}

/** What is left of the hourly number of requests. */
export interface TogglQuota {
  /** Null for requests that belong to no organization, such as `/me`. */
  readonly organizationId: number | null;
  /** Can be negative. */
  readonly remaining: number;
  readonly total: number;
  readonly resetsInMs: number;
}

export function toWorkspaceId(id: number): TogglWorkspaceId {
  return id as TogglWorkspaceId;
}

export function toUserId(id: number): TogglUserId {
  return id as TogglUserId;
}

/** Null, absent or 0 is time without a project. */
export function toProjectId(id: number | null | undefined): TogglProjectId | null {
  return id === null || id === undefined || id === 0 ? null : (id as TogglProjectId);
}

export function toMe(me: MeResponse): TogglMe {
  return {
    id: toUserId(me.id),
    name: me.fullname ?? me.email ?? `Toggl user ${me.id}`,
    email: me.email ?? null,
    timezone: me.timezone ?? null,
    defaultWorkspaceId: me.default_workspace_id ? toWorkspaceId(me.default_workspace_id) : null,
  };
}

export function toQuota(quota: QuotaResponse): TogglQuota {
  return {
    organizationId: quota.organization_id ?? null,
    remaining: quota.remaining,
    total: quota.total,
    // The window is an hour; a day is more than anybody can mean.
    resetsInMs: Math.min(Math.max(0, quota.resets_in_secs * 1000), 86_400_000),
  };
}

/**
 * `today` is the day from which the retention counts back. Whether its first day is still readable in full is not
 * documented; R1 needs certainty, so it counts as outside.
 */
/** A hundred years are no limit. */
const longestRetentionDays = 36_525;

export function toWorkspace(workspace: WorkspaceResponse, today: IsoDate): TogglWorkspace {
  const retentionDays = Math.floor(workspace.max_data_retention_days ?? 0);
  return {
    id: toWorkspaceId(workspace.id),
    ...(workspace.organization_id == null ? {} : { organizationId: workspace.organization_id }),
    name: workspace.name ?? `Toggl workspace ${workspace.id}`,
    isAdmin: workspace.admin === true || workspace.role === 'admin',
    billable: workspace.premium === true || workspace.business_ws === true ? 'flag' : 'none',
    readableSince: retentionDays > 0 && retentionDays < longestRetentionDays ? addDays(today, 1 - retentionDays) : null,
  };
}

export function toUser(user: UserResponse): TogglUser {
  return {
    id: toUserId(user.id),
    name: user.fullname ?? user.email ?? `Toggl user ${user.id}`,
    email: user.email ?? null,
    isActive: user.is_active !== false && user.inactive !== true && !user.deleted_at,
    ...(user.deleted_at ? { isDeleted: true } : {}),
  };
}

export function toFoundUser(user: FoundUserResponse): TogglUser {
  return {
    id: toUserId(user.id),
    name: user.fullname ?? user.email ?? `Toggl user ${user.id}`,
    email: user.email ?? null,
    isActive: user.active === true && user.deactivated !== true && !user.deleted_at,
    ...(user.deleted_at ? { isDeleted: true } : {}),
  };
}

export function toProject(project: ProjectResponse, workspaceId: TogglWorkspaceId): TogglProject {
  const isDeleted = project.status === 'deleted' || Boolean(project.server_deleted_at);
  return {
    id: project.id as TogglProjectId,
    workspaceId,
    name: project.name ?? `Toggl project ${project.id}`,
    clientName: project.client_name ?? null,
    isArchived: project.active === false || project.status === 'archived' || isDeleted,
    ...(isDeleted ? { isDeleted } : {}),
  };
}
