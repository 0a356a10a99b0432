/**
 * The small, closed family of errors that stop a run. Each knows its stable code, what to do about it, and (through
 * `exit-code.ts`) the number that the process ends with. Findings, which do not stop anything, are in `findings.ts`.
 */

export interface ErrorDetails {
  /** What the reader should do next; one or two sentences. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** Base of every error that is explained to the user. Anything else that reaches `main` is a bug. */
export abstract class AppError extends Error {
  abstract readonly exitCode: 1 | 2 | 4 | 6 | 8 | 130;
  /** Stable, kebab-case, for scripts: `error.code` of the JSON document. */
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = details.hint;
  }
}

/** The command line asks for something that cannot be (exit 2). */
export class UsageError extends AppError {
  readonly exitCode = 2;
}

/** One thing that is wrong with the configuration: `path` is the key (`rules.rounding.mode`), the variable or the flag. */
export interface ConfigProblem {
  readonly path: string;
  readonly message: string;
}

/** The configuration cannot be used; carries every problem at once (exit 2). */
export class ConfigError extends AppError {
  readonly exitCode = 2;
  readonly problems: readonly ConfigProblem[];

  constructor(message: string, problems: readonly ConfigProblem[], details: ErrorDetails = {}) {
    super('configuration', message, details);
    this.problems = problems;
  }
}

/** A token that is refused, a right that is missing, a feature that the plan lacks (exit 4). */
export class AccessError extends AppError {
  readonly exitCode = 4;
}

/** Refused on purpose, nothing was written (exit 6). */
export class RefusedError extends AppError {
  readonly exitCode = 6;
}

/** A quota, a rate limit, a network that fails: worth another try later (exit 8). */
export class TemporaryError extends AppError {
  readonly exitCode = 8;
  /** When it is worth trying again, in epoch milliseconds, if the service said so. */
  readonly retryAtMs: number | undefined;

  constructor(code: string, message: string, details: ErrorDetails & { readonly retryAtMs?: number | undefined } = {}) {
    super(code, message, details);
    this.retryAtMs = details.retryAtMs;
  }
}

/** A service answered in a way that nobody foresaw: a shape that does not fit, a status without a meaning here (exit 1). */
export class ServiceError extends AppError {
  readonly exitCode = 1;
}

/** One of our own invariants broke, such as a statement that does not balance: please report (exit 1). */
export class InternalError extends AppError {
  readonly exitCode = 1;
}

/** Ctrl-C or SIGTERM (exit 130). What is interrupted after its first write has a message of its own. */
export class InterruptedError extends AppError {
  readonly exitCode = 130;

  constructor(message = 'Interrupted. Nothing was written.', details: ErrorDetails = {}) {
    super('interrupted', message, details);
  }
}
