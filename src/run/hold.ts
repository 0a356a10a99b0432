/** The hold that an undo sets, so that the next scheduled sync does not undo the undo: a file in `holds/` per account. */
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { RefusedError } from '../core/errors.ts';
import { formatTimestamp } from '../output/format-day.ts';
import { accountFile } from './account-file.ts';
import { makeFolder } from './make-folder.ts';

export interface Hold {
  /** ISO timestamp. */
  readonly since: string;
  readonly host: string;
  /** The run that was undone. */
  readonly undone: string;
}

const holdSchema = z.object({
  version: z.literal(1),
  account: z.string(),
  since: z.string(),
  host: z.string(),
  undone: z.string(),
});

/**
 * The hold of an account; null when there is none. A file that cannot be understood is a hold all the same, as
 * `unreadable`: somebody wanted no sync.
 */
export async function readHold(stateDir: string, account: string): Promise<Hold | 'unreadable' | null> {
  return readHoldFile(accountFile(stateDir, 'holds', account));
}

/** The holds of every account whose key begins so, and those that cannot be understood: they may be of any. */
export async function listHolds(stateDir: string, prefix: string): Promise<readonly (Hold | 'unreadable')[]> {
  const folder = path.join(stateDir, 'holds');
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    return isMissing(error) ? [] : ['unreadable'];
  }
  const holds = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readHoldFile(path.join(folder, name))),
  );
  return holds
    .filter((hold) => hold !== null)
    .filter((hold) => hold === 'unreadable' || hold.account.startsWith(prefix));
}

async function readHoldFile(file: string) {
  try {
    return holdSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? 'unreadable';
  } catch (error) {
    return isMissing(error) ? null : 'unreadable';
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** @throws RefusedError `no-hold-place` when it cannot be kept: nothing has been undone yet */
export async function setHold(stateDir: string, account: string, hold: Hold): Promise<void> {
  const file = accountFile(stateDir, 'holds', account);
  const { since, host, undone } = hold;
  try {
    await makeFolder(path.dirname(file));
    const text = `${JSON.stringify({ version: 1, account, since, host, undone })}\n`;
    await writeFileAtomic(file, text, { mode: 0o600 });
  } catch (cause) {
    throw noPlace(`The hold against the next sync cannot be kept at ${file}`, cause);
  }
}

/** Removes the hold, if there is one. */
export async function clearHold(stateDir: string, account: string): Promise<void> {
  const file = accountFile(stateDir, 'holds', account);
  try {
    await rm(file, { force: true });
  } catch (cause) {
    throw noPlace(`The hold ${file} cannot be removed`, cause);
  }
}

/** What `sync` refuses with while a hold stands. */
export function heldError(hold: Hold | 'unreadable'): RefusedError {
  return new RefusedError('held', describeHold(hold), {
    hint: `Nothing was written. Correct Toggl or the configuration first, look at \`dry-run\`, then let syncs go on with \`sync --resume\`. ${elsewhere}`,
  });
}

/** For the report of whoever only looks, whom a hold does not stop. */
export async function seeHold(
  stateDir: string,
  account: string,
): Promise<{ readonly isHeld: boolean; readonly warnings: readonly string[] }> {
  const hold = await readHold(stateDir, account);
  return hold === null
    ? { isHeld: false, warnings: [] }
    : { isHeld: true, warnings: [`${describeHold(hold)} \`sync --resume\` lets them go on.`] };
}

export function describeHold(hold: Hold | 'unreadable'): string {
  return hold === 'unreadable'
    ? 'Syncs of this Runn account are on hold, by a file in the state directory that cannot be read.'
    : `Syncs of this Runn account are on hold since ${formatTimestamp(hold.since)}: the run ${hold.undone} was undone on ${hold.host}, and a sync would write the same again.`;
}

/** The limit of a file: said wherever a hold is set or met. */
export const elsewhere =
  'The hold is kept on this machine alone: syncs on other machines do not see it, stop them there.';

function noPlace(what: string, cause: unknown): RefusedError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new RefusedError('no-hold-place', `${what}: ${words}.`, {
    hint: 'Nothing was written to Runn. Make the state directory writable or set `TOGGL_RUNN_STATE_DIR`.',
    cause,
  });
}
