/** The JSON document of `check-refs`. */
import type { RefFinding, RefsReport } from '../core/report.ts';
import { describeRefFinding } from './describe-ref-finding.ts';
import { accountsJson, renderJson } from './json-parts.ts';

/** Renders the report; one document, ends in a newline. */
export function renderRefsJson(report: RefsReport): string {
  return renderJson({
    version: 1,
    command: report.command,
    window: report.window,
    accounts: accountsJson(report.accounts),
    coverage: report.coverage,
    findings: report.findings.map((finding) => refFindingJson(finding, report)),
    requests: report.requests,
  });
}

function refFindingJson(finding: RefFinding, report: RefsReport) {
  const { code, severity, seconds, subject, facts } = finding;
  const { message, hint } = describeRefFinding(finding, report.names, report.referenceNames);
  return { code, severity, seconds, subject, facts, message, hint };
}
