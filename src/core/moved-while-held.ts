/**
 * R12 where a plan cannot keep it: the place that time left may not be lowered (an archived record, no proof, a clear
 * that is withheld), and the place that it went to is raised all the same, for new time is never kept waiting.
 */
import type { CellKey } from './cell-map.ts';
import { type Finding, finding } from './findings.ts';
import { deltaMinutesOf } from './holds.ts';
import type { Change } from './model.ts';

/** A cell that would have been lowered, and is held back. */
export interface HeldLowering extends CellKey {
  /** Negative: minutes that Runn has there and Toggl has not. */
  readonly deltaMinutes: number;
}

/**
 * One `moved-while-held` for each held cell whose person gains elsewhere on that day, with the change that gains most:
 * if it is the same time, Runn has it twice until the hold is solved.
 */
export function findMovedWhileHeld(held: readonly HeldLowering[], changes: readonly Change[]): Finding[] {
  if (held.length === 0) return [];
  const keyOf = ({ personId, date }: Pick<CellKey, 'personId' | 'date'>) => `${date} ${personId}`;
  const days = new Set(held.map(keyOf));
  const gains = new Map<string, { readonly change: Change; readonly minutes: number }>();
  for (const change of changes) {
    const key = keyOf(change);
    if (!days.has(key)) continue;
    const minutes = deltaMinutesOf([change]);
    if (minutes > (gains.get(key)?.minutes ?? 0)) gains.set(key, { change, minutes });
  }
  return held.flatMap((cell) => {
    const gain = gains.get(keyOf(cell))?.change;
    if (gain === undefined) return [];
    const { personId, projectId, date, deltaMinutes } = cell;
    const movedTo = { projectId: gain.projectId, date: gain.date };
    const subject = { runnPersonId: personId, runnProjectId: projectId, date };
    return [finding('moved-while-held', subject, { facts: { deltaMinutes, movedTo } })];
  });
}
