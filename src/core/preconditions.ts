/** Whether a plan that was made earlier may still be applied: Runn has what it had behind each change. Pure. */
import { isDeletion, keyOf, personDayOf } from './batches.ts';
import type { Actual, Change, Entry, IsoDate, Minutes, Rules } from './model.ts';
import { entryOf, indexStanding, isAsSent, isFilledZero } from './standing.ts';

/** An actual as the plan saw it. */
export type SeenActual = Entry & Pick<Actual, 'id' | 'date' | 'personId' | 'projectId' | 'roleId' | 'workstreamId'>;

/**
 * `done`: Runn has it already. `stale`: the cell's actuals are others than those that the plan saw. `stale-pair`: another
 * change of that person and day is stale (R12). `closed-period`: the day has been closed since (R13).
 */
export type Readiness = 'ready' | 'done' | 'stale' | 'stale-pair' | 'closed-period';

export interface CheckedChange {
  readonly change: Change;
  readonly readiness: Readiness;
  /** What stands under the change's key now. */
  readonly current: Minutes | null;
}

/** Every actual in the cells of the changes: what has to be the same when the plan is applied. */
export function listSeenActuals(changes: readonly Change[], actuals: readonly Actual[]): SeenActual[] {
  const cells = new Set(changes.map(cellOf));
  return actuals
    .filter((actual) => cells.has(cellOf(actual)))
    .map(({ id, date, personId, projectId, roleId, workstreamId, ...entry }) => ({
      id,
      date,
      personId,
      projectId,
      roleId,
      workstreamId,
      ...entryOf(entry),
    }));
}

/**
 * Compares every cell of the plan with Runn as it is now.
 * @param seen from `listSeenActuals` when the plan was made
 * @param actuals every actual of the plan's window, as they are now
 * @returns one answer for each change, in their order
 */
export function checkPreconditions(
  changes: readonly Change[],
  seen: readonly SeenActual[],
  actuals: readonly Actual[],
  options: { readonly lockedThrough: IsoDate | null; readonly clearWith: Rules['clearWith'] },
): CheckedChange[] {
  const findStanding = indexStanding(actuals);
  const isDone = (change: Change): boolean => {
    const current = findStanding(change);
    return isDeletion(change, options.clearWith) ? current === undefined : isAsSent(change, current);
  };
  const done = new Set(changes.filter(isDone));
  // What a change of the plan has brought about already is no difference.
  const doneKeys = new Set([...done].map(keyOf));
  const describeCells = (list: readonly SeenActual[]): ReadonlyMap<string, string> => {
    const cells = new Map<string, string[]>();
    for (const actual of list) {
      if (doneKeys.has(keyOf(actual)) || isFilledZero(actual)) continue;
      cells.set(cellOf(actual), [...(cells.get(cellOf(actual)) ?? []), describe(actual)]);
    }
    return new Map([...cells].map(([cell, lines]) => [cell, lines.sort().join('\n')]));
  };
  const then = describeCells(seen);
  const now = describeCells(actuals);
  const isStale = (change: Change): boolean =>
    !done.has(change) && then.get(cellOf(change)) !== now.get(cellOf(change));
  const staleDays = new Set(changes.filter(isStale).map(personDayOf));

  const readinessOf = (change: Change): Readiness => {
    if (done.has(change)) return 'done';
    if (isStale(change)) return 'stale';
    if (staleDays.has(personDayOf(change))) return 'stale-pair';
    return options.lockedThrough !== null && change.date <= options.lockedThrough ? 'closed-period' : 'ready';
  };
  return changes.map((change) => ({
    change,
    readiness: readinessOf(change),
    current: minutesOf(findStanding(change)),
  }));
}

function cellOf({ date, personId, projectId }: Pick<Change, 'date' | 'personId' | 'projectId'>): string {
  return `${date}|${personId}|${projectId}`;
}

/** Phases are not compared (runn.md section 8, row 13). */
function describe(actual: SeenActual): string {
  const { id, billableMinutes, nonbillableMinutes, billableNote, nonbillableNote } = actual;
  return JSON.stringify([
    id,
    keyOf(actual),
    billableMinutes,
    nonbillableMinutes,
    billableNote.trim(),
    nonbillableNote.trim(),
  ]);
}

function minutesOf(actual: Actual | undefined): Minutes | null {
  if (actual === undefined) return null;
  return { billableMinutes: actual.billableMinutes, nonbillableMinutes: actual.nonbillableMinutes };
}
