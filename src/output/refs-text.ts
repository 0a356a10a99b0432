/** The text of `check-refs`. */
import type { LinkCoverage, RefsReport } from '../core/report.ts';
import { describeRefFinding } from './describe-ref-finding.ts';
import { countFindings, layOutFindings } from './finding-sections.ts';
import { formatSeconds } from './format-hours.ts';
import { wrapText } from './layout.ts';
import { rangeOptions } from './range-options.ts';
import { layOutHeader } from './report-header.ts';
import { createStyle, type TextOptions } from './style.ts';

/** Renders the report; ends in a newline. */
export function renderRefsText(report: RefsReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  const { width } = options;
  const findings = report.findings.map((finding) => ({
    ...finding,
    ...describeRefFinding(finding, report.names, report.referenceNames),
  }));
  const problems = report.findings.filter(({ severity }) => severity !== 'info').length;
  const listed = countFindings(report.findings);
  const range = rangeOptions(report.window);
  const lines = [
    ...layOutHeader(report, style, width),
    ...layOutFindings(findings, style, options),
    '',
    ...(problems === 0 ? wrapText('The links are in order.', { width, paint: style.good }) : []),
    ...wrapText(
      `${listed === '' ? '' : `${listed}. `}${coverageOf(report.coverage)} Requests: Toggl ${report.requests.toggl}, Runn ${report.requests.runn}.`,
      {
        width,
        paint: style.strong,
      },
    ),
    ...wrapText(
      problems === 0
        ? `Next: \`toggl-runn dry-run ${range}\` shows what a sync would write.`
        : `Next: mend these and run \`toggl-runn check-refs ${range}\` again.`,
      { width },
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** `Linked: 9 of 12 people and 11 of 15 projects with time, 110:30 of 120:00 tracked (92 %).` */
function coverageOf({ people, projects, linkedSeconds, trackedSeconds }: LinkCoverage): string {
  if (trackedSeconds === 0) return 'No time was tracked in these days.';
  const share = Math.floor((100 * linkedSeconds) / trackedSeconds);
  return `Linked: ${people.linked} of ${people.withTime} people and ${projects.linked} of ${projects.withTime} projects with time, ${formatSeconds(linkedSeconds)} of ${formatSeconds(trackedSeconds)} tracked (${share} %).`;
}
