/** What can go wrong on the way, at a chosen request: injected by tests, and by nobody else. */
import type { Answer, Call, ServiceName } from './call.ts';
import type { Switches } from './switches.ts';

/** Which requests a fault meets. Without any of these it meets every request. */
export interface FaultTarget {
  readonly service?: ServiceName;
  readonly method?: string;
  /** The beginning of the path (without the query), or an expression over path and query. */
  readonly path?: string | RegExp;
  /** Only the n-th matching request, counted from 1. */
  readonly nth?: number;
  /** From the n-th matching request on. */
  readonly from?: number;
  /** At most so many times. */
  readonly times?: number;
}

export type FaultAction =
  /** The connection is dropped and the service refuses new ones, for `forMs`, else until `faults.clear()`. */
  | { readonly kind: 'refuse'; readonly forMs?: number }
  /** The connection is reset before the request is looked at. */
  | { readonly kind: 'reset' }
  /** The request is taken and never answered. */
  | { readonly kind: 'hang' }
  /** The right answer, a few bytes at a time. */
  | { readonly kind: 'slow-drip'; readonly bytes?: number; readonly everyMs?: number }
  /** The right answer, cut off in the middle. */
  | { readonly kind: 'cut-off' }
  /** 200 with a body that is no JSON. */
  | { readonly kind: 'garbage'; readonly text?: string }
  /** The right status with JSON of another shape: `change` makes it, else arrays become objects and objects arrays. */
  | { readonly kind: 'wrong-shape'; readonly change?: (body: unknown) => unknown }
  /** Any status, with the service's own kind of error body unless one is given. Nothing takes effect. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** The request takes effect, its answer is lost with the connection. */
  | { readonly kind: 'lost-answer' }
  /** An answered array lacks its last `count` items (1). What was written stays written. */
  | { readonly kind: 'missing-items'; readonly count?: number }
  /** The request meets other switches: notes cut, an order shuffled, a day locked. */
  | { readonly kind: 'switches'; readonly switches: Partial<Switches> }
  /** The page before this one, word for word. */
  | { readonly kind: 'repeated-page' }
  /** The right page, whose pointer to the next one leads back to itself. */
  | { readonly kind: 'looping-cursor' }
  /** The right answer, after something was done to the world. */
  | { readonly kind: 'run'; readonly run: () => void };

export type Fault = FaultTarget & FaultAction;

export interface Faults {
  /** Adds a fault; the function that comes back takes it away again. */
  add(fault: Fault): () => void;
  /** Takes all faults away and lets refused connections in again. */
  clear(): void;
}

export interface FaultBook extends Faults {
  /** The action for this request; every fault that matches counts it, the first one that is due wins. */
  meet(call: Call): FaultAction | undefined;
}

interface Entry {
  readonly fault: Fault;
  seen: number;
  done: number;
}

export function createFaultBook(onClear: () => void): FaultBook {
  let entries: Entry[] = [];
  return {
    add(fault) {
      const entry: Entry = { fault, seen: 0, done: 0 };
      entries.push(entry);
      return () => {
        entries = entries.filter((other) => other !== entry);
      };
    },
    clear() {
      entries = [];
      onClear();
    },
    meet(call) {
      let action: FaultAction | undefined;
      for (const entry of entries) {
        if (!isTarget(entry.fault, call)) continue;
        entry.seen += 1;
        const { nth, from = 1, times = Number.POSITIVE_INFINITY } = entry.fault;
        const isDue = nth === undefined ? entry.seen >= from : entry.seen === nth;
        if (action !== undefined || !isDue || entry.done >= times) continue;
        entry.done += 1;
        action = entry.fault;
      }
      return action;
    },
  };
}

function isTarget(target: FaultTarget, call: Call): boolean {
  if (target.service !== undefined && target.service !== call.service) return false;
  if (target.method !== undefined && target.method !== call.method) return false;
  if (target.path === undefined) return true;
  if (typeof target.path === 'string') return call.path.startsWith(target.path);
  return target.path.test(call.query.size === 0 ? call.path : `${call.path}?${call.query}`);
}

/** The answer as a fault leaves it, for the kinds that change an answer and not the connection. */
export function distort(answer: Answer, action: FaultAction, call: Call, previousPage: Answer | undefined): Answer {
  switch (action.kind) {
    case 'wrong-shape':
      return withJson(answer, (action.change ?? turnAround)(answer.json));
    case 'missing-items':
      return withJson(answer, dropLast(answer.json, action.count ?? 1));
    case 'repeated-page':
      return previousPage ?? answer;
    case 'looping-cursor':
      return loop(answer, call);
    default:
      return answer;
  }
}

function withJson(answer: Answer, body: unknown): Answer {
  return { ...answer, json: body };
}

function turnAround(body: unknown): unknown {
  return Array.isArray(body) ? { unexpected: true } : ['unexpected'];
}

function dropLast(body: unknown, count: number): unknown {
  if (Array.isArray(body)) return body.slice(0, Math.max(0, body.length - count));
  if (typeof body !== 'object' || body === null || !('values' in body)) return body;
  return { ...body, values: dropLast(body.values, count) };
}

function loop(answer: Answer, call: Call): Answer {
  if (call.service === 'runn') {
    if (typeof answer.json !== 'object' || answer.json === null) return answer;
    return withJson(answer, { ...answer.json, nextCursor: call.query.get('cursor') ?? startCursor });
  }
  const asked = typeof call.body === 'object' && call.body !== null && 'first_row_number' in call.body;
  const row = asked ? String((call.body as { readonly first_row_number: unknown }).first_row_number) : '1';
  return { ...answer, headers: { ...answer.headers, 'X-Next-Row-Number': row, 'X-Next-ID': '1' } };
}

/** A Runn cursor that leads to the first page again. */
const startCursor = Buffer.from('["",0]').toString('base64url');
