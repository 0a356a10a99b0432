/**
 * Columns and paragraphs measured as a terminal shows them: wide characters and emoji take two columns.
 *
 * Ours, because of what a table library costs a long plan (10,000 lines of six columns, a third of them wide characters):
 * this 0.3 s, @visulima/tabular 1.9 s, columnify 2.8 s, table 4.6 s, cliui 12 s, cli-table3 31 s. The first two of those
 * misalign CJK or emoji, and none lets columns give way to the width of a terminal.
 */
import stringWidth from 'string-width';

export type Paint = (text: string) => string;

export interface Cell {
  readonly text: string;
  /** Colours the text after it was measured and cut. */
  readonly paint?: Paint | undefined;
}

export interface Column {
  readonly align: 'left' | 'right';
  /** Gives way when the table is too wide, down to this many columns; names are cut in the middle. */
  readonly shrinksTo?: number;
}

/** A row of the table, or a line of its own between rows. */
export type TableRow = readonly Cell[] | { readonly line: string };

const gap = 2;
const ellipsis = '…';

/** How many columns a text takes; colour codes take none. */
export function widthOf(text: string): number {
  // Taking texts apart letter by letter takes seconds for a long plan; most of it is plain.
  return /^[ -~¡-¬®-ɏ–—‘-”…→]*$/.test(text) ? text.length : stringWidth(text);
}

/**
 * One line per row without borders, so that it can be searched by line. Columns that are empty in every row vanish.
 * @param options.width what all columns together may take, `indent` included
 */
export function layOutTable(
  rows: readonly TableRow[],
  columns: readonly Column[],
  options: { readonly width: number; readonly indent?: number },
): string[] {
  const indent = options.indent ?? 0;
  const widths = fitColumns(rows, columns, options.width - indent);
  const shaped = new Map<string, { readonly text: string; readonly padding: string }>();
  // The same names stand in thousands of rows.
  const shape = (text: string, width: number) => {
    const key = `${width} ${text}`;
    let known = shaped.get(key);
    if (known === undefined) {
      const cut = cutMiddle(text, width);
      known = { text: cut, padding: ' '.repeat(Math.max(0, width - widthOf(cut))) };
      shaped.set(key, known);
    }
    return known;
  };
  return rows.map((row) => {
    if ('line' in row) return row.line;
    const cells: string[] = [];
    for (const [index, column] of columns.entries()) {
      const width = widths[index] ?? 0;
      if (width === 0) continue;
      const cell = row[index];
      const { text, padding } = shape(cell?.text ?? '', width);
      const painted = text === '' ? '' : (cell?.paint?.(text) ?? text);
      cells.push(column.align === 'right' ? padding + painted : painted + padding);
    }
    return `${' '.repeat(indent)}${cells.join(' '.repeat(gap))}`.trimEnd();
  });
}

/** How wide the widest row is when nothing gives way, without an indent. */
export function tableWidthOf(rows: readonly TableRow[]): number {
  const widths = columnWidthsOf(rows);
  return widths.reduce((sum, width) => sum + width, gapsOf(widths));
}

function columnWidthsOf(rows: readonly TableRow[]): number[] {
  const textsByColumn: Set<string>[] = [];
  for (const row of rows) {
    if ('line' in row) continue;
    for (const [index, { text }] of row.entries()) {
      const texts = textsByColumn[index] ?? new Set();
      textsByColumn[index] = texts.add(text);
    }
  }
  return textsByColumn.map((texts) => [...texts].reduce((widest, text) => Math.max(widest, widthOf(text)), 0));
}

function gapsOf(widths: readonly number[]): number {
  return gap * Math.max(0, widths.filter((width) => width > 0).length - 1);
}

function fitColumns(rows: readonly TableRow[], columns: readonly Column[], available: number): number[] {
  const widths = columnWidthsOf(rows);
  let excess = widths.reduce((sum, width) => sum + width, gapsOf(widths)) - available;
  // The widest of those that may shrink gives first, one column at a time, so that they end about equally wide.
  while (excess > 0) {
    let widest = -1;
    for (const [index, column] of columns.entries()) {
      const width = widths[index] ?? 0;
      if (column.shrinksTo === undefined || width <= column.shrinksTo) continue;
      if (widest === -1 || width > (widths[widest] ?? 0)) widest = index;
    }
    if (widest === -1) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

/** Keeps both ends of a text that is too wide: names often differ only in the last word. */
export function cutMiddle(text: string, width: number): string {
  // So long that it is too wide whatever it is made of, and that taking all of it apart would take its time.
  const reach = width * 20;
  if (text.length <= 2 * reach && widthOf(text) <= width) return text;
  // Made here and not once for all: most runs cut nothing, and the first one takes as long as loading the program.
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const lettersOf = (part: string) => [...graphemes.segment(part)].map(({ segment }) => segment);
  const tailWidth = Math.floor((width - 1) / 3);
  const head = takeWhileFits(lettersOf(text.slice(0, reach)), width - 1 - tailWidth);
  const tail = takeWhileFits(lettersOf(text.slice(-reach)).reverse(), tailWidth).reverse();
  return `${head.join('').trimEnd()}${ellipsis}${tail.join('').trimStart()}`;
}

function takeWhileFits(letters: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const letter of letters) {
    used += widthOf(letter);
    if (used > width) break;
    taken.push(letter);
  }
  return taken;
}

/**
 * Breaks a text into lines between words. A word that is wider than a line stands alone and sticks out, so that an id or
 * a command can still be copied.
 * @param options.indent blanks before every line
 * @param options.first what stands before the first line instead of those blanks, equally wide
 */
export function wrapText(
  text: string,
  options: {
    readonly width: number;
    readonly indent?: number;
    readonly first?: string;
    readonly paint?: Paint | undefined;
  },
): string[] {
  const indent = ' '.repeat(options.indent ?? 0);
  const room = options.width - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const word of splitWords(text)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer) <= room) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== '') lines.push(line);
  const paint = options.paint ?? ((plain: string) => plain);
  return lines.map((each, index) => `${index === 0 ? (options.first ?? indent) : indent}${paint(each)}`);
}

/** What stands in backquotes is one word, a command of ours however long: one that is broken cannot be copied. */
function splitWords(text: string): string[] {
  return text.match(/[^\s`]*`(?:toggl-runn [^`]{1,500}|[^`]{1,60})`\S*|\S+/gu) ?? [];
}
