/** R6: in which role, and on which workstream, a new actual is booked. */
import type {
  Contract,
  IsoDate,
  ProjectMember,
  RunnPersonId,
  RunnProjectId,
  RunnRoleId,
  RunnWorkstreamId,
} from './model.ts';

export interface DecidedRole {
  readonly kind: 'decided';
  readonly roleId: RunnRoleId;
  readonly workstreamId: RunnWorkstreamId | null;
  readonly by: 'only-role-on-project' | 'contract';
}

export type RoleDecision =
  | DecidedRole
  | { readonly kind: 'undecided'; readonly candidateRoleIds: readonly RunnRoleId[] };

export type RoleResolver = (personId: RunnPersonId, projectId: RunnProjectId, date: IsoDate) => RoleDecision;

/**
 * The rule of R6: the person's only role on the project, else the role of the contract that covers the day (both ends
 * included), else undecided with the roles that could be meant. Runn's own Harvest integration does the same
 * (runn.md section 3.3).
 */
export function createRoleResolver(members: readonly ProjectMember[], contracts: readonly Contract[]): RoleResolver {
  const membersByPair = new Map<string, ProjectMember[]>();
  for (const member of members) {
    if (member.isPlaceholder) continue;
    const key = `${member.personId}/${member.projectId}`;
    const known = membersByPair.get(key);
    if (known === undefined) membersByPair.set(key, [member]);
    else known.push(member);
  }
  const contractsByPerson = new Map<RunnPersonId, Contract[]>();
  for (const contract of contracts) {
    const known = contractsByPerson.get(contract.personId);
    if (known === undefined) contractsByPerson.set(contract.personId, [contract]);
    else known.push(contract);
  }

  return (personId, projectId, date) => {
    const memberships = membersByPair.get(`${personId}/${projectId}`) ?? [];
    const rolesOnProject = new Set(memberships.map((member) => member.roleId));
    const rolesByContract = new Set(
      (contractsByPerson.get(personId) ?? [])
        .filter((contract) => contract.startDate <= date && (contract.endDate === null || date <= contract.endDate))
        .map((contract) => contract.roleId),
    );
    const decided = (roleId: RunnRoleId, by: 'only-role-on-project' | 'contract'): RoleDecision => {
      const inRole = memberships.filter((member) => member.roleId === roleId);
      const workstreamId = inRole.length === 1 ? (inRole[0]?.workstreamId ?? null) : null;
      return { kind: 'decided', roleId, workstreamId, by };
    };
    const [roleOnProject] = rolesOnProject;
    if (roleOnProject !== undefined && rolesOnProject.size === 1) return decided(roleOnProject, 'only-role-on-project');
    const [roleByContract] = rolesByContract;
    if (roleByContract !== undefined && rolesByContract.size === 1) return decided(roleByContract, 'contract');
    return {
      kind: 'undecided',
      candidateRoleIds: [...new Set([...rolesOnProject, ...rolesByContract])].sort((a, b) => a - b),
    };
  };
}
