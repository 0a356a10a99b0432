import { describe, expect, it } from 'vitest';
import { refCodesOf, refFindingsOf, refFindingsOfCode } from '../builders/an-audit.ts';
import { aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aRow, aTogglProject, aTogglUser } from '../builders/toggl.ts';

const nothingInRunn = { people: [], projects: [] };

describe('a Toggl user or project without a link', () => {
  it('is a warning with the hours', () => {
    expect(refFindingsOf(nothingInRunn)).toStrictEqual([
      { code: 'unlinked-person', severity: 'warning', seconds: 3600, subject: { togglUserId: 11 }, facts: {} },
      { code: 'unlinked-project', severity: 'warning', seconds: 3600, subject: { togglProjectId: 22 }, facts: {} },
    ]);
  });

  it('is a note without time', () => {
    expect(refFindingsOf({ ...nothingInRunn, rows: [] })).toStrictEqual([
      { code: 'unlinked-person', severity: 'info', seconds: 0, subject: { togglUserId: 11 }, facts: {} },
      { code: 'unlinked-project', severity: 'info', seconds: 0, subject: { togglProjectId: 22 }, facts: {} },
    ]);
  });

  it('is nothing without time for people who left and projects that are archived', () => {
    const world = {
      ...nothingInRunn,
      users: [aTogglUser({ isActive: false })],
      togglProjects: [aTogglProject({ isArchived: true })],
    };
    expect(refCodesOf({ ...world, rows: [] })).toEqual([]);
    expect(refCodesOf(world)).toEqual(['warning unlinked-person', 'warning unlinked-project']);
  });

  it.each([
    ['a link', {}],
    ['a link to an archived record', { people: [aPerson({ isArchived: true })] }],
    ['a link to several records', { people: [aPerson(), aPerson({ id: 457 })] }],
    ['map', { people: [aPerson({ references: [] })], map: { people: { 11: 456 } } }],
    ['map to a record that Runn does not have', { map: { people: { 11: 999 } } }],
    ['skip in map', { people: [], map: { people: { 11: 'skip' } } }],
  ] as const)('is none with %s, with and without time', (_, world) => {
    expect(refFindingsOfCode('unlinked-person', world)).toEqual([]);
    expect(refFindingsOfCode('unlinked-person', { ...world, rows: [] })).toEqual([]);
  });

  it('counts only the days that a dated map entry leaves out', () => {
    const map = { projects: { 23: [{ target: 789, until: '2024-01-01' }] } };
    const togglProjects = [aTogglProject(), aTogglProject({ id: 23 })];
    const rows = [aRow({ projectId: 23, date: '2024-01-01' }), aRow({ projectId: 23, minutes: 30 })];
    expect(refFindingsOfCode('unlinked-project', { togglProjects, map, rows })).toMatchObject([{ seconds: 1800 }]);
  });
});

describe('a Runn person or project without a reference', () => {
  it('is a note', () => {
    const people = [aPerson(), aPerson({ id: 457, references: [] })];
    const projects = [aProject(), aProject({ id: 790, references: [] })];
    expect(refFindingsOf({ people, projects })).toStrictEqual([
      { code: 'unlinked-runn-person', severity: 'info', seconds: 0, subject: { runnPersonId: 457 }, facts: {} },
      { code: 'unlinked-runn-project', severity: 'info', seconds: 0, subject: { runnProjectId: 790 }, facts: {} },
    ]);
  });

  it.each([
    ['an archived person', { people: [aPerson(), aPerson({ id: 457, references: [], isArchived: true })] }],
    ['a placeholder', { people: [aPerson(), aPerson({ id: 457, references: [], isPlaceholder: true })] }],
    ['an archived project', { projects: [aProject(), aProject({ id: 790, references: [], isArchived: true })] }],
    ['a template', { projects: [aProject(), aProject({ id: 790, references: [], isTemplate: true })] }],
    ['a person to whom map leads', { people: [aPerson({ references: [] })], map: { people: { 11: 456 } } }],
    ['a project to which map leads', { projects: [aProject({ references: [] })], map: { projects: { 22: 789 } } }],
    [
      'a project to which map leads on some days',
      {
        projects: [aProject({ references: [] })],
        map: {
          projects: {
            22: [
              { target: 'skip', until: '2024-01-01' },
              { target: 789, until: null },
            ],
          },
        },
      },
    ],
    [
      'the project of time without one',
      { projects: [aProject(), aProject({ id: 790, references: [] })], map: { noProject: 790 } },
    ],
  ] as const)('is none for %s', (_, world) => {
    expect(refCodesOf(world)).toEqual([]);
  });
});

describe('suggestions', () => {
  it('stand on both sides', () => {
    const people = [aPerson({ name: 'Eric', references: [] })];
    const projects = [aProject({ name: 'Moon Base', references: [] })];
    expect(refFindingsOf({ people, projects }).map(({ code, facts }) => ({ code, facts }))).toStrictEqual([
      {
        code: 'unlinked-person',
        facts: { suggestion: { runnId: 456, name: 'Eric', because: 'same-name' } },
      },
      {
        code: 'unlinked-project',
        facts: { suggestion: { runnId: 789, name: 'Moon Base', because: 'same-name' } },
      },
      {
        code: 'unlinked-runn-person',
        facts: { togglSuggestion: { togglId: 11, name: 'Eric', because: 'same-name' } },
      },
      {
        code: 'unlinked-runn-project',
        facts: { togglSuggestion: { togglId: 22, name: 'Moon Base', because: 'same-name' } },
      },
    ]);
  });

  it('go by likeness where one is given', () => {
    const people = [aPerson({ name: 'Erik', references: [] })];
    expect(refFindingsOfCode('unlinked-person', { people })).toMatchObject([{ facts: {} }]);
    expect(refFindingsOfCode('unlinked-person', { people, similarity: () => 0.9 })).toMatchObject([
      { facts: { suggestion: { runnId: 456, because: 'similar-name' } } },
    ]);
  });

  it('name for a Runn record the Toggl user with the lowest id', () => {
    const people = [aPerson({ name: 'Eric', references: [] })];
    const users = [aTogglUser({ id: 12 }), aTogglUser({ id: 11 })];
    expect(refFindingsOfCode('unlinked-runn-person', { people, users })).toMatchObject([
      { facts: { togglSuggestion: { togglId: 11 } } },
    ]);
  });

  it('name nobody to whom another leads already', () => {
    const people = [aPerson({ name: 'Eric', references: linkedTo(12) })];
    const users = [aTogglUser(), aTogglUser({ id: 12, name: 'Other' })];
    expect(refFindingsOfCode('unlinked-person', { people, users })).toMatchObject([{ facts: {} }]);
  });

  it('name a project that is linked already only when no other fits', () => {
    const linked = aProject({ name: 'Moon Base' });
    const free = aProject({ id: 790, name: 'Moon Base', references: [] });
    const togglProjects = [aTogglProject({ name: 'Other' }), aTogglProject({ id: 23 })];
    expect(refFindingsOfCode('unlinked-project', { projects: [linked, free], togglProjects })).toMatchObject([
      { facts: { suggestion: { runnId: 790 } } },
    ]);
    expect(refFindingsOfCode('unlinked-project', { projects: [linked], togglProjects })).toMatchObject([
      { facts: { suggestion: { runnId: 789 } } },
    ]);
  });

  it('are not made of a user who has a link', () => {
    const people = [aPerson(), aPerson({ id: 457, name: 'Eric', references: [] })];
    expect(refFindingsOf({ people })).toStrictEqual([
      { code: 'unlinked-runn-person', severity: 'info', seconds: 0, subject: { runnPersonId: 457 }, facts: {} },
    ]);
  });

  it('are made for somebody in two workspaces once', () => {
    const people = [aPerson({ name: 'Eric', references: [] })];
    const workspaces = [{ users: [aTogglUser()] }, { users: [aTogglUser()] }];
    expect(refFindingsOf({ people, projects: [], workspaces })).toMatchObject([
      { code: 'unlinked-person', facts: { suggestion: { runnId: 456 } } },
      { code: 'unlinked-runn-person', facts: { togglSuggestion: { togglId: 11 } } },
    ]);
  });
});
