import { afterEach, describe, expect, test } from 'vitest';
import {
  firstWorkspace,
  report,
  sampleSandbox,
  smallSandbox,
  stopSandboxes,
  toggl,
  togglProject,
  togglUser,
} from './callers.ts';
import { missingFrom, recording, togglSchema } from './schemas.ts';

afterEach(stopSandboxes);

const range = { start_date: '2026-01-24', end_date: '2026-03-06' };
const reports = 'toggl-reports-v3.swagger.json';
const track = 'toggl-track-v9.swagger.json';

describe('answers have the shape of the Swagger documents', () => {
  test.each([
    ['weekly/time_entries', 'weekly.DataRow', range],
    ['search/time_entries', 'detailed.GroupedTimeEntry', { ...range, enrich_response: true }],
    ['projects/summary', 'users.ProjectUsersSummaryRow', range],
    ['search/users', 'model.User', { ids: [6_911_252, 6_910_539] }],
    ['filters/users', 'dto.UserFilterResponse', { active: true }],
    ['filters/projects', 'dto.ProjectFilterResponse', {}],
    ['search/projects', 'dto.ProjectFilterResponse', { is_active: true }],
    ['filters/clients', 'dto.ClientFilterResponse', {}],
  ])('every row of %s is a %s', async (path, definition, body) => {
    const sandbox = await sampleSandbox();
    const reply = await report(sandbox, path, body);
    const isValid = togglSchema(reports, definition);
    expect(reply.body.length).toBeGreaterThan(0);
    for (const row of reply.body) expect(isValid(row), JSON.stringify(isValid.errors)).toBe(true);
  });

  test('totals are a totals.ReportData', async () => {
    const sandbox = await sampleSandbox();
    const reply = await report(sandbox, 'search/time_entries/totals', { ...range, with_graph: true });
    const isValid = togglSchema(reports, 'totals.ReportData');
    expect(isValid(reply.body), JSON.stringify(isValid.errors)).toBe(true);
  });

  const workspace = 'github_com_toggl_toggl_api_internal_models.Workspace';
  test.each([
    ['/users', 'models.SimpleWorkspaceUser', []],
    ['/workspace_users', 'github_com_toggl_toggl_api_internal_models.WorkspaceUser', []],
    ['/projects', 'github_com_toggl_toggl_api_internal_models.Project', ['server_deleted_at']],
    ['/clients', 'models.Client', []],
  ])('every element of workspaces/{id}%s is a %s', async (path, definition, more) => {
    const sandbox = await sampleSandbox();
    const reply = await toggl(sandbox, 'GET', `/api/v9/workspaces/${firstWorkspace}${path}`);
    const isValid = togglSchema(track, definition, more);
    expect(reply.body.length).toBeGreaterThan(0);
    for (const row of reply.body) expect(isValid(row), JSON.stringify(isValid.errors)).toBe(true);
  });

  test('a workspace is a Workspace, but for keys that were recorded and are not documented', async () => {
    const sandbox = await sampleSandbox();
    const reply = await toggl(sandbox, 'GET', `/api/v9/workspaces/${firstWorkspace}`);
    const isValid = togglSchema(track, workspace, ['profile', 'server_deleted_at', 'only_admins_see_billable_rates']);
    expect(isValid(reply.body), JSON.stringify(isValid.errors)).toBe(true);
  });

  test('the quota is a list of GetQuotaResult', async () => {
    const sandbox = await sampleSandbox();
    const reply = await toggl(sandbox, 'GET', '/api/v9/me/quota');
    const isValid = togglSchema(track, 'me.GetQuotaResult');
    expect(reply.body).toHaveLength(2);
    for (const row of reply.body) expect(isValid(row), JSON.stringify(isValid.errors)).toBe(true);
  });
});

describe('answers have all that was recorded of the real service', () => {
  test.each([
    ['v9-me', '/api/v9/me'],
    ['v9-me-workspaces', '/api/v9/me/workspaces'],
    ['v9-workspace', `/api/v9/workspaces/${firstWorkspace}`],
    ['v9-workspace-users', `/api/v9/workspaces/${firstWorkspace}/users`],
    ['v9-workspace-projects', `/api/v9/workspaces/${firstWorkspace}/projects`],
    ['v9-me-time-entries-range', '/api/v9/me/time_entries?start_date=2026-02-01&end_date=2026-03-06'],
  ])('%s', async (name, path) => {
    const sandbox = await sampleSandbox({ switches: { plan: 'free' } });
    const reply = await toggl(sandbox, 'GET', path);
    const recorded = recording(name);
    expect(missingFrom(reply.body, recorded.body)).toEqual([]);
    expect([...reply.headers.keys()]).toEqual(expect.arrayContaining(Object.keys(recorded.headers)));
  });

  test.each([
    ['reports-detailed-one-page', 'search/time_entries', range],
    ['reports-detailed-paged-1', 'search/time_entries', range],
    ['reports-summary-by-project', 'summary/time_entries', { ...range, grouping: 'projects' }],
  ])('%s', async (name, path, body) => {
    const sandbox = await sampleSandbox({ switches: { plan: 'free' } });
    const reply = await report(sandbox, path, body);
    const recorded = recording(name);
    expect(missingFrom(reply.body, recorded.body)).toEqual([]);
    expect([...reply.headers.keys()]).toEqual(expect.arrayContaining(Object.keys(recorded.headers)));
  });

  test('an empty summary is an empty list of groups', async () => {
    const sandbox = await smallSandbox();
    const reply = await report(sandbox, 'summary/time_entries', { project_ids: [null], start_date: '2024-04-07' });
    const recorded = recording('reports-summary-empty');
    expect(reply.body).toEqual(recorded.body);
    expect(reply.headers.get('x-range-end')).toBe(recorded.headers['x-range-end']);
  });

  test('the two pages of one report, entry by entry', async () => {
    const sandbox = await smallSandbox();
    sandbox.toggl.moveUser(togglUser, 'America/Los_Angeles');
    const first = recording('reports-detailed-paged-1');
    const second = recording('reports-detailed-paged-2');
    type Rows = { time_entries: { id: number; seconds: number; start: string }[]; description: string }[];
    const rows = [...(first.body as Rows), ...(second.body as Rows)];
    for (const { time_entries: times, description } of rows) {
      for (const { id, seconds, start } of times) {
        sandbox.toggl.addEntry({
          id,
          userId: togglUser,
          projectId: togglProject,
          seconds,
          start: start.slice(0, 19),
          description,
        });
      }
    }
    const body = { start_date: '2023-12-01', end_date: '2023-12-31' };
    const replies = [
      await report(sandbox, 'search/time_entries', body),
      await report(sandbox, 'search/time_entries', { ...body, first_row_number: 51 }),
    ];
    for (const [index, recorded] of [first, second].entries()) {
      const reply = replies[index];
      const { 'content-type': _, ...headers } = recorded.headers;
      const answered = Object.fromEntries(Object.keys(headers).map((name) => [name, reply?.headers.get(name)]));
      expect(answered).toEqual(headers);
      expect(reply?.headers.has('x-next-id')).toBe(index === 0);
      const idsAndTimes = (list: Rows): unknown =>
        list.map((row) => row.time_entries.map(({ id, seconds, start }) => ({ id, seconds, start })));
      expect(idsAndTimes(reply?.body)).toEqual(idsAndTimes(recorded.body as Rows));
    }
  });
});
