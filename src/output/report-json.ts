/** The JSON document of `report`: the figures of the page. */
import { driftOf, type Figures, type PersonFigures, type ProjectFigures } from '../core/compare-sides.ts';
import type { Finding } from '../core/findings.ts';
import { mendedBy } from '../core/mended-by.ts';
import type { Minutes } from '../core/model.ts';
import type { Names, WindowReport } from '../core/report.ts';
import { countChanges } from './count-changes.ts';
import { runJson } from './history-json.ts';
import { accountsJson, findingJson, minutesJson, renderJson } from './json-parts.ts';
import { isLateChange } from './late-changes.ts';
import { missingJson, unmatchedJson } from './unmatched-json.ts';

/** Renders the report; one document, ends in a newline. Names stand as the services gave them. */
export function renderReportJson(report: WindowReport): string {
  const { figures, plan, names, unmatched } = report;
  return renderJson({
    version: 1,
    command: report.command,
    madeAt: report.madeAt,
    toolVersion: report.toolVersion,
    window: report.window,
    accounts: accountsJson(report.accounts),
    scope: report.scope,
    lockedThrough: report.lockedThrough,
    total: figuresJson(figures.total),
    days: figures.days.map(dayJson),
    people: figures.people.map((person) => personJson(person, names)),
    projects: figures.projects.map((project) => projectJson(project, names)),
    statement: plan.statement,
    changes: countChanges(plan.changes),
    ...(report.refused === null ? {} : { refused: report.refused }),
    unmatchedSeconds: unmatched.reduce((sum, { seconds }) => sum + seconds, 0),
    unmatched: unmatched.map((time) => ({ ...unmatchedJson(time, names), mendedBy: mendedBy(time) })),
    missing: missingJson(report.missing, names),
    lateChanges: plan.findings.filter(isLateChange).map((finding) => lateChangeJson(finding, names)),
    findings: plan.findings.map((finding) => findingJson(finding, names)),
    runs: report.runs.map(runJson),
    runProblems: report.runProblems,
    requests: report.requests,
    file: report.file,
  });
}

function figuresJson(figures: Figures) {
  const { trackedSeconds, excludedSeconds, toggl, runn, runnAfter } = figures;
  const drift = driftOf(figures);
  return {
    trackedSeconds,
    excludedSeconds,
    toggl: minutesJson(toggl),
    runn: minutesJson(runn),
    runnAfter: minutesJson(runnAfter),
    driftMinutes: drift.now,
    driftAfterMinutes: drift.afterSync,
  };
}

function dayJson({ date, ...figures }: WindowReport['figures']['days'][number]) {
  return { date, ...figuresJson(figures) };
}

function personJson(person: PersonFigures, names: Names) {
  const { personId, togglUserIds } = person;
  return {
    personId,
    person: personId === null ? null : (names.people.get(personId) ?? null),
    togglUsers: togglUserIds.map((togglUserId) => ({ togglUserId, togglUser: names.users.get(togglUserId) ?? null })),
    ...figuresJson(person),
    days: person.days.map(dayJson),
  };
}

function projectJson(project: ProjectFigures, names: Names) {
  const { projectId, togglProjectIds } = project;
  return {
    projectId,
    project: projectId === null ? null : (names.projects.get(projectId) ?? null),
    togglProjects: togglProjectIds.map((togglProjectId) => ({
      togglProjectId,
      togglProject: togglProjectId === null ? null : (names.togglProjects.get(togglProjectId) ?? null),
    })),
    ...figuresJson(project),
  };
}

function lateChangeJson({ code, subject, facts }: Finding, names: Names) {
  const { runnPersonId, runnProjectId, date } = subject;
  return {
    code,
    date: date ?? null,
    personId: runnPersonId ?? null,
    person: runnPersonId === undefined ? null : (names.people.get(runnPersonId) ?? null),
    projectId: runnProjectId ?? null,
    project: runnProjectId === undefined ? null : (names.projects.get(runnProjectId) ?? null),
    deltaMinutes: facts.deltaMinutes ?? 0,
    billableDeltaMinutes: facts.billableDeltaMinutes ?? 0,
    runn: minutesOrNull(facts.runnMinutes),
    toggl: minutesOrNull(facts.togglMinutes),
    movedTo: facts.movedTo ?? null,
  };
}

function minutesOrNull(minutes: Minutes | undefined) {
  return minutes === undefined ? null : minutesJson(minutes);
}
