/**
 * The audit of links in both directions: `check-refs` (DESIGN section 4, "In check-refs"). Links are read as `match.ts`
 * reads them; everything that it does not take for a link, although somebody meant one, is a finding.
 */
import type { Severity } from './findings.ts';
import { buildMatching, type Match } from './match.ts';
import type {
  ExternalReference,
  Mapping,
  RunnPerson,
  RunnPersonId,
  RunnProject,
  RunnProjectId,
  TogglProject,
  TogglProjectId,
  TogglUser,
  TogglUserId,
  WorkspaceTime,
} from './model.ts';
import type { LinkCoverage, RefCode, RefFacts, RefFinding, Suggestion, TogglSuggestion } from './report.ts';
import { createSuggester, type Similarity } from './suggest.ts';

/** The severity of each code, unless the maker of the finding says otherwise. */
const severities: Readonly<Record<RefCode, Severity>> = {
  'duplicate-id': 'error',
  'unknown-id': 'error',
  'wrong-kind': 'error',
  'near-miss': 'error',
  'map-unknown-target': 'error',
  'map-unknown-source': 'error',
  'unlinked-person': 'warning',
  'unlinked-project': 'warning',
  'archived-in-runn': 'warning',
  'link-on-placeholder': 'warning',
  'link-on-template': 'warning',
  'archived-in-toggl': 'info',
  'shared-person': 'info',
  'shared-project': 'info',
  'other-reference-name': 'info',
  'map-shadows-link': 'info',
  'archived-duplicate': 'info',
  'unlinked-runn-person': 'info',
  'unlinked-runn-project': 'info',
};

export interface ReferenceAuditInput {
  /** Every workspace that was read, with the rows of the window. */
  readonly workspaces: readonly Pick<WorkspaceTime, 'rows' | 'users' | 'projects'>[];
  /** All of them: archived ones, placeholders and templates included. */
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  readonly referenceNames: readonly string[];
  readonly mapping: Mapping;
  /** For suggestions by likeness of names. */
  readonly similarity?: Similarity | undefined;
}

export interface ReferenceAudit {
  /** Errors first, then by code, then most hours first. */
  readonly findings: readonly RefFinding[];
  readonly coverage: LinkCoverage;
}

/** Finds what is wrong, missing or worth knowing about the links between Toggl and Runn; the order of input is no matter. */
export function auditReferences(input: ReferenceAuditInput): ReferenceAudit {
  const people = personSide(input);
  const projects = projectSide(input);
  const linksOfPeople = indexLinks(people);
  const linksOfProjects = indexLinks(projects);
  const hours = sumHours(input);
  const suggestions = suggestForUnlinked(input, linksOfPeople, linksOfProjects);

  const findings: RefFinding[] = [];
  for (const { side, other, links, sideHours } of [
    { side: people, other: projects, links: linksOfPeople, sideHours: hours.people },
    { side: projects, other: people, links: linksOfProjects, sideHours: hours.projects },
  ]) {
    const audit: SideAudit = { side, other, links, hours: sideHours, suggestions: suggestions[side.kind] };
    const nearMisses = auditRecords(audit, findings);
    auditIds(audit, findings);
    auditMap(audit, findings);
    auditUnlinked(audit, nearMisses, findings);
  }
  auditNoProject(input, projects, hours.withoutProjectSeconds, findings);
  return {
    findings: findings.sort(compareRefFindings),
    coverage: {
      trackedSeconds: hours.trackedSeconds,
      linkedSeconds: hours.linkedSeconds,
      people: coverageOf(people, linksOfPeople, hours.people),
      projects: coverageOf(projects, linksOfProjects, hours.projects),
    },
  };
}

// ------------------------------------------------------------------------------- both kinds seen in one way

type Kind = 'person' | 'project';

interface RunnRecord {
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
interface Side {
  readonly kind: Kind;
  readonly records: readonly RunnRecord[];
  readonly recordsById: ReadonlyMap<number, RunnRecord>;
  /** By Toggl id: whether it is still in use there. */
  readonly known: ReadonlyMap<number, { readonly isActive: boolean }>;
  readonly mapped: ReadonlyMap<number, readonly (number | 'skip')[]>;
}

interface Links {
  /** By Toggl id: the records with exactly this id. */
  readonly holders: ReadonlyMap<number, { readonly live: readonly number[]; readonly archived: readonly number[] }>;
  /** By Toggl id: where it leads, `map` before links; several records when the link is ambiguous. */
  readonly targets: ReadonlyMap<number, readonly number[]>;
  /** Records to which an id leads that Toggl knows. */
  readonly reached: ReadonlyMap<number, readonly number[]>;
}

interface Hours {
  /** Seconds in the window, by Toggl id. */
  readonly tracked: ReadonlyMap<number, number>;
  /** Seconds that lead to nothing for want of a link. */
  readonly unlinked: ReadonlyMap<number, number>;
  /** Seconds that `map` sends to a record that Runn does not have, by Toggl id and that record. */
  readonly lost: ReadonlyMap<string, number>;
}

interface Suggestions {
  readonly byTogglId: ReadonlyMap<number, Suggestion>;
  readonly byRunnId: ReadonlyMap<number, TogglSuggestion>;
}

interface SideAudit {
  readonly side: Side;
  readonly other: Side;
  readonly links: Links;
  readonly hours: Hours;
  readonly suggestions: Suggestions;
}

function personSide(input: ReferenceAuditInput): Side {
  const known = new Map<number, { isActive: boolean }>();
  for (const user of input.workspaces.flatMap((each) => each.users)) {
    known.set(user.id, { isActive: user.isActive || known.get(user.id)?.isActive === true });
  }
  const records = input.people.map((person) => toRecord(person, person.isPlaceholder, input.referenceNames));
  return {
    kind: 'person',
    ...sorted(records),
    known,
    mapped: new Map([...input.mapping.people].map(([id, target]) => [id, [target]])),
  };
}

function projectSide(input: ReferenceAuditInput): Side {
  const known = new Map<number, { isActive: boolean }>();
  for (const project of input.workspaces.flatMap((each) => each.projects)) {
    known.set(project.id, { isActive: !project.isArchived });
  }
  const records = input.projects.map((project) => toRecord(project, project.isTemplate, input.referenceNames));
  return {
    kind: 'project',
    ...sorted(records),
    known,
    mapped: new Map([...input.mapping.projects].map(([id, targets]) => [id, targets.map(({ target }) => target)])),
  };
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

function sorted(records: readonly RunnRecord[]): Pick<Side, 'records' | 'recordsById'> {
  const ordered = [...records].sort((a, b) => a.id - b.id);
  return { records: ordered, recordsById: new Map(ordered.map((record) => [record.id, record])) };
}

function indexLinks(side: Side): Links {
  const holders = new Map<number, { live: number[]; archived: number[] }>();
  for (const record of side.records) {
    if (record.isIgnored) continue;
    for (const togglId of new Set(record.references.map(({ externalId }) => exactId(externalId)))) {
      if (togglId === null) continue;
      const known = holders.get(togglId) ?? { live: [], archived: [] };
      holders.set(togglId, known);
      (record.isArchived ? known.archived : known.live).push(record.id);
    }
  }
  const targets = new Map<number, readonly number[]>();
  for (const [togglId, { live, archived }] of holders) targets.set(togglId, live.length > 0 ? live : archived);
  for (const [togglId, mapTargets] of side.mapped) {
    const reachable = mapTargets.filter((target) => target !== 'skip').filter((target) => exists(side, target));
    targets.set(togglId, [...new Set(reachable)]);
  }
  const reached = new Map<number, number[]>();
  for (const [togglId, runnIds] of targets) {
    if (!side.known.has(togglId)) continue;
    for (const runnId of runnIds) reached.set(runnId, [...(reached.get(runnId) ?? []), togglId]);
  }
  return { holders, targets, reached };
}

/** Whether Runn has a record of this id that can match. */
function exists(side: Side, runnId: number): boolean {
  return side.recordsById.get(runnId)?.isIgnored === false;
}

function sumHours(input: ReferenceAuditInput) {
  const matching = buildMatching(input);
  const people = {
    tracked: new Map<number, number>(),
    unlinked: new Map<number, number>(),
    lost: new Map<string, number>(),
  };
  const projects: typeof people = { tracked: new Map(), unlinked: new Map(), lost: new Map() };
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

function countRow(
  hours: { tracked: Map<number, number>; unlinked: Map<number, number>; lost: Map<string, number> },
  togglId: number,
  match: Match<number>,
  seconds: number,
): void {
  addTo(hours.tracked, togglId, seconds);
  if (match.kind !== 'unmatched') return;
  if (match.mapTarget === undefined) addTo(hours.unlinked, togglId, seconds);
  else addTo(hours.lost, `${togglId}/${match.mapTarget}`, seconds);
}

function coverageOf(side: Side, links: Links, hours: Hours): LinkCoverage['people'] {
  const withTime = [...hours.tracked.keys()];
  const lost = new Set([...hours.lost.keys()].map((key) => Number(key.split('/')[0])));
  const isLinked = (togglId: number): boolean => {
    if (hours.unlinked.has(togglId) || lost.has(togglId)) return false;
    return side.mapped.has(togglId) || links.targets.get(togglId)?.length === 1;
  };
  return { withTime: withTime.length, linked: withTime.filter(isLinked).length };
}

function leadsSomewhere(match: { readonly kind: string }): boolean {
  return match.kind === 'matched' || match.kind === 'skip';
}

function addTo<Key>(sums: Map<Key, number>, key: Key, seconds: number): void {
  sums.set(key, (sums.get(key) ?? 0) + seconds);
}

function suggestForUnlinked(
  input: ReferenceAuditInput,
  linksOfPeople: Links,
  linksOfProjects: Links,
): Record<Kind, Suggestions> {
  const suggester = createSuggester({
    people: input.people,
    projects: input.projects,
    linkedPeople: new Set([...linksOfPeople.reached.keys()] as RunnPersonId[]),
    linkedProjects: new Set([...linksOfProjects.reached.keys()] as RunnProjectId[]),
    similarity: input.similarity,
  });
  const users = uniqueById(input.workspaces.flatMap((each) => each.users));
  const projects = uniqueById(input.workspaces.flatMap((each) => each.projects));
  return {
    person: collectSuggestions<TogglUser>(users, linksOfPeople, (user) => suggester.person(user)),
    project: collectSuggestions<TogglProject>(projects, linksOfProjects, (project) => suggester.project(project)),
  };
}

function uniqueById<T extends { readonly id: number }>(records: readonly T[]): T[] {
  return [...new Map(records.map((record) => [record.id, record])).values()].sort((a, b) => a.id - b.id);
}

function collectSuggestions<T extends { readonly id: TogglUserId | TogglProjectId; readonly name: string }>(
  records: readonly T[],
  links: Links,
  suggest: (record: T) => Suggestion | null,
): Suggestions {
  const byTogglId = new Map<number, Suggestion>();
  const byRunnId = new Map<number, TogglSuggestion>();
  for (const record of records) {
    if (links.targets.has(record.id)) continue;
    const suggestion = suggest(record);
    if (suggestion === null) continue;
    byTogglId.set(record.id, suggestion);
    if (byRunnId.has(suggestion.runnId)) continue;
    byRunnId.set(suggestion.runnId, { togglId: record.id, name: record.name, because: suggestion.because });
  }
  return { byTogglId, byRunnId };
}

// --------------------------------------------------------------------------------------------- Runn's records

/** Looks at every reference of every record. Answers with the Toggl ids that somebody tried to link. */
function auditRecords(audit: SideAudit, findings: RefFinding[]): ReadonlySet<number> {
  const { side, hours, links } = audit;
  const attempted = new Set<number>();
  for (const record of side.records) {
    for (const reference of record.references) {
      const seconds = (togglIds: readonly number[]) => sumOver(hours.tracked, togglIds);
      const facts = { referenceName: reference.referenceName, externalId: reference.externalId };
      const exact = exactId(reference.externalId);

      if (record.isIgnored) {
        const leads = exact !== null && side.known.has(exact);
        const atStake = leads && !links.targets.has(exact) ? (hours.tracked.get(exact) ?? 0) : 0;
        if (atStake > 0 && leads) attempted.add(exact);
        findings.push(
          make(side, side.kind === 'person' ? 'link-on-placeholder' : 'link-on-template', {
            ...(leads ? { togglId: exact } : {}),
            runnId: record.id,
            seconds: atStake,
            facts,
            ...(atStake === 0 ? { severity: 'info' } : {}),
          }),
        );
        continue;
      }
      if (exact !== null && side.known.has(exact)) continue;

      // On an archived record a dead link is history, and nothing is written there anyway.
      const severity = record.isArchived ? ({ severity: 'info' } as const) : {};
      const meant = meantIds(reference.externalId).filter((togglId) => side.known.has(togglId));
      const [firstMeant] = meant;
      if (firstMeant !== undefined) {
        if (!record.isArchived) for (const togglId of meant) attempted.add(togglId);
        findings.push(
          make(side, 'near-miss', {
            togglId: firstMeant,
            runnId: record.id,
            seconds: seconds(meant),
            facts: { ...facts, ...togglIdsFact(side, meant) },
            ...severity,
          }),
        );
        continue;
      }
      const suggestion = audit.suggestions.byRunnId.get(record.id);
      const isOtherKind = exact !== null && audit.other.known.has(exact);
      findings.push(
        make(side, isOtherKind ? 'wrong-kind' : 'unknown-id', {
          runnId: record.id,
          seconds: suggestion === undefined ? 0 : seconds([suggestion.togglId]),
          facts: { ...facts, ...(suggestion === undefined ? {} : { togglSuggestion: suggestion }) },
          ...severity,
        }),
      );
    }
    auditOtherNames(audit, record, findings);
  }
  return attempted;
}

/** An id that Toggl knows, under a name at which nobody looks. */
function auditOtherNames({ side, links, hours }: SideAudit, record: RunnRecord, findings: RefFinding[]): void {
  if (record.isArchived || record.isIgnored) return;
  for (const { referenceName, externalId } of record.otherReferences) {
    const togglId = exactId(externalId.trim());
    // Another tool's number can be a Toggl id by chance; of one that is linked elsewhere nobody misses this one.
    if (togglId === null || !side.known.has(togglId) || links.targets.has(togglId)) continue;
    const seconds = hours.tracked.get(togglId) ?? 0;
    findings.push(
      make(side, 'other-reference-name', { togglId, runnId: record.id, seconds, facts: { referenceName, externalId } }),
    );
  }
}

/** What is there once per Toggl id, whichever record carries it. */
function auditIds({ side, links, hours }: SideAudit, findings: RefFinding[]): void {
  for (const [togglId, { live, archived }] of links.holders) {
    const seconds = hours.tracked.get(togglId) ?? 0;
    const isMapped = side.mapped.has(togglId);
    const all = live.length > 0 ? live : archived;
    if (all.length > 1) {
      const isHarmless = isMapped || (live.length === 0 && seconds === 0);
      findings.push(
        make(side, 'duplicate-id', {
          togglId,
          seconds: isMapped ? 0 : seconds,
          facts: runnIdsFact(side, all),
          ...(isHarmless ? { severity: 'info' } : {}),
        }),
      );
    } else if (live.length === 1 && archived.length > 0) {
      findings.push(
        make(side, 'archived-duplicate', { togglId, seconds: 0, facts: runnIdsFact(side, [...live, ...archived]) }),
      );
    }
    const known = side.known.get(togglId);
    if (known !== undefined && !known.isActive && live.length > 0) {
      findings.push(make(side, 'archived-in-toggl', { togglId, runnId: live[0], seconds }));
    }
  }
  for (const [togglId, targets] of links.targets) {
    const [only, ...others] = targets;
    if (only === undefined || others.length > 0 || !side.known.has(togglId)) continue;
    if (side.recordsById.get(only)?.isArchived !== true) continue;
    const seconds = hours.tracked.get(togglId) ?? 0;
    const severity = seconds === 0 ? ({ severity: 'info' } as const) : {};
    findings.push(make(side, 'archived-in-runn', { togglId, runnId: only, seconds, ...severity }));
  }
  for (const [runnId, togglIds] of links.reached) {
    const leading = togglIds.filter((togglId) => links.targets.get(togglId)?.length === 1).sort((a, b) => a - b);
    if (leading.length < 2) continue;
    findings.push(
      make(side, side.kind === 'person' ? 'shared-person' : 'shared-project', {
        runnId,
        seconds: sumOver(hours.tracked, leading),
        facts: togglIdsFact(side, leading),
      }),
    );
  }
}

// ------------------------------------------------------------------------------------------------------- map

function auditMap({ side, links, hours }: SideAudit, findings: RefFinding[]): void {
  for (const [togglId, targets] of side.mapped) {
    const leadsToRecord = targets.some((target) => target !== 'skip');
    if (!side.known.has(togglId)) {
      const severity = leadsToRecord ? {} : ({ severity: 'info' } as const);
      findings.push(make(side, 'map-unknown-source', { togglId, seconds: 0, facts: mapFact(targets[0]), ...severity }));
    }
    for (const target of new Set(targets)) {
      if (target === 'skip' || exists(side, target)) continue;
      const seconds = hours.lost.get(`${togglId}/${target}`) ?? 0;
      findings.push(make(side, 'map-unknown-target', { togglId, seconds, facts: { mapTarget: target } }));
    }
    const holders = links.holders.get(togglId);
    const linked = [...(holders?.live ?? []), ...(holders?.archived ?? [])].filter(
      (runnId) => !targets.includes(runnId),
    );
    if (linked.length > 0) {
      const facts = { ...mapFact(targets[0]), ...runnIdsFact(side, linked) };
      findings.push(make(side, 'map-shadows-link', { togglId, seconds: hours.tracked.get(togglId) ?? 0, facts }));
    }
  }
}

function auditNoProject(
  { mapping }: ReferenceAuditInput,
  projects: Side,
  withoutProjectSeconds: number,
  findings: RefFinding[],
): void {
  const target = mapping.noProject;
  if (target === null || target === 'skip' || exists(projects, target)) return;
  findings.push({
    code: 'map-unknown-target',
    severity: severities['map-unknown-target'],
    seconds: withoutProjectSeconds,
    subject: { togglProjectId: null },
    facts: { mapTarget: target },
  });
}

function mapFact(target: number | 'skip' | undefined): RefFacts {
  return target === undefined ? {} : { mapTarget: target };
}

// -------------------------------------------------------------------------------------------- nothing at all

function auditUnlinked(audit: SideAudit, attempted: ReadonlySet<number>, findings: RefFinding[]): void {
  const { side, links, hours, suggestions } = audit;
  const isPerson = side.kind === 'person';
  for (const [togglId, known] of side.known) {
    const seconds = hours.unlinked.get(togglId) ?? 0;
    const isLinked = links.holders.has(togglId) || side.mapped.has(togglId);
    // A link that was tried has its own finding, and that one says what to do.
    if (attempted.has(togglId) || (seconds === 0 && (isLinked || !known.isActive))) continue;
    const suggestion = suggestions.byTogglId.get(togglId);
    findings.push(
      make(side, isPerson ? 'unlinked-person' : 'unlinked-project', {
        togglId,
        seconds,
        facts: suggestion === undefined ? {} : { suggestion },
        ...(seconds === 0 ? { severity: 'info' } : {}),
      }),
    );
  }
  const mapTargets = new Set([...side.mapped.values()].flat());
  for (const record of side.records) {
    if (record.isArchived || record.isIgnored || record.references.length > 0 || mapTargets.has(record.id)) continue;
    const togglSuggestion = suggestions.byRunnId.get(record.id);
    findings.push(
      make(side, isPerson ? 'unlinked-runn-person' : 'unlinked-runn-project', {
        runnId: record.id,
        seconds: 0,
        facts: togglSuggestion === undefined ? {} : { togglSuggestion },
      }),
    );
  }
}

// ------------------------------------------------------------------------------------------------ small parts

/** The Toggl id that the matching reads in a reference: exact decimal digits, nothing else (R3). */
function exactId(externalId: string): number | null {
  return /^[1-9]\d{0,15}$/.test(externalId) ? Number(externalId) : null;
}

/**
 * Ids that somebody may have meant by a reference that is no exact id: blanks and invisible characters, `#170`,
 * `toggl:170`, `00170`, `170.0` and `1,700,000` from a spreadsheet, an address, several ids in one field.
 */
export function meantIds(externalId: string): number[] {
  const plain = externalId.normalize('NFKC').replace(/\.0+\s*$/u, '');
  const runs = plain.match(/\d+/gu) ?? [];
  const ids = [runs.join(''), ...runs]
    .map((digits) => exactId(digits.replace(/^0+/u, '')))
    .filter((togglId) => togglId !== null);
  return [...new Set(ids)];
}

function sumOver(seconds: ReadonlyMap<number, number>, ids: readonly number[]): number {
  return ids.reduce((sum, id) => sum + (seconds.get(id) ?? 0), 0);
}

function make(
  side: Side,
  code: RefCode,
  parts: {
    readonly togglId?: number | undefined;
    readonly runnId?: number | undefined;
    readonly seconds: number;
    readonly facts?: RefFacts;
    readonly severity?: Severity;
  },
): RefFinding {
  const { togglId, runnId } = parts;
  const subject =
    side.kind === 'person'
      ? {
          ...(togglId === undefined ? {} : { togglUserId: togglId as TogglUserId }),
          ...(runnId === undefined ? {} : { runnPersonId: runnId as RunnPersonId }),
        }
      : {
          ...(togglId === undefined ? {} : { togglProjectId: togglId as TogglProjectId }),
          ...(runnId === undefined ? {} : { runnProjectId: runnId as RunnProjectId }),
        };
  return {
    code,
    severity: parts.severity ?? severities[code],
    seconds: parts.seconds,
    subject,
    facts: parts.facts ?? {},
  };
}

function runnIdsFact(side: Side, ids: readonly number[]): RefFacts {
  return side.kind === 'person' ? { runnPersonIds: ids as RunnPersonId[] } : { runnProjectIds: ids as RunnProjectId[] };
}

function togglIdsFact(side: Side, ids: readonly number[]): RefFacts {
  return side.kind === 'person' ? { togglUserIds: ids as TogglUserId[] } : { togglProjectIds: ids as TogglProjectId[] };
}

const severityRank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
const codeRank = new Map(Object.keys(severities).map((code, rank) => [code, rank]));

/** Errors first, then by code in the order of the table above, then most hours first. */
function compareRefFindings(a: RefFinding, b: RefFinding): number {
  return (
    severityRank[a.severity] - severityRank[b.severity] ||
    (codeRank.get(a.code) ?? 0) - (codeRank.get(b.code) ?? 0) ||
    b.seconds - a.seconds ||
    // Projects after people: people have no id of a project.
    (a.subject.togglProjectId ?? 0) - (b.subject.togglProjectId ?? 0) ||
    (a.subject.runnProjectId ?? 0) - (b.subject.runnProjectId ?? 0) ||
    (a.subject.togglUserId ?? 0) - (b.subject.togglUserId ?? 0) ||
    (a.subject.runnPersonId ?? 0) - (b.subject.runnPersonId ?? 0)
  );
}
