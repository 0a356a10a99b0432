import { describe, expect, it } from 'vitest';
import type { Actual, Change, IsoDate } from '../../src/core/model.ts';
import { type EarlierChange, type Fate, planUndo } from '../../src/core/plan-undo.ts';
import { aChange, type ChangeFields, minutesOf, standingOf } from '../run/fake-runn.ts';

const run = (fields: ChangeFields, fate: Fate = 'written'): EarlierChange => ({ change: aChange(fields), fate });

/** What Runn has after the change. */
function leftBy({ change }: EarlierChange, over: Partial<Actual> = {}): Actual {
  const { date, personId, projectId, roleId, workstreamId, phaseId, after } = change;
  const id = change.actualId ?? 77;
  return { ...after, id, date, personId, projectId, roleId, workstreamId, phaseId, ...over } as Actual;
}

const update = run({ kind: 'update', phase: 5 });
const create = run({ kind: 'create', project: 2 });
const deleted = run({ kind: 'clear', project: 3 }, 'deleted');

const undo = (earlier: readonly EarlierChange[], actuals: readonly Actual[], locked: string | null = null) =>
  planUndo(earlier, actuals, locked as IsoDate | null);

describe('what a run changed', () => {
  it('is written back as it was, with notes, role, workstream and phase', () => {
    const { changes } = undo([update], [leftBy(update)]);
    const { roleId, workstreamId, phaseId, actualId, before } = update.change;
    const { id: _id, date: _date, personId: _person, projectId: _project, ...standing } = leftBy(update);
    const { billableMinutes, nonbillableMinutes, billableNote, nonbillableNote } = standing;
    expect(changes).toMatchObject([
      {
        ...{ kind: 'update', roleId, workstreamId, phaseId, actualId, after: before },
        before: { billableMinutes, nonbillableMinutes, billableNote, nonbillableNote },
      },
    ]);
  });

  it('is deleted when the run created it', () => {
    const { changes } = undo([create], [leftBy(create)]);
    expect(changes).toMatchObject([{ kind: 'clear', actualId: 77, after: minutesOf(0) }]);
    const inPhase = leftBy(create, { phaseId: 5 as NonNullable<Actual['phaseId']> });
    expect(undo([create], [inPhase]).changes).toMatchObject([{ phaseId: 5 }]);
  });

  it('is created again when the run deleted it', () => {
    const { changes } = undo([deleted], []);
    expect(changes).toMatchObject([{ kind: 'create', actualId: null, before: null, after: deleted.change.before }]);
  });

  it('is written back, not deleted, when it was an actual of 0/0', () => {
    const zero = run({ kind: 'update', before: minutesOf(0) });
    expect(undo([zero], [leftBy(zero)]).changes).toMatchObject([{ kind: 'update', after: minutesOf(0) }]);
  });

  it.each<[string, Partial<Actual>]>([
    ['minutes', { billableMinutes: 1 }],
    ['a note', { billableNote: '[Toggl 5:02+1:28] and a word of somebody' }],
    ['a lost mark', { billableNote: '' }],
  ])('is left alone when it has changed since: %s', (_, over) => {
    const { changes, left } = undo([update], [leftBy(update, over)]);
    expect(changes).toEqual([]);
    expect(left).toMatchObject([{ change: update.change, reason: 'changed-since' }]);
  });

  it('is still as the run left it when Runn has cut its note', () => {
    const long = run({ kind: 'update' });
    const change: Change = {
      ...long.change,
      after: { ...long.change.after, billableNote: `[Toggl 5:02+1:28] ${'x'.repeat(99)}` },
    };
    const cut = leftBy({ ...long, change }, { billableNote: `[Toggl 5:02+1:28] ${'x'.repeat(20)}` });
    expect(undo([{ ...long, change }], [cut]).changes).toHaveLength(1);
  });

  it('is left alone when it was deleted, and something stands there again', () => {
    expect(undo([deleted], [leftBy(deleted)])).toMatchObject({ changes: [], left: [{ reason: 'changed-since' }] });
  });

  it('is left alone when a zero that was written has been deleted since', () => {
    const zero = run({ kind: 'clear' });
    expect(undo([zero], []).left).toMatchObject([{ reason: 'changed-since', current: null }]);
  });

  it('is left alone when it was deleted since', () => {
    expect(undo([update], []).left).toMatchObject([{ reason: 'changed-since', current: null }]);
  });

  it('is left alone when it was moved to another role since', () => {
    expect(undo([update], [leftBy(update, { roleId: 11 as Actual['roleId'] })]).left).toHaveLength(1);
  });

  it('is left alone in a period that is closed now', () => {
    expect(undo([update], [leftBy(update)], '2024-01-08').left).toMatchObject([{ reason: 'closed-period' }]);
    expect(undo([update], [leftBy(update)], '2024-01-07').left).toEqual([]);
  });
});

describe('what a run did not change', () => {
  it('is nothing to put back: refused or never sent', () => {
    const refused = run({ kind: 'update' }, 'not-written');
    // Another run has written it since.
    expect(undo([refused], [leftBy(refused)])).toEqual({ changes: [], left: [], asBefore: 1 });
  });

  it('is nothing to put back: as it was before already', () => {
    expect(undo([update, create], [standingOf(update.change)])).toEqual({ changes: [], left: [], asBefore: 2 });
  });
});

describe('a run that was cut off', () => {
  it.each<[string, ChangeFields, boolean, number]>([
    ['an update that was written', { kind: 'update' }, true, 1],
    ['an update that was not', { kind: 'update' }, false, 0],
    ['a create that was written', { kind: 'create' }, true, 1],
    ['a clear that was written', { kind: 'clear' }, true, 1],
    ['a clear that was not', { kind: 'clear' }, false, 0],
  ])('is known by what Runn has: %s', (_, fields, isWritten, changes) => {
    const unknown = run(fields, 'unknown');
    const plan = undo([unknown], [isWritten ? leftBy(unknown) : standingOf(unknown.change)]);
    expect({ changes: plan.changes.length, left: plan.left }).toEqual({ changes, left: [] });
  });

  it('has created nothing where nothing stands', () => {
    expect(undo([run({ kind: 'create' }, 'unknown')], []).asBefore).toBe(1);
  });

  it('has not written an update where nothing stands', () => {
    expect(undo([run({ kind: 'update' }, 'unknown')], []).left).toMatchObject([{ reason: 'changed-since' }]);
  });

  it('has deleted what was to be cleared and is gone', () => {
    expect(undo([run({ kind: 'clear' }, 'unknown')], []).changes).toMatchObject([{ kind: 'create' }]);
  });
});

describe('an answer that disagreed', () => {
  it('counts as written when the minutes are there, even without the mark', () => {
    const disputed = run({ kind: 'update' }, 'disputed');
    expect(undo([disputed], [leftBy(disputed, { billableNote: '' })]).changes).toHaveLength(1);
  });

  it('is left to a person when nothing is there', () => {
    expect(undo([run({ kind: 'update' }, 'disputed')], []).left).toMatchObject([{ current: null }]);
  });

  it('is left to a person when other minutes are there', () => {
    const disputed = run({ kind: 'update' }, 'disputed');
    expect(undo([disputed], [leftBy(disputed, { billableMinutes: 9 })]).left).toHaveLength(1);
  });
});

describe('time that a run moved from one project to another', () => {
  const from = run({ kind: 'clear', project: 1, before: minutesOf(480) });
  const to = run({ kind: 'create', project: 2, after: minutesOf(480) });

  it('goes back', () => {
    expect(undo([from, to], [leftBy(from), leftBy(to)]).changes.map(({ kind }) => kind)).toEqual(['update', 'clear']);
  });

  it('does not come back where it would stand twice, because somebody wrote where it went', () => {
    const { changes, left } = undo([from, to], [leftBy(from), leftBy(to, { billableMinutes: 360 })]);
    expect(changes).toEqual([]);
    expect(left.map(({ change, reason }) => [change.projectId, reason])).toEqual([
      [2, 'changed-since'],
      [1, 'paired'],
    ]);
  });

  it('comes back where somebody has lowered what stood where it went, or only wrote a note', () => {
    const lowered = run({ kind: 'update', project: 2, before: minutesOf(480), after: minutesOf(500) });
    const note = { ...minutesOf(480), billableNote: 'a word of somebody' };
    for (const over of [minutesOf(100), note]) {
      const { changes, left } = undo([from, lowered], [leftBy(from), leftBy(lowered, over)]);
      expect(changes).toMatchObject([{ kind: 'update', projectId: 1 }]);
      expect(left).toMatchObject([{ reason: 'changed-since' }]);
    }
  });

  it('that lowers or changes nothing but a note goes back all the same', () => {
    const raised = run({ kind: 'update', project: 1, before: minutesOf(60), after: minutesOf(120) });
    const unmarked = run({ kind: 'update', project: 3, before: minutesOf(60), after: minutesOf(60) });
    const before = { ...minutesOf(60), billableNote: '', nonbillableNote: '' };
    const marked = { ...unmarked, change: { ...unmarked.change, before } };
    const actuals = [leftBy(raised), leftBy(marked), leftBy(to, { billableMinutes: 999 })];
    expect(undo([raised, marked, to], actuals).changes.map(({ projectId }) => projectId)).toEqual([1, 3]);
  });

  it('comes back on other days', () => {
    const otherDay = run({ kind: 'clear', project: 1, date: '2024-01-09', before: minutesOf(480) });
    const actuals = [leftBy(from), leftBy(to, { billableMinutes: 360 }), leftBy(otherDay)];
    expect(undo([from, to, otherDay], actuals).changes.map(({ date }) => date)).toEqual(['2024-01-09']);
  });
});
