/** Who was to work when: Runn's assignments, contracts and days off, as far as `rules.zeros` and `--missing` need them. */
import { compareDates, daysBetween, earlier, listDays } from './dates.ts';
import type { Assignment, Contract, IsoDate, RunnPersonId, TimeOff, Window } from './model.ts';

/** What was read of Runn's plan. */
export interface Schedule {
  readonly assignments: readonly Assignment[];
  /** Leave, holidays and rostered-off days alike. */
  readonly timeOff: readonly TimeOff[];
  readonly contracts: readonly Contract[];
  /** The last day that is over for everybody; nothing is said of later ones. */
  readonly lastDay: IsoDate;
}

export interface Roster {
  /** Contract minutes of a day: 0 without a contract and on days that are not rostered, null when Runn does not say. */
  minutesOn(personId: RunnPersonId, date: IsoDate): number | null;
  /** Whether any part of the day is leave, a holiday or rostered off. */
  isOff(personId: RunnPersonId, date: IsoDate): boolean;
}

/** Indexes contracts and days off by person. */
export function createRoster({ contracts, timeOff }: Pick<Schedule, 'contracts' | 'timeOff'>): Roster {
  const contractsOf = groupByPerson(contracts);
  const timeOffOf = groupByPerson(timeOff);
  const ofEverybody = timeOffOf.get(null) ?? [];
  return {
    minutesOn(personId, date) {
      const minutes = (contractsOf.get(personId) ?? [])
        .filter((contract) => isWithin(date, contract))
        .map(({ rosteredMinutes }) => rosteredMinutes?.[weekdayOf(date)] ?? null);
      if (minutes.length === 0) return 0;
      // Where contracts overlap, the day counts only when each of them has it.
      return minutes.reduce((least, each) => (least === null || each === null ? null : Math.min(least, each)));
    },
    isOff(personId, date) {
      const isOn = (each: TimeOff): boolean => isWithin(date, each);
      return ofEverybody.some(isOn) || (timeOffOf.get(personId) ?? []).some(isOn);
    },
  };
}

/** A day of an assignment on which it was to be worked. */
export interface ScheduledDay {
  readonly assignment: Assignment;
  readonly date: IsoDate;
  /** Null when Runn does not say whether there was anything to work: then the day is to be left alone. */
  readonly minutes: number | null;
}

/** Every scheduled day of the window that is over: rostered by contract, and no leave, holiday or rostered-off day. */
export function* listScheduledDays(schedule: Schedule, window: Window): Generator<ScheduledDay> {
  const roster = createRoster(schedule);
  for (const assignment of schedule.assignments) {
    const { personId, startDate, endDate, minutesPerDay, isPlanned } = assignment;
    if (!isPlanned || minutesPerDay === 0) continue;
    const days = listDays({
      since: compareDates(startDate, window.since) < 0 ? window.since : startDate,
      until: earlier(endDate, earlier(window.until, schedule.lastDay)),
    });
    for (const date of days) {
      const rostered = roster.minutesOn(personId, date);
      if (rostered === 0 || roster.isOff(personId, date)) continue;
      yield { assignment, date, minutes: rostered === null ? null : minutesPerDay };
    }
  }
}

function isWithin(
  date: IsoDate,
  { startDate, endDate }: { readonly startDate: IsoDate | null; readonly endDate: IsoDate | null },
): boolean {
  return (startDate === null || startDate <= date) && (endDate === null || date <= endDate);
}

const someMonday = '2024-01-01' as IsoDate;

/** 0 is Monday. */
function weekdayOf(date: IsoDate): number {
  return ((daysBetween(someMonday, date) % 7) + 7) % 7;
}

function groupByPerson<Id, T extends { readonly personId: Id }>(items: readonly T[]): ReadonlyMap<Id, readonly T[]> {
  const groups = new Map<Id, T[]>();
  for (const item of items) {
    const group = groups.get(item.personId);
    if (group === undefined) groups.set(item.personId, [item]);
    else group.push(item);
  }
  return groups;
}
