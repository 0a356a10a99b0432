/** A small company for the audit of links: one linked person and project with an hour of time, unless told otherwise. */
import type {
  Contract,
  Mapping,
  ProjectMember,
  Row,
  RunnPerson,
  RunnProject,
  TogglProject,
  TogglUser,
  WorkspaceTime,
} from '../../src/core/model.ts';
import type { OtherWorkspace, ReferenceAuditInput } from '../../src/core/ref-sides.ts';
import { auditReferences, type ReferenceAudit } from '../../src/core/references.ts';
import type { RefCode, RefFinding } from '../../src/core/report.ts';
import type { Similarity } from '../../src/core/suggest.ts';
import { aMapping } from './a-survey.ts';
import { aPerson, aProject } from './runn.ts';
import { aRow, aTogglProject, aTogglUser } from './toggl.ts';

export interface AuditParts {
  /** `users`, `togglProjects` and `rows` are those of the only workspace; `workspaces` replaces it. */
  readonly users?: readonly TogglUser[];
  readonly togglProjects?: readonly TogglProject[];
  readonly rows?: readonly Row[];
  readonly workspaces?: readonly Partial<Pick<WorkspaceTime, 'rows' | 'users' | 'projects'>>[];
  readonly people?: readonly RunnPerson[];
  readonly projects?: readonly RunnProject[];
  readonly map?: Parameters<typeof aMapping>[0];
  readonly referenceNames?: readonly string[];
  readonly elsewhere?: readonly OtherWorkspace[];
  readonly roles?: { readonly members?: readonly ProjectMember[]; readonly contracts?: readonly Contract[] };
  readonly similarity?: Similarity;
}

export function anAuditInput(parts: AuditParts = {}): ReferenceAuditInput & { readonly mapping: Mapping } {
  const only = {
    users: parts.users ?? [aTogglUser()],
    projects: parts.togglProjects ?? [aTogglProject()],
    rows: parts.rows ?? [aRow()],
  };
  return {
    workspaces: (parts.workspaces ?? [only]).map((each) => ({ users: [], projects: [], rows: [], ...each })),
    people: parts.people ?? [aPerson()],
    projects: parts.projects ?? [aProject()],
    referenceNames: parts.referenceNames ?? ['Custom1'],
    mapping: aMapping(parts.map),
    elsewhere: parts.elsewhere,
    roles: parts.roles && { members: [], contracts: [], ...parts.roles },
    similarity: parts.similarity,
  };
}

export function anAudit(parts: AuditParts = {}): ReferenceAudit {
  return auditReferences(anAuditInput(parts));
}

export function refFindingsOf(parts: AuditParts = {}): readonly RefFinding[] {
  return anAudit(parts).findings;
}

/** Severity and code of each finding, in order. */
export function refCodesOf(parts: AuditParts = {}): string[] {
  return refFindingsOf(parts).map(({ code, severity }) => `${severity} ${code}`);
}

/** The findings of one code. */
export function refFindingsOfCode(code: RefCode, parts: AuditParts = {}): readonly RefFinding[] {
  return refFindingsOf(parts).filter((each) => each.code === code);
}
