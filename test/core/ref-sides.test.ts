import { describe, expect, it } from 'vitest';
import { indexLinks, personSide, projectSide } from '../../src/core/ref-sides.ts';
import { anAudit, anAuditInput, refCodesOf } from '../builders/an-audit.ts';
import { togglWorkspace } from '../builders/ids.ts';
import { aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aRow, aTogglProject, aTogglUser } from '../builders/toggl.ts';

const twoTargets = [
  { target: 789, until: '2024-01-01' },
  { target: 790, until: null },
];

describe('personSide', () => {
  it('has people by id, with references under the configured names apart from others', () => {
    const references = [
      { referenceName: 'Custom1', externalId: '11' },
      { referenceName: 'Custom1', externalId: '  ' },
      { referenceName: 'Harvest', externalId: 'h-1' },
    ];
    const people = [
      aPerson({ id: 458, isPlaceholder: true }),
      aPerson({ references }),
      aPerson({ id: 457, isArchived: true }),
    ];
    const { kind, records, linkable, archived } = personSide(anAuditInput({ people }));
    expect(kind).toBe('person');
    expect(records).toEqual([
      {
        id: 456,
        name: 'Eric Clapton',
        isArchived: false,
        isIgnored: false,
        references: [references[0]],
        otherReferences: [references[2]],
      },
      {
        id: 457,
        name: 'Eric Clapton',
        isArchived: true,
        isIgnored: false,
        references: [references[0]],
        otherReferences: [],
      },
      {
        id: 458,
        name: 'Eric Clapton',
        isArchived: false,
        isIgnored: true,
        references: [references[0]],
        otherReferences: [],
      },
    ]);
    expect([...linkable].sort()).toEqual([456, 457]);
    expect([...archived]).toEqual([457]);
  });

  it.each([
    [
      'active when somebody works in one of them',
      [{ isActive: true }, { isActive: false, isDeleted: true }],
      true,
      false,
    ],
    [
      'gone who left both',
      [
        { isActive: false, isDeleted: true },
        { isActive: false, isDeleted: true },
      ],
      false,
      true,
    ],
    ['inactive who left one alone', [{ isActive: false, isDeleted: true }, { isActive: false }], false, false],
  ])('takes for %s of two workspaces, in either order', (_, [first, second], isActive, isDeleted) => {
    for (const states of [
      [first, second],
      [second, first],
    ]) {
      const workspaces = states.map((state) => ({ users: [aTogglUser(state)] }));
      expect([...personSide(anAuditInput({ workspaces })).known]).toEqual([[11, { isActive, isDeleted }]]);
    }
  });

  it('has what map says, and to whom it leads', () => {
    const { mapped, mapTargets } = personSide(anAuditInput({ map: { people: { 11: 456, 12: 'skip' } } }));
    expect([...mapped]).toEqual([
      [11, [456]],
      [12, ['skip']],
    ]);
    expect([...mapTargets]).toEqual([456, 'skip']);
  });

  it('knows which workspace that is not read has a user', () => {
    const elsewhere = [
      { id: togglWorkspace(7), name: 'Other', users: [aTogglUser({ id: 99 })], projects: [aTogglProject({ id: 98 })] },
      { id: togglWorkspace(8), name: 'Third', users: [], projects: [] },
    ];
    expect([...personSide(anAuditInput({ elsewhere })).elsewhere]).toEqual([[99, 7]]);
    expect([...projectSide(anAuditInput({ elsewhere })).elsewhere]).toEqual([[98, 7]]);
    expect([...personSide(anAuditInput()).elsewhere]).toEqual([]);
  });
});

describe('projectSide', () => {
  it('has projects by id; templates never match', () => {
    const projects = [aProject({ id: 790, isTemplate: true }), aProject({ isArchived: true })];
    const { kind, records, linkable, archived } = projectSide(anAuditInput({ projects }));
    expect(kind).toBe('project');
    expect(records.map(({ id, isIgnored }) => ({ id, isIgnored }))).toEqual([
      { id: 789, isIgnored: false },
      { id: 790, isIgnored: true },
    ]);
    expect([...linkable]).toEqual([789]);
    expect([...archived]).toEqual([789]);
  });

  it('knows which Toggl projects are archived and which are gone', () => {
    const togglProjects = [
      aTogglProject(),
      aTogglProject({ id: 23, isArchived: true }),
      aTogglProject({ id: 24, isArchived: true, isDeleted: true }),
    ];
    expect([...projectSide(anAuditInput({ togglProjects })).known]).toEqual([
      [22, { isActive: true, isDeleted: false }],
      [23, { isActive: false, isDeleted: false }],
      [24, { isActive: false, isDeleted: true }],
    ]);
  });

  it('has what map says by date, and where time without a project goes', () => {
    const map = { noProject: 791, projects: { 22: twoTargets } };
    const { mapped, mapTargets } = projectSide(anAuditInput({ map }));
    expect([...mapped]).toEqual([[22, [789, 790]]]);
    expect([...mapTargets]).toEqual([789, 790, 791]);
  });
});

describe('indexLinks', () => {
  const linksOf = (parts: Parameters<typeof anAuditInput>[0]) => indexLinks(projectSide(anAuditInput(parts)));

  it('leads an id to the record that carries it', () => {
    const links = linksOf({});
    expect([...links.holders]).toEqual([[22, { live: [789], archived: [] }]]);
    expect([...links.targets]).toEqual([[22, [789]]]);
    expect([...links.reached]).toEqual([[789, [22]]]);
    expect([...links.ambiguous]).toEqual([]);
  });

  it('takes only exact ids for links', () => {
    expect([...linksOf({ projects: [aProject({ references: linkedTo('#22', ' 22', '022') })] }).targets]).toEqual([]);
  });

  it('counts a record once that carries an id twice', () => {
    expect([...linksOf({ projects: [aProject({ references: linkedTo(22, 22) })] }).targets]).toEqual([[22, [789]]]);
  });

  it('leads to the live record before archived ones', () => {
    const links = linksOf({ projects: [aProject({ isArchived: true }), aProject({ id: 790 })] });
    expect([...links.holders]).toEqual([[22, { live: [790], archived: [789] }]]);
    expect([...links.targets]).toEqual([[22, [790]]]);
  });

  it('leads to the archived one when none is alive', () => {
    expect([...linksOf({ projects: [aProject({ isArchived: true })] }).targets]).toEqual([[22, [789]]]);
  });

  it('calls an id ambiguous that stands on two live records, and leads it to both', () => {
    const links = linksOf({ projects: [aProject({ id: 790 }), aProject()] });
    expect([...links.targets]).toEqual([[22, [789, 790]]]);
    expect([...links.reached]).toEqual([
      [789, [22]],
      [790, [22]],
    ]);
    expect([...links.ambiguous]).toEqual([22]);
  });

  it('calls none ambiguous that map decides', () => {
    const links = linksOf({ projects: [aProject(), aProject({ id: 790 })], map: { projects: { 22: twoTargets } } });
    expect([...links.targets]).toEqual([[22, [789, 790]]]);
    expect([...links.ambiguous]).toEqual([]);
  });

  it('leads nowhere with templates, with skip and with records that Runn does not have', () => {
    const projects = [aProject(), aProject({ id: 790, isTemplate: true, references: linkedTo(23) })];
    const map = { projects: { 24: 'skip', 25: 790, 26: 999 } } as const;
    expect([...linksOf({ projects, map }).targets]).toEqual([
      [22, [789]],
      [24, []],
      [25, []],
      [26, []],
    ]);
  });

  it('names a target once to which map leads twice', () => {
    const targets = [
      { target: 789, until: '2024-01-01' },
      { target: 'skip', until: '2024-01-02' },
      { target: 789, until: null },
    ] as const;
    expect([...linksOf({ map: { projects: { 22: targets } } }).targets]).toEqual([[22, [789]]]);
  });

  it('reaches records only by ids that Toggl knows', () => {
    expect([...linksOf({ projects: [aProject({ references: linkedTo(22, 99) })] }).reached]).toEqual([[789, [22]]]);
  });
});

describe('the hours of an audit', () => {
  it('count people, projects and seconds with time in the window', () => {
    const rows = [aRow(), aRow({ userId: 12, minutes: 30 }), aRow({ projectId: null, minutes: 15 })];
    const users = [aTogglUser(), aTogglUser({ id: 12 }), aTogglUser({ id: 13 })];
    expect(anAudit({ rows, users }).coverage).toEqual({
      trackedSeconds: 6300,
      linkedSeconds: 3600,
      people: { withTime: 2, linked: 1 },
      projects: { withTime: 1, linked: 1 },
    });
  });

  it('do not count rows without seconds', () => {
    const rows = [aRow(), aRow({ userId: 12, projectId: 23, minutes: 0 })];
    expect(anAudit({ rows }).coverage).toEqual({
      trackedSeconds: 3600,
      linkedSeconds: 3600,
      people: { withTime: 1, linked: 1 },
      projects: { withTime: 1, linked: 1 },
    });
  });

  it('are those of all workspaces', () => {
    const workspaces = [{ rows: [aRow()] }, { rows: [aRow({ workspaceId: 2, minutes: 30 })] }];
    expect(anAudit({ workspaces }).coverage).toEqual({
      trackedSeconds: 5400,
      linkedSeconds: 5400,
      people: { withTime: 1, linked: 1 },
      projects: { withTime: 1, linked: 1 },
    });
  });

  it.each([
    ['skips the person', { people: { 11: 'skip' } }],
    ['skips the project', { projects: { 22: 'skip' } }],
    ['leads to another record', { projects: { 22: 789 } }],
  ] as const)('are linked where map %s', (_, map) => {
    expect(anAudit({ map }).coverage).toEqual({
      trackedSeconds: 3600,
      linkedSeconds: 3600,
      people: { withTime: 1, linked: 1 },
      projects: { withTime: 1, linked: 1 },
    });
  });

  it('are linked where the record is archived', () => {
    expect(anAudit({ people: [aPerson({ isArchived: true })] }).coverage).toMatchObject({
      linkedSeconds: 3600,
      people: { withTime: 1, linked: 1 },
    });
  });

  it.each([
    ['nobody carries the id', { people: [] }],
    ['two carry it', { people: [aPerson(), aPerson({ id: 457 })] }],
    ['map names a person that Runn does not have', { map: { people: { 11: 999 } } }],
  ])('are not linked where %s', (_, world) => {
    expect(anAudit(world).coverage).toEqual({
      trackedSeconds: 3600,
      linkedSeconds: 0,
      people: { withTime: 1, linked: 0 },
      projects: { withTime: 1, linked: 1 },
    });
  });

  it('are not those of a linked project when some of its days lead nowhere', () => {
    const rows = [aRow({ date: '2024-01-01' }), aRow()];
    expect(anAudit({ rows, map: { projects: { 22: twoTargets } } }).coverage).toEqual({
      trackedSeconds: 7200,
      linkedSeconds: 3600,
      people: { withTime: 1, linked: 1 },
      projects: { withTime: 1, linked: 0 },
    });
    const map = { projects: { 22: twoTargets.slice(0, 1) } };
    expect(anAudit({ rows, projects: [aProject({ references: [] })], map }).coverage).toMatchObject({
      projects: { withTime: 1, linked: 0 },
    });
  });

  it('are linked without a project where map.noProject says where to, or to skip it', () => {
    const rows = [aRow({ projectId: null })];
    expect(anAudit({ rows }).coverage).toEqual({
      trackedSeconds: 3600,
      linkedSeconds: 0,
      people: { withTime: 1, linked: 1 },
      projects: { withTime: 0, linked: 0 },
    });
    for (const noProject of [789, 'skip'] as const) {
      expect(anAudit({ rows, map: { noProject } }).coverage.linkedSeconds).toBe(3600);
    }
  });
});

it('takes an id that is too long for one for none', () => {
  const people = [aPerson({ references: linkedTo(11, '9999999999999999') })];
  expect(refCodesOf({ people, users: [aTogglUser(), aTogglUser({ id: 1e16 })], rows: [] })).toEqual([
    'error unknown-id',
    'info unlinked-person',
  ]);
});
