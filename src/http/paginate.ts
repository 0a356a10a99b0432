/** Follows cursors to the end, and refuses to go round in a circle (DESIGN R1: know that it is everything). */
import { ServiceError } from '../core/errors.ts';

export interface Page<Item, Cursor extends string | number> {
  readonly items: readonly Item[];
  /** Where the next page begins; null or undefined on the last one. */
  readonly nextCursor: Cursor | null | undefined;
}

/** For messages: whose pages these are. */
export interface PageSource {
  readonly service: string;
  readonly endpoint: string;
}

/** A page may be empty and announce another; so many in a row come from a service that never ends. */
const maxEmptyPages = 20;

/** Of what was written nothing is said: pages are read after writing too, by `sync --verify`. */
export const againHint = 'Run again; when it stays like this, report it to the service.';

/**
 * Yields the items page by page. `fetchPage` gets undefined first, then each cursor as it was given.
 * Throws `ServiceError` `repeated-cursor` when a cursor comes back, `empty-pages` when pages only announce further ones:
 * then nobody knows what is missing.
 */
export async function* paginate<Item, Cursor extends string | number>(
  source: PageSource,
  fetchPage: (cursor: Cursor | undefined) => Promise<Page<Item, Cursor>>,
): AsyncGenerator<readonly Item[], void, undefined> {
  const seen = new Set<Cursor>();
  let emptyPages = 0;
  for (let cursor: Cursor | undefined; ; ) {
    const page = await fetchPage(cursor);
    yield page.items;
    if (page.nextCursor === null || page.nextCursor === undefined) return;
    if (seen.has(page.nextCursor)) {
      throw new ServiceError('repeated-cursor', `${source.service} sends the same page of ${source.endpoint} again.`, {
        hint: againHint,
      });
    }
    emptyPages = page.items.length === 0 ? emptyPages + 1 : 0;
    if (emptyPages === maxEmptyPages) {
      throw new ServiceError(
        'empty-pages',
        `${source.service} sends page after page of ${source.endpoint} without data.`,
        { hint: againHint },
      );
    }
    seen.add(page.nextCursor);
    cursor = page.nextCursor;
  }
}

/** All items of all pages, in order. */
export async function collectPages<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) {
    for (const item of page) items.push(item);
  }
  return items;
}
