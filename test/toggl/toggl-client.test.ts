import { describe, expect, it } from 'vitest';
import {
  aClient,
  answer,
  answerReport,
  aWindow,
  callsTo,
  day,
  expectDeclared,
  json,
  project,
  recordedAnswer,
  refuse,
  rejection,
  token,
  user,
  useToggl,
  workspaceId,
} from './fake-toggl.ts';

useToggl();
const week = aWindow('2024-01-01', '2024-01-07');

describe('recorded answers', () => {
  it('/me', async () => {
    answer('get', '/api/v9/me', () => recordedAnswer('v9-me'));
    expect(await aClient().client.getMe()).toEqual({
      id: 6910539,
      name: 'Sample Person',
      email: 'sample.person@example.com',
      timezone: 'America/Los_Angeles',
      defaultWorkspaceId: 5411215,
    });
  });

  it('/me/workspaces', async () => {
    answer('get', '/api/v9/me/workspaces', () => recordedAnswer('v9-me-workspaces'));
    expect(await aClient().client.listWorkspaces(day('2024-04-15'))).toEqual([
      {
        id: 5411215,
        organizationId: 5400001,
        name: 'Sample workspace',
        isAdmin: true,
        billable: 'none',
        readableSince: null,
      },
    ]);
  });

  it('/workspaces/{id}/users', async () => {
    answer('get', `/api/v9/workspaces/${workspaceId}/users`, () => recordedAnswer('v9-workspace-users'));
    expect(await aClient().client.listUsers(workspaceId)).toEqual([
      { id: 6910539, name: 'Sample Person', email: 'sample.person@example.com', isActive: true },
    ]);
  });

  it('/workspaces/{id}/projects', async () => {
    answer('get', `/api/v9/workspaces/${workspaceId}/projects`, () => recordedAnswer('v9-workspace-projects'));
    const projects = await aClient().client.listProjects(workspaceId);
    expect(projects).toEqual([
      { id: 201899518, workspaceId, name: 'A Different Project', clientName: null, isArchived: false },
      { id: 201876878, workspaceId, name: 'A project', clientName: null, isArchived: false },
    ]);
  });
});

describe('workspaces', () => {
  const read = async (fields: object) => {
    answer('get', '/api/v9/me/workspaces', () => json([{ id: 1, name: 'One', ...fields }]));
    return (await aClient().client.listWorkspaces(day('2024-04-15')))[0];
  };

  it.each([
    [{ premium: true }, 'flag'],
    [{ business_ws: true }, 'flag'],
    [{ premium: false, business_ws: false }, 'none'],
    [{ premium: null }, 'none'],
  ])('%j has billable %s', async (fields, billable) => {
    expect((await read(fields))?.billable).toBe(billable);
  });

  it.each([
    [{ admin: true }, true],
    [{ admin: null, role: 'admin' }, true],
    [{ admin: false, role: 'user' }, false],
    [{}, false],
  ])('%j is administered: %s', async (fields, isAdmin) => {
    expect((await read(fields))?.isAdmin).toBe(isAdmin);
  });

  it.each([
    [90, '2024-01-17'],
    [1, '2024-04-15'],
    [0, null],
    [null, null],
  ])('a retention of %s days is readable since %s', async (days, readableSince) => {
    expect((await read({ max_data_retention_days: days }))?.readableSince).toBe(readableSince);
  });
});

describe('users', () => {
  it.each([
    [{ is_active: true, inactive: false }, true],
    [{ is_active: true, inactive: true }, false],
    [{ is_active: false }, false],
    [{ is_active: true, deleted_at: '2024-01-01T00:00:00Z' }, false],
    [{}, true],
  ])('%j is active: %s', async (fields, isActive) => {
    answer('get', `/api/v9/workspaces/${workspaceId}/users`, () =>
      json([{ id: 1, fullname: 'A', email: null, ...fields }]),
    );
    expect((await aClient().client.listUsers(workspaceId))[0]?.isActive).toBe(isActive);
  });

  it('who left are asked for a hundred at a time', async () => {
    answerReport('search/users', ({ body }) =>
      json((body['ids'] as number[]).map((id) => ({ id, fullname: `U${id}`, active: false }))),
    );
    const ids = Array.from({ length: 201 }, (_, index) => user(index + 1));
    const found = await aClient().client.searchFormerUsers(workspaceId, ids);
    expect(found.map((each) => each.id)).toEqual(ids);
    expect(found.some((each) => each.isActive)).toBe(false);
    expect(callsTo('search/users').map((call) => (call.body['ids'] as number[]).length)).toEqual([100, 100, 1]);
    expectDeclared(callsTo('search/users')[0], 'dto.UserFilterParamsRequest');
  });
});

describe('projects', () => {
  const path = `/api/v9/workspaces/${workspaceId}/projects`;
  const many = (count: number, from = 1) =>
    Array.from({ length: count }, (_, index) => ({ id: from + index, name: `P${from + index}`, active: true }));

  it('are read until a page is short, archived ones included', async () => {
    answer('get', path, ({ query }) => json(query['page'] === '1' ? many(200) : many(3, 201)));
    expect(await aClient().client.listProjects(workspaceId)).toHaveLength(203);
    expect(callsTo('/projects').map((call) => call.query)).toEqual([
      { active: 'both', page: '1', per_page: '200' },
      { active: 'both', page: '2', per_page: '200' },
    ]);
  });

  it('end with null after a full page', async () => {
    answer('get', path, ({ query }) => json(query['page'] === '1' ? many(200) : null));
    expect(await aClient().client.listProjects(workspaceId)).toHaveLength(200);
  });

  it('go by the page size that Toggl really used', async () => {
    answer('get', path, ({ query }) =>
      json(query['page'] === '1' ? many(151) : many(1, 152), { 'x-page-size': '151' }),
    );
    expect(await aClient().client.listProjects(workspaceId)).toHaveLength(152);
  });

  it('fail when the same page comes for ever', async () => {
    answer('get', path, () => json(many(200)));
    expect(await rejection(aClient().client.listProjects(workspaceId))).toMatchObject({ code: 'repeated-page' });
  });

  it.each([
    [{ active: false }, true],
    [{ active: true, status: 'archived' }, true],
    [{ active: true, status: 'deleted' }, true],
    [{ active: true, server_deleted_at: '2024-01-01' }, true],
    [{ active: true, status: 'ended' }, false],
    [{ active: null }, false],
  ])('%j is archived: %s', async (fields, isArchived) => {
    answer('get', path, () => json([{ id: 1, name: 'P', client_name: 'C', ...fields }]));
    expect((await aClient().client.listProjects(workspaceId))[0]).toMatchObject({ isArchived, clientName: 'C' });
  });
});

describe('requests', () => {
  it('carry the token as Basic auth, and the user agent', async () => {
    answer('get', '/api/v9/me', () => recordedAnswer('v9-me'));
    await aClient().client.getMe();
    const headers = callsTo('/me')[0]?.headers;
    expect(headers?.get('authorization')).toBe(`Basic ${Buffer.from(`${token}:api_token`).toString('base64')}`);
    expect(headers?.get('user-agent')).toBe('toggl-runn/1.2.3');
  });

  it('never leave the rounding to a preference, and are as Toggl declares them', async () => {
    answerReport('weekly/time_entries', () => json([]));
    answerReport('search/time_entries', () => json([]));
    answerReport('search/time_entries/totals', () => json({ seconds: 60 }));
    answerReport('projects/summary', () => json([{ user_id: 1, project_id: null, tracked_seconds: 60 }]));
    const { client } = aClient();
    await client.searchWeekly(workspaceId, week, { billable: true });
    await client.searchDetailed(workspaceId, {
      ...week,
      pageSize: 50,
      firstRowNumber: 51,
      userIds: [user(1)],
      projectIds: [project(2)],
    });
    await client.getTotalSeconds(workspaceId, week, { userId: user(1), projectId: project(2) });
    await client.listPairTotals(workspaceId, week);

    const [weekly] = callsTo('weekly/time_entries');
    const [detailed] = callsTo('search/time_entries');
    const [totals] = callsTo('totals');
    for (const call of [weekly, detailed, totals])
      expect(call?.body).toMatchObject({ rounding: 0, rounding_minutes: 0 });
    expectDeclared(weekly, 'base.Post');
    expectDeclared(detailed, 'detailed.Post');
    expectDeclared(totals, 'totals.ReportPost');
    expectDeclared(callsTo('projects/summary')[0], 'dto.ProjectUsersRequest');
    expect(client.attempts).toBe(4);
  });

  it('ask for time without a project with null', async () => {
    answerReport('search/time_entries/totals', () => json({ seconds: null }));
    expect(await aClient().client.getTotalSeconds(workspaceId, week, { userId: user(1), projectId: null })).toBe(0);
    expect(callsTo('totals')[0]?.body['project_ids']).toEqual([null]);
  });

  it('read the quotas', async () => {
    answer('get', '/api/v9/me/quota', () =>
      json([{ organization_id: null, remaining: -1, resets_in_secs: 60, total: 30 }]),
    );
    expect(await aClient().client.listQuotas()).toEqual([
      { organizationId: null, remaining: -1, total: 30, resetsInMs: 60_000 },
    ]);
  });
});

describe('refusals', () => {
  const failWith = async (status: number, text: string, headers: Record<string, string> = {}) => {
    answer('get', '/api/v9/me', () => refuse(status, text, headers));
    const { client, environment } = aClient();
    return { error: await rejection(client.getMe()), environment, attempts: client.attempts };
  };

  it.each([
    [401, 'Unauthorized', 'toggl-token-refused', 4],
    [403, 'Incorrect username and/or password', 'toggl-token-refused', 4],
    [403, '', 'toggl-token-refused', 4],
    [403, 'Workspace not found/accessible', 'toggl-workspace-refused', 4],
    [403, 'User does not have access to this resource.', 'toggl-workspace-refused', 4],
    [402, 'Workspace needs to have this feature enabled', 'toggl-plan', 4],
    [402, 'Please upgrade to a paid plan', 'toggl-plan', 4],
    [402, '', 'toggl-payment-required', 4],
    [402, 'Payment Required', 'toggl-payment-required', 4],
    [410, 'Gone', 'toggl-gone', 1],
    [404, 'Not found', 'unexpected-status', 1],
  ])('%i %j is %s', async (status, text, code, exitCode) => {
    const { error, attempts } = await failWith(status, text);
    expect(error).toMatchObject({ code, exitCode, hint: expect.any(String) });
    expect(attempts).toBe(1);
  });

  it.each([
    ['header', '', { 'x-toggl-quota-remaining': '0', 'x-toggl-quota-resets-in': '1838' }, 1838],
    [
      'header against the words',
      'Please upgrade to a paid plan',
      { 'x-toggl-quota-remaining': '-3', 'x-toggl-quota-resets-in': '90' },
      90,
    ],
    ['words', 'You have hit your hourly limit for API calls. The quota will reset in 133 seconds.', {}, 133],
    ['header before words', 'Your quota will reset in 1838 seconds.', { 'x-toggl-quota-resets-in': '1837' }, 1837],
  ])('a quota that comes back late ends the run with the time: %s', async (_, text, headers, seconds) => {
    const { error, environment, attempts } = await failWith(402, text, headers as Record<string, string>);
    expect(error).toMatchObject({ code: 'toggl-quota', exitCode: 8, retryAtMs: environment.now() + seconds * 1000 });
    expect(attempts).toBe(1);
  });

  it('a quota without a time is not repeated', async () => {
    const { error, attempts } = await failWith(402, 'You have hit your hourly limit for API calls.');
    expect(error).toMatchObject({ code: 'toggl-quota', retryAtMs: undefined });
    expect(attempts).toBe(1);
  });

  it('a quota of requests about the token’s owner is not explained by the plan', async () => {
    const { error } = await failWith(402, 'You have hit your hourly limit for API calls.');
    expect(error).toMatchObject({ hint: expect.stringMatching(/^(?!.*600).*30 requests an hour/) });

    answerReport('search/time_entries/totals', () => refuse(402, 'You have hit your hourly limit for API calls.'));
    const ofWorkspace = await rejection(aClient().client.getTotalSeconds(workspaceId, week, {}));
    expect(ofWorkspace).toMatchObject({ hint: expect.stringMatching(/^(?!.*alike).*Premium 600/) });
  });

  it('a quota of the list of workspaces is explained in both ways', async () => {
    answer('get', '/api/v9/me/workspaces', () => refuse(402, 'You have hit your hourly limit for API calls.'));
    const error = await rejection(aClient().client.listWorkspaces(week.until));
    expect(error).toMatchObject({ hint: expect.stringMatching(/Premium 600.*30 requests an hour/) });
  });

  it('a quota that comes back within a minute is waited for', async () => {
    answer('get', '/api/v9/me', (_, count) =>
      count === 1 ? refuse(402, 'The quota will reset in 40 seconds.') : recordedAnswer('v9-me'),
    );
    const { client, environment } = aClient();
    await client.getMe();
    expect(environment.sleeps).toEqual([40_000]);
  });

  it('a 429 without a time backs off', async () => {
    answer('get', '/api/v9/me', (_, count) => (count === 1 ? refuse(429, 'Too many') : recordedAnswer('v9-me')));
    const { client, environment } = aClient();
    await client.getMe();
    expect(environment.sleeps).toEqual([5_000]);
  });

  it('never show the token', async () => {
    const basic = Buffer.from(`${token}:api_token`).toString('base64');
    const { error, environment } = await failWith(403, `No user for ${token} (${basic})`);
    expect(JSON.stringify([error, String(error), environment.events])).not.toMatch(new RegExp(`${token}|${basic}`));
  });
});

describe('answers that do not fit', () => {
  it.each([
    ['an object', { rows: [] }],
    ['a row without user', [{ seconds: [1] }]],
    ['a row without seconds', [{ user_id: 1 }]],
    ['seconds as text', [{ user_id: 1, seconds: ['60'] }]],
    ['an id beyond 2^53', [{ user_id: 2 ** 53, seconds: [60] }]],
  ])('are refused: %s', async (_, body) => {
    answerReport('weekly/time_entries', () => json(body));
    const error = await rejection(aClient().client.searchWeekly(workspaceId, week));
    expect(error).toMatchObject({ code: 'unexpected-answer' });
    expect(String(error)).toContain('weekly/time_entries');
  });
});

it('a long run settles at one request a second', async () => {
  answer('get', '/api/v9/me', () => recordedAnswer('v9-me'));
  const { client, environment } = aClient();
  const startMs = environment.now();
  for (let index = 0; index < 60; index += 1) await client.getMe();
  expect(environment.now() - startMs).toBe(50_000);
});
