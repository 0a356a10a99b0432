/** Says what stopped a command: text or a line of the log on stderr, and under `--json` a document on stdout. */
import { InterruptedError } from '../core/errors.ts';
import { errorJson, renderErrorJson } from '../output/error-json.ts';
import { listStackLines, renderErrorText } from '../output/error-text.ts';
import { colorLevelOf, type GlobalOptions, type LogFormat, widthOf } from './global-options.ts';
import { writeLogLine } from './run-log.ts';
import type { Runtime } from './runtime.ts';

interface ErrorContext {
  readonly command: string;
  readonly format: 'text' | 'json';
  readonly logFormat: LogFormat;
  readonly isDebug: boolean;
  readonly useColor: boolean;
  readonly runtime: Runtime;
}

/** Prints one error in the formats asked for; stacks only with `--debug`. */
export function printError(error: unknown, context: ErrorContext): void {
  const { command, format, logFormat, isDebug, useColor, runtime } = context;
  if (format === 'json') runtime.stdout.write(renderErrorJson(error, command));
  if (logFormat === 'json') {
    const stack = isDebug ? { stack: listStackLines(error) } : {};
    writeLogLine({}, runtime, 'error', 'error', { command, ...errorJson(error), ...stack });
  } else if (format === 'text' || isDebug) {
    // The terminal has written `^C` where the cursor was.
    if (error instanceof InterruptedError && runtime.stderr.isTTY === true) runtime.stderr.write('\n');
    const colorLevel = colorLevelOf(runtime.stderr, { color: useColor }, runtime.env);
    runtime.stderr.write(renderErrorText(error, { colorLevel, width: widthOf(runtime.stderr), isDebug }));
  }
}

/** What stopped a run whose report stands on stdout already: it goes beside the report, whatever format that has. */
export function printErrorBeside(error: unknown, command: string, globals: GlobalOptions, runtime: Runtime): void {
  const { logFormat, debug, color } = globals;
  printError(error, { command, format: 'text', logFormat, isDebug: debug === true, useColor: color, runtime });
}
