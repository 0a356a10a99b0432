/** How alike a Toggl and a Runn record are, and why: what each likeness is worth as a proposal for a link. */
import { meantIds } from './meant-ids.ts';
import type { RunnPerson, RunnProject, TogglProject, TogglUser } from './model.ts';
import { lowerEmail, normaliseName, plainEmail, type Similarity, sortWords } from './suggest.ts';

/** Why two records are thought to be the same. */
export type LinkReason =
  | 'same-email'
  | 'similar-email'
  /** The Runn record carries the id already, but not exactly: blanks, a prefix. */
  | 'near-miss'
  | 'same-name-and-client'
  /** `Acme` and `Website` on one side, `Acme Website` on the other. */
  | 'name-with-client'
  | 'same-name'
  /** The same words in another order. */
  | 'same-words'
  | 'similar-name'
  /** One name begins with the other, for the same client. */
  | 'part-of-name'
  /** Said by a person, at the prompt or in a file. */
  | 'chosen';

/** What pairs are judged by beside the records themselves. */
export interface PairInput {
  /** Runn's clients by id. */
  readonly clients: ReadonlyMap<number, string>;
  readonly referenceNames: readonly string[];
  readonly similarity: Similarity;
}

export interface Score {
  readonly confidence: number;
  readonly reason: LinkReason;
}

export interface Pair extends Score {
  readonly togglId: number;
  readonly runnId: number;
}

/** A likeness below this is no proposal at all. */
const leastSimilarity = 0.8;
/** Names of people are short, and those of a family alike. */
const leastSimilarityOfPeople = 0.85;

/** What a likeness alone can be worth at the most. */
const mostByLikeness = 0.85;

/** Pairs of users and people that have something in common; what is alike is looked for where nothing is equal. */
export function pairPeople(users: readonly TogglUser[], people: readonly RunnPerson[], input: PairInput): Pair[] {
  const prepare = (record: { readonly id: number; readonly name: string; readonly email: string | null }) => {
    const name = normaliseName(record.name);
    const shape = {
      email: lowerEmail(record.email),
      box: plainEmail(record.email),
      name,
      words: sortWords(record.name),
    };
    // Who has the same name has the same words.
    const keys = [`email ${shape.email}`, `box ${shape.box}`, `words ${shape.words}`];
    return {
      id: record.id,
      shape,
      keys: keys.filter((key) => !key.endsWith(' ')),
      group: '',
      letters: countLetters(name),
    };
  };
  return pairRecords(
    users.map((user) => ({ ...prepare(user), meant: none })),
    people.map((person) => ({ ...prepare(person), meant: meantOf(person, input.referenceNames) })),
    (a, b) => scorePeople(a, b, input.similarity),
  );
}

interface PersonShape {
  readonly email: string;
  readonly box: string;
  readonly name: string;
  readonly words: string;
}

function scorePeople(a: PersonShape, b: PersonShape, similarity: Similarity): Score | null {
  if (a.email !== '' && a.email === b.email) return { confidence: 1, reason: 'same-email' };
  if (a.box !== '' && a.box === b.box) return { confidence: 0.95, reason: 'similar-email' };
  if (a.name === '' || b.name === '') return null;
  // Two mailboxes of one company usually belong to two people, whatever they are called.
  const areColleagues = a.box !== '' && domainOf(a.box) === domainOf(b.box);
  if (a.name === b.name) return { confidence: areColleagues ? 0.8 : 0.92, reason: 'same-name' };
  if (a.words === b.words) return { confidence: areColleagues ? 0.7 : 0.85, reason: 'same-words' };
  const likeness = similarity(a.name, b.name);
  if (likeness < leastSimilarityOfPeople) return null;
  return { confidence: hundredths(likeness * (areColleagues ? 0.65 : 0.85)), reason: 'similar-name' };
}

function domainOf(email: string): string {
  return email.slice(email.indexOf('@') + 1);
}

/** The same for projects. */
export function pairProjects(
  togglProjects: readonly TogglProject[],
  projects: readonly RunnProject[],
  input: PairInput,
): Pair[] {
  const prepare = (id: number, rawName: string, rawClient: string) => {
    const name = normaliseName(rawName);
    const client = normaliseName(rawClient);
    const whole = normaliseName(`${rawClient} ${rawName}`);
    const numbers = numbersOf(name);
    // Either name may hold the client.
    const keys = [`name ${name}`, `name ${whole}`, `client ${client}`].filter((key) => !key.endsWith(' '));
    return { id, shape: { name, client, whole, numbers }, keys, group: numbers, letters: countLetters(name) };
  };
  return pairRecords(
    togglProjects.map(({ id, name, clientName }) => ({ ...prepare(id, name, clientName ?? ''), meant: none })),
    projects.map((project) => ({
      ...prepare(project.id, project.name, clientNameOf(project, input.clients)),
      meant: meantOf(project, input.referenceNames),
    })),
    (a, b) => scoreProjects(a, b, input.similarity),
  );
}

/** `''` for none. */
function clientNameOf({ clientId }: RunnProject, clients: PairInput['clients']): string {
  return (clientId === undefined ? undefined : clients.get(clientId)) ?? '';
}

interface ProjectShape {
  readonly name: string;
  readonly client: string;
  /** Client and name as one. */
  readonly whole: string;
  /** Numbers tell projects apart: "Phase 1" and "Phase 2" are alike, and are not the same. */
  readonly numbers: string;
}

function scoreProjects(a: ProjectShape, b: ProjectShape, similarity: Similarity): Score | null {
  if (a.name === '' || b.name === '') return null;
  const clients = a.client === '' || b.client === '' ? 'unknown' : a.client === b.client ? 'same' : 'different';
  if (a.name === b.name) {
    if (clients === 'same') return { confidence: 1, reason: 'same-name-and-client' };
    return { confidence: clients === 'unknown' ? 0.92 : 0.75, reason: 'same-name' };
  }
  if (a.whole === b.name || a.name === b.whole) {
    return { confidence: clients === 'different' ? 0.75 : 0.92, reason: 'name-with-client' };
  }
  const likeness = a.numbers === b.numbers ? similarity(a.name, b.name) : 0;
  if (likeness >= leastSimilarity) {
    const factor = { same: 0.85, unknown: 0.75, different: 0.5 }[clients];
    return { confidence: hundredths(likeness * factor), reason: 'similar-name' };
  }
  if (clients === 'same' && (beginsWith(a.name, b.name) || beginsWith(b.name, a.name))) {
    return { confidence: 0.6, reason: 'part-of-name' };
  }
  return null;
}

function numbersOf(name: string): string {
  return Array.from(name.matchAll(/\p{N}+/gu), ([number]) => number).join(' ');
}

function beginsWith(name: string, start: string): boolean {
  return start.length >= 4 && name.startsWith(`${start} `);
}

function nearMiss(isNear: boolean, score: Score | null): Score | null {
  if (!isNear) return score;
  // The id alone could be a slip; with a name or an address that fits it is none.
  return { confidence: score !== null && score.confidence >= 0.7 ? 0.97 : 0.85, reason: 'near-miss' };
}

/** Toggl ids that somebody may have meant by this record's references. */
function meantOf(record: RunnPerson | RunnProject, referenceNames: readonly string[]): ReadonlySet<number> {
  return new Set(
    record.references
      .filter(({ referenceName }) => referenceNames.includes(referenceName))
      .flatMap(({ externalId }) => meantIds(externalId)),
  );
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

// ------------------------------------------------------------------------------------------------- in bulk

/** A record made ready to be compared with thousands of others. */
interface Prepared<Shape> {
  readonly id: number;
  readonly shape: Shape;
  /** Records that share one are compared in full, however different their names. */
  readonly keys: readonly string[];
  /** Only records of the same group can be alike. */
  readonly group: string;
  readonly letters: Letters;
  /** Toggl ids that somebody may have meant by its references. */
  readonly meant: ReadonlySet<number>;
}

const none: ReadonlySet<number> = new Set();

/**
 * Compares each Toggl record with those of Runn that share a key with it and, where none of them is as sure as a likeness
 * could be, with all whose name can be alike. Thousands of projects on either side take seconds, and not minutes.
 */
function pairRecords<Shape extends { readonly name: string }>(
  toggl: readonly Prepared<Shape>[],
  runn: readonly Prepared<Shape>[],
  score: (a: Shape, b: Shape) => Score | null,
): Pair[] {
  const byKey = groupBy(runn, ({ keys, meant }) => [...keys, ...[...meant].map((id) => `id ${id}`)]);
  const byGroup = groupBy(runn, ({ group }) => [group]);
  const pairs: Pair[] = [];
  for (const record of toggl) {
    let best = 0;
    const compare = (other: Prepared<Shape>): void => {
      const result = nearMiss(other.meant.has(record.id), score(record.shape, other.shape));
      if (result === null) return;
      best = Math.max(best, result.confidence);
      pairs.push({ ...result, togglId: record.id, runnId: other.id });
    };
    const near = new Set([...record.keys, `id ${record.id}`].flatMap((key) => byKey.get(key) ?? []));
    for (const other of near) compare(other);
    if (best >= mostByLikeness) continue;
    for (const other of byGroup.get(record.group) ?? []) {
      if (canBeAlike(record.letters, other.letters) && !near.has(other)) compare(other);
    }
  }
  return pairs;
}

function groupBy<T>(
  records: readonly T[],
  keysOf: (record: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const record of records) {
    for (const key of keysOf(record)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [record]);
      else group.push(record);
    }
  }
  return groups;
}

/** What a name is made of; letters that share the last five bits count as one. */
interface Letters {
  readonly length: number;
  readonly counts: Uint16Array;
}

function countLetters(name: string): Letters {
  const counts = new Uint16Array(32);
  for (let index = 0; index < name.length; index += 1) {
    const slot = name.charCodeAt(index) & 31;
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  return { length: name.length, counts };
}

/**
 * Whether so few letters differ that the names can be alike; to change one into the other changes two counts for each
 * letter at the most. It is asked for every pair of thousands, so that the cheapest question comes first.
 */
function canBeAlike(a: Letters, b: Letters): boolean {
  const mostChanges = Math.floor(Math.max(a.length, b.length) * (1 - leastSimilarity) + 1e-9);
  if (Math.abs(a.length - b.length) > mostChanges) return false;
  let difference = 0;
  for (let slot = 0; slot < 32; slot += 1) difference += Math.abs((a.counts[slot] ?? 0) - (b.counts[slot] ?? 0));
  return difference <= 2 * mostChanges;
}
