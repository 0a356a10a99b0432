/** `undo --format markdown` for a run of `link`. */
import type { UndoLinksReport } from '../core/plan-undo-links.ts';
import { formatTimestamp } from './format-day.ts';
import { markdownHeader, markdownList, markdownNext, markdownSentence, renderMarkdown } from './markdown-parts.ts';
import { safeMarkdown } from './safe-markdown.ts';
import type { TextOptions } from './style.ts';
import { aboutSyncs, nextAfterUndoLinks, placeOf, sections, sumUpUndoLinks, valueText } from './undo-links-text.ts';

/** Renders the report; ends in a newline. Names and messages are escaped. */
export function renderUndoLinksMarkdown(report: UndoLinksReport, { isAll }: Pick<TextOptions, 'isAll'>): string {
  const { undoes, references } = report;
  return renderMarkdown([
    ...markdownHeader({ ...report, command: `undo ${undoes.run}`, window: null }),
    `Undoes ${safeMarkdown(`${undoes.command}, begun ${formatTimestamp(undoes.startedAt)}`)}.`,
    ...sections.flatMap(({ title, statuses, hint }) => {
      const shown = references.filter(({ status }) => statuses.includes(status));
      if (shown.length === 0) return [];
      const lines = shown.map(({ change, status, current, message }) => {
        const value =
          status === 'changed-since'
            ? `${valueText(current ?? null)}; that run wrote ${valueText(change.after)}`
            : `${valueText(change.after)} -> ${valueText(change.before)}`;
        return safeMarkdown(`${placeOf(change)}: ${value}${message === undefined ? '' : `. ${message}`}`);
      });
      return [
        `### ${title}: ${shown.length}`,
        markdownList(lines, isAll),
        hint === undefined ? '' : markdownSentence(hint),
      ];
    }),
    `**${safeMarkdown(sumUpUndoLinks(report))}**`,
    markdownSentence(aboutSyncs(report)),
    markdownNext(nextAfterUndoLinks(report)),
  ]);
}
