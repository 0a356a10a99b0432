/** Spans of time as people type them. */

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90m`, `3h` or `2d` in milliseconds; undefined for anything else. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^(\d{1,6}) ?([mhd])$/.exec(text.trim());
  const ms = match === null ? 0 : Number(match[1]) * (unitMs[String(match[2])] ?? 0);
  return ms > 0 ? ms : undefined;
}
