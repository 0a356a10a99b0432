/** Which days a run is about, and what day it is for the people whose time it is. */
import {
  addDays,
  dayInZone,
  earliestToday,
  isTimeZone,
  type LockedThrough,
  latestToday,
  needsToday,
  type RangeOptions,
  resolveLockedThrough,
  resolveWindow,
} from '../core/dates.ts';
import { UsageError } from '../core/errors.ts';
import type { IsoDate, Window } from '../core/model.ts';

export interface ResolvedRange {
  readonly window: Window;
  /** Where no zone is known, the latest day that it is anywhere. */
  readonly today: IsoDate;
  /** The last day that is over for everybody: until then Toggl's own totals are compared (R2). */
  readonly lastCompleteDay: IsoDate;
  /** R13, as a date. */
  readonly lockedThrough: IsoDate | null;
}

/**
 * Resolves `--since`, `--until`, `--period` and `rules.lockedThrough`. The profile's zone is asked for only when "today"
 * matters and no zone is configured (DESIGN section 3).
 * @throws UsageError with every problem of the range
 */
export async function resolveRange(
  range: RangeOptions,
  context: {
    readonly timezone: string | null;
    readonly lockedThrough: LockedThrough | null;
    readonly nowMs: number;
    readonly readProfileZone: () => Promise<string | null>;
  },
): Promise<ResolvedRange> {
  const { nowMs, lockedThrough } = context;
  const zone = needsProfileZone(range, context) ? await context.readProfileZone() : context.timezone;
  const isKnown = zone !== null && isTimeZone(zone);
  const today = isKnown ? dayInZone(nowMs, zone) : latestToday(nowMs);
  const window = resolveWindow(range, today);
  if ('problems' in window) {
    throw new UsageError('range', window.problems.map((problem) => `${problem.message}.`).join(' '));
  }
  return {
    window,
    today,
    lastCompleteDay: addDays(isKnown ? today : earliestToday(nowMs), -1),
    lockedThrough: lockedThrough === null ? null : resolveLockedThrough(lockedThrough, today),
  };
}

/** Whether the profile's zone has to be asked for. */
export function needsProfileZone(
  range: RangeOptions,
  context: { readonly timezone: string | null; readonly lockedThrough: LockedThrough | null },
): boolean {
  return context.timezone === null && needsToday(range, context.lockedThrough);
}
