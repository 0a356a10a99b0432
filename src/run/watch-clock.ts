/** What the answers of the services say about the clock of this machine. */
import type { HttpEnvironment } from '../http/service.ts';

/** How far a service's clock is from ours. */
export interface ClockReading {
  readonly host: string;
  /** Positive when the service is ahead, that is when our own clock is slow; to about a second. */
  readonly skewMs: number;
  /** How long the answer took. */
  readonly roundTripMs: number;
}

/** Wraps a `fetch` and reads the `Date` header of every answer that passes. */
export function watchClock(environment: Pick<HttpEnvironment, 'fetch' | 'now'>): {
  readonly fetch: HttpEnvironment['fetch'];
  /** For each host the reading of its quickest answer. */
  readonly readings: () => readonly ClockReading[];
} {
  const quickest = new Map<string, ClockReading>();
  return {
    readings: () => [...quickest.values()],
    fetch: async (url, init) => {
      const sentMs = environment.now();
      const response = await environment.fetch(url, init);
      const receivedMs = environment.now();
      const dateMs = Date.parse(response.headers.get('date') ?? '');
      if (Number.isNaN(dateMs)) return response;
      const { host } = new URL(url);
      const roundTripMs = receivedMs - sentMs;
      // The header has whole seconds, cut off: on the average it is half a second late.
      const skewMs = Math.round(dateMs + 500 - (sentMs + roundTripMs / 2));
      const known = quickest.get(host);
      if (known === undefined || roundTripMs < known.roundTripMs) quickest.set(host, { host, skewMs, roundTripMs });
      return response;
    },
  };
}
