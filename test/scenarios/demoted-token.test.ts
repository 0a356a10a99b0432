/** The token's owner is no longer an admin in Toggl: reports show only their own time, without an error. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company, nothingToDo } from './a-company.ts';

describe('a demoted token', () => {
  let company: Company;

  beforeEach(() => {
    company = new Company(['Eric', 'Jimi'], ['Moon']);
    company.tracks('Eric', 'Moon', '2024-01-02', '8:00');
    company.tracks('Jimi', 'Moon', '2024-01-02', '7:00');
    company.sync();
    company.spaces['Studio'] = { isAdmin: false, plan: 'paid' };
    // What Toggl still shows is Eric's, whose token it is.
    company.deletesTime('Jimi', 'Moon', '2024-01-02');
  });

  test('the others’ time is not gone, it was not seen', () => {
    expect(company.sync()).toEqual({ ...nothingToDo, found: ['not-proven 2024-01-02 Jimi, Moon'] });
    expect(company.runn()).toContain('2024-01-02 Jimi, Moon: 7:00+0:00 ours');
  });

  test('time that is seen and new is written all the same', () => {
    company.tracks('Eric', 'Moon', '2024-01-03', '2:00');
    expect(company.sync().wrote).toEqual(['2024-01-03 Eric, Moon: none -> 2:00+0:00 new-in-toggl']);
  });

  test('even the owner’s own time is not lowered: nobody can tell what else is hidden', () => {
    company.deletesTime('Eric', 'Moon', '2024-01-02');
    company.tracks('Eric', 'Moon', '2024-01-02', '5:00');
    expect(company.sync().found).toContain('not-proven 2024-01-02 Eric, Moon (5:00)');
  });

  test('time that only changes side is not moved either', () => {
    company.deletesTime('Eric', 'Moon', '2024-01-02');
    company.tracks('Eric', 'Moon', '2024-01-02', '8:00', { billable: false });
    expect(company.sync().wrote).toEqual([]);
  });

  test('with an admin’s token again, what is really gone goes', () => {
    company.sync();
    company.spaces['Studio'] = { isAdmin: true, plan: 'paid' };
    expect(company.sync()).toEqual({
      wrote: ['2024-01-02 Jimi, Moon: 7:00+0:00 -> 0:00+0:00 gone-from-toggl'],
      found: [],
      refused: [],
    });
  });
});
