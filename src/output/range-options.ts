import type { Window } from '../core/model.ts';

/** The options that mean exactly this window, to be copied: `--since 2024-01-01 --until 2024-01-07`. */
export function rangeOptions({ since, until }: Window): string {
  return `--since ${since} --until ${until}`;
}
