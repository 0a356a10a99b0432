import { describe, expect, it } from 'vitest';
import { buildPlan, compareChanges, listRoleQuestions } from '../../src/core/build-plan.ts';
import type { Actual } from '../../src/core/model.ts';
import type { Plan, Statement } from '../../src/core/plan.ts';
import { aStatement } from '../builders/a-statement.ts';
import { aScope, aSurvey, planOf, type SurveyParts } from '../builders/a-survey.ts';
import { theWeek } from '../builders/ids.ts';
import {
  aChange,
  aContract,
  aFilledZero,
  aMember,
  anActual,
  anEdited,
  anEntry,
  anOwned,
  aPerson,
  aProject,
  linkedTo,
  markOf,
} from '../builders/runn.ts';
import { aDifference, aRow, aWorkspace } from '../builders/toggl.ts';
import { writeChanges, writeChangesDeleting } from '../builders/write-changes.ts';

type Parts = Parameters<typeof planOf>[0];

/** Kind, person, project, day and minutes of each change. */
function changesOf(plan: Plan) {
  return plan.changes.map(({ kind, personId, projectId, date, after }) => [
    kind,
    personId,
    projectId,
    date,
    after.billableMinutes,
    after.nonbillableMinutes,
  ]);
}

const codesOf = (plan: Plan) => plan.findings.map(({ code }) => code);
const refusalsOf = (plan: Plan) => plan.refusals.map(({ code }) => code);

/** Two people, 456 and 457, of Toggl users 11 and 12; two projects, 789 and 790, of Toggl projects 22 and 23. */
const twoByTwo = {
  people: [aPerson(), aPerson({ id: 457, references: linkedTo(12) })],
  projects: [aProject(), aProject({ id: 790, references: linkedTo(23) })],
  contracts: [aContract(), aContract({ personId: 457 })],
};
const whole = (rows: readonly ReturnType<typeof aRow>[]) => aWorkspace({ rows, users: [11, 12], projects: [22, 23] });

describe('an empty window', () => {
  it('is an empty plan', () => {
    expect(planOf()).toEqual({
      window: theWeek,
      changes: [],
      findings: [],
      statement: aStatement({}, {}),
      groups: [],
      refusals: [],
    });
  });
});

describe('new time in Toggl', () => {
  it('is created in Runn, rounded, with its mark and role', () => {
    const plan = planOf({ rows: [aRow({ seconds: 5410, billableSeconds: 3600 })] });
    expect(plan.changes).toEqual([
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
        after: { billableMinutes: 60, nonbillableMinutes: 30, billableNote: '[Toggl 1:00+0:30]', nonbillableNote: '' },
      },
    ]);
    expect(plan.findings).toEqual([]);
    expect(plan.refusals).toEqual([]);
    expect(plan.statement).toEqual(
      aStatement(
        { trackedSeconds: 5410, changedSeconds: 5410, roundingSeconds: -10 },
        { minutesAfter: 90, fromToggl: 90 },
      ),
    );
  });

  it('takes role and workstream from the membership', () => {
    const members = [aMember({ roleId: 20, workstreamId: 7 })];
    expect(planOf({ rows: [aRow()], members }).changes).toMatchObject([{ roleId: 20, workstreamId: 7 }]);
  });

  it('is held back when no role can be decided', () => {
    const plan = planOf({ rows: [aRow({ minutes: 60 })], contracts: [] });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([{ code: 'role-undecided', seconds: 3600 }]);
    expect(plan.statement).toEqual(
      aStatement({ trackedSeconds: 3600, heldBackSeconds: { 'role-undecided': 3600 } }, {}),
    );
  });
});

describe('R4: rounding', () => {
  it('happens once per cell, after all that flows there is summed', () => {
    const projects = [aProject({ references: linkedTo(22, 23) })];
    const rows = [aRow({ seconds: 29 }), aRow({ seconds: 29, projectId: 23 })];
    const plan = planOf({ projects, rows });
    expect(changesOf(plan)).toEqual([['create', 456, 789, '2024-01-02', 0, 1]]);
    expect(plan.statement.toggl.roundingSeconds).toBe(2);
  });

  it('follows rules.rounding', () => {
    const rounding = { mode: 'up', minutes: 15 } as const;
    expect(changesOf(planOf({ rows: [aRow({ seconds: 901 })], rules: { rounding } }))).toEqual([
      ['create', 456, 789, '2024-01-02', 0, 30],
    ]);
  });

  it('leaves a cell that rounds to 0 without time: its seconds are rounding', () => {
    const plan = planOf({ rows: [aRow({ seconds: 29 })] });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toEqual([]);
    expect(plan.statement).toEqual(aStatement({ trackedSeconds: 29, inSyncSeconds: 29, roundingSeconds: -29 }, {}));
  });

  it('clears an owned actual when what is left rounds to 0', () => {
    const plan = planOf({ rows: [aRow({ seconds: 29 })], actuals: [anOwned()] });
    expect(changesOf(plan)).toEqual([['clear', 456, 789, '2024-01-02', 0, 0]]);
    expect(plan.statement).toEqual(
      aStatement({ trackedSeconds: 29, changedSeconds: 29, roundingSeconds: -29 }, { minutesBefore: 60 }),
    );
  });

  it('has a minute at half a minute', () => {
    expect(changesOf(planOf({ rows: [aRow({ seconds: 30 })] }))).toEqual([['create', 456, 789, '2024-01-02', 0, 1]]);
  });
});

describe('R5: the pricing model of the Runn project', () => {
  it('decides on a Free plan', () => {
    const workspaces = [aWorkspace({ billable: 'none', rows: [aRow({ minutes: 60 })] })];
    expect(changesOf(planOf({ workspaces }))).toEqual([['create', 456, 789, '2024-01-02', 60, 0]]);
    expect(changesOf(planOf({ workspaces, projects: [aProject({ pricingModel: 'nb' })] }))).toEqual([
      ['create', 456, 789, '2024-01-02', 0, 60],
    ]);
  });

  it('beats Toggl’s flag on a non-billable project', () => {
    const rows = [aRow({ minutes: 60, billableMinutes: 60 })];
    const projects = [aProject({ pricingModel: 'nb' })];
    expect(changesOf(planOf({ rows, projects }))).toEqual([['create', 456, 789, '2024-01-02', 0, 60]]);
    expect(changesOf(planOf({ rows, projects, rules: { billable: 'toggl' } }))).toEqual([
      ['create', 456, 789, '2024-01-02', 60, 0],
    ]);
  });

  it('refuses the run when a paid workspace never uses the flag', () => {
    const rows = [aRow({ seconds: 144001 })];
    const plan = planOf({ rows });
    expect(plan.refusals).toEqual([{ code: 'billable-flag-unused', workspaceIds: [1] }]);
    expect(codesOf(plan)).toEqual(['billable-flag-unused']);
    expect(changesOf(plan)).toHaveLength(1);
    expect(planOf({ rows, rules: { billable: 'never' } }).refusals).toEqual([]);
  });
});

/**
 * R8 as it stands in DESIGN: what stands (0:60 non-billable, or 0/0), Toggl's minutes, the policy; then the kinds of
 * change, the findings, the refusals and where Runn's minutes belong afterwards.
 */
describe('R8: the table of changes', () => {
  const stands: Record<string, readonly Actual[]> = {
    nothing: [],
    owned: [anOwned()],
    edited: [anEdited()],
    foreign: [anActual()],
    'zero-filled': [aFilledZero()],
  };

  it.each<[string, number, 'toggl' | 'runn' | 'fail', string[], string[], string[], Partial<Statement['runn']>]>([
    ['nothing', 90, 'toggl', ['create'], [], [], { fromToggl: 90 }],
    ['nothing', 90, 'runn', ['create'], [], [], { fromToggl: 90 }],
    ['nothing', 90, 'fail', ['create'], [], [], { fromToggl: 90 }],
    ['nothing', 0, 'toggl', [], [], [], {}],
    ['nothing', 0, 'runn', [], [], [], {}],
    ['nothing', 0, 'fail', [], [], [], {}],
    ['owned', 90, 'toggl', ['update'], [], [], { fromToggl: 90 }],
    ['owned', 90, 'runn', ['update'], [], [], { fromToggl: 90 }],
    ['owned', 90, 'fail', ['update'], [], [], { fromToggl: 90 }],
    ['owned', 60, 'toggl', [], [], [], { fromToggl: 60 }],
    ['owned', 60, 'runn', [], [], [], { fromToggl: 60 }],
    ['owned', 60, 'fail', [], [], [], { fromToggl: 60 }],
    ['owned', 0, 'toggl', ['clear'], [], [], {}],
    ['owned', 0, 'runn', ['clear'], [], [], {}],
    ['owned', 0, 'fail', ['clear'], [], [], {}],
    ['edited', 90, 'toggl', ['overwrite'], ['edit-overwritten'], [], { fromToggl: 90 }],
    ['edited', 90, 'runn', [], ['conflict-kept'], [], { editsKept: 60 }],
    ['edited', 90, 'fail', ['overwrite'], ['edit-overwritten'], ['conflict'], { fromToggl: 90 }],
    ['edited', 60, 'toggl', ['update'], [], [], { fromToggl: 60 }],
    ['edited', 60, 'runn', ['update'], [], [], { fromToggl: 60 }],
    ['edited', 60, 'fail', ['update'], [], [], { fromToggl: 60 }],
    ['edited', 0, 'toggl', ['clear'], ['edit-overwritten'], [], {}],
    ['edited', 0, 'runn', [], ['conflict-kept'], [], { editsKept: 60 }],
    ['edited', 0, 'fail', ['clear'], ['edit-overwritten'], ['conflict'], {}],
    ['foreign', 90, 'toggl', ['overwrite'], ['edit-overwritten'], [], { fromToggl: 90 }],
    ['foreign', 90, 'runn', [], ['conflict-kept'], [], { editsKept: 60 }],
    ['foreign', 90, 'fail', ['overwrite'], ['edit-overwritten'], ['conflict'], { fromToggl: 90 }],
    ['foreign', 60, 'toggl', [], ['unmarked'], [], { fromToggl: 60 }],
    ['foreign', 60, 'runn', [], ['unmarked'], [], { fromToggl: 60 }],
    ['foreign', 60, 'fail', [], ['unmarked'], [], { fromToggl: 60 }],
    ['foreign', 0, 'toggl', [], ['only-in-runn'], [], { onlyInRunn: 60 }],
    ['foreign', 0, 'runn', [], ['only-in-runn'], [], { onlyInRunn: 60 }],
    ['foreign', 0, 'fail', [], ['only-in-runn'], [], { onlyInRunn: 60 }],
    ['zero-filled', 90, 'toggl', ['update'], [], [], { fromToggl: 90 }],
    ['zero-filled', 90, 'runn', ['update'], [], [], { fromToggl: 90 }],
    ['zero-filled', 90, 'fail', ['update'], [], [], { fromToggl: 90 }],
    ['zero-filled', 0, 'toggl', [], [], [], {}],
    ['zero-filled', 0, 'runn', [], [], [], {}],
    ['zero-filled', 0, 'fail', [], [], [], {}],
  ])('%s stands, Toggl has %i minutes, onConflict: %s', (stand, minutes, onConflict, kinds, codes, refused, after) => {
    const standing = stands[stand] ?? [];
    const rows = minutes === 0 ? [] : [aRow({ minutes })];
    const plan = planOf({ rows, actuals: standing, rules: { onConflict } });
    expect(plan.changes.map(({ kind }) => kind)).toEqual(kinds);
    expect(codesOf(plan)).toEqual(codes);
    expect(refusalsOf(plan)).toEqual(refused);
    const minutesAfter = (after.fromToggl ?? 0) + (after.onlyInRunn ?? 0) + (after.editsKept ?? 0);
    const minutesBefore = stand === 'nothing' || stand === 'zero-filled' ? 0 : 60;
    const isHeld = codes.includes('conflict-kept') && minutes > 0;
    const seconds = minutes * 60;
    expect(plan.statement).toEqual(
      aStatement(
        {
          trackedSeconds: seconds,
          ...(isHeld
            ? { heldBackSeconds: { 'conflict-kept': seconds } }
            : kinds.length > 0
              ? { changedSeconds: seconds }
              : { inSyncSeconds: seconds }),
        },
        { minutesBefore, minutesAfter, ...after },
      ),
    );
  });

  it('keeps the seconds with the finding of a conflict that Runn wins', () => {
    const plan = planOf({ rows: [aRow({ minutes: 90 })], actuals: [anEdited()], rules: { onConflict: 'runn' } });
    expect(plan.findings).toMatchObject([{ code: 'conflict-kept', seconds: 5400 }]);
  });

  it('creates an actual again that was deleted in Runn, under every policy', () => {
    for (const onConflict of ['toggl', 'runn', 'fail'] as const) {
      expect(changesOf(planOf({ rows: [aRow()], rules: { onConflict } }))).toEqual([
        ['create', 456, 789, '2024-01-02', 0, 60],
      ]);
    }
  });

  it('refuses with the number of cells in conflict under fail', () => {
    const actuals = [
      anEdited({ id: 1 }),
      anEdited({ id: 2, roleId: 20 }),
      anEdited({ id: 3, date: '2024-01-03' }),
      anOwned({ id: 4, date: '2024-01-04' }),
    ];
    expect(planOf({ actuals, rules: { onConflict: 'fail' } }).refusals).toEqual([{ code: 'conflict', cells: 2 }]);
  });

  it('does not refuse under fail for a conflict that is held for another reason', () => {
    const plan = planOf({
      actuals: [anEdited()],
      workspaces: [aWorkspace({ isAdmin: false })],
      rules: { onConflict: 'fail' },
    });
    expect(plan.refusals).toEqual([]);
    expect(codesOf(plan)).toEqual(['not-proven']);
  });
});

describe('foreign time without Toggl time', () => {
  const severityOf = (parts: Parts) => planOf({ actuals: [anActual()], ...parts }).findings[0]?.severity;

  it('is a warning on a linked pair', () => {
    expect(severityOf({})).toBe('warning');
  });

  it('is a warning where map.noProject leads to the project', () => {
    expect(severityOf({ projects: [aProject({ references: [] })], map: { noProject: 789 } })).toBe('warning');
  });

  it('is information when nobody leads to the person', () => {
    expect(severityOf({ people: [aPerson({ references: [] })] })).toBe('info');
  });

  it('is information when nothing leads to the project', () => {
    expect(severityOf({ projects: [aProject({ references: [] })] })).toBe('info');
  });
});

describe('R1: without the proof that Toggl was seen whole', () => {
  const notAdmin = (rows: readonly ReturnType<typeof aRow>[]) => ({
    workspaces: [aWorkspace({ rows, isAdmin: false })],
  });

  it('nothing is cleared', () => {
    const plan = planOf({ ...notAdmin([]), actuals: [anOwned()] });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([{ code: 'not-proven', seconds: 0, facts: { cause: 'not-admin' } }]);
    expect(plan.statement).toEqual(aStatement({}, { minutesBefore: 60, minutesAfter: 60, clearsWithheld: 60 }));
  });

  it('nothing is lowered', () => {
    const plan = planOf({ ...notAdmin([aRow({ minutes: 45 })]), actuals: [anOwned()] });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([
      {
        code: 'not-proven',
        seconds: 2700,
        subject: { runnPersonId: 456, runnProjectId: 789, date: '2024-01-02' },
        facts: {
          cause: 'not-admin',
          togglMinutes: { billableMinutes: 0, nonbillableMinutes: 45 },
          runnMinutes: { billableMinutes: 0, nonbillableMinutes: 60 },
        },
      },
    ]);
    expect(plan.statement).toEqual(
      aStatement(
        { trackedSeconds: 2700, heldBackSeconds: { 'not-proven': 2700 } },
        { minutesBefore: 60, minutesAfter: 60, clearsWithheld: 60 },
      ),
    );
  });

  it('no side is lowered, though the total rises', () => {
    const plan = planOf({
      ...notAdmin([aRow({ minutes: 90, billableMinutes: 50 })]),
      actuals: [anOwned({ billableMinutes: 60, nonbillableMinutes: 0 })],
    });
    expect(plan.changes).toEqual([]);
    expect(codesOf(plan)).toEqual(['not-proven']);
  });

  it('time is still raised and created', () => {
    const rows = [aRow({ minutes: 75 }), aRow({ minutes: 30, date: '2024-01-03' })];
    const plan = planOf({ ...notAdmin(rows), actuals: [anOwned()] });
    expect(changesOf(plan)).toEqual([
      ['update', 456, 789, '2024-01-02', 0, 75],
      ['create', 456, 789, '2024-01-03', 0, 30],
    ]);
    expect(plan.findings).toEqual([]);
  });

  it('what is in sync stays in sync', () => {
    const plan = planOf({ ...notAdmin([aRow()]), actuals: [anOwned()] });
    expect(plan.findings).toEqual([]);
    expect(plan.statement.toggl.inSyncSeconds).toBe(3600);
  });

  it('a second workspace that is left out never clears its time', () => {
    const people = [aPerson({ references: linkedTo(11, 12) })];
    const plan = planOf({ people, actuals: [anOwned()] });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([{ code: 'not-proven', facts: { cause: 'unknown-user' } }]);
  });
});

describe('R2: a pair whose totals differ', () => {
  const differing = (rows: readonly ReturnType<typeof aRow>[] = []) => ({
    workspaces: [aWorkspace({ rows, totalsDifferences: [aDifference()] })],
  });

  it('changes nothing in its cells, also on days for which no row came', () => {
    const actuals = [anOwned({ date: '2024-01-01' }), anOwned({ id: 2, date: '2024-01-07' })];
    const plan = planOf({ ...differing([aRow({ date: '2024-01-03' })]), actuals });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([
      { code: 'totals-differ', seconds: 3600, facts: { rowSeconds: 3600, totalSeconds: 3660 } },
      { code: 'totals-differ', seconds: 0, subject: { date: '2024-01-01' }, facts: { cause: 'shares-cell' } },
      { code: 'totals-differ', seconds: 0, subject: { date: '2024-01-07' }, facts: { cause: 'shares-cell' } },
    ]);
    expect(plan.statement).toEqual(
      aStatement(
        { trackedSeconds: 3600, heldBackSeconds: { 'totals-differ': 3600 } },
        { minutesBefore: 120, minutesAfter: 120, clearsWithheld: 120 },
      ),
    );
  });

  it('holds back what other rows bring to its cells', () => {
    const projects = [aProject({ references: linkedTo(22, 23) })];
    const rows = [aRow({ seconds: 60 }), aRow({ seconds: 120, projectId: 23 })];
    const plan = planOf({ ...differing(rows), projects });
    expect(plan.changes).toEqual([]);
    expect(plan.statement.toggl).toMatchObject({ trackedSeconds: 180, heldBackSeconds: { 'totals-differ': 180 } });
  });

  it('lets the rest proceed', () => {
    const plan = planOf({
      ...twoByTwo,
      workspaces: [
        aWorkspace({
          rows: [aRow(), aRow({ userId: 12 })],
          users: [11, 12],
          projects: [22, 23],
          totalsDifferences: [aDifference()],
        }),
      ],
    });
    expect(changesOf(plan)).toEqual([['create', 457, 789, '2024-01-02', 0, 60]]);
  });
});

describe('R3: what leads nowhere', () => {
  it('is held back with its seconds', () => {
    const rows = [
      aRow({ seconds: 1, userId: 99 }),
      aRow({ seconds: 2, projectId: 98 }),
      aRow({ seconds: 4, projectId: null }),
    ];
    const plan = planOf({ rows });
    expect(plan.changes).toEqual([]);
    expect(plan.statement.toggl).toMatchObject({
      trackedSeconds: 7,
      heldBackSeconds: { 'unmatched-person': 1, 'unmatched-project': 2, 'no-project': 4 },
    });
    expect(codesOf(plan)).toEqual(['no-project', 'unmatched-person', 'unmatched-project']);
  });

  it('is excluded when map says so', () => {
    const plan = planOf({ rows: [aRow({ seconds: 60 })], map: { people: { 11: 'skip' } } });
    expect(plan.changes).toEqual([]);
    expect(plan.statement.toggl).toMatchObject({ trackedSeconds: 60, heldBackSeconds: {}, excludedSeconds: 60 });
  });

  it('is ambiguous with two live records, and freezes what may belong to either', () => {
    const plan = planOf({
      people: [aPerson(), aPerson({ id: 457 })],
      rows: [aRow({ seconds: 60 })],
      actuals: [anOwned({ personId: 457 })],
    });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([
      { code: 'ambiguous', seconds: 60, facts: { candidatePersonIds: [456, 457] } },
      { code: 'ambiguous', seconds: 0, subject: { runnPersonId: 457 }, facts: { cause: 'shares-cell' } },
    ]);
  });
});

describe('R3: archived in Runn', () => {
  const people = [aPerson({ isArchived: true })];

  it('is held back', () => {
    const plan = planOf({ people, rows: [aRow({ seconds: 60 })], actuals: [anOwned()] });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([{ code: 'archived', seconds: 60, facts: { cause: 'person-archived' } }]);
    expect(plan.statement).toEqual(
      aStatement(
        { trackedSeconds: 60, heldBackSeconds: { archived: 60 } },
        { minutesBefore: 60, minutesAfter: 60, clearsWithheld: 60 },
      ),
    );
  });

  it('is written with rules.archived: write', () => {
    expect(changesOf(planOf({ people, rows: [aRow()], rules: { archived: 'write' } }))).toEqual([
      ['create', 456, 789, '2024-01-02', 0, 60],
    ]);
  });

  it('is no finding where it is in sync', () => {
    expect(planOf({ people, rows: [aRow()], actuals: [anOwned()] }).findings).toEqual([]);
  });
});

describe('R12: time that left an archived project on a day on which another one gains', () => {
  const projects = [aProject({ isArchived: true }), aProject({ id: 790, references: linkedTo(23) })];
  const findingsWith = (stays: Partial<Parameters<typeof aRow>[0]>) => {
    const rows = [aRow(stays), aRow({ projectId: 23, minutes: 90 })];
    const actuals = [anActual({ billableMinutes: 60, nonbillableMinutes: 0, billableNote: markOf(60, 0) })];
    const plan = planOf({ projects, workspaces: [aWorkspace({ rows, projects: [22, 23] })], actuals });
    return plan.findings.map(({ code, subject, facts }) => [code, subject.runnProjectId, facts.deltaMinutes]);
  };

  it('is named with what Runn has there too much', () => {
    expect(findingsWith({ minutes: 45, billableMinutes: 45 })).toEqual([
      ['moved-while-held', 789, -15],
      ['archived', 789, undefined],
    ]);
  });

  it('is not named where the archived project would gain as well', () => {
    expect(findingsWith({ minutes: 75, billableMinutes: 75 })).toEqual([['archived', 789, undefined]]);
  });

  it('is not named where minutes only change side', () => {
    expect(findingsWith({ minutes: 60, billableMinutes: 0 })).toEqual([['archived', 789, undefined]]);
  });
});

describe('R9: time that leads nowhere keeps what may be its own', () => {
  const unlinked = aProject({ id: 790, references: [] });

  it('while nothing leads to the project any more', () => {
    const plan = planOf({
      projects: [aProject(), unlinked],
      rows: [aRow({ projectId: 23, seconds: 60 })],
      actuals: [anOwned({ projectId: 790 })],
    });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([
      { code: 'clear-withheld', seconds: 0, subject: { runnProjectId: 790 }, facts: { cause: 'held-source' } },
      { code: 'unmatched-project', seconds: 60 },
    ]);
    expect(plan.statement).toEqual(
      aStatement(
        { trackedSeconds: 60, heldBackSeconds: { 'unmatched-project': 60 } },
        { minutesBefore: 60, minutesAfter: 60, clearsWithheld: 60 },
      ),
    );
  });

  it('but a clean remapping clears, because nothing is held back', () => {
    const plan = planOf({
      projects: [aProject({ references: [] }), aProject({ id: 790 })],
      rows: [aRow()],
      actuals: [anOwned()],
    });
    expect(changesOf(plan)).toEqual([
      ['clear', 456, 789, '2024-01-02', 0, 0],
      ['create', 456, 790, '2024-01-02', 0, 60],
    ]);
  });

  it('but not what a person entered, which is only in Runn', () => {
    const plan = planOf({
      projects: [aProject(), unlinked],
      rows: [aRow({ projectId: 23 })],
      actuals: [anActual({ projectId: 790 })],
    });
    expect(codesOf(plan)).toEqual(['unmatched-project', 'only-in-runn']);
    expect(plan.statement.runn).toMatchObject({ onlyInRunn: 60, clearsWithheld: 0 });
  });

  it('and what stands beside it in the cell is still told apart', () => {
    const plan = planOf({
      projects: [aProject(), unlinked],
      rows: [aRow({ projectId: 23 })],
      actuals: [
        anOwned({ id: 1, projectId: 790 }),
        anActual({ id: 2, projectId: 790, roleId: 20, nonbillableMinutes: 7 }),
        anEdited({ id: 3, projectId: 790, roleId: 30, nonbillableMinutes: 5 }),
      ],
      rules: { onConflict: 'runn' },
    });
    expect(plan.changes).toEqual([]);
    expect(codesOf(plan).sort()).toEqual(['clear-withheld', 'conflict-kept', 'only-in-runn', 'unmatched-project']);
    expect(plan.statement.runn).toMatchObject({ minutesAfter: 72, clearsWithheld: 60, onlyInRunn: 7, editsKept: 5 });
  });

  it('and nobody is told of an overwritten edit that stays', () => {
    const plan = planOf({
      projects: [aProject(), unlinked],
      rows: [aRow({ projectId: 23 })],
      actuals: [anEdited({ projectId: 790 })],
    });
    expect(codesOf(plan)).toEqual(['clear-withheld', 'unmatched-project']);
    expect(plan.statement.runn).toMatchObject({ clearsWithheld: 60, editsKept: 0 });
  });
});

describe('R10: rules.clear: never', () => {
  it('reports every clear that is not made', () => {
    const plan = planOf({ actuals: [anOwned()], rules: { clear: 'never' } });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([{ code: 'clear-withheld', facts: { cause: 'rules-clear-never' } }]);
    expect(plan.statement.runn).toMatchObject({ clearsWithheld: 60 });
  });
});

describe('R11: several actuals in a cell', () => {
  it('count together, with the rest in ours', () => {
    const plan = planOf({
      rows: [aRow({ minutes: 100 })],
      actuals: [anOwned(), anActual({ id: 2, roleId: 20, nonbillableMinutes: 30 })],
    });
    expect(plan.changes).toMatchObject([{ kind: 'update', actualId: 1, after: { nonbillableMinutes: 70 } }]);
    expect(plan.statement).toEqual(
      aStatement(
        { trackedSeconds: 6000, changedSeconds: 6000 },
        { minutesBefore: 90, minutesAfter: 100, fromToggl: 100 },
      ),
    );
  });

  it('are a split cell when they cannot', () => {
    const plan = planOf({
      rows: [aRow({ minutes: 20 })],
      actuals: [anOwned(), anActual({ id: 2, roleId: 20, nonbillableMinutes: 30 })],
    });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([{ code: 'split-cell', seconds: 1200 }]);
    expect(plan.statement).toEqual(
      aStatement(
        { trackedSeconds: 1200, heldBackSeconds: { 'split-cell': 1200 } },
        { minutesBefore: 90, minutesAfter: 90, splitCells: 90 },
      ),
    );
  });

  it('ask the contract and the membership which of ours it is', () => {
    const actuals = [anOwned({ id: 1, roleId: 20 }), anOwned({ id: 2, roleId: 30, nonbillableMinutes: 30 })];
    const parts = { rows: [aRow({ minutes: 100 })], actuals, contracts: [aContract({ roleId: 30 })] };
    expect(planOf(parts).changes).toMatchObject([
      { kind: 'clear', actualId: 1 },
      { kind: 'update', actualId: 2, after: { nonbillableMinutes: 100 } },
    ]);
  });

  it('are cleared or left alone one by one when Toggl has no time', () => {
    const plan = planOf({ actuals: [anOwned(), anActual({ id: 2, roleId: 20, nonbillableMinutes: 30 })] });
    expect(plan.changes).toMatchObject([{ kind: 'clear', actualId: 1 }]);
    expect(plan.statement).toEqual(aStatement({}, { minutesBefore: 90, minutesAfter: 30, onlyInRunn: 30 }));
  });
});

describe('R12: the order of changes', () => {
  it('is by day, then person, then clears first', () => {
    const plan = planOf({
      ...twoByTwo,
      workspaces: [
        whole([
          aRow({ date: '2024-01-03', projectId: 22 }),
          aRow({ date: '2024-01-02', userId: 12, projectId: 22 }),
          aRow({ date: '2024-01-02', userId: 11, projectId: 22 }),
        ]),
      ],
      actuals: [
        anOwned({ id: 1, date: '2024-01-02', personId: 457, projectId: 790 }),
        anOwned({ id: 2, date: '2024-01-02', personId: 456, projectId: 790 }),
      ],
    });
    expect(changesOf(plan)).toEqual([
      ['clear', 456, 790, '2024-01-02', 0, 0],
      ['create', 456, 789, '2024-01-02', 0, 60],
      ['clear', 457, 790, '2024-01-02', 0, 0],
      ['create', 457, 789, '2024-01-02', 0, 60],
      ['create', 456, 789, '2024-01-03', 0, 60],
    ]);
  });

  /** Each later change is earlier in all that matters less. */
  const first = aChange({ kind: 'update', roleId: 5, workstreamId: 5, actualId: 5 });
  it.each([
    ['day', aChange({ kind: 'clear', date: '2024-01-03', personId: 1 })],
    ['person', aChange({ kind: 'clear', personId: 457, projectId: 1 })],
    ['project', aChange({ projectId: 790, roleId: 1 })],
    ['role', aChange({ roleId: 6, workstreamId: 1 })],
    ['workstream', aChange({ roleId: 5, workstreamId: 6, actualId: 1 })],
    ['actual', aChange({ roleId: 5, workstreamId: 5, actualId: 6 })],
  ])('goes by %s before what comes after it', (_field, later) => {
    expect(compareChanges(first, later)).toBeLessThan(0);
    expect(compareChanges(later, first)).toBeGreaterThan(0);
  });

  it('puts a clear before any other kind, whatever the project', () => {
    const aClear = aChange({ kind: 'clear', projectId: 999, roleId: 99 });
    for (const kind of ['create', 'update', 'overwrite'] as const) {
      expect(compareChanges(aClear, aChange({ kind }))).toBeLessThan(0);
      expect(compareChanges(aChange({ kind }), aClear)).toBeGreaterThan(0);
    }
  });

  it('puts two clears in order, too', () => {
    expect(compareChanges(aChange({ kind: 'clear' }), aChange({ kind: 'clear', projectId: 790 }))).toBeLessThan(0);
  });

  it('puts what has no workstream or actual first', () => {
    expect(compareChanges(aChange(), aChange({ workstreamId: 1 }))).toBeLessThan(0);
    expect(compareChanges(aChange({ workstreamId: 1 }), aChange())).toBeGreaterThan(0);
    expect(compareChanges(aChange(), aChange({ actualId: 1 }))).toBeLessThan(0);
    expect(compareChanges(aChange({ actualId: 1 }), aChange())).toBeGreaterThan(0);
  });

  it('leaves equal ones equal', () => {
    expect(compareChanges(first, { ...first })).toBe(0);
  });
});

describe('R13: closed periods', () => {
  const rules = { lockedThrough: '2024-01-02' };

  it('turn changes into late changes with signed minutes', () => {
    const plan = planOf({ rows: [aRow({ minutes: 45 })], actuals: [anOwned()], rules });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([{ code: 'late-change', seconds: 2700, facts: { deltaMinutes: -15 } }]);
    expect(plan.statement).toEqual(
      aStatement(
        { trackedSeconds: 2700, heldBackSeconds: { 'late-change': 2700 } },
        { minutesBefore: 60, minutesAfter: 60, closedPeriods: 60 },
      ),
    );
  });

  it('show what would be new as a gain', () => {
    const plan = planOf({ rows: [aRow({ minutes: 45 })], rules });
    expect(plan.findings).toMatchObject([{ code: 'late-change', facts: { deltaMinutes: 45 } }]);
  });

  it('say nothing of what is in sync', () => {
    const plan = planOf({ rows: [aRow()], actuals: [anOwned()], rules });
    expect(plan.findings).toEqual([]);
    expect(plan.statement.runn).toMatchObject({ fromToggl: 60, closedPeriods: 0 });
  });

  it('leave the days after them open', () => {
    expect(changesOf(planOf({ rows: [aRow({ date: '2024-01-03' })], rules }))).toEqual([
      ['create', 456, 789, '2024-01-03', 0, 60],
    ]);
  });

  it('have nothing that moved while it was held, for the whole day is closed', () => {
    const projects = [aProject(), aProject({ id: 790, references: linkedTo(23) })];
    const workspaces = [aWorkspace({ rows: [aRow({ projectId: 23 })], projects: [22, 23] })];
    const plan = planOf({ projects, workspaces, actuals: [anOwned()], rules });
    expect(codesOf(plan)).toEqual(['late-change', 'late-change']);
  });

  it('show time that moved across the lock as one line', () => {
    const plan = planOf({ rows: [aRow({ date: '2024-01-03' })], actuals: [anOwned()], rules });
    expect(changesOf(plan)).toEqual([['create', 456, 789, '2024-01-03', 0, 60]]);
    expect(plan.findings).toMatchObject([
      {
        code: 'moved-across-lock',
        severity: 'error',
        subject: { runnPersonId: 456, runnProjectId: 789, date: '2024-01-02' },
        facts: { deltaMinutes: -60, movedTo: { projectId: 789, date: '2024-01-03' } },
      },
    ]);
  });

  it('show what was moved away in the plan’s order, whatever came first in the input', () => {
    const actuals = [anOwned({ id: 2, date: '2024-01-02' }), anOwned({ id: 1, date: '2024-01-01' })];
    const plan = planOf({ rows: [aRow({ date: '2024-01-03' })], actuals, rules });
    expect(plan.findings).toMatchObject([
      { code: 'moved-across-lock', subject: { date: '2024-01-01' } },
      { code: 'late-change', subject: { date: '2024-01-02' } },
    ]);
  });
});

describe('R14: the brake', () => {
  const long = { nonbillableMinutes: 1500 };

  it('stops a run that would take too much', () => {
    const actuals = [anOwned({ id: 1, ...long }), anOwned({ id: 2, date: '2024-01-03', ...long })];
    const plan = planOf({ rows: [aRow({ minutes: 1500 })], actuals });
    expect(plan.refusals).toEqual([
      {
        code: 'brake',
        lostMinutes: 1500,
        runnMinutes: 3000,
        maxLossShare: 0.1,
        floorHours: 20,
        emptiedPersonIds: [],
      },
    ]);
    expect(plan.changes).toHaveLength(1);
  });

  it('stops a run after which a person would have nothing', () => {
    const plan = planOf({
      ...twoByTwo,
      workspaces: [whole([aRow({ userId: 12, minutes: 90000 })])],
      actuals: [anOwned({ id: 1, ...long }), anOwned({ id: 2, personId: 457, nonbillableMinutes: 90000 })],
      rules: { billable: 'never' },
    });
    expect(plan.refusals).toMatchObject([{ code: 'brake', emptiedPersonIds: [456] }]);
  });

  it('counts minutes that change side', () => {
    const plan = planOf({ rows: [aRow({ minutes: 1500, billableMinutes: 1500 })], actuals: [anOwned(long)] });
    expect(plan.refusals).toMatchObject([{ lostMinutes: 1500, runnMinutes: 1500, emptiedPersonIds: [] }]);
  });

  it('does not count what is held back anyway', () => {
    const workspaces = [aWorkspace({ isAdmin: false })];
    expect(planOf({ workspaces, actuals: [anOwned(long)] }).refusals).toEqual([]);
  });

  it('counts the minutes in scope only', () => {
    const actuals = [anOwned({ id: 1, ...long }), anOwned({ id: 2, personId: 457, nonbillableMinutes: 90000 })];
    const parts = {
      ...twoByTwo,
      workspaces: [whole([aRow({ minutes: 200 }), aRow({ userId: 12, minutes: 90000 })])],
      actuals,
      rules: { billable: 'never' },
    } as const;
    expect(planOf(parts).refusals).toEqual([]);
    expect(planOf({ ...parts, scope: aScope({ people: { runn: [456] } }) }).refusals).toMatchObject([
      { lostMinutes: 1300, runnMinutes: 1500 },
    ]);
  });

  it('ignores actuals outside the window', () => {
    const actuals = [anOwned(long), anOwned({ id: 2, date: '2023-12-31', nonbillableMinutes: 90000 })];
    const plan = planOf({ rows: [aRow({ minutes: 200 })], actuals });
    expect(plan.refusals).toMatchObject([{ runnMinutes: 1500 }]);
  });

  it('follows limits', () => {
    const parts = { rows: [aRow({ minutes: 200 })], actuals: [anOwned(long)] };
    expect(refusalsOf(planOf(parts))).toEqual(['brake']);
    expect(planOf({ ...parts, limits: { floorHours: 22 } }).refusals).toEqual([]);
    expect(planOf({ ...parts, limits: { maxLossShare: 0.9 } }).refusals).toEqual([]);
  });

  it('never trips on a first run into an empty Runn', () => {
    expect(planOf({ rows: [aRow({ minutes: 90000, billableMinutes: 1 })] }).refusals).toEqual([]);
  });

  it('is one of several refusals', () => {
    const plan = planOf({
      rows: [aRow({ seconds: 144001, date: '2024-01-05' })],
      actuals: [anEdited(long)],
      rules: { onConflict: 'fail' },
      limits: { maxLossShare: 0.1, floorHours: 1 },
    });
    expect(refusalsOf(plan)).toEqual(['billable-flag-unused', 'conflict', 'brake']);
  });
});

describe('R15: the statement', () => {
  it('accounts for every second and minute of a mixed week', () => {
    const plan = planOf({
      ...twoByTwo,
      workspaces: [
        whole([
          aRow({ date: '2024-01-03', minutes: 60 }),
          aRow({ date: '2024-01-04', seconds: 5410 }),
          aRow({ date: '2024-01-05', seconds: 3590 }),
          aRow({ date: '2024-01-01', minutes: 10 }),
          aRow({ date: '2024-01-03', projectId: 23, minutes: 5 }),
          aRow({ date: '2024-01-03', userId: 99, seconds: 7 }),
          aRow({ date: '2024-01-03', userId: 98, seconds: 5 }),
        ]),
      ],
      map: { people: { 98: 'skip' } },
      actuals: [
        anOwned({ id: 1, date: '2024-01-03' }),
        anOwned({ id: 2, date: '2024-01-04' }),
        anOwned({ id: 3, date: '2024-01-06', nonbillableMinutes: 30 }),
        anActual({ id: 4, date: '2024-01-06', projectId: 790, nonbillableMinutes: 15 }),
        anEdited({ id: 5, date: '2024-01-03', projectId: 790, nonbillableMinutes: 20 }),
        anOwned({ id: 6, date: '2024-01-01', nonbillableMinutes: 40 }),
      ],
      rules: { onConflict: 'runn', lockedThrough: '2024-01-01' },
    });
    expect(plan.statement).toEqual({
      toggl: {
        trackedSeconds: 13512,
        inSyncSeconds: 3600,
        changedSeconds: 9000,
        heldBackSeconds: { 'conflict-kept': 300, 'late-change': 600, 'unmatched-person': 7 },
        excludedSeconds: 5,
        roundingSeconds: 0,
      },
      runn: {
        minutesBefore: 225,
        minutesAfter: 285,
        fromToggl: 210,
        onlyInRunn: 15,
        editsKept: 20,
        splitCells: 0,
        clearsWithheld: 0,
        closedPeriods: 40,
        failed: 0,
      },
    });
  });

  it('that does not balance throws before there is a plan', () => {
    const survey = aSurvey({ rows: [aRow()] });
    const miscounted = { ...survey, tally: { ...survey.tally, trackedSeconds: 3599 } };
    expect(() => buildPlan(miscounted, { members: [], contracts: [aContract()] })).toThrow(
      expect.objectContaining({ code: 'statement-unbalanced' }),
    );
  });
});

describe('R16: a second plan', () => {
  const mixed: SurveyParts & { readonly actuals: readonly Actual[] } = {
    ...twoByTwo,
    workspaces: [
      whole([
        aRow({ minutes: 90, billableMinutes: 30 }),
        aRow({ date: '2024-01-03', minutes: 45 }),
        aRow({ date: '2024-01-04', minutes: 60 }),
        aRow({ date: '2024-01-05', minutes: 100 }),
        aRow({ date: '2024-01-06', minutes: 100 }),
        aRow({ date: '2024-01-07', minutes: 15 }),
        aRow({ userId: 12, projectId: 23, minutes: 20 }),
      ]),
    ],
    actuals: [
      anOwned({ id: 1, date: '2024-01-03' }),
      anEdited({ id: 2, date: '2024-01-04', nonbillableMinutes: 60, nonbillableNote: 'by hand' }),
      anOwned({ id: 3, date: '2024-01-05' }),
      anActual({ id: 4, date: '2024-01-05', roleId: 20, nonbillableMinutes: 30 }),
      anOwned({ id: 5, date: '2024-01-06', roleId: 20 }),
      anOwned({ id: 6, date: '2024-01-06', roleId: 30 }),
      aFilledZero({ id: 7, date: '2024-01-07' }),
      anOwned({ id: 8, personId: 457, nonbillableMinutes: 75 }),
      anActual({ id: 9, personId: 457, projectId: 790, nonbillableMinutes: 33 }),
    ],
  };
  const contracts = [aContract(), aContract({ personId: 457 })];

  it('is empty after the first was written', () => {
    const first = planOf({ ...mixed, contracts });
    expect(first.changes.map(({ kind }) => kind).sort()).toEqual([
      'clear',
      'clear',
      'create',
      'overwrite',
      'update',
      'update',
      'update',
      'update',
      'update',
    ]);
    const second = planOf({ ...mixed, contracts, actuals: writeChanges(mixed.actuals, first.changes) });
    expect(second.changes).toEqual([]);
    expect(second.findings).toEqual([]);
    expect(second.statement.runn.fromToggl).toBe(430);
  });

  it('is empty after the first was written with clears as deletions', () => {
    const first = planOf({ ...mixed, contracts, rules: { clearWith: 'delete' } });
    const actuals = writeChangesDeleting(mixed.actuals, first.changes);
    expect(actuals.some(({ id }) => id === 8)).toBe(false);
    expect(planOf({ ...mixed, contracts, actuals, rules: { clearWith: 'delete' } }).changes).toEqual([]);
  });

  it('ends where the first was heading for, wherever the first was stopped', () => {
    const first = planOf({ ...mixed, contracts });
    const finished = writeChanges(mixed.actuals, first.changes);
    for (let written = 0; written < first.changes.length; written += 1) {
      const stopped = writeChanges(mixed.actuals, first.changes.slice(0, written));
      const next = planOf({ ...mixed, contracts, actuals: stopped });
      const minutesOf = (actuals: readonly Actual[]) =>
        actuals.map(({ date, personId, projectId, roleId, billableMinutes, nonbillableMinutes }) =>
          [date, personId, projectId, roleId, billableMinutes, nonbillableMinutes].join(' '),
        );
      expect(minutesOf(writeChanges(stopped, next.changes)).sort()).toEqual(minutesOf(finished).sort());
    }
  });

  it('is the same for any order of what was read', () => {
    const forwards = planOf({ ...mixed, contracts });
    const backwards = planOf({
      ...mixed,
      contracts: contracts.toReversed(),
      people: twoByTwo.people.toReversed(),
      projects: twoByTwo.projects.toReversed(),
      workspaces: (mixed.workspaces ?? []).map((time) => ({ ...time, rows: time.rows.toReversed() })),
      actuals: mixed.actuals.toReversed(),
    });
    expect(backwards).toEqual(forwards);
  });

  it('says so when a person has rewritten the note around the mark', () => {
    const note = `overtime ${markOf(0, 60)} agreed`;
    expect(planOf({ rows: [aRow()], actuals: [anActual({ nonbillableNote: note })] }).changes).toEqual([]);
  });
});

describe('findings', () => {
  it('come sorted: errors, then warnings, then information', () => {
    const plan = planOf({
      ...twoByTwo,
      workspaces: [whole([aRow({ userId: 99 }), aRow()])],
      actuals: [
        anActual({ id: 1 }),
        anOwned({ id: 2, personId: 457, date: '2024-01-03' }),
        anActual({ id: 3, personId: 457, date: '2024-01-03', roleId: 20 }),
      ],
      rules: { clear: 'never' },
    });
    expect(codesOf(plan)).toEqual(['clear-withheld', 'only-in-runn', 'unmatched-person', 'unmarked']);
  });
});

describe('scope', () => {
  const everyone = {
    ...twoByTwo,
    workspaces: [whole([aRow(), aRow({ userId: 12, projectId: 23 })])],
    actuals: [
      anOwned({ id: 1, date: '2024-01-03' }),
      anOwned({ id: 2, personId: 457, date: '2024-01-03' }),
      anActual({ id: 3, personId: 457, date: '2024-01-04' }),
    ],
  };

  it('of a person touches and counts nothing else', () => {
    const plan = planOf({ ...everyone, scope: aScope({ people: { runn: [456] } }) });
    expect(changesOf(plan)).toEqual([
      ['create', 456, 789, '2024-01-02', 0, 60],
      ['clear', 456, 789, '2024-01-03', 0, 0],
    ]);
    expect(plan.findings).toEqual([]);
    expect(plan.statement).toEqual(
      aStatement(
        { trackedSeconds: 3600, changedSeconds: 3600 },
        { minutesBefore: 60, minutesAfter: 60, fromToggl: 60 },
      ),
    );
  });

  it('of a project touches and counts nothing else', () => {
    const plan = planOf({ ...everyone, scope: aScope({ projects: { runn: [790] } }) });
    expect(changesOf(plan)).toEqual([['create', 457, 790, '2024-01-02', 0, 60]]);
    expect(plan.statement.runn).toMatchObject({ minutesBefore: 0, minutesAfter: 60 });
  });

  it('of one Toggl project has all that flows into its Runn project', () => {
    const plan = planOf({
      projects: [aProject({ references: linkedTo(22, 23) })],
      rows: [aRow({ minutes: 60 }), aRow({ minutes: 30, projectId: 23 })],
      scope: aScope({ projects: { runn: [789], toggl: [22] } }),
    });
    expect(changesOf(plan)).toEqual([['create', 456, 789, '2024-01-02', 0, 90]]);
    expect(plan.statement.toggl.trackedSeconds).toBe(5400);
  });

  it('is still frozen by time outside it', () => {
    const plan = planOf({
      projects: [aProject(), aProject({ id: 790, references: [] })],
      rows: [aRow({ projectId: 23 })],
      actuals: [anOwned({ projectId: 790 })],
      scope: aScope({ projects: { runn: [790] } }),
    });
    expect(plan.changes).toEqual([]);
    expect(codesOf(plan)).toEqual(['clear-withheld']);
    expect(plan.statement.toggl.trackedSeconds).toBe(0);
  });
});

describe('what lies outside the window', () => {
  it('is ignored on both sides', () => {
    const plan = planOf({
      rows: [aRow({ date: '2023-12-31' }), aRow({ date: '2024-01-08' })],
      actuals: [anOwned({ date: '2023-12-31' }), anOwned({ id: 2, date: '2024-01-08' })],
    });
    expect(plan.changes).toEqual([]);
    expect(plan.statement).toEqual(aStatement({}, {}));
  });

  it('ends after its last day', () => {
    const actuals = [anOwned({ date: '2024-01-01' }), anOwned({ id: 2, date: '2024-01-07' })];
    expect(planOf({ actuals }).changes.map(({ date }) => date)).toEqual(['2024-01-01', '2024-01-07']);
  });
});

describe('listRoleQuestions', () => {
  const questionsOf = (parts: SurveyParts) =>
    [...listRoleQuestions(aSurvey(parts))].map(({ personId, projectId, date }) => [personId, projectId, date]);

  it('names the cells for which a role must be found', () => {
    const rows = [aRow({ date: '2024-01-03' }), aRow({ date: '2024-01-04' })];
    expect(questionsOf({ rows, actuals: [anOwned({ date: '2024-01-04' })] })).toEqual([[456, 789, '2024-01-03']]);
  });

  it('is empty when every cell with time has an actual', () => {
    expect(questionsOf({ rows: [aRow()], actuals: [anActual()] })).toEqual([]);
  });

  it('is empty for actuals without time, and for time that rounds to 0', () => {
    expect(questionsOf({ rows: [aRow({ seconds: 29, date: '2024-01-03' })], actuals: [anOwned()] })).toEqual([]);
  });

  it('asks nothing about cells out of scope', () => {
    expect(questionsOf({ rows: [aRow()], scope: aScope({ people: { runn: [457] } }) })).toEqual([]);
  });
});

describe('a clear', () => {
  it('carries what stood there, so that it can be undone', () => {
    const plan = planOf({ actuals: [anOwned({ billableNote: 'on site' })] });
    expect(plan.changes).toMatchObject([
      {
        kind: 'clear',
        reason: 'gone-from-toggl',
        actualId: 1,
        before: { ...anEntry(0, 60), billableNote: 'on site', nonbillableNote: '[Toggl 0:00+1:00]' },
        after: { ...anEntry(0, 0), billableNote: 'on site', nonbillableNote: '[Toggl 0:00+0:00]' },
      },
    ]);
  });
});
