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
  seconds?: ReadonlyMap<number, number>;
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
    projectSeconds: (world.seconds ?? new Map()) as never,
    today: day(),
    similarity: nameSimilarity,
  });
}

const user = (id: number, name: string, email: string | null = null) => aTogglUser({ id, name, email });
const person = (id: number, name: string, email: string | null = null) => aPerson({ id, name, email, references: [] });
const togglProject = (id: number, name: string, clientName: string | null = null) =>
  aTogglProject({ id, name, clientName });
const project = (id: number, name: string, clientId?: number) => aProject({ id, name, clientId, references: [] });

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
    expect(propose(world).proposals.map(({ confidence }) => confidence)).toEqual([0.5]);
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

  it('that is a template is never proposed', () => {
    const world = {
      togglProjects: [togglProject(1, 'Website')],
      projects: [{ ...project(2, 'Website'), isTemplate: true }],
    };
    expect(propose(world).proposals).toEqual([]);
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

  it('leaves out who is inactive and has no time', () => {
    const gone = aTogglUser({ id: 1, name: 'Gone', isActive: false });
    expect(propose({ users: [gone] }).unproposed).toEqual([]);
    expect(propose({ users: [gone], seconds: new Map([[1, 60]]) }).unproposed).toHaveLength(1);
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
