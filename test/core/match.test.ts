import { describe, expect, it } from 'vitest';
import { parseTogglId, targetOn } from '../../src/core/match.ts';
import type { DatedTarget } from '../../src/core/model.ts';
import { aMatching } from '../builders/a-survey.ts';
import { day, runnPerson, runnProject, togglProject, togglUser } from '../builders/ids.ts';
import { aPerson, aProject, linkedTo } from '../builders/runn.ts';

describe('links', () => {
  it('lead a Toggl user to the Runn person with that external id', () => {
    expect(aMatching().personOf(togglUser(11))).toEqual({
      kind: 'matched',
      id: 456,
      isArchived: false,
      via: 'link',
    });
  });

  it('lead a Toggl project to the Runn project with that external id', () => {
    expect(aMatching().projectOf(togglProject(22), day())).toEqual({
      kind: 'matched',
      id: 789,
      isArchived: false,
      via: 'link',
    });
  });

  it('are missing for an id that no record carries', () => {
    expect(aMatching().personOf(togglUser(12))).toEqual({ kind: 'unmatched' });
    expect(aMatching().projectOf(togglProject(23), day())).toEqual({ kind: 'unmatched' });
  });

  it.each(['011', ' 11', '11 ', '11.0', '1'])('are equal strings, nothing else: not %j', (externalId) => {
    const people = [aPerson({ references: linkedTo(externalId) })];
    expect(aMatching({ people }).personOf(togglUser(11))).toEqual({ kind: 'unmatched' });
  });

  it('count under the configured reference name only', () => {
    const people = [aPerson({ references: [{ referenceName: 'Harvest', externalId: '11' }] })];
    expect(aMatching({ people }).personOf(togglUser(11))).toEqual({ kind: 'unmatched' });
    expect(aMatching({ people, referenceNames: ['Harvest'] }).personOf(togglUser(11))).toMatchObject({ id: 456 });
  });

  it('count under each of several reference names', () => {
    const people = [
      aPerson({
        references: [
          { referenceName: 'Custom1', externalId: '11' },
          { referenceName: 'Custom2', externalId: '12' },
        ],
      }),
    ];
    const matching = aMatching({ people, referenceNames: ['Custom1', 'Custom2'] });
    expect(matching.personOf(togglUser(11))).toMatchObject({ kind: 'matched', id: 456 });
    expect(matching.personOf(togglUser(12))).toMatchObject({ kind: 'matched', id: 456 });
  });

  it('are not ambiguous when one record carries the id under two names', () => {
    const people = [
      aPerson({
        references: [
          { referenceName: 'Custom1', externalId: '11' },
          { referenceName: 'Custom2', externalId: '11' },
        ],
      }),
    ];
    const matching = aMatching({ people, referenceNames: ['Custom1', 'Custom2'] });
    expect(matching.personOf(togglUser(11))).toMatchObject({ kind: 'matched', id: 456 });
  });

  it('of placeholders never match', () => {
    expect(aMatching({ people: [aPerson({ isPlaceholder: true })] }).personOf(togglUser())).toEqual({
      kind: 'unmatched',
    });
  });

  it('of templates never match', () => {
    expect(aMatching({ projects: [aProject({ isTemplate: true })] }).projectOf(togglProject(), day())).toEqual({
      kind: 'unmatched',
    });
  });
});

describe('several records with one id', () => {
  const live = aPerson({ id: 458 });
  const otherLive = aPerson({ id: 457 });
  const archived = aPerson({ id: 456, isArchived: true });

  it('are ambiguous when two of them are live', () => {
    expect(aMatching({ people: [live, otherLive] }).personOf(togglUser())).toEqual({
      kind: 'ambiguous',
      ids: [457, 458],
    });
  });

  it('are ambiguous among the live ones, whatever is archived', () => {
    expect(aMatching({ people: [live, archived, otherLive] }).personOf(togglUser())).toEqual({
      kind: 'ambiguous',
      ids: [457, 458],
    });
  });

  it('are ambiguous when none is live and two are archived', () => {
    const people = [archived, aPerson({ id: 459, isArchived: true })];
    expect(aMatching({ people }).personOf(togglUser())).toEqual({ kind: 'ambiguous', ids: [456, 459] });
  });

  it('match the one that is live', () => {
    expect(aMatching({ people: [archived, live] }).personOf(togglUser())).toMatchObject({
      kind: 'matched',
      id: 458,
      isArchived: false,
    });
  });

  it('tell of the archived ones beside the live one', () => {
    const people = [aPerson({ id: 460, isArchived: true }), archived, live];
    expect(aMatching({ people }).archivedPeopleBeside(togglUser())).toEqual({ live: 458, archived: [456, 460] });
  });

  it('tell of archived projects beside the live one', () => {
    const projects = [aProject({ id: 788, isArchived: true }), aProject({ id: 789 })];
    expect(aMatching({ projects }).archivedProjectsBeside(togglProject())).toEqual({ live: 789, archived: [788] });
  });

  it.each([
    ['there is only the live one', [live]],
    ['there are only archived ones', [archived]],
    ['two are live, which is ambiguous', [live, otherLive, archived]],
    ['nobody carries the id', [aPerson({ references: [] })]],
  ])('tell of nothing when %s', (_case, people) => {
    expect(aMatching({ people }).archivedPeopleBeside(togglUser())).toBeNull();
  });

  it('tell of nothing when map decides', () => {
    const people = [archived, live];
    const projects = [aProject({ id: 788, isArchived: true }), aProject({ id: 789 })];
    const matching = aMatching({ people, projects, map: { people: { 11: 458 }, projects: { 22: 789 } } });
    expect(matching.archivedPeopleBeside(togglUser())).toBeNull();
    expect(matching.archivedProjectsBeside(togglProject())).toBeNull();
  });
});

describe('an archived record', () => {
  it('is matched, and known to be archived, when it is the only one', () => {
    expect(aMatching({ people: [aPerson({ isArchived: true })] }).personOf(togglUser())).toEqual({
      kind: 'matched',
      id: 456,
      isArchived: true,
      via: 'link',
    });
  });

  it('is known to be archived by map, too', () => {
    const people = [aPerson({ isArchived: true, references: [] })];
    expect(aMatching({ people, map: { people: { 11: 456 } } }).personOf(togglUser())).toEqual({
      kind: 'matched',
      id: 456,
      isArchived: true,
      via: 'map',
    });
  });
});

describe('map', () => {
  it('beats the link of a person', () => {
    const people = [aPerson(), aPerson({ id: 457, references: [] })];
    expect(aMatching({ people, map: { people: { 11: 457 } } }).personOf(togglUser())).toEqual({
      kind: 'matched',
      id: 457,
      isArchived: false,
      via: 'map',
    });
  });

  it('beats the link of a project', () => {
    const projects = [aProject(), aProject({ id: 790, references: [] })];
    expect(aMatching({ projects, map: { projects: { 22: 790 } } }).projectOf(togglProject(), day())).toEqual({
      kind: 'matched',
      id: 790,
      isArchived: false,
      via: 'map',
    });
  });

  it('settles what links leave ambiguous', () => {
    const people = [aPerson(), aPerson({ id: 457 })];
    expect(aMatching({ people, map: { people: { 11: 457 } } }).personOf(togglUser())).toMatchObject({ id: 457 });
  });

  it('skips a person and a project', () => {
    const matching = aMatching({ map: { people: { 11: 'skip' }, projects: { 22: 'skip' } } });
    expect(matching.personOf(togglUser())).toEqual({ kind: 'skip' });
    expect(matching.projectOf(togglProject(), day())).toEqual({ kind: 'skip' });
  });

  it('leaves others to their links', () => {
    const matching = aMatching({ map: { people: { 12: 'skip' }, projects: { 23: 'skip' } } });
    expect(matching.personOf(togglUser())).toMatchObject({ id: 456, via: 'link' });
    expect(matching.projectOf(togglProject(), day())).toMatchObject({ id: 789, via: 'link' });
  });

  it('does not fall back to the link when Runn lacks its target, and names the target', () => {
    const matching = aMatching({ map: { people: { 11: 999 }, projects: { 22: 998 } } });
    expect(matching.personOf(togglUser())).toEqual({ kind: 'unmatched', mapTarget: 999 });
    expect(matching.projectOf(togglProject(), day())).toEqual({ kind: 'unmatched', mapTarget: 998 });
  });

  it('never leads to a placeholder or a template', () => {
    const people = [aPerson({ isPlaceholder: true })];
    const projects = [aProject({ isTemplate: true })];
    const matching = aMatching({ people, projects, map: { people: { 11: 456 }, projects: { 22: 789 } } });
    expect(matching.personOf(togglUser())).toEqual({ kind: 'unmatched', mapTarget: 456 });
    expect(matching.projectOf(togglProject(), day())).toEqual({ kind: 'unmatched', mapTarget: 789 });
  });
});

describe('time without a project', () => {
  it('leads nowhere unless map says where', () => {
    expect(aMatching().projectOf(null, day())).toEqual({ kind: 'no-project' });
  });

  it('leads where map.noProject says', () => {
    expect(aMatching({ map: { noProject: 789 } }).projectOf(null, day())).toEqual({
      kind: 'matched',
      id: 789,
      isArchived: false,
      via: 'map',
    });
  });

  it('can be skipped', () => {
    expect(aMatching({ map: { noProject: 'skip' } }).projectOf(null, day())).toEqual({ kind: 'skip' });
  });

  it('is unmatched when Runn lacks the project', () => {
    expect(aMatching({ map: { noProject: 999 } }).projectOf(null, day())).toEqual({
      kind: 'unmatched',
      mapTarget: 999,
    });
  });

  it('is known to lead to that project and to no other', () => {
    const projects = [aProject(), aProject({ id: 790, references: [] })];
    const matching = aMatching({ projects, map: { noProject: 790 } });
    expect(matching.noProjectLeadsTo(runnProject(790))).toBe(true);
    expect(matching.noProjectLeadsTo(runnProject(789))).toBe(false);
  });

  it.each([undefined, 'skip', 999] as const)('leads to no project when map.noProject is %s', (noProject) => {
    const matching = aMatching({ map: noProject === undefined ? {} : { noProject } });
    expect(matching.noProjectLeadsTo(runnProject(789))).toBe(false);
    expect(matching.noProjectLeadsTo(runnProject(999))).toBe(false);
  });
});

describe('a dated map entry', () => {
  const projects = [aProject({ references: [] }), aProject({ id: 790, references: [] })];
  const map = {
    projects: {
      22: [
        { target: 789, until: '2024-01-03' },
        { target: 790, until: null },
      ],
    },
  };

  it('leads to its first target through the last day of that', () => {
    expect(aMatching({ projects, map }).projectOf(togglProject(), day('2024-01-03'))).toMatchObject({ id: 789 });
  });

  it('leads to its next target from the day after', () => {
    expect(aMatching({ projects, map }).projectOf(togglProject(), day('2024-01-04'))).toMatchObject({ id: 790 });
  });

  it('answers for each day, whichever was asked first', () => {
    const matching = aMatching({ projects, map });
    expect(matching.projectOf(togglProject(), day('2024-01-04'))).toMatchObject({ id: 790 });
    expect(matching.projectOf(togglProject(), day('2024-01-01'))).toMatchObject({ id: 789 });
  });

  it('can skip from a day on', () => {
    const dated = {
      projects: {
        22: [
          { target: 789, until: '2024-01-03' },
          { target: 'skip', until: null },
        ],
      },
    } as const;
    expect(aMatching({ projects, map: dated }).projectOf(togglProject(), day('2024-01-04'))).toEqual({ kind: 'skip' });
  });

  it('is not settled, while an undated one, a link and no project are', () => {
    const matching = aMatching({ projects, map: { projects: { ...map.projects, 23: 790 } } });
    expect(matching.isSettled(togglProject(22))).toBe(false);
    expect(matching.isSettled(togglProject(23))).toBe(true);
    expect(matching.isSettled(togglProject(24))).toBe(true);
    expect(matching.isSettled(null)).toBe(true);
  });

  it('leads to a Runn project on its days only', () => {
    const matching = aMatching({ projects, map });
    expect(matching.projectsLeadingTo(runnProject(789), day('2024-01-03'))).toEqual([22]);
    expect(matching.projectsLeadingTo(runnProject(789), day('2024-01-04'))).toEqual([]);
    expect(matching.projectsLeadingTo(runnProject(790), day('2024-01-04'))).toEqual([22]);
  });
});

describe('targetOn', () => {
  it('is null when every target has ended', () => {
    const targets: DatedTarget[] = [{ target: runnProject(), until: day('2024-01-01') }];
    expect(targetOn(targets, day('2024-01-02'))).toBeNull();
  });

  it('leaves the days after the last target to the link', () => {
    const projects = [aProject(), aProject({ id: 790, references: [] })];
    const matching = aMatching({ projects, map: { projects: { 22: [{ target: 790, until: '2024-01-01' }] } } });
    expect(matching.projectOf(togglProject(), day('2024-01-01'))).toMatchObject({ id: 790 });
    expect(matching.projectOf(togglProject(), day('2024-01-02'))).toMatchObject({ id: 789 });
  });
});

describe('the Toggl ids that lead to a record', () => {
  it('are those of its links and of map', () => {
    const people = [aPerson({ references: linkedTo(11, 12) })];
    const matching = aMatching({ people, map: { people: { 13: 456 } } });
    expect([...matching.usersLeadingTo(runnPerson())].sort()).toEqual([11, 12, 13]);
  });

  it('are none where nothing leads', () => {
    expect(aMatching().usersLeadingTo(runnPerson(457))).toEqual([]);
    expect(aMatching().projectsLeadingTo(runnProject(790), day())).toEqual([]);
  });

  it('leave out an id that map leads elsewhere', () => {
    const people = [aPerson(), aPerson({ id: 457, references: [] })];
    const matching = aMatching({ people, map: { people: { 11: 457 } } });
    expect(matching.usersLeadingTo(runnPerson(456))).toEqual([]);
    expect(matching.usersLeadingTo(runnPerson(457))).toEqual([11]);
  });

  it('leave out an id that is skipped', () => {
    expect(aMatching({ map: { people: { 11: 'skip' } } }).usersLeadingTo(runnPerson())).toEqual([]);
    expect(aMatching({ map: { projects: { 22: 'skip' } } }).projectsLeadingTo(runnProject(), day())).toEqual([]);
  });

  it('count an ambiguous id for each record that carries it', () => {
    const matching = aMatching({ people: [aPerson(), aPerson({ id: 457 })] });
    expect(matching.usersLeadingTo(runnPerson(456))).toEqual([11]);
    expect(matching.usersLeadingTo(runnPerson(457))).toEqual([11]);
  });

  it.each(['abc', 'undefined', '011', '-11', '1e3', '0', '11x', 'x11', '12345678901234567'])(
    'are decimal numbers: an external id %s is not one of Toggl',
    (externalId) => {
      const people = [aPerson({ references: linkedTo(externalId) })];
      expect(aMatching({ people }).usersLeadingTo(runnPerson())).toEqual([]);
    },
  );

  it.each([7, 170103135, 9007199254740991])('are of any length that a number holds: %i', (togglId) => {
    const people = [aPerson({ references: linkedTo(togglId) })];
    expect(aMatching({ people }).usersLeadingTo(runnPerson())).toEqual([togglId]);
  });

  it('are asked for day by day as soon as one entry of map is dated', () => {
    const dated = [
      { target: 789, until: '2024-01-02' },
      { target: 790, until: null },
    ];
    const projects = [aProject({ references: [] }), aProject({ id: 790, references: [] })];
    const matching = aMatching({ projects, map: { projects: { 23: dated, 24: 789 } } });
    const leading = (date: string) => [...matching.projectsLeadingTo(runnProject(), day(date))].sort();
    expect([leading('2024-01-02'), leading('2024-01-03'), leading('2024-01-02')]).toEqual([[23, 24], [24], [23, 24]]);
  });

  it('are the same for projects', () => {
    const projects = [aProject({ references: linkedTo(22, 23) })];
    expect([...aMatching({ projects }).projectsLeadingTo(runnProject(), day())].sort()).toEqual([22, 23]);
  });
});

describe('parseTogglId', () => {
  it.each([
    ['1', 1],
    ['170103135', 170103135],
    ['9007199254740991', 9007199254740991],
  ])('reads %s', (externalId, id) => {
    expect(parseTogglId(externalId)).toBe(id);
  });

  it.each(['', '0', '01', '-1', '1.5', '1e3', ' 1', '1 ', 'x1', '1x', '9007199254740993', '12345678901234567'])(
    'refuses %j',
    (externalId) => {
      expect(parseTogglId(externalId)).toBeUndefined();
    },
  );
});

describe('hasUser and hasProject', () => {
  it('are true where exactly one record is meant, by a link or by map', () => {
    const matching = aMatching({ map: { people: { 12: 456 } } });
    expect([matching.hasUser(runnPerson()), matching.hasProject(runnProject(), day())]).toEqual([true, true]);
  });

  it('are false where nothing leads, or nobody knows to which of several', () => {
    const people = [aPerson(), aPerson({ id: 457 }), aPerson({ id: 458, references: [] })];
    const projects = [aProject(), aProject({ id: 790 }), aProject({ id: 791, references: [] })];
    const matching = aMatching({ people, projects });
    expect([456, 457, 458].map((id) => matching.hasUser(runnPerson(id)))).toEqual([false, false, false]);
    expect([789, 790, 791].map((id) => matching.hasProject(runnProject(id), day()))).toEqual([false, false, false]);
  });

  it('are true beside an ambiguous id when another one leads there alone', () => {
    const people = [aPerson({ references: linkedTo(11, 12) }), aPerson({ id: 457 })];
    expect(aMatching({ people }).hasUser(runnPerson())).toBe(true);
  });

  it('take time without a project for one, and each day by itself', () => {
    const projects = [aProject({ references: [] }), aProject({ id: 790, references: [] })];
    const dated = [
      { target: 789, until: '2024-01-02' },
      { target: 'skip' as const, until: null },
    ];
    const matching = aMatching({ projects, map: { noProject: 790, projects: { 23: dated } } });
    expect(matching.hasProject(runnProject(790), day())).toBe(true);
    expect(['2024-01-02', '2024-01-03'].map((date) => matching.hasProject(runnProject(), day(date)))).toEqual([
      true,
      false,
    ]);
  });
});
