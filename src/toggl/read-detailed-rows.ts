/** Rows from single time entries: slower than the weekly report, but with nothing to guess (`toggl.source: detailed`). */
import { isInWindow, parseIsoDate, splitWindow } from '../core/dates.ts';
import { ServiceError } from '../core/errors.ts';
import type { IsoDate, TogglProjectId, TogglUserId, TogglWorkspace, Window } from '../core/model.ts';
import { collectPages, paginate } from '../http/paginate.ts';
import { maxReportDays, type RowReading } from './row-reading.ts';
import type { DetailedRowResponse } from './schemas.ts';
import { RowSums } from './sum-rows.ts';
import { reportEndpoint, type TogglClient } from './toggl-client.ts';
import { toProjectId, toUserId } from './translate.ts';

/** A finished time entry, on the day on which it started, in its owner's zone. */
export interface TogglEntry {
  readonly id: number;
  readonly userId: TogglUserId;
  readonly projectId: TogglProjectId | null;
  readonly date: IsoDate;
  readonly seconds: number;
  readonly isBillable: boolean;
  readonly description: string;
  /** With the owner's offset, as Toggl sends them. */
  readonly start: string;
  readonly stop: string;
}

export interface DetailedOptions {
  readonly workspace: Pick<TogglWorkspace, 'id' | 'billable'>;
  readonly window: Window;
  readonly pageSize?: number;
  /** Only these users; all when left out. */
  readonly userIds?: readonly TogglUserId[];
  /** Only these projects, null for none; all when left out. */
  readonly projectIds?: readonly (TogglProjectId | null)[];
}

export interface DetailedReading extends RowReading {
  readonly entries: readonly TogglEntry[];
}

/** More than the default of 50, and a value that other programs use; what Toggl makes of it is followed anyway. */
const defaultPageSize = 200;

/**
 * All entries of the window and the rows that they add up to. Entries that still run are left out; an entry that comes
 * twice, because pages moved while they were read, counts once.
 * Throws `ServiceError` `incomplete-answer` when an announced page is empty, `repeated-cursor` when one comes again.
 */
export async function readDetailedRows(client: TogglClient, options: DetailedOptions): Promise<DetailedReading> {
  const { workspace, window } = options;
  const entries = new Map<number, TogglEntry>();
  const userNames = new Map<TogglUserId, string>();
  const projectNames = new Map<TogglProjectId, string>();
  for (const piece of splitWindow(window, maxReportDays)) {
    for (const row of await readRows(client, options, piece)) {
      const userId = toUserId(row.user_id);
      const projectId = toProjectId(row.project_id);
      if (row.username) userNames.set(userId, row.username);
      if (row.project_name && projectId !== null) projectNames.set(projectId, row.project_name);
      for (const { id, seconds, start, stop } of row.time_entries) {
        const date = localDay(start);
        if (seconds < 0 || !stop || !isInWindow(date, window)) continue;
        const { billable, description } = row;
        entries.set(id, {
          id,
          userId,
          projectId,
          date,
          seconds,
          isBillable: billable === true,
          description: description ?? '',
          start,
          stop,
        });
      }
    }
  }
  const sums = new RowSums(workspace.id);
  for (const { userId, projectId, date, seconds, isBillable } of entries.values()) {
    sums.add(userId, projectId, date, seconds, isBillable ? seconds : 0);
  }
  return {
    rows: sums.toRows(),
    entries: [...entries.values()],
    billable: workspace.billable,
    notes: [],
    userNames,
    projectNames,
  };
}

function readRows(client: TogglClient, options: DetailedOptions, piece: Window): Promise<DetailedRowResponse[]> {
  const { workspace, pageSize = defaultPageSize, userIds, projectIds } = options;
  const endpoint = reportEndpoint('search/time_entries');
  const pages = paginate<DetailedRowResponse, number>({ service: 'Toggl Track', endpoint }, async (firstRowNumber) => {
    const page = await client.searchDetailed(workspace.id, { ...piece, pageSize, firstRowNumber, userIds, projectIds });
    if (firstRowNumber !== undefined && page.rows.length === 0) {
      throw new ServiceError('incomplete-answer', `Toggl Track announced another page of ${endpoint} and sent none.`, {
        hint: 'Nothing was written. Run again: entries may have been deleted while they were read.',
      });
    }
    return { items: page.rows, nextCursor: page.nextRowNumber };
  });
  return collectPages(pages);
}

/** `start` carries the owner's offset, so that its first ten characters are the owner's day (toggl.md section 2.5). */
function localDay(start: string): IsoDate {
  const date = parseIsoDate(start.slice(0, 10));
  if (date !== undefined) return date;
  throw new ServiceError(
    'unexpected-answer',
    `Toggl Track answered POST ${reportEndpoint('search/time_entries')} unlike its documents: time_entries.start is not a date.`,
    { hint: 'Please report this.' },
  );
}
