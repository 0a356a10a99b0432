/**
 * R2 to R5: rows become cells. All rows of a cell are summed in seconds after mapping; rows that lead nowhere, are
 * skipped or cannot be trusted are kept apart with the reason, because they freeze cells later (R9).
 */
import { CellMap } from './cell-map.ts';
import { listDays } from './dates.ts';
import { type Finding, finding } from './findings.ts';
import { type FreezeReason, HeldTime, holdReasonOf, type RowMatch, type UnresolvedSource } from './held-time.ts';
import type { Match, Matching } from './match.ts';
import type {
  IsoDate,
  Row,
  Rules,
  RunnProject,
  RunnProjectId,
  TogglProjectId,
  TogglUserId,
  TogglWorkspaceId,
  TotalsDifference,
  Window,
  WorkspaceTime,
} from './model.ts';
import type { HoldReason, StatementDimension } from './plan.ts';
import { isRowInScope, isSideInScope, type Scope, type ScopeSide } from './scope.ts';
import type { RowSums } from './statement.ts';
import { groupOfRow, RowGroups } from './statement-groups.ts';

/** Toggl's time of one person, project and day, before rounding. */
export interface CellSeconds {
  seconds: number;
  billableSeconds: number;
}

export interface Tally {
  /** Seconds by cell of the rows that lead to one Runn person and project and can be trusted. In scope or not. */
  readonly cells: CellMap<CellSeconds>;
  /** Held-back and excluded rows by day, in scope or not. */
  readonly unresolved: ReadonlyMap<IsoDate, readonly UnresolvedSource[]>;
  readonly frozen: CellMap<FreezeReason>;
  /** In scope only, like the sums below. */
  readonly trackedSeconds: number;
  readonly heldBackSeconds: ReadonlyMap<HoldReason, number>;
  readonly excludedSeconds: number;
  readonly findings: readonly Finding[];
  /** The same sums by what `--by` asks for; empty without it. */
  readonly groups: ReadonlyMap<string, RowSums>;
  /** Paid workspaces with over 40 hours on `tm` and `fp` projects and no billable second (R5). */
  readonly billableFlagUnused: readonly TogglWorkspaceId[];
}

interface AggregateInput {
  readonly window: Window;
  readonly workspaces: readonly WorkspaceTime[];
  readonly matching: Matching;
  readonly projects: readonly RunnProject[];
  readonly billable: Rules['billable'];
  readonly scope: Scope;
  /** How the statement is to be broken down. */
  readonly by?: StatementDimension | undefined;
}

/** R5: over so many hours without one billable second, the flag is taken to be unused. */
const unusedFlagHours = 40;

/**
 * Sums the rows of all workspaces into cells (R2 to R5).
 * @returns cells in seconds, everything that is held back or excluded with its reason, and the findings about it
 */
export function aggregateRows(input: AggregateInput): Tally {
  const { matching } = input;
  const nonBillableProjects = new Set(
    input.projects.filter((project) => project.pricingModel === 'nb').map((project) => project.id),
  );
  const cells = new CellMap<CellSeconds>();
  const held = new HeldTime();
  const groups = new RowGroups();
  const billableFlagUnused: TogglWorkspaceId[] = [];
  const findings: Finding[] = [];
  let trackedSeconds = 0;

  for (const time of input.workspaces) {
    const folded = foldWorkspace(time, { ...input, cells, held, groups, nonBillableProjects });
    trackedSeconds += folded.trackedSeconds;
    findings.push(...folded.findings);
    if (folded.isBillableFlagUnused) billableFlagUnused.push(time.workspace.id);
  }

  return {
    cells,
    unresolved: held.unresolved,
    frozen: held.frozen,
    trackedSeconds,
    heldBackSeconds: held.secondsByReason,
    excludedSeconds: held.excludedSeconds,
    findings: [...findings, ...held.findings(), ...archivedDuplicates(input.workspaces, matching)],
    groups: groups.sums,
    billableFlagUnused: billableFlagUnused.sort((a, b) => a - b),
  };
}

interface FoldInput extends AggregateInput {
  readonly cells: CellMap<CellSeconds>;
  readonly held: HeldTime;
  readonly groups: RowGroups;
  readonly nonBillableProjects: ReadonlySet<RunnProjectId>;
}

/** Adds the rows of one workspace to `cells` and `held`. */
function foldWorkspace({ workspace, rows, totalsDifferences }: WorkspaceTime, input: FoldInput) {
  const { matching, scope, held } = input;
  const untrusted = new Map(totalsDifferences.map((difference) => [pairKey(difference), 0]));
  for (const difference of totalsDifferences) freezePair(difference, input);
  const matchRow = createRowMatcher(matching);
  let trackedSeconds = 0;
  let flaggableSeconds = 0;
  let flaggedSeconds = 0;

  for (const row of rows) {
    if (row.seconds <= 0) continue;
    const match = matchRow(row);
    const isInScope = isRowInScope(scope, row, match.person, match.project);
    if (isInScope) trackedSeconds += row.seconds;
    flaggedSeconds += row.billableSeconds;

    const reason = reasonOf(row, match, untrusted);
    if (isInScope && input.by !== undefined) input.groups.add(groupOfRow(input.by, row, match), row.seconds, reason);
    if (reason !== null) {
      held.freeze(row.date, match, reason);
      if (isInScope) held.count(row, match, reason);
      if (isInScope && reason === 'totals-differ') {
        untrusted.set(pairKey(row), (untrusted.get(pairKey(row)) ?? 0) + row.seconds);
      }
      continue;
    }
    if (match.person.kind !== 'matched' || match.project.kind !== 'matched') continue;

    const isNonBillable = input.nonBillableProjects.has(match.project.id);
    if (isInScope && !isNonBillable) flaggableSeconds += row.seconds;
    const billableSeconds = billableSecondsOf(row, input.billable, workspace.billable, isNonBillable);
    const { byDate } = input.cells.ensurePair(match.person.id, match.project.id);
    const cell = byDate.get(row.date);
    if (cell === undefined) {
      byDate.set(row.date, { seconds: row.seconds, billableSeconds });
    } else {
      cell.seconds += row.seconds;
      cell.billableSeconds += billableSeconds;
    }
  }

  const isBillableFlagUnused =
    input.billable === 'auto' &&
    workspace.billable === 'flag' &&
    flaggedSeconds === 0 &&
    flaggableSeconds > unusedFlagHours * 3600;
  const findings = totalsDifferences
    .filter((difference) => isPairInScope(difference, input))
    .map((difference) => describeDifference(difference, untrusted));
  if (isBillableFlagUnused) {
    const facts = { rowSeconds: flaggableSeconds };
    findings.push(finding('billable-flag-unused', { togglWorkspaceId: workspace.id }, { facts }));
  }
  return { trackedSeconds, findings, isBillableFlagUnused };
}

function reasonOf(row: Row, match: RowMatch, untrusted: ReadonlyMap<string, number>): HoldReason | 'excluded' | null {
  const reason = holdReasonOf(match);
  if (reason === 'excluded') return reason;
  return untrusted.size > 0 && untrusted.has(pairKey(row)) ? 'totals-differ' : reason;
}

/** R5: the billable part of a row, by `rules.billable`, the workspace's plan and the Runn project's pricing model. */
export function billableSecondsOf(
  row: Row,
  rule: Rules['billable'],
  workspaceBillable: 'flag' | 'none',
  isNonBillableProject: boolean,
): number {
  switch (rule) {
    case 'always':
      return row.seconds;
    case 'never':
      return 0;
    case 'toggl':
      return row.billableSeconds;
    case 'auto':
      if (isNonBillableProject) return 0;
      return workspaceBillable === 'flag' ? row.billableSeconds : row.seconds;
  }
}

/** Rows of one user and project repeat the same matches, so that the last ones are worth keeping. */
function createRowMatcher(matching: Matching): (row: Row) => RowMatch {
  let userId: TogglUserId | undefined;
  let projectId: TogglProjectId | null | undefined;
  let match: RowMatch = { person: { kind: 'unmatched' }, project: { kind: 'unmatched' } };
  return (row) => {
    if (row.userId !== userId || row.projectId !== projectId || !matching.isSettled(row.projectId)) {
      userId = row.userId;
      projectId = row.projectId;
      match = { person: matching.personOf(row.userId), project: matching.projectOf(row.projectId, row.date) };
    }
    return match;
  };
}

/** A key under which rows and `totalsDifferences` of one workspace meet. */
function pairKey(pair: { readonly userId: TogglUserId; readonly projectId: TogglProjectId | null }): string {
  return `${pair.userId}/${pair.projectId}`;
}

/** A pair that differs is held whole (R2): also on the days for which no row came, which may be the very rows that lack. */
function freezePair({ userId, projectId }: TotalsDifference, { matching, held, window }: FoldInput): void {
  for (const date of listDays(window)) {
    const match = { person: matching.personOf(userId), project: matching.projectOf(projectId, date) };
    const reason = holdReasonOf(match);
    held.freeze(date, match, reason === 'excluded' ? reason : 'totals-differ');
  }
}

/**
 * Like its rows, also where none came; and a pair that leads nowhere where it may be what stands in a cell of the scope
 * (R9). Of other pairs a run that is limited says nothing.
 */
function isPairInScope(pair: TotalsDifference, { matching, scope, window }: FoldInput): boolean {
  const person = matching.personOf(pair.userId);
  const isPersonOpen = leadsNowhere(person) && isAny(scope.people, (id) => !matching.hasUser(id));
  return listDays(window).some((date) => {
    const project = matching.projectOf(pair.projectId, date);
    const isProjectOpen = leadsNowhere(project) && isAny(scope.projects, (id) => !matching.hasProject(id, date));
    return (
      (isPersonOpen || isSideInScope(scope.people, person, pair.userId)) &&
      (isProjectOpen || isSideInScope(scope.projects, project, pair.projectId))
    );
  });
}

function leadsNowhere({ kind }: Match<number>): boolean {
  return kind !== 'matched' && kind !== 'ambiguous';
}

function isAny<RunnId>(side: ScopeSide<RunnId, unknown> | null, isMeant: (id: RunnId) => boolean): boolean {
  return side !== null && [...side.runnIds].some(isMeant);
}

function describeDifference(difference: TotalsDifference, heldSeconds: ReadonlyMap<string, number>): Finding {
  const { workspaceId, userId, projectId, rowSeconds, totalSeconds } = difference;
  return finding(
    'totals-differ',
    { togglWorkspaceId: workspaceId, togglUserId: userId, togglProjectId: projectId },
    { seconds: heldSeconds.get(pairKey(difference)) ?? 0, facts: { rowSeconds, totalSeconds } },
  );
}

/** R3: one live record beats archived ones with the same id, which is worth knowing where time goes that way. */
function archivedDuplicates(workspaces: readonly WorkspaceTime[], matching: Matching): Finding[] {
  const userIds = new Set(workspaces.flatMap(({ users }) => users.map(({ id }) => id)));
  const projectIds = new Set(workspaces.flatMap(({ projects }) => projects.map(({ id }) => id)));
  const findings: Finding[] = [];
  for (const togglUserId of userIds) {
    const duplicate = matching.archivedPeopleBeside(togglUserId);
    if (duplicate === null) continue;
    const facts = { candidatePersonIds: duplicate.archived };
    findings.push(finding('archived-duplicate', { togglUserId, runnPersonId: duplicate.live }, { facts }));
  }
  for (const togglProjectId of projectIds) {
    const duplicate = matching.archivedProjectsBeside(togglProjectId);
    if (duplicate === null) continue;
    const facts = { candidateProjectIds: duplicate.archived };
    findings.push(finding('archived-duplicate', { togglProjectId, runnProjectId: duplicate.live }, { facts }));
  }
  return findings;
}
