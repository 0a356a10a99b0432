import { describe, expect, it } from 'vitest';
import type { Actual, Change, IsoDate } from '../../src/core/model.ts';
import { checkPreconditions, listSeenActuals } from '../../src/core/preconditions.ts';
import { aChange, minutesOf, standingOf } from '../run/fake-runn.ts';

const update = aChange({ kind: 'update', project: 1 });
const create = aChange({ kind: 'create', project: 2 });
const clear = aChange({ kind: 'clear', project: 3 });
const otherDay = aChange({ kind: 'update', project: 1, date: '2024-01-09' });
const changes = [update, create, clear, otherDay];
const standing = [update, clear, otherDay].map(standingOf);

function readinessOf(
  actuals: readonly Actual[],
  options: { locked?: string; clearWith?: 'zero' | 'delete'; before?: readonly Actual[] } = {},
): string[] {
  const lockedThrough = (options.locked ?? null) as IsoDate | null;
  const seen = listSeenActuals(changes, options.before ?? standing);
  const checked = checkPreconditions(changes, seen, actuals, { lockedThrough, clearWith: options.clearWith ?? 'zero' });
  return checked.map(({ readiness }) => readiness);
}

const written = (change: Change, over: Partial<Actual> = {}): Actual =>
  ({ ...change, ...change.after, id: change.actualId ?? 99, ...over }) as unknown as Actual;

const replaced = (change: Change, over: Partial<Actual>): Actual[] =>
  standing.map((actual) => (actual.id === change.actualId ? { ...actual, ...over } : actual));

describe('checkPreconditions', () => {
  it('finds everything ready where nothing has changed', () => {
    expect(readinessOf(standing)).toEqual(['ready', 'ready', 'ready', 'ready']);
  });

  it.each<[string, Actual[]]>([
    ['other minutes', replaced(update, minutesOf(61))],
    ['another note', replaced(update, { nonbillableNote: 'mine' })],
    ['another actual in its place', replaced(update, { id: 12345 as Actual['id'] })],
    ['nothing', standing.filter(({ id }) => id !== update.actualId)],
    [
      'a second actual in the cell',
      [...standing, written(update, { id: 4 as Actual['id'], roleId: 11 as Actual['roleId'] })],
    ],
  ])('finds a change stale, with that person and day: %s', (_, actuals) => {
    expect(readinessOf(actuals)).toEqual(['stale', 'stale-pair', 'stale-pair', 'ready']);
  });

  it('finds a create stale when something stands there by now', () => {
    const actuals = [...standing, written(create, minutesOf(5))];
    expect(readinessOf(actuals)).toEqual(['stale-pair', 'stale', 'stale-pair', 'ready']);
  });

  it('does not mind zeros that Runn fills in', () => {
    const zero = { ...minutesOf(0), billableNote: '', nonbillableNote: '' };
    expect(readinessOf([...standing, written(create, zero)])).toEqual(['ready', 'ready', 'ready', 'ready']);
  });

  it('does not mind another phase', () => {
    expect(readinessOf(replaced(update, { phaseId: 3 as NonNullable<Actual['phaseId']> }))[0]).toBe('ready');
  });

  it('has nothing to do where Runn has it already, and that makes nothing stale', () => {
    const actuals = [written(update), written(create), standingOf(clear), standingOf(otherDay)];
    expect(readinessOf(actuals)).toEqual(['done', 'done', 'ready', 'ready']);
  });

  it('does not mind blanks around a note, nor the order in which actuals are read', () => {
    const note = `  ${update.before?.nonbillableNote ?? ''} `;
    const billableNote = ` ${update.before?.billableNote ?? ''}\n`;
    expect(readinessOf(replaced(update, { nonbillableNote: note, billableNote }))[0]).toBe('ready');
    const beside = written(update, { id: 4 as Actual['id'], roleId: 11 as Actual['roleId'] });
    const before = [...standing, beside];
    expect(readinessOf([...before].reverse(), { before })[0]).toBe('ready');
  });

  it('tells what stands there now', () => {
    const seen = listSeenActuals(changes, standing);
    const options = { lockedThrough: null, clearWith: 'zero' } as const;
    const checked = checkPreconditions(changes, seen, replaced(update, minutesOf(61)), options);
    expect(checked.map(({ current }) => current)).toEqual([
      { billableMinutes: 61, nonbillableMinutes: 0 },
      null,
      ...[clear, otherDay].map(({ before }) => ({
        billableMinutes: before?.billableMinutes,
        nonbillableMinutes: before?.nonbillableMinutes,
      })),
    ]);
  });

  it('does not call a change stale for what another one in its cell has brought about', () => {
    const first = aChange({ kind: 'update', project: 1 });
    const second = { ...aChange({ kind: 'create', project: 1 }), roleId: 11 as Change['roleId'] };
    const both = [first, second];
    const seen = listSeenActuals(both, [standingOf(first)]);
    const options = { lockedThrough: null, clearWith: 'zero' } as const;
    const checked = checkPreconditions(both, seen, [written(first)], options);
    expect(checked.map(({ readiness }) => readiness)).toEqual(['done', 'ready']);
  });

  it('does not take a deletion for done while the actual stands', () => {
    expect(readinessOf(standing, { clearWith: 'delete' })[2]).toBe('ready');
  });

  it('takes a deletion for done when the actual is gone', () => {
    const actuals = standing.filter(({ id }) => id !== clear.actualId);
    expect(readinessOf(actuals, { clearWith: 'delete' })[2]).toBe('done');
    expect(readinessOf(actuals, { clearWith: 'zero' })[2]).toBe('stale');
  });

  it('leaves a closed period alone', () => {
    expect(readinessOf(standing, { locked: '2024-01-08' })).toEqual([
      ...['closed-period', 'closed-period', 'closed-period'],
      'ready',
    ]);
  });
});

describe('listSeenActuals', () => {
  it('keeps the actuals of the cells that change, and no others', () => {
    const other = written(aChange({ kind: 'update', project: 9 }));
    expect(listSeenActuals([update], [...standing, other]).map(({ id }) => id)).toEqual([update.actualId]);
  });
});
