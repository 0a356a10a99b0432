/**
 * Random histories of the real program over HTTP, against the oracle: any configuration and any option, each day planned,
 * explained, written, read back, saved and applied, or undone. `TOGGL_RUNN_HISTORY_SEED` begins elsewhere.
 */
import { expect, it } from 'vitest';
import { liveThrough } from '../e2e/support/random-history.ts';

const first = Number(process.env['TOGGL_RUNN_HISTORY_SEED'] ?? 1000);
const seeds = Array.from({ length: 60 }, (_, index) => first + index);

it.each(seeds)('random history %i ends as the rules say, day by day', { timeout: 300_000 }, async (seed) => {
  expect(await liveThrough(seed, 25)).toBeNull();
});
