/** The plan was paid for, but nobody ticks "billable": by the flag the whole company would be worth nothing. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company } from './a-company.ts';

describe('a billable flag that nobody uses', () => {
  let company: Company;

  beforeEach(() => {
    company = new Company(['Eric'], ['Moon', 'Internal']);
    company.project('Internal').pricing = 'nb';
    for (let date = 8; date < 13; date += 1) {
      company.tracks('Eric', 'Moon', `2024-01-${String(date).padStart(2, '0')}`, '8:00', { billable: false });
    }
  });

  test('forty hours may be chance; one minute more and nothing is written until somebody decides', () => {
    expect(company.plan().refusals).toEqual([]);
    company.tracks('Eric', 'Moon', '2024-01-15', '0:01', { billable: false });
    expect(company.sync()).toEqual({ wrote: [], found: ['billable-flag-unused'], refused: ['billable-flag-unused'] });
    // Not even --force, which is for the brake.
    expect(company.sync({ force: true }).refused).toEqual(['billable-flag-unused']);
  });

  test('rules.billable is the decision', () => {
    company.tracks('Eric', 'Moon', '2024-01-15', '1:00', { billable: false });
    expect(company.sync({ rules: { billable: 'always' } }).refused).toEqual([]);
    expect(company.runn()).toContain('2024-01-15 Eric, Moon: 1:00+0:00 ours');
    // `toggl` says that the flag is meant as it is.
    expect(company.sync({ rules: { billable: 'toggl' }, force: true }).refused).toEqual([]);
    expect(company.runn()).toContain('2024-01-15 Eric, Moon: 0:00+1:00 ours');
  });

  test('one billable entry anywhere says that the flag is used', () => {
    company.tracks('Eric', 'Moon', '2024-01-15', '1:00', { billable: false });
    company.tracks('Eric', 'Internal', '2024-01-15', '0:15');
    expect(company.sync()).toMatchObject({ found: [], refused: [] });
  });

  test('internal time is not billable anyway and says nothing about the flag', () => {
    for (let date = 16; date < 29; date += 1) {
      company.tracks('Eric', 'Internal', `2024-01-${date}`, '8:00', { billable: false });
    }
    expect(company.sync()).toMatchObject({ found: [], refused: [] });
  });
});
