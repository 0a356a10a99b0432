/** Spans of time as people type them. */

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90m`, `3h` or `2d` in milliseconds; undefined for anything else. */
export function parseDurationMs(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,6}) ?(m|h|d)$/.exec(text.trim()) ?? [];
  const ms = unit === undefined ? undefined : unitMs[unit];
  return ms === undefined || Number(amount) === 0 ? undefined : Number(amount) * ms;
}
