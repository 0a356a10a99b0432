/**
 * Random companies with a past, from Toggl into Runn over HTTP: `dry-run` is what `sync` does, weekly reports and single
 * entries give the same plan, both are the oracle's, Runn holds what the model of test/properties foresaw, and a second
 * `sync` has nothing to do. test/deep/random-companies.test.ts tries many more.
 */
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { aHistory } from '../properties/arbitraries.ts';
import { type Checked, checkCommands, lastMorning } from './support/random-company.ts';
import { closeWorlds } from './support/world.ts';

afterEach(closeWorlds);

const checked: Checked[] = [];

it.each([1, 2, 3])('the commands do what the rules say: companies of seed %i', async (seed) => {
  for (const history of fc.sample(aHistory, { seed, numRuns: 8 })) {
    const one = await checkCommands(lastMorning(history));
    expect(one.problems).toEqual([]);
    checked.push(one);
  }
});

it.each<[string, (one: Checked) => boolean]>([
  ['written', ({ writes }) => writes],
  ['refused', ({ refused }) => refused],
  ['read with two tokens', ({ tokens }) => tokens > 1],
])('some of these companies are %s', (_, isMet) => {
  expect(checked.filter(isMet).length).toBeGreaterThan(2);
});
