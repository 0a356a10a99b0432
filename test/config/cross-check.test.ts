import { expect, it } from 'vitest';
import { notYet } from '../../src/config/cross-check.ts';
import { listConfigKeys } from '../../src/config/schema.ts';

it('what is not available yet is a key of the schema', () => {
  const known = listConfigKeys();
  expect(notYet.map((each) => each.path).filter((path) => !known.includes(path))).toEqual([]);
});
