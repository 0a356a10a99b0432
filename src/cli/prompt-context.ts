/** Where questions are asked: never on stdout, which carries the result only. */
import type { Runtime } from './runtime.ts';

export type PromptContext = ReturnType<typeof promptContext>;

export function promptContext(runtime: Pick<Runtime, 'stdin' | 'stderr' | 'signal'>) {
  return {
    input: runtime.stdin,
    output: runtime.stderr as unknown as NodeJS.WritableStream,
    signal: runtime.signal,
  };
}
