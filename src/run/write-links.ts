/** `link` writes the accepted links: references in Runn, and `map` in the configuration file. */
import { editConfigFile } from '../config/edit-config-file.ts';
import { AppError, ConfigError } from '../core/errors.ts';
import type { RunnPersonId, RunnProjectId } from '../core/model.ts';
import { planLinks } from '../core/plan-links.ts';
import type { ReferenceChange } from '../core/plan-undo-links.ts';
import type { LinkKind, LinkProposal } from '../core/propose-links.ts';
import type { LinkLine, LinkOptionsTyped, LinkReport, LinkStatus } from '../core/report-links.ts';
import type { RunnWriter } from '../runn/runn-writer.ts';
import { interruptedAt } from './interrupted-at.ts';
import { makeRunName } from './journal.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { pruneJournals } from './prune-journals.ts';
import type { ReadRequest } from './read-sides.ts';
import { createReferencesJournal, recordSkipped } from './references-journal.ts';
import { takeRunLock } from './run-lock.ts';

import type { LinkSurvey } from './survey-links.ts';

/** Everything that writing needs beside the survey. */
export interface LinkWriteRequest extends ReadRequest {
  readonly writer: RunnWriter;
  readonly process: ProcessIdentity;
  readonly random: () => number;
  readonly now: () => number;
  readonly toolVersion: string;
  readonly signal: AbortSignal;
}

/** The report before anything is written: accepted links first, each with its place. */
export function planLinkReport(
  request: ReadRequest,
  survey: LinkSurvey,
  accepted: readonly LinkProposal[],
  options: { readonly isDryRun: boolean; readonly minConfidence: number; readonly typed: LinkOptionsTyped },
): LinkReport {
  const { config, connections } = request;
  const isAccepted = new Set(accepted.map(keyOf));
  const others = survey.proposals.filter((proposal) => !isAccepted.has(keyOf(proposal)));
  const runn = { people: survey.people, projects: survey.projects, referenceNames: config.runn.referenceNames };
  const lines = planLinks([...accepted, ...others], runn).map((link): LinkLine => {
    const line: LinkLine = { ...link, isAccepted: isAccepted.has(keyOf(link)), status: 'planned' };
    const isRefused = line.isAccepted && link.target.kind === 'map' && config.file === null;
    return isRefused ? { ...line, message: noFileMessage(line) } : line;
  });
  return {
    command: 'link',
    isDryRun: options.isDryRun,
    typed: options.typed,
    run: null,
    window: survey.window,
    exportPath: survey.exportPath,
    accounts: survey.accounts,
    links: lines,
    unproposed: survey.unproposed.filter((record) => !isAccepted.has(keyOf(record))),
    minConfidence: options.minConfidence,
    findings: survey.findings,
    names: survey.names,
    outcome: null,
    configFile: config.file,
    toggl: survey.toggl,
    runn: survey.runn,
    requests: connections.countRequests(),
    warnings: survey.warnings,
  };
}

function keyOf({ kind, togglId }: { readonly kind: LinkKind; readonly togglId: number }): string {
  return `${kind}/${togglId}`;
}

export interface LinkResult {
  readonly report: LinkReport;
  /** What stopped the run after its first write. */
  readonly error: Error | null;
}

/**
 * Writes the accepted links of the report: the journal first, then each reference by read-modify-write, then `map` in
 * the configuration file at once.
 * @throws AppError when something failed before the first write: `locked`, `no-journal-place`
 */
export async function writeLinks(request: LinkWriteRequest, report: LinkReport, account: string): Promise<LinkResult> {
  const { config, process, now } = request;
  if (!report.links.some(({ isAccepted }) => isAccepted)) return { report, error: null };
  const lock = await takeRunLock({ stateDir: config.stateDir, account, command: 'link', process, now });
  try {
    return await writeLocked(request, report, account);
  } finally {
    await lock.release();
  }
}

async function writeLocked(request: LinkWriteRequest, report: LinkReport, account: string): Promise<LinkResult> {
  const { config, writer, signal, onStep } = request;
  const lines = new Map<LinkLine, LinkLine>(report.links.map((line) => [line, line]));
  const accepted = report.links.filter(({ isAccepted }) => isAccepted);
  const isWritable = (line: LinkLine) => line.target.kind === 'reference' || config.file !== null;
  const writable = accepted.filter(isWritable);
  for (const line of accepted) {
    if (!isWritable(line)) lines.set(line, { ...line, status: 'failed', message: noFileMessage(line) });
  }

  const startedMs = request.now();
  const run = makeRunName(startedMs, request.random());
  const journal =
    writable.length === 0
      ? null
      : await createReferencesJournal(config.stateDir, {
          run,
          toolVersion: request.toolVersion,
          command: 'link',
          account,
          startedAt: new Date(startedMs).toISOString(),
          changes: writable.map((line) => toChange(line, config.file, report)),
        });
  const settle = async (line: LinkLine, message: string | null): Promise<void> => {
    const outcome = message === null ? ({ status: 'applied' } as const) : ({ status: 'failed', message } as const);
    lines.set(line, message === null ? { ...line, status: 'written' } : { ...line, status: 'failed', message });
    await journal?.record(writable.indexOf(line), outcome);
  };

  let error: Error | null = null;
  let underWay: readonly LinkLine[] = [];
  try {
    for (const [index, line] of writable.entries()) {
      if (line.target.kind !== 'reference') continue;
      signal.throwIfAborted();
      onStep(`Writing references to Runn: ${index + 1} of ${writable.length}`);
      underWay = [line];
      await settle(line, await writeReference(writer, line, line.target));
      underWay = [];
    }
    const entries = writable.filter(({ target }) => target.kind === 'map');
    underWay = entries;
    const trouble = config.file === null ? null : await writeMap(config.file, entries);
    for (const line of entries) await settle(line, trouble);
    await journal?.finish(new Date(request.now()).toISOString());
    await pruneJournals(config.stateDir, config.journal, request.now());
  } catch (thrown) {
    const done = [...lines.values()].filter(({ status }) => status === 'written').length;
    const open = new Set(writable.filter((line) => lines.get(line)?.status === 'planned'));
    const unknown = new Set(underWay.filter((line) => open.has(line)));
    if (signal.aborted) error = interruptedAt(done, writable.length, unknown.size > 0);
    else error = thrown instanceof Error ? thrown : new Error(String(thrown));
    for (const line of open) {
      if (unknown.has(line))
        lines.set(line, { ...line, status: 'unknown', message: 'it may have been written or not' });
      else lines.set(line, { ...line, status: 'unsent' });
    }
    const unsent = [...open].filter((line) => !unknown.has(line)).map((line) => writable.indexOf(line));
    await recordSkipped(journal, unsent);
  }

  const settled = report.links.map((line) => lines.get(line) ?? line);
  const countOf = (status: LinkStatus) => settled.filter((line) => line.status === status).length;
  return {
    report: {
      ...report,
      run: journal === null ? null : run,
      links: settled,
      outcome: {
        written: countOf('written'),
        failed: countOf('failed'),
        unknown: countOf('unknown'),
        unsent: countOf('unsent'),
      },
      requests: request.connections.countRequests(),
    },
    error,
  };
}

/** Null when it is written, else why this one could not be. */
async function writeReference(
  writer: RunnWriter,
  { kind, runnId }: LinkLine,
  { reference, replaces }: Extract<LinkLine['target'], { readonly kind: 'reference' }>,
): Promise<string | null> {
  const record =
    kind === 'person'
      ? ({ kind, id: runnId as RunnPersonId } as const)
      : ({ kind, id: runnId as RunnProjectId } as const);
  try {
    const result = await writer.editReference(record, { ...reference, expected: replaces });
    return result === 'changed-since'
      ? `somebody has changed ${reference.referenceName} there in the meantime; run link again`
      : null;
  } catch (error) {
    // An answer that nobody foresaw is about this record; all else ends the run.
    if (error instanceof AppError && error.exitCode === 1) return error.message;
    throw error;
  }
}

async function writeMap(file: string, lines: readonly LinkLine[]): Promise<string | null> {
  if (lines.length === 0) return null;
  try {
    await editConfigFile(
      file,
      lines.map(({ kind, togglId, runnId }) => ({ group: groupOf(kind), togglId, runnId })),
    );
    return null;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const why = error.problems.map(({ path, message }) => `${path} ${message}`).join('; ');
    return `${why}. ${error.hint ?? ''}`.trim();
  }
}

function groupOf(kind: LinkKind): 'people' | 'projects' {
  return kind === 'person' ? 'people' : 'projects';
}

function noFileMessage({ kind, togglId, runnId }: LinkLine): string {
  return `the reference in Runn is taken by another Toggl ${kind}, so this link goes into the configuration file, and there is none. \`init\` makes one; the entry is \`map.${groupOf(kind)}: { "${togglId}": ${runnId} }\`.`;
}

function toChange(line: LinkLine, file: string | null, report: LinkReport): ReferenceChange {
  const { kind, togglId, runnId, target } = line;
  if (target.kind === 'map') {
    return { kind: 'map', file: file ?? '', group: groupOf(kind), togglId, before: null, after: runnId };
  }
  return {
    kind: 'reference',
    record: kind === 'person' ? { kind, id: runnId as RunnPersonId } : { kind, id: runnId as RunnProjectId },
    name: report.runn[kind].get(runnId)?.name ?? '',
    referenceName: target.reference.referenceName,
    before: target.replaces,
    after: target.reference.externalId,
  };
}
