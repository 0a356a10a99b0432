/** What the statement of an earlier run says in four numbers, so that runs can be compared over time. */
import type { HoldReason, Statement } from '../core/plan.ts';

export interface RunScore {
  readonly trackedSeconds: number;
  /** Share of the tracked time, but for what `map` skips, that leads to Runn: 0 to 1; null when nothing was tracked. */
  readonly matchedShare: number | null;
  /** Time that leads nowhere: what `list-unmatched` lists. */
  readonly unmatchedSeconds: number;
  /** All time that was held back, whatever for. */
  readonly heldBackSeconds: number;
}

const unmatchedReasons: readonly HoldReason[] = [
  'unmatched-person',
  'unmatched-project',
  'no-project',
  'ambiguous',
  'archived',
];

/** Null for a run that kept no statement. */
export function scoreOf(statement: Statement | null): RunScore | null {
  if (statement === null) return null;
  const { trackedSeconds, excludedSeconds, heldBackSeconds } = statement.toggl;
  const unmatchedSeconds = unmatchedReasons.reduce((sum, reason) => sum + (heldBackSeconds[reason] ?? 0), 0);
  const wantedSeconds = trackedSeconds - excludedSeconds;
  return {
    trackedSeconds,
    matchedShare: wantedSeconds <= 0 ? null : 1 - unmatchedSeconds / wantedSeconds,
    unmatchedSeconds,
    heldBackSeconds: Object.values(heldBackSeconds).reduce((sum, seconds) => sum + seconds, 0),
  };
}
