/** The text of `list-unmatched`: grouped by who can mend it. */
import type { UnmatchedReport } from '../core/report.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { layOutFindings, layOutHint } from './finding-sections.ts';
import { formatSeconds } from './format-hours.ts';
import { type Cell, type Column, layOutTable, type TableRow, tableWidthOf, wrapText } from './layout.ts';
import { layOutMissing, summarizeMissing } from './missing-text.ts';
import { createNamer } from './namer.ts';
import { layOutNext } from './next-step.ts';
import { layOutHeader } from './report-header.ts';
import { createStyle, type Style, type TextOptions, titleOf } from './style.ts';
import {
  findingsBeside,
  groupUnmatched,
  nextAfterUnmatched,
  sumUpUnmatched,
  type UnmatchedGroup,
  type UnmatchedRow,
} from './unmatched-groups.ts';

/** Renders the report; ends in a newline. */
export function renderUnmatchedText(report: UnmatchedReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  const namer = createNamer(report.names);
  const others = findingsBeside(report).map((finding) => ({ ...finding, ...describeFinding(finding, report.names) }));
  const lines = [
    ...layOutHeader(report, style, options.width),
    ...groupUnmatched(report, namer).flatMap((group) => layOutUnmatched(group, style, options)),
    ...(report.missing === undefined ? [] : layOutMissing(report.missing, namer, style, options)),
    ...layOutFindings(others, style, options),
    '',
    ...(report.missing === undefined ? [] : summarizeMissing(report.missing, namer, style, options.width)),
    ...layOutSummary(report, style, options.width),
  ];
  return `${lines.join('\n')}\n`;
}

const shownOfGroup = 15;

const columns: readonly Column[] = [
  { align: 'right' },
  { align: 'left', shrinksTo: 14 },
  { align: 'left' },
  { align: 'left' },
  { align: 'left' },
];

function layOutUnmatched(
  group: UnmatchedGroup,
  style: Style,
  { width, isAll }: Omit<TextOptions, 'colorLevel'>,
): string[] {
  const { title, rows, seconds, hint } = group;
  const shown = isAll || rows.length <= shownOfGroup + 1 ? rows : rows.slice(0, shownOfGroup);
  const indent = 2;
  const cellsOf = (row: UnmatchedRow): Cell[] => [
    { text: formatSeconds(row.seconds) },
    { text: row.name },
    { text: row.id },
    { text: row.days === null ? '' : count(row.days, 'day') },
  ];
  const paintOf = (row: UnmatchedRow) => (row.isSuggestion ? undefined : style.faint);
  const isWide = tableWidthOf(shown.map((row) => [...cellsOf(row), { text: row.remark }])) <= width - indent;
  const table: TableRow[] = shown.flatMap((row) =>
    isWide || row.remark === ''
      ? [[...cellsOf(row), { text: row.remark, paint: paintOf(row) }]]
      : [cellsOf(row), ...wrapText(row.remark, { width, indent: 10, paint: paintOf(row) }).map((line) => ({ line }))],
  );
  return [
    '',
    `${titleOf('warning', `${title} (${rows.length})`, style)}  ${style.faint(formatSeconds(seconds))}`,
    ...layOutTable(table, columns, { width, indent }),
    ...(shown.length < rows.length ? [style.faint(`  and ${rows.length - shown.length} more: --all lists them`)] : []),
    ...layOutHint(hint, 2, style, width),
  ];
}

function layOutSummary(report: UnmatchedReport, style: Style, width: number): string[] {
  return [
    ...wrapText(sumUpUnmatched(report), { width, paint: style.strong }),
    ...layOutNext(nextAfterUnmatched(report), width),
  ];
}
