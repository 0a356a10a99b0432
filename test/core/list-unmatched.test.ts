import { describe, expect, it } from 'vitest';
import { listUnmatched } from '../../src/core/list-unmatched.ts';
import { buildMatching } from '../../src/core/match.ts';
import type { Mapping, Row, RunnPerson, RunnProject, TogglProject, TogglUser } from '../../src/core/model.ts';
import { createSuggester } from '../../src/core/suggest.ts';
import { aMapping } from '../builders/a-survey.ts';
import { aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aRow, aTogglProject, aTogglUser } from '../builders/toggl.ts';

function unmatched(
  rows: Row[],
  parts: {
    people?: RunnPerson[];
    projects?: RunnProject[];
    mapping?: Mapping;
    archived?: 'hold' | 'write';
    users?: TogglUser[];
    togglProjects?: TogglProject[];
  } = {},
) {
  const people = parts.people ?? [aPerson()];
  const projects = parts.projects ?? [aProject()];
  return listUnmatched({
    rows,
    matching: buildMatching({
      people,
      projects,
      referenceNames: ['Custom1'],
      mapping: parts.mapping ?? aMapping(),
    }),
    archived: parts.archived ?? 'hold',
    users: parts.users ?? [],
    projects: parts.togglProjects ?? [],
    suggester: createSuggester({ people, projects, linkedPeople: new Set(), linkedProjects: new Set() }),
  });
}

describe('listUnmatched', () => {
  it('lists nothing when every row leads to Runn', () => {
    expect(unmatched([aRow()])).toEqual([]);
  });

  it('sums the time of an unmatched person over projects and days', () => {
    const rows = [
      aRow({ userId: 12, minutes: 30, billableMinutes: 10 }),
      aRow({ userId: 12, minutes: 60, projectId: 23, date: '2024-01-01' }),
      aRow({ userId: 12, minutes: 15, projectId: null }),
    ];
    expect(unmatched(rows)).toEqual([
      {
        reason: 'unmatched-person',
        togglUserId: 12,
        togglProjectId: null,
        seconds: 6300,
        billableSeconds: 600,
        days: ['2024-01-01', '2024-01-02'],
        byUser: [{ togglUserId: 12, seconds: 6300 }],
        byProject: [
          { togglProjectId: 23, seconds: 3600 },
          { togglProjectId: 22, seconds: 1800 },
          { togglProjectId: null, seconds: 900 },
        ],
        suggestion: null,
      },
    ]);
  });

  it('sums the time of an unmatched project over the people who tracked it', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
    const rows = [aRow({ projectId: 23, minutes: 10 }), aRow({ projectId: 23, userId: 12, minutes: 20 })];
    expect(unmatched(rows, { people })).toMatchObject([
      {
        reason: 'unmatched-project',
        togglProjectId: 23,
        seconds: 1800,
        byUser: [
          { togglUserId: 12, seconds: 1200 },
          { togglUserId: 11, seconds: 600 },
        ],
      },
    ]);
  });

  it('puts all time without a project into one line', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
    const rows = [aRow({ projectId: null }), aRow({ projectId: null, userId: 12 })];
    expect(unmatched(rows, { people })).toMatchObject([{ reason: 'no-project', togglProjectId: null, seconds: 7200 }]);
  });

  it('names the records of an ambiguous link', () => {
    const people = [aPerson(), aPerson({ id: 457 })];
    expect(unmatched([aRow()], { people })).toMatchObject([
      { reason: 'ambiguous', togglUserId: 11, runnPersonIds: [456, 457] },
    ]);
  });

  it('names the record that map leads to and Runn does not have', () => {
    const mapping = aMapping({ people: { 11: 999 } });
    expect(unmatched([aRow()], { mapping })).toMatchObject([{ reason: 'unmatched-person', mapTarget: 999 }]);
  });

  it.each(['hold', 'write'] as const)('lists time of archived records by the rule archived: %s', (archived) => {
    const projects = [aProject({ isArchived: true })];
    expect(unmatched([aRow()], { projects, archived }).map(({ reason }) => reason)).toEqual(
      archived === 'hold' ? ['archived'] : [],
    );
  });

  it('counts a row once, under its person first', () => {
    expect(unmatched([aRow({ userId: 12, projectId: 23 })]).map(({ reason }) => reason)).toEqual(['unmatched-person']);
  });

  it('counts a missing project before an archived person', () => {
    const people = [aPerson({ isArchived: true })];
    expect(unmatched([aRow({ projectId: 23 })], { people }).map(({ reason }) => reason)).toEqual(['unmatched-project']);
  });

  it.each([
    ['person', aMapping({ people: { 12: 'skip' } }), aRow({ userId: 12, projectId: 23 })],
    ['project', aMapping({ projects: { 23: 'skip' } }), aRow({ userId: 12, projectId: 23 })],
    ['time without a project', aMapping({ noProject: 'skip' }), aRow({ projectId: null })],
  ])('does not list what map skips: %s', (_what, mapping, row) => {
    expect(unmatched([row], { mapping })).toEqual([]);
  });

  it('follows a dated map entry by the day', () => {
    const mapping = aMapping({
      projects: {
        23: [
          { target: 789, until: '2024-01-02' },
          { target: 999, until: null },
        ],
      },
    });
    const rows = [aRow({ projectId: 23 }), aRow({ projectId: 23, date: '2024-01-03', minutes: 5 })];
    expect(unmatched(rows, { mapping })).toMatchObject([{ mapTarget: 999, seconds: 300 }]);
  });

  it('names the records of an ambiguous project', () => {
    const projects = [aProject(), aProject({ id: 790 })];
    expect(unmatched([aRow()], { projects })).toMatchObject([
      { reason: 'ambiguous', togglUserId: null, togglProjectId: 22, runnProjectIds: [789, 790] },
    ]);
  });

  it('names the archived record, the person before the project', () => {
    const people = [aPerson({ isArchived: true })];
    const projects = [aProject({ isArchived: true })];
    expect(unmatched([aRow()], { people, projects })).toMatchObject([
      { reason: 'archived', togglUserId: 11, togglProjectId: null, runnPersonIds: [456] },
    ]);
    expect(unmatched([aRow()], { projects })).toMatchObject([
      { reason: 'archived', togglUserId: null, togglProjectId: 22, runnProjectIds: [789] },
    ]);
  });

  it('has no line for rows of nothing', () => {
    expect(unmatched([aRow({ userId: 12, seconds: 0 })])).toEqual([]);
  });

  it('has no mapTarget where map says nothing', () => {
    expect(Object.keys(unmatched([aRow({ userId: 12 })])[0] ?? {})).not.toContain('mapTarget');
  });

  it('keeps apart what map leads to different records', () => {
    const mapping = aMapping({ projects: { 2: 31, 23: 1 } });
    const rows = [aRow({ projectId: 2, minutes: 5 }), aRow({ projectId: 23, minutes: 6 })];
    expect(unmatched(rows, { mapping }).map(({ mapTarget }) => mapTarget)).toEqual([1, 31]);
  });

  it.each<[string, string, { people?: RunnPerson[]; projects?: RunnProject[] }]>([
    ['an ambiguous person', 'ambiguous', { people: [aPerson({ name: 'A' }), aPerson({ id: 457, name: 'B' })] }],
    ['an ambiguous project', 'ambiguous', { projects: [aProject({ name: 'A' }), aProject({ id: 790, name: 'B' })] }],
    ['an archived person', 'archived', { people: [aPerson({ isArchived: true })] }],
    ['an archived project', 'archived', { projects: [aProject({ isArchived: true })] }],
  ])('suggests no other record of the name for %s', (_what, reason, { people, projects }) => {
    const parts = {
      users: [aTogglUser({ name: 'Carlos Santana' })],
      togglProjects: [aTogglProject({ name: 'Black Magic' })],
      people: [...(people ?? [aPerson()]), aPerson({ id: 460, name: 'Carlos Santana', references: [] })],
      projects: [...(projects ?? [aProject()]), aProject({ id: 795, name: 'Black Magic', references: [] })],
    };
    expect(unmatched([aRow()], parts)).toMatchObject([{ reason, suggestion: null }]);
  });

  it('has a fixed order for equal hours: reason, user, project, whatever the order of the rows', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
    const rows = [
      aRow({ projectId: 25, userId: 12 }),
      aRow({ userId: 15 }),
      aRow({ projectId: 24 }),
      aRow({ userId: 14 }),
      aRow({ projectId: null }),
      aRow({ userId: 14, projectId: 24, minutes: 0 }),
    ];
    const order = ['no-project//', 'unmatched-person/14/', 'unmatched-person/15/', 'unmatched-project//24'];
    for (const each of [rows, [...rows].reverse()]) {
      expect(
        unmatched(each, { people }).map((time) =>
          [time.reason, time.togglUserId ?? '', time.togglProjectId ?? ''].join('/'),
        ),
      ).toEqual([...order, 'unmatched-project//25']);
    }
  });

  it('has a fixed order for the parts of a line with equal hours', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
    const byProject = [22, null, 23].map((projectId) => aRow({ userId: 13, projectId }));
    expect(unmatched(byProject, { people })[0]?.byProject.map(({ togglProjectId }) => togglProjectId)).toEqual([
      ...[null, 22, 23],
    ]);
    const byUser = [12, 11].map((userId) => aRow({ userId, projectId: 24 }));
    expect(unmatched(byUser, { people })[0]?.byUser.map(({ togglUserId }) => togglUserId)).toEqual([11, 12]);
  });

  it('sorts by hours, most first', () => {
    const rows = [
      aRow({ userId: 12, minutes: 10 }),
      aRow({ userId: 13, minutes: 20 }),
      aRow({ projectId: 23, minutes: 15 }),
    ];
    expect(unmatched(rows).map(({ seconds }) => seconds)).toEqual([1200, 900, 600]);
  });

  it('adds the best suggestion for a person and for a project', () => {
    const people = [aPerson(), aPerson({ id: 457, name: 'Nina Simone', references: [] })];
    const projects = [aProject(), aProject({ id: 790, name: 'Website', references: [] })];
    const found = unmatched([aRow({ userId: 12, minutes: 5 }), aRow({ projectId: 23 })], {
      people,
      projects,
      users: [aTogglUser({ id: 12, name: 'Nina Simone' })],
      togglProjects: [aTogglProject({ id: 23, name: 'Website' })],
    });
    expect(found.map(({ suggestion }) => suggestion?.runnId)).toEqual([790, 457]);
  });
});
