import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { heartbeatMs, type LockRequest, type RunLock, staleMs, takeRunLock } from '../../src/run/run-lock.ts';

const startMs = Date.UTC(2024, 0, 8, 9);
let stateDir: string;
let nowMs: number;
const open: RunLock[] = [];

beforeEach(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'toggl-runn-lock-'));
  nowMs = startMs;
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(open.splice(0).map((lock) => lock.release()));
  await rm(stateDir, { recursive: true, force: true });
});

interface Fields {
  readonly pid?: number;
  readonly host?: string;
  readonly account?: string;
  readonly alive?: readonly number[];
}

function requestOf({ pid = 100, host = 'alpha', account = 'api.runn.io/TEST/1', alive = [100, 200] }: Fields = {}) {
  const process = { pid, host, isAlive: (other: number) => alive.includes(other) };
  return { stateDir, account, command: 'sync', process, now: () => nowMs } satisfies LockRequest;
}

async function take(fields: Fields = {}): Promise<RunLock> {
  const lock = await takeRunLock(requestOf(fields));
  open.push(lock);
  return lock;
}

describe('takeRunLock', () => {
  it('refuses a second run of the same account and says who holds it since when', async () => {
    await take();
    const error = await take({ pid: 200, host: 'beta' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'locked', exitCode: 6 });
    const { message } = error as Error;
    for (const word of ['sync', 'alpha', '100', '2024-01-08 09:00 UTC']) expect(message).toContain(word);
  });

  it('lets runs of other accounts go on', async () => {
    await take();
    await expect(take({ account: 'api.runn.io/LIVE/1' })).resolves.toBeDefined();
  });

  it('gives the account free when it is released, and leaves no file', async () => {
    const lock = await take();
    await lock.release();
    expect(await readdir(path.dirname(lock.file))).toEqual([]);
    await expect(take({ pid: 200 })).resolves.toBeDefined();
  });

  it('lets exactly one of many begin', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => take()));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('makes the file readable for its owner alone', async () => {
    const { file } = await take();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('refuses where the file cannot be made', async () => {
    await writeFile(path.join(stateDir, 'locks'), 'not a folder');
    await expect(take()).rejects.toMatchObject({ code: 'no-lock-place', exitCode: 6 });
  });
});

describe('a lock that was left over', () => {
  it('is taken over at once when its process is gone from this host', async () => {
    await take();
    await expect(take({ pid: 200, alive: [200] })).resolves.toBeDefined();
  });

  it('is respected when its process runs on another host', async () => {
    await take();
    await expect(take({ pid: 200, host: 'beta', alive: [200] })).rejects.toMatchObject({ code: 'locked' });
  });

  it('is taken over after too long a silence, wherever its process is', async () => {
    await take();
    nowMs += staleMs + 1;
    await expect(take({ pid: 200, host: 'beta' })).resolves.toBeDefined();
  });

  it('is taken over by exactly one of many', async () => {
    await take({ pid: 300 });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => take()));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is taken over a moment later when a run was killed while it took over', async () => {
    const { file } = await take({ pid: 300 });
    await writeFile(`${file}.takeover`, '');
    await utimes(`${file}.takeover`, nowMs / 1000, nowMs / 1000);
    await expect(take()).rejects.toMatchObject({ code: 'locked' });
    nowMs += staleMs + 1;
    await expect(take()).rejects.toMatchObject({ code: 'locked' });
    await expect(take()).resolves.toBeDefined();
    expect(await readdir(path.dirname(file))).toEqual([path.basename(file)]);
  });

  it.each(['', '{', '[]', '{"__proto__":{"pid":1}}', 'x'.repeat(100_000)])(
    'is respected for a while when broken: %.20s',
    async (text) => {
      const { file, release } = await take();
      await release();
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
      await utimes(file, nowMs / 1000, nowMs / 1000);
      await expect(take()).rejects.toMatchObject({ code: 'locked' });
      nowMs += staleMs + 1;
      await expect(take()).resolves.toBeDefined();
    },
  );
});

describe('a lock that is held', () => {
  it('shows that it lives', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { file } = await take();
    nowMs += heartbeatMs;
    vi.advanceTimersByTime(heartbeatMs);
    await vi.waitFor(async () => expect((await stat(file)).mtimeMs).toBe(nowMs));
  });

  it('is held until another run takes it over', async () => {
    const lock = await take();
    await expect(lock.assertHeld()).resolves.toBeUndefined();
    nowMs += staleMs + 1;
    await take({ pid: 200 });
    await expect(lock.assertHeld()).rejects.toMatchObject({ code: 'lock-lost', exitCode: 8 });
    expect(lock.lost.reason).toMatchObject({ code: 'lock-lost' });
  });

  it('leaves the lock of the other run alone when it ends late', async () => {
    const lock = await take();
    nowMs += staleMs + 1;
    const other = await take({ pid: 200 });
    await lock.release();
    expect(JSON.parse(await readFile(other.file, 'utf8'))).toMatchObject({ pid: 200 });
  });
});
