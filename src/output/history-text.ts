/** The text of `history`: one line per run, so that it can be searched, and read as a scorecard from bottom to top. */
import { countDays } from '../core/dates.ts';
import type { HistoryReport, JournalledRun } from '../core/report.ts';
import { formatSeconds } from './format-hours.ts';
import { type Cell, type Column, layOutTable, type TableRow, wrapText } from './layout.ts';
import { scoreOf } from './run-score.ts';
import { safeText } from './safe-text.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

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
const heads = ['run', '', 'since', 'days', 'written', 'failed', 'matched', 'unmatched'];

/** Renders the report; ends in a newline. */
export function renderHistoryText(report: HistoryReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  const { width } = options;
  const accounts = [...new Set(report.runs.map(({ account }) => account))];
  const lines = [`${style.strong('toggl-runn history')}  ${safeText(report.stateDir)}`];
  if (report.runs.length === 0) lines.push('', 'No run has been kept yet.');
  for (const account of accounts) {
    const runs = report.runs.filter((run) => run.account === account);
    lines.push('', ...wrapText(`Runn ${safeText(account)}`, { width, paint: style.faint }));
    const head = heads.map((text) => ({ text, paint: style.faint }));
    lines.push(...layOutTable([head, ...runs.flatMap((run) => rowsOf(run, style))], columns, { width }));
  }
  for (const { file, message } of report.problems) {
    lines.push(
      '',
      ...wrapText(`${safeText(file)} is no journal that can be read: ${safeText(message)}.`, {
        width,
        paint: style.severity.warning,
      }),
    );
  }
  const last = report.runs.find(({ outcome }) => outcome.applied + outcome.unknown > 0);
  if (last !== undefined) {
    lines.push(
      '',
      ...wrapText(`\`toggl-runn undo ${last.run} --dry-run\` shows what would put that run back.`, { width }),
    );
  }
  return `${lines.join('\n')}\n`;
}

function rowsOf(run: JournalledRun, style: Style): TableRow[] {
  const row = rowOf(run, style);
  return run.undoes === null ? [row] : [row, { line: style.faint(`  undoes ${safeText(run.undoes)}`) }];
}

function rowOf(run: JournalledRun, style: Style): Cell[] {
  const { applied, failed, unknown } = run.outcome;
  const score = scoreOf(run.statement);
  const notDone = failed + unknown;
  return [
    { text: run.run },
    { text: safeText(run.command) },
    { text: run.window === null ? 'links' : run.window.since },
    { text: run.window === null ? '' : String(countDays(run.window)) },
    { text: run.changes === 0 ? 'nothing' : String(applied) },
    { text: failedWords(run), paint: notDone > 0 ? style.severity.error : undefined },
    { text: score?.matchedShare == null ? '' : formatShare(score.matchedShare) },
    {
      text: score === null ? '' : formatSeconds(score.unmatchedSeconds),
      paint: (score?.unmatchedSeconds ?? 0) > 0 ? style.severity.warning : undefined,
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
