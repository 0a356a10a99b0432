/** `sync` and `dry-run --format csv`: the changes, or with `--by` the hours of each person, project or day. */
import type { StatementGroup } from '../core/plan.ts';
import type { SyncReport } from '../core/report.ts';
import { changeLines, renderChangesCsv } from './changes-csv.ts';
import { csvHours, renderCsv } from './csv.ts';
import { createNamer, type Namer } from './namer.ts';
import { nameOfGroup } from './statement-groups-text.ts';

/** Renders the report; ends in a line break. Findings are not in it. */
export function renderSyncCsv(report: SyncReport): string {
  const { groups } = report;
  const { changes } = report.plan;
  if (groups.length > 0) return renderGroupsCsv(groups, createNamer(report.names));
  return renderChangesCsv(
    changeLines(changes, report.outcome, report.command === 'sync' && report.refused !== null ? 'refused' : 'planned'),
    report.names,
  );
}

const columns = [
  'by',
  'group',
  'name',
  'tracked_seconds',
  'tracked_hours',
  'in_sync_seconds',
  'changed_seconds',
  'held_back_seconds',
  'excluded_seconds',
  'rounding_seconds',
  'runn_before_minutes',
  'runn_after_minutes',
  'runn_only_minutes',
] as const;

function renderGroupsCsv(groups: readonly StatementGroup[], namer: Namer): string {
  const records = groups.map(({ by, group, statement: { toggl, runn } }) => ({
    by,
    group,
    name: nameOfGroup({ by, group }, namer),
    tracked_seconds: toggl.trackedSeconds,
    tracked_hours: csvHours(toggl.trackedSeconds),
    in_sync_seconds: toggl.inSyncSeconds,
    changed_seconds: toggl.changedSeconds,
    held_back_seconds: Object.values(toggl.heldBackSeconds).reduce((sum, seconds) => sum + seconds, 0),
    excluded_seconds: toggl.excludedSeconds,
    rounding_seconds: toggl.roundingSeconds,
    runn_before_minutes: runn.minutesBefore,
    runn_after_minutes: runn.minutesAfter,
    runn_only_minutes: runn.onlyInRunn,
  }));
  return renderCsv(columns, records);
}
