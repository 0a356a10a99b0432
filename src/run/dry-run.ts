/** `dry-run`: the same preparation as `sync`, and nothing that could write to Runn. */
import { listSeenActuals } from '../core/preconditions.ts';
import type { SyncReport } from '../core/report.ts';
import { seeHold } from './hold.ts';
import type { StoredPlan } from './plan-file.ts';
import { type PlanRequest, type PreparedRun, prepareRun } from './prepare-run.ts';
import { reportOf } from './report-plan.ts';
import { namesIn } from './stored-findings.ts';

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
  const hold = await seeHold(request.config.stateDir, prepared.account);
  const found = reportOf('dry-run', prepared, request);
  const report = { ...found, ...hold, warnings: [...hold.warnings, ...found.warnings] };
  if (request.out === undefined) return report;
  // The brake is asked of whoever hands the file over; what else refuses a sync has to be mended before.
  if (prepared.plan.refusals.some(({ code }) => code !== 'brake')) {
    return {
      ...report,
      warnings: [...report.warnings, `No plan was saved to ${request.out.file}: sync would refuse it.`],
    };
  }
  const { writePlanFile } = await import('./plan-file.ts');
  await writePlanFile(request.out.cwd, request.out.file, storedPlanOf(prepared, request, request.out));
  return { ...report, planFile: request.out.file };
}

function storedPlanOf({ account, sides, plan, names }: PreparedRun, request: PlanRequest, out: PlanOutput): StoredPlan {
  return {
    toolVersion: out.toolVersion,
    createdAt: new Date(request.nowMs).toISOString(),
    account,
    accounts: sides.accounts,
    window: plan.window,
    options: { people: request.scope.people, projects: request.scope.projects, intent: request.intent },
    clearWith: request.config.rules.clearWith,
    findings: plan.findings,
    names: namesIn(plan.findings, names),
    statement: plan.statement,
    changes: plan.changes,
    seen: listSeenActuals(plan.changes, sides.actuals),
  };
}
