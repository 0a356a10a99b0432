/** `check-refs`: the links in both directions, with the hours of the window at stake. */
import { listUndecidedRoles } from '../core/audit-roles.ts';
import { isInWindow } from '../core/dates.ts';
import { AppError } from '../core/errors.ts';
import { buildMatching } from '../core/match.ts';
import type { TogglWorkspace } from '../core/model.ts';
import { compareRefFindings, unseenTimeRefFinding } from '../core/ref-findings.ts';
import type { OtherWorkspace, ReferenceAuditInput } from '../core/ref-sides.ts';
import { auditReferences } from '../core/references.ts';
import type { RefCode, RefsReport } from '../core/report.ts';
import { findUnseenTime } from '../core/unseen-time.ts';
import type { RunnReader } from '../runn/runn-reader.ts';
import type { TogglClient } from '../toggl/toggl-client.ts';
import { collectNames } from './collect-names.ts';
import { type ReadRequest, readSides } from './read-sides.ts';
import { warnOfReferenceName } from './reference-name.ts';

/** Who has access to more workspaces than these would wait for an answer that may not be among them. */
const otherWorkspacesLookedInto = 10;
/** What an id of a workspace that is not read looks like at first. */
const leadsNowhere: readonly RefCode[] = ['unknown-id', 'wrong-kind', 'map-unknown-source'];

/**
 * Reads both sides but no actuals, and placeholders beside; what leads nowhere is looked for in the other workspaces that
 * the token reaches. Throws an `AppError` when anything could not be read.
 */
export async function reportReferences(request: ReadRequest): Promise<RefsReport> {
  const { config, connections, onStep } = request;
  const sides = await readSides(request, { withActuals: false });
  const { window } = sides.range;
  const placeholders = await connections.runn.listPlaceholders(sides.people);
  const people = [...sides.people, ...placeholders];
  const input: ReferenceAuditInput = {
    workspaces: sides.workspaces.map((time) => ({
      ...time,
      rows: time.rows.filter((row) => isInWindow(row.date, window)),
    })),
    people,
    projects: sides.projects,
    referenceNames: config.runn.referenceNames,
    mapping: config.map,
  };
  onStep('Reading roles in Runn');
  const roles = await readRoles(connections.runn, input);
  let elsewhere: readonly OtherWorkspace[] = [];
  let audit = auditReferences({ ...input, roles });
  if (audit.findings.some(({ code }) => leadsNowhere.includes(code)) && sides.otherWorkspaces.length > 0) {
    onStep('Looking into the other workspaces in Toggl');
    elsewhere = await readElsewhere(connections.toggl, sides.otherWorkspaces);
    audit = auditReferences({ ...input, roles, elsewhere });
  }
  const unseen = findUnseenTime(sides.workspaces, window).map(unseenTimeRefFinding);
  const others = elsewhere.map((workspace) => ({ ...workspace, workspace }));
  return {
    command: 'check-refs',
    typed: request.typed,
    window,
    accounts: sides.accounts,
    coverage: audit.coverage,
    findings: [...unseen, ...audit.findings].sort(compareRefFindings),
    requests: connections.countRequests(),
    // The workspaces that were read come last: their names win.
    names: collectNames({ ...sides, people, workspaces: [...others, ...sides.workspaces] }),
    referenceNames: config.runn.referenceNames,
    warnings: warnOfReferenceName(sides, config.runn.referenceNames),
  };
}

/** Contracts only where membership leaves a role open. */
async function readRoles(runn: RunnReader, input: ReferenceAuditInput): Promise<ReferenceAuditInput['roles']> {
  const rows = input.workspaces.flatMap((time) => time.rows);
  if (rows.every(({ seconds }) => seconds === 0)) return undefined;
  const members = await runn.listProjectMembers();
  const isOpen = listUndecidedRoles(rows, buildMatching(input), { members, contracts: [] }).length > 0;
  return { members, contracts: isOpen ? await runn.listContracts() : [] };
}

/** A workspace that may not be listed says nothing; anything else that fails is an error. */
async function readElsewhere(toggl: TogglClient, workspaces: readonly TogglWorkspace[]): Promise<OtherWorkspace[]> {
  const found: OtherWorkspace[] = [];
  for (const { id, name } of workspaces.slice(0, otherWorkspacesLookedInto)) {
    try {
      const [users, projects] = await Promise.all([toggl.listUsers(id), toggl.listProjects(id)]);
      found.push({ id, name, users, projects });
    } catch (error) {
      if (!(error instanceof AppError) || error.exitCode !== 4) throw error;
    }
  }
  return found;
}
