/** What `init` wrote, and what `doctor` says of it. */
import type { DoctorReport } from './doctor-report.ts';

export interface InitReport {
  readonly command: 'init';
  /** Absolute, in the order in which they were written. */
  readonly files: readonly string[];
  /** Lines that were added to a `.gitignore`. */
  readonly ignored: readonly string[];
  /** Whether the configuration file itself holds a token. */
  readonly holdsToken: boolean;
  /** What has to be done in the shell before a run; null for nothing. */
  readonly before: string | null;
  readonly doctor: DoctorReport;
}
