import { describe, expect, it } from 'vitest';
import type { Contract, ProjectMember } from '../../src/core/model.ts';
import { createRoleResolver } from '../../src/core/roles.ts';
import { day, runnPerson, runnProject } from '../builders/ids.ts';
import { aContract, aMember } from '../builders/runn.ts';

/** R6 for person 456, project 789 and the second of January. */
function roleFor(parts: { members?: readonly ProjectMember[]; contracts?: readonly Contract[]; date?: string }) {
  const resolve = createRoleResolver(parts.members ?? [], parts.contracts ?? []);
  return resolve(runnPerson(), runnProject(), day(parts.date));
}

describe("the person's only role on the project", () => {
  it('decides', () => {
    expect(roleFor({ members: [aMember({ roleId: 20 })] })).toEqual({
      kind: 'decided',
      roleId: 20,
      workstreamId: null,
      by: 'only-role-on-project',
    });
  });

  it('beats the contract', () => {
    expect(roleFor({ members: [aMember({ roleId: 20 })], contracts: [aContract({ roleId: 10 })] })).toMatchObject({
      roleId: 20,
      by: 'only-role-on-project',
    });
  });

  it('is one role although the person is a member in it twice', () => {
    const members = [aMember({ roleId: 20, workstreamId: 1 }), aMember({ roleId: 20, workstreamId: 2 })];
    expect(roleFor({ members })).toMatchObject({ roleId: 20, by: 'only-role-on-project' });
  });

  it('is not that of another person or another project', () => {
    const members = [aMember({ personId: 457, roleId: 20 }), aMember({ projectId: 790, roleId: 30 })];
    expect(roleFor({ members, contracts: [aContract()] })).toMatchObject({ roleId: 10, by: 'contract' });
  });

  it('is not that of a placeholder', () => {
    const members = [aMember({ roleId: 20, isPlaceholder: true })];
    expect(roleFor({ members, contracts: [aContract()] })).toMatchObject({ roleId: 10, by: 'contract' });
  });
});

describe('the contract that covers the day', () => {
  it('decides where the person has no role on the project', () => {
    expect(roleFor({ contracts: [aContract({ roleId: 30 })] })).toEqual({
      kind: 'decided',
      roleId: 30,
      workstreamId: null,
      by: 'contract',
    });
  });

  it('decides where the person has several roles on the project', () => {
    const members = [aMember({ roleId: 10 }), aMember({ roleId: 20 })];
    expect(roleFor({ members, contracts: [aContract({ roleId: 20 })] })).toMatchObject({ roleId: 20, by: 'contract' });
  });

  it.each([
    ['the first day', '2024-01-02', '2024-01-31', 'decided'],
    ['the last day', '2023-01-01', '2024-01-02', 'decided'],
    ['the day before it begins', '2024-01-03', null, 'undecided'],
    ['the day after it ended', '2023-01-01', '2024-01-01', 'undecided'],
  ])('on %s', (_when, startDate, endDate, kind) => {
    expect(roleFor({ contracts: [aContract({ startDate, endDate })] })).toMatchObject({ kind });
  });

  it('is the one of that day, not the current one', () => {
    const contracts = [
      aContract({ roleId: 10, startDate: '2023-01-01', endDate: '2024-01-02' }),
      aContract({ roleId: 20, startDate: '2024-01-03' }),
    ];
    expect(roleFor({ contracts, date: '2024-01-02' })).toMatchObject({ roleId: 10 });
    expect(roleFor({ contracts, date: '2024-01-03' })).toMatchObject({ roleId: 20 });
  });

  it('is not that of another person', () => {
    expect(roleFor({ contracts: [aContract({ personId: 457 })] })).toMatchObject({ kind: 'undecided' });
  });

  it('decides when two contracts of that day name the same role', () => {
    expect(roleFor({ contracts: [aContract({ roleId: 20 }), aContract({ roleId: 20 })] })).toMatchObject({
      roleId: 20,
      by: 'contract',
    });
  });
});

describe('undecided', () => {
  it('names nobody where nothing is known', () => {
    expect(roleFor({})).toEqual({ kind: 'undecided', candidateRoleIds: [] });
  });

  it('names the roles of two contracts that overlap', () => {
    expect(roleFor({ contracts: [aContract({ roleId: 20 }), aContract({ roleId: 10 })] })).toEqual({
      kind: 'undecided',
      candidateRoleIds: [10, 20],
    });
  });

  it('names each role of project and contracts once, in order', () => {
    const members = [aMember({ roleId: 30 }), aMember({ roleId: 100 })];
    const contracts = [aContract({ roleId: 30 }), aContract({ roleId: 20 })];
    expect(roleFor({ members, contracts })).toEqual({ kind: 'undecided', candidateRoleIds: [20, 30, 100] });
  });
});

describe('the workstream of a new actual', () => {
  it("is that of the person's only membership in the project and role", () => {
    expect(roleFor({ members: [aMember({ workstreamId: 7 })] })).toMatchObject({ workstreamId: 7 });
  });

  it('is none when there are two memberships in that role', () => {
    const members = [aMember({ workstreamId: 7 }), aMember({ workstreamId: 8 })];
    expect(roleFor({ members })).toMatchObject({ workstreamId: null });
  });

  it('is that of the role which the contract chose among several', () => {
    const members = [aMember({ roleId: 10, workstreamId: 7 }), aMember({ roleId: 20, workstreamId: 8 })];
    expect(roleFor({ members, contracts: [aContract({ roleId: 20 })] })).toMatchObject({ roleId: 20, workstreamId: 8 });
  });

  it('is none when the contract brings a role that the person does not have on the project', () => {
    const members = [aMember({ roleId: 10, workstreamId: 7 }), aMember({ roleId: 20, workstreamId: 8 })];
    expect(roleFor({ members, contracts: [aContract({ roleId: 30 })] })).toMatchObject({
      roleId: 30,
      workstreamId: null,
    });
  });
});
