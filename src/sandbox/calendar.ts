/** Days and zones of the sandbox: its own, so that a mistake of the product cannot agree with itself here. */

const dayMs = 86_400_000;

/** Whether `text` is `YYYY-MM-DD` of a day that exists. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** Days since 1970-01-01; NaN for anything that is no day. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

function dayAt(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

export function plusDays(day: string, days: number): string {
  return dayAt(dayNumber(day) + days);
}

/** 0 is Sunday, 6 is Saturday. */
export function weekdayOf(day: string): number {
  return (((dayNumber(day) + 4) % 7) + 7) % 7;
}

export function isWeekday(day: string): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6;
}

/** The `count`-th Monday-to-Friday before `day` (1 is the last one before it). */
export function workdayBefore(day: string, count: number): string {
  let date = day;
  for (let left = count; left > 0; ) {
    date = plusDays(date, -1);
    if (isWeekday(date)) left -= 1;
  }
  return date;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

/** Minutes east of UTC in `zone` at an instant. Remembered by quarter hour, for no zone changes within one. */
function offsetMinutes(zone: string, instantMs: number): number {
  let ofZone = offsets.get(zone);
  if (ofZone === undefined) {
    ofZone = new Map();
    offsets.set(zone, ofZone);
  }
  const quarter = Math.floor(instantMs / 900_000);
  const known = ofZone.get(quarter);
  if (known !== undefined) return known;
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  const name = format.formatToParts(instantMs).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /^GMT([+-])(\d{2}):(\d{2})/.exec(name);
  const minutes = match === null ? 0 : (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  ofZone.set(quarter, minutes);
  return minutes;
}

/** The instant of a wall-clock time `YYYY-MM-DDTHH:MM:SS` in `zone`; a time skipped by a clock change moves on. */
export function instantOf(local: string, zone: string): number {
  const asUtc = Date.parse(`${local}Z`);
  const first = asUtc - offsetMinutes(zone, asUtc) * 60_000;
  return asUtc - offsetMinutes(zone, first) * 60_000;
}

/** `2023-12-08T00:45:00-08:00`: an instant as Toggl's reports write it, with the owner's offset. */
export function withOffset(instantMs: number, zone: string): string {
  const minutes = offsetMinutes(zone, instantMs);
  const local = new Date(instantMs + minutes * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** The calendar day at an instant in `zone`. */
export function dayIn(instantMs: number, zone: string): string {
  return withOffset(instantMs, zone).slice(0, 10);
}
