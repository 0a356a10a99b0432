/** `report`: both sides, the plan that a sync would follow, and the journals of this machine, as figures. Writes nothing. */
import { compareSides } from '../core/compare-sides.ts';
import type { Window } from '../core/model.ts';
import type { WindowReport } from '../core/report.ts';
import { collectUnmatched } from './collect-unmatched.ts';
import { listRuns } from './list-runs.ts';
import { type PlanRequest, prepareRun } from './prepare-run.ts';

export interface WindowReportRequest extends PlanRequest {
  readonly toolVersion: string;
}

/** Throws an `AppError` when anything could not be read, and an `InternalError` when a sum is not what it has to be. */
export async function reportWindow(request: WindowReportRequest): Promise<WindowReport> {
  const { config, connections } = request;
  const { sides, survey, plan, names, account } = await prepareRun(request);
  request.onStep('Reading the journals of this machine');
  const { runs, problems } = await listRuns(config.stateDir, Number.POSITIVE_INFINITY);
  return {
    command: 'report',
    madeAt: new Date(request.nowMs).toISOString(),
    toolVersion: request.toolVersion,
    window: plan.window,
    accounts: sides.accounts,
    scope: request.scope,
    lockedThrough: sides.range.lockedThrough,
    figures: compareSides(survey, plan),
    plan,
    refused: plan.refusals[0] ?? null,
    unmatched: collectUnmatched(sides, { config, scope: survey.scope }).unmatched,
    runs: runs.filter((run) => run.account === account && run.window !== null && overlaps(run.window, plan.window)),
    runProblems: problems,
    names,
    requests: connections.countRequests(),
    referenceNames: config.runn.referenceNames,
    warnings: [],
    file: null,
  };
}

function overlaps(a: Window, b: Window): boolean {
  return a.since <= b.until && b.since <= a.until;
}
