/** `doctor --format markdown`: the checks, for whoever is asked for help. No token is in them. */
import type { DoctorReport } from '../core/doctor-report.ts';
import { groupTitles, labels, nextAfterDoctor, sumUpDoctor } from './doctor-text.ts';
import { markdownNext, markdownSentence, renderMarkdown } from './markdown-parts.ts';
import { safeMarkdown } from './safe-markdown.ts';

/** Renders the report; ends in a newline. */
export function renderDoctorMarkdown(report: DoctorReport): string {
  return renderMarkdown([
    '## toggl-runn doctor',
    ...report.groups.flatMap(({ id, checks }) => [
      `### ${groupTitles[id]}`,
      checks
        .map(({ code, status, message, remedy }) => {
          const word = status === 'good' ? status : `**${status}**`;
          const remark = remedy === null ? '' : `\n  - *${markdownSentence(remedy)}*`;
          return `- ${word}: ${labels[code]}. ${markdownSentence(message)}${remark}`;
        })
        .join('\n'),
    ]),
    `**${safeMarkdown(sumUpDoctor(report))}**`,
    markdownNext(nextAfterDoctor(report)),
  ]);
}
