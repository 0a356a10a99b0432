/** A small agency, six weeks of its time, and the mess that every real account has. The same for a seed and a day. */
import { isWeekday, plusDays, weekdayOf, workdayBefore } from './calendar.ts';
import type { Company, NewActual, NewTimeEntry } from './company.ts';
import { createRandom, type Random } from './random.ts';
import {
  contractsOf,
  samplePeople as person,
  togglProjectIds as project,
  sampleRoles as role,
  sampleProjects as runnProject,
  type SampleUser,
  sampleMembers,
  sampleRunn,
  sampleToggl,
  sampleUsers,
  togglUserIds as user,
} from './sample-directory.ts';

export interface SampleOptions {
  readonly seed: number;
  /** The last day with time, `YYYY-MM-DD`. */
  readonly today: string;
}

/** Days of time, today included. */
export const sampleDays = 42;

/** Twelve Toggl users, fifteen Toggl projects and what Runn has of them. */
export function sampleCompany(options: SampleOptions): Company {
  const { today } = options;
  const random = createRandom(options.seed);
  const cases = specialEntries(today);
  const timeOff = sampleTimeOff(today);
  const entries = [...cases, ...everydayEntries(random, today, cases, timeOff.isOff), ...todaysEntries(today)];
  return {
    name: 'Sunshine of Your Code',
    timezone: 'Europe/Berlin',
    toggl: { ...sampleToggl(), entries: sorted(entries) },
    runn: {
      ...sampleRunn(),
      contracts: contractsOf(today),
      members: sampleMembers(),
      assignments: sampleAssignments(today),
      leave: timeOff.leave,
      holidays: timeOff.holidays,
      rosteredOff: [],
      actuals: standingActuals(today),
    },
    // One reference of one name holds one id: the second Toggl project of Hidden Moon Base can only be mapped.
    config: { map: { projects: { [project.moonBaseCare]: runnProject.moonBase } } },
  };
}

function sorted(entries: readonly NewTimeEntry[]): NewTimeEntry[] {
  return [...entries].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.userId - b.userId));
}

// -------------------------------------------------------------------------------------------------- special cases

/** Time that makes a point. Most of it is at most four working days old, so that a week's run meets it. */
function specialEntries(today: string): NewTimeEntry[] {
  const entry = (
    userId: number,
    projectId: number | null,
    workdaysAgo: number,
    time: string,
    seconds: number,
    billable: boolean,
    description: string,
  ): NewTimeEntry => ({
    userId,
    projectId,
    start: `${workdayBefore(today, workdaysAgo)}T${time}`,
    seconds,
    billable,
    description,
  });
  const hours = (value: number): number => value * 3600;
  return [
    // No project.
    entry(user.eric, null, 1, '08:15:00', 45 * 60, false, 'E-mail'),
    entry(user.bowie, null, 2, '08:00:00', 31 * 60 + 7, false, 'Ch-ch-changes'),
    // A Toggl project that Runn does not know, and one that it knows by name only.
    entry(user.joni, project.sales, 1, '08:00:00', hours(1), false, 'Pitch'),
    entry(user.joni, project.sales, 3, '08:00:00', hours(2), false, 'Pitch, second round'),
    entry(user.bowie, project.loyalty, 1, '08:00:00', hours(2), true, 'Onboarding texts'),
    // An id on two live Runn projects.
    entry(user.bob, project.tour, 2, '14:00:00', hours(3), true, 'Poster'),
    entry(user.bob, project.tour, 1, '14:00:00', hours(1.5), true, 'Poster, corrections'),
    // Archived in Runn only; archived on both sides; a person who is archived in Runn.
    entry(user.aretha, project.newsletter, 3, '08:00:00', hours(1), true, 'Last issue'),
    entry(user.nina, project.booking, 24, '08:00:00', hours(4), true, 'Handover'),
    entry(user.nina, project.booking, 23, '08:00:00', hours(2), true, 'Handover'),
    entry(user.nick, project.website, 2, '10:00:00', hours(5), true, 'Pink moon theme'),
    // A contractor who is not on the project and has no contract: no role can be found.
    entry(user.miles, project.shop, 1, '09:00:00', hours(3), true, 'Checkout'),
    entry(user.miles, project.shop, 3, '09:00:00', hours(2.5), true, 'Payment'),
    // Over midnight: all of it belongs to the day on which it began.
    entry(user.patti, project.moonBase, 2, '22:15:00', hours(3), true, 'Release night'),
    // Where Runn already has something: see `standingActuals`.
    entry(user.bob, project.website, 2, '09:00:00', hours(4) + 12 * 60, true, 'Landing page'),
    entry(user.bowie, project.shop, 3, '09:00:00', hours(3), true, 'Product texts'),
    entry(user.nina, project.claims, 2, '09:00:00', hours(5), true, 'Form design'),
    entry(user.joni, project.internal, 4, '08:00:00', hours(1), false, 'Invoices'),
    entry(user.aretha, project.claims, 4, '09:00:00', hours(1), true, 'Regression tests'),
    entry(user.aretha, project.claims, 4, '13:00:00', hours(1.5), true, 'Regression tests'),
    entry(user.jimi, project.crm, 3, '09:00:00', hours(4), true, 'Import'),
  ];
}

/** Notes of this form are how `toggl-runn` knows its own actuals (DESIGN R7). */
function mark(billable: string, nonbillable: string): string {
  return `[Toggl ${billable}+${nonbillable}]`;
}

/** What stands in Runn before the first sync. */
function standingActuals(today: string): NewActual[] {
  const actual = (
    workdaysAgo: number,
    personId: number,
    projectId: number,
    roleId: number,
    minutes: readonly [number, number],
    notes: { readonly billableNote?: string; readonly nonbillableNote?: string } = {},
  ): NewActual => ({
    date: workdayBefore(today, workdaysAgo),
    personId,
    projectId,
    roleId,
    billableMinutes: minutes[0],
    nonbillableMinutes: minutes[1],
    ...notes,
  });
  return [
    // Entered by hand, where Toggl has other time; the same time; none at all.
    actual(2, person.bob, runnProject.website, role.designer, [240, 0], { billableNote: 'From my notebook' }),
    actual(3, person.bowie, runnProject.shop, role.copywriter, [180, 0]),
    actual(2, person.aretha, runnProject.crm, role.tester, [0, 120], { nonbillableNote: 'Client workshop' }),
    // By somebody who is in Runn only.
    actual(3, person.leonard, runnProject.turbine, role.manager, [360, 0]),
    actual(2, person.leonard, runnProject.turbine, role.manager, [360, 0]),
    actual(1, person.leonard, runnProject.turbine, role.manager, [300, 0], { billableNote: 'Left early' }),
    // Written by an earlier sync: edited since; its Toggl time deleted since; as it was; more tracked since.
    actual(2, person.nina, runnProject.claims, role.designer, [270, 30], { billableNote: mark('5:00', '0:00') }),
    actual(3, person.eric, runnProject.forecast, role.developer, [120, 0], { billableNote: mark('2:00', '0:00') }),
    actual(4, person.joni, runnProject.internal, role.manager, [0, 60], { nonbillableNote: mark('0:00', '1:00') }),
    actual(4, person.aretha, runnProject.claims, role.tester, [60, 0], { billableNote: mark('1:00', '0:00') }),
    actual(3, person.jimi, runnProject.crm, role.lead, [240, 0], {
      billableNote: `Import took all morning ${mark('4:00', '0:00')} (was planned with 2 h)`,
    }),
    // Filled in by Runn.
    actual(5, person.patti, runnProject.forecast, role.developer, [0, 0]),
  ];
}

// ------------------------------------------------------------------------------------------------- everyday time

/** Two to five entries for each person and working day, beside the special ones. */
function everydayEntries(
  random: Random,
  today: string,
  cases: readonly NewTimeEntry[],
  isOff: (userId: number, day: string) => boolean,
): NewTimeEntry[] {
  const entries: NewTimeEntry[] = [];
  for (let ago = sampleDays - 1; ago >= 1; ago -= 1) {
    const day = plusDays(today, -ago);
    if (!isWeekday(day)) continue;
    for (const sampleUser of sampleUsers) {
      // Drawn for everybody, so that one person's absence leaves the others' time as it is.
      const drawn = dayOf(random, sampleUser, day);
      const isHere = ago >= sampleUser.lastDayAgo && !isOff(sampleUser.id, day);
      if (!isHere) continue;
      const special = cases.filter((entry) => entry.userId === sampleUser.id && entry.start.startsWith(day));
      const taken = new Set(special.map((entry) => entry.projectId));
      let left = 8 * 3600 - special.reduce((sum, entry) => sum + entry.seconds, 0);
      for (const entry of drawn) {
        if (taken.has(entry.projectId ?? null) || entry.seconds > left) continue;
        left -= entry.seconds;
        entries.push(entry);
      }
    }
  }
  return entries;
}

function dayOf(random: Random, sampleUser: SampleUser, day: string): NewTimeEntry[] {
  const entries: NewTimeEntry[] = [];
  // Some people start at nine, some at half past; nobody so late that the day would end tomorrow.
  let minute = 9 * 60 + random.pick([0, 15, 30]);
  for (let count = random.between(3, 5); count > 0; count -= 1) {
    const { id, isBillable } = random.pick(sampleUser.projects);
    const minutes = random.between(9, 36) * 5;
    const seconds = minutes * 60 + (sampleUser.isToTheSecond ? random.between(-59, 59) : 0);
    const two = (value: number): string => String(value).padStart(2, '0');
    entries.push({
      userId: sampleUser.id,
      projectId: id,
      start: `${day}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`,
      seconds,
      // Some work on a billable project is not for the client's bill.
      billable: isBillable && random.next() > 0.12,
      description: weekdayOf(day) === 1 && count === 3 ? 'Planning' : random.pick(sampleUser.descriptions),
    });
    minute += minutes + 10;
  }
  return entries;
}

/** A little of today, one entry still running. */
function todaysEntries(today: string): NewTimeEntry[] {
  return [
    {
      userId: user.eric,
      projectId: project.moonBase,
      start: `${today}T07:00:00`,
      seconds: 80 * 60,
      billable: true,
      description: 'Airlock',
    },
    {
      userId: user.bob,
      projectId: project.website,
      start: `${today}T07:30:00`,
      seconds: 45 * 60,
      billable: true,
      description: 'Header',
    },
    {
      userId: user.eric,
      projectId: project.moonBase,
      start: `${today}T08:30:00`,
      seconds: 0,
      running: true,
      billable: true,
      description: 'Airlock',
    },
  ];
}

// ---------------------------------------------------------------------------------------------------------- plans

function sampleAssignments(today: string): Company['runn']['assignments'] {
  const startDate = plusDays(today, -sampleDays);
  const endDate = plusDays(today, 28);
  const assignment = (id: number, personId: number, projectId: number, roleId: number, minutesPerDay: number) => ({
    id,
    personId,
    projectId,
    roleId,
    workstreamId: null,
    phaseId: null,
    startDate,
    endDate,
    minutesPerDay,
    isBillable: true,
    note: null,
  });
  return [
    assignment(1, person.eric, runnProject.moonBase, role.developer, 360),
    assignment(2, person.bob, runnProject.website, role.designer, 240),
    assignment(3, person.jimi, runnProject.turbine, role.developer, 240),
    assignment(4, person.patti, runnProject.turbine, role.developer, 300),
    assignment(5, person.nina, runnProject.claims, role.designer, 360),
    assignment(6, person.leonard, runnProject.turbine, role.manager, 360),
  ];
}

function sampleTimeOff(today: string): {
  readonly leave: Company['runn']['leave'];
  readonly holidays: Company['runn']['holidays'];
  readonly isOff: (userId: number, day: string) => boolean;
} {
  const leaveStart = workdayBefore(today, 8);
  const leaveEnd = workdayBefore(today, 6);
  const holiday = workdayBefore(today, 14);
  const inBerlin = [person.eric, person.joni, person.nina];
  const holidayUsers: readonly number[] = [user.eric, user.joni, user.nina];
  return {
    leave: [
      {
        id: 1,
        personId: person.aretha,
        startDate: leaveStart,
        endDate: leaveEnd,
        minutesPerDay: null,
        note: 'Annual leave',
      },
    ],
    holidays: inBerlin.map((personId, index) => ({
      id: index + 1,
      personId,
      startDate: holiday,
      endDate: holiday,
      minutesPerDay: null,
      note: 'Public holiday',
    })),
    isOff: (userId, day) =>
      (userId === user.aretha && leaveStart <= day && day <= leaveEnd) ||
      (holidayUsers.includes(userId) && day === holiday),
  };
}
