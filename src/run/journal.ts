/**
 * The journal of a run: what each actual was, on disk before the first write, and what became of each change, appended
 * as it is known, so that a run that is killed loses at most what was in flight (DESIGN section 2).
 *
 * A run has two files in `runs/` of the state directory: `<run>.json`, written once and whole, and
 * `<run>.outcomes.jsonl`, which only grows.
 */
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { parseIsoDate } from '../core/dates.ts';
import { RefusedError, TemporaryError, UsageError } from '../core/errors.ts';
import type {
  Change,
  RunnActualId,
  RunnPersonId,
  RunnPhaseId,
  RunnProjectId,
  RunnRoleId,
  RunnWorkstreamId,
  Window,
} from '../core/model.ts';
import type { ChangeOutcome, NumberedOutcome } from './outcomes.ts';

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
}

export interface JournalSummary {
  readonly applied: number;
  readonly failed: number;
  readonly skipped: number;
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
  readonly finish: (end: { readonly finishedAt: string; readonly summary: JournalSummary }) => Promise<void>;
}

/** A file that is no journal, or no longer. */
export interface JournalProblem {
  readonly file: string;
  readonly message: string;
}

const journalVersion = 1;
const runNamePattern = /^\d{8}T\d{6}Z-[0-9a-f]{4}$/;

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
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    // `wx`: a second run of the same name would mix its outcomes into those of the first.
    await (await open(outcomesFile, 'wx', 0o600)).close();
    const text = JSON.stringify({ version: journalVersion, ...headOf(head) });
    await writeFileAtomic(file, `${text}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new RefusedError(
      'no-journal-place',
      `The journal cannot be written to ${path.dirname(file)}: ${wordsOf(cause)}.`,
      {
        hint: 'Nothing was written to Runn. Make that folder writable or set `TOGGL_RUNN_STATE_DIR`; `--no-journal` goes on without, and then this run cannot be undone.',
        cause,
      },
    );
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
  const directory = directoryOf(stateDir);
  let names: string[] = [];
  try {
    names = await readdir(directory);
  } catch (error) {
    // No folder: no run yet.
    if (!isMissing(error)) problems.push({ file: directory, message: wordsOf(error) });
  }
  const runs = names.filter((name) => name.endsWith('.json') && runNamePattern.test(path.parse(name).name));
  for (const name of runs.sort().reverse()) {
    const journal = await loadJournal(stateDir, path.parse(name).name);
    if (journal === undefined) continue;
    if ('message' in journal) problems.push(journal);
    else journals.push(journal);
  }
  return { journals, problems };
}

const listHint = '`toggl-runn history` lists the runs.';

function directoryOf(stateDir: string): string {
  return path.join(stateDir, 'runs');
}

function filesOf(stateDir: string, run: string): { readonly file: string; readonly outcomesFile: string } {
  const base = path.join(directoryOf(stateDir), run);
  return { file: `${base}.json`, outcomesFile: `${base}.outcomes.jsonl` };
}

/** Only what belongs there: a head that carries more (a configuration, say) must not leave it on disk. */
function headOf({ run, toolVersion, command, account, window, startedAt, changes }: JournalHead): JournalHead {
  return {
    run,
    toolVersion,
    command,
    account,
    window: { since: window.since, until: window.until },
    startedAt,
    changes,
  };
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
    throw new TemporaryError('journal-failed', `The journal ${file} cannot be continued: ${wordsOf(cause)}.`, {
      hint: 'Nothing more was written to Runn. Make room or make the file writable, then run again: it goes on where this run stopped.',
      cause,
    });
  }
}

// ------------------------------------------------------------------------------------------------- reading

const id = <Id extends number>() => z.int().transform((value) => value as Id);
const isoDate = z.string().transform((text, context) => {
  const date = parseIsoDate(text);
  if (date !== undefined) return date;
  context.issues.push({ code: 'custom', message: 'not a date', input: text });
  return z.NEVER;
});

const entrySchema = z.object({
  billableMinutes: z.number(),
  nonbillableMinutes: z.number(),
  billableNote: z.string(),
  nonbillableNote: z.string(),
});

const changeSchema = z.object({
  kind: z.enum(['create', 'update', 'overwrite', 'clear']),
  reason: z.enum([
    'new-in-toggl',
    'changed-in-toggl',
    'gone-from-toggl',
    'mark',
    'zero-filled',
    'edited-in-runn',
    'entered-in-runn',
    'shared-cell',
  ]),
  date: isoDate,
  personId: id<RunnPersonId>(),
  projectId: id<RunnProjectId>(),
  roleId: id<RunnRoleId>(),
  workstreamId: id<RunnWorkstreamId>().nullable(),
  phaseId: id<RunnPhaseId>().nullable(),
  actualId: id<RunnActualId>().nullable(),
  before: entrySchema.nullable(),
  after: entrySchema,
});

const headSchema = z.object({
  version: z.literal(journalVersion),
  run: z.string(),
  toolVersion: z.string(),
  command: z.string(),
  account: z.string(),
  window: z.object({ since: isoDate, until: isoDate }),
  startedAt: z.iso.datetime(),
  changes: z.array(changeSchema),
});

const outcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('applied'), actualId: id<RunnActualId>().nullable() }),
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

/** Undefined when there is no such run; a problem when there is something else in its place. */
async function loadJournal(stateDir: string, run: string): Promise<Journal | JournalProblem | undefined> {
  const { file, outcomesFile } = filesOf(stateDir, run);
  let problemFile = file;
  try {
    const { version: _, ...head } = headSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    if (head.run !== run) return { file, message: `it is the journal of another run, ${head.run}` };
    problemFile = outcomesFile;
    return { ...head, ...parseOutcomes(await readOutcomes(outcomesFile), head.changes.length) };
  } catch (error) {
    if (isMissing(error) && problemFile === file) return undefined;
    return { file: problemFile, message: wordsOf(error) };
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

/** Short words without the stack; of a shape that does not fit, the first place. */
function wordsOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return issue === undefined
      ? 'it has another shape'
      : `${issue.path.map(String).join('.') || 'it'}: ${issue.message}`;
  }
  // The parser's own words would quote the file.
  if (error instanceof SyntaxError) return 'it is not JSON';
  return error instanceof Error ? error.message : String(error);
}
