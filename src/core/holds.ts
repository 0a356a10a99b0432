/**
 * Whether a cell that should change may change: archived records (R3), cells frozen by time that leads nowhere (R9), the
 * proof that Toggl was seen whole (R1), `rules.clear: never`, and closed periods (R13). The first that applies is the
 * reason, in that order; a cell is held whole or not at all.
 */
import type { Tally } from './aggregate.ts';
import { type CellKey, CellMap } from './cell-map.ts';
import { type FindingFacts, finding } from './findings.ts';
import type { FreezeReason, UnresolvedSource } from './held-time.ts';
import type { Matching } from './match.ts';
import type {
  Change,
  Minutes,
  Rules,
  RunnPerson,
  RunnPersonId,
  RunnProject,
  RunnProjectId,
  TogglProjectId,
  TogglUserId,
  WorkspaceTime,
} from './model.ts';
import { totalMinutes } from './round.ts';
import { isScheduledZero } from './scheduled-zeros.ts';

/** Why a planned cell stays as it is. */
export interface Hold {
  readonly code: 'archived' | FreezeReason | 'clear-withheld' | 'not-proven' | 'late-change';
  readonly cause?: FindingFacts['cause'];
}

export type HoldRule = (cell: CellKey & { readonly hasTime: boolean }, changes: readonly Change[]) => Hold | null;

/**
 * True when any side, and so perhaps the total, ends lower than it is (R1, R14), and for a scheduled zero: it needs the
 * same proof, for it says that no work was done (R10).
 */
export function isLowering(change: Change): boolean {
  return isScheduledZero(change) || lostMinutesOf(change) > 0;
}

/** Minutes that disappear or change side by a change: what each side loses (R14). */
export function lostMinutesOf({ before, after }: Change): number {
  if (before === null) return 0;
  return (
    Math.max(0, before.billableMinutes - after.billableMinutes) +
    Math.max(0, before.nonbillableMinutes - after.nonbillableMinutes)
  );
}

/** Signed change of the total, over all changes of a cell. */
export function deltaMinutesOf(changes: readonly Change[]): number {
  const nothing: Minutes = { billableMinutes: 0, nonbillableMinutes: 0 };
  return changes.reduce((sum, { before, after }) => sum + totalMinutes(after) - totalMinutes(before ?? nothing), 0);
}

function billableDeltaMinutesOf(changes: readonly Change[]): number {
  return changes.reduce((sum, { before, after }) => sum + after.billableMinutes - (before?.billableMinutes ?? 0), 0);
}

/** By how many minutes a cell's total rises, or falls. */
export interface CellDelta extends CellKey {
  readonly deltaMinutes: number;
}

/** The changes summed by cell, in their order: what only goes to another role or actual of the cell is no gain (R6, R11). */
export function listCellDeltas(changes: readonly Change[]): CellDelta[] {
  const cells = new CellMap<Change[]>();
  for (const change of changes) cells.set(change, [...(cells.get(change) ?? []), change]);
  const first = changes.filter((change) => cells.get(change)?.[0] === change);
  return first.map(({ personId, projectId, date }) => {
    const deltaMinutes = deltaMinutesOf(cells.get({ personId, projectId, date }) ?? []);
    return { personId, projectId, date, deltaMinutes };
  });
}

/**
 * R9: whether held-back or excluded time of that day can be what stands in a cell without Toggl time. Where several
 * records carry an id, nobody knows to which it leads, so that it takes the place of no other: an id overwritten with
 * somebody else's must not clear what came under the old one.
 */
export function canBeSource(
  { personIds, projectIds }: Pick<UnresolvedSource, 'personIds' | 'projectIds'>,
  cell: CellKey,
  matching: Matching,
): boolean {
  const isPersonPossible = personIds.length > 0 ? personIds.includes(cell.personId) : !matching.hasUser(cell.personId);
  if (!isPersonPossible) return false;
  return projectIds.length > 0 ? projectIds.includes(cell.projectId) : !matching.hasProject(cell.projectId, cell.date);
}

/**
 * The rules of one run, as one function that is asked for each cell with changes.
 * @returns the hold that applies first, or null when the cell may change
 */
export function createHoldRule(input: {
  readonly matching: Matching;
  readonly tally: Tally;
  readonly workspaces: readonly WorkspaceTime[];
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  readonly rules: Pick<Rules, 'archived' | 'clear' | 'lockedThrough'>;
}): HoldRule {
  const { matching, tally, workspaces, rules } = input;
  const archivedPeople = idsOfArchived<RunnPersonId>(input.people);
  const archivedProjects = idsOfArchived<RunnProjectId>(input.projects);
  const knownUsers = new Set<TogglUserId>(workspaces.flatMap(({ users }) => users.map((user) => user.id)));
  const knownProjects = new Set<TogglProjectId>(workspaces.flatMap(({ projects }) => projects.map(({ id }) => id)));
  const isEveryoneVisible = workspaces.every(({ workspace }) => workspace.isAdmin);

  const archived: HoldRule = ({ personId, projectId }) => {
    if (rules.archived === 'write') return null;
    if (archivedPeople.has(personId)) return { code: 'archived', cause: 'person-archived' };
    if (archivedProjects.has(projectId)) return { code: 'archived', cause: 'project-archived' };
    return null;
  };

  const frozen: HoldRule = (cell) => {
    const reason = tally.frozen.get(cell);
    return reason === undefined ? null : { code: reason, cause: 'shares-cell' };
  };

  const withheld: HoldRule = (cell, changes) => {
    if (cell.hasTime || !changes.some(isLowering)) return null;
    const sources = (tally.unresolved.get(cell.date) ?? []).filter((candidate) =>
      canBeSource(candidate, cell, matching),
    );
    if (sources.length === 0) return null;
    // What somebody can mend is named before what `map` skips, in whatever order they came.
    return {
      code: 'clear-withheld',
      cause: sources.every((source) => source.isExcluded) ? 'excluded-source' : 'held-source',
    };
  };

  const notProven: HoldRule = (cell, changes) => {
    if (!changes.some(isLowering)) return null;
    if (!isEveryoneVisible) return { code: 'not-proven', cause: 'not-admin' };
    const isBeyondRetention = workspaces.some(
      ({ workspace }) => workspace.readableSince !== null && cell.date < workspace.readableSince,
    );
    if (isBeyondRetention) return { code: 'not-proven', cause: 'retention' };
    if (!matching.usersLeadingTo(cell.personId).every((id) => knownUsers.has(id))) {
      return { code: 'not-proven', cause: 'unknown-user' };
    }
    if (!matching.projectsLeadingTo(cell.projectId, cell.date).every((id) => knownProjects.has(id))) {
      return { code: 'not-proven', cause: 'unknown-project' };
    }
    return null;
  };

  // A scheduled zero takes nothing away, so that `clear: never` does not mean it.
  const clearNever: HoldRule = (_cell, changes) =>
    rules.clear === 'never' && changes.some((change) => change.kind === 'clear' && !isScheduledZero(change))
      ? { code: 'clear-withheld', cause: 'rules-clear-never' }
      : null;

  const closed: HoldRule = ({ date }) =>
    rules.lockedThrough !== null && date <= rules.lockedThrough ? { code: 'late-change' } : null;

  const inOrder = [archived, frozen, withheld, notProven, clearNever, closed];
  return (cell, changes) => {
    for (const rule of inOrder) {
      const hold = rule(cell, changes);
      if (hold !== null) return hold;
    }
    return null;
  };
}

function idsOfArchived<Id>(records: readonly { readonly id: Id; readonly isArchived: boolean }[]): Set<Id> {
  return new Set(records.filter((record) => record.isArchived).map((record) => record.id));
}

/** The finding of a held cell. */
export function describeHold(
  hold: Hold,
  cell: CellKey,
  seconds: number,
  minutes: { readonly toggl: Minutes; readonly runn: Minutes },
  changes: readonly Change[],
) {
  const isZero = changes.every(isScheduledZero);
  const facts: FindingFacts = {
    togglMinutes: minutes.toggl,
    runnMinutes: minutes.runn,
    ...(isZero ? { isScheduledZero: true } : {}),
    ...(hold.cause === undefined ? {} : { cause: hold.cause }),
    ...(hold.code === 'late-change'
      ? { deltaMinutes: deltaMinutesOf(changes), billableDeltaMinutes: billableDeltaMinutesOf(changes) }
      : {}),
  };
  const subject = { runnPersonId: cell.personId, runnProjectId: cell.projectId, date: cell.date };
  // Nothing of this tool stays there that should not: worth a look, but nobody has to decide.
  return finding(hold.code, subject, { seconds, facts, ...(isZero ? { severity: 'warning' } : {}) });
}
