/** `list-unmatched`: Toggl's time of the window that no link leads to Runn, and with `--missing` what nobody tracked. */
import { isInWindow } from '../core/dates.ts';
import { findMissingTime } from '../core/find-missing-time.ts';
import { listUnmatched } from '../core/list-unmatched.ts';
import { buildMatching } from '../core/match.ts';
import type { UnmatchedReport } from '../core/report.ts';
import { createSuggester } from '../core/suggest.ts';
import { collectNames } from './collect-names.ts';
import { readSchedule } from './read-schedule.ts';
import { type ReadRequest, readSides } from './read-sides.ts';

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
  const { people, projects, workspaces } = sides;
  const matching = buildMatching({ people, projects, referenceNames: config.runn.referenceNames, mapping: config.map });
  const rows = workspaces.flatMap((time) => time.rows).filter((row) => isInWindow(row.date, window));
  const suggester = createSuggester({
    people,
    projects,
    linkedPeople: new Set(people.map(({ id }) => id).filter((id) => matching.usersLeadingTo(id).length > 0)),
    linkedProjects: new Set(
      projects.map(({ id }) => id).filter((id) => matching.projectsLeadingTo(id, window.until).length > 0),
    ),
  });
  return {
    command: 'list-unmatched',
    window,
    accounts: sides.accounts,
    unmatched: listUnmatched({
      rows,
      matching,
      archived: config.rules.archived,
      users: workspaces.flatMap((time) => time.users),
      projects: workspaces.flatMap((time) => time.projects),
      suggester,
    }),
    missing:
      missing === undefined || schedule === null
        ? undefined
        : findMissingTime({ ...sides, window, schedule, matching, dayLimitMinutes: missing.dayLimitMinutes }),
    trackedSeconds: rows.reduce((sum, row) => sum + row.seconds, 0),
    findings: sides.notes,
    requests: connections.countRequests(),
    names: collectNames(sides),
    referenceNames: config.runn.referenceNames,
    warnings: [],
  };
}
