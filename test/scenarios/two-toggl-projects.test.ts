/** Moon is one project in Runn. In Toggl it was `Moon 2023`, archived since New Year, and is `Moon` now. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company, nothingToDo } from './a-company.ts';

describe('two Toggl projects on one Runn project, one archived', () => {
  let company: Company;
  const map = { projects: { 21: 201, 31: 201 } };

  beforeEach(() => {
    company = new Company(['Eric'], ['Moon']);
    company.togglOnly['Moon 2023'] = { id: 31, archived: true };
    company.tracks('Eric', 'Moon', '2024-01-02', '2:00');
    company.tracks('Eric', 'Moon 2023', '2024-01-02', '1:30');
    company.tracks('Eric', 'Moon 2023', '2024-01-03', '4:00');
  });

  test('the time of both is one cell a day: time is time, archived or not', () => {
    expect(company.sync({ map })).toEqual({
      wrote: [
        '2024-01-02 Eric, Moon: none -> 3:30+0:00 new-in-toggl',
        '2024-01-03 Eric, Moon: none -> 4:00+0:00 new-in-toggl',
      ],
      found: [],
      refused: [],
    });
  });

  test('the seconds of both are summed before they are rounded', () => {
    company.tracks('Eric', 'Moon', '2024-01-04', '20s');
    company.tracks('Eric', 'Moon 2023', '2024-01-04', '20s');
    expect(company.sync({ map }).wrote).toContain('2024-01-04 Eric, Moon: none -> 0:01+0:00 new-in-toggl');
  });

  test('an entry that moves from one to the other changes nothing', () => {
    company.sync({ map });
    company.movesTime('Eric', 'Moon 2023', '2024-01-03', { project: 'Moon' });
    expect(company.sync({ map })).toEqual(nothingToDo);
  });

  test('when only the archived one loses its time, the other’s stays', () => {
    company.sync({ map });
    company.deletesTime('Eric', 'Moon 2023', '2024-01-02');
    expect(company.sync({ map }).wrote).toEqual(['2024-01-02 Eric, Moon: 3:30+0:00 -> 2:00+0:00 changed-in-toggl']);
  });

  test('both ids can be links of the Runn project as well', () => {
    company.project('Moon').links = [21, 31];
    expect(company.sync().wrote).toHaveLength(2);
    expect(company.sync({ map })).toEqual(nothingToDo);
  });

  test('when the mapping of the archived one is forgotten, its time leaves Runn and is listed', () => {
    company.sync({ map });
    expect(company.sync()).toEqual({
      wrote: [
        '2024-01-02 Eric, Moon: 3:30+0:00 -> 2:00+0:00 changed-in-toggl',
        '2024-01-03 Eric, Moon: 4:00+0:00 -> 0:00+0:00 gone-from-toggl',
      ],
      found: ['unmatched-project Moon 2023 (5:30)'],
      refused: [],
    });
  });
});
