/** What reading a workspace's time gives, whichever report it comes from. */
import type { Row, TogglProjectId, TogglUserId } from '../core/model.ts';

/** Something that a person should know about how the time was read. */
export type ReadingNote =
  /** The plan refuses the billable filter, though it should have the flag: the Runn project decides (toggl.md 2.4). */
  'billable-not-in-plan';

export interface RowReading {
  readonly rows: readonly Row[];
  /** Whether the rows carry Toggl's billable flag. */
  readonly billable: 'flag' | 'none';
  readonly notes: readonly ReadingNote[];
  /** Names that stood in the rows, for ids that no directory knows. */
  readonly userNames: ReadonlyMap<TogglUserId, string>;
  readonly projectNames: ReadonlyMap<TogglProjectId, string>;
}

/** A report takes at most a year (toggl.md section 2.2). */
export const maxReportDays = 365;
