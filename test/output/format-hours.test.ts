import { describe, expect, it } from 'vitest';
import {
  billablePercent,
  formatClock,
  formatMinutes,
  formatSeconds,
  formatSignedMinutes,
} from '../../src/output/format-hours.ts';

describe('formatMinutes', () => {
  it.each([
    [0, '0:00'],
    [5, '0:05'],
    [390, '6:30'],
    [6000, '100:00'],
    [-45, '-0:45'],
    [0.5, '0:00.5'],
    [30.25, '0:30.25'],
    [30.5 + 20.75 + 10.1, '1:01.35'],
    [59.999, '1:00'],
    [-0.001, '0:00'],
  ])('writes %d minutes as %s', (minutes, expected) => {
    expect(formatMinutes(minutes)).toBe(expected);
  });
});

describe('formatSignedMinutes', () => {
  it.each([
    [90, '+1:30'],
    [-90, '-1:30'],
    [0, '0:00'],
  ])('writes %i minutes as %s', (minutes, expected) => {
    expect(formatSignedMinutes(minutes)).toBe(expected);
  });
});

describe('formatSeconds', () => {
  it.each([
    [23_400, '6:30'],
    [23_429, '6:30'],
    [23_430, '6:31'],
    [-23_400, '-6:30'],
    [0, '0:00'],
    [12, '<0:01'],
  ])('writes %i seconds as %s', (seconds, expected) => {
    expect(formatSeconds(seconds)).toBe(expected);
  });
});

describe('formatClock', () => {
  it.each([
    [23_405, '6:30:05'],
    [-28, '-0:00:28'],
  ])('writes %i seconds as %s', (seconds, expected) => {
    expect(formatClock(seconds)).toBe(expected);
  });
});

describe('billablePercent', () => {
  it.each([
    [0, 0, null],
    [0, 60, 0],
    [60, 0, 100],
    [302, 88, 77],
    [1, 999, 1],
    [999, 1, 99],
  ])('takes %i billable and %i non-billable minutes for %s per cent', (billable, nonbillable, expected) => {
    expect(billablePercent({ billableMinutes: billable, nonbillableMinutes: nonbillable })).toBe(expected);
  });
});
