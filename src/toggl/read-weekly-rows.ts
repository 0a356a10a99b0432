/**
 * Rows from the weekly report, over any range. Nobody outside Toggl knows for certain how long its arrays are or when
 * billable seconds are in them, so both readings are taken for possible and each row is checked (toggl.md section 2.4).
 */
import { addDays, countDays, listDays, splitWindow } from '../core/dates.ts';
import { AccessError, ServiceError } from '../core/errors.ts';
import type { TogglProjectId, TogglUserId, TogglWorkspace, TogglWorkspaceId, Window } from '../core/model.ts';
import { maxReportDays, type RowReading } from './row-reading.ts';
import type { WeeklyRowResponse } from './schemas.ts';
import { RowSums } from './sum-rows.ts';
import { reportEndpoint, type TogglClient, type WeeklyAnswer } from './toggl-client.ts';
import { toProjectId, toUserId } from './translate.ts';

export interface WeeklyOptions {
  readonly workspace: Pick<TogglWorkspace, 'id' | 'billable'>;
  readonly window: Window;
  /** False where nobody will look at the flag (`rules.billable: always` or `never`): saves a request. */
  readonly needsBillable: boolean;
}

const blockDays = 7;

/** How long this workspace's arrays turned out to be: as many as days in the range, or always seven. */
type ArrayLength = 'unknown' | 'range' | 'seven';

/**
 * All rows of the window, summed per user, project and day; days without time are left out.
 * Throws `ServiceError` `unexpected-answer` when arrays fit neither reading.
 */
export async function readWeeklyRows(client: TogglClient, options: WeeklyOptions): Promise<RowReading> {
  const { workspace, window } = options;
  const time = new WeeklyFold(workspace.id);
  const arrayLength = await readPieces((piece) => client.searchWeekly(workspace.id, piece), window, 'unknown', time);
  const { userNames, projectNames } = time;
  const rows = time.sums.toRows();
  if (workspace.billable === 'none' || !options.needsBillable || !time.lacksBillable) {
    return { rows, billable: workspace.billable, notes: [], userNames, projectNames };
  }
  try {
    const billable = new WeeklyFold(workspace.id);
    const search = (piece: Window) => client.searchWeekly(workspace.id, piece, { billable: true });
    await readPieces(search, window, arrayLength, billable);
    const withBillable = rows.map((row) => {
      return { ...row, billableSeconds: Math.min(row.seconds, billable.sums.secondsOf(row)) };
    });
    return { rows: withBillable, billable: 'flag', notes: [], userNames, projectNames };
  } catch (error) {
    // A quota, or a 402 that does not say what it means, goes on and ends the run (R5).
    if (!(error instanceof AccessError) || error.code !== 'toggl-plan') throw error;
    return { rows, billable: 'none', notes: ['billable-not-in-plan'], userNames, projectNames };
  }
}

/**
 * The window in answers whose rows all fit: whole years where possible, else blocks of seven days. `fold` is given each
 * answer with the days that are taken from it: no day is taken from two of them.
 */
async function readPieces(
  search: (window: Window) => Promise<WeeklyAnswer>,
  window: Window,
  known: ArrayLength,
  fold: WeeklyFold,
): Promise<ArrayLength> {
  let arrayLength = known;
  for (const year of splitWindow(window, maxReportDays)) {
    if (arrayLength !== 'seven') {
      const answer = await search(year);
      if (fits(answer, year, arrayLength)) {
        fold.add(year, answer.rows);
        if (answer.rows.length > 0 && countDays(year) !== blockDays) arrayLength = 'range';
        continue;
      }
      if (countDays(year) === blockDays) throw wrongLength(answer.rows, year);
      arrayLength = 'seven';
    }
    for (const block of splitWindow(year, blockDays)) {
      // Seven days always, also where the last block passes the end of the year: the next one begins there.
      const week = { since: block.since, until: addDays(block.since, blockDays - 1) };
      const { rows } = await search(week);
      if (!rows.every((row) => row.seconds.length === blockDays)) throw wrongLength(rows, week);
      fold.add(block, rows);
    }
  }
  return arrayLength;
}

/** What is kept of the answers, of which each is dropped before the next one is asked for. */
class WeeklyFold {
  readonly sums: RowSums;
  readonly userNames = new Map<TogglUserId, string>();
  readonly projectNames = new Map<TogglProjectId, string>();
  /** Whether a row with time came without billable seconds. */
  lacksBillable = false;

  constructor(workspaceId: TogglWorkspaceId) {
    this.sums = new RowSums(workspaceId);
  }

  /** Adds an answer; its days after the end of `window` are dropped. */
  add(window: Window, rows: readonly WeeklyRowResponse[]): void {
    // The same few texts for all rows, which are compared and hashed faster than equal ones.
    const days = listDays(window);
    for (const row of rows) {
      const billable = row.billable_seconds ?? null;
      if (billable !== null && billable.length !== row.seconds.length) {
        throw unexpected(
          `a row has ${row.seconds.length} elements in seconds and ${billable.length} in billable_seconds`,
        );
      }
      const userId = toUserId(row.user_id);
      const projectId = toProjectId(row.project_id);
      if (row.user_name) this.userNames.set(userId, row.user_name);
      if (row.project_name && projectId !== null) this.projectNames.set(projectId, row.project_name);
      if (billable === null && hasTime(row)) this.lacksBillable = true;
      for (const [index, date] of days.entries()) {
        const seconds = countable(row.seconds[index]);
        if (seconds > 0) this.sums.add(userId, projectId, date, seconds, countable(billable?.[index]));
      }
    }
  }
}

function fits({ rows, rangeEnd }: WeeklyAnswer, window: Window, arrayLength: ArrayLength): boolean {
  const days = countDays(window);
  if (rows.length > 0) return rows.every((row) => row.seconds.length === days);
  // No row, no length: perhaps only the first seven days are empty, the only ones that were looked at.
  return days <= blockDays || arrayLength === 'range' || rangeEnd === window.until;
}

/** Null is an empty day; a negative value is an entry that still runs (toggl.md section 7). */
function countable(value: number | null | undefined): number {
  return Math.max(0, value ?? 0);
}

function hasTime(row: WeeklyRowResponse): boolean {
  return row.seconds.some((value) => countable(value) > 0);
}

function wrongLength(rows: readonly WeeklyRowResponse[], window: Window): ServiceError {
  const lengths = [...new Set(rows.map((row) => row.seconds.length))].sort((a, b) => a - b).slice(0, 5);
  return unexpected(`seconds has ${lengths.join(', ')} elements for the days ${window.since} to ${window.until}`);
}

function unexpected(problem: string): ServiceError {
  const endpoint = reportEndpoint('weekly/time_entries');
  return new ServiceError(
    'unexpected-answer',
    `Toggl Track answered POST ${endpoint} unlike its documents: ${problem}.`,
    { hint: 'Set toggl.source to "detailed", which reads entries instead of this report, and please report this.' },
  );
}
