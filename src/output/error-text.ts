/** Errors and warnings for people, on stderr. */
import { AppError, ConfigError } from '../core/errors.ts';
import { layOutHint } from './finding-sections.ts';
import { wrapText } from './layout.ts';
import { safeText } from './safe-text.ts';
import { createStyle, type TextOptions } from './style.ts';

export const unexpectedHint =
  'This is a bug in toggl-runn: please report it, with the command and the stack that `--debug` prints.';

/**
 * Renders an error; ends in a newline. A known one is its message and what to do, a configuration's problems stand one
 * to a line with their paths, and what nobody foresaw asks for a report.
 * @param options.isDebug adds stack traces, causes included
 */
export function renderErrorText(
  error: unknown,
  options: Pick<TextOptions, 'colorLevel' | 'width'> & { readonly isDebug?: boolean },
): string {
  const style = createStyle(options.colorLevel);
  const { width } = options;
  const isKnown = error instanceof AppError;
  const message = safeText(isKnown ? error.message : `Unexpected failure: ${wordsOf(error)}`);
  const hint = isKnown ? error.hint : unexpectedHint;
  const lines = wrapText(message, { width, indent: 7, first: `${style.sign.error('error:')} ` });
  if (error instanceof ConfigError) {
    for (const problem of error.problems) {
      const text = `${safeText(problem.path)}: ${safeText(problem.message)}`;
      lines.push(...wrapText(text, { width, indent: 4, first: '  - ' }));
    }
  }
  if (hint !== undefined) lines.push(...layOutHint(safeText(hint), 2, style, width));
  if (options.isDebug === true) lines.push(...listStackLines(error).map((line) => style.faint(line)));
  return `${lines.join('\n')}\n`;
}

/** Renders warnings about the run, one to a paragraph; empty for none, else ends in a newline. */
export function renderWarnings(
  warnings: readonly string[],
  options: Pick<TextOptions, 'colorLevel' | 'width'>,
): string {
  const style = createStyle(options.colorLevel);
  return warnings
    .flatMap((warning) =>
      wrapText(safeText(warning), {
        width: options.width,
        indent: 9,
        first: `${style.sign.warning('warning:')} `,
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** What an unknown error says of itself. */
export function wordsOf(error: unknown): string {
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return String(error);
}

/** The stack of an error and of its causes, for `--debug`; harmless for a terminal. */
export function listStackLines(error: unknown): string[] {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  for (let each = error; each instanceof Error && !seen.has(each); each = each.cause) {
    seen.add(each);
    const stack = each.stack ?? `${each.name}: ${each.message}`;
    lines.push(...stack.split('\n').map((line, index) => (index === 0 && each !== error ? `caused by ${line}` : line)));
  }
  return lines.map((line) => `  ${safeText(line)}`);
}
