/** The last one that a date of JavaScript can hold; a service may say anything. */
const lastMinute = 8.64e15;

/** `2026-03-06 10:02 UTC`: the first whole minute that is not before `timeMs`, so that nobody comes back too early. */
export function describeTime(timeMs: number): string {
  const minute = Math.min(lastMinute, Math.ceil(timeMs / 60_000) * 60_000);
  return `${new Date(minute).toISOString().slice(0, -':00.000Z'.length).replace('T', ' ')} UTC`;
}
