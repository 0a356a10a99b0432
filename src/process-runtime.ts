/** The real world as a `Runtime`; with `bin/`, the only code that knows `process`. */
import { homedir, hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Runtime } from './cli/runtime.ts';
import { InterruptedError } from './core/errors.ts';
import { createProcessFetch } from './http/create-process-fetch.ts';

/** Made once per process. The first Ctrl-C or SIGTERM aborts `signal`; a second one ends the process as usual. */
export function createProcessRuntime(): Runtime {
  const interruption = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => interruption.abort(new InterruptedError()));
  }
  return {
    env: process.env,
    cwd: process.cwd(),
    homeDir: homedir(),
    platform: process.platform,
    nodeVersion: process.versions.node,
    process: { pid: process.pid, host: hostname(), isAlive },
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    fetch: createProcessFetch(process.env, process.versions.node),
    now: Date.now,
    random: Math.random,
    sleep: async (ms, signal) => {
      try {
        await wait(ms, undefined, { signal });
      } catch (cause) {
        throw new InterruptedError(undefined, { cause });
      }
    },
    signal: interruption.signal,
  };
}

/** Signal 0 only asks; EPERM says that there is such a process, of somebody else. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
