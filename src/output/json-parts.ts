/** What the JSON documents have in common. */
import type { Finding, FindingSubject, Severity } from '../core/findings.ts';
import type { Change, Minutes } from '../core/model.ts';
import type { Accounts, Failure, Names, Outcome } from '../core/report.ts';
import { describeFinding } from './describe-finding.ts';

/** One document, indented, with a newline at the end. */
export function renderJson(document: {
  readonly version: 1;
  readonly command: string;
  readonly [key: string]: unknown;
}): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

export function accountsJson({ toggl, runn }: Accounts) {
  return {
    toggl: { workspaceIds: toggl.workspaces.map(({ id }) => id) },
    runn: { environment: runn.environment, key: runn.key },
  };
}

export interface FindingJson {
  readonly code: string;
  readonly severity: Severity;
  readonly seconds: number;
  readonly subject: FindingSubject;
  readonly message: string;
}

export function findingJson(finding: Finding, names: Names): FindingJson {
  const { code, severity, seconds, subject } = finding;
  return { code, severity, seconds, subject, message: describeFinding(finding, names).message };
}

/** A change without its notes, which may hold people's own words. */
export function changeJson(change: Change, names: Names) {
  return {
    kind: change.kind,
    date: change.date,
    personId: change.personId,
    person: names.people.get(change.personId) ?? null,
    projectId: change.projectId,
    project: names.projects.get(change.projectId) ?? null,
    roleId: change.roleId,
    workstreamId: change.workstreamId,
    before: change.before === null ? null : minutesJson(change.before),
    after: minutesJson(change.after),
    reason: change.reason,
  };
}

export function minutesJson({ billableMinutes, nonbillableMinutes }: Minutes) {
  return { billableMinutes, nonbillableMinutes };
}

export function outcomeJson(outcome: Outcome, names: Names) {
  const { applied, failed, skipped, declined = 0, unsent = 0, failures, stale, standing } = outcome;
  const unknown = failures.filter(({ isUnknown }) => isUnknown === true).length;
  const list = (items: readonly Failure[]) => items.map((failure) => failureJson(failure, names));
  return {
    applied,
    failed,
    unknown,
    skipped,
    declined,
    unsent,
    failures: list(failures),
    ...(stale === undefined ? {} : { stale: list(stale) }),
    ...(standing === undefined ? {} : { standing: standing.length }),
  };
}

function failureJson({ change, message, hint, status }: Failure, names: Names) {
  return { change: changeJson(change, names), message, hint: hint ?? null, status: status ?? null };
}
