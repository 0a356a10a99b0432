/** The JSON document of `undo` for a run of `link`. */
import type { ReferenceChange, UndoLinksReport } from '../core/plan-undo-links.ts';
import { renderJson } from './json-parts.ts';

/** Renders the report; one document, ends in a newline. */
export function renderUndoLinksJson(report: UndoLinksReport): string {
  return renderJson({
    version: 1,
    command: report.command,
    dryRun: report.isDryRun,
    run: report.run,
    undoes: report.undoes.run,
    accounts: { runn: { environment: report.accounts.runn.environment, key: report.accounts.runn.key } },
    references: report.references.map(({ change, status, current, message }) => ({
      change: changeJson(change),
      status,
      ...(current === undefined ? {} : { current }),
      ...(message === undefined ? {} : { message }),
    })),
    requests: report.requests,
  });
}

function changeJson(change: ReferenceChange) {
  if (change.kind === 'map') return change;
  const { kind, record, name, referenceName, before, after } = change;
  return { kind, record: { ...record, name }, referenceName, before, after };
}
