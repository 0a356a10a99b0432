/** The writing part of a run: its journal first, then the changes, then the end of the journal. */
import { InterruptedError } from '../core/errors.ts';
import type { Finding } from '../core/findings.ts';
import type { Change, Rules, Window } from '../core/model.ts';
import type { Statement } from '../core/plan.ts';
import type { Outcome } from '../core/report.ts';
import { type ActualsWriter, type ApplyProgress, applyPlan } from './apply-plan.ts';
import type { GuardedAccount, GuardRequest } from './guard-account.ts';
import { createJournal, type JournalHead, type JournalWriter, makeRunName, recordQuietRun } from './journal.ts';
import { type ChangeOutcome, summarizeOutcomes } from './outcomes.ts';
import { pruneJournals } from './prune-journals.ts';

/** What every run that writes is given. */
export interface WriteRequest extends GuardRequest {
  readonly writer: ActualsWriter;
  readonly onProgress: (progress: ApplyProgress) => void;
  readonly random: () => number;
  readonly toolVersion: string;
  readonly signal: AbortSignal;
}

export interface WriteJob {
  readonly command: 'sync' | 'undo';
  readonly account: GuardedAccount;
  readonly window: Window;
  readonly changes: readonly Change[];
  readonly clearWith: Rules['clearWith'];
  readonly statement?: Statement | undefined;
  readonly undoes?: string | undefined;
  readonly isTimeHidden?: boolean | undefined;
  /** As in the journal. */
  readonly leftOut?: number | undefined;
  /** Done when the journal is on disk and before the first write; throws to stop the run there. */
  readonly beforeFirstWrite?: (() => Promise<void>) | undefined;
}

export interface WriteResult {
  /** The run's name; null without a journal. */
  readonly run: string | null;
  /** One for each change, in their order. */
  readonly outcomes: readonly ChangeOutcome[];
  readonly findings: readonly Finding[];
  /** What stopped the run after its journal was made, or kept the journal from being closed. */
  readonly error: Error | null;
}

/**
 * Writes the changes of a run. What fails before the first write is thrown; what fails later is in the result, so that
 * the report comes out: the changes are in Runn, and their outcomes are known.
 */
export async function applyJournalled(request: WriteRequest, job: WriteJob): Promise<WriteResult> {
  const { changes, account } = job;
  await account.lock?.assertHeld();
  const head = headOf(request, job);
  const journal = request.isJournalled ? await createJournal(request.config.stateDir, head) : null;
  await job.beforeFirstWrite?.();

  request.onStep(`Writing ${changes.length} changes to Runn`);
  const result = await applyPlan({
    changes,
    clearWith: job.clearWith,
    writer: request.writer,
    journal,
    onProgress: request.onProgress,
    signal: account.lock === null ? request.signal : AbortSignal.any([request.signal, account.lock.lost]),
  });
  const outcome = summarizeOutcomes(changes, result.outcomes);
  const closed = await closeJournal(journal, outcome, request);
  const error = result.error instanceof InterruptedError ? describeInterruption(result.outcomes) : result.error;
  return {
    run: journal === null ? null : head.run,
    outcomes: result.outcomes,
    findings: result.findings,
    error: error ?? closed,
  };
}

/** Keeps a run that had nothing to write, so that `history` shows it. */
export async function recordNothingToDo(request: WriteRequest, job: Omit<WriteJob, 'clearWith'>): Promise<void> {
  if (!request.isJournalled) return;
  await recordQuietRun(request.config.stateDir, headOf(request, job));
  await prune(request);
}

function headOf(
  request: WriteRequest,
  { command, account, window, changes, statement, undoes, isTimeHidden, leftOut }: Omit<WriteJob, 'clearWith'>,
): JournalHead {
  const nowMs = request.now();
  return {
    run: makeRunName(nowMs, request.random()),
    toolVersion: request.toolVersion,
    command,
    account: account.key,
    window,
    startedAt: new Date(nowMs).toISOString(),
    changes,
    statement,
    undoes,
    isTimeHidden,
    leftOut,
  };
}

async function closeJournal(
  journal: JournalWriter | null,
  { applied, failed, skipped }: Outcome,
  request: WriteRequest,
): Promise<Error | null> {
  if (journal === null) return null;
  try {
    const finishedAt = new Date(request.now()).toISOString();
    await journal.finish({ finishedAt, summary: { applied, failed, skipped } });
    await prune(request);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function prune({ config, now }: WriteRequest): Promise<void> {
  await pruneJournals(config.stateDir, config.journal, now());
}

function describeInterruption(outcomes: readonly ChangeOutcome[]): InterruptedError {
  const count = (status: ChangeOutcome['status']) => outcomes.filter((outcome) => outcome.status === status).length;
  const unknown = count('unknown');
  const doubt = unknown === 0 ? '' : `, ${unknown} ${unknown === 1 ? 'was' : 'were'} under way and may have been`;
  return new InterruptedError(
    `Interrupted: ${count('applied')} of ${outcomes.length} changes were written to Runn${doubt}.`,
    { hint: 'Run the same command again: it reads what Runn has and goes on from there.' },
  );
}
