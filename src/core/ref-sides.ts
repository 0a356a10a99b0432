/** People and projects seen in one way, for the audit of links: records, ids, where they lead, and the hours behind them. */
import { type Match, type Matching, parseTogglId } from './match.ts';
import type {
  Contract,
  ExternalReference,
  Mapping,
  ProjectMember,
  RunnPerson,
  RunnProject,
  TogglProject,
  TogglUser,
  TogglWorkspaceId,
  WorkspaceTime,
} from './model.ts';
import type { LinkCoverage, Suggestion, TogglSuggestion } from './report.ts';
import type { Similarity } from './suggest.ts';

export interface ReferenceAuditInput {
  /** Every workspace that was read, with the rows of the window. */
  readonly workspaces: readonly Pick<WorkspaceTime, 'rows' | 'users' | 'projects'>[];
  /** All of them: archived ones, placeholders and templates included. */
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  readonly referenceNames: readonly string[];
  readonly mapping: Mapping;
  /** Workspaces that the token reaches and that are not read, where somebody has looked into them. */
  readonly elsewhere?: readonly OtherWorkspace[] | undefined;
  /** Of everybody; without them nobody's role is looked at. */
  readonly roles?: { readonly members: readonly ProjectMember[]; readonly contracts: readonly Contract[] } | undefined;
  /** For suggestions by likeness of names. */
  readonly similarity?: Similarity | undefined;
}

/** What is known of a workspace that is not read. */
export interface OtherWorkspace {
  readonly id: TogglWorkspaceId;
  readonly name: string;
  readonly users: readonly TogglUser[];
  readonly projects: readonly TogglProject[];
}

export type RefKind = 'person' | 'project';

export interface RunnRecord {
  readonly id: number;
  readonly name: string;
  readonly isArchived: boolean;
  /** A placeholder or a template: never matches (R3). */
  readonly isIgnored: boolean;
  /** References under the configured names that are not blank. */
  readonly references: readonly ExternalReference[];
  readonly otherReferences: readonly ExternalReference[];
}

/** People on both sides, or projects on both sides. */
export interface RefSide {
  readonly kind: RefKind;
  readonly records: readonly RunnRecord[];
  /** Ids of those that can match, archived ones included. */
  readonly linkable: ReadonlySet<MapTarget>;
  readonly archived: ReadonlySet<number>;
  /** By Toggl id: whether it is still in use there, or gone for good. */
  readonly known: ReadonlyMap<number, { readonly isActive: boolean; readonly isDeleted: boolean }>;
  /** By Toggl id: the workspace that knows it and is not read. */
  readonly elsewhere: ReadonlyMap<number, TogglWorkspaceId>;
  /** What `map` says of a Toggl id: by date, so that there can be several. */
  readonly mapped: ReadonlyMap<number, MapTargets>;
  /** All that `map` leads to, time without a project included. */
  readonly mapTargets: ReadonlySet<number | 'skip' | null>;
}

/** At least one: the configuration takes no empty list. */
export type MapTargets = readonly [MapTarget, ...MapTarget[]];
type MapTarget = number | 'skip';

export interface Links {
  /** By Toggl id: the records with exactly this id. */
  readonly holders: ReadonlyMap<number, { readonly live: readonly number[]; readonly archived: readonly number[] }>;
  /** By Toggl id: where it leads, `map` before links; several records by date, or when the link is ambiguous. */
  readonly targets: ReadonlyMap<number, readonly number[]>;
  /** Toggl ids that lead to one of several records, nobody knows which. */
  readonly ambiguous: ReadonlySet<number>;
  /** Records to which an id leads that Toggl knows. */
  readonly reached: ReadonlyMap<number, readonly number[]>;
}

export interface Hours {
  /** Seconds in the window, by Toggl id. */
  readonly tracked: ReadonlyMap<number, number>;
  /** Seconds that lead to nothing for want of a link. */
  readonly unlinked: ReadonlyMap<number, number>;
  /** Seconds by Toggl id and the record that they lead to: `11/456`. */
  readonly led: ReadonlyMap<string, number>;
  /** Seconds that `map` sends to a record that Runn does not have, by Toggl id and that record. */
  readonly lost: ReadonlyMap<string, number>;
}

export interface Suggestions {
  readonly byTogglId: ReadonlyMap<number, Suggestion>;
  readonly byRunnId: ReadonlyMap<number, TogglSuggestion>;
}

export interface RefSideAudit {
  readonly side: RefSide;
  readonly other: RefSide;
  readonly links: Links;
  readonly hours: Hours;
  readonly suggestions: Suggestions;
}

/** People on both sides. */
export function personSide(input: ReferenceAuditInput): RefSide {
  const known = new Map<number, { isActive: boolean; isDeleted: boolean }>();
  for (const user of input.workspaces.flatMap((each) => each.users)) {
    // Somebody can have left one workspace and work in another.
    const before = known.get(user.id) ?? { isActive: false, isDeleted: true };
    known.set(user.id, {
      isActive: user.isActive || before.isActive,
      isDeleted: user.isDeleted === true && before.isDeleted,
    });
  }
  const records = input.people.map((person) => toRecord(person, person.isPlaceholder, input.referenceNames));
  return {
    kind: 'person',
    ...indexRecords(records),
    known,
    elsewhere: knownElsewhere(input, ({ users }) => users),
    mapped: new Map([...input.mapping.people].map(([id, target]) => [id, [target]])),
    mapTargets: new Set(input.mapping.people.values()),
  };
}

/** Projects on both sides; time without a project is not among them. */
export function projectSide(input: ReferenceAuditInput): RefSide {
  const known = new Map<number, { isActive: boolean; isDeleted: boolean }>();
  for (const project of input.workspaces.flatMap((each) => each.projects)) {
    known.set(project.id, { isActive: !project.isArchived, isDeleted: project.isDeleted === true });
  }
  const records = input.projects.map((project) => toRecord(project, project.isTemplate, input.referenceNames));
  const mapped = new Map(
    [...input.mapping.projects].map(([id, targets]) => [id, targets.map(({ target }) => target) as [MapTarget]]),
  );
  return {
    kind: 'project',
    ...indexRecords(records),
    known,
    elsewhere: knownElsewhere(input, ({ projects }) => projects),
    mapped,
    mapTargets: new Set([...[...mapped.values()].flat(), input.mapping.noProject]),
  };
}

function knownElsewhere(
  { elsewhere = [] }: ReferenceAuditInput,
  recordsOf: (workspace: OtherWorkspace) => readonly { readonly id: number }[],
): ReadonlyMap<number, TogglWorkspaceId> {
  return new Map(elsewhere.flatMap((workspace) => recordsOf(workspace).map(({ id }) => [id, workspace.id] as const)));
}

function toRecord(record: RunnPerson | RunnProject, isIgnored: boolean, referenceNames: readonly string[]): RunnRecord {
  const isOurs = (reference: ExternalReference) => referenceNames.includes(reference.referenceName);
  return {
    id: record.id,
    name: record.name,
    isArchived: record.isArchived,
    isIgnored,
    references: record.references.filter((reference) => isOurs(reference) && reference.externalId.trim() !== ''),
    otherReferences: record.references.filter((reference) => !isOurs(reference)),
  };
}

function indexRecords(records: readonly RunnRecord[]): Pick<RefSide, 'records' | 'linkable' | 'archived'> {
  return {
    records: [...records].sort((a, b) => a.id - b.id),
    linkable: new Set(records.filter(({ isIgnored }) => !isIgnored).map(({ id }) => id)),
    archived: new Set(records.filter(({ isArchived }) => isArchived).map(({ id }) => id)),
  };
}

/** Links as `match.ts` reads them, with the records of ambiguous ones. */
export function indexLinks(side: RefSide): Links {
  const holders = new Map<number, { live: number[]; archived: number[] }>();
  for (const record of side.records) {
    if (record.isIgnored) continue;
    for (const togglId of new Set(record.references.map(({ externalId }) => parseTogglId<number>(externalId)))) {
      if (togglId === undefined) continue;
      const known = holders.get(togglId) ?? { live: [], archived: [] };
      holders.set(togglId, known);
      (record.isArchived ? known.archived : known.live).push(record.id);
    }
  }
  const targets = new Map<number, readonly number[]>();
  const ambiguous = new Set<number>();
  for (const [togglId, { live, archived }] of holders) {
    const candidates = live.length > 0 ? live : archived;
    targets.set(togglId, candidates);
    if (candidates.length > 1 && !side.mapped.has(togglId)) ambiguous.add(togglId);
  }
  for (const [togglId, mapTargets] of side.mapped) {
    const reachable = mapTargets.filter((target): target is number => side.linkable.has(target));
    targets.set(togglId, [...new Set(reachable)]);
  }
  const reached = new Map<number, number[]>();
  for (const [togglId, runnIds] of targets) {
    if (!side.known.has(togglId)) continue;
    for (const runnId of runnIds) reached.set(runnId, [...(reached.get(runnId) ?? []), togglId]);
  }
  return { holders, targets, ambiguous, reached };
}

/** The window's seconds by Toggl id, and how many of them lead somewhere. */
export function sumHours(input: ReferenceAuditInput, matching: Matching) {
  const people = noHours();
  const projects = noHours();
  const totals = { trackedSeconds: 0, linkedSeconds: 0, withoutProjectSeconds: 0 };
  for (const { userId, projectId, date, seconds } of input.workspaces.flatMap((each) => each.rows)) {
    if (seconds === 0) continue;
    const person = matching.personOf(userId);
    const project = matching.projectOf(projectId, date);
    countRow(people, userId, person, seconds);
    if (projectId === null) totals.withoutProjectSeconds += seconds;
    else countRow(projects, projectId, project, seconds);
    totals.trackedSeconds += seconds;
    if (leadsSomewhere(person) && leadsSomewhere(project)) totals.linkedSeconds += seconds;
  }
  return { people, projects, ...totals };
}

function noHours() {
  return {
    tracked: new Map<number, number>(),
    unlinked: new Map<number, number>(),
    led: new Map<string, number>(),
    lost: new Map<string, number>(),
  };
}

function countRow(hours: ReturnType<typeof noHours>, togglId: number, match: Match<number>, seconds: number): void {
  addTo(hours.tracked, togglId, seconds);
  switch (match.kind) {
    case 'matched':
      addTo(hours.led, `${togglId}/${match.id}`, seconds);
      break;
    case 'unmatched':
      if (match.mapTarget === undefined) addTo(hours.unlinked, togglId, seconds);
      else addTo(hours.lost, `${togglId}/${match.mapTarget}`, seconds);
      break;
  }
}

/** How many of those with time lead to one record, or are skipped. */
export function coverageOf(links: Links, hours: Hours): LinkCoverage['people'] {
  const withTime = [...hours.tracked.keys()];
  const lost = new Set([...hours.lost.keys()].map((key) => Number(key.split('/')[0])));
  const isLinked = (togglId: number): boolean =>
    !hours.unlinked.has(togglId) && !lost.has(togglId) && !links.ambiguous.has(togglId);
  return { withTime: withTime.length, linked: withTime.filter(isLinked).length };
}

function leadsSomewhere(match: { readonly kind: string }): boolean {
  return match.kind === 'matched' || match.kind === 'skip';
}

function addTo<Key>(sums: Map<Key, number>, key: Key, seconds: number): void {
  sums.set(key, (sums.get(key) ?? 0) + seconds);
}
