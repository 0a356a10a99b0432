/** A request and its answer as the services' handlers see them, apart from sockets and streams. */
import type { Switches } from './switches.ts';

export type ServiceName = 'toggl' | 'runn';

export interface Call {
  readonly service: ServiceName;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came, `''` for none. */
  readonly bodyText: string;
  /** The body as JSON; undefined when it is empty or no JSON. */
  readonly body: unknown;
  /** What the placeholders of the route matched, in order. */
  readonly params: readonly number[];
  readonly switches: Readonly<Switches>;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; left out for a text or an empty body. */
  readonly json?: unknown;
  readonly text?: string;
  /** Called when the answer leaves, or when it never will. */
  readonly release?: () => void;
}

export type Handler = (call: Call) => Answer;

/** One of the two services: answers requests, and forgets on demand what it counted for its limits. */
export interface Service {
  readonly handle: Handler;
  readonly reset: () => void;
}

export function json(body: unknown, headers?: Readonly<Record<string, string>>, status = 200): Answer {
  return headers === undefined ? { status, json: body } : { status, json: body, headers };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
