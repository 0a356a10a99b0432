/**
 * A few fixed histories against the oracle, each batch a test of its own: what mutation testing runs for every mutant,
 * where `plan.property.test.ts` would be too slow and would hide which mutant a history reaches.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oracle } from '../oracle/oracle.ts';
import { comparable, findingsOf } from '../oracle/oracle-findings.ts';
import { after, aHistory } from './arbitraries.ts';
import { planOf } from './product.ts';
import { applyChanges } from './simulate-runn.ts';

test.each([1, 2, 3, 4, 5, 6])('the plan is the oracle’s, and the next one is empty: batch %i', (seed) => {
  for (const history of fc.sample(aHistory, { seed, numRuns: 50 })) {
    let world = history.company;
    for (const day of history.days) {
      for (const happened of day.events) world = after(world, happened);
      const plan = planOf(world);
      const expected = oracle(world);
      expect(
        plan.changes.map(({ beforeEntry: _before, afterEntry: _after, reason: _reason, ...change }) => change),
      ).toEqual(expected.changes);
      expect(plan.statement).toEqual(expected.statement);
      expect(plan.groups).toEqual(expected.groups);
      expect(comparable(plan.findings)).toEqual(comparable(findingsOf(world, expected)));
      const actuals = applyChanges(world.runn.actuals, plan.changes, world.rules.clearWith);
      world = { ...world, runn: { ...world.runn, actuals } };
      expect(planOf(world).changes).toEqual([]);
    }
  }
});
