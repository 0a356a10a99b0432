/** The Toggl project `Support` is booked on Moon until the end of the 15th, and on Mars from the 16th on. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company, nothingToDo } from './a-company.ts';

describe('a mapping that changes on a date', () => {
  let company: Company;
  const changedOnThe16th = {
    projects: {
      31: [
        { target: 201, until: '2024-01-15' },
        { target: 202, until: null },
      ],
    },
  };

  beforeEach(() => {
    company = new Company(['Eric'], ['Moon', 'Mars']);
    company.togglOnly['Support'] = { id: 31, archived: false };
    for (const date of ['2024-01-15', '2024-01-16']) company.tracks('Eric', 'Support', date, '2:00');
  });

  test('each day goes where it belongs on that day', () => {
    company.sync({ map: changedOnThe16th });
    expect(company.runn()).toEqual(['2024-01-15 Eric, Moon: 2:00+0:00 ours', '2024-01-16 Eric, Mars: 2:00+0:00 ours']);
  });

  test('made undated and then dated, it moves just the days from then on', () => {
    company.sync({ map: { projects: { 31: 201 } } });
    expect(company.sync({ map: changedOnThe16th }).wrote).toEqual([
      '2024-01-16 Eric, Moon: 2:00+0:00 -> 0:00+0:00 gone-from-toggl',
      '2024-01-16 Eric, Mars: none -> 2:00+0:00 new-in-toggl',
    ]);
  });

  test('from the day on which it is skipped, what was carried over goes, and the time is listed as left out', () => {
    company.sync({ map: { projects: { 31: 201 } } });
    const skippedAfter = {
      projects: {
        31: [
          { target: 201, until: '2024-01-15' },
          { target: 'skip' as const, until: null },
        ],
      },
    };
    expect(company.sync({ map: skippedAfter })).toEqual({
      wrote: ['2024-01-16 Eric, Moon: 2:00+0:00 -> 0:00+0:00 gone-from-toggl'],
      found: ['excluded (2:00)'],
      refused: [],
    });
  });

  test('late time of an earlier day goes to the earlier project', () => {
    company.sync({ map: changedOnThe16th });
    company.tracks('Eric', 'Support', '2024-01-10', '0:30');
    expect(company.sync({ map: changedOnThe16th }).wrote).toEqual([
      '2024-01-10 Eric, Moon: none -> 0:30+0:00 new-in-toggl',
    ]);
    expect(company.sync({ map: changedOnThe16th })).toEqual(nothingToDo);
  });
});
