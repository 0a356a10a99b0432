/** `list-unmatched --format csv`: one line for each Toggl user or project that leads nowhere. */
import type { UnmatchedReport } from '../core/report.ts';
import { csvHours, csvList, renderCsv } from './csv.ts';
import { renderMissingCsv } from './missing-csv.ts';

const columns = [
  'reason',
  'toggl_user_id',
  'toggl_user',
  'toggl_project_id',
  'toggl_project',
  'seconds',
  'hours',
  'billable_seconds',
  'days',
  'first_date',
  'last_date',
  'tracked_by',
  'tracked_on',
  'runn_ids',
  'suggested_runn_id',
  'suggested_name',
  'suggested_because',
] as const;

/** Renders the report, most hours first; ends in a line break. A table has one kind of record: `--missing` asks for its own. */
export function renderUnmatchedCsv(report: UnmatchedReport): string {
  if (report.missing !== undefined) return renderMissingCsv(report.missing, report.names);
  const { users, togglProjects } = report.names;
  const userOf = (id: (typeof report.unmatched)[number]['togglUserId']) =>
    id === null ? null : (users.get(id) ?? null);
  const projectOf = (id: (typeof report.unmatched)[number]['togglProjectId']) =>
    id === null ? null : (togglProjects.get(id) ?? null);
  const records = report.unmatched.map((time) => {
    const days = [...time.days].sort();
    const { runnPersonIds = [], runnProjectIds = [], suggestion } = time;
    return {
      reason: time.reason,
      toggl_user_id: time.togglUserId,
      toggl_user: userOf(time.togglUserId),
      toggl_project_id: time.togglProjectId,
      toggl_project: projectOf(time.togglProjectId),
      seconds: time.seconds,
      hours: csvHours(time.seconds),
      billable_seconds: time.billableSeconds,
      days: days.length,
      first_date: days[0] ?? null,
      last_date: days.at(-1) ?? null,
      tracked_by: csvList(time.byUser.map(({ togglUserId }) => userOf(togglUserId) ?? `toggl:${togglUserId}`)),
      tracked_on: csvList(
        time.byProject.map(({ togglProjectId }) =>
          togglProjectId === null ? 'none' : (projectOf(togglProjectId) ?? `toggl:${togglProjectId}`),
        ),
      ),
      runn_ids: csvList([
        ...runnPersonIds,
        ...runnProjectIds,
        ...(time.mapTarget === undefined ? [] : [time.mapTarget]),
      ]),
      suggested_runn_id: suggestion?.runnId ?? null,
      suggested_name: suggestion?.name ?? null,
      suggested_because: suggestion?.because ?? null,
    };
  });
  return renderCsv(columns, records);
}
