/** On Sunday Runn's "Autofill Missing Actuals" writes 0 wherever somebody was planned and nothing stands. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company, nothingToDo } from './a-company.ts';

describe('Runn’s zeros on Sunday', () => {
  let company: Company;

  beforeEach(() => {
    company = new Company(['Eric'], ['Moon', 'Mars']);
    // The week goes by and nobody runs `sync`; on Sunday Runn fills in the planned cells, in the role of the plan.
    company.tracks('Eric', 'Moon', '2024-01-04', '6:00');
    company.books('Eric', 'Moon', '2024-01-04', '0:00', { role: 'Developer' });
    company.books('Eric', 'Mars', '2024-01-04', '0:00', { role: 'Designer' });
    company.books('Eric', 'Mars', '2024-01-05', '0:00', { role: 'Developer' });
  });

  test('Toggl’s time goes over the zero, and the other zeros stay as Runn made them', () => {
    expect(company.sync()).toEqual({
      wrote: ['2024-01-04 Eric, Moon: 0:00+0:00 -> 6:00+0:00 zero-filled'],
      found: [],
      refused: [],
    });
    expect(company.runn()).toEqual([
      '2024-01-04 Eric, Mars: 0:00+0:00 by hand',
      '2024-01-04 Eric, Moon: 6:00+0:00 ours',
      '2024-01-05 Eric, Mars: 0:00+0:00 by hand',
    ]);
  });

  test('a zero lends nobody its role: time of the developer goes beside the designer’s zero', () => {
    company.tracks('Eric', 'Mars', '2024-01-04', '1:00');
    company.sync();
    expect(company.runn({ roles: true })).toEqual(
      expect.arrayContaining([
        '2024-01-04 Eric, Mars, Designer: 0:00+0:00 by hand',
        '2024-01-04 Eric, Mars, Developer: 1:00+0:00 ours',
      ]),
    );
  });

  test('a zero that was written over is cleared like any other when the entry goes', () => {
    company.sync();
    company.deletesTime('Eric', 'Moon', '2024-01-04');
    expect(company.sync().wrote).toEqual(['2024-01-04 Eric, Moon: 6:00+0:00 -> 0:00+0:00 gone-from-toggl']);
  });

  test('with rules.onConflict: runn or fail a zero is still nobody’s time', () => {
    for (const onConflict of ['fail', 'runn'] as const) {
      expect(company.plan({ rules: { onConflict } })).toMatchObject({ changes: [{ kind: 'update' }], refusals: [] });
    }
    expect(company.sync({ rules: { onConflict: 'runn' } }).found).toEqual(nothingToDo.found);
  });
});
