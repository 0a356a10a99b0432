import { describe, expect, it } from 'vitest';
import { describeTime } from '../../src/core/describe-time.ts';

describe('when to come back', () => {
  it('is said in UTC, to the minute', () => {
    expect(describeTime(Date.UTC(2026, 2, 6, 10, 2))).toBe('2026-03-06 10:02 UTC');
  });

  it('is never before the time itself', () => {
    expect(describeTime(Date.UTC(2026, 2, 6, 10, 2, 0, 1))).toBe('2026-03-06 10:03 UTC');
    expect(describeTime(Date.UTC(2026, 11, 31, 23, 59, 59))).toBe('2027-01-01 00:00 UTC');
  });

  it.each([8.64e15 + 1, Number.MAX_VALUE, Number.POSITIVE_INFINITY])(
    'is the last minute there is when a service says %s, which is none',
    (timeMs) => {
      expect(describeTime(timeMs)).toBe('+275760-09-13 00:00 UTC');
    },
  );
});
