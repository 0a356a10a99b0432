/** Links are external references that people edit by hand: they get lost, overwritten and copied. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company } from './a-company.ts';

describe('links that break', () => {
  let company: Company;

  beforeEach(() => {
    company = new Company(['Eric', 'Jimi'], ['Moon', 'Mars']);
    for (const date of ['2024-01-02', '2024-01-03']) {
      company.tracks('Eric', 'Moon', date, '8:00');
      company.tracks('Jimi', 'Mars', date, '6:00');
    }
    company.sync();
  });

  describe('a person unlinked after months', () => {
    test('keeps every hour: what was carried over may come from the time that now leads nowhere', () => {
      company.person('Eric').links = [];
      expect(company.sync()).toEqual({
        wrote: [],
        found: [
          'clear-withheld 2024-01-02 Eric, Moon',
          'clear-withheld 2024-01-03 Eric, Moon',
          'unmatched-person Eric (16:00)',
        ],
        refused: [],
      });
    });

    test('keeps the months before as well, whatever the range that is read, and tells their hours', () => {
      const months = { since: '2023-10-01' };
      for (const month of ['2023-10', '2023-11', '2023-12']) {
        for (const date of ['02', '09', '16', '23']) company.tracks('Eric', 'Moon', `${month}-${date}`, '8:00');
      }
      company.sync(months);
      const before = company.runn();
      company.person('Eric').links = [];
      const { wrote, found, refused } = company.sync(months);
      expect({ wrote, refused, runn: company.runn() }).toEqual({ wrote: [], refused: [], runn: before });
      expect(found).toContain('unmatched-person Eric (112:00)');
      expect(found.filter((finding) => finding.startsWith('clear-withheld'))).toHaveLength(14);
    });

    test('goes on where it stopped when the link is back', () => {
      company.person('Eric').links = [];
      company.tracks('Eric', 'Moon', '2024-01-04', '7:00');
      company.sync();
      company.person('Eric').links = [11];
      expect(company.sync()).toEqual({
        wrote: ['2024-01-04 Eric, Moon: none -> 7:00+0:00 new-in-toggl'],
        found: [],
        refused: [],
      });
    });
  });

  describe('an id overwritten', () => {
    test('with a colleague’s: both carry it, nobody knows who is meant, and nobody loses any time', () => {
      company.person('Eric').links = [12];
      expect(company.sync()).toEqual({
        wrote: [],
        found: [
          'ambiguous Jimi (12:00)',
          'ambiguous 2024-01-02 Jimi, Mars',
          'ambiguous 2024-01-03 Jimi, Mars',
          'clear-withheld 2024-01-02 Eric, Moon',
          'clear-withheld 2024-01-03 Eric, Moon',
          'unmatched-person Eric (16:00)',
        ],
        refused: [],
      });
    });

    test('with another project’s: the same', () => {
      company.project('Moon').links = [22];
      expect(company.sync()).toEqual({
        wrote: [],
        found: [
          'ambiguous Mars (12:00)',
          'ambiguous 2024-01-02 Jimi, Mars',
          'ambiguous 2024-01-03 Jimi, Mars',
          'clear-withheld 2024-01-02 Eric, Moon',
          'clear-withheld 2024-01-03 Eric, Moon',
          'unmatched-project Moon (16:00)',
        ],
        refused: [],
      });
    });

    test('with one that Toggl does not know: Toggl was not seen whole', () => {
      company.person('Eric').links = [99];
      expect(company.sync()).toEqual({
        wrote: [],
        found: [
          'not-proven 2024-01-02 Eric, Moon',
          'not-proven 2024-01-03 Eric, Moon',
          'unmatched-person Eric (16:00)',
        ],
        refused: [],
      });
    });

    test('with that of a newcomer: it leads to Eric now, and the brake stops what looks like a month of loss', () => {
      company.tracks('Eric', 'Moon', '2024-01-04', '8:00');
      company.sync();
      company.person('Eric').links = [];
      company.hires('Janis');
      company.person('Janis').links = [];
      company.person('Eric').links = [company.person('Janis').user];
      expect(company.sync()).toMatchObject({
        wrote: [],
        found: ['unmatched-person Eric (24:00)'],
        refused: ['brake'],
      });
    });
  });

  describe('a duplicate id', () => {
    test('on two live projects holds the time back until one of them is named', () => {
      company.project('Moon').links = [21, 22];
      company.tracks('Jimi', 'Mars', '2024-01-04', '1:00');
      expect(company.sync()).toEqual({
        wrote: [],
        found: ['ambiguous Mars (13:00)', 'ambiguous 2024-01-02 Jimi, Mars', 'ambiguous 2024-01-03 Jimi, Mars'],
        refused: [],
      });
      // `map` settles it without touching Runn.
      expect(company.sync({ map: { projects: { 22: 202 } } })).toEqual({
        wrote: ['2024-01-04 Jimi, Mars: none -> 1:00+0:00 new-in-toggl'],
        found: [],
        refused: [],
      });
    });

    test('on an archived project beside a live one: the live one is meant', () => {
      company.project('Moon').archived = true;
      company.project('Moon').links = [21, 22];
      company.tracks('Jimi', 'Mars', '2024-01-04', '1:00');
      expect(company.sync()).toEqual({
        wrote: ['2024-01-04 Jimi, Mars: none -> 1:00+0:00 new-in-toggl'],
        found: ['archived-duplicate Mars'],
        refused: [],
      });
    });
  });
});
