import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMarks, markedEntry, ownershipOf, placeMark, removeMarks, renderMark } from '../../src/core/mark.ts';
import type { Entry, Minutes } from '../../src/core/model.ts';

const minutesOf = (billableMinutes: number, nonbillableMinutes: number): Minutes => ({
  billableMinutes,
  nonbillableMinutes,
});
const anEntry = (fields: Partial<Entry> = {}): Entry => ({
  billableMinutes: 302,
  nonbillableMinutes: 88,
  billableNote: '',
  nonbillableNote: '',
  ...fields,
});

const someMinutes = fc.record({
  billableMinutes: fc.nat({ max: 100_000 }),
  nonbillableMinutes: fc.nat({ max: 100_000 }),
});
/** Notes as people and programs leave them: any language, line breaks, whole marks and pieces of marks, nested too. */
const someNote = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      someMinutes.map(renderMark),
      fc.constantFrom('[Toggl ', '[', ']', ' ', '\n', '5:02', '+', '1:28]', '[Toggl 0:00+', 'fixed the door'),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));
const someNotes = fc.record({ billableNote: someNote, nonbillableNote: someNote });

/** The slow, obvious definition: take out the first mark and the space after it, until there is none. */
function removeOneByOne(text: string): string {
  const shorter = text.replace(/\[Toggl \d{1,7}:[0-5]\d\+\d{1,7}:[0-5]\d\] ?/, '');
  return shorter === text ? text : removeOneByOne(shorter);
}

describe('renderMark', () => {
  it('writes both sides as hours and minutes', () => {
    expect(renderMark(minutesOf(302, 88))).toBe('[Toggl 5:02+1:28]');
  });

  it('writes zeros and days that are longer than a day', () => {
    expect(renderMark(minutesOf(0, 0))).toBe('[Toggl 0:00+0:00]');
    expect(renderMark(minutesOf(1445, 6000))).toBe('[Toggl 24:05+100:00]');
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %s minutes', (minutes) => {
    expect(() => renderMark(minutesOf(minutes, 0))).toThrow(expect.objectContaining({ code: 'mark-minutes' }));
  });
});

describe('findMarks', () => {
  it('finds each mark, wherever it stands', () => {
    expect(findMarks('a [Toggl 5:02+1:28]\n[Toggl 0:00+0:01] b')).toEqual([minutesOf(302, 88), minutesOf(0, 1)]);
  });

  it.each(['[Toggl 5:02]', '[toggl 5:02+1:28]', '[Toggl 5:62+1:28]', '[Toggl  5:02+1:28]', '[Toggl 5:02 + 1:28]', ''])(
    'takes %j for text',
    (text) => {
      expect(findMarks(text)).toEqual([]);
    },
  );

  it('reads back what renderMark writes', () => {
    fc.assert(
      fc.property(someMinutes, (minutes) => {
        expect(findMarks(renderMark(minutes))).toEqual([minutes]);
      }),
    );
  });
});

describe('removeMarks', () => {
  it('takes a mark with the space after it and keeps the text around', () => {
    expect(removeMarks('before [Toggl 5:02+1:28] after')).toBe('before after');
  });

  it('takes a mark that forms when another one goes', () => {
    expect(removeMarks('x[Toggl [Toggl 1:00+0:00]5:02+1:28]y')).toBe('xy');
  });

  it('keeps blanks that follow no mark', () => {
    expect(removeMarks(' x ')).toBe(' x ');
    expect(removeMarks('[Toggl] x')).toBe('[Toggl] x');
    expect(removeMarks('[Toggl 0:00+0:00]x y')).toBe('x y');
  });

  it('keeps letters of any length beside a mark', () => {
    expect(removeMarks('🚀[Toggl 1:00+0:00] 👩‍🚀')).toBe('🚀👩‍🚀');
  });

  it('takes the longest mark that there can be, and no longer one', () => {
    expect(removeMarks('x[Toggl 9999999:59+9999999:59]')).toBe('x');
    expect(removeMarks('x[Toggl 10000000:00+0:00]')).toBe('x[Toggl 10000000:00+0:00]');
  });

  it('leaves a text without a mark alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(findMarks(text).length === 0);
        expect(removeMarks(text)).toBe(text);
      }),
    );
  });

  it('leaves no mark in any text', () => {
    fc.assert(
      fc.property(someNote, (note) => {
        expect(findMarks(removeMarks(note))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('does what taking them out one by one does', () => {
    fc.assert(
      fc.property(someNote, (note) => {
        expect(removeMarks(note)).toBe(removeOneByOne(note));
      }),
      { numRuns: 500 },
    );
  });

  it('takes a long note in one line', () => {
    const line = 'x'.repeat(300_000);
    expect(removeMarks(`${line}[Toggl 0:00+0:00] ${line}`)).toBe(`${line}${line}`);
  });

  it('is done soon with a long note of nested marks', () => {
    const depth = 20_000;
    expect(removeMarks('[Toggl '.repeat(depth) + '1:00+0:00]'.repeat(depth))).toBe('');
  });
});

describe('placeMark', () => {
  it('marks the billable note first', () => {
    expect(placeMark({ billableNote: 'door', nonbillableNote: 'car' }, minutesOf(302, 88))).toEqual({
      billableNote: '[Toggl 5:02+1:28] door',
      nonbillableNote: 'car',
    });
  });

  it.each([minutesOf(0, 88), minutesOf(0, 0)])('marks the non-billable note of %o', (minutes) => {
    expect(placeMark({ billableNote: 'door', nonbillableNote: '' }, minutes)).toEqual({
      billableNote: 'door',
      nonbillableNote: renderMark(minutes),
    });
  });

  it('replaces the marks of both notes', () => {
    const notes = { billableNote: 'a [Toggl 1:00+0:00] b', nonbillableNote: '[Toggl 0:00+2:00] c' };
    expect(placeMark(notes, minutesOf(60, 1))).toEqual({
      billableNote: '[Toggl 1:00+0:01] a b',
      nonbillableNote: 'c',
    });
  });

  it('makes any actual an owned one with a single mark', () => {
    fc.assert(
      fc.property(someNotes, someMinutes, (notes, minutes) => {
        const placed = placeMark(notes, minutes);
        expect([...findMarks(placed.billableNote), ...findMarks(placed.nonbillableNote)]).toEqual([minutes]);
        expect(ownershipOf({ ...placed, ...minutes })).toBe('owned');
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing when it is done again', () => {
    fc.assert(
      fc.property(someNotes, someMinutes, (notes, minutes) => {
        const placed = placeMark(notes, minutes);
        expect(placeMark(placed, minutes)).toEqual(placed);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the text of both notes through any number of changes', () => {
    fc.assert(
      fc.property(someNotes, fc.array(someMinutes, { minLength: 1, maxLength: 5 }), (notes, history) => {
        const last = history.reduce((standing, minutes) => placeMark(standing, minutes), notes);
        expect(removeMarks(last.billableNote).trim()).toBe(removeMarks(notes.billableNote).trim());
        expect(removeMarks(last.nonbillableNote).trim()).toBe(removeMarks(notes.nonbillableNote).trim());
      }),
    );
  });
});

describe('markedEntry', () => {
  it('is the minutes with the mark and nothing else in the notes', () => {
    expect(markedEntry(minutesOf(302, 88))).toEqual(anEntry({ billableNote: '[Toggl 5:02+1:28]' }));
    expect(markedEntry(minutesOf(0, 0))).toEqual({
      ...minutesOf(0, 0),
      billableNote: '',
      nonbillableNote: '[Toggl 0:00+0:00]',
    });
  });

  it('is made once for all cells of the same minutes of a day', () => {
    for (const [billable, nonbillable] of [
      [302, 88],
      [0, 0],
      [1440, 0],
      [0, 1440],
      [1440, 1440],
    ] as const) {
      const entry = markedEntry(minutesOf(billable, nonbillable));
      expect(markedEntry(minutesOf(billable, nonbillable))).toBe(entry);
    }
  });

  it('belongs to its own minutes, whatever was asked before', () => {
    const asked = fc.array(fc.record({ billableMinutes: fc.nat(3000), nonbillableMinutes: fc.nat(3000) }));
    fc.assert(
      fc.property(asked, (list) => {
        for (const minutes of list) {
          expect(markedEntry(minutes)).toEqual({
            ...minutes,
            ...placeMark({ billableNote: '', nonbillableNote: '' }, minutes),
          });
        }
      }),
    );
  });

  it('is refused for fractions and negative minutes', () => {
    markedEntry(minutesOf(0, 720));
    for (const minutes of [minutesOf(0.5, -0.5), minutesOf(0.5, 0), minutesOf(1, -1)]) {
      expect(() => markedEntry(minutes)).toThrow(expect.objectContaining({ code: 'mark-minutes' }));
    }
  });
});

describe('ownershipOf', () => {
  it('is owned for days longer than a day, and edited for fractions beside a mark', () => {
    const long = minutesOf(100_000, 1441);
    expect(ownershipOf({ ...long, billableNote: '', nonbillableNote: renderMark(long) })).toBe('owned');
    expect(ownershipOf(anEntry({ ...minutesOf(0.5, 0), nonbillableNote: '[Toggl 0:00+12:00]' }))).toBe('edited');
  });

  it('is owned when any mark in either note equals the minutes', () => {
    expect(ownershipOf(anEntry({ nonbillableNote: 'x [Toggl 1:00+0:00][Toggl 5:02+1:28]' }))).toBe('owned');
  });

  it('is owned with words around the mark, in either note, for minutes on either side', () => {
    expect(ownershipOf(anEntry({ billableNote: 'door [Toggl 5:02+1:28] car' }))).toBe('owned');
    expect(ownershipOf(anEntry({ billableNote: 'door', nonbillableNote: 'car[Toggl 5:02+1:28]' }))).toBe('owned');
    expect(ownershipOf(anEntry({ ...minutesOf(0, 0), billableNote: '[Toggl 0:00+0:00]' }))).toBe('owned');
    expect(ownershipOf(anEntry({ ...minutesOf(0, 1440), nonbillableNote: 'x [Toggl 0:00+24:00]' }))).toBe('owned');
    expect(ownershipOf(anEntry({ ...minutesOf(1441, 0), nonbillableNote: 'x [Toggl 24:01+0:00]' }))).toBe('owned');
    const several = '[Toggl 1:00+0:00][Toggl 24:01+0:00]';
    expect(ownershipOf(anEntry({ ...minutesOf(1441, 0), nonbillableNote: several }))).toBe('owned');
  });

  it('goes by the numbers of a mark, however they are written', () => {
    expect(ownershipOf(anEntry({ billableNote: '[Toggl 05:02+001:28]' }))).toBe('owned');
  });

  it('is edited when only one side of a mark equals the minutes', () => {
    expect(ownershipOf(anEntry({ billableNote: '[Toggl 5:02+1:29]' }))).toBe('edited');
    expect(ownershipOf(anEntry({ nonbillableNote: '[Toggl 5:03+1:28]' }))).toBe('edited');
    expect(ownershipOf(anEntry({ ...minutesOf(-60, 0), nonbillableNote: '[Toggl 1:00+0:00]' }))).toBe('edited');
  });

  it('is edited when there are marks and none equals the minutes', () => {
    expect(ownershipOf(anEntry({ billableNote: '[Toggl 5:02+1:28]', billableMinutes: 300 }))).toBe('edited');
    expect(ownershipOf(anEntry({ billableNote: '[Toggl 1:28+5:02]' }))).toBe('edited');
  });

  it('is foreign without a mark', () => {
    expect(ownershipOf(anEntry({ billableNote: 'Toggl 5:02+1:28' }))).toBe('foreign');
  });
});

describe('what is kept for the next time', () => {
  it('is never mistaken for other minutes, however many there are', () => {
    for (const [billableMinutes, nonbillableMinutes] of [
      [0, 1441],
      [1, 0],
      [1441, 2882],
      [1442, 1441],
      [1441, 0],
      [1440, 1441],
    ] as const) {
      const minutes = { billableMinutes, nonbillableMinutes };
      expect(markedEntry(minutes)).toMatchObject(minutes);
      expect(findMarks(Object.values(markedEntry(minutes)).join(' '))).toEqual([minutes]);
    }
  });
});

describe('what goes with a mark', () => {
  it('is one blank after it, and no more', () => {
    expect(removeMarks('x[Toggl 0:00+0:00]  y')).toBe('x y');
  });

  it('is white space at the ends of either note', () => {
    const notes = { billableNote: ' left ', nonbillableNote: ' right ' };
    expect(placeMark(notes, { billableMinutes: 60, nonbillableMinutes: 0 })).toEqual({
      billableNote: '[Toggl 1:00+0:00] left',
      nonbillableNote: 'right',
    });
    expect(placeMark(notes, { billableMinutes: 0, nonbillableMinutes: 60 })).toEqual({
      billableNote: 'left',
      nonbillableNote: '[Toggl 0:00+1:00] right',
    });
  });

  it('is a refusal of minutes that are none, with the number', () => {
    expect(() => renderMark({ billableMinutes: 1.5, nonbillableMinutes: 0 })).toThrow(
      'A mark needs whole minutes of 0 or more, not 1.5.',
    );
  });
});
