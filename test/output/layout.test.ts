import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { cutMiddle, layOutTable, wrapText } from '../../src/output/layout.ts';

const cells = (...texts: string[]) => texts.map((text) => ({ text }));

describe('layOutTable', () => {
  it('aligns columns behind wide characters and emoji', () => {
    const lines = layOutTable(
      [cells('山田 太郎', '1:00'), cells('🪴🚀', '10:00'), cells('Ada', '0:30')],
      [{ align: 'left' }, { align: 'right' }],
      { width: 80 },
    );
    expect(lines).toEqual(['山田 太郎   1:00', '🪴🚀       10:00', 'Ada         0:30']);
  });

  it('leaves out columns that are empty in every row', () => {
    const columns = [{ align: 'left' }, { align: 'left' }, { align: 'left' }] as const;
    expect(layOutTable([cells('a', '', 'b')], columns, { width: 80 })).toEqual(['a  b']);
  });

  it('cuts only the columns that may shrink', () => {
    const columns = [{ align: 'left', shrinksTo: 5 }, { align: 'left' }] as const;
    expect(layOutTable([cells('a very long name', 'untouched')], columns, { width: 20 })).toEqual([
      'a very…me  untouched',
    ]);
  });

  it('colours after it has measured', () => {
    const lines = layOutTable(
      [[{ text: 'ab', paint: (text) => `<${text}>` }, { text: 'c' }], cells('abcd', 'e')],
      [{ align: 'left' }, { align: 'left' }],
      { width: 80 },
    );
    expect(lines).toEqual(['<ab>    c', 'abcd  e']);
  });
});

describe('cutMiddle', () => {
  it('keeps both ends', () => {
    expect(cutMiddle('Website relaunch, phase 2', 16)).toBe('Website re…ase 2');
  });

  it('never splits a grapheme and never exceeds the width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 4, max: 30 }), (text, width) => {
        expect(stringWidth(cutMiddle(text, width))).toBeLessThanOrEqual(width);
      }),
    );
    expect(cutMiddle('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 5)).toBe('👨‍👩‍👧…');
  });
});

describe('wrapText', () => {
  it('breaks between words and indents what follows', () => {
    expect(wrapText('one two three four', { width: 12, indent: 2, first: '- ' })).toEqual([
      '- one two',
      '  three four',
    ]);
  });

  it('keeps a long command of ours together, so that it can be copied', () => {
    const command = '`toggl-runn sync --since 2024-01-01 --until 2024-01-07 --person "Eric Clapton"`';
    expect(wrapText(`now run ${command} again`, { width: 40 })).toEqual(['now run', command, 'again']);
  });

  it('keeps a command in backquotes together', () => {
    expect(wrapText('now run `toggl-runn sync` again', { width: 20 })).toEqual([
      'now run',
      '`toggl-runn sync`',
      'again',
    ]);
  });

  it('lets a word stick out that is wider than a line', () => {
    expect(wrapText('see abcdefghijklmnop there', { width: 10 })).toEqual(['see', 'abcdefghijklmnop', 'there']);
  });

  it('answers with no line for no words', () => {
    expect(wrapText('  ', { width: 10 })).toEqual([]);
  });
});
