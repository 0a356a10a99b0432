import { describe, expect, it } from 'vitest';
import { buildPlan, surveyWindow } from '../../src/core/build-plan.ts';
import { type ExplainedRow, type Explanation, explainCell } from '../../src/core/explain.ts';
import type { Contract, ProjectMember } from '../../src/core/model.ts';
import { aScope, aSurvey, type SurveyParts } from '../builders/a-survey.ts';
import { day } from '../builders/ids.ts';
import {
  aContract,
  aMember,
  anActual,
  anEdited,
  anOwned,
  aPerson,
  aProject,
  linkedTo,
  markOf,
} from '../builders/runn.ts';
import { aDifference, aRow, aWorkspace } from '../builders/toggl.ts';

/** Eric on Hidden Moon Base. */
const theCell = aScope({ people: { runn: [456] }, projects: { runn: [789] } });

/** What is said of that Tuesday, about Eric on Hidden Moon Base unless told otherwise. */
function explain({
  members = [],
  contracts = [aContract()],
  ...parts
}: SurveyParts & { members?: readonly ProjectMember[]; contracts?: readonly Contract[] } = {}): Explanation {
  const scope = parts.scope ?? theCell;
  const survey = surveyWindow({ ...aSurvey({ ...parts, scope }), window: { since: day(), until: day() } });
  const plan = buildPlan(survey, { members, contracts });
  return explainCell({ survey, plan, scope, members, contracts });
}

/** Each row in short: user, project, what became of it, and whether it may be what stands there. */
const fatesOf = ({ rows }: { readonly rows: readonly ExplainedRow[] }) =>
  rows.map(({ row, fate, mayBeSource }) => [row.userId, row.projectId, fate, mayBeSource]);

const codesOf = ({ findings }: Explanation) => findings.map(({ code, subject }) => ({ code, ...subject }));

describe('an explanation', () => {
  it('tells everything of a cell whose time is new', () => {
    const row = aRow({ seconds: 3629, billableSeconds: 1800 });
    expect(explain({ rows: [row] })).toEqual({
      date: '2024-01-02',
      personId: 456,
      projectId: 789,
      leadingUserIds: [11],
      leadingProjectIds: [22],
      takesTimeWithoutProject: false,
      rows: [
        {
          row,
          match: {
            person: { kind: 'matched', id: 456, isArchived: false, via: 'link' },
            project: { kind: 'matched', id: 789, isArchived: false, via: 'link' },
          },
          fate: 'in-cell',
          mayBeSource: false,
        },
      ],
      time: { seconds: 3629, billableSeconds: 1800 },
      billableBy: 'flag',
      toggl: { billableMinutes: 30, nonbillableMinutes: 30 },
      role: { kind: 'decided', roleId: 10, workstreamId: null, by: 'contract' },
      actuals: [],
      changes: [
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
            billableMinutes: 30,
            nonbillableMinutes: 30,
            billableNote: '[Toggl 0:30+0:30]',
            nonbillableNote: '',
          },
        },
      ],
      findings: [],
    });
  });

  it('of a cell without anything says so', () => {
    expect(explain()).toMatchObject({
      personId: 456,
      projectId: 789,
      rows: [],
      time: { seconds: 0, billableSeconds: 0 },
      toggl: { billableMinutes: 0, nonbillableMinutes: 0 },
      actuals: [],
      changes: [],
      findings: [],
    });
  });

  it('adds up all rows of the cell and rounds once, as rules.rounding says (R4)', () => {
    const workspaces = [
      aWorkspace({ rows: [aRow({ seconds: 400 })] }),
      aWorkspace({ id: 2, rows: [aRow({ workspaceId: 2, seconds: 200, billableSeconds: 200 })] }),
    ];
    const explained = explain({ workspaces, rules: { rounding: { mode: 'up', minutes: 15 } } });
    expect(explained.rows.map(({ row }) => row.workspaceId)).toEqual([1, 2]);
    expect(explained.time).toEqual({ seconds: 600, billableSeconds: 200 });
    expect(explained.toggl).toEqual({ billableMinutes: 15, nonbillableMinutes: 0 });
  });

  it('shows the actuals by their ids, each with whose it is (R7)', () => {
    const foreign = anActual({ id: 3, roleId: 30 });
    const owned = anOwned({ id: 1 });
    const edited = anEdited({ id: 2, roleId: 20 });
    expect(explain({ actuals: [foreign, owned, edited] }).actuals).toEqual([
      { actual: owned, ownership: 'owned' },
      { actual: edited, ownership: 'edited' },
      { actual: foreign, ownership: 'foreign' },
    ]);
  });

  it('leaves out actuals of other people, projects and days', () => {
    const actuals = [anOwned({ personId: 457 }), anOwned({ projectId: 790 }), anOwned({ date: '2024-01-03' })];
    expect(explain({ actuals }).actuals).toEqual([]);
  });

  it('names the role of a new actual also where one stands (R6)', () => {
    const member = aMember({ roleId: 20, workstreamId: 5 });
    const explained = explain({ rows: [aRow()], actuals: [anOwned({ roleId: 10 })], members: [member] });
    expect(explained.role).toEqual({
      kind: 'decided',
      roleId: 20,
      workstreamId: 5,
      by: 'only-role-on-project',
    });
    expect(explained.changes).toEqual([]);
  });

  it('names the roles that it could be where none is decided', () => {
    const members = [aMember({ roleId: 20 }), aMember({ roleId: 10 })];
    const explained = explain({ rows: [aRow()], members, contracts: [] });
    expect(explained.role).toEqual({ kind: 'undecided', candidateRoleIds: [10, 20] });
    expect(codesOf(explained)).toEqual([
      { code: 'role-undecided', runnPersonId: 456, runnProjectId: 789, date: '2024-01-02' },
    ]);
  });
});

describe('what decided how much of the time is billable (R5)', () => {
  const paid = aWorkspace({ rows: [aRow()] });
  const free = aWorkspace({ id: 2, billable: 'none', rows: [aRow({ workspaceId: 2 })] });

  it.each<[string, SurveyParts, Explanation['billableBy']]>([
    ['the rule', { workspaces: [paid, free], rules: { billable: 'never' } }, 'rule'],
    ['the flag', { workspaces: [paid] }, 'flag'],
    ['the pricing model, where the plan has no flag', { workspaces: [free] }, 'pricing-model'],
    ['each where it is', { workspaces: [paid, free] }, 'flag-and-pricing-model'],
    [
      'a project that is non-billable',
      { workspaces: [paid], projects: [aProject({ pricingModel: 'nb' })] },
      'non-billable-project',
    ],
    [
      'that project among others',
      {
        workspaces: [paid],
        projects: [aProject({ pricingModel: 'nb' }), aProject({ id: 790, references: linkedTo(23) })],
      },
      'non-billable-project',
    ],
    [
      'not another project that is non-billable',
      {
        workspaces: [paid],
        projects: [aProject(), aProject({ id: 790, references: linkedTo(23), pricingModel: 'nb' })],
      },
      'flag',
    ],
    ['not a workspace without time of the cell', { workspaces: [paid, { ...free, rows: [] }] }, 'flag'],
    [
      'not a workspace whose time is held back',
      { workspaces: [paid, { ...free, totalsDifferences: [aDifference({ workspaceId: 2 })] }] },
      'flag',
    ],
    ['nothing, without time', { workspaces: [aWorkspace({ rows: [aRow({ userId: 99 })] })] }, null],
    ['nothing, where all is held back', { workspaces: [{ ...paid, totalsDifferences: [aDifference()] }] }, null],
  ])('is %s', (_what, parts, billableBy) => {
    expect(explain(parts).billableBy).toBe(billableBy);
  });
});

describe('what leads to a cell (R3)', () => {
  const people = [aPerson({ references: linkedTo(11, 12) }), aPerson({ id: 457, references: linkedTo(13) })];
  const projects = [
    aProject({ references: [] }),
    aProject({ id: 790, references: linkedTo(22) }),
    aProject({ id: 791, references: linkedTo(23) }),
  ];

  it('is each Toggl user of the person, and none of others', () => {
    expect(explain({ people }).leadingUserIds).toEqual([11, 12]);
  });

  it('is each Toggl project on that day, as a dated mapping has it', () => {
    const map = {
      projects: {
        24: [
          { target: 789, until: '2024-01-01' },
          { target: 790, until: null },
        ],
        25: [
          { target: 789, until: '2024-01-02' },
          { target: 790, until: null },
        ],
      },
    };
    expect(explain({ projects, map }).leadingProjectIds).toEqual([25]);
  });

  it('is time without a project where map.noProject says so', () => {
    const explained = explain({ rows: [aRow({ projectId: null })], projects, map: { noProject: 789 } });
    expect(explained.takesTimeWithoutProject).toBe(true);
    expect(fatesOf(explained)).toEqual([[11, null, 'in-cell', false]]);
    expect(explain({ projects, map: { noProject: 790 } }).takesTimeWithoutProject).toBe(false);
  });
});

describe('the rows of a cell', () => {
  const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
  const projects = [aProject(), aProject({ id: 790, references: linkedTo(23) })];

  it('leave out what leads to somebody else or to another project', () => {
    const rows = [aRow({ userId: 12 }), aRow({ projectId: 23 }), aRow()];
    expect(fatesOf(explain({ people, projects, rows }))).toEqual([[11, 22, 'in-cell', false]]);
  });

  it('leave out other days, and what is no time: nothing, or a timer that still runs (R2)', () => {
    const rows = [aRow({ date: '2024-01-03' }), aRow({ seconds: 0 }), aRow({ seconds: -1704189600 })];
    expect(explain({ rows }).rows).toEqual([]);
  });

  it('count time of an archived record, whose change is held back with the reason', () => {
    const explained = explain({ projects: [aProject({ isArchived: true })], rows: [aRow()] });
    expect(fatesOf(explained)).toEqual([[11, 22, 'in-cell', false]]);
    expect(explained.rows[0]?.match.project).toEqual({ kind: 'matched', id: 789, isArchived: true, via: 'link' });
    expect(explained.changes).toEqual([]);
    expect(codesOf(explained)).toEqual([
      { code: 'archived', runnPersonId: 456, runnProjectId: 789, date: '2024-01-02' },
    ]);
  });
});

describe('time that does not reach the cell', () => {
  const alone = { people: [aPerson({ references: [] })], projects: [aProject({ references: [] })] };

  it('is shown where it may be what stands there: nobody leads to that person, and the project fits (R9)', () => {
    const explained = explain({ people: alone.people, rows: [aRow({ userId: 99 })], actuals: [anOwned()] });
    expect(explained.rows).toEqual([
      {
        row: aRow({ userId: 99 }),
        match: {
          person: { kind: 'unmatched' },
          project: { kind: 'matched', id: 789, isArchived: false, via: 'link' },
        },
        fate: 'unmatched-person',
        mayBeSource: true,
      },
    ]);
    expect(explained.time).toEqual({ seconds: 0, billableSeconds: 0 });
    expect(explained.changes).toEqual([]);
    expect(codesOf(explained)).toEqual([
      { code: 'clear-withheld', runnPersonId: 456, runnProjectId: 789, date: '2024-01-02' },
    ]);
  });

  it('is not shown where somebody leads to that person already', () => {
    expect(explain({ rows: [aRow({ userId: 99 })] }).rows).toEqual([]);
  });

  it('is shown of a project that leads nowhere, while none leads to this one', () => {
    const explained = explain({ projects: alone.projects, rows: [aRow({ projectId: 99 })] });
    expect(fatesOf(explained)).toEqual([[11, 99, 'unmatched-project', true]]);
    expect(explain({ rows: [aRow({ projectId: 99 })] }).rows).toEqual([]);
  });

  it('is shown without a project, while no project leads to this one', () => {
    const explained = explain({ projects: alone.projects, rows: [aRow({ projectId: null })] });
    expect(fatesOf(explained)).toEqual([[11, null, 'no-project', true]]);
  });

  it('is shown for each of several people who carry the id', () => {
    const people = [aPerson(), aPerson({ id: 457 }), aPerson({ id: 458, references: linkedTo(12) })];
    const rows = [aRow()];
    const scopeOf = (personId: number) => aScope({ people: { runn: [personId] }, projects: { runn: [789] } });
    const explained = explain({ people, rows });
    expect(explained.rows[0]?.match.person).toEqual({ kind: 'ambiguous', ids: [456, 457] });
    expect(fatesOf(explained)).toEqual([[11, 22, 'ambiguous', true]]);
    expect(fatesOf(explain({ people, rows, scope: scopeOf(457) }))).toEqual([[11, 22, 'ambiguous', true]]);
    expect(explain({ people, rows, scope: scopeOf(458) }).rows).toEqual([]);
  });

  it('is excluded where map skips it, whatever else is in the way, and may be what stands there', () => {
    const workspaces = [aWorkspace({ rows: [aRow()], totalsDifferences: [aDifference()] })];
    const explained = explain({ ...alone, workspaces, map: { people: { 11: 'skip' } }, actuals: [anOwned()] });
    expect(fatesOf(explained)).toEqual([[11, 22, 'excluded', true]]);
  });

  it('is held back where its totals differ (R2), and only in the workspace and for the pair that differ', () => {
    const workspaces = [
      aWorkspace({
        rows: [aRow({ seconds: 1 }), aRow({ seconds: 2, projectId: 23 }), aRow({ seconds: 4, userId: 12 })],
        users: [11, 12],
        projects: [22, 23],
        totalsDifferences: [aDifference({ projectId: 99 }), aDifference()],
      }),
      aWorkspace({ id: 2, rows: [aRow({ workspaceId: 2, seconds: 8 })] }),
    ];
    const people = [aPerson({ references: linkedTo(11, 12) })];
    const explained = explain({ workspaces, people, projects: [aProject({ references: linkedTo(22, 23) })] });
    expect(explained.rows.map(({ row, fate, mayBeSource }) => [row.seconds, fate, mayBeSource])).toEqual([
      [1, 'totals-differ', true],
      [2, 'in-cell', false],
      [4, 'in-cell', false],
      [8, 'in-cell', false],
    ]);
    expect(explained.time.seconds).toBe(14);
  });

  it('is held back for its totals before anything else that is in the way', () => {
    const workspaces = [aWorkspace({ rows: [aRow({ userId: 99 })], totalsDifferences: [aDifference({ userId: 99 })] })];
    expect(fatesOf(explain({ people: alone.people, workspaces }))).toEqual([[99, 22, 'totals-differ', true]]);
  });
});

describe('time that leads nowhere, asked for by its Toggl id', () => {
  const rows = [aRow({ userId: 99, projectId: 98 }), aRow({ userId: 99 }), aRow({ projectId: 98 }), aRow()];

  it('is explained without a cell where the person has no place in Runn', () => {
    const scope = aScope({ people: { toggl: [99] }, projects: { toggl: [22], runn: [789] } });
    const explained = explain({ rows, scope, actuals: [anOwned()] });
    expect(explained).toMatchObject({
      personId: null,
      projectId: 789,
      leadingUserIds: [],
      leadingProjectIds: [22],
      time: { seconds: 0, billableSeconds: 0 },
      toggl: { billableMinutes: 0, nonbillableMinutes: 0 },
      role: null,
      actuals: [],
      changes: [],
    });
    expect(fatesOf(explained)).toEqual([[99, 22, 'unmatched-person', false]]);
    expect(codesOf(explained)).toEqual([{ code: 'unmatched-person', togglUserId: 99 }]);
  });

  it('is explained without a cell where the project has no place in Runn', () => {
    const scope = aScope({ people: { toggl: [11], runn: [456] }, projects: { toggl: [98] } });
    const explained = explain({ rows, scope, actuals: [anOwned()], map: { noProject: 789 } });
    expect(explained).toMatchObject({
      personId: 456,
      projectId: null,
      leadingUserIds: [11],
      leadingProjectIds: [],
      takesTimeWithoutProject: false,
      role: null,
      actuals: [],
    });
    expect(fatesOf(explained)).toEqual([[11, 98, 'unmatched-project', false]]);
    expect(codesOf(explained)).toEqual([{ code: 'unmatched-project', togglProjectId: 98 }]);
  });

  it('is explained where neither has', () => {
    const scope = aScope({ people: { toggl: [99] }, projects: { toggl: [98] } });
    expect(fatesOf(explain({ rows, scope }))).toEqual([[99, 98, 'unmatched-person', false]]);
  });

  it('never means time without a project', () => {
    const scope = aScope({ people: { toggl: [11], runn: [456] }, projects: { toggl: [98] } });
    expect(explain({ rows: [aRow({ projectId: null })], scope }).rows).toEqual([]);
  });
});

describe('without a person or a project in the scope', () => {
  const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
  const projects = [aProject(), aProject({ id: 790, references: linkedTo(23) })];
  const rows = [aRow(), aRow({ userId: 12 }), aRow({ projectId: 23 }), aRow({ projectId: null })];

  it('the rows are those of everybody on the project', () => {
    const explained = explain({ people, projects, rows, scope: aScope({ projects: { runn: [789] } }) });
    expect(explained).toMatchObject({ personId: null, projectId: 789, role: null });
    expect(fatesOf(explained)).toEqual([
      [11, 22, 'in-cell', false],
      [12, 22, 'in-cell', false],
    ]);
  });

  it('the rows are those of all that the person did', () => {
    const explained = explain({ people, projects, rows, scope: aScope({ people: { runn: [456] } }) });
    expect(explained).toMatchObject({ personId: 456, projectId: null, role: null });
    expect(fatesOf(explained)).toEqual([
      [11, 22, 'in-cell', false],
      [11, 23, 'in-cell', false],
      [11, null, 'no-project', false],
    ]);
  });
});

describe('the findings of an explanation', () => {
  it('are those of the cell, with what they say in a run', () => {
    const actual = anActual({ nonbillableMinutes: 30 });
    expect(explain({ rows: [aRow()], actuals: [actual] }).findings).toEqual([
      {
        code: 'edit-overwritten',
        severity: 'warning',
        seconds: 0,
        subject: { runnPersonId: 456, runnProjectId: 789, runnActualId: 1, date: '2024-01-02' },
        facts: {
          runnMinutes: { billableMinutes: 0, nonbillableMinutes: 30 },
          togglMinutes: { billableMinutes: 0, nonbillableMinutes: 60 },
        },
      },
    ]);
  });

  describe('of archived records with the same id', () => {
    const people = [
      aPerson(),
      aPerson({ id: 457, references: linkedTo(12) }),
      aPerson({ id: 458, references: linkedTo(12), isArchived: true }),
    ];
    const projects = [
      aProject(),
      aProject({ id: 790, references: linkedTo(23) }),
      aProject({ id: 791, references: linkedTo(23), isArchived: true }),
    ];
    const workspaces = [aWorkspace({ users: [11, 12], projects: [22, 23] })];
    const scopeOf = (person: number, project: number) =>
      aScope({ people: { runn: [person] }, projects: { runn: [project] } });

    it('are left out where they are about others', () => {
      expect(explain({ people, projects, workspaces }).findings).toEqual([]);
    });

    it.each([
      ['the live person', 457, 789, { togglUserId: 12, runnPersonId: 457 }],
      ['the archived person, to whom nothing leads', 458, 789, { togglUserId: 12, runnPersonId: 457 }],
      ['the live project', 456, 790, { togglProjectId: 23, runnProjectId: 790 }],
      ['the archived project, to which nothing leads', 456, 791, { togglProjectId: 23, runnProjectId: 790 }],
    ])('are there for %s', (_case, person, project, subject) => {
      const explained = explain({ people, projects, workspaces, scope: scopeOf(person, project) });
      expect(codesOf(explained)).toEqual([{ code: 'archived-duplicate', ...subject }]);
    });

    it('are there for the live one where the other side leads nowhere', () => {
      const ofPerson = aScope({ people: { runn: [457] }, projects: { toggl: [98] } });
      expect(codesOf(explain({ people, projects, workspaces, scope: ofPerson }))).toHaveLength(1);
      const ofProject = aScope({ people: { toggl: [99] }, projects: { runn: [790] } });
      expect(codesOf(explain({ people, projects, workspaces, scope: ofProject }))).toHaveLength(1);
    });
  });

  describe('of totals that differ', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
    const projects = [aProject(), aProject({ id: 790, references: linkedTo(23) })];
    const pairsOf = (totalsDifferences: ReturnType<typeof aDifference>[], parts: SurveyParts = {}) =>
      codesOf(
        explain({
          people,
          projects,
          workspaces: [aWorkspace({ users: [11, 12], projects: [22, 23], totalsDifferences })],
          ...parts,
        }),
      ).flatMap(({ code, togglUserId, togglProjectId }) =>
        code === 'totals-differ' ? [[togglUserId, togglProjectId]] : [],
      );

    it('are there for the person and project, also on a day without a row', () => {
      expect(pairsOf([aDifference()])).toEqual([[11, 22]]);
    });

    it('are left out for somebody else and for another project', () => {
      expect(pairsOf([aDifference({ userId: 12 }), aDifference({ projectId: 23 })])).toEqual([]);
      expect(pairsOf([aDifference({ projectId: null })])).toEqual([]);
    });

    it('are there for what was asked for by its Toggl id', () => {
      const scope = aScope({ people: { toggl: [99] }, projects: { runn: [789] } });
      expect(pairsOf([aDifference({ userId: 99 }), aDifference()], { scope })).toEqual([[99, 22]]);
    });

    it('are there for time that may be what stands in the cell (R9)', () => {
      const unlinked = [aPerson({ references: [] }), aPerson({ id: 457, references: linkedTo(12) })];
      expect(pairsOf([aDifference({ userId: 99 })], { people: unlinked })).toEqual([[99, 22]]);
      expect(pairsOf([aDifference({ userId: 99 })])).toEqual([]);
    });

    it('are there for a cell that shares its day with such time', () => {
      const twins = [aPerson(), aPerson({ id: 457, references: linkedTo(11, 12) })];
      const explained = explain({
        people: twins,
        contracts: [aContract({ personId: 457 })],
        workspaces: [
          aWorkspace({
            rows: [aRow({ userId: 12 })],
            users: [11, 12],
            totalsDifferences: [aDifference()],
          }),
        ],
        scope: aScope({ people: { runn: [457] }, projects: { runn: [789] } }),
      });
      expect(explained.findings.map(({ code, facts }) => [code, facts.cause])).toEqual([
        ['totals-differ', undefined],
        ['totals-differ', 'shares-cell'],
      ]);
    });
  });
});

describe('what a sync would do', () => {
  it('is a clear where our actual stands and Toggl has nothing (R10)', () => {
    const { changes } = explain({ actuals: [anOwned()] });
    expect(changes.map(({ kind, reason, after }) => [kind, reason, after.nonbillableNote])).toEqual([
      ['clear', 'gone-from-toggl', markOf(0, 0)],
    ]);
  });

  it('is nothing where both sides agree', () => {
    expect(explain({ rows: [aRow()], actuals: [anOwned()] })).toMatchObject({ changes: [], findings: [] });
  });
});
