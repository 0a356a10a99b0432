/** R13 for runs that have no range of their own: an undo, and a plan that was made before. */
import type { Config } from '../config/config.ts';
import { dayInZone, latestToday, resolveLockedThrough } from '../core/dates.ts';
import type { IsoDate } from '../core/model.ts';

/**
 * The last closed day, or null. Without a configured zone "today" is the latest day that it is anywhere, which closes a
 * day too many rather than one too few, and asks Toggl for nothing.
 */
export function closedThrough({ rules, timezone }: Pick<Config, 'rules' | 'timezone'>, nowMs: number): IsoDate | null {
  if (rules.lockedThrough === null) return null;
  return resolveLockedThrough(rules.lockedThrough, timezone === null ? latestToday(nowMs) : dayInZone(nowMs, timezone));
}
