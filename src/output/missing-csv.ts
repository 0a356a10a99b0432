/** `list-unmatched --missing --format csv`: one line for each day of a person on which time may be missing, or too much. */
import type { MissingTime } from '../core/find-missing-time.ts';
import type { Names } from '../core/report.ts';
import { csvHours, csvList, renderCsv } from './csv.ts';

const columns = [
  'kind',
  'date',
  'person_id',
  'person',
  'project_id',
  'project',
  'linked',
  'expected_minutes',
  'seconds',
  'hours',
  'toggl_user_ids',
] as const;

/**
 * Renders the days in the order of the report; ends in a line break. `kind` is `untracked`, `assumed` or `long-day`;
 * `expected_minutes` are those of the contract or of the schedule, `seconds` what Toggl has.
 */
export function renderMissingCsv(missing: MissingTime, { people, projects, users }: Names): string {
  const none = { project_id: null, project: null, linked: null, expected_minutes: null, toggl_user_ids: null };
  return renderCsv(columns, [
    ...missing.untracked.flatMap(({ personId, isLinked, days }) =>
      days.map(({ date, contractMinutes }) => ({
        ...none,
        kind: 'untracked',
        date,
        person_id: personId,
        person: people.get(personId) ?? null,
        linked: isLinked ? 'yes' : 'no',
        expected_minutes: contractMinutes,
        seconds: 0,
        hours: 0,
      })),
    ),
    ...missing.assumed.flatMap(({ personId, projectId, days }) =>
      days.map(({ date, scheduledMinutes, trackedSeconds }) => ({
        ...none,
        kind: 'assumed',
        date,
        person_id: personId,
        person: people.get(personId) ?? null,
        project_id: projectId,
        project: projects.get(projectId) ?? null,
        expected_minutes: scheduledMinutes,
        seconds: trackedSeconds,
        hours: csvHours(trackedSeconds),
      })),
    ),
    ...missing.longDays.map(({ date, personId, togglUserIds, seconds }) => ({
      ...none,
      kind: 'long-day',
      date,
      person_id: personId,
      person:
        personId === null ? csvList(togglUserIds.map((id) => users.get(id) ?? id)) : (people.get(personId) ?? null),
      seconds,
      hours: csvHours(seconds),
      toggl_user_ids: csvList(togglUserIds),
    })),
  ]);
}
