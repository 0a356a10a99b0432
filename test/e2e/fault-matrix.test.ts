/**
 * Each kind of fault at one request of a sync, and each request with one kind: the run ends with the right code and one
 * message that helps, nothing is written after a failed read, and the next run ends where the first was heading.
 * test/deep/faults.test.ts tries every kind at every request.
 */
import { beforeAll, expect, it } from 'vitest';
import { type FaultKind, faultKinds } from './support/fault-kinds.ts';
import {
  checkCase,
  type FaultCase,
  listDiagonal,
  type Matrix,
  nameCase,
  surveyMatrix,
} from './support/fault-matrix.ts';

let matrix: Matrix;
let diagonal: ReadonlyMap<FaultKind, FaultCase>;
beforeAll(async () => {
  matrix = await surveyMatrix();
  diagonal = listDiagonal(matrix);
});

it.each(faultKinds.map((kind) => [kind.name, kind] as const))('%s', async (_, kind) => {
  const faultCase = diagonal.get(kind);
  if (faultCase === undefined) throw new Error('No such case.');
  const name = nameCase(faultCase);
  expect({ name, problems: await checkCase(matrix, faultCase) }).toEqual({ name, problems: [] });
});

it('meets every request of a sync', () => {
  const met = new Set([...diagonal.values()].map(({ position }) => position));
  expect(matrix.positions.filter((position) => !met.has(position))).toEqual([]);
});
