/** Who and what there is in Toggl: the v9 lists and the dictionaries of the Reports API. */
import { withOffset } from './calendar.ts';
import { type Answer, isRecord, json } from './call.ts';
import type { TogglClient, TogglMember, TogglProject, TogglUser } from './company.ts';
import { projectColor } from './toggl-reports.ts';
import { type SeenWorkspace, type TogglView, visibleEntries } from './toggl-view.ts';

const created = '2024-04-09T04:23:27+00:00';

// ------------------------------------------------------------------------------------------------------ account

/** `GET /me`: with the API token in it, as the real one. */
export function me(view: TogglView, apiToken: string): Answer {
  const { owner } = view;
  const [workspaceId] = view.world.workspaces.keys();
  return json({
    id: owner.id,
    api_token: apiToken,
    email: owner.email,
    fullname: owner.fullname,
    timezone: owner.timezone,
    default_workspace_id: workspaceId ?? null,
    beginning_of_week: 1,
    image_url: 'https://assets.track.toggl.com/images/profile.png',
    created_at: '2024-04-09T03:12:46.676852Z',
    updated_at: '2024-04-09T20:22:21.519922Z',
    country_id: null,
    has_password: true,
    at: '2024-04-10T04:21:12.272198Z',
  });
}

/** A workspace as `GET /me/workspaces` and `GET /workspaces/{id}` show it. */
export function workspaceBody(workspace: SeenWorkspace): Readonly<Record<string, unknown>> {
  return {
    id: workspace.id,
    organization_id: workspace.organizationId,
    name: workspace.name,
    profile: 0,
    premium: workspace.plan !== 'free',
    business_ws: workspace.plan === 'premium',
    admin: workspace.isAdmin,
    role: workspace.isAdmin ? 'admin' : 'user',
    suspended_at: null,
    server_deleted_at: null,
    default_hourly_rate: null,
    rate_last_updated: null,
    default_currency: workspace.currency,
    only_admins_may_create_projects: false,
    only_admins_may_create_tags: false,
    only_admins_see_billable_rates: false,
    only_admins_see_team_dashboard: false,
    projects_billable_by_default: true,
    projects_private_by_default: true,
    limit_public_project_data: false,
    last_modified: null,
    reports_collapse: true,
    rounding: workspace.rounding,
    rounding_minutes: workspace.roundingMinutes,
    at: '2024-04-14T17:01:34+00:00',
    logo_url: 'https://assets.track.toggl.com/images/workspace.jpg',
    ical_enabled: true,
    csv_upload: null,
    subscription: null,
    hide_start_end_times: false,
    working_hours_in_minutes: null,
    permissions: null,
    ...(workspace.retentionDays === null ? {} : { max_data_retention_days: workspace.retentionDays }),
  };
}

// -------------------------------------------------------------------------------------------------------- people

interface Member {
  readonly member: TogglMember;
  readonly user: TogglUser;
}

function membersOf(view: TogglView, workspaceId: number, withLeft: boolean): Member[] {
  const found: Member[] = [];
  for (const member of view.world.members) {
    if (member.workspaceId !== workspaceId || (member.state === 'left' && !withLeft)) continue;
    const user = view.world.users.get(member.userId);
    if (user !== undefined) found.push({ member, user });
  }
  return found;
}

/** `GET /workspaces/{id}/users`. */
export function workspaceUsers(view: TogglView, workspace: SeenWorkspace): Answer {
  const withLeft = view.call.switches.usersWhoLeft === 'listed' && view.call.query.get('exclude_deleted') !== 'true';
  return list(
    view,
    membersOf(view, workspace.id, withLeft).map(({ member, user }) => ({
      id: user.id,
      fullname: user.fullname,
      email: user.email,
      is_active: member.state === 'active',
      is_admin: isAdmin(view, workspace, member),
      inactive: member.state !== 'active',
      role: isAdmin(view, workspace, member) ? 'admin' : 'user',
    })),
  );
}

/** `GET /workspaces/{id}/workspace_users`: here `id` is the workspace-user id, and each user's zone can be seen. */
export function workspaceMembers(view: TogglView, workspace: SeenWorkspace): Answer {
  return list(
    view,
    membersOf(view, workspace.id, false).map(({ member, user }) => ({
      id: member.id,
      uid: user.id,
      user_id: user.id,
      wid: workspace.id,
      workspace_id: workspace.id,
      name: user.fullname,
      email: user.email,
      active: member.state === 'active',
      inactive: member.state !== 'active',
      admin: isAdmin(view, workspace, member),
      workspace_admin: isAdmin(view, workspace, member),
      role: isAdmin(view, workspace, member) ? 'admin' : 'user',
      timezone: user.timezone,
      group_ids: [],
      avatar_file_name: '',
      is_direct: true,
      at: created,
    })),
  );
}

function isAdmin(view: TogglView, workspace: SeenWorkspace, member: TogglMember): boolean {
  return member.userId === view.owner.id ? workspace.isAdmin : member.isAdmin;
}

/** `POST search/users`: the only place that knows people who left; `filters/users`: the same, with other fields. */
export function searchUsers(view: TogglView, workspace: SeenWorkspace, kind: 'search' | 'filter'): Answer {
  const { body } = view.call;
  const given = isRecord(body) ? body : {};
  if (kind === 'search' && Object.keys(given).length === 0) {
    return { status: 400, text: 'At least one parameter must be set' };
  }
  const ids = Array.isArray(given['ids']) ? new Set<unknown>(given['ids']) : undefined;
  if (ids !== undefined && ids.size > 100) return { status: 400, text: 'Maximum count of posted IDs is 100' };
  const start = typeof given['start'] === 'number' ? given['start'] : 0;
  const byDefault = ids === undefined || view.call.switches.searchUsersActive === 'filters' ? true : undefined;
  const active = typeof given['active'] === 'boolean' ? given['active'] : byDefault;
  const found = membersOf(view, workspace.id, true)
    .filter(({ member, user }) => {
      if (user.id < start || (ids !== undefined && !ids.has(user.id))) return false;
      return active === undefined || (member.state === 'active') === active;
    })
    .sort((a, b) => a.user.id - b.user.id);
  return json(
    found.map(({ member, user }) => {
      const deletedAt = member.state === 'left' ? created : null;
      if (kind === 'filter') return { id: user.id, name: user.fullname, deleted_at: deletedAt };
      return {
        id: user.id,
        fullname: user.fullname,
        email: user.email,
        active: member.state === 'active',
        deactivated: member.state === 'inactive',
        deleted_at: deletedAt,
        avatar: '',
        workspace_user_id: member.id,
      };
    }),
  );
}

// ------------------------------------------------------------------------------------------ projects and clients

const defaultPageSize = 151;
const largestPageSize = 200;

/** `GET /workspaces/{id}/projects`: pages of 151 unless asked for, at most 200; archived ones only on demand. */
export function workspaceProjects(view: TogglView, workspace: SeenWorkspace): Answer {
  const { query } = view.call;
  const page = Number(query.get('page') ?? 1);
  const perPage = Number(query.get('per_page') ?? defaultPageSize);
  if (!Number.isInteger(page) || page < 1) return { status: 400, text: 'Invalid page' };
  if (!Number.isInteger(perPage) || perPage < 1) return { status: 400, text: 'Invalid per_page' };
  if (perPage > largestPageSize) return { status: 400, text: `per_page: Cannot exceed ${largestPageSize}.` };
  const active = query.get('active') ?? 'true';
  if (!['true', 'false', 'both'].includes(active)) return { status: 400, text: 'Invalid active' };

  const ids = idFilter(query, 'project_ids');
  const clientIds = idFilter(query, 'client_ids');
  const name = query.get('name')?.toLowerCase();
  const found = projectsSeen(view, workspace)
    .filter((project) => active === 'both' || String(project.active) === active)
    .filter((project) => ids === undefined || ids.has(project.id))
    .filter((project) => clientIds === undefined || clientIds.has(project.clientId ?? 0))
    .filter((project) => name === undefined || project.name.toLowerCase().includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id));
  if (query.get('sort_order') === 'desc') found.reverse();
  return list(
    view,
    found.slice((page - 1) * perPage, page * perPage).map((project) => projectBody(view, workspace, project)),
    {
      'X-Page': String(page),
      'X-Page-Size': String(perPage),
      'X-Sort-Field': 'project_name',
      'X-Sort-Order': query.get('sort_order') === 'desc' ? 'desc' : 'asc',
    },
  );
}

function idFilter(query: URLSearchParams, name: string): Set<number> | undefined {
  const values = query.getAll(name).flatMap((value) => value.split(','));
  return values.length === 0 ? undefined : new Set(values.map(Number));
}

/** Private projects are seen by admins, and by those who track time on them (project members are not kept here). */
function projectsSeen(view: TogglView, workspace: SeenWorkspace): TogglProject[] {
  const ofWorkspace = [...view.world.projects.values()].filter((project) => project.workspaceId === workspace.id);
  if (workspace.isAdmin) return ofWorkspace;
  const own = new Set(visibleEntries(view, workspace).map((entry) => entry.projectId));
  return ofWorkspace.filter((project) => !project.isPrivate || own.has(project.id));
}

function projectBody(
  view: TogglView,
  workspace: SeenWorkspace,
  project: TogglProject,
): Readonly<Record<string, unknown>> {
  const isPaid = workspace.plan !== 'free';
  const client = project.clientId === null ? undefined : view.world.clients.get(project.clientId);
  return {
    id: project.id,
    workspace_id: project.workspaceId,
    client_id: project.clientId,
    ...(client === undefined ? {} : { client_name: client.name }),
    name: project.name,
    is_private: project.isPrivate,
    active: project.active,
    at: created,
    created_at: created,
    server_deleted_at: project.isDeleted === true ? created : null,
    color: projectColor(project.id),
    billable: isPaid ? project.billable : null,
    template: null,
    auto_estimates: null,
    estimated_hours: null,
    estimated_seconds: null,
    rate: isPaid && project.rateInCents !== null ? project.rateInCents / 100 : null,
    rate_last_updated: null,
    currency: isPaid ? workspace.currency : null,
    recurring: false,
    template_id: null,
    recurring_parameters: null,
    fixed_fee: null,
    actual_hours: 0,
    actual_seconds: 0,
    start_date: '2024-04-09',
    status: project.isDeleted === true ? 'deleted' : project.active ? 'active' : 'archived',
    wid: project.workspaceId,
    cid: project.clientId,
    permissions: null,
  };
}

/** `GET /workspaces/{id}/clients`. */
export function workspaceClients(view: TogglView, workspace: SeenWorkspace): Answer {
  const status = view.call.query.get('status') ?? 'active';
  if (!['active', 'archived', 'both'].includes(status)) return { status: 400, text: 'Client status is invalid' };
  const name = view.call.query.get('name')?.toLowerCase();
  return list(
    view,
    clientsOf(view, workspace)
      .filter((client) => status === 'both' || client.archived === (status === 'archived'))
      .filter((client) => name === undefined || client.name.toLowerCase().includes(name))
      .map((client) => ({
        id: client.id,
        wid: client.workspaceId,
        name: client.name,
        archived: client.archived,
        at: created,
        creator_id: view.owner.id,
      })),
  );
}

function clientsOf(view: TogglView, workspace: SeenWorkspace): TogglClient[] {
  return [...view.world.clients.values()].filter((client) => client.workspaceId === workspace.id);
}

/** `POST filters/projects` and `POST search/projects`: pages by "id >= start". */
export function filterProjects(view: TogglView, workspace: SeenWorkspace, kind: 'search' | 'filter'): Answer {
  const given = isRecord(view.call.body) ? view.call.body : {};
  if (kind === 'search' && Object.keys(given).length === 0) {
    return { status: 400, text: 'At least one parameter must be set' };
  }
  const { ids, client_ids: clientIds, is_active: active, is_billable: billable, is_private: isPrivate, name } = given;
  const start = typeof given['start'] === 'number' ? given['start'] : 0;
  const pageSize = typeof given['page_size'] === 'number' ? given['page_size'] : 201;
  const found = projectsSeen(view, workspace)
    .filter((project) => project.id >= start)
    .filter((project) => !Array.isArray(ids) || ids.includes(project.id))
    .filter((project) => !Array.isArray(clientIds) || clientIds.includes(project.clientId))
    .filter((project) => typeof active !== 'boolean' || project.active === active)
    .filter((project) => typeof billable !== 'boolean' || project.billable === billable)
    .filter((project) => typeof isPrivate !== 'boolean' || project.isPrivate === isPrivate)
    .filter((project) => typeof name !== 'string' || project.name.toLowerCase().includes(name.toLowerCase()))
    .sort((a, b) => a.id - b.id)
    .slice(0, pageSize);
  return json(
    found.map((project) => ({
      id: project.id,
      name: project.name,
      active: project.active,
      billable: workspace.plan !== 'free' && project.billable,
      client_id: project.clientId,
      color: projectColor(project.id),
      currency: workspace.currency,
    })),
  );
}

/** `POST filters/clients` and `POST search/clients`. */
export function filterClients(view: TogglView, workspace: SeenWorkspace): Answer {
  const given = isRecord(view.call.body) ? view.call.body : {};
  const { ids, name } = given;
  const start = typeof given['start'] === 'number' ? given['start'] : 0;
  if (Array.isArray(ids) && ids.length > 2000) return { status: 400, text: 'Maximum count of posted IDs is 2000' };
  return json(
    clientsOf(view, workspace)
      .filter((client) => client.id >= start)
      .filter((client) => !Array.isArray(ids) || ids.includes(client.id))
      .filter((client) => typeof name !== 'string' || client.name.toLowerCase().includes(name.toLowerCase()))
      .map((client) => ({ id: client.id, name: client.name })),
  );
}

// ---------------------------------------------------------------------------------------------------- own entries

/** `GET /me/time_entries`: the owner's own, in UTC; a date as `end_date` is not included, unlike in reports. */
export function ownEntries(view: TogglView): Answer {
  const start = view.call.query.get('start_date');
  const end = view.call.query.get('end_date');
  const from = start === null ? view.now - 92 * 86_400_000 : Date.parse(start);
  const to = end === null ? Number.POSITIVE_INFINITY : Date.parse(end);
  const found = [...view.world.entries.values()]
    .filter((entry) => entry.userId === view.owner.id && entry.startMs >= from && entry.startMs < to)
    .sort((a, b) => b.startMs - a.startMs)
    .slice(0, 1000);
  return list(
    view,
    found.map((entry) => ({
      id: entry.id,
      workspace_id: entry.workspaceId,
      project_id: entry.projectId,
      task_id: null,
      billable: entry.billable,
      start: withOffset(entry.startMs, 'Etc/UTC'),
      stop: entry.running ? null : withOffset(entry.startMs + entry.seconds * 1000, 'Etc/UTC'),
      duration: entry.running ? -Math.floor(entry.startMs / 1000) : entry.seconds,
      description: entry.description,
      tags: [],
      tag_ids: [],
      duronly: true,
      at: withOffset(entry.updatedMs, 'Etc/UTC'),
      server_deleted_at: null,
      user_id: entry.userId,
      uid: entry.userId,
      wid: entry.workspaceId,
      ...(entry.projectId === null ? {} : { pid: entry.projectId }),
      permissions: null,
    })),
  );
}

/** A v9 list, which may be null when it has no elements. */
export function list(view: TogglView, items: readonly unknown[], headers?: Readonly<Record<string, string>>): Answer {
  return json(items.length === 0 && view.call.switches.emptyLists === 'null' ? null : items, headers);
}
