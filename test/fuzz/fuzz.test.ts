/** Each reader with a few hostile inputs; test/deep/fuzz.test.ts has more than a hundred thousand. */
import { afterAll, it } from 'vitest';
import { fuzzTargets, removeFuzzFolder } from './fuzz-targets.ts';

afterAll(removeFuzzFolder);

it.each(fuzzTargets.map((target) => [target.name, target] as const))('%s', async (_, target) => {
  await target.run(25);
});
