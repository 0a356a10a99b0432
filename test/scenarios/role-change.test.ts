/** Eric is a developer until the 15th of January and a lead from the 16th; each day keeps the role of its time. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company, nothingToDo } from './a-company.ts';

describe('a role change in mid-month', () => {
  let company: Company;

  beforeEach(() => {
    company = new Company(['Eric'], ['Moon']);
    company.person('Eric').contracts = [
      ['Developer', '2023-01-01', '2024-01-15'],
      ['Lead', '2024-01-16', null],
    ];
    for (const date of ['2024-01-15', '2024-01-16']) company.tracks('Eric', 'Moon', date, '8:00');
  });

  test('both ends of a contract belong to it', () => {
    company.sync();
    expect(company.runn({ roles: true })).toEqual([
      '2024-01-15 Eric, Moon, Developer: 8:00+0:00 ours',
      '2024-01-16 Eric, Moon, Lead: 8:00+0:00 ours',
    ]);
  });

  test('a late entry before the change gets the role of its day, not today’s', () => {
    company.sync();
    company.tracks('Eric', 'Moon', '2024-01-12', '1:00');
    expect(company.sync().wrote).toEqual(['2024-01-12 Eric, Moon: none -> 1:00+0:00 new-in-toggl']);
    expect(company.runn({ roles: true })[0]).toBe('2024-01-12 Eric, Moon, Developer: 1:00+0:00 ours');
  });

  test('a contract that is corrected afterwards moves nothing by itself', () => {
    company.sync();
    company.person('Eric').contracts = [['Lead', '2024-01-01', null]];
    company.tracks('Eric', 'Moon', '2024-01-15', '1:00');
    expect(company.sync().wrote).toEqual(['2024-01-15 Eric, Moon: 8:00+0:00 -> 9:00+0:00 changed-in-toggl']);
    expect(company.runn({ roles: true })[0]).toBe('2024-01-15 Eric, Moon, Developer: 9:00+0:00 ours');
  });

  test('--rerole moves the days to the role that they would have today', () => {
    company.sync();
    company.person('Eric').contracts = [['Lead', '2024-01-01', null]];
    expect(company.sync({ flags: { rerole: true } }).wrote).toEqual([
      '2024-01-15 Eric, Moon: 8:00+0:00 -> 0:00+0:00 rerole',
      '2024-01-15 Eric, Moon: none -> 8:00+0:00 rerole',
    ]);
    expect(company.runn({ roles: true })).toEqual([
      '2024-01-15 Eric, Moon, Developer: 0:00+0:00 ours',
      '2024-01-15 Eric, Moon, Lead: 8:00+0:00 ours',
      '2024-01-16 Eric, Moon, Lead: 8:00+0:00 ours',
    ]);
    expect(company.sync()).toEqual(nothingToDo);
  });

  test('a day between two contracts is held back until somebody says which role it is', () => {
    company.person('Eric').contracts = [
      ['Developer', '2023-01-01', '2024-01-14'],
      ['Lead', '2024-01-16', null],
    ];
    expect(company.sync()).toEqual({
      wrote: ['2024-01-16 Eric, Moon: none -> 8:00+0:00 new-in-toggl'],
      found: ['role-undecided 2024-01-15 Eric, Moon (8:00)'],
      refused: [],
    });
    company.person('Eric').contracts = [['Lead', '2024-01-15', null]];
    expect(company.sync().wrote).toEqual(['2024-01-15 Eric, Moon: none -> 8:00+0:00 new-in-toggl']);
  });
});
