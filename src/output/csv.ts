/**
 * Tables as CSV that a spreadsheet opens without running anything, and that a script can rely on.
 *
 * What holds for every table: a header line, one kind of record, one line for each, RFC 4180 with commas and CRLF, UTF-8. Columns are named
 * in `snake_case` with their unit at the end (`before_billable_minutes`, `seconds`); new ones are added at the end, and
 * none changes its name or meaning. Numbers are whole minutes or seconds; `hours` stands beside seconds for whoever sums
 * in a spreadsheet. Days are ISO dates. What is not there is an empty field.
 */
import Papa from 'papaparse';
import { safeText } from './safe-text.ts';

/** Papaparse's own pattern lets full-width signs through. */
const formula = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u;

export type CsvValue = string | number | null;

/** A record as one line; every column has to be there. */
export type CsvRecord<Column extends string> = Readonly<Record<Column, CsvValue>>;

/**
 * Renders a table; ends in a line break. Text is cleaned as for a terminal, which leaves no line break in it. What a
 * spreadsheet would take for a formula (`=`, `+`, `-`, `@`, full-width signs too) gets a `'` in front of it; numbers stay
 * numbers.
 */
export function renderCsv<Column extends string>(
  columns: readonly Column[],
  records: readonly CsvRecord<Column>[],
): string {
  // The header is a line like the others: given apart, papaparse ends a table without records with an empty line.
  const lines = [[...columns], ...records.map((record) => columns.map((column) => fieldOf(record[column])))];
  const text = Papa.unparse(lines, { escapeFormulae: formula, newline: '\r\n' });
  return `${text}\r\n`;
}

function fieldOf(value: CsvValue): string | number {
  return typeof value === 'string' ? safeText(value) : (value ?? '');
}

/** Seconds as decimal hours with two places, for a spreadsheet: 5410 -> 1.5. */
export function csvHours(seconds: number): number {
  return Math.round((seconds / 3600) * 100) / 100;
}

/** Several values in one field: `runn:456; runn:457`. */
export function csvList(values: readonly (string | number)[]): string {
  return values.join('; ');
}
