/**
 * When a failed attempt is repeated: a pure function of what failed, what the service said, time and chance
 * (DESIGN section 5, "Both"). Whoever calls does the waiting.
 */

/** What an attempt failed of. */
export type AttemptFailure =
  | { readonly kind: 'network' | 'timeout' }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers: Headers;
      /** Set when the profile recognised a quota in this answer: milliseconds until it comes back. */
      readonly quotaResetsInMs?: number | undefined;
    };

export interface RetryTimingInput {
  readonly failure: AttemptFailure;
  /** Number of the attempt that failed; the first is 1. */
  readonly attempt: number;
  readonly nowMs: number;
  /** From 0 to 1. */
  readonly random: number;
  /** A service that asks for a longer wait ends the run. */
  readonly maxWaitMs: number;
  /** The first wait after a 429 that does not say how long; doubled with each attempt, capped at `maxWaitMs`. */
  readonly rateLimitWaitMs: number;
}

export type RetryDecision =
  | { readonly kind: 'wait'; readonly waitMs: number; readonly reason: 'retry' | 'rate-limit' | 'quota' }
  /** `retryAtMs`: when the service wants to be asked again, in epoch milliseconds, where it said so. */
  | { readonly kind: 'stop'; readonly retryAtMs?: number };

const firstBackoffMs = 500;
const maxBackoffMs = 20_000;
/** Services say whole seconds; a little more keeps several waiting requests from coming back at the same instant. */
const jitterMs = 1_000;
/** A year: what is said beyond that is no time. */
const longestWaitMs = 366 * 86_400_000;
/** A reset header that is larger than this can only be a point in time (2001 in seconds). */
const epochThreshold = 1_000_000_000;
const epochMsThreshold = 1_000_000_000_000;

/**
 * Repeated are network errors, attempts that ran out of time, 408, 429 and 5xx, and a quota (402) that comes back in
 * time; everything else stops. What the service asks for wins over our own backoff, which is exponential with full
 * jitter. A wait longer than `maxWaitMs` stops, with the time.
 */
export function decideRetry(input: RetryTimingInput): RetryDecision {
  const { failure, attempt, nowMs, random } = input;
  const backoffMs = Math.round(random * Math.min(maxBackoffMs, firstBackoffMs * 2 ** (attempt - 1)));
  if (failure.kind !== 'status') return { kind: 'wait', waitMs: backoffMs, reason: 'retry' };

  const isQuota = failure.quotaResetsInMs !== undefined;
  const isRateLimit = failure.status === 429;
  if (!isQuota && !isRateLimit && failure.status !== 408 && failure.status < 500) return { kind: 'stop' };

  const saidMs =
    readRetryAfterMs(failure.headers, nowMs) ??
    failure.quotaResetsInMs ??
    // On other answers the header only says when the window ends, not that anything has to wait for it.
    (isRateLimit ? readRateLimitResetMs(failure.headers, nowMs) : undefined);
  const askedMs = saidMs === undefined ? undefined : Math.min(saidMs, longestWaitMs);
  const reason = isQuota ? 'quota' : isRateLimit ? 'rate-limit' : 'retry';
  if (askedMs !== undefined) {
    if (askedMs > input.maxWaitMs) return { kind: 'stop', retryAtMs: nowMs + askedMs };
    return { kind: 'wait', waitMs: askedMs + Math.round(random * jitterMs * 2 ** Math.min(3, attempt - 1)), reason };
  }
  if (isRateLimit) {
    const waitMs = Math.min(input.maxWaitMs, input.rateLimitWaitMs * 2 ** (attempt - 1));
    return { kind: 'wait', waitMs: waitMs + Math.round(random * jitterMs), reason };
  }
  return { kind: 'wait', waitMs: backoffMs, reason };
}

/** `Retry-After` in milliseconds from now, given as seconds or as a date (RFC 9110); undefined when absent or unreadable. */
export function readRetryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds * 1000));
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

/**
 * `x-ratelimit-reset` in milliseconds from now. It counts seconds; a value too large for that is read as a point in
 * time (runn.md section 8, row 16).
 */
export function readRateLimitResetMs(headers: Headers, nowMs: number): number | undefined {
  const value = readNumber(headers, 'x-ratelimit-reset');
  if (value === undefined) return undefined;
  if (value >= epochMsThreshold) return Math.max(0, value - nowMs);
  if (value >= epochThreshold) return Math.max(0, value * 1000 - nowMs);
  return Math.max(0, Math.ceil(value * 1000));
}

/** How many more requests the service takes before its window ends; undefined when it does not say. */
export function readRateLimitRemaining(headers: Headers): number | undefined {
  return readNumber(headers, 'x-ratelimit-remaining');
}

function readNumber(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.trim();
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
