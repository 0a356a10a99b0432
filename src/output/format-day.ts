/** Days as people read them. English like all text of the tool, and the same on every machine. */
import { addDays } from '../core/dates.ts';
import type { IsoDate, Window } from '../core/model.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Tue 2024-01-02`. */
export function formatDay(date: IsoDate): string {
  return `${weekdayOf(date)} ${date}`;
}

/** `Tue 02 Jan`, for tables under a heading that names the year; always ten columns. */
export function formatShortDay(date: IsoDate): string {
  return `${weekdayOf(date)} ${date.slice(8)} ${months[Number(date.slice(5, 7)) - 1] ?? ''}`;
}

/** `Mon 2024-01-01 to Sun 2024-01-07`, or the one day. */
export function formatWindow(window: Window): string {
  if (window.since === window.until) return formatDay(window.since);
  return `${formatDay(window.since)} to ${formatDay(window.until)}`;
}

const longMonths = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November'],
  'December',
];

/** `January 2024` for the whole of a month, else null. */
export function monthOfWindow({ since, until }: Window): string | null {
  const isWhole = since.endsWith('-01') && since.slice(0, 7) === until.slice(0, 7) && addDays(until, 1).endsWith('-01');
  return isWhole ? `${longMonths[Number(since.slice(5, 7)) - 1]} ${since.slice(0, 4)}` : null;
}

/** `on Tue 2024-01-02`, or `on 3 days from 2024-01-02 to 2024-01-05`; empty without days. */
export function formatDays(days: readonly IsoDate[]): string {
  const sorted = [...days].sort();
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return '';
  return sorted.length === 1 ? `on ${formatDay(first)}` : `on ${sorted.length} days from ${first} to ${last}`;
}

function weekdayOf(date: IsoDate): string {
  return weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
}

/** `2024-01-08 09:00 UTC`, of an ISO timestamp. */
export function formatTimestamp(timestamp: string): string {
  return `${timestamp.slice(0, 16).replace('T', ' ')} UTC`;
}
