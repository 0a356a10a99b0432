/** How many requests each service takes, and what it says when there are too many. Time comes from outside. */
import type { TogglPlan } from './company.ts';
import type { Switches } from './switches.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;

// --------------------------------------------------------------------------------------------------------- Runn

/** Requests a minute for one key; one more, and everything is refused for a minute (runn.md section 4). */
const runnRequestsPerMinute = 120;

export interface RunnLimit {
  /** Counts a request. */
  take(now: number): { readonly isRefused: boolean; readonly remaining: number; readonly resetMs: number };
  reset(): void;
}

export function createRunnLimit(): RunnLimit {
  let taken: number[] = [];
  let blockedUntil = 0;
  return {
    take(now) {
      if (now < blockedUntil) return { isRefused: true, remaining: 0, resetMs: blockedUntil - now };
      taken = taken.filter((time) => time > now - minuteMs);
      if (taken.length >= runnRequestsPerMinute) {
        taken = [];
        blockedUntil = now + minuteMs;
        return { isRefused: true, remaining: 0, resetMs: minuteMs };
      }
      taken.push(now);
      const oldest = taken[0] ?? now;
      return { isRefused: false, remaining: runnRequestsPerMinute - taken.length, resetMs: oldest + minuteMs - now };
    },
    reset() {
      taken = [];
      blockedUntil = 0;
    },
  };
}

/** The rate-limit headers of an answer in the chosen reading. */
export function runnLimitHeaders(
  state: { readonly isRefused: boolean; readonly remaining: number; readonly resetMs: number },
  now: number,
  switches: Pick<Switches, 'runnLimitHeaders' | 'runnLimitReset'>,
): Record<string, string> {
  if (switches.runnLimitHeaders === 'none') return {};
  const seconds = Math.ceil(state.resetMs / 1000);
  const retryAfter = state.isRefused ? { 'retry-after': String(seconds) } : {};
  if (switches.runnLimitHeaders === 'retry-after') return retryAfter;
  const reset = switches.runnLimitReset === 'seconds' ? seconds : Math.ceil((now + state.resetMs) / 1000);
  return {
    'x-ratelimit-limit': String(runnRequestsPerMinute),
    'x-ratelimit-remaining': String(state.remaining),
    'x-ratelimit-reset': String(reset),
    ...retryAfter,
  };
}

// -------------------------------------------------------------------------------------------------------- Toggl

/** Requests an hour: of an organization by its plan, and of the user (`/me`) on every plan (toggl.md section 4). */
export const togglHourlyQuota: Readonly<Record<TogglPlan, number>> = { free: 30, starter: 240, premium: 600 };
export const togglUserQuota = 30;

export interface QuotaState {
  /** Below 0 once requests were refused. */
  readonly remaining: number;
  readonly resetsInSeconds: number;
  readonly total: number;
}

export interface TogglQuota {
  /** Counts a request of a bucket (an organization's id, or null for the user's own). */
  take(bucket: number | null, total: number, now: number): QuotaState;
  /** The same without counting. */
  look(bucket: number | null, total: number, now: number): QuotaState;
}

export function createTogglQuota(): TogglQuota {
  const buckets = new Map<number | null, { startedAt: number; used: number }>();
  const open = (bucket: number | null, now: number): { startedAt: number; used: number } => {
    const known = buckets.get(bucket);
    // The hour begins with its first request.
    if (known !== undefined && now < known.startedAt + hourMs) return known;
    return { startedAt: now, used: 0 };
  };
  const state = (hour: { startedAt: number; used: number }, total: number, now: number): QuotaState => ({
    remaining: total - hour.used,
    resetsInSeconds: Math.ceil((hour.startedAt + hourMs - now) / 1000),
    total,
  });
  return {
    take(bucket, total, now) {
      const hour = open(bucket, now);
      hour.used += 1;
      buckets.set(bucket, hour);
      return state(hour, total, now);
    },
    look: (bucket, total, now) => state(open(bucket, now), total, now),
  };
}

/** Toggl's leaky bucket: a request a second, and a few at once. */
export interface TogglPace {
  take(now: number): { readonly waitMs: number };
}

export function createTogglPace(): TogglPace {
  const burst = 5;
  let level = 0;
  let last = 0;
  return {
    take(now) {
      level = Math.max(0, level - (now - last) / 1000);
      last = now;
      if (level + 1 > burst) return { waitMs: Math.ceil((level + 1 - burst) * 1000) };
      level += 1;
      return { waitMs: 0 };
    },
  };
}
