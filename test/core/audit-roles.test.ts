import { describe, expect, it } from 'vitest';
import { listUndecidedRoles } from '../../src/core/audit-roles.ts';
import type { Contract, ProjectMember } from '../../src/core/model.ts';
import { aMatching } from '../builders/a-survey.ts';
import { refCodesOf, refFindingsOf } from '../builders/an-audit.ts';
import { aContract, aMember, aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aRow } from '../builders/toggl.ts';

const nobody = { members: [] as ProjectMember[], contracts: [] as Contract[] };
const twoRoles = { ...nobody, members: [aMember({ roleId: 12 }), aMember({ roleId: 10 })] };

describe('listUndecidedRoles', () => {
  it('names the person, the project and the time for which no role is known', () => {
    expect(listUndecidedRoles([aRow()], aMatching(), nobody)).toEqual([
      { personId: 456, projectIds: [789], candidateRoleIds: [], seconds: 3600 },
    ]);
  });

  it('names the roles that could be meant, by id', () => {
    expect(listUndecidedRoles([aRow()], aMatching(), twoRoles)).toEqual([
      { personId: 456, projectIds: [789], candidateRoleIds: [10, 12], seconds: 3600 },
    ]);
  });

  it('adds up the time of a person, with each project and each role once, by id', () => {
    const projects = [aProject(), aProject({ id: 788, references: linkedTo(23) })];
    const members = [
      aMember({ projectId: 788, roleId: 14 }),
      aMember({ projectId: 788, roleId: 9 }),
      ...twoRoles.members,
    ];
    const rows = [
      aRow(),
      aRow({ date: '2024-01-03', minutes: 30 }),
      aRow({ projectId: 23, minutes: 15 }),
      aRow({ projectId: 23, date: '2024-01-03', minutes: 5 }),
    ];
    expect(listUndecidedRoles(rows, aMatching({ projects }), { members, contracts: [] })).toEqual([
      { personId: 456, projectIds: [788, 789], candidateRoleIds: [9, 10, 12, 14], seconds: 110 * 60 },
    ]);
  });

  it('lists people by their ids', () => {
    const people = [aPerson(), aPerson({ id: 455, references: linkedTo(12) })];
    const undecided = listUndecidedRoles([aRow(), aRow({ userId: 12, minutes: 5 })], aMatching({ people }), nobody);
    expect(undecided).toEqual([
      { personId: 455, projectIds: [789], candidateRoleIds: [], seconds: 300 },
      { personId: 456, projectIds: [789], candidateRoleIds: [], seconds: 3600 },
    ]);
  });

  it("counts only the days that a person's contracts leave open", () => {
    const contracts = [aContract({ startDate: '2024-01-03' })];
    const rows = [aRow({ date: '2024-01-02', minutes: 20 }), aRow({ date: '2024-01-03' })];
    expect(listUndecidedRoles(rows, aMatching(), { members: [], contracts })).toMatchObject([{ seconds: 1200 }]);
  });

  it.each([
    ['the only role on the project', { members: [aMember()], contracts: [] }],
    ['the contract of the day', { members: [], contracts: [aContract()] }],
    ['the contract where there are several roles on the project', { ...twoRoles, contracts: [aContract()] }],
  ])('has nobody whose role is decided by %s', (_, roles) => {
    expect(listUndecidedRoles([aRow()], aMatching(), roles)).toEqual([]);
  });

  it('has nobody without time', () => {
    expect(listUndecidedRoles([aRow({ minutes: 0 })], aMatching(), nobody)).toEqual([]);
  });

  it.each([
    ['a person who is archived', aMatching({ people: [aPerson({ isArchived: true })] })],
    ['a project that is archived', aMatching({ projects: [aProject({ isArchived: true })] })],
    ['a user without a link', aMatching({ people: [] })],
    ['a project without a link', aMatching({ projects: [] })],
    ['a user that several people carry', aMatching({ people: [aPerson(), aPerson({ id: 457 })] })],
    ['a project that map skips', aMatching({ map: { projects: { 22: 'skip' } } })],
    ['a user that map skips', aMatching({ map: { people: { 11: 'skip' } } })],
  ])('leaves out %s: that time is held back or excluded anyway', (_, matching) => {
    expect(listUndecidedRoles([aRow()], matching, nobody)).toEqual([]);
  });
});

describe('somebody without a role', () => {
  it('is a warning with the hours, the projects and the roles that could be meant', () => {
    expect(refFindingsOf({ roles: twoRoles })).toStrictEqual([
      {
        code: 'no-role',
        severity: 'warning',
        seconds: 3600,
        subject: { runnPersonId: 456 },
        facts: { onProjectIds: [789], candidateRoleIds: [10, 12] },
      },
    ]);
  });

  it('is looked for in every workspace', () => {
    const workspaces = [{ rows: [aRow()] }, { rows: [aRow({ workspaceId: 2, minutes: 30 })] }];
    expect(refFindingsOf({ workspaces, roles: {} }).filter(({ code }) => code === 'no-role')).toMatchObject([
      { seconds: 5400 },
    ]);
  });

  it('is nothing when nobody asked for roles', () => {
    expect(refCodesOf()).toEqual([]);
  });
});
