/** What a run says of the time of both sides. */
import type { Statement } from '../../src/core/plan.ts';

/** A statement in which everything that is not named is zero. */
export function aStatement(toggl: Partial<Statement['toggl']> = {}, runn: Partial<Statement['runn']> = {}): Statement {
  return {
    toggl: {
      trackedSeconds: 0,
      inSyncSeconds: 0,
      changedSeconds: 0,
      heldBackSeconds: {},
      excludedSeconds: 0,
      roundingSeconds: 0,
      ...toggl,
    },
    runn: {
      minutesBefore: 0,
      minutesAfter: 0,
      fromToggl: 0,
      onlyInRunn: 0,
      editsKept: 0,
      splitCells: 0,
      clearsWithheld: 0,
      closedPeriods: 0,
      failed: 0,
      ...runn,
    },
  };
}
