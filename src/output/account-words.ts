/** The account of a journal in the words of every header, instead of the key that journals are bound to. */

/**
 * `TEST account at api.runn.io`, of `api.runn.io/TEST/456@2025-01-01T00:00:00.000Z`; the key itself where another of
 * `all` would have the same words, or where it is no such key.
 */
export function accountWords(account: string, all: readonly string[]): string {
  const words = wordsOf(account);
  if (words === null) return account;
  return all.some((other) => other !== account && wordsOf(other) === words) ? account : words;
}

function wordsOf(account: string): string | null {
  const [, host, environment] = /^([^/]+)\/(TEST|LIVE|unknown)\//.exec(account) ?? [];
  if (host === undefined || environment === undefined) return null;
  return `${environment === 'unknown' ? 'account' : `${environment} account`} at ${host}`;
}
