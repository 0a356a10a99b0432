/** What both kinds of `undo` begin with: the account of the run that is put back, locked unless nothing will be written. */
import { RefusedError } from '../core/errors.ts';
import { type GuardedAccount, type GuardRequest, readAccount, withGuardedAccount } from './guard-account.ts';

/**
 * Runs `use` with the account, whose hold does not stop an undo.
 * @param journal the run that is put back
 * @throws RefusedError `other-account` when the run changed another account, `locked`, `no-lock-place`; and what `use` throws
 */
export async function withAccountOfUndo<T>(
  request: GuardRequest & { readonly isDryRun: boolean },
  journal: { readonly run: string; readonly account: string },
  use: (account: GuardedAccount) => Promise<T>,
): Promise<T> {
  const check = (current: string) => assertSameAccount(journal, current);
  if (!request.isDryRun) return withGuardedAccount(request, { command: 'undo', onHold: 'ignore', check }, use);
  const { key, people } = await readAccount(request);
  check(key);
  return use({ key, people, lock: null, warnings: [], endHold: async () => undefined });
}

function assertSameAccount(
  { run, account }: { readonly run: string; readonly account: string },
  current: string,
): void {
  if (account === current) return;
  throw new RefusedError('other-account', `The run ${run} changed another Runn account than the one configured here.`, {
    hint: `Nothing was written. That run changed ${account}; this is ${current}. Use the configuration and token of that account.`,
  });
}
