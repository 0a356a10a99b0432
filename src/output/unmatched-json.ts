/** The JSON document of `list-unmatched`. */
import type { Names, UnmatchedReport, UnmatchedTime } from '../core/report.ts';
import { accountsJson, findingJson, renderJson } from './json-parts.ts';

/** Renders the report; one document, ends in a newline. `unmatched` is sorted by seconds, most first. */
export function renderUnmatchedJson(report: UnmatchedReport): string {
  return renderJson({
    version: 1,
    command: report.command,
    window: report.window,
    accounts: accountsJson(report.accounts),
    trackedSeconds: report.trackedSeconds,
    unmatchedSeconds: report.unmatched.reduce((sum, { seconds }) => sum + seconds, 0),
    unmatched: report.unmatched.map((time) => unmatchedJson(time, report.names)),
    findings: report.findings.map((finding) => findingJson(finding, report.names)),
    requests: report.requests,
  });
}

function unmatchedJson(time: UnmatchedTime, names: Names) {
  const { reason, togglUserId, togglProjectId, seconds, billableSeconds, days, suggestion, ...ids } = time;
  const { runnPersonIds, runnProjectIds, mapTarget } = ids;
  const userName = (id: UnmatchedTime['togglUserId']) => (id === null ? null : (names.users.get(id) ?? null));
  const projectName = (id: UnmatchedTime['togglProjectId']) =>
    id === null ? null : (names.togglProjects.get(id) ?? null);
  return {
    reason,
    togglUserId,
    togglUser: userName(togglUserId),
    togglProjectId,
    togglProject: projectName(togglProjectId),
    seconds,
    billableSeconds,
    days,
    byUser: time.byUser.map((part) => ({ ...part, togglUser: userName(part.togglUserId) })),
    byProject: time.byProject.map((part) => ({ ...part, togglProject: projectName(part.togglProjectId) })),
    suggestion,
    // JSON leaves out what is undefined.
    runnPersonIds,
    runnProjectIds,
    mapTarget,
  };
}
