/** R3: which Runn record a Toggl id leads to. `map` beats links; links are equal strings, nothing else. */
import type {
  DatedTarget,
  ExternalReference,
  IsoDate,
  Mapping,
  RunnPerson,
  RunnPersonId,
  RunnProject,
  RunnProjectId,
  TogglProjectId,
  TogglUserId,
} from './model.ts';

export type Match<Id> =
  | { readonly kind: 'matched'; readonly id: Id; readonly isArchived: boolean; readonly via: 'map' | 'link' }
  /** `map` says `skip`: the time is excluded, not held back. */
  | { readonly kind: 'skip' }
  /** `mapTarget` is there when `map` names a record that Runn does not have. */
  | { readonly kind: 'unmatched'; readonly mapTarget?: number }
  | { readonly kind: 'ambiguous'; readonly ids: readonly Id[] }
  | { readonly kind: 'no-project' };

/** The Runn records that this may mean: one that matches, those that an ambiguous link leads to, else none. */
export function candidatesOf<Id>(match: Match<Id>): readonly Id[] {
  if (match.kind === 'matched') return [match.id];
  return match.kind === 'ambiguous' ? match.ids : [];
}

/** The live record that won over archived ones with the same id (R3, a finding). */
export interface ArchivedDuplicate<Id> {
  readonly live: Id;
  readonly archived: readonly Id[];
}

export interface Matching {
  personOf(userId: TogglUserId): Match<RunnPersonId>;
  /** A dated `map` entry makes the answer depend on the day. */
  projectOf(projectId: TogglProjectId | null, date: IsoDate): Match<RunnProjectId>;
  /** True when `projectOf` answers the same for every day. */
  isSettled(projectId: TogglProjectId | null): boolean;
  /**
   * Toggl user ids that lead to a person, known to Toggl or not; an ambiguous one leads to each of its candidates.
   * Only decimal external ids are Toggl ids.
   */
  usersLeadingTo(personId: RunnPersonId): readonly TogglUserId[];
  /** The same for projects, on a day. Time without a project is not in it: see `noProjectLeadsTo`. */
  projectsLeadingTo(projectId: RunnProjectId, date: IsoDate): readonly TogglProjectId[];
  /** Whether a Toggl user leads to this person and to nobody else. */
  hasUser(personId: RunnPersonId): boolean;
  /** Whether a Toggl project, or time without one, leads to this project and to no other, on a day. */
  hasProject(projectId: RunnProjectId, date: IsoDate): boolean;
  /** Whether `map.noProject` leads time without a project to this Runn project. */
  noProjectLeadsTo(projectId: RunnProjectId): boolean;
  archivedPeopleBeside(userId: TogglUserId): ArchivedDuplicate<RunnPersonId> | null;
  archivedProjectsBeside(projectId: TogglProjectId): ArchivedDuplicate<RunnProjectId> | null;
}

interface LinkedRecord<Id> {
  readonly id: Id;
  readonly isArchived: boolean;
  readonly references: readonly ExternalReference[];
}

interface LinkIndex<Id> {
  readonly byExternalId: ReadonlyMap<string, { readonly live: readonly Id[]; readonly archived: readonly Id[] }>;
  readonly recordsById: ReadonlyMap<Id, LinkedRecord<Id>>;
}

function indexLinks<Id extends number>(
  records: readonly LinkedRecord<Id>[],
  referenceNames: readonly string[],
): LinkIndex<Id> {
  const byExternalId = new Map<string, { live: Id[]; archived: Id[] }>();
  const recordsById = new Map<Id, LinkedRecord<Id>>();
  for (const record of [...records].sort((a, b) => a.id - b.id)) {
    recordsById.set(record.id, record);
    const externalIds = new Set(
      record.references
        .filter((reference) => referenceNames.includes(reference.referenceName))
        .map((reference) => reference.externalId),
    );
    for (const externalId of externalIds) {
      const holders = byExternalId.get(externalId) ?? { live: [], archived: [] };
      byExternalId.set(externalId, holders);
      (record.isArchived ? holders.archived : holders.live).push(record.id);
    }
  }
  return { byExternalId, recordsById };
}

function matchByLink<Id extends number>(index: LinkIndex<Id>, togglId: number): Match<Id> {
  const holders = index.byExternalId.get(String(togglId));
  if (holders === undefined) return { kind: 'unmatched' };
  // One live record beats archived ones; with none alive, one archived record is still the only one that can be meant.
  const candidates = holders.live.length > 0 ? holders.live : holders.archived;
  const [only, ...others] = candidates;
  if (only === undefined) return { kind: 'unmatched' };
  if (others.length > 0) return { kind: 'ambiguous', ids: candidates };
  return { kind: 'matched', id: only, isArchived: holders.live.length === 0, via: 'link' };
}

function matchByMap<Id extends number>(index: LinkIndex<Id>, target: Id | 'skip'): Match<Id> {
  if (target === 'skip') return { kind: 'skip' };
  const record = index.recordsById.get(target);
  if (record === undefined) return { kind: 'unmatched', mapTarget: target };
  return { kind: 'matched', id: target, isArchived: record.isArchived, via: 'map' };
}

function archivedBeside<Id extends number>(index: LinkIndex<Id>, togglId: number): ArchivedDuplicate<Id> | null {
  const holders = index.byExternalId.get(String(togglId));
  const live = holders?.live[0];
  if (holders === undefined || live === undefined || holders.live.length > 1 || holders.archived.length === 0)
    return null;
  return { live, archived: holders.archived };
}

/** The target of a dated `map` entry on a day: the first whose `until` has not passed (ascending, the last is open). */
export function targetOn(targets: readonly DatedTarget[], date: IsoDate): DatedTarget['target'] | null {
  for (const { target, until } of targets) {
    if (until === null || date <= until) return target;
  }
  return null;
}

/** An external id as a Toggl id; undefined when it is none: those are positive decimal integers up to 2^53. */
export function parseTogglId<Id extends number>(externalId: string): Id | undefined {
  if (!/^[1-9]\d{0,15}$/.test(externalId)) return undefined;
  const id = Number(externalId);
  return Number.isSafeInteger(id) ? (id as Id) : undefined;
}

/** Inverts a match: which Toggl ids lead to each record. */
function invert<TogglId extends number, Id extends number>(
  togglIds: Iterable<TogglId>,
  matchOf: (togglId: TogglId) => Match<Id>,
): Map<Id, TogglId[]> {
  const leading = new Map<Id, TogglId[]>();
  for (const togglId of togglIds) {
    const match = matchOf(togglId);
    const ids = match.kind === 'matched' ? [match.id] : match.kind === 'ambiguous' ? match.ids : [];
    for (const id of ids) {
      const known = leading.get(id);
      if (known === undefined) leading.set(id, [togglId]);
      else known.push(togglId);
    }
  }
  return leading;
}

function linkedTogglIds<TogglId extends number>(index: LinkIndex<number>, mapped: Iterable<TogglId>): Set<TogglId> {
  const ids = new Set<TogglId>(mapped);
  for (const externalId of index.byExternalId.keys()) {
    const id = parseTogglId<TogglId>(externalId);
    if (id !== undefined) ids.add(id);
  }
  return ids;
}

/**
 * Builds the matching of one run (R3).
 * @param input.people all people of Runn; placeholders never match
 * @param input.projects all projects of Runn; templates never match
 * @param input.referenceNames names under which external references count as links
 */
export function buildMatching(input: {
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  readonly referenceNames: readonly string[];
  readonly mapping: Mapping;
}): Matching {
  const { mapping, referenceNames } = input;
  const people = indexLinks<RunnPersonId>(
    input.people.filter((person) => !person.isPlaceholder),
    referenceNames,
  );
  const projects = indexLinks<RunnProjectId>(
    input.projects.filter((project) => !project.isTemplate),
    referenceNames,
  );

  const personMatches = new Map<TogglUserId, Match<RunnPersonId>>();
  const personOf = (userId: TogglUserId): Match<RunnPersonId> => {
    let match = personMatches.get(userId);
    if (match === undefined) {
      const target = mapping.people.get(userId);
      match = target === undefined ? matchByLink(people, userId) : matchByMap(people, target);
      personMatches.set(userId, match);
    }
    return match;
  };

  const noProject: Match<RunnProjectId> =
    mapping.noProject === null ? { kind: 'no-project' } : matchByMap(projects, mapping.noProject);
  const settledProjects = new Map<TogglProjectId, Match<RunnProjectId>>();
  const projectOf = (projectId: TogglProjectId | null, date: IsoDate): Match<RunnProjectId> => {
    if (projectId === null) return noProject;
    const settled = settledProjects.get(projectId);
    if (settled !== undefined) return settled;
    const targets = mapping.projects.get(projectId);
    const target = targets === undefined ? null : targetOn(targets, date);
    const match = target === null ? matchByLink(projects, projectId) : matchByMap(projects, target);
    if (isSettled(projectId)) settledProjects.set(projectId, match);
    return match;
  };
  const isSettled = (projectId: TogglProjectId | null): boolean => {
    const first = projectId === null ? undefined : mapping.projects.get(projectId)?.[0];
    return first === undefined || first.until === null;
  };

  const togglUserIds = linkedTogglIds<TogglUserId>(people, mapping.people.keys());
  const togglProjectIds = linkedTogglIds<TogglProjectId>(projects, mapping.projects.keys());
  let leadingUsers: Map<RunnPersonId, TogglUserId[]> | undefined;
  const leadingProjects = new Map<IsoDate | 'any day', Map<RunnProjectId, TogglProjectId[]>>();
  const isAnyDated = [...mapping.projects.keys()].some((projectId) => !isSettled(projectId));

  const usersLeadingTo = (personId: RunnPersonId): readonly TogglUserId[] => {
    leadingUsers ??= invert(togglUserIds, personOf);
    return leadingUsers.get(personId) ?? [];
  };
  const projectsLeadingTo = (projectId: RunnProjectId, date: IsoDate): readonly TogglProjectId[] => {
    const key = isAnyDated ? date : 'any day';
    let leading = leadingProjects.get(key);
    if (leading === undefined) {
      leading = invert(togglProjectIds, (togglId) => projectOf(togglId, date));
      leadingProjects.set(key, leading);
    }
    return leading.get(projectId) ?? [];
  };
  const noProjectLeadsTo = (projectId: RunnProjectId): boolean =>
    noProject.kind === 'matched' && noProject.id === projectId;

  return {
    personOf,
    projectOf,
    isSettled,
    usersLeadingTo,
    projectsLeadingTo,
    hasUser: (personId) => usersLeadingTo(personId).some((id) => personOf(id).kind === 'matched'),
    hasProject: (projectId, date) =>
      noProjectLeadsTo(projectId) ||
      projectsLeadingTo(projectId, date).some((id) => projectOf(id, date).kind === 'matched'),
    noProjectLeadsTo,
    archivedPeopleBeside: (userId) => (mapping.people.has(userId) ? null : archivedBeside(people, userId)),
    archivedProjectsBeside: (projectId) =>
      mapping.projects.has(projectId) ? null : archivedBeside(projects, projectId),
  };
}
