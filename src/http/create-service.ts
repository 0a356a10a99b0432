/**
 * The one request function: pacing, a deadline per attempt, capped retries, validation and redaction, for either
 * service. What is special about a service comes in with its profile.
 */
import pRetry from 'p-retry';
import type { z } from 'zod';
import { describeTime } from '../core/describe-time.ts';
import { AccessError, type AppError, InterruptedError, ServiceError, TemporaryError } from '../core/errors.ts';
import { describeNetworkFailure, type NetworkFailure } from './network-failure.ts';
import { createPacer, type Pace } from './pacer.ts';
import { createRedactor, type Redact } from './redact.ts';
import {
  type AttemptFailure,
  decideRetry,
  type RetryDecision,
  readRateLimitRemaining,
  readRateLimitResetMs,
} from './retry-timing.ts';
import type { HttpEnvironment, Service, ServiceRequest, ServiceResponse, StatusFailure } from './service.ts';

/** What distinguishes one service from the other. */
export interface ServiceProfile {
  /** As it stands in messages and events. */
  readonly name: string;
  /** With or without a slash at the end. */
  readonly baseUrl: string;
  /** The setting that holds the base URL, for hints: `RUNN_BASE_URL`. */
  readonly baseUrlSetting: string;
  /** Sent with every request: authorization, user agent, version. */
  readonly headers: Readonly<Record<string, string>>;
  /** Everything that must never be seen: the token, and the value of a Basic header made from it. */
  readonly secrets: readonly string[];
  readonly pace: Pace;
  readonly attemptTimeoutMs?: number;
  readonly maxAttempts?: number;
  /** A service that asks for a longer wait than this ends the run (exit 8). */
  readonly maxWaitMs?: number;
  /** First wait after a 429 that does not say how long. */
  readonly rateLimitWaitMs?: number;
  /** Recognises a quota that comes back: milliseconds until then; undefined when the failure is no such quota. */
  readonly quotaResetsInMs?: (failure: StatusFailure) => number | undefined;
  /** Told of the headers of each complete answer, whatever its status. */
  readonly onAnswer?: (path: string, headers: Headers) => void;
  /** The service's own meaning of a status; undefined leaves it to the general one. */
  readonly explain?: (failure: StatusFailure, context: FailureContext) => AppError | undefined;
}

/** What a failed request was, for the words of an error. */
export interface FailureContext {
  readonly method: ServiceRequest<unknown>['method'];
  /** With placeholders: `/actuals/{actualId}/`. */
  readonly endpoint: string;
  /** When the service wants to be asked again, in epoch milliseconds, where it said so. */
  readonly retryAtMs: number | undefined;
  /** How often it was asked. */
  readonly attempts: number;
}

const defaultAttemptTimeoutMs = 30_000;
const defaultMaxAttempts = 5;
const defaultMaxWaitMs = 60_000;
const defaultRateLimitWaitMs = 5_000;
/** A year of a large company is about a tenth of this. */
const maxBodyBytes = 256 * 1024 * 1024;
/** Shorter waits are not worth a word on the progress line. */
const announcedWaitMs = 1_000;
const maxMessageLength = 500;
const maxShapeProblems = 3;

/** A complete answer, not yet understood. Its text may hold a secret: only what `redact` has seen leaves this file. */
interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Why an attempt did not lead to a 2xx; thrown inside this file only. */
class FailedAttempt extends Error {
  readonly failure:
    | (NetworkFailure & { readonly cause: unknown })
    | { readonly kind: 'timeout' }
    | { readonly kind: 'too-large' }
    | ({ readonly kind: 'status' } & StatusFailure);

  constructor(failure: FailedAttempt['failure']) {
    super('The attempt failed.');
    this.failure = failure;
  }
}

/**
 * The request function of one service. `send` and `trySend` are described in `service.ts`; several may be under way at
 * once. Throws `AccessError` `token-malformed` when the token cannot be sent in a header.
 */
export function createService(profile: ServiceProfile, environment: HttpEnvironment): Service {
  const redact = createRedactor([...profile.secrets, ...(environment.secrets ?? [])]);
  const baseUrl = profile.baseUrl.replace(/\/+$/, '');
  const maxAttempts = profile.maxAttempts ?? defaultMaxAttempts;
  assertHeaders(profile);

  let attempts = 0;
  const announceWait = (waitMs: number, reason: 'pace' | 'retry' | 'quota' | 'rate-limit') => {
    if (waitMs >= announcedWaitMs) environment.onEvent?.({ kind: 'wait', service: profile.name, reason, waitMs });
  };
  const pacer = createPacer(profile.pace, {
    now: environment.now,
    sleep: environment.sleep,
    signal: environment.signal,
    onWait: announceWait,
  });

  /** One attempt: waits for its turn, sends, reads the whole answer; throws `FailedAttempt` unless it is a 2xx. */
  const attempt = async (request: ServiceRequest<unknown>, url: string): Promise<RawAnswer> => {
    await pacer.take();
    attempts += 1;
    const startedMs = environment.now();
    let answer: RawAnswer | undefined;
    try {
      answer = await exchange(request, url);
    } finally {
      const remaining = answer && readRateLimitRemaining(answer.headers);
      const resetsInMs = answer && readRateLimitResetMs(answer.headers, environment.now());
      pacer.done(remaining === undefined || resetsInMs === undefined ? undefined : { remaining, resetsInMs });
      environment.onEvent?.({
        kind: 'attempt',
        service: profile.name,
        method: request.method,
        url: redact(url),
        status: answer?.status ?? 'failed',
        durationMs: environment.now() - startedMs,
      });
    }
    profile.onAnswer?.(request.path, answer.headers);
    if (answer.status >= 200 && answer.status < 300) return answer;
    const message = describeBody(answer.text, redact);
    throw new FailedAttempt({ kind: 'status', status: answer.status, headers: answer.headers, message });
  };

  /** The exchange itself, under one deadline that covers the body too. */
  const exchange = async (request: ServiceRequest<unknown>, url: string): Promise<RawAnswer> => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), profile.attemptTimeoutMs ?? defaultAttemptTimeoutMs);
    const signal = AbortSignal.any([deadline.signal, environment.signal]);
    try {
      // Raced, because a body that is being read does not everywhere end with its signal.
      return await raceAbort(fetchWhole(request, url, signal), signal);
    } catch (error) {
      if (environment.signal.aborted) throw new InterruptedError();
      if (deadline.signal.aborted) throw new FailedAttempt({ kind: 'timeout' });
      if (error instanceof FailedAttempt) throw error;
      throw new FailedAttempt({ ...describeNetworkFailure(error), cause: copyCause(error, redact) });
    } finally {
      clearTimeout(timer);
    }
  };

  const fetchWhole = async (request: ServiceRequest<unknown>, url: string, signal: AbortSignal): Promise<RawAnswer> => {
    const hasBody = request.body !== undefined;
    const response = await environment.fetch(url, {
      method: request.method,
      headers: {
        accept: 'application/json',
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
        ...profile.headers,
      },
      ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
      // A redirect would carry the token to another host, or turn a POST into a GET.
      redirect: 'manual',
      signal,
    });
    return { status: response.status, headers: response.headers, text: await readBody(response) };
  };

  /** All attempts; throws `FailedAttempt` for the last one's failure, and `AppError` for what ends the run at once. */
  const exchangeWithRetries = (request: ServiceRequest<unknown>, endpoint: string): Promise<RawAnswer> => {
    const url = buildUrl(baseUrl, request);
    return pRetry(() => attempt(request, url), {
      retries: maxAttempts - 1,
      // All waiting is our own, below: the delay stays one pure function.
      minTimeout: 0,
      onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
        if (!(error instanceof FailedAttempt)) throw error;
        const decision = decide(error.failure, attemptNumber);
        if (decision.kind === 'stop' || retriesLeft === 0) {
          const nowMs = environment.now();
          throw new ExhaustedError({ failure: error.failure, endpoint, attempts: attemptNumber, decision, nowMs });
        }
        if (decision.reason === 'retry') {
          announceWait(decision.waitMs, 'retry');
          await environment.sleep(decision.waitMs, environment.signal);
        } else {
          // The refusal is meant for everybody who uses the key; our own next attempt waits in the pacer with them.
          pacer.block(decision.waitMs, decision.reason);
        }
      },
    });
  };

  const decide = (failure: FailedAttempt['failure'], attemptNumber: number): RetryDecision => {
    const timed = toAttemptFailure(failure, profile);
    if (timed === undefined) return { kind: 'stop' };
    return decideRetry({
      failure: timed,
      attempt: attemptNumber,
      nowMs: environment.now(),
      random: environment.random(),
      maxWaitMs: profile.maxWaitMs ?? defaultMaxWaitMs,
      rateLimitWaitMs: profile.rateLimitWaitMs ?? defaultRateLimitWaitMs,
    });
  };

  /** Throws `ExhaustedError` for a status that is not 2xx, so that `trySend` can look at it. */
  const perform = async <T>(request: ServiceRequest<T>): Promise<ServiceResponse<T>> => {
    if (environment.signal.aborted) throw new InterruptedError();
    const endpoint = request.endpoint ?? request.path;
    const { status, headers, text } = await exchangeWithRetries(request, endpoint);
    return { status, headers, body: parseBody({ status, headers, text }, request, endpoint, profile, redact) };
  };

  const explain = (error: unknown, request: ServiceRequest<unknown>): unknown =>
    error instanceof ExhaustedError ? explainFailure(error, request.method, profile) : error;

  return {
    async send(request) {
      try {
        return await perform(request);
      } catch (error) {
        throw explain(error, request);
      }
    },
    async trySend(request, tolerate) {
      try {
        return await perform(request);
      } catch (error) {
        if (error instanceof ExhaustedError && error.failure.kind === 'status') {
          const { status, headers, message } = error.failure;
          if (tolerate.includes(status)) return { status, headers, message };
        }
        throw explain(error, request);
      }
    },
    get attempts() {
      return attempts;
    },
  };
}

/** The last attempt failed, and this is why no other one follows; thrown inside this file only. */
class ExhaustedError extends Error {
  readonly failure: FailedAttempt['failure'];
  readonly endpoint: string;
  readonly attempts: number;
  readonly retryAtMs: number | undefined;

  constructor(end: {
    readonly failure: FailedAttempt['failure'];
    readonly endpoint: string;
    readonly attempts: number;
    readonly decision: RetryDecision;
    readonly nowMs: number;
  }) {
    super('No attempt succeeded.');
    const { decision, nowMs } = end;
    this.failure = end.failure;
    this.endpoint = end.endpoint;
    this.attempts = end.attempts;
    if (decision.kind === 'stop') this.retryAtMs = decision.retryAtMs;
    // A wait that the service asked for, and that no attempt is left for.
    else this.retryAtMs = decision.reason === 'retry' ? undefined : nowMs + decision.waitMs;
  }
}

/** A value that cannot stand in a header would otherwise come out, in full, in the words of `fetch`. */
function assertHeaders(profile: ServiceProfile): void {
  try {
    new Headers(profile.headers);
  } catch {
    throw new AccessError('token-malformed', `The token for ${profile.name} holds characters that no token has.`, {
      hint: 'Copy it again, without line breaks, spaces or quotation marks.',
    });
  }
}

function buildUrl(baseUrl: string, request: ServiceRequest<unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  const text = query.toString();
  return `${baseUrl}${request.path}${text === '' ? '' : `?${text}`}`;
}

async function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  // The loser of the race is nobody's unhandled rejection.
  work.catch(() => undefined);
  aborted.catch(() => undefined);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}

/** The body as text; an answer beyond all bounds is given up. */
async function readBody(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  const reader = response.body.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    bytes += chunk.value.byteLength;
    if (bytes > maxBodyBytes) {
      await reader.cancel();
      throw new FailedAttempt({ kind: 'too-large' });
    }
    parts.push(decoder.decode(chunk.value, { stream: true }));
  }
  parts.push(decoder.decode());
  return parts.join('');
}

/** The service's own words in an error body: `message` of a JSON body, else its text, in one line. */
function describeBody(text: string, redact: Redact): string {
  const words = redact(readMessage(text) ?? text);
  const line = words.replace(/\s+/g, ' ').trim();
  if (isHtml(line)) return 'an HTML page';
  return line.length > maxMessageLength ? `${line.slice(0, maxMessageLength - 1)}…` : line;
}

function isHtml(text: string): boolean {
  return /^\s*<(!doctype|html|\?xml)/i.test(text);
}

function readMessage(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const message = 'message' in value ? value.message : 'error' in value ? value.error : undefined;
  if (typeof message === 'string') return message;
  return Array.isArray(message) ? message.filter((each) => typeof each === 'string').join('; ') : undefined;
}

function parseBody<T>(
  answer: RawAnswer,
  request: ServiceRequest<T>,
  endpoint: string,
  profile: ServiceProfile,
  redact: Redact,
): T {
  const value =
    request.isBodyIgnored === true ? undefined : parseJson(answer, request.method, endpoint, profile, redact);
  const parsed = request.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (answer.text.trim() === '') throw unexpectedAnswer(profile, request.method, endpoint, 'it is empty');
  const { issues } = parsed.error;
  const problems = issues.slice(0, maxShapeProblems).map(describeIssue);
  const rest = issues.length > maxShapeProblems ? ` (and ${issues.length - maxShapeProblems} more)` : '';
  throw unexpectedAnswer(profile, request.method, endpoint, `${problems.join('; ')}${rest}`, parsed.error);
}

function parseJson(
  answer: RawAnswer,
  method: string,
  endpoint: string,
  profile: ServiceProfile,
  redact: Redact,
): unknown {
  if (answer.text.trim() === '') return undefined;
  try {
    return parseRedacted(answer.text, redact);
  } catch {
    if (isHtml(answer.text)) throw unexpectedAnswer(profile, method, endpoint, 'it is an HTML page');
    // The parser's own words would quote the body, and with it people's data.
    const type = answer.headers.get('content-type')?.split(';')[0] ?? 'unknown type';
    throw unexpectedAnswer(profile, method, endpoint, `it is not JSON (${type}, ${answer.text.length} characters)`);
  }
}

/**
 * Whatever a service or a proxy says back, no token comes in with it. It is taken out of the texts after parsing, so
 * that one that looks like a number breaks nothing; and only where one can stand, which in large answers is nowhere.
 */
function parseRedacted(json: string, redact: Redact): unknown {
  const mayHoldSecret = json.includes('\\') || redact(json) !== json;
  return JSON.parse(
    json,
    mayHoldSecret ? (_, value) => (typeof value === 'string' ? redact(value) : value) : undefined,
  );
}

/** The path and what is wrong there; never the value, which may be personal. */
function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.');
  const message = issue.message.replace(/^Invalid input: /, '');
  return path === '' ? message : `${path}: ${message}`;
}

function unexpectedAnswer(
  profile: ServiceProfile,
  method: string,
  endpoint: string,
  problem: string,
  cause?: unknown,
): ServiceError {
  const host = hostOf(profile.baseUrl);
  return new ServiceError(
    'unexpected-answer',
    `${profile.name} answered ${method} ${endpoint} unlike its documents: ${problem}.`,
    {
      hint: `Check that ${host} is really ${profile.name} (${profile.baseUrlSetting}, a proxy); if it is, please report this.`,
      cause,
    },
  );
}

function toAttemptFailure(failure: FailedAttempt['failure'], profile: ServiceProfile): AttemptFailure | undefined {
  switch (failure.kind) {
    case 'network':
    case 'timeout':
      return { kind: failure.kind };
    case 'certificate':
    case 'invalid':
    case 'too-large':
      return undefined;
    case 'status':
      return {
        kind: 'status',
        status: failure.status,
        headers: failure.headers,
        quotaResetsInMs: profile.quotaResetsInMs?.(failure),
      };
  }
}

/** The failure as the error that the user sees: the profile's own words first, then what the status means anywhere. */
function explainFailure(error: ExhaustedError, method: FailureContext['method'], profile: ServiceProfile): AppError {
  const { failure, endpoint, retryAtMs, attempts } = error;
  const { name } = profile;
  const host = hostOf(profile.baseUrl);
  const call = `${method} ${endpoint}`;
  const tried = attempts > 1 ? ` (tried ${attempts} times)` : '';
  switch (failure.kind) {
    case 'network': {
      const trouble = failure.isMidway === true ? `broke off during ${call}` : `could not be reached for ${call}`;
      const subject = failure.isMidway === true ? `The connection to ${name}` : name;
      return new TemporaryError('network', `${subject} ${trouble}: ${failure.text}, ${host}${tried}.`, {
        hint: `Check the connection, a proxy (HTTPS_PROXY) and ${profile.baseUrlSetting}, then run again.`,
        cause: failure.cause,
      });
    }
    case 'certificate':
      return new TemporaryError('certificate', `${name} could not be reached for ${call}: ${failure.text}, ${host}.`, {
        hint: 'Where a proxy or firewall signs connections itself, set NODE_EXTRA_CA_CERTS to the file with its certificate.',
        cause: failure.cause,
      });
    case 'invalid':
      return new ServiceError('invalid-address', `${name} could not be asked for ${call}: ${failure.text}.`, {
        hint: `Check ${profile.baseUrlSetting}.`,
        cause: failure.cause,
      });
    case 'timeout':
      return new TemporaryError('timeout', `${name} did not answer ${call} within ${timeoutOf(profile)} s${tried}.`, {
        hint: 'Run again later. Where it happens each time, read a shorter range: it makes smaller answers.',
      });
    case 'too-large':
      return new ServiceError('unexpected-answer', `${name} answered ${call} with far more than can be meant.`, {
        hint: `Check that ${host} is really ${name} (${profile.baseUrlSetting}), or read a shorter range.`,
      });
    case 'status': {
      const context = { method, endpoint, retryAtMs, attempts };
      return profile.explain?.(failure, context) ?? explainStatus(failure, context, profile);
    }
  }
}

function explainStatus(
  failure: StatusFailure,
  { method, endpoint, retryAtMs, attempts }: FailureContext,
  profile: ServiceProfile,
): AppError {
  const { name } = profile;
  const { status } = failure;
  const said = failure.message === '' ? '' : `: ${failure.message}`;
  const tried = attempts > 1 ? ` (tried ${attempts} times)` : '';
  const message = `${name} answered ${status} to ${method} ${endpoint}${tried}${said}`;
  if (status >= 300 && status < 400) {
    return new ServiceError(
      'redirected',
      `${name} answered ${status} to ${method} ${endpoint}: the address has moved.`,
      {
        hint: `Redirects are not followed, because they would carry the token along. Check ${profile.baseUrlSetting}.`,
      },
    );
  }
  if (status === 401) {
    return new AccessError('token-refused', message, {
      hint: `Check the token for ${name}; \`toggl-runn doctor\` tests it.`,
    });
  }
  if (status === 403) {
    return new AccessError('forbidden', message, { hint: `The token for ${name} lacks the right to do this.` });
  }
  if (status === 429) {
    return new TemporaryError('rate-limit', `${message}${whenToRetry(retryAtMs)}`, {
      hint: 'Another program may be using the same token. Run again later.',
      retryAtMs,
    });
  }
  if (status === 408 || status >= 500) {
    return new TemporaryError('service-unavailable', `${message}${whenToRetry(retryAtMs)}`, {
      hint: `${name} has trouble of its own. Run again later.`,
      retryAtMs,
    });
  }
  return new ServiceError('unexpected-status', message, {
    hint: `Run again with --debug to see the requests; check ${profile.baseUrlSetting}. If it stays, please report it.`,
  });
}

function whenToRetry(retryAtMs: number | undefined): string {
  return retryAtMs === undefined ? '' : ` (again from ${describeTime(retryAtMs)})`;
}

function timeoutOf(profile: ServiceProfile): number {
  return (profile.attemptTimeoutMs ?? defaultAttemptTimeoutMs) / 1000;
}

function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}

/** The chain of causes without what could hold a secret: name, code and redacted message of each. */
function copyCause(error: unknown, redact: Redact, depth = 0): Error | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  const cause = copyCause(error.cause, redact, depth + 1);
  const copy = new Error(redact(error.message), cause === undefined ? undefined : { cause });
  copy.name = error.name;
  if ('code' in error && typeof error.code === 'string') Object.assign(copy, { code: error.code });
  return copy;
}
