import { describe, expect, it } from 'vitest';
import { checkBrake } from '../../src/core/brake.ts';
import type { Actual, Change, Limits } from '../../src/core/model.ts';
import { aChange, anActual, anEntry } from '../builders/runn.ts';

/** 10 % and 20 hours. */
const limits: Limits = { maxLossShare: 0.1, floorHours: 20 };

/** One actual a person, 456 onwards. */
function actualsOf(...minutes: readonly number[]): Actual[] {
  return minutes.map((nonbillableMinutes, index) =>
    anActual({ id: index + 1, personId: 456 + index, nonbillableMinutes }),
  );
}

function aLoss(from: number, to: number, personId = 456): Change {
  return aChange({ kind: 'update', personId, before: anEntry(0, from), after: anEntry(0, to) });
}

describe('share and floor', () => {
  it('stop a run that takes more than both', () => {
    expect(checkBrake([aLoss(6000, 4799)], actualsOf(6000, 6000), limits)).toEqual({
      code: 'brake',
      lostMinutes: 1201,
      runnMinutes: 12000,
      maxLossShare: 0.1,
      floorHours: 20,
      emptiedPersonIds: [],
    });
  });

  it('let a run pass that takes exactly the floor', () => {
    expect(checkBrake([aLoss(6000, 4800)], actualsOf(6000, 1000), limits)).toBeNull();
  });

  it('let a run pass that takes exactly the share', () => {
    expect(checkBrake([aLoss(20000, 17000)], actualsOf(20000, 10000), limits)).toBeNull();
  });

  it('stop it one minute later', () => {
    expect(checkBrake([aLoss(20000, 16999)], actualsOf(20000, 10000), limits)).toMatchObject({ lostMinutes: 3001 });
  });

  it('let a run pass that takes a large share of little', () => {
    expect(checkBrake([aLoss(600, 10)], actualsOf(600), limits)).toBeNull();
  });

  it('let a run pass that takes many hours of very many', () => {
    expect(checkBrake([aLoss(20000, 18000)], actualsOf(20000, 20000), limits)).toBeNull();
  });

  it('are those of the configuration', () => {
    expect(checkBrake([aLoss(600, 400)], actualsOf(600), { maxLossShare: 0.5, floorHours: 1 })).toBeNull();
    expect(checkBrake([aLoss(600, 299)], actualsOf(600), { maxLossShare: 0.5, floorHours: 1 })).toMatchObject({
      lostMinutes: 301,
      runnMinutes: 600,
      maxLossShare: 0.5,
      floorHours: 1,
    });
  });
});

describe('minutes that count as lost', () => {
  const actuals = actualsOf(4000, 4000);
  const strict: Limits = { maxLossShare: 0, floorHours: 0 };

  it.each<[string, Change[], number]>([
    ['a clear', [aChange({ kind: 'clear', before: anEntry(30, 60), after: anEntry(0, 0) })], 90],
    ['a lowering overwrite', [aChange({ kind: 'overwrite', before: anEntry(0, 60), after: anEntry(0, 45) })], 15],
    ['minutes that change side', [aChange({ before: anEntry(60, 0), after: anEntry(0, 60) })], 60],
    ['the side that falls, though the total rises', [aChange({ before: anEntry(60, 0), after: anEntry(50, 60) })], 10],
    ['several changes together', [aLoss(60, 50), aLoss(30, 0)], 40],
    ['a loss, whatever another one gains', [aLoss(60, 50), aLoss(10, 600)], 10],
  ])('%s', (_what, changes, lostMinutes) => {
    expect(checkBrake(changes, actuals, strict)).toMatchObject({ lostMinutes });
  });

  it.each<[string, Change[]]>([
    ['a create', [aChange()]],
    ['a raise', [aLoss(60, 90)]],
    ['a new mark on the same minutes', [aLoss(60, 60)]],
  ])('are not those of %s', (_what, changes) => {
    expect(checkBrake(changes, actuals, strict)).toBeNull();
  });
});

describe('a person who would end with none', () => {
  it('stops the run although the share is small', () => {
    expect(checkBrake([aLoss(1201, 0)], actualsOf(1201, 90000), limits)).toMatchObject({
      code: 'brake',
      lostMinutes: 1201,
      emptiedPersonIds: [456],
    });
  });

  it('stops nothing when there were just 20 hours', () => {
    expect(checkBrake([aLoss(1200, 0)], actualsOf(1200, 90000), limits)).toBeNull();
  });

  it('stops nothing when a minute stays', () => {
    expect(checkBrake([aLoss(1201, 1)], actualsOf(1201, 90000), limits)).toBeNull();
  });

  it('stops nothing when the time goes to another cell of the same person', () => {
    expect(checkBrake([aLoss(1201, 0), aChange()], actualsOf(1201, 90000), limits)).toBeNull();
  });

  it('is not saved by what another person gains', () => {
    expect(checkBrake([aLoss(1201, 0), aChange({ personId: 457 })], actualsOf(1201, 90000), limits)).toMatchObject({
      emptiedPersonIds: [456],
    });
  });

  it('is counted over all actuals and changes of that person', () => {
    const actuals = [
      anActual({ id: 1, billableMinutes: 300, nonbillableMinutes: 300 }),
      anActual({ id: 2, nonbillableMinutes: 601 }),
      anActual({ id: 3, personId: 457, nonbillableMinutes: 90000 }),
    ];
    const first = aChange({ kind: 'clear', before: anEntry(300, 300), after: anEntry(0, 0) });
    expect(checkBrake([first, aLoss(601, 0)], actuals, limits)).toMatchObject({ emptiedPersonIds: [456] });
    expect(checkBrake([first], actuals, limits)).toBeNull();
  });

  it('is listed with all others, by id', () => {
    const actuals = [...actualsOf(1300, 1300), anActual({ id: 9, personId: 99, nonbillableMinutes: 1300 })];
    const changes = [aLoss(1300, 0, 457), aLoss(1300, 0, 456), aLoss(1300, 0, 99)];
    expect(checkBrake(changes, actuals, limits)).toMatchObject({ emptiedPersonIds: [99, 456, 457] });
  });
});

describe('a first run into an empty Runn', () => {
  it('never trips the brake', () => {
    expect(checkBrake([aChange({ after: anEntry(0, 90000) })], [], limits)).toBeNull();
  });

  it('never trips the strictest brake', () => {
    expect(checkBrake([aChange({ after: anEntry(0, 90000) })], [], { maxLossShare: 0, floorHours: 0 })).toBeNull();
  });
});

describe('no change', () => {
  it('never trips the brake', () => {
    expect(checkBrake([], actualsOf(90000), limits)).toBeNull();
  });
});

describe('a scheduled zero', () => {
  it('beside the clears of a person takes nothing, and does not hide that nothing is left', () => {
    const zero = aChange({ kind: 'clear', before: null, after: anEntry(0, 0) });
    expect(checkBrake([aLoss(1260, 0), zero], actualsOf(1260), limits)).toMatchObject({
      lostMinutes: 1260,
      emptiedPersonIds: [456],
    });
  });
});
