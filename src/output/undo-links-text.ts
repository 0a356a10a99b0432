/** The text of `undo` for a run of `link`. */
import type { ReferenceChange, UndoLinksReport, UndoneReference, UndoneStatus } from '../core/plan-undo-links.ts';
import { count } from './count.ts';
import { layOutHint } from './finding-sections.ts';
import { formatTimestamp } from './format-day.ts';
import { type Column, cutMiddle, layOutTable, type TableRow, wrapText } from './layout.ts';
import { commandLine, layOutNext, type NextStep } from './next-step.ts';
import { configOptions } from './range-options.ts';
import { layOutHeader } from './report-header.ts';
import { safeText } from './safe-text.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

const shownReferences = 40;

/** Renders the report; ends in a newline. */
export function renderUndoLinksText(report: UndoLinksReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  const { width } = options;
  const { undoes, references } = report;
  const title = `${undoes.command}, begun ${formatTimestamp(undoes.startedAt)}`;
  const lines = [
    ...layOutHeader({ ...report, command: `undo ${undoes.run}`, window: null }, style, width),
    ...wrapText(title, { width, indent: 9, first: style.faint('  Undoes '), paint: style.faint }),
    ...sections.flatMap(({ title, statuses, hint }) => {
      const shown = references.filter(({ status }) => statuses.includes(status));
      return layOutReferences(title, shown, hint, style, options);
    }),
    '',
    ...wrapText(sumUpUndoLinks(report), { width, paint: style.strong }),
    ...wrapText(aboutSyncs(report), { width }),
    ...layOutNext(nextAfterUndoLinks(report), width),
  ];
  return `${lines.join('\n')}\n`;
}

interface Section {
  readonly title: string;
  readonly statuses: readonly UndoneStatus[];
  readonly hint?: string;
}

export const sections: readonly Section[] = [
  { title: 'To put back', statuses: ['planned'] },
  { title: 'Put back', statuses: ['restored'] },
  {
    title: 'Changed since that run, and left as they are',
    statuses: ['changed-since'],
    hint: 'The later change counts. If it should not, correct the reference in Runn (or the entry of `map`) by hand.',
  },
  { title: 'Not there any more', statuses: ['gone'] },
  { title: 'Not put back', statuses: ['failed', 'not-reached'] },
];

const columns: readonly Column[] = [
  { align: 'left', shrinksTo: 12 },
  { align: 'left' },
  { align: 'left', shrinksTo: 8 },
  { align: 'left' },
  { align: 'left', shrinksTo: 8 },
  { align: 'left', shrinksTo: 10 },
];

function layOutReferences(
  title: string,
  references: readonly UndoneReference[],
  hint: string | undefined,
  style: Style,
  { width, isAll }: TextOptions,
): string[] {
  if (references.length === 0) return [];
  const shown = isAll || references.length <= shownReferences + 1 ? references : references.slice(0, shownReferences);
  const rest = references.length - shown.length;
  const failures = shown.filter(({ message }) => message !== undefined);
  return [
    '',
    style.strong(`${title} (${references.length})`),
    ...layOutTable(
      shown.map((each) => rowOf(each, style)),
      columns,
      { width, indent: 2 },
    ),
    ...(rest > 0 ? [style.faint(`  and ${rest} more: --all lists them`)] : []),
    ...failures.flatMap(({ change, message = '' }) =>
      layOutHint(`${placeOf(change)}: ${safeText(message)}`, 2, style, width),
    ),
    ...(hint === undefined ? [] : layOutHint(hint, 2, style, width)),
  ];
}

function rowOf({ change, status, current }: UndoneReference, style: Style): TableRow {
  const isLeft = status === 'changed-since';
  return [
    { text: placeOf(change) },
    { text: change.kind === 'map' ? 'map' : safeText(change.referenceName), paint: style.faint },
    { text: valueText(isLeft ? (current ?? null) : change.after) },
    { text: isLeft ? '' : '->' },
    { text: isLeft ? '' : valueText(change.before) },
    { text: isLeft ? `that run wrote ${valueText(change.after)}` : '', paint: style.faint },
  ];
}

/** `Eric Clapton (runn:456)`, or the entry of `map` by its key. */
export function placeOf(change: ReferenceChange): string {
  if (change.kind === 'map') return `${change.group} toggl:${change.togglId}`;
  return `${cutMiddle(safeText(change.name), 50)} (runn:${change.record.id})`;
}

export function valueText(value: string | number | null): string {
  return value === null ? 'nothing' : safeText(String(value));
}

export function sumUpUndoLinks({ references, isDryRun, requests }: UndoLinksReport): string {
  const countOf = (...statuses: UndoneStatus[]) => references.filter(({ status }) => statuses.includes(status)).length;
  const planned = countOf('planned');
  const failed = countOf('failed', 'not-reached');
  const left = countOf('changed-since', 'gone');
  const asBefore = countOf('as-before', 'not-written');
  const restored = countOf('restored');
  const parts: string[] = [];
  if (isDryRun && planned > 0) parts.push(`Dry run, nothing written: ${count(planned, 'link')} to put back.`);
  else if (restored + failed === 0) parts.push('Nothing to put back.');
  else parts.push(`Put back ${restored} of ${restored + failed}${failed > 0 ? `, failed ${failed}` : ''}.`);
  if (left > 0) parts.push(`Left alone ${left}.`);
  if (asBefore > 0) parts.push(`${asBefore} ${asBefore === 1 ? 'stands' : 'stand'} as before already.`);
  parts.push(`Requests: Runn ${requests.runn}.`);
  return parts.join(' ');
}

export function nextAfterUndoLinks({ isDryRun, references, run, undoes, typed }: UndoLinksReport): NextStep[] {
  const undo = (name: string) => commandLine('undo', name, ...configOptions(typed));
  if (isDryRun) {
    const planned = references.filter(({ status }) => status === 'planned').length;
    return planned === 0
      ? []
      : [{ lead: `Next, to put ${planned === 1 ? 'it' : 'them'} back`, command: undo(undoes.run) }];
  }
  if (isUnfinished(references)) return [{ lead: 'Next, to put back the rest', command: undo(undoes.run) }];
  return run === null ? [] : [{ lead: 'Next, if this undo was wrong', command: undo(run) }];
}

/** Syncs are not held by it; empty where it took no link away. */
export function aboutSyncs({ isDryRun, references, run }: UndoLinksReport): string {
  const isUnlinked = references.some(({ change, status }) => status === 'restored' && change.before === null);
  return isUnlinked && !isDryRun && run !== null && !isUnfinished(references)
    ? 'Syncs go on; time that is no longer linked is listed, and nothing in Runn is cleared for it.'
    : '';
}

function isUnfinished(references: UndoLinksReport['references']): boolean {
  return references.some(({ status }) => status === 'failed' || status === 'not-reached');
}
