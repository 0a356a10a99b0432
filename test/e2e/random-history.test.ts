/**
 * Random days of one company, on each of which the real program is asked, watched and taken back: names that are cached,
 * saved plans, undo, holds and zeros for what was scheduled. test/deep/random-history.test.ts lives longer.
 */
import { expect, it } from 'vitest';
import { liveThrough } from './support/random-history.ts';

it.each([1, 2])('random history %i ends as the rules say, day by day', async (seed) => {
  expect(await liveThrough(seed, 6)).toBeNull();
});
