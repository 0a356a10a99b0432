/** One line of the log that `--log-format json` makes: an object for a collector. */

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What the line is about; each has fields of its own (docs/output.md lists them). */
export type LogEvent = 'step' | 'request' | 'wait' | 'warning' | 'report' | 'error' | 'end';

/** Renders one line, with its newline; values may hold anything, for JSON keeps them in it. */
export function renderLogLine(
  head: { readonly timeMs: number; readonly level: LogLevel; readonly event: LogEvent },
  fields: Readonly<Record<string, unknown>>,
): string {
  const { timeMs, level, event } = head;
  return `${JSON.stringify({ time: new Date(timeMs).toISOString(), level, event, ...fields })}\n`;
}
