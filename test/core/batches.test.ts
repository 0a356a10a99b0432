import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Batch,
  isRaise,
  isReduction,
  keyOf,
  makeBatches,
  maxBatchItems,
  personDayOf,
} from '../../src/core/batches.ts';
import type { Change } from '../../src/core/model.ts';
import { anEntry, aChange as anyChange } from '../builders/runn.ts';

interface Fields {
  readonly kind?: Change['kind'];
  readonly day?: number;
  readonly person?: number;
  readonly project?: number;
  readonly actual?: number | null;
}

function aChange({ kind = 'create', day = 1, person = 1, project = 1, actual }: Fields = {}): Change {
  const isNew = kind === 'create';
  return {
    kind,
    reason: 'changed-in-toggl',
    date: `2024-01-${String(day).padStart(2, '0')}`,
    personId: person,
    projectId: project,
    roleId: 10,
    workstreamId: null,
    phaseId: null,
    actualId: actual === undefined ? (isNew ? null : person * 1000 + project) : actual,
    before: isNew ? null : { billableMinutes: 60, nonbillableMinutes: 0, billableNote: '', nonbillableNote: '' },
    after: { billableMinutes: kind === 'clear' ? 0 : 30, nonbillableMinutes: 0, billableNote: '', nonbillableNote: '' },
  } as Change;
}

const someChanges = fc.uniqueArray(
  fc
    .record({
      kind: fc.constantFrom<Change['kind']>('create', 'update', 'overwrite', 'clear'),
      day: fc.integer({ min: 1, max: 28 }),
      person: fc.integer({ min: 1, max: 6 }),
      project: fc.integer({ min: 1, max: 40 }),
    })
    .map(aChange),
  { selector: keyOf, maxLength: 400 },
);

const writesOf = (waves: readonly (readonly Batch[])[]): Change[] => waves.flat().flatMap((batch) => batch.writes);

describe('makeBatches', () => {
  it('makes nothing of nothing', () => {
    expect(makeBatches([], 'zero')).toEqual([]);
  });

  it('needs three requests for 300 changes of days of uneven size', () => {
    const changes = Array.from({ length: 300 }, (_, index) =>
      aChange({ day: 1 + (index % 25), person: 1 + (index % 3), project: index }),
    );
    expect(makeBatches(changes, 'zero').map((wave) => wave.map((batch) => batch.writes.length))).toEqual([
      [100, 100, 100],
    ]);
  });

  it('leaves a gap rather than split a day', () => {
    const changes = [1, 2].flatMap((person) =>
      Array.from({ length: 60 }, (_, index) => aChange({ person, project: index })),
    );
    expect(makeBatches(changes, 'zero')[0]?.map((batch) => batch.writes.length)).toEqual([60, 60]);
  });

  it('sends what is beyond the hundredth change of a day in a later wave, the clears first', () => {
    const changes = Array.from({ length: 130 }, (_, index) =>
      aChange({ kind: index >= 90 ? 'clear' : 'create', project: index }),
    );
    const waves = makeBatches(changes, 'zero');
    expect(waves.map((wave) => wave.map((batch) => batch.writes.length))).toEqual([[100], [30]]);
    expect(waves[0]?.[0]?.writes.slice(0, 40).every((change) => change.kind === 'clear')).toBe(true);
  });

  it('sends a second change of one key in a later wave', () => {
    const changes = [aChange(), aChange(), aChange({ person: 2 })];
    expect(makeBatches(changes, 'zero').map((wave) => wave.map((batch) => batch.writes))).toEqual([
      [[changes[0], changes[2]]],
      [[changes[1]]],
    ]);
  });

  it('deletes standing actuals before the writes of that day', () => {
    const create = aChange({ project: 1 });
    const clear = aChange({ kind: 'clear', project: 2 });
    expect(makeBatches([create, clear], 'delete')).toEqual([[{ deletes: [clear], writes: [create] }]]);
  });

  it("puts a person's day in order: the clears, then what else is lowered, then the rest as planned (R12)", () => {
    const create = aChange({ project: 1 });
    const same: Change = { ...aChange({ kind: 'update', project: 2 }), after: anEntry(0, 60) };
    const lowered = aChange({ kind: 'update', project: 3 });
    const clear = aChange({ kind: 'clear', project: 4 });
    expect(makeBatches([create, same, lowered, clear], 'zero')).toEqual([
      [{ deletes: [], writes: [clear, lowered, create, same] }],
    ]);
  });

  it('writes a zero where there is nothing to delete', () => {
    const zero = aChange({ kind: 'clear', actual: null });
    expect(makeBatches([zero], 'delete')).toEqual([[{ deletes: [], writes: [zero] }]]);
  });

  it('gives a day of deletions alone a batch without writes', () => {
    const clear = aChange({ kind: 'clear' });
    expect(makeBatches([clear], 'delete')).toEqual([[{ deletes: [clear], writes: [] }]]);
  });

  it('deletes nothing but clears', () => {
    const changes = [aChange({ kind: 'update', project: 1 }), aChange({ kind: 'overwrite', project: 2 })];
    expect(makeBatches(changes, 'delete')).toEqual([[{ deletes: [], writes: changes }]]);
  });

  it('has no deletions in a later wave', () => {
    const clear = aChange({ kind: 'clear', project: 200 });
    const creates = Array.from({ length: 101 }, (_, index) => aChange({ project: index }));
    const waves = makeBatches([...creates, clear], 'delete');
    expect(waves.map((wave) => wave.map(({ deletes }) => deletes))).toEqual([[[clear]], [[]]]);
  });

  it('packs the largest days first, and then has all in the order of the plan again', () => {
    const sizes = [41, 40, 60, 59];
    const changes = sizes.flatMap((size, person) =>
      Array.from({ length: size }, (_, project) => aChange({ person, project })),
    );
    const people = makeBatches(changes, 'zero')[0]?.map(({ writes }) => [
      ...new Set(writes.map(({ personId }) => personId)),
    ]);
    expect(people).toEqual([
      [0, 3],
      [1, 2],
    ]);
  });

  it('sends every change once', () => {
    fc.assert(
      fc.property(someChanges, fc.constantFrom('zero' as const, 'delete' as const), (changes, clearWith) => {
        const sent = makeBatches(changes, clearWith)
          .flat()
          .flatMap((batch) => [...batch.deletes, ...batch.writes]);
        expect(new Set(sent)).toEqual(new Set(changes));
        expect(sent).toHaveLength(changes.length);
      }),
    );
  });

  it('never passes the limit nor repeats a key in a batch', () => {
    fc.assert(
      fc.property(someChanges, (changes) => {
        for (const batch of makeBatches(changes, 'zero').flat()) {
          expect(batch.writes.length).toBeLessThanOrEqual(maxBatchItems);
          expect(new Set(batch.writes.map(keyOf)).size).toBe(batch.writes.length);
        }
      }),
    );
  });

  it("keeps a person's day in one batch, its clears first", () => {
    fc.assert(
      fc.property(someChanges, (changes) => {
        const batches = makeBatches(changes, 'zero').flat();
        for (const day of new Set(changes.map(personDayOf))) {
          const holders = batches.filter((batch) => batch.writes.some((change) => personDayOf(change) === day));
          expect(holders).toHaveLength(1);
          const kinds =
            holders[0]?.writes.filter((change) => personDayOf(change) === day).map(({ kind }) => kind) ?? [];
          expect(kinds.lastIndexOf('clear')).toBe(kinds.filter((kind) => kind === 'clear').length - 1);
        }
      }),
    );
  });

  it('needs no more than the least number of requests when a day has few changes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 60, maxLength: 200 }), (sizes) => {
        const changes = [...sizes, 1, 1, 1, 1, 1, 1, 1].flatMap((size, person) =>
          Array.from({ length: size }, (_, project) => aChange({ person, project })),
        );
        const waves = makeBatches(changes, 'zero');
        expect(writesOf(waves)).toHaveLength(changes.length);
        expect(waves.flat().length).toBe(Math.ceil(changes.length / maxBatchItems));
      }),
    );
  });
});

describe('keyOf', () => {
  it('tells workstreams apart, as Runn does', () => {
    const [none, seven, eight] = [null, 7, 8].map((workstreamId) => keyOf({ ...aChange(), workstreamId } as Change));
    expect(new Set([none, seven, eight]).size).toBe(3);
    expect(keyOf(aChange({ project: 2 }))).not.toBe(keyOf(aChange({ project: 3 })));
  });
});

describe('what a change does to the minutes in Runn (R12)', () => {
  it.each([
    ['a create puts some there', null, anEntry(0, 60), false, true],
    ['a scheduled zero neither takes nor puts any', null, anEntry(0, 0), false, false],
    ['a clear takes some away', anEntry(0, 60), anEntry(0, 0), true, false],
    ['a clear of nothing does neither', anEntry(0, 0), anEntry(0, 0), false, false],
    ['an update that ends lower takes some away', anEntry(30, 60), anEntry(60, 29), true, false],
    ['an update that ends higher puts some there', anEntry(60, 30), anEntry(31, 60), false, true],
    ['an update that only changes the side does neither', anEntry(60, 0), anEntry(0, 60), false, false],
  ])('%s', (_case, before, after, reduces, raises) => {
    const change = anyChange({ before, after });
    expect([isReduction(change), isRaise(change)]).toEqual([reduces, raises]);
  });
});
