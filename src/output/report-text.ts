/** What `report` says in the terminal: where the page is, and its first figures. */
import { driftOf } from '../core/compare-sides.ts';
import type { WindowReport } from '../core/report.ts';
import { totalMinutes } from '../core/round.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { countFindings, layOutFindings } from './finding-sections.ts';
import { billablePercent, formatMinutes, formatSeconds, formatSignedMinutes } from './format-hours.ts';
import { layOutTable, wrapText } from './layout.ts';
import { countMissingDays } from './missing-sections.ts';
import { commandLine, layOutNext, type NextStep } from './next-step.ts';
import { configOptions, rangeOptions, scopeOptions } from './range-options.ts';
import { layOutHeader } from './report-header.ts';
import { safeText } from './safe-text.ts';
import { createStyle, type TextOptions } from './style.ts';

/** Renders the report; ends in a newline. */
export function renderReportText(report: WindowReport, { colorLevel, width }: TextOptions): string {
  const style = createStyle(colorLevel);
  const { figures, plan, unmatched } = report;
  const { total } = figures;
  const drift = driftOf(total);
  const unmatchedSeconds = unmatched.reduce((sum, { seconds }) => sum + seconds, 0);
  const billable = billablePercent(total.toggl);
  const rows: readonly (readonly [string, string, string])[] = [
    ['tracked in Toggl', formatSeconds(total.trackedSeconds), billable === null ? '' : `${billable} % billable`],
    ['in Runn now', formatMinutes(totalMinutes(total.runn)), ''],
    ['in Runn after a sync', formatMinutes(totalMinutes(total.runnAfter)), count(plan.changes.length, 'change')],
    ['drift', formatSignedMinutes(drift.now), `Runn less Toggl; ${formatSignedMinutes(drift.afterSync)} after a sync`],
    ['unmatched', formatSeconds(unmatchedSeconds), ''],
    ['days without time', String(countMissingDays(report.missing)), ''],
  ];
  const unseen = plan.findings
    .filter(({ code }) => code === 'unseen-time')
    .map((finding) => ({ ...finding, ...describeFinding(finding, report.names) }));
  const found = countFindings(plan.findings);
  const wrote =
    report.file === null
      ? []
      : ['', ...wrapText(`The page is in ${safeText(report.file)}.`, { width, paint: style.strong })];
  const lines = [
    ...layOutHeader(report, style, width),
    '',
    ...layOutTable(
      rows.map(([label, value, note]) => [{ text: label }, { text: value }, { text: note, paint: style.faint }]),
      [{ align: 'left' }, { align: 'right' }, { align: 'left' }],
      { width, indent: 2 },
    ),
    ...layOutFindings(unseen, style, { width, isAll: true }),
    ...wrote,
    ...wrapText(
      [
        found === '' ? '' : `${found}.`,
        `Requests: Toggl ${report.requests.toggl}, Runn ${report.requests.runn}. Nothing was written to Runn.`,
      ]
        .join(' ')
        .trim(),
      { width },
    ),
    ...layOutNext(nextAfterReport(report), width),
  ];
  return `${lines.join('\n')}\n`;
}

function nextAfterReport({ plan, unmatched, window, scope, typed }: WindowReport): NextStep[] {
  const range = rangeOptions(window);
  const elsewhere = configOptions(typed);
  if (plan.changes.length > 0) {
    const command = commandLine('dry-run', range, ...scopeOptions(scope), ...elsewhere);
    return [{ lead: 'Next, to see the changes that wait', command }];
  }
  if (unmatched.length === 0) return [];
  const command = commandLine('list-unmatched', range, ...elsewhere);
  return [{ lead: 'Next, to see what has to be linked', command }];
}
