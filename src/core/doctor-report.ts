/** What `doctor` found, as data: groups of checks, each with what to do about it. */
import type { ExitCode } from './exit-code.ts';
import type { ConfigOptions, RequestCounts } from './report.ts';

/** `unknown`: it could not be checked, or cannot be known without writing. */
export type CheckStatus = 'good' | 'warning' | 'bad' | 'unknown';

/** Every check, in the order of the report. */
export type CheckCode =
  | 'version'
  | 'node'
  | 'state-directory'
  | 'clock'
  | 'proxy'
  | 'config-file'
  | 'config'
  | 'toggl-token'
  | 'toggl-connection'
  | 'toggl-workspaces'
  | 'toggl-role'
  | 'toggl-plan'
  | 'toggl-retention'
  | 'toggl-quota'
  | 'runn-token'
  | 'runn-connection'
  | 'runn-account'
  | 'runn-scope'
  | 'runn-zeros'
  | 'reference-name'
  | 'linked-people'
  | 'linked-projects'
  | 'linked-hours'
  | 'last-run'
  | 'last-good-run'
  | 'journals'
  | 'hold';

export interface Check {
  readonly code: CheckCode;
  readonly status: CheckStatus;
  /** What was found, in one or two sentences. */
  readonly message: string;
  /** What to do; null where there is nothing to do. */
  readonly remedy: string | null;
  /** What a `bad` one makes the command end with; 0 for the others. */
  readonly exitCode: ExitCode;
  /** The numbers behind the words, for scripts. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export type CheckGroupId = 'machine' | 'configuration' | 'toggl' | 'runn' | 'links' | 'runs';

export interface CheckGroup {
  readonly id: CheckGroupId;
  readonly checks: readonly Check[];
}

/** A value of the configuration and the precedence it came from, ready to be shown: no token is in it. */
export interface ShownSetting {
  readonly path: string;
  readonly value: string;
  /** `default`, the file, the variable, or `flag`. */
  readonly from: string;
  readonly isDefault: boolean;
  /** What else sets it, and lost. */
  readonly overridden: readonly string[];
}

export interface DoctorReport {
  readonly command: 'doctor';
  readonly toolVersion: string;
  readonly groups: readonly CheckGroup[];
  readonly settings: readonly ShownSetting[];
  readonly requests: RequestCounts;
  readonly warnings: readonly string[];
  /** Neither service was asked. */
  readonly isOffline: boolean;
  /** The command to run next, by its name. */
  readonly next: 'init' | 'doctor' | 'link' | 'dry-run' | null;
  /** For that command. */
  readonly typed?: ConfigOptions | undefined;
}

type CheckParts = Partial<Pick<Check, 'remedy' | 'facts'>>;

export function good(code: CheckCode, message: string, parts: CheckParts = {}): Check {
  return { code, status: 'good', message, remedy: null, exitCode: 0, facts: {}, ...parts };
}

export function warning(code: CheckCode, message: string, remedy: string, parts: CheckParts = {}): Check {
  return { code, status: 'warning', message, remedy, exitCode: 0, facts: {}, ...parts };
}

export function bad(
  code: CheckCode,
  exitCode: ExitCode,
  message: string,
  remedy: string | null,
  parts: CheckParts = {},
): Check {
  return { code, status: 'bad', message, remedy, exitCode, facts: {}, ...parts };
}

export function unknown(code: CheckCode, message: string, parts: CheckParts = {}): Check {
  return { code, status: 'unknown', message, remedy: null, exitCode: 0, facts: {}, ...parts };
}

/** How many checks ended how. */
export function countChecks(groups: readonly CheckGroup[]): Readonly<Record<CheckStatus, number>> {
  const counts = { good: 0, warning: 0, bad: 0, unknown: 0 };
  for (const { status } of groups.flatMap(({ checks }) => checks)) counts[status] += 1;
  return counts;
}
