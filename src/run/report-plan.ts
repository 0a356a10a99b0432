/** The report of a plan, before anything was written: all of `dry-run`, and where `sync` begins. */
import type { SyncReport } from '../core/report.ts';
import type { PlanRequest, PreparedRun } from './prepare-run.ts';
import { warnOfReferenceName } from './reference-name.ts';

/** What was found, and whether `sync` may go on. */
export function reportOf(
  command: SyncReport['command'],
  { sides, plan, names }: PreparedRun,
  request: PlanRequest & { readonly isForced?: boolean; readonly isJournalled?: boolean },
): SyncReport {
  // `--force` acknowledges the brake and nothing else (R14).
  const refused = plan.refusals.find(({ code }) => code !== 'brake' || request.isForced !== true) ?? null;
  return {
    command,
    run: null,
    window: plan.window,
    options: { ...request.scope, intent: request.intent, ...request.typed },
    accounts: sides.accounts,
    plan,
    findings: plan.findings,
    statement: plan.statement,
    groups: plan.groups,
    refused,
    isJournalled: request.isJournalled,
    outcome: null,
    verification: null,
    requests: request.connections.countRequests(),
    names,
    warnings: warnOfReferenceName(sides, request.config.runn.referenceNames),
  };
}
