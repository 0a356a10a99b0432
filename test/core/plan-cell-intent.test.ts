/** What a single run is asked for beyond the rules: `--adopt`, `--clear-unmarked` and `--rerole`. */
import { describe, expect, it } from 'vitest';
import type { Actual, Intent } from '../../src/core/model.ts';
import { needsRole, noIntent, planCell } from '../../src/core/plan-cell.ts';
import type { RoleDecision } from '../../src/core/roles.ts';
import { day, runnPerson, runnProject, runnRole } from '../builders/ids.ts';
import { aFilledZero, anActual, anEdited, anOwned } from '../builders/runn.ts';

type CellInput = Parameters<typeof planCell>[0];

const roleTwenty: RoleDecision = { kind: 'decided', roleId: runnRole(20), workstreamId: null, by: 'contract' };
const noRole: RoleDecision = { kind: 'undecided', candidateRoleIds: [] };
const mustNotBeAsked = () => {
  throw new Error('no role is needed here');
};

/** A cell for which Toggl has sixty non-billable minutes, in a run that is asked for `intent`. */
function planOf(
  intent: Partial<Intent>,
  standing: readonly Actual[],
  {
    minutes = 60,
    role = roleTwenty,
    ...fields
  }: Partial<Pick<CellInput, 'resolveRole' | 'isLinked' | 'onConflict'>> & {
    minutes?: number;
    role?: RoleDecision;
  } = {},
) {
  return planCell({
    personId: runnPerson(),
    projectId: runnProject(),
    date: day(),
    toggl: { billableMinutes: 0, nonbillableMinutes: minutes },
    standing,
    onConflict: 'toggl',
    intent: { ...noIntent, ...intent },
    resolveRole: () => role,
    isLinked: () => true,
    ...fields,
  });
}

/** Kind, reason, actual, role and non-billable minutes of each change. */
function changesOf(...args: Parameters<typeof planOf>) {
  return planOf(...args).changes.map(({ kind, reason, actualId, roleId, after }) => [
    kind,
    reason,
    actualId,
    roleId,
    after.nonbillableMinutes,
  ]);
}

describe('--adopt', () => {
  const adopt = { adopt: true };

  it('puts the mark on a foreign actual that equals Toggl, and leaves its minutes', () => {
    const plan = planOf(adopt, [anActual({ nonbillableNote: 'by hand' })], { resolveRole: mustNotBeAsked });
    expect(plan).toMatchObject({
      changes: [{ kind: 'update', reason: 'adopted', actualId: 1, after: { nonbillableMinutes: 60 } }],
      findings: [],
      conflicts: 0,
    });
    expect(plan.changes[0]?.after.nonbillableNote).toMatch(/by hand/);
    expect(plan.changes[0]?.after.nonbillableNote).toMatch(/\[Toggl 0:00\+1:00\]/);
  });

  it('is not asked for: the actual stays, and is told', () => {
    const plan = planOf({}, [anActual()]);
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([{ code: 'unmarked', subject: { runnActualId: 1 } }]);
  });

  it('leaves fractions of a minute as they are, for a mark cannot say them', () => {
    const halves = [7.5, 52.5].map((nonbillableMinutes, index) => anActual({ id: index + 1, nonbillableMinutes }));
    expect(planOf(adopt, halves)).toMatchObject({
      changes: [],
      findings: [{ code: 'unmarked' }, { code: 'unmarked' }],
    });
    const whole = anActual({ id: 3, nonbillableMinutes: 30 });
    expect(changesOf(adopt, [...halves, whole], { minutes: 90 })).toEqual([['update', 'adopted', 3, 10, 30]]);
  });

  it('leaves the conflict of a foreign actual that differs what it is', () => {
    expect(changesOf(adopt, [anActual()], { minutes: 90 })).toEqual([['overwrite', 'entered-in-runn', 1, 10, 90]]);
  });

  it('of several foreign ones that add up marks the one with the role of a new actual', () => {
    const both = [
      anActual({ id: 1, roleId: 10, nonbillableMinutes: 20 }),
      anActual({ id: 2, roleId: 20, nonbillableMinutes: 40 }),
    ];
    expect(changesOf(adopt, both)).toEqual([['update', 'adopted', 2, 20, 40]]);
    expect(changesOf(adopt, both, { role: noRole })).toEqual([['update', 'adopted', 1, 10, 20]]);
  });

  it('marks the only foreign one beside an edited one, without a question about roles', () => {
    const both = [anEdited({ id: 1, nonbillableMinutes: 20 }), anActual({ id: 2, nonbillableMinutes: 40 })];
    expect(changesOf(adopt, both, { resolveRole: mustNotBeAsked })).toEqual([['update', 'adopted', 2, 10, 40]]);
  });

  it('marks nothing where several edited ones add up', () => {
    const both = [anEdited({ id: 1, nonbillableMinutes: 20 }), anEdited({ id: 2, nonbillableMinutes: 40 })];
    expect(planOf(adopt, both)).toMatchObject({ changes: [], findings: [] });
  });

  it('marks the foreign one that holds all of it while ours beside it is cleared', () => {
    const both = [anOwned({ id: 1, roleId: 20 }), anActual({ id: 2 })];
    expect(changesOf(adopt, both)).toEqual([
      ['clear', 'shared-cell', 1, 20, 0],
      ['update', 'adopted', 2, 10, 60],
    ]);
  });
});

describe('--clear-unmarked', () => {
  const clearUnmarked = { adopt: true, clearUnmarked: true };

  it('clears a foreign actual without Toggl time on a linked pair, and tells its minutes', () => {
    const plan = planOf(clearUnmarked, [anActual()], { minutes: 0 });
    expect(plan).toMatchObject({
      changes: [{ kind: 'clear', reason: 'unmarked-cleared', actualId: 1 }],
      leftAlone: [],
      conflicts: 0,
    });
    expect(plan.findings).toMatchObject([
      {
        code: 'unmarked-cleared',
        subject: { runnActualId: 1 },
        facts: { runnMinutes: { billableMinutes: 0, nonbillableMinutes: 60 } },
      },
    ]);
  });

  it('leaves it alone on a pair that is not linked', () => {
    const plan = planOf(clearUnmarked, [anActual()], { minutes: 0, isLinked: () => false });
    expect(plan).toMatchObject({ changes: [], leftAlone: [{ id: 1 }], findings: [{ code: 'only-in-runn' }] });
  });

  it('clears every foreign one, ours and edits as ever', () => {
    const all = [anActual({ id: 1 }), anActual({ id: 2, roleId: 20 }), anOwned({ id: 3 }), anEdited({ id: 4 })];
    expect(changesOf(clearUnmarked, all, { minutes: 0 }).map(([kind, reason, id]) => [kind, reason, id])).toEqual([
      ['clear', 'unmarked-cleared', 1],
      ['clear', 'unmarked-cleared', 2],
      ['clear', 'gone-from-toggl', 3],
      ['clear', 'edited-in-runn', 4],
    ]);
  });
});

describe('--rerole', () => {
  const rerole = { rerole: true };

  it('leaves ours where it is while a person has set something in the cell to 0, unless a zero of ours waits there', () => {
    const ours = anOwned({ id: 1, roleId: 10 });
    const setToZero = anEdited({ id: 2, roleId: 20, nonbillableMinutes: 0 });
    expect(changesOf({ rerole: true }, [ours, setToZero])).toEqual([]);
    const waiting = anOwned({ id: 3, roleId: 20, workstreamId: 7, nonbillableMinutes: 0 });
    expect(changesOf({ rerole: true }, [ours, setToZero, waiting])).toMatchObject([
      ['clear', 'rerole', 1, 10, 0],
      ['update', 'rerole', 3, 20, 60],
    ]);
  });

  it('books over a zero of ours rather than over another one of that role, as the next run would after a crash', () => {
    const zeroOfOurs = anOwned({ id: 3, roleId: 20, nonbillableMinutes: 0 });
    expect(changesOf(rerole, [anOwned({ id: 1 }), aFilledZero({ id: 2, roleId: 20 }), zeroOfOurs])).toEqual([
      ['clear', 'rerole', 1, 10, 0],
      ['update', 'rerole', 3, 20, 60],
    ]);
  });

  it('leaves the time where ours of that role has it, rather than move it to a zero of ours', () => {
    const zeroOfOurs = anOwned({ id: 1, roleId: 20, workstreamId: 7, nonbillableMinutes: 0 });
    const ours = anOwned({ id: 2, roleId: 20 });
    const adopted = anActual({ id: 3, roleId: 10 });
    expect(changesOf({ ...rerole, adopt: true }, [zeroOfOurs, ours, adopted])).toEqual([['clear', 'rerole', 3, 10, 0]]);
  });

  it('clears ours and books its minutes in the role of a new actual', () => {
    const plan = planOf(rerole, [anOwned()]);
    expect(plan.changes).toMatchObject([
      { kind: 'clear', reason: 'rerole', actualId: 1, roleId: 10, after: { nonbillableMinutes: 0 } },
      { kind: 'create', reason: 'rerole', actualId: null, roleId: 20, after: { nonbillableMinutes: 60 } },
    ]);
  });

  it('moves what Toggl has now, not what stood there', () => {
    expect(changesOf(rerole, [anOwned()], { minutes: 90 })).toEqual([
      ['clear', 'rerole', 1, 10, 0],
      ['create', 'rerole', null, 20, 90],
    ]);
  });

  it('needs nothing where the role is right, or nobody can tell', () => {
    expect(changesOf(rerole, [anOwned({ roleId: 20 })])).toEqual([]);
    expect(changesOf(rerole, [anOwned()], { role: noRole })).toEqual([]);
    expect(changesOf(rerole, [anOwned()], { role: noRole, minutes: 90 })).toEqual([
      ['update', 'changed-in-toggl', 1, 10, 90],
    ]);
  });

  it('is not asked for: ours keeps its role', () => {
    expect(changesOf({}, [anOwned()])).toEqual([]);
  });

  it('leaves other people’s actuals in their role', () => {
    expect(changesOf(rerole, [anActual()])).toEqual([]);
    expect(changesOf(rerole, [anEdited()], { onConflict: 'runn', minutes: 90 })).toEqual([]);
  });

  it('moves what becomes ours in this run: adopted, overwritten, marked again', () => {
    const moved = [
      ['clear', 'rerole', 1, 10, 0],
      ['create', 'rerole', null, 20, 60],
    ];
    expect(changesOf({ ...rerole, adopt: true }, [anActual()])).toEqual(moved);
    expect(changesOf(rerole, [anActual({ nonbillableMinutes: 30 })])).toEqual(moved);
    expect(changesOf(rerole, [anEdited()])).toEqual(moved);
  });

  it('keeps what a conflict has to tell', () => {
    const plan = planOf(rerole, [anActual({ nonbillableMinutes: 30 })]);
    expect(plan).toMatchObject({ conflicts: 1, findings: [{ code: 'edit-overwritten' }] });
  });

  it('writes over a zero of that role, whosever it is, rather than beside it', () => {
    const moved = [
      ['clear', 'rerole', 1, 10, 0],
      ['update', 'rerole', 2, 20, 60],
    ];
    expect(changesOf(rerole, [anOwned(), aFilledZero({ id: 2, roleId: 20 })])).toEqual(moved);
    expect(changesOf(rerole, [anOwned(), anOwned({ id: 2, roleId: 20, nonbillableMinutes: 0 })])).toEqual(moved);
    expect(changesOf(rerole, [anOwned(), aFilledZero({ id: 2, roleId: 30 })])[1]).toEqual([
      ...['create', 'rerole', null, 20, 60],
    ]);
  });

  it('does not clear a zero that is written over', () => {
    const zero = anOwned({ nonbillableMinutes: 0 });
    expect(changesOf(rerole, [zero])).toEqual([['create', 'rerole', null, 20, 60]]);
  });

  it('lets ours of that role take the time when the other one would be marked instead', () => {
    // Ours would be cleared, for the edit holds all of it and gets the mark.
    const both = [anEdited({ id: 1 }), anOwned({ id: 2, roleId: 20, nonbillableMinutes: 120 })];
    expect(changesOf(rerole, both)).toEqual([
      ['clear', 'rerole', 1, 10, 0],
      ['update', 'rerole', 2, 20, 60],
    ]);
    const bothRight = [anEdited({ id: 1 }), anOwned({ id: 2, roleId: 20 })];
    expect(changesOf(rerole, bothRight)).toEqual([['clear', 'rerole', 1, 10, 0]]);
  });

  it('leaves a cell with somebody else’s minutes as it is', () => {
    expect(
      changesOf(rerole, [anOwned({ nonbillableMinutes: 40 }), anActual({ id: 2, nonbillableMinutes: 20 })]),
    ).toEqual([]);
    const inPlace = anActual({ id: 2, roleId: 20, nonbillableMinutes: 20 });
    expect(changesOf(rerole, [anOwned(), inPlace])).toEqual([['update', 'shared-cell', 1, 10, 40]]);
  });

  it('of several of ours clears the others and leaves the right one', () => {
    const both = [anOwned({ id: 1 }), anOwned({ id: 2, roleId: 20 })];
    expect(changesOf(rerole, both)).toEqual([['clear', 'shared-cell', 1, 10, 0]]);
  });

  it('of several of ours in other roles books one anew and clears them all', () => {
    const both = [anOwned({ id: 1, nonbillableMinutes: 50 }), anOwned({ id: 2, roleId: 30 })];
    expect(changesOf(rerole, both)).toEqual([
      ['clear', 'shared-cell', 2, 30, 0],
      ['clear', 'rerole', 1, 10, 0],
      ['create', 'rerole', null, 20, 60],
    ]);
  });

  it('does not touch a cell that is held back', () => {
    const split = [anActual({ id: 1 }), anActual({ id: 2, roleId: 20 })];
    expect(planOf(rerole, split, { minutes: 30 })).toMatchObject({ changes: [], hold: { code: 'split-cell' } });
  });

  it('clears what Toggl has lost as ever', () => {
    expect(changesOf(rerole, [anOwned()], { minutes: 0, resolveRole: mustNotBeAsked })).toEqual([
      ['clear', 'gone-from-toggl', 1, 10, 0],
    ]);
  });
});

describe('needsRole', () => {
  const ask = (intent: Partial<Intent>, standing: readonly Actual[], nonbillableMinutes = 60) =>
    needsRole({ billableMinutes: 0, nonbillableMinutes }, standing, { ...noIntent, ...intent });

  it('is true for every cell with time under --rerole', () => {
    expect(ask({ rerole: true }, [anOwned()])).toBe(true);
    expect(ask({}, [anOwned()])).toBe(false);
    expect(ask({ rerole: true }, [anOwned()], 0)).toBe(false);
  });

  it('is true under --adopt where several could take the mark', () => {
    const [first, second, third] = [anActual({ id: 1 }), anActual({ id: 2, roleId: 20 }), anOwned({ id: 3 })];
    expect(ask({ adopt: true }, [first, second])).toBe(true);
    expect(ask({ adopt: true }, [first, second, third])).toBe(true);
    expect(ask({ adopt: true }, [first, third])).toBe(false);
    expect(ask({ adopt: true }, [first])).toBe(false);
    expect(ask({}, [first, second])).toBe(false);
  });
});
