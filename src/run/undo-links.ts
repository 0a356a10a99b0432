/** `undo` of a run of `link`: puts references and `map` entries back wherever they still are as that run left them. */
import { editConfigFile, readMapEntry } from '../config/edit-config-file.ts';
import { AppError } from '../core/errors.ts';
import {
  planUndoLinks,
  type ReferenceChange,
  reverseReferenceChange,
  type UndoLinksReport,
  type UndoneReference,
} from '../core/plan-undo-links.ts';
import type { RunnWriter } from '../runn/runn-writer.ts';
import { withAccountOfUndo } from './account-of-undo.ts';
import type { GuardedAccount, GuardRequest } from './guard-account.ts';
import { interruptedAt } from './interrupted-at.ts';
import { makeRunName } from './journal.ts';
import { pruneJournals } from './prune-journals.ts';
import {
  createReferencesJournal,
  type ReferencesJournal,
  readReferencesJournal,
  recordSkipped,
} from './references-journal.ts';

export interface UndoLinksRequest extends GuardRequest {
  readonly writer: RunnWriter;
  /** The name of the run to put back. */
  readonly run: string;
  /** Only says what would be put back. */
  readonly isDryRun: boolean;
  readonly random: () => number;
  readonly toolVersion: string;
  readonly signal: AbortSignal;
}

export interface UndoLinksResult {
  readonly report: UndoLinksReport;
  /** What stopped the run after its first write; the report says how far it came. */
  readonly error: Error | null;
}

/**
 * No hold is set: a sync writes no references. What it finds unlinked afterwards it holds back (R9).
 * @throws UsageError `unknown-run`; RefusedError `broken-journal`, `other-account`, `locked`, `no-journal-place`; and
 *   whatever reading Runn throws: nothing has been written then
 */
export async function undoLinks(request: UndoLinksRequest): Promise<UndoLinksResult> {
  const journal = await readReferencesJournal(request.config.stateDir, request.run);
  return withAccountOfUndo(request, journal, (account) => undoInAccount(request, journal, account));
}

async function undoInAccount(
  request: UndoLinksRequest,
  journal: ReferencesJournal,
  account: GuardedAccount,
): Promise<UndoLinksResult> {
  const { config, connections } = request;
  request.onStep('Reading references in Runn');
  const [keyName, projects, entries] = await Promise.all([
    connections.runn.readKeyName(),
    connections.runn.listProjects(),
    readMapEntries(journal.changes),
  ]);
  const earlier = journal.changes.map((change, index) => ({
    change,
    wasRefused: ['failed', 'skipped'].includes(journal.outcomes[index]?.status ?? ''),
  }));
  const references = planUndoLinks(earlier, {
    people: account.people,
    projects,
    mapEntryOf: (change) => entries.get(change),
  });
  const { run, command, startedAt } = journal;
  const planned: UndoLinksReport = {
    command: 'undo',
    typed: request.typed,
    isDryRun: request.isDryRun,
    run: null,
    undoes: { run, command, startedAt },
    accounts: {
      runn: { host: new URL(config.runn.baseUrl).host, environment: connections.runnEnvironment, key: keyName },
    },
    references,
    requests: connections.countRequests(),
    warnings: account.warnings,
  };
  if (request.isDryRun || !references.some(({ status }) => status === 'planned')) {
    return { report: planned, error: null };
  }
  const written = await putBack(request, planned, account);
  await pruneJournals(config.stateDir, config.journal, request.now());
  const report = { ...planned, ...written, requests: connections.countRequests() };
  return { report, error: written.error };
}

/** The file is read once for each entry: there are few, and each may name another file. */
async function readMapEntries(changes: readonly ReferenceChange[]): Promise<ReadonlyMap<ReferenceChange, unknown>> {
  const entries = new Map<ReferenceChange, unknown>();
  for (const change of changes) {
    if (change.kind === 'map') entries.set(change, await readMapEntry(change.file, change));
  }
  return entries;
}

async function putBack(
  request: UndoLinksRequest,
  { references, undoes }: UndoLinksReport,
  account: GuardedAccount,
): Promise<{ run: string; references: UndoneReference[]; error: Error | null }> {
  const { config, now, signal, onStep } = request;
  const planned = references.filter(({ status }) => status === 'planned');
  const startedMs = now();
  const run = makeRunName(startedMs, request.random());
  const journal = await createReferencesJournal(config.stateDir, {
    run,
    toolVersion: request.toolVersion,
    command: 'undo',
    account: account.key,
    startedAt: new Date(startedMs).toISOString(),
    changes: planned.map(({ change }) => reverseReferenceChange(change)),
    undoes: undoes.run,
  });
  const results = new Map<UndoneReference, UndoneReference>();
  let error: Error | null = null;
  let underWay: UndoneReference | null = null;
  try {
    for (const [index, each] of planned.entries()) {
      signal.throwIfAborted();
      onStep(`Writing references to Runn: ${index + 1} of ${planned.length}`);
      underWay = each;
      const result = await putBackOne(each, request.writer);
      results.set(each, result);
      const message = result.message ?? 'changed by somebody else in the meantime';
      await journal.record(index, result.status === 'restored' ? { status: 'applied' } : { status: 'failed', message });
    }
    await journal.finish(new Date(now()).toISOString());
  } catch (thrown) {
    const isOneUnderWay = underWay !== null && !results.has(underWay);
    const done = [...results.values()].filter(({ status }) => status === 'restored').length;
    error = signal.aborted ? interruptedAt(done, planned.length, isOneUnderWay) : toError(thrown);
    const unsent = planned.flatMap((each, index) => (results.has(each) || each === underWay ? [] : [index]));
    await recordSkipped(journal, unsent);
  }
  const settle = (each: UndoneReference): UndoneReference =>
    each.status === 'planned' ? (results.get(each) ?? { ...each, status: 'not-reached' }) : each;
  return { run, references: references.map(settle), error };
}

async function putBackOne({ change }: UndoneReference, writer: RunnWriter): Promise<UndoneReference> {
  try {
    return { change, status: (await write(change, writer)) ? 'restored' : 'changed-since' };
  } catch (error) {
    // Configuration (2) and answers that nobody foresaw (1) are about this change; all else ends the run.
    const isOfChange = error instanceof AppError && (error.exitCode === 1 || error.exitCode === 2);
    if (!isOfChange) throw error;
    return { change, status: 'failed', message: error.message };
  }
}

/** False when something else stands there by now. */
async function write(change: ReferenceChange, writer: RunnWriter): Promise<boolean> {
  if (change.kind === 'reference') {
    const { record, referenceName, before, after } = change;
    const edit = { referenceName, externalId: before, expected: after };
    return (await writer.editReference(record, edit)) !== 'changed-since';
  }
  const { file, group, togglId, before, after } = change;
  return editConfigFile(file, [{ group, togglId, runnId: before ?? undefined, expected: after }]);
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
