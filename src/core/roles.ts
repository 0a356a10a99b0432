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

/** What membership says of a person on a project, whatever the day. */
interface ProjectRoles {
  readonly memberships: readonly ProjectMember[];
  readonly roleIds: ReadonlySet<RunnRoleId>;
  /** The decision when there is only one role: one for all the days of a pair. */
  readonly onlyRole: DecidedRole | null;
}

/**
 * The rule of R6: the person's only role on the project, else the role of the contract that covers the day (both ends
 * included), else undecided with the roles that could be meant. Runn's own Harvest integration does the same
 * (runn.md section 3.3).
 */
export function createRoleResolver(members: readonly ProjectMember[], contracts: readonly Contract[]): RoleResolver {
  const rolesOf = indexProjectRoles(members);
  const contractsByPerson = new Map<RunnPersonId, Contract[]>();
  for (const contract of contracts) {
    const known = contractsByPerson.get(contract.personId);
    if (known === undefined) contractsByPerson.set(contract.personId, [contract]);
    else known.push(contract);
  }

  return (personId, projectId, date) => {
    const onProject = rolesOf(personId, projectId);
    if (onProject.onlyRole !== null) return onProject.onlyRole;
    const rolesByContract = new Set<RunnRoleId>();
    for (const { roleId, startDate, endDate } of contractsByPerson.get(personId) ?? []) {
      if (startDate <= date && (endDate === null || date <= endDate)) rolesByContract.add(roleId);
    }
    const [roleByContract] = rolesByContract;
    if (roleByContract !== undefined && rolesByContract.size === 1) {
      return decide(onProject.memberships, roleByContract, 'contract');
    }
    return {
      kind: 'undecided',
      candidateRoleIds: [...new Set([...onProject.roleIds, ...rolesByContract])].sort((a, b) => a - b),
    };
  };
}

/** It takes the workstream of the person's only membership in that project and role (R6). */
function decide(memberships: readonly ProjectMember[], roleId: RunnRoleId, by: DecidedRole['by']): DecidedRole {
  const inRole = memberships.filter((member) => member.roleId === roleId);
  const workstreamId = inRole.length === 1 ? (inRole[0]?.workstreamId ?? null) : null;
  return { kind: 'decided', roleId, workstreamId, by };
}

/** Looked up once for each pair and not for each of its days. */
function indexProjectRoles(members: readonly ProjectMember[]) {
  const byPerson = new Map<RunnPersonId, Map<RunnProjectId, ProjectMember[]>>();
  for (const member of members) {
    if (member.isPlaceholder) continue;
    const byProject = byPerson.get(member.personId) ?? new Map<RunnProjectId, ProjectMember[]>();
    byPerson.set(member.personId, byProject);
    const known = byProject.get(member.projectId);
    if (known === undefined) byProject.set(member.projectId, [member]);
    else known.push(member);
  }
  const decisions = new Map<readonly ProjectMember[], ProjectRoles>();
  return (personId: RunnPersonId, projectId: RunnProjectId): ProjectRoles => {
    const memberships = byPerson.get(personId)?.get(projectId) ?? nobody;
    const known = decisions.get(memberships);
    if (known !== undefined) return known;
    const roleIds = new Set(memberships.map((member) => member.roleId));
    const [only] = roleIds;
    const onlyRole =
      only !== undefined && roleIds.size === 1 ? decide(memberships, only, 'only-role-on-project') : null;
    const roles = { memberships, roleIds, onlyRole };
    decisions.set(memberships, roles);
    return roles;
  };
}

const nobody: readonly ProjectMember[] = [];
