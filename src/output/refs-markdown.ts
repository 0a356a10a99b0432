/** `check-refs --format markdown`: the audit, for whoever keeps the links. */
import type { RefsReport } from '../core/report.ts';
import { describeRefFinding } from './describe-ref-finding.ts';
import { markdownFindings, markdownHeader, markdownNext, markdownSentence, renderMarkdown } from './markdown-parts.ts';
import { howCounted, nextAfterRefs, sumUpRefs } from './refs-text.ts';
import { safeMarkdown } from './safe-markdown.ts';
import type { TextOptions } from './style.ts';

/** Renders the report; ends in a newline. Names are escaped. */
export function renderRefsMarkdown(report: RefsReport, { isAll }: Pick<TextOptions, 'isAll'>): string {
  const findings = report.findings.map((finding) => ({
    ...finding,
    ...describeRefFinding(finding, report.names, report.referenceNames),
  }));
  return renderMarkdown([
    ...markdownHeader(report),
    ...markdownFindings(findings, isAll),
    `**${safeMarkdown(sumUpRefs(report))}**`,
    markdownSentence(howCounted(report)),
    markdownNext(nextAfterRefs(report)),
  ]);
}
