import { describe, expect, it } from 'vitest';
import { type AttemptFailure, decideRetry, type RetryTimingInput } from '../../src/http/retry-timing.ts';

const nowMs = Date.UTC(2024, 0, 8, 9);

function decide(failure: AttemptFailure, input: Partial<RetryTimingInput> = {}) {
  return decideRetry({ failure, attempt: 1, nowMs, random: 0, maxWaitMs: 60_000, rateLimitWaitMs: 5_000, ...input });
}

function status(code: number, headers: Record<string, string> = {}, quotaResetsInMs?: number): AttemptFailure {
  return { kind: 'status', status: code, headers: new Headers(headers), quotaResetsInMs };
}

describe('whether', () => {
  it.each([408, 429, 500, 501, 502, 503, 504, 599])('%i is repeated', (code) => {
    expect(decide(status(code)).kind).toBe('wait');
  });

  it.each([301, 400, 401, 402, 403, 404, 409, 410, 418, 422])('%i is not', (code) => {
    expect(decide(status(code))).toEqual({ kind: 'stop' });
  });

  it.each(['network', 'timeout'] as const)('a failure of kind %s is repeated', (kind) => {
    expect(decide({ kind })).toEqual({ kind: 'wait', waitMs: 0, reason: 'retry' });
  });

  it('a 402 is repeated as a quota that comes back', () => {
    expect(decide(status(402, {}, 30_000))).toEqual({ kind: 'wait', waitMs: 30_000, reason: 'quota' });
  });

  it('a 402 is not repeated as a quota that comes back late', () => {
    expect(decide(status(402, {}, 60_001))).toEqual({ kind: 'stop', retryAtMs: nowMs + 60_001 });
  });
});

describe('our own backoff', () => {
  it.each([
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [4, 4_000],
    [10, 20_000],
  ])('after attempt %i goes up to %i ms', (attempt, waitMs) => {
    expect(decide({ kind: 'network' }, { attempt, random: 1 })).toMatchObject({ waitMs });
    expect(decide({ kind: 'network' }, { attempt, random: 0.5 })).toMatchObject({ waitMs: waitMs / 2 });
  });

  it.each([
    [1, 5_000],
    [2, 10_000],
    [4, 40_000],
    [5, 60_000],
  ])('after a 429 without a time, attempt %i, is %i ms', (attempt, waitMs) => {
    expect(decide(status(429), { attempt })).toEqual({ kind: 'wait', waitMs, reason: 'rate-limit' });
  });
});

describe('what the service asks for', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['a date', { 'retry-after': 'Mon, 08 Jan 2024 09:00:12 GMT' }, 12_000],
    ['a date gone by', { 'retry-after': 'Mon, 08 Jan 2024 08:00:00 GMT' }, 0],
    ['a reset in seconds', { 'x-ratelimit-reset': '42' }, 42_000],
    ['a reset as a time in seconds', { 'x-ratelimit-reset': String(nowMs / 1000 + 42) }, 42_000],
    ['a reset as a time in milliseconds', { 'x-ratelimit-reset': String(nowMs + 42_000) }, 42_000],
    ['Retry-After before a reset', { 'retry-after': '7', 'x-ratelimit-reset': '42' }, 7_000],
    ['a negative number', { 'retry-after': '-5' }, 0],
    ['an exact minute', { 'retry-after': '60' }, 60_000],
  ])('wins: %s', (_, headers, waitMs) => {
    expect(decide(status(429, headers))).toEqual({ kind: 'wait', waitMs, reason: 'rate-limit' });
  });

  it('is passed over when nobody can read it', () => {
    expect(decide(status(429, { 'retry-after': 'soon' }))).toMatchObject({ waitMs: 5_000 });
  });

  it.each([
    ['Retry-After', { 'retry-after': '61' }, 61_000],
    ['a reset', { 'x-ratelimit-reset': '3600' }, 3_600_000],
  ])('ends the run with the time when it is too long: %s', (_, headers, waitMs) => {
    expect(decide(status(429, headers))).toEqual({ kind: 'stop', retryAtMs: nowMs + waitMs });
  });

  it('counts on 5xx as well', () => {
    expect(decide(status(503, { 'retry-after': '3' }))).toEqual({ kind: 'wait', waitMs: 3_000, reason: 'retry' });
  });

  it('is not read from a rate-limit header on other answers', () => {
    expect(decide(status(503, { 'x-ratelimit-reset': '59' }))).toEqual({ kind: 'wait', waitMs: 0, reason: 'retry' });
  });

  it('gets some jitter on top, and more with each attempt', () => {
    expect(decide(status(429, { 'retry-after': '7' }), { random: 1 })).toMatchObject({ waitMs: 8_000 });
    expect(decide(status(429, { 'retry-after': '0' }), { random: 1, attempt: 4 })).toMatchObject({ waitMs: 8_000 });
  });
});
