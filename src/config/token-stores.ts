/** Where people keep passwords, and how a token is read from there (`tokenCommand`). */
import type { ServiceName } from './base-url.ts';

export type TokenStoreName = '1password' | 'pass' | 'keychain';

export interface TokenStore {
  readonly name: TokenStoreName;
  readonly title: string;
  /** What a person has to say to find the token there. */
  readonly question: string;
  readonly suggest: (service: ServiceName) => string;
  /** The words of the `tokenCommand`. */
  readonly command: (place: string) => readonly string[];
  /** How the token gets there; it never stands on a command line. */
  readonly howToStore: (place: string) => string;
  /** Where there is such a store. */
  readonly isOn: (platform: NodeJS.Platform) => boolean;
}

const titles: Readonly<Record<ServiceName, string>> = { toggl: 'Toggl', runn: 'Runn' };

export const tokenStores: readonly TokenStore[] = [
  {
    name: '1password',
    title: '1Password (op read)',
    question: 'Secret reference in 1Password',
    suggest: (service) => `op://Private/${titles[service]} API token/credential`,
    command: (place) => ['op', 'read', '--no-newline', place],
    howToStore: (place) =>
      `Put the token into an item of 1Password and copy its secret reference; here it is ${place}. The command-line program op has to be signed in.`,
    isOn: () => true,
  },
  {
    name: 'pass',
    title: 'pass',
    question: 'Name in pass',
    suggest: (service) => `toggl-runn/${service}`,
    command: (place) => ['pass', 'show', place],
    howToStore: (place) => `Put the token there with: pass insert ${place}`,
    isOn: (platform) => platform !== 'win32',
  },
  {
    name: 'keychain',
    title: 'the macOS keychain',
    question: 'Service name in the keychain',
    suggest: (service) => `toggl-runn-${service}`,
    command: (place) => ['security', 'find-generic-password', '-s', place, '-w'],
    howToStore: (place) => `Put the token there with: security add-generic-password -U -a "$USER" -s ${place} -w`,
    isOn: (platform) => platform === 'darwin',
  },
];

/** The store of that name. */
export function tokenStore(name: TokenStoreName): TokenStore {
  const store = tokenStores.find((each) => each.name === name);
  if (store === undefined) throw new Error(`no store ${name}`);
  return store;
}
