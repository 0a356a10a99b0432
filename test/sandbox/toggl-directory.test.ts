import { afterEach, describe, expect, test } from 'vitest';
import { togglUserIds } from '../../src/sandbox/sample-directory.ts';
import {
  basic,
  call,
  firstWorkspace,
  report,
  sampleSandbox,
  smallSandbox,
  stopSandboxes,
  toggl,
  togglProject,
  togglUser,
} from './callers.ts';

afterEach(stopSandboxes);

const workspace = `/api/v9/workspaces/${firstWorkspace}`;

describe('access', () => {
  test.each([
    ['a wrong token', basic('0'.repeat(32))],
    ['a Focus key', { authorization: 'Bearer toggl_sk_1' }],
    ['none', {}],
  ])('%s is answered with 403 and a text', async (_, headers) => {
    const sandbox = await smallSandbox();
    const reply = await call(sandbox.togglUrl, { path: '/api/v9/me', headers });
    expect([reply.status, reply.body, reply.text.length > 0]).toEqual([403, undefined, true]);
  });

  test("another's workspace", async () => {
    const sandbox = await smallSandbox();
    const reply = await toggl(sandbox, 'GET', '/api/v9/workspaces/1/projects');
    expect([reply.status, reply.text]).toEqual([403, 'User does not have access to this resource.']);
  });

  test('a path that there is not', async () => {
    const sandbox = await smallSandbox();
    expect((await toggl(sandbox, 'GET', '/api/v9/nothing')).status).toBe(404);
  });

  test('the profile has the token in it, as the real one', async () => {
    const sandbox = await smallSandbox();
    const reply = await toggl(sandbox, 'GET', '/api/v9/me');
    expect(reply.body.api_token).toBe(sandbox.environment['TOGGL_API_TOKEN']);
    expect(reply.body.timezone).toBe('Europe/Berlin');
  });
});

describe('projects', () => {
  test('151 a page, more pages until one is short', async () => {
    const sandbox = await smallSandbox({}, { projects: 160 });
    const first = await toggl(sandbox, 'GET', `${workspace}/projects`);
    const second = await toggl(sandbox, 'GET', `${workspace}/projects?page=2`);
    expect([first.body.length, first.headers.get('x-page-size'), second.body.length]).toEqual([151, '151', 9]);
    const ids = new Set([...first.body, ...second.body].map(({ id }) => id));
    expect(ids.size).toBe(160);
  });

  test('200 a page at most', async () => {
    const sandbox = await smallSandbox();
    expect((await toggl(sandbox, 'GET', `${workspace}/projects?per_page=200`)).status).toBe(200);
    expect((await toggl(sandbox, 'GET', `${workspace}/projects?per_page=201`)).status).toBe(400);
  });

  test('archived ones only when asked for', async () => {
    const sandbox = await sampleSandbox();
    const count = async (query: string): Promise<number> =>
      (await toggl(sandbox, 'GET', `${workspace}/projects${query}`)).body.length;
    expect([await count(''), await count('?active=both'), await count('?active=false')]).toEqual([14, 15, 1]);
  });

  test('filters/projects pages by the first id', async () => {
    const sandbox = await smallSandbox({}, { projects: 5 });
    const reply = await report(sandbox, 'filters/projects', { start: togglProject + 3, page_size: 1 });
    expect(reply.body.map(({ id }: { id: number }) => id)).toEqual([togglProject + 3]);
  });
});

describe('users', () => {
  test('who left is in search/users only', async () => {
    const sandbox = await sampleSandbox();
    const ids = (list: readonly { readonly id: number }[]): number[] => list.map(({ id }) => id);
    const users = await toggl(sandbox, 'GET', `${workspace}/users`);
    const searched = await report(sandbox, 'search/users', { ids: [togglUserIds.janis] });
    expect(ids(users.body)).not.toContain(togglUserIds.janis);
    expect(searched.body).toMatchObject([{ id: togglUserIds.janis, active: false, fullname: 'Janis Joplin' }]);
  });

  test('search/users wants a parameter, and at most a hundred ids', async () => {
    const sandbox = await smallSandbox();
    expect((await report(sandbox, 'search/users', {})).status).toBe(400);
    const tooMany = await report(sandbox, 'search/users', { ids: Array.from({ length: 101 }, (_, index) => index) });
    expect([tooMany.status, tooMany.text]).toEqual([400, 'Maximum count of posted IDs is 100']);
  });

  test('active: false finds nobody who is there', async () => {
    const sandbox = await smallSandbox();
    expect((await report(sandbox, 'search/users', { active: false })).body).toEqual([]);
    expect((await report(sandbox, 'search/users', { active: true })).body).toHaveLength(2);
  });

  test("workspace_users: their id is not the user's, and they have zones", async () => {
    const sandbox = await smallSandbox();
    const reply = await toggl(sandbox, 'GET', `${workspace}/workspace_users`);
    expect(reply.body[0]).toMatchObject({ uid: togglUser, timezone: 'Europe/Berlin' });
    expect(reply.body[0].id).not.toBe(togglUser);
  });
});

test('archived clients only when asked for', async () => {
  const sandbox = await sampleSandbox();
  const count = async (query: string): Promise<number> =>
    (await toggl(sandbox, 'GET', `${workspace}/clients${query}`)).body.length;
  expect([await count(''), await count('?status=both'), await count('?status=archived')]).toEqual([5, 6, 1]);
  expect((await toggl(sandbox, 'GET', `${workspace}/clients?status=old`)).status).toBe(400);
});
