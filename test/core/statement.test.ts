import { describe, expect, it } from 'vitest';
import type { HoldReason, Statement } from '../../src/core/plan.ts';
import { assertBalanced, StatementBuilder, withFailures } from '../../src/core/statement.ts';
import { aChange, anEntry } from '../builders/runn.ts';

function aBuilder(
  rows: { trackedSeconds?: number; excludedSeconds?: number; held?: [HoldReason, number][] } = {},
): StatementBuilder {
  return new StatementBuilder({
    trackedSeconds: rows.trackedSeconds ?? 0,
    excludedSeconds: rows.excludedSeconds ?? 0,
    heldBackSeconds: new Map(rows.held ?? []),
  });
}

/** An hour in sync, one changed, one held back, one excluded; Runn's minutes in every place. */
function aStatement(toggl: Partial<Statement['toggl']> = {}, runn: Partial<Statement['runn']> = {}): Statement {
  return {
    toggl: {
      trackedSeconds: 14400,
      inSyncSeconds: 3600,
      changedSeconds: 3610,
      heldBackSeconds: { archived: 2590, ambiguous: 1000 },
      excludedSeconds: 3600,
      roundingSeconds: -10,
      ...toggl,
    },
    runn: {
      minutesBefore: 100,
      minutesAfter: 135,
      fromToggl: 120,
      onlyInRunn: 1,
      editsKept: 2,
      splitCells: 3,
      clearsWithheld: 4,
      closedPeriods: 5,
      failed: 0,
      ...runn,
    },
  };
}

const unbalanced = expect.objectContaining({ code: 'statement-unbalanced', exitCode: 1 });

describe('StatementBuilder', () => {
  it('takes over what the rows say', () => {
    const statement = aBuilder({ trackedSeconds: 100, excludedSeconds: 30, held: [['archived', 70]] }).build();
    expect(statement.toggl).toEqual({
      trackedSeconds: 100,
      inSyncSeconds: 0,
      changedSeconds: 0,
      heldBackSeconds: { archived: 70 },
      excludedSeconds: 30,
      roundingSeconds: 0,
    });
  });

  it('counts the seconds of a cell without changes as in sync', () => {
    const builder = aBuilder();
    builder.addSettled(3590, { billableMinutes: 20, nonbillableMinutes: 40 }, false);
    builder.addSettled(100, { billableMinutes: 0, nonbillableMinutes: 2 }, false);
    expect(builder.build().toggl).toMatchObject({ inSyncSeconds: 3690, changedSeconds: 0, roundingSeconds: 30 });
  });

  it('counts all seconds of a cell with changes as changed', () => {
    const builder = aBuilder();
    builder.addSettled(3610, { billableMinutes: 60, nonbillableMinutes: 0 }, true);
    builder.addSettled(29, { billableMinutes: 0, nonbillableMinutes: 0 }, true);
    expect(builder.build().toggl).toMatchObject({ inSyncSeconds: 0, changedSeconds: 3639, roundingSeconds: -39 });
  });

  it('adds held cells to the held rows of the same reason', () => {
    const builder = aBuilder({ held: [['ambiguous', 100]] });
    builder.addHeld(50, 'ambiguous');
    builder.addHeld(25, 'late-change');
    builder.addHeld(25, 'late-change');
    expect(builder.build().toggl.heldBackSeconds).toEqual({ ambiguous: 150, 'late-change': 50 });
  });

  it('lists no reason without seconds', () => {
    const builder = aBuilder({ held: [['archived', 0]] });
    builder.addHeld(0, 'clear-withheld');
    expect(Object.keys(builder.build().toggl.heldBackSeconds)).toEqual([]);
  });

  it('lists the reasons in their order, whatever came first', () => {
    const builder = aBuilder({ held: [['unmatched-person', 1]] });
    builder.addHeld(1, 'no-project');
    builder.addHeld(1, 'ambiguous');
    expect(Object.keys(builder.build().toggl.heldBackSeconds)).toEqual(['ambiguous', 'no-project', 'unmatched-person']);
  });

  it('leaves the sums of the rows as they are', () => {
    const held = new Map<HoldReason, number>([['archived', 10]]);
    new StatementBuilder({ trackedSeconds: 0, excludedSeconds: 0, heldBackSeconds: held }).addHeld(5, 'archived');
    expect(held).toEqual(new Map([['archived', 10]]));
  });

  it('counts what stood before, and what stands after the changes', () => {
    const builder = aBuilder();
    builder.addBefore(100);
    builder.addBefore(20);
    builder.addChange(aChange({ kind: 'update', before: anEntry(10, 20), after: anEntry(5, 20) }));
    builder.addChange(aChange({ after: anEntry(7, 3) }));
    expect(builder.build().runn).toMatchObject({ minutesBefore: 120, minutesAfter: 125 });
  });

  it('adds up where the minutes in Runn belong', () => {
    const builder = aBuilder();
    builder.addAfter(1, 'fromToggl');
    builder.addAfter(2, 'onlyInRunn');
    builder.addAfter(3, 'editsKept');
    builder.addAfter(4, 'splitCells');
    builder.addAfter(5, 'clearsWithheld');
    builder.addAfter(6, 'closedPeriods');
    builder.addAfter(10, 'closedPeriods');
    expect(builder.build().runn).toEqual({
      minutesBefore: 0,
      minutesAfter: 0,
      fromToggl: 1,
      onlyInRunn: 2,
      editsKept: 3,
      splitCells: 4,
      clearsWithheld: 5,
      closedPeriods: 16,
      failed: 0,
    });
  });
});

describe('a statement', () => {
  it('balances when every second and minute has its place', () => {
    expect(() => assertBalanced(aStatement())).not.toThrow();
  });

  it.each<[string, Partial<Statement['toggl']>]>([
    ['a second too few is in sync', { inSyncSeconds: 3599, roundingSeconds: -9 }],
    ['a second too many is changed', { changedSeconds: 3611, roundingSeconds: -11 }],
    ['a second too few is held back', { heldBackSeconds: { archived: 2589, ambiguous: 1000 } }],
    ['a second too many is excluded', { excludedSeconds: 3601 }],
    ['Toggl tracked a second more', { trackedSeconds: 14401 }],
  ])('does not when %s', (_case, toggl) => {
    expect(() => assertBalanced(aStatement(toggl))).toThrow(unbalanced);
  });

  it.each([
    'onlyInRunn',
    'editsKept',
    'splitCells',
    'clearsWithheld',
    'closedPeriods',
    'failed',
    'minutesAfter',
  ] as const)('does not when a minute too many is in %s', (place) => {
    const { runn } = aStatement();
    expect(() => assertBalanced(aStatement({}, { [place]: runn[place] + 1 }))).toThrow(unbalanced);
    expect(() => assertBalanced(aStatement({}, { [place]: runn[place] - 1 }))).toThrow(unbalanced);
  });

  it('does not when a minute counts as from Toggl that is only in Runn', () => {
    expect(() => assertBalanced(aStatement({}, { fromToggl: 121, onlyInRunn: 0 }))).toThrow(unbalanced);
    expect(() => assertBalanced(aStatement({}, { fromToggl: 119, onlyInRunn: 2 }))).toThrow(unbalanced);
  });

  it('does not when the rounding hides a second', () => {
    expect(() => assertBalanced(aStatement({ roundingSeconds: -9 }))).toThrow(unbalanced);
    expect(() => assertBalanced(aStatement({ roundingSeconds: -11 }))).toThrow(unbalanced);
  });

  it('balances with fractions of minutes, whose sums are not exact', () => {
    const runn = {
      fromToggl: 120,
      onlyInRunn: 0.1,
      editsKept: 0.2,
      splitCells: 0,
      clearsWithheld: 0,
      closedPeriods: 0,
    };
    expect(() => assertBalanced(aStatement({}, { ...runn, minutesAfter: 120.3 }))).not.toThrow();
    expect(() => assertBalanced(aStatement({}, { ...runn, minutesAfter: 120.31 }))).toThrow(unbalanced);
  });

  it('says which half does not balance, with the numbers', () => {
    expect(() => assertBalanced(aStatement({ trackedSeconds: 14401 }))).toThrow(/14401.*14400/);
    expect(() => assertBalanced(aStatement({}, { minutesAfter: 136 }))).toThrow(/136.*135/);
    expect(() => assertBalanced(aStatement({}, { fromToggl: 121, onlyInRunn: 0 }))).toThrow(/120.*121/);
  });

  it('asks for a report', () => {
    expect(() => assertBalanced(aStatement({ excludedSeconds: 0 }))).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/report/) }),
    );
  });
});

describe('the statement after changes that were not written', () => {
  const planned = aStatement();

  it('is the planned one when all were written', () => {
    expect(withFailures(planned, [])).toEqual(planned);
  });

  it('has less from Toggl by what a refused create would have brought', () => {
    const { runn } = withFailures(planned, [aChange({ after: anEntry(20, 10) })]);
    expect(runn).toMatchObject({ minutesAfter: 105, fromToggl: 90, failed: 0 });
  });

  it('counts what a refused update left as failed', () => {
    const refused = aChange({ kind: 'update', before: anEntry(5, 15), after: anEntry(20, 30) });
    expect(withFailures(planned, [refused]).runn).toMatchObject({ minutesAfter: 105, fromToggl: 70, failed: 20 });
  });

  it('counts what a refused clear left as failed', () => {
    const refused = aChange({ kind: 'clear', before: anEntry(5, 15), after: anEntry(0, 0) });
    expect(withFailures(planned, [refused]).runn).toMatchObject({ minutesAfter: 155, fromToggl: 120, failed: 20 });
  });

  it('adds to what had failed before', () => {
    const refused = aChange({ kind: 'clear', before: anEntry(0, 20), after: anEntry(0, 0) });
    expect(withFailures(withFailures(planned, [refused]), [refused]).runn).toMatchObject({ failed: 40 });
  });

  it('leaves all else alone', () => {
    const after = withFailures(planned, [aChange()]);
    expect(after.toggl).toEqual(planned.toggl);
    expect(after.runn).toMatchObject({
      minutesBefore: 100,
      onlyInRunn: 1,
      editsKept: 2,
      splitCells: 3,
      clearsWithheld: 4,
      closedPeriods: 5,
    });
  });

  it('balances', () => {
    const refused = [
      aChange({ kind: 'update', before: anEntry(5, 15), after: anEntry(20, 30) }),
      aChange({ after: anEntry(20, 10) }),
    ];
    expect(() => assertBalanced(withFailures(planned, refused))).not.toThrow();
  });
});
