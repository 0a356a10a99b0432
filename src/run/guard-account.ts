/**
 * What stands before every run that writes: whose account it is, that no other run is under way there, and that nobody
 * has put its syncs on hold.
 *
 * The account is known by its people, so that they are read first (a sync reads the other directories with them,
 * `read-first.ts`); then the lock is taken; then everything that decides
 * (Toggl's time, Runn's actuals) is read. In another order a run could wait for nobody, plan by what it read before
 * another one wrote, and write older time over newer. People are read again by the next run: a link that changes in
 * between is that run's, and nothing is counted twice by it.
 */

import { RefusedError } from '../core/errors.ts';
import type { RunnPerson } from '../core/model.ts';
import { accountKeyOf } from '../runn/account.ts';
import { clearHold, heldError, readHold } from './hold.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { ReadRequest } from './read-sides.ts';
import { type RunLock, takeRunLock } from './run-lock.ts';

export interface GuardRequest extends ReadRequest {
  readonly process: ProcessIdentity;
  readonly now: () => number;
  /** False with `--no-journal`: then a state directory that cannot be written is no reason to stop. */
  readonly isJournalled: boolean;
}

export interface GuardedAccount {
  /** From `accountKeyOf`. */
  readonly key: string;
  readonly people: readonly RunnPerson[];
  /** Null where no lock can be kept and `--no-journal` allows that. */
  readonly lock: RunLock | null;
  readonly warnings: readonly string[];
  /** `sync --resume`: removes the hold, if one stands. To be called when the run is sure to write, or has nothing to. */
  readonly endHold: () => Promise<void>;
}

export interface GuardOptions {
  readonly command: 'sync' | 'undo';
  /** `refuse`: exit 6. `end`: `sync --resume`, which ends it by `endHold`. `ignore`: an undo goes on, and sets its own. */
  readonly onHold: 'refuse' | 'end' | 'ignore';
  /** Looks at the account before anything is taken or removed; throws to refuse it. */
  readonly check?: ((account: string) => void) | undefined;
}

/** Reads whose account it is. Throws what the reader throws. */
export async function readAccount({ config, connections, onStep, first }: ReadRequest) {
  if (first === undefined) onStep('Reading people in Runn');
  const people = first?.people ?? (await connections.runn.listPeople());
  const environment = connections.runnEnvironment;
  return { people, key: accountKeyOf({ baseUrl: config.runn.baseUrl, environment, people }) };
}

/**
 * Runs `use` with the account locked, and releases it whatever happens.
 * @throws RefusedError `locked`, `held` or `no-lock-place`, and whatever `check` and `use` throw
 */
export async function withGuardedAccount<T>(
  request: GuardRequest,
  options: GuardOptions,
  use: (account: GuardedAccount) => Promise<T>,
): Promise<T> {
  const { stateDir } = request.config;
  const { people, key } = await readAccount(request);
  options.check?.(key);
  const { lock, warnings } = await lockAccount(request, options.command, key);
  try {
    const hold = await readHold(stateDir, key);
    if (hold !== null && options.onHold === 'refuse') throw heldError(hold);
    const endHold = async () => {
      if (hold !== null && options.onHold === 'end') await clearHold(stateDir, key);
    };
    return await use({ key, people, lock, warnings, endHold });
  } finally {
    await lock?.release();
  }
}

async function lockAccount(
  { config, process, now, isJournalled }: GuardRequest,
  command: string,
  account: string,
): Promise<Pick<GuardedAccount, 'lock' | 'warnings'>> {
  try {
    return { lock: await takeRunLock({ stateDir: config.stateDir, account, command, process, now }), warnings: [] };
  } catch (error) {
    const isBearable = error instanceof RefusedError && error.code === 'no-lock-place' && !isJournalled;
    if (!isBearable) throw error;
    return { lock: null, warnings: [`${error.message} Nothing keeps a second run away from this one.`] };
  }
}
