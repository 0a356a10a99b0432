/** The number that a process ends with: one pure function for every command and format (DESIGN, "Exit codes"). */
import type { CheckStatus } from './doctor-report.ts';
import { AppError } from './errors.ts';
import type { Severity } from './findings.ts';

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 130;

/** Everything about the end of a run that a script may want to know. */
export interface RunEnd {
  /** What stopped the run, if anything did. */
  readonly error?: unknown;
  /** Changes that could not be written, or were not sent because of one that could not. */
  readonly unwritten?: number;
  readonly isRefused?: boolean;
  readonly findings?: readonly { readonly severity: Severity }[];
  /** With `--strict`, and in `check-refs`, warnings need a person too. */
  readonly isStrict?: boolean;
  /** `dry-run --exit-code` with changes. */
  readonly arePending?: boolean;
  /** What each check of `doctor` would end with. */
  readonly checks?: readonly { readonly exitCode: ExitCode; readonly status: CheckStatus }[];
}

const precedence: readonly ExitCode[] = [130, 1, 2, 4, 8, 7, 6, 5, 3];

/** When several codes apply, the first of 130, 1, 2, 4, 8, 7, 6, 5, 3 is taken (DESIGN, end of "Severities"). */
export function exitCodeOf(end: RunEnd): ExitCode {
  const applicable = new Set<ExitCode>();
  if (end.error !== undefined) applicable.add(end.error instanceof AppError ? end.error.exitCode : 1);
  if ((end.unwritten ?? 0) > 0) applicable.add(7);
  if (end.isRefused === true) applicable.add(6);
  const needsPerson = (end.findings ?? []).some(
    ({ severity }) => severity === 'error' || (end.isStrict === true && severity === 'warning'),
  );
  if (needsPerson) applicable.add(5);
  if (end.arePending === true) applicable.add(3);
  for (const { exitCode, status } of end.checks ?? []) {
    applicable.add(exitCode);
    if (end.isStrict === true && status === 'warning') applicable.add(5);
  }
  return precedence.find((code) => applicable.has(code)) ?? 0;
}
