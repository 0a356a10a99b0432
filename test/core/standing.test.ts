import { describe, expect, it } from 'vitest';
import type { Actual, Change, Entry } from '../../src/core/model.ts';
import { entryOf, indexStanding, isAsFound, isAsSent, isFilledZero, isSameMinutes } from '../../src/core/standing.ts';
import type { Plain } from '../builders/plain.ts';
import { aChange, aFilledZero, anActual, anEdited, anOwned } from '../builders/runn.ts';

/** Five hours two billable, an hour twenty-eight not, as the tool writes it. */
const sent: Entry = {
  billableMinutes: 302,
  nonbillableMinutes: 88,
  billableNote: '[Toggl 5:02+1:28] door',
  nonbillableNote: 'car',
};

const found: Entry = { billableMinutes: 30, nonbillableMinutes: 90, billableNote: 'door', nonbillableNote: 'car' };

describe('indexStanding', () => {
  it('finds what stands under the key of a change', () => {
    const actuals = [anActual({ id: 1, date: '2024-01-01' }), anActual({ id: 2 }), anActual({ id: 3, personId: 457 })];
    expect(indexStanding(actuals)(aChange())).toBe(actuals[1]);
  });

  it('finds an actual that was deleted and made again under the same key', () => {
    const again = anActual({ id: 9 });
    expect(indexStanding([again])(aChange({ actualId: 1 }))).toBe(again);
  });

  it('does not take one that was moved to another role since for the one that was', () => {
    expect(indexStanding([anActual({ id: 1, roleId: 11 })])(aChange({ actualId: 1 }))).toBeUndefined();
  });

  it('prefers the very actual of the change where several stand under its key', () => {
    const twins = [anActual({ id: 1 }), anActual({ id: 2 }), anActual({ id: 3 })];
    const findStanding = indexStanding(twins);
    expect(findStanding(aChange({ actualId: 2 }))).toBe(twins[1]);
    expect(findStanding(aChange({ actualId: 3 }))).toBe(twins[2]);
    expect(findStanding(aChange({ actualId: null }))).toBe(twins[0]);
  });

  it('finds nothing where nothing stands', () => {
    expect(indexStanding([])(aChange())).toBeUndefined();
  });
});

describe('isAsFound', () => {
  const changeOf = (before: Entry | null): Change => aChange({ kind: before === null ? 'create' : 'update', before });

  it('is so where nothing was found and nothing stands', () => {
    expect(isAsFound(changeOf(null), undefined)).toBe(true);
  });

  it('is not so where something stands now, or nothing any more', () => {
    expect(isAsFound(changeOf(null), anActual())).toBe(false);
    expect(isAsFound(changeOf(found), undefined)).toBe(false);
  });

  it('is so with the same minutes and notes, but for blanks at their ends', () => {
    expect(isAsFound(changeOf(found), anActual(found))).toBe(true);
    expect(isAsFound(changeOf(found), anActual({ ...found, billableNote: ' door\n', nonbillableNote: 'car ' }))).toBe(
      true,
    );
    const padded = { ...found, billableNote: ' door', nonbillableNote: 'car ' };
    expect(isAsFound(changeOf(padded), anActual(found))).toBe(true);
  });

  it.each<[string, Partial<Plain<Actual>>]>([
    ['billable minutes', { billableMinutes: 31 }],
    ['non-billable minutes', { nonbillableMinutes: 91 }],
    ['a billable note', { billableNote: 'doors' }],
    ['a non-billable note', { nonbillableNote: 'cars' }],
  ])('is not so with other %s', (_, over) => {
    expect(isAsFound(changeOf(found), anActual({ ...found, ...over }))).toBe(false);
  });
});

describe('isAsSent', () => {
  const isSent = (over: Partial<Plain<Actual>>, after: Entry = sent) =>
    isAsSent(aChange({ after }), anActual({ ...after, ...over }));

  it('is not so where nothing stands', () => {
    expect(isAsSent(aChange({ after: sent }), undefined)).toBe(false);
  });

  it('is so with the same minutes and notes, but for blanks at their ends', () => {
    expect(isSent({})).toBe(true);
    expect(isSent({ billableNote: ' [Toggl 5:02+1:28] door ', nonbillableNote: ' car\n' })).toBe(true);
    expect(
      isSent(
        { billableNote: 'door', nonbillableNote: 'car' },
        { ...found, billableNote: ' door ', nonbillableNote: ' car ' },
      ),
    ).toBe(true);
  });

  it.each<[string, Partial<Plain<Actual>>]>([
    ['billable minutes', { billableMinutes: 303 }],
    ['non-billable minutes', { nonbillableMinutes: 89 }],
    ['words after its note', { billableNote: '[Toggl 5:02+1:28] door, and more' }],
    ['words in its other note', { nonbillableNote: 'a car' }],
    ['an end of its note alone', { nonbillableNote: 'ar' }],
    ['a note that was emptied', { nonbillableNote: '' }],
    ['a lost mark', { billableNote: 'door' }],
  ])('is not so with %s', (_, over) => {
    expect(isSent(over)).toBe(false);
  });

  it('is so with a note that Runn cut at its end (runn.md section 8, row 12)', () => {
    expect(isSent({ billableNote: '[Toggl 5:02+1:28] do' })).toBe(true);
    expect(isSent({ nonbillableNote: 'c' })).toBe(true);
  });

  it('is not so when the cut took a part of the mark: then nobody owns it', () => {
    expect(isSent({ billableNote: '[Toggl 5:02+1:' })).toBe(false);
  });

  it('is so without any notes, and not with words where there were none', () => {
    const bare = { ...found, billableNote: '', nonbillableNote: '' };
    expect(isSent({}, bare)).toBe(true);
    expect(isSent({ billableNote: 'door' }, bare)).toBe(false);
  });
});

describe('isFilledZero', () => {
  it('is 0/0 without a mark, whatever else its notes say', () => {
    expect(isFilledZero(aFilledZero())).toBe(true);
    expect(isFilledZero(aFilledZero({ billableNote: 'on leave' }))).toBe(true);
  });

  it('is not one that the tool wrote, changed since or not', () => {
    expect(isFilledZero(anOwned({ billableMinutes: 0, nonbillableMinutes: 0 }))).toBe(false);
    expect(isFilledZero(anEdited({ billableMinutes: 0, nonbillableMinutes: 0 }))).toBe(false);
  });

  it('is nothing with minutes on either side', () => {
    expect(isFilledZero(anActual({ billableMinutes: 1, nonbillableMinutes: 0 }))).toBe(false);
    expect(isFilledZero(anActual({ billableMinutes: 0, nonbillableMinutes: 1 }))).toBe(false);
  });
});

describe('isSameMinutes', () => {
  it('compares both sides, not their sum', () => {
    const minutes = { billableMinutes: 30, nonbillableMinutes: 60 };
    expect(isSameMinutes(minutes, { ...minutes })).toBe(true);
    expect(isSameMinutes(minutes, { billableMinutes: 60, nonbillableMinutes: 30 })).toBe(false);
    expect(isSameMinutes(minutes, { ...minutes, billableMinutes: 31 })).toBe(false);
    expect(isSameMinutes(minutes, { ...minutes, nonbillableMinutes: 61 })).toBe(false);
  });
});

describe('entryOf', () => {
  it('is what Runn keeps of an actual beside its key', () => {
    expect(entryOf(anActual({ ...sent, phaseId: 5 }))).toEqual(sent);
  });
});
