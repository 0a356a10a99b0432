/**
 * The journal of a run: what each actual was, on disk before the first write, and what became of each change, appended
 * as it is known, so that a run that is killed loses at most what was in flight (DESIGN section 2).
 *
 * A run has two files in `runs/` of the state directory: `<run>.json`, written once and whole, and
 * `<run>.outcomes.jsonl`, which only grows. A run that found nothing to change has the first alone.
 */
import { open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { RefusedError, TemporaryError, UsageError } from '../core/errors.ts';
import type { Change, Window } from '../core/model.ts';
import type { Statement } from '../core/plan.ts';
import { makeFolder } from './make-folder.ts';
import type { ChangeOutcome, NumberedOutcome } from './outcomes.ts';
import { actualIdSchema, changeSchema, describeBrokenText, statementSchema, windowSchema } from './stored-shapes.ts';

/** What is known before the first write. */
export interface JournalHead {
  /** `20240108T090000Z-3f2a`, from `makeRunName`. */
  readonly run: string;
  readonly toolVersion: string;
  readonly command: string;
  /** From `accountKeyOf`: a journal belongs to one Runn account. */
  readonly account: string;
  readonly window: Window;
  /** ISO timestamp. */
  readonly startedAt: string;
  /** With the before-image of each actual. */
  readonly changes: readonly Change[];
  /** Where the window's time went, for `history`; an undo has none. */
  readonly statement?: Statement | undefined;
  /** The run that an undo puts back. */
  readonly undoes?: string | undefined;
  /** Toggl showed one person's time instead of everybody's; absent, like in older journals: it did not. */
  readonly isTimeHidden?: boolean | undefined;
  /** How many changes of a saved plan were not to be written any more, and are not in `changes`; absent for none. */
  readonly leftOut?: number | undefined;
}

export interface JournalSummary {
  readonly applied: number;
  readonly failed: number;
  readonly skipped: number;
}

interface JournalEnd {
  /** ISO timestamp. */
  readonly finishedAt: string;
  readonly summary: JournalSummary;
}

export interface Journal extends JournalHead {
  /** In the order of `changes`; undefined for a change that was not sent, or in flight when the run was killed. */
  readonly outcomes: readonly (ChangeOutcome | undefined)[];
  /** ISO timestamp, or null for a run that did not come to its end. */
  readonly finishedAt: string | null;
  readonly summary: JournalSummary | null;
}

/** An open journal. Both functions throw a `TemporaryError` `journal-failed`, and come back when the data is on disk. */
export interface JournalWriter {
  readonly file: string;
  readonly recordOutcomes: (outcomes: readonly NumberedOutcome[]) => Promise<void>;
  readonly finish: (end: JournalEnd) => Promise<void>;
}

/** A file that is no journal, or no longer. */
export interface JournalProblem {
  readonly file: string;
  readonly message: string;
}

const journalVersion = 1;
export const runNamePattern = /^\d{8}T\d{6}Z-[0-9a-f]{4}$/;

/** `20240108T090000Z-3f2a`: the start to the second, and four hex digits against two starts in one second. */
export function makeRunName(nowMs: number, random: number): string {
  const stamp = new Date(nowMs)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  const digits = Math.min(0xffff, Math.floor(random * 0x10000));
  return `${stamp}-${digits.toString(16).padStart(4, '0')}`;
}

/**
 * Puts the journal on disk (files 0600, new folders 0700). Throws a `RefusedError` `no-journal-place` when that cannot
 * be done: nothing has been written to Runn yet.
 */
export async function createJournal(stateDir: string, head: JournalHead): Promise<JournalWriter> {
  const { file, outcomesFile } = filesOf(stateDir, head.run);
  try {
    await makeFolder(path.dirname(file));
    // `wx`: a second run of the same name would mix its outcomes into those of the first.
    await (await open(outcomesFile, 'wx', 0o600)).close();
    await writeHead(file, headOf(head));
  } catch (cause) {
    throw noPlace(file, cause);
  }

  // One line after the other, though several requests are under way.
  let last: Promise<void> = Promise.resolve();
  const append = (lines: readonly unknown[]): Promise<void> => {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const appended = last.then(() => appendToDisk(outcomesFile, text));
    last = appended.catch(() => undefined);
    return appended;
  };
  return {
    file,
    recordOutcomes: (outcomes) => append(outcomes.map(({ index, outcome }) => ({ index, ...outcome }))),
    finish: ({ finishedAt, summary: { applied, failed, skipped } }) =>
      append([{ finishedAt, summary: { applied, failed, skipped } }]),
  };
}

/** Keeps a run that had nothing to change, for `history`: one small file. Throws like `createJournal`. */
export async function recordQuietRun(stateDir: string, head: Omit<JournalHead, 'changes'>): Promise<void> {
  const { file } = filesOf(stateDir, head.run);
  const end: JournalEnd = { finishedAt: head.startedAt, summary: { applied: 0, failed: 0, skipped: 0 } };
  try {
    await makeFolder(path.dirname(file));
    await writeHead(file, { ...headOf({ ...head, changes: [] }), ...end });
  } catch (cause) {
    throw noPlace(file, cause);
  }
}

/** Throws a `UsageError` `unknown-run`, or a `RefusedError` `broken-journal` that names the file. */
export async function readJournal(stateDir: string, run: string): Promise<Journal> {
  if (!runNamePattern.test(run)) {
    throw new UsageError('unknown-run', `${JSON.stringify(run)} is not the name of a run.`, { hint: listHint });
  }
  const { file } = filesOf(stateDir, run);
  const journal = await loadJournal(stateDir, run);
  if (journal === undefined) {
    throw new UsageError('unknown-run', `There is no journal of the run ${run} (${file}).`, { hint: listHint });
  }
  if ('message' in journal) {
    throw new RefusedError('broken-journal', `${journal.file} is not a journal that can be read: ${journal.message}.`, {
      hint: 'It was made by another version of this tool, or changed or cut off since. Nothing was written to Runn.',
    });
  }
  return journal;
}

/** All journals, the latest first; files that cannot be read are listed apart, and never an error. */
export async function listJournals(stateDir: string): Promise<{
  readonly journals: readonly Journal[];
  readonly problems: readonly JournalProblem[];
}> {
  const journals: Journal[] = [];
  const problems: JournalProblem[] = [];
  for await (const each of readJournals(stateDir)) {
    if ('message' in each) problems.push(each);
    else journals.push(each);
  }
  return { journals, problems };
}

/** The same one by one, so that nobody has to hold all of them at once. */
export async function* readJournals(stateDir: string): AsyncGenerator<Journal | JournalProblem> {
  const directory = directoryOf(stateDir);
  let names: string[] = [];
  try {
    names = await readdir(directory);
  } catch (error) {
    // No folder: no run yet.
    if (!isMissing(error)) yield { file: directory, message: describeBrokenText(error) };
  }
  yield* latestFirst(runNamesOf(names), (run) => loadJournal(stateDir, run));
}

/** The runs whose heads are among these files of a folder. */
export function runNamesOf(files: readonly string[]): string[] {
  return files
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.parse(name).name)
    .filter((run) => runNamePattern.test(run));
}

/** A name tells the second alone: runs of the same one are told apart by what stands in their journals. */
export async function* latestFirst<J extends { readonly startedAt: string }>(
  runs: readonly string[],
  load: (run: string) => Promise<J | JournalProblem | undefined>,
): AsyncGenerator<J | JournalProblem> {
  const secondOf = (run: string | undefined) => run?.split('-', 1)[0];
  let sameSecond: (J | JournalProblem)[] = [];
  const sorted = [...runs].sort().reverse();
  for (const [index, run] of sorted.entries()) {
    const journal = await load(run);
    if (journal !== undefined) sameSecond.push(journal);
    if (secondOf(run) === secondOf(sorted[index + 1])) continue;
    yield* sameSecond.sort((a, b) => startOf(b) - startOf(a));
    sameSecond = [];
  }
}

/** In ms; what cannot be read stands last in its second. */
export function startOf(journal: { readonly startedAt: string } | JournalProblem): number {
  return 'startedAt' in journal ? Date.parse(journal.startedAt) : 0;
}

const listHint = '`history` lists the runs.';

/** Where the runs are. */
export function directoryOf(stateDir: string): string {
  return path.join(stateDir, 'runs');
}

function filesOf(stateDir: string, run: string): { readonly file: string; readonly outcomesFile: string } {
  const base = path.join(directoryOf(stateDir), run);
  return { file: `${base}.json`, outcomesFile: `${base}.outcomes.jsonl` };
}

/** Only what belongs there: a head that carries more (a configuration, say) must not leave it on disk. */
function headOf(head: JournalHead): JournalHead {
  const {
    run,
    toolVersion,
    command,
    account,
    window,
    startedAt,
    changes,
    statement,
    undoes,
    isTimeHidden,
    leftOut = 0,
  } = head;
  return {
    run,
    toolVersion,
    command,
    account,
    window: { since: window.since, until: window.until },
    startedAt,
    changes,
    ...(statement === undefined ? {} : { statement }),
    ...(undoes === undefined ? {} : { undoes }),
    ...(isTimeHidden === true ? { isTimeHidden } : {}),
    ...(leftOut > 0 ? { leftOut } : {}),
  };
}

async function writeHead(file: string, head: JournalHead & Partial<JournalEnd>): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify({ version: journalVersion, ...head })}\n`, { mode: 0o600 });
}

function noPlace(file: string, cause: unknown): RefusedError {
  const folder = path.dirname(file);
  return new RefusedError(
    'no-journal-place',
    `The journal cannot be written to ${folder}: ${describeBrokenText(cause)}.`,
    {
      hint: 'Nothing was written to Runn. Make that folder writable or set `TOGGL_RUNN_STATE_DIR`; `--no-journal` goes on without, and then this run cannot be undone.',
      cause,
    },
  );
}

async function appendToDisk(file: string, text: string): Promise<void> {
  try {
    const handle = await open(file, 'a', 0o600);
    try {
      await handle.writeFile(text);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new TemporaryError(
      'journal-failed',
      `The journal ${file} cannot be continued: ${describeBrokenText(cause)}.`,
      {
        hint: 'Nothing more was written to Runn. Make room or make the file writable, then run again: it goes on where this run stopped.',
        cause,
      },
    );
  }
}

// ------------------------------------------------------------------------------------------------- reading

const headSchema = z.object({
  version: z.literal(journalVersion),
  run: z.string(),
  toolVersion: z.string(),
  command: z.string(),
  account: z.string(),
  window: windowSchema,
  startedAt: z.iso.datetime(),
  changes: z.array(changeSchema),
  statement: statementSchema.optional(),
  undoes: z.string().optional(),
  isTimeHidden: z.boolean().optional(),
  leftOut: z.int().min(0).optional(),
});

const outcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('applied'), actualId: actualIdSchema.nullable() }),
  z.object({
    status: z.literal('failed'),
    message: z.string(),
    httpStatus: z.int().optional(),
    hint: z.string().optional(),
  }),
  z.object({ status: z.literal('skipped'), reason: z.enum(['paired-clear-refused', 'run-stopped']) }),
  z.object({ status: z.literal('unknown'), message: z.string() }),
]);

const numberSchema = z.object({ index: z.int().nonnegative() });

const endSchema = z.object({
  finishedAt: z.iso.datetime(),
  summary: z.object({ applied: z.int(), failed: z.int(), skipped: z.int() }),
});

/** The end of a run without changes stands beside its head; a journal of before had it apart. */
const quietEndSchema = z
  .object({ finishedAt: endSchema.shape.finishedAt.nullable(), summary: endSchema.shape.summary.nullable() })
  .catch({ finishedAt: null, summary: null });

/** Undefined when there is no such run; a problem when there is something else in its place. */
async function loadJournal(stateDir: string, run: string): Promise<Journal | JournalProblem | undefined> {
  const { file, outcomesFile } = filesOf(stateDir, run);
  let problemFile = file;
  try {
    const text: unknown = JSON.parse(await readFile(file, 'utf8'));
    const { version: _, ...head } = headSchema.parse(text);
    if (head.run !== run) return { file, message: `it is the journal of another run, ${head.run}` };
    if (head.changes.length === 0) return { ...head, outcomes: [], ...quietEndSchema.parse(text) };
    problemFile = outcomesFile;
    return { ...head, ...parseOutcomes(await readOutcomes(outcomesFile), head.changes.length) };
  } catch (error) {
    if (isMissing(error) && problemFile === file) return undefined;
    return { file: problemFile, message: describeBrokenText(error) };
  }
}

async function readOutcomes(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

/** Lines of `recordOutcomes` and `finish`; the later one of two for the same change counts. */
function parseOutcomes(text: string, changeCount: number): Pick<Journal, 'outcomes' | 'finishedAt' | 'summary'> {
  const outcomes: (ChangeOutcome | undefined)[] = Array.from({ length: changeCount }, () => undefined);
  let end: z.infer<typeof endSchema> | undefined;
  // What stands after the last line break was cut off by a kill while it was written.
  for (const line of text.split('\n').slice(0, -1)) {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && 'finishedAt' in value) {
      end = endSchema.parse(value);
      continue;
    }
    const { index } = numberSchema.parse(value);
    if (index >= changeCount) throw new RangeError(`an outcome for change ${index}, but there are ${changeCount}`);
    outcomes[index] = outcomeSchema.parse(value);
  }
  return { outcomes, finishedAt: end?.finishedAt ?? null, summary: end?.summary ?? null };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
