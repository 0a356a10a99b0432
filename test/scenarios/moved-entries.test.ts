/** Entries are corrected after they were carried over: deleted, or moved to another project, day or period. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company, nothingToDo } from './a-company.ts';

describe('entries that change after they were carried over', () => {
  let company: Company;

  beforeEach(() => {
    company = new Company(['Eric', 'Jimi'], ['Moon', 'Mars']);
    company.tracks('Eric', 'Moon', '2024-01-09', '3:00');
    company.tracks('Jimi', 'Mars', '2024-01-09', '5:00');
    company.sync();
  });

  test('deleted: 0 stands in Runn, for nothing would mean that the planned hours were worked', () => {
    company.deletesTime('Eric', 'Moon', '2024-01-09');
    expect(company.sync()).toEqual({
      wrote: ['2024-01-09 Eric, Moon: 3:00+0:00 -> 0:00+0:00 gone-from-toggl'],
      found: [],
      refused: [],
    });
    company.tracks('Eric', 'Moon', '2024-01-09', '1:00');
    expect(company.sync().wrote).toEqual(['2024-01-09 Eric, Moon: 0:00+0:00 -> 1:00+0:00 changed-in-toggl']);
  });

  test('moved to another project: the old cell is cleared first, so that the day is never counted twice', () => {
    company.movesTime('Eric', 'Moon', '2024-01-09', { project: 'Mars' });
    expect(company.sync().wrote).toEqual([
      '2024-01-09 Eric, Moon: 3:00+0:00 -> 0:00+0:00 gone-from-toggl',
      '2024-01-09 Eric, Mars: none -> 3:00+0:00 new-in-toggl',
    ]);
  });

  test('moved to a project that nobody has linked: the old cell is cleared and the time listed', () => {
    company.togglOnly['Venus'] = { id: 31, archived: false };
    company.movesTime('Eric', 'Moon', '2024-01-09', { project: 'Venus' });
    expect(company.sync()).toEqual({
      wrote: ['2024-01-09 Eric, Moon: 3:00+0:00 -> 0:00+0:00 gone-from-toggl'],
      found: ['unmatched-project Venus (3:00)'],
      refused: [],
    });
  });

  test('moved to another day', () => {
    company.movesTime('Eric', 'Moon', '2024-01-09', { date: '2024-01-11' });
    expect(company.sync().wrote).toEqual([
      '2024-01-09 Eric, Moon: 3:00+0:00 -> 0:00+0:00 gone-from-toggl',
      '2024-01-11 Eric, Moon: none -> 3:00+0:00 new-in-toggl',
    ]);
  });

  test('moved out of the range that is read: nothing is lost, the next longer run carries it', () => {
    company.movesTime('Eric', 'Moon', '2024-01-09', { date: '2024-02-01' });
    expect(company.sync().wrote).toEqual(['2024-01-09 Eric, Moon: 3:00+0:00 -> 0:00+0:00 gone-from-toggl']);
    expect(company.sync({ until: '2024-02-29' }).wrote).toEqual([
      '2024-02-01 Eric, Moon: none -> 3:00+0:00 new-in-toggl',
    ]);
  });

  test('moved away from a project that has been archived: the gain is written, and named as perhaps counted twice', () => {
    const moon = company.projects['Moon'];
    if (moon === undefined) throw new Error('There is no Moon.');
    moon.archived = true;
    company.movesTime('Eric', 'Moon', '2024-01-09', { project: 'Mars' });
    const result = company.sync();
    expect(result.wrote).toEqual(['2024-01-09 Eric, Mars: none -> 3:00+0:00 new-in-toggl']);
    expect(result.found).toEqual(
      expect.arrayContaining(['archived 2024-01-09 Eric, Moon', 'moved-while-held 2024-01-09 Eric, Moon']),
    );
  });

  describe('after the books were closed through the 10th', () => {
    const rules = { lockedThrough: '2024-01-10' };

    test('a deleted entry is a late change, and stays in Runn', () => {
      company.deletesTime('Jimi', 'Mars', '2024-01-09');
      expect(company.sync({ rules })).toEqual({
        ...nothingToDo,
        found: ['late-change 2024-01-09 Jimi, Mars'],
      });
      expect(company.runn()).toContain('2024-01-09 Jimi, Mars: 5:00+0:00 ours');
    });

    test('time added to a closed day is a late change as well', () => {
      company.tracks('Jimi', 'Mars', '2024-01-10', '2:00');
      expect(company.sync({ rules })).toEqual({
        ...nothingToDo,
        found: ['late-change 2024-01-10 Jimi, Mars (2:00)'],
      });
    });

    test('moved across the lock: the gain is written, and told together with the loss that could not be', () => {
      company.movesTime('Eric', 'Moon', '2024-01-09', { date: '2024-01-11' });
      expect(company.sync({ rules })).toEqual({
        wrote: ['2024-01-11 Eric, Moon: none -> 3:00+0:00 new-in-toggl'],
        found: ['moved-across-lock 2024-01-09 Eric, Moon'],
        refused: [],
      });
      // The accountant opens the period again: now the loss is written as well.
      expect(company.sync().wrote).toEqual(['2024-01-09 Eric, Moon: 3:00+0:00 -> 0:00+0:00 gone-from-toggl']);
    });

    test('a closed day that agrees is in sync and not worth a word', () => {
      expect(company.sync({ rules })).toEqual(nothingToDo);
    });
  });
});
