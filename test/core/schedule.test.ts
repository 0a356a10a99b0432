import { describe, expect, it } from 'vitest';
import type { Contract } from '../../src/core/model.ts';
import { createRoster, listScheduledDays } from '../../src/core/schedule.ts';
import { day, runnPerson, theWeek } from '../builders/ids.ts';
import { aContract, anAssignment, aTimeOff, fullTime } from '../builders/runn.ts';

const minutesOn = (date: string, ...contracts: readonly Contract[]) =>
  createRoster({ contracts, timeOff: [] }).minutesOn(runnPerson(), day(date));

describe('the minutes of a day by contract', () => {
  const halfDays = [240, 240, 240, 240, 240, 0, 0];

  it.each([
    ['2024-01-01', 1],
    ['2024-01-02', 2],
    ['2024-01-03', 3],
    ['2024-01-04', 4],
    ['2024-01-05', 5],
    ['2024-01-06', 6],
    ['2024-01-07', 7],
    ['2023-12-31', 7],
    ['2023-12-25', 1],
    ['2024-02-29', 4],
  ])('%s is day %i of its week', (date, minutes) => {
    expect(minutesOn(date, aContract({ rosteredMinutes: [1, 2, 3, 4, 5, 6, 7] }))).toBe(minutes);
  });

  it('are none without a contract, of others', () => {
    expect(minutesOn('2024-01-02')).toBe(0);
    expect(minutesOn('2024-01-02', aContract({ personId: 457, rosteredMinutes: fullTime }))).toBe(0);
  });

  it('are those of the contract that covers the day, both ends included', () => {
    const first = aContract({ rosteredMinutes: fullTime, endDate: '2024-01-02' });
    const second = aContract({ rosteredMinutes: halfDays, startDate: '2024-01-03' });
    expect(['2024-01-02', '2024-01-03'].map((date) => minutesOn(date, first, second))).toEqual([480, 240]);
    expect(minutesOn('2022-12-31', first, second)).toBe(0);
  });

  it('are the least where contracts overlap, and unknown where one of them does not say', () => {
    const [full, half, silent] = [
      aContract({ rosteredMinutes: fullTime }),
      aContract({ rosteredMinutes: halfDays }),
      aContract(),
    ];
    expect(minutesOn('2024-01-02', full, half)).toBe(240);
    expect(minutesOn('2024-01-02', half, full)).toBe(240);
    expect(minutesOn('2024-01-02', full, silent)).toBeNull();
    expect(minutesOn('2024-01-02', silent, full)).toBeNull();
    expect(minutesOn('2024-01-02', aContract({ rosteredMinutes: [480, null] }))).toBeNull();
  });
});

describe('a day off', () => {
  const isOff = (date: string, ...timeOff: readonly ReturnType<typeof aTimeOff>[]) =>
    createRoster({ contracts: [], timeOff }).isOff(runnPerson(), day(date));

  it('is any day of the leave, both ends included', () => {
    const leave = aTimeOff({ startDate: '2024-01-02', endDate: '2024-01-03' });
    const dates = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04'];
    expect(dates.map((date) => isOff(date, leave))).toEqual([false, true, true, false]);
  });

  it('is also one of several leaves, and one that has no first or last day', () => {
    expect(isOff('2024-01-02', aTimeOff({ startDate: '2023-01-01', endDate: '2023-01-02' }), aTimeOff())).toBe(true);
    expect(isOff('2024-01-02', aTimeOff({ startDate: null }))).toBe(true);
    expect(isOff('2024-01-02', aTimeOff({ endDate: null }))).toBe(true);
  });

  it('is one of everybody, and not one of somebody else', () => {
    expect(isOff('2024-01-02', aTimeOff({ personId: null }))).toBe(true);
    expect(isOff('2024-01-03', aTimeOff({ personId: null }))).toBe(false);
    expect(isOff('2024-01-02', aTimeOff({ personId: 457 }))).toBe(false);
  });
});

describe('listScheduledDays', () => {
  const schedule = { timeOff: [], contracts: [aContract({ rosteredMinutes: fullTime })], lastDay: day('2024-01-31') };
  const daysOf = (
    fields: Parameters<typeof anAssignment>[0],
    more: Partial<Parameters<typeof listScheduledDays>[0]> = {},
  ) =>
    [...listScheduledDays({ ...schedule, assignments: [anAssignment(fields)], ...more }, theWeek)].map(
      ({ date }) => date,
    );

  it('are those of the window alone, however long the assignment is', () => {
    const days = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05'];
    expect(daysOf({ startDate: '2023-12-01', endDate: '2024-02-29' })).toEqual(days);
    expect(daysOf({ startDate: '2024-01-01', endDate: '2024-01-07' })).toEqual(days);
    expect(daysOf({ startDate: '2024-01-04', endDate: '2024-01-04' })).toEqual(['2024-01-04']);
  });

  it('are over', () => {
    expect(daysOf({}, { lastDay: day('2024-01-02') })).toEqual(['2024-01-01', '2024-01-02']);
  });

  it('are none of what plans nothing', () => {
    expect(daysOf({ isPlanned: false })).toEqual([]);
    expect(daysOf({ minutesPerDay: 0 })).toEqual([]);
  });
});
