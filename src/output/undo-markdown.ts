/** `undo --format markdown`: what was put back, for a ticket. */
import type { UndoReport } from '../core/report.ts';
import { markdownChanges } from './changes-markdown.ts';
import { describeFinding } from './describe-finding.ts';
import { unwrittenSections } from './failures-text.ts';
import {
  markdownFailures,
  markdownFindings,
  markdownHeader,
  markdownNext,
  markdownSentence,
  renderMarkdown,
} from './markdown-parts.ts';
import { createNamer } from './namer.ts';
import { safeMarkdown } from './safe-markdown.ts';
import type { TextOptions } from './style.ts';
import { describeUndone, failureOfLeft, holdWords, kindNames, nextAfterUndo, sumUpUndo } from './undo-text.ts';

/** Renders the report; ends in a newline. Names and messages are escaped. */
export function renderUndoMarkdown(report: UndoReport, { isAll }: Pick<TextOptions, 'isAll'>): string {
  const namer = createNamer(report.names);
  const findings = report.findings.map((finding) => ({ ...finding, ...describeFinding(finding, report.names) }));
  return renderMarkdown([
    ...markdownHeader({ ...report, command: `undo ${report.undoes.run}` }),
    `Undoes ${safeMarkdown(describeUndone(report))}.`,
    ...markdownChanges(report.changes, namer, { isAll, kindNames }),
    ...markdownFailures('Left alone', report.left.map(failureOfLeft), namer, isAll),
    ...unwrittenSections(report.outcome).flatMap(([title, failures]) =>
      markdownFailures(title, failures, namer, isAll),
    ),
    ...markdownFindings(findings, isAll),
    `**${safeMarkdown(sumUpUndo(report))}**`,
    report.isHeld ? markdownSentence(holdWords) : '',
    markdownNext(nextAfterUndo(report)),
  ]);
}
