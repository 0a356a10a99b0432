import { describe, expect, it } from 'vitest';
import type { Tally } from '../../src/core/aggregate.ts';
import { aScope, aSurvey, type SurveyParts } from '../builders/a-survey.ts';
import { aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aDifference, aRow, aWorkspace } from '../builders/toggl.ts';

const tallyOf = (parts: SurveyParts): Tally => aSurvey(parts).tally;

/** Cells as `person/project/day: seconds, billable seconds`. */
function cellsOf({ cells }: Tally): Record<string, [number, number]> {
  const shown: Record<string, [number, number]> = {};
  for (const { personId, projectId, byDate } of cells.pairs()) {
    for (const [date, time] of byDate) shown[`${personId}/${projectId}/${date}`] = [time.seconds, time.billableSeconds];
  }
  return shown;
}

/** The seconds and billable seconds of the only cell. */
function onlyCellOf(parts: SurveyParts): [number, number] | undefined {
  const [only, ...others] = Object.values(cellsOf(tallyOf(parts)));
  expect(others).toEqual([]);
  return only;
}

const heldOf = (tally: Tally) => Object.fromEntries(tally.heldBackSeconds);
const codesOf = (tally: Tally) => tally.findings.map(({ code }) => code);

describe('R2, R4: rows become cells', () => {
  it('that sum seconds of one person, project and day', () => {
    const rows = [aRow({ seconds: 29, billableSeconds: 9 }), aRow({ seconds: 31, billableSeconds: 2 })];
    expect(cellsOf(tallyOf({ rows }))).toEqual({ '456/789/2024-01-02': [60, 11] });
  });

  it('that are apart for each person, project and day', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
    const projects = [aProject(), aProject({ id: 790, references: linkedTo(23) })];
    const rows = [
      aRow({ seconds: 1 }),
      aRow({ seconds: 2, userId: 12 }),
      aRow({ seconds: 4, projectId: 23 }),
      aRow({ seconds: 8, date: '2024-01-03' }),
    ];
    expect(cellsOf(tallyOf({ people, projects, rows }))).toEqual({
      '456/789/2024-01-02': [1, 0],
      '457/789/2024-01-02': [2, 0],
      '456/790/2024-01-02': [4, 0],
      '456/789/2024-01-03': [8, 0],
    });
  });

  it('into which several Toggl users and projects flow', () => {
    const people = [aPerson({ references: linkedTo(11, 12) })];
    const projects = [aProject({ references: linkedTo(22, 23) })];
    const rows = [aRow({ seconds: 1 }), aRow({ seconds: 2, userId: 12 }), aRow({ seconds: 4, projectId: 23 })];
    expect(cellsOf(tallyOf({ people, projects, rows }))).toEqual({ '456/789/2024-01-02': [7, 0] });
  });

  it('into which several workspaces flow', () => {
    const workspaces = [
      aWorkspace({ rows: [aRow({ seconds: 1 })] }),
      aWorkspace({ id: 2, rows: [aRow({ workspaceId: 2, seconds: 2 })] }),
    ];
    const tally = tallyOf({ workspaces });
    expect(cellsOf(tally)).toEqual({ '456/789/2024-01-02': [3, 0] });
    expect(tally.trackedSeconds).toBe(3);
  });

  it('by the target of each day of a dated map entry', () => {
    const projects = [aProject({ references: [] }), aProject({ id: 790, references: [] })];
    const map = {
      projects: {
        22: [
          { target: 789, until: '2024-01-02' },
          { target: 790, until: null },
        ],
      },
    };
    const rows = [aRow({ seconds: 1 }), aRow({ seconds: 2, date: '2024-01-03' })];
    expect(cellsOf(tallyOf({ projects, map, rows }))).toEqual({
      '456/789/2024-01-02': [1, 0],
      '456/790/2024-01-03': [2, 0],
    });
  });

  it('not from rows outside the window', () => {
    const rows = [aRow({ date: '2023-12-31' }), aRow({ date: '2024-01-08' })];
    const tally = tallyOf({ rows });
    expect(cellsOf(tally)).toEqual({});
    expect(tally.trackedSeconds).toBe(0);
  });

  it('from both ends of the window', () => {
    const rows = [aRow({ date: '2024-01-01' }), aRow({ date: '2024-01-07' })];
    expect(Object.keys(cellsOf(tallyOf({ rows })))).toEqual(['456/789/2024-01-01', '456/789/2024-01-07']);
  });

  it('not from rows without seconds', () => {
    const tally = tallyOf({ rows: [aRow({ seconds: 0 }), aRow({ seconds: 0, userId: 99 })] });
    expect(cellsOf(tally)).toEqual({});
    expect(tally.findings).toEqual([]);
    expect([...tally.unresolved]).toEqual([]);
  });

  it('and every second is tracked, in a cell or not', () => {
    const rows = [aRow({ seconds: 1 }), aRow({ seconds: 2, userId: 99 }), aRow({ seconds: 4, projectId: null })];
    expect(tallyOf({ rows }).trackedSeconds).toBe(7);
  });
});

describe('R3: rows that reach no cell', () => {
  it.each<[string, SurveyParts, string]>([
    ['an unlinked user', { people: [] }, 'unmatched-person'],
    ['an unlinked project', { projects: [] }, 'unmatched-project'],
    ['two live people of one id', { people: [aPerson(), aPerson({ id: 457 })] }, 'ambiguous'],
    ['two live projects of one id', { projects: [aProject(), aProject({ id: 790 })] }, 'ambiguous'],
    ['a mapped person that Runn lacks', { map: { people: { 11: 999 } } }, 'unmatched-person'],
    ['a mapped project that Runn lacks', { map: { projects: { 22: 999 } } }, 'unmatched-project'],
  ])('are held back: %s', (_case, parts, code) => {
    const tally = tallyOf({ ...parts, rows: [aRow({ seconds: 60 })] });
    expect(cellsOf(tally)).toEqual({});
    expect(heldOf(tally)).toEqual({ [code]: 60 });
    expect(tally.findings).toMatchObject([{ code, seconds: 60 }]);
    expect(tally.unresolved.get(aRow().date)).toHaveLength(1);
  });

  it('are held back: time without a project', () => {
    const tally = tallyOf({ rows: [aRow({ seconds: 60, projectId: null })] });
    expect(heldOf(tally)).toEqual({ 'no-project': 60 });
    expect(codesOf(tally)).toEqual(['no-project']);
  });

  it('are not those without a project when map.noProject says where', () => {
    const tally = tallyOf({ rows: [aRow({ seconds: 60, projectId: null })], map: { noProject: 789 } });
    expect(cellsOf(tally)).toEqual({ '456/789/2024-01-02': [60, 0] });
    expect(tally.findings).toEqual([]);
  });

  it('are held back when map.noProject names a project that Runn lacks', () => {
    const tally = tallyOf({ rows: [aRow({ seconds: 60, projectId: null })], map: { noProject: 999 } });
    expect(heldOf(tally)).toEqual({ 'unmatched-project': 60 });
    expect(tally.findings).toMatchObject([{ facts: { mapTarget: 999 } }]);
  });

  it.each<[string, SurveyParts]>([
    ['a skipped user', { map: { people: { 11: 'skip' } } }],
    ['a skipped project', { map: { projects: { 22: 'skip' } } }],
  ])('are excluded, not held back: %s', (_case, parts) => {
    const tally = tallyOf({ ...parts, rows: [aRow({ seconds: 60 })] });
    expect(cellsOf(tally)).toEqual({});
    expect(heldOf(tally)).toEqual({});
    expect(tally.excludedSeconds).toBe(60);
    expect(tally.findings).toMatchObject([{ code: 'excluded', seconds: 60 }]);
  });

  it('follow rows that do reach one, and the other way round', () => {
    const rows = [aRow({ seconds: 1 }), aRow({ seconds: 2, userId: 99 }), aRow({ seconds: 4 })];
    const tally = tallyOf({ rows });
    expect(cellsOf(tally)).toEqual({ '456/789/2024-01-02': [5, 0] });
    expect(heldOf(tally)).toEqual({ 'unmatched-person': 2 });
  });

  it('are not those of an archived record, which is decided by cell', () => {
    const tally = tallyOf({ people: [aPerson({ isArchived: true })], rows: [aRow({ seconds: 60 })] });
    expect(cellsOf(tally)).toEqual({ '456/789/2024-01-02': [60, 0] });
    expect(tally.findings).toEqual([]);
  });

  it('are not those of a project that is archived in Toggl: time is time', () => {
    const workspace = aWorkspace({ rows: [aRow({ seconds: 60 })] });
    const projects = workspace.projects.map((project) => ({ ...project, isArchived: true }));
    expect(cellsOf(tallyOf({ workspaces: [{ ...workspace, projects }] }))).toEqual({ '456/789/2024-01-02': [60, 0] });
  });
});

describe('R3: one live record beside archived ones', () => {
  const people = [aPerson({ id: 455, isArchived: true }), aPerson()];
  const projects = [aProject({ id: 788, isArchived: true }), aProject()];

  it('is a finding for a person whom Toggl knows', () => {
    expect(tallyOf({ people }).findings).toEqual([
      {
        code: 'archived-duplicate',
        severity: 'info',
        seconds: 0,
        subject: { togglUserId: 11, runnPersonId: 456 },
        facts: { candidatePersonIds: [455] },
      },
    ]);
  });

  it('is a finding for a project that Toggl knows', () => {
    expect(tallyOf({ projects }).findings).toEqual([
      {
        code: 'archived-duplicate',
        severity: 'info',
        seconds: 0,
        subject: { togglProjectId: 22, runnProjectId: 789 },
        facts: { candidateProjectIds: [788] },
      },
    ]);
  });

  it('is one finding, however many workspaces know the id', () => {
    expect(codesOf(tallyOf({ people, workspaces: [aWorkspace(), aWorkspace({ id: 2 })] }))).toEqual([
      'archived-duplicate',
    ]);
  });

  it('is none for an id that Toggl does not know', () => {
    expect(tallyOf({ people, projects, workspaces: [aWorkspace({ users: [], projects: [] })] }).findings).toEqual([]);
  });
});

describe('R5: the billable part', () => {
  const flagged = [aRow({ seconds: 60, billableSeconds: 15 })];

  it.each([
    ['auto', 'flag', 'tm', 15],
    ['auto', 'flag', 'fp', 15],
    ['auto', 'flag', 'nb', 0],
    ['auto', 'none', 'tm', 60],
    ['auto', 'none', 'fp', 60],
    ['auto', 'none', 'nb', 0],
    ['toggl', 'flag', 'tm', 15],
    ['toggl', 'flag', 'nb', 15],
    ['toggl', 'none', 'tm', 15],
    ['toggl', 'none', 'nb', 15],
    ['always', 'flag', 'tm', 60],
    ['always', 'flag', 'nb', 60],
    ['always', 'none', 'tm', 60],
    ['always', 'none', 'nb', 60],
    ['never', 'flag', 'tm', 0],
    ['never', 'flag', 'nb', 0],
    ['never', 'none', 'tm', 0],
    ['never', 'none', 'nb', 0],
  ] as const)('rules.billable %s, plan %s, pricing %s: %i of 60 seconds', (rule, plan, pricingModel, billable) => {
    const workspaces = [aWorkspace({ billable: plan, rows: flagged })];
    const projects = [aProject({ pricingModel })];
    expect(onlyCellOf({ workspaces, projects, rules: { billable: rule } })).toEqual([60, billable]);
  });

  it('is decided for each workspace by its own plan', () => {
    const workspaces = [
      aWorkspace({ billable: 'flag', rows: [aRow({ seconds: 60, billableSeconds: 15 })] }),
      aWorkspace({ id: 2, billable: 'none', rows: [aRow({ workspaceId: 2, seconds: 30 })] }),
    ];
    expect(onlyCellOf({ workspaces })).toEqual([90, 45]);
  });

  it('gives an unknown pricing model no meaning', () => {
    const projects = [aProject({ pricingModel: 'retainer' })];
    expect(onlyCellOf({ projects, workspaces: [aWorkspace({ billable: 'none', rows: flagged })] })).toEqual([60, 60]);
  });
});

describe('R5: a paid workspace in which nobody uses the billable flag', () => {
  const hours = (seconds: number, fields = {}) => [aRow({ seconds, billableSeconds: 0, ...fields })];
  const over = hours(40 * 3600 + 1);

  it('is found with over 40 hours', () => {
    const tally = tallyOf({ rows: over });
    expect(tally.billableFlagUnused).toEqual([1]);
    expect(tally.findings).toEqual([
      {
        code: 'billable-flag-unused',
        severity: 'error',
        seconds: 0,
        subject: { togglWorkspaceId: 1 },
        facts: { rowSeconds: 144001 },
      },
    ]);
  });

  it('is found over several rows and projects together', () => {
    const projects = [aProject(), aProject({ id: 790, pricingModel: 'fp', references: linkedTo(23) })];
    const rows = [...hours(80000), ...hours(64001, { projectId: 23 })];
    expect(tallyOf({ projects, rows }).billableFlagUnused).toEqual([1]);
  });

  it('is found among several, each by its own hours', () => {
    const workspaces = [
      aWorkspace({ rows: hours(100000) }),
      aWorkspace({ id: 2, rows: hours(144001, { workspaceId: 2 }) }),
      aWorkspace({ id: 3, rows: [aRow({ workspaceId: 3, seconds: 200000, billableSeconds: 1 })] }),
    ];
    expect(tallyOf({ workspaces }).billableFlagUnused).toEqual([2]);
  });

  it.each<[string, SurveyParts]>([
    ['just 40 hours', { rows: hours(40 * 3600) }],
    ['one billable second', { rows: [...over, aRow({ seconds: 60, billableSeconds: 1 })] }],
    ['a Free plan', { workspaces: [aWorkspace({ billable: 'none', rows: over })] }],
    ['non-billable projects only', { rows: over, projects: [aProject({ pricingModel: 'nb' })] }],
    ['most of the time held back', { rows: over, people: [] }],
    ['rules.billable: toggl', { rows: over, rules: { billable: 'toggl' } }],
    ['rules.billable: always', { rows: over, rules: { billable: 'always' } }],
    ['rules.billable: never', { rows: over, rules: { billable: 'never' } }],
    ['the time out of scope', { rows: over, scope: aScope({ people: { runn: [457] } }) }],
  ])('is not found with %s', (_case, parts) => {
    const tally = tallyOf(parts);
    expect(tally.billableFlagUnused).toEqual([]);
    expect(codesOf(tally)).not.toContain('billable-flag-unused');
  });

  it('counts a billable second out of the scope as use of the flag', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
    const rows = [...over, aRow({ userId: 12, seconds: 60, billableSeconds: 60 })];
    const parts = { people, rows, scope: aScope({ people: { runn: [456] } }) };
    expect(tallyOf(parts).billableFlagUnused).toEqual([]);
    expect(tallyOf({ ...parts, rows: over }).billableFlagUnused).toEqual([1]);
  });

  it('counts any billable second of the workspace as use of the flag, also on a non-billable project', () => {
    const projects = [aProject(), aProject({ id: 790, pricingModel: 'nb', references: linkedTo(23) })];
    const rows = [...over, aRow({ projectId: 23, seconds: 60, billableSeconds: 60 })];
    expect(tallyOf({ projects, rows }).billableFlagUnused).toEqual([]);
  });
});

describe('R2: a pair whose totals differ', () => {
  const differing = (fields: Parameters<typeof aWorkspace>[0] = {}) => ({
    workspaces: [aWorkspace({ totalsDifferences: [aDifference()], ...fields })],
  });
  const frozenOf = ({ frozen }: Tally) =>
    [...frozen.pairs()].flatMap(({ personId, projectId, byDate }) =>
      [...byDate].map(([date, reason]) => `${personId}/${projectId}/${date} ${reason}`),
    );

  it('is held back whole, with both numbers', () => {
    const rows = [aRow({ seconds: 60 }), aRow({ seconds: 30, date: '2024-01-03' })];
    const tally = tallyOf(differing({ rows }));
    expect(cellsOf(tally)).toEqual({});
    expect(heldOf(tally)).toEqual({ 'totals-differ': 90 });
    expect(tally.findings).toEqual([
      {
        code: 'totals-differ',
        severity: 'error',
        seconds: 90,
        subject: { togglWorkspaceId: 1, togglUserId: 11, togglProjectId: 22 },
        facts: { rowSeconds: 3600, totalSeconds: 3660 },
      },
    ]);
  });

  it('freezes its cell on every day of the window, also where no row came', () => {
    expect(frozenOf(tallyOf(differing()))).toEqual([
      '456/789/2024-01-01 totals-differ',
      '456/789/2024-01-02 totals-differ',
      '456/789/2024-01-03 totals-differ',
      '456/789/2024-01-04 totals-differ',
      '456/789/2024-01-05 totals-differ',
      '456/789/2024-01-06 totals-differ',
      '456/789/2024-01-07 totals-differ',
    ]);
  });

  it('may be the source of what stands in Runn on every day, when it leads nowhere', () => {
    const tally = tallyOf({ ...differing(), projects: [] });
    expect(frozenOf(tally)).toEqual([]);
    expect([...tally.unresolved.keys()]).toHaveLength(7);
    expect(tally.unresolved.get(aRow().date)).toEqual([{ personIds: [456], projectIds: [], isExcluded: false }]);
  });

  it('leaves other pairs alone', () => {
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
    const projects = [aProject(), aProject({ id: 790, references: linkedTo(23) })];
    const rows = [aRow({ seconds: 1, userId: 12 }), aRow({ seconds: 2, projectId: 23 })];
    const tally = tallyOf({ ...differing({ rows }), people, projects });
    expect(cellsOf(tally)).toEqual({ '457/789/2024-01-02': [1, 0], '456/790/2024-01-02': [2, 0] });
    expect(heldOf(tally)).toEqual({});
  });

  it('is held in its own workspace only', () => {
    const workspaces = [
      aWorkspace({ totalsDifferences: [aDifference()], rows: [aRow({ seconds: 1 })] }),
      aWorkspace({ id: 2, rows: [aRow({ workspaceId: 2, seconds: 2 })] }),
    ];
    const tally = tallyOf({ workspaces });
    expect(cellsOf(tally)).toEqual({ '456/789/2024-01-02': [2, 0] });
    expect(heldOf(tally)).toEqual({ 'totals-differ': 1 });
  });

  it('can be time without a project', () => {
    const rows = [aRow({ seconds: 60, projectId: null })];
    const tally = tallyOf({
      ...differing({ rows, totalsDifferences: [aDifference({ projectId: null })] }),
      map: { noProject: 789 },
    });
    expect(heldOf(tally)).toEqual({ 'totals-differ': 60 });
    expect(tally.findings).toMatchObject([{ subject: { togglProjectId: null }, seconds: 60 }]);
  });

  it('is held as such although it leads nowhere', () => {
    const tally = tallyOf({ ...differing({ rows: [aRow({ seconds: 60 })] }), people: [] });
    expect(heldOf(tally)).toEqual({ 'totals-differ': 60 });
    expect(codesOf(tally)).toEqual(['totals-differ']);
  });

  it('is excluded all the same when map skips it', () => {
    const tally = tallyOf({
      ...differing({ rows: [aRow({ seconds: 60 })] }),
      map: { people: { 11: 'skip' } },
    });
    expect(heldOf(tally)).toEqual({});
    expect(tally.excludedSeconds).toBe(60);
    expect(frozenOf(tally)).toEqual([]);
    expect(tally.unresolved.get(aRow({ date: '2024-01-05' }).date)).toEqual([
      { personIds: [], projectIds: [789], isExcluded: true },
    ]);
  });

  it('freezes the target of each day of a dated map entry', () => {
    const projects = [aProject({ references: [] }), aProject({ id: 790, references: [] })];
    const map = {
      projects: {
        22: [
          { target: 789, until: '2024-01-05' },
          { target: 790, until: null },
        ],
      },
    };
    expect(frozenOf(tallyOf({ ...differing(), projects, map })).slice(4)).toEqual([
      '456/789/2024-01-05 totals-differ',
      '456/790/2024-01-06 totals-differ',
      '456/790/2024-01-07 totals-differ',
    ]);
  });

  it('holds no seconds when no row of it came', () => {
    const tally = tallyOf(differing());
    expect(heldOf(tally)).toEqual({});
    expect(tally.findings).toMatchObject([{ code: 'totals-differ', seconds: 0 }]);
  });
});

describe('R2: several pairs whose totals differ', () => {
  it('are each a finding with their own seconds', () => {
    const rows = [aRow({ seconds: 1 }), aRow({ seconds: 2, projectId: null })];
    const totalsDifferences = [aDifference(), aDifference({ projectId: null })];
    const tally = tallyOf({ workspaces: [aWorkspace({ rows, totalsDifferences })] });
    expect(tally.findings.map(({ seconds }) => seconds)).toEqual([1, 2]);
    expect(heldOf(tally)).toEqual({ 'totals-differ': 3 });
  });
});

describe('scope', () => {
  const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
  const scope = aScope({ people: { runn: [457], toggl: [98] } });

  it('counts rows in it only, but aggregates them all', () => {
    const rows = [aRow({ seconds: 1 }), aRow({ seconds: 2, userId: 12 })];
    const tally = tallyOf({ people, rows, scope });
    expect(tally.trackedSeconds).toBe(2);
    expect(cellsOf(tally)).toEqual({ '456/789/2024-01-02': [1, 0], '457/789/2024-01-02': [2, 0] });
  });

  it('counts held-back rows in it only, but all of them freeze', () => {
    const rows = [aRow({ seconds: 1, userId: 98 }), aRow({ seconds: 2, userId: 99, projectId: null })];
    const tally = tallyOf({ people, rows, scope });
    expect(heldOf(tally)).toEqual({ 'unmatched-person': 1 });
    expect(tally.findings).toMatchObject([{ subject: { togglUserId: 98 }, seconds: 1 }]);
    expect(tally.unresolved.get(aRow().date)).toHaveLength(2);
  });

  it('counts excluded rows in it only', () => {
    const rows = [aRow({ seconds: 1, userId: 98 }), aRow({ seconds: 2, userId: 99 })];
    expect(tallyOf({ people, rows, scope, map: { people: { 98: 'skip', 99: 'skip' } } }).excludedSeconds).toBe(1);
  });

  it('counts untrusted rows in it only', () => {
    const rows = [aRow({ seconds: 1, userId: 12 }), aRow({ seconds: 2 })];
    const totalsDifferences = [aDifference({ userId: 12 }), aDifference()];
    const tally = tallyOf({ people, scope, workspaces: [aWorkspace({ rows, totalsDifferences, users: [11, 12] })] });
    expect(heldOf(tally)).toEqual({ 'totals-differ': 1 });
    expect(tally.findings).toMatchObject([{ subject: { togglUserId: 12 }, seconds: 1 }]);
    expect(tally.trackedSeconds).toBe(1);
  });

  it('names a pair that leads nowhere where nobody leads to who or what is in it (R9)', () => {
    const workspaces = [aWorkspace({ totalsDifferences: [aDifference({ userId: 99, projectId: 99 })] })];
    const unlinked = [aPerson({ references: [] }), aPerson({ id: 457, references: linkedTo(12) })];
    const namedIn = (parts: Parameters<typeof tallyOf>[0]) =>
      codesOf(tallyOf({ workspaces, people: unlinked, ...parts }));
    expect(namedIn({ scope: aScope({ people: { runn: [456] } }) })).toEqual(['totals-differ']);
    expect(namedIn({ scope: aScope({ people: { runn: [457] } }) })).toEqual([]);
    expect(namedIn({ scope: aScope({ projects: { runn: [789] } }) })).toEqual([]);
    expect(namedIn({ scope: aScope({ projects: { runn: [789] } }), projects: [aProject({ references: [] })] })).toEqual(
      ['totals-differ'],
    );
  });

  it('names a pair that leads nowhere where it may be what stands for one of several in it (R9)', () => {
    const workspaces = [aWorkspace({ totalsDifferences: [aDifference({ userId: 99, projectId: 99 })] })];
    const people = [aPerson({ references: [] }), aPerson({ id: 457, references: linkedTo(12) })];
    const scope = aScope({ people: { runn: [456, 457] } });
    expect(codesOf(tallyOf({ workspaces, people, scope }))).toEqual(['totals-differ']);
  });

  it('names a pair of an ambiguous user for who may be meant, and for nobody else (R9)', () => {
    const workspaces = [aWorkspace({ totalsDifferences: [aDifference()] })];
    const people = [aPerson(), aPerson({ id: 457 }), aPerson({ id: 458, references: [] })];
    const namedIn = (runn: number) =>
      codesOf(tallyOf({ workspaces, people, scope: aScope({ people: { runn: [runn] } }) }));
    expect([456, 457, 458].map(namedIn)).toEqual([['totals-differ'], ['totals-differ'], []]);
  });

  it('names a pair whose rows lack where a dated line leads it into the scope on one day', () => {
    const projects = [aProject({ references: [] }), aProject({ id: 790, references: [] })];
    const until = [
      { target: 789, until: '2024-01-06' },
      { target: 790, until: null },
    ];
    const workspaces = [aWorkspace({ totalsDifferences: [aDifference()] })];
    const namedIn = (runn: number) =>
      codesOf(
        tallyOf({
          workspaces,
          projects,
          map: { projects: { 22: until } },
          scope: aScope({ projects: { runn: [runn] } }),
        }),
      );
    expect(namedIn(790)).toEqual(['totals-differ']);
    expect(namedIn(791)).toEqual([]);
  });
});

describe('the sums by group', () => {
  it('are kept only when they are asked for', () => {
    expect(tallyOf({ rows: [aRow()] }).groups.size).toBe(0);
    expect([...tallyOf({ rows: [aRow()], by: 'day' }).groups.keys()]).toEqual(['2024-01-02']);
  });

  it('leave out what is not in scope', () => {
    const scope = aScope({ people: { runn: [457] } });
    expect(tallyOf({ rows: [aRow()], by: 'day', scope }).groups.size).toBe(0);
  });
});

describe('workspaces whose flag nobody uses', () => {
  it('are listed by their number, in whatever order they were read', () => {
    const rows = [aRow({ minutes: 41 * 60 })];
    const workspaces = [aWorkspace({ id: 2, rows }), aWorkspace({ id: 1, rows })];
    expect(tallyOf({ workspaces }).billableFlagUnused).toEqual([1, 2]);
  });
});
