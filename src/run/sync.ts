/** `sync` and `dry-run`: the same preparation; `sync` alone goes on to apply. */
import { compareFindings } from '../core/findings.ts';
import type { Change } from '../core/model.ts';
import type { Outcome, SyncReport } from '../core/report.ts';
import { withFailures } from '../core/statement.ts';
import { type ActualsWriter, type ApplyProgress, applyPlan } from './apply-plan.ts';
import { createJournal, type JournalWriter, makeRunName } from './journal.ts';
import { type ChangeOutcome, summarizeOutcomes } from './outcomes.ts';
import { type PlanRequest, type PreparedRun, prepareRun } from './prepare-run.ts';
import { verifyRunn } from './verify-runn.ts';

/** Prepares the run and reports what `sync` would do. */
export async function dryRun(request: PlanRequest): Promise<SyncReport> {
  return reportOf('dry-run', await prepareRun(request), request);
}

export interface SyncRequest extends PlanRequest {
  readonly writer: ActualsWriter;
  /** The brake's refusal is acknowledged (R14). */
  readonly isForced: boolean;
  /** False with `--no-journal`. */
  readonly isJournalled: boolean;
  /** `--verify`: read Runn back afterwards and compare. */
  readonly isVerified: boolean;
  /** Chooses what is written, for `--interactive`; everything unless given. */
  readonly choose?: ((report: SyncReport) => Promise<readonly Change[]>) | undefined;
  readonly onProgress: (progress: ApplyProgress) => void;
  readonly random: () => number;
  readonly now: () => number;
  readonly toolVersion: string;
  readonly signal: AbortSignal;
}

export interface SyncResult {
  readonly report: SyncReport;
  /** What stopped the run after its first write; the report says how far it came. */
  readonly error: Error | null;
}

/**
 * Reads, plans, asks the brake, keeps the state of before, writes.
 * @throws AppError when something failed before the first write
 */
export async function sync(request: SyncRequest): Promise<SyncResult> {
  const prepared = await prepareRun(request);
  const planned = reportOf('sync', prepared, request);
  if (planned.refused !== null) return { report: planned, error: null };

  const { changes } = prepared.plan;
  const chosen = request.choose === undefined ? changes : await request.choose(planned);
  if (chosen.length === 0) return { report: withOutcomes(planned, changes, new Map()), error: null };

  const run = makeRunName(request.now(), request.random());
  const journal = request.isJournalled
    ? await createJournal(request.config.stateDir, {
        run,
        toolVersion: request.toolVersion,
        command: 'sync',
        account: prepared.account,
        window: prepared.plan.window,
        startedAt: new Date(request.now()).toISOString(),
        changes: chosen,
      })
    : null;

  request.onStep(`Writing ${chosen.length} changes to Runn`);
  const result = await applyPlan({
    changes: chosen,
    clearWith: request.config.rules.clearWith,
    writer: request.writer,
    journal,
    onProgress: request.onProgress,
    signal: request.signal,
  });
  const outcomeOf = new Map(chosen.map((change, index) => [change, result.outcomes[index]]));
  const unwritten = changes.filter((change) => outcomeOf.get(change)?.status !== 'applied');
  const isVerified = request.isVerified && result.error === null;
  if (isVerified) request.onStep('Reading Runn back');
  const verification = isVerified ? await verifyRunn(prepared, request.connections, unwritten) : null;
  const report = {
    ...withOutcomes(planned, changes, outcomeOf),
    run: journal === null ? null : run,
    verification,
    findings: [...planned.findings, ...result.findings].sort(compareFindings),
    requests: request.connections.countRequests(),
  };
  // The report must come out even when the disk is full now: the changes are in Runn, and their outcomes are known.
  const closed = await closeJournal(journal, report.outcome, request.now());
  return { report, error: result.error ?? closed };
}

async function closeJournal(
  journal: JournalWriter | null,
  outcome: Outcome | null,
  nowMs: number,
): Promise<Error | null> {
  if (journal === null || outcome === null) return null;
  const { applied, failed, skipped } = outcome;
  try {
    await journal.finish({ finishedAt: new Date(nowMs).toISOString(), summary: { applied, failed, skipped } });
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function reportOf(
  command: SyncReport['command'],
  { sides, plan, names }: PreparedRun,
  request: PlanRequest & { readonly isForced?: boolean },
): SyncReport {
  // `--force` acknowledges the brake and nothing else (R14).
  const refused = plan.refusals.find(({ code }) => code !== 'brake' || request.isForced !== true) ?? null;
  return {
    command,
    run: null,
    window: plan.window,
    accounts: sides.accounts,
    plan,
    findings: plan.findings,
    statement: plan.statement,
    refused,
    outcome: null,
    verification: null,
    requests: request.connections.countRequests(),
    names,
    warnings: [],
  };
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
    outcome: summarizeOutcomes(
      changes,
      changes.map((change) => outcomeOf.get(change)),
    ),
  };
}
