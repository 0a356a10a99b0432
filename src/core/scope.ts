/** What a run is limited to. A filter of cells, applied after everything was read and aggregated (DESIGN, "Scope"). */
import type { Match } from './match.ts';
import type { RunnPersonId, RunnProjectId, TogglProjectId, TogglUserId } from './model.ts';

/** One dimension of the scope: null is everything. */
export interface ScopeSide<RunnId, TogglId> {
  readonly runnIds: ReadonlySet<RunnId>;
  /** For time that leads nowhere: those Toggl ids were named on the command line. */
  readonly togglIds: ReadonlySet<TogglId>;
}

export interface Scope {
  readonly people: ScopeSide<RunnPersonId, TogglUserId> | null;
  readonly projects: ScopeSide<RunnProjectId, TogglProjectId> | null;
}

export const everything: Scope = { people: null, projects: null };

/** Whether a cell may be touched and is counted. */
export function isCellInScope(scope: Scope, personId: RunnPersonId, projectId: RunnProjectId): boolean {
  return (
    (scope.people === null || scope.people.runnIds.has(personId)) &&
    (scope.projects === null || scope.projects.runnIds.has(projectId))
  );
}

/** Whether a row is counted: by the records that it leads to, else by its own Toggl ids. */
export function isRowInScope(
  scope: Scope,
  row: { readonly userId: TogglUserId; readonly projectId: TogglProjectId | null },
  person: Match<RunnPersonId>,
  project: Match<RunnProjectId>,
): boolean {
  return isSideInScope(scope.people, person, row.userId) && isSideInScope(scope.projects, project, row.projectId);
}

/** The same for one side. */
export function isSideInScope<RunnId, TogglId>(
  side: ScopeSide<RunnId, TogglId> | null,
  match: Match<RunnId>,
  togglId: TogglId | null,
): boolean {
  if (side === null) return true;
  if (match.kind === 'matched') return side.runnIds.has(match.id);
  if (match.kind === 'ambiguous' && match.ids.some((id) => side.runnIds.has(id))) return true;
  return togglId !== null && side.togglIds.has(togglId);
}
