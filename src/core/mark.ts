/**
 * Marks: the piece of an actual's note by which Runn itself remembers who wrote the actual, and how much (R7).
 * `[Toggl 5:02+1:28]` is 5 hours 2 minutes billable and 1 hour 28 minutes non-billable.
 */
import { InternalError } from './errors.ts';
import type { Entry, Minutes } from './model.ts';

/** `owned`: a mark equals the minutes. `edited`: there are marks, none equals them. `foreign`: no mark (R7). */
export type Ownership = 'owned' | 'edited' | 'foreign';

/** Seven digits of hours stay far below what a number can hold exactly; anything longer is somebody's text. */
const markPattern = String.raw`\[Toggl (\d{1,7}):([0-5]\d)\+(\d{1,7}):([0-5]\d)\]`;
const markAnywhere = new RegExp(markPattern, 'g');
const markSomewhere = new RegExp(markPattern);
const markAtEnd = new RegExp(`${markPattern}$`);
const afterBracket = /(?<=\])/;
const longestMark = '[Toggl 9999999:59+9999999:59]'.length;

/** Writes the mark of whole, non-negative minutes; throws an `InternalError` for any other number (R7). */
export function renderMark(minutes: Minutes): string {
  return `[Toggl ${renderHours(minutes.billableMinutes)}+${renderHours(minutes.nonbillableMinutes)}]`;
}

function renderHours(minutes: number): string {
  if (!Number.isSafeInteger(minutes) || minutes < 0) {
    throw new InternalError('mark-minutes', `A mark needs whole minutes of 0 or more, not ${minutes}.`);
  }
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The minutes of every mark in a note, from left to right (R7: recognised anywhere). */
export function findMarks(text: string): Minutes[] {
  return Array.from(text.matchAll(markAnywhere), (match) => ({
    billableMinutes: Number(match[1]) * 60 + Number(match[2]),
    nonbillableMinutes: Number(match[3]) * 60 + Number(match[4]),
  }));
}

/**
 * The note without its marks, each taken out with one space that follows it. Text that becomes a mark because another
 * one inside it went is taken out as well: one pass with the tail of what is kept, so that a hostile note costs no
 * more than its length.
 */
export function removeMarks(text: string): string {
  const kept: string[] = [];
  let isAfterMark = false;
  for (const piece of text.split(afterBracket)) {
    for (const unit of isAfterMark && piece.startsWith(' ') ? piece.slice(1) : piece) kept.push(unit);
    const match = markAtEnd.exec(kept.slice(-longestMark).join(''));
    isAfterMark = match !== null;
    if (match !== null) kept.length -= match[0].length;
  }
  return kept.join('');
}

/**
 * Both notes of an actual as they have to be for these minutes: one mark, in the note of the side that has minutes,
 * billable first, for 0/0 in the non-billable one; the old marks are gone, the user's text is kept but for white space at its
 * ends. The mark comes first, so that a service that cuts long notes takes from the text (R7; runn.md section 8,
 * row 12). Doing it again changes nothing.
 */
export function placeMark(
  notes: Pick<Entry, 'billableNote' | 'nonbillableNote'>,
  minutes: Minutes,
): Pick<Entry, 'billableNote' | 'nonbillableNote'> {
  const mark = renderMark(minutes);
  const billableText = removeMarks(notes.billableNote).trim();
  const nonbillableText = removeMarks(notes.nonbillableNote).trim();
  return minutes.billableMinutes > 0
    ? { billableNote: `${mark} ${billableText}`.trim(), nonbillableNote: nonbillableText }
    : { billableNote: billableText, nonbillableNote: `${mark} ${nonbillableText}`.trim() };
}

/**
 * A whole entry when nobody has written anything but this tool: the minutes, and notes with nothing but the mark. Each
 * is made once, for the cells of a company share a few thousand of them: in the bench's million rows that is half of
 * the plan's memory, and looking for its mark saves `ownershipOf` nearly all of its searching.
 */
export function markedEntry(minutes: Minutes): Entry {
  const { billableMinutes, nonbillableMinutes } = minutes;
  const isKept = isWithinDay(billableMinutes) && isWithinDay(nonbillableMinutes);
  const key = billableMinutes * 1441 + nonbillableMinutes;
  const known = isKept ? markedEntries.get(key) : undefined;
  if (known !== undefined) return known;
  const notes = placeMark({ billableNote: '', nonbillableNote: '' }, minutes);
  const entry = { billableMinutes, nonbillableMinutes, ...notes };
  if (isKept) markedEntries.set(key, entry);
  return entry;
}

const markedEntries = new Map<number, Entry>();

function isWithinDay(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 0 && minutes <= 1440;
}

/** Whose an actual is, by the marks in its two notes (R7). */
export function ownershipOf(entry: Entry): Ownership {
  const { billableMinutes, nonbillableMinutes, billableNote, nonbillableNote } = entry;
  // Nearly all actuals of a run are as the tool wrote them, and one text is found in a fraction of a search's time.
  if (isWithinDay(billableMinutes) && isWithinDay(nonbillableMinutes)) {
    const asWritten = markedEntry(entry);
    const mark = `${asWritten.billableNote}${asWritten.nonbillableNote}`;
    if (billableNote.includes(mark) || nonbillableNote.includes(mark)) return 'owned';
  }
  if (!markSomewhere.test(billableNote) && !markSomewhere.test(nonbillableNote)) return 'foreign';
  const isEqual = [billableNote, nonbillableNote]
    .flatMap(findMarks)
    .some((mark) => mark.billableMinutes === billableMinutes && mark.nonbillableMinutes === nonbillableMinutes);
  return isEqual ? 'owned' : 'edited';
}
