/** Seconds to whole minutes, once per cell (R4). */
import type { Minutes, Rules } from './model.ts';

/** Rounds seconds to a multiple of `rounding.minutes`; `nearest` is half up. */
export function roundToMinutes(seconds: number, rounding: Rules['rounding']): number {
  const stepSeconds = rounding.minutes * 60;
  const steps = seconds / stepSeconds;
  switch (rounding.mode) {
    case 'nearest':
      return Math.floor(steps + 0.5) * rounding.minutes;
    case 'up':
      return Math.ceil(steps) * rounding.minutes;
    case 'down':
      return Math.floor(steps) * rounding.minutes;
  }
}

/** R4: total = round(seconds), billable = round(billable seconds) but never above the total, the rest is non-billable. */
export function roundCell(seconds: number, billableSeconds: number, rounding: Rules['rounding']): Minutes {
  const totalMinutes = roundToMinutes(seconds, rounding);
  const billableMinutes = Math.min(roundToMinutes(billableSeconds, rounding), totalMinutes);
  return { billableMinutes, nonbillableMinutes: totalMinutes - billableMinutes };
}

/** Both sides together. */
export function totalMinutes(minutes: Minutes): number {
  return minutes.billableMinutes + minutes.nonbillableMinutes;
}
