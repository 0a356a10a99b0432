import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anAudit, refCodesOf, refFindingsOf } from '../builders/an-audit.ts';
import { aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aRow, aTogglProject, aTogglUser } from '../builders/toggl.ts';

describe('auditReferences', () => {
  it('finds nothing when everything is linked', () => {
    expect(anAudit()).toEqual({
      findings: [],
      coverage: {
        trackedSeconds: 3600,
        linkedSeconds: 3600,
        people: { withTime: 1, linked: 1 },
        projects: { withTime: 1, linked: 1 },
      },
    });
  });

  it('looks at people and projects, and puts errors before warnings and notes', () => {
    const world = {
      people: [aPerson({ references: [] }), aPerson({ id: 457, references: linkedTo(99) })],
      projects: [aProject({ references: [] }), aProject({ id: 790, references: linkedTo(98) })],
      map: { people: { 97: 456 }, projects: { 96: 'skip' }, noProject: 998 },
      roles: {},
    } as const;
    expect(refCodesOf(world)).toEqual([
      'error unknown-id',
      'error unknown-id',
      'error map-unknown-target',
      'error map-unknown-source',
      'warning unlinked-person',
      'warning unlinked-project',
      'info map-unknown-source',
      'info unlinked-runn-project',
    ]);
    expect(refFindingsOf(world).map(({ subject }) => subject)).toEqual([
      { runnPersonId: 457 },
      { runnProjectId: 790 },
      { togglProjectId: null },
      { togglUserId: 97 },
      { togglUserId: 11 },
      { togglProjectId: 22 },
      { togglProjectId: 96 },
      { runnProjectId: 789 },
    ]);
  });

  it('does not depend on the order of its input', () => {
    const people = [
      aPerson(),
      aPerson({ id: 457 }),
      aPerson({ id: 458, references: linkedTo(99) }),
      aPerson({ id: 459, references: linkedTo('#12') }),
      aPerson({ id: 460, name: 'Grace', references: [] }),
      aPerson({ id: 461, references: linkedTo(22) }),
      aPerson({ id: 462, references: linkedTo(13), isArchived: true }),
    ];
    const projects = [aProject({ references: linkedTo(22, 23) }), aProject({ id: 790, references: [] })];
    const users = [11, 12, 13, 14].map((id) => aTogglUser({ id, name: id === 14 ? 'Grace' : `User ${id}` }));
    const togglProjects = [22, 23, 24].map((id) => aTogglProject({ id }));
    const rows = [11, 12, 13, 14].map((userId) => aRow({ userId }));
    const expected = anAudit({ people, projects, users, togglProjects, rows, roles: {} });
    const shuffled = <T>(items: T[]) => fc.shuffledSubarray(items, { minLength: items.length });
    const inAnyOrder = fc.record({
      people: shuffled(people),
      projects: shuffled(projects),
      users: shuffled(users),
      togglProjects: shuffled(togglProjects),
      rows: shuffled(rows),
    });
    fc.assert(
      fc.property(inAnyOrder, (world) => {
        expect(anAudit({ ...world, roles: {} })).toEqual(expected);
      }),
    );
  });
});
