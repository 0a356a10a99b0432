/** An error under `--json` is a document too (DESIGN section 3). */
import { AppError, ConfigError } from '../core/errors.ts';
import { unexpectedHint, wordsOf } from './error-text.ts';
import { renderJson } from './json-parts.ts';

/**
 * Renders an error; one document, ends in a newline. What nobody foresaw has the code `unexpected`; the problems of a
 * configuration are listed with their paths.
 */
export function renderErrorJson(error: unknown, command: string): string {
  const problems = error instanceof ConfigError ? { problems: error.problems } : {};
  return renderJson({ version: 1, command, error: { ...errorJson(error), ...problems } });
}

/** Code, words and remedy of whatever was thrown. */
export function errorJson(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
} {
  if (error instanceof AppError) return { code: error.code, message: error.message, hint: error.hint ?? null };
  return { code: 'unexpected', message: wordsOf(error), hint: unexpectedHint };
}
