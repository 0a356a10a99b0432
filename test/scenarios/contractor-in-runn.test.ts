/** Janis is paid through an agency: no Toggl account, her manager books her hours in Runn. Nothing of hers may be touched. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company, nothingToDo } from './a-company.ts';

describe('a contractor who books in Runn by hand', () => {
  let company: Company;

  beforeEach(() => {
    company = new Company(['Eric', 'Janis'], ['Moon', 'Mars']);
    company.person('Janis').links = [];
    company.books('Janis', 'Moon', '2024-01-02', '8:00', { note: 'Rechnung 4711' });
    company.tracks('Eric', 'Moon', '2024-01-02', '3:00');
  });

  test('her hours stay beside those that come from Toggl, day after day', () => {
    expect(company.sync()).toEqual({
      wrote: ['2024-01-02 Eric, Moon: none -> 3:00+0:00 new-in-toggl'],
      found: ['only-in-runn 2024-01-02 Janis, Moon'],
      refused: [],
    });
    company.books('Janis', 'Moon', '2024-01-03', '7:30');
    company.deletesTime('Eric', 'Moon', '2024-01-02');
    expect(company.sync()).toEqual({
      wrote: ['2024-01-02 Eric, Moon: 3:00+0:00 -> 0:00+0:00 gone-from-toggl'],
      found: ['only-in-runn 2024-01-02 Janis, Moon', 'only-in-runn 2024-01-03 Janis, Moon'],
      refused: [],
    });
    expect(company.runn({ notes: true })).toEqual([
      '2024-01-02 Eric, Moon: 0:00+0:00 ours ["","[Toggl 0:00+0:00]"]',
      '2024-01-02 Janis, Moon: 8:00+0:00 by hand ["Rechnung 4711",""]',
      '2024-01-03 Janis, Moon: 7:30+0:00 by hand ["",""]',
    ]);
  });

  test('not even the way over from the script, with --clear-unmarked, takes them', () => {
    company.sync({ flags: { adopt: true, clearUnmarked: true } });
    expect(company.runn()).toContain('2024-01-02 Janis, Moon: 8:00+0:00 by hand');
  });

  test('when she gets a Toggl account, what she booked before stays, and from then on Toggl counts', () => {
    company.sync();
    company.person('Janis').links = [12];
    company.tracks('Janis', 'Moon', '2024-01-03', '6:00');
    expect(company.sync()).toEqual({
      wrote: ['2024-01-03 Janis, Moon: none -> 6:00+0:00 new-in-toggl'],
      found: ['only-in-runn 2024-01-02 Janis, Moon'],
      refused: [],
    });
    expect(company.sync()).toEqual({ ...nothingToDo, found: ['only-in-runn 2024-01-02 Janis, Moon'] });
  });

  test('a second role of her own in a cell with Toggl time counts once', () => {
    company.person('Janis').links = [12];
    company.tracks('Janis', 'Mars', '2024-01-04', '5:00');
    company.sync();
    company.books('Janis', 'Mars', '2024-01-04', '2:00', { role: 'Designer' });
    expect(company.sync().wrote).toEqual(['2024-01-04 Janis, Mars: 5:00+0:00 -> 3:00+0:00 shared-cell']);
    expect(company.runn({ roles: true })).toContain('2024-01-04 Janis, Mars, Designer: 2:00+0:00 by hand');
  });
});
