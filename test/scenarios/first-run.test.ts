/** The way over from the tutorial's script, whose actuals are all billable and carry no mark. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company, nothingToDo } from './a-company.ts';

describe("a first run on the tutorial's account", () => {
  let company: Company;

  beforeEach(() => {
    company = new Company(['Eric', 'Jimi'], ['Moon', 'Mars']);
    // Tuesday: the script wrote what Eric tracked.
    company.tracks('Eric', 'Moon', '2024-01-02', '5:00');
    company.books('Eric', 'Moon', '2024-01-02', '5:00');
    // Wednesday: Eric's hour was not billable, but the script knows only billable time.
    company.tracks('Eric', 'Moon', '2024-01-03', '1:00', { billable: false });
    company.books('Eric', 'Moon', '2024-01-03', '1:00');
    // Thursday: Jimi stopped his timer after the script had run.
    company.tracks('Jimi', 'Mars', '2024-01-04', '3:30');
    company.books('Jimi', 'Mars', '2024-01-04', '2:00');
    // Friday: Jimi deleted his entry, and the script left it in Runn for ever.
    company.books('Jimi', 'Mars', '2024-01-05', '4:00');
    // Monday: nobody ran the script.
    company.tracks('Jimi', 'Moon', '2024-01-08', '6:00');
  });

  test('equal time stays as it is, other time becomes what Toggl says, deleted time is listed', () => {
    expect(company.sync()).toEqual({
      wrote: [
        '2024-01-03 Eric, Moon: 1:00+0:00 -> 0:00+1:00 entered-in-runn',
        '2024-01-04 Jimi, Mars: 2:00+0:00 -> 3:30+0:00 entered-in-runn',
        '2024-01-08 Jimi, Moon: none -> 6:00+0:00 new-in-toggl',
      ],
      found: [
        'edit-overwritten 2024-01-03 Eric, Moon',
        'edit-overwritten 2024-01-04 Jimi, Mars',
        'only-in-runn 2024-01-05 Jimi, Mars',
        'unmarked 2024-01-02 Eric, Moon',
      ],
      refused: [],
    });
    expect(company.runn()).toEqual([
      '2024-01-02 Eric, Moon: 5:00+0:00 by hand',
      '2024-01-03 Eric, Moon: 0:00+1:00 ours',
      '2024-01-04 Jimi, Mars: 3:30+0:00 ours',
      '2024-01-05 Jimi, Mars: 4:00+0:00 by hand',
      '2024-01-08 Jimi, Moon: 6:00+0:00 ours',
    ]);
  });

  test('with --adopt the equal time is ours from then on', () => {
    expect(company.sync({ flags: { adopt: true } })).toEqual({
      wrote: [
        '2024-01-02 Eric, Moon: 5:00+0:00 -> 5:00+0:00 adopted',
        '2024-01-03 Eric, Moon: 1:00+0:00 -> 0:00+1:00 entered-in-runn',
        '2024-01-04 Jimi, Mars: 2:00+0:00 -> 3:30+0:00 entered-in-runn',
        '2024-01-08 Jimi, Moon: none -> 6:00+0:00 new-in-toggl',
      ],
      found: [
        'edit-overwritten 2024-01-03 Eric, Moon',
        'edit-overwritten 2024-01-04 Jimi, Mars',
        'only-in-runn 2024-01-05 Jimi, Mars',
      ],
      refused: [],
    });
    // And so it goes when its entry goes.
    company.deletesTime('Eric', 'Moon', '2024-01-02');
    expect(company.sync().wrote).toEqual(['2024-01-02 Eric, Moon: 5:00+0:00 -> 0:00+0:00 gone-from-toggl']);
  });

  test('with --adopt --clear-unmarked the time that Toggl has lost goes as well, and is listed', () => {
    expect(company.sync({ flags: { adopt: true, clearUnmarked: true } })).toEqual({
      wrote: [
        '2024-01-02 Eric, Moon: 5:00+0:00 -> 5:00+0:00 adopted',
        '2024-01-03 Eric, Moon: 1:00+0:00 -> 0:00+1:00 entered-in-runn',
        '2024-01-04 Jimi, Mars: 2:00+0:00 -> 3:30+0:00 entered-in-runn',
        '2024-01-05 Jimi, Mars: 4:00+0:00 -> 0:00+0:00 unmarked-cleared',
        '2024-01-08 Jimi, Moon: none -> 6:00+0:00 new-in-toggl',
      ],
      found: [
        'edit-overwritten 2024-01-03 Eric, Moon',
        'edit-overwritten 2024-01-04 Jimi, Mars',
        'unmarked-cleared 2024-01-05 Jimi, Mars',
      ],
      refused: [],
    });
    expect(company.runn()).toEqual([
      '2024-01-02 Eric, Moon: 5:00+0:00 ours',
      '2024-01-03 Eric, Moon: 0:00+1:00 ours',
      '2024-01-04 Jimi, Mars: 3:30+0:00 ours',
      '2024-01-05 Jimi, Mars: 0:00+0:00 ours',
      '2024-01-08 Jimi, Moon: 6:00+0:00 ours',
    ]);
    expect(company.sync()).toEqual(nothingToDo);
  });

  test('--clear-unmarked leaves alone whom no Toggl id leads to', () => {
    company.person('Jimi').links = [];
    company.deletesTime('Jimi', 'Mars', '2024-01-04');
    company.deletesTime('Jimi', 'Moon', '2024-01-08');
    const { wrote } = company.sync({ flags: { adopt: true, clearUnmarked: true } });
    expect(wrote).toEqual([
      '2024-01-02 Eric, Moon: 5:00+0:00 -> 5:00+0:00 adopted',
      '2024-01-03 Eric, Moon: 1:00+0:00 -> 0:00+1:00 entered-in-runn',
    ]);
    expect(company.runn()).toContain('2024-01-05 Jimi, Mars: 4:00+0:00 by hand');
  });

  test('--clear-unmarked leaves alone whom an id leads to that somebody else carries as well', () => {
    company.person('Eric').links = [11, 12];
    company.deletesTime('Jimi', 'Mars', '2024-01-04');
    company.deletesTime('Jimi', 'Moon', '2024-01-08');
    company.sync({ flags: { adopt: true, clearUnmarked: true } });
    expect(company.runn()).toContain('2024-01-05 Jimi, Mars: 4:00+0:00 by hand');
  });

  test('with rules.onConflict: runn nothing that stands is changed', () => {
    const { wrote, found } = company.sync({ rules: { onConflict: 'runn' } });
    expect(wrote).toEqual(['2024-01-08 Jimi, Moon: none -> 6:00+0:00 new-in-toggl']);
    expect(found).toEqual([
      'conflict-kept 2024-01-03 Eric, Moon (1:00)',
      'conflict-kept 2024-01-04 Jimi, Mars (3:30)',
      'only-in-runn 2024-01-05 Jimi, Mars',
      'unmarked 2024-01-02 Eric, Moon',
    ]);
  });

  test('a hundred hours that change side stop the first run', () => {
    for (let date = 10; date < 30; date += 1) {
      company.tracks('Eric', 'Moon', `2024-01-${date}`, '6:00', { billable: false });
      company.books('Eric', 'Moon', `2024-01-${date}`, '6:00');
    }
    expect(company.sync().refused).toEqual(['brake']);
    expect(company.sync({ force: true }).wrote).toHaveLength(23);
  });
});
