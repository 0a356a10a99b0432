/** What identifies a Runn account, though `/me/` names only the key (DESIGN section 5, "Runn account"). */
import type { RunnPerson } from '../core/model.ts';

export type RunnEnvironment = 'TEST' | 'LIVE' | 'unknown';

/** By the token's prefix, `TEST_` or `LIVE_` (runn.md section 1). */
export function environmentOf(token: string): RunnEnvironment {
  if (token.startsWith('TEST_')) return 'TEST';
  return token.startsWith('LIVE_') ? 'LIVE' : 'unknown';
}

/**
 * The same text for the same account, on every machine: host, TEST or LIVE, and the lowest person id with its
 * `createdAt`. Journals, lock and plan files are bound to it. A test account is a copy of the live one, so that neither
 * people nor host tell them apart.
 */
export function accountKeyOf(account: {
  readonly baseUrl: string;
  readonly environment: RunnEnvironment;
  readonly people: readonly Pick<RunnPerson, 'id' | 'createdAt'>[];
}): string {
  const [first] = account.people.toSorted((a, b) => a.id - b.id);
  return `${accountPrefixOf(account.baseUrl, account.environment)}${first === undefined ? 'empty' : `${first.id}@${first.createdAt}`}`;
}

/** What the key of an account begins with: as much as is known without asking Runn. */
export function accountPrefixOf(baseUrl: string, environment: RunnEnvironment): string {
  return `${new URL(baseUrl).host}/${environment}/`;
}
