import { describe, expect, it } from 'vitest';
import type { RunnPerson, RunnProject, TogglProject, TogglUser, WorkspaceTime } from '../../src/core/model.ts';
import { resolveScope } from '../../src/core/resolve-scope.ts';
import { aMatching } from '../builders/a-survey.ts';
import { theWeek } from '../builders/ids.ts';
import { aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aTogglProject, aTogglUser, aWorkspace } from '../builders/toggl.ts';

interface Parts {
  readonly people?: readonly RunnPerson[];
  readonly projects?: readonly RunnProject[];
  readonly users?: readonly TogglUser[];
  readonly togglProjects?: readonly TogglProject[];
  readonly workspaces?: readonly WorkspaceTime[];
  readonly map?: NonNullable<Parameters<typeof aMatching>[0]>['map'];
}

/** Eric Clapton is `runn:456` and `toggl:11`; Hidden Moon Base is `runn:789`, in Toggl Moon Base, `toggl:22`. */
function resolve(typed: { people?: readonly string[]; projects?: readonly string[] }, parts: Parts = {}) {
  const {
    people = [aPerson({ email: 'eric@example.com' })],
    projects = [aProject()],
    users = [aTogglUser({ email: 'eric@toggl.example' })],
    togglProjects = [aTogglProject()],
    map = {},
  } = parts;
  const workspaces = parts.workspaces ?? [{ ...aWorkspace(), users, projects: togglProjects }];
  return resolveScope(
    { people: typed.people ?? [], projects: typed.projects ?? [] },
    { window: theWeek, workspaces, people, projects, matching: aMatching({ people, projects, map }) },
  );
}

/** The ids of a side, or what is wrong. */
function sidesOf(...args: Parameters<typeof resolve>) {
  const scope = resolve(...args);
  if ('problems' in scope) return scope;
  const list = (side: { runnIds: ReadonlySet<number>; togglIds: ReadonlySet<number> } | null) =>
    side && { runn: [...side.runnIds], toggl: [...side.togglIds] };
  return { people: list(scope.people), projects: list(scope.projects) };
}

const people = (...typed: string[]) => ({ people: typed });
const projects = (...typed: string[]) => ({ projects: typed });

describe('what is typed', () => {
  it('is nothing: everything is meant', () => {
    expect(sidesOf({})).toEqual({ people: null, projects: null });
  });

  it.each([
    ['a number of Runn', people('runn:456'), { runn: [456], toggl: [] }],
    [
      'a number of Toggl, which stands for the person that it leads to',
      people('toggl:11'),
      { runn: [456], toggl: [11] },
    ],
    ['an e-mail address of Runn', people('ERIC@example.com'), { runn: [456], toggl: [] }],
    ['an e-mail address of Toggl', people('eric@toggl.example'), { runn: [456], toggl: [11] }],
    ['a name of Runn, in other letters', people(' eric  CLAPTON '), { runn: [456], toggl: [] }],
    ['a name of Toggl', people('Eric'), { runn: [456], toggl: [11] }],
    ['several of one', people('runn:456', 'toggl:11', 'Eric'), { runn: [456], toggl: [11] }],
  ])('is %s', (_, typed, side) => {
    expect(sidesOf(typed)).toEqual({ people: side, projects: null });
  });

  it.each([
    ['a number of Runn', projects('runn:789'), { runn: [789], toggl: [] }],
    ['a number of Toggl', projects('toggl:22'), { runn: [789], toggl: [22] }],
    ['a name of Runn', projects('Hidden Moon Base'), { runn: [789], toggl: [] }],
    ['a name of Toggl', projects('moon base'), { runn: [789], toggl: [22] }],
  ])('is, for a project, %s', (_, typed, side) => {
    expect(sidesOf(typed)).toEqual({ people: null, projects: side });
  });

  it('is a name that both services have: one record, with the Toggl id', () => {
    const users = [aTogglUser({ name: 'Eric Clapton' })];
    expect(sidesOf(people('Eric Clapton'), { users })).toMatchObject({ people: { runn: [456], toggl: [11] } });
  });

  it('is somebody in Toggl who leads nowhere: their time is listed, and no cell is touched', () => {
    const users = [aTogglUser({ id: 12, name: 'Jimi' })];
    expect(sidesOf(people('toggl:12'), { users })).toMatchObject({ people: { runn: [], toggl: [12] } });
  });

  it('is a user of two workspaces, who is one', () => {
    const workspaces = [aWorkspace(), aWorkspace({ id: 2 })];
    expect(sidesOf(people('toggl:11'), { workspaces })).toMatchObject({ people: { runn: [456], toggl: [11] } });
  });

  it('is a Toggl project that leads to several projects over the days: all of them', () => {
    const both = [aProject({ references: [] }), aProject({ id: 790, name: 'Care', references: [] })];
    const dated = [
      { target: 789, until: '2024-01-03' },
      { target: 790, until: null },
    ];
    expect(sidesOf(projects('toggl:22'), { projects: both, map: { projects: { 22: dated } } })).toMatchObject({
      projects: { runn: [789, 790], toggl: [22] },
    });
  });

  it('is a Toggl project that leads nowhere, or to several', () => {
    const togglProjects = [aTogglProject({ id: 23, name: 'Venus' })];
    expect(sidesOf(projects('Venus'), { togglProjects })).toMatchObject({ projects: { runn: [], toggl: [23] } });
    const twins = [aProject(), aProject({ id: 790 })];
    expect(sidesOf(projects('toggl:22'), { projects: twins })).toMatchObject({ projects: { runn: [], toggl: [22] } });
  });

  it.each(['Old runn:789', 'runn:789 (old)', 'toggl:22b'])('is a name that only looks like a number: %s', (name) => {
    const old = aProject({ id: 790, name, references: [] });
    expect(sidesOf(projects(name), { projects: [aProject(), old] })).toMatchObject({ projects: { runn: [790] } });
  });

  it('may have blanks around it', () => {
    expect(sidesOf(people(' runn:456 '))).toMatchObject({ people: { runn: [456] } });
    expect(sidesOf(people(' eric@example.com '))).toMatchObject({ people: { runn: [456] } });
  });

  it('is no template', () => {
    const template = aProject({ isTemplate: true });
    expect(resolve(projects('runn:789'), { projects: [template] })).toMatchObject({ problems: [{ kind: 'unknown' }] });
  });
});

describe('what is refused', () => {
  it('is unknown, with the nearest names', () => {
    expect(resolve(people('clapton'))).toEqual({
      problems: [{ option: 'person', typed: 'clapton', kind: 'unknown', candidates: ['runn:456 (Eric Clapton)'] }],
    });
    expect(resolve(projects('Hidden Moon Base 2'))).toMatchObject({
      problems: [{ option: 'project', candidates: ['runn:789 (Hidden Moon Base)', 'toggl:22 (Moon Base)'] }],
    });
    expect(resolve(people('nobody@example.com'))).toMatchObject({ problems: [{ kind: 'unknown', candidates: [] }] });
  });

  it('is nothing but blanks', () => {
    const nameless = [aPerson({ name: '-' })];
    expect(resolve(people('  '), { people: nameless })).toMatchObject({
      problems: [{ typed: '  ', kind: 'unknown', candidates: [] }],
    });
  });

  it.each(['runn:999', 'toggl:456', 'xrunn:456', 'runn:456x', 'runn:'])(
    'is a number that is not there: %s',
    (typed) => {
      expect(resolve(people(typed))).toMatchObject({ problems: [{ kind: 'unknown' }] });
    },
  );

  it('is a bare number: of which service?', () => {
    const workspaces = [aWorkspace({ users: [456] })];
    expect(resolve(people(' 456'), { workspaces })).toEqual({
      problems: [
        {
          option: 'person',
          typed: ' 456',
          kind: 'bare-number',
          candidates: ['runn:456 (Eric Clapton)', 'toggl:456 (Eric)'],
        },
      ],
    });
    expect(resolve(people('456 Eric'))).toMatchObject({ problems: [{ kind: 'unknown' }] });
    expect(resolve(people('5'))).toMatchObject({ problems: [{ kind: 'bare-number', candidates: [] }] });
  });

  it('is a name of two people, each as it has to be typed', () => {
    const twins = [aPerson({ id: 457, references: linkedTo(12) }), aPerson()];
    expect(resolve(people('Eric Clapton'), { people: twins })).toEqual({
      problems: [
        {
          option: 'person',
          typed: 'Eric Clapton',
          kind: 'ambiguous',
          candidates: ['runn:456 (Eric Clapton)', 'runn:457 (Eric Clapton)'],
        },
      ],
    });
  });

  it('is a name of somebody in Runn and of somebody else in Toggl', () => {
    const two = [aPerson({ references: [] }), aPerson({ id: 457, name: 'E. C.' })];
    const users = [aTogglUser({ name: 'Eric Clapton' })];
    expect(resolve(people('Eric Clapton'), { people: two, users })).toMatchObject({
      problems: [{ kind: 'ambiguous', candidates: ['runn:456 (Eric Clapton)', 'toggl:11 (Eric Clapton)'] }],
    });
  });

  it('is a name of two projects in Toggl that lead to different ones', () => {
    const both = [aProject({ name: 'A' }), aProject({ id: 790, name: 'B', references: linkedTo(23) })];
    const togglProjects = [aTogglProject({ name: 'Moon' }), aTogglProject({ id: 23, name: 'Moon' })];
    expect(resolve(projects('Moon'), { projects: both, togglProjects })).toMatchObject({
      problems: [{ kind: 'ambiguous', candidates: ['toggl:22 (Moon)', 'toggl:23 (Moon)'] }],
    });
  });

  it('is a name of two in Toggl who lead nowhere', () => {
    const users = [aTogglUser({ id: 12, name: 'Jimi' }), aTogglUser({ id: 13, name: 'Jimi' })];
    expect(resolve(people('Jimi'), { users })).toMatchObject({ problems: [{ kind: 'ambiguous' }] });
  });

  it('is listed in full, of both sides, and no more than eight candidates of each', () => {
    const many = Array.from({ length: 10 }, (_, index) => aPerson({ id: 500 + index, references: [] }));
    const refused = resolve({ people: ['Eric Clapton', 'x@y'], projects: ['runn:1'] }, { people: many });
    expect(refused).toMatchObject({
      problems: [
        { option: 'person', kind: 'ambiguous' },
        { option: 'person', typed: 'x@y' },
        { option: 'project', typed: 'runn:1' },
      ],
    });
    expect('problems' in refused && refused.problems[0]?.candidates).toHaveLength(8);
  });
});
