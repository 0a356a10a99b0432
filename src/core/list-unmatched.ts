/** The time of a window that no link leads to Runn, summed by what has to be mended: `list-unmatched`. */

import { compareText } from './compare-text.ts';
import type { Match, Matching } from './match.ts';
import type {
  IsoDate,
  Row,
  RunnPersonId,
  RunnProjectId,
  TogglProject,
  TogglProjectId,
  TogglUser,
  TogglUserId,
} from './model.ts';
import type { UnmatchedTime } from './report.ts';
import type { Suggester } from './suggest.ts';

type Reason = UnmatchedTime['reason'];

/** What is known of a row's fate before it is summed. */
interface Hold {
  readonly reason: Reason;
  readonly togglUserId: TogglUserId | null;
  readonly togglProjectId: TogglProjectId | null;
  readonly runnPersonIds?: readonly RunnPersonId[];
  readonly runnProjectIds?: readonly RunnProjectId[];
  readonly mapTarget?: number;
}

interface Sum {
  readonly hold: Hold;
  seconds: number;
  billableSeconds: number;
  readonly days: Set<IsoDate>;
  readonly byUser: Map<TogglUserId, number>;
  readonly byProject: Map<TogglProjectId | null, number>;
}

/**
 * Sums the rows that do not lead to exactly one live Runn person and project, most seconds first. Each row counts once,
 * in the order of the plan: its person, its project, archived records. Time that `map` skips is excluded, not unmatched
 * (R3), and is not listed.
 * @param input.archived what happens to time of archived records; with `write` it is not unmatched
 * @param input.users, input.projects Toggl's, for suggestions
 */
export function listUnmatched(input: {
  readonly rows: readonly Row[];
  readonly matching: Pick<Matching, 'personOf' | 'projectOf'>;
  readonly archived: 'hold' | 'write';
  readonly users: readonly TogglUser[];
  readonly projects: readonly TogglProject[];
  readonly suggester: Suggester;
}): UnmatchedTime[] {
  const { matching } = input;
  const sums = new Map<string, Sum>();
  for (const row of input.rows) {
    if (row.seconds === 0) continue;
    const person = matching.personOf(row.userId);
    const project = matching.projectOf(row.projectId, row.date);
    if (person.kind === 'skip' || project.kind === 'skip') continue;
    const hold =
      missingPerson(row, person) ??
      missingProject(row, project) ??
      (input.archived === 'hold' ? archivedRecord(row, person, project) : null);
    if (hold === null) continue;
    const key = [hold.reason, hold.togglUserId, hold.togglProjectId, hold.mapTarget, hold.runnProjectIds].join('/');
    const sum = sums.get(key) ?? emptySum(hold);
    sums.set(key, sum);
    add(sum, row);
  }
  const users = new Map(input.users.map((user) => [user.id, user]));
  const projects = new Map(input.projects.map((project) => [project.id, project]));
  return [...sums.values()]
    .map((sum) => toUnmatched(sum, suggestionFor(sum.hold, users, projects, input.suggester)))
    .sort(compareUnmatched);
}

function missingPerson(row: Row, match: Match<RunnPersonId>): Hold | null {
  const subject = { togglUserId: row.userId, togglProjectId: null };
  if (match.kind === 'unmatched') return { reason: 'unmatched-person', ...subject, ...mapTargetOf(match) };
  if (match.kind === 'ambiguous') return { reason: 'ambiguous', ...subject, runnPersonIds: match.ids };
  return null;
}

function missingProject(row: Row, match: Match<RunnProjectId>): Hold | null {
  const subject = { togglUserId: null, togglProjectId: row.projectId };
  if (match.kind === 'no-project') return { reason: 'no-project', ...subject };
  if (match.kind === 'ambiguous') return { reason: 'ambiguous', ...subject, runnProjectIds: match.ids };
  // Named as the plan names it, also when it is `map.noProject` that leads to nothing.
  if (match.kind === 'unmatched') return { reason: 'unmatched-project', ...subject, ...mapTargetOf(match) };
  return null;
}

function archivedRecord(row: Row, person: Match<RunnPersonId>, project: Match<RunnProjectId>): Hold | null {
  if (person.kind === 'matched' && person.isArchived) {
    return { reason: 'archived', togglUserId: row.userId, togglProjectId: null, runnPersonIds: [person.id] };
  }
  if (project.kind === 'matched' && project.isArchived) {
    return { reason: 'archived', togglUserId: null, togglProjectId: row.projectId, runnProjectIds: [project.id] };
  }
  return null;
}

function mapTargetOf(match: { readonly mapTarget?: number }): { readonly mapTarget?: number } {
  return match.mapTarget === undefined ? {} : { mapTarget: match.mapTarget };
}

function emptySum(hold: Hold): Sum {
  return { hold, seconds: 0, billableSeconds: 0, days: new Set(), byUser: new Map(), byProject: new Map() };
}

function add(sum: Sum, row: Row): void {
  sum.seconds += row.seconds;
  sum.billableSeconds += row.billableSeconds;
  sum.days.add(row.date);
  sum.byUser.set(row.userId, (sum.byUser.get(row.userId) ?? 0) + row.seconds);
  sum.byProject.set(row.projectId, (sum.byProject.get(row.projectId) ?? 0) + row.seconds);
}

function suggestionFor(
  hold: Hold,
  users: ReadonlyMap<TogglUserId, TogglUser>,
  projects: ReadonlyMap<TogglProjectId, TogglProject>,
  suggester: Suggester,
): UnmatchedTime['suggestion'] {
  if (hold.reason === 'unmatched-person' && hold.togglUserId !== null) {
    const user = users.get(hold.togglUserId);
    return user === undefined ? null : suggester.person(user);
  }
  if (hold.reason === 'unmatched-project' && hold.togglProjectId !== null) {
    const project = projects.get(hold.togglProjectId);
    return project === undefined ? null : suggester.project(project);
  }
  return null;
}

function toUnmatched(sum: Sum, suggestion: UnmatchedTime['suggestion']): UnmatchedTime {
  return {
    ...sum.hold,
    seconds: sum.seconds,
    billableSeconds: sum.billableSeconds,
    days: [...sum.days].sort(),
    byUser: [...sum.byUser]
      .map(([togglUserId, seconds]) => ({ togglUserId, seconds }))
      .sort((a, b) => b.seconds - a.seconds || a.togglUserId - b.togglUserId),
    byProject: [...sum.byProject]
      .map(([togglProjectId, seconds]) => ({ togglProjectId, seconds }))
      .sort((a, b) => b.seconds - a.seconds || (a.togglProjectId ?? 0) - (b.togglProjectId ?? 0)),
    suggestion,
  };
}

function compareUnmatched(a: UnmatchedTime, b: UnmatchedTime): number {
  return (
    b.seconds - a.seconds ||
    compareText(a.reason, b.reason) ||
    (a.togglUserId ?? 0) - (b.togglUserId ?? 0) ||
    (a.togglProjectId ?? 0) - (b.togglProjectId ?? 0)
  );
}
