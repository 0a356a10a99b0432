import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  Contract,
  Mapping,
  ProjectMember,
  Row,
  RunnPerson,
  RunnProject,
  TogglProject,
  TogglUser,
} from '../../src/core/model.ts';
import type { OtherWorkspace } from '../../src/core/ref-sides.ts';
import { auditReferences } from '../../src/core/references.ts';
import type { RefCode } from '../../src/core/report.ts';
import { aMapping } from '../builders/a-survey.ts';
import { togglWorkspace } from '../builders/ids.ts';
import { aContract, aMember, aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aRow, aTogglProject, aTogglUser } from '../builders/toggl.ts';

interface World {
  users?: TogglUser[];
  togglProjects?: TogglProject[];
  rows?: Row[];
  people?: RunnPerson[];
  projects?: RunnProject[];
  mapping?: Mapping;
  referenceNames?: string[];
  elsewhere?: OtherWorkspace[];
  roles?: { members: ProjectMember[]; contracts: Contract[] };
}

/** One linked person and project with an hour of time, unless told otherwise. */
function audit(world: World = {}) {
  return auditReferences({
    workspaces: [
      {
        users: world.users ?? [aTogglUser()],
        projects: world.togglProjects ?? [aTogglProject()],
        rows: world.rows ?? [aRow()],
      },
    ],
    people: world.people ?? [aPerson()],
    projects: world.projects ?? [aProject()],
    referenceNames: world.referenceNames ?? ['Custom1'],
    mapping: world.mapping ?? aMapping(),
    elsewhere: world.elsewhere,
    roles: world.roles,
  });
}

const codes = (world: World) => audit(world).findings.map(({ code, severity }) => `${severity} ${code}`);
const only = (code: RefCode, world: World) => audit(world).findings.filter((each) => each.code === code);

describe('auditReferences', () => {
  it('finds nothing when everything is linked', () => {
    expect(codes({})).toEqual([]);
  });

  describe('an id on several records', () => {
    it('is an error on two live ones, with the hours at stake', () => {
      expect(only('duplicate-id', { people: [aPerson(), aPerson({ id: 457 })] })).toEqual([
        {
          code: 'duplicate-id',
          severity: 'error',
          seconds: 3600,
          subject: { togglUserId: 11 },
          facts: { runnPersonIds: [456, 457] },
        },
      ]);
    });

    it('is a note when only one of them is alive', () => {
      const projects = [aProject(), aProject({ id: 790, isArchived: true })];
      expect(codes({ projects })).toEqual(['info archived-duplicate']);
    });

    it('is a note when map decides', () => {
      const people = [aPerson(), aPerson({ id: 457 })];
      expect(codes({ people, mapping: aMapping({ people: { 11: 456 } }) })).toEqual([
        'info duplicate-id',
        'info map-shadows-link',
      ]);
    });
  });

  describe('an id that leads nowhere', () => {
    it('is an error', () => {
      const people = [aPerson(), aPerson({ id: 457, references: linkedTo(99) })];
      expect(only('unknown-id', { people })).toMatchObject([
        { severity: 'error', subject: { runnPersonId: 457 }, facts: { referenceName: 'Custom1', externalId: '99' } },
      ]);
    });

    it('is a note on an archived record', () => {
      const people = [aPerson(), aPerson({ id: 457, isArchived: true, references: linkedTo(99) })];
      expect(codes({ people })).toEqual(['info unknown-id']);
    });

    it('names the Toggl user who is probably meant', () => {
      const people = [aPerson({ references: linkedTo(99), email: 'eric@example.com' })];
      const users = [aTogglUser({ email: 'eric@example.com' })];
      expect(only('unknown-id', { people, users })).toMatchObject([
        { seconds: 3600, facts: { togglSuggestion: { togglId: 11, because: 'same-email' } } },
      ]);
    });

    it('is no finding when the reference is blank', () => {
      const people = [aPerson(), aPerson({ id: 457, references: linkedTo(' ') })];
      expect(codes({ people })).toEqual(['info unlinked-runn-person']);
    });
  });

  describe('an id of the wrong kind', () => {
    it("is an error for a project's id on a person", () => {
      const people = [aPerson(), aPerson({ id: 457, references: linkedTo(22) })];
      expect(only('wrong-kind', { people })).toMatchObject([{ severity: 'error', subject: { runnPersonId: 457 } }]);
    });

    it("is an error for a user's id on a project", () => {
      const projects = [aProject(), aProject({ id: 790, references: linkedTo(11) })];
      expect(only('wrong-kind', { projects })).toMatchObject([{ severity: 'error', subject: { runnProjectId: 790 } }]);
    });
  });

  describe('an id of a workspace that is not read', () => {
    const elsewhere = [
      { id: togglWorkspace(7), name: 'Other', users: [aTogglUser({ id: 99 })], projects: [aTogglProject({ id: 98 })] },
    ];

    it('is an error that names the workspace', () => {
      const people = [aPerson(), aPerson({ id: 457, references: linkedTo(99) })];
      expect(audit({ people, elsewhere }).findings).toMatchObject([
        {
          code: 'other-workspace',
          severity: 'error',
          subject: { togglUserId: 99, runnPersonId: 457, togglWorkspaceId: 7 },
          facts: { externalId: '99' },
        },
      ]);
    });

    it('is one in map too', () => {
      expect(audit({ elsewhere, mapping: aMapping({ projects: { 98: 789 } }) }).findings).toMatchObject([
        { code: 'other-workspace', subject: { togglProjectId: 98, togglWorkspaceId: 7 }, facts: { mapTarget: 789 } },
      ]);
    });

    it('stays unknown when no workspace knows it', () => {
      const people = [aPerson(), aPerson({ id: 457, references: linkedTo(97) })];
      expect(codes({ people, elsewhere })).toEqual(['error unknown-id']);
    });
  });

  describe('what is gone from Toggl', () => {
    it('is a warning for a project', () => {
      const togglProjects = [aTogglProject({ isArchived: true, isDeleted: true })];
      expect(only('deleted-in-toggl', { togglProjects, rows: [] })).toMatchObject([
        { severity: 'warning', subject: { togglProjectId: 22, runnProjectId: 789 } },
      ]);
    });

    it('is a note for a person, whose time stays', () => {
      expect(codes({ users: [aTogglUser({ isActive: false, isDeleted: true })] })).toEqual(['info deleted-in-toggl']);
    });
  });

  describe('somebody without a role', () => {
    const nobody = { members: [], contracts: [] };

    it('is a warning with the hours and projects, when there is time', () => {
      expect(audit({ roles: nobody }).findings).toEqual([
        {
          code: 'no-role',
          severity: 'warning',
          seconds: 3600,
          subject: { runnPersonId: 456 },
          facts: { onProjectIds: [789], candidateRoleIds: [] },
        },
      ]);
      expect(codes({ roles: nobody, rows: [] })).toEqual([]);
    });

    it('names the roles that could be meant', () => {
      const members = [aMember({ roleId: 10 }), aMember({ roleId: 12 })];
      expect(only('no-role', { roles: { members, contracts: [] } })).toMatchObject([
        { facts: { candidateRoleIds: [10, 12] } },
      ]);
    });

    it('is nothing with one role on the project, or a contract for the day', () => {
      expect(codes({ roles: { members: [aMember()], contracts: [] } })).toEqual([]);
      expect(codes({ roles: { members: [], contracts: [aContract({ startDate: '2024-01-02' })] } })).toEqual([]);
      expect(codes({ roles: { members: [], contracts: [aContract({ startDate: '2024-01-03' })] } })).toEqual([
        'warning no-role',
      ]);
    });

    it('is nothing on archived records, whose time is held back anyway', () => {
      expect(codes({ roles: nobody, projects: [aProject({ isArchived: true })] })).toEqual([
        'warning archived-in-runn',
      ]);
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
      expect(audit({ people }).findings).toMatchObject([
        {
          code: 'near-miss',
          severity: 'error',
          seconds: 3600,
          subject: { togglUserId: 11, runnPersonId: 456 },
          facts: { externalId },
        },
      ]);
    });

    it('knows thousands separators', () => {
      const people = [aPerson({ references: linkedTo('6,910,539') })];
      const world = { people, users: [aTogglUser({ id: 6910539 })], rows: [aRow({ userId: 6910539 })] };
      expect(only('near-miss', world)).toMatchObject([{ subject: { togglUserId: 6910539 } }]);
    });

    it('finds several ids in one reference', () => {
      const projects = [aProject({ references: linkedTo('22, 23') })];
      const togglProjects = [aTogglProject(), aTogglProject({ id: 23 })];
      expect(only('near-miss', { projects, togglProjects })).toMatchObject([{ facts: { togglProjectIds: [22, 23] } }]);
    });
  });

  describe('no link', () => {
    it('is a warning for a person and a project with time', () => {
      expect(codes({ people: [], projects: [] })).toEqual(['warning unlinked-person', 'warning unlinked-project']);
    });

    it('is a note without time', () => {
      expect(codes({ people: [], projects: [], rows: [] })).toEqual(['info unlinked-person', 'info unlinked-project']);
    });

    it('is nothing for people who left and projects that are archived, without time', () => {
      const world = {
        users: [aTogglUser({ isActive: false })],
        togglProjects: [aTogglProject({ isArchived: true })],
        people: [],
        projects: [],
      };
      expect(codes({ ...world, rows: [] })).toEqual([]);
      expect(codes(world)).toEqual(['warning unlinked-person', 'warning unlinked-project']);
    });

    it('carries the best suggestion, on both sides', () => {
      const people = [aPerson({ name: 'Eric', references: [] })];
      const { findings } = audit({ people });
      expect(findings).toMatchObject([
        { code: 'unlinked-person', facts: { suggestion: { runnId: 456, because: 'same-name' } } },
        { code: 'unlinked-runn-person', facts: { togglSuggestion: { togglId: 11, because: 'same-name' } } },
      ]);
    });

    it('is a note for Runn people and projects, but not for archived ones, placeholders and templates', () => {
      const people = [
        aPerson(),
        aPerson({ id: 457, references: [] }),
        aPerson({ id: 458, references: [], isArchived: true }),
        aPerson({ id: 459, references: [], isPlaceholder: true }),
      ];
      const projects = [
        aProject(),
        aProject({ id: 790, references: [] }),
        aProject({ id: 791, references: [], isTemplate: true }),
      ];
      expect(codes({ people, projects })).toEqual(['info unlinked-runn-person', 'info unlinked-runn-project']);
    });

    it('counts only the days that a dated map entry leaves out', () => {
      const mapping = aMapping({ projects: { 23: [{ target: 789, until: '2024-01-01' }] } });
      const togglProjects = [aTogglProject(), aTogglProject({ id: 23 })];
      const rows = [aRow({ projectId: 23, date: '2024-01-01' }), aRow({ projectId: 23, minutes: 30 })];
      expect(only('unlinked-project', { togglProjects, mapping, rows })).toMatchObject([{ seconds: 1800 }]);
    });
  });

  describe('a link on a record that never matches', () => {
    it('is a warning on a placeholder when time is at stake, instead of an unlinked person', () => {
      expect(codes({ people: [aPerson({ isPlaceholder: true })] })).toEqual(['warning link-on-placeholder']);
    });

    it('is a note on a template when another project carries the id', () => {
      expect(codes({ projects: [aProject(), aProject({ id: 790, isTemplate: true })] })).toEqual([
        'info link-on-template',
      ]);
    });

    it('is a warning on an archived record with time, a note without', () => {
      const people = [aPerson({ isArchived: true })];
      expect(codes({ people })).toEqual(['warning archived-in-runn']);
      expect(codes({ people, rows: [] })).toEqual(['info archived-in-runn']);
    });
  });

  it('notes that a linked record is archived in Toggl', () => {
    const world = { users: [aTogglUser({ isActive: false })], togglProjects: [aTogglProject({ isArchived: true })] };
    expect(audit(world).findings).toMatchObject([
      { code: 'archived-in-toggl', severity: 'info', subject: { togglUserId: 11, runnPersonId: 456 } },
      { code: 'archived-in-toggl', severity: 'info', subject: { togglProjectId: 22, runnProjectId: 789 } },
    ]);
  });

  it('takes a user for active who is active in one of two workspaces', () => {
    const { findings } = auditReferences({
      workspaces: [
        { users: [aTogglUser()], projects: [aTogglProject()], rows: [] },
        { users: [aTogglUser({ isActive: false })], projects: [], rows: [] },
      ],
      people: [aPerson()],
      projects: [aProject()],
      referenceNames: ['Custom1'],
      mapping: aMapping(),
    });
    expect(findings).toEqual([]);
  });

  it('notes several Toggl projects on one Runn project, by links and map together', () => {
    const togglProjects = [aTogglProject(), aTogglProject({ id: 23 })];
    expect(audit({ togglProjects, mapping: aMapping({ projects: { 23: 789 } }) }).findings).toMatchObject([
      {
        code: 'shared-project',
        severity: 'info',
        seconds: 3600,
        subject: { runnProjectId: 789 },
        facts: { togglProjectIds: [22, 23] },
      },
    ]);
  });

  describe('a link under another name', () => {
    const people = [aPerson({ references: [{ referenceName: 'Harvest', externalId: '11' }] })];

    it('is a note when the id is linked nowhere else', () => {
      expect(only('other-reference-name', { people })).toMatchObject([
        { severity: 'info', subject: { togglUserId: 11, runnPersonId: 456 }, facts: { referenceName: 'Harvest' } },
      ]);
    });

    it('is nothing when the id is linked elsewhere', () => {
      expect(only('other-reference-name', { people: [...people, aPerson({ id: 457 })] })).toEqual([]);
    });

    it('is a link when the name is configured', () => {
      expect(codes({ people, referenceNames: ['Custom1', 'Harvest'], projects: [aProject()] })).toEqual([]);
    });
  });

  describe('map', () => {
    it('is wrong when it leads to a record that Runn does not have, with the hours', () => {
      const mapping = aMapping({ people: { 11: 999 }, noProject: 998 });
      const rows = [aRow(), aRow({ projectId: null, minutes: 30 })];
      expect(only('map-unknown-target', { mapping, rows })).toMatchObject([
        { severity: 'error', seconds: 5400, subject: { togglUserId: 11 }, facts: { mapTarget: 999 } },
        { severity: 'error', seconds: 1800, subject: { togglProjectId: null }, facts: { mapTarget: 998 } },
      ]);
    });

    it('is wrong when it leads to a placeholder', () => {
      const people = [aPerson(), aPerson({ id: 457, references: [], isPlaceholder: true })];
      expect(only('map-unknown-target', { people, mapping: aMapping({ people: { 11: 457 } }) })).toHaveLength(1);
    });

    it('is wrong when it names an id that Toggl does not know, unless it skips it', () => {
      const mapping = aMapping({ people: { 98: 456, 99: 'skip' } });
      expect(codes({ mapping })).toEqual(['error map-unknown-source', 'info map-unknown-source']);
    });

    it('shadows a link that leads elsewhere', () => {
      const people = [aPerson(), aPerson({ id: 457, references: [] })];
      expect(only('map-shadows-link', { people, mapping: aMapping({ people: { 11: 457 } }) })).toMatchObject([
        { severity: 'info', subject: { togglUserId: 11 }, facts: { mapTarget: 457, runnPersonIds: [456] } },
      ]);
    });

    it('does not shadow a link that leads to the same record', () => {
      expect(codes({ mapping: aMapping({ people: { 11: 456 } }) })).toEqual([]);
    });
  });

  describe('coverage', () => {
    it('counts people, projects and seconds with time in the window', () => {
      const rows = [aRow(), aRow({ userId: 12, minutes: 30 }), aRow({ projectId: null, minutes: 15 })];
      const users = [aTogglUser(), aTogglUser({ id: 12 }), aTogglUser({ id: 13 })];
      expect(audit({ rows, users }).coverage).toEqual({
        trackedSeconds: 6300,
        linkedSeconds: 3600,
        people: { withTime: 2, linked: 1 },
        projects: { withTime: 1, linked: 1 },
      });
    });

    it('takes what map skips for linked, and what is ambiguous for not linked', () => {
      const people = [aPerson(), aPerson({ id: 457 })];
      expect(audit({ people, mapping: aMapping({ projects: { 22: 'skip' } }) }).coverage).toMatchObject({
        linkedSeconds: 0,
        people: { withTime: 1, linked: 0 },
        projects: { withTime: 1, linked: 1 },
      });
    });
  });

  it('does not depend on the order of its input', () => {
    const people = [
      aPerson(),
      aPerson({ id: 457 }),
      aPerson({ id: 458, references: linkedTo(99) }),
      aPerson({ id: 459, references: linkedTo('#12') }),
      aPerson({ id: 460, name: 'Grace', references: [] }),
      aPerson({ id: 461, references: linkedTo(22) }),
      aPerson({ id: 462, references: linkedTo(13), isArchived: true }),
    ];
    const users = [11, 12, 13, 14].map((id) => aTogglUser({ id, name: id === 14 ? 'Grace' : `User ${id}` }));
    const rows = [11, 12, 13, 14].map((userId) => aRow({ userId }));
    const expected = audit({ people, users, rows });
    const shuffled = <T>(items: T[]) => fc.shuffledSubarray(items, { minLength: items.length });
    fc.assert(
      fc.property(shuffled(people), shuffled(users), shuffled(rows), (somePeople, someUsers, someRows) => {
        expect(audit({ people: somePeople, users: someUsers, rows: someRows })).toEqual(expected);
      }),
    );
  });
});
