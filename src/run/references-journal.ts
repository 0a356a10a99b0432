/**
 * The journal of `link`: what each reference and `map` entry was, on disk before the first write, and what became of
 * it, appended as it is known. In `links/` of the state directory, apart from the journals of actuals:
 * `<run>.json` and `<run>.outcomes.jsonl`.
 */
import { open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { RefusedError, TemporaryError, UsageError } from '../core/errors.ts';
import type { RunnPersonId, RunnProjectId } from '../core/model.ts';
import { type JournalProblem, latestFirst, runNamePattern, runNamesOf } from './journal.ts';
import { makeFolder } from './make-folder.ts';
import { describeBrokenText } from './stored-shapes.ts';

const recordSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: z.int().transform((id) => id as RunnPersonId) }),
  z.object({ kind: z.literal('project'), id: z.int().transform((id) => id as RunnProjectId) }),
]);

const changeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reference'),
    record: recordSchema,
    name: z.string(),
    referenceName: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('map'),
    file: z.string(),
    group: z.enum(['people', 'projects']),
    togglId: z.int(),
    before: z.int().nullable(),
    after: z.int().nullable(),
  }),
]);

const headSchema = z.object({
  version: z.literal(1),
  kind: z.literal('references'),
  run: z.string(),
  toolVersion: z.string(),
  command: z.enum(['link', 'undo']),
  /** From `accountKeyOf`. */
  account: z.string(),
  startedAt: z.iso.datetime(),
  changes: z.array(changeSchema),
  /** The run that an undo puts back. */
  undoes: z.string().optional(),
});

export type ReferencesJournalHead = Omit<z.output<typeof headSchema>, 'version' | 'kind'>;

const outcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('applied') }),
  z.object({ status: z.literal('failed'), message: z.string() }),
  /** The run was stopped before it. */
  z.object({ status: z.literal('skipped') }),
]);
export type ReferenceOutcome = z.output<typeof outcomeSchema>;

const endSchema = z.object({ finishedAt: z.iso.datetime() });

export interface ReferencesJournal extends ReferencesJournalHead {
  /** In the order of `changes`; undefined where it is not known whether it was written. */
  readonly outcomes: readonly (ReferenceOutcome | undefined)[];
  /** ISO timestamp, or null for a run that did not come to its end. */
  readonly finishedAt: string | null;
}

/** Both functions come back when the data is on disk, and throw a `TemporaryError` `journal-failed`. */
export interface ReferencesJournalWriter {
  readonly file: string;
  readonly record: (index: number, outcome: ReferenceOutcome) => Promise<void>;
  readonly finish: (finishedAt: string) => Promise<void>;
}

/** Files 0600, new folders 0700. Throws a `RefusedError` `no-journal-place`: nothing has been written yet. */
export async function createReferencesJournal(
  stateDir: string,
  head: ReferencesJournalHead,
): Promise<ReferencesJournalWriter> {
  const { file, outcomesFile } = filesOf(stateDir, head.run);
  try {
    await makeFolder(path.dirname(file));
    await (await open(outcomesFile, 'wx', 0o600)).close();
    const document = { version: 1, kind: 'references', ...head };
    await writeFileAtomic(file, `${JSON.stringify(document)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new RefusedError('no-journal-place', `The journal cannot be written to ${path.dirname(file)}.`, {
      hint: 'Nothing was written to Runn. Make that folder writable or set `TOGGL_RUNN_STATE_DIR`.',
      cause,
    });
  }
  const append = async (line: unknown): Promise<void> => {
    try {
      const handle = await open(outcomesFile, 'a', 0o600);
      try {
        await handle.writeFile(`${JSON.stringify(line)}\n`);
        await handle.datasync();
      } finally {
        await handle.close();
      }
    } catch (cause) {
      throw new TemporaryError('journal-failed', `The journal ${outcomesFile} cannot be continued.`, {
        hint: 'Nothing more was written. Make room or make the file writable, then run the same command again.',
        cause,
      });
    }
  };
  return {
    file,
    record: (index, outcome) => append({ index, ...outcome }),
    finish: (finishedAt) => append({ finishedAt }),
  };
}

/** What a stopped run did not come to. It has its error already: a journal that cannot be continued adds none. */
export async function recordSkipped(
  journal: ReferencesJournalWriter | null,
  indexes: readonly number[],
): Promise<void> {
  try {
    for (const index of indexes) await journal?.record(index, { status: 'skipped' });
  } catch {}
}

/** Whether `run` is a run of `link`, or an undo of one. */
export async function hasReferencesJournal(stateDir: string, run: string): Promise<boolean> {
  if (!runNamePattern.test(run)) return false;
  const names: string[] = await readdir(linksDirectoryOf(stateDir)).catch(() => []);
  return names.includes(`${run}.json`);
}

/** Throws a `UsageError` `unknown-run`, or a `RefusedError` `broken-journal`. */
export async function readReferencesJournal(stateDir: string, run: string): Promise<ReferencesJournal> {
  if (!(await hasReferencesJournal(stateDir, run))) {
    throw new UsageError('unknown-run', `There is no journal of a link run ${JSON.stringify(run)}.`);
  }
  const journal = await loadReferencesJournal(stateDir, run);
  if ('message' in journal) {
    throw new RefusedError('broken-journal', `${journal.file} is not a journal that can be read: ${journal.message}.`, {
      hint: 'It was made by another version of this tool, or changed or cut off since. Nothing was written.',
    });
  }
  return journal;
}

/** All of them, the latest first; a file that cannot be read is a problem, and never an error. */
export async function* readReferencesJournals(stateDir: string): AsyncGenerator<ReferencesJournal | JournalProblem> {
  const names: string[] = await readdir(linksDirectoryOf(stateDir)).catch(() => []);
  yield* latestFirst(runNamesOf(names), (run) => loadReferencesJournal(stateDir, run));
}

async function loadReferencesJournal(stateDir: string, run: string): Promise<ReferencesJournal | JournalProblem> {
  const { file, outcomesFile } = filesOf(stateDir, run);
  let problemFile = file;
  try {
    const { version: _, kind: _kind, ...head } = headSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    if (head.run !== run) return { file, message: `it is the journal of another run, ${head.run}` };
    problemFile = outcomesFile;
    const outcomes: (ReferenceOutcome | undefined)[] = head.changes.map(() => undefined);
    let finishedAt: string | null = null;
    // What stands after the last line break was cut off by a kill while it was written.
    for (const line of (await readFile(outcomesFile, 'utf8')).split('\n').slice(0, -1)) {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null && 'finishedAt' in value) {
        finishedAt = endSchema.parse(value).finishedAt;
        continue;
      }
      const { index } = z.object({ index: z.int().nonnegative() }).parse(value);
      if (index >= outcomes.length)
        throw new RangeError(`an outcome for change ${index}, but there are ${outcomes.length}`);
      outcomes[index] = outcomeSchema.parse(value);
    }
    return { ...head, outcomes, finishedAt };
  } catch (error) {
    return { file: problemFile, message: describeBrokenText(error) };
  }
}

/** Where the runs of `link` are. */
export function linksDirectoryOf(stateDir: string): string {
  return path.join(stateDir, 'links');
}

function filesOf(stateDir: string, run: string): { readonly file: string; readonly outcomesFile: string } {
  const base = path.join(linksDirectoryOf(stateDir), run);
  return { file: `${base}.json`, outcomesFile: `${base}.outcomes.jsonl` };
}
