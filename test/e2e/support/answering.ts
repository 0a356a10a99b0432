/** Somebody at a terminal who answers questions in a known order. */
import type { RuntimeOptions } from './fake-runtime.ts';

/** Whoever is asked answers each when its words are shown; null only waits for them. */
export function answering(answers: readonly (readonly [RegExp, string | null])[]): {
  /** What has been answered so far. */
  readonly asked: readonly string[];
  /** What has not come yet. */
  readonly left: readonly unknown[];
  readonly options: Pick<RuntimeOptions, 'isTerminal' | 'answer' | 'columns'>;
} {
  const asked: string[] = [];
  const left = [...answers];
  const answer = (shown: string): string | undefined => {
    const [next] = left;
    if (next === undefined || !next[0].test(shown)) return undefined;
    left.shift();
    if (next[1] === null) return undefined;
    asked.push(next[0].source);
    return next[1];
  };
  return { asked, left, options: { isTerminal: { stdin: true, stderr: true }, answer, columns: 100 } };
}
