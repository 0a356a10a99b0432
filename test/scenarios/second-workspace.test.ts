/** The studio buys a lab, which has a workspace of its own in Toggl; then somebody drops it from the configuration. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company, nothingToDo } from './a-company.ts';

describe('a second workspace added, then left out', () => {
  let company: Company;
  const map = { projects: { 21: 201, 31: 201, 32: 202 } };

  beforeEach(() => {
    company = new Company(['Eric'], ['Moon', 'Rocket']);
    company.togglOnly['Moon at the lab'] = { id: 31, archived: false };
    company.togglOnly['Rocket at the lab'] = { id: 32, archived: false };
    company.spaces['Lab'] = { isAdmin: true, plan: 'free' };
    company.tracks('Eric', 'Moon', '2024-01-02', '3:00');
    company.sync({ map, spaces: ['Studio'] });
    company.tracks('Eric', 'Moon at the lab', '2024-01-02', '2:00', { space: 'Lab' });
    company.tracks('Eric', 'Rocket at the lab', '2024-01-03', '4:00', { space: 'Lab' });
  });

  test('the time of both is summed in one cell', () => {
    expect(company.sync({ map })).toEqual({
      wrote: [
        '2024-01-02 Eric, Moon: 3:00+0:00 -> 5:00+0:00 changed-in-toggl',
        '2024-01-03 Eric, Rocket: none -> 4:00+0:00 new-in-toggl',
      ],
      found: [],
      refused: [],
    });
  });

  test('left out, its time stays in Runn: nothing was read that says it is gone', () => {
    company.sync({ map });
    expect(company.sync({ map, spaces: ['Studio'] })).toEqual({
      wrote: [],
      found: ['not-proven 2024-01-02 Eric, Moon (3:00)', 'not-proven 2024-01-03 Eric, Rocket'],
      refused: [],
    });
    expect(company.sync({ map })).toEqual(nothingToDo);
  });

  test('left out, new time in the other still arrives where nothing is lowered', () => {
    company.sync({ map });
    company.tracks('Eric', 'Moon', '2024-01-04', '1:00');
    expect(company.sync({ map, spaces: ['Studio'] }).wrote).toEqual([
      '2024-01-04 Eric, Moon: none -> 1:00+0:00 new-in-toggl',
    ]);
  });

  test('demoted there, the other workspace’s deletions wait as well', () => {
    company.sync({ map });
    company.spaces['Lab'] = { isAdmin: false, plan: 'free' };
    company.deletesTime('Eric', 'Moon', '2024-01-02');
    expect(company.sync({ map })).toEqual({
      wrote: [],
      found: ['not-proven 2024-01-02 Eric, Moon (2:00)'],
      refused: [],
    });
  });

  test('beyond its retention, what is no longer shown stays', () => {
    company.sync({ map });
    company.spaces['Lab'] = { isAdmin: true, plan: 'free', readableSince: '2024-01-03' };
    company.deletesTime('Eric', 'Moon at the lab', '2024-01-02');
    company.deletesTime('Eric', 'Rocket at the lab', '2024-01-03');
    expect(company.sync({ map })).toEqual({
      wrote: ['2024-01-03 Eric, Rocket: 4:00+0:00 -> 0:00+0:00 gone-from-toggl'],
      found: ['not-proven 2024-01-02 Eric, Moon (3:00)'],
      refused: [],
    });
  });

  test('left out, its time without a project goes: nothing in Runn says where that came from', () => {
    const noProject = { ...map, noProject: 202 };
    company.tracks('Eric', null, '2024-01-05', '1:00', { space: 'Lab' });
    company.sync({ map: noProject });
    expect(company.sync({ map: noProject, spaces: ['Studio'] }).found).toContain('not-proven 2024-01-05 Eric, Rocket');
    // Only where no project of the lab leads there as well.
    company.togglOnly['Internal'] = { id: 33, archived: false };
    const ofItsOwn = { projects: map.projects, noProject: 203 };
    company.projects['Internal'] = { id: 203, togglId: 33, links: [], archived: false, pricing: 'nb' };
    company.sync({ map: ofItsOwn });
    expect(company.sync({ map: ofItsOwn, spaces: ['Studio'] }).wrote).toEqual([
      '2024-01-05 Eric, Internal: 0:00+1:00 -> 0:00+0:00 gone-from-toggl',
    ]);
  });
});
