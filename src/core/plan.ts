/** The plan as plain data: what `buildPlan` makes, `applyPlan` carries out and reporters show. */
import type { Finding, FindingCode } from './findings.ts';
import type { Change, Window } from './model.ts';

/** Why seconds are not on their way to Runn: the code of the finding that explains it. */
export type HoldReason = FindingCode;

/** The account of the window's time; both halves balance or the run fails (R15). */
export interface Statement {
  readonly toggl: {
    readonly trackedSeconds: number;
    readonly inSyncSeconds: number;
    /** All seconds of the cells in `changes`, not the difference. */
    readonly changedSeconds: number;
    readonly heldBackSeconds: Readonly<Partial<Record<HoldReason, number>>>;
    readonly excludedSeconds: number;
    /** Minutes x 60 - seconds, summed over the cells that are in sync or changed. */
    readonly roundingSeconds: number;
  };
  readonly runn: {
    readonly minutesBefore: number;
    readonly minutesAfter: number;
    readonly fromToggl: number;
    readonly onlyInRunn: number;
    readonly editsKept: number;
    readonly splitCells: number;
    /** Minutes of this tool that stay because the change that would clear or lower them was held back. */
    readonly clearsWithheld: number;
    readonly closedPeriods: number;
    readonly failed: number;
  };
}

/** `--by` of `sync` and `dry-run`. */
export type StatementDimension = 'person' | 'project' | 'day';

/** One line of the statement by person, project or day. */
export interface StatementGroup {
  readonly by: StatementDimension;
  /** `runn:456`, `toggl:123` for time that leads nowhere, `none` for time without a project, or a day. */
  readonly group: string;
  readonly statement: Statement;
}

/** A reason for which `sync` writes nothing at all (exit 6). */
export type Refusal =
  | {
      readonly code: 'brake';
      /** Minutes that would disappear or change side, of `runnMinutes` in the window. */
      readonly lostMinutes: number;
      readonly runnMinutes: number;
      readonly maxLossShare: number;
      readonly floorHours: number;
      /** People who would end with nothing after more than the floor; by Runn person id. */
      readonly emptiedPersonIds: readonly number[];
    }
  | { readonly code: 'conflict'; readonly cells: number }
  | { readonly code: 'billable-flag-unused'; readonly workspaceIds: readonly number[] };

export interface Plan {
  readonly window: Window;
  /** Sorted by date, person, project; clears first within a person's day (R12). */
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  readonly statement: Statement;
  /** The statement once more by what `--by` asked for; empty without it. */
  readonly groups: readonly StatementGroup[];
  /** Empty when `sync` may go on. */
  readonly refusals: readonly Refusal[];
}
