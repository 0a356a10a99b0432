/** `sync --verify`: reads Runn back and compares it cell by cell with what Toggl said in this run. */
import type { Change } from '../core/model.ts';
import type { Verification } from '../core/report.ts';
import type { Connections } from './connect.ts';
import type { PreparedRun } from './prepare-run.ts';

/**
 * Plans again over the actuals that stand now: whatever would still change differs from Toggl.
 * @param unwritten changes that are known not to be in Runn, whose cells cannot agree
 */
export async function verifyRunn(
  { plan, replan }: PreparedRun,
  { runn }: Connections,
  unwritten: readonly Change[],
): Promise<Verification> {
  const actuals = await runn.listActuals(plan.window);
  const known = new Set(unwritten.map(cellOf));
  return {
    actuals: actuals.length,
    differences: replan(actuals).changes.filter((change) => !known.has(cellOf(change))),
  };
}

function cellOf({ date, personId, projectId }: Change): string {
  return `${date} ${personId} ${projectId}`;
}
