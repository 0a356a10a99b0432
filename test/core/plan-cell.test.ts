import { describe, expect, it } from 'vitest';
import type { Actual } from '../../src/core/model.ts';
import { needsRole, noIntent, planCell } from '../../src/core/plan-cell.ts';
import type { RoleDecision } from '../../src/core/roles.ts';
import { day, runnPerson, runnProject, runnRole } from '../builders/ids.ts';
import { aFilledZero, anActual, anEdited, anOwned } from '../builders/runn.ts';

type CellInput = Parameters<typeof planCell>[0];

const roleTen: RoleDecision = { kind: 'decided', roleId: runnRole(10), workstreamId: null, by: 'contract' };
const noRole: RoleDecision = { kind: 'undecided', candidateRoleIds: [runnRole(10), runnRole(20)] };

/** A cell for which Toggl has that many non-billable minutes, unless `toggl` says otherwise. */
function cellOf({
  minutes = 0,
  role = roleTen,
  ...fields
}: Partial<Omit<CellInput, 'personId' | 'projectId' | 'date' | 'resolveRole'>> & {
  minutes?: number;
  role?: RoleDecision;
}): CellInput {
  return {
    personId: runnPerson(),
    projectId: runnProject(),
    date: day(),
    toggl: { billableMinutes: 0, nonbillableMinutes: minutes },
    standing: [],
    onConflict: 'toggl',
    intent: noIntent,
    resolveRole: () => role,
    isLinked: () => true,
    ...fields,
  };
}

/** Kind, reason, actual and minutes of each change. */
function changesOf(input: CellInput) {
  return planCell(input).changes.map(({ kind, reason, actualId, after }) => [
    kind,
    reason,
    actualId,
    after.billableMinutes,
    after.nonbillableMinutes,
  ]);
}

const codesOf = (input: CellInput) => planCell(input).findings.map(({ code }) => code);

const untouched = { changes: [], hold: null, conflicts: 0, leftAlone: [], editsKept: [], findings: [] };
const mustNotBeAsked = () => {
  throw new Error('no role is needed here');
};

describe('R8: nothing stands', () => {
  it('and Toggl has time: create', () => {
    expect(planCell(cellOf({ minutes: 90 })).changes).toEqual([
      {
        kind: 'create',
        reason: 'new-in-toggl',
        date: '2024-01-02',
        personId: 456,
        projectId: 789,
        roleId: 10,
        workstreamId: null,
        phaseId: null,
        actualId: null,
        before: null,
        after: {
          billableMinutes: 0,
          nonbillableMinutes: 90,
          billableNote: '',
          nonbillableNote: '[Toggl 0:00+1:30]',
        },
      },
    ]);
  });

  it('and Toggl has billable time: the mark stands on that side', () => {
    const toggl = { billableMinutes: 302, nonbillableMinutes: 88 };
    expect(planCell(cellOf({ toggl })).changes[0]?.after).toEqual({
      billableMinutes: 302,
      nonbillableMinutes: 88,
      billableNote: '[Toggl 5:02+1:28]',
      nonbillableNote: '',
    });
  });

  it('and Toggl has none: nothing', () => {
    expect(planCell(cellOf({ minutes: 0 }))).toEqual(untouched);
  });

  it('is the same under every policy of conflict', () => {
    for (const onConflict of ['toggl', 'runn', 'fail'] as const) {
      const plan = planCell(cellOf({ minutes: 90, onConflict }));
      expect(plan.changes).toMatchObject([{ kind: 'create' }]);
      expect(plan.conflicts).toBe(0);
    }
  });
});

describe('R6: the role of a new actual', () => {
  it('comes with its workstream', () => {
    const role: RoleDecision = { ...roleTen, workstreamId: anActual({ workstreamId: 7 }).workstreamId };
    expect(planCell(cellOf({ minutes: 90, role })).changes).toMatchObject([{ roleId: 10, workstreamId: 7 }]);
  });

  it('holds the cell back when it is undecided, with the candidates', () => {
    expect(planCell(cellOf({ minutes: 90, role: noRole }))).toEqual({
      ...untouched,
      hold: {
        code: 'role-undecided',
        finding: {
          code: 'role-undecided',
          severity: 'warning',
          seconds: 0,
          subject: { runnPersonId: 456, runnProjectId: 789, date: '2024-01-02' },
          facts: { candidateRoleIds: [10, 20], togglMinutes: { billableMinutes: 0, nonbillableMinutes: 90 } },
        },
      },
    });
  });

  it('is not asked for where an actual stands', () => {
    const standing = [anOwned({ roleId: 20 })];
    const input = { ...cellOf({ minutes: 90, standing }), resolveRole: mustNotBeAsked };
    expect(planCell(input).changes).toMatchObject([{ roleId: 20 }]);
  });

  it('is not asked for where Toggl has no time', () => {
    const input = { ...cellOf({ standing: [anOwned()] }), resolveRole: mustNotBeAsked };
    expect(planCell(input).changes).toMatchObject([{ kind: 'clear' }]);
  });
});

/**
 * The table of R8: what stands, Toggl's non-billable minutes, the policy; then the change, the finding, the hold, and
 * the conflicts that `fail` would refuse.
 */
const policies = ['toggl', 'runn', 'fail'] as const;
const owned = anOwned({ id: 1, nonbillableMinutes: 60 });
const edited = anEdited({ id: 1, nonbillableMinutes: 60 });
const foreign = anActual({ id: 1, nonbillableMinutes: 60 });
const filledZero = aFilledZero({ id: 1 });

describe('R8: an owned actual', () => {
  it.each(policies)('is updated when Toggl has other time, under %s', (onConflict) => {
    const input = cellOf({ minutes: 90, standing: [owned], onConflict });
    expect(changesOf(input)).toEqual([['update', 'changed-in-toggl', 1, 0, 90]]);
    expect(planCell(input)).toMatchObject({ hold: null, conflicts: 0, findings: [] });
  });

  it.each(policies)('needs nothing when Toggl has the same time, under %s', (onConflict) => {
    expect(planCell(cellOf({ minutes: 60, standing: [owned], onConflict }))).toEqual(untouched);
  });

  it.each(policies)('is cleared when Toggl has no time, under %s', (onConflict) => {
    const input = cellOf({ minutes: 0, standing: [owned], onConflict });
    expect(changesOf(input)).toEqual([['clear', 'gone-from-toggl', 1, 0, 0]]);
    expect(planCell(input)).toMatchObject({ hold: null, conflicts: 0, findings: [] });
  });

  it('differs when only the side differs', () => {
    const toggl = { billableMinutes: 60, nonbillableMinutes: 0 };
    expect(changesOf(cellOf({ toggl, standing: [owned] }))).toEqual([['update', 'changed-in-toggl', 1, 60, 0]]);
  });

  it('differs when one side differs', () => {
    const standing = [anOwned({ billableMinutes: 30, nonbillableMinutes: 60 })];
    for (const toggl of [
      { billableMinutes: 31, nonbillableMinutes: 60 },
      { billableMinutes: 30, nonbillableMinutes: 61 },
    ]) {
      expect(changesOf(cellOf({ toggl, standing }))).toEqual([
        ['update', 'changed-in-toggl', 1, toggl.billableMinutes, toggl.nonbillableMinutes],
      ]);
    }
  });
});

describe('R8: an edited actual', () => {
  it.each(['toggl', 'fail'] as const)('is overwritten when Toggl has other time, under %s', (onConflict) => {
    const input = cellOf({ minutes: 90, standing: [edited], onConflict });
    expect(changesOf(input)).toEqual([['overwrite', 'edited-in-runn', 1, 0, 90]]);
    expect(planCell(input)).toMatchObject({ hold: null, conflicts: 1, findings: [{ code: 'edit-overwritten' }] });
  });

  it('is held back when Toggl has other time, under runn', () => {
    const input = cellOf({ minutes: 90, standing: [edited], onConflict: 'runn' });
    expect(planCell(input)).toMatchObject({
      changes: [],
      hold: { code: 'conflict-kept', finding: { code: 'conflict-kept' } },
      conflicts: 0,
      findings: [],
    });
  });

  it.each(policies)('gets its mark again when Toggl has the same time, under %s', (onConflict) => {
    const input = cellOf({ minutes: 60, standing: [edited], onConflict });
    expect(changesOf(input)).toEqual([['update', 'mark', 1, 0, 60]]);
    expect(planCell(input)).toMatchObject({ hold: null, conflicts: 0, findings: [] });
  });

  it.each(['toggl', 'fail'] as const)('is cleared when Toggl has no time, under %s', (onConflict) => {
    const input = cellOf({ minutes: 0, standing: [edited], onConflict });
    expect(changesOf(input)).toEqual([['clear', 'edited-in-runn', 1, 0, 0]]);
    expect(planCell(input)).toMatchObject({
      hold: null,
      conflicts: 1,
      editsKept: [],
      findings: [{ code: 'edit-overwritten' }],
    });
  });

  it('stays when Toggl has no time, under runn', () => {
    expect(planCell(cellOf({ minutes: 0, standing: [edited], onConflict: 'runn' }))).toMatchObject({
      changes: [],
      hold: null,
      conflicts: 0,
      editsKept: [edited],
      findings: [{ code: 'conflict-kept' }],
    });
  });
});

describe('R8: a foreign actual', () => {
  it.each(['toggl', 'fail'] as const)('is overwritten when Toggl has other time, under %s', (onConflict) => {
    const input = cellOf({ minutes: 90, standing: [foreign], onConflict });
    expect(changesOf(input)).toEqual([['overwrite', 'entered-in-runn', 1, 0, 90]]);
    expect(planCell(input)).toMatchObject({ hold: null, conflicts: 1, findings: [{ code: 'edit-overwritten' }] });
  });

  it('is held back when Toggl has other time, under runn', () => {
    expect(planCell(cellOf({ minutes: 90, standing: [foreign], onConflict: 'runn' }))).toMatchObject({
      changes: [],
      hold: { code: 'conflict-kept' },
      conflicts: 0,
    });
  });

  it.each(policies)(
    'needs nothing when Toggl has the same time, but is known to be unmarked, under %s',
    (onConflict) => {
      expect(planCell(cellOf({ minutes: 60, standing: [foreign], onConflict }))).toEqual({
        ...untouched,
        findings: [
          {
            code: 'unmarked',
            severity: 'info',
            seconds: 0,
            subject: { runnPersonId: 456, runnProjectId: 789, date: '2024-01-02', runnActualId: 1 },
            facts: { runnMinutes: { billableMinutes: 0, nonbillableMinutes: 60 } },
          },
        ],
      });
    },
  );

  it.each(policies)('is left alone when Toggl has no time, under %s', (onConflict) => {
    expect(planCell(cellOf({ minutes: 0, standing: [foreign], onConflict }))).toEqual({
      ...untouched,
      leftAlone: [foreign],
      findings: [
        {
          code: 'only-in-runn',
          severity: 'warning',
          seconds: 0,
          subject: { runnPersonId: 456, runnProjectId: 789, date: '2024-01-02', runnActualId: 1 },
          facts: { runnMinutes: { billableMinutes: 0, nonbillableMinutes: 60 } },
        },
      ],
    });
  });

  it('without Toggl time is a warning on linked pairs, else information', () => {
    const severityOf = (isLinked: boolean) =>
      planCell(cellOf({ standing: [foreign], isLinked: () => isLinked })).findings[0]?.severity;
    expect(severityOf(true)).toBe('warning');
    expect(severityOf(false)).toBe('info');
  });
});

describe('R8: 0/0 without a mark', () => {
  it.each(policies)('is updated when Toggl has time, under %s', (onConflict) => {
    const input = cellOf({ minutes: 90, standing: [filledZero], onConflict });
    expect(changesOf(input)).toEqual([['update', 'zero-filled', 1, 0, 90]]);
    expect(planCell(input)).toMatchObject({ hold: null, conflicts: 0, findings: [] });
  });

  it.each(policies)('needs nothing when Toggl has no time, under %s', (onConflict) => {
    expect(planCell(cellOf({ minutes: 0, standing: [filledZero], onConflict }))).toEqual(untouched);
  });
});

describe('R8: 0/0 with a mark', () => {
  it('that is ours is updated when Toggl has time again', () => {
    const standing = [anOwned({ nonbillableMinutes: 0 })];
    expect(changesOf(cellOf({ minutes: 90, standing }))).toEqual([['update', 'changed-in-toggl', 1, 0, 90]]);
  });

  it('that is ours needs nothing when Toggl has no time', () => {
    expect(planCell(cellOf({ standing: [anOwned({ nonbillableMinutes: 0 })] }))).toEqual(untouched);
  });

  const zeroedByAPerson = anEdited({ nonbillableMinutes: 0 });

  it('that a person wrote over ours is a conflict when Toggl has time', () => {
    const input = cellOf({ minutes: 90, standing: [zeroedByAPerson] });
    expect(changesOf(input)).toEqual([['overwrite', 'edited-in-runn', 1, 0, 90]]);
    expect(planCell(input).conflicts).toBe(1);
    expect(planCell({ ...input, onConflict: 'runn' })).toMatchObject({ changes: [], hold: { code: 'conflict-kept' } });
  });

  it('that a person wrote over ours needs nothing when Toggl has no time', () => {
    expect(planCell(cellOf({ standing: [zeroedByAPerson] }))).toEqual(untouched);
  });
});

describe('R8: the findings of a conflict', () => {
  const minutes = {
    runnMinutes: { billableMinutes: 0, nonbillableMinutes: 60 },
    togglMinutes: { billableMinutes: 0, nonbillableMinutes: 90 },
  };
  const subject = { runnPersonId: 456, runnProjectId: 789, date: '2024-01-02', runnActualId: 1 };

  it('keep the old minutes when Toggl wins', () => {
    expect(planCell(cellOf({ minutes: 90, standing: [edited] })).findings).toEqual([
      { code: 'edit-overwritten', severity: 'warning', seconds: 0, subject, facts: minutes },
    ]);
  });

  it('name both minutes when Runn wins', () => {
    expect(planCell(cellOf({ minutes: 90, standing: [edited], onConflict: 'runn' })).hold?.finding).toEqual({
      code: 'conflict-kept',
      severity: 'warning',
      seconds: 0,
      subject,
      facts: minutes,
    });
  });

  it('name zero minutes of Toggl when it has none', () => {
    expect(planCell(cellOf({ standing: [edited] })).findings[0]?.facts).toEqual({
      runnMinutes: { billableMinutes: 0, nonbillableMinutes: 60 },
      togglMinutes: { billableMinutes: 0, nonbillableMinutes: 0 },
    });
  });
});

describe('R6, R7: what is written over a standing actual', () => {
  const standing = anActual({
    id: 5,
    roleId: 20,
    workstreamId: 7,
    phaseId: 8,
    billableMinutes: 30,
    nonbillableMinutes: 60,
    billableNote: 'on site [Toggl 0:30+1:00]',
    nonbillableNote: 'travel',
  });

  it('keeps role, workstream, phase and text, and carries one new mark', () => {
    const toggl = { billableMinutes: 45, nonbillableMinutes: 60 };
    expect(planCell(cellOf({ toggl, standing: [standing] })).changes).toEqual([
      {
        kind: 'update',
        reason: 'changed-in-toggl',
        date: '2024-01-02',
        personId: 456,
        projectId: 789,
        roleId: 20,
        workstreamId: 7,
        phaseId: 8,
        actualId: 5,
        before: {
          billableMinutes: 30,
          nonbillableMinutes: 60,
          billableNote: 'on site [Toggl 0:30+1:00]',
          nonbillableNote: 'travel',
        },
        after: {
          billableMinutes: 45,
          nonbillableMinutes: 60,
          billableNote: '[Toggl 0:45+1:00] on site',
          nonbillableNote: 'travel',
        },
      },
    ]);
  });

  it('R10: is 0/0 with a mark in the non-billable note for a clear', () => {
    expect(planCell(cellOf({ standing: [standing] })).changes).toMatchObject([
      {
        kind: 'clear',
        roleId: 20,
        workstreamId: 7,
        phaseId: 8,
        actualId: 5,
        after: {
          billableMinutes: 0,
          nonbillableMinutes: 0,
          billableNote: 'on site',
          nonbillableNote: '[Toggl 0:00+0:00] travel',
        },
      },
    ]);
  });
});

describe('R11: only zeros stand', () => {
  const ownedZero = (fields: Partial<Actual> = {}) => anOwned({ nonbillableMinutes: 0, ...fields });

  it('writes over the marked one, whatever its role', () => {
    const standing = [
      aFilledZero({ id: 1, roleId: 10 }),
      ownedZero({ id: anActual({ id: 2 }).id, roleId: runnRole(20) }),
    ];
    expect(changesOf(cellOf({ minutes: 90, standing }))).toEqual([['update', 'changed-in-toggl', 2, 0, 90]]);
  });

  it('writes over the marked one with the lowest id', () => {
    const standing = [anOwned({ id: 3, roleId: 20, nonbillableMinutes: 0 }), anOwned({ id: 2, nonbillableMinutes: 0 })];
    expect(changesOf(cellOf({ minutes: 90, standing }))).toEqual([['update', 'changed-in-toggl', 2, 0, 90]]);
  });

  it('writes over ours rather than over one that a person changed', () => {
    const standing = [
      anEdited({ id: 1, roleId: 20, nonbillableMinutes: 0 }),
      anOwned({ id: 2, nonbillableMinutes: 0 }),
    ];
    expect(changesOf(cellOf({ minutes: 90, standing }))).toEqual([['update', 'changed-in-toggl', 2, 0, 90]]);
  });

  it('asks about the one that a person changed before it takes an unmarked one', () => {
    const standing = [aFilledZero({ id: 1 }), anEdited({ id: 2, roleId: 20, nonbillableMinutes: 0 })];
    expect(changesOf(cellOf({ minutes: 90, standing }))).toEqual([['overwrite', 'edited-in-runn', 2, 0, 90]]);
  });

  it('writes over the unmarked one with the role of R6', () => {
    const standing = [aFilledZero({ id: 1, roleId: 20 }), aFilledZero({ id: 2, roleId: 10 })];
    expect(changesOf(cellOf({ minutes: 90, standing }))).toEqual([['update', 'zero-filled', 2, 0, 90]]);
  });

  it('creates when no zero has the role of R6: an unmarked 0/0 lends nobody its role', () => {
    const standing = [aFilledZero({ id: 1, roleId: 20 })];
    const plan = planCell(cellOf({ minutes: 90, standing }));
    expect(plan.changes).toMatchObject([{ kind: 'create', roleId: 10, actualId: null }]);
  });

  it('is held back when the role is undecided, although a zero stands', () => {
    expect(planCell(cellOf({ minutes: 90, role: noRole, standing: [aFilledZero()] }))).toMatchObject({
      changes: [],
      hold: { code: 'role-undecided' },
    });
  });
});

describe('R11: one counted actual beside zeros', () => {
  it('is the one that the table is asked for', () => {
    const standing = [aFilledZero({ id: 1, roleId: 20 }), anOwned({ id: 2 })];
    expect(changesOf(cellOf({ minutes: 90, standing }))).toEqual([['update', 'changed-in-toggl', 2, 0, 90]]);
  });

  it('is the one although the zero is ours', () => {
    const standing = [anOwned({ id: 1, roleId: 20, nonbillableMinutes: 0 }), anActual({ id: 2 })];
    expect(codesOf(cellOf({ minutes: 60, standing }))).toEqual(['unmarked']);
  });

  it('is the only one cleared', () => {
    const standing = [anOwned({ id: 1, roleId: 20, nonbillableMinutes: 0 }), anOwned({ id: 2 })];
    expect(changesOf(cellOf({ standing }))).toEqual([['clear', 'gone-from-toggl', 2, 0, 0]]);
  });
});

describe('R11: several actuals, and Toggl has no time', () => {
  it('clears the owned ones and leaves the foreign ones alone', () => {
    const someoneElses = anActual({ id: 3, roleId: 30 });
    const standing = [anOwned({ id: 2, roleId: 20 }), anOwned({ id: 1 }), someoneElses];
    const plan = planCell(cellOf({ standing }));
    expect(plan.changes).toMatchObject([
      { kind: 'clear', actualId: 1 },
      { kind: 'clear', actualId: 2 },
    ]);
    expect(plan).toMatchObject({ leftAlone: [someoneElses], findings: [{ code: 'only-in-runn' }], conflicts: 0 });
  });

  it('treats the edited ones as conflicts', () => {
    const theirs = anEdited({ id: 2, roleId: 20 });
    const standing = [anOwned({ id: 1 }), theirs, anEdited({ id: 3, roleId: 30 })];
    const plan = planCell(cellOf({ standing }));
    expect(plan.changes).toMatchObject([{ reason: 'gone-from-toggl' }, { reason: 'edited-in-runn' }, { actualId: 3 }]);
    expect(plan.conflicts).toBe(2);
    expect(planCell(cellOf({ standing, onConflict: 'runn' }))).toMatchObject({
      changes: [{ kind: 'clear', actualId: 1 }],
      editsKept: [{ id: 2 }, { id: 3 }],
      conflicts: 0,
    });
  });
});

describe('R11: several actuals, and Toggl has time', () => {
  const ours = anOwned({ id: 1, nonbillableMinutes: 60 });
  const theirs = anActual({ id: 2, roleId: 20, billableMinutes: 10, nonbillableMinutes: 20 });

  it('gives ours what others do not hold, per side', () => {
    const toggl = { billableMinutes: 30, nonbillableMinutes: 100 };
    const input = cellOf({ toggl, standing: [theirs, ours] });
    expect(changesOf(input)).toEqual([['update', 'shared-cell', 1, 20, 80]]);
    expect(planCell(input)).toMatchObject({ hold: null, conflicts: 0, findings: [], leftAlone: [], editsKept: [] });
  });

  it('counts edited ones among the others, whatever the policy', () => {
    const standing = [ours, theirs, anEdited({ id: 3, roleId: 30, nonbillableMinutes: 5 })];
    for (const onConflict of policies) {
      const toggl = { billableMinutes: 10, nonbillableMinutes: 100 };
      expect(changesOf(cellOf({ toggl, standing, onConflict }))).toEqual([['update', 'shared-cell', 1, 0, 75]]);
    }
  });

  it('asks for no role where only one is ours', () => {
    const input = cellOf({ toggl: { billableMinutes: 10, nonbillableMinutes: 100 }, standing: [ours, theirs] });
    expect(planCell({ ...input, resolveRole: mustNotBeAsked }).changes).toHaveLength(1);
  });

  it('needs nothing when the sum is already right', () => {
    const toggl = { billableMinutes: 10, nonbillableMinutes: 80 };
    expect(planCell(cellOf({ toggl, standing: [ours, theirs] }))).toEqual(untouched);
  });

  it('clears ours when others hold all of it', () => {
    const toggl = { billableMinutes: 10, nonbillableMinutes: 20 };
    expect(changesOf(cellOf({ toggl, standing: [ours, theirs] }))).toEqual([['clear', 'shared-cell', 1, 0, 0]]);
  });

  it.each([
    ['billable', { billableMinutes: 9, nonbillableMinutes: 100 }],
    ['non-billable', { billableMinutes: 10, nonbillableMinutes: 19 }],
  ])('is a split cell when others hold more than Toggl on the %s side', (_side, toggl) => {
    expect(planCell(cellOf({ toggl, standing: [ours, theirs] }))).toEqual({
      ...untouched,
      hold: {
        code: 'split-cell',
        finding: {
          code: 'split-cell',
          severity: 'error',
          seconds: 0,
          subject: { runnPersonId: 456, runnProjectId: 789, date: '2024-01-02' },
          facts: { runnMinutes: { billableMinutes: 10, nonbillableMinutes: 80 }, togglMinutes: toggl },
        },
      },
    });
  });

  it('is a split cell when others hold fractions, whose rest is no whole number of minutes', () => {
    for (const fraction of [{ billableMinutes: 0.5 }, { nonbillableMinutes: 30.5 }]) {
      const standing = [ours, anActual({ id: 2, roleId: 20, ...fraction })];
      const toggl = { billableMinutes: 100, nonbillableMinutes: 100 };
      expect(planCell(cellOf({ toggl, standing }))).toMatchObject({ changes: [], hold: { code: 'split-cell' } });
    }
  });

  describe('when several are ours', () => {
    const second = anOwned({ id: 4, roleId: 20, nonbillableMinutes: 30 });
    const third = anOwned({ id: 3, roleId: 30, nonbillableMinutes: 30 });

    it('the one with the role of a new actual gets the time, and the others are cleared', () => {
      const role: RoleDecision = { ...roleTen, roleId: runnRole(20) };
      expect(changesOf(cellOf({ minutes: 100, standing: [ours, second, third], role }))).toEqual([
        ['clear', 'shared-cell', 1, 0, 0],
        ['clear', 'shared-cell', 3, 0, 0],
        ['update', 'shared-cell', 4, 0, 100],
      ]);
    });

    it('the one with the lowest id does when none has that role', () => {
      const role: RoleDecision = { ...roleTen, roleId: runnRole(99) };
      expect(changesOf(cellOf({ minutes: 100, standing: [second, third], role }))).toEqual([
        ['clear', 'shared-cell', 4, 0, 0],
        ['update', 'shared-cell', 3, 0, 100],
      ]);
    });

    it('the one with the lowest id does when the role is undecided', () => {
      expect(changesOf(cellOf({ minutes: 100, standing: [second, third], role: noRole }))).toEqual([
        ['clear', 'shared-cell', 4, 0, 0],
        ['update', 'shared-cell', 3, 0, 100],
      ]);
    });

    it('the others are cleared although that one is already right', () => {
      expect(changesOf(cellOf({ minutes: 60, standing: [ours, second] }))).toEqual([['clear', 'shared-cell', 4, 0, 0]]);
    });
  });

  describe('when none is ours', () => {
    const alsoTheirs = anActual({ id: 3, roleId: 30, nonbillableMinutes: 5 });

    it('needs nothing when the sum is Toggl’s, but the foreign ones are known to be unmarked', () => {
      const toggl = { billableMinutes: 10, nonbillableMinutes: 25 };
      const plan = planCell(cellOf({ toggl, standing: [theirs, alsoTheirs] }));
      expect(plan).toMatchObject({ changes: [], hold: null, leftAlone: [] });
      expect(plan.findings).toMatchObject([
        {
          code: 'unmarked',
          subject: { runnActualId: 2 },
          facts: { runnMinutes: { billableMinutes: 10, nonbillableMinutes: 20 } },
        },
        { code: 'unmarked', subject: { runnActualId: 3 } },
      ]);
    });

    it('does not call an edited one unmarked', () => {
      const toggl = { billableMinutes: 10, nonbillableMinutes: 25 };
      const standing = [theirs, anEdited({ id: 3, roleId: 30, nonbillableMinutes: 5 })];
      expect(planCell(cellOf({ toggl, standing })).findings).toMatchObject([{ subject: { runnActualId: 2 } }]);
    });

    it.each([
      ['more', { billableMinutes: 10, nonbillableMinutes: 26 }],
      ['less', { billableMinutes: 10, nonbillableMinutes: 24 }],
      ['the same on other sides', { billableMinutes: 25, nonbillableMinutes: 10 }],
    ])('is a split cell when Toggl has %s', (_what, toggl) => {
      expect(planCell(cellOf({ toggl, standing: [theirs, alsoTheirs] }))).toMatchObject({
        changes: [],
        hold: { code: 'split-cell' },
      });
    });
  });

  it('does not count zeros', () => {
    const standing = [ours, aFilledZero({ id: 5, roleId: 30 }), theirs];
    const toggl = { billableMinutes: 10, nonbillableMinutes: 90 };
    expect(changesOf(cellOf({ toggl, standing }))).toEqual([['update', 'shared-cell', 1, 0, 70]]);
  });
});

describe('the order in which actuals were read', () => {
  it('does not matter', () => {
    const standing = [anOwned({ id: 3, roleId: 30 }), anOwned({ id: 1, roleId: 20 }), anOwned({ id: 2, roleId: 40 })];
    const forwards = planCell(cellOf({ minutes: 90, standing }));
    expect(planCell(cellOf({ minutes: 90, standing: standing.toReversed() }))).toEqual(forwards);
  });

  it('is left as it was', () => {
    const standing = [anOwned({ id: 2 }), anOwned({ id: 1, roleId: 20 })];
    planCell(cellOf({ minutes: 90, standing }));
    expect(standing.map(({ id }) => id)).toEqual([2, 1]);
  });
});

describe('needsRole', () => {
  const time = { billableMinutes: 0, nonbillableMinutes: 90 };

  it.each<[string, readonly Actual[], boolean]>([
    ['nothing stands', [], true],
    ['only unmarked zeros stand', [aFilledZero(), aFilledZero({ id: 2, roleId: 20 })], true],
    ['one of the zeros is ours', [aFilledZero(), anOwned({ id: 2, nonbillableMinutes: 0 })], false],
    ['one of the zeros was changed by a person', [aFilledZero(), anEdited({ id: 2, nonbillableMinutes: 0 })], false],
    ['one of ours stands', [anOwned()], false],
    ['one of theirs stands', [anActual()], false],
    ['one counted actual stands beside a zero', [anActual(), aFilledZero({ id: 2 })], false],
    ['one of several is ours', [anOwned(), anActual({ id: 2, roleId: 20 })], false],
    ['none of several is ours', [anActual(), anActual({ id: 2, roleId: 20 })], false],
    ['several are ours', [anOwned(), anOwned({ id: 2, roleId: 20 })], true],
    [
      'several are ours, but only one counts',
      [anOwned(), anOwned({ id: 2, roleId: 20, nonbillableMinutes: 0 })],
      false,
    ],
    [
      'several count, but only one of ours does',
      [anOwned(), anActual({ id: 2, roleId: 20 }), anOwned({ id: 3, roleId: 30, nonbillableMinutes: 0 })],
      false,
    ],
  ])('when %s', (_case, standing, is) => {
    expect(needsRole(time, standing, noIntent)).toBe(is);
  });

  it('is never true where Toggl has no time', () => {
    const none = { billableMinutes: 0, nonbillableMinutes: 0 };
    expect(needsRole(none, [], noIntent)).toBe(false);
    expect(needsRole(none, [anOwned(), anOwned({ id: 2, roleId: 20 })], noIntent)).toBe(false);
  });
});
