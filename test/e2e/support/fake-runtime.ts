/** A world of one's own for `main`: streams that are kept, a clock that moves only when somebody sleeps, loopback only. */
import { PassThrough, Writable } from 'node:stream';
import type { Runtime } from '../../../src/cli/runtime.ts';
import { InterruptedError } from '../../../src/core/errors.ts';

/** A Friday, 10:00 in Berlin. */
export const startMs = Date.parse('2026-03-06T09:00:00Z');
export const today = '2026-03-06';

/** Shared by a sandbox and the runtime that talks to it, so that limits come back while the runtime sleeps. */
export interface Clock {
  nowMs: number;
}

export interface RuntimeOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly homeDir?: string;
  readonly clock?: Clock;
  /** Terminals: stdin, stdout and stderr. */
  readonly isTerminal?: { readonly stdin?: boolean; readonly stdout?: boolean; readonly stderr?: boolean };
  readonly columns?: number;
  /** Answers what stderr shows: comes back with what is typed then, if anything. */
  readonly answer?: (shown: string) => string | undefined;
  readonly fetch?: Runtime['fetch'];
  readonly signal?: AbortSignal;
}

export interface FakeRuntime extends Runtime {
  /** What was written so far. */
  readonly output: { stdout: string; stderr: string };
  readonly sleeps: number[];
  /** Addresses that were asked for and are not on loopback; none of them was reached. */
  readonly strangers: string[];
}

export function createFakeRuntime(options: RuntimeOptions = {}): FakeRuntime {
  const { clock = { nowMs: startMs }, isTerminal = {}, columns } = options;
  const output = { stdout: '', stderr: '' };
  const sleeps: number[] = [];
  const strangers: string[] = [];
  const stdin = new PassThrough();
  const stream = (name: 'stdout' | 'stderr') => {
    const writable = new Writable({
      decodeStrings: false,
      write(text: string | Buffer, _encoding, done) {
        output[name] += text;
        const typed = name === 'stderr' ? options.answer?.(String(text)) : undefined;
        // Not while it is still being written: nobody types as fast as that.
        if (typed !== undefined) setImmediate(() => stdin.write(typed));
        done();
      },
    });
    // What spinners ask of a terminal; it is not worth a picture. Like the streams of a process, it cannot be ended.
    const terminal = { clearLine: () => true, cursorTo: () => true, moveCursor: () => true, end: () => writable };
    return Object.assign(writable, terminal, { isTTY: isTerminal[name] ?? false, columns });
  };
  return {
    output,
    sleeps,
    strangers,
    env: options.env ?? {},
    cwd: options.cwd ?? '/nowhere',
    homeDir: options.homeDir ?? '/nowhere',
    platform: 'linux',
    nodeVersion: '22.23.3',
    process: { pid: 4242, host: 'test-host', isAlive: (pid) => pid === 4242 },
    stdin: Object.assign(stdin, { isTTY: isTerminal.stdin ?? false }),
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    fetch: async (url, init) => {
      if (new URL(url).hostname !== '127.0.0.1') {
        strangers.push(url);
        throw new TypeError('fetch failed');
      }
      return (options.fetch ?? globalThis.fetch)(url, init);
    },
    now: () => clock.nowMs,
    random: () => 0,
    sleep: async (ms, signal) => {
      if (signal.aborted) throw new InterruptedError();
      sleeps.push(ms);
      clock.nowMs += ms;
    },
    signal: options.signal ?? new AbortController().signal,
  };
}
