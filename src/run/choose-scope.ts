/** `--person` and `--project` against what was read; whatever is unknown or ambiguous is a usage error with candidates. */
import type { Config } from '../config/config.ts';
import { UsageError } from '../core/errors.ts';
import { buildMatching } from '../core/match.ts';
import type { RunnPerson, RunnProject, Window, WorkspaceTime } from '../core/model.ts';
import { resolveScope, type ScopeProblem } from '../core/resolve-scope.ts';
import type { Scope } from '../core/scope.ts';

/** As typed; empty is everything. */
export interface ScopeFlags {
  readonly people: readonly string[];
  readonly projects: readonly string[];
}

/** Throws a UsageError that names every problem. */
export function chooseScope(
  typed: ScopeFlags,
  sides: {
    readonly window: Window;
    readonly workspaces: readonly WorkspaceTime[];
    readonly people: readonly RunnPerson[];
    readonly projects: readonly RunnProject[];
    readonly config: Config;
  },
): Scope {
  const { people, projects, config } = sides;
  const matching = buildMatching({ people, projects, referenceNames: config.runn.referenceNames, mapping: config.map });
  const scope = resolveScope(typed, { ...sides, matching });
  if (!('problems' in scope)) return scope;
  throw new UsageError('scope', scope.problems.map(wordsOf).join(' '), {
    hint: 'Name people and projects as runn:789, toggl:170103135, by e-mail or by their full name.',
  });
}

function wordsOf({ option, typed, kind, candidates }: ScopeProblem): string {
  const text = JSON.stringify(typed);
  const listed = candidates.join(', ');
  switch (kind) {
    case 'ambiguous':
      return `--${option} ${text} can mean ${listed}.`;
    case 'bare-number':
      return `--${option} ${text} does not say whose number it is${listed === '' ? '' : `: ${listed}`}.`;
    case 'unknown':
      return `--${option} ${text} names no ${option} that was read${listed === '' ? '' : `; near it: ${listed}`}.`;
  }
}
