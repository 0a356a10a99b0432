/** Reads the file of `link --from`, which `link --out` has written and somebody has edited (output/link-csv.ts). */
import Papa from 'papaparse';
import { UsageError } from '../core/errors.ts';
import type { LinkKind } from '../core/propose-links.ts';

/** A line that somebody has accepted. */
export interface AcceptedLine {
  readonly kind: LinkKind;
  readonly togglId: number;
  readonly runnId: number;
  /** Of the file, for messages. */
  readonly line: number;
}

const yes = ['yes', 'y', 'true', '1', 'x', 'ja', 'oui', 'si', 'sí'];
const no = ['no', 'n', 'false', '0', '', 'nein', 'non'];

/**
 * The accepted lines of such a file; commas, semicolons or tabs, as spreadsheets write them. Throws a `UsageError`
 * `links-file` that names every line that cannot be understood.
 */
export function parseLinksCsv(file: string, text: string): AcceptedLine[] {
  const headers = new Set<string>();
  const { data, errors, meta } = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name, index) => {
      const field = name.trim().toLowerCase();
      // The first one counts; of two, Papa Parse would say so on the console.
      if (headers.has(field)) return `${field}#${index}`;
      headers.add(field);
      return field;
    },
    delimitersToGuess: [',', ';', '\t'],
  });
  const missing = ['accept', 'kind', 'toggl_id', 'runn_id'].filter((name) => !(meta.fields ?? []).includes(name));
  if (missing.length > 0) {
    throw unusable(file, [`the first line lacks ${missing.join(', ')}`]);
  }
  const problems: string[] = [];
  for (const { type, row } of errors) {
    // Spreadsheets leave out trailing empty cells, and that loses nothing that is needed.
    if (type === 'Quotes') problems.push(`line ${(row ?? 0) + 2}: a quotation mark is missing`);
  }
  const accepted: AcceptedLine[] = [];
  const seen = new Map<string, number>();
  for (const [index, record] of data.entries()) {
    const line = index + 2;
    const field = (name: string) => (record[name] ?? '').trim().replace(/^'/, '');
    const accept = field('accept').toLowerCase();
    if (no.includes(accept)) continue;
    if (!yes.includes(accept)) {
      problems.push(`line ${line}: accept is ${JSON.stringify(accept.slice(0, 40))}; write yes or no`);
      continue;
    }
    const kind = field('kind').toLowerCase();
    const togglId = toId(field('toggl_id'));
    const runnId = toId(field('runn_id'));
    if (kind !== 'person' && kind !== 'project') problems.push(`line ${line}: kind must be person or project`);
    else if (togglId === null) problems.push(`line ${line}: toggl_id is not an id`);
    else if (runnId === null) problems.push(`line ${line}: it is accepted, but runn_id is not an id`);
    else {
      const key = `${kind}/${togglId}`;
      const before = seen.get(key);
      if (before !== undefined) problems.push(`line ${line}: the same ${kind} as in line ${before}`);
      seen.set(key, line);
      accepted.push({ kind, togglId, runnId, line });
    }
  }
  if (problems.length > 0) throw unusable(file, problems);
  return accepted;
}

/** Digits; `170103135.0` is what a spreadsheet can make of them. */
function toId(text: string): number | null {
  const digits = text.replace(/^(?:toggl|runn):/i, '').replace(/\.0+$/, '');
  if (!/^[1-9]\d*$/.test(digits)) return null;
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : null;
}

/** Every problem at once. */
export function unusable(file: string, problems: readonly string[]): UsageError {
  const shown = problems.slice(0, 20);
  const rest = problems.length > shown.length ? `; and ${problems.length - shown.length} more` : '';
  return new UsageError('links-file', `${file} cannot be used: ${shown.join('; ')}${rest}.`, {
    hint: 'Nothing was written. `toggl-runn link --out links.csv` makes a file of the right form.',
  });
}
