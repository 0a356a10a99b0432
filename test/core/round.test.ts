import { describe, expect, it } from 'vitest';
import { roundCell, roundToMinutes, totalMinutes } from '../../src/core/round.ts';

const perMinute = { mode: 'nearest', minutes: 1 } as const;

describe('roundToMinutes', () => {
  it.each([
    ['nearest', 0, 0],
    ['nearest', 29, 0],
    ['nearest', 30, 1],
    ['nearest', 31, 1],
    ['nearest', 89, 1],
    ['nearest', 90, 2],
    ['up', 0, 0],
    ['up', 1, 1],
    ['up', 60, 1],
    ['up', 61, 2],
    ['down', 59, 0],
    ['down', 60, 1],
    ['down', 119, 1],
  ] as const)('%s: %i seconds are %i whole minutes', (mode, seconds, minutes) => {
    expect(roundToMinutes(seconds, { mode, minutes: 1 })).toBe(minutes);
  });

  it.each([
    ['nearest', 449, 0],
    ['nearest', 450, 15],
    ['nearest', 1349, 15],
    ['nearest', 1350, 30],
    ['up', 1, 15],
    ['up', 900, 15],
    ['up', 901, 30],
    ['down', 899, 0],
    ['down', 900, 15],
    ['down', 1799, 15],
  ] as const)('%s: %i seconds are %i minutes in quarters of an hour', (mode, seconds, minutes) => {
    expect(roundToMinutes(seconds, { mode, minutes: 15 })).toBe(minutes);
  });
});

describe('roundCell', () => {
  it('rounds the total and the billable part, and leaves the rest non-billable', () => {
    expect(roundCell(5400, 3600, perMinute)).toEqual({ billableMinutes: 60, nonbillableMinutes: 30 });
  });

  it('gives the rest, not the rounded rest: two halves never make a minute more', () => {
    expect(roundCell(180, 90, perMinute)).toEqual({ billableMinutes: 2, nonbillableMinutes: 1 });
  });

  it('never lets the billable part pass the total', () => {
    expect(roundCell(600, 660, perMinute)).toEqual({ billableMinutes: 10, nonbillableMinutes: 0 });
  });

  it('rounds both parts in the configured mode and step', () => {
    expect(roundCell(1801, 1, { mode: 'up', minutes: 15 })).toEqual({ billableMinutes: 15, nonbillableMinutes: 30 });
  });

  it('has no time when the total rounds to zero', () => {
    expect(roundCell(29, 29, perMinute)).toEqual({ billableMinutes: 0, nonbillableMinutes: 0 });
  });
});

describe('totalMinutes', () => {
  it('adds both sides', () => {
    expect(totalMinutes({ billableMinutes: 30, nonbillableMinutes: 12 })).toBe(42);
  });
});
