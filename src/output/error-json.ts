/** An error under `--json` is a document too (DESIGN section 3). */
import { AppError, ConfigError } from '../core/errors.ts';
import { unexpectedHint, wordsOf } from './error-text.ts';
import { renderJson } from './json-parts.ts';

/**
 * Renders an error; one document, ends in a newline. What nobody foresaw has the code `unexpected`; the problems of a
 * configuration are listed with their paths.
 */
export function renderErrorJson(error: unknown, command: string): string {
  const isKnown = error instanceof AppError;
  return renderJson({
    version: 1,
    command,
    error: {
      code: isKnown ? error.code : 'unexpected',
      message: isKnown ? error.message : wordsOf(error),
      hint: isKnown ? (error.hint ?? null) : unexpectedHint,
      ...(error instanceof ConfigError ? { problems: error.problems } : {}),
    },
  });
}
