/** The text of `check-refs`. */
import type { LinkCoverage, RefsReport } from '../core/report.ts';
import { describeRefFinding } from './describe-ref-finding.ts';
import { countFindings, layOutFindings } from './finding-sections.ts';
import { formatSeconds } from './format-hours.ts';
import { wrapText } from './layout.ts';
import { commandLine, layOutNext, type NextStep } from './next-step.ts';
import { configOptions, rangeOptions } from './range-options.ts';
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
  const lines = [
    ...layOutHeader(report, style, width),
    ...layOutFindings(findings, style, options),
    '',
    ...(hasProblems(report) ? [] : wrapText('The links are in order.', { width, paint: style.strong })),
    ...wrapText(sumUpRefs(report), { width, paint: style.strong }),
    ...wrapText(howCounted(report), { width, paint: style.faint }),
    ...layOutNext(nextAfterRefs(report), width),
  ];
  return `${lines.join('\n')}\n`;
}

function hasProblems({ findings }: RefsReport): boolean {
  return findings.some(({ severity }) => severity !== 'info');
}

/** `2 errors, 1 warning. Linked: ... Requests: Toggl 4, Runn 6.` */
export function sumUpRefs({ findings, coverage, requests }: RefsReport): string {
  const listed = countFindings(findings);
  return `${listed === '' ? '' : `${listed}. `}${coverageOf(coverage)} Requests: Toggl ${requests.toggl}, Runn ${requests.runn}.`;
}

/** Elsewhere the same hours are fewer: whoever compares the two has to know why. */
export function howCounted({ findings }: RefsReport): string {
  return findings.some(({ seconds, severity }) => seconds > 0 && severity !== 'info')
    ? 'Hours stand with each link that they need, and archived records count as linked; `list-unmatched` lists each hour once, with what holds it back.'
    : '';
}

export function nextAfterRefs(report: RefsReport): NextStep[] {
  const options = [rangeOptions(report.window), ...configOptions(report.typed)];
  if (!hasProblems(report)) {
    return [{ lead: 'Next, to see what a sync would write', command: commandLine('dry-run', ...options) }];
  }
  const again: NextStep = { lead: 'Next, when these are mended', command: commandLine('check-refs', ...options) };
  const isUnlinked = report.findings.some(({ code, severity }) => severity !== 'info' && code.startsWith('unlinked-'));
  if (!isUnlinked) return [again];
  const proposing: NextStep = { lead: 'Next, to have links proposed', command: commandLine('link', ...options) };
  return [proposing, { ...again, lead: 'Then, when the rest is mended' }];
}

/** `Linked: 9 of 12 people and 11 of 15 projects with time, 110:30 of 120:00 tracked (92 %).` */
function coverageOf({ people, projects, linkedSeconds, trackedSeconds }: LinkCoverage): string {
  if (trackedSeconds === 0) return 'No time was tracked in these days.';
  const share = Math.floor((100 * linkedSeconds) / trackedSeconds);
  return `Linked: ${people.linked} of ${people.withTime} people and ${projects.linked} of ${projects.withTime} projects with time, ${formatSeconds(linkedSeconds)} of ${formatSeconds(trackedSeconds)} tracked (${share} %).`;
}
