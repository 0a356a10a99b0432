/** Runn as far as a plan can tell: a set of actuals that is overwritten by key (runn.md section 2.1). */
import type { OracleActual, OracleEntry } from '../oracle/world.ts';

/** One item that goes to Runn. */
export interface SimulatedWrite {
  kind: string;
  date: string;
  personId: number;
  projectId: number;
  roleId: number;
  workstreamId: number | null;
  phaseId: number | null;
  actualId: number | null;
  afterEntry: OracleEntry;
}

/** The upsert key: phase is not part of it. */
export function keyOf(item: Omit<SimulatedWrite, 'kind' | 'actualId' | 'afterEntry' | 'phaseId'>): string {
  return [item.date, item.personId, item.projectId, item.roleId, item.workstreamId ?? '-'].join('|');
}

/**
 * The actuals after some items were written, in the order given. Where `clearWith` is `delete`, a clear of a standing
 * actual removes it. Nothing that goes in is changed.
 */
export function applyChanges(
  actuals: readonly OracleActual[],
  writes: readonly SimulatedWrite[],
  clearWith: 'zero' | 'delete',
): OracleActual[] {
  let after = [...actuals];
  let nextId = Math.max(1000, ...actuals.map((actual) => actual.id)) + 1;
  for (const write of writes) {
    if (clearWith === 'delete' && write.kind === 'clear' && write.actualId !== null) {
      after = after.filter((actual) => actual.id !== write.actualId);
      continue;
    }
    const { date, personId, projectId, roleId, workstreamId, phaseId } = write;
    const standing = after.find((actual) => keyOf(actual) === keyOf(write));
    const id = standing?.id ?? nextId++;
    const written = { id, date, personId, projectId, roleId, workstreamId, phaseId, ...write.afterEntry };
    after = [...after.filter((actual) => actual.id !== id), written];
  }
  return after;
}

/** What stands in Runn without the ids that it gave out: two roads to one state may differ in those. */
export function stateOf(actuals: readonly OracleActual[]): string[] {
  return actuals
    .map((actual) => {
      const { billableMinutes, nonbillableMinutes, billableNote, nonbillableNote, phaseId } = actual;
      return `${keyOf(actual)} ${JSON.stringify([billableMinutes, nonbillableMinutes, billableNote, nonbillableNote, phaseId])}`;
    })
    .sort();
}
