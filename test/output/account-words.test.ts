import { expect, it } from 'vitest';
import { accountWords } from '../../src/output/account-words.ts';

const test = 'api.runn.io/TEST/456@2025-01-01T00:00:00.000Z';

it.each([
  [test, 'TEST account at api.runn.io'],
  ['127.0.0.1:4020/LIVE/empty', 'LIVE account at 127.0.0.1:4020'],
  ['api.us.runn.io/unknown/1@2024', 'account at api.us.runn.io'],
  ['of an older version', 'of an older version'],
])('%s is the %s', (account, words) => {
  expect(accountWords(account, [account])).toBe(words);
});

it('two that would read the same keep their keys', () => {
  const other = 'api.runn.io/TEST/789@2025-02-01T00:00:00.000Z';
  expect([test, other].map((account) => accountWords(account, [test, other]))).toEqual([test, other]);
});
