import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  compareDates,
  countDays,
  dayInZone,
  daysBetween,
  earliestToday,
  isInWindow,
  isoWeekOf,
  isTimeZone,
  latestToday,
  listDays,
  needsToday,
  parseIsoDate,
  parseLockedThrough,
  type RangeOptions,
  resolveLockedThrough,
  resolveWindow,
  splitWindow,
} from '../../src/core/dates.ts';
import type { IsoDate, Window } from '../../src/core/model.ts';

const day = (text: string): IsoDate => {
  const date = parseIsoDate(text);
  if (date === undefined) throw new Error(`${text} is not a date`);
  return date;
};
const window = (since: string, until: string): Window => ({ since: day(since), until: day(until) });

/** A Wednesday. */
const today = day('2024-01-10');

const anyDay = fc.integer({ min: 0, max: 34_332 }).map((days) => addDays(day('2006-01-01'), days));
const anyWindow = fc
  .tuple(anyDay, fc.integer({ min: 0, max: 1500 }))
  .map(([since, days]): Window => ({ since, until: addDays(since, days) }));

describe('parseIsoDate', () => {
  it.each(['2006-01-01', '2024-02-29', '2023-12-31', '2099-12-31'])('accepts %s', (text) => {
    expect(parseIsoDate(text)).toBe(text);
  });

  it.each([
    '2023-02-29',
    '2100-02-28',
    '2005-12-31',
    '0000-01-01',
    '2024-00-10',
    '2024-13-01',
    '2024-04-31',
    '2024-01-00',
    '2024-1-1',
    ' 2024-01-01',
    '2024-01-01 ',
    '2024-01-01\n',
    '2024-01-01T00:00:00Z',
    '20240101',
    '٢٠٢٤-٠١-٠١',
    '',
  ])('refuses %j', (text) => {
    expect(parseIsoDate(text)).toBeUndefined();
  });

  it('accepts every day of a hundred years, and nothing else of that shape', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(19), fc.nat(39), (year, month, dayOfMonth) => {
        const text = `20${String(year).padStart(2, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
        const date = new Date(`${text}T00:00:00Z`);
        const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
        expect(parseIsoDate(text) !== undefined).toBe(exists && year >= 6);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const date = parseIsoDate(text);
        expect(date === undefined || date === text).toBe(true);
      }),
    );
  });
});

describe('arithmetic', () => {
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-02-29', 1, '2024-03-01'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2024-01-01', -1, '2023-12-31'],
    ['2024-03-30', 2, '2024-04-01'],
    ['2024-02-29', 366, '2025-03-01'],
  ])('%s %i days later is %s', (from, days, to) => {
    expect(addDays(day(from), days)).toBe(to);
  });

  it('daysBetween undoes addDays', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  it('compareDates sorts as daysBetween does', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        expect(Math.sign(compareDates(a, b))).toBe(Math.sign(daysBetween(b, a)));
      }),
    );
  });

  it('listDays has every day once, ascending', () => {
    fc.assert(
      fc.property(anyWindow, (range) => {
        const days = listDays(range);
        expect(days).toHaveLength(countDays(range));
        expect(days[0]).toBe(range.since);
        expect(days.at(-1)).toBe(range.until);
        expect(days.every((each, index) => index === 0 || daysBetween(days[index - 1] ?? each, each) === 1)).toBe(true);
      }),
    );
  });

  it('isInWindow includes both ends', () => {
    const range = window('2024-01-02', '2024-01-03');
    expect(
      ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04'].map((each) => isInWindow(day(each), range)),
    ).toEqual([false, true, true, false]);
  });
});

describe('isoWeekOf', () => {
  it.each([
    ['2024-01-01', 2024, 1],
    ['2023-01-01', 2022, 52],
    ['2020-12-31', 2020, 53],
    ['2021-01-03', 2020, 53],
    ['2021-01-04', 2021, 1],
    ['2015-12-31', 2015, 53],
    ['2018-12-31', 2019, 1],
    ['2009-12-31', 2009, 53],
  ])('%s lies in %i, week %i', (date, year, week) => {
    expect(isoWeekOf(day(date))).toEqual({ year, week });
  });

  it('changes on Mondays only', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        const isMonday = new Date(`${date}T00:00:00Z`).getUTCDay() === 1;
        const before = isoWeekOf(addDays(date, -1));
        expect(isoWeekOf(date).week !== before.week).toBe(isMonday);
      }),
    );
  });
});

describe('splitWindow', () => {
  it('cuts four hundred days into two pieces of at most 365', () => {
    const range = window('2023-01-01', '2024-02-04');
    expect(splitWindow(range, 365)).toEqual([window('2023-01-01', '2023-12-31'), window('2024-01-01', '2024-02-04')]);
  });

  it('covers every day exactly once', () => {
    fc.assert(
      fc.property(anyWindow, fc.integer({ min: 1, max: 400 }), (range, maxDays) => {
        const pieces = splitWindow(range, maxDays);
        expect(pieces.flatMap(listDays)).toEqual(listDays(range));
        expect(pieces.every((piece) => countDays(piece) <= maxDays && countDays(piece) > 0)).toBe(true);
      }),
    );
  });
});

describe('zones', () => {
  const newYear = Date.UTC(2024, 0, 1, 0, 30);

  it.each([
    ['UTC', '2024-01-01'],
    ['America/New_York', '2023-12-31'],
    ['Pacific/Kiritimati', '2024-01-01'],
    ['Europe/Berlin', '2024-01-01'],
  ])('%s', (zone, date) => {
    expect(dayInZone(newYear, zone)).toBe(date);
  });

  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Europe/Berln', false],
    ['', false],
    ['Mars', false],
  ])('isTimeZone(%j) is %s', (zone, expected) => {
    expect(isTimeZone(zone)).toBe(expected);
  });

  it('every zone has a day between the earliest and the latest on earth', () => {
    const zones = ['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Chatham'];
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2090, 0, 1) }),
        fc.constantFrom(...zones),
        (epochMs, zone) => {
          const date = dayInZone(epochMs, zone);
          expect(earliestToday(epochMs) <= date && date <= latestToday(epochMs)).toBe(true);
        },
      ),
    );
  });
});

describe('resolveWindow', () => {
  it.each<[string, RangeOptions, string, string]>([
    ['nothing: seven days, today included', {}, '2024-01-04', '2024-01-10'],
    ['since alone ends today', { since: '2023-12-24' }, '2023-12-24', '2024-01-10'],
    ['until alone: the seven days that end with it', { until: '2024-01-05' }, '2023-12-30', '2024-01-05'],
    ['both', { since: '2023-01-01', until: '2023-12-31' }, '2023-01-01', '2023-12-31'],
    ['one day', { since: 'yesterday', until: 'yesterday' }, '2024-01-09', '2024-01-09'],
    ['7d includes today', { since: '7d' }, '2024-01-04', '2024-01-10'],
    ['1d is today', { since: '1d' }, '2024-01-10', '2024-01-10'],
    ['an until of 8d is the day before 7d', { since: '14d', until: '8d' }, '2023-12-28', '2024-01-03'],
    ['until tomorrow is allowed', { since: 'today', until: '2024-01-11' }, '2024-01-10', '2024-01-11'],
    ['since tomorrow, until tomorrow', { since: '2024-01-11', until: '2024-01-11' }, '2024-01-11', '2024-01-11'],
    ['today', { period: 'today' }, '2024-01-10', '2024-01-10'],
    ['yesterday', { period: 'yesterday' }, '2024-01-09', '2024-01-09'],
    ['this-week ends today', { period: 'this-week' }, '2024-01-08', '2024-01-10'],
    ['last-week', { period: 'last-week' }, '2024-01-01', '2024-01-07'],
    ['this-month ends today', { period: 'this-month' }, '2024-01-01', '2024-01-10'],
    ['last-month', { period: 'last-month' }, '2023-12-01', '2023-12-31'],
    ['a month', { period: '2023-02' }, '2023-02-01', '2023-02-28'],
    ['a leap month', { period: '2020-02' }, '2020-02-01', '2020-02-29'],
    ['a month that goes on ends today', { period: '2024-01' }, '2024-01-01', '2024-01-10'],
    ['a week', { period: '2023-W05' }, '2023-01-30', '2023-02-05'],
    ['week 53', { period: '2020-W53' }, '2020-12-28', '2021-01-03'],
    ['week 1 may begin in the year before', { period: '2020-W01' }, '2019-12-30', '2020-01-05'],
    ['a week that goes on ends today', { period: '2024-W02' }, '2024-01-08', '2024-01-10'],
  ])('%s', (_, range, since, until) => {
    expect(resolveWindow(range, today)).toEqual({ since, until });
  });

  it.each<[RangeOptions, ...string[]]>([
    [{ since: '2024-02-30' }, 'since not-a-date'],
    [{ since: '0d' }, 'since not-a-date'],
    [{ since: '99999d' }, 'since not-a-date'],
    [{ since: '7 d' }, 'since not-a-date'],
    [{ since: '' }, 'since not-a-date'],
    [{ until: 'tomorrow' }, 'until not-a-date'],
    [{ since: 'x', until: 'y' }, 'since not-a-date', 'until not-a-date'],
    [{ until: '2024-01-12' }, 'until in-the-future'],
    [{ since: '2024-01-11' }, 'since in-the-future'],
    [{ since: '2024-01-05', until: '2024-01-04' }, 'until until-before-since'],
    [{ since: 'today', until: 'yesterday' }, 'until until-before-since'],
    [{ period: 'last-year' }, 'period not-a-period'],
    [{ period: '2024-13' }, 'period not-a-period'],
    [{ period: '2024-W00' }, 'period not-a-period'],
    [{ period: '2024-W54' }, 'period not-a-period'],
    [{ period: '2023-W53' }, 'period not-a-period'],
    [{ period: '2024-W5' }, 'period not-a-period'],
    [{ period: '2024-W99' }, 'period not-a-period'],
    [{ period: 'x2024-W01' }, 'period not-a-period'],
    [{ period: '2024-W01x' }, 'period not-a-period'],
    [{ period: '1999-W05' }, 'period not-a-period'],
    [{ since: '7dx' }, 'since not-a-date'],
    [{ since: 'x7d' }, 'since not-a-date'],
    [{ period: '2024-02' }, 'period in-the-future'],
    [{ period: '2024-W03' }, 'period in-the-future'],
    [{ period: 'today', since: 'today' }, 'period period-beside-dates'],
    [{ period: 'today', until: 'today' }, 'period period-beside-dates'],
    [{ period: 'soon', until: 'today' }, 'period period-beside-dates', 'period not-a-period'],
  ])('refuses %j', (range, ...expected) => {
    const result = resolveWindow(range, today);
    expect('problems' in result ? result.problems.map(({ option, code }) => `${option} ${code}`) : result).toEqual(
      expected,
    );
  });

  it.each<[RangeOptions, ...string[]]>([
    [{ since: '2024-02-30' }, '--since 2024-02-30: the calendar has no such day'],
    [{ since: '2005-12-31' }, '--since 2005-12-31 is not a day between 2006-01-01 and 2099-12-31'],
    [{ since: '2100-01-01' }, '--since 2100-01-01 is not a day between 2006-01-01 and 2099-12-31'],
    [{ since: '2006-02-30' }, '--since 2006-02-30: the calendar has no such day'],
    [{ since: '2099-02-30' }, '--since 2099-02-30: the calendar has no such day'],
    [{ until: 'x2024-02-30' }, '--until "x2024-02-30" is not a date: write 2024-01-31, today, yesterday or 7d'],
    [{ since: '2024-02-30x' }, '--since "2024-02-30x" is not a date: write 2024-01-31, today, yesterday or 7d'],
    [{ since: 'yyyy-02-30' }, '--since "yyyy-02-30" is not a date: write 2024-01-31, today, yesterday or 7d'],
    [{ since: '4-02-30' }, '--since "4-02-30" is not a date: write 2024-01-31, today, yesterday or 7d'],
    [{ since: '2024-2-30' }, '--since "2024-2-30" is not a date: write 2024-01-31, today, yesterday or 7d'],
    [{ since: '2024-02-3' }, '--since "2024-02-3" is not a date: write 2024-01-31, today, yesterday or 7d'],
    [{ since: 'a'.repeat(40) }, `--since "${'a'.repeat(40)}" is not a date: write 2024-01-31, today, yesterday or 7d`],
    [{ since: 'a'.repeat(41) }, `--since "${'a'.repeat(40)}…" is not a date: write 2024-01-31, today, yesterday or 7d`],
    [
      { until: '2024-01-12' },
      '--until 2024-01-12 lies in the future; today is 2024-01-10, and the last day allowed is tomorrow',
    ],
    [{ since: '2024-01-11' }, '--since 2024-01-11 lies after today, 2024-01-10'],
    [{ since: '2024-01-05', until: '2024-01-04' }, '--until 2024-01-04 lies before --since 2024-01-05'],
    [{ period: 'today', since: 'today' }, '--period cannot stand beside --since: use the one or the other'],
    [{ period: 'today', until: 'today' }, '--period cannot stand beside --until: use the one or the other'],
    [
      { period: 'soon' },
      '--period "soon" is not a period: write today, yesterday, this-week, last-week, this-month, last-month, a month (2024-01) or an ISO week (2024-W05)',
    ],
    [{ period: '2024-02' }, '--period 2024-02 lies in the future; today is 2024-01-10'],
  ])('says what is wrong with %j', (range, ...expected) => {
    const result = resolveWindow(range, today);
    expect('problems' in result ? result.problems.map(({ message }) => message) : result).toEqual(expected);
  });

  it('every ISO week of a year is found by its name', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        const { year, week } = isoWeekOf(date);
        const found = resolveWindow({ period: `${year}-W${String(week).padStart(2, '0')}` }, day('2099-12-31'));
        fc.pre(year >= 2006);
        expect('since' in found && isInWindow(date, found)).toBe(true);
      }),
    );
  });

  it('a relative range ends today at the latest and never before it begins', () => {
    const word = fc.constantFrom('today', 'yesterday', 'this-week', 'last-week', 'this-month', 'last-month');
    fc.assert(
      fc.property(word, anyDay, (period, now) => {
        fc.pre(now > '2006-03-01');
        const found = resolveWindow({ period }, now);
        expect('since' in found && found.since <= found.until && found.until <= now).toBe(true);
      }),
    );
  });

  it('whatever is typed is a window or a list of problems', () => {
    const text = fc.option(fc.oneof(fc.string(), fc.stringMatching(/^\d{0,6}[dW-]?\d{0,3}-?\d{0,3}$/)), {
      nil: undefined,
    });
    fc.assert(
      fc.property(text, text, text, (since, until, period) => {
        const found = resolveWindow({ since, until, period }, today);
        expect('problems' in found ? found.problems.length > 0 : found.since <= found.until).toBe(true);
      }),
    );
  });
});

describe('needsToday', () => {
  it.each<[RangeOptions, boolean]>([
    [{}, true],
    [{ since: '2024-01-01' }, true],
    [{ until: '2024-01-01' }, false],
    [{ since: '2024-01-01', until: '2024-01-02' }, false],
    [{ since: '7d', until: '2024-01-02' }, true],
    [{ since: '2024-01-01', until: 'today' }, true],
    [{ period: 'last-month' }, true],
    [{ period: '2024-01' }, false],
    [{ period: '2024-W05' }, false],
  ])('%j: %s', (range, expected) => {
    expect(needsToday(range)).toBe(expected);
  });

  it('for a closed period that moves with today', () => {
    const range = { since: '2024-01-01', until: '2024-01-02' };
    expect(needsToday(range, { kind: 'days', days: 45 })).toBe(true);
    expect(needsToday(range, { kind: 'end-of-last-month' })).toBe(true);
    expect(needsToday(range, { kind: 'date', date: day('2024-01-01') })).toBe(false);
  });
});

describe('lockedThrough', () => {
  it.each([
    ['2023-10-31', '2023-10-31'],
    ['45d', '2023-11-26'],
    ['1d', '2024-01-09'],
    ['end-of-last-month', '2023-12-31'],
  ])('%s on 2024-01-10 is %s', (text, expected) => {
    const spec = parseLockedThrough(text);
    expect(spec && resolveLockedThrough(spec, today)).toBe(expected);
  });

  it.each([
    '0d',
    '-3d',
    '45',
    '45 d',
    '45dx',
    'x45d',
    '2023-10-31x',
    'x2023-10-31',
    '2023-02-29',
    'last-month',
    '',
    'yesterday',
  ])('refuses %j', (text) => {
    expect(parseLockedThrough(text)).toBeUndefined();
  });
});
