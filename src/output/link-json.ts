/** The JSON document of `link`. */
import type { LinkLine, LinkReport } from '../core/report-links.ts';
import { accountsJson, findingJson, renderJson } from './json-parts.ts';

/** Renders the report; one document, ends in a newline. */
export function renderLinkJson(report: LinkReport): string {
  return renderJson({
    version: 1,
    command: report.command,
    isDryRun: report.isDryRun,
    run: report.run,
    window: report.window,
    accounts: accountsJson(report.accounts),
    minConfidence: report.minConfidence,
    links: report.links.map((link) => linkJson(link, report)),
    unproposed: report.unproposed.map(({ kind, togglId, seconds }) => ({
      kind,
      togglId,
      toggl: report.toggl[kind].get(togglId)?.name ?? null,
      seconds,
    })),
    findings: report.findings.map((finding) => findingJson(finding, report.names)),
    outcome: report.outcome,
    requests: report.requests,
  });
}

function linkJson(link: LinkLine, report: LinkReport) {
  const { kind, togglId, runnId, confidence, reason, seconds, target, isAccepted, status, message, isArchived } = link;
  return {
    kind,
    togglId,
    toggl: report.toggl[kind].get(togglId)?.name ?? null,
    runnId,
    runn: report.runn[kind].get(runnId)?.name ?? null,
    confidence,
    reason,
    isArchived: isArchived === true,
    seconds,
    target:
      target.kind === 'map'
        ? { kind: 'map', file: report.configFile }
        : { kind: 'reference', referenceName: target.reference.referenceName, replaces: target.replaces },
    isAccepted,
    status,
    message: message ?? null,
  };
}
