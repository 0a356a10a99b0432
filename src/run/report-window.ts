/** `report`: both sides, the plan that a sync would follow, and the journals of this machine, as figures. Writes nothing. */
import { compareSides } from '../core/compare-sides.ts';
import { InternalError } from '../core/errors.ts';
import { findMissingTime, limitMissing } from '../core/find-missing-time.ts';
import type { Window } from '../core/model.ts';
import type { WindowReport } from '../core/report.ts';
import { collectUnmatched } from './collect-unmatched.ts';
import { listRuns } from './list-runs.ts';
import { type PlanRequest, prepareRun } from './prepare-run.ts';

export interface WindowReportRequest extends PlanRequest {
  readonly toolVersion: string;
}

/** No day has more; `list-unmatched --missing --day-limit` looks for shorter ones. */
const dayLimitMinutes = 24 * 60;

/** Throws an `AppError` when anything could not be read, and an `InternalError` when a sum is not what it has to be. */
export async function reportWindow(request: WindowReportRequest): Promise<WindowReport> {
  const { config, connections } = request;
  const { sides, survey, schedule, plan, names, account } = await prepareRun({ ...request, needsSchedule: true });
  const { window, matching, scope } = survey;
  if (schedule === null) throw new InternalError('schedule', 'The schedule was asked for and not read.');
  const missing = findMissingTime({ ...sides, window, schedule, matching, dayLimitMinutes });
  request.onStep('Reading the journals of this machine');
  const { runs, problems } = await listRuns(config.stateDir, Number.POSITIVE_INFINITY);
  return {
    command: 'report',
    typed: request.typed,
    madeAt: new Date(request.nowMs).toISOString(),
    toolVersion: request.toolVersion,
    window: plan.window,
    accounts: sides.accounts,
    scope: request.scope,
    lockedThrough: sides.range.lockedThrough,
    figures: compareSides(survey, plan),
    plan,
    refused: plan.refusals[0] ?? null,
    unmatched: collectUnmatched(sides, { config, scope }).unmatched,
    missing: limitMissing(missing, scope),
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
