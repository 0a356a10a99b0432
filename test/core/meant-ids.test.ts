import { describe, expect, it } from 'vitest';
import { meantIds } from '../../src/core/meant-ids.ts';

describe('meantIds', () => {
  it('reads a bare number as itself', () => {
    expect(meantIds('170103135')).toEqual([170103135]);
  });

  it.each([
    ['blanks around it', ' 170 '],
    ['a no-break space', '170\u00a0'],
    ['an invisible character', '\u200b170'],
    ['a sign before it', '#170'],
    ['the name of the service before it', 'toggl:170'],
    ['zeros before it', '00170'],
    ['full-width digits', '１７０'],
    ['words after it', '170 (Moon Base)'],
    ['a point after it', '170.'],
    ['a decimal of a spreadsheet', '170.0'],
    ['several decimals', '170.00'],
    ['decimals and a blank', '170.0 '],
    ['decimals and several blanks', '170.0   '],
    ['decimals and a line break', '170.0\n'],
  ])('finds the number behind %s', (_, externalId) => {
    expect(meantIds(externalId)).toEqual([170]);
  });

  it.each(['1,700,300', '1.700.300', '1 700 300', "1'700'300", '1_700_300', '1,700,300.0'])(
    'reads the separators of thousands in %s, then each of the parts',
    (externalId) => {
      expect(meantIds(externalId)).toEqual([1700300, 1, 700, 300]);
    },
  );

  it('takes thousands that end in zeros for no decimals', () => {
    expect(meantIds('1.700.000')).toEqual([1700000, 1, 700]);
  });

  it('keeps decimals that are not zero: nobody writes an id so', () => {
    expect(meantIds('170.05')).toEqual([17005, 170, 5]);
  });

  it('keeps zeros within and at the end of an id', () => {
    expect(meantIds('#1007000')).toEqual([1007000]);
  });

  it('finds each of several ids, after all digits as one number', () => {
    expect(meantIds('170, 171')).toEqual([170171, 170, 171]);
  });

  it('names an id once', () => {
    expect(meantIds('170 170')).toEqual([170170, 170]);
  });

  it('reads the id in an address', () => {
    expect(meantIds('https://track.toggl.com/projects/170103135')).toEqual([170103135]);
  });

  it.each(['', '   ', 'Moon Base', '0', '000', '0.0'])('finds nothing in %j', (externalId) => {
    expect(meantIds(externalId)).toEqual([]);
  });

  it('leaves out numbers that are too long for an id', () => {
    expect(meantIds('12345678901234567890')).toEqual([]);
    expect(meantIds('9999999999999999')).toEqual([]);
  });
});
