import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, countDays, daysBetween } from '../../src/core/dates.ts';
import type { IsoDate, Row, Window } from '../../src/core/model.ts';
import { readWeeklyRows } from '../../src/toggl/read-weekly-rows.ts';
import {
  aClient,
  answerReport,
  aWindow,
  type Call,
  callsTo,
  day,
  json,
  refuse,
  rejection,
  useToggl,
  workspaceId,
} from './fake-toggl.ts';

useToggl();

const report = 'weekly/time_entries';
const week = aWindow('2024-01-01', '2024-01-07');

function read(window: Window, options: { billable?: 'flag' | 'none'; needsBillable?: boolean } = {}) {
  const { billable = 'flag', needsBillable = true } = options;
  return readWeeklyRows(aClient().client, { workspace: { id: workspaceId, billable }, window, needsBillable });
}

const brief = (rows: readonly Row[]) =>
  rows.map((row) => [row.userId, row.projectId, row.date, row.seconds, row.billableSeconds] as const).sort();

const rangeOf = (call: Call): Window => aWindow(String(call.body['start_date']), String(call.body['end_date']));
const ranges = () => callsTo(report).map((call) => [call.body['start_date'], call.body['end_date']]);

/** Zeros but for the days given; the length is that of the range, or seven. */
function series(window: Window, length: number, seconds: Readonly<Record<string, number>>): number[] {
  const values = Array.from({ length }, () => 0);
  for (const [date, value] of Object.entries(seconds)) {
    const index = daysBetween(window.since, date as IsoDate);
    if (index >= 0 && index < length) values[index] = value;
  }
  return values;
}

describe('a week', () => {
  it('becomes a row per user, project and day with time', async () => {
    answerReport(report, () =>
      json([
        { user_id: 1, project_id: 2, seconds: [3600, 0, 0, 0, 0, 0, 60], billable_seconds: [1800, 0, 0, 0, 0, 0, 0] },
        { user_id: 1, project_id: null, seconds: [0, 120, 0, 0, 0, 0, 0], billable_seconds: [0, 0, 0, 0, 0, 0, 0] },
      ]),
    );
    const reading = await read(week);
    expect(brief(reading.rows)).toEqual([
      [1, null, '2024-01-02', 120, 0],
      [1, 2, '2024-01-01', 3600, 1800],
      [1, 2, '2024-01-07', 60, 0],
    ]);
    expect(reading.billable).toBe('flag');
    expect(ranges()).toEqual([['2024-01-01', '2024-01-07']]);
  });

  it.each([
    [
      'null elements are 0',
      [null, 60, null, null, null, null, null],
      [null, null, null, null, null, null, null],
      [60, 0],
    ],
    ['negative elements, of running entries, are 0', [-1714015273, 60, 0, 0, 0, 0, 0], [0, -5, 0, 0, 0, 0, 0], [60, 0]],
    ['billable time above the total is the total', [0, 60, 0, 0, 0, 0, 0], [0, 90, 0, 0, 0, 0, 0], [60, 60]],
  ])('%s', async (_, seconds, billable, expected) => {
    answerReport(report, () => json([{ user_id: 1, project_id: 2, seconds, billable_seconds: billable }]));
    expect(brief((await read(week)).rows)).toEqual([[1, 2, '2024-01-02', ...expected]]);
  });

  it('sums several rows of one user and project', async () => {
    answerReport(report, () =>
      json([
        {
          user_id: 1,
          project_id: 2,
          hourly_rate_in_cents: 100,
          seconds: [60, 0, 0, 0, 0, 0, 0],
          billable_seconds: [60, 0, 0, 0, 0, 0, 0],
        },
        {
          user_id: 1,
          project_id: 2,
          hourly_rate_in_cents: 200,
          seconds: [30, 0, 0, 0, 0, 0, 0],
          billable_seconds: [0, 0, 0, 0, 0, 0, 0],
        },
      ]),
    );
    expect(brief((await read(week)).rows)).toEqual([[1, 2, '2024-01-01', 90, 60]]);
  });

  it.each([[], null])('without time (%j) has no rows', async (body) => {
    answerReport(report, () => json(body));
    expect((await read(week)).rows).toEqual([]);
    expect(callsTo(report)).toHaveLength(1);
  });

  it('is refused when the arrays have another length', async () => {
    answerReport(report, () => json([{ user_id: 1, project_id: 2, seconds: [60] }]));
    expect(await rejection(read(week))).toMatchObject({ code: 'unexpected-answer' });
    expect(callsTo(report)).toHaveLength(1);
  });

  it('is refused when billable_seconds has another length than seconds', async () => {
    answerReport(report, () => json([{ user_id: 1, seconds: [60, 0, 0, 0, 0, 0, 0], billable_seconds: [60] }]));
    expect(await rejection(read(week))).toMatchObject({ code: 'unexpected-answer' });
  });

  it('keeps the names that stood in it', async () => {
    answerReport(report, () =>
      json([{ user_id: 1, user_name: 'Eric', project_id: 2, project_name: 'Moon', seconds: [1, 0, 0, 0, 0, 0, 0] }]),
    );
    const reading = await read(week, { billable: 'none' });
    expect([...reading.userNames]).toEqual([[1, 'Eric']]);
    expect([...reading.projectNames]).toEqual([[2, 'Moon']]);
  });
});

describe('another range', () => {
  const month = aWindow('2024-01-01', '2024-01-31');
  const seconds = { '2024-01-01': 60, '2024-01-09': 120, '2024-01-31': 180 };

  it('is read at once where arrays have one element per day', async () => {
    answerReport(report, (call) => {
      const range = rangeOf(call);
      return json([{ user_id: 1, project_id: 2, seconds: series(range, countDays(range), seconds) }]);
    });
    const reading = await read(month, { billable: 'none' });
    expect(brief(reading.rows).map(([, , date]) => date)).toEqual(['2024-01-01', '2024-01-09', '2024-01-31']);
    expect(ranges()).toEqual([['2024-01-01', '2024-01-31']]);
  });

  it('is read again in blocks of seven where arrays always have seven', async () => {
    answerReport(report, (call) =>
      json([{ user_id: 1, project_id: 2, seconds: series(rangeOf(call), 7, { ...seconds, '2024-02-01': 999 }) }]),
    );
    const reading = await read(month, { billable: 'none' });
    expect(brief(reading.rows)).toEqual([
      [1, 2, '2024-01-01', 60, 0],
      [1, 2, '2024-01-09', 120, 0],
      [1, 2, '2024-01-31', 180, 0],
    ]);
    expect(ranges()).toEqual([
      ['2024-01-01', '2024-01-31'],
      ['2024-01-01', '2024-01-07'],
      ['2024-01-08', '2024-01-14'],
      ['2024-01-15', '2024-01-21'],
      ['2024-01-22', '2024-01-28'],
      ['2024-01-29', '2024-02-04'],
    ]);
  });

  it('shorter than a week drops what lies after it where arrays always have seven', async () => {
    answerReport(report, (call) =>
      json([{ user_id: 1, project_id: 2, seconds: series(rangeOf(call), 7, { '2024-01-02': 60, '2024-01-03': 999 }) }]),
    );
    const reading = await read(aWindow('2024-01-01', '2024-01-02'), { billable: 'none' });
    expect(brief(reading.rows)).toEqual([[1, 2, '2024-01-02', 60, 0]]);
  });

  it('is read in blocks when only some rows fit', async () => {
    answerReport(report, (call) => {
      const range = rangeOf(call);
      const days = countDays(range);
      return json([
        { user_id: 1, seconds: series(range, days, seconds) },
        { user_id: 2, seconds: series(range, 7, seconds) },
      ]);
    });
    await read(month, { billable: 'none' });
    expect(callsTo(report)).toHaveLength(6);
  });

  it('is refused when blocks do not fit either', async () => {
    answerReport(report, () => json([{ user_id: 1, seconds: [60, 60, 60] }]));
    expect(await rejection(read(month))).toMatchObject({ code: 'unexpected-answer' });
    expect(callsTo(report)).toHaveLength(2);
  });

  it('is believed to be empty when Toggl says that it looked at all of it', async () => {
    answerReport(report, () => json([], { 'x-range-end': '2024-01-31' }));
    expect((await read(month)).rows).toEqual([]);
    expect(callsTo(report)).toHaveLength(1);
  });

  it.each([
    ['says that it looked at a week', { 'x-range-end': '2024-01-07' }],
    ['does not say', {}],
  ])('is not believed to be empty when Toggl %s', async (_, headers) => {
    answerReport(report, (call) => {
      const later = call.body['start_date'] === '2024-01-08';
      return json(later ? [{ user_id: 1, seconds: [0, 120, 0, 0, 0, 0, 0] }] : [], headers as Record<string, string>);
    });
    expect(brief((await read(month, { billable: 'none' })).rows)).toEqual([[1, null, '2024-01-09', 120, 0]]);
    expect(callsTo(report)).toHaveLength(6);
  });

  it('longer than a year is read in pieces', async () => {
    answerReport(report, (call) => {
      const range = rangeOf(call);
      return json([
        {
          user_id: 1,
          project_id: 2,
          seconds: series(range, countDays(range), { '2023-01-01': 60, '2024-02-04': 120 }),
        },
      ]);
    });
    const reading = await read(aWindow('2023-01-01', '2024-02-04'), { billable: 'none' });
    expect(brief(reading.rows)).toEqual([
      [1, 2, '2023-01-01', 60, 0],
      [1, 2, '2024-02-04', 120, 0],
    ]);
    expect(ranges()).toEqual([
      ['2023-01-01', '2023-12-31'],
      ['2024-01-01', '2024-02-04'],
    ]);
  });

  it('longer than a year is tried at once only in its first piece where arrays always have seven', async () => {
    answerReport(report, (call) => json([{ user_id: 1, seconds: series(rangeOf(call), 7, { '2024-02-04': 120 }) }]));
    const reading = await read(aWindow('2023-01-01', '2024-02-04'), { billable: 'none' });
    expect(brief(reading.rows)).toEqual([[1, null, '2024-02-04', 120, 0]]);
    expect(callsTo(report)).toHaveLength(1 + 53 + 5);
  });
});

describe('without billable_seconds', () => {
  const rows = [
    { user_id: 1, project_id: 2, seconds: [3600, 600, 0, 0, 0, 0, 0] },
    { user_id: 1, project_id: null, seconds: [60, 0, 0, 0, 0, 0, 0] },
  ];

  it('a paid workspace is asked for its billable time, matched by user, project and day', async () => {
    answerReport(report, ({ body }) =>
      json(body['billable'] === true ? [{ user_id: 1, project_id: 2, seconds: [1800, 900, 0, 0, 0, 0, 5] }] : rows),
    );
    const reading = await read(week);
    expect(brief(reading.rows)).toEqual([
      [1, null, '2024-01-01', 60, 0],
      [1, 2, '2024-01-01', 3600, 1800],
      [1, 2, '2024-01-02', 600, 600],
    ]);
    expect(reading.billable).toBe('flag');
  });

  it('a Free workspace is not asked', async () => {
    answerReport(report, () => json(rows));
    const reading = await read(week, { billable: 'none' });
    expect(reading.billable).toBe('none');
    expect(callsTo(report)).toHaveLength(1);
  });

  it('nobody is asked where the flag does not matter', async () => {
    answerReport(report, () => json(rows));
    await read(week, { needsBillable: false });
    expect(callsTo(report)).toHaveLength(1);
  });

  it('nobody is asked where there is no time', async () => {
    answerReport(report, () => json([{ user_id: 1, seconds: [0, 0, 0, 0, 0, 0, 0] }]));
    await read(week);
    expect(callsTo(report)).toHaveLength(1);
  });

  it('a workspace whose plan refuses has no flag, and says so', async () => {
    answerReport(report, ({ body }) =>
      body['billable'] === true ? refuse(402, 'Workspace needs to have this feature enabled') : json(rows),
    );
    const reading = await read(week);
    expect(reading).toMatchObject({ billable: 'none', notes: ['billable-not-in-plan'] });
    expect(reading.rows.every((row) => row.billableSeconds === 0)).toBe(true);
  });

  it.each([
    ['an unclear 402', '', {}, 'toggl-payment-required'],
    ['a quota', 'Please upgrade', { 'x-toggl-quota-remaining': '0', 'x-toggl-quota-resets-in': '1800' }, 'toggl-quota'],
  ])('%s ends the run instead of guessing', async (_, text, headers, code) => {
    answerReport(report, ({ body }) =>
      body['billable'] === true ? refuse(402, text, headers as Record<string, string>) : json(rows),
    );
    expect(await rejection(read(week))).toMatchObject({ code });
  });

  it('the second call uses blocks where the first had to', async () => {
    answerReport(report, (call) => {
      const value = call.body['billable'] === true ? 60 : 120;
      return json([{ user_id: 1, seconds: series(rangeOf(call), 7, { '2024-01-10': value }) }]);
    });
    const reading = await read(aWindow('2024-01-01', '2024-01-14'));
    expect(brief(reading.rows)).toEqual([[1, null, '2024-01-10', 120, 60]]);
    expect(callsTo(report).map((call) => [call.body['billable'] ?? false, call.body['end_date']])).toEqual([
      [false, '2024-01-14'],
      [false, '2024-01-07'],
      [false, '2024-01-14'],
      [true, '2024-01-07'],
      [true, '2024-01-14'],
    ]);
  });

  it('an empty second answer is believed where the first showed how long arrays are', async () => {
    answerReport(report, (call) => {
      const range = rangeOf(call);
      return json(
        call.body['billable'] === true
          ? []
          : [{ user_id: 1, seconds: series(range, countDays(range), { '2024-01-10': 5 }) }],
      );
    });
    const reading = await read(aWindow('2024-01-01', '2024-01-14'));
    expect(brief(reading.rows)).toEqual([[1, null, '2024-01-10', 5, 0]]);
    expect(callsTo(report)).toHaveLength(2);
  });
});

it('gives the same rows whichever way Toggl answers', async () => {
  const start = day('2023-11-20');
  const entry = fc.record({
    user_id: fc.integer({ min: 1, max: 3 }),
    project_id: fc.constantFrom(null, 7, 8),
    date: fc.integer({ min: 0, max: 39 }).map((days) => addDays(start, days)),
    seconds: fc.integer({ min: 1, max: 40_000 }),
    share: fc.constantFrom(0, 0.5, 1),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 20 }), fc.integer({ min: 1, max: 40 }), async (entries, length) => {
      const window = { since: start, until: addDays(start, length - 1) };
      const answerAs = (always7: boolean, hasBillable: boolean) => (call: Call) => {
        const range = rangeOf(call);
        const days = always7 ? 7 : countDays(range);
        const onlyBillable = call.body['billable'] === true;
        const rows = entries
          .filter((each) => daysBetween(range.since, each.date) >= 0 && daysBetween(range.since, each.date) < days)
          .map((each) => {
            const billable = Math.floor(each.seconds * each.share);
            return {
              user_id: each.user_id,
              project_id: each.project_id,
              seconds: series(range, days, { [each.date]: onlyBillable ? billable : each.seconds }),
              ...(hasBillable ? { billable_seconds: series(range, days, { [each.date]: billable }) } : {}),
            };
          });
        return json(rows, always7 ? { 'x-range-end': addDays(range.since, 6) } : { 'x-range-end': range.until });
      };
      const readings = [];
      for (const always7 of [false, true]) {
        for (const hasBillable of [false, true]) {
          answerReport(report, answerAs(always7, hasBillable));
          readings.push(brief((await read(window)).rows));
        }
      }
      const expected = entries.filter((each) => each.date <= window.until).reduce((sum, each) => sum + each.seconds, 0);
      expect(readings[0]?.reduce((sum, row) => sum + row[3], 0)).toBe(expected);
      for (const reading of readings.slice(1)) expect(reading).toEqual(readings[0]);
    }),
    { numRuns: 40 },
  );
});
