/** Which Runn record an unmatched Toggl user or project probably means; a suggestion for a person, never a match (R3). */
import type { RunnPerson, RunnPersonId, RunnProject, RunnProjectId, TogglProject, TogglUser } from './model.ts';
import type { Suggestion } from './report.ts';

/** How alike two normalised names are, from 0 to 1. */
export type Similarity = (a: string, b: string) => number;

/** Below this a likeness is a guess that costs more to check than it saves. */
const leastSimilarity = 0.85;

export interface Suggester {
  /** The person with the same e-mail address, else with the same or a similar name; null when none or several fit. */
  person(user: TogglUser): Suggestion | null;
  /**
   * The project with the same or a similar name; one that nothing leads to yet before one that is linked already. Null when
   * none or several fit: where two unlinked ones have the name, a linked one is no better guess.
   */
  project(project: TogglProject): Suggestion | null;
}

/**
 * @param input.people all people of Runn; archived ones and placeholders are never suggested
 * @param input.projects all projects of Runn; archived ones and templates are never suggested
 * @param input.linkedPeople those to whom a Toggl user already leads; never suggested for another
 * @param input.linkedProjects those to which a Toggl project already leads; suggested last
 * @param input.similarity when given, also names that are alike but not the same are suggested
 */
export function createSuggester(input: {
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  readonly linkedPeople: ReadonlySet<RunnPersonId>;
  readonly linkedProjects: ReadonlySet<RunnProjectId>;
  readonly similarity?: Similarity | undefined;
}): Suggester {
  const people = input.people.filter(
    (person) => !person.isArchived && !person.isPlaceholder && !input.linkedPeople.has(person.id),
  );
  const byEmail = groupBy(people, (person) => lowerEmail(person.email));
  const byPlainEmail = groupBy(people, (person) => plainEmail(person.email));
  const byName = groupBy(people, (person) => normaliseName(person.name));
  const byWords = groupBy(people, (person) => sortWords(person.name));

  const projects = input.projects.filter((project) => !project.isArchived && !project.isTemplate);
  const projectTiers = [
    projects.filter((project) => !input.linkedProjects.has(project.id)),
    projects.filter((project) => input.linkedProjects.has(project.id)),
  ].map((tier) => ({ tier, byName: groupBy(tier, (project) => normaliseName(project.name)) }));

  return {
    person(user) {
      return (
        suggest(allOf(byEmail, lowerEmail(user.email)), 'same-email') ??
        suggest(allOf(byPlainEmail, plainEmail(user.email)), 'similar-email') ??
        suggest(allOf(byName, normaliseName(user.name)), 'same-name') ??
        suggest(allOf(byWords, sortWords(user.name)), 'similar-name') ??
        suggest(mostSimilar(people, user.name, input.similarity), 'similar-name')
      );
    },
    project(project) {
      for (const { byName: byProjectName } of projectTiers) {
        const sameName = allOf(byProjectName, normaliseName(project.name));
        if (sameName.length > 0) return suggest(sameName, 'same-name');
      }
      for (const { tier } of projectTiers) {
        const similarName = mostSimilar(tier, project.name, input.similarity);
        if (similarName.length > 0) return suggest(similarName, 'similar-name');
      }
      return null;
    },
  };
}

/** A name without case, accents, punctuation and spare spaces: `  Łukasz  O'Neill` becomes `lukasz o neill`. */
export function normaliseName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[ßæœøłđ]/gu, (letter) => unaccented[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}\p{S}#]+/gu, ' ')
    .trim();
}

/** Letters that no Unicode decomposition takes apart. */
const unaccented: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd' };

/** `Clapton, Eric` and `Eric Clapton` have the same words. */
export function sortWords(name: string): string {
  return normaliseName(name).split(' ').sort().join(' ');
}

/** `''` for none. */
export function lowerEmail(email: string | null): string {
  return email?.trim().toLowerCase() ?? '';
}

/** Without what mailboxes ignore: a `+tag`, and Gmail's dots and second domain; `''` for none. */
export function plainEmail(email: string | null): string {
  const [local = '', domain = ''] = lowerEmail(email).split('@');
  const box = local.replace(/\+.*/u, '');
  if (box === '' || domain === '') return '';
  return domain === 'gmail.com' || domain === 'googlemail.com'
    ? `${box.replaceAll('.', '')}@gmail.com`
    : `${box}@${domain}`;
}

interface Named {
  readonly id: RunnPersonId | RunnProjectId;
  readonly name: string;
}

/** The only one that fits: with two of them, either would be a guess. */
function suggest(fitting: readonly Named[], because: Suggestion['because']): Suggestion | null {
  const [only, ...others] = fitting;
  return only === undefined || others.length > 0 ? null : { runnId: only.id, name: only.name, because };
}

function groupBy<T>(records: readonly T[], keyOf: (record: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const record of records) {
    const key = keyOf(record);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return groups;
}

/** The records under a key; none have an empty one. */
function allOf<T>(groups: ReadonlyMap<string, readonly T[]>, key: string): readonly T[] {
  return key === '' ? [] : (groups.get(key) ?? []);
}

/** Those that are as alike as no other; several when they tie. */
function mostSimilar<T extends Named>(
  records: readonly T[],
  name: string,
  similarity: Similarity | undefined,
): readonly T[] {
  const wanted = normaliseName(name);
  if (similarity === undefined || wanted === '') return [];
  let best: T[] = [];
  let bestScore = leastSimilarity;
  for (const record of records) {
    const score = similarity(wanted, normaliseName(record.name));
    if (score < bestScore) continue;
    best = score === bestScore ? [...best, record] : [record];
    bestScore = score;
  }
  return best;
}
