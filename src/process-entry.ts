/** What `bin/toggl-runn.js` starts when a command is to be run; the one file of the published program. */
import { main } from './main.ts';
import { createProcessRuntime } from './process-runtime.ts';

export { main };

/** Runs one command in this process and leaves its exit code there. */
export async function runProcess(argv: readonly string[]): Promise<void> {
  process.exitCode = await main(argv, createProcessRuntime());
}
