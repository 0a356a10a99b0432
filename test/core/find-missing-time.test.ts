import { describe, expect, it } from 'vitest';
import {
  findMissingTime,
  isAnythingMissing,
  limitMissing,
  scheduledMinutesOf,
} from '../../src/core/find-missing-time.ts';
import type { Actual, RunnPerson, RunnProject, WorkspaceTime } from '../../src/core/model.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import { aMatching, aScope } from '../builders/a-survey.ts';
import { day, theWeek } from '../builders/ids.ts';
import {
  aContract,
  aFilledZero,
  anActual,
  anAssignment,
  aPerson,
  aProject,
  aTimeOff,
  fullTime,
  linkedTo,
} from '../builders/runn.ts';
import { aRow, aWorkspace } from '../builders/toggl.ts';

interface Parts {
  readonly rows?: readonly ReturnType<typeof aRow>[];
  readonly workspaces?: readonly WorkspaceTime[];
  readonly people?: readonly RunnPerson[];
  readonly projects?: readonly RunnProject[];
  readonly actuals?: readonly Actual[];
  readonly schedule?: Partial<Schedule>;
  readonly map?: NonNullable<Parameters<typeof aMatching>[0]>['map'];
  readonly dayLimitMinutes?: number;
}

/** Eric works full time; the week is over; nobody has tracked or booked anything. */
function missingOf(parts: Parts = {}) {
  const { people = [aPerson()], projects = [aProject()], map = {} } = parts;
  return findMissingTime({
    window: theWeek,
    schedule: {
      assignments: [],
      timeOff: [],
      contracts: [aContract({ rosteredMinutes: fullTime })],
      lastDay: day('2024-01-31'),
      ...parts.schedule,
    },
    workspaces: parts.workspaces ?? [aWorkspace({ rows: parts.rows ?? [] })],
    matching: aMatching({ people, projects, map }),
    people,
    projects,
    actuals: parts.actuals ?? [],
    dayLimitMinutes: parts.dayLimitMinutes ?? 1440,
  });
}

const daysOf = (parts: Parts) => missingOf(parts).untracked.flatMap(({ days }) => days.map(({ date }) => date));
const workingDays = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05'];

describe('working days without time in Toggl', () => {
  it('are those that the contract rosters, with its minutes', () => {
    expect(missingOf().untracked).toEqual([
      { personId: 456, isLinked: true, days: workingDays.map((date) => ({ date, contractMinutes: 480 })) },
    ]);
  });

  it('are not those with any time of the person, wherever it leads', () => {
    const rows = [
      aRow({ date: '2024-01-01', seconds: 1 }),
      aRow({ date: '2024-01-02', projectId: null }),
      aRow({ date: '2024-01-03', projectId: 99 }),
    ];
    expect(daysOf({ rows })).toEqual(['2024-01-04', '2024-01-05']);
  });

  it('are those whose rows are of nothing', () => {
    expect(daysOf({ rows: [aRow({ seconds: 0 })] })).toEqual(workingDays);
  });

  it('are not those with time in another workspace, or of another user of that person', () => {
    const people = [aPerson({ references: linkedTo(11, 12) })];
    const workspaces = [aWorkspace(), aWorkspace({ id: 2, rows: [aRow({ userId: 12 })] })];
    expect(daysOf({ people, workspaces })).not.toContain('2024-01-02');
  });

  it('are not leave, holidays, or days off', () => {
    expect(
      daysOf({
        schedule: {
          timeOff: [aTimeOff(), aTimeOff({ personId: null, startDate: '2024-01-04', endDate: '2024-01-04' })],
        },
      }),
    ).toEqual(['2024-01-01', '2024-01-03', '2024-01-05']);
  });

  it('are not days without a contract', () => {
    const contracts = [aContract({ rosteredMinutes: fullTime, startDate: '2024-01-04', endDate: '2024-01-04' })];
    expect(daysOf({ schedule: { contracts } })).toEqual(['2024-01-04']);
  });

  it('are not days that are not over', () => {
    const found = missingOf({ schedule: { lastDay: day('2024-01-02') } });
    expect(found.untracked[0]?.days.map(({ date }) => date)).toEqual(['2024-01-01', '2024-01-02']);
    expect(found.lastDay).toBe('2024-01-02');
    expect(missingOf({ schedule: { lastDay: day('2024-01-07') } }).lastDay).toBeNull();
  });

  it('are none in a window of which no day is over', () => {
    const found = missingOf({ schedule: { lastDay: day('2023-12-31') }, workspaces: [aWorkspace({ isAdmin: false })] });
    expect(found).toMatchObject({ untracked: [], unseen: [], lastDay: '2023-12-31' });
  });

  it('are counted apart where Runn does not say what the contract rosters', () => {
    const found = missingOf({ schedule: { contracts: [aContract()] } });
    expect(found).toMatchObject({ untracked: [], unclearDays: 7 });
  });

  it('are not asked of archived people and placeholders', () => {
    expect(daysOf({ people: [aPerson({ isArchived: true })] })).toEqual([]);
    expect(daysOf({ people: [aPerson({ isPlaceholder: true })] })).toEqual([]);
  });

  it('are not told of somebody whose time may be that of an ambiguous user', () => {
    const people = [aPerson(), aPerson({ id: 457 })];
    const contracts = [456, 457].map((personId) => aContract({ personId, rosteredMinutes: fullTime }));
    const rows = [aRow({ date: '2024-01-01' })];
    expect(missingOf({ people, rows, schedule: { contracts } }).untracked).toMatchObject([
      { personId: 456, days: [{ date: '2024-01-02' }, {}, {}, {}] },
      { personId: 457, days: [{ date: '2024-01-02' }, {}, {}, {}] },
    ]);
  });

  describe('of people to whom no Toggl user leads', () => {
    const people = [aPerson({ references: [] })];

    it('are those on which nothing stands in Runn either', () => {
      const found = missingOf({ people, actuals: [anActual(), aFilledZero({ date: '2024-01-03' })] }).untracked;
      expect(found).toMatchObject([{ isLinked: false }]);
      expect(found[0]?.days.map(({ date }) => date)).toEqual(workingDays.filter((date) => date !== '2024-01-02'));
    });

    it('what stands in Runn is no excuse for those who track', () => {
      expect(daysOf({ actuals: [anActual()] })).toEqual(workingDays);
    });

    it('include whom map skips', () => {
      const found = missingOf({ rows: [aRow()], map: { people: { 11: 'skip' } } });
      expect(found.untracked).toMatchObject([{ isLinked: false, days: [{}, {}, {}, {}, {}] }]);
    });

    it('stand last, and those with most days first', () => {
      const many = [
        aPerson({ id: 1, references: [] }),
        aPerson({ id: 2, references: linkedTo(12) }),
        aPerson({ id: 4, references: linkedTo(14) }),
        aPerson({ id: 3, references: linkedTo(13) }),
      ];
      const contracts = many.map(({ id }) => aContract({ personId: id, rosteredMinutes: fullTime }));
      const found = missingOf({ people: many, rows: [aRow({ userId: 12 })], schedule: { contracts } });
      expect(found.untracked.map(({ personId }) => personId)).toEqual([3, 4, 2, 1]);
    });
  });

  describe('that were not seen', () => {
    it('are not told where a workspace is read without an admin, for others’ time is hidden', () => {
      const workspaces = [aWorkspace(), aWorkspace({ id: 2, isAdmin: false })];
      expect(missingOf({ workspaces })).toMatchObject({
        untracked: [],
        unseen: [{ workspaceId: 2, cause: 'not-admin', until: '2024-01-07' }],
      });
    });

    it('are not told beyond the retention of a workspace', () => {
      const workspaces = [aWorkspace({ readableSince: '2024-01-04' })];
      const found = missingOf({ workspaces });
      expect(found.untracked[0]?.days.map(({ date }) => date)).toEqual(['2024-01-04', '2024-01-05']);
      expect(found.unseen).toEqual([{ workspaceId: 1, cause: 'retention', until: '2024-01-03' }]);
    });

    it('are told of a window of one day', () => {
      const found = missingOf({
        workspaces: [aWorkspace({ isAdmin: false })],
        schedule: { lastDay: day('2024-01-01') },
      });
      expect(found.unseen).toMatchObject([{ until: '2024-01-01' }]);
    });

    it('are none when the retention reaches back to the first day', () => {
      expect(missingOf({ workspaces: [aWorkspace({ readableSince: '2024-01-01' })] }).unseen).toEqual([]);
    });
  });
});

describe('scheduled hours that Runn counts as worked', () => {
  const schedule = {
    assignments: [anAssignment({ startDate: '2024-01-02', endDate: '2024-01-03', minutesPerDay: 360 })],
  };

  it('are those of cells in which nothing stands, each with the time that Toggl has', () => {
    expect(missingOf({ schedule, rows: [aRow({ minutes: 90 }), aRow({ minutes: 30 })] }).assumed).toEqual([
      {
        personId: 456,
        projectId: 789,
        days: [
          { date: '2024-01-02', scheduledMinutes: 360, trackedSeconds: 7200 },
          { date: '2024-01-03', scheduledMinutes: 360, trackedSeconds: 0 },
        ],
      },
    ]);
  });

  it.each([
    ['minutes', anActual()],
    ['a zero', aFilledZero()],
    ['an actual in another role', anActual({ roleId: 99 })],
  ])('are not those of a cell with %s', (_, actual) => {
    expect(missingOf({ schedule, actuals: [actual] }).assumed[0]?.days).toMatchObject([{ date: '2024-01-03' }]);
  });

  it('count only the time that Toggl has for that cell', () => {
    const rows = [
      aRow({ projectId: 99 }),
      aRow({ projectId: null }),
      aRow({ userId: 12 }),
      aRow({ date: '2024-01-03', minutes: 45 }),
    ];
    expect(missingOf({ schedule, rows }).assumed[0]?.days).toEqual([
      { date: '2024-01-02', scheduledMinutes: 360, trackedSeconds: 0 },
      { date: '2024-01-03', scheduledMinutes: 360, trackedSeconds: 2700 },
    ]);
  });

  it('stay those of a cell while only another project has an actual', () => {
    expect(missingOf({ schedule, actuals: [anActual({ projectId: 790 })] }).assumed[0]?.days).toHaveLength(2);
  });

  it('are added up over the assignments of a cell', () => {
    const assignments = [
      ...schedule.assignments,
      anAssignment({ roleId: 20, minutesPerDay: 60, endDate: '2024-01-02' }),
    ];
    expect(missingOf({ schedule: { assignments } }).assumed[0]?.days).toEqual([
      { date: '2024-01-01', scheduledMinutes: 60, trackedSeconds: 0 },
      { date: '2024-01-02', scheduledMinutes: 420, trackedSeconds: 0 },
      { date: '2024-01-03', scheduledMinutes: 360, trackedSeconds: 0 },
    ]);
  });

  it('are not those of templates and of projects that Runn does not have', () => {
    expect(missingOf({ schedule, projects: [aProject({ isTemplate: true })] }).assumed).toEqual([]);
    expect(missingOf({ schedule, projects: [] }).assumed).toEqual([]);
  });

  it('are not those of placeholders, whom no list of people has', () => {
    const placeholder = aPerson({ isPlaceholder: true, references: [] });
    expect(missingOf({ schedule, people: [placeholder] }).assumed).toEqual([]);
    expect(missingOf({ schedule, people: [] })).toMatchObject({ assumed: [], unclearDays: 0 });
  });

  it('are counted apart where Runn does not say whether there was anything to work', () => {
    const found = missingOf({ schedule: { ...schedule, contracts: [aContract()] }, rows: [aRow()] });
    expect(found).toMatchObject({ assumed: [], unclearDays: 2 + 6 });
  });

  it('have the most minutes first, then the order of the ids', () => {
    const assignments = [
      anAssignment({ personId: 457, minutesPerDay: 60 }),
      anAssignment({ projectId: 791, minutesPerDay: 60 }),
      anAssignment({ projectId: 790, minutesPerDay: 60 }),
      anAssignment({ minutesPerDay: 480 }),
    ];
    const projects = [789, 790, 791].map((id) => aProject({ id, references: [] }));
    const contracts = [456, 457].map((personId) => aContract({ personId, rosteredMinutes: fullTime }));
    const people = [aPerson(), aPerson({ id: 457, references: [] })];
    const { assumed } = missingOf({ people, projects, schedule: { assignments, contracts } });
    expect(assumed.map(({ personId, projectId }) => [personId, projectId])).toEqual([
      [456, 789],
      [456, 790],
      [456, 791],
      [457, 789],
    ]);
    expect(assumed.map(({ days }) => scheduledMinutesOf(days))).toEqual([2400, 300, 300, 300]);
  });
});

describe('days that are too long', () => {
  it('have more than the limit, over all projects and workspaces', () => {
    const workspaces = [
      aWorkspace({ rows: [aRow({ minutes: 1000 }), aRow({ projectId: null, minutes: 440 })] }),
      aWorkspace({ id: 2, rows: [aRow({ projectId: 99, seconds: 1 })] }),
    ];
    expect(missingOf({ workspaces }).longDays).toEqual([
      { date: '2024-01-02', personId: 456, togglUserIds: [11], seconds: 86_401 },
    ]);
  });

  it('are not those that reach it', () => {
    expect(missingOf({ rows: [aRow({ minutes: 1440 })] }).longDays).toEqual([]);
    expect(missingOf({ rows: [aRow({ minutes: 600 })], dayLimitMinutes: 600 }).longDays).toEqual([]);
    expect(missingOf({ rows: [aRow({ minutes: 601 })], dayLimitMinutes: 600 })).toMatchObject({
      dayLimitMinutes: 600,
      longDays: [{ seconds: 36_060 }],
    });
  });

  it('are counted for the person, whatever users they have', () => {
    const people = [aPerson({ references: linkedTo(11, 12) })];
    const rows = [aRow({ userId: 12, minutes: 800 }), aRow({ minutes: 800 })];
    expect(missingOf({ people, rows }).longDays).toMatchObject([{ personId: 456, togglUserIds: [11, 12] }]);
  });

  it('are told of users who lead to nobody, each alone', () => {
    const rows = [aRow({ userId: 12, minutes: 1500 }), aRow({ userId: 13, minutes: 1400 })];
    expect(missingOf({ rows }).longDays).toEqual([
      { date: '2024-01-02', personId: null, togglUserIds: [12], seconds: 90_000 },
    ]);
  });

  it('are not told of whom map skips, but of time whose project it skips', () => {
    const rows = [aRow({ minutes: 1500 })];
    expect(missingOf({ rows, map: { people: { 11: 'skip' } } }).longDays).toEqual([]);
    expect(missingOf({ rows, map: { projects: { 22: 'skip' } } }).longDays).toHaveLength(1);
  });

  it('of one day and as much time stand in the order of the users', () => {
    const idsOf = (...userIds: number[]) =>
      missingOf({ rows: userIds.map((userId) => aRow({ userId, minutes: 1500 })) }).longDays.map(
        ({ togglUserIds }) => togglUserIds,
      );
    expect(idsOf(13, 14, 15)).toEqual([[13], [14], [15]]);
    expect(idsOf(15, 14, 13)).toEqual([[13], [14], [15]]);
  });

  it('of a user who may be one of several people are told without a person', () => {
    const people = [aPerson(), aPerson({ id: 457 })];
    expect(missingOf({ people, rows: [aRow({ minutes: 1500 })] }).longDays).toEqual([
      { date: '2024-01-02', personId: null, togglUserIds: [11], seconds: 90_000 },
    ]);
  });

  it('are those of the window alone, by day, most time first', () => {
    const rows = [
      aRow({ date: '2024-01-08', minutes: 1500 }),
      aRow({ date: '2024-01-07', userId: 14, minutes: 1500 }),
      aRow({ date: '2024-01-07', userId: 13, minutes: 1500 }),
      aRow({ date: '2024-01-07', userId: 15, minutes: 1600 }),
      aRow({ date: '2024-01-01', minutes: 1500 }),
    ];
    expect(missingOf({ rows }).longDays.map(({ date, togglUserIds }) => [date, togglUserIds[0]])).toEqual([
      ['2024-01-01', 11],
      ['2024-01-07', 15],
      ['2024-01-07', 13],
      ['2024-01-07', 14],
    ]);
  });
});

describe('isAnythingMissing', () => {
  it('is asked for by each kind, but for days of people without a Toggl user', () => {
    const nothing = missingOf({ schedule: { contracts: [] } });
    expect(isAnythingMissing(undefined)).toBe(false);
    expect(isAnythingMissing(nothing)).toBe(false);
    expect(isAnythingMissing(missingOf())).toBe(true);
    expect(isAnythingMissing(missingOf({ people: [aPerson({ references: [] })] }))).toBe(false);
    const assignments = [anAssignment({ personId: 457 })];
    const contracts = [aContract({ personId: 457, rosteredMinutes: fullTime })];
    const people = [aPerson(), aPerson({ id: 457, references: [] })];
    expect(isAnythingMissing(missingOf({ people, schedule: { assignments, contracts } }))).toBe(true);
    expect(isAnythingMissing(missingOf({ rows: [aRow({ minutes: 1500 })], schedule: { contracts: [] } }))).toBe(true);
  });
});

describe('limitMissing', () => {
  const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
  const schedule = {
    assignments: [anAssignment(), anAssignment({ personId: 457 })],
    contracts: [aContract({ rosteredMinutes: fullTime }), aContract({ personId: 457, rosteredMinutes: fullTime })],
  };
  const rows = [11, 12, 99].map((userId) => aRow({ userId, minutes: 1500 }));
  const missing = missingOf({ people, schedule, rows });
  const idsOf = ({ untracked, assumed, longDays }: typeof missing) => ({
    untracked: untracked.map(({ personId }) => personId),
    assumed: assumed.map(({ personId }) => personId),
    longDays: longDays.map(({ togglUserIds }) => togglUserIds[0]),
  });

  it('leaves everything as it is without a scope', () => {
    expect(limitMissing(missing, aScope())).toEqual(missing);
  });

  it('keeps the people of the scope', () => {
    expect(idsOf(limitMissing(missing, aScope({ people: { runn: [457] } })))).toEqual({
      untracked: [457],
      assumed: [457],
      longDays: [12],
    });
  });

  it('knows a Toggl user who leads to nobody by the number that was asked for', () => {
    expect(idsOf(limitMissing(missing, aScope({ people: { toggl: [99] } }))).longDays).toEqual([99]);
  });

  it('keeps nothing of people outside of the scope, nor of users who were not asked for', () => {
    expect(idsOf(limitMissing(missing, aScope({ people: { runn: [458], toggl: [98] } })))).toEqual({
      untracked: [],
      assumed: [],
      longDays: [],
    });
  });

  it('leaves what it says of the window as it is', () => {
    const { unseen, unclearDays, dayLimitMinutes, lastDay } = missing;
    expect(limitMissing(missing, aScope({ people: { runn: [458] }, projects: { runn: [1] } }))).toEqual({
      untracked: [],
      assumed: [],
      longDays: [],
      unseen,
      unclearDays,
      dayLimitMinutes,
      lastDay,
    });
  });

  it('says nothing of whole days where it is about some projects', () => {
    expect(idsOf(limitMissing(missing, aScope({ projects: { runn: [789] } })))).toEqual({
      untracked: [],
      assumed: [456, 457],
      longDays: [],
    });
  });
});
