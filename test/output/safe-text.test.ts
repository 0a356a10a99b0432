import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeText } from '../../src/output/safe-text.ts';

describe('safeText', () => {
  it.each([
    ['an escape sequence', '\u001b[31mred\u001b[0m', 'red'],
    ['a title sequence', '\u001b]0;title\u0007name', 'name'],
    ['line breaks and tabs', 'one\r\n two\tthree', 'one two three'],
    ['a turned reading direction', 'a\u202egnp.exe', 'agnp.exe'],
    ['zero-width characters', 'Er\u200bic\ufeff', 'Eric'],
    ['a lone surrogate', 'a\ud800b', 'ab'],
    ['C1 controls', 'a\u009b31mb', 'ab'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'a b c'],
  ])('neutralises %s', (_what, text, expected) => {
    expect(safeText(text)).toBe(expected);
  });

  it.each(['Łucja Wiśniewska', '山田 太郎', '👨‍👩‍👧 family', 'नमस्ते', 'می‌خواهم', '🚀'])('keeps %s', (text) => {
    expect(safeText(text)).toBe(text);
  });

  it('limits marks piled on one letter', () => {
    expect(safeText(`a${'\u0301'.repeat(50)}`)).toBe(`a${'\u0301'.repeat(4)}`);
  });

  it('leaves no control or format character of any text but joiners', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(safeText(text)).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
