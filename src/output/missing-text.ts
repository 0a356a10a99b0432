/** The part of `list-unmatched --missing`: working days without time, hours that Runn assumes, and days too long. */
import type { MissingTime } from '../core/find-missing-time.ts';
import { count } from './count.ts';
import { layOutHint } from './finding-sections.ts';
import { type Column, layOutTable, type TableRow, tableWidthOf, wrapText } from './layout.ts';
import { sectionsOfMissing, spellDays, sumUpMissing } from './missing-sections.ts';
import type { Namer } from './namer.ts';
import { type Style, type TextOptions, titleOf } from './style.ts';

const shownOfSection = 15;
const indent = 2;

const columns: readonly Column[] = [
  { align: 'right' },
  { align: 'left', shrinksTo: 14 },
  { align: 'left', shrinksTo: 14 },
  { align: 'left' },
  { align: 'left' },
];

/** A section for each kind of missing time that there is; each begins with a blank line. */
export function layOutMissing(
  missing: MissingTime,
  namer: Namer,
  style: Style,
  { width, isAll }: Pick<TextOptions, 'width' | 'isAll'>,
): string[] {
  return sectionsOfMissing(missing, namer).flatMap(({ title, total, lines, hint }) => {
    const shown = isAll || lines.length <= shownOfSection + 1 ? lines : lines.slice(0, shownOfSection);
    const rows = shown.map(({ hours, who, project, dates }) => ({
      cells: [hours, who, project, dates.length > 1 ? count(dates.length, 'day') : ''].map((text) => ({ text })),
      days: spellDays(dates, isAll),
    }));
    const isWide = tableWidthOf(rows.map(({ cells, days }) => [...cells, { text: days }])) <= width - indent;
    const table: TableRow[] = rows.flatMap(({ cells, days }) =>
      isWide
        ? [[...cells, { text: days, paint: style.faint }]]
        : [cells, ...wrapText(days, { width, indent: 10, paint: style.faint }).map((line) => ({ line }))],
    );
    return [
      '',
      `${titleOf('warning', `${title} (${lines.length})`, style)}  ${style.faint(total)}`.trimEnd(),
      ...layOutTable(table, columns, { width, indent }),
      ...(shown.length < lines.length
        ? [style.faint(`  and ${lines.length - shown.length} more: --all lists them`)]
        : []),
      ...layOutHint(hint, indent, style, width),
    ];
  });
}

/** What was found in a line or two, and what could not be told. */
export function summarizeMissing(missing: MissingTime, namer: Namer, style: Style, width: number): string[] {
  const { words, remarks } = sumUpMissing(missing, namer);
  return [
    ...wrapText(words, { width, paint: style.strong }),
    ...remarks.flatMap((remark) => wrapText(remark, { width })),
  ];
}
