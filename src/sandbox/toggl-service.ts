/** Toggl Track: who may call, how often, and which handler answers. */
import { type Answer, type Call, isRecord, json, type Service } from './call.ts';
import {
  createTogglPace,
  createTogglQuota,
  type QuotaState,
  type TogglPace,
  type TogglQuota,
  togglHourlyQuota,
  togglUserQuota,
} from './limits.ts';
import { createRouter } from './router.ts';
import {
  filterClients,
  filterProjects,
  list,
  me,
  ownEntries,
  searchUsers,
  workspaceBody,
  workspaceClients,
  workspaceMembers,
  workspaceProjects,
  workspaceUsers,
} from './toggl-directory.ts';
import { detailed, projectsSummary, summary, totals, weekly } from './toggl-reports.ts';
import { type SeenWorkspace, type TogglView, visibleWorkspace } from './toggl-view.ts';
import type { TogglWorld } from './toggl-world.ts';

export interface TogglServiceOptions {
  readonly world: TogglWorld;
  /** The token of the world's token owner; those of others stand in the world. */
  readonly apiToken: string;
  readonly now: () => number;
  /** Whether the hourly quota is counted. */
  readonly withLimits: boolean;
}

/** What is counted for each token by itself. */
interface Caller {
  readonly quota: TogglQuota;
  readonly pace: TogglPace;
}

export function createTogglService(options: TogglServiceOptions): Service {
  const { world, apiToken, now } = options;
  const router = createRouter(false);

  const ownerIdOf = (token: string): number | undefined =>
    token === apiToken ? world.tokenOwnerId : world.otherTokens.get(token);
  const callers = new Map<string, Caller>();
  const callerOf = (call: Call): Caller => {
    const token = tokenOf(call);
    const caller = callers.get(token) ?? { quota: createTogglQuota(), pace: createTogglPace() };
    callers.set(token, caller);
    return caller;
  };

  const viewOf = (call: Call): TogglView => {
    const ownerId = ownerIdOf(tokenOf(call)) ?? 0;
    const owner = world.users.get(ownerId);
    if (owner === undefined) throw new RangeError(`There is no Toggl user ${ownerId}.`);
    return { world, owner, call, now: now() };
  };

  const inWorkspace =
    (refusal: string, answer: (view: TogglView, workspace: SeenWorkspace, id: number) => Answer) =>
    (call: Call): Answer => {
      const view = viewOf(call);
      const workspace = visibleWorkspace(view, call.params[0] ?? 0);
      return workspace === undefined ? { status: 403, text: refusal } : answer(view, workspace, call.params[1] ?? 0);
    };
  const track = (path: string, answer: (view: TogglView, workspace: SeenWorkspace) => Answer): void =>
    router.on('GET', `/api/v9${path}`, inWorkspace('User does not have access to this resource.', answer));
  const report = (
    path: string,
    answer: (view: TogglView, workspace: SeenWorkspace, projectId: number) => Answer,
  ): void =>
    router.on('POST', `/reports/api/v3/workspace/{id}/${path}`, inWorkspace('Workspace not found/accessible', answer));

  const workspaces = (call: Call): Answer => {
    const view = viewOf(call);
    const seen = [...world.workspaces.keys()]
      .map((id) => visibleWorkspace(view, id))
      .filter((workspace) => workspace !== undefined);
    return list(view, seen.map(workspaceBody));
  };

  router.on('GET', '/api/v9/me', (call) => me(viewOf(call), tokenOf(call)));
  router.on('GET', '/api/v9/me/quota', (call) => json(quotas(call)));
  router.on('GET', '/api/v9/me/workspaces', workspaces);
  router.on('GET', '/api/v9/me/time_entries', (call) => ownEntries(viewOf(call)));
  router.on('GET', '/api/v9/workspaces', workspaces);
  track('/workspaces/{id}', (_, workspace) => json(workspaceBody(workspace)));
  track('/workspaces/{id}/users', workspaceUsers);
  track('/workspaces/{id}/workspace_users', workspaceMembers);
  track('/workspaces/{id}/projects', workspaceProjects);
  track('/workspaces/{id}/clients', workspaceClients);

  report('weekly/time_entries', weekly);
  report('search/time_entries', detailed);
  report('search/time_entries/totals', (view, workspace) => totals(view, workspace));
  report('summary/time_entries', summary);
  report('projects/summary', projectsSummary);
  report('projects/{project}/summary', totals);
  report('search/users', (view, workspace) => searchUsers(view, workspace, 'search'));
  report('filters/users', (view, workspace) => searchUsers(view, workspace, 'filter'));
  report('search/projects', (view, workspace) => filterProjects(view, workspace, 'search'));
  report('filters/projects', (view, workspace) => filterProjects(view, workspace, 'filter'));
  report('search/clients', filterClients);
  report('filters/clients', filterClients);

  /** The bucket of a path: its organization's, or null for the user's own. */
  function bucketOf(call: Call): { readonly bucket: number | null; readonly total: number } {
    const id = /^\/(?:api\/v9\/workspaces|reports\/api\/v3\/workspace)\/(\d+)/.exec(call.path)?.[1];
    const workspace = id === undefined ? undefined : visibleWorkspace(viewOf(call), Number(id));
    if (workspace === undefined) return { bucket: null, total: togglUserQuota };
    return { bucket: workspace.organizationId, total: togglHourlyQuota[workspace.plan] };
  }

  function quotas(call: Call): readonly Readonly<Record<string, unknown>>[] {
    const view = viewOf(call);
    const totalOf = new Map<number | null, number>([[null, togglUserQuota]]);
    for (const id of world.workspaces.keys()) {
      const workspace = visibleWorkspace(view, id);
      if (workspace !== undefined) totalOf.set(workspace.organizationId, togglHourlyQuota[workspace.plan]);
    }
    return [...totalOf].map(([bucket, total]) => {
      const state = callerOf(call).quota.look(bucket, total, now());
      return {
        organization_id: bucket,
        remaining: state.remaining,
        resets_in_secs: state.resetsInSeconds,
        total: state.total,
      };
    });
  }

  function handle(call: Call): Answer {
    if (ownerIdOf(tokenOf(call)) === undefined) {
      return { status: Number(call.switches.wrongTokenStatus), text: 'Incorrect username and/or password' };
    }
    const found = router.find(call);
    if (found === undefined) return { status: 404, text: '404 page not found' };
    if (call.switches.togglPace === 'one-per-second') {
      const { waitMs } = callerOf(call).pace.take(now());
      if (waitMs > 0) return tooFast(call, waitMs, now());
    }
    const answer = (): Answer => {
      if (call.bodyText !== '' && !isRecord(call.body)) return { status: 400, text: 'Invalid request body' };
      return found.handler({ ...call, params: found.params });
    };
    if (!options.withLimits) return answer();
    const { bucket, total } = bucketOf(call);
    const state = callerOf(call).quota.take(bucket, total, now());
    const headers = quotaHeaders(call, state);
    if (state.remaining < 0) return spent(state, headers);
    const honest = answer();
    return { ...honest, headers: { ...headers, ...honest.headers } };
  }

  return {
    handle,
    reset: () => callers.clear(),
  };
}

/** The token of Basic credentials; `''` for anything else. */
function tokenOf(call: Call): string {
  const encoded = /^Basic (\S+)$/.exec(call.headers['authorization'] ?? '')?.[1] ?? '';
  return /^(.*):api_token$/.exec(Buffer.from(encoded, 'base64').toString())?.[1] ?? '';
}

function quotaHeaders(call: Call, state: QuotaState): Record<string, string> {
  if (call.switches.quotaHeaders === 'absent') return {};
  return {
    'X-Toggl-Quota-Remaining': String(Math.max(0, state.remaining)),
    'X-Toggl-Quota-Resets-In': String(state.resetsInSeconds),
  };
}

function spent(state: QuotaState, headers: Readonly<Record<string, string>>): Answer {
  const words = `You have hit your hourly limit for API calls. The quota will reset in ${state.resetsInSeconds} seconds.`;
  const upgrade = state.total === togglHourlyQuota.free ? ' Please upgrade to a paid plan to increase your limit.' : '';
  return { status: 402, text: `${words}${upgrade}`, headers };
}

function tooFast(call: Call, waitMs: number, now: number): Answer {
  const text = 'Too many requests, please slow down';
  switch (call.switches.togglRetryAfter) {
    case 'absent':
      return { status: 429, text };
    case 'seconds':
      return { status: 429, text, headers: { 'Retry-After': String(Math.ceil(waitMs / 1000)) } };
    case 'date':
      // An HTTP date has no milliseconds, so that it has to lie a second later to be late enough.
      return { status: 429, text, headers: { 'Retry-After': new Date(now + waitMs + 1000).toUTCString() } };
  }
}
