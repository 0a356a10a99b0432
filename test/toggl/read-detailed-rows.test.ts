import { describe, expect, it } from 'vitest';
import { type DetailedOptions, readDetailedRows } from '../../src/toggl/read-detailed-rows.ts';
import {
  aClient,
  answerReport,
  aWindow,
  callsTo,
  expectDeclared,
  json,
  project,
  recordedAnswer,
  rejection,
  user,
  useToggl,
  workspaceId,
} from './fake-toggl.ts';

useToggl();

const report = 'search/time_entries';
const month = aWindow('2024-01-01', '2024-01-31');

function read(options: Partial<DetailedOptions> = {}) {
  return readDetailedRows(aClient().client, {
    workspace: { id: workspaceId, billable: 'flag' },
    window: month,
    ...options,
  });
}

let nextId = 1;
const anEntry = (start: string, seconds: number, fields: object = {}) => ({
  id: nextId++,
  seconds,
  start,
  stop: '2024-01-31T23:59:59+00:00',
  ...fields,
});
const aRow = (entries: object[], fields: object = {}) => ({
  user_id: 1,
  username: 'Eric',
  project_id: 2,
  billable: false,
  description: 'Work',
  time_entries: entries,
  ...fields,
});

describe('recorded pages', () => {
  it('are followed by first_row_number alone', async () => {
    answerReport(report, ({ body }) =>
      recordedAnswer(body['first_row_number'] === 51 ? 'reports-detailed-paged-2' : 'reports-detailed-paged-1'),
    );
    const reading = await read({ window: aWindow('2023-12-01', '2023-12-31') });
    expect(reading.entries).toHaveLength(100);
    expect(reading.rows.reduce((sum, row) => sum + row.seconds, 0)).toBe(100 * 2700);

    const [first, second] = callsTo(report);
    expect(callsTo(report)).toHaveLength(2);
    expect(second?.body).toEqual({ ...first?.body, first_row_number: 51 });
    expectDeclared(second, 'detailed.Post');
  });

  it('of one page need one request', async () => {
    answerReport(report, () => recordedAnswer('reports-detailed-one-page'));
    const reading = await read({ window: aWindow('2024-04-01', '2024-04-30') });
    expect(reading.entries.length).toBeGreaterThan(0);
    expect(callsTo(report)).toHaveLength(1);
  });
});

describe('rows', () => {
  it('sum the entries of a user, project and day, with Toggl’s flag', async () => {
    answerReport(report, () =>
      json([
        aRow([anEntry('2024-01-02T09:00:00+01:00', 3600)], { billable: true }),
        aRow([anEntry('2024-01-02T11:00:00+01:00', 1800)]),
        aRow([anEntry('2024-01-03T11:00:00+01:00', 60)], { project_id: null, billable: null, description: null }),
      ]),
    );
    expect((await read()).rows).toEqual([
      { workspaceId, userId: 1, projectId: 2, date: '2024-01-02', seconds: 5400, billableSeconds: 3600 },
      { workspaceId, userId: 1, projectId: null, date: '2024-01-03', seconds: 60, billableSeconds: 0 },
    ]);
  });

  it('lie on the day on which the entry started, in its owner’s zone', async () => {
    answerReport(report, () =>
      json([
        aRow([
          anEntry('2024-01-02T23:30:00-08:00', 7200, { stop: '2024-01-03T01:30:00-08:00' }),
          anEntry('2024-01-04T00:10:00+13:00', 60),
        ]),
      ]),
    );
    expect((await read()).rows.map((row) => [row.date, row.seconds])).toEqual([
      ['2024-01-02', 7200],
      ['2024-01-04', 60],
    ]);
  });

  it.each([
    ['negative seconds', { seconds: -1714015273 }],
    ['no stop', { stop: null }],
    ['an empty stop', { stop: '' }],
    ['a day before the window', { start: '2023-12-31T23:59:00+00:00' }],
    ['a day after the window', { start: '2024-02-01T00:00:00+00:00' }],
  ])('leave out an entry with %s', async (_, fields) => {
    answerReport(report, () => json([aRow([anEntry('2024-01-02T09:00:00+01:00', 3600, fields)])]));
    expect(await read()).toMatchObject({ rows: [], entries: [] });
  });

  it('keep the last of two versions of an entry', async () => {
    const entry = anEntry('2024-01-02T09:00:00+01:00', 3600);
    answerReport(report, (_, count) =>
      count === 1
        ? json([aRow([entry])], { 'x-next-row-number': '2' })
        : json([aRow([{ ...entry, seconds: 1800 }], { project_id: 3 })]),
    );
    expect((await read()).rows).toEqual([
      { workspaceId, userId: 1, projectId: 3, date: '2024-01-02', seconds: 1800, billableSeconds: 0 },
    ]);
  });

  it('of nobody are none', async () => {
    answerReport(report, () => json(null));
    expect((await read()).rows).toEqual([]);
  });
});

describe('pages', () => {
  it.each([[[]], [null]])('that were announced and are empty (%j) end the run', async (body) => {
    answerReport(report, (_, count) =>
      count === 1 ? json([aRow([anEntry('2024-01-02T09:00:00+01:00', 1)])], { 'x-next-row-number': '51' }) : json(body),
    );
    expect(await rejection(read())).toMatchObject({ code: 'incomplete-answer' });
  });

  it('that repeat end the run', async () => {
    answerReport(report, () => json([aRow([anEntry('2024-01-02T09:00:00+01:00', 1)])], { 'x-next-row-number': '51' }));
    expect(await rejection(read())).toMatchObject({ code: 'repeated-cursor' });
    expect(callsTo(report)).toHaveLength(2);
  });

  it('begin anew for each year', async () => {
    answerReport(report, () => json([]));
    await read({ window: aWindow('2022-01-01', '2023-12-31') });
    expect(callsTo(report).map((call) => [call.body['start_date'], call.body['end_date']])).toEqual([
      ['2022-01-01', '2022-12-31'],
      ['2023-01-01', '2023-12-31'],
    ]);
  });
});

it('asks for one user and project where told so', async () => {
  answerReport(report, () => json([]));
  await read({ userIds: [user(1)], projectIds: [project(2), null], pageSize: 1000 });
  expect(callsTo(report)[0]?.body).toMatchObject({ user_ids: [1], project_ids: [2, null], page_size: 1000 });
});

it('refuses a start that is no date', async () => {
  answerReport(report, () => json([aRow([anEntry('yesterday', 1)])]));
  expect(await rejection(read())).toMatchObject({ code: 'unexpected-answer' });
});
