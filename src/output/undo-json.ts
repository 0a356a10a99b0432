/** The JSON document of `undo`. */
import type { UndoReport } from '../core/report.ts';
import { changeJson, findingJson, outcomeJson, renderJson } from './json-parts.ts';

/** Renders the report; one document, ends in a newline. */
export function renderUndoJson(report: UndoReport): string {
  const { names, outcome } = report;
  return renderJson({
    version: 1,
    command: report.command,
    dryRun: report.isDryRun,
    run: report.run,
    undoes: report.undoes.run,
    window: report.window,
    accounts: { runn: { environment: report.accounts.runn.environment, key: report.accounts.runn.key } },
    changes: report.changes.map((change) => changeJson(change, names)),
    left: report.left.map(({ change, reason, current }) => ({ change: changeJson(change, names), reason, current })),
    asBefore: report.asBefore,
    findings: report.findings.map((finding) => findingJson(finding, names)),
    outcome: outcome === null ? null : outcomeJson(outcome, names),
    held: report.isHeld,
    requests: report.requests,
  });
}
