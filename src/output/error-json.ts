/** An error under `--json` is a document too (DESIGN section 3). */
import { AppError, ConfigError, type ConfigProblem, TemporaryError } from '../core/errors.ts';
import { unexpectedHint, wordsOf } from './error-text.ts';
import { renderJson } from './json-parts.ts';

/**
 * Renders an error; one document, ends in a newline. What nobody foresaw has the code `unexpected`; the problems of a
 * configuration are listed with their paths.
 */
export function renderErrorJson(error: unknown, command: string): string {
  return renderJson({ version: 1, command, error: errorJson(error) });
}

/** Code, words and remedy of whatever was thrown; of a configuration also each problem with its path. */
export function errorJson(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly problems?: readonly ConfigProblem[];
  /** ISO timestamp: when it is worth another try, where a service said so. */
  readonly retryAt?: string;
} {
  if (!(error instanceof AppError)) return { code: 'unexpected', message: wordsOf(error), hint: unexpectedHint };
  const problems = error instanceof ConfigError ? { problems: error.problems } : {};
  const { retryAtMs } = error instanceof TemporaryError ? error : { retryAtMs: undefined };
  const retry = retryAtMs === undefined ? {} : { retryAt: new Date(retryAtMs).toISOString() };
  return { code: error.code, message: error.message, hint: error.hint ?? null, ...problems, ...retry };
}
