/** Runn's lists: filters first, then `limit`, an opaque `cursor` and `nextCursor` (runn.md section 4). */
import { type Answer, type Call, json } from './call.ts';
import type { Stamps } from './runn-world.ts';

export interface PageSize {
  readonly byDefault: number;
  readonly maximum: number;
  /** Whether the items come by ascending id, so that a page need not look at those after it. */
  readonly isInOrder?: boolean;
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** `{error, message, statusCode}`. */
export function refuse(statusCode: number, message: string): Answer {
  return { status: statusCode, json: { error: reasons[statusCode] ?? 'Error', message, statusCode } };
}

type SortKey = 'id' | 'createdAt' | 'updatedAt';

/** One page of `items`, each shown by `show`. Refuses a bad limit, cursor, sort or order with 400. */
export function listPage<T extends Stamps & { readonly id: number }>(
  call: Call,
  items: Iterable<T>,
  size: PageSize,
  show: (item: T) => unknown,
): Answer {
  const limit = readLimit(call, size);
  if (typeof limit !== 'number') return limit;
  const sortBy = (call.query.get('sortBy') ?? 'id') as SortKey;
  if (!['id', 'createdAt', 'updatedAt'].includes(sortBy)) {
    return refuse(400, "querystring/sortBy must be equal to one of the allowed values: 'createdAt', 'updatedAt', 'id'");
  }
  const order = call.query.get('order') ?? 'asc';
  if (order !== 'asc' && order !== 'desc') {
    return refuse(400, "querystring/order must be equal to one of the allowed values: 'asc', 'desc'");
  }
  const modifiedAfter = call.query.get('modifiedAfter');
  const since = modifiedAfter === null ? undefined : Date.parse(modifiedAfter);
  if (Number.isNaN(since)) return refuse(400, 'querystring/modifiedAfter must be a date or a date-time');
  const cursor = readCursor(call.query.get('cursor'));
  if (cursor === 'bad') return refuse(400, 'Invalid cursor');

  const sign = order === 'asc' ? 1 : -1;
  const compare = (a: readonly [string, number], b: readonly [string, number]): number =>
    sign * (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]);
  const positionOf = (item: T): readonly [string, number] => [sortBy === 'id' ? '' : item[sortBy], item.id];

  const isByAscendingId = sortBy === 'id' && order === 'asc';
  const rest: T[] = [];
  let isSorted = true;
  let last: readonly [string, number] | undefined;
  for (const item of items) {
    if (since !== undefined && Date.parse(item.updatedAt) <= since) continue;
    // Actuals are many: those of earlier pages are passed over by their id alone.
    if (isByAscendingId && cursor !== undefined && item.id <= cursor[1]) continue;
    const position = positionOf(item);
    if (cursor !== undefined && compare(position, cursor) <= 0) continue;
    if (last !== undefined && compare(last, position) > 0) isSorted = false;
    last = position;
    rest.push(item);
    if (isByAscendingId && size.isInOrder === true && rest.length > limit) break;
  }
  if (!isSorted) rest.sort((a, b) => compare(positionOf(a), positionOf(b)));
  const page = rest.slice(0, limit);
  const end = page.at(-1);
  const nextCursor = rest.length > limit && end !== undefined ? writeCursor(positionOf(end)) : null;
  return json({ values: page.map(show), nextCursor });
}

function readLimit(call: Call, size: PageSize): number | Answer {
  const text = call.query.get('limit');
  if (text === null) return size.byDefault;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) return refuse(400, 'querystring/limit must be >= 1');
  if (limit <= size.maximum) return limit;
  if (call.switches.limitAboveMaximum === 'clamped') return size.maximum;
  return refuse(400, `querystring/limit must be <= ${size.maximum}`);
}

function writeCursor(position: readonly [string, number]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function readCursor(text: string | null): readonly [string, number] | undefined | 'bad' {
  if (text === null || text === '') return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number') {
      return [value[0], value[1]];
    }
    return 'bad';
  } catch {
    return 'bad';
  }
}
