/** Says what stopped a command: text on stderr, or a document on stdout. */
import { renderErrorJson } from '../output/error-json.ts';
import { renderErrorText } from '../output/error-text.ts';
import { colorLevelOf, widthOf } from './global-options.ts';
import type { Runtime } from './runtime.ts';

/** Prints one error in the format asked for; stacks only with `--debug`. */
export function printError(
  error: unknown,
  context: {
    readonly command: string;
    readonly format: 'text' | 'json';
    readonly isDebug: boolean;
    readonly useColor: boolean;
    readonly runtime: Runtime;
  },
): void {
  const { runtime, isDebug } = context;
  const colorLevel = colorLevelOf(runtime.stderr, { color: context.useColor }, runtime.env);
  const text = () => renderErrorText(error, { colorLevel, width: widthOf(runtime.stderr), isDebug });
  if (context.format === 'json') {
    runtime.stdout.write(renderErrorJson(error, context.command));
    if (isDebug) runtime.stderr.write(text());
  } else {
    runtime.stderr.write(text());
  }
}
