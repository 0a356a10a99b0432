/** The columns of the page's charts: days, or ISO weeks where days would be too many to be seen. */
import type { DayFigures, Figures } from '../core/compare-sides.ts';
import { isoWeekOf, listDays } from '../core/dates.ts';
import type { IsoDate, Window } from '../core/model.ts';
import { totalMinutes } from '../core/round.ts';
import { formatDay, formatWindow } from './format-day.ts';

export interface Period {
  /** The first day of the period. */
  readonly key: IsoDate;
  /** Two short lines: `Tue`, `02`; or `W05`, `29 Jan`. */
  readonly head: readonly [string, string];
  /** `Tue 2024-01-02`, or the days of the week. */
  readonly title: string;
  readonly isWeekend: boolean;
}

export interface Periods {
  readonly unit: 'day' | 'week';
  readonly list: readonly Period[];
  /** Sums days by period; a period without any has nothing. */
  readonly sum: (days: readonly DayFigures[]) => ReadonlyMap<IsoDate, PeriodFigures>;
}

/** Minutes of one period. */
export interface PeriodFigures {
  readonly toggl: number;
  readonly runn: number;
  readonly runnAfter: number;
  readonly excluded: number;
}

/** Longer windows are shown by week. */
const mostDays = 45;

export function periodsOf(window: Window): Periods {
  const days = listDays(window);
  if (days.length <= mostDays) {
    return { unit: 'day', list: days.map(dayPeriod), sum: (figures) => sumBy(figures, ({ date }) => date) };
  }
  const weeks = new Map<string, IsoDate[]>();
  for (const date of days) {
    const { year, week } = isoWeekOf(date);
    const key = `${year}-${week}`;
    const known = weeks.get(key);
    if (known === undefined) weeks.set(key, [date]);
    else known.push(date);
  }
  const list: Period[] = [];
  const keyOf = new Map<IsoDate, IsoDate>();
  for (const [name, dates] of weeks) {
    const [first] = dates;
    const last = dates.at(-1);
    if (first === undefined || last === undefined) continue;
    for (const date of dates) keyOf.set(date, first);
    list.push(weekPeriod(Number(name.slice(5)), first, last));
  }
  return { unit: 'week', list, sum: (figures) => sumBy(figures, ({ date }) => keyOf.get(date) ?? date) };
}

function dayPeriod(date: IsoDate): Period {
  const title = formatDay(date);
  const weekday = title.slice(0, 3);
  return { key: date, head: [weekday, date.slice(8)], title, isWeekend: weekday === 'Sat' || weekday === 'Sun' };
}

function weekPeriod(week: number, since: IsoDate, until: IsoDate): Period {
  const head = [`W${String(week).padStart(2, '0')}`, since.slice(5)] as const;
  return { key: since, head, title: formatWindow({ since, until }), isWeekend: false };
}

function sumBy(days: readonly DayFigures[], keyOf: (day: DayFigures) => IsoDate): ReadonlyMap<IsoDate, PeriodFigures> {
  const sums = new Map<IsoDate, PeriodFigures>();
  for (const day of days) {
    const key = keyOf(day);
    const before = sums.get(key);
    const minutes = minutesOf(day);
    sums.set(key, before === undefined ? minutes : addUp(before, minutes));
  }
  return sums;
}

function minutesOf({ toggl, runn, runnAfter, excludedSeconds }: Figures): PeriodFigures {
  return {
    toggl: totalMinutes(toggl),
    runn: totalMinutes(runn),
    runnAfter: totalMinutes(runnAfter),
    excluded: Math.round(excludedSeconds / 60),
  };
}

function addUp(a: PeriodFigures, b: PeriodFigures): PeriodFigures {
  return {
    toggl: a.toggl + b.toggl,
    runn: a.runn + b.runn,
    runnAfter: a.runnAfter + b.runnAfter,
    excluded: a.excluded + b.excluded,
  };
}
