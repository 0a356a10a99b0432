import { expect, it } from 'vitest';
import { ServiceError } from '../../src/core/errors.ts';
import { collectPages, type Page, paginate } from '../../src/http/paginate.ts';

const source = { service: 'Runn', endpoint: '/people/' };

function pages(list: Readonly<Record<string, Page<number, string>>>) {
  const asked: (string | undefined)[] = [];
  const generator = paginate<number, string>(source, async (cursor) => {
    asked.push(cursor);
    return list[cursor ?? 'first'] ?? { items: [], nextCursor: null };
  });
  return { asked, all: () => collectPages(generator) };
}

it('follows the cursors to the end', async () => {
  const { asked, all } = pages({ first: { items: [1, 2], nextCursor: 'a' }, a: { items: [3], nextCursor: null } });
  expect(await all()).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, 'a']);
});

it('goes on over an empty page that announces another', async () => {
  const { all } = pages({ first: { items: [], nextCursor: 'a' }, a: { items: [3], nextCursor: undefined } });
  expect(await all()).toEqual([3]);
});

it.each([
  ['at once', { first: { items: [1], nextCursor: 'a' }, a: { items: [2], nextCursor: 'a' } }],
  [
    'in a circle',
    { first: { items: [1], nextCursor: 'a' }, a: { items: [2], nextCursor: 'b' }, b: { items: [], nextCursor: 'a' } },
  ],
])('fails when a cursor comes back %s', async (_, list: Readonly<Record<string, Page<number, string>>>) => {
  const error = await pages(list)
    .all()
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ServiceError);
  expect(error).toMatchObject({ code: 'repeated-cursor' });
  // `sync --verify` reads pages when everything has been written.
  expect((error as ServiceError).hint).not.toContain('written');
});

it('fails when pages announce others and hold nothing', async () => {
  let asked = 0;
  const endless = paginate<number, number>(source, async () => ({ items: [], nextCursor: asked++ }));
  await expect(collectPages(endless)).rejects.toMatchObject({ code: 'empty-pages' });
  expect(asked).toBeLessThan(100);
});
