import { describe, expect, it } from 'vitest';
import { refCodesOf, refFindingsOf, refFindingsOfCode } from '../builders/an-audit.ts';
import { togglWorkspace } from '../builders/ids.ts';
import { aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aRow, aTogglProject, aTogglUser } from '../builders/toggl.ts';

describe('an id that leads nowhere', () => {
  it('is an error that shows the reference as it stands', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(99) })];
    expect(refFindingsOf({ people })).toStrictEqual([
      {
        code: 'unknown-id',
        severity: 'error',
        seconds: 0,
        subject: { runnPersonId: 457 },
        facts: { referenceName: 'Custom1', externalId: '99' },
      },
    ]);
  });

  it.each(['none', '0', '-11', '99999999999999999'])('is one for %j, which is no id at all', (externalId) => {
    const projects = [aProject(), aProject({ id: 790, references: linkedTo(externalId) })];
    expect(refFindingsOf({ projects })).toStrictEqual([
      {
        code: 'unknown-id',
        severity: 'error',
        seconds: 0,
        subject: { runnProjectId: 790 },
        facts: { referenceName: 'Custom1', externalId },
      },
    ]);
  });

  it('is a note on an archived record', () => {
    const people = [aPerson(), aPerson({ id: 457, isArchived: true, references: linkedTo(99) })];
    expect(refCodesOf({ people })).toEqual(['info unknown-id']);
  });

  it('names the Toggl user who is probably meant, with the hours', () => {
    const people = [aPerson({ references: linkedTo(99), email: 'eric@example.com' })];
    const users = [aTogglUser({ email: 'eric@example.com' })];
    expect(refFindingsOfCode('unknown-id', { people, users })).toStrictEqual([
      {
        code: 'unknown-id',
        severity: 'error',
        seconds: 3600,
        subject: { runnPersonId: 456 },
        facts: {
          referenceName: 'Custom1',
          externalId: '99',
          togglSuggestion: { togglId: 11, name: 'Eric', because: 'same-email' },
        },
      },
    ]);
  });

  it('is a finding for each reference of a record', () => {
    const people = [aPerson({ references: linkedTo(11, 98, 99) })];
    expect(refFindingsOf({ people })).toMatchObject([
      { code: 'unknown-id', facts: { externalId: '98' } },
      { code: 'unknown-id', facts: { externalId: '99' } },
    ]);
  });

  it('is no finding when the reference is blank', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(' ') })];
    expect(refCodesOf({ people })).toEqual(['info unlinked-runn-person']);
  });
});

describe('an id of the wrong kind', () => {
  it("is an error for a project's id on a person", () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(22) })];
    expect(refFindingsOf({ people })).toStrictEqual([
      {
        code: 'wrong-kind',
        severity: 'error',
        seconds: 0,
        subject: { runnPersonId: 457 },
        facts: { referenceName: 'Custom1', externalId: '22' },
      },
    ]);
  });

  it("is an error for a user's id on a project", () => {
    const projects = [aProject(), aProject({ id: 790, references: linkedTo(11) })];
    expect(refFindingsOf({ projects })).toStrictEqual([
      {
        code: 'wrong-kind',
        severity: 'error',
        seconds: 0,
        subject: { runnProjectId: 790 },
        facts: { referenceName: 'Custom1', externalId: '11' },
      },
    ]);
  });

  it('is a note on an archived record', () => {
    const people = [aPerson(), aPerson({ id: 457, isArchived: true, references: linkedTo(22) })];
    expect(refCodesOf({ people })).toEqual(['info wrong-kind']);
  });
});

describe('an id of a workspace that is not read', () => {
  const elsewhere = [
    { id: togglWorkspace(7), name: 'Other', users: [aTogglUser({ id: 99 })], projects: [aTogglProject({ id: 98 })] },
  ];

  it('is an error that names the workspace, on a person', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(99) })];
    expect(refFindingsOf({ people, elsewhere })).toStrictEqual([
      {
        code: 'other-workspace',
        severity: 'error',
        seconds: 0,
        subject: { togglUserId: 99, runnPersonId: 457, togglWorkspaceId: 7 },
        facts: { referenceName: 'Custom1', externalId: '99' },
      },
    ]);
  });

  it('is one on a project', () => {
    const projects = [aProject(), aProject({ id: 790, references: linkedTo(98) })];
    expect(refFindingsOf({ projects, elsewhere })).toMatchObject([
      { code: 'other-workspace', subject: { togglProjectId: 98, runnProjectId: 790, togglWorkspaceId: 7 } },
    ]);
  });

  it('is a note on an archived record', () => {
    const people = [aPerson(), aPerson({ id: 457, isArchived: true, references: linkedTo(99) })];
    expect(refCodesOf({ people, elsewhere })).toEqual(['info other-workspace']);
  });

  it('stays unknown when no workspace knows it, or knows it as one of the other kind', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(97, 98, 'nobody') })];
    expect(refCodesOf({ people, elsewhere })).toEqual(['error unknown-id', 'error unknown-id', 'error unknown-id']);
  });
});

describe('a near miss', () => {
  it.each([
    ' 11',
    '11 ',
    '11\u00a0',
    '\u200b11',
    '#11',
    'toggl:11',
    '0011',
    '11.0',
    '１１',
    'https://track.toggl.com/projects/11',
  ])('is an error for %j, and then the person is not listed as unlinked too', (externalId) => {
    const people = [aPerson({ references: linkedTo(externalId) })];
    expect(refFindingsOf({ people })).toStrictEqual([
      {
        code: 'near-miss',
        severity: 'error',
        seconds: 3600,
        subject: { togglUserId: 11, runnPersonId: 456 },
        facts: { referenceName: 'Custom1', externalId, togglUserIds: [11] },
      },
    ]);
  });

  it('knows thousands separators', () => {
    const people = [aPerson({ references: linkedTo('6,910,539') })];
    const world = { people, users: [aTogglUser({ id: 6910539 })], rows: [aRow({ userId: 6910539 })] };
    expect(refFindingsOf(world)).toMatchObject([{ code: 'near-miss', subject: { togglUserId: 6910539 } }]);
  });

  it('finds several ids in one reference, with the hours of all', () => {
    const projects = [aProject({ references: linkedTo('22, 23') })];
    const togglProjects = [aTogglProject(), aTogglProject({ id: 23 })];
    const rows = [aRow(), aRow({ projectId: 23, minutes: 30 })];
    expect(refFindingsOf({ projects, togglProjects, rows })).toStrictEqual([
      {
        code: 'near-miss',
        severity: 'error',
        seconds: 5400,
        subject: { togglProjectId: 22, runnProjectId: 789 },
        facts: { referenceName: 'Custom1', externalId: '22, 23', togglProjectIds: [22, 23] },
      },
    ]);
  });

  it('names of several numbers only those that Toggl knows', () => {
    const people = [aPerson({ references: linkedTo('7 / 11') })];
    expect(refFindingsOf({ people })).toMatchObject([
      { code: 'near-miss', subject: { togglUserId: 11 }, facts: { togglUserIds: [11] } },
    ]);
  });

  it('is a note on an archived record, beside the person who has no link then', () => {
    const people = [aPerson({ isArchived: true, references: linkedTo('#11') })];
    expect(refCodesOf({ people })).toEqual(['warning unlinked-person', 'info near-miss']);
  });
});

describe('a link on a record that never matches', () => {
  it('is a warning on a placeholder when time is at stake, instead of an unlinked person', () => {
    expect(refFindingsOf({ people: [aPerson({ isPlaceholder: true })] })).toStrictEqual([
      {
        code: 'link-on-placeholder',
        severity: 'warning',
        seconds: 3600,
        subject: { togglUserId: 11, runnPersonId: 456 },
        facts: { referenceName: 'Custom1', externalId: '11' },
      },
    ]);
  });

  it('is a note without time, and then too the only one', () => {
    expect(refCodesOf({ people: [aPerson({ isPlaceholder: true })], rows: [] })).toEqual(['info link-on-placeholder']);
  });

  it('is a warning on a template when time is at stake', () => {
    expect(refFindingsOf({ projects: [aProject({ isTemplate: true })] })).toStrictEqual([
      {
        code: 'link-on-template',
        severity: 'warning',
        seconds: 3600,
        subject: { togglProjectId: 22, runnProjectId: 789 },
        facts: { referenceName: 'Custom1', externalId: '22' },
      },
    ]);
  });

  it('is a note on a template when another project carries the id', () => {
    const projects = [aProject(), aProject({ id: 790, isTemplate: true })];
    expect(refFindingsOf({ projects })).toStrictEqual([
      {
        code: 'link-on-template',
        severity: 'info',
        seconds: 0,
        subject: { togglProjectId: 22, runnProjectId: 790 },
        facts: { referenceName: 'Custom1', externalId: '22' },
      },
    ]);
  });

  it.each(['99', 'nobody', '#11'])(
    'is a note without a user when it carries %j, which is no id of one',
    (externalId) => {
      const people = [aPerson(), aPerson({ id: 457, isPlaceholder: true, references: linkedTo(externalId) })];
      expect(refFindingsOf({ people })).toStrictEqual([
        {
          code: 'link-on-placeholder',
          severity: 'info',
          seconds: 0,
          subject: { runnPersonId: 457 },
          facts: { referenceName: 'Custom1', externalId },
        },
      ]);
    },
  );
});

describe('a link under another name', () => {
  const people = [aPerson({ references: [{ referenceName: 'Harvest', externalId: ' 11 ' }] })];

  it('is a note when the id is linked nowhere else, with the hours', () => {
    expect(refFindingsOfCode('other-reference-name', { people })).toStrictEqual([
      {
        code: 'other-reference-name',
        severity: 'info',
        seconds: 3600,
        subject: { togglUserId: 11, runnPersonId: 456 },
        facts: { referenceName: 'Harvest', externalId: ' 11 ' },
      },
    ]);
  });

  it('has no hours when none were tracked', () => {
    expect(refFindingsOfCode('other-reference-name', { people, rows: [] })).toMatchObject([{ seconds: 0 }]);
  });

  it('leaves the person unlinked', () => {
    expect(refCodesOf({ people })).toEqual([
      'warning unlinked-person',
      'info other-reference-name',
      'info unlinked-runn-person',
    ]);
  });

  it('is nothing when the id is linked elsewhere', () => {
    expect(refCodesOf({ people: [...people, aPerson({ id: 457 })] })).toEqual(['info unlinked-runn-person']);
  });

  it.each(['99', 'eric'])('is nothing for %j, which is no id that Toggl knows', (externalId) => {
    const references = [...linkedTo(11), { referenceName: 'Harvest', externalId }];
    expect(refCodesOf({ people: [aPerson({ references })] })).toEqual([]);
  });

  it.each([
    ['an archived person', { isArchived: true }],
    ['a placeholder', { isPlaceholder: true }],
  ])('is nothing on %s', (_, fields) => {
    const references = [{ referenceName: 'Harvest', externalId: '11' }];
    expect(refCodesOf({ people: [aPerson({ references, ...fields })] })).toEqual(['warning unlinked-person']);
  });

  it('is a link when the name is configured', () => {
    const references = [{ referenceName: 'Harvest', externalId: '11' }];
    expect(refCodesOf({ people: [aPerson({ references })], referenceNames: ['Custom1', 'Harvest'] })).toEqual([]);
  });
});

describe('an id on several records', () => {
  it('is an error on two live ones, with the hours at stake', () => {
    expect(refFindingsOf({ people: [aPerson({ id: 457 }), aPerson()] })).toStrictEqual([
      {
        code: 'duplicate-id',
        severity: 'error',
        seconds: 3600,
        subject: { togglUserId: 11 },
        facts: { runnPersonIds: [456, 457] },
      },
    ]);
  });

  it('is an error on two live ones without time too', () => {
    const projects = [aProject(), aProject({ id: 790 })];
    expect(refFindingsOf({ projects, rows: [] })).toStrictEqual([
      {
        code: 'duplicate-id',
        severity: 'error',
        seconds: 0,
        subject: { togglProjectId: 22 },
        facts: { runnProjectIds: [789, 790] },
      },
    ]);
  });

  it('is a note when only one of them is alive: it is taken', () => {
    const projects = [aProject({ isArchived: true }), aProject({ id: 790 }), aProject({ id: 788, isArchived: true })];
    expect(refFindingsOf({ projects })).toStrictEqual([
      {
        code: 'archived-duplicate',
        severity: 'info',
        seconds: 0,
        subject: { togglProjectId: 22 },
        facts: { runnProjectIds: [790, 788, 789] },
      },
    ]);
  });

  it('leaves the archived ones out when two are alive', () => {
    const people = [aPerson(), aPerson({ id: 457 }), aPerson({ id: 458, isArchived: true })];
    expect(refFindingsOf({ people })).toMatchObject([
      { code: 'duplicate-id', severity: 'error', facts: { runnPersonIds: [456, 457] } },
    ]);
  });

  it('is an error on archived ones alone when time is at stake, else a note', () => {
    const people = [aPerson({ isArchived: true }), aPerson({ id: 457, isArchived: true })];
    expect(refCodesOf({ people })).toEqual(['error duplicate-id']);
    expect(refCodesOf({ people, rows: [] })).toEqual(['info duplicate-id']);
  });

  it('is a note without hours when map decides', () => {
    const people = [aPerson(), aPerson({ id: 457 })];
    const findings = refFindingsOf({ people, map: { people: { 11: 456 } } });
    expect(findings.map(({ code, severity, seconds }) => ({ code, severity, seconds }))).toEqual([
      { code: 'duplicate-id', severity: 'info', seconds: 0 },
      { code: 'map-shadows-link', severity: 'info', seconds: 3600 },
    ]);
  });

  it('does not say that the live one is taken when map decides', () => {
    const people = [aPerson(), aPerson({ id: 457, isArchived: true })];
    expect(refCodesOf({ people, map: { people: { 11: 457 } } })).toEqual([
      'warning archived-in-runn',
      'info map-shadows-link',
    ]);
  });

  it('is nothing for one record that carries the id twice', () => {
    const references = [...linkedTo(11), { referenceName: 'Custom2', externalId: '11' }];
    expect(refCodesOf({ people: [aPerson({ references })], referenceNames: ['Custom1', 'Custom2'] })).toEqual([]);
  });
});

describe('what is no longer in use in Toggl', () => {
  it('is a note when it is linked', () => {
    const users = [aTogglUser({ isActive: false })];
    const togglProjects = [aTogglProject({ isArchived: true })];
    expect(refFindingsOf({ users, togglProjects })).toStrictEqual([
      {
        code: 'archived-in-toggl',
        severity: 'info',
        seconds: 3600,
        subject: { togglUserId: 11, runnPersonId: 456 },
        facts: {},
      },
      {
        code: 'archived-in-toggl',
        severity: 'info',
        seconds: 3600,
        subject: { togglProjectId: 22, runnProjectId: 789 },
        facts: {},
      },
    ]);
  });

  it('is a warning for a project that is deleted', () => {
    const togglProjects = [aTogglProject({ isArchived: true, isDeleted: true })];
    expect(refFindingsOf({ togglProjects, rows: [] })).toStrictEqual([
      {
        code: 'deleted-in-toggl',
        severity: 'warning',
        seconds: 0,
        subject: { togglProjectId: 22, runnProjectId: 789 },
        facts: {},
      },
    ]);
  });

  it('is a note for a person who left, whose time stays', () => {
    const users = [aTogglUser({ isActive: false, isDeleted: true })];
    expect(refCodesOf({ users })).toEqual(['info deleted-in-toggl']);
  });

  it('is of no interest on archived records', () => {
    const users = [aTogglUser({ isActive: false })];
    expect(refCodesOf({ users, rows: [], people: [aPerson({ isArchived: true })] })).toEqual(['info archived-in-runn']);
  });
});

describe('a link to an archived record', () => {
  it('is a warning with the hours', () => {
    expect(refFindingsOf({ people: [aPerson({ isArchived: true })] })).toStrictEqual([
      {
        code: 'archived-in-runn',
        severity: 'warning',
        seconds: 3600,
        subject: { togglUserId: 11, runnPersonId: 456 },
        facts: {},
      },
    ]);
  });

  it('is a note without time', () => {
    expect(refCodesOf({ people: [aPerson({ isArchived: true })], rows: [] })).toEqual(['info archived-in-runn']);
  });

  it('is one by map too', () => {
    const projects = [aProject(), aProject({ id: 790, isArchived: true, references: [] })];
    const togglProjects = [aTogglProject(), aTogglProject({ id: 23 })];
    const rows = [aRow({ projectId: 23 })];
    expect(refFindingsOf({ projects, togglProjects, rows, map: { projects: { 23: 790 } } })).toMatchObject([
      { code: 'archived-in-runn', seconds: 3600, subject: { togglProjectId: 23, runnProjectId: 790 } },
    ]);
  });

  it('has only the hours of its days, when map goes by date', () => {
    const projects = [aProject(), aProject({ id: 790, isArchived: true, references: [] })];
    const targets = [
      { target: 790, until: '2024-01-01' },
      { target: 789, until: null },
    ];
    const rows = [aRow({ date: '2024-01-01', minutes: 30 }), aRow({ date: '2024-01-02' })];
    expect(refFindingsOf({ projects, rows, map: { projects: { 22: targets } } })).toStrictEqual([
      {
        code: 'archived-in-runn',
        severity: 'warning',
        seconds: 1800,
        subject: { togglProjectId: 22, runnProjectId: 790 },
        facts: {},
      },
    ]);
  });

  it('is nothing for an id that Toggl does not know', () => {
    const people = [aPerson(), aPerson({ id: 457, isArchived: true, references: linkedTo(99) })];
    expect(refFindingsOfCode('archived-in-runn', { people })).toEqual([]);
  });
});

describe('several Toggl ids that lead to one record', () => {
  const togglProjects = [aTogglProject({ id: 23 }), aTogglProject()];

  it('are a note on a project, by links and map together, with the hours of all', () => {
    const rows = [aRow(), aRow({ projectId: 23, minutes: 30 })];
    expect(refFindingsOf({ togglProjects, rows, map: { projects: { 23: 789 } } })).toStrictEqual([
      {
        code: 'shared-project',
        severity: 'info',
        seconds: 5400,
        subject: { runnProjectId: 789 },
        facts: { togglProjectIds: [22, 23] },
      },
    ]);
  });

  it('are a note on a person', () => {
    const users = [aTogglUser(), aTogglUser({ id: 12 })];
    expect(refFindingsOf({ users, people: [aPerson({ references: linkedTo(12, 11) })] })).toStrictEqual([
      {
        code: 'shared-person',
        severity: 'info',
        seconds: 3600,
        subject: { runnPersonId: 456 },
        facts: { togglUserIds: [11, 12] },
      },
    ]);
  });

  it('have only the hours of the days on which map leads there', () => {
    const targets = [
      { target: 'skip', until: '2024-01-01' },
      { target: 789, until: null },
    ] as const;
    const rows = [aRow({ projectId: 23, date: '2024-01-01' }), aRow({ projectId: 23, minutes: 20 })];
    expect(refFindingsOf({ togglProjects, rows, map: { projects: { 23: targets } } })).toMatchObject([
      { code: 'shared-project', seconds: 1200, facts: { togglProjectIds: [22, 23] } },
    ]);
  });

  it('are nothing when one of them is ambiguous, for that is an error of its own', () => {
    const projects = [aProject({ references: linkedTo(22, 23) }), aProject({ id: 790, references: linkedTo(23) })];
    expect(refCodesOf({ togglProjects, projects })).toEqual(['error duplicate-id']);
  });

  it('are nothing when Toggl knows but one of them', () => {
    const projects = [aProject({ references: linkedTo(22, 99) })];
    expect(refCodesOf({ projects })).toEqual(['error unknown-id']);
  });
});
