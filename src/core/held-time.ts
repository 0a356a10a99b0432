/** Time that does not reach a cell: counted by reason, grouped into findings, and kept as what may freeze cells (R9). */
import { CellMap } from './cell-map.ts';
import { type Finding, type FindingFacts, finding } from './findings.ts';
import { candidatesOf, type Match } from './match.ts';
import type { IsoDate, Row, RunnPersonId, RunnProjectId, TogglProjectId, TogglUserId } from './model.ts';
import type { HoldReason } from './plan.ts';

/** A held-back or excluded row as a possible source of what stands in Runn (R9). `[]` leads nowhere. */
export interface UnresolvedSource {
  readonly personIds: readonly RunnPersonId[];
  readonly projectIds: readonly RunnProjectId[];
  readonly isExcluded: boolean;
}

/** Why a cell may not change although it has a place in Runn: untrusted or ambiguous time may belong to it. */
export type FreezeReason = 'totals-differ' | 'ambiguous';

/** What `map` and links say of a row. */
export interface RowMatch {
  readonly person: Match<RunnPersonId>;
  readonly project: Match<RunnProjectId>;
}

/** Who a row belongs to, and what is in the way: the user's trouble is named before the project's (R3). */
export function holdReasonOf({ person, project }: RowMatch): HoldReason | 'excluded' | null {
  if (person.kind === 'skip' || project.kind === 'skip') return 'excluded';
  if (person.kind === 'ambiguous') return 'ambiguous';
  if (person.kind !== 'matched') return 'unmatched-person';
  if (project.kind === 'ambiguous') return 'ambiguous';
  if (project.kind === 'no-project') return 'no-project';
  if (project.kind !== 'matched') return 'unmatched-project';
  return null;
}

interface HeldGroup {
  readonly code: HoldReason;
  readonly subject: Finding['subject'];
  readonly facts: FindingFacts;
  seconds: number;
  readonly days: Set<IsoDate>;
  readonly userIds: Set<TogglUserId>;
  readonly projectIds: Set<TogglProjectId | null>;
}

export class HeldTime {
  readonly frozen = new CellMap<FreezeReason>();
  readonly secondsByReason = new Map<HoldReason, number>();
  excludedSeconds = 0;
  readonly #unresolved = new Map<IsoDate, Map<string, UnresolvedSource>>();
  readonly #groups = new Map<string, HeldGroup>();

  /** Notes where such time may have come from and so what it freezes; in scope or not (R9). */
  freeze(date: IsoDate, match: RowMatch, reason: HoldReason | 'excluded'): void {
    const source: UnresolvedSource = {
      personIds: candidatesOf(match.person),
      projectIds: candidatesOf(match.project),
      isExcluded: reason === 'excluded',
    };
    let ofDay = this.#unresolved.get(date);
    if (ofDay === undefined) {
      ofDay = new Map();
      this.#unresolved.set(date, ofDay);
    }
    ofDay.set(`${source.personIds.join()}/${source.projectIds.join()}/${source.isExcluded}`, source);
    if (reason !== 'totals-differ' && reason !== 'ambiguous') return;
    for (const personId of source.personIds) {
      for (const projectId of source.projectIds) {
        const key = { personId, projectId, date };
        if (this.frozen.get(key) !== 'totals-differ') this.frozen.set(key, reason);
      }
    }
  }

  /** Counts a row that is held back or excluded; only rows in scope. */
  count(row: Row, match: RowMatch, reason: HoldReason | 'excluded'): void {
    if (reason === 'excluded') {
      this.excludedSeconds += row.seconds;
      return;
    }
    this.secondsByReason.set(reason, (this.secondsByReason.get(reason) ?? 0) + row.seconds);
    // The findings of `totals-differ` carry both numbers and are made from the differences themselves.
    if (reason !== 'totals-differ') this.#group(row, match, reason);
  }

  get unresolved(): ReadonlyMap<IsoDate, readonly UnresolvedSource[]> {
    return new Map([...this.#unresolved].map(([date, sources]) => [date, [...sources.values()]]));
  }

  /** One finding for each person or project that has to be mended. */
  findings(): Finding[] {
    const grouped = [...this.#groups.values()].map((group) =>
      finding(group.code, group.subject, {
        seconds: group.seconds,
        facts: {
          ...group.facts,
          days: [...group.days].sort(),
          togglUserIds: [...group.userIds].sort((a, b) => a - b),
          togglProjectIds: [...group.projectIds].sort((a, b) => (a ?? 0) - (b ?? 0)),
        },
      }),
    );
    return this.excludedSeconds > 0
      ? [...grouped, finding('excluded', {}, { seconds: this.excludedSeconds })]
      : grouped;
  }

  #group(row: Row, { person, project }: RowMatch, code: HoldReason): void {
    // Time without a project has nothing to mend but itself, so it is grouped by who tracked it.
    const about = person.kind !== 'matched' ? 'user' : project.kind === 'no-project' ? 'user' : 'project';
    const facts = factsOf(about === 'user' ? person : project, about);
    // Lines of `map` that name records which Runn does not have are mended one by one.
    const key = `${code} ${about} ${about === 'user' ? row.userId : row.projectId} ${facts.mapTarget}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = {
        code,
        subject:
          code === 'no-project'
            ? { togglUserId: row.userId, togglProjectId: null }
            : about === 'user'
              ? { togglUserId: row.userId }
              : { togglProjectId: row.projectId },
        facts,
        seconds: 0,
        days: new Set(),
        userIds: new Set(),
        projectIds: new Set(),
      };
      this.#groups.set(key, group);
    }
    group.seconds += row.seconds;
    group.days.add(row.date);
    group.userIds.add(row.userId);
    group.projectIds.add(row.projectId);
  }
}

function factsOf(match: Match<RunnPersonId> | Match<RunnProjectId>, about: 'user' | 'project'): FindingFacts {
  if (match.kind === 'unmatched' && match.mapTarget !== undefined) return { mapTarget: match.mapTarget };
  if (match.kind !== 'ambiguous') return {};
  return about === 'user'
    ? { candidatePersonIds: match.ids as readonly RunnPersonId[] }
    : { candidateProjectIds: match.ids as readonly RunnProjectId[] };
}
