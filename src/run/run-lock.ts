/**
 * One run at a time per Runn account: a file in `locks/` of the state directory, made with O_EXCL, that says who holds
 * it and whose time of change is touched while the run lives. `proper-lockfile`, the usual library, has had no release
 * since 2021 and cannot say who holds a lock, nor see that the holder is gone; both are what a person needs to know.
 */
import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { RefusedError, TemporaryError } from '../core/errors.ts';
import { formatTimestamp } from '../output/format-day.ts';
import { accountFile } from './account-file.ts';
import { makeFolder } from './make-folder.ts';
import type { ProcessIdentity } from './process-identity.ts';

export interface LockRequest {
  readonly stateDir: string;
  /** From `accountKeyOf`. */
  readonly account: string;
  /** `sync` or `undo`. */
  readonly command: string;
  readonly process: ProcessIdentity;
  readonly now: () => number;
}

export interface RunLock {
  readonly file: string;
  /** Aborted, with a `TemporaryError` `lock-lost` as its reason, when the file is found to be another run's. */
  readonly lost: AbortSignal;
  /** Looks at the file; throws what `lost` would carry. To be asked before the first write. */
  readonly assertHeld: () => Promise<void>;
  readonly release: () => Promise<void>;
}

/** How often a run shows that it lives. */
export const heartbeatMs = 20_000;
/** A lock without a sign of life for so long is left over: its run was killed on another host, or its pid is another's. */
export const staleMs = 120_000;

const holderSchema = z.object({
  version: z.literal(1),
  nonce: z.string(),
  account: z.string(),
  command: z.string(),
  host: z.string(),
  pid: z.int(),
  since: z.iso.datetime(),
});

type Holder = z.output<typeof holderSchema>;

/**
 * Takes the lock, at once or not at all.
 *
 * @throws RefusedError `locked` when another run holds it; `no-lock-place` when the file cannot be made
 */
export async function takeRunLock(request: LockRequest): Promise<RunLock> {
  const { account, command, process, now } = request;
  const file = accountFile(request.stateDir, 'locks', account);
  const holder: Holder = {
    version: 1,
    nonce: randomUUID(),
    account,
    command,
    host: process.host,
    pid: process.pid,
    since: new Date(now()).toISOString(),
  };
  await makePlace(file);
  if (!(await create(file, holder, now))) await takeOver(file, holder, request);
  return keep(file, holder, now);
}

/**
 * Puts our lock in the place of one that was left over. Only one run at a time may judge and remove, or a second one
 * would remove the lock that the first has just put there; whoever creates a lock meanwhile has it.
 */
async function takeOver(file: string, holder: Holder, request: LockRequest): Promise<void> {
  const { now } = request;
  assertStale(file, await read(file), request);
  const guard = `${file}.takeover`;
  if (!(await create(guard, holder, now))) throw await describeTakeOver(file, guard, now);
  try {
    // Looked at again: another run may have taken it over before we had the guard.
    const found = await read(file);
    assertStale(file, found, request);
    if (found !== undefined) await removeFile(file);
    if (!(await create(file, holder, now))) throw locked(file, await read(file));
  } finally {
    await rm(guard, { force: true }).catch(() => undefined);
  }
}

/** Taking over lasts milliseconds; a guard that is older was left by a run that was killed in them. */
async function describeTakeOver(file: string, guard: string, now: () => number): Promise<RefusedError> {
  const [found, takingOver] = await Promise.all([read(file), read(guard)]);
  if (takingOver !== undefined && now() - takingOver.beatMs > staleMs) await removeFile(guard);
  return locked(file, takingOver ?? found);
}

async function makePlace(file: string): Promise<void> {
  try {
    await makeFolder(path.dirname(file));
  } catch (cause) {
    throw noPlace(file, cause);
  }
}

/** False when there is a lock already. */
async function create(file: string, holder: Holder, now: () => number): Promise<boolean> {
  try {
    // Who reads it before it is written finds a lock of nobody: fresh, and so as good as any other.
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(holder)}\n`);
    } finally {
      await handle.close();
    }
    await touch(file, now);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw noPlace(file, error);
  }
}

/** By our own clock, which the sign of life is compared with, not by that of a file server. */
async function touch(file: string, now: () => number): Promise<void> {
  const seconds = now() / 1000;
  await utimes(file, seconds, seconds);
}

/** @throws RefusedError `locked` when the lock is alive */
function assertStale(file: string, found: FoundLock | undefined, { process, now }: LockRequest): void {
  if (found === undefined) return;
  const { holder, beatMs } = found;
  const isSilent = now() - beatMs > staleMs;
  const isGone = holder !== undefined && holder.host === process.host && !process.isAlive(holder.pid);
  if (!isSilent && !isGone) throw locked(file, found);
}

async function removeFile(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (error) {
    throw noPlace(file, error);
  }
}

function keep(file: string, holder: Holder, now: () => number): RunLock {
  const lost = new AbortController();
  const assertHeld = async (): Promise<void> => {
    const found = await read(file).catch(() => undefined);
    if (found?.holder?.nonce === holder.nonce) return;
    const error = new TemporaryError('lock-lost', 'Another run has taken the lock of this Runn account over.', {
      hint: `This one was without a sign of life for too long (a suspended machine, a full disk). Run again when the other one has ended. The lock is ${file}.`,
    });
    lost.abort(error);
    throw error;
  };
  const beat = async (): Promise<void> => {
    await assertHeld();
    await touch(file, now);
  };
  // A beat that fails is said by `lost`, or by the next `assertHeld`.
  const timer = setInterval(() => void beat().catch(() => undefined), heartbeatMs);
  timer.unref();
  return {
    file,
    lost: lost.signal,
    assertHeld,
    release: async () => {
      clearInterval(timer);
      const found = await read(file).catch(() => undefined);
      if (found?.holder?.nonce === holder.nonce) await rm(file, { force: true }).catch(() => undefined);
    },
  };
}

interface FoundLock {
  /** Undefined for a file that is no lock. */
  readonly holder: Holder | undefined;
  /** The last sign of life, in epoch milliseconds. */
  readonly beatMs: number;
}

async function read(file: string): Promise<FoundLock | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    return { holder: parse(text), beatMs: mtimeMs };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw noPlace(file, error);
  }
}

function parse(text: string): Holder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function locked(file: string, found: FoundLock | undefined): RefusedError {
  const holder = found?.holder;
  const who =
    holder === undefined
      ? ''
      : `: \`${holder.command}\` on ${holder.host}, process ${holder.pid}, since ${formatTimestamp(holder.since)}`;
  return new RefusedError('locked', `Another run is under way for this Runn account${who}.`, {
    hint: `Nothing was written. Run again when it has ended. A run that was killed gives its lock up by itself, at the latest after ${staleMs / 60_000} minutes. The lock is ${file}.`,
  });
}

function noPlace(file: string, cause: unknown): RefusedError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new RefusedError('no-lock-place', `The lock against a second run cannot be kept at ${file}: ${words}.`, {
    hint: 'Nothing was written to Runn. Make that folder writable or set `TOGGL_RUNN_STATE_DIR`; `sync --no-journal` goes on without, and then nothing keeps two runs apart.',
    cause,
  });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
