/**
 * The journal of `link`: what each reference and `map` entry was, on disk before the first write, and what became of
 * it, appended as it is known. In `links/` of the state directory, apart from the journals of actuals:
 * `<run>.json` and `<run>.outcomes.jsonl`.
 */
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { editConfigFile } from '../config/edit-config-file.ts';
import { AppError, RefusedError, TemporaryError, UsageError } from '../core/errors.ts';
import type { RunnPersonId, RunnProjectId } from '../core/model.ts';
import type { RunnWriter } from '../runn/runn-writer.ts';
import { runNamePattern } from './journal.ts';
import { describeBrokenText } from './stored-shapes.ts';

const recordSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: z.int().transform((id) => id as RunnPersonId) }),
  z.object({ kind: z.literal('project'), id: z.int().transform((id) => id as RunnProjectId) }),
]);

const changeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reference'),
    record: recordSchema,
    /** What the record is called in Runn. */
    name: z.string(),
    referenceName: z.string(),
    before: z.string().nullable(),
    after: z.string(),
  }),
  z.object({
    kind: z.literal('map'),
    /** The configuration file, absolute. */
    file: z.string(),
    group: z.enum(['people', 'projects']),
    togglId: z.int(),
    before: z.int().nullable(),
    after: z.int(),
  }),
]);

/** One reference in Runn, or one entry of `map`. */
export type ReferenceChange = z.output<typeof changeSchema>;

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
]);
export type ReferenceOutcome = z.output<typeof outcomeSchema>;

export interface ReferencesJournal extends ReferencesJournalHead {
  /** In the order of `changes`; undefined where it is not known whether it was written. */
  readonly outcomes: readonly (ReferenceOutcome | undefined)[];
}

export interface ReferencesJournalWriter {
  readonly file: string;
  /** Comes back when it is on disk. Throws a `TemporaryError` `journal-failed`. */
  readonly record: (index: number, outcome: ReferenceOutcome) => Promise<void>;
}

/** Files 0600, new folders 0700. Throws a `RefusedError` `no-journal-place`: nothing has been written yet. */
export async function createReferencesJournal(
  stateDir: string,
  head: ReferencesJournalHead,
): Promise<ReferencesJournalWriter> {
  const { file, outcomesFile } = filesOf(stateDir, head.run);
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await (await open(outcomesFile, 'wx', 0o600)).close();
    const document = { version: 1, kind: 'references', ...head };
    await writeFileAtomic(file, `${JSON.stringify(document)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new RefusedError('no-journal-place', `The journal cannot be written to ${path.dirname(file)}.`, {
      hint: 'Nothing was written to Runn. Make that folder writable or set `TOGGL_RUNN_STATE_DIR`.',
      cause,
    });
  }
  return {
    file,
    record: async (index, outcome) => {
      try {
        const handle = await open(outcomesFile, 'a', 0o600);
        try {
          await handle.writeFile(`${JSON.stringify({ index, ...outcome })}\n`);
          await handle.datasync();
        } finally {
          await handle.close();
        }
      } catch (cause) {
        throw new TemporaryError('journal-failed', `The journal ${outcomesFile} cannot be continued.`, {
          hint: 'Nothing more was written. Make room or make the file writable, then run `link` again.',
          cause,
        });
      }
    },
  };
}

/** Whether `run` is a run of `link`, or an undo of one. */
export async function hasReferencesJournal(stateDir: string, run: string): Promise<boolean> {
  if (!runNamePattern.test(run)) return false;
  const names: string[] = await readdir(path.join(stateDir, 'links')).catch(() => []);
  return names.includes(`${run}.json`);
}

/** Throws a `UsageError` `unknown-run`, or a `RefusedError` `broken-journal`. */
export async function readReferencesJournal(stateDir: string, run: string): Promise<ReferencesJournal> {
  if (!(await hasReferencesJournal(stateDir, run))) {
    throw new UsageError('unknown-run', `There is no journal of a link run ${JSON.stringify(run)}.`);
  }
  const { file, outcomesFile } = filesOf(stateDir, run);
  try {
    const { version: _, kind: _kind, ...head } = headSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    const outcomes: (ReferenceOutcome | undefined)[] = head.changes.map(() => undefined);
    // What stands after the last line break was cut off by a kill while it was written.
    for (const line of (await readFile(outcomesFile, 'utf8')).split('\n').slice(0, -1)) {
      const value: unknown = JSON.parse(line);
      const { index } = z.object({ index: z.int().nonnegative() }).parse(value);
      if (index < outcomes.length) outcomes[index] = outcomeSchema.parse(value);
    }
    return { ...head, outcomes };
  } catch (error) {
    throw new RefusedError(
      'broken-journal',
      `${file} is not a journal that can be read: ${describeBrokenText(error)}.`,
      {
        hint: 'It was made by another version of this tool, or changed or cut off since. Nothing was written.',
        cause: error,
      },
    );
  }
}

/** Names of all runs, the latest first. */
export async function listReferenceRuns(stateDir: string): Promise<string[]> {
  const names: string[] = await readdir(path.join(stateDir, 'links')).catch(() => []);
  return names
    .filter((name) => name.endsWith('.json') && runNamePattern.test(path.parse(name).name))
    .map((name) => path.parse(name).name)
    .sort()
    .reverse();
}

export interface UndoneReference {
  readonly change: ReferenceChange;
  /** `changed-since`: somebody has changed it after the run, so it was left alone. */
  readonly status: 'restored' | 'changed-since' | 'not-written' | 'failed';
  readonly message?: string;
}

/**
 * Puts back what a run of `link` wrote, the last change first, wherever it still is as that run left it. A change whose
 * outcome is not known is tried as well: `changed-since` says that it had not been written. Never throws for a single
 * change; an `AccessError`, `TemporaryError` or interruption is thrown on.
 */
export async function undoReferences(journal: ReferencesJournal, writer: RunnWriter): Promise<UndoneReference[]> {
  const undone: UndoneReference[] = [];
  for (const [index, change] of [...journal.changes.entries()].reverse()) {
    if (journal.outcomes[index]?.status === 'failed') {
      undone.push({ change, status: 'not-written' });
      continue;
    }
    try {
      undone.push({ change, status: await undoChange(change, writer) });
    } catch (error) {
      // Configuration (2) and answers that nobody foresaw (1) are about this change; all else ends the run.
      const isOfChange = error instanceof AppError && (error.exitCode === 1 || error.exitCode === 2);
      if (!isOfChange) throw error;
      undone.push({ change, status: 'failed', message: error.message });
    }
  }
  return undone;
}

async function undoChange(change: ReferenceChange, writer: RunnWriter): Promise<'restored' | 'changed-since'> {
  if (change.kind === 'reference') {
    const { record, referenceName, before, after } = change;
    const result = await writer.editReference(record, { referenceName, externalId: before, expected: after });
    return result === 'changed-since' ? 'changed-since' : 'restored';
  }
  const { file, group, togglId, before, after } = change;
  const isDone = await editConfigFile(file, [{ group, togglId, runnId: before ?? undefined, expected: after }]);
  return isDone ? 'restored' : 'changed-since';
}

function filesOf(stateDir: string, run: string): { readonly file: string; readonly outcomesFile: string } {
  const base = path.join(stateDir, 'links', run);
  return { file: `${base}.json`, outcomesFile: `${base}.outcomes.jsonl` };
}
