/** The oracle against literal expectations, rule by rule: what checks the product must be right itself. */
import { describe, expect, test } from 'vitest';
import {
  aLinked,
  anActual,
  aPerson,
  aProject,
  aRow,
  aWorkspace,
  aWorld,
  day,
  person,
  project,
  role,
  togglProject,
  user,
} from './a-world.ts';
import { marksIn, oracle, ownerOf } from './oracle.ts';
import type { OracleActual, OracleRules, World } from './world.ts';

/** `kind role/id before>after`, `b+n` each: short enough to write a whole table. */
function changesOf(world: World): string[] {
  return oracle(world).changes.map((change) => {
    const before = change.before === null ? '-' : `${change.before.billable}+${change.before.nonbillable}`;
    const name = change.isMarkOnly ? 'mark' : change.kind;
    return `${name} #${change.actualId ?? `role${change.roleId}`} ${before}>${change.after.billable}+${change.after.nonbillable}`;
  });
}

function heldOf(world: World): Record<string, number> {
  return oracle(world).statement.toggl.heldBackSeconds;
}

const ownedNote = '[Toggl 0:00+1:00]';
const editedNote = '[Toggl 2:00+0:00]';
const owned = anActual({ nonbillableNote: ownedNote });
const edited = anActual({ nonbillableNote: editedNote });
const foreign = anActual();
const zero = anActual({ nonbillableMinutes: 0 });

describe('R7 marks', () => {
  test.each([
    ['[Toggl 5:02+1:28]', [{ billable: 302, nonbillable: 88 }]],
    ['日報 [Toggl 0:00+0:07] für Kunde', [{ billable: 0, nonbillable: 7 }]],
    [
      '[Toggl 1:00+0:00][Toggl 2:00+0:00]',
      [
        { billable: 60, nonbillable: 0 },
        { billable: 120, nonbillable: 0 },
      ],
    ],
    ['[Toggl 1:00]', []],
    ['[Toggl 1:0+0:00]', []],
    ['', []],
  ])('in %j', (note, marks) => {
    expect(marksIn(note)).toEqual(marks);
  });

  test.each([
    ['owned', owned],
    ['owned', anActual({ billableNote: ownedNote, nonbillableNote: editedNote })],
    ['edited', edited],
    ['foreign', foreign],
    ['owned', anActual({ nonbillableMinutes: 0, nonbillableNote: '[Toggl 0:00+0:00]' })],
  ])('%s', (owner, actual) => {
    expect(ownerOf(actual)).toBe(owner);
  });
});

describe('R8, what stands by what Toggl has', () => {
  const cases: [string, OracleActual[], number, OracleRules['onConflict'], string[], Record<string, number>][] = [
    ['nothing, different', [], 90, 'toggl', ['create #role10 ->0+90'], {}],
    ['nothing, none', [], 0, 'toggl', [], {}],
    ['owned, different', [owned], 90, 'toggl', ['update #1 0+60>0+90'], {}],
    ['owned, equal', [owned], 60, 'toggl', [], {}],
    ['owned, none', [owned], 0, 'toggl', ['clear #1 0+60>0+0'], {}],
    ['owned, none, runn', [owned], 0, 'runn', ['clear #1 0+60>0+0'], {}],
    ['edited, different', [edited], 90, 'toggl', ['overwrite #1 0+60>0+90'], {}],
    ['edited, different, runn', [edited], 90, 'runn', [], { 'conflict-kept': 5400 }],
    ['edited, different, fail', [edited], 90, 'fail', ['overwrite #1 0+60>0+90'], {}],
    ['edited, equal', [edited], 60, 'toggl', ['mark #1 0+60>0+60'], {}],
    ['edited, equal, runn', [edited], 60, 'runn', ['mark #1 0+60>0+60'], {}],
    ['edited, none', [edited], 0, 'toggl', ['clear #1 0+60>0+0'], {}],
    ['edited, none, runn', [edited], 0, 'runn', [], {}],
    ['foreign, different', [foreign], 90, 'toggl', ['overwrite #1 0+60>0+90'], {}],
    ['foreign, different, runn', [foreign], 90, 'runn', [], { 'conflict-kept': 5400 }],
    ['foreign, equal', [foreign], 60, 'toggl', [], {}],
    ['foreign, none', [foreign], 0, 'toggl', [], {}],
    ['zero, different', [zero], 90, 'runn', ['update #1 0+0>0+90'], {}],
    ['zero, none', [zero], 0, 'toggl', [], {}],
  ];
  test.each(cases)('%s', (_name, actuals, minutes, onConflict, changes, held) => {
    const world = aWorld({ rows: minutes === 0 ? [] : [aRow({ minutes })], runn: { actuals }, rules: { onConflict } });
    expect([changesOf(world), heldOf(world)]).toEqual([changes, held]);
  });

  test('onConflict fail refuses the run', () => {
    const world = aWorld({ rows: [aRow({ minutes: 90 })], runn: { actuals: [edited] }, rules: { onConflict: 'fail' } });
    expect(oracle(world).refusals).toEqual([{ code: 'conflict', cells: 1 }]);
  });

  test('a marking is no conflict', () => {
    const world = aWorld({ rows: [aRow()], runn: { actuals: [edited] }, rules: { onConflict: 'fail' } });
    expect(oracle(world).refusals).toEqual([]);
  });
});

describe('R1 proof', () => {
  const lowered = { rows: [aRow({ minutes: 30 })], runn: { actuals: [owned] } };
  const proof = (workspace: Parameters<typeof aWorkspace>[0], more: Parameters<typeof aWorld>[0] = {}) =>
    aWorld({ ...lowered, ...more, workspaces: [aWorkspace({ rows: lowered.rows, ...workspace })] });

  test('seen whole', () => {
    expect(changesOf(proof({}))).toEqual(['update #1 0+60>0+30']);
  });
  test.each([
    ['no admin', proof({ isAdmin: false })],
    ['beyond the retention', proof({ readableSince: '2024-01-03' })],
    ['unknown user', proof({ users: [] })],
    ['unknown project', proof({ projects: [] })],
    [
      'a second id of the person that nobody knows',
      proof({}, { runn: { actuals: [owned], people: [aPerson({ references: [...aLinked(user), ...aLinked(99)] })] } }),
    ],
    ['a mapped id that nobody knows', proof({}, { map: { projects: { 99: [{ target: project, until: null }] } } })],
  ])('%s', (_name, world) => {
    expect([changesOf(world), heldOf(world)]).toEqual([[], { 'not-proven': 1800 }]);
  });
  test('on the first day of the retention', () => {
    expect(changesOf(proof({ readableSince: day }))).toHaveLength(1);
  });
  test('an id that map sends elsewhere is not asked for', () => {
    const references = [...aLinked(user), ...aLinked(99)];
    const runn = { actuals: [owned], people: [aPerson({ references })] };
    expect(changesOf(proof({}, { runn, map: { people: { 99: 'skip' } } }))).toHaveLength(1);
  });
  test('a text that is no Toggl id is not asked for', () => {
    const references = [...aLinked(user), ...aLinked('HR-7')];
    expect(changesOf(proof({}, { runn: { actuals: [owned], people: [aPerson({ references })] } }))).toHaveLength(1);
  });
  test('raising needs no proof', () => {
    const rows = [aRow({ minutes: 90 })];
    expect(changesOf(proof({ isAdmin: false, rows }))).toEqual(['update #1 0+60>0+90']);
  });
  test('changing side lowers one', () => {
    const rows = [aRow({ minutes: 90, billableSeconds: 5400 })];
    expect(heldOf(proof({ isAdmin: false, rows }))).toEqual({ 'not-proven': 5400 });
  });
});

describe('R2 rows', () => {
  test('several of one user, project and day are summed', () => {
    expect(changesOf(aWorld({ rows: [aRow({ seconds: 50 }), aRow({ seconds: 40 })] }))).toEqual([
      'create #role10 ->0+2',
    ]);
  });
  test('a pair that differs from the totals is held whole, and freezes its cell', () => {
    const second = { projectId: 23, minutes: 10 };
    const world = aWorld({
      runn: { projects: [aProject({ references: [...aLinked(togglProject), ...aLinked(23)] })] },
      workspaces: [
        aWorkspace({
          rows: [aRow(), aRow(second)],
          projects: [togglProject, 23],
          totalsDifferences: [{ userId: user, projectId: togglProject }],
        }),
      ],
    });
    expect([changesOf(world), heldOf(world)]).toEqual([[], { 'totals-differ': 4200 }]);
  });
  test('its rows are held even where nothing would change; those beside them are in sync', () => {
    const world = aWorld({
      runn: {
        actuals: [anActual({ nonbillableMinutes: 10, nonbillableNote: '[Toggl 0:00+0:10]' })],
        projects: [aProject({ references: [...aLinked(togglProject), ...aLinked(23)] })],
      },
      workspaces: [
        aWorkspace({
          rows: [aRow({ minutes: 50 }), aRow({ projectId: 23, minutes: 10 })],
          totalsDifferences: [{ userId: user, projectId: togglProject }],
        }),
      ],
    });
    expect(oracle(world).statement.toggl).toMatchObject({
      heldBackSeconds: { 'totals-differ': 3000 },
      inSyncSeconds: 600,
    });
  });
  test('a pair without any row freezes the cells to which it leads', () => {
    const workspaces = [aWorkspace({ totalsDifferences: [{ userId: user, projectId: togglProject }] })];
    const world = aWorld({ workspaces, runn: { actuals: [owned] } });
    expect([changesOf(world), oracle(world).heldCells[0]?.reason]).toEqual([[], 'totals-differ']);
  });
});

describe('R3 match', () => {
  const other = 457;
  const matchOf = (parts: Parameters<typeof aWorld>[0]) => {
    const answer = oracle(aWorld({ rows: [aRow()], ...parts }));
    const held = answer.statement.toggl.heldBackSeconds;
    return [answer.changes.map((change) => change.personId), held, answer.statement.toggl.excludedSeconds];
  };
  const contracts = [person, other].map((personId) => ({
    personId,
    roleId: role,
    startDate: '2023-01-01',
    endDate: null,
  }));
  const two = (one: Parameters<typeof aPerson>[0], second: Parameters<typeof aPerson>[0]) => ({
    people: [aPerson(one), aPerson({ id: other, ...second })],
    contracts,
  });

  test('a link', () => expect(matchOf({})).toEqual([[person], {}, 0]));
  test('map beats the link', () => {
    expect(matchOf({ runn: two({}, { references: [] }), map: { people: { [user]: other } } })).toEqual([
      [other],
      {},
      0,
    ]);
  });
  test('map may skip', () => expect(matchOf({ map: { people: { [user]: 'skip' } } })).toEqual([[], {}, 3600]));
  test('a mapped record that Runn has not leads nowhere', () => {
    expect(matchOf({ map: { people: { [user]: 999 } } })).toEqual([[], { 'unmatched-person': 3600 }, 0]);
  });
  test('another reference name is no link', () => {
    const people = [aPerson({ references: aLinked(user, 'Harvest') })];
    expect(matchOf({ runn: { people } })).toEqual([[], { 'unmatched-person': 3600 }, 0]);
  });
  test('ids are compared as text', () => {
    const people = [aPerson({ references: aLinked(`0${user}`) })];
    expect(matchOf({ runn: { people } })).toEqual([[], { 'unmatched-person': 3600 }, 0]);
  });
  test('two live records are ambiguous', () => {
    expect(matchOf({ runn: two({}, {}) })).toEqual([[], { ambiguous: 3600 }, 0]);
  });
  test('a live one beats an archived one', () => {
    expect(matchOf({ runn: two({ isArchived: true }, {}) })).toEqual([[other], {}, 0]);
  });
  test('two archived ones are ambiguous', () => {
    expect(matchOf({ runn: two({ isArchived: true }, { isArchived: true }) })).toEqual([[], { ambiguous: 3600 }, 0]);
  });
  test('an archived one is held back', () => {
    expect(matchOf({ runn: { people: [aPerson({ isArchived: true })] } })).toEqual([[], { archived: 3600 }, 0]);
  });
  test('or written, by rule', () => {
    const parts = { runn: { people: [aPerson({ isArchived: true })] }, rules: { archived: 'write' as const } };
    expect(matchOf(parts)).toEqual([[person], {}, 0]);
  });
  test('an archived one that is in sync is in sync', () => {
    const runn = { people: [aPerson({ isArchived: true })], actuals: [owned] };
    expect(matchOf({ runn })).toEqual([[], {}, 0]);
  });
  test('placeholders and templates never match', () => {
    expect(matchOf({ runn: { people: [aPerson({ isPlaceholder: true })] } })).toEqual([
      [],
      { 'unmatched-person': 3600 },
      0,
    ]);
    expect(matchOf({ runn: { projects: [aProject({ isTemplate: true })] } })).toEqual([
      [],
      { 'unmatched-project': 3600 },
      0,
    ]);
  });
  test('time without a project', () => {
    expect(matchOf({ rows: [aRow({ projectId: null })] })).toEqual([[], { 'no-project': 3600 }, 0]);
    expect(matchOf({ rows: [aRow({ projectId: null })], map: { noProject: project } })).toEqual([[person], {}, 0]);
    expect(matchOf({ rows: [aRow({ projectId: null })], map: { noProject: 'skip' } })).toEqual([[], {}, 3600]);
  });
  test('dated targets hold to their last day', () => {
    const until = (date: string) => ({
      map: {
        projects: {
          [togglProject]: [
            { target: 'skip' as const, until: date },
            { target: project, until: null },
          ],
        },
      },
    });
    expect(matchOf(until(day))).toEqual([[], {}, 3600]);
    expect(matchOf(until('2024-01-01'))).toEqual([[person], {}, 0]);
  });
  test("the person's trouble is told first, and skip before all", () => {
    expect(matchOf({ rows: [aRow({ userId: 99, projectId: null })] })).toEqual([[], { 'unmatched-person': 3600 }, 0]);
    expect(matchOf({ rows: [aRow({ userId: 99, projectId: null })], map: { noProject: 'skip' } })).toEqual([
      [],
      {},
      3600,
    ]);
  });
});

describe('R4 rounding', () => {
  const minutesOf = (mode: 'nearest' | 'up' | 'down', minutes: number, ...seconds: number[]) =>
    oracle(aWorld({ rows: seconds.map((one) => aRow({ seconds: one })), rules: { rounding: { mode, minutes } } }))
      .changes[0]?.after.nonbillable ?? 0;

  test.each([
    ['nearest', 1, [30], 1],
    ['nearest', 1, [29], 0],
    ['nearest', 1, [620, 620, 620], 31],
    ['nearest', 15, [450], 15],
    ['nearest', 15, [449], 0],
    ['up', 6, [1], 6],
    ['up', 6, [360], 6],
    ['down', 6, [719], 6],
  ] as const)('%s to %i: %j', (mode, step, seconds, minutes) => {
    expect(minutesOf(mode, step, ...seconds)).toBe(minutes);
  });
  test('billable is rounded by itself, never above the total', () => {
    expect(changesOf(aWorld({ rows: [aRow({ seconds: 89, billableSeconds: 45 })] }))).toEqual(['create #role10 ->1+0']);
  });
  test('what rounds to nothing is in sync, and its seconds are rounding', () => {
    expect(oracle(aWorld({ rows: [aRow({ seconds: 29 })] })).statement.toggl).toMatchObject({
      inSyncSeconds: 29,
      roundingSeconds: -29,
    });
  });
});

describe('R5 billable', () => {
  const after = (billable: OracleRules['billable'], plan: 'flag' | 'none', pricingModel: 'tm' | 'nb') =>
    oracle(
      aWorld({
        runn: { projects: [aProject({ pricingModel })] },
        rules: { billable },
        workspaces: [
          aWorkspace({ billable: plan, rows: [aRow({ seconds: 3600, billableSeconds: plan === 'flag' ? 1200 : 0 })] }),
        ],
      }),
    ).changes[0]?.after.billable;

  test.each([
    ['auto', 'flag', 'tm', 20],
    ['auto', 'flag', 'nb', 0],
    ['auto', 'none', 'tm', 60],
    ['auto', 'none', 'nb', 0],
    ['toggl', 'flag', 'nb', 20],
    ['toggl', 'none', 'tm', 0],
    ['always', 'flag', 'nb', 60],
    ['never', 'flag', 'tm', 0],
  ] as const)('%s, %s, %s', (billable, plan, model, minutes) => {
    expect(after(billable, plan, model)).toBe(minutes);
  });

  const weekOf = (hours: number, billableSeconds: number) =>
    oracle(
      aWorld({
        rows: ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04'].map((date, index) =>
          aRow({ date, seconds: hours * 900, billableSeconds: index === 0 ? billableSeconds : 0 }),
        ),
      }),
    ).refusals;
  test('over 40 hours and no billable second refuses', () => {
    expect(weekOf(41, 0)).toEqual([{ code: 'billable-flag-unused', workspaceIds: [1] }]);
  });
  test('40 hours, or one billable second, do not', () => {
    expect([weekOf(40, 0), weekOf(41, 1)]).toEqual([[], []]);
  });
});

test('R5: one billable second of anybody in the workspace shows that the flag is used', () => {
  const rows = [aRow({ seconds: 41 * 3600 }), aRow({ userId: 99, seconds: 60, billableSeconds: 1 })];
  expect(oracle(aWorld({ rows })).refusals).toEqual([]);
});

describe('R6 role', () => {
  const member = (roleId: number, workstreamId: number | null = null) => ({
    personId: person,
    projectId: project,
    roleId,
    workstreamId,
  });
  const created = (runn: Partial<World['runn']>) => {
    const [change] = oracle(aWorld({ rows: [aRow()], runn })).changes;
    return change === undefined ? null : [change.roleId, change.workstreamId];
  };

  test('the only role on the project', () => expect(created({ members: [member(20, 5)] })).toEqual([20, 5]));
  test('several: the contract of the day', () => {
    expect(created({ members: [member(20), member(10, 7)] })).toEqual([10, 7]);
  });
  test('several memberships of one role lend no workstream', () => {
    expect(created({ members: [member(20, 5), member(20, 6)] })).toEqual([20, null]);
  });
  const contract = (roleId: number, startDate: string, endDate: string | null) => ({
    personId: person,
    roleId,
    startDate,
    endDate,
  });
  test('both ends of a contract count', () => {
    expect(created({ contracts: [contract(10, '2023-01-01', '2024-01-01'), contract(30, day, day)] })).toEqual([
      30,
      null,
    ]);
  });
  test('no contract that day: held back', () => {
    const world = aWorld({ rows: [aRow()], runn: { contracts: [contract(10, '2024-01-03', null)] } });
    expect([changesOf(world), heldOf(world)]).toEqual([[], { 'role-undecided': 3600 }]);
  });
  test('a standing actual needs none', () => {
    const world = aWorld({ rows: [aRow({ minutes: 70 })], runn: { contracts: [], actuals: [owned] } });
    expect(changesOf(world)).toEqual(['update #1 0+60>0+70']);
  });
});

describe('R9 sources', () => {
  const gone = { actuals: [owned] };
  const clear = ['clear #1 0+60>0+0'];
  const lost = (row: Parameters<typeof aRow>[0], more: Parameters<typeof aWorld>[0] = {}) =>
    aWorld({ rows: [aRow(row)], ...more, runn: { ...gone, ...more.runn } });

  test.each([
    ["the person's time on an unmatched project, while the project has a link", lost({ projectId: 99 }), true],
    [
      "the person's time on an unmatched project, while nothing leads to the project",
      lost({ projectId: 99 }, { runn: { projects: [aProject({ references: [] })] } }),
      false,
    ],
    ['an unmatched user on the project, while the person has a link', lost({ userId: 99 }), true],
    [
      'an unmatched user on the project, while nobody leads to the person',
      lost({ userId: 99 }, { runn: { people: [aPerson({ references: [] })] } }),
      false,
    ],
    [
      'the same on another day',
      lost({ userId: 99, date: '2024-01-03' }, { runn: { people: [aPerson({ references: [] })] } }),
      true,
    ],
    ['an excluded user, while nobody leads to the person', lost({}, { map: { people: { [user]: 'skip' } } }), false],
    [
      'time without a project, while nothing leads to the project',
      lost({ projectId: null }, { runn: { projects: [aProject({ references: [] })] } }),
      false,
    ],
    [
      'time without a project, while a dated target leads there on another day only',
      lost(
        { projectId: null },
        {
          runn: { projects: [aProject({ references: [] })] },
          map: {
            projects: {
              22: [
                { target: 'skip', until: day },
                { target: project, until: null },
              ],
            },
          },
        },
      ),
      false,
    ],
    [
      'a project remapped, all its time placed',
      aWorld({
        rows: [aRow()],
        runn: {
          ...gone,
          projects: [aProject({ references: [] }), aProject({ id: 790, references: [] })],
          contracts: [],
        },
        map: { projects: { 22: [{ target: 790, until: null }] } },
      }),
      true,
    ],
  ])('%s', (_name, world, isCleared) => {
    expect(changesOf(world)).toEqual(isCleared ? clear : []);
    if (!isCleared)
      expect(oracle(world).heldCells).toContainEqual({
        personId: person,
        projectId: project,
        date: day,
        reason: 'clear-withheld',
      });
  });

  test('an ambiguous row freezes the cells that it names, raises included', () => {
    const people = [aPerson(), aPerson({ id: 457, references: [...aLinked(user), ...aLinked(12)] })];
    const world = aWorld({
      runn: { people, actuals: [anActual({ ...owned, personId: 457 })] },
      workspaces: [aWorkspace({ users: [user, 12], rows: [aRow(), aRow({ userId: 12, minutes: 90 })] })],
    });
    expect([changesOf(world), heldOf(world)]).toEqual([[], { ambiguous: 9000 }]);
  });
});

describe('R10, R13 rules that hold', () => {
  test('clear never', () => {
    const world = aWorld({ runn: { actuals: [owned] }, rules: { clear: 'never' } });
    expect([changesOf(world), oracle(world).heldCells[0]?.reason]).toEqual([[], 'clear-withheld']);
  });
  test('a closed day is late', () => {
    const world = aWorld({ rows: [aRow()], rules: { lockedThrough: day } });
    expect([changesOf(world), heldOf(world)]).toEqual([[], { 'late-change': 3600 }]);
  });
  test('the day after is open', () => {
    expect(changesOf(aWorld({ rows: [aRow()], rules: { lockedThrough: '2024-01-01' } }))).toHaveLength(1);
  });
});

describe('R11 several actuals', () => {
  const several = (minutes: number, actuals: OracleActual[], rules: Partial<OracleRules> = {}) =>
    aWorld({ rows: minutes === 0 ? [] : [aRow({ minutes })], runn: { actuals }, rules });
  const at = (id: number, roleId: number, like: OracleActual) => ({ ...like, id, roleId });
  const none = '[Toggl 0:00+0:00]';

  const cases: [string, World, string[], Record<string, number>][] = [
    ['a 0/0 does not count', several(60, [at(1, 20, zero), at(2, 30, owned)]), [], {}],
    [
      'nothing counted: the owned 0/0',
      several(90, [at(1, 10, zero), at(2, 30, { ...zero, nonbillableNote: none })]),
      ['update #2 0+0>0+90'],
      {},
    ],
    [
      'the edited 0/0 is the conflict row',
      several(90, [at(1, 10, zero), at(2, 30, { ...zero, nonbillableNote: editedNote })]),
      ['overwrite #2 0+0>0+90'],
      {},
    ],
    [
      'and is kept under runn',
      several(90, [at(2, 30, { ...zero, nonbillableNote: editedNote })], { onConflict: 'runn' }),
      [],
      { 'conflict-kept': 5400 },
    ],
    [
      'else the unmarked one with the role',
      several(90, [at(1, 20, zero), at(2, 10, zero)]),
      ['update #2 0+0>0+90'],
      {},
    ],
    ['else a new one', several(90, [at(1, 20, zero)]), ['create #role10 ->0+90'], {}],
    [
      'several, no time',
      several(0, [at(1, 10, owned), at(2, 20, foreign), at(3, 30, owned)]),
      ['clear #1 0+60>0+0', 'clear #3 0+60>0+0'],
      {},
    ],
    [
      'several, no time, runn: each for itself',
      several(0, [at(1, 10, owned), at(2, 20, edited)], { onConflict: 'runn' }),
      ['clear #1 0+60>0+0'],
      {},
    ],
    [
      'the owned one with the role gets what is not foreign',
      several(150, [at(1, 30, owned), at(2, 10, owned), at(3, 20, foreign)]),
      ['clear #1 0+60>0+0', 'update #2 0+60>0+90'],
      {},
    ],
    [
      'else the owned one with the lowest id',
      several(150, [at(1, 30, owned), at(2, 40, owned), at(3, 20, edited)]),
      ['clear #2 0+60>0+0', 'update #1 0+60>0+90'],
      {},
    ],
    ['a negative side', several(50, [at(1, 10, owned), at(2, 20, foreign)]), [], { 'split-cell': 3000 }],
    ['none owned, the sum is right', several(120, [at(1, 10, foreign), at(2, 20, edited)]), [], {}],
    ['none owned, the sum is not', several(121, [at(1, 10, foreign), at(2, 20, edited)]), [], { 'split-cell': 7260 }],
    [
      'nothing left for the owned one, and the edited one is right: both at once (R16)',
      several(60, [at(1, 10, owned), at(2, 20, edited)]),
      ['clear #1 0+60>0+0', 'mark #2 0+60>0+60'],
      {},
    ],
  ];
  test.each(cases)('%s', (_name, world, changes, held) => {
    expect([changesOf(world), heldOf(world)]).toEqual([changes, held]);
  });
});

describe('R12 order', () => {
  test("clears stand first within a person's day", () => {
    const before = anActual({ ...owned, projectId: 790 });
    const world = aWorld({
      rows: [aRow()],
      runn: { projects: [aProject(), aProject({ id: 790, references: [] })], actuals: [before] },
    });
    expect(changesOf(world)).toEqual(['clear #1 0+60>0+0', 'create #role10 ->0+60']);
  });
});

describe('R14 brake', () => {
  const hours = (id: number, date: string, count: number, personId = person): OracleActual =>
    anActual({
      id,
      date,
      personId,
      nonbillableMinutes: count * 60,
      nonbillableNote: `[Toggl 0:00+${count}:00]`,
    });
  const brake = (actuals: OracleActual[], limits: World['limits'], rows = [aRow({ date: '2024-01-05' })]) =>
    oracle(aWorld({ rows, runn: { actuals }, limits })).refusals;

  test('over the share and over the floor', () => {
    const actuals = [hours(1, '2024-01-01', 12), hours(2, '2024-01-02', 9)];
    expect(brake(actuals, { maxLossShare: 0.1, floorHours: 20 })).toEqual([
      { code: 'brake', lostMinutes: 1260, runnMinutes: 1260, emptiedPersonIds: [] },
    ]);
  });
  test('over the share but not the floor', () => {
    expect(brake([hours(1, day, 20)], { maxLossShare: 0.1, floorHours: 20 })).toEqual([]);
  });
  test('over the floor but not the share', () => {
    const actuals = [hours(1, day, 10), hours(2, '2024-01-03', 10)];
    const rows = [aRow({ date: '2024-01-03', minutes: 600 })];
    expect(brake(actuals, { maxLossShare: 0.5, floorHours: 9 }, rows)).toEqual([]);
  });
  test('a person who would end with nothing', () => {
    expect(brake([hours(1, day, 21)], { maxLossShare: 1, floorHours: 20 }, [])).toEqual([
      { code: 'brake', lostMinutes: 1260, runnMinutes: 1260, emptiedPersonIds: [person] },
    ]);
  });
});

describe('R15 the account', () => {
  test('of a mixed week', () => {
    const world = aWorld({
      rows: [
        aRow({ date: '2024-01-01', minutes: 60 }),
        aRow({ date: '2024-01-02', seconds: 3610 }),
        aRow({ date: '2024-01-03', projectId: 99, seconds: 700 }),
      ],
      runn: {
        projects: [aProject(), aProject({ id: 790, references: [] })],
        actuals: [
          anActual({ id: 1, date: '2024-01-01', nonbillableNote: ownedNote }),
          anActual({ id: 2, date: '2024-01-03', projectId: 790, nonbillableNote: ownedNote }),
          anActual({ id: 3, date: '2024-01-04', nonbillableMinutes: 25 }),
        ],
      },
    });
    expect(oracle(world).statement).toEqual({
      toggl: {
        trackedSeconds: 7910,
        inSyncSeconds: 3600,
        changedSeconds: 3610,
        heldBackSeconds: { 'unmatched-project': 700 },
        excludedSeconds: 0,
        roundingSeconds: -10,
      },
      runn: {
        minutesBefore: 145,
        minutesAfter: 205,
        fromToggl: 120,
        onlyInRunn: 25,
        editsKept: 0,
        splitCells: 0,
        clearsWithheld: 60,
        closedPeriods: 0,
        failed: 0,
      },
    });
  });
  test.each([
    ['split-cell', { splitCells: 120 }, [anActual({ id: 1 }), anActual({ id: 2, roleId: 20 })], {}],
    ['conflict-kept', { editsKept: 60 }, [edited], { onConflict: 'runn' }],
    ['late-change', { closedPeriods: 60 }, [owned], { lockedThrough: day }],
  ] as const)('%s', (reason, books, actuals, rules) => {
    const answer = oracle(aWorld({ rows: [aRow({ minutes: 30 })], runn: { actuals: [...actuals] }, rules }));
    expect(answer.statement.toggl.heldBackSeconds).toEqual({ [reason]: 1800 });
    expect(answer.statement.runn).toMatchObject({ fromToggl: 0, clearsWithheld: 0, ...books });
  });
});

describe('scope', () => {
  const world = aWorld({
    workspaces: [
      aWorkspace({
        projects: [togglProject, 23],
        rows: [aRow(), aRow({ projectId: 23, minutes: 5 }), aRow({ projectId: 99, minutes: 7 })],
      }),
    ],
    runn: {
      projects: [aProject(), aProject({ id: 790, references: aLinked(23) })],
      actuals: [anActual({ id: 5, projectId: 790, date: '2024-01-05', nonbillableNote: ownedNote })],
    },
  });
  test('time that leads nowhere is counted where its Toggl id is named', () => {
    const answer = oracle({ ...world, scope: { people: null, projects: { runnIds: [], togglIds: [99] } } });
    expect([answer.changes, answer.statement.toggl.trackedSeconds]).toEqual([[], 420]);
  });
  test('a Runn project selects itself', () => {
    const answer = oracle({ ...world, scope: { people: null, projects: { runnIds: [790], togglIds: [] } } });
    expect([answer.changes.map((change) => change.kind), answer.statement.runn.minutesBefore]).toEqual([
      ['create', 'clear'],
      60,
    ]);
  });
  test('a person outside is not touched', () => {
    const answer = oracle({ ...world, scope: { people: { runnIds: [457], togglIds: [] }, projects: null } });
    expect([answer.changes, answer.statement.toggl.trackedSeconds]).toEqual([[], 0]);
  });
});
