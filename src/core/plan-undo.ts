/** What puts an earlier run back: a create is deleted, all else is written back with its notes. Pure. */
import { personDayOf } from './batches.ts';
import type { Actual, Change, Entry, IsoDate, Minutes } from './model.ts';
import { totalMinutes } from './round.ts';
import { entryOf, type FindStanding, indexStanding, isAsFound, isAsSent, isSameMinutes } from './standing.ts';

/**
 * What is known of a change's fate:
 * `written`, `deleted`: Runn said so. `unknown`: the run was cut off, so that only Runn can tell. `disputed`: Runn took
 * it, but answered otherwise (other minutes, no mark). `not-written`: refused, or never sent.
 */
export type Fate = 'written' | 'deleted' | 'unknown' | 'disputed' | 'not-written';

export interface EarlierChange {
  readonly change: Change;
  readonly fate: Fate;
}

/** `changed-since`: somebody or something wrote there. `paired`: it would put time back that now stands elsewhere (R12). */
export type LeftReason = 'changed-since' | 'paired' | 'closed-period';

/** A change of the earlier run that stays as it is. */
export interface LeftAlone {
  readonly change: Change;
  readonly reason: LeftReason;
  /** What Runn has there now. */
  readonly current: Minutes | null;
}

export interface UndoPlan {
  /**
   * In the order of the earlier run. `clear` deletes an actual that the run created, also where a clear writes 0
   * elsewhere; one that is written back is an `update`, or a `create` when the run had deleted it.
   */
  readonly changes: readonly Change[];
  readonly left: readonly LeftAlone[];
  /** Changes that are as the run found them: put back before, or never written. */
  readonly asBefore: number;
}

/**
 * Puts back what still is as the run left it, by its minutes, notes and mark.
 * @param actuals every actual of the run's window, as they are now
 * @param lockedThrough the last closed day (R13); nothing at or before it is written
 */
export function planUndo(
  earlier: readonly EarlierChange[],
  actuals: readonly Actual[],
  lockedThrough: IsoDate | null,
): UndoPlan {
  const findStanding = indexStanding(actuals);
  const left: LeftAlone[] = [];
  const changes: Change[] = [];
  let asBefore = 0;
  for (const each of earlier) {
    const { change } = each;
    const current = findStanding(change);
    if (each.fate === 'not-written' || isAsFound(change, current)) {
      asBefore += 1;
    } else if (!isAsLeft(each, current)) {
      left.push(leaveAlone(change, 'changed-since', current));
    } else if (lockedThrough !== null && change.date <= lockedThrough) {
      left.push(leaveAlone(change, 'closed-period', current));
    } else {
      changes.push(reverse(change, current));
    }
  }
  return holdPairs(changes, left, asBefore, findStanding);
}

function isAsLeft({ change, fate }: EarlierChange, current: Actual | undefined): boolean {
  switch (fate) {
    case 'deleted':
      return current === undefined;
    case 'written':
      return isAsSent(change, current);
    case 'disputed':
      // Without its mark, perhaps, which is why it is disputed.
      return current !== undefined && isSameMinutes(change.after, current);
    default:
      return current === undefined ? change.kind === 'clear' : isAsSent(change, current);
  }
}

const nothing: Entry = { billableMinutes: 0, nonbillableMinutes: 0, billableNote: '', nonbillableNote: '' };

function reverse(change: Change, current: Actual | undefined): Change {
  const { date, personId, projectId, roleId, workstreamId, phaseId, before } = change;
  const key = { reason: 'undone', date, personId, projectId, roleId, workstreamId } as const;
  const standing = { actualId: current?.id ?? null, before: current === undefined ? null : entryOf(current) };
  if (before === null) {
    return { ...key, ...standing, kind: 'clear', phaseId: current?.phaseId ?? phaseId, after: nothing };
  }
  return { ...key, ...standing, kind: current === undefined ? 'create' : 'update', phaseId, after: before };
}

/** R12: what a day cannot lose, because somebody wrote there, is not put back elsewhere on that day as well. */
function holdPairs(
  changes: readonly Change[],
  left: readonly LeftAlone[],
  asBefore: number,
  findStanding: FindStanding,
): UndoPlan {
  const blockedDays = new Set(
    left
      .filter(({ change, current }) => total(current) > total(change.before))
      .map(({ change }) => personDayOf(change)),
  );
  const isHeld = (change: Change) => blockedDays.has(personDayOf(change)) && total(change.after) > total(change.before);
  return {
    changes: changes.filter((change) => !isHeld(change)),
    left: [...left, ...changes.filter(isHeld).map((change) => leaveAlone(change, 'paired', findStanding(change)))],
    asBefore,
  };
}

function leaveAlone(change: Change, reason: LeftReason, current: Actual | undefined): LeftAlone {
  if (current === undefined) return { change, reason, current: null };
  const { billableMinutes, nonbillableMinutes } = current;
  return { change, reason, current: { billableMinutes, nonbillableMinutes } };
}

function total(minutes: Minutes | null): number {
  return minutes === null ? 0 : totalMinutes(minutes);
}
