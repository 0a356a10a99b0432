import { describe, expect, it } from 'vitest';
import { refCodesOf, refFindingsOf, refFindingsOfCode } from '../builders/an-audit.ts';
import { togglWorkspace } from '../builders/ids.ts';
import { aPerson, aProject } from '../builders/runn.ts';
import { aRow, aTogglProject, aTogglUser } from '../builders/toggl.ts';

const laterOnTheProject = (first: number | 'skip') =>
  [
    { target: first, until: '2024-01-01' },
    { target: 789, until: null },
  ] as const;

describe('map to a record that Runn does not have', () => {
  it('is an error with the hours, and leaves the link without use', () => {
    expect(refFindingsOf({ map: { people: { 11: 999 } } })).toStrictEqual([
      {
        code: 'map-unknown-target',
        severity: 'error',
        seconds: 3600,
        subject: { togglUserId: 11 },
        facts: { mapTarget: 999 },
      },
      {
        code: 'map-shadows-link',
        severity: 'info',
        seconds: 3600,
        subject: { togglUserId: 11 },
        facts: { mapTarget: 999, runnPersonIds: [456] },
      },
    ]);
  });

  it('has no hours when none were tracked', () => {
    expect(refFindingsOfCode('map-unknown-target', { rows: [], map: { projects: { 22: 999 } } })).toStrictEqual([
      {
        code: 'map-unknown-target',
        severity: 'error',
        seconds: 0,
        subject: { togglProjectId: 22 },
        facts: { mapTarget: 999 },
      },
    ]);
  });

  it('has the hours of its own days, when map goes by date', () => {
    const targets = [
      { target: 998, until: '2024-01-01' },
      { target: 999, until: null },
    ];
    const rows = [aRow({ date: '2024-01-01', minutes: 30 }), aRow(), aRow({ date: '2024-01-03' })];
    expect(refFindingsOfCode('map-unknown-target', { rows, map: { projects: { 22: targets } } })).toMatchObject([
      { seconds: 7200, facts: { mapTarget: 999 } },
      { seconds: 1800, facts: { mapTarget: 998 } },
    ]);
  });

  it('is said once for a target that stands there twice', () => {
    const targets = [
      { target: 999, until: '2024-01-01' },
      { target: 'skip', until: '2024-01-02' },
      { target: 999, until: null },
    ] as const;
    expect(refFindingsOfCode('map-unknown-target', { map: { projects: { 22: targets } } })).toHaveLength(1);
  });

  it('is said of placeholders and templates too: they never match', () => {
    const people = [aPerson(), aPerson({ id: 457, references: [], isPlaceholder: true })];
    expect(refFindingsOfCode('map-unknown-target', { people, map: { people: { 11: 457 } } })).toMatchObject([
      { seconds: 3600, facts: { mapTarget: 457 } },
    ]);
    const projects = [aProject(), aProject({ id: 790, references: [], isTemplate: true })];
    expect(refFindingsOfCode('map-unknown-target', { projects, map: { projects: { 22: 790 } } })).toMatchObject([
      { seconds: 3600, facts: { mapTarget: 790 } },
    ]);
  });
});

describe('map of an id that Toggl does not know', () => {
  it('is an error', () => {
    expect(refFindingsOf({ map: { people: { 99: 456 } } })).toStrictEqual([
      {
        code: 'map-unknown-source',
        severity: 'error',
        seconds: 0,
        subject: { togglUserId: 99 },
        facts: { mapTarget: 456 },
      },
    ]);
  });

  it('is a note when map skips it', () => {
    expect(refFindingsOf({ map: { projects: { 99: 'skip' } } })).toStrictEqual([
      {
        code: 'map-unknown-source',
        severity: 'info',
        seconds: 0,
        subject: { togglProjectId: 99 },
        facts: { mapTarget: 'skip' },
      },
    ]);
  });

  it('is an error when map skips it on some days only', () => {
    expect(refCodesOf({ map: { projects: { 99: laterOnTheProject('skip') } } })).toEqual(['error map-unknown-source']);
  });

  it('names the workspace that knows it and is not read', () => {
    const elsewhere = [
      { id: togglWorkspace(7), name: 'Other', users: [aTogglUser({ id: 99 })], projects: [aTogglProject({ id: 98 })] },
    ];
    const map = { people: { 99: 'skip' }, projects: { 98: 789 } } as const;
    expect(refFindingsOf({ elsewhere, map })).toStrictEqual([
      {
        code: 'other-workspace',
        severity: 'error',
        seconds: 0,
        subject: { togglProjectId: 98, togglWorkspaceId: 7 },
        facts: { mapTarget: 789 },
      },
      {
        code: 'other-workspace',
        severity: 'info',
        seconds: 0,
        subject: { togglUserId: 99, togglWorkspaceId: 7 },
        facts: { mapTarget: 'skip' },
      },
    ]);
  });
});

describe('map beside a link', () => {
  it('shadows one that leads elsewhere', () => {
    const people = [aPerson(), aPerson({ id: 457, references: [] })];
    expect(refFindingsOf({ people, map: { people: { 11: 457 } } })).toStrictEqual([
      {
        code: 'map-shadows-link',
        severity: 'info',
        seconds: 3600,
        subject: { togglUserId: 11 },
        facts: { mapTarget: 457, runnPersonIds: [456] },
      },
    ]);
  });

  it('has no hours when none were tracked', () => {
    expect(refFindingsOf({ rows: [], map: { projects: { 22: 'skip' } } })).toStrictEqual([
      {
        code: 'map-shadows-link',
        severity: 'info',
        seconds: 0,
        subject: { togglProjectId: 22 },
        facts: { mapTarget: 'skip', runnProjectIds: [789] },
      },
    ]);
  });

  it('shadows links on live and on archived records, and not those that lead where it leads', () => {
    const people = [
      aPerson({ id: 455, isArchived: true }),
      aPerson({ id: 456 }),
      aPerson({ id: 457 }),
      aPerson({ id: 458, isArchived: true }),
    ];
    expect(refFindingsOfCode('map-shadows-link', { people, map: { people: { 11: 457 } } })).toMatchObject([
      { facts: { mapTarget: 457, runnPersonIds: [456, 455, 458] } },
    ]);
  });

  it('shadows nothing when it leads to the same record', () => {
    expect(refCodesOf({ map: { people: { 11: 456 } } })).toEqual([]);
  });

  it('shadows nothing when it leads to the same record on some days', () => {
    expect(refCodesOf({ map: { projects: { 22: laterOnTheProject('skip') } } })).toEqual([]);
  });
});

describe('map.noProject', () => {
  const rows = [aRow(), aRow({ projectId: null, minutes: 30 }), aRow({ projectId: null, minutes: 15 })];

  it('is an error when Runn does not have that project, with the hours without a project', () => {
    expect(refFindingsOf({ rows, map: { noProject: 998 } })).toStrictEqual([
      {
        code: 'map-unknown-target',
        severity: 'error',
        seconds: 2700,
        subject: { togglProjectId: null },
        facts: { mapTarget: 998 },
      },
    ]);
  });

  it('is an error when it is a template', () => {
    const projects = [aProject(), aProject({ id: 790, references: [], isTemplate: true })];
    expect(refCodesOf({ rows, projects, map: { noProject: 790 } })).toEqual(['error map-unknown-target']);
  });

  it('is a warning when it leads to an archived project, a note without such time', () => {
    const projects = [aProject(), aProject({ id: 790, references: [], isArchived: true })];
    expect(refFindingsOf({ rows, projects, map: { noProject: 790 } })).toStrictEqual([
      {
        code: 'archived-in-runn',
        severity: 'warning',
        seconds: 2700,
        subject: { togglProjectId: null, runnProjectId: 790 },
        facts: {},
      },
    ]);
    expect(refCodesOf({ projects, map: { noProject: 790 } })).toEqual(['info archived-in-runn']);
  });

  it.each([null, 'skip', 789] as const)('is nothing for %s', (noProject) => {
    expect(refCodesOf({ rows, map: { noProject } })).toEqual([]);
  });
});
