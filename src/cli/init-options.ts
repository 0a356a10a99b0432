/** What `init` can be told instead of being asked. */
import type { TokenPlace } from './ask-setup.ts';
import type { GlobalOptions } from './global-options.ts';

export interface InitOptions extends GlobalOptions {
  readonly togglTokenFile?: string;
  readonly togglTokenCommand?: string;
  readonly runnTokenFile?: string;
  readonly runnTokenCommand?: string;
  readonly workspace?: readonly string[];
  readonly referenceName?: string;
  readonly tokens?: TokenPlace;
  readonly force?: boolean;
  readonly yes?: boolean;
}

/** The values of `--tokens`. */
export const tokenPlaces: readonly TokenPlace[] = [
  'environment',
  'files',
  'env-file',
  '1password',
  'pass',
  'keychain',
  'config',
];
