/** What `bin/toggl-runn.js` starts when a command is to be run; the one file of the published program. */
import { main } from './main.ts';
import { createProcessRuntime } from './process-runtime.ts';

export { main };

/** Runs one command in this process and leaves its exit code there, unless its output has failed meanwhile. */
export async function runProcess(argv: readonly string[]): Promise<void> {
  const code = await main(argv, createProcessRuntime());
  process.exitCode ??= code;
}
