/** Toggl Track's API, one function per endpoint: a request, a checked answer, our own words where we have them. */

import { ServiceError } from '../core/errors.ts';
import type {
  IsoDate,
  TogglProject,
  TogglProjectId,
  TogglUser,
  TogglUserId,
  TogglWorkspace,
  TogglWorkspaceId,
  Window,
} from '../core/model.ts';
import { createService } from '../http/create-service.ts';
import { collectPages, paginate } from '../http/paginate.ts';
import type { HttpEnvironment } from '../http/service.ts';
import {
  type DetailedRowResponse,
  detailedSchema,
  foundUserListSchema,
  meSchema,
  projectListSchema,
  projectTotalsSchema,
  quotaListSchema,
  totalsSchema,
  userListSchema,
  type WeeklyRowResponse,
  weeklySchema,
  workspaceListSchema,
} from './schemas.ts';
import { readQuotaHeaders, type TogglConnection, togglProfile } from './toggl-profile.ts';
import {
  type TogglMe,
  type TogglQuota,
  toFoundUser,
  toMe,
  toProject,
  toProjectId,
  toQuota,
  toUser,
  toUserId,
  toWorkspace,
} from './translate.ts';

/** An answer of the weekly report. */
export interface WeeklyAnswer {
  readonly rows: readonly WeeklyRowResponse[];
  /** `X-Range-End`: the last day that Toggl really looked at; null when it does not say. */
  readonly rangeEnd: string | null;
}

/** One page of the detailed report. */
export interface DetailedPage {
  readonly rows: readonly DetailedRowResponse[];
  /** `X-Next-Row-Number`; null on the last page. */
  readonly nextRowNumber: number | null;
}

export interface DetailedRequest extends Window {
  readonly pageSize: number;
  /** Where the page begins; undefined for the first. */
  readonly firstRowNumber?: number | undefined;
  readonly userIds?: readonly TogglUserId[] | undefined;
  /** Null asks for time without a project. */
  readonly projectIds?: readonly (TogglProjectId | null)[] | undefined;
}

/** Toggl's own sum for a user and project (or none). */
export interface PairTotal {
  readonly userId: TogglUserId;
  readonly projectId: TogglProjectId | null;
  readonly trackedSeconds: number;
}

/** By the headers of an answer. */
export interface SeenQuota {
  readonly remaining: number;
  /** Epoch milliseconds. */
  readonly resetsAtMs: number;
}

/** Every function throws `AccessError`, `TemporaryError`, `ServiceError` or `InterruptedError`. */
export interface TogglClient {
  /** Attempts made so far, retries included. */
  readonly attempts: number;
  /** What was left of the hourly quota when a workspace answered last; undefined where no answer has said so. */
  seenQuota(workspaceId: TogglWorkspaceId): SeenQuota | undefined;
  /** `GET /me`. */
  getMe(): Promise<TogglMe>;
  /** `GET /me/quota`; has a small quota of its own. */
  listQuotas(): Promise<readonly TogglQuota[]>;
  /** `GET /me/workspaces`; `today` turns the retention into a date, and may be on its way. */
  listWorkspaces(today: IsoDate | Promise<IsoDate>): Promise<readonly TogglWorkspace[]>;
  /** `GET /workspaces/{id}/users`: those who are in it now. */
  listUsers(workspaceId: TogglWorkspaceId): Promise<readonly TogglUser[]>;
  /** `POST search/users`: people who left; any number of ids, those that nobody knows are missing in the answer. */
  searchFormerUsers(workspaceId: TogglWorkspaceId, ids: readonly TogglUserId[]): Promise<readonly TogglUser[]>;
  /** `GET /workspaces/{id}/projects`, archived ones included, all pages. */
  listProjects(workspaceId: TogglWorkspaceId): Promise<readonly TogglProject[]>;
  /** `POST weekly/time_entries`, unrounded; at most 365 days. `billable` asks for billable time only. */
  searchWeekly(workspaceId: TogglWorkspaceId, window: Window, filter?: { billable: true }): Promise<WeeklyAnswer>;
  /** `POST search/time_entries`, unrounded; at most 365 days. */
  searchDetailed(workspaceId: TogglWorkspaceId, request: DetailedRequest): Promise<DetailedPage>;
  /** `POST projects/summary`; at most 365 days. Perhaps rounded, if the workspace is (toggl.md section 9). */
  listPairTotals(workspaceId: TogglWorkspaceId, window: Window): Promise<readonly PairTotal[]>;
  /** `POST search/time_entries/totals`, unrounded; at most 365 days. Seconds; null asks for time without a project. */
  getTotalSeconds(
    workspaceId: TogglWorkspaceId,
    window: Window,
    filter: { readonly userId?: TogglUserId; readonly projectId?: TogglProjectId | null },
  ): Promise<number>;
  /** Waits, until interrupted: for reports that lag behind an edit, or for the quota, which is counted down. */
  pause(ms: number, reason?: 'quota'): Promise<void>;
}

export interface TogglClientOptions extends TogglConnection {
  readonly environment: HttpEnvironment;
}

/** "Maximum count of posted IDs is 100" (toggl.md section 2.10). */
const maxUserIds = 100;
/** "Cannot exceed 200." (toggl.md section 3). */
const projectsPerPage = 200;
/** Left out, the workspace's or the user's preference would round (toggl.md section 2.3). */
const unrounded = { rounding: 0, rounding_minutes: 0 };

/** The client of one token. */
export function createTogglClient(options: TogglClientOptions): TogglClient {
  const { environment } = options;
  const seenQuotas = new Map<number, SeenQuota>();
  const onAnswer = (path: string, headers: Headers): void => {
    // Requests of `/me` have a bucket of their own (toggl.md section 4).
    const workspaceId = /\/workspaces?\/(\d+)/.exec(path)?.[1];
    const quota = readQuotaHeaders(headers);
    if (workspaceId === undefined || quota === undefined) return;
    const resetsAtMs = environment.now() + quota.resetsInMs;
    seenQuotas.set(Number(workspaceId), { remaining: quota.remaining, resetsAtMs });
  };
  const service = createService({ ...togglProfile(options), onAnswer }, environment);

  const report = (workspaceId: TogglWorkspaceId, name: string, body: Readonly<Record<string, unknown>>) => ({
    method: 'POST' as const,
    path: `/reports/api/v3/workspace/${workspaceId}/${name}`,
    endpoint: reportEndpoint(name),
    body,
  });

  return {
    get attempts() {
      return service.attempts;
    },

    seenQuota: (workspaceId) => seenQuotas.get(workspaceId),

    async getMe() {
      const { body } = await service.send({ method: 'GET', path: '/api/v9/me', schema: meSchema });
      return toMe(body);
    },

    async listQuotas() {
      const { body } = await service.send({ method: 'GET', path: '/api/v9/me/quota', schema: quotaListSchema });
      return body.map(toQuota);
    },

    async listWorkspaces(today) {
      const { body } = await service.send({
        method: 'GET',
        path: '/api/v9/me/workspaces',
        schema: workspaceListSchema,
      });
      const day = await today;
      return body.map((workspace) => toWorkspace(workspace, day));
    },

    async listUsers(workspaceId) {
      const { body } = await service.send({
        method: 'GET',
        path: `/api/v9/workspaces/${workspaceId}/users`,
        endpoint: '/api/v9/workspaces/{workspace_id}/users',
        schema: userListSchema,
      });
      return body.map(toUser);
    },

    async searchFormerUsers(workspaceId, ids) {
      const found: TogglUser[] = [];
      for (let from = 0; from < ids.length; from += maxUserIds) {
        const { body } = await service.send({
          ...report(workspaceId, 'search/users', { ids: ids.slice(from, from + maxUserIds), active: false }),
          schema: foundUserListSchema,
        });
        found.push(...body.map(toFoundUser));
      }
      return found;
    },

    async listProjects(workspaceId) {
      const endpoint = '/api/v9/workspaces/{workspace_id}/projects';
      const seen = new Set<TogglProjectId>();
      const pages = paginate<TogglProject, number>({ service: 'Toggl Track', endpoint }, async (cursor) => {
        const page = cursor ?? 1;
        const { body, headers } = await service.send({
          method: 'GET',
          path: `/api/v9/workspaces/${workspaceId}/projects`,
          endpoint,
          query: { active: 'both', page, per_page: projectsPerPage },
          schema: projectListSchema,
        });
        const fresh = body.map((each) => toProject(each, workspaceId)).filter((each) => !seen.has(each.id));
        for (const each of fresh) seen.add(each.id);
        // No header announces a next page: only one with fewer rows than it can hold is the last.
        const pageSize = Math.min(projectsPerPage, readPositive(headers, 'x-page-size') ?? projectsPerPage);
        if (body.length < pageSize) return { items: fresh, nextCursor: null };
        if (fresh.length === 0) {
          throw new ServiceError('repeated-page', `Toggl Track sends the same page of ${endpoint} again.`, {
            hint: 'Nothing was written. Run again; if it stays like this, report it to Toggl.',
          });
        }
        return { items: fresh, nextCursor: page + 1 };
      });
      return collectPages(pages);
    },

    async searchWeekly(workspaceId, window, filter = undefined) {
      const { body, headers } = await service.send({
        ...report(workspaceId, 'weekly/time_entries', { ...toRange(window), ...unrounded, ...filter }),
        schema: weeklySchema,
      });
      return { rows: body, rangeEnd: headers.get('x-range-end') };
    },

    async searchDetailed(workspaceId, request) {
      const { pageSize, firstRowNumber, userIds, projectIds } = request;
      const { body, headers } = await service.send({
        ...report(workspaceId, 'search/time_entries', {
          ...toRange(request),
          ...unrounded,
          order_by: 'date',
          order_dir: 'ASC',
          page_size: pageSize,
          ...(userIds === undefined ? {} : { user_ids: userIds }),
          ...(projectIds === undefined ? {} : { project_ids: projectIds }),
          // Alone: with first_id beside it the answer is empty, without an error (toggl.md section 2.5).
          ...(firstRowNumber === undefined ? {} : { first_row_number: firstRowNumber }),
        }),
        schema: detailedSchema,
      });
      return { rows: body, nextRowNumber: readPositive(headers, 'x-next-row-number') ?? null };
    },

    async listPairTotals(workspaceId, window) {
      const { body } = await service.send({
        ...report(workspaceId, 'projects/summary', toRange(window)),
        schema: projectTotalsSchema,
      });
      return body.map((each) => ({
        userId: toUserId(each.user_id),
        projectId: toProjectId(each.project_id),
        trackedSeconds: each.tracked_seconds ?? 0,
      }));
    },

    async getTotalSeconds(workspaceId, window, { userId, projectId }) {
      const { body } = await service.send({
        ...report(workspaceId, 'search/time_entries/totals', {
          ...toRange(window),
          ...unrounded,
          ...(userId === undefined ? {} : { user_ids: [userId] }),
          ...(projectId === undefined ? {} : { project_ids: [projectId] }),
        }),
        schema: totalsSchema,
      });
      return body.seconds ?? 0;
    },

    pause: (ms, reason) => {
      if (reason !== undefined) {
        environment.onEvent?.({ kind: 'wait', service: 'Toggl Track', reason, waitMs: ms });
      }
      return environment.sleep(ms, environment.signal);
    },
  };
}

/** A report's path with its placeholder, for messages. */
export function reportEndpoint(name: string): string {
  return `/reports/api/v3/workspace/{workspace_id}/${name}`;
}

function toRange(window: Window) {
  return { start_date: window.since, end_date: window.until };
}

function readPositive(headers: Headers, name: string): number | undefined {
  const value = Number(headers.get(name) ?? Number.NaN);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
