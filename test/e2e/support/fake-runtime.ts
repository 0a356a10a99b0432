/** A world of one's own for `main`: streams that are kept, a clock that moves only when somebody sleeps, loopback only. */
import { Readable } from 'node:stream';
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
  /** What is typed, when stdin is asked. */
  readonly typed?: string;
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
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      output[name] += text;
      return true;
    },
    isTTY: isTerminal[name] ?? false,
    columns,
    // What spinners and prompts ask of a terminal.
    on: () => undefined,
    once: () => undefined,
    removeListener: () => undefined,
    off: () => undefined,
    end: () => undefined,
    clearLine: () => true,
    cursorTo: () => true,
    moveCursor: () => true,
  });
  return {
    output,
    sleeps,
    strangers,
    env: options.env ?? {},
    cwd: options.cwd ?? '/nowhere',
    homeDir: options.homeDir ?? '/nowhere',
    platform: 'linux',
    process: { pid: 4242, host: 'test-host', isAlive: (pid) => pid === 4242 },
    stdin: Object.assign(Readable.from(options.typed === undefined ? [] : [options.typed]), {
      isTTY: isTerminal.stdin ?? false,
    }),
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
