/** What became of each change of a plan that was applied. */
import type { Change, RunnActualId } from '../core/model.ts';
import type { Fate } from '../core/plan-undo.ts';
import type { Failure, Outcome } from '../core/report.ts';

export type SkipReason =
  /** The clear that belongs to it was refused (R12). */
  | 'paired-clear-refused'
  /** The run stopped before it was sent. */
  | 'run-stopped';

export type ChangeOutcome =
  /** Runn's answer agrees; `actualId` is null after a deletion. */
  | { readonly status: 'applied'; readonly actualId: RunnActualId | null }
  /** In Runn's words, or ours where Runn's answer disagrees with what was sent. */
  | {
      readonly status: 'failed';
      readonly message: string;
      readonly httpStatus?: number | undefined;
      readonly hint?: string | undefined;
    }
  | { readonly status: 'skipped'; readonly reason: SkipReason }
  /** Sent, but no answer came: it may have been written or not. The next run reads and converges (R16). */
  | { readonly status: 'unknown'; readonly message: string };

/** What an earlier run's journal says of a change; nothing when the run was cut off before. */
export function fateOf(outcome: ChangeOutcome | undefined): Fate {
  switch (outcome?.status) {
    case 'applied':
      return outcome.actualId === null ? 'deleted' : 'written';
    case 'failed':
      // Without a status of Runn's, Runn took the request and answered otherwise than it was asked.
      return outcome.httpStatus === undefined ? 'disputed' : 'not-written';
    case 'skipped':
      return 'not-written';
    default:
      return 'unknown';
  }
}

/** The outcome of the change at this position of the plan. */
export interface NumberedOutcome {
  readonly index: number;
  readonly outcome: ChangeOutcome;
}

/**
 * Counts for the report. A change whose answer never came counts as failed: nobody can say that it is in Runn.
 * `outcomes` stand in the order of `changes`; a missing one was declined, and counts as skipped.
 */
export function summarizeOutcomes(
  changes: readonly Change[],
  outcomes: readonly (ChangeOutcome | undefined)[],
): Outcome {
  let applied = 0;
  let declined = 0;
  let unsent = 0;
  const skippedChanges: Change[] = [];
  const failures: Failure[] = [];
  changes.forEach((change, index) => {
    const outcome = outcomes[index];
    switch (outcome?.status) {
      case 'applied':
        applied += 1;
        break;
      case 'failed':
        failures.push({ change, message: outcome.message, hint: outcome.hint, status: outcome.httpStatus });
        break;
      case 'unknown':
        failures.push({
          change,
          message: outcome.message,
          hint: 'Run the same command again: it reads what Runn has.',
          isUnknown: true,
        });
        break;
      default:
        skippedChanges.push(change);
        if (outcome === undefined) declined += 1;
        else if (outcome.reason === 'run-stopped') unsent += 1;
    }
  });
  return {
    applied,
    failed: failures.length,
    skipped: skippedChanges.length,
    declined,
    unsent,
    skippedChanges,
    failures,
  };
}
