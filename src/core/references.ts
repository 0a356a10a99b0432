/**
 * The audit of links in both directions: `check-refs` (DESIGN section 4, "In check-refs"). Links are read as `match.ts`
 * reads them; everything that it does not take for a link, although somebody meant one, is a finding.
 */
import { auditMap, auditNoProject } from './audit-map.ts';
import { auditIds, auditRecords } from './audit-records.ts';
import { auditRoles, listUndecidedRoles } from './audit-roles.ts';
import { auditUnlinked, suggestForUnlinked } from './audit-unlinked.ts';
import { buildMatching } from './match.ts';
import { compareRefFindings } from './ref-findings.ts';
import {
  coverageOf,
  indexLinks,
  personSide,
  projectSide,
  type ReferenceAuditInput,
  type RefSideAudit,
  sumHours,
} from './ref-sides.ts';
import type { LinkCoverage, RefFinding } from './report.ts';

export interface ReferenceAudit {
  /** Errors first, then by code, then most hours first. */
  readonly findings: readonly RefFinding[];
  readonly coverage: LinkCoverage;
}

/** Finds what is wrong, missing or worth knowing about the links between Toggl and Runn; the order of input is no matter. */
export function auditReferences(input: ReferenceAuditInput): ReferenceAudit {
  const people = personSide(input);
  const projects = projectSide(input);
  const linksOfPeople = indexLinks(people);
  const linksOfProjects = indexLinks(projects);
  const matching = buildMatching(input);
  const hours = sumHours(input, matching);
  const suggestions = suggestForUnlinked(input, linksOfPeople, linksOfProjects);

  const findings: RefFinding[] = [];
  for (const { side, other, links, sideHours } of [
    { side: people, other: projects, links: linksOfPeople, sideHours: hours.people },
    { side: projects, other: people, links: linksOfProjects, sideHours: hours.projects },
  ]) {
    const audit: RefSideAudit = { side, other, links, hours: sideHours, suggestions: suggestions[side.kind] };
    const attempted = auditRecords(audit, findings);
    auditIds(audit, findings);
    auditMap(audit, findings);
    auditUnlinked(audit, attempted, findings);
  }
  auditNoProject(input, projects, hours.withoutProjectSeconds, findings);
  if (input.roles !== undefined) {
    const rows = input.workspaces.flatMap((each) => each.rows);
    auditRoles(listUndecidedRoles(rows, matching, input.roles), people, findings);
  }
  return {
    findings: findings.sort(compareRefFindings),
    coverage: {
      trackedSeconds: hours.trackedSeconds,
      linkedSeconds: hours.linkedSeconds,
      people: coverageOf(linksOfPeople, hours.people),
      projects: coverageOf(linksOfProjects, hours.projects),
    },
  };
}
