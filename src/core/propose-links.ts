/**
 * Which Toggl user or project is probably which record of Runn, with how sure that is. A proposal is for a person to
 * confirm; nothing is ever matched by it (R3).
 */
import type { Matching } from './match.ts';
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
import { type LinkReason, type Pair, pairPeople, pairProjects } from './pair-links.ts';
import type { Similarity } from './suggest.ts';

export type LinkKind = 'person' | 'project';

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
  const worthwhile = [
    ...users.map(({ id, isActive }) => toRecord('person', id, userSeconds, isActive)),
    ...togglProjects.map(({ id, isArchived }) => toRecord('project', id, projectSeconds, !isArchived)),
  ].filter(({ isActive, seconds }) => isActive || seconds > 0);
  const without = (proposals: readonly LinkProposal[]) => {
    const proposed = new Set(proposals.map(keyOf));
    return worthwhile.filter((record) => !proposed.has(keyOf(record)));
  };
  const left = new Set(without(live).map(keyOf));
  const usersLeft = users.filter(({ id }) => left.has(keyOf({ kind: 'person', togglId: id })));
  const projectsLeft = togglProjects.filter(({ id }) => left.has(keyOf({ kind: 'project', togglId: id })));
  const archived = [
    ...assign('person', pairPeople(usersLeft, people.filter(isGone), input), new Set(), userSeconds),
    ...assign('project', pairProjects(projectsLeft, projects.filter(isGone), input), linkedProjects, projectSeconds),
  ].filter(({ reason }) => archivedReasons.includes(reason));
  const proposals = [...live, ...archived.map(asArchived)].sort(compareProposals);
  const unproposed = without(proposals)
    .map(({ kind, togglId, seconds }) => ({ kind, togglId, seconds }))
    .sort((a, b) => b.seconds - a.seconds || compareKinds(a, b) || a.togglId - b.togglId);
  return { proposals, unproposed };
}

/** One of Toggl's, with its time of the window. */
function toRecord<Id extends LinkProposal['togglId']>(
  kind: LinkKind,
  togglId: Id,
  seconds: ReadonlyMap<Id, number>,
  isActive: boolean,
): UnproposedRecord & { readonly isActive: boolean } {
  return { kind, togglId, seconds: seconds.get(togglId) ?? 0, isActive };
}

function keyOf({ kind, togglId }: Pick<LinkProposal, 'kind' | 'togglId'>): string {
  return `${kind}/${togglId}`;
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
function compareProposals(a: LinkProposal, b: LinkProposal): number {
  return b.confidence - a.confidence || b.seconds - a.seconds || compareKinds(a, b) || a.togglId - b.togglId;
}

function compareKinds(a: { readonly kind: LinkKind }, b: { readonly kind: LinkKind }): number {
  return a.kind === b.kind ? 0 : a.kind === 'person' ? -1 : 1;
}

function uniqueById<T extends { readonly id: number }>(records: readonly T[]): T[] {
  return [...new Map(records.map((record) => [record.id, record])).values()];
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
  // Sorted twice: of several that are a guess, the one that is most alike comes first all the same.
  const mostAlikeFirst = pairs.toSorted((a, b) => b.confidence - a.confidence || a.runnId - b.runnId);
  const weighed = weigh(mostAlikeFirst).map(toProposal).sort(compareProposals);

  const chosen = new Map<number, LinkProposal>();
  const taken = new Set(linkedRunnIds);
  const deferred = new Map<number, LinkProposal>();
  for (const proposal of weighed) {
    const { togglId, runnId } = proposal;
    if (chosen.has(togglId)) continue;
    if (!taken.has(runnId)) {
      chosen.set(togglId, proposal);
      taken.add(runnId);
    } else if (kind === 'project' && !deferred.has(togglId)) {
      deferred.set(togglId, asFurther(proposal));
    }
  }
  for (const [togglId, further] of deferred) {
    if (further.confidence > (chosen.get(togglId)?.confidence ?? 0)) chosen.set(togglId, further);
  }
  return [...chosen.values()];
}

/** A further Toggl project on a Runn project that has one: certain only where name and client are equal. */
function asFurther(proposal: LinkProposal): LinkProposal {
  const most = proposal.reason === 'same-name-and-client' ? 0.9 : 0.7;
  return { ...proposal, confidence: Math.min(proposal.confidence, most) };
}

/** Where the best is not the only one it is a guess, and what is less alike is no more than that. */
function weigh(pairs: readonly Pair[]): Pair[] {
  const isShared = ({ reason }: Pair) => reason === 'same-name-and-client';
  const wanted = new Set(
    surestOf(pairs, ({ runnId }) => runnId)
      .filter(({ length }) => length > 1)
      .flatMap((tied) => tied.filter((pair) => !isShared(pair))),
  );
  const torn = new Set(
    surestOf(pairs, ({ togglId }) => togglId)
      .filter((surest) => surest.length > 1 || surest.some((pair) => wanted.has(pair)))
      .flatMap((surest) => surest.map(({ togglId }) => togglId)),
  );
  return pairs.map((pair) =>
    torn.has(pair.togglId) || wanted.has(pair) ? { ...pair, confidence: Math.min(pair.confidence, undecided) } : pair,
  );
}

/** The surest pairs of each record: several where they tie. */
function surestOf(pairs: readonly Pair[], idOf: (pair: Pair) => number): Pair[][] {
  const groups = new Map<number, Pair[]>();
  for (const pair of pairs) {
    const group = groups.get(idOf(pair));
    if (group === undefined) groups.set(idOf(pair), [pair]);
    else group.push(pair);
  }
  return [...groups.values()].map((group) => {
    const most = Math.max(...group.map(({ confidence }) => confidence));
    return group.filter(({ confidence }) => confidence === most);
  });
}
