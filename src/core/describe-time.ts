/** `2026-03-06 10:02 UTC`: the first whole minute that is not before `timeMs`, so that nobody comes back too early. */
export function describeTime(timeMs: number): string {
  const minute = Math.ceil(timeMs / 60_000) * 60_000;
  return `${new Date(minute).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
