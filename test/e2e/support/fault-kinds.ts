/** Every way in which a request can go wrong, and what a run that meets it has to end with. */
import type { FaultAction } from '../../../src/sandbox/faults.ts';
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';
import { startMs } from './fake-runtime.ts';

export interface Position {
  readonly service: 'toggl' | 'runn';
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The how many-th request to this path, counted from 1. */
  readonly nth: number;
  readonly isWrite: boolean;
}

/** `once`: the one request at that position; `always`: every request to that path from there on. */
export type Persistence = 'once' | 'always';

export interface FaultKind {
  readonly name: string;
  readonly action: (context: FaultContext) => FaultAction;
  readonly only?: (position: Position) => boolean;
  /** The exit code; an array where several are right. */
  readonly code: (position: Position, persistence: Persistence) => number | readonly number[];
  /** Requests run out of time after less than a second. */
  readonly isSlow?: boolean;
  /** The mark was lost on the way, so that the notes of what was written differ for good. */
  readonly losesNotes?: boolean;
}

export interface FaultContext {
  readonly sandbox: Sandbox;
  readonly interrupt: () => void;
  readonly position: Position;
}

const isBulk = ({ isWrite }: Position): boolean => isWrite;
const isToggl = ({ service }: Position): boolean => service === 'toggl';

function isLaterProjectPage({ service, path, nth }: Position): boolean {
  return service === 'toggl' && path.endsWith('/projects') && nth > 1;
}

/** Repeated, so that once is harmless and for ever is exit 8. */
const temporary: FaultKind['code'] = (_, persistence) => (persistence === 'once' ? 0 : 8);
const always =
  (code: number | readonly number[]): FaultKind['code'] =>
  () =>
    code;
/** For a write: a refused batch is halved, so that one refusal does no harm, and lasting ones are the items' own. */
const refusal =
  (readCode: number | readonly number[]): FaultKind['code'] =>
  ({ isWrite }, persistence) =>
    isWrite ? (persistence === 'once' ? 0 : 7) : readCode;

function status(code: number, headers: Readonly<Record<string, string>> = {}, body?: unknown): FaultAction {
  return { kind: 'status', status: code, headers, ...(body === undefined ? {} : { body }) };
}

/** A run begins a minute after the start of the clock. */
const soon = new Date(startMs + 65_000).toUTCString();
const inAnHour = new Date(startMs + 3_660_000).toUTCString();

function textOf(text: string): () => FaultAction {
  return () => ({ kind: 'garbage', text });
}

/** Changes each element of an answer to a bulk write. */
function changeItems(change: (item: Record<string, unknown>, index: number) => unknown): () => FaultAction {
  return () => ({
    kind: 'wrong-shape',
    change: (body) => (Array.isArray(body) ? body.map((item, index) => change(item, index)) : body),
  });
}

export const faultKinds: readonly FaultKind[] = [
  // The connection.
  { name: 'connection refused', action: () => ({ kind: 'refuse' }), code: temporary },
  { name: 'reset', action: () => ({ kind: 'reset' }), code: temporary },
  { name: 'hang', action: () => ({ kind: 'hang' }), code: temporary, isSlow: true },
  {
    name: 'slow drip beyond the deadline',
    action: () => ({ kind: 'slow-drip', bytes: 1, everyMs: 40 }),
    code: temporary,
    isSlow: true,
  },
  { name: 'slow drip', action: () => ({ kind: 'slow-drip', bytes: 60_000, everyMs: 1 }), code: always(0) },
  { name: 'cut off', action: () => ({ kind: 'cut-off' }), code: temporary },
  { name: 'answer lost', action: () => ({ kind: 'lost-answer' }), code: temporary },
  // Answers that cannot be understood. After a write nobody knows what it did; the next run does.
  { name: 'HTML with 200', action: () => ({ kind: 'garbage' }), code: always(1) },
  { name: 'half a JSON text', action: textOf('[{"id": 1, "na'), code: always(1) },
  { name: 'an empty body', action: textOf(''), code: always(1) },
  { name: 'a number', action: textOf('42'), code: always(1) },
  { name: 'a shape turned round', action: () => ({ kind: 'wrong-shape' }), code: always(1) },
  {
    name: 'elements of another shape',
    action: () => ({ kind: 'wrong-shape', change: () => [{ id: 'x' }] }),
    code: always(1),
  },
  // Statuses.
  { name: '301', action: () => status(301, { location: 'https://example.com/' }), code: always(1) },
  { name: '400', action: () => status(400), code: refusal(1) },
  { name: '401', action: () => status(401), code: always(4) },
  {
    name: '403',
    action: () => status(403),
    // Before any write has worked it is the token's, later the item's.
    code: (position, persistence) => (position.isWrite && position.nth > 1 ? refusal(4)(position, persistence) : 4),
  },
  // A read: the wrong host. A write: somebody or something is gone, which is the item's.
  { name: '404', action: () => status(404), code: refusal([1, 4]) },
  { name: '408', action: () => status(408), code: temporary },
  { name: '409', action: () => status(409), code: refusal(1) },
  { name: '410', action: () => status(410), code: always(1) },
  { name: '422', action: () => status(422), code: refusal(1) },
  { name: '429', action: () => status(429), code: temporary },
  { name: '429, Retry-After in seconds', action: () => status(429, { 'retry-after': '2' }), code: temporary },
  { name: '429, Retry-After as a date', action: () => status(429, { 'retry-after': soon }), code: temporary },
  { name: '429, a date in an hour', action: () => status(429, { 'retry-after': inAnHour }), code: always(8) },
  { name: '429, Retry-After of an hour', action: () => status(429, { 'retry-after': '3600' }), code: always(8) },
  { name: '429, Retry-After without sense', action: () => status(429, { 'retry-after': 'soon' }), code: temporary },
  { name: '500', action: () => status(500), code: temporary },
  { name: '501', action: () => status(501), code: temporary },
  { name: '502 with a page', action: () => status(502, {}, '<html>Bad Gateway</html>'), code: temporary },
  { name: '503', action: () => status(503), code: temporary },
  { name: '503, Retry-After', action: () => status(503, { 'retry-after': '5' }), code: temporary },
  { name: '504', action: () => status(504), code: temporary },
  // Toggl's two meanings of 402.
  { name: 'quota, back soon', only: isToggl, action: () => quota(30), code: temporary },
  { name: 'quota, back later', only: isToggl, action: () => quota(1800), code: always(8) },
  {
    name: 'not in the plan',
    only: isToggl,
    action: () => status(402, { 'x-toggl-quota-remaining': '100' }, 'Workspace needs to have this feature enabled'),
    code: always(4),
  },
  // Pages.
  {
    name: 'cursor that loops',
    only: ({ service, path, isWrite }) => service === 'runn' && !isWrite && path !== '/me/',
    action: () => ({ kind: 'looping-cursor' }),
    // Of an empty list, the same page again is the whole of it.
    code: ({ path }, persistence) => (path === '/project-members/' && persistence === 'once' ? [0, 1] : 1),
  },
  {
    name: 'page that repeats',
    only: ({ nth, isWrite }) => nth > 1 && !isWrite,
    action: () => ({ kind: 'repeated-page' }),
    code: always(1),
  },
  // The world moves on between two pages.
  {
    name: 'a project that comes between pages',
    only: isLaterProjectPage,
    action: ({ sandbox: { toggl } }) => ({
      kind: 'run',
      run: () => {
        const [some] = toggl.projects.values();
        // First of its list, whatever it is sorted by: all others move on by one.
        if (some !== undefined) toggl.projects.set(1, { ...some, id: 1, name: ' ' });
      },
    }),
    code: always(0),
  },
  {
    name: 'a project that goes between pages',
    only: isLaterProjectPage,
    action: ({ sandbox: { toggl } }) => ({
      kind: 'run',
      run: () => {
        const used = new Set([...toggl.entries.values()].map(({ projectId }) => projectId));
        const unused = [...toggl.projects.keys()].filter((id) => !used.has(id));
        // One that comes to stand on an earlier page is not read; what depends on it is held back and comes next time.
        if (unused[0] !== undefined) toggl.deleteProject(unused[0]);
      },
    }),
    code: always([0, 5]),
  },
  {
    name: 'records saved again between pages',
    only: ({ service, nth, isWrite }) => service === 'runn' && nth > 1 && !isWrite,
    action: ({ sandbox: { runn } }) => ({
      kind: 'run',
      run: () => {
        for (const record of [...runn.actuals.values(), ...runn.projects.values()]) runn.touch(record);
      },
    }),
    code: always(0),
  },
  // The answer to a write.
  { name: 'missing items', only: isBulk, action: () => ({ kind: 'missing-items', count: 3 }), code: always(7) },
  {
    name: 'other minutes',
    only: isBulk,
    action: changeItems((item, index) => (index === 1 ? { ...item, billableMinutes: 1 } : item)),
    code: always(7),
  },
  {
    name: 'items twice',
    only: isBulk,
    action: () => ({ kind: 'wrong-shape', change: (body) => (Array.isArray(body) ? [...body, ...body] : body) }),
    code: always(0),
  },
  {
    name: 'another order',
    only: isBulk,
    action: () => ({ kind: 'switches', switches: { bulkOrder: 'shuffled' } }),
    code: always(0),
  },
  {
    name: 'notes cut',
    only: isBulk,
    action: () => ({ kind: 'switches', switches: { noteLimit: 6 } }),
    code: always(7),
    losesNotes: true,
  },
  {
    name: 'notes dropped',
    only: isBulk,
    action: () => ({ kind: 'switches', switches: { noteLimit: -1 } }),
    code: always(7),
    losesNotes: true,
  },
  {
    name: 'a lock that comes in between',
    only: isBulk,
    action: () => ({ kind: 'switches', switches: { lockedThrough: '2026-03-03' } }),
    // The last batch may hold none of those days.
    code: ({ nth }, persistence) => (persistence === 'once' ? 0 : nth > 2 ? [0, 7] : 7),
  },
  // The user.
  {
    name: 'Ctrl-C',
    action: ({ interrupt }) => ({ kind: 'run', run: interrupt }),
    code: always(130),
  },
];

function quota(seconds: number): FaultAction {
  return status(
    402,
    { 'x-toggl-quota-remaining': '0', 'x-toggl-quota-resets-in': String(seconds) },
    `You have hit your hourly limit for API calls. The quota will reset in ${seconds} seconds.`,
  );
}
