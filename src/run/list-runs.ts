/** Earlier runs from their journals, without the changes: what `history` shows. */
import type { JournalledRun, RunOutcome } from '../core/report.ts';
import { type Journal, type JournalProblem, readJournals } from './journal.ts';

/** The latest first, at most `limit` of them; files that cannot be read are listed apart. */
export async function listRuns(
  stateDir: string,
  limit: number,
): Promise<{ readonly runs: readonly JournalledRun[]; readonly problems: readonly JournalProblem[] }> {
  const runs: JournalledRun[] = [];
  const problems: JournalProblem[] = [];
  if (limit <= 0) return { runs, problems };
  for await (const journal of readJournals(stateDir)) {
    if ('message' in journal) {
      problems.push(journal);
      continue;
    }
    runs.push(summarizeRun(journal));
    if (runs.length >= limit) break;
  }
  return { runs, problems };
}

export function summarizeRun(journal: Journal): JournalledRun {
  const { run, startedAt, finishedAt, command, account, toolVersion, window, changes, statement, undoes } = journal;
  return {
    run,
    startedAt,
    finishedAt,
    command,
    undoes: undoes ?? null,
    account,
    toolVersion,
    window,
    changes: changes.length,
    outcome: countOutcomes(journal),
    statement: statement ?? null,
  };
}

/** From the outcomes themselves, so that a run that was cut off has them too. */
function countOutcomes({ outcomes }: Journal): RunOutcome {
  const count = (isCounted: (status: string | undefined) => boolean) =>
    outcomes.filter((outcome) => isCounted(outcome?.status)).length;
  return {
    applied: count((status) => status === 'applied'),
    failed: count((status) => status === 'failed'),
    skipped: count((status) => status === 'skipped'),
    unknown: count((status) => status === undefined || status === 'unknown'),
  };
}
