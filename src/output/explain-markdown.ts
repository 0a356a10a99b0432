/** `explain --format markdown`: what settles an argument, where it is had. */
import type { ExplainReport } from '../core/report.ts';
import { explainSections, sumUpExplain } from './explain-text.ts';
import { markdownHeader, markdownNext, markdownSentence, renderMarkdown } from './markdown-parts.ts';
import { safeMarkdown } from './safe-markdown.ts';

/** Renders the report; ends in a newline. Names and descriptions are escaped. */
export function renderExplainMarkdown(report: ExplainReport): string {
  const sections = explainSections(report, (severity, code) => `${severity} \`${code}\``);
  const { summary, next } = sumUpExplain(report);
  return renderMarkdown([
    ...markdownHeader(report),
    ...sections.flatMap(({ title, lines }) => [
      `### ${safeMarkdown(title)}`,
      lines.map((line) => `${line.startsWith('  ') ? '  ' : ''}- ${markdownSentence(line)}`).join('\n'),
    ]),
    `**${safeMarkdown(summary)}**`,
    markdownNext(next),
  ]);
}
