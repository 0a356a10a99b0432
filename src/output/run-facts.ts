/** The numbers of a run, for messages and logs. */
import type { SyncReport } from '../core/report.ts';

/** A flat object, all null for a run that ended before there was a report. `standing` is of a saved plan alone. */
export function runFacts(report: SyncReport | null) {
  const standing = report?.outcome?.standing;
  return {
    run: report?.run ?? null,
    window: report?.window ?? null,
    changes: report?.plan.changes.length ?? null,
    applied: report?.outcome?.applied ?? null,
    failed: report?.outcome?.failed ?? null,
    skipped: report?.outcome?.skipped ?? null,
    ...(standing === undefined ? {} : { standing: standing.length }),
    refused: report?.refused?.code ?? null,
    trackedSeconds: report?.statement.toggl.trackedSeconds ?? null,
    heldBackSeconds: report === null ? null : heldBackSecondsOf(report),
  };
}

/** Over all reasons. */
export function heldBackSecondsOf({ statement }: SyncReport): number {
  return Object.values(statement.toggl.heldBackSeconds).reduce((sum, seconds) => sum + seconds, 0);
}
