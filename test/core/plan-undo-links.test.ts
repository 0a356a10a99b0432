import { describe, expect, it } from 'vitest';
import type { ExternalReference } from '../../src/core/model.ts';
import {
  planUndoLinks,
  type ReferenceChange,
  reverseReferenceChange,
  type StandingLinks,
} from '../../src/core/plan-undo-links.ts';
import { runnPerson, runnProject } from '../builders/ids.ts';

type ReferenceEdit = Extract<ReferenceChange, { readonly kind: 'reference' }>;
type MapEdit = Extract<ReferenceChange, { readonly kind: 'map' }>;

/** A run of `link` wrote 11 over `#11` on Eric. */
const onPerson: ReferenceEdit = {
  kind: 'reference',
  record: { kind: 'person', id: runnPerson(5) },
  name: 'Eric Clapton',
  referenceName: 'Custom1',
  before: '#11',
  after: '11',
};
/** On a project of the same number it wrote a new one. */
const onProject: ReferenceEdit = {
  ...onPerson,
  record: { kind: 'project', id: runnProject(5) },
  name: 'Hidden Moon Base',
  before: null,
  after: '22',
};
/** And an entry of `map.projects`. */
const inMap: MapEdit = {
  kind: 'map',
  file: '/home/eric/.toggl-runnrc',
  group: 'projects',
  togglId: 23,
  before: null,
  after: 789,
};

const custom1 = (externalId: string): ExternalReference => ({ referenceName: 'Custom1', externalId });

function standing({
  onPerson: ofPerson = [],
  onProject: ofProject = [],
  inMap: entry = null,
}: {
  readonly onPerson?: readonly ExternalReference[];
  readonly onProject?: readonly ExternalReference[];
  readonly inMap?: unknown;
}): StandingLinks {
  return {
    people: [{ id: runnPerson(5), references: ofPerson }],
    projects: [{ id: runnProject(5), references: ofProject }],
    mapEntryOf: (change) => (change === inMap ? entry : undefined),
  };
}

function fateOf(change: ReferenceChange, now: StandingLinks, wasRefused = false) {
  const [undone] = planUndoLinks([{ change, wasRefused }], now);
  return undone;
}

describe('a reference goes back', () => {
  it('where it is as the run left it', () => {
    const now = standing({ onPerson: [custom1('11')], onProject: [custom1('22')] });
    expect(fateOf(onPerson, now)).toEqual({ change: onPerson, status: 'planned' });
    expect(fateOf(onProject, now)).toEqual({ change: onProject, status: 'planned' });
  });

  it('whatever references of other names stand beside it', () => {
    const others = [
      { referenceName: 'HR', externalId: '99' },
      { referenceName: 'Toggl', externalId: '#11' },
    ];
    expect(fateOf(onPerson, standing({ onPerson: [...others, custom1('11')] }))).toEqual({
      change: onPerson,
      status: 'planned',
    });
  });

  it('to what an undo took away, too', () => {
    const takenAway = reverseReferenceChange(onProject);
    expect(fateOf(takenAway, standing({}))).toEqual({ change: takenAway, status: 'planned' });
  });
});

describe('a reference stays', () => {
  it('where it is as the run found it', () => {
    expect(fateOf(onPerson, standing({ onPerson: [custom1('#11')] }))).toEqual({
      change: onPerson,
      status: 'as-before',
    });
    expect(fateOf(onProject, standing({}))).toEqual({ change: onProject, status: 'as-before' });
  });

  it('where there is nothing but blanks, as before', () => {
    expect(fateOf(onProject, standing({ onProject: [custom1(''), custom1(' ')] }))).toEqual({
      change: onProject,
      status: 'as-before',
    });
  });

  it('where somebody has written another id since, which is shown', () => {
    expect(fateOf(onPerson, standing({ onPerson: [custom1('12')] }))).toEqual({
      change: onPerson,
      status: 'changed-since',
      current: '12',
    });
  });

  it('where somebody has taken it away since', () => {
    expect(fateOf(onPerson, standing({}))).toEqual({ change: onPerson, status: 'changed-since', current: null });
  });

  it('where there are two of its name by now, for only a person writes that', () => {
    expect(fateOf(onPerson, standing({ onPerson: [custom1('11'), custom1('12')] }))).toEqual({
      change: onPerson,
      status: 'changed-since',
      current: '11, 12',
    });
  });

  it('where the person or project is gone', () => {
    const nobody: StandingLinks = { people: [], projects: [], mapEntryOf: () => null };
    expect(fateOf(onPerson, nobody)).toEqual({ change: onPerson, status: 'gone' });
    expect(fateOf(onProject, nobody)).toEqual({ change: onProject, status: 'gone' });
  });

  it('where the run did not write it, also when it looks as if it had', () => {
    const now = standing({ onPerson: [custom1('11')] });
    expect(fateOf(onPerson, now, true)).toEqual({ change: onPerson, status: 'not-written' });
  });
});

describe('an entry of map', () => {
  it('goes back where it is as the run left it', () => {
    expect(fateOf(inMap, standing({ inMap: 789 }))).toEqual({ change: inMap, status: 'planned' });
  });

  it('stays where it is as the run found it', () => {
    expect(fateOf(inMap, standing({ inMap: null }))).toEqual({ change: inMap, status: 'as-before' });
  });

  it('is gone with its file', () => {
    const noFile: StandingLinks = { people: [], projects: [], mapEntryOf: () => undefined };
    expect(fateOf(inMap, noFile)).toEqual({ change: inMap, status: 'gone' });
  });

  it.each([
    ['another project', 790, 790],
    ['skip', 'skip', 'skip'],
    ['the same number as text', '789', '789'],
    ['dated targets', [{ runn: 789, until: '2026-02-28' }], '[{"runn":789,"until":"2026-02-28"}]'],
    ['something that means nothing', true, 'true'],
  ])('stays where somebody has made it %s since', (_case, entry, current) => {
    expect(fateOf(inMap, standing({ inMap: entry }))).toEqual({ change: inMap, status: 'changed-since', current });
  });

  it('stays where somebody has taken out what the run had changed', () => {
    const changed: MapEdit = { ...inMap, before: 788 };
    const now: StandingLinks = { people: [], projects: [], mapEntryOf: () => null };
    expect(fateOf(changed, now)).toEqual({ change: changed, status: 'changed-since', current: null });
  });
});

describe('the changes of a run', () => {
  it('are taken back in the opposite order, so that the first state is the last one written', () => {
    const changes = [onPerson, onProject, inMap].map((change) => ({ change, wasRefused: false }));
    const now = standing({ onPerson: [custom1('11')], onProject: [custom1('99')], inMap: 789 });
    expect(planUndoLinks(changes, now)).toEqual([
      { change: inMap, status: 'planned' },
      { change: onProject, status: 'changed-since', current: '99' },
      { change: onPerson, status: 'planned' },
    ]);
  });
});

describe('the change that takes another one back', () => {
  it.each<[string, ReferenceChange, ReferenceChange]>([
    ['a reference', onPerson, { ...onPerson, before: '11', after: '#11' }],
    ['an entry of map', inMap, { ...inMap, before: 789, after: null }],
  ])('has both ends of %s exchanged and nothing else', (_case, change, reversed) => {
    expect(reverseReferenceChange(change)).toEqual(reversed);
    expect(reverseReferenceChange(reverseReferenceChange(change))).toEqual(change);
  });
});
