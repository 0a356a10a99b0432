/** Changes that were not written, in Runn's words or ours, equal words said once. */
import type { Failure, Outcome } from '../core/report.ts';
import { describeChange } from './change-table.ts';
import { layOutHint } from './finding-sections.ts';
import { wrapText } from './layout.ts';
import type { Namer } from './namer.ts';
import { safeText } from './safe-text.ts';
import { type Style, type TextOptions, titleOf } from './style.ts';

const shownFailures = 8;

/** What of the changes was refused, and what got no answer, with a title for each; nothing where there is none. */
export function unwrittenSections(outcome: Outcome | null): readonly (readonly [string, readonly Failure[]])[] {
  const failures = outcome?.failures ?? [];
  return [
    ['Not written', failures.filter(({ isUnknown }) => isUnknown !== true)],
    ['Perhaps written', failures.filter(({ isUnknown }) => isUnknown === true)],
  ];
}

/** Lines that begin with a blank one; empty for no failures. */
export function layOutFailures(
  title: string,
  failures: readonly Failure[],
  namer: Namer,
  style: Style,
  { width, isAll }: Pick<TextOptions, 'width' | 'isAll'>,
): string[] {
  if (failures.length === 0) return [];
  const byWords = new Map<string, { hint: string | undefined; lines: string[] }>();
  for (const { change, message, status, hint } of failures) {
    const said = safeText(message);
    const key = status === undefined ? said : `Runn answered ${status}: ${said}`;
    const group = byWords.get(key) ?? { hint, lines: [] };
    byWords.set(key, group);
    group.lines.push(describeChange(change, namer));
  }
  const lines = ['', titleOf('error', `${title} (${failures.length})`, style)];
  for (const [words, { hint, lines: items }] of byWords) {
    lines.push(...wrapText(words, { width, indent: 2 }));
    const shown = isAll || items.length <= shownFailures + 1 ? items : items.slice(0, shownFailures);
    for (const item of shown) {
      lines.push(...wrapText(item.slice(2), { width, indent: 6, first: `    ${item.slice(0, 2)}` }));
    }
    if (shown.length < items.length) {
      lines.push(style.faint(`    and ${items.length - shown.length} more: --all lists them`));
    }
    if (hint !== undefined) lines.push(...layOutHint(safeText(hint), 4, style, width));
  }
  return lines;
}
