/**
 * Which Toggl user or project is probably which record of Runn, with how sure that is. A proposal is for a person to
 * confirm; nothing is ever matched by it (R3).
 */
import type { Matching } from './match.ts';
import { meantIds } from './meant-ids.ts';
import type {
  IsoDate,
  Mapping,
  RunnPerson,
  RunnPersonId,
  RunnProject,
  RunnProjectId,
  TogglProject,
  TogglProjectId,
  TogglUser,
  TogglUserId,
} from './model.ts';
import { lowerEmail, normaliseName, plainEmail, type Similarity, sortWords } from './suggest.ts';

export type LinkKind = 'person' | 'project';

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

export interface LinkProposal {
  readonly kind: LinkKind;
  readonly togglId: TogglUserId | TogglProjectId;
  readonly runnId: RunnPersonId | RunnProjectId;
  /** From 0 to 1, in hundredths. */
  readonly confidence: number;
  readonly reason: LinkReason;
  /** Toggl seconds of the window that wait for this link. */
  readonly seconds: number;
  /** The Runn record is archived: never sure enough to be written unseen. */
  readonly isArchived?: true;
}

/** A Toggl user or project for which nothing fits. */
export type UnproposedRecord = Pick<LinkProposal, 'kind' | 'togglId' | 'seconds'>;

/** From this confidence on a proposal may be accepted without being looked at. */
export const defaultMinConfidence = 0.9;

export interface ProposeLinksInput {
  /** Those of all workspaces, or of a data export. */
  readonly users: readonly TogglUser[];
  readonly togglProjects: readonly TogglProject[];
  /** All of Runn's: placeholders and templates are never proposed, archived ones where nothing else fits. */
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  /** Runn's clients by id. */
  readonly clients: ReadonlyMap<number, string>;
  readonly matching: Matching;
  readonly mapping: Mapping;
  readonly referenceNames: readonly string[];
  /** Toggl seconds of the window; none where no time was read. */
  readonly userSeconds: ReadonlyMap<TogglUserId, number>;
  readonly projectSeconds: ReadonlyMap<TogglProjectId, number>;
  /** Which day `matching` is asked about; links are the same on every day. */
  readonly today: IsoDate;
  readonly similarity: Similarity;
}

export interface LinkProposals {
  /** The surest first, then the one with most hours; each Toggl record at most once, each person of Runn too. */
  readonly proposals: readonly LinkProposal[];
  /** Active ones and ones with time; most hours first. */
  readonly unproposed: readonly UnproposedRecord[];
}

/** Proposes a link for each Toggl user and project that leads nowhere; the order of the input is no matter. */
export function proposeLinks(input: ProposeLinksInput): LinkProposals {
  const { matching, mapping, userSeconds, projectSeconds, today } = input;
  const users = uniqueById(input.users).filter(
    ({ id }) => !mapping.people.has(id) && matching.personOf(id).kind === 'unmatched',
  );
  const togglProjects = uniqueById(input.togglProjects).filter(
    ({ id }) => !mapping.projects.has(id) && matching.projectOf(id, today).kind === 'unmatched',
  );
  const knownUsers = new Set<number>(input.users.map(({ id }) => id));
  const knownProjects = new Set<number>(input.togglProjects.map(({ id }) => id));

  const people = input.people
    .filter((person) => !person.isPlaceholder)
    .filter((person) => !matching.usersLeadingTo(person.id).some((id) => knownUsers.has(id)));
  const projects = input.projects.filter((project) => !project.isTemplate);
  const linkedProjects = new Set(
    projects
      .map(({ id }) => id)
      .filter((id) => matching.projectsLeadingTo(id, today).some((each) => knownProjects.has(each))),
  );

  const live = [
    ...assign('person', pairPeople(users, people.filter(isLive), input), new Set(), userSeconds),
    ...assign('project', pairProjects(togglProjects, projects.filter(isLive), input), linkedProjects, projectSeconds),
  ];
  const isOpen = (kind: LinkKind, seconds: number, isActive: boolean, id: number) =>
    (isActive || seconds > 0) && !live.some((each) => each.kind === kind && each.togglId === id);
  const usersLeft = users.filter(({ id, isActive }) => isOpen('person', userSeconds.get(id) ?? 0, isActive, id));
  const projectsLeft = togglProjects.filter(({ id, isArchived }) =>
    isOpen('project', projectSeconds.get(id) ?? 0, !isArchived, id),
  );
  const archived = [
    ...assign('person', pairPeople(usersLeft, people.filter(isGone), input), new Set(), userSeconds),
    ...assign('project', pairProjects(projectsLeft, projects.filter(isGone), input), linkedProjects, projectSeconds),
  ].filter(({ reason }) => archivedReasons.includes(reason));
  const proposals = [...live, ...archived.map(asArchived)].sort(compareProposals);
  const proposed = new Set(proposals.map(({ kind, togglId }) => `${kind}/${togglId}`));
  const unproposed = [
    ...users.map(({ id, isActive }) => ({
      kind: 'person' as const,
      togglId: id,
      seconds: userSeconds.get(id) ?? 0,
      isActive,
    })),
    ...togglProjects.map(({ id, isArchived }) => ({
      kind: 'project' as const,
      togglId: id,
      seconds: projectSeconds.get(id) ?? 0,
      isActive: !isArchived,
    })),
  ]
    .filter(({ kind, togglId, seconds, isActive }) => (isActive || seconds > 0) && !proposed.has(`${kind}/${togglId}`))
    .map(({ kind, togglId, seconds }) => ({ kind, togglId, seconds }))
    .sort((a, b) => b.seconds - a.seconds || compareKinds(a, b) || a.togglId - b.togglId);
  return { proposals, unproposed };
}

function isLive({ isArchived }: { readonly isArchived: boolean }): boolean {
  return !isArchived;
}

function isGone({ isArchived }: { readonly isArchived: boolean }): boolean {
  return isArchived;
}

/** A likeness of names is not enough to bring an archived record into play. */
const archivedReasons: readonly LinkReason[] = [
  'same-email',
  'similar-email',
  'near-miss',
  'same-name-and-client',
  'name-with-client',
  'same-name',
];
/** Below what is accepted unseen: its time is held back all the same, and perhaps another record is meant. */
const mostForArchived = 0.85;

function asArchived(proposal: LinkProposal): LinkProposal {
  return { ...proposal, confidence: Math.min(proposal.confidence, mostForArchived), isArchived: true };
}

/** Surest first, then most hours; people before projects. */
export function compareProposals(a: LinkProposal, b: LinkProposal): number {
  return (
    b.confidence - a.confidence ||
    b.seconds - a.seconds ||
    compareKinds(a, b) ||
    a.togglId - b.togglId ||
    a.runnId - b.runnId
  );
}

function compareKinds(a: { readonly kind: LinkKind }, b: { readonly kind: LinkKind }): number {
  return a.kind === b.kind ? 0 : a.kind === 'person' ? -1 : 1;
}

function uniqueById<T extends { readonly id: number }>(records: readonly T[]): T[] {
  return [...new Map(records.map((record) => [record.id, record])).values()].sort((a, b) => a.id - b.id);
}

// -------------------------------------------------------------------------------------------------- pairs

interface Score {
  readonly confidence: number;
  readonly reason: LinkReason;
}

interface Pair extends Score {
  readonly togglId: number;
  readonly runnId: number;
}

/** A likeness below this is no proposal at all. */
const leastSimilarity = 0.8;

function pairPeople(users: readonly TogglUser[], people: readonly RunnPerson[], input: ProposeLinksInput): Pair[] {
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

function pairProjects(
  togglProjects: readonly TogglProject[],
  projects: readonly RunnProject[],
  input: ProposeLinksInput,
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

// --------------------------------------------------------------------------------------------- assignment

/** What a guess between several is worth, at the most. */
const undecided = 0.5;

/**
 * From all pairs to one Runn record per Toggl record. People are one-to-one; of projects several may lead to one, but
 * only where no other fits as well.
 */
function assign(
  kind: LinkKind,
  pairs: readonly Pair[],
  linkedRunnIds: ReadonlySet<number>,
  seconds: ReadonlyMap<number, number>,
): LinkProposal[] {
  const toProposal = (pair: Pair): LinkProposal => ({
    ...pair,
    kind,
    togglId: pair.togglId as LinkProposal['togglId'],
    runnId: pair.runnId as LinkProposal['runnId'],
    seconds: seconds.get(pair.togglId) ?? 0,
  });
  const weighed = weigh(kind, pairs)
    .map((pair) => (linkedRunnIds.has(pair.runnId) ? asFurther(pair) : pair))
    .map(toProposal)
    .sort(compareProposals);

  const chosen = new Map<number, LinkProposal>();
  const taken = new Set<number>();
  const deferred = new Map<number, LinkProposal>();
  for (const proposal of weighed) {
    const { togglId, runnId } = proposal;
    if (chosen.has(togglId)) continue;
    if (!taken.has(runnId)) {
      chosen.set(togglId, proposal);
      if (!linkedRunnIds.has(runnId)) taken.add(runnId);
    } else if (kind === 'project' && !deferred.has(togglId)) {
      deferred.set(togglId, { ...proposal, ...asFurther(proposal) });
    }
  }
  for (const [togglId, further] of deferred) {
    if (further.confidence > (chosen.get(togglId)?.confidence ?? 0)) chosen.set(togglId, further);
  }
  return [...chosen.values()];
}

/** A further Toggl project on a Runn project that has one: certain only where name and client are equal. */
function asFurther<T extends Score>(pair: T): T {
  const most = pair.reason === 'same-name-and-client' ? 0.9 : 0.7;
  return { ...pair, confidence: Math.min(pair.confidence, most) };
}

/** Where the best is not the only one, it is a guess. */
function weigh(kind: LinkKind, pairs: readonly Pair[]): Pair[] {
  const bestOf = (idOf: (pair: Pair) => number) => {
    const best = new Map<number, { readonly confidence: number; readonly count: number }>();
    for (const pair of pairs) {
      const known = best.get(idOf(pair));
      if (known === undefined || pair.confidence > known.confidence) {
        best.set(idOf(pair), { confidence: pair.confidence, count: 1 });
      } else if (pair.confidence === known.confidence) {
        best.set(idOf(pair), { ...known, count: known.count + 1 });
      }
    }
    return (pair: Pair) => {
      const known = best.get(idOf(pair));
      return known !== undefined && known.count > 1 && known.confidence === pair.confidence;
    };
  };
  const isTieForToggl = bestOf(({ togglId }) => togglId);
  const isTieForRunn = bestOf(({ runnId }) => runnId);
  return pairs.map((pair) => {
    const isShared = kind === 'project' && pair.reason === 'same-name-and-client';
    const isGuess = isTieForToggl(pair) || (isTieForRunn(pair) && !isShared);
    return isGuess ? { ...pair, confidence: Math.min(pair.confidence, undecided) } : pair;
  });
}
