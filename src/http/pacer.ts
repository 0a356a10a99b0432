/**
 * Keeps all requests to one service below its limits: a sliding window of our own, what the service's headers leave
 * (another process may use the same key), and a stop for everybody after a refusal.
 */

/** At most `requests` in any `windowMs`; bursts up to that number leave at once. */
export interface Pace {
  readonly requests: number;
  readonly windowMs: number;
}

export type PaceReason = 'pace' | 'rate-limit' | 'quota';

export interface PacerEnvironment {
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onWait?: (waitMs: number, reason: PaceReason) => void;
}

export interface Pacer {
  /** Resolves when a request may leave, in the order of the calls; each needs one `done`. Rejects when aborted. */
  take(): Promise<void>;
  /** The answer (or the failure) of a request is there; `remaining` and `resetsInMs` as its headers have them. */
  done(limit?: { readonly remaining: number; readonly resetsInMs: number }): void;
  /** Nobody sends for the next `waitMs`. */
  block(waitMs: number, reason: PaceReason): void;
}

/** A remaining-header never stops us for longer than this: the refusal itself will say what is true. */
const maxHeaderWaitMs = 60_000;

export function createPacer(pace: Pace, environment: PacerEnvironment): Pacer {
  const sentAtMs: number[] = [];
  let inFlight = 0;
  let blocked: { readonly untilMs: number; readonly reason: PaceReason } | undefined;
  let allowance: { left: number; readonly untilMs: number } | undefined;
  let floorMs = Number.NEGATIVE_INFINITY;
  let queue: Promise<void> = Promise.resolve();

  // What was waited for is over, even when the clock was set back meanwhile: nobody waits twice for the same thing.
  const now = () => Math.max(environment.now(), floorMs);

  const nextWait = (): { readonly waitMs: number; readonly reason: PaceReason } | undefined => {
    const nowMs = now();
    while (sentAtMs[0] !== undefined && sentAtMs[0] + pace.windowMs <= nowMs) sentAtMs.shift();
    if (blocked !== undefined && blocked.untilMs > nowMs) {
      return { waitMs: blocked.untilMs - nowMs, reason: blocked.reason };
    }
    if (allowance !== undefined && allowance.untilMs <= nowMs) allowance = undefined;
    if (allowance !== undefined && allowance.left <= 0) {
      return { waitMs: allowance.untilMs - nowMs, reason: 'rate-limit' };
    }
    const oldest = sentAtMs[0];
    if (oldest === undefined || sentAtMs.length < pace.requests) return undefined;
    return { waitMs: oldest + pace.windowMs - nowMs, reason: 'pace' };
  };

  const takeTurn = async () => {
    for (let wait = nextWait(); wait !== undefined; wait = nextWait()) {
      environment.onWait?.(wait.waitMs, wait.reason);
      const untilMs = now() + wait.waitMs;
      await environment.sleep(wait.waitMs, environment.signal);
      floorMs = Math.max(floorMs, untilMs);
    }
    sentAtMs.push(now());
    inFlight += 1;
    if (allowance !== undefined) allowance.left -= 1;
  };

  return {
    take() {
      const turn = queue.then(takeTurn);
      queue = turn.catch(() => undefined);
      return turn;
    },
    done(limit) {
      inFlight -= 1;
      if (limit === undefined) return;
      // Those in flight were perhaps not yet counted when the service wrote this header.
      allowance = {
        left: limit.remaining - inFlight,
        untilMs: now() + Math.min(limit.resetsInMs, maxHeaderWaitMs),
      };
    },
    block(waitMs, reason) {
      const untilMs = now() + waitMs;
      if (blocked === undefined || untilMs > blocked.untilMs) blocked = { untilMs, reason };
    },
  };
}
