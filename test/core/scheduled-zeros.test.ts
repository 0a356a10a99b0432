import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../src/core/schedule.ts';
import { adviseAutofill, findScheduledCells } from '../../src/core/scheduled-zeros.ts';
import { aMatching, aScope, planOf, type SurveyParts } from '../builders/a-survey.ts';
import { day, runnPerson, runnProject, theWeek } from '../builders/ids.ts';
import {
  aChange,
  aContract,
  aFilledZero,
  anActual,
  anAssignment,
  anEdited,
  anEntry,
  anOwned,
  aPerson,
  aProject,
  aTimeOff,
  fullTime,
  linkedTo,
  markOf,
} from '../builders/runn.ts';
import { aRow, aWorkspace } from '../builders/toggl.ts';
import { writeChanges } from '../builders/write-changes.ts';

/** The usual person is planned on the second project, and tracks time on the first, on the Tuesday. */
const care = aProject({ id: 790, name: 'Moon Base care', references: linkedTo(23) });

function aSchedule(fields: Partial<Schedule> = {}): Schedule {
  return {
    assignments: [anAssignment({ projectId: 790, roleId: 20, workstreamId: 7 })],
    timeOff: [],
    contracts: [aContract({ rosteredMinutes: fullTime })],
    lastDay: theWeek.until,
    ...fields,
  };
}

const togglProjects = [22, 23];

function planWith(schedule: Partial<Schedule> = {}, { rows = [aRow()], ...parts }: SurveyParts = {}) {
  return planOf({
    projects: [aProject(), care],
    workspaces: [aWorkspace({ rows, projects: togglProjects })],
    schedule: aSchedule(schedule),
    ...parts,
  });
}

function zerosOf(plan: ReturnType<typeof planWith>) {
  return plan.changes.filter(({ reason }) => reason === 'scheduled-zero');
}

function daysOf(plan: ReturnType<typeof planWith>): string[] {
  return zerosOf(plan).map(({ date }) => date);
}

describe('R10: a scheduled day on which the person tracked time elsewhere', () => {
  it('becomes a marked 0/0 in role and workstream of the assignment', () => {
    expect(zerosOf(planWith())).toEqual([
      {
        kind: 'clear',
        reason: 'scheduled-zero',
        date: '2024-01-02',
        personId: 456,
        projectId: 790,
        roleId: 20,
        workstreamId: 7,
        phaseId: null,
        actualId: null,
        before: null,
        after: { ...anEntry(0, 0), nonbillableNote: markOf(0, 0) },
      },
    ]);
  });

  it('is planned once: then the zero stands there', () => {
    const plan = planWith();
    const actuals = writeChanges([], plan.changes);
    expect(planWith({}, { actuals }).changes).toEqual([]);
  });

  it('is left alone without a schedule', () => {
    const plan = planOf({ projects: [aProject(), care], rows: [aRow()] });
    expect(zerosOf(plan)).toEqual([]);
  });

  it.each([
    ['has no project', aRow({ projectId: null })],
    ['leads to no project of Runn', aRow({ projectId: 99 })],
    ['is a second long', aRow({ projectId: 23, minutes: 0, seconds: 1 })],
  ])('counts time that %s', (_what, row) => {
    const schedule = { assignments: [anAssignment()] };
    // The scheduled project is linked, so that time which leads nowhere cannot be its.
    expect(daysOf(planWith(schedule, { rows: [row] }))).toEqual(['2024-01-02']);
  });

  it.each([
    ['no time', []],
    ['a row without seconds', [aRow({ minutes: 0 })]],
    ['time on another day', [aRow({ date: '2024-01-06' })]],
    ['time of a user who leads to nobody', [aRow({ userId: 99 })]],
  ])('needs time of that person and day: %s', (_what, rows) => {
    expect(daysOf(planWith({}, { rows })).filter((date) => date === '2024-01-02')).toEqual([]);
  });

  it('is left alone when Toggl has time for it', () => {
    expect(zerosOf(planWith({}, { rows: [aRow(), aRow({ projectId: 23 })] }))).toEqual([]);
  });

  it('counts as without time when that rounds to nothing, whose seconds are then of a changed cell', () => {
    const rows = [aRow(), aRow({ projectId: 23, minutes: 0, seconds: 20 })];
    const plan = planWith({}, { rows });
    expect(daysOf(plan)).toEqual(['2024-01-02']);
    expect(plan.statement.toggl).toMatchObject({ trackedSeconds: 3620, changedSeconds: 3620, roundingSeconds: -20 });
  });

  it('is left alone when that rounds to nothing and is all time of the day', () => {
    const rows = [aRow({ projectId: 23, minutes: 0, seconds: 20 }), aRow({ projectId: 23, minutes: 0, seconds: 5 })];
    expect(zerosOf(planWith({}, { rows }))).toEqual([]);
  });

  it('is written where time elsewhere comes between such time', () => {
    const here = { projectId: 23, minutes: 0, seconds: 5 };
    const rows = [aRow(here), aRow({ projectId: 99, minutes: 0, seconds: 5 }), aRow({ ...here, workspaceId: 2 })];
    expect(daysOf(planWith({}, { rows }))).toEqual(['2024-01-02']);
  });

  it.each([
    ['an owned actual', anOwned({ projectId: 790 })],
    ['an owned 0/0', anOwned({ projectId: 790, nonbillableMinutes: 0 })],
    ["somebody's own", anActual({ projectId: 790 })],
    ['an edited one', anEdited({ projectId: 790 })],
    ['a zero that Runn filled in', aFilledZero({ projectId: 790 })],
    ['one in another role', anActual({ projectId: 790, roleId: 30 })],
  ])('is left alone where there stands %s', (_what, actual) => {
    expect(zerosOf(planWith({}, { actuals: [actual] }))).toEqual([]);
  });

  describe('in two roles, with zeros of which just some stand', () => {
    const assignments = [10, 20].map((roleId) => anAssignment({ projectId: 790, roleId, workstreamId: null }));
    const ofOurs = (minutes: number, roleId = 10) =>
      anOwned({ id: roleId, projectId: 790, roleId, workstreamId: null, nonbillableMinutes: minutes });
    const zeroMinutes = { billableMinutes: 0, nonbillableMinutes: 0 };
    const rolesOf = (...actuals: readonly ReturnType<typeof anActual>[]) =>
      zerosOf(planWith({ assignments }, { actuals })).map(({ roleId }) => roleId);

    it('has the others written: a run may have been cut off', () => expect(rolesOf(ofOurs(0))).toEqual([20]));
    it('has them written with the clear of what stood there', () => expect(rolesOf(ofOurs(60))).toEqual([20]));
    it('has nothing to write when all stand', () => {
      expect(rolesOf(ofOurs(0), ofOurs(0, 20))).toEqual([]);
    });
    it('is left alone beside a zero in a role in which nothing is scheduled', () => {
      expect(rolesOf(ofOurs(0, 30))).toEqual([]);
    });
    it.each([
      ['a zero that Runn filled in', aFilledZero],
      ['a zero that a person set', (fields: Parameters<typeof anEdited>[0]) => anEdited({ ...fields, ...zeroMinutes })],
    ])('is left alone beside %s in one of the roles', (_what, make) => {
      expect(rolesOf(make({ projectId: 790, roleId: 10 }))).toEqual([]);
    });
    it('is left alone beside time of somebody else, though ours is cleared', () => {
      const three = [...assignments, anAssignment({ projectId: 790, roleId: 30, workstreamId: null })];
      const actuals = [ofOurs(60), anActual({ id: 20, projectId: 790, roleId: 20 })];
      expect(zerosOf(planWith({ assignments: three }, { actuals }))).toEqual([]);
    });
    it('tells the workstreams of a role apart', () => {
      const streams = [7, 8].map((workstreamId) => anAssignment({ projectId: 790, roleId: 10, workstreamId }));
      const standsIn = (workstreamId: number) =>
        zerosOf(planWith({ assignments: streams }, { actuals: [anOwned({ ...ofOurs(0), workstreamId })] })).map(
          (change) => change.workstreamId,
        );
      expect([7, 8, 9].map(standsIn)).toEqual([[8], [7], []]);
    });
    it('is left alone beside time that was entered in one of the roles', () => {
      expect(rolesOf(anActual({ projectId: 790, roleId: 10, workstreamId: null }))).toEqual([]);
    });
  });

  it('becomes one zero for each role and workstream', () => {
    const assignments = [
      anAssignment({ projectId: 790, roleId: 20 }),
      anAssignment({ projectId: 790, roleId: 20 }),
      anAssignment({ projectId: 790, roleId: 20, workstreamId: 7 }),
      anAssignment({ projectId: 790, roleId: 10 }),
    ];
    const keys = zerosOf(planWith({ assignments })).map(({ roleId, workstreamId }) => [roleId, workstreamId]);
    expect(keys).toEqual([
      [10, null],
      [20, null],
      [20, 7],
    ]);
  });

  it('becomes time again when Toggl has some later, in the same role', () => {
    const actuals = [anOwned({ projectId: 790, roleId: 20, nonbillableMinutes: 0 })];
    const plan = planWith({}, { actuals, rows: [aRow(), aRow({ projectId: 23 })] });
    expect(plan.changes.find(({ projectId }) => projectId === 790)).toMatchObject({ kind: 'update', roleId: 20 });
  });
});

describe('a day that was not to be worked gets none', () => {
  it.each<[string, Partial<Schedule>]>([
    ['on leave or holiday', { timeOff: [aTimeOff()] }],
    ['in the middle of a longer leave', { timeOff: [aTimeOff({ startDate: '2023-12-20', endDate: '2024-01-20' })] }],
    ['with a leave whose dates Runn does not give', { timeOff: [aTimeOff({ startDate: null, endDate: null })] }],
    ['with a holiday whose person Runn does not give', { timeOff: [aTimeOff({ personId: null })] }],
    ['that is not rostered', { contracts: [aContract({ rosteredMinutes: [480, 0, 480, 480, 480, 0, 0] })] }],
    ['before the contract', { contracts: [aContract({ rosteredMinutes: fullTime, startDate: '2024-01-03' })] }],
    ['after the contract', { contracts: [aContract({ rosteredMinutes: fullTime, endDate: '2024-01-01' })] }],
    ['without a contract', { contracts: [] }],
    [
      'that one of two contracts does not have',
      { contracts: [fullTime, [480, 0, 0, 0, 0, 0, 0]].map((rosteredMinutes) => aContract({ rosteredMinutes })) },
    ],
    ['with an assignment of 0 minutes', { assignments: [anAssignment({ projectId: 790, minutesPerDay: 0 })] }],
    ['with an assignment that plans nothing', { assignments: [anAssignment({ projectId: 790, isPlanned: false })] }],
    ['before the assignment', { assignments: [anAssignment({ projectId: 790, startDate: '2024-01-03' })] }],
    ['after the assignment', { assignments: [anAssignment({ projectId: 790, endDate: '2024-01-01' })] }],
    ['that is not over', { lastDay: day('2024-01-01') }],
    ['on a project that Runn does not list', { assignments: [anAssignment({ projectId: 999 })] }],
  ])('%s', (_what, schedule) => {
    expect(zerosOf(planWith(schedule))).toEqual([]);
  });

  it('on a template', () => {
    const projects = [aProject(), aProject({ id: 790, isTemplate: true, references: [] })];
    expect(zerosOf(planWith({}, { projects }))).toEqual([]);
  });

  it.each<[string, Partial<Schedule>]>([
    ['the minutes of the assignment', { assignments: [anAssignment({ projectId: 790, minutesPerDay: null })] }],
    ['the rostered days', { contracts: [aContract()] }],
    ['that weekday', { contracts: [aContract({ rosteredMinutes: [480, null, 480, 480, 480, 0, 0] })] }],
  ])('of which Runn does not say %s, and is reported', (_what, schedule) => {
    const plan = planWith(schedule);
    expect(zerosOf(plan)).toEqual([]);
    expect(plan.findings).toContainEqual(
      expect.objectContaining({ code: 'schedule-unclear', severity: 'info', facts: { cells: 1 } }),
    );
  });

  it('and is not reported as unclear where something stands', () => {
    const plan = planWith({ contracts: [aContract()] }, { actuals: [anActual({ projectId: 790 })] });
    expect(plan.findings.map(({ code }) => code)).not.toContain('schedule-unclear');
  });

  it.each<[string, SurveyParts]>([
    ['where Toggl has time', { rows: [aRow(), aRow({ projectId: 23 })] }],
    ['outside the scope', { scope: aScope({ projects: { runn: [789] } }) }],
  ])('and is not reported as unclear %s', (_where, parts) => {
    const plan = planWith({ contracts: [aContract()] }, parts);
    expect(plan.findings.map(({ code }) => code)).not.toContain('schedule-unclear');
  });
});

describe('a scheduled zero needs the proof of a clear', () => {
  it.each<[string, SurveyParts, object]>([
    [
      'a token whose owner is no admin',
      { workspaces: [aWorkspace({ rows: [aRow()], projects: togglProjects, isAdmin: false })] },
      { code: 'not-proven', facts: expect.objectContaining({ cause: 'not-admin', isScheduledZero: true }) },
    ],
    [
      'held time that may be its own',
      {
        projects: [aProject(), aProject({ id: 790, references: [] })],
        rows: [aRow({ projectId: 99 })],
      },
      { code: 'clear-withheld', facts: expect.objectContaining({ cause: 'held-source', isScheduledZero: true }) },
    ],
    [
      'an archived project',
      { projects: [aProject(), aProject({ id: 790, references: linkedTo(23), isArchived: true })] },
      { code: 'archived', facts: expect.objectContaining({ cause: 'project-archived', isScheduledZero: true }) },
    ],
    [
      'a closed period',
      { rules: { lockedThrough: '2024-01-02' } },
      { code: 'late-change', facts: expect.objectContaining({ deltaMinutes: 0, isScheduledZero: true }) },
    ],
  ])('%s holds it back, as a warning', (_what, parts, finding) => {
    const plan = planWith({}, parts);
    expect(zerosOf(plan)).toEqual([]);
    expect(plan.findings).toContainEqual(
      expect.objectContaining({
        ...finding,
        severity: 'warning',
        subject: { runnPersonId: 456, runnProjectId: 790, date: '2024-01-02' },
      }),
    );
  });

  it('but is not meant by rules.clear: never, for it takes nothing away', () => {
    expect(daysOf(planWith({}, { rules: { clear: 'never' } }))).toEqual(['2024-01-02']);
  });

  it('is written as 0/0 also where clears are deletions', () => {
    expect(daysOf(planWith({}, { rules: { clearWith: 'delete' } }))).toEqual(['2024-01-02']);
  });
});

describe('a scheduled zero in the account of the run', () => {
  it('changes no minutes and no seconds', () => {
    const plan = planWith();
    expect(plan.statement.toggl).toMatchObject({ trackedSeconds: 3600, changedSeconds: 3600, inSyncSeconds: 0 });
    expect(plan.statement.runn).toMatchObject({ minutesBefore: 0, minutesAfter: 60, fromToggl: 60, clearsWithheld: 0 });
  });

  it('never trips the brake', () => {
    expect(planWith({}, { limits: { maxLossShare: 0, floorHours: 0 } }).refusals).toEqual([]);
  });

  it('stands before the other changes of that person and day', () => {
    expect(planWith().changes.map(({ kind }) => kind)).toEqual(['clear', 'create']);
  });

  it.each([
    ['another person', { people: { runn: [457] } }, []],
    ['another project', { projects: { runn: [789] } }, []],
    ['its project', { projects: { runn: [790] } }, ['2024-01-02']],
  ])('respects a scope of %s', (_what, scope, days) => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
    expect(daysOf(planWith({}, { people, scope: aScope(scope) }))).toEqual(days);
  });

  it('stays inside the window', () => {
    const rows = ['2023-12-29', '2024-01-01', '2024-01-05', '2024-01-08'].map((date) => aRow({ date }));
    const assignments = [anAssignment({ projectId: 790, startDate: '2023-12-01' })];
    expect(daysOf(planWith({ assignments, lastDay: day('2024-01-31') }, { rows }))).toEqual([
      '2024-01-01',
      '2024-01-05',
    ]);
  });
});

describe('adviseAutofill', () => {
  const codesOf = (...args: Parameters<typeof adviseAutofill>) => adviseAutofill(...args).map(({ code }) => code);

  it('advises a first run that creates something', () => {
    expect(codesOf([aChange()], [anActual(), aFilledZero()])).toEqual(['autofill-advice']);
  });

  it('advises it also where other things change, and where nothing stands yet', () => {
    expect(codesOf([aChange({ kind: 'update', before: anEntry(0, 30) }), aChange()], [])).toEqual(['autofill-advice']);
  });

  it('says nothing when only one of several actuals is ours', () => {
    expect(codesOf([aChange()], [anActual(), anOwned({ id: 2 })])).toEqual([]);
  });

  it.each([
    ['nothing is created', [aChange({ kind: 'update', before: anEntry(0, 30) })], []],
    ['an owned actual stands', [aChange()], [anOwned()]],
    ['an edited one does', [aChange()], [anEdited()]],
  ])('says nothing when %s', (_what, changes, actuals) => {
    expect(codesOf(changes, actuals)).toEqual([]);
  });
});

describe('findScheduledCells', () => {
  it('has each role and workstream of a cell once', () => {
    const assignments = [
      anAssignment({ roleId: 10 }),
      anAssignment({ roleId: 20 }),
      anAssignment({ roleId: 10, minutesPerDay: 60 }),
      anAssignment({ roleId: 10, workstreamId: 7 }),
    ];
    const projects = [aProject()];
    const { cells } = findScheduledCells({
      schedule: aSchedule({ assignments }),
      window: theWeek,
      workspaces: [aWorkspace({ rows: [aRow({ projectId: null })] })],
      matching: aMatching({ projects }),
      projects,
    });
    expect(cells.findPair(runnPerson(), runnProject())?.byDate.get(day())).toEqual([
      { roleId: 10, workstreamId: null },
      { roleId: 20, workstreamId: null },
      { roleId: 10, workstreamId: 7 },
    ]);
  });
});
