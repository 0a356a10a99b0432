/** `--sandbox`: a company of one's own for the length of one command. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigFlags } from '../config/load-config.ts';
import { type Sandbox, startSandbox } from '../sandbox/start-sandbox.ts';

export interface PrivateSandbox {
  readonly sandbox: Sandbox;
  /** Instead of the user's environment: nothing of theirs may meet the sandbox, or the sandbox their state. */
  readonly env: Readonly<Record<string, string>>;
  readonly flags: ConfigFlags;
  /** A temporary folder, gone after `close`. */
  readonly stateDir: string;
  readonly close: () => Promise<void>;
}

/** Starts both services on free ports and keeps the state in a folder that goes with them; `now` is their clock. */
export async function openPrivateSandbox(now: () => number = Date.now): Promise<PrivateSandbox> {
  const stateDir = await mkdtemp(join(tmpdir(), 'toggl-runn-sandbox-'));
  const sandbox = await startSandbox({ now });
  return {
    sandbox,
    env: sandbox.environment,
    stateDir,
    flags: { ...(sandbox.config as ConfigFlags), config: false, stateDir },
    close: async () => {
      await sandbox.stop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
