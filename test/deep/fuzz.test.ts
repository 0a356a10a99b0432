/** Every reader with many thousand hostile inputs. `TOGGL_RUNN_PROPERTY_SEED` sets where they begin. */
import { afterAll, expect, it } from 'vitest';
import { fuzzTargets, removeFuzzFolder } from '../fuzz/fuzz-targets.ts';

const seed = Number(process.env['TOGGL_RUNN_PROPERTY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

afterAll(removeFuzzFolder);

it.each(fuzzTargets.map((target) => [`${target.name}, ${target.inputs} inputs`, target] as const))(
  '%s',
  async (_, target) => {
    await target.run(target.inputs, seed);
  },
);

it('were more than a hundred thousand inputs', () => {
  expect(fuzzTargets.reduce((sum, { inputs }) => sum + inputs, 0)).toBeGreaterThan(100_000);
});
