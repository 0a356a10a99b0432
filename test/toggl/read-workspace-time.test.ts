import { describe, expect, it } from 'vitest';
import type { TogglWorkspace } from '../../src/core/model.ts';
import { readWorkspaceTime, type WorkspaceTimeOptions } from '../../src/toggl/read-workspace-time.ts';
import {
  aClient,
  answer,
  answerReport,
  aWindow,
  callsTo,
  day,
  json,
  refuse,
  rejection,
  user,
  useToggl,
  workspaceId,
} from './fake-toggl.ts';

useToggl();

const workspace: TogglWorkspace = {
  id: workspaceId,
  name: 'One',
  isAdmin: true,
  billable: 'none',
  readableSince: null,
};
const users = [{ id: 1, fullname: 'Eric', email: 'eric@example.com', is_active: true, inactive: false }];
const projects = [{ id: 2, name: 'Moon', active: true, client_name: 'Space' }];

/** A workspace whose week holds one row per entry of `rows`: a minute on Monday. */
function answerWorkspace(rows: readonly { user: number; project: number | null; name?: string }[]): void {
  answerReport('weekly/time_entries', () =>
    json(
      rows.map((row) => ({
        user_id: row.user,
        project_id: row.project,
        project_name: row.name,
        seconds: [60, 0, 0, 0, 0, 0, 0],
      })),
    ),
  );
  answerReport('search/time_entries', () =>
    json(
      rows.map((row, index) => ({
        user_id: row.user,
        username: `Name ${row.user}`,
        project_id: row.project,
        time_entries: [{ id: index, seconds: 60, start: '2024-01-01T09:00:00Z', stop: '2024-01-01T09:01:00Z' }],
      })),
    ),
  );
  answerReport('projects/summary', () =>
    json(rows.map((row) => ({ user_id: row.user, project_id: row.project, tracked_seconds: 60 }))),
  );
  answer('get', `/api/v9/workspaces/${workspaceId}/users`, () => json(users));
  answer('get', `/api/v9/workspaces/${workspaceId}/projects`, () => json(projects));
}

function read(options: Partial<WorkspaceTimeOptions> = {}) {
  return readWorkspaceTime(aClient().client, {
    workspace,
    window: aWindow('2024-01-01', '2024-01-07'),
    lastCompleteDay: day('2024-01-07'),
    source: 'weekly',
    checkTotals: true,
    ...options,
  });
}

it('gives rows, people and projects', async () => {
  answerWorkspace([{ user: 1, project: 2 }]);
  expect(await read()).toMatchObject({
    workspace,
    rows: [{ workspaceId, userId: 1, projectId: 2, date: '2024-01-01', seconds: 60, billableSeconds: 0 }],
    users: [{ id: 1, name: 'Eric', email: 'eric@example.com', isActive: true }],
    projects: [{ id: 2, workspaceId, name: 'Moon', clientName: 'Space', isArchived: false }],
    totalsDifferences: [],
    notes: [],
  });
  expect(callsTo('search/users')).toHaveLength(0);
});

describe('a directory that is known', () => {
  it('is taken where it names everybody and everything with time, and asks for nothing', async () => {
    answerWorkspace([{ user: 1, project: 2 }]);
    const { directory } = await read();
    const callsBefore = callsTo(`/${workspaceId}/users`).length;
    expect(callsBefore).toBeGreaterThan(0);
    const again = await read({ known: directory });
    expect(again).toMatchObject({ isDirectoryKnown: true, directory });
    expect(callsTo(`/${workspaceId}/users`)).toHaveLength(callsBefore);
  });

  it.each([
    { user: 7, project: 2 },
    { user: 1, project: 7 },
  ])('is read anew when somebody or something new has time: %j', async (row) => {
    answerWorkspace([{ user: 1, project: 2 }]);
    const { directory } = await read();
    answerWorkspace([row]);
    answerReport('search/users', () => json([{ id: 7, fullname: 'New', email: null }]));
    expect((await read({ known: directory })).isDirectoryKnown).toBe(false);
  });
});

it('gives the same from entries', async () => {
  answerWorkspace([
    { user: 1, project: 2 },
    { user: 1, project: null },
  ]);
  const weekly = await read();
  expect(await read({ source: 'detailed' })).toEqual(weekly);
  expect(callsTo('weekly/time_entries')).toHaveLength(1);
});

it('does not ask for totals when told so', async () => {
  answerWorkspace([{ user: 1, project: 2 }]);
  await read({ checkTotals: false });
  expect(callsTo('projects/summary')).toHaveLength(0);
});

it('takes the workspace for one without a flag when its plan refuses', async () => {
  answerWorkspace([{ user: 1, project: 2 }]);
  answerReport('weekly/time_entries', ({ body }) =>
    body['billable'] === true
      ? refuse(402, 'Workspace needs to have this feature enabled')
      : json([{ user_id: 1, project_id: 2, seconds: [60, 0, 0, 0, 0, 0, 0] }]),
  );
  const reading = await read({ workspace: { ...workspace, billable: 'flag' } });
  expect(reading).toMatchObject({ workspace: { billable: 'none' }, notes: ['billable-not-in-plan'] });
});

describe('people who left', () => {
  it('are looked up when they have time, or a link leads to them', async () => {
    answerWorkspace([
      { user: 1, project: 2 },
      { user: 7, project: 2 },
    ]);
    answerReport('search/users', () =>
      json([
        { id: 7, fullname: 'Left', email: null, active: false },
        { id: 8, fullname: 'Linked' },
      ]),
    );
    const reading = await read({ alsoUserIds: [user(8), user(9), user(1)] });
    expect(callsTo('search/users')[0]?.body).toEqual({ ids: [7, 8, 9], active: false });
    expect(reading.users.map((each) => [each.id, each.name, each.isActive])).toEqual([
      [1, 'Eric', true],
      [7, 'Left', false],
      [8, 'Linked', false],
    ]);
  });

  it('are known by their time even if nobody names them', async () => {
    answerWorkspace([{ user: 7, project: 2 }]);
    answerReport('search/users', () => json(null));
    const reading = await read({ source: 'detailed' });
    expect(reading.users.at(-1)).toEqual({ id: 7, name: 'Name 7', email: null, isActive: false });
  });
});

it('projects that the list leaves out are known by their time', async () => {
  answerWorkspace([
    { user: 1, project: 5, name: 'Private' },
    { user: 1, project: 6 },
  ]);
  const reading = await read();
  expect(reading.projects.slice(1)).toEqual([
    { id: 5, workspaceId, name: 'Private', clientName: null, isArchived: false },
    { id: 6, workspaceId, name: 'Toggl project 6', clientName: null, isArchived: false },
  ]);
});

describe('an empty workspace', () => {
  it('has nothing', async () => {
    answerWorkspace([]);
    expect(await read()).toMatchObject({ rows: [], totalsDifferences: [] });
  });
});

describe('what cannot be read is never empty', () => {
  it.each([
    ['the report', () => answerReport('weekly/time_entries', () => refuse(400, 'bad')), 'unexpected-status'],
    ['the totals', () => answerReport('projects/summary', () => refuse(500, 'bad')), 'service-unavailable'],
    ['the users', () => answer('get', `/api/v9/workspaces/${workspaceId}/users`, () => json({})), 'unexpected-answer'],
    [
      'the projects',
      () => answer('get', `/api/v9/workspaces/${workspaceId}/projects`, () => refuse(403, 'no')),
      'toggl-token-refused',
    ],
    ['those who left', () => answerReport('search/users', () => refuse(404, 'no')), 'unexpected-status'],
  ])('%s', async (_, breakIt, code) => {
    answerWorkspace([{ user: 7, project: 2 }]);
    breakIt();
    expect(await rejection(read())).toMatchObject({ code });
  });
});
