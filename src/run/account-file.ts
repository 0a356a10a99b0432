/** Files of the state directory that belong to one Runn account. */
import { createHash } from 'node:crypto';
import path from 'node:path';

/** `<stateDir>/<folder>/<16 hex digits of the account key>.json`: the key itself holds characters that no name may have. */
export function accountFile(stateDir: string, folder: 'locks' | 'holds' | 'notices', account: string): string {
  const name = createHash('sha256').update(account).digest('hex').slice(0, 16);
  return path.join(stateDir, folder, `${name}.json`);
}
