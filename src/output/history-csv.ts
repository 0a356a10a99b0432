/** `history --format csv`: one line for each run, for a scorecard in a spreadsheet. */
import { countDays } from '../core/dates.ts';
import type { HistoryReport } from '../core/report.ts';
import { csvHours, renderCsv } from './csv.ts';
import { scoreOf } from './run-score.ts';

const columns = [
  'run',
  'command',
  'started_at',
  'finished_at',
  'account',
  'since',
  'until',
  'days',
  'changes',
  'applied',
  'failed',
  'skipped',
  'unknown',
  'tracked_seconds',
  'tracked_hours',
  'unmatched_seconds',
  'held_back_seconds',
  'matched_share',
  'undoes',
  'tool_version',
] as const;

/** Renders the report, the latest run first; ends in a line break. */
export function renderHistoryCsv(report: HistoryReport): string {
  const records = report.runs.map((run) => {
    const score = scoreOf(run.statement);
    return {
      run: run.run,
      command: run.command,
      started_at: run.startedAt,
      finished_at: run.finishedAt,
      account: run.account,
      since: run.window?.since ?? null,
      until: run.window?.until ?? null,
      days: run.window === null ? null : countDays(run.window),
      changes: run.changes,
      applied: run.outcome.applied,
      failed: run.outcome.failed,
      skipped: run.outcome.skipped,
      unknown: run.outcome.unknown,
      tracked_seconds: score?.trackedSeconds ?? null,
      tracked_hours: score === null ? null : csvHours(score.trackedSeconds),
      unmatched_seconds: score?.unmatchedSeconds ?? null,
      held_back_seconds: score?.heldBackSeconds ?? null,
      matched_share: score?.matchedShare == null ? null : Math.floor(score.matchedShare * 10_000) / 10_000,
      undoes: run.undoes,
      tool_version: run.toolVersion,
    };
  });
  return renderCsv(columns, records);
}
