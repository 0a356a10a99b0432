import { describe, expect, it } from 'vitest';
import type { RunnPersonId } from '../../src/core/model.ts';
import { accountKeyOf, environmentOf } from '../../src/runn/account.ts';

describe('environmentOf', () => {
  it.each([
    ['TEST_abc', 'TEST'],
    ['LIVE_abc', 'LIVE'],
    ['abc', 'unknown'],
    ['live_abc', 'unknown'],
    ['', 'unknown'],
  ])('takes %j for %s', (token, environment) => {
    expect(environmentOf(token)).toBe(environment);
  });
});

describe('accountKeyOf', () => {
  const aPerson = (id: number) => ({ id: id as RunnPersonId, createdAt: `2025-01-0${id}T00:00:00Z` });
  const account = { baseUrl: 'https://api.runn.io', environment: 'LIVE', people: [aPerson(7), aPerson(3)] } as const;

  it('is host, environment and the lowest person, whatever the order', () => {
    expect(accountKeyOf(account)).toBe('api.runn.io/LIVE/3@2025-01-03T00:00:00Z');
    expect(accountKeyOf({ ...account, people: account.people.toReversed() })).toBe(accountKeyOf(account));
  });

  it('tells a test account from the live one that it is a copy of', () => {
    expect(accountKeyOf({ ...account, environment: 'TEST' })).not.toBe(accountKeyOf(account));
  });

  it('is there for an account without people', () => {
    expect(accountKeyOf({ ...account, people: [] })).toBe('api.runn.io/LIVE/empty');
  });
});
