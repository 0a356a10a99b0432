/** `undo`: puts back what an earlier run changed, where it still is as that run left it, and holds further syncs. */
import { type EarlierChange, planUndo } from '../core/plan-undo.ts';
import type { UndoReport } from '../core/report.ts';
import { withAccountOfUndo } from './account-of-undo.ts';
import { applyJournalled, type WriteRequest } from './apply-journalled.ts';
import { closedThrough } from './closed-through.ts';
import { collectNames } from './collect-names.ts';
import type { GuardedAccount } from './guard-account.ts';
import { clearHold, readHold, setHold } from './hold.ts';
import { type Journal, readJournal } from './journal.ts';
import { summarizeRun } from './list-runs.ts';
import { fateOf, summarizeOutcomes } from './outcomes.ts';

export interface UndoRequest extends WriteRequest {
  /** The name of the run to put back. */
  readonly run: string;
  /** Only says what would be put back. */
  readonly isDryRun: boolean;
}

export interface UndoResult {
  readonly report: UndoReport;
  /** What stopped the run after its first write; the report says how far it came. */
  readonly error: Error | null;
}

/**
 * Compares the run's journal with what Runn has now and puts back what nobody has changed since.
 * @throws UsageError `unknown-run`; RefusedError `broken-journal`, `other-account`, `locked`, `no-journal-place`; and
 *   whatever reading Runn throws: nothing has been written then
 */
export async function undo(request: UndoRequest): Promise<UndoResult> {
  const journal = await readJournal(request.config.stateDir, request.run);
  return withAccountOfUndo(request, journal, (account) => undoInAccount(request, journal, account));
}

async function undoInAccount(request: UndoRequest, journal: Journal, account: GuardedAccount): Promise<UndoResult> {
  const { config, connections, now, process } = request;
  const { runn } = connections;
  request.onStep('Reading projects and actuals in Runn');
  const [key, projects, actuals] = await Promise.all([
    runn.readKeyName(),
    runn.listProjects(),
    runn.listActuals(journal.window),
  ]);
  const plan = planUndo(listEarlier(journal), actuals, closedThrough(config, now()));
  const planned: UndoReport = {
    command: 'undo',
    typed: request.typed,
    isDryRun: request.isDryRun,
    run: null,
    undoes: summarizeRun(journal),
    window: journal.window,
    accounts: { runn: { host: new URL(config.runn.baseUrl).host, environment: connections.runnEnvironment, key } },
    ...plan,
    outcome: null,
    findings: [],
    isHeld: (await readHold(config.stateDir, account.key)) !== null,
    requests: connections.countRequests(),
    names: collectNames({ workspaces: [], people: account.people, projects }),
    warnings: account.warnings,
  };
  if (request.isDryRun || plan.changes.length === 0) return { report: planned, error: null };

  const result = await applyJournalled(request, {
    command: 'undo',
    account,
    window: journal.window,
    changes: plan.changes,
    // What the run created goes as if it had never been, whatever `rules.clearWith` says of time that is gone.
    clearWith: 'delete',
    undoes: journal.run,
    // Before the first write, so that a crash in the middle is on hold as well. Who takes an undo back wants what a sync
    // would write, and needs none.
    beforeFirstWrite: async () => {
      if (journal.undoes !== undefined) return;
      const since = new Date(now()).toISOString();
      await setHold(config.stateDir, account.key, { since, host: process.host, undone: journal.run });
    },
  });
  const outcome = summarizeOutcomes(plan.changes, result.outcomes);
  if (plan.left.length === 0 && outcome.applied === plan.changes.length) {
    await clearHoldOf(config.stateDir, account.key, journal.undoes);
  }
  const report = {
    ...planned,
    run: result.run,
    outcome,
    findings: result.findings,
    isHeld: (await readHold(config.stateDir, account.key)) !== null,
    requests: connections.countRequests(),
  };
  return { report, error: result.error };
}

/** The hold of an undo goes when the undo itself was taken back whole; `undone` is the run that it had put back. */
async function clearHoldOf(stateDir: string, account: string, undone: string | undefined): Promise<void> {
  const hold = await readHold(stateDir, account);
  const isIts = hold !== null && hold !== 'unreadable' && undone !== undefined && hold.undone === undone;
  if (isIts) await clearHold(stateDir, account);
}

function listEarlier({ changes, outcomes }: Journal): EarlierChange[] {
  return changes.map((change, index) => ({ change, fate: fateOf(outcomes[index]) }));
}
