/** Compares rows with Toggl's own totals, so that "could not read" never passes for "empty" (R1, R2). */
import { isInWindow, splitWindow } from '../core/dates.ts';
import type {
  IsoDate,
  Row,
  TogglProjectId,
  TogglUserId,
  TogglWorkspaceId,
  TotalsDifference,
  Window,
} from '../core/model.ts';
import { maxReportDays } from './row-reading.ts';
import type { PairTotal, TogglClient } from './toggl-client.ts';

export interface TotalsCheck<Reading extends { readonly rows: readonly Row[] }> {
  readonly workspaceId: TogglWorkspaceId;
  readonly window: Window;
  /** Days after it may still go on somewhere, and are not compared. */
  readonly lastCompleteDay: IsoDate;
  readonly readRows: () => Promise<Reading>;
}

export interface CheckedReading<Reading> {
  /** The reading that counts: the second one when the first did not agree. */
  readonly reading: Reading;
  readonly differences: readonly TotalsDifference[];
}

/** Reports lag behind an edit by a few seconds (toggl.md section 1). */
const lagMs = 3_000;
/** So many pairs are looked at one by one; more at once are a sign of rounding, and are asked for by user and project. */
const maxPairs = 20;
/** A check must not use up the quota of the run that it serves. */
const maxRequests = 60;

/**
 * Reads rows and totals, twice if they differ. What still differs is asked for once more without rounding, because
 * `projects/summary` perhaps applies the workspace's preference (toggl.md section 9), and then reported.
 */
export async function readCheckedRows<Reading extends { readonly rows: readonly Row[] }>(
  client: TogglClient,
  check: TotalsCheck<Reading>,
): Promise<CheckedReading<Reading>> {
  const window = completeDays(check.window, check.lastCompleteDay);
  if (window === undefined) return { reading: await check.readRows(), differences: [] };

  const read = async () => {
    const [reading, totals] = await Promise.all([check.readRows(), readTotals(client, check.workspaceId, window)]);
    return { reading, differences: compareTotals(check.workspaceId, reading.rows, totals, window) };
  };
  const first = await read();
  if (first.differences.length === 0) return first;
  await client.pause(lagMs);
  const second = await read();
  if (second.differences.length === 0) return second;
  return {
    reading: second.reading,
    differences: await confirmDifferences(client, second.differences, second.reading.rows, window),
  };
}

/** The window without the days that still go on; undefined when none is left. */
function completeDays(window: Window, lastCompleteDay: IsoDate): Window | undefined {
  const until = window.until < lastCompleteDay ? window.until : lastCompleteDay;
  return until < window.since ? undefined : { since: window.since, until };
}

async function readTotals(client: TogglClient, workspaceId: TogglWorkspaceId, window: Window): Promise<PairTotal[]> {
  const totals: PairTotal[] = [];
  for (const piece of splitWindow(window, maxReportDays)) {
    totals.push(...(await client.listPairTotals(workspaceId, piece)));
  }
  return totals;
}

/** Every user and project whose rows inside the window do not add up to Toggl's total. Pure. */
export function compareTotals(
  workspaceId: TogglWorkspaceId,
  rows: readonly Row[],
  totals: readonly PairTotal[],
  window: Window,
): TotalsDifference[] {
  const pairs = new Map<string, { -readonly [Key in keyof TotalsDifference]: TotalsDifference[Key] }>();
  const pairOf = (userId: TogglUserId, projectId: TogglProjectId | null) => {
    const key = `${userId}:${projectId}`;
    const pair = pairs.get(key) ?? { workspaceId, userId, projectId, rowSeconds: 0, totalSeconds: 0 };
    pairs.set(key, pair);
    return pair;
  };
  for (const row of rows) {
    if (isInWindow(row.date, window)) pairOf(row.userId, row.projectId).rowSeconds += row.seconds;
  }
  for (const total of totals) pairOf(total.userId, total.projectId).totalSeconds += total.trackedSeconds;
  return [...pairs.values()].filter((pair) => pair.rowSeconds !== pair.totalSeconds);
}

/** Drops the differences that are only rounding, and gives the others their unrounded total. */
async function confirmDifferences(
  client: TogglClient,
  differences: readonly TotalsDifference[],
  rows: readonly Row[],
  window: Window,
): Promise<TotalsDifference[]> {
  let requests = 0;
  const canAsk = () => requests < maxRequests;
  const askTotal = async (pair: TotalsDifference, filter: TotalFilter) => {
    let seconds = 0;
    for (const piece of splitWindow(window, maxReportDays)) {
      requests += 1;
      seconds += await client.getTotalSeconds(pair.workspaceId, piece, filter);
    }
    return seconds;
  };

  let open = differences;
  if (open.length > maxPairs) {
    // Time under the wrong project leaves its user's total as it is, and time of the wrong user its project's: a pair is
    // taken for rounded only when both agree.
    const agrees = async (pair: TotalsDifference, filter: TotalFilter) =>
      canAsk() && (await askTotal(pair, filter)) === secondsOf(rows, filter, window);
    const users = new Map<TogglUserId, boolean>();
    for (const pair of open) {
      const { userId } = pair;
      if (!users.has(userId)) users.set(userId, await agrees(pair, { userId }));
    }
    const projects = new Map<TogglProjectId | null, boolean>();
    for (const pair of open) {
      const { userId, projectId } = pair;
      if (users.get(userId) && !projects.has(projectId)) projects.set(projectId, await agrees(pair, { projectId }));
    }
    open = open.filter(({ userId, projectId }) => !users.get(userId) || !projects.get(projectId));
  }
  const confirmed: TotalsDifference[] = [];
  for (const pair of open) {
    // Past the budget the rounded total stands: held back without need is better than written without proof.
    const { userId, projectId } = pair;
    const totalSeconds = canAsk() ? await askTotal(pair, { userId, projectId }) : pair.totalSeconds;
    if (totalSeconds !== pair.rowSeconds) confirmed.push({ ...pair, totalSeconds });
  }
  return confirmed;
}

type TotalFilter = Parameters<TogglClient['getTotalSeconds']>[2];

function secondsOf(rows: readonly Row[], { userId, projectId }: TotalFilter, window: Window): number {
  return rows
    .filter(
      (row) =>
        (userId === undefined || row.userId === userId) &&
        (projectId === undefined || row.projectId === projectId) &&
        isInWindow(row.date, window),
    )
    .reduce((sum, row) => sum + row.seconds, 0);
}
