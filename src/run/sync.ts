/** `sync`: what `dry-run` does, and then it goes on to apply. */
import { InterruptedError } from '../core/errors.ts';
import { compareFindings } from '../core/findings.ts';
import type { Change } from '../core/model.ts';
import type { SyncReport } from '../core/report.ts';
import { withFailures } from '../core/statement.ts';
import { groupsWithFailures } from '../core/statement-groups.ts';
import { isOthersTimeHidden } from '../core/unseen-time.ts';
import { applyJournalled, recordNothingToDo, type WriteRequest } from './apply-journalled.ts';
import { type GuardedAccount, withGuardedAccount } from './guard-account.ts';
import { readHold } from './hold.ts';
import { type ChangeOutcome, summarizeOutcomes } from './outcomes.ts';
import { type PlanRequest, type PreparedRun, prepareRun } from './prepare-run.ts';
import { readFirst } from './read-first.ts';
import { reportOf } from './report-plan.ts';
import { verifyRunn } from './verify-runn.ts';

export interface SyncRequest extends PlanRequest, WriteRequest {
  /** The brake's refusal is acknowledged (R14). */
  readonly isForced: boolean;
  /** `--resume`: the hold that an undo has set is removed. */
  readonly isResumed: boolean;
  /** `--verify`: read Runn back afterwards and compare. */
  readonly isVerified: boolean;
  /** Chooses what is written, for `--interactive`; everything unless given. */
  readonly choose?: ((report: SyncReport) => Promise<readonly Change[]>) | undefined;
}

export interface SyncResult {
  readonly report: SyncReport;
  /** What stopped the run after its first write; the report says how far it came. */
  readonly error: Error | null;
}

/**
 * Locks the account, reads, plans, asks the brake, keeps the state of before, writes.
 * @throws AppError when something failed before the first write
 */
export async function sync(request: SyncRequest): Promise<SyncResult> {
  const onHold = request.isResumed ? 'end' : 'refuse';
  const begun = { ...request, first: await readFirst(request) };
  return withGuardedAccount(begun, { command: 'sync', onHold }, (account) => syncAccount(begun, account));
}

async function syncAccount(request: SyncRequest, account: GuardedAccount): Promise<SyncResult> {
  const prepared = await prepareRun(request);
  const found = reportOf('sync', prepared, request);
  const planned = { ...found, warnings: [...account.warnings, ...found.warnings] };
  const isHeld = async () => (await readHold(request.config.stateDir, account.key)) !== null;
  if (planned.refused !== null) return { report: { ...planned, isHeld: await isHeld() }, error: null };

  const { changes, window } = prepared.plan;
  const chosen = request.choose === undefined ? changes : await request.choose(planned);
  // What nobody wanted is in no journal but for what it leaves as it is.
  const wanted = new Set(chosen);
  const declined = changes.filter((change) => !wanted.has(change));
  const statement = withFailures(prepared.plan.statement, declined);
  const isTimeHidden = isOthersTimeHidden(planned.findings);
  const job = { command: 'sync', account, window, changes: chosen, statement, isTimeHidden } as const;
  if (chosen.length === 0) {
    // Who declined everything has not found everything in order.
    if (changes.length === 0) {
      await account.endHold();
      await recordNothingToDo(request, job);
    }
    const read = request.isVerified ? await readBack(prepared, request, changes) : notReadBack;
    const report = {
      ...withOutcomes(planned, changes, new Map()),
      isHeld: await isHeld(),
      verification: read.verification,
      requests: request.connections.countRequests(),
    };
    return { report, error: read.error };
  }

  const result = await applyJournalled(request, {
    ...job,
    clearWith: request.config.rules.clearWith,
    beforeFirstWrite: account.endHold,
  });
  const outcomeOf = new Map(chosen.map((change, index) => [change, result.outcomes[index]]));
  const unwritten = changes.filter((change) => outcomeOf.get(change)?.status !== 'applied');
  const { verification, error } =
    request.isVerified && result.error === null
      ? await readBack(prepared, request, unwritten)
      : { ...notReadBack, error: result.error };
  const report = {
    ...withOutcomes(planned, changes, outcomeOf),
    run: result.run,
    verification,
    findings: [...planned.findings, ...result.findings].sort(compareFindings),
    requests: request.connections.countRequests(),
  };
  return { report, error };
}

const notReadBack = { verification: null, error: null };

/** What fails now is no reason to keep the report of what was written to oneself. */
async function readBack(prepared: PreparedRun, request: SyncRequest, unwritten: readonly Change[]) {
  request.onStep('Reading Runn back');
  try {
    return { verification: await verifyRunn(prepared, request.connections, unwritten), error: null };
  } catch (thrown) {
    if (thrown instanceof InterruptedError) {
      const message = 'Interrupted while Runn was read back. Everything had been written; see the report.';
      return { verification: null, error: new InterruptedError(message, { cause: thrown }) };
    }
    return { verification: null, error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }
}

/** The report after writing: `outcomeOf` lacks the changes that nobody wanted. */
function withOutcomes(
  planned: SyncReport,
  changes: readonly Change[],
  outcomeOf: ReadonlyMap<Change, ChangeOutcome | undefined>,
): SyncReport {
  const unwritten = changes.filter((change) => outcomeOf.get(change)?.status !== 'applied');
  return {
    ...planned,
    statement: withFailures(planned.statement, unwritten),
    groups: groupsWithFailures(planned.groups, unwritten),
    outcome: summarizeOutcomes(
      changes,
      changes.map((change) => outcomeOf.get(change)),
    ),
  };
}
