/** Several tokens as one client: each workspace is asked with the one token that reads it, at that token's own pace. */
import { AccessError } from '../core/errors.ts';
import type { IsoDate, TogglWorkspace, TogglWorkspaceId } from '../core/model.ts';
import type { TogglClient } from './toggl-client.ts';

/** The client of a further token. */
export interface OtherClient {
  readonly client: TogglClient;
  /** Where the token is configured, for messages: `toggl.otherTokens[0]`. */
  readonly place: string;
  /** No other token reads these. */
  readonly workspaceIds: readonly TogglWorkspaceId[];
}

/**
 * One client for all tokens. The profile is that of the main one, which also reads every workspace that no other token
 * claims; its list of workspaces leaves out those that others read.
 * @throws AccessError from `listWorkspaces` when a token does not reach one of its workspaces: what could not be read
 * must never look empty (R1)
 */
export function joinClients(main: TogglClient, others: readonly OtherClient[]): TogglClient {
  if (others.length === 0) return main;
  const all = [main, ...others.map(({ client }) => client)];
  const claims = new Map(others.flatMap(({ client, workspaceIds }) => workspaceIds.map((id) => [id, client] as const)));
  const clientOf = (workspaceId: TogglWorkspaceId): TogglClient => claims.get(workspaceId) ?? main;
  return {
    get attempts() {
      return all.reduce((sum, { attempts }) => sum + attempts, 0);
    },
    seenQuota: (workspaceId) => clientOf(workspaceId).seenQuota(workspaceId),
    getMe: () => main.getMe(),
    listQuotas: async () => (await Promise.all(all.map((client) => client.listQuotas()))).flat(),
    async listWorkspaces(today) {
      const [ofMain, ...ofOthers] = await Promise.all([
        main.listWorkspaces(today),
        ...others.map((other) => listClaimed(other, today)),
      ]);
      return [...ofMain.filter(({ id }) => !claims.has(id)), ...ofOthers.flat()];
    },
    listUsers: (workspaceId) => clientOf(workspaceId).listUsers(workspaceId),
    searchFormerUsers: (workspaceId, ids) => clientOf(workspaceId).searchFormerUsers(workspaceId, ids),
    listProjects: (workspaceId) => clientOf(workspaceId).listProjects(workspaceId),
    searchWeekly: (workspaceId, ...rest) => clientOf(workspaceId).searchWeekly(workspaceId, ...rest),
    searchDetailed: (workspaceId, request) => clientOf(workspaceId).searchDetailed(workspaceId, request),
    listPairTotals: (workspaceId, window) => clientOf(workspaceId).listPairTotals(workspaceId, window),
    getTotalSeconds: (workspaceId, ...rest) => clientOf(workspaceId).getTotalSeconds(workspaceId, ...rest),
    pause: (ms, reason) => main.pause(ms, reason),
  };
}

/** The workspaces of a further token. Throws an AccessError when it does not reach one of them. */
export async function listClaimed(
  { client, place, workspaceIds }: OtherClient,
  today: IsoDate | Promise<IsoDate>,
): Promise<readonly TogglWorkspace[]> {
  const reached = await client.listWorkspaces(today);
  const unknown = workspaceIds.filter((id) => !reached.some((workspace) => workspace.id === id));
  if (unknown.length > 0) {
    const listed = reached.map(({ id, name }) => `${id} (${name})`).join(', ');
    throw new AccessError(
      'toggl-workspace-unknown',
      `The Toggl token of ${place} does not reach workspace ${unknown.join(', ')}.`,
      {
        hint: `It reaches ${listed === '' ? 'none' : listed}. Check ${place}.workspaceIds and whose token it is. Nothing was written.`,
      },
    );
  }
  return reached.filter(({ id }) => workspaceIds.includes(id));
}
