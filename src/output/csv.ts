/** Tables as CSV that a spreadsheet opens without running anything. */
import Papa from 'papaparse';

/** Papaparse's own pattern lets a formula through that has a line break in it. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n]/u;

/** A record as one line; the keys of the first are the columns. */
export type CsvRecord = Readonly<Record<string, string | number | null>>;

/**
 * RFC 4180 with a header line and CRLF. Text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab,
 * return, full-width signs too) gets a `'` in front of it.
 */
export function renderCsv(columns: readonly string[], records: readonly CsvRecord[]): string {
  const text = Papa.unparse(
    { fields: [...columns], data: records.map((record) => columns.map((column) => record[column] ?? '')) },
    { escapeFormulae: formula, newline: '\r\n' },
  );
  return `${text}\r\n`;
}
