/** Tables of the page: headed by column and row, sortable by the page's script, scrolled by themselves where it is narrow. */
import { html, type Markup, type MarkupPart } from './html.ts';

export interface PageColumn<Row> {
  readonly title: string;
  /** Said before the title to those who hear the table and do not see what it stands below. */
  readonly spoken?: string;
  /** Numbers stand to the right. */
  readonly kind: 'text' | 'number';
  readonly cell: (row: Row) => MarkupPart;
  /** What is sorted by, and what the page says in numbers; the text of the cell unless given. */
  readonly value?: (row: Row) => number | string;
  /** Of the last row, which is not sorted. */
  readonly total?: MarkupPart;
  /** For columns that nobody sorts by. */
  readonly isPlain?: boolean;
  readonly className?: string;
}

export interface PageTable<Row> {
  readonly id: string;
  /** Names the table for those who hear it. */
  readonly label: string;
  /** The first one heads its rows. */
  readonly columns: readonly PageColumn<Row>[];
  readonly rows: readonly Row[];
  /** By which column and how the rows stand already. */
  readonly sortedBy?: { readonly column: number; readonly order: 'ascending' | 'descending' };
}

export function renderTable<Row>({ id, label, columns, rows, sortedBy }: PageTable<Row>): Markup {
  const hasTotal = columns.some(({ total }) => total !== undefined);
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table id="${id}" class="sortable">
<caption class="aside">${label}</caption>
<thead><tr>${columns.map((column, index) => headOf(column, sortedBy?.column === index ? sortedBy.order : null))}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${columns.map((column, index) => cellOf(column, row, index === 0))}</tr>\n`)}</tbody>
${hasTotal ? html`<tfoot><tr>${columns.map((column, index) => totalOf(column, index === 0))}</tr></tfoot>` : null}</table></div>
`;
}

function headOf<Row>({ title, spoken, kind, isPlain, className }: PageColumn<Row>, order: string | null): Markup {
  const sort = isPlain === true ? null : html` data-sort="${kind}"`;
  const sorted = order === null ? null : html` aria-sort="${order}"`;
  return html`<th scope="col"${classOf(kind, className)}${sort}${sorted}>${spoken === undefined ? null : html`<span class="aside">${spoken} </span>`}${title}</th>`;
}

function cellOf<Row>({ kind, cell, value, className }: PageColumn<Row>, row: Row, isHead: boolean): Markup {
  const data = value === undefined ? null : html` data-v="${value(row)}"`;
  const attributes = html`${classOf(kind, className)}${data}`;
  return isHead ? html`<th scope="row"${attributes}>${cell(row)}</th>` : html`<td${attributes}>${cell(row)}</td>`;
}

function totalOf<Row>({ kind, total, className }: PageColumn<Row>, isHead: boolean): Markup {
  const attributes = classOf(kind, className);
  return isHead
    ? html`<th scope="row"${attributes}>${total ?? null}</th>`
    : html`<td${attributes}>${total ?? null}</td>`;
}

function classOf(kind: 'text' | 'number', className: string | undefined): Markup | null {
  const names = [...(kind === 'number' ? ['n'] : []), ...(className === undefined ? [] : [className])];
  return names.length === 0 ? null : html` class="${names.join(' ')}"`;
}
