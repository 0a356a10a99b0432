/** What `--debug` shows of requests; never a token. */
import type { HttpEvent } from '../http/service.ts';
import type { GlobalOptions } from './global-options.ts';
import type { Runtime } from './runtime.ts';

/** One line on stderr for each attempt and each longer wait; nothing without `--debug`. */
export function showDebugEvent(event: HttpEvent, globals: GlobalOptions, runtime: Pick<Runtime, 'stderr'>): void {
  if (globals.debug !== true) return;
  const line =
    event.kind === 'attempt'
      ? `${event.service}: ${event.method} ${event.url} -> ${event.status}, ${Math.round(event.durationMs)} ms`
      : `${event.service}: waiting ${Math.round(event.waitMs)} ms (${event.reason})`;
  runtime.stderr.write(`debug: ${line}\n`);
}
