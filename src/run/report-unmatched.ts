/** `list-unmatched`: Toggl's time of the window that no link leads to Runn, and with `--missing` what nobody tracked. */
import { findMissingTime } from '../core/find-missing-time.ts';
import { holdReasonOf } from '../core/held-time.ts';
import type { Row } from '../core/model.ts';
import type { UnmatchedReport } from '../core/report.ts';
import { everything } from '../core/scope.ts';
import { collectNames } from './collect-names.ts';
import { collectUnmatched } from './collect-unmatched.ts';
import { readSchedule } from './read-schedule.ts';
import { type ReadRequest, readSides } from './read-sides.ts';
import { warnOfReferenceName } from './reference-name.ts';

export interface UnmatchedRequest extends ReadRequest {
  /** Asks for missing time as well; days with more than so many minutes are too long. */
  readonly missing?: { readonly dayLimitMinutes: number } | undefined;
}

/**
 * Reads both sides; actuals and Runn's schedule only for missing time. Throws an `AppError` when anything could not be
 * read.
 */
export async function reportUnmatched(request: UnmatchedRequest): Promise<UnmatchedReport> {
  const { config, connections, missing } = request;
  const sides = await readSides(request, { withActuals: missing !== undefined });
  const { window, lastCompleteDay } = sides.range;
  const schedule = missing === undefined ? null : await readSchedule(connections, lastCompleteDay, request.onStep);
  const { unmatched, rows, matching } = collectUnmatched(sides, { config, scope: everything });
  return {
    command: 'list-unmatched',
    typed: request.typed,
    window,
    accounts: sides.accounts,
    unmatched,
    missing:
      missing === undefined || schedule === null
        ? undefined
        : findMissingTime({ ...sides, window, schedule, matching, dayLimitMinutes: missing.dayLimitMinutes }),
    trackedSeconds: secondsOf(rows),
    excludedSeconds: secondsOf(
      rows.filter((row) => {
        const match = { person: matching.personOf(row.userId), project: matching.projectOf(row.projectId, row.date) };
        return holdReasonOf(match) === 'excluded';
      }),
    ),
    findings: sides.notes,
    requests: connections.countRequests(),
    names: collectNames(sides),
    referenceNames: config.runn.referenceNames,
    warnings: warnOfReferenceName(sides, config.runn.referenceNames),
  };
}

function secondsOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { seconds }) => sum + seconds, 0);
}
