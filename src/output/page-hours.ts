/** Hours as the page shows them: as everywhere, with a real minus sign. */
import { formatClock, formatMinutes, formatSeconds, formatSignedMinutes } from './format-hours.ts';

export function hours(minutes: number): string {
  return withMinus(formatMinutes(minutes));
}

/** `+0:30`, `−7:30`, `0:00`. */
export function signedHours(minutes: number): string {
  return withMinus(formatSignedMinutes(minutes));
}

/** To the nearest minute. */
export function hoursOfSeconds(seconds: number): string {
  return withMinus(formatSeconds(seconds));
}

/** Sums that have to add up: to the second where one of them is no whole minute. */
export function createExactHours(all: readonly number[]): (seconds: number) => string {
  const isWhole = all.every((seconds) => seconds % 60 === 0);
  return (seconds) => withMinus(isWhole ? formatMinutes(seconds / 60) : formatClock(seconds));
}

function withMinus(text: string): string {
  return text.replace('-', '−');
}
