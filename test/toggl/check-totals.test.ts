import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/core/model.ts';
import { compareTotals, readCheckedRows } from '../../src/toggl/check-totals.ts';
import {
  aClient,
  answerReport,
  aWindow,
  callsTo,
  day,
  json,
  project,
  refuse,
  rejection,
  user,
  useToggl,
  workspaceId,
} from './fake-toggl.ts';

useToggl();

const window = aWindow('2024-01-01', '2024-01-08');

const aRow = (seconds: number, fields: { userId?: number; projectId?: number | null; date?: string } = {}): Row => {
  const { userId = 1, projectId = 2, date = '2024-01-02' } = fields;
  return {
    workspaceId,
    userId: user(userId),
    projectId: projectId === null ? null : project(projectId),
    date: day(date),
    seconds,
    billableSeconds: 0,
  };
};
const aTotal = (seconds: number | null, userId = 1, projectId: number | null = 2) => ({
  user_id: userId,
  project_id: projectId,
  tracked_seconds: seconds,
});

/** Gives the readings in turn, the last one for good. */
function check(readings: readonly (readonly Row[])[], lastCompleteDay = '2024-01-07') {
  const { client, environment } = aClient();
  let count = 0;
  const readRows = async () => {
    const rows = readings[Math.min(count, readings.length - 1)] ?? [];
    count += 1;
    return { rows };
  };
  const result = readCheckedRows(client, { workspaceId, window, lastCompleteDay: day(lastCompleteDay), readRows });
  return { result, environment, readings: () => count };
}

describe('comparing', () => {
  const pairs = [
    { userId: user(1), projectId: project(2), trackedSeconds: 60 },
    { userId: user(1), projectId: null, trackedSeconds: 30 },
    { userId: user(2), projectId: project(2), trackedSeconds: 0 },
  ];

  it('sums rows per user and project over the days', () => {
    const rows = [aRow(40), aRow(20, { date: '2024-01-03' }), aRow(30, { projectId: null })];
    expect(compareTotals(workspaceId, rows, pairs, window)).toEqual([]);
  });

  it('finds what only one side has', () => {
    const rows = [aRow(60), aRow(7, { userId: 3 })];
    expect(compareTotals(workspaceId, rows, pairs, window)).toEqual([
      { workspaceId, userId: 3, projectId: 2, rowSeconds: 7, totalSeconds: 0 },
      { workspaceId, userId: 1, projectId: null, rowSeconds: 0, totalSeconds: 30 },
    ]);
  });

  it('passes over days outside the window', () => {
    const rows = [aRow(60), aRow(30, { projectId: null }), aRow(999, { date: '2024-01-09' })];
    expect(compareTotals(workspaceId, rows, pairs, window)).toEqual([]);
  });
});

it('agreement needs one reading', async () => {
  answerReport('projects/summary', () => json([aTotal(60)]));
  const { result, readings } = check([[aRow(60)]]);
  expect(await result).toEqual({ reading: { rows: [aRow(60)] }, differences: [] });
  expect(readings()).toBe(1);
});

it('asks for the days before today only', async () => {
  answerReport('projects/summary', () => json([aTotal(60)]));
  const { result } = check([[aRow(60), aRow(999, { date: '2024-01-08' })]]);
  expect((await result).differences).toEqual([]);
  expect(callsTo('projects/summary')[0]?.body).toEqual({ start_date: '2024-01-01', end_date: '2024-01-07' });
});

it('asks for nothing when today is all there is', async () => {
  const { result, readings } = check([[aRow(60)]], '2023-12-31');
  expect((await result).differences).toEqual([]);
  expect(readings()).toBe(1);
  expect(callsTo('projects/summary')).toHaveLength(0);
});

it('reads both again when they differ, after a moment, and keeps the second reading', async () => {
  answerReport('projects/summary', () => json([aTotal(90)]));
  const { result, environment, readings } = check([[aRow(60)], [aRow(90)]]);
  expect(await result).toEqual({ reading: { rows: [aRow(90)] }, differences: [] });
  expect(readings()).toBe(2);
  expect(callsTo('projects/summary')).toHaveLength(2);
  expect(environment.sleeps).toEqual([3_000]);
});

describe('what differs twice', () => {
  it('is no difference when the unrounded total agrees', async () => {
    answerReport('projects/summary', () => json([aTotal(900)]));
    answerReport('search/time_entries/totals', () => json({ seconds: 60 }));
    const { result } = check([[aRow(60)]]);
    expect((await result).differences).toEqual([]);
    expect(callsTo('totals')[0]?.body).toMatchObject({
      user_ids: [1],
      project_ids: [2],
      rounding: 0,
      end_date: '2024-01-07',
    });
  });

  it('is reported with the unrounded total when that differs too', async () => {
    answerReport('projects/summary', () => json([aTotal(900)]));
    answerReport('search/time_entries/totals', () => json({ seconds: 120 }));
    const { result } = check([[aRow(60)]]);
    expect((await result).differences).toEqual([
      { workspaceId, userId: 1, projectId: 2, rowSeconds: 60, totalSeconds: 120 },
    ]);
  });

  /** Eight people on three projects, a minute each; what Toggl says without rounding is given by user and project. */
  const manyRows = Array.from({ length: 24 }, (_, index) =>
    aRow(60, { userId: 1 + (index % 8), projectId: 101 + Math.floor(index / 8) }),
  );
  function answerUnrounded(secondsOf: (userId: number, projectId: number) => number): void {
    answerReport('projects/summary', () => json(manyRows.map((row) => aTotal(900, row.userId, row.projectId))));
    answerReport('search/time_entries/totals', ({ body }) => {
      const users = body['user_ids'] as number[] | undefined;
      const projects = body['project_ids'] as number[] | undefined;
      const counted = manyRows.filter(
        ({ userId, projectId }) =>
          (users?.includes(userId) ?? true) && (projectId === null || (projects?.includes(projectId) ?? true)),
      );
      return json({ seconds: counted.reduce((sum, row) => sum + secondsOf(row.userId, row.projectId ?? 0), 0) });
    });
  }

  it('in many pairs is rounding when all people and projects agree', async () => {
    answerUnrounded(() => 60);
    const { result } = check([manyRows]);
    expect((await result).differences).toEqual([]);
    expect(callsTo('totals')).toHaveLength(8 + 3);
  });

  it('in many pairs is looked at pair by pair where a person or a project disagrees', async () => {
    answerUnrounded((userId, projectId) => (userId === 2 && projectId === 103 ? 61 : 60));
    const { result } = check([manyRows]);
    expect((await result).differences).toEqual([
      { workspaceId, userId: 2, projectId: 103, rowSeconds: 60, totalSeconds: 61 },
    ]);
  });

  it('in many pairs is reported when time stands under the wrong project and the people’s sums agree', async () => {
    answerUnrounded((_, projectId) => ({ 101: 30, 102: 90 })[projectId] ?? 60);
    const { result } = check([manyRows]);
    const { differences } = await result;
    expect(differences.map(({ projectId }) => projectId)).toEqual([...Array(8).fill(101), ...Array(8).fill(102)]);
  });

  it('in very many pairs is held back rather than asked for without end', async () => {
    const rows = Array.from({ length: 200 }, (_, index) => aRow(60, { userId: index + 1 }));
    answerReport('projects/summary', () => json(rows.map((row) => aTotal(900, row.userId))));
    answerReport('search/time_entries/totals', () => json({ seconds: 60 }));
    const { result } = check([rows]);
    const { differences } = await result;
    expect(callsTo('totals').length).toBeLessThanOrEqual(60);
    expect(differences).toHaveLength(200);
    expect(differences[0]).toMatchObject({ rowSeconds: 60, totalSeconds: 900 });
  });
});

it('fails when the totals cannot be read', async () => {
  answerReport('projects/summary', () => refuse(400, 'Invalid workspace id'));
  expect(await rejection(check([[aRow(60)]]).result)).toMatchObject({ code: 'unexpected-status' });
});
