import type { Change, ChangeKind } from '../core/model.ts';

/** How many changes there are of each kind. */
export function countChanges(changes: readonly Pick<Change, 'kind'>[]): Readonly<Record<ChangeKind, number>> {
  const counts = { create: 0, update: 0, overwrite: 0, clear: 0 };
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}
