/** On Toggl's Free plan no entry has a billable flag: the pricing model of the Runn project decides. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company, nothingToDo } from './a-company.ts';

describe('a Free plan', () => {
  let company: Company;

  beforeEach(() => {
    company = new Company(['Eric'], ['Moon', 'Fixed', 'Internal']);
    company.project('Fixed').pricing = 'fp';
    company.project('Internal').pricing = 'nb';
    company.spaces['Studio'] = { isAdmin: true, plan: 'free' };
    for (const project of ['Moon', 'Fixed', 'Internal']) company.tracks('Eric', project, '2024-01-02', '2:00');
  });

  test('time on projects for clients is billable, internal time is not', () => {
    company.sync();
    expect(company.runn()).toEqual([
      '2024-01-02 Eric, Fixed: 2:00+0:00 ours',
      '2024-01-02 Eric, Internal: 0:00+2:00 ours',
      '2024-01-02 Eric, Moon: 2:00+0:00 ours',
    ]);
  });

  test('a project that becomes internal changes side in the next run', () => {
    company.sync();
    company.project('Moon').pricing = 'nb';
    expect(company.sync().wrote).toEqual(['2024-01-02 Eric, Moon: 2:00+0:00 -> 0:00+2:00 changed-in-toggl']);
  });

  test('hundreds of hours without a flag are no sign of a flag that nobody uses', () => {
    for (let date = 10; date < 30; date += 1) company.tracks('Eric', 'Moon', `2024-01-${date}`, '8:00');
    expect(company.sync()).toMatchObject({ found: [], refused: [] });
  });

  test('after the upgrade to a paid plan the flag counts', () => {
    company.sync();
    company.spaces['Studio'] = { isAdmin: true, plan: 'paid' };
    company.tracks('Eric', 'Moon', '2024-01-03', '1:00', { billable: false });
    company.tracks('Eric', 'Moon', '2024-01-03', '1:00');
    expect(company.sync().wrote).toContain('2024-01-03 Eric, Moon: none -> 1:00+1:00 new-in-toggl');
  });

  test.each([
    ['always', '2024-01-02 Eric, Internal: 2:00+0:00 ours'],
    ['never', '2024-01-02 Eric, Moon: 0:00+2:00 ours'],
  ] as const)('rules.billable: %s decides over everything', (billable, line) => {
    company.sync({ rules: { billable } });
    expect(company.runn()).toContain(line);
    expect(company.sync({ rules: { billable } })).toEqual(nothingToDo);
  });
});
