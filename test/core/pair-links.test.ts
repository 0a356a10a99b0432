import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pair, pairPeople, pairProjects } from '../../src/core/pair-links.ts';
import { normaliseName, type Similarity, sortWords } from '../../src/core/suggest.ts';
import { nameSimilarity } from '../../src/run/name-similarity.ts';
import { aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aTogglProject, aTogglUser } from '../builders/toggl.ts';

const input = { clients: new Map<number, string>(), referenceNames: ['Custom1'], similarity: nameSimilarity };

type Party = readonly [name: string, other?: string | null];

/** Toggl's user 1 and one person of Runn, 2, each by name and e-mail; `reference` stands on the person. */
function pairOfPeople(
  [name, email = null]: Party,
  [otherName, otherEmail = null]: Party,
  { similarity = nameSimilarity, references = [] as ReturnType<typeof linkedTo> } = {},
): Pair[] {
  return pairPeople(
    [aTogglUser({ id: 1, name, email })],
    [aPerson({ id: 2, name: otherName, email: otherEmail, references })],
    { ...input, similarity },
  );
}

/** Toggl's project 1 and one project of Runn, 2, each by name and client. */
function pairOfProjects(
  [name, clientName = null]: Party,
  [otherName, otherClient = null]: Party,
  { similarity = nameSimilarity, references = [] as ReturnType<typeof linkedTo> } = {},
): Pair[] {
  return pairProjects(
    [aTogglProject({ id: 1, name, clientName })],
    [aProject({ id: 2, name: otherName, references, ...(otherClient === null ? {} : { clientId: 5 }) })],
    { ...input, clients: new Map(otherClient === null ? [] : [[5, otherClient]]), similarity },
  );
}

const asPair = (confidence: number, reason: Pair['reason']): Pair[] => [{ togglId: 1, runnId: 2, confidence, reason }];
const likenessOf =
  (likeness: number): Similarity =>
  () =>
    likeness;

describe('a user and a person', () => {
  it.each<[string, Party, Party, number, Pair['reason']]>([
    ['of one address', ['Eric', 'ERIC@x.com '], ['Nina', 'eric@x.com'], 1, 'same-email'],
    ['of one address without a domain', ['Eric', 'eric'], ['Nina', 'Eric'], 1, 'same-email'],
    ['of one mailbox', ['Eric', 'eric+toggl@x.com'], ['Nina', 'eric@x.com'], 0.95, 'similar-email'],
    ['of one name', ['Eric Clapton'], ['éric clapton'], 0.92, 'same-name'],
    ['of one name, where Toggl knows the address alone', ['Eric', 'eric@x.com'], ['Eric'], 0.92, 'same-name'],
    ['of one name, where Runn knows the address alone', ['Eric'], ['Eric', 'eric@x.com'], 0.92, 'same-name'],
    ['of one name at two companies', ['Eric', 'eric@x.com'], ['Eric', 'eric@y.com'], 0.92, 'same-name'],
    ['of one name in one company', ['Eric', 'ec@x.com'], ['Eric', 'eb@x.com'], 0.8, 'same-name'],
    ['of the same words', ['Clapton, Eric'], ['Eric Clapton'], 0.85, 'same-words'],
    ['of the same words in one company', ['Ay Bo', 'a@x.com'], ['Bo Ay', 'b@x.com'], 0.7, 'same-words'],
    ['of similar names', ['Aretha Frankiln'], ['Aretha Franklin'], 0.74, 'similar-name'],
    [
      'of similar names in one company',
      ['Aretha Frankiln', 'a@x.com'],
      ['Aretha Franklin', 'b@x.com'],
      0.56,
      'similar-name',
    ],
  ])('%s', (_, toggl, runn, confidence, reason) => {
    expect(pairOfPeople(toggl, runn)).toEqual(asPair(confidence, reason));
  });

  it('have to be alike by 85 in a hundred, for names of people are short', () => {
    const pairAt = (likeness: number) =>
      pairOfPeople(['Eric Clapton'], ['Eric Claptin'], { similarity: likenessOf(likeness) });
    expect(pairAt(0.85)).toEqual(asPair(0.72, 'similar-name'));
    expect(pairAt(0.849)).toEqual([]);
  });

  it.each<[string, Party, Party]>([
    ['who have nothing in common', ['Nina Simone', 'n@x.com'], ['Miles Davis', 'm@x.com']],
    ['without a letter in their names', ['...', null], ['---', null]],
    ['whose mailboxes are called alike, at two companies', ['Nina', 'n@x.com'], ['Miles', 'n@y.com']],
  ])('%s are no pair', (_, toggl, runn) => {
    expect(pairOfPeople(toggl, runn)).toEqual([]);
  });
});

describe('a Toggl project and one of Runn', () => {
  it.each<[string, Party, Party, number, Pair['reason']]>([
    ['of one name and client', ['Website', 'ACME'], ['website', 'Acme'], 1, 'same-name-and-client'],
    ['of one name, where neither has a client', ['Website'], ['Website'], 0.92, 'same-name'],
    ['of one name, where Runn alone has a client', ['Website'], ['Website', 'Acme'], 0.92, 'same-name'],
    ['of one name, where Toggl alone has a client', ['Website', 'Acme'], ['Website'], 0.92, 'same-name'],
    ['of one name for two clients', ['Website', 'Acme'], ['Website', 'Borg'], 0.75, 'same-name'],
    ['with Toggl’s client in the name', ['Website', 'Acme'], ['Acme: Website'], 0.92, 'name-with-client'],
    ['with Runn’s client in the name', ['Acme Website'], ['Website', 'Acme'], 0.92, 'name-with-client'],
    ['with the client of both', ['Website', 'Acme'], ['Acme Website', 'Acme'], 0.92, 'name-with-client'],
    [
      'with Toggl’s client in the name, for another client',
      ['Website', 'Acme'],
      ['Acme Website', 'Borg'],
      0.75,
      'name-with-client',
    ],
    [
      'with Runn’s client in the name, of another client',
      ['Acme Website', 'Borg'],
      ['Website', 'Acme'],
      0.75,
      'name-with-client',
    ],
    ['of similar names for one client', ['Loyalty ap', 'Acme'], ['Loyalty app', 'Acme'], 0.77, 'similar-name'],
    ['of similar names', ['Loyalty ap'], ['Loyalty app', 'Acme'], 0.68, 'similar-name'],
    ['of similar names for two clients', ['Loyalty ap', 'Acme'], ['Loyalty app', 'Borg'], 0.45, 'similar-name'],
    ['that is a part of it, for one client', ['Moon: care', 'Acme'], ['Moon', 'Acme'], 0.6, 'part-of-name'],
    ['of which it is a part, for one client', ['Moon', 'Acme'], ['Moon: care', 'Acme'], 0.6, 'part-of-name'],
    ['of the same numbers', ['Sprint 1 of 2'], ['Sprint 1 off 2'], 0.7, 'similar-name'],
  ])('%s', (_, toggl, runn, confidence, reason) => {
    expect(pairOfProjects(toggl, runn)).toEqual(asPair(confidence, reason));
  });

  it('have to be alike by 80 in a hundred', () => {
    const pairAt = (likeness: number) =>
      pairOfProjects(['Moon Base'], ['Moon Bose'], { similarity: likenessOf(likeness) });
    expect(pairAt(0.8)).toEqual(asPair(0.6, 'similar-name'));
    expect(pairAt(0.799)).toEqual([]);
  });

  it.each<[string, Party, Party]>([
    ['of one client and different names', ['Website', 'Acme'], ['Shop', 'Acme']],
    ['of other numbers', ['Phase 1', 'Acme'], ['Phase 2', 'Acme']],
    ['of which one has a number', ['Phase', 'Acme'], ['Phase2', 'Acme']],
    ['of numbers that only look alike', ['Sprint 1 2', 'Acme'], ['Sprint 12', 'Acme']],
    ['that begin with a word too short to mean anything', ['Web shop', 'Acme'], ['Web', 'Acme']],
    ['of which one begins with a part of a word', ['Webshop 2026', 'Acme'], ['Webs', 'Acme']],
    ['that is a part of it, but for another client', ['Moon care moon', 'North'], ['Moon', 'North moon care']],
    ['of no name and one client', ['-', 'Acme'], ['!', 'Acme']],
    ['of no name in Toggl, but the client’s', ['-', 'Acme'], ['Acme', 'Borg']],
    ['of no name in Runn, but the client’s', ['Acme', 'Borg'], ['-', 'Acme']],
  ])('%s are no pair', (_, toggl, runn) => {
    expect(pairOfProjects(toggl, runn)).toEqual([]);
  });

  it('begin alike when the shorter name has four letters', () => {
    expect(pairOfProjects(['Shop relaunch', 'Acme'], ['Shop', 'Acme'])).toEqual(asPair(0.6, 'part-of-name'));
  });

  it('are judged without a client that Runn does not list', () => {
    const pairs = pairProjects(
      [aTogglProject({ id: 1, name: 'Website', clientName: 'Acme' })],
      [aProject({ id: 2, name: 'Website', clientId: 7, references: [] })],
      input,
    );
    expect(pairs).toEqual(asPair(0.92, 'same-name'));
  });
});

describe('an id that stands inexactly on a record', () => {
  const references = linkedTo('toggl:1');

  it('is probably meant', () => {
    expect(pairOfPeople(['Nina'], ['Eric'], { references })).toEqual(asPair(0.85, 'near-miss'));
    expect(pairOfProjects(['Website'], ['Shop'], { references })).toEqual(asPair(0.85, 'near-miss'));
  });

  it('is surely meant where the name fits too', () => {
    expect(pairOfPeople(['Nina'], ['Nina'], { references })).toEqual(asPair(0.97, 'near-miss'));
    expect(pairOfProjects(['Website'], ['Website'], { references })).toEqual(asPair(0.97, 'near-miss'));
  });

  it('needs a name or an address that is worth 70 in a hundred by itself', () => {
    const sameWords = pairOfPeople(['Ay Bo', 'a@x.com'], ['Bo Ay', 'b@x.com'], { references });
    expect(sameWords).toEqual(asPair(0.97, 'near-miss'));
    const similar = pairOfProjects(['Loyalty ap'], ['Loyalty app'], { references });
    expect(similar).toEqual(asPair(0.85, 'near-miss'));
  });

  it.each<[string, Party, Party]>([
    ['a person', ['Nina'], ['...']],
    ['a user', ['...'], ['Nina']],
  ])('is no surer for %s without a letter in the name, to whom everything would be alike', (_, toggl, runn) => {
    const pairs = pairOfPeople(toggl, runn, { references, similarity: likenessOf(1) });
    expect(pairs).toEqual(asPair(0.85, 'near-miss'));
  });

  it('means nothing under another reference name', () => {
    const other = [{ referenceName: 'Xero', externalId: 'toggl:1' }];
    expect(pairOfPeople(['Nina'], ['Eric'], { references: other })).toEqual([]);
    expect(pairOfPeople(['Nina'], ['Eric'], { references: [...other, ...references] })).toHaveLength(1);
  });

  it('is one of several that somebody wrote into one field', () => {
    expect(pairOfPeople(['Nina'], ['Eric'], { references: linkedTo('7, 1') })).toEqual(asPair(0.85, 'near-miss'));
  });
});

/** A name and the same with a few slips. */
const slips = fc
  .tuple(
    fc.stringMatching(/^[a-zäéø山 ]{4,30}$/u),
    fc.array(fc.record({ at: fc.nat(40), put: fc.constantFrom('', 'x', 'ab', ' ', '山') }), { maxLength: 4 }),
  )
  .map(([name, edits]) => ({
    name,
    other: edits.reduce((text, { at, put }) => text.slice(0, at) + put + text.slice(at + 1), name),
  }));

describe('names that are alike', () => {
  it('are found, all of them, though most pairs are never compared', () => {
    fc.assert(
      fc.property(slips, ({ name, other }) => {
        const [a, b] = [normaliseName(name), normaliseName(other)];
        fc.pre(a !== '' && b !== '' && a !== b && sortWords(name) !== sortWords(other));
        const pairs = pairPeople(
          [aTogglUser({ id: 1, name })],
          [aPerson({ id: 2, name: other, references: [] }), aPerson({ id: 3, name: 'Quite Another', references: [] })],
          input,
        );
        const isFound = pairs.some(({ runnId, reason }) => runnId === 2 && reason === 'similar-name');
        expect(isFound).toBe(nameSimilarity(a, b) >= 0.85);
      }),
      { numRuns: 500 },
    );
  });

  it('are not looked for where something is equal', () => {
    const pairs = pairProjects(
      [aTogglProject({ id: 1, name: 'Website relaunch' })],
      [
        aProject({ id: 2, name: 'Website relaunch', references: [] }),
        aProject({ id: 3, name: 'Website relaunchs', references: [] }),
      ],
      input,
    );
    expect(pairs.map(({ runnId }) => runnId)).toEqual([2]);
  });

  it('are two projects when their numbers differ', () => {
    const projects = [
      aProject({ id: 2, name: 'Migration 2025', references: [] }),
      aProject({ id: 3, name: 'Migratoin 2026', references: [] }),
    ];
    const pairs = pairProjects([aTogglProject({ id: 1, name: 'Migration 2026' })], projects, input);
    expect(pairs.map(({ runnId }) => runnId)).toEqual([3]);
  });

  it('are looked for where an equal name is less sure than they could be, and nothing is listed twice', () => {
    const pairs = pairPeople(
      [aTogglUser({ id: 1, name: 'Aretha Franklin', email: 'af@x.com' })],
      [
        aPerson({ id: 2, name: 'Aretha Franklin', email: 'fa@x.com', references: [] }),
        aPerson({ id: 3, name: 'Aretha Frankiln', references: [] }),
      ],
      input,
    );
    expect(pairs).toEqual([
      { togglId: 1, runnId: 2, confidence: 0.8, reason: 'same-name' },
      { togglId: 1, runnId: 3, confidence: 0.74, reason: 'similar-name' },
    ]);
  });

  it('are not looked for where the words are the same, which is as sure as a likeness can be', () => {
    const people = [
      aPerson({ id: 2, name: 'Eric Clapton', references: [] }),
      aPerson({ id: 3, name: 'Clapton Erik', references: [] }),
    ];
    const pairs = pairPeople([aTogglUser({ id: 1, name: 'Clapton, Eric' })], people, input);
    expect(pairs.map(({ runnId }) => runnId)).toEqual([2]);
  });
});

describe('a likeness is not measured, for that takes time', () => {
  /** Whether the similarity is asked for the names of two records that share nothing else. */
  function isMeasured(name: string, other: string): boolean {
    let calls = 0;
    const similarity: Similarity = () => {
      calls += 1;
      return 0;
    };
    pairOfPeople([name], [other], { similarity });
    return calls > 0;
  }

  it.each([
    ['a fifth of the letters are others', 'abcdefghij', 'abcdefghxy', true],
    ['more than a fifth are others', 'abcdefghij', 'abcdefgxyz', false],
    ['the letters are the same, but not as many of each', 'aaaaabbbbb', 'aaaaaaaabb', false],
    ['a fifth of the letters are missing', 'abcdefgh', 'abcdefghij', true],
    ['a fifth of the letters are too many', 'abcdefghij', 'abcdefgh', true],
    ['more than a fifth are missing', 'abcdefghij', 'abcdefghijklm', false],
    ['more than a fifth are too many', 'abcdefghijklm', 'abcdefghij', false],
    ['the name is too short for a slip', 'abcd', 'abcx', false],
  ])('where %s: %s and %s', (_, name, other, expected) => {
    expect(isMeasured(name, other)).toBe(expected);
  });

  it('between people without an address, or projects without a client, for that alone', () => {
    let calls = 0;
    const similarity: Similarity = () => {
      calls += 1;
      return 0;
    };
    pairPeople(
      [aTogglUser({ id: 1, name: 'Nina Simone' })],
      [aPerson({ id: 2, name: 'Miles Davis', references: [] })],
      { ...input, similarity },
    );
    pairProjects(
      [aTogglProject({ id: 1, name: 'Website' })],
      [aProject({ id: 2, name: 'Moon Base', references: [] })],
      { ...input, similarity },
    );
    expect(calls).toBe(0);
  });

  it('between projects of other numbers', () => {
    const asked: string[] = [];
    const similarity: Similarity = (a, b) => {
      asked.push(`${a} / ${b}`);
      return 0;
    };
    pairProjects(
      [aTogglProject({ id: 1, name: 'Migration 2026' })],
      [
        aProject({ id: 2, name: 'Migratoin 2025', references: [] }),
        aProject({ id: 3, name: 'Migratoin 2026', references: [] }),
      ],
      { ...input, similarity },
    );
    expect(asked).toEqual(['migration 2026 / migratoin 2026']);
  });
});
