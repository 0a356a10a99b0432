import { afterEach, describe, expect, test } from 'vitest';
import {
  firstWorkspace,
  nowMs,
  report,
  smallSandbox,
  stopSandboxes,
  today,
  toggl,
  togglProject,
  togglUser,
} from './callers.ts';

afterEach(stopSandboxes);

const week = { start_date: '2026-03-02', end_date: '2026-03-08' };
const hour = 3600;

function sumOf(rows: readonly { readonly seconds: readonly number[] }[]): number {
  return rows.flatMap((row) => row.seconds).reduce((sum, seconds) => sum + seconds, 0);
}

describe('range', () => {
  test.each([
    ['no body', undefined],
    ['an empty object', {}],
    ['a bad start', { start_date: '2026-02-30' }],
    ['a bad end', { start_date: '2026-02-01', end_date: 'soon' }],
    ['an end before the start', { start_date: '2026-02-02', end_date: '2026-02-01' }],
    ['366 days', { start_date: '2026-01-01', end_date: '2027-01-01' }],
    ['366 days that are not a calendar year', { start_date: '2024-01-02', end_date: '2025-01-01' }],
    ['no JSON', '{"start_date"'],
  ])('%s is answered with 400 and a text', async (_, body) => {
    const sandbox = await smallSandbox();
    const reply = await report(sandbox, 'weekly/time_entries', body);
    expect(reply.status).toBe(400);
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  test.each([
    ['365 days', { start_date: '2025-02-01', end_date: '2026-01-31' }, 365],
    ['a leap year', { start_date: '2024-01-01', end_date: '2024-12-31' }, 366],
    ['no end', { start_date: '2026-03-02' }, 7],
    ['a day', { start_date: '2026-03-02', end_date: '2026-03-02' }, 1],
    ['days to come', { start_date: '2026-03-02', end_date: '2026-04-02' }, 32],
  ])('%s: the weekly arrays have an element per day', async (_, body, days) => {
    const sandbox = await smallSandbox();
    const { start_date: start } = body;
    sandbox.toggl.addEntry({ userId: togglUser, start, seconds: hour });
    const reply = await report(sandbox, 'weekly/time_entries', body);
    expect(reply.body[0].seconds).toHaveLength(days);
    expect(reply.body[0].seconds[0]).toBe(hour);
  });

  test('a workspace that one is not in is not accessible', async () => {
    const sandbox = await smallSandbox();
    const reply = await toggl(sandbox, 'POST', '/reports/api/v3/workspace/1/weekly/time_entries', week);
    expect([reply.status, reply.text]).toEqual([403, 'Workspace not found/accessible']);
  });
});

describe('which day', () => {
  test('an entry over midnight belongs to the day of its start', async () => {
    const sandbox = await smallSandbox();
    sandbox.toggl.addEntry({ userId: togglUser, start: '2026-03-03T22:30:00', seconds: 3 * hour });
    const reply = await report(sandbox, 'weekly/time_entries', week);
    expect(reply.body[0].seconds).toEqual([0, 3 * hour, 0, 0, 0, 0, 0]);
  });

  test("the zone is the owner's, not the asker's", async () => {
    const sandbox = await smallSandbox();
    sandbox.toggl.moveUser(togglUser + 1, 'Pacific/Auckland');
    // 07:00 on Wednesday in Auckland is Tuesday evening in Berlin.
    sandbox.toggl.addEntry({ userId: togglUser + 1, start: '2026-03-04T07:00:00', seconds: hour });
    const reply = await report(sandbox, 'search/time_entries', { start_date: '2026-03-04', end_date: '2026-03-04' });
    expect(reply.body[0].time_entries[0].start).toBe('2026-03-04T07:00:00+13:00');
  });

  test('who moves to another zone moves past entries with them', async () => {
    const sandbox = await smallSandbox();
    sandbox.toggl.addEntry({ userId: togglUser, start: '2026-03-04T03:00:00', seconds: hour });
    sandbox.toggl.moveUser(togglUser, 'America/New_York');
    const reply = await report(sandbox, 'weekly/time_entries', week);
    expect(reply.body[0].seconds).toEqual([0, hour, 0, 0, 0, 0, 0]);
  });

  test('a start that the clock change skips is moved on, and keeps its day', async () => {
    const sandbox = await smallSandbox();
    const entry = sandbox.toggl.addEntry({ userId: togglUser, start: '2026-03-29T02:30:00', seconds: hour });
    expect(entry.start).toBe('2026-03-29T03:30:00+02:00');
  });
});

describe('the four reports agree', () => {
  test('weekly, detailed, totals and projects/summary count the same seconds', async () => {
    const sandbox = await smallSandbox({}, { people: 4, projects: 5, days: 30, entriesPerDay: 3 });
    const range = { start_date: '2026-02-05', end_date: today };
    const weekly = await report(sandbox, 'weekly/time_entries', range);
    const detailed = await report(sandbox, 'search/time_entries', { ...range, page_size: 1000 });
    const totals = await report(sandbox, 'search/time_entries/totals', range);
    const summary = await report(sandbox, 'projects/summary', range);
    const expected = [...sandbox.toggl.entries.values()].reduce((sum, entry) => sum + entry.seconds, 0);
    expect(expected).toBeGreaterThan(0);
    expect([
      sumOf(weekly.body),
      detailed.body.reduce(
        (sum: number, row: { time_entries: [{ seconds: number }] }) => sum + row.time_entries[0].seconds,
        0,
      ),
      totals.body.seconds,
      summary.body.reduce((sum: number, row: { tracked_seconds: number }) => sum + row.tracked_seconds, 0),
    ]).toEqual([expected, expected, expected, expected]);
  });
});

describe('filters', () => {
  async function tracked() {
    const sandbox = await smallSandbox();
    const start = '2026-03-02';
    sandbox.toggl.addEntry({ userId: togglUser, projectId: togglProject, start, seconds: 100, billable: true });
    sandbox.toggl.addEntry({ userId: togglUser, projectId: null, start, seconds: 20 });
    sandbox.toggl.addEntry({ userId: togglUser + 1, projectId: togglProject + 1, start, seconds: 3 });
    return sandbox;
  }

  test.each([
    [{ user_ids: [togglUser] }, 120],
    [{ project_ids: [togglProject] }, 100],
    [{ project_ids: [null] }, 20],
    [{ project_ids: [null, togglProject + 1] }, 23],
    [{ billable: true }, 100],
    [{ billable: false }, 23],
    [{ client_ids: [1] }, 0],
    [{ min_duration_seconds: 20 }, 120],
    [{}, 123],
  ])('%j', async (filter, seconds) => {
    const sandbox = await tracked();
    const reply = await report(sandbox, 'weekly/time_entries', { ...week, ...filter });
    expect(sumOf(reply.body)).toBe(seconds);
  });
});

describe('detailed pages', () => {
  async function withEntries(count: number) {
    const sandbox = await smallSandbox();
    for (let index = 0; index < count; index += 1) {
      sandbox.toggl.addEntry({ userId: togglUser, start: '2026-03-02', seconds: 60 + index });
    }
    return sandbox;
  }

  test('fifty a page; X-Next only where there is a next one', async () => {
    const sandbox = await withEntries(51);
    const first = await report(sandbox, 'search/time_entries', week);
    const second = await report(sandbox, 'search/time_entries', { ...week, first_row_number: 51 });
    expect([first.body.length, first.headers.get('x-next-row-number'), first.headers.get('x-page-size')]).toEqual([
      50,
      '51',
      '50',
    ]);
    expect([second.body.length, second.headers.get('x-next-row-number')]).toEqual([1, null]);
    expect(second.body[0].row_number).toBe(51);
  });

  test('first_id with first_row_number, but without first_timestamp, finds nothing and says nothing', async () => {
    const sandbox = await withEntries(51);
    const body = { ...week, first_row_number: 51, first_id: 1 };
    const reply = await report(sandbox, 'search/time_entries', body);
    expect([reply.status, reply.body, reply.headers.get('x-next-row-number')]).toEqual([200, [], null]);
    const complete = await report(sandbox, 'search/time_entries', { ...body, first_timestamp: 1 });
    expect(complete.body).toHaveLength(1);
  });

  test('grouped rows hold the similar entries of one another', async () => {
    const sandbox = await withEntries(3);
    const reply = await report(sandbox, 'search/time_entries', { ...week, grouped: true });
    expect(reply.body).toHaveLength(1);
    expect(reply.body[0].time_entries).toHaveLength(3);
  });

  test('duration, descending', async () => {
    const sandbox = await withEntries(3);
    const reply = await report(sandbox, 'search/time_entries', { ...week, order_by: 'duration', order_dir: 'DESC' });
    const seconds = reply.body.map((row: { time_entries: [{ seconds: number }] }) => row.time_entries[0].seconds);
    expect(seconds).toEqual([62, 61, 60]);
  });
});

describe('rounding', () => {
  async function oneMinute(roundingMinutes: number) {
    const sandbox = await smallSandbox({ switches: { roundingMinutes } });
    sandbox.toggl.addEntry({ userId: togglUser, start: '2026-03-02', seconds: 61 });
    return sandbox;
  }

  test.each([
    ["the workspace's where it is left out", {}, 900],
    ['none where none is asked for', { rounding: 0, rounding_minutes: 0 }, 61],
    ['down', { rounding: -1, rounding_minutes: 1 }, 60],
    ['up', { rounding: 1, rounding_minutes: 1 }, 120],
    ['nearest', { rounding: 0, rounding_minutes: 1 }, 60],
  ])('%s', async (_, body, seconds) => {
    const sandbox = await oneMinute(15);
    const weekly = await report(sandbox, 'weekly/time_entries', { ...week, ...body });
    const detailed = await report(sandbox, 'search/time_entries', { ...week, ...body });
    expect(sumOf(weekly.body)).toBe(seconds);
    expect(detailed.body[0].time_entries[0].seconds).toBe(seconds);
  });

  test('minutes that are not on the list are refused', async () => {
    const sandbox = await oneMinute(0);
    const reply = await report(sandbox, 'weekly/time_entries', { ...week, rounding_minutes: 7 });
    expect(reply.status).toBe(400);
  });
});

describe('what was deleted', () => {
  test('a deleted entry is gone', async () => {
    const sandbox = await smallSandbox();
    const { id } = sandbox.toggl.addEntry({ userId: togglUser, start: '2026-03-02', seconds: hour });
    sandbox.toggl.deleteEntry(id);
    expect((await report(sandbox, 'weekly/time_entries', week)).body).toEqual([]);
  });

  test('time of a deleted project is time without a project', async () => {
    const sandbox = await smallSandbox();
    sandbox.toggl.addEntry({ userId: togglUser, projectId: togglProject, start: '2026-03-02', seconds: hour });
    sandbox.toggl.deleteProject(togglProject);
    const reply = await report(sandbox, 'weekly/time_entries', week);
    expect(reply.body[0].project_id).toBeNull();
  });

  test('an entry that is changed counts as changed', async () => {
    const sandbox = await smallSandbox();
    const { id } = sandbox.toggl.addEntry({
      userId: togglUser,
      projectId: togglProject,
      start: '2026-03-02',
      seconds: 1,
    });
    sandbox.toggl.updateEntry(id, { start: '2026-03-03', seconds: 2, projectId: null });
    const reply = await report(sandbox, 'weekly/time_entries', week);
    expect(reply.body[0]).toMatchObject({ project_id: null, seconds: [0, 2, 0, 0, 0, 0, 0] });
  });
});

describe('several workspaces', () => {
  test('a report is about one of them', async () => {
    const sandbox = await smallSandbox({}, { workspaces: 2 });
    sandbox.toggl.addEntry({ userId: togglUser, projectId: togglProject + 1, start: '2026-03-02', seconds: hour });
    const first = await report(sandbox, 'weekly/time_entries', week);
    const second = await toggl(
      sandbox,
      'POST',
      `/reports/api/v3/workspace/${firstWorkspace + 1}/weekly/time_entries`,
      week,
    );
    expect([sumOf(first.body), sumOf(second.body)]).toEqual([0, hour]);
    expect(sandbox.environment['TOGGL_WORKSPACE_ID']).toBe(`${firstWorkspace},${firstWorkspace + 1}`);
  });
});

test('a running entry is in no report, and v9 shows it with a negative duration', async () => {
  const sandbox = await smallSandbox();
  const start = `${today}T09:30:00`;
  sandbox.toggl.addEntry({ userId: togglUser, projectId: togglProject, start, seconds: 0, running: true });
  const range = { start_date: today, end_date: today };
  expect((await report(sandbox, 'weekly/time_entries', range)).body).toEqual([]);
  expect((await report(sandbox, 'search/time_entries', range)).body).toEqual([]);
  expect((await report(sandbox, 'projects/summary', range)).body).toEqual([]);
  const own = await toggl(sandbox, 'GET', '/api/v9/me/time_entries');
  expect(own.body[0]).toMatchObject({ stop: null, duration: -(nowMs / 1000 - 1800) });
});
