/** `check-refs --format csv`: one line for each finding, in the order of the report. */
import type { RefFinding, RefsReport } from '../core/report.ts';
import { csvHours, csvList, renderCsv } from './csv.ts';
import { describeRefFinding } from './describe-ref-finding.ts';

const columns = [
  'code',
  'severity',
  'kind',
  'toggl_id',
  'toggl_name',
  'runn_id',
  'runn_name',
  'reference_name',
  'external_id',
  'seconds',
  'hours',
  'toggl_ids',
  'runn_ids',
  'suggested_id',
  'suggested_name',
  'suggested_because',
  'message',
  'fix',
] as const;

/** Renders the report; ends in a line break. */
export function renderRefsCsv(report: RefsReport): string {
  return renderCsv(
    columns,
    report.findings.map((finding) => toRecord(finding, report)),
  );
}

function toRecord(finding: RefFinding, { names, referenceNames }: RefsReport) {
  const { code, severity, seconds, subject, facts } = finding;
  const { togglUserId, togglProjectId, runnPersonId, runnProjectId } = subject;
  const isPerson = togglUserId !== undefined || runnPersonId !== undefined || facts.runnPersonIds !== undefined;
  const workspaceId = code === 'unseen-time' ? subject.togglWorkspaceId : undefined;
  const { message, hint } = describeRefFinding(finding, names, referenceNames);
  const suggestion = facts.suggestion ?? facts.togglSuggestion;
  return {
    code,
    severity,
    kind: workspaceId !== undefined ? 'workspace' : isPerson ? 'person' : 'project',
    toggl_id: togglUserId ?? togglProjectId ?? workspaceId ?? null,
    toggl_name:
      nameOf(names.users, togglUserId) ??
      nameOf(names.togglProjects, togglProjectId ?? undefined) ??
      nameOf(names.workspaces, workspaceId),
    runn_id: runnPersonId ?? runnProjectId ?? null,
    runn_name: nameOf(names.people, runnPersonId) ?? nameOf(names.projects, runnProjectId),
    reference_name: facts.referenceName ?? null,
    external_id: facts.externalId ?? null,
    seconds,
    hours: csvHours(seconds),
    toggl_ids: csvList([...(facts.togglUserIds ?? []), ...(facts.togglProjectIds ?? [])]),
    runn_ids: csvList([
      ...(facts.runnPersonIds ?? []),
      ...(facts.runnProjectIds ?? []),
      ...(facts.onProjectIds ?? []),
      ...(facts.mapTarget === undefined ? [] : [facts.mapTarget]),
    ]),
    suggested_id: facts.suggestion?.runnId ?? facts.togglSuggestion?.togglId ?? null,
    suggested_name: suggestion?.name ?? null,
    suggested_because: suggestion?.because ?? null,
    message,
    fix: hint,
  };
}

function nameOf<Id>(names: ReadonlyMap<Id, string>, id: Id | undefined): string | null {
  return id === undefined ? null : (names.get(id) ?? null);
}
