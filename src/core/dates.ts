/**
 * Calendar days without a clock: parsing, arithmetic, the range syntax of the command line and the end of the closed
 * period. Whoever calls says which day "today" is (DESIGN section 3, "Range").
 */
import type { IsoDate, Window } from './model.ts';

const dayMs = 86_400_000;

/** Toggl refuses report dates before 2006; the upper end only catches typing errors. */
const firstYear = 2006;
const lastYear = 2099;

// ------------------------------------------------------------------------------------------------------ days

/** `YYYY-MM-DD` of a day that exists, in the years 2006 to 2099; anything else is undefined. */
export function parseIsoDate(text: string): IsoDate | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const year = Number(match[1]);
  if (year < firstYear || year > lastYear) return undefined;
  const date = fromDayNumber(Date.UTC(year, Number(match[2]) - 1, Number(match[3])) / dayMs);
  // The 30th of February rolls over into March, so that it does not come back as it went in.
  return date === text ? date : undefined;
}

/** The day `days` after (or, when negative, before) `date`. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** Days from `from` to `to`: 0 for the same day, negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Negative, 0 or positive, for sorting. */
export function compareDates(a: IsoDate, b: IsoDate): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every day of the window, ascending, both ends included; empty when `until` lies before `since`. */
export function listDays(window: Window): IsoDate[] {
  return Array.from({ length: Math.max(0, countDays(window)) }, (_, index) => addDays(window.since, index));
}

/** Number of days in the window, both ends included. */
export function countDays(window: Window): number {
  return daysBetween(window.since, window.until) + 1;
}

export function isInWindow(date: IsoDate, window: Window): boolean {
  return window.since <= date && date <= window.until;
}

/** ISO 8601 week: weeks begin on Monday and belong to the year that their Thursday lies in. */
export function isoWeekOf(date: IsoDate): { readonly year: number; readonly week: number } {
  const thursday = addDays(mondayOf(date), 3);
  const year = Number(thursday.slice(0, 4));
  return { year, week: Math.floor(daysBetween(firstOfMonth(year, 1), thursday) / 7) + 1 };
}

/** The window in consecutive pieces of at most `maxDays` days, ascending (Toggl: 365 or 7 days, DESIGN section 5). */
export function splitWindow(window: Window, maxDays: number): Window[] {
  const pieces: Window[] = [];
  for (let since = window.since; since <= window.until; since = addDays(since, maxDays)) {
    pieces.push({ since, until: earlier(addDays(since, maxDays - 1), window.until) });
  }
  return pieces;
}

// ----------------------------------------------------------------------------------------------------- zones

/** Whether `timeZone` is a zone that `dayInZone` understands, such as `Europe/Berlin`. */
export function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** The calendar day at `epochMs` in `timeZone`; throws a RangeError unless `isTimeZone(timeZone)`. */
export function dayInZone(epochMs: number, timeZone: string): IsoDate {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(epochMs);
  const part = (type: 'year' | 'month' | 'day') => Number(parts.find((each) => each.type === type)?.value);
  return fromDayNumber(Date.UTC(part('year'), part('month') - 1, part('day')) / dayMs);
}

/**
 * The latest day that it is anywhere on earth (UTC+14). Stands in for "today" in `resolveWindow` when no zone is
 * configured and `needsToday` is false: so nobody's tomorrow is refused.
 */
export function latestToday(epochMs: number): IsoDate {
  return fromDayNumber(Math.floor((epochMs + 14 * 3_600_000) / dayMs));
}

/**
 * The earliest day that it is anywhere on earth (UTC-12). Stands in for "today" in "days before today" (R2) when no
 * zone is configured and `needsToday` is false: so no day that still goes on is compared with Toggl's totals.
 */
export function earliestToday(epochMs: number): IsoDate {
  return fromDayNumber(Math.floor((epochMs - 12 * 3_600_000) / dayMs));
}

// ------------------------------------------------------------------------------------------------ the range

/** `--since`, `--until` and `--period` as they were typed. */
export interface RangeOptions {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly period?: string | undefined;
}

export interface RangeProblem {
  readonly code: 'not-a-date' | 'not-a-period' | 'period-beside-dates' | 'until-before-since' | 'in-the-future';
  readonly option: 'since' | 'until' | 'period';
  /** What is wrong, in words for the person who typed it. */
  readonly message: string;
}

/** The range when neither dates nor a period are given: seven days, today included. */
const defaultDays = 7;

/**
 * The days that the options mean, both ends included.
 *
 * `since` and `until` are an ISO date, `today`, `yesterday`, or `7d`: the first of the last seven days, today included
 * (so `--since 14d --until 8d` is the week before the last seven days). Without `until` the range ends today; without
 * `since` it is the seven days that end with `until`. A period is `today`, `yesterday`, `this-week`, `last-week`,
 * `this-month`, `last-month`, a month (`2024-01`) or an ISO week (`2024-W05`); one that still goes on ends today.
 * Problems are usage errors (DESIGN section 3).
 */
export function resolveWindow(
  range: RangeOptions,
  today: IsoDate,
): Window | { readonly problems: readonly RangeProblem[] } {
  return range.period === undefined
    ? resolveDates(range.since, range.until, today)
    : resolvePeriod(range.period, range, today);
}

/**
 * Whether the exact "today" matters, so that the Toggl profile has to be asked when no zone is configured: for the
 * default range, relative dates, a `since` without `until`, and a relative end of the closed period. Where it does not,
 * `latestToday` and `earliestToday` are near enough.
 */
export function needsToday(range: RangeOptions, lockedThrough: LockedThrough | null = null): boolean {
  if (lockedThrough !== null && lockedThrough.kind !== 'date') return true;
  if (range.period !== undefined) return parseNamedPeriod(range.period) === undefined;
  if (parseIsoDate(range.until ?? '') === undefined) return true;
  return range.since !== undefined && parseIsoDate(range.since) === undefined;
}

function resolveDates(
  sinceText: string | undefined,
  untilText: string | undefined,
  today: IsoDate,
): Window | { readonly problems: readonly RangeProblem[] } {
  const problems: RangeProblem[] = [];
  const read = (option: 'since' | 'until', text: string | undefined): IsoDate | undefined => {
    if (text === undefined) return undefined;
    const date = resolveDay(text, today);
    if (date === undefined) problems.push(notADate(option, text));
    return date;
  };
  const since = read('since', sinceText);
  const until = read('until', untilText);
  if (until !== undefined && until > addDays(today, 1)) {
    problems.push({
      code: 'in-the-future',
      option: 'until',
      message: `--until ${untilText} lies in the future; today is ${today}, and the last day allowed is tomorrow`,
    });
  }
  if (problems.length > 0) return { problems };

  const last = until ?? today;
  const window = { since: since ?? addDays(last, 1 - defaultDays), until: last };
  if (window.since <= window.until) return window;
  return {
    problems: [
      until === undefined
        ? { code: 'in-the-future', option: 'since', message: `--since ${sinceText} lies after today, ${today}` }
        : {
            code: 'until-before-since',
            option: 'until',
            message: `--until ${window.until} lies before --since ${window.since}`,
          },
    ],
  };
}

function resolveDay(text: string, today: IsoDate): IsoDate | undefined {
  if (text === 'today') return today;
  if (text === 'yesterday') return addDays(today, -1);
  const days = parseDays(text);
  // Checked again, so that 99999d is not a year before the first.
  return days === undefined ? parseIsoDate(text) : parseIsoDate(addDays(today, 1 - days));
}

function notADate(option: 'since' | 'until', text: string): RangeProblem {
  const year = Number(/^(\d{4})-\d{2}-\d{2}$/.exec(text)?.[1]);
  const message = Number.isNaN(year)
    ? `--${option} ${quote(text)} is not a date: write 2024-01-31, today, yesterday or 7d`
    : year < firstYear || year > lastYear
      ? `--${option} ${text} is not a day between ${firstYear}-01-01 and ${lastYear}-12-31`
      : `--${option} ${text}: the calendar has no such day`;
  return { code: 'not-a-date', option, message };
}

function resolvePeriod(
  text: string,
  { since, until }: RangeOptions,
  today: IsoDate,
): Window | { readonly problems: readonly RangeProblem[] } {
  const problems: RangeProblem[] = [];
  if (since !== undefined || until !== undefined) {
    problems.push({
      code: 'period-beside-dates',
      option: 'period',
      message: `--period cannot stand beside ${since === undefined ? '--until' : '--since'}: use the one or the other`,
    });
  }
  const window = relativePeriod(text, today) ?? parseNamedPeriod(text);
  if (window === undefined) {
    problems.push({
      code: 'not-a-period',
      option: 'period',
      message:
        `--period ${quote(text)} is not a period: write ${periodNames.join(', ')}, ` +
        'a month (2024-01) or an ISO week (2024-W05)',
    });
  } else if (window.since > today) {
    problems.push({
      code: 'in-the-future',
      option: 'period',
      message: `--period ${text} lies in the future; today is ${today}`,
    });
  } else if (problems.length === 0) {
    return { since: window.since, until: earlier(window.until, today) };
  }
  return { problems };
}

/** The periods that have a name; months and weeks have numbers. */
export const periodNames = ['today', 'yesterday', 'this-week', 'last-week', 'this-month', 'last-month'] as const;

function relativePeriod(text: string, today: IsoDate): Window | undefined {
  switch (text as (typeof periodNames)[number]) {
    case 'today':
      return { since: today, until: today };
    case 'yesterday':
      return daysFrom(addDays(today, -1), 1);
    case 'this-week':
      return daysFrom(mondayOf(today), 7);
    case 'last-week':
      return daysFrom(addDays(mondayOf(today), -7), 7);
    case 'this-month':
      return monthOf(today);
    case 'last-month':
      return monthOf(addDays(monthOf(today).since, -1));
    default:
      return undefined;
  }
}

/** The days of a month (`2024-01`) or an ISO week (`2024-W05`) that exists. */
function parseNamedPeriod(text: string): Window | undefined {
  const week = /^(\d{4})-W(\d{2})$/.exec(text);
  if (week === null) {
    const first = parseIsoDate(`${text}-01`);
    return first === undefined ? undefined : monthOf(first);
  }
  const year = Number(week[1]);
  // The 4th of January always lies in week 1.
  const fourth = parseIsoDate(`${week[1]}-01-04`);
  if (fourth === undefined) return undefined;
  const monday = addDays(mondayOf(fourth), 7 * (Number(week[2]) - 1));
  // Week 0 lies in the year before, and one too many in the year after.
  return isoWeekOf(monday).year === year ? daysFrom(monday, 7) : undefined;
}

function daysFrom(since: IsoDate, days: number): Window {
  return { since, until: addDays(since, days - 1) };
}

// ------------------------------------------------------------------------------------------- closed periods

/** `rules.lockedThrough` as it is written in the configuration (R13). */
export type LockedThrough =
  | { readonly kind: 'date'; readonly date: IsoDate }
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'end-of-last-month' };

/** A date, `45d` (whatever lies 45 or more days before today is closed), or `end-of-last-month`; else undefined. */
export function parseLockedThrough(text: string): LockedThrough | undefined {
  if (text === 'end-of-last-month') return { kind: 'end-of-last-month' };
  const days = parseDays(text);
  if (days !== undefined) return { kind: 'days', days };
  const date = parseIsoDate(text);
  return date === undefined ? undefined : { kind: 'date', date };
}

/** The last closed day (R13: "at or before"); `45d` on 2024-03-01 is 2024-01-16. */
export function resolveLockedThrough(spec: LockedThrough, today: IsoDate): IsoDate {
  switch (spec.kind) {
    case 'date':
      return spec.date;
    case 'days':
      return addDays(today, -spec.days);
    case 'end-of-last-month':
      return addDays(monthOf(today).since, -1);
  }
}

// ----------------------------------------------------------------------------------------------- inside only

/** `7d` -> 7; at least one day. */
function parseDays(text: string): number | undefined {
  const match = /^([1-9]\d{0,4})d$/.exec(text);
  return match === null ? undefined : Number(match[1]);
}

function monthOf(date: IsoDate): Window {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  return { since: firstOfMonth(year, month), until: addDays(firstOfMonth(year, month + 1), -1) };
}

/** Month 13 is January of the next year. */
function firstOfMonth(year: number, month: number): IsoDate {
  return fromDayNumber(Date.UTC(year, month - 1, 1) / dayMs);
}

function mondayOf(date: IsoDate): IsoDate {
  // 1970-01-01 was a Thursday, three days after a Monday.
  const number = dayNumber(date);
  return fromDayNumber(number - modulo(number + 3, 7));
}

function modulo(dividend: number, divisor: number): number {
  return ((dividend % divisor) + divisor) % divisor;
}

export function earlier(a: IsoDate, b: IsoDate): IsoDate {
  return compareDates(a, b) < 0 ? a : b;
}

/** Days since 1970-01-01. */
function dayNumber(date: IsoDate): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / dayMs;
}

function fromDayNumber(days: number): IsoDate {
  return new Date(days * dayMs).toISOString().slice(0, 10) as IsoDate;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
