import { describe, expect, it } from 'vitest';
import {
  createHoldRule,
  deltaMinutesOf,
  describeHold,
  isLowering,
  listCellDeltas,
  lostMinutesOf,
} from '../../src/core/holds.ts';
import type { Change } from '../../src/core/model.ts';
import { aSurvey, type SurveyParts } from '../builders/a-survey.ts';
import { day, runnPerson, runnProject } from '../builders/ids.ts';
import { aChange, anEntry, aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aDifference, aRow, aWorkspace } from '../builders/toggl.ts';

const aClear = aChange({ kind: 'clear', reason: 'gone-from-toggl', before: anEntry(0, 60), after: anEntry(0, 0) });
const aLowering = aChange({ kind: 'update', before: anEntry(0, 60), after: anEntry(0, 45) });
const aRaise = aChange({ kind: 'update', before: anEntry(0, 60), after: anEntry(0, 75) });
const aCreate = aChange();

/** What the rules say of the cell of person 456 and project 789 on the second of January. */
function holdOf(
  changes: readonly Change[],
  parts: SurveyParts = {},
  { hasTime = false, personId = 456, projectId = 789, date = '2024-01-02' } = {},
) {
  const cell = { personId: runnPerson(personId), projectId: runnProject(projectId), date: day(date), hasTime };
  return createHoldRule(aSurvey(parts))(cell, changes);
}

describe('isLowering', () => {
  it.each([
    ['the billable side falls', anEntry(60, 30), anEntry(59, 30), true],
    ['the non-billable side falls', anEntry(60, 30), anEntry(60, 29), true],
    ['minutes change side', anEntry(60, 0), anEntry(0, 60), true],
    ['one side falls although the total rises', anEntry(60, 0), anEntry(59, 60), true],
    ['both sides rise', anEntry(60, 30), anEntry(61, 31), false],
    ['nothing but the mark changes', anEntry(60, 30), anEntry(60, 30), false],
    ['nothing stood there', null, anEntry(0, 60), false],
  ])('when %s', (_case, before, after, is) => {
    expect(isLowering(aChange({ before, after }))).toBe(is);
  });
});

describe('lostMinutesOf', () => {
  it.each([
    [anEntry(60, 30), anEntry(0, 0), 90],
    [anEntry(60, 30), anEntry(50, 25), 15],
    [anEntry(60, 30), anEntry(90, 25), 5],
    [anEntry(60, 30), anEntry(50, 90), 10],
    [anEntry(60, 30), anEntry(61, 31), 0],
    [null, anEntry(60, 30), 0],
  ])('sums what each side loses', (before, after, lost) => {
    expect(lostMinutesOf(aChange({ before, after }))).toBe(lost);
  });
});

describe('deltaMinutesOf', () => {
  it('is the signed change of all totals together', () => {
    const changes = [
      aChange({ before: anEntry(60, 30), after: anEntry(0, 0) }),
      aChange({ before: null, after: anEntry(20, 10) }),
    ];
    expect(deltaMinutesOf(changes)).toBe(-60);
  });

  it('is 0 without changes', () => {
    expect(deltaMinutesOf([])).toBe(0);
  });
});

describe('listCellDeltas', () => {
  it('sums the changes of a cell, which is listed once and where the first of them stands (R6, R11)', () => {
    const goes = aChange({ kind: 'clear', before: anEntry(0, 60), after: anEntry(0, 0) });
    const elsewhere = aChange({ projectId: 790, after: anEntry(0, 20) });
    const comes = aChange({ roleId: 20, after: anEntry(30, 45) });
    expect(listCellDeltas([goes, elsewhere, comes])).toEqual([
      { personId: 456, projectId: 789, date: '2024-01-02', deltaMinutes: 15 },
      { personId: 456, projectId: 790, date: '2024-01-02', deltaMinutes: 20 },
    ]);
  });
});

describe('R1: what lowers needs the proof that Toggl was seen whole', () => {
  it('is given when every workspace was read by an admin and knows every id that leads here', () => {
    expect(holdOf([aClear])).toBeNull();
    expect(holdOf([aLowering], {}, { hasTime: true })).toBeNull();
  });

  const notAdmin = { workspaces: [aWorkspace({ isAdmin: false })] };

  it('fails without an admin', () => {
    expect(holdOf([aClear], notAdmin)).toEqual({ code: 'not-proven', cause: 'not-admin' });
  });

  it('fails when one of several workspaces is read without an admin', () => {
    const workspaces = [aWorkspace(), aWorkspace({ id: 2, isAdmin: false })];
    expect(holdOf([aClear], { workspaces })).toEqual({ code: 'not-proven', cause: 'not-admin' });
  });

  it('is asked for each change that lowers, in cells with time as well', () => {
    expect(holdOf([aLowering], notAdmin, { hasTime: true })).toMatchObject({ code: 'not-proven' });
    expect(holdOf([aRaise, aLowering], notAdmin, { hasTime: true })).toMatchObject({ code: 'not-proven' });
  });

  it('is asked when only one side is lowered', () => {
    const sideChange = aChange({ before: anEntry(60, 0), after: anEntry(30, 60) });
    expect(holdOf([sideChange], notAdmin, { hasTime: true })).toMatchObject({ code: 'not-proven' });
  });

  it('is not asked for what raises or creates', () => {
    expect(holdOf([aRaise], notAdmin, { hasTime: true })).toBeNull();
    expect(holdOf([aCreate], notAdmin, { hasTime: true })).toBeNull();
  });

  it.each([
    ['fails before the first day that the retention leaves', '2024-01-03', { code: 'not-proven', cause: 'retention' }],
    ['is given from that day on', '2024-01-02', null],
    ['is given after that day', '2023-06-01', null],
  ])('%s', (_what, readableSince, hold) => {
    expect(holdOf([aClear], { workspaces: [aWorkspace({ readableSince })] })).toEqual(hold);
  });

  it('fails when the day is beyond the retention of one of several workspaces', () => {
    const workspaces = [aWorkspace(), aWorkspace({ id: 2, readableSince: '2024-01-03' })];
    expect(holdOf([aClear], { workspaces })).toMatchObject({ cause: 'retention' });
  });

  it('fails when a Toggl user who leads to the person was not read', () => {
    const people = [aPerson({ references: linkedTo(11, 12) })];
    expect(holdOf([aClear], { people })).toEqual({ code: 'not-proven', cause: 'unknown-user' });
  });

  it('fails when a Toggl project that leads to the project was not read', () => {
    const projects = [aProject({ references: linkedTo(22, 23) })];
    expect(holdOf([aClear], { projects })).toEqual({ code: 'not-proven', cause: 'unknown-project' });
  });

  it('is given when any of the workspaces knows the ids', () => {
    const people = [aPerson({ references: linkedTo(11, 12) })];
    const projects = [aProject({ references: linkedTo(22, 23) })];
    const workspaces = [aWorkspace(), aWorkspace({ id: 2, users: [12], projects: [23] })];
    expect(holdOf([aClear], { people, projects, workspaces })).toBeNull();
  });

  it('asks for mapped ids as well', () => {
    expect(holdOf([aClear], { map: { people: { 12: 456 } } })).toMatchObject({ cause: 'unknown-user' });
    expect(holdOf([aClear], { map: { projects: { 23: 789 } } })).toMatchObject({ cause: 'unknown-project' });
  });

  it('asks on its days only for the project of a dated map entry', () => {
    const map = {
      projects: {
        23: [
          { target: 789, until: '2024-01-02' },
          { target: 'skip', until: null },
        ],
      },
    } as const;
    expect(holdOf([aClear], { map })).toMatchObject({ cause: 'unknown-project' });
    expect(holdOf([aClear], { map }, { date: '2024-01-03' })).toBeNull();
  });

  it('is given for a person and project to whom nothing leads any more', () => {
    const people = [aPerson({ references: [] })];
    const projects = [aProject({ references: [] })];
    expect(holdOf([aClear], { people, projects })).toBeNull();
  });

  it('is not asked of links to other people and projects', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
    const projects = [aProject(), aProject({ id: 790, references: linkedTo(23) })];
    expect(holdOf([aClear], { people, projects })).toBeNull();
  });
});

describe('R2, R3: cells that untrusted or ambiguous time may belong to', () => {
  it('are frozen by totals that differ, whatever the change', () => {
    const workspaces = [aWorkspace({ totalsDifferences: [aDifference()] })];
    for (const change of [aClear, aLowering, aRaise, aCreate]) {
      expect(holdOf([change], { workspaces }, { hasTime: true })).toEqual({
        code: 'totals-differ',
        cause: 'shares-cell',
      });
    }
  });

  it('are frozen for each candidate of an ambiguous user, on the day of the row', () => {
    const parts = { people: [aPerson(), aPerson({ id: 457 })], rows: [aRow()] };
    expect(holdOf([aRaise], parts)).toEqual({ code: 'ambiguous', cause: 'shares-cell' });
    expect(holdOf([aRaise], parts, { personId: 457 })).toMatchObject({ code: 'ambiguous' });
    expect(holdOf([aRaise], parts, { date: '2024-01-03' })).toBeNull();
  });

  it('are not frozen where the row cannot belong', () => {
    const projects = [aProject(), aProject({ id: 790, references: linkedTo(23) })];
    const parts = { people: [aPerson(), aPerson({ id: 457 })], projects, rows: [aRow()] };
    expect(holdOf([aRaise], parts, { projectId: 790 })).toBeNull();
  });
});

describe('R3: archived records of Runn', () => {
  const archivedPerson = { people: [aPerson({ isArchived: true })] };
  const archivedProject = { projects: [aProject({ isArchived: true })] };

  it('hold a cell back, whatever the change', () => {
    for (const change of [aClear, aRaise, aCreate]) {
      expect(holdOf([change], archivedPerson)).toEqual({ code: 'archived', cause: 'person-archived' });
      expect(holdOf([change], archivedProject)).toEqual({ code: 'archived', cause: 'project-archived' });
    }
  });

  it('are written with rules.archived: write', () => {
    expect(holdOf([aClear], { ...archivedPerson, rules: { archived: 'write' } })).toBeNull();
    expect(holdOf([aClear], { ...archivedProject, rules: { archived: 'write' } })).toBeNull();
  });

  it('do not hold other cells', () => {
    const people = [aPerson(), aPerson({ id: 457, isArchived: true, references: [] })];
    const projects = [aProject(), aProject({ id: 790, isArchived: true, references: [] })];
    expect(holdOf([aRaise], { people, projects })).toBeNull();
  });
});

describe('R9: a clear waits while held-back or excluded time of that day can be its source', () => {
  const held = { code: 'clear-withheld', cause: 'held-source' };
  const excluded = { code: 'clear-withheld', cause: 'excluded-source' };
  const twoProjects = [aProject(), aProject({ id: 790, references: [] })];
  const twoPeople = [aPerson(), aPerson({ id: 457, references: [] })];
  const theWorkspace = (rows: readonly ReturnType<typeof aRow>[]) => ({
    workspaces: [aWorkspace({ rows, users: [11, 12], projects: [22, 23] })],
  });

  it('when the user leads to the person, and the project nowhere while none leads to the cell’s', () => {
    const parts = { projects: twoProjects, ...theWorkspace([aRow({ projectId: 23 })]) };
    expect(holdOf([aClear], parts, { projectId: 790 })).toEqual(held);
  });

  it('when both held and skipped time can be, and names what can be mended, whichever comes first', () => {
    const rows = [aRow({ projectId: 23 }), aRow({ projectId: 24 })];
    for (const order of [rows, rows.toReversed()]) {
      const workspaces = [aWorkspace({ rows: order, projects: [23, 24] })];
      const parts = { projects: twoProjects, workspaces, map: { projects: { 24: 'skip' as const } } };
      expect(holdOf([aClear], parts, { projectId: 790 })).toEqual(held);
    }
  });

  it('not when a Toggl project leads to the cell’s project', () => {
    const parts = { projects: twoProjects, ...theWorkspace([aRow({ projectId: 23 })]) };
    expect(holdOf([aClear], parts, { projectId: 789 })).toBeNull();
  });

  it('not when the user leads to another person', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
    const parts = { people, projects: twoProjects, ...theWorkspace([aRow({ projectId: 23 })]) };
    expect(holdOf([aClear], parts, { personId: 457, projectId: 790 })).toBeNull();
  });

  it('when the user leads nowhere while nobody leads to the person, and the project leads to the cell’s', () => {
    const parts = { people: twoPeople, ...theWorkspace([aRow({ userId: 12 })]) };
    expect(holdOf([aClear], parts, { personId: 457 })).toEqual(held);
  });

  it('not when a Toggl user leads to the person', () => {
    const parts = { people: twoPeople, ...theWorkspace([aRow({ userId: 12 })]) };
    expect(holdOf([aClear], parts, { personId: 456 })).toBeNull();
  });

  it('when a Toggl user leads to the person and to another one: then nobody knows to whom', () => {
    const people = [aPerson({ references: linkedTo(13) }), aPerson({ id: 457, references: linkedTo(13) })];
    const workspaces = [aWorkspace({ rows: [aRow({ userId: 12 })], users: [12, 13] })];
    expect(holdOf([aClear], { people, workspaces })).toEqual(held);
  });

  it('when a Toggl project leads to the cell’s and to another one', () => {
    const projects = [aProject({ references: linkedTo(24) }), aProject({ id: 790, references: linkedTo(24) })];
    const workspaces = [aWorkspace({ rows: [aRow({ projectId: 23 })], projects: [23, 24] })];
    expect(holdOf([aClear], { projects, workspaces })).toEqual(held);
  });

  it('not when the project leads to another one', () => {
    const projects = [aProject(), aProject({ id: 790, references: linkedTo(23) })];
    const parts = { people: twoPeople, projects, ...theWorkspace([aRow({ userId: 12 })]) };
    expect(holdOf([aClear], parts, { personId: 457, projectId: 790 })).toBeNull();
  });

  it('when both lead nowhere while nothing leads to the cell', () => {
    const parts = {
      people: twoPeople,
      projects: twoProjects,
      ...theWorkspace([aRow({ userId: 12, projectId: 23 })]),
    };
    expect(holdOf([aClear], parts, { personId: 457, projectId: 790 })).toEqual(held);
  });

  it('when time without a project can be the source', () => {
    const parts = { projects: twoProjects, rows: [aRow({ projectId: null })] };
    expect(holdOf([aClear], parts, { projectId: 790 })).toEqual(held);
  });

  it('not when map.noProject leads to the cell’s project, for what else leads nowhere', () => {
    const parts = {
      projects: twoProjects,
      map: { noProject: 790 },
      ...theWorkspace([aRow({ projectId: 23 })]),
    };
    expect(holdOf([aClear], parts, { projectId: 790 })).toBeNull();
  });

  it('when what map skips can be the source', () => {
    const rows = [aRow()];
    expect(holdOf([aClear], { rows, map: { projects: { 22: 'skip' } } })).toEqual(excluded);
    expect(holdOf([aClear], { rows, map: { people: { 11: 'skip' } } })).toEqual(excluded);
  });

  it('only on the day of the row', () => {
    const parts = { projects: twoProjects, ...theWorkspace([aRow({ projectId: 23, date: '2024-01-03' })]) };
    expect(holdOf([aClear], parts, { projectId: 790 })).toBeNull();
    expect(holdOf([aClear], parts, { projectId: 790, date: '2024-01-03' })).toEqual(held);
  });

  it('only for what would be lowered', () => {
    const parts = { projects: twoProjects, ...theWorkspace([aRow({ projectId: 23 })]) };
    expect(holdOf([aRaise], parts, { projectId: 790 })).toBeNull();
  });

  it('only where Toggl has no time in the cell', () => {
    const parts = { projects: twoProjects, ...theWorkspace([aRow({ projectId: 23 })]) };
    expect(holdOf([aLowering], parts, { projectId: 790, hasTime: true })).toBeNull();
  });

  it('when the clear is one of several changes', () => {
    const parts = { projects: twoProjects, ...theWorkspace([aRow({ projectId: 23 })]) };
    expect(holdOf([aRaise, aClear], parts, { projectId: 790 })).toEqual(held);
  });

  it('when one of several rows can be the source', () => {
    const rows = [aRow({ userId: 12, projectId: 23 }), aRow({ projectId: 23 })];
    expect(holdOf([aClear], { projects: twoProjects, ...theWorkspace(rows) }, { projectId: 790 })).toEqual(held);
  });
});

describe('R10: rules.clear: never', () => {
  it('withholds every clear', () => {
    expect(holdOf([aClear], { rules: { clear: 'never' } })).toEqual({
      code: 'clear-withheld',
      cause: 'rules-clear-never',
    });
  });

  it('withholds the clear among several changes', () => {
    expect(holdOf([aRaise, aClear], { rules: { clear: 'never' } }, { hasTime: true })).toMatchObject({
      cause: 'rules-clear-never',
    });
  });

  it('lets what only lowers pass', () => {
    expect(holdOf([aLowering], { rules: { clear: 'never' } }, { hasTime: true })).toBeNull();
  });
});

describe('R13: closed periods', () => {
  it.each([
    ['holds the last closed day', '2024-01-02', { code: 'late-change' }],
    ['holds the days before it', '2024-01-03', { code: 'late-change' }],
    ['leaves the first open day', '2024-01-01', null],
    ['leaves everything when nothing is closed', null, null],
  ])('lockedThrough %s', (_what, lockedThrough, hold) => {
    for (const change of [aClear, aRaise, aCreate]) {
      expect(holdOf([change], { rules: { lockedThrough } })).toEqual(hold);
    }
  });
});

describe('the hold that is named', () => {
  const everyCause: SurveyParts = {
    people: [aPerson({ isArchived: true })],
    map: { projects: { 23: 'skip' } },
    workspaces: [
      aWorkspace({
        isAdmin: false,
        rows: [aRow({ projectId: 24 })],
        totalsDifferences: [aDifference()],
        projects: [22, 24],
      }),
    ],
    projects: [aProject(), aProject({ id: 790, references: [] })],
    rules: { clear: 'never', lockedThrough: '2024-01-07' },
  };
  const unarchived = { ...everyCause, people: [aPerson()] };
  const admin = {
    ...unarchived,
    workspaces: [aWorkspace({ rows: [aRow({ projectId: 24 })], projects: [22, 24] })],
  };

  it('is an archived record before a frozen cell', () => {
    expect(holdOf([aClear], everyCause)).toMatchObject({ code: 'archived' });
  });

  it('is a frozen cell before the rest', () => {
    expect(holdOf([aClear], unarchived)).toMatchObject({ code: 'totals-differ' });
  });

  it('is a possible source before the missing proof', () => {
    expect(holdOf([aClear], unarchived, { projectId: 790 })).toMatchObject({ cause: 'held-source' });
  });

  it('is the missing proof before rules.clear', () => {
    const workspaces = [aWorkspace({ isAdmin: false })];
    expect(holdOf([aClear], { ...unarchived, workspaces })).toMatchObject({ cause: 'not-admin' });
  });

  it('is rules.clear before the closed period', () => {
    expect(holdOf([aClear], admin)).toMatchObject({ cause: 'rules-clear-never' });
  });

  it('is the closed period last', () => {
    expect(holdOf([aClear], { ...admin, rules: { lockedThrough: '2024-01-07' } })).toEqual({ code: 'late-change' });
  });
});

describe('the finding of a held cell', () => {
  const cell = { personId: runnPerson(), projectId: runnProject(), date: day() };
  const minutes = {
    toggl: { billableMinutes: 0, nonbillableMinutes: 45 },
    runn: { billableMinutes: 0, nonbillableMinutes: 60 },
  };

  it('names the cell, its seconds, both minutes and the cause', () => {
    expect(describeHold({ code: 'not-proven', cause: 'retention' }, cell, 2700, minutes, [aLowering])).toEqual({
      code: 'not-proven',
      severity: 'error',
      seconds: 2700,
      subject: { runnPersonId: 456, runnProjectId: 789, date: '2024-01-02' },
      facts: {
        togglMinutes: { billableMinutes: 0, nonbillableMinutes: 45 },
        runnMinutes: { billableMinutes: 0, nonbillableMinutes: 60 },
        cause: 'retention',
      },
    });
  });

  it('carries the signed minutes of a late change, and no cause', () => {
    expect(describeHold({ code: 'late-change' }, cell, 2700, minutes, [aLowering]).facts).toEqual({
      togglMinutes: { billableMinutes: 0, nonbillableMinutes: 45 },
      runnMinutes: { billableMinutes: 0, nonbillableMinutes: 60 },
      deltaMinutes: -15,
      billableDeltaMinutes: 0,
    });
    expect(describeHold({ code: 'late-change' }, cell, 0, minutes, [aRaise]).facts).toMatchObject({ deltaMinutes: 15 });
    const toBillable = aChange({ before: anEntry(0, 60), after: anEntry(60, 0) });
    expect(describeHold({ code: 'late-change' }, cell, 0, minutes, [aRaise, toBillable]).facts).toMatchObject({
      deltaMinutes: 15,
      billableDeltaMinutes: 60,
    });
    expect(describeHold({ code: 'late-change' }, cell, 0, minutes, [aRaise]).facts).not.toHaveProperty('cause');
  });

  it('carries the signed billable minutes of a late change', () => {
    const billable = aChange({ before: anEntry(60, 30), after: anEntry(45, 40) });
    expect(describeHold({ code: 'late-change' }, cell, 0, minutes, [billable]).facts).toMatchObject({
      deltaMinutes: -5,
      billableDeltaMinutes: -15,
    });
  });

  it('is called a scheduled zero only where nothing else would change', () => {
    const zero = aChange({ kind: 'clear', reason: 'scheduled-zero', roleId: 20, after: anEntry(0, 0) });
    const factsOf = (changes: readonly Change[]) =>
      describeHold({ code: 'not-proven' }, cell, 0, minutes, changes).facts;
    expect(factsOf([zero])).toMatchObject({ isScheduledZero: true });
    expect(factsOf([aClear, zero])).not.toHaveProperty('isScheduledZero');
  });
});
