/** Removes old journals, so that the state directory of an hourly sync does not grow for ever. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { directoryOf, readJournal, runNamePattern } from './journal.ts';
import { linksDirectoryOf, readReferencesJournal } from './references-journal.ts';

export interface JournalLimits {
  readonly keepDays: number;
  /** Counted apart: runs that changed something, and runs that found nothing to change. */
  readonly keepRuns: number;
}

const dayMs = 86_400_000;

interface StoredRun {
  readonly run: string;
  readonly startedMs: number;
  readonly files: readonly string[];
  /** A run without changes has no file of outcomes. */
  readonly isQuiet: boolean;
}

/**
 * Removes runs that are older than `keepDays`, and the oldest beyond `keepRuns`. The latest run always stays, and so
 * does, within `keepDays`, one whose outcome is not wholly known: only its journal can say what may have been written.
 * Never throws: a file that cannot be removed today will be tried again by the next run.
 *
 * @returns the names of the runs that were removed
 */
export async function pruneJournals(stateDir: string, limits: JournalLimits, nowMs: number): Promise<string[]> {
  const ofActuals = { directory: directoryOf(stateDir), read: readJournal };
  const ofReferences = { directory: linksDirectoryOf(stateDir), read: readReferencesJournal };
  return [
    ...(await pruneKind(stateDir, ofActuals, limits, nowMs)),
    ...(await pruneKind(stateDir, ofReferences, limits, nowMs)),
  ];
}

/** Journals of actuals and those of references are counted apart. */
interface JournalKind {
  readonly directory: string;
  readonly read: (
    stateDir: string,
    run: string,
  ) => Promise<{ readonly outcomes: readonly ({ readonly status: string } | undefined)[] }>;
}

async function pruneKind(stateDir: string, kind: JournalKind, limits: JournalLimits, nowMs: number): Promise<string[]> {
  const runs = await listStoredRuns(kind.directory);
  const removed: string[] = [];
  let changing = 0;
  let quiet = 0;
  for (const [index, stored] of runs.entries()) {
    const position = stored.isQuiet ? ++quiet : ++changing;
    if (index === 0) continue;
    const isOld = nowMs - stored.startedMs > limits.keepDays * dayMs;
    if (!isOld && (position <= limits.keepRuns || (await isOpen(stateDir, kind, stored)))) continue;
    // The head goes first: outcomes alone mean nothing, but a head alone would look like a run that was cut off.
    for (const file of stored.files) await rm(file, { force: true }).catch(() => undefined);
    removed.push(stored.run);
  }
  return removed;
}

/** The latest first. */
async function listStoredRuns(directory: string): Promise<StoredRun[]> {
  const names = await readdir(directory).catch(() => []);
  const byRun = new Map<string, string[]>();
  for (const name of names) {
    const run = name.split('.')[0] ?? '';
    const isOurs = runNamePattern.test(run) && (name === `${run}.json` || name === `${run}.outcomes.jsonl`);
    if (isOurs) byRun.set(run, [...(byRun.get(run) ?? []), name]);
  }
  return [...byRun]
    .map(([run, files]) => ({
      run,
      startedMs: startOf(run),
      files: files.sort().map((name) => path.join(directory, name)),
      isQuiet: files.length === 1 && files[0] === `${run}.json`,
    }))
    .sort((a, b) => (a.run < b.run ? 1 : -1));
}

/** `20240108T090000Z-3f2a`, whose digits are a time in UTC. */
function startOf(run: string): number {
  const [, year = '', month, day, hour, minute, second] = /^(....)(..)(..)T(..)(..)(..)Z/.exec(run) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

async function isOpen(stateDir: string, { read }: JournalKind, { run, isQuiet }: StoredRun): Promise<boolean> {
  if (isQuiet) return false;
  const journal = await read(stateDir, run).catch(() => undefined);
  // What cannot be read cannot be known to be closed.
  return journal === undefined || journal.outcomes.some((outcome) => (outcome?.status ?? 'unknown') === 'unknown');
}
