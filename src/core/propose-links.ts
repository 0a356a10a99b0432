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
import { type LinkReason, type Pair, pairPeople, pairProjects, type Score } from './pair-links.ts';
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
  const isProposed = new Set(live.map(({ kind, togglId }) => `${kind}/${togglId}`));
  const isOpen = (kind: LinkKind, seconds: number, isActive: boolean, id: number) =>
    (isActive || seconds > 0) && !isProposed.has(`${kind}/${id}`);
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
