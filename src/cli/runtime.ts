/** Everything that the program touches of the world, passed in once, so that a test owns streams, clock and network. */

import type { ProcessIdentity } from '../run/process-identity.ts';
import type { PrivateSandbox } from './private-sandbox.ts';

export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface Runtime {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly homeDir: string;
  readonly platform: NodeJS.Platform;
  /** `22.23.3`. */
  readonly nodeVersion: string;
  /** For the lock that keeps two runs apart. */
  readonly process: ProcessIdentity;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Looks up `globalThis.fetch` when it is called (http/service.ts says why). */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** 0 (included) to 1 (excluded). */
  readonly random: () => number;
  /** Rejects with an `InterruptedError` when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** What `--sandbox` uses where it is open already, and leaves open. */
  readonly sandbox?: PrivateSandbox;
}
