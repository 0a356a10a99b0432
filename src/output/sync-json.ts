/** The JSON document of `sync` and `dry-run` (DESIGN section 3, "Streams and JSON"). */
import type { SyncReport } from '../core/report.ts';
import { accountsJson, changeJson, findingJson, outcomeJson, renderJson } from './json-parts.ts';
import { createNamer } from './namer.ts';
import { nameOfGroup } from './statement-groups-text.ts';

/** Renders the report; one document, ends in a newline. Names are data here and stand as the services gave them. */
export function renderSyncJson(report: SyncReport): string {
  const isSync = report.command === 'sync';
  return renderJson({
    version: 1,
    command: report.command,
    ...(isSync ? { run: report.run } : {}),
    window: report.window,
    accounts: accountsJson(report.accounts),
    changes: report.plan.changes.map((change) => changeJson(change, report.names)),
    findings: report.findings.map((finding) => findingJson(finding, report.names)),
    statement: report.statement,
    ...groupsJson(report),
    ...(report.refused === null ? {} : { refused: report.refused }),
    ...(isSync ? { outcome: outcomeOf(report) } : {}),
    ...verificationJson(report),
    ...(report.planFile === undefined ? {} : { planFile: report.planFile }),
    ...(report.plannedAt === undefined ? {} : { plannedAt: report.plannedAt }),
    requests: report.requests,
  });
}

/** `--by`: the statement once more for each group. */
function groupsJson({ groups, names }: SyncReport) {
  const [first] = groups;
  if (first === undefined) return {};
  const namer = createNamer(names);
  const documents = groups.map(({ by, group, statement }) => ({
    group,
    name: nameOfGroup({ by, group }, namer),
    statement,
  }));
  return { by: first.by, groups: documents };
}

/** `--verify`: what Runn said when it was read back. */
function verificationJson({ verification, names }: SyncReport) {
  if (verification === null) return {};
  const differences = verification.differences.map((change) => changeJson(change, names));
  return { verification: { actuals: verification.actuals, differences } };
}

/** A run that was refused skipped everything, and one without changes had nothing to do: both have an outcome. */
function outcomeOf({ outcome, plan, names }: SyncReport) {
  const { length } = plan.changes;
  return outcomeJson(outcome ?? { applied: 0, failed: 0, skipped: length, unsent: length, failures: [] }, names);
}
