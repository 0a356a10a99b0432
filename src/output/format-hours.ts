/** Hours as people read them: `6:30`. */

/** Minutes as `6:30`, negative ones as `-6:30`; fractions, which others may have entered in Runn, to the hundredth: `6:30.5`. */
export function formatMinutes(minutes: number): string {
  // In hundredths, for sums of fractions are not exact.
  const hundredths = Math.round(Math.abs(minutes) * 100);
  const sign = minutes < 0 && hundredths > 0 ? '-' : '';
  const [whole = '', fraction] = String((hundredths % 6000) / 100).split('.');
  const clock = `${Math.floor(hundredths / 6000)}:${whole.padStart(2, '0')}`;
  return `${sign}${clock}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Like `formatMinutes`, with a `+` for gains; `0:00` has no sign. */
export function formatSignedMinutes(minutes: number): string {
  return minutes > 0 ? `+${formatMinutes(minutes)}` : formatMinutes(minutes);
}

/** Seconds to the nearest minute, as `6:30`; less than half a minute, but something, is `<0:01`. */
export function formatSeconds(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60);
  if (minutes === 0 && seconds !== 0) return '<0:01';
  return formatMinutes(seconds < 0 ? -minutes : minutes);
}

/** Seconds to the second, as `6:30:05`, for sums that have to add up. */
export function formatClock(seconds: number): string {
  const absolute = Math.abs(seconds);
  const minutes = formatMinutes(Math.floor(absolute / 60));
  return `${seconds < 0 ? '-' : ''}${minutes}:${String(absolute % 60).padStart(2, '0')}`;
}

/** The billable share of a total in per cent, rounded, but never to 0 or 100 when it is not; null for no time. */
export function billablePercent(minutes: {
  readonly billableMinutes: number;
  readonly nonbillableMinutes: number;
}): number | null {
  const total = minutes.billableMinutes + minutes.nonbillableMinutes;
  if (total === 0) return null;
  if (minutes.billableMinutes === 0) return 0;
  if (minutes.nonbillableMinutes === 0) return 100;
  return Math.min(99, Math.max(1, Math.round((100 * minutes.billableMinutes) / total)));
}
