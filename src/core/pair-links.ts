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

/** Every user with every person, where there is any likeness. */
export function pairPeople(users: readonly TogglUser[], people: readonly RunnPerson[], input: PairInput): Pair[] {
  const shape = ({ name, email }: { readonly name: string; readonly email: string | null }) => ({
    email: lowerEmail(email),
    box: plainEmail(email),
    name: normaliseName(name),
    words: sortWords(name),
  });
  const runn = people.map((person) => ({ ...shape(person), person, meant: meantOf(person, input.referenceNames) }));
  return users.flatMap((user) => {
    const toggl = shape(user);
    return runn.flatMap(({ person, meant, ...other }): Pair[] => {
      const isNear = meant.has(user.id);
      const score = nearMiss(isNear, scorePeople(toggl, other, input.similarity));
      return score === null ? [] : [{ ...score, togglId: user.id, runnId: person.id }];
    });
  });
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
  const areColleagues = a.box !== '' && b.box !== '' && domainOf(a.box) === domainOf(b.box);
  if (a.name === b.name) return { confidence: areColleagues ? 0.8 : 0.92, reason: 'same-name' };
  if (a.words === b.words) return { confidence: areColleagues ? 0.7 : 0.85, reason: 'same-words' };
  const likeness = similarity(a.name, b.name);
  if (likeness < leastSimilarity + 0.05) return null;
  return { confidence: hundredths(likeness * (areColleagues ? 0.65 : 0.85)), reason: 'similar-name' };
}

function domainOf(email: string): string {
  return email.slice(email.indexOf('@') + 1);
}

/** Every Toggl project with every one of Runn, where there is any likeness. */
export function pairProjects(
  togglProjects: readonly TogglProject[],
  projects: readonly RunnProject[],
  input: PairInput,
): Pair[] {
  const shape = (name: string, client: string | null | undefined): ProjectShape => ({
    name: normaliseName(name),
    client: normaliseName(client ?? ''),
    whole: normaliseName(`${client ?? ''} ${name}`),
  });
  const runn = projects.map((project) => ({
    ...shape(project.name, project.clientId === undefined ? null : input.clients.get(project.clientId)),
    project,
    meant: meantOf(project, input.referenceNames),
  }));
  return togglProjects.flatMap((togglProject) => {
    const toggl = shape(togglProject.name, togglProject.clientName);
    return runn.flatMap(({ project, meant, ...other }): Pair[] => {
      const isNear = meant.has(togglProject.id);
      const score = nearMiss(isNear, scoreProjects(toggl, other, input.similarity));
      return score === null ? [] : [{ ...score, togglId: togglProject.id, runnId: project.id }];
    });
  });
}

interface ProjectShape {
  readonly name: string;
  readonly client: string;
  /** Client and name as one. */
  readonly whole: string;
}

function scoreProjects(a: ProjectShape, b: ProjectShape, similarity: Similarity): Score | null {
  if (a.name === '' || b.name === '') return null;
  const clients = a.client === '' || b.client === '' ? 'unknown' : a.client === b.client ? 'same' : 'different';
  if (a.name === b.name) {
    if (clients === 'same') return { confidence: 1, reason: 'same-name-and-client' };
    return { confidence: clients === 'unknown' ? 0.92 : 0.75, reason: 'same-name' };
  }
  if (a.whole === b.name || a.name === b.whole) return { confidence: 0.92, reason: 'name-with-client' };
  const likeness = similarity(a.name, b.name);
  // Numbers tell projects apart: "Phase 1" and "Phase 2" are alike, and are not the same.
  const isSameNumber = numbersOf(a.name) === numbersOf(b.name);
  if (isSameNumber && likeness >= leastSimilarity) {
    const factor = { same: 0.85, unknown: 0.75, different: 0.5 }[clients];
    return { confidence: hundredths(likeness * factor), reason: 'similar-name' };
  }
  if (clients === 'same' && (beginsWith(a.name, b.name) || beginsWith(b.name, a.name))) {
    return { confidence: 0.6, reason: 'part-of-name' };
  }
  return null;
}

function numbersOf(name: string): string {
  return (name.match(/\p{N}+/gu) ?? []).join(' ');
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
