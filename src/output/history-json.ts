/** The JSON document of `history` (DESIGN section 3). */
import type { HistoryReport, JournalledRun } from '../core/report.ts';
import { renderJson } from './json-parts.ts';
import { scoreOf } from './run-score.ts';

/** Renders the report; one document, ends in a newline. */
export function renderHistoryJson(report: HistoryReport): string {
  return renderJson({
    version: 1,
    command: report.command,
    runs: report.runs.map(runJson),
    problems: report.problems,
  });
}

export function runJson(run: JournalledRun) {
  const score = scoreOf(run.statement);
  return {
    run: run.run,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    command: run.command,
    undoes: run.undoes,
    account: run.account,
    toolVersion: run.toolVersion,
    window: run.window,
    changes: run.changes,
    outcome: run.outcome,
    statement: run.statement,
    score:
      score === null
        ? null
        : {
            trackedSeconds: score.trackedSeconds,
            matchedShare: score.matchedShare,
            unmatchedSeconds: score.unmatchedSeconds,
            heldBackSeconds: score.heldBackSeconds,
          },
  };
}
