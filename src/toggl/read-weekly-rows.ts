/**
 * Rows from the weekly report, over any range. Nobody outside Toggl knows for certain how long its arrays are or when
 * billable seconds are in them, so both readings are taken for possible and each row is checked (toggl.md section 2.4).
 */
import { addDays, countDays, isInWindow, splitWindow } from '../core/dates.ts';
import { AccessError, ServiceError } from '../core/errors.ts';
import type { Row, TogglProjectId, TogglUserId, TogglWorkspace, Window } from '../core/model.ts';
import { maxReportDays, type RowReading } from './row-reading.ts';
import type { WeeklyRowResponse } from './schemas.ts';
import { sumRows } from './sum-rows.ts';
import { reportEndpoint, type TogglClient, type WeeklyAnswer } from './toggl-client.ts';
import { toProjectId, toUserId } from './translate.ts';

export interface WeeklyOptions {
  readonly workspace: Pick<TogglWorkspace, 'id' | 'billable'>;
  readonly window: Window;
  /** False where nobody will look at the flag (`rules.billable: always` or `never`): saves a request. */
  readonly needsBillable: boolean;
}

const blockDays = 7;

/** An answer together with the days that are taken from it: no day is taken from two of them. */
interface Piece {
  readonly window: Window;
  readonly rows: readonly WeeklyRowResponse[];
}

/** How long this workspace's arrays turned out to be: as many as days in the range, or always seven. */
type ArrayLength = 'unknown' | 'range' | 'seven';

/**
 * All rows of the window, summed per user, project and day; days without time are left out.
 * Throws `ServiceError` `unexpected-answer` when arrays fit neither reading.
 */
export async function readWeeklyRows(client: TogglClient, options: WeeklyOptions): Promise<RowReading> {
  const { workspace, window } = options;
  const time = await readPieces((piece) => client.searchWeekly(workspace.id, piece), window, 'unknown');
  const names = collectNames(time.pieces);
  const rows = sumRows(listRows(time.pieces, options));

  const lacksBillable = time.pieces.some((piece) => piece.rows.some((row) => !row.billable_seconds && hasTime(row)));
  if (workspace.billable === 'none' || !options.needsBillable || !lacksBillable) {
    return { rows, billable: workspace.billable, notes: [], ...names };
  }
  try {
    const billable = await readPieces(
      (piece) => client.searchWeekly(workspace.id, piece, { billable: true }),
      window,
      time.arrayLength,
    );
    const billableRows = sumRows(listRows(billable.pieces, options));
    return { rows: withBillable(rows, billableRows), billable: 'flag', notes: [], ...names };
  } catch (error) {
    // A quota, or a 402 that does not say what it means, goes on and ends the run (R5).
    if (!(error instanceof AccessError) || error.code !== 'toggl-plan') throw error;
    return { rows, billable: 'none', notes: ['billable-not-in-plan'], ...names };
  }
}

/** The window in answers whose rows all fit: whole years where possible, else blocks of seven days. */
async function readPieces(
  search: (window: Window) => Promise<WeeklyAnswer>,
  window: Window,
  known: ArrayLength,
): Promise<{ readonly pieces: readonly Piece[]; readonly arrayLength: ArrayLength }> {
  const pieces: Piece[] = [];
  let arrayLength = known;
  for (const year of splitWindow(window, maxReportDays)) {
    if (arrayLength !== 'seven') {
      const answer = await search(year);
      if (fits(answer, year, arrayLength)) {
        pieces.push({ window: year, rows: answer.rows });
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
      pieces.push({ window: block, rows });
    }
  }
  return { pieces, arrayLength };
}

function fits({ rows, rangeEnd }: WeeklyAnswer, window: Window, arrayLength: ArrayLength): boolean {
  const days = countDays(window);
  if (rows.length > 0) return rows.every((row) => row.seconds.length === days);
  // No row, no length: perhaps only the first seven days are empty, the only ones that were looked at.
  return days <= blockDays || arrayLength === 'range' || rangeEnd === window.until;
}

/** One row per element, not yet summed; days outside the piece dropped. */
function* listRows(pieces: readonly Piece[], { workspace }: WeeklyOptions): Generator<Row> {
  for (const piece of pieces) {
    for (const row of piece.rows) {
      const billable = row.billable_seconds ?? null;
      if (billable !== null && billable.length !== row.seconds.length) {
        throw unexpected(
          `a row has ${row.seconds.length} elements in seconds and ${billable.length} in billable_seconds`,
        );
      }
      for (const [index, value] of row.seconds.entries()) {
        const seconds = countable(value);
        const date = addDays(piece.window.since, index);
        if (seconds === 0 || !isInWindow(date, piece.window)) continue;
        yield {
          workspaceId: workspace.id,
          userId: toUserId(row.user_id),
          projectId: toProjectId(row.project_id),
          date,
          seconds,
          billableSeconds: Math.min(seconds, countable(billable?.[index])),
        };
      }
    }
  }
}

/** Null is an empty day; a negative value is an entry that still runs (toggl.md section 7). */
function countable(value: number | null | undefined): number {
  return Math.max(0, value ?? 0);
}

function hasTime(row: WeeklyRowResponse): boolean {
  return row.seconds.some((value) => countable(value) > 0);
}

/** The rows with the seconds of the billable ones, by user, project and day, as their billable part. */
function withBillable(rows: readonly Row[], billableRows: readonly Row[]): Row[] {
  const keyOf = (row: Row) => `${row.userId}:${row.projectId}:${row.date}`;
  const billableSeconds = new Map(billableRows.map((row) => [keyOf(row), row.seconds]));
  return rows.map((row) => ({
    ...row,
    billableSeconds: Math.min(row.seconds, billableSeconds.get(keyOf(row)) ?? 0),
  }));
}

function collectNames(pieces: readonly Piece[]) {
  const userNames = new Map<TogglUserId, string>();
  const projectNames = new Map<TogglProjectId, string>();
  for (const row of pieces.flatMap((piece) => piece.rows)) {
    if (row.user_name) userNames.set(toUserId(row.user_id), row.user_name);
    const projectId = toProjectId(row.project_id);
    if (row.project_name && projectId !== null) projectNames.set(projectId, row.project_name);
  }
  return { userNames, projectNames };
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
