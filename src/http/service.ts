/** The contract between the service clients and the one request function: what goes in, what comes out, what is thrown. */
import type { z } from 'zod';

export interface ServiceRequest<T> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path below the base URL, as the service's document spells it (`/people/`). */
  readonly path: string;
  /** The path with placeholders (`/actuals/{actualId}/`), for messages; defaults to `path`. */
  readonly endpoint?: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** What the answer's body has to look like; `z.undefined()` for 204. */
  readonly schema: z.ZodType<T>;
  /** Where only the status counts: the body may be anything, and `schema` is given nothing. */
  readonly isBodyIgnored?: boolean;
}

export interface ServiceResponse<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** A status that is not 2xx, after all retries. Clients turn it into an `AppError`, or into an item's failure. */
export interface StatusFailure {
  readonly status: number;
  readonly headers: Headers;
  /** The service's own words: `message` of a JSON error body, else the text; redacted, at most 500 characters. */
  readonly message: string;
}

export interface Service {
  /**
   * Sends a request, with pacing, a deadline per attempt and capped retries.
   * Throws an `AppError` (`AccessError`, `TemporaryError`, `ServiceError`, `InterruptedError`) for every failure.
   */
  send<T>(request: ServiceRequest<T>): Promise<ServiceResponse<T>>;
  /** Like `send`, but statuses listed in `tolerate` come back as a value instead of being thrown. */
  trySend<T>(request: ServiceRequest<T>, tolerate: readonly number[]): Promise<ServiceResponse<T> | StatusFailure>;
  /** Attempts made so far, retries included: `requests` of the JSON document. */
  readonly attempts: number;
}

/** What the request function needs of the world; passed in, so that tests own time and chance. */
export interface HttpEnvironment {
  /** Looks up `globalThis.fetch` when it is called, never before (a fetch kept from earlier bypasses msw). */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => number;
  readonly random: () => number;
  /** Resolves after `ms`, rejects with an `InterruptedError` when `signal` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** What must never be seen beside the secrets of the service itself: the token of the other one. */
  readonly secrets?: readonly string[];
  /** Told about each attempt (for `--debug`) and each longer wait (for the progress line). Never given a token. */
  readonly onEvent?: (event: HttpEvent) => void;
}

export type HttpEvent =
  | {
      readonly kind: 'attempt';
      readonly service: string;
      readonly method: string;
      readonly url: string;
      readonly status: number | 'failed';
      readonly durationMs: number;
    }
  | {
      readonly kind: 'wait';
      readonly service: string;
      readonly reason: 'pace' | 'retry' | 'quota' | 'rate-limit';
      readonly waitMs: number;
    };
