/** Random companies over HTTP: many more of test/e2e/random-companies.test.ts. `TOGGL_RUNN_PROPERTY_SEED` sets where they begin. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkCommands, lastMorning } from '../e2e/support/random-company.ts';
import { closeWorlds } from '../e2e/support/world.ts';
import { aHistory } from '../properties/arbitraries.ts';

const firstSeed = Number(process.env['TOGGL_RUNN_PROPERTY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const seeds = Array.from({ length: 20 }, (_, index) => firstSeed + index);

it.each(seeds)('a hundred companies of seed %i', async (seed) => {
  const failures: string[] = [];
  for (const [index, history] of fc.sample(aHistory, { seed, numRuns: 100 }).entries()) {
    const { problems } = await checkCommands(lastMorning(history));
    failures.push(...problems.map((problem) => `company ${index}: ${problem}`));
    await closeWorlds();
  }
  expect(failures).toEqual([]);
});
