/**
 * What no other run of this tool changes: which days are meant, who and what there is. It can be read before the account
 * is locked, all at once, so that what decides (Toggl's time, Runn's actuals) is only one answer away afterwards.
 */
import type { RunnPerson, RunnProject, TogglWorkspace } from '../core/model.ts';
import type { ReadRequest } from './read-sides.ts';
import { needsProfileZone, type ResolvedRange, resolveRange } from './resolve-range.ts';

export interface FirstReads {
  readonly range: ResolvedRange;
  /** The name of Runn's API key. */
  readonly key: string;
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  /** All that the Toggl tokens reach. */
  readonly workspaces: readonly TogglWorkspace[];
}

/** @throws UsageError for a range that cannot be, and AppError for what could not be read */
export async function readFirst(request: ReadRequest): Promise<FirstReads> {
  const { config, connections, range, nowMs, onStep } = request;
  const { toggl, runn } = connections;
  onStep('Reading people and projects in Runn and workspaces in Toggl');
  const context = {
    timezone: config.timezone,
    lockedThrough: config.rules.lockedThrough,
    nowMs,
    readProfileZone: async () => (await toggl.getMe()).timezone,
  };
  const resolving = resolveRange(range, context);
  // A mistake in the range is told before anything is asked for.
  if (!needsProfileZone(range, context)) await resolving;
  const today = resolving.then((resolved) => resolved.today);
  // Whoever waits for it may have failed before; why it failed is told by `resolving`.
  today.catch(() => undefined);
  const [resolved, key, people, projects, workspaces] = await Promise.all([
    resolving,
    runn.readKeyName(),
    request.people ?? runn.listPeople(),
    runn.listProjects(),
    toggl.listWorkspaces(today),
  ]);
  return { range: resolved, key, people, projects, workspaces };
}
