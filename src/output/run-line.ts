/** A run in one line with its time, for a log that a person searches. */
import type { ExitCode } from '../core/exit-code.ts';
import type { SyncReport } from '../core/report.ts';
import { deltaOf } from './change-table.ts';
import { countFindings } from './finding-sections.ts';
import { formatSeconds, formatSignedMinutes } from './format-hours.ts';
import { heldBackSecondsOf } from './run-facts.ts';

/** `2024-01-08T09:17:04Z toggl-runn sync 2024-01-01..2024-01-07: exit 0, written 12 of 12, …`; ends in a newline. */
export function renderRunLine(report: SyncReport, exitCode: ExitCode, nowMs: number): string {
  const { command, window, plan, outcome, refused, statement, findings, requests, run } = report;
  const changes = plan.changes.length;
  const findingCounts = countFindings(findings.filter(({ severity }) => severity !== 'info'));
  const parts = [
    `exit ${exitCode}`,
    ...(refused === null ? [] : [`refused: ${refused.code}`]),
    ...(changes === 0 ? ['nothing to write'] : [`written ${outcome?.applied ?? 0} of ${changes}`]),
    ...((outcome?.standing ?? []).length > 0 ? [`already there ${outcome?.standing?.length}`] : []),
    ...((outcome?.failed ?? 0) > 0 ? [`failed ${outcome?.failed}`] : []),
    ...(changes > 0 && outcome?.applied === changes ? [`net ${formatSignedMinutes(deltaOf(plan.changes))}`] : []),
    `tracked ${formatSeconds(statement.toggl.trackedSeconds)}`,
    `held back ${formatSeconds(heldBackSecondsOf(report))}`,
    ...(findingCounts === '' ? [] : [findingCounts]),
    `requests Toggl ${requests.toggl} Runn ${requests.runn}`,
    ...(run === null ? [] : [`run ${run}`]),
  ];
  return `${timeOf(nowMs)} toggl-runn ${command} ${window.since}..${window.until}: ${parts.join(', ')}\n`;
}

/** The same of a run that ended before it had a report. */
export function renderFailedRunLine(command: string, errorCode: string, exitCode: ExitCode, nowMs: number): string {
  return `${timeOf(nowMs)} toggl-runn ${command}: exit ${exitCode}, ${errorCode}\n`;
}

function timeOf(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
