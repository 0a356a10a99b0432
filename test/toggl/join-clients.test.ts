import { describe, expect, it } from 'vitest';
import type { TogglWorkspace } from '../../src/core/model.ts';
import { joinClients } from '../../src/toggl/join-clients.ts';
import type { TogglClient } from '../../src/toggl/toggl-client.ts';
import { day, theWeek, togglWorkspace } from '../builders/ids.ts';
import { aWorkspace } from '../builders/toggl.ts';

/** A client that reaches some workspaces and notes what it is asked, by function and workspace. */
function aClient(reaches: readonly number[], attempts = 0) {
  const asked: string[] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) => {
      asked.push([name, ...args.filter((arg) => typeof arg === 'number')].join(' '));
      return Promise.resolve([] as never);
    };
  const client = {
    attempts,
    getMe: note('getMe'),
    listQuotas: async () => [{ organizationId: reaches[0] ?? null, remaining: 1, total: 2, resetsInMs: 3 }],
    listWorkspaces: async (): Promise<TogglWorkspace[]> => reaches.map((id) => aWorkspace({ id }).workspace),
    listUsers: note('listUsers'),
    searchFormerUsers: note('searchFormerUsers'),
    listProjects: note('listProjects'),
    searchWeekly: note('searchWeekly'),
    searchDetailed: note('searchDetailed'),
    listPairTotals: note('listPairTotals'),
    getTotalSeconds: note('getTotalSeconds'),
    pause: note('pause'),
  } as unknown as TogglClient;
  return { client, asked };
}

const today = day('2024-01-08');
const main = () => aClient([1, 2], 4);
const lab = (reaches = [2, 3]) => aClient(reaches, 3);

function join(mainClient: TogglClient, labClient: TogglClient, ids = [2]): TogglClient {
  const workspaceIds = ids.map(togglWorkspace);
  return joinClients(mainClient, [{ client: labClient, place: 'toggl.otherTokens[0]', workspaceIds }]);
}

describe('joinClients', () => {
  it('is the main client where there is no other', () => {
    const { client } = main();
    expect(joinClients(client, [])).toBe(client);
  });

  it('lists each workspace once: those of the main token that no other claims, and those claimed', async () => {
    const joint = join(main().client, lab().client);
    expect((await joint.listWorkspaces(today)).map(({ id }) => id)).toEqual([1, 2]);
  });

  it('refuses a workspace that its token does not reach, and names the place of the token', async () => {
    await expect(join(main().client, lab().client, [2, 4]).listWorkspaces(today)).rejects.toMatchObject({
      code: 'toggl-workspace-unknown',
      exitCode: 4,
      message: 'The Toggl token of toggl.otherTokens[0] does not reach workspace 4.',
    });
  });

  it('asks for each workspace with the token that reads it', async () => {
    const [first, second] = [main(), lab()];
    const joint = join(first.client, second.client);
    for (const id of [1, 2].map(togglWorkspace)) {
      await joint.listUsers(id);
      await joint.listProjects(id);
      await joint.searchFormerUsers(id, []);
      await joint.searchWeekly(id, theWeek);
      await joint.searchDetailed(id, { ...theWeek, pageSize: 50 });
      await joint.listPairTotals(id, theWeek);
      await joint.getTotalSeconds(id, theWeek, {} as never);
    }
    const names = ['listUsers', 'listProjects', 'searchFormerUsers', 'searchWeekly', 'searchDetailed'];
    const all = [...names, 'listPairTotals', 'getTotalSeconds'];
    expect(first.asked).toEqual(all.map((name) => `${name} 1`));
    expect(second.asked).toEqual(all.map((name) => `${name} 2`));
  });

  it('has the profile of the main token, the quotas of all, and the sum of attempts', async () => {
    const [first, second] = [main(), lab()];
    const joint = join(first.client, second.client);
    await joint.getMe();
    await joint.pause(1);
    expect([first.asked, second.asked]).toEqual([['getMe', 'pause 1'], []]);
    expect((await joint.listQuotas()).map(({ organizationId }) => organizationId)).toEqual([1, 2]);
    expect(joint.attempts).toBe(7);
  });
});
