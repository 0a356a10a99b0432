import { describe, expect, it } from 'vitest';
import { parseDurationMs } from '../../src/core/duration.ts';

describe('a span of time as people type it', () => {
  it.each([
    ['90m', 90 * 60_000],
    ['3h', 3 * 3_600_000],
    ['2d', 2 * 86_400_000],
    ['1m', 60_000],
    ['999999d', 999_999 * 86_400_000],
  ])('%s is a number of minutes, hours or days', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  it.each(['3 h', ' 3h ', '03h'])('%j is the same as 3h', (text) => {
    expect(parseDurationMs(text)).toBe(3 * 3_600_000);
  });

  it.each(['0m', '0h', '000d'])('%s is none: no run is ever that young', (text) => {
    expect(parseDurationMs(text)).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['a number without a unit', '90'],
    ['a unit without a number', 'h'],
    ['another unit', '3w'],
    ['a fraction', '1.5h'],
    ['a negative number', '-3h'],
    ['two spans', '1h30m'],
    ['two blanks', '3  h'],
    ['a unit in full', '3hours'],
    ['more digits than anybody means', '1000000m'],
  ])('%s is none', (_case, text) => {
    expect(parseDurationMs(text)).toBeUndefined();
  });
});
