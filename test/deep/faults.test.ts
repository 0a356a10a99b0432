/** Every kind of fault at every request of a sync, once and for ever: the whole of test/e2e/fault-matrix.test.ts. */
import { expect, it } from 'vitest';
import { faultKinds } from '../e2e/support/fault-kinds.ts';
import { checkCase, listCases, nameCase, surveyMatrix } from '../e2e/support/fault-matrix.ts';

const matrix = await surveyMatrix();

it.each(faultKinds.map((kind) => [kind.name, kind] as const))(
  '%s',
  async (_, kind) => {
    const failures: string[] = [];
    for (const faultCase of listCases(matrix, [kind])) {
      for (const problem of await checkCase(matrix, faultCase)) failures.push(`${nameCase(faultCase)}: ${problem}`);
    }
    expect(failures).toEqual([]);
  },
  600_000,
);

const figures = `${listCases(matrix, faultKinds).length} cases: ${faultKinds.length} kinds at ${matrix.positions.length} requests`;

it(`has met every request of a sync, ${figures}`, () => {
  expect(matrix.positions.length).toBeGreaterThan(20);
});
