/** `sync --plan`: applies a saved plan, and nothing else; what Runn no longer has as the plan saw it is left alone. */

import { RefusedError } from '../core/errors.ts';
import { compareFindings } from '../core/findings.ts';
import { type CheckedChange, checkPreconditions, type Readiness } from '../core/preconditions.ts';
import type { Failure, Outcome, SyncReport } from '../core/report.ts';
import { totalMinutes } from '../core/round.ts';
import { withFailures } from '../core/statement.ts';
import { isOthersTimeHidden } from '../core/unseen-time.ts';
import { formatMinutes } from '../output/format-hours.ts';
import { applyJournalled, recordNothingToDo, type WriteRequest } from './apply-journalled.ts';
import { closedThrough } from './closed-through.ts';
import { collectNames } from './collect-names.ts';
import { type GuardedAccount, withGuardedAccount } from './guard-account.ts';
import { readHold } from './hold.ts';
import { summarizeOutcomes } from './outcomes.ts';
import { readPlanFile, type StoredPlan } from './plan-file.ts';
import type { SyncResult } from './sync.ts';

export interface PlanFileRequest extends WriteRequest {
  readonly cwd: string;
  /** As typed. */
  readonly file: string;
  /** `--resume`: the hold that an undo has set is removed. */
  readonly isResumed: boolean;
}

/**
 * Applies the plan of a file. Handing it over is the approval: the brake is not asked again.
 * @throws UsageError `plan-file`; RefusedError `plan-version`, `plan-checksum`, `other-account`, `locked`, `held`; and
 *   whatever reading Runn throws: nothing has been written then
 */
export async function syncPlanFile(request: PlanFileRequest): Promise<SyncResult> {
  const plan = await readPlanFile(request.cwd, request.file);
  const onHold = request.isResumed ? 'end' : 'refuse';
  const check = (account: string) => assertSameAccount(plan, account);
  return withGuardedAccount(request, { command: 'sync', onHold, check }, (account) => apply(request, plan, account));
}

async function apply(request: PlanFileRequest, plan: StoredPlan, account: GuardedAccount): Promise<SyncResult> {
  const { config, connections, now } = request;
  const { runn } = connections;
  const { changes, findings, window, statement, clearWith } = plan;
  request.onStep('Reading projects and actuals in Runn');
  const [key, projects, actuals] = await Promise.all([
    runn.readKeyName(),
    runn.listProjects(),
    runn.listActuals(window),
  ]);
  const lockedThrough = closedThrough(config, now());
  const checked = checkPreconditions(changes, plan.seen, actuals, { lockedThrough, clearWith });
  const ready = checked.filter(({ readiness }) => readiness === 'ready').map(({ change }) => change);
  const isTimeHidden = isOthersTimeHidden(findings);
  const left = checked.filter(({ readiness }) => readiness !== 'ready' && readiness !== 'done');
  const job = {
    command: 'sync',
    account,
    window,
    changes: ready,
    statement: withFailures(
      statement,
      left.map(({ change }) => change),
    ),
    isTimeHidden,
    leftOut: left.length,
  } as const;
  if (ready.length === 0) {
    if (checked.every(({ readiness }) => readiness === 'done')) await account.endHold();
    await recordNothingToDo(request, job);
  }
  const result =
    ready.length === 0
      ? null
      : await applyJournalled(request, { ...job, clearWith, beforeFirstWrite: account.endHold });

  const outcome = outcomeOf(checked, summarizeOutcomes(ready, result?.outcomes ?? []));
  const applied = new Set(ready.filter((_, index) => result?.outcomes[index]?.status === 'applied'));
  const unwritten = checked.filter(({ change, readiness }) => readiness !== 'done' && !applied.has(change));
  const report: SyncReport = {
    command: 'sync',
    run: result?.run ?? null,
    window,
    accounts: { ...plan.accounts, runn: { ...plan.accounts.runn, key } },
    options: { ...plan.options, ...request.typed },
    plan: { window, changes, findings, statement, groups: [], refusals: [] },
    findings: [...findings, ...(result?.findings ?? [])].sort(compareFindings),
    statement: withFailures(
      statement,
      unwritten.map(({ change }) => change),
    ),
    groups: [],
    refused: null,
    isHeld: (await readHold(config.stateDir, account.key)) !== null,
    isJournalled: request.isJournalled,
    outcome,
    verification: null,
    requests: connections.countRequests(),
    names: {
      ...collectNames({ workspaces: [], people: account.people, projects }),
      ...plan.names,
      workspaces: new Map(plan.accounts.toggl.workspaces.map(({ id, name }) => [id, name])),
    },
    warnings: account.warnings,
    planFile: request.file,
    plannedAt: plan.createdAt,
  };
  return { report, error: result?.error ?? null };
}

function assertSameAccount({ account }: StoredPlan, current: string): void {
  if (account === current) return;
  throw new RefusedError('other-account', 'The plan was made for another Runn account than the one configured here.', {
    hint: `Nothing was written. The plan is for ${account}; this is ${current}. Use the configuration and token of that account.`,
  });
}

/** What Runn had already is neither written nor left out: it is as it should be. */
function outcomeOf(checked: readonly CheckedChange[], written: Outcome): Outcome {
  const stale = checked.flatMap((each) => {
    const words = wordsOf[each.readiness];
    return words === null ? [] : [toFailure(each, words)];
  });
  return {
    ...written,
    skipped: written.skipped + stale.length,
    standing: checked.filter(({ readiness }) => readiness === 'done').map(({ change }) => change),
    ...(stale.length === 0 ? {} : { stale }),
  };
}

function toFailure({ change, readiness, current }: CheckedChange, { message, hint }: Words): Failure {
  if (readiness !== 'stale') return { change, message, hint };
  const now = current === null ? 'nothing' : `${formatMinutes(totalMinutes(current))}`;
  return { change, message: `${message} It has ${now} there now.`, hint };
}

interface Words {
  readonly message: string;
  readonly hint: string;
}

const newPlanHint = 'Make a new plan with `dry-run --out`, or run `sync`.';

const wordsOf: Readonly<Record<Readiness, Words | null>> = {
  ready: null,
  done: null,
  stale: { message: 'Runn has changed there since the plan was made.', hint: newPlanHint },
  'stale-pair': {
    message: 'Another change of that person and day is stale, and one without the other could count time twice.',
    hint: newPlanHint,
  },
  'closed-period': {
    message: 'The day lies in a period that is closed now (`rules.lockedThrough`).',
    hint: 'Correct it in Runn by hand, or move `rules.lockedThrough` back.',
  },
};
