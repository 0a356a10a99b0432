/** Changes as CSV, one to a line: what `sync`, `dry-run` and `undo` have in common. */
import type { Change } from '../core/model.ts';
import type { Failure, Names, Outcome } from '../core/report.ts';
import { totalMinutes } from '../core/round.ts';
import { renderCsv } from './csv.ts';

/**
 * What became of a change; `planned` when nothing was to be written, `unknown` when no answer came, `standing` when a
 * saved plan found it in Runn, `left` by an undo, for it was changed since.
 */
export type ChangeStatus =
  | 'planned'
  | 'applied'
  | 'failed'
  | 'unknown'
  | 'stale'
  | 'standing'
  | 'skipped'
  | 'refused'
  | 'left';

const columns = [
  'status',
  'kind',
  'date',
  'person_id',
  'person',
  'project_id',
  'project',
  'role_id',
  'role',
  'workstream_id',
  'before_billable_minutes',
  'before_nonbillable_minutes',
  'after_billable_minutes',
  'after_nonbillable_minutes',
  'net_minutes',
  'reason',
  'message',
] as const;

export interface ChangeLine {
  readonly change: Change;
  readonly status: ChangeStatus;
  /** Why it was not written. */
  readonly message?: string | undefined;
}

/** Renders the changes in the order given. */
export function renderChangesCsv(lines: readonly ChangeLine[], names: Names): string {
  const records = lines.map(({ change, status, message }) => ({
    status,
    kind: change.kind,
    date: change.date,
    person_id: change.personId,
    person: names.people.get(change.personId) ?? null,
    project_id: change.projectId,
    project: names.projects.get(change.projectId) ?? null,
    role_id: change.roleId,
    role: names.roles.get(change.roleId) ?? null,
    workstream_id: change.workstreamId,
    before_billable_minutes: change.before?.billableMinutes ?? null,
    before_nonbillable_minutes: change.before?.nonbillableMinutes ?? null,
    after_billable_minutes: change.after.billableMinutes,
    after_nonbillable_minutes: change.after.nonbillableMinutes,
    net_minutes: totalMinutes(change.after) - (change.before === null ? 0 : totalMinutes(change.before)),
    reason: change.reason,
    message: message ?? null,
  }));
  return renderCsv(columns, records);
}

/** What became of each change; without an outcome they are all `otherwise`. */
export function changeLines(
  changes: readonly Change[],
  outcome: Outcome | null,
  otherwise: 'planned' | 'refused',
): ChangeLine[] {
  if (outcome === null) return changes.map((change) => ({ change, status: otherwise }));
  const messageOf = (failures: readonly Failure[]) => new Map(failures.map(({ change, message }) => [change, message]));
  const failed = messageOf(outcome.failures);
  const unknown = new Set(outcome.failures.filter(({ isUnknown }) => isUnknown === true).map(({ change }) => change));
  const stale = messageOf(outcome.stale ?? []);
  const standing = new Set(outcome.standing);
  const skipped = new Set(outcome.skippedChanges);
  return changes.map((change) => {
    if (failed.has(change)) {
      return { change, status: unknown.has(change) ? 'unknown' : 'failed', message: failed.get(change) };
    }
    if (stale.has(change)) return { change, status: 'stale', message: stale.get(change) };
    if (standing.has(change)) return { change, status: 'standing' };
    return { change, status: skipped.has(change) ? 'skipped' : 'applied' };
  });
}
