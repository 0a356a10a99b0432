/** R15: the account of the window's time. It balances to the second and to the minute, or the run ends before any write. */
import { compareText } from './compare-text.ts';
import { InternalError } from './errors.ts';
import type { Change, Minutes } from './model.ts';
import type { HoldReason, Statement } from './plan.ts';
import { totalMinutes } from './round.ts';

/** Where the minutes that stay in Runn belong in the statement. */
export type RunnShare = 'fromToggl' | 'onlyInRunn' | 'editsKept' | 'splitCells' | 'clearsWithheld' | 'closedPeriods';

/** What the rows of a statement add up to, before cells are looked at. */
export interface RowSums {
  trackedSeconds: number;
  excludedSeconds: number;
  readonly heldBackSeconds: Map<HoldReason, number>;
}

/** Adds up the statement cell by cell; what is added to a part is added to the whole too. */
export class StatementBuilder {
  #inSyncSeconds = 0;
  #changedSeconds = 0;
  #roundingSeconds = 0;
  #minutesBefore = 0;
  #minutesAfter = 0;
  readonly #heldBackSeconds: Map<HoldReason, number>;
  readonly #trackedSeconds: number;
  readonly #excludedSeconds: number;
  readonly #runn: Record<RunnShare, number> = {
    fromToggl: 0,
    onlyInRunn: 0,
    editsKept: 0,
    splitCells: 0,
    clearsWithheld: 0,
    closedPeriods: 0,
  };

  readonly #whole: StatementBuilder | undefined;

  constructor(
    rows: {
      readonly trackedSeconds: number;
      readonly excludedSeconds: number;
      readonly heldBackSeconds: ReadonlyMap<HoldReason, number>;
    } = { trackedSeconds: 0, excludedSeconds: 0, heldBackSeconds: new Map() },
    whole?: StatementBuilder,
  ) {
    this.#trackedSeconds = rows.trackedSeconds;
    this.#excludedSeconds = rows.excludedSeconds;
    this.#heldBackSeconds = new Map(rows.heldBackSeconds);
    this.#whole = whole;
  }

  /** A cell whose Toggl time is in Runn, or will be by its changes. `minutes` is Toggl's time after rounding. */
  addSettled(seconds: number, minutes: Minutes, isChanged: boolean): void {
    if (isChanged) this.#changedSeconds += seconds;
    else this.#inSyncSeconds += seconds;
    this.#roundingSeconds += totalMinutes(minutes) * 60 - seconds;
    this.#whole?.addSettled(seconds, minutes, isChanged);
  }

  /** A cell whose Toggl time stays out of Runn. */
  addHeld(seconds: number, reason: HoldReason): void {
    this.#heldBackSeconds.set(reason, (this.#heldBackSeconds.get(reason) ?? 0) + seconds);
    this.#whole?.addHeld(seconds, reason);
  }

  /** Minutes that stood in Runn before the run. */
  addBefore(minutes: number): void {
    this.#minutesBefore += minutes;
    this.#minutesAfter += minutes;
    this.#whole?.addBefore(minutes);
  }

  addChange(change: Change): void {
    this.#minutesAfter += totalMinutes(change.after) - (change.before === null ? 0 : totalMinutes(change.before));
    this.#whole?.addChange(change);
  }

  /** Minutes that stand in Runn afterwards, and why. */
  addAfter(minutes: number, share: RunnShare): void {
    this.#runn[share] += minutes;
    this.#whole?.addAfter(minutes, share);
  }

  build(): Statement {
    const heldBackSeconds: Partial<Record<HoldReason, number>> = {};
    for (const [reason, seconds] of [...this.#heldBackSeconds].sort(([a], [b]) => compareText(a, b))) {
      if (seconds !== 0) heldBackSeconds[reason] = seconds;
    }
    return {
      toggl: {
        trackedSeconds: this.#trackedSeconds,
        inSyncSeconds: this.#inSyncSeconds,
        changedSeconds: this.#changedSeconds,
        heldBackSeconds,
        excludedSeconds: this.#excludedSeconds,
        roundingSeconds: this.#roundingSeconds,
      },
      runn: { minutesBefore: this.#minutesBefore, minutesAfter: this.#minutesAfter, ...this.#runn, failed: 0 },
    };
  }
}

/**
 * Checks the two identities of R15, and the third that ties the halves together: the minutes from Toggl are the seconds
 * in sync and changed, rounded. Throws an `InternalError` (`statement-unbalanced`) with the numbers.
 */
export function assertBalanced({ toggl, runn }: Statement): void {
  const held = Object.values(toggl.heldBackSeconds).reduce((sum, seconds) => sum + seconds, 0);
  const accounted = toggl.inSyncSeconds + toggl.changedSeconds + held + toggl.excludedSeconds;
  if (accounted !== toggl.trackedSeconds) {
    throw unbalanced(`Toggl tracked ${toggl.trackedSeconds} s, of which ${accounted} s are accounted for`);
  }
  const shares =
    runn.fromToggl +
    runn.onlyInRunn +
    runn.editsKept +
    runn.splitCells +
    runn.clearsWithheld +
    runn.closedPeriods +
    runn.failed;
  if (Math.abs(shares - runn.minutesAfter) > tolerance) {
    throw unbalanced(`Runn would hold ${runn.minutesAfter} min, of which ${shares} min are accounted for`);
  }
  const settledMinutes = (toggl.inSyncSeconds + toggl.changedSeconds + toggl.roundingSeconds) / 60;
  if (runn.failed === 0 && Math.abs(settledMinutes - runn.fromToggl) > tolerance) {
    throw unbalanced(`${settledMinutes} min of Toggl are settled, but Runn would hold ${runn.fromToggl} min of them`);
  }
}

/** Runn's minutes are a JSON number and may be fractions (runn.md section 8, row 14), whose sums are not exact. */
const tolerance = 1e-6;

function unbalanced(what: string): InternalError {
  return new InternalError('statement-unbalanced', `The statement does not balance: ${what}.`, {
    hint: 'Nothing was written. This is a bug in toggl-runn: please report it with the output of --debug.',
  });
}

/** The statement after a `sync` in which some changes were not written: what stands there is theirs no longer (R15). */
export function withFailures(statement: Statement, unwritten: readonly Change[]): Statement {
  let lostFromToggl = 0;
  let stillThere = 0;
  for (const { before, after } of unwritten) {
    lostFromToggl += totalMinutes(after);
    stillThere += before === null ? 0 : totalMinutes(before);
  }
  const { runn } = statement;
  return {
    toggl: statement.toggl,
    runn: {
      ...runn,
      minutesAfter: runn.minutesAfter - lostFromToggl + stillThere,
      fromToggl: runn.fromToggl - lostFromToggl,
      failed: runn.failed + stillThere,
    },
  };
}
