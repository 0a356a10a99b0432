/** The end of an interrupted run that writes links, of `link` and of an undo. */
import { InterruptedError } from '../core/errors.ts';

/**
 * What Ctrl-C leaves behind: what was written, and how to go on.
 * @param isOneUnderWay whether a request was cut off, of which nobody knows whether it arrived
 */
export function interruptedAt(done: number, all: number, isOneUnderWay: boolean): InterruptedError {
  return new InterruptedError(
    `Interrupted: ${done} of ${all} links were written${isOneUnderWay ? ', the next one may have been' : ''}.`,
    { hint: 'Run the same command again: it reads what stands there and goes on.' },
  );
}
