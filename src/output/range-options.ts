import type { Window } from '../core/model.ts';
import type { ConfigOptions, PlanOptions, SyncReport } from '../core/report.ts';
import { shellWord } from '../core/shell-word.ts';
import { safeText } from './safe-text.ts';

/** The options that mean exactly this window, to be copied: `--since 2024-01-01 --until 2024-01-07`. */
export function rangeOptions({ since, until }: Window): string {
  return `--since ${since} --until ${until}`;
}

/** The same with all else that shaped the plan: without it, the next command would write something else. */
export function planOptions({ window, options }: Pick<SyncReport, 'window' | 'options'>): string {
  return [rangeOptions(window), ...(options === undefined ? [] : shapingOptions(options))].join(' ');
}

function shapingOptions({ intent, ...options }: PlanOptions): string[] {
  return [
    ...scopeOptions(options),
    ...(intent.adopt ? ['--adopt'] : []),
    ...(intent.clearUnmarked ? ['--clear-unmarked'] : []),
    ...(intent.rerole ? ['--rerole'] : []),
  ];
}

/** `--config other.yaml`: which accounts a command goes to; empty where that is found again. */
export function configOptions({ config = null, isSandbox = false }: Partial<ConfigOptions> = {}): string[] {
  // With a sandbox no configuration is read.
  if (isSandbox) return ['--sandbox'];
  return config === null ? [] : [`--config ${quoted(config)}`];
}

/** `--from links.csv`: an option with what a shell has to take as one word. */
export function valueOption(name: string, value: string): string {
  return `${name} ${quoted(value)}`;
}

/** `--person "Eric Clapton"`: what a command is limited to; empty for everything. */
export function scopeOptions({ people, projects }: Pick<PlanOptions, 'people' | 'projects'>): string[] {
  return [
    ...people.map((person) => `--person ${quoted(person)}`),
    ...projects.map((project) => `--project ${quoted(project)}`),
  ];
}

/** As a shell takes it; names have blanks. */
function quoted(word: string): string {
  return shellWord(safeText(word));
}
