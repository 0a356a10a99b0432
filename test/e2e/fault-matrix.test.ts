/**
 * Each kind of fault at one request of a sync, and each request with one kind: the run ends with the right code and one
 * message that helps, nothing is written after a failed read, and the next run ends where the first was heading.
 * test/deep/faults.test.ts tries every kind at every request.
 */
import { beforeAll, expect, it } from 'vitest';
import { faultKinds } from './support/fault-kinds.ts';
import { checkCase, diagonalCase, type Matrix, nameCase, surveyMatrix } from './support/fault-matrix.ts';

let matrix: Matrix;
beforeAll(async () => {
  matrix = await surveyMatrix();
});

it.each(faultKinds.map((kind) => [kind.name, kind] as const))('%s', async (_, kind) => {
  const faultCase = diagonalCase(matrix, kind);
  expect({ case: nameCase(faultCase), problems: await checkCase(matrix, faultCase) }).toEqual({
    case: nameCase(faultCase),
    problems: [],
  });
});

it('meets every request of a sync', () => {
  const met = new Set(faultKinds.map((kind) => JSON.stringify(diagonalCase(matrix, kind).position)));
  const missed = matrix.positions.filter((position) => !met.has(JSON.stringify(position)));
  expect(missed).toEqual([]);
});
