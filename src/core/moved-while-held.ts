/**
 * R12 where a plan cannot keep it: the place that time left may not be lowered (an archived record, no proof, a clear
 * that is withheld), and the place that it went to is raised all the same, for new time is never kept waiting.
 */
import type { CellKey } from './cell-map.ts';
import { type Finding, finding } from './findings.ts';
import { type CellDelta, listCellDeltas } from './holds.ts';
import type { Change } from './model.ts';

/**
 * One `moved-while-held` for each held cell whose person gains elsewhere on that day, with the cell that gains most: if
 * it is the same time, Runn has it twice until the hold is solved.
 * @param held cells that would have been lowered, by the minutes that Runn has there and Toggl has not: negative
 */
export function findMovedWhileHeld(held: readonly CellDelta[], changes: readonly Change[]): Finding[] {
  if (held.length === 0) return [];
  const keyOf = ({ personId, date }: Pick<CellKey, 'personId' | 'date'>) => `${date} ${personId}`;
  const days = new Set(held.map(keyOf));
  const gains = new Map<string, CellDelta>();
  for (const cell of listCellDeltas(changes.filter((change) => days.has(keyOf(change))))) {
    const key = keyOf(cell);
    if (cell.deltaMinutes > (gains.get(key)?.deltaMinutes ?? 0)) gains.set(key, cell);
  }
  return held.flatMap((cell) => {
    const gain = gains.get(keyOf(cell));
    if (gain === undefined) return [];
    const { personId, projectId, date, deltaMinutes } = cell;
    const movedTo = { projectId: gain.projectId, date: gain.date };
    const subject = { runnPersonId: personId, runnProjectId: projectId, date };
    return [finding('moved-while-held', subject, { facts: { deltaMinutes, movedTo } })];
  });
}
