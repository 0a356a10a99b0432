/** What Runn has now, laid beside what a change found and what it left: for `undo` and for plan files. Pure. */
import { keyOf } from './batches.ts';
import { ownershipOf } from './mark.ts';
import type { Actual, Change, Entry, Minutes } from './model.ts';
import { totalMinutes } from './round.ts';

/**
 * The actual that stands under a change's key. By key and not by id: Runn writes by key, and an actual that was moved to
 * another role since is another one (runn.md section 2.1).
 */
export type FindStanding = (change: Change) => Actual | undefined;

export function indexStanding(actuals: readonly Actual[]): FindStanding {
  const byKey = new Map<string, Actual[]>();
  for (const actual of actuals) byKey.set(keyOf(actual), [...(byKey.get(keyOf(actual)) ?? []), actual]);
  return (change) => {
    const candidates = byKey.get(keyOf(change)) ?? [];
    return candidates.find(({ id }) => id === change.actualId) ?? candidates[0];
  };
}

/** Whether `current` is what the change found: the same minutes and notes, or nothing where it found nothing. */
export function isAsFound({ before }: Change, current: Actual | undefined): boolean {
  if (before === null || current === undefined) return before === null && current === undefined;
  return (
    isSameMinutes(before, current) &&
    before.billableNote.trim() === current.billableNote.trim() &&
    before.nonbillableNote.trim() === current.nonbillableNote.trim()
  );
}

/** Whether `current` is what the change sent: its minutes, its notes (perhaps cut at their end), the same ownership. */
export function isAsSent({ after }: Change, current: Actual | undefined): boolean {
  return (
    current !== undefined &&
    isSameMinutes(after, current) &&
    isNoteAsSent(after.billableNote, current.billableNote) &&
    isNoteAsSent(after.nonbillableNote, current.nonbillableNote) &&
    ownershipOf(after) === ownershipOf(current)
  );
}

/** How long Runn keeps a note is unknown: the beginning of a long one counts as the note (runn.md section 8, row 12). */
function isNoteAsSent(sent: string, stored: string): boolean {
  const [text, kept] = [sent.trim(), stored.trim()];
  return text === kept || (kept !== '' && text.startsWith(kept));
}

/** An unmarked 0/0 belongs to nobody and agrees with no time (runn.md section 8, row 5). */
export function isFilledZero(actual: Entry): boolean {
  return totalMinutes(actual) === 0 && ownershipOf(actual) === 'foreign';
}

export function isSameMinutes(a: Minutes, b: Minutes): boolean {
  return a.billableMinutes === b.billableMinutes && a.nonbillableMinutes === b.nonbillableMinutes;
}

export function entryOf({ billableMinutes, nonbillableMinutes, billableNote, nonbillableNote }: Entry): Entry {
  return { billableMinutes, nonbillableMinutes, billableNote, nonbillableNote };
}
