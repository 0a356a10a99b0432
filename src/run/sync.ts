/** `sync` and `dry-run`: the same preparation; `sync` alone goes on to apply. */
import { compareFindings } from '../core/findings.ts';
import type { Change } from '../core/model.ts';
import { listSeenActuals } from '../core/preconditions.ts';
import type { SyncReport } from '../core/report.ts';
import { withFailures } from '../core/statement.ts';
import { applyJournalled, recordNothingToDo, type WriteRequest } from './apply-journalled.ts';
import { type GuardedAccount, withGuardedAccount } from './guard-account.ts';
import { describeHold, readHold } from './hold.ts';
import { type ChangeOutcome, summarizeOutcomes } from './outcomes.ts';
import { type StoredPlan, writePlanFile } from './plan-file.ts';
import { type PlanRequest, type PreparedRun, prepareRun } from './prepare-run.ts';
import { verifyRunn } from './verify-runn.ts';

/** `dry-run --out`. */
export interface PlanOutput {
  readonly cwd: string;
  /** As typed. */
  readonly file: string;
  readonly toolVersion: string;
}

export interface DryRunRequest extends PlanRequest {
  readonly out?: PlanOutput | undefined;
}

/** Prepares the run and reports what `sync` would do; a hold is mentioned, for it does not stop who only looks. */
export async function dryRun(request: DryRunRequest): Promise<SyncReport> {
  const prepared = await prepareRun(request);
  const hold = await readHold(request.config.stateDir, prepared.account);
  const warnings = hold === null ? [] : [`${describeHold(hold)} \`toggl-runn sync --resume\` lets them go on.`];
  const report = { ...reportOf('dry-run', prepared, request), warnings };
  if (request.out === undefined) return report;
  // The brake is asked of whoever hands the file over; what else refuses a sync has to be mended before.
  if (prepared.plan.refusals.some(({ code }) => code !== 'brake')) {
    return { ...report, warnings: [...warnings, `No plan was saved to ${request.out.file}: sync would refuse it.`] };
  }
  await writePlanFile(request.out.cwd, request.out.file, storedPlanOf(prepared, request, request.out));
  return { ...report, planFile: request.out.file };
}

function storedPlanOf({ account, sides, plan }: PreparedRun, request: PlanRequest, out: PlanOutput): StoredPlan {
  return {
    toolVersion: out.toolVersion,
    createdAt: new Date(request.nowMs).toISOString(),
    account,
    accounts: sides.accounts,
    window: plan.window,
    clearWith: request.config.rules.clearWith,
    statement: plan.statement,
    changes: plan.changes,
    seen: listSeenActuals(plan.changes, sides.actuals),
  };
}

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
  const onHold = request.isResumed ? 'clear' : 'refuse';
  return withGuardedAccount(request, { command: 'sync', onHold }, (account) => syncAccount(request, account));
}

async function syncAccount(request: SyncRequest, account: GuardedAccount): Promise<SyncResult> {
  const prepared = await prepareRun({ ...request, people: account.people });
  const planned = { ...reportOf('sync', prepared, request), warnings: account.warnings };
  if (planned.refused !== null) return { report: planned, error: null };

  const { changes, window } = prepared.plan;
  const chosen = request.choose === undefined ? changes : await request.choose(planned);
  const job = { command: 'sync', account, window, changes: chosen, statement: prepared.plan.statement } as const;
  if (chosen.length === 0) {
    // Who declined everything has not found everything in order.
    if (changes.length === 0) await recordNothingToDo(request, job);
    return { report: withOutcomes(planned, changes, new Map()), error: null };
  }

  const result = await applyJournalled(request, { ...job, clearWith: request.config.rules.clearWith });
  const outcomeOf = new Map(chosen.map((change, index) => [change, result.outcomes[index]]));
  const unwritten = changes.filter((change) => outcomeOf.get(change)?.status !== 'applied');
  const isVerified = request.isVerified && result.error === null;
  if (isVerified) request.onStep('Reading Runn back');
  const verification = isVerified ? await verifyRunn(prepared, request.connections, unwritten) : null;
  const report = {
    ...withOutcomes(planned, changes, outcomeOf),
    run: result.run,
    verification,
    findings: [...planned.findings, ...result.findings].sort(compareFindings),
    requests: request.connections.countRequests(),
  };
  return { report, error: result.error };
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
