/** What a reading of one workspace costs of Toggl's hourly quota, before it begins. Pure. */
import { countDays } from '../core/dates.ts';
import type { Window } from '../core/model.ts';
import type { TogglDirectory } from './read-workspace-time.ts';
import { maxReportDays } from './row-reading.ts';

/**
 * The fewest requests that will do. More are needed where Toggl answers in pieces of seven days or without billable
 * seconds, where totals differ at first, and with `source: detailed` for each further page of entries.
 */
export function estimateRequests(
  window: Window,
  options: { readonly checkTotals: boolean; readonly known: TogglDirectory | null },
): number {
  const reports = Math.ceil(countDays(window) / maxReportDays);
  const lists = options.known === null ? 2 : 0;
  return reports * (options.checkTotals ? 2 : 1) + lists;
}
