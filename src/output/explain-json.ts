/** The JSON document of `explain`. */
import type { ExplainReport } from '../core/report.ts';
import { accountsJson, changeJson, findingJson, renderJson } from './json-parts.ts';

/** Renders the report; one document, ends in a newline. */
export function renderExplainJson(report: ExplainReport): string {
  const { explanation, names, lastWrite } = report;
  const { rows, changes, findings, actuals, ...facts } = explanation;
  return renderJson({
    version: 1,
    command: 'explain',
    accounts: accountsJson(report.accounts),
    ...facts,
    person: explanation.personId === null ? null : (names.people.get(explanation.personId) ?? null),
    project: explanation.projectId === null ? null : (names.projects.get(explanation.projectId) ?? null),
    rows: rows.map(({ row, match, fate, mayBeSource }) => ({ ...row, ...match, fate, mayBeSource })),
    entries: report.entries,
    actuals: actuals.map(({ actual, ownership }) => ({ ...actual, ownership })),
    changes: changes.map((change) => changeJson(change, names)),
    findings: [...report.findings, ...findings].map((finding) => findingJson(finding, names)),
    ...(report.refused === null ? {} : { refused: report.refused }),
    lastWrite:
      lastWrite === null
        ? null
        : {
            ...lastWrite,
            changes: lastWrite.changes.map(({ change, status }) => ({ change: changeJson(change, names), status })),
          },
    requests: report.requests,
  });
}
