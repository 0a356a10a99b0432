/** `check-refs`: people whose time no new actual could be booked for, because no role can be found (R6). */
import type { Matching } from './match.ts';
import type { Contract, ProjectMember, Row, RunnPersonId, RunnProjectId, RunnRoleId } from './model.ts';
import { makeRefFinding } from './ref-findings.ts';
import type { RefSide } from './ref-sides.ts';
import type { RefFinding } from './report.ts';
import { createRoleResolver } from './roles.ts';

/** Time of one person whose role is open. */
export interface UndecidedRole {
  readonly personId: RunnPersonId;
  readonly projectIds: readonly RunnProjectId[];
  /** Those that could be meant; empty when the person has none. */
  readonly candidateRoleIds: readonly RunnRoleId[];
  readonly seconds: number;
}

/** By person, in order of their ids. Archived records are left out: their time is held back anyway. */
export function listUndecidedRoles(
  rows: readonly Row[],
  matching: Matching,
  { members, contracts }: { readonly members: readonly ProjectMember[]; readonly contracts: readonly Contract[] },
): UndecidedRole[] {
  const roleOf = createRoleResolver(members, contracts);
  const open = new Map<
    RunnPersonId,
    { readonly projectIds: Set<RunnProjectId>; readonly roleIds: Set<RunnRoleId>; seconds: number }
  >();
  for (const { userId, projectId, date, seconds } of rows) {
    const person = matching.personOf(userId);
    const project = matching.projectOf(projectId, date);
    if (seconds === 0 || person.kind !== 'matched' || project.kind !== 'matched') continue;
    if (person.isArchived || project.isArchived) continue;
    const role = roleOf(person.id, project.id, date);
    if (role.kind === 'decided') continue;
    const known = open.get(person.id) ?? { projectIds: new Set(), roleIds: new Set(), seconds: 0 };
    open.set(person.id, known);
    known.projectIds.add(project.id);
    for (const id of role.candidateRoleIds) known.roleIds.add(id);
    known.seconds += seconds;
  }
  return [...open]
    .sort(([a], [b]) => a - b)
    .map(([personId, { projectIds, roleIds, seconds }]) => ({
      personId,
      projectIds: [...projectIds].sort((a, b) => a - b),
      candidateRoleIds: [...roleIds].sort((a, b) => a - b),
      seconds,
    }));
}

/** One finding for each of those people. */
export function auditRoles(undecided: readonly UndecidedRole[], people: RefSide, findings: RefFinding[]): void {
  for (const { personId, projectIds, candidateRoleIds, seconds } of undecided) {
    const facts = { onProjectIds: projectIds, candidateRoleIds };
    findings.push(makeRefFinding(people, 'no-role', { runnId: personId, seconds, facts }));
  }
}
