/** The text of `history`: one line per run, so that it can be searched, and read as a scorecard from bottom to top. */
import { countDays } from '../core/dates.ts';
import type { HistoryReport, JournalledRun } from '../core/report.ts';
import { accountWords } from './account-words.ts';
import { count } from './count.ts';
import { formatSeconds } from './format-hours.ts';
import { type Cell, type Column, layOutTable, type TableRow, wrapText } from './layout.ts';
import { commandLine, layOutNext } from './next-step.ts';
import { configOptions } from './range-options.ts';
import { scoreOf } from './run-score.ts';
import { safeText } from './safe-text.ts';
import { createStyle, type Style, severitySigns, type TextOptions } from './style.ts';

const columns: readonly Column[] = [
  { align: 'left' },
  { align: 'left' },
  { align: 'left' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
];

/** So narrow that a line fits into 80 columns. */
const heads = ['run', '', 'since', 'days', 'written', 'failed', 'linked', 'unlinked'];

/** Renders the report; ends in a newline. */
export function renderHistoryText(report: HistoryReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  const { width } = options;
  const accounts = [...new Set(report.runs.map(({ account }) => account))];
  const lines = [`${style.strong('toggl-runn history')}  ${safeText(report.stateDir)}`];
  if (report.runs.length === 0) lines.push('', 'No run has been kept yet.');
  for (const account of accounts) {
    const runs = report.runs.filter((run) => run.account === account);
    lines.push('', ...wrapText(`Runn ${safeText(accountWords(account, accounts))}`, { width, paint: style.faint }));
    const head = heads.map((text) => ({ text, paint: style.faint }));
    lines.push(...layOutTable([head, ...runs.flatMap((run) => rowsOf(run, style))], columns, { width }));
  }
  for (const { file, message } of report.problems) {
    lines.push(
      '',
      ...wrapText(`${safeText(file)} is no journal that can be read: ${safeText(message)}.`, {
        width,
        indent: 2,
        first: `${style.sign.warning(severitySigns.warning)} `,
      }),
    );
  }
  const last = report.runs.find(({ outcome }) => outcome.applied + outcome.unknown > 0);
  if (report.runs.length > 0) lines.push('', style.strong(`${count(report.runs.length, 'run')}, the latest first.`));
  if (last !== undefined) {
    const command = commandLine('undo', last.run, '--dry-run', ...configOptions(report.typed));
    lines.push(...layOutNext([{ lead: 'Next, to see what would put the last of them back', command }], width));
  }
  return `${lines.join('\n')}\n`;
}

function rowsOf(run: JournalledRun, style: Style): TableRow[] {
  const { unknown } = run.outcome;
  return [
    rowOf(run, style),
    ...(run.undoes === null ? [] : [{ line: style.faint(`  undoes ${safeText(run.undoes)}`) }]),
    ...(unknown === 0
      ? []
      : [{ line: style.strong(`  cut off: of ${count(unknown, 'change')} nobody knows whether they are in Runn`) }]),
  ];
}

function rowOf(run: JournalledRun, style: Style): Cell[] {
  const { applied, failed } = run.outcome;
  const score = scoreOf(run.statement);
  return [
    { text: run.run },
    { text: safeText(run.command) },
    { text: run.window === null ? 'links' : run.window.since },
    { text: run.window === null ? '' : String(countDays(run.window)) },
    { text: run.changes === 0 ? 'nothing' : String(applied) },
    { text: String(failed), paint: failed > 0 ? style.strong : style.faint },
    { text: score?.matchedShare == null ? '' : formatShare(score.matchedShare) },
    {
      text: score === null ? '' : formatSeconds(score.unmatchedSeconds),
      paint: (score?.unmatchedSeconds ?? 0) > 0 ? style.strong : style.faint,
    },
  ];
}

/** `2`, or with what nobody knows of a run that was cut off: `2 + 98 unknown`. */
export function failedWords({ outcome: { failed, unknown } }: JournalledRun): string {
  if (unknown === 0) return String(failed);
  return failed === 0 ? `${unknown} unknown` : `${failed} + ${unknown} unknown`;
}

/** `97 %`; never 100 % while something is missing. */
export function formatShare(share: number): string {
  return share === 1 ? '100 %' : `${Math.min(99, Math.floor(share * 100))} %`;
}
