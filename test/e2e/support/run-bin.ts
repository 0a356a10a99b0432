/** The built program as a process of its own: what nothing in process can show. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../../bin/toggl-runn.js', import.meta.url));

export interface BinResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningBin {
  readonly child: ChildProcess;
  readonly ended: Promise<BinResult>;
  /** Comes back when stdout holds a text that matches; rejects when the process ends before. */
  readonly printed: (pattern: RegExp) => Promise<string>;
}

/** Starts it with nothing of this process's environment but the path. */
export function startBin(
  argv: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd: string },
): RunningBin {
  const child = spawn(process.execPath, [bin, ...argv], {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], HOME: options.cwd, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]): BinResult => ({ code: code as number | null, stdout, stderr }));
  return {
    child,
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (pattern.test(stdout)) resolve(stdout);
        };
        child.stdout.on('data', look);
        look();
        void ended.then((result) => reject(new Error(`It ended with ${result.code}: ${result.stderr}`)));
      }),
  };
}

export function runBin(...args: Parameters<typeof startBin>): Promise<BinResult> {
  return startBin(...args).ended;
}
