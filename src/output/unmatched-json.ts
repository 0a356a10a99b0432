/** The JSON document of `list-unmatched`. */
import { type MissingTime, scheduledMinutesOf } from '../core/find-missing-time.ts';
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
    excludedSeconds: report.excludedSeconds,
    unmatchedSeconds: report.unmatched.reduce((sum, { seconds }) => sum + seconds, 0),
    unmatched: report.unmatched.map((time) => unmatchedJson(time, report.names)),
    // JSON leaves out what is undefined.
    missing: report.missing === undefined ? undefined : missingJson(report.missing, report.names),
    findings: report.findings.map((finding) => findingJson(finding, report.names)),
    requests: report.requests,
  });
}

export function unmatchedJson(time: UnmatchedTime, names: Names) {
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

export function missingJson(missing: MissingTime, names: Names) {
  return {
    lastDay: missing.lastDay,
    dayLimitMinutes: missing.dayLimitMinutes,
    untracked: missing.untracked.map(({ personId, isLinked, days }) => ({
      personId,
      person: names.people.get(personId) ?? null,
      isLinked,
      contractMinutes: days.reduce((sum, { contractMinutes }) => sum + contractMinutes, 0),
      days,
    })),
    assumed: missing.assumed.map(({ personId, projectId, days }) => ({
      personId,
      person: names.people.get(personId) ?? null,
      projectId,
      project: names.projects.get(projectId) ?? null,
      scheduledMinutes: scheduledMinutesOf(days),
      days,
    })),
    longDays: missing.longDays.map((day) => ({
      ...day,
      person: day.personId === null ? null : (names.people.get(day.personId) ?? null),
      togglUsers: day.togglUserIds.map((id) => names.users.get(id) ?? null),
    })),
    unseen: missing.unseen.map(({ workspaceId, cause, until }) => ({
      togglWorkspaceId: workspaceId,
      togglWorkspace: names.workspaces.get(workspaceId) ?? null,
      cause,
      until,
    })),
    unclearDays: missing.unclearDays,
  };
}
