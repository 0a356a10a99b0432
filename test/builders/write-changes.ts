/** Runn as far as a second plan can tell: what is written stands under its key, over what stood there. */
import type { Actual, Change, RunnActualId } from '../../src/core/model.ts';

function keyOf(item: Actual | Change): string {
  return [item.date, item.personId, item.projectId, item.roleId, item.workstreamId].join(' ');
}

/** The actuals after the changes were written, in their order. */
export function writeChanges(actuals: readonly Actual[], changes: readonly Change[]): Actual[] {
  const byKey = new Map(actuals.map((actual) => [keyOf(actual), actual]));
  let nextId = Math.max(999, ...actuals.map(({ id }) => id)) + 1;
  for (const change of changes) {
    const { date, personId, projectId, roleId, workstreamId, phaseId, after } = change;
    const id = byKey.get(keyOf(change))?.id ?? (nextId++ as RunnActualId);
    byKey.set(keyOf(change), { id, date, personId, projectId, roleId, workstreamId, phaseId, ...after });
  }
  return [...byKey.values()];
}

/** The same with the clears as deletions, as `rules.clearWith: delete` has them. */
export function writeChangesDeleting(actuals: readonly Actual[], changes: readonly Change[]): Actual[] {
  const cleared = new Set(changes.filter(({ kind }) => kind === 'clear').map(({ actualId }) => actualId));
  return writeChanges(
    actuals.filter(({ id }) => !cleared.has(id)),
    changes.filter(({ kind }) => kind !== 'clear'),
  );
}
