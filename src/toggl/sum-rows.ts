/** Sums what Toggl reports in pieces: one `Row` per user, project and day (R2). */
import type { Row } from '../core/model.ts';

/** Rows without time are left out; `billableSeconds` never exceeds `seconds`. */
export function sumRows(rows: Iterable<Row>): Row[] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.workspaceId}:${row.userId}:${row.projectId}:${row.date}`;
    const sum = sums.get(key);
    const seconds = row.seconds + (sum?.seconds ?? 0);
    sums.set(key, {
      ...row,
      seconds,
      billableSeconds: Math.min(seconds, row.billableSeconds + (sum?.billableSeconds ?? 0)),
    });
  }
  return [...sums.values()].filter((row) => row.seconds > 0);
}
