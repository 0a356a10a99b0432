/** The changes of a plan as a Markdown table, or summed by person when there are too many to read. */
import type { Change, ChangeKind } from '../core/model.ts';
import { totalMinutes } from '../core/round.ts';
import { deltaOf, groupByPerson, kinds, longestList, reasons, signs } from './change-table.ts';
import { formatDay } from './format-day.ts';
import { billablePercent, formatMinutes, formatSignedMinutes } from './format-hours.ts';
import { markdownTable } from './markdown-parts.ts';
import type { Namer } from './namer.ts';
import { safeMarkdown } from './safe-markdown.ts';

interface Options {
  readonly isAll: boolean;
  /** Words for the legend, where a kind means something else. */
  readonly kindNames?: Readonly<Record<ChangeKind, string>>;
}

/** Blocks: a heading, and a table with its legend; empty for no changes. */
export function markdownChanges(changes: readonly Change[], namer: Namer, options: Options): string[] {
  if (changes.length === 0) return [];
  const title = `### Changes: ${changes.length}, net ${formatSignedMinutes(deltaOf(changes))}`;
  const isFolded = !options.isAll && changes.length > longestList;
  return [title, ...(isFolded ? sumChanges(changes, namer, options) : listChanges(changes, namer, options))];
}

function listChanges(changes: readonly Change[], namer: Namer, { kindNames }: Options): string[] {
  const legend = kinds
    .filter((kind) => changes.some((change) => change.kind === kind))
    .map((kind) => `\`${signs[kind]}\` ${kindNames?.[kind] ?? kind}`)
    .join(', ');
  const rows = groupByPerson(changes, namer).flatMap(({ name, changes: own }) =>
    own.map((change) => [
      `\`${signs[change.kind]}\``,
      safeMarkdown(name),
      formatDay(change.date),
      safeMarkdown(namer.project(change.projectId)),
      change.before === null ? '' : formatMinutes(totalMinutes(change.before)),
      formatMinutes(totalMinutes(change.after)),
      billableOf(change),
      reasons[change.reason],
    ]),
  );
  const heads = ['', 'person', 'day', 'project', 'before', 'after', 'billable', 'why'];
  return [legend, markdownTable(heads, rows, '::::---:')];
}

function sumChanges(changes: readonly Change[], namer: Namer, { kindNames }: Options): string[] {
  const rows = groupByPerson(changes, namer).map(({ name, changes: own }) => [
    safeMarkdown(name),
    ...kinds.map((kind) => numberOf(own.filter((change) => change.kind === kind).length)),
    formatSignedMinutes(deltaOf(own)),
  ]);
  return [
    markdownTable(['person', ...kinds.map((kind) => kindNames?.[kind] ?? kind), 'net'], rows, ':-----'),
    'Summed by person: `--all` lists each change.',
  ];
}

function numberOf(number: number): string {
  return number === 0 ? '' : String(number);
}

function billableOf({ before, after }: Change): string {
  const [old, now] = [before === null ? null : billablePercent(before), billablePercent(after)];
  if (now === null) return '';
  return old === null || old === now ? `${now} %` : `${old} → ${now} %`;
}
