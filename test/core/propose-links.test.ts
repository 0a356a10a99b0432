/** Proposals for links: what each reason is worth, and that a guess never passes for knowledge. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildMatching } from '../../src/core/match.ts';
import type { Mapping, RunnPerson, RunnProject, TogglProject, TogglUser } from '../../src/core/model.ts';
import { defaultMinConfidence, type LinkProposals, proposeLinks } from '../../src/core/propose-links.ts';
import { nameSimilarity } from '../../src/run/name-similarity.ts';
import { aMapping } from '../builders/a-survey.ts';
import { day } from '../builders/ids.ts';
import { aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aTogglProject, aTogglUser } from '../builders/toggl.ts';

interface World {
  users?: readonly TogglUser[];
  togglProjects?: readonly TogglProject[];
  people?: readonly RunnPerson[];
  projects?: readonly RunnProject[];
  clients?: ReadonlyMap<number, string>;
  mapping?: Mapping;
  /** Of users, and of projects unless they have their own. */
  seconds?: ReadonlyMap<number, number>;
  projectSeconds?: ReadonlyMap<number, number>;
}

function propose(world: World): LinkProposals {
  const { users = [], togglProjects = [], people = [], projects = [], mapping = aMapping() } = world;
  return proposeLinks({
    users,
    togglProjects,
    people,
    projects,
    clients: world.clients ?? new Map(),
    matching: buildMatching({ people, projects, referenceNames: ['Custom1'], mapping }),
    mapping,
    referenceNames: ['Custom1'],
    userSeconds: (world.seconds ?? new Map()) as never,
    projectSeconds: (world.projectSeconds ?? world.seconds ?? new Map()) as never,
    today: day(),
    similarity: nameSimilarity,
  });
}

const user = (id: number, name: string, email: string | null = null) => aTogglUser({ id, name, email });
const person = (id: number, name: string, email: string | null = null) => aPerson({ id, name, email, references: [] });
const togglProject = (id: number, name: string, clientName: string | null = null) =>
  aTogglProject({ id, name, clientName });
const project = (id: number, name: string, clientId?: number) => aProject({ id, name, clientId, references: [] });

/** Each proposal as `Toggl id -> Runn id confidence`. */
function linksOf(world: World): string[] {
  return propose(world).proposals.map(({ togglId, runnId, confidence }) => `${togglId} -> ${runnId} ${confidence}`);
}

/** The only proposal as `confidence reason`, or none. */
function onlyOne(world: World): string {
  const { proposals } = propose(world);
  expect(proposals.length).toBeLessThan(2);
  return proposals.map(({ confidence, reason }) => `${confidence} ${reason}`).join();
}

describe('a person', () => {
  it.each([
    [
      'the same address, however it is written',
      ['Eric', 'Eric@Example.com '],
      ['E. Clapton', 'eric@example.com'],
      '1 same-email',
    ],
    ['the same mailbox', ['Eric', 'eric+toggl@example.com'], ['Eric', 'eric@example.com'], '0.95 similar-email'],
    ['the same mailbox at Gmail', ['E', 'e.clapton@googlemail.com'], ['E', 'eclapton@gmail.com'], '0.95 similar-email'],
    ['the same name, without an address', ['Łukasz O’Neill', null], ['Lukasz O Neill', null], '0.92 same-name'],
    ['the same name, and two mailboxes of one company', ['Eric', 'e1@x.com'], ['Eric', 'e2@x.com'], '0.8 same-name'],
    ['the same words', ['Clapton, Eric', null], ['Eric Clapton', null], '0.85 same-words'],
    ['a slip of the pen', ['Aretha Frankiln', null], ['Aretha Franklin', null], '0.74 similar-name'],
    ['nothing in common', ['Nina Simone', 'n@x.com'], ['Miles Davis', 'm@x.com'], ''],
  ] as const)('with %s', (_, [name, email], [otherName, otherEmail], expected) => {
    const world = { users: [user(1, name, email)], people: [person(2, otherName, otherEmail)] };
    expect(onlyOne(world)).toBe(expected);
  });

  it('is proposed by address although another one has the same name', () => {
    const { proposals } = propose({
      users: [user(1, 'Eric Clapton', 'eric@a.com'), user(2, 'Eric Clapton', 'eric@b.com')],
      people: [person(11, 'Eric Clapton', 'eric@b.com'), person(12, 'Eric Clapton', 'eric@a.com')],
    });
    expect(proposals).toMatchObject([
      { togglId: 1, runnId: 12, confidence: 1 },
      { togglId: 2, runnId: 11, confidence: 1 },
    ]);
  });

  it('of whom there are two is a guess', () => {
    const world = {
      users: [user(1, 'Eric Clapton')],
      people: [person(11, 'Eric Clapton'), person(12, 'Eric Clapton')],
    };
    expect(propose(world).proposals).toEqual([
      { kind: 'person', togglId: 1, runnId: 11, confidence: 0.5, reason: 'same-name', seconds: 0 },
    ]);
    expect(propose({ ...world, people: world.people.toReversed() })).toEqual(propose(world));
  });

  it('of whom there are two is not passed over for somebody who is called alike', () => {
    const world = {
      users: [user(1, 'Eric Clapton', 'e1@x.com')],
      people: [
        person(11, 'Erik Clapton'),
        person(12, 'Eric Clapton', 'e2@x.com'),
        person(13, 'Eric Clapton', 'e3@x.com'),
      ],
    };
    expect(linksOf(world)).toEqual(['1 -> 12 0.5']);
  });

  it('whom two users want goes to the first, and to the other whoever is next, all of it a guess', () => {
    const world = {
      users: [user(1, 'Eric Clapton', 'e1@x.com'), user(2, 'Eric Clapton', 'e2@x.com')],
      people: [person(11, 'Eric Claptan', 'e3@x.com'), person(12, 'Eric Clapton', 'e4@x.com')],
    };
    expect(linksOf(world)).toEqual(['1 -> 12 0.5', '2 -> 11 0.5']);
  });

  it('whom two users want goes to the one with more hours', () => {
    const world = {
      users: [user(1, 'Eric'), user(2, 'Eric')],
      people: [person(11, 'Eric')],
      seconds: new Map([
        [1, 60],
        [2, 3600],
      ]),
    };
    expect(linksOf(world)).toEqual(['2 -> 11 0.5']);
  });

  it('whom one user may be, among others, goes to another who is surer of it', () => {
    const world = {
      users: [user(1, 'The Team', 'team@x.com'), user(2, 'Eric')],
      people: [person(11, 'Eric', 'team@x.com'), person(12, 'Nina', 'team@x.com')],
    };
    expect(linksOf(world)).toEqual(['2 -> 11 0.92', '1 -> 12 0.5']);
  });

  it('whom two users want is sure for a third one who has the address', () => {
    const world = {
      users: [user(1, 'Eric', 'e@x.com'), user(2, 'Nina', 'n@x.com'), user(3, 'Nina', 'm@x.com')],
      people: [person(11, 'Nina', 'e@x.com')],
    };
    expect(linksOf(world)).toEqual(['1 -> 11 1']);
  });

  it('who is the best of one user and the second of another goes to the one', () => {
    const world = {
      users: [user(1, 'Aretha Frankiln'), user(2, 'Aretha Franklin')],
      people: [person(11, 'Aretha Franklin')],
    };
    expect(linksOf(world)).toEqual(['2 -> 11 0.92']);
  });

  it('gets one user only', () => {
    const world = {
      users: [user(1, 'Eric', 'e@x.com'), user(2, 'Eric', 'e@x.com')],
      people: [person(11, 'Eric', 'e@x.com')],
    };
    const { proposals, unproposed } = propose(world);
    expect(proposals.map(({ confidence }) => confidence)).toEqual([0.5]);
    expect(unproposed.map(({ togglId }) => togglId)).toEqual([2]);
  });

  it('is proposed for the id that stands there inexactly', () => {
    const near = (name: string) => [aPerson({ id: 11, name, references: linkedTo('#1') })];
    expect(onlyOne({ users: [user(1, 'Eric')], people: near('Eric') })).toBe('0.97 near-miss');
    expect(onlyOne({ users: [user(1, 'Eric')], people: near('Nina') })).toBe('0.85 near-miss');
  });

  it('is not proposed when linked, mapped, a placeholder, or somebody else’s', () => {
    const eric = user(1, 'Eric', 'e@x.com');
    const twin = person(11, 'Eric', 'e@x.com');
    const linked = aPerson({ id: 12, references: linkedTo(1) });
    expect(propose({ users: [eric], people: [twin, linked] }).proposals).toEqual([]);
    expect(propose({ users: [eric], people: [twin], mapping: aMapping({ people: { 1: 'skip' } }) }).proposals).toEqual(
      [],
    );
    expect(propose({ users: [eric], people: [{ ...twin, isPlaceholder: true }] }).proposals).toEqual([]);
    const taken = aPerson({ id: 11, name: 'Eric', email: 'e@x.com', references: linkedTo(2) });
    expect(propose({ users: [eric, user(2, 'Nina')], people: [taken] }).proposals).toEqual([]);
  });

  it('is not proposed when map says something, be it wrong', () => {
    const world = { users: [user(1, 'Eric')], people: [person(11, 'Eric')] };
    expect(propose({ ...world, mapping: aMapping({ people: { 1: 404 } }) })).toEqual({ proposals: [], unproposed: [] });
  });

  it('is free when the id that stands there is of nobody in Toggl', () => {
    const left = aPerson({ id: 11, name: 'Eric', references: linkedTo(999) });
    expect(linksOf({ users: [user(1, 'Eric')], people: [left] })).toEqual(['1 -> 11 0.92']);
  });

  it('is not free when one of two ids that stand there is of somebody in Toggl', () => {
    const shared = aPerson({ id: 11, name: 'Eric', references: linkedTo(999, 2) });
    expect(linksOf({ users: [user(1, 'Eric'), user(2, 'Nina')], people: [shared] })).toEqual([]);
  });

  it('is proposed once to a user who is in two workspaces', () => {
    const world = {
      users: [user(1, 'Eric'), user(1, 'Eric'), user(2, 'Nina'), user(2, 'Nina')],
      people: [person(11, 'Eric')],
    };
    expect(propose(world)).toEqual({
      proposals: [{ kind: 'person', togglId: 1, runnId: 11, confidence: 0.92, reason: 'same-name', seconds: 0 }],
      unproposed: [{ kind: 'person', togglId: 2, seconds: 0 }],
    });
  });

  it('who is archived is proposed where nobody else fits, and never surely', () => {
    const gone = { ...person(11, 'Eric', 'e@x.com'), isArchived: true };
    const users = [user(1, 'Eric', 'e@x.com')];
    expect(propose({ users, people: [gone] }).proposals).toMatchObject([
      { runnId: 11, confidence: 0.85, isArchived: true },
    ]);
    expect(propose({ users, people: [gone, person(12, 'Eric', 'e@x.com')] }).proposals).toMatchObject([
      { runnId: 12, confidence: 1 },
    ]);
    expect(
      propose({ users: [user(1, 'Erik Clapton')], people: [{ ...gone, name: 'Eric Clapton', email: null }] }).proposals,
    ).toEqual([]);
  });
});

describe('a project', () => {
  const clients = new Map([
    [5, 'Lunar Holdings'],
    [6, 'Crossroads'],
  ]);

  it.each([
    ['the same name and client', ['Website', 'crossroads'], ['Website', 6], '1 same-name-and-client'],
    ['the same name, no client known', ['Website', null], ['Website', 6], '0.92 same-name'],
    ['the same name for another client', ['Website', 'Lunar Holdings'], ['Website', 6], '0.75 same-name'],
    ['the client in the name', ['Website', 'Crossroads'], ['Crossroads Website', undefined], '0.92 name-with-client'],
    ['a slip of the pen, for the same client', ['Loyalty ap', 'Crossroads'], ['Loyalty app', 6], '0.77 similar-name'],
    ['a longer name for the same client', ['Moon Base: care', 'Lunar Holdings'], ['Moon Base', 5], '0.6 part-of-name'],
    ['another number', ['Phase 1', 'Crossroads'], ['Phase 2', 6], ''],
  ] as const)('with %s', (_, [name, clientName], [otherName, clientId], expected) => {
    const world = {
      togglProjects: [togglProject(1, name, clientName)],
      projects: [project(2, otherName, clientId)],
      clients,
    };
    expect(onlyOne(world)).toBe(expected);
  });

  it('is told from its namesake by the client', () => {
    const { proposals } = propose({
      togglProjects: [togglProject(1, 'Website', 'Crossroads'), togglProject(2, 'Website', 'Lunar Holdings')],
      projects: [project(11, 'Website', 5), project(12, 'Website', 6)],
      clients,
    });
    expect(proposals).toMatchObject([
      { togglId: 1, runnId: 12, confidence: 1 },
      { togglId: 2, runnId: 11, confidence: 1 },
    ]);
  });

  it('can get several Toggl projects; the further ones are sure only with name and client', () => {
    const { proposals } = propose({
      togglProjects: [
        togglProject(1, 'Website', 'Crossroads'),
        togglProject(2, 'website', 'Crossroads'),
        togglProject(3, 'Website'),
      ],
      projects: [project(11, 'Website', 6)],
      clients,
    });
    expect(proposals.map(({ togglId, confidence }) => [togglId, confidence])).toEqual([
      [1, 1],
      [2, 0.9],
      [3, 0.7],
    ]);
  });

  it('that is a template is never proposed, archived or not', () => {
    const template = { ...project(2, 'Website'), isTemplate: true };
    for (const isArchived of [false, true]) {
      const world = { togglProjects: [togglProject(1, 'Website')], projects: [{ ...template, isArchived }] };
      expect(propose(world).proposals).toEqual([]);
    }
  });

  it('of which there are two is a guess, and not passed over for another that only begins alike', () => {
    const world = {
      togglProjects: [togglProject(1, 'Website', 'Crossroads')],
      projects: [project(11, 'Website relaunch', 6), project(12, 'Website', 6), project(13, 'Website', 6)],
      clients,
    };
    expect(linksOf(world)).toEqual(['1 -> 12 0.5']);
  });

  it('that two Toggl projects want is not passed over for another that only begins alike', () => {
    const world = {
      togglProjects: [togglProject(1, 'Website', 'Crossroads'), togglProject(2, 'Website', 'Lunar Holdings')],
      projects: [project(11, 'Website relaunch', 6), project(12, 'Website')],
      clients,
    };
    expect(linksOf(world)).toEqual(['1 -> 12 0.5', '2 -> 12 0.5']);
  });

  it('that has a link already is not proposed again, nor one that map speaks of', () => {
    const togglProjects = [togglProject(1, 'Website')];
    const linked = aProject({ id: 12, name: 'Shop', references: linkedTo(1) });
    const website = project(11, 'Website');
    const nothing = { proposals: [], unproposed: [] };
    expect(propose({ togglProjects, projects: [website, linked] })).toEqual(nothing);
    for (const target of ['skip', 404] as const) {
      const mapping = aMapping({ projects: { 1: target } });
      expect(propose({ togglProjects, projects: [website], mapping })).toEqual(nothing);
    }
  });

  it('to which another Toggl project leads is certain only by name and client', () => {
    const linked = aProject({ id: 11, name: 'Website', clientId: 6, references: linkedTo(9) });
    const world = (clientName: string | null, known: readonly number[] = [9]) => ({
      togglProjects: [togglProject(1, 'Website', clientName), ...known.map((id) => togglProject(id, 'Relaunch'))],
      projects: [linked],
      clients,
    });
    expect(linksOf(world('Crossroads'))).toEqual(['1 -> 11 0.9']);
    expect(linksOf(world(null))).toEqual(['1 -> 11 0.7']);
    expect(linksOf(world('Crossroads', []))).toEqual(['1 -> 11 1']);
  });

  it('to which two ids lead has a Toggl project when Toggl knows one of them', () => {
    const linked = aProject({ id: 11, name: 'Website', clientId: 6, references: linkedTo(8, 9) });
    const togglProjects = [togglProject(1, 'Website', 'Crossroads'), togglProject(9, 'Relaunch')];
    expect(linksOf({ togglProjects, projects: [linked], clients })).toEqual(['1 -> 11 0.9']);
  });

  it('gets a further Toggl project although another is like it, but not as much', () => {
    const world = {
      togglProjects: [togglProject(1, 'Website', 'Crossroads'), togglProject(2, 'Website', 'Crossroads')],
      projects: [project(11, 'Website relaunch', 6), project(12, 'Website', 6)],
      clients,
    };
    expect(linksOf(world)).toEqual(['1 -> 12 1', '2 -> 12 0.9']);
  });

  it('gets no further Toggl project when another is as likely', () => {
    const world = {
      togglProjects: [
        togglProject(1, 'Portal relaunch', 'Crossroads'),
        togglProject(2, 'Portal relaunch', 'Lunar Holdings'),
      ],
      projects: [project(11, 'Portal relaunch', 6), project(12, 'Portal relaunchs')],
      clients,
    };
    expect(linksOf(world)).toEqual(['1 -> 11 1', '2 -> 12 0.7']);
  });

  it('gets the further Toggl project that is surest of it, and not of another', () => {
    const world = {
      togglProjects: [
        togglProject(1, 'Website', 'Crossroads'),
        togglProject(2, 'Website', 'Lunar Holdings'),
        togglProject(3, 'Website', 'Lunar Holdings'),
      ],
      projects: [project(11, 'Website', 6), project(12, 'Website', 5)],
      clients,
    };
    expect(linksOf(world)).toEqual(['1 -> 11 1', '2 -> 12 1', '3 -> 12 0.9']);
  });

  it('is the same for two Toggl projects of one name without a client: a guess', () => {
    const world = {
      togglProjects: [togglProject(1, 'Website'), togglProject(2, 'Website')],
      projects: [project(11, 'Website')],
    };
    expect(linksOf(world)).toEqual(['1 -> 11 0.5', '2 -> 11 0.5']);
  });
});

describe('an archived record of Runn', () => {
  const clients = new Map([
    [5, 'Lunar Holdings'],
    [6, 'Crossroads'],
  ]);
  const gone = (id: number, name: string, clientId?: number) => ({ ...project(id, name, clientId), isArchived: true });

  it('is proposed as such, with less than what is accepted unseen', () => {
    const world = {
      togglProjects: [togglProject(1, 'Website', 'Crossroads')],
      projects: [gone(11, 'Website', 6)],
      clients,
      seconds: new Map([[1, 60]]),
    };
    expect(propose(world)).toEqual({
      proposals: [
        {
          kind: 'project',
          togglId: 1,
          runnId: 11,
          confidence: 0.85,
          reason: 'same-name-and-client',
          seconds: 60,
          isArchived: true,
        },
      ],
      unproposed: [],
    });
  });

  it('is no surer than a live one would be', () => {
    const togglProjects = [togglProject(1, 'Website', 'Crossroads')];
    expect(linksOf({ togglProjects, projects: [gone(11, 'Website', 5)], clients })).toEqual(['1 -> 11 0.75']);
  });

  it('to which another Toggl project leads is certain neither', () => {
    const linked = { ...gone(11, 'Website', 6), references: linkedTo(9) };
    const togglProjects = [togglProject(1, 'Website'), togglProject(9, 'Relaunch')];
    expect(linksOf({ togglProjects, projects: [linked], clients })).toEqual(['1 -> 11 0.7']);
  });

  it.each<[string, string, string, string | null, number | undefined]>([
    ['is similar', 'Loyalty ap', 'Loyalty app', null, undefined],
    ['begins alike', 'Moon Base: care', 'Moon Base', 'Lunar Holdings', 5],
  ])('is not brought into play by a name that %s', (_, name, otherName, clientName, clientId) => {
    const world = {
      togglProjects: [togglProject(1, name, clientName)],
      projects: [gone(11, otherName, clientId)],
      clients,
    };
    expect(propose(world)).toEqual({ proposals: [], unproposed: [{ kind: 'project', togglId: 1, seconds: 0 }] });
  });

  it.each([
    ['same-email', ['Eric', 'e@x.com'], ['Nina', 'e@x.com'], []],
    ['similar-email', ['Eric', 'e+toggl@x.com'], ['Nina', 'e@x.com'], []],
    ['near-miss', ['Eric', null], ['Nina', null], linkedTo('#1')],
    ['same-name', ['Eric', null], ['Eric', null], []],
  ] as const)('is brought into play by a person’s %s', (reason, [name, email], [otherName, otherEmail], references) => {
    const people = [{ ...person(11, otherName, otherEmail), isArchived: true, references }];
    expect(propose({ users: [user(1, name, email)], people }).proposals).toEqual([
      { kind: 'person', togglId: 1, runnId: 11, confidence: 0.85, reason, seconds: 0, isArchived: true },
    ]);
  });

  it('is not brought into play by the same words in another order', () => {
    const people = [{ ...person(11, 'Eric Clapton'), isArchived: true }];
    expect(linksOf({ users: [user(1, 'Clapton, Eric')], people })).toEqual([]);
  });

  it('is brought into play by a name with the client in it', () => {
    const togglProjects = [togglProject(1, 'Website', 'Crossroads')];
    expect(linksOf({ togglProjects, projects: [gone(11, 'Crossroads Website')], clients })).toEqual(['1 -> 11 0.85']);
  });

  it('is not proposed beside a live one, however little that one is alike', () => {
    const world = {
      togglProjects: [togglProject(1, 'Moon Base: care', 'Lunar Holdings')],
      projects: [gone(11, 'Moon Base: care', 5), project(12, 'Moon Base', 5)],
      clients,
    };
    expect(linksOf(world)).toEqual(['1 -> 12 0.6']);
  });

  it('is proposed to those in Toggl who are active or have time, and to nobody else', () => {
    const leaver = { ...user(1, 'Eric', 'e@x.com'), isActive: false };
    const closed = { ...togglProject(2, 'Website'), isArchived: true };
    const world = {
      users: [leaver],
      people: [{ ...person(11, 'Eric', 'e@x.com'), isArchived: true }],
      togglProjects: [closed],
      projects: [gone(12, 'Website')],
    };
    expect(propose(world)).toEqual({ proposals: [], unproposed: [] });
    expect(linksOf({ ...world, seconds: new Map([[1, 1]]) })).toEqual(['1 -> 11 0.85']);
    expect(linksOf({ ...world, seconds: new Map([[2, 1]]) })).toEqual(['2 -> 12 0.85']);
  });
});

describe('the list', () => {
  it('begins with the surest, then with most hours, and has each Toggl record once', () => {
    const { proposals, unproposed } = propose({
      users: [user(1, 'Eric', 'e@x.com'), user(2, 'Nina', 'n@x.com'), user(3, 'Miles'), user(4, 'Nobody')],
      people: [person(11, 'Eric', 'e@x.com'), person(12, 'Nina', 'n@x.com'), person(13, 'Miles')],
      seconds: new Map([
        [1, 60],
        [2, 3600],
        [3, 7200],
        [4, 5],
      ]),
    });
    expect(proposals.map(({ togglId }) => togglId)).toEqual([2, 1, 3]);
    expect(unproposed).toEqual([{ kind: 'person', togglId: 4, seconds: 5 }]);
  });

  it('has people before projects, and lower ids before higher ones, where nothing else tells them apart', () => {
    const { proposals, unproposed } = propose({
      users: [user(4, 'Nobody'), user(3, 'No one'), user(2, 'Nina'), user(1, 'Eric')],
      togglProjects: [
        togglProject(4, 'Nothing'),
        togglProject(3, 'Naught'),
        togglProject(2, 'Shop'),
        togglProject(1, 'Website'),
      ],
      people: [person(12, 'Nina'), person(11, 'Eric')],
      projects: [project(12, 'Shop'), project(11, 'Website')],
    });
    expect(proposals.map(({ kind, togglId }) => `${kind} ${togglId}`)).toEqual([
      'person 1',
      'person 2',
      'project 1',
      'project 2',
    ]);
    expect(unproposed).toEqual([
      { kind: 'person', togglId: 3, seconds: 0 },
      { kind: 'person', togglId: 4, seconds: 0 },
      { kind: 'project', togglId: 3, seconds: 0 },
      { kind: 'project', togglId: 4, seconds: 0 },
    ]);
  });

  it('has an archived person before a live project of the same worth', () => {
    const { proposals } = propose({
      users: [user(1, 'Eric')],
      people: [{ ...person(11, 'Eric'), isArchived: true }],
      togglProjects: [togglProject(2, 'Website')],
      projects: [aProject({ id: 12, name: 'Shop', references: linkedTo('#2') })],
    });
    expect(proposals.map(({ kind, confidence }) => [kind, confidence])).toEqual([
      ['person', 0.85],
      ['project', 0.85],
    ]);
  });

  it('has what nothing fits by hours, people and projects alike', () => {
    const { unproposed } = propose({
      users: [user(1, 'Nobody'), user(2, 'No one')],
      togglProjects: [togglProject(1, 'Nothing'), togglProject(2, 'Naught')],
      seconds: new Map([
        [1, 10],
        [2, 30],
      ]),
      projectSeconds: new Map([
        [1, 40],
        [2, 20],
      ]),
    });
    expect(unproposed).toEqual([
      { kind: 'project', togglId: 1, seconds: 40 },
      { kind: 'person', togglId: 2, seconds: 30 },
      { kind: 'project', togglId: 2, seconds: 20 },
      { kind: 'person', togglId: 1, seconds: 10 },
    ]);
  });

  it('counts a project’s own hours', () => {
    const { proposals } = propose({
      users: [user(1, 'Eric')],
      people: [person(11, 'Eric')],
      togglProjects: [togglProject(1, 'Website')],
      projects: [project(11, 'Website')],
      seconds: new Map([[1, 10]]),
      projectSeconds: new Map([[1, 40]]),
    });
    expect(proposals.map(({ kind, seconds }) => [kind, seconds])).toEqual([
      ['project', 40],
      ['person', 10],
    ]);
  });

  it('names a project for which nothing fits although a person of that number has a proposal', () => {
    const world = {
      users: [user(1, 'Eric')],
      people: [person(11, 'Eric')],
      togglProjects: [togglProject(1, 'Website')],
    };
    expect(propose(world).unproposed).toEqual([{ kind: 'project', togglId: 1, seconds: 0 }]);
  });

  it('leaves out who is inactive and has no time', () => {
    const gone = aTogglUser({ id: 1, name: 'Gone', isActive: false });
    const closed = aTogglProject({ id: 2, name: 'Closed', isArchived: true });
    const world = { users: [gone], togglProjects: [closed] };
    expect(propose(world).unproposed).toEqual([]);
    expect(propose({ ...world, seconds: new Map([[1, 60]]) }).unproposed).toEqual([
      { kind: 'person', togglId: 1, seconds: 60 },
    ]);
    expect(propose({ ...world, seconds: new Map([[2, 60]]) }).unproposed).toEqual([
      { kind: 'project', togglId: 2, seconds: 60 },
    ]);
  });
});

// -------------------------------------------------------------------------------------------- a messy company

const firstNames = ['Anna', 'Anne', 'Jan', 'Jana', 'Lukas', 'Lucas', 'Maria', 'Marie', 'Tim', 'Tom'];
const lastNames = ['Berg', 'Berger', 'Koch', 'Kock', 'Meier', 'Meyer', 'Novak', 'Nowak', 'Schmid', 'Schmidt'];
const projectNames = [
  'Website',
  'Website relaunch',
  'Shop',
  'Phase 1',
  'Phase 2',
  'Support',
  'Support 2026',
  'App',
  'Apps',
];
const clientNames = ['Acme', 'Acme Labs', 'Borg', 'Cyberdyne'];

/** How the same thing is written on the other side. */
const respell = fc.constantFrom(
  (text: string) => text,
  (text: string) => text.toUpperCase(),
  (text: string) => `  ${text} `,
  (text: string) => text.replaceAll('e', 'é'),
);

const identities = fc.uniqueArray(
  fc.record({
    first: fc.constantFrom(...firstNames),
    last: fc.constantFrom(...lastNames),
    /** In Toggl, in Runn, or in both. */
    where: fc.constantFrom('toggl', 'runn', 'both', 'both', 'both'),
    hasEmail: fc.constantFrom('both', 'toggl', 'none'),
    respell,
  }),
  { selector: ({ first, last }) => `${first} ${last}`, minLength: 2, maxLength: 40 },
);

const works = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...projectNames),
    client: fc.nat(clientNames.length - 1),
    where: fc.constantFrom('toggl', 'runn', 'both', 'both'),
    respell,
  }),
  { selector: ({ name, client }) => `${name}/${client}`, minLength: 1, maxLength: 30 },
);

describe('in a company of near namesakes', () => {
  it('every true pair that shares an address, a name, or name and client is proposed, and nothing false is sure', () => {
    fc.assert(
      fc.property(identities, works, (people, projects) => {
        const isIn = (side: string) => (each: { where: string }) => each.where === side || each.where === 'both';
        const numbered = people.map((each, index) => ({ ...each, index, name: `${each.first} ${each.last}` }));
        const email = ({ first, last }: (typeof numbered)[number]) => `${first}.${last}@example.com`.toLowerCase();
        const jobs = projects.map((each, index) => ({ ...each, index }));
        const { proposals } = propose({
          users: numbered
            .filter(isIn('toggl'))
            .map((each) =>
              user(100 + each.index, each.respell(each.name), each.hasEmail === 'none' ? null : email(each)),
            ),
          people: numbered
            .filter(isIn('runn'))
            .map((each) => person(100 + each.index, each.name, each.hasEmail === 'both' ? email(each) : null)),
          togglProjects: jobs
            .filter(isIn('toggl'))
            .map((each) =>
              togglProject(500 + each.index, each.respell(each.name), each.respell(clientNames[each.client] ?? '')),
            ),
          projects: jobs.filter(isIn('runn')).map((each) => project(500 + each.index, each.name, each.client)),
          clients: new Map(clientNames.map((name, index) => [index, name])),
        });
        const truth = [...numbered, ...jobs.map((each) => ({ ...each, index: each.index + 400 }))].filter(
          ({ where }) => where === 'both',
        );
        // Both sides number alike here: a true pair has the same number.
        const right = new Set<number>(
          proposals.filter(({ togglId, runnId }) => Number(togglId) === Number(runnId)).map(({ togglId }) => togglId),
        );
        expect(truth.map(({ index }) => 100 + index).filter((id) => !right.has(id))).toEqual([]);
        const wrong = proposals.filter(({ togglId, runnId }) => Number(togglId) !== Number(runnId));
        expect(wrong.filter(({ confidence }) => confidence >= defaultMinConfidence)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('the order in which records come is no matter', () => {
    fc.assert(
      fc.property(identities, (people) => {
        const users = people.map(({ first, last }, index) => user(100 + index, `${first} ${last}`));
        const records = people.map(({ first, last }, index) => person(100 + index, `${last} ${first}`));
        const forwards = propose({ users, people: records });
        const backwards = propose({ users: users.toReversed(), people: records.toReversed() });
        expect(backwards).toEqual(forwards);
      }),
    );
  });
});
