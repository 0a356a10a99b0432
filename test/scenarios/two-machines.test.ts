/** The cron job moves to another machine, and for some days both run. What is whose stands in Runn, not on a disk. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company, nothingToDo } from './a-company.ts';

describe('two machines', () => {
  let company: Company;

  beforeEach(() => {
    company = new Company(['Eric'], ['Moon', 'Mars']);
    company.tracks('Eric', 'Moon', '2024-01-02', '3:00');
  });

  test('a machine that has never run before finds nothing to do where the other one was', () => {
    company.sync();
    expect(company.sync()).toEqual(nothingToDo);
  });

  test('both read before either writes: the time is there once', () => {
    const plans = [company.plan(), company.plan()];
    for (const plan of plans) company.write(plan);
    expect(company.runn()).toEqual(['2024-01-02 Eric, Moon: 3:00+0:00 ours']);
    expect(company.sync()).toEqual(nothingToDo);
  });

  test('the slow one writes what it read before Eric went on: the next run mends it', () => {
    const slow = company.plan();
    company.tracks('Eric', 'Moon', '2024-01-02', '2:00');
    company.sync();
    company.write(slow);
    expect(company.runn()).toEqual(['2024-01-02 Eric, Moon: 3:00+0:00 ours']);
    expect(company.sync()).toEqual({
      wrote: ['2024-01-02 Eric, Moon: 3:00+0:00 -> 5:00+0:00 changed-in-toggl'],
      found: [],
      refused: [],
    });
  });

  test('the slow one writes a cell that has moved since: the next run clears it', () => {
    const slow = company.plan();
    company.movesTime('Eric', 'Moon', '2024-01-02', { project: 'Mars' });
    company.sync();
    company.write(slow);
    expect(company.sync().wrote).toEqual(['2024-01-02 Eric, Moon: 3:00+0:00 -> 0:00+0:00 gone-from-toggl']);
    expect(company.runn()).toEqual(['2024-01-02 Eric, Mars: 3:00+0:00 ours', '2024-01-02 Eric, Moon: 0:00+0:00 ours']);
  });

  test('they see different contracts and book in different roles: one of the two is cleared', () => {
    const slow = company.plan();
    company.person('Eric').contracts = [['Lead', '2023-01-01', null]];
    company.sync();
    company.write(slow);
    expect(company.runn({ roles: true })).toEqual([
      '2024-01-02 Eric, Moon, Developer: 3:00+0:00 ours',
      '2024-01-02 Eric, Moon, Lead: 3:00+0:00 ours',
    ]);
    expect(company.sync().wrote).toEqual(['2024-01-02 Eric, Moon: 3:00+0:00 -> 0:00+0:00 shared-cell']);
    expect(company.runn({ roles: true })).toEqual([
      '2024-01-02 Eric, Moon, Developer: 0:00+0:00 ours',
      '2024-01-02 Eric, Moon, Lead: 3:00+0:00 ours',
    ]);
  });
});
