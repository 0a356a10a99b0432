import { describe, expect, it } from 'vitest';
import type { StatementDimension, StatementGroup } from '../../src/core/plan.ts';
import { StatementBuilder } from '../../src/core/statement.ts';
import { GroupedStatement, groupsWithFailures } from '../../src/core/statement-groups.ts';
import { aStatement } from '../builders/a-statement.ts';
import { planOf } from '../builders/a-survey.ts';
import { day, runnPerson, runnProject } from '../builders/ids.ts';
import { aChange, anEntry, anOwned, aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aRow, aWorkspace } from '../builders/toggl.ts';

const anHourNew = aStatement({ trackedSeconds: 3600, changedSeconds: 3600 }, { minutesAfter: 60, fromToggl: 60 });
const anHourHeld = (reason: 'unmatched-person' | 'unmatched-project' | 'no-project') =>
  aStatement({ trackedSeconds: 3600, heldBackSeconds: { [reason]: 3600 } });

/** Eric and Keith, `runn:456` and `runn:457`, an hour each; an hour of a user of whom nobody knows who it is. */
function groupsBy(by: StatementDimension) {
  const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
  const rows = [
    aRow({ userId: 99, date: '2024-01-01' }),
    aRow({ userId: 12, projectId: 23, date: '2024-01-03' }),
    aRow({ userId: 12, projectId: null, date: '2024-01-04' }),
    aRow(),
  ];
  return planOf({ people, workspaces: [aWorkspace({ rows, users: [11, 12], projects: [22, 23] })], by }).groups;
}

describe('the statement by group', () => {
  it('has a line for each person, those whose time leads nowhere after those in Runn', () => {
    expect(groupsBy('person')).toEqual([
      { by: 'person', group: 'runn:456', statement: anHourNew },
      {
        by: 'person',
        group: 'runn:457',
        statement: aStatement({
          trackedSeconds: 7200,
          heldBackSeconds: { 'no-project': 3600, 'unmatched-project': 3600 },
        }),
      },
      { by: 'person', group: 'toggl:99', statement: anHourHeld('unmatched-person') },
    ]);
  });

  it('has a line for each project, and one for time without a project', () => {
    expect(groupsBy('project')).toEqual([
      { by: 'project', group: 'none', statement: anHourHeld('no-project') },
      {
        by: 'project',
        group: 'runn:789',
        statement: aStatement(
          { trackedSeconds: 7200, changedSeconds: 3600, heldBackSeconds: { 'unmatched-person': 3600 } },
          { minutesAfter: 60, fromToggl: 60 },
        ),
      },
      { by: 'project', group: 'toggl:23', statement: anHourHeld('unmatched-project') },
    ]);
  });

  it('has a line for each day, in the order of the calendar whatever came first', () => {
    expect(groupsBy('day')).toEqual([
      { by: 'day', group: '2024-01-01', statement: anHourHeld('unmatched-person') },
      { by: 'day', group: '2024-01-02', statement: anHourNew },
      { by: 'day', group: '2024-01-03', statement: anHourHeld('unmatched-project') },
      { by: 'day', group: '2024-01-04', statement: anHourHeld('no-project') },
    ]);
  });

  it('has no line unless it is asked for', () => {
    expect(planOf({ rows: [aRow()] }).groups).toEqual([]);
  });

  it('accounts for what map excludes in the group of who tracked it', () => {
    const groups = planOf({
      rows: [aRow(), aRow({ projectId: 23 })],
      map: { projects: { 23: 'skip' } },
      by: 'person',
    }).groups;
    const statement = aStatement(
      { trackedSeconds: 7200, changedSeconds: 3600, excludedSeconds: 3600 },
      { minutesAfter: 60, fromToggl: 60 },
    );
    expect(groups).toEqual([{ by: 'person', group: 'runn:456', statement }]);
  });

  it('has a line for a project in which time only stands in Runn', () => {
    const projects = [aProject(), aProject({ id: 790, references: linkedTo(23) })];
    const workspaces = [aWorkspace({ projects: [22, 23] })];
    expect(planOf({ projects, workspaces, actuals: [anOwned({ projectId: 790 })], by: 'project' }).groups).toEqual([
      { by: 'project', group: 'runn:790', statement: aStatement({}, { minutesBefore: 60 }) },
    ]);
  });

  it('refuses a group that does not balance, though the whole does (R15)', () => {
    const cell = { personId: runnPerson(), projectId: runnProject(), date: day() };
    const total = new StatementBuilder();
    const groups = new GroupedStatement('day', total, new Map());
    groups.of(cell).addBefore(60);
    groups.of({ ...cell, date: day('2024-01-03') }).addAfter(60, 'onlyInRunn');
    expect(total.build().runn).toMatchObject({ minutesAfter: 60, onlyInRunn: 60 });
    expect(() => groups.build()).toThrow(expect.objectContaining({ code: 'statement-unbalanced' }));
  });
});

describe('the groups after changes that were not written', () => {
  const planned = aStatement({}, { minutesBefore: 30, minutesAfter: 100, fromToggl: 90, onlyInRunn: 10 });
  const refused = aChange({ kind: 'update', before: anEntry(0, 30), after: anEntry(0, 50) });
  const afterwards = aStatement({}, { minutesBefore: 30, minutesAfter: 80, fromToggl: 40, onlyInRunn: 10, failed: 30 });
  const groupsOf = (by: StatementDimension, ...names: string[]): StatementGroup[] =>
    names.map((group) => ({ by, group, statement: planned }));

  it('are the planned ones when all were written', () => {
    const groups = groupsOf('day', '2024-01-02', '2024-01-03');
    expect(groupsWithFailures(groups, [])).toEqual(groups);
  });

  it.each<[StatementDimension, string, string]>([
    ['person', 'runn:456', 'runn:457'],
    ['project', 'runn:789', 'toggl:789'],
    ['day', '2024-01-02', '2024-01-03'],
  ])('by %s: what failed is taken from its own group, and from no other', (by, own, other) => {
    expect(groupsWithFailures(groupsOf(by, other, own), [refused])).toEqual([
      { by, group: other, statement: planned },
      { by, group: own, statement: afterwards },
    ]);
  });

  it('each have their own of several', () => {
    const elsewhere = aChange({ date: '2024-01-03', after: anEntry(0, 20) });
    expect(groupsWithFailures(groupsOf('day', '2024-01-02', '2024-01-03'), [elsewhere, refused])).toEqual([
      { by: 'day', group: '2024-01-02', statement: afterwards },
      {
        by: 'day',
        group: '2024-01-03',
        statement: aStatement({}, { minutesBefore: 30, minutesAfter: 80, fromToggl: 70, onlyInRunn: 10 }),
      },
    ]);
  });
});
