/** R13: time that left a closed period for an open one is one line, not a loss here and a gain there. */
import { compareText } from './compare-text.ts';
import { type Finding, finding } from './findings.ts';
import { type CellDelta, listCellDeltas } from './holds.ts';
import type { Change } from './model.ts';

/**
 * Pairs late changes that would lower with open cells of the same person that gain exactly as many minutes; the same
 * project goes first.
 * @param lateChanges findings of code `late-change`, one per cell, with `facts.deltaMinutes`
 * @returns one `moved-across-lock` for each pair, and the late changes that are left
 */
export function findMovedAcrossLock(lateChanges: readonly Finding[], changes: readonly Change[]): Finding[] {
  if (lateChanges.length === 0) return [];
  const gains = new Map<string, CellDelta[]>();
  for (const cell of listCellDeltas(changes)) {
    if (cell.deltaMinutes <= 0) continue;
    const key = `${cell.personId} ${cell.deltaMinutes}`;
    const known = gains.get(key);
    if (known === undefined) gains.set(key, [cell]);
    else known.push(cell);
  }
  const ordered = [...lateChanges].sort(
    (a, b) =>
      compareText(a.subject.date ?? '', b.subject.date ?? '') ||
      (a.subject.runnProjectId ?? 0) - (b.subject.runnProjectId ?? 0),
  );
  const results: Finding[] = [];
  const unpaired: Finding[] = [];
  // Two passes, so that a pair within one project is never spoilt by a chance equality with another.
  const take = (late: Finding, isSameProject: boolean): CellDelta | undefined => {
    const candidates = gains.get(`${late.subject.runnPersonId} ${-(late.facts.deltaMinutes ?? 0)}`) ?? [];
    const at = candidates.findIndex((cell) => !isSameProject || cell.projectId === late.subject.runnProjectId);
    return at === -1 ? undefined : candidates.splice(at, 1)[0];
  };
  for (const isSameProject of [true, false]) {
    const waiting = isSameProject ? ordered : unpaired.splice(0);
    for (const late of waiting) {
      const gain = take(late, isSameProject);
      if (gain === undefined) {
        unpaired.push(late);
        continue;
      }
      const movedTo = { projectId: gain.projectId, date: gain.date };
      results.push(
        finding('moved-across-lock', late.subject, { seconds: late.seconds, facts: { ...late.facts, movedTo } }),
      );
    }
  }
  return [...results, ...unpaired];
}
