/**
 * Keeps all requests to one service below its limits: a sliding window of our own, what the service's headers leave
 * (another process may use the same key), and a stop for everybody after a refusal.
 */

/** At most `requests` in any `windowMs`; bursts up to that number leave at once. */
export interface Pace {
  readonly requests: number;
  readonly windowMs: number;
  /**
   * Of what the headers say is left, so many are not taken: other processes with the same key may have requests under
   * way that the service had not counted yet.
   */
  readonly reserve?: number;
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

/** What the headers of the last answer allow until their reset. */
interface Allowance {
  left: number;
  readonly untilMs: number;
  /** The reset has come: one request asks how much is free now. */
  readonly isProbe?: boolean;
}

/** A remaining-header never stops us for longer than this: the refusal itself will say what is true. */
const maxHeaderWaitMs = 60_000;

export function createPacer(pace: Pace, environment: PacerEnvironment): Pacer {
  const sentAtMs: number[] = [];
  let inFlight = 0;
  let blocked: { readonly untilMs: number; readonly reason: PaceReason } | undefined;
  let allowance: Allowance | undefined;
  let floorMs = Number.NEGATIVE_INFINITY;
  let onAnswer: () => void = () => undefined;
  let queue: Promise<void> = Promise.resolve();

  // What was waited for is over, even when the clock was set back meanwhile: nobody waits twice for the same thing.
  const now = () => Math.max(environment.now(), floorMs);

  const nextWait = (): { readonly waitMs: number; readonly reason: PaceReason } | undefined => {
    const nowMs = now();
    while (sentAtMs[0] !== undefined && sentAtMs[0] + pace.windowMs <= nowMs) sentAtMs.shift();
    if (blocked !== undefined && blocked.untilMs > nowMs) {
      return { waitMs: blocked.untilMs - nowMs, reason: blocked.reason };
    }
    // In a sliding window the reset frees one request, perhaps, and not all: one goes ahead, and its answer tells.
    if (allowance !== undefined && allowance.untilMs <= nowMs) allowance = probe(nowMs);
    if (allowance !== undefined && allowance.left <= 0) {
      return { waitMs: allowance.untilMs - nowMs, reason: 'rate-limit' };
    }
    const oldest = sentAtMs[0];
    if (oldest === undefined || sentAtMs.length < pace.requests) return undefined;
    return { waitMs: oldest + pace.windowMs - nowMs, reason: 'pace' };
  };

  const probe = (nowMs: number): Allowance => ({ left: 1, untilMs: nowMs + maxHeaderWaitMs, isProbe: true });

  const isProbing = () => allowance?.isProbe === true && allowance.left <= 0 && inFlight > 0;

  const takeTurn = async () => {
    for (let wait = nextWait(); wait !== undefined; wait = nextWait()) {
      if (isProbing() && wait.reason === 'rate-limit') {
        await new Promise<void>((resolve) => {
          onAnswer = resolve;
        });
        // Rejects when the run was interrupted meanwhile.
        await environment.sleep(0, environment.signal);
        continue;
      }
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
      onAnswer();
      if (limit === undefined) {
        // The one that went ahead brought no answer: another one may.
        if (allowance?.isProbe === true && inFlight === 0) allowance = probe(now());
        return;
      }
      // Those in flight were perhaps not yet counted when the service wrote this header.
      allowance = {
        left: limit.remaining - inFlight - (pace.reserve ?? 0),
        untilMs: now() + Math.min(limit.resetsInMs, maxHeaderWaitMs),
      };
    },
    block(waitMs, reason) {
      const untilMs = now() + waitMs;
      if (blocked === undefined || untilMs > blocked.untilMs) blocked = { untilMs, reason };
    },
  };
}
