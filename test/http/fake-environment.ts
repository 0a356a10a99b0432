/** The world of the request function with a clock that moves only when somebody sleeps. */
import { InterruptedError } from '../../src/core/errors.ts';
import type { HttpEnvironment, HttpEvent } from '../../src/http/service.ts';

export interface FakeEnvironment extends HttpEnvironment {
  fetch: HttpEnvironment['fetch'];
  readonly sleeps: number[];
  readonly events: HttpEvent[];
  readonly abort: () => void;
}

/** `random` is always 0, so that waits are exactly what was asked for. */
export function createFakeEnvironment(startMs = Date.UTC(2024, 0, 8, 9)): FakeEnvironment {
  const controller = new AbortController();
  const sleeps: number[] = [];
  const events: HttpEvent[] = [];
  let nowMs = startMs;
  return {
    sleeps,
    events,
    fetch: (url, init) => globalThis.fetch(url, init),
    now: () => nowMs,
    random: () => 0,
    sleep: async (ms, signal) => {
      if (signal.aborted) throw new InterruptedError();
      if (ms > 0) sleeps.push(ms);
      nowMs += ms;
    },
    signal: controller.signal,
    onEvent: (event) => events.push(event),
    abort: () => controller.abort(),
  };
}
