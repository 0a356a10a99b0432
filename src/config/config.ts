/** The configuration as the rest of the program sees it: merged, checked, complete. */
import type { LockedThrough } from '../core/dates.ts';
import type { Limits, Mapping, Rules, TogglWorkspaceId } from '../core/model.ts';

export interface Config {
  /** The file that was read, absolute, or null when there was none. */
  readonly file: string | null;
  readonly toggl: {
    /** Empty when `loadConfig` was told not to resolve tokens. */
    readonly token: string;
    /** Without a trailing slash. */
    readonly baseUrl: string;
    /** Empty when none is configured: then it is the token's only one. */
    readonly workspaceIds: readonly TogglWorkspaceId[];
    /** Further tokens; each reads its own workspaces, and no other token reads those. */
    readonly otherTokens: readonly OtherToken[];
    readonly source: 'weekly' | 'detailed';
    readonly checkTotals: boolean;
    /** How long names of Toggl may be taken from the cache; 0 for never. */
    readonly cacheHours: number;
  };
  readonly runn: {
    /** Empty when `loadConfig` was told not to resolve tokens. */
    readonly token: string;
    readonly baseUrl: string;
    /** At least one. */
    readonly referenceNames: readonly string[];
    readonly requestsPerMinute: number;
  };
  /** IANA name; null when the Toggl profile decides. */
  readonly timezone: string | null;
  readonly rules: Omit<Rules, 'lockedThrough'> & {
    readonly lockedThrough: LockedThrough | null;
    readonly zeros: 'none' | 'scheduled';
  };
  readonly map: Mapping;
  readonly limits: Limits;
  /** How long, and of how many runs, journals are kept. */
  readonly journal: { readonly keepDays: number; readonly keepRuns: number };
  /** Null when neither address is configured. */
  readonly notify: Notify | null;
  /** Absolute; not made sure to exist. */
  readonly stateDir: string;
  /** Absolute; not made sure to exist. In the state directory where that was chosen. */
  readonly cacheDir: string;
  readonly origins: Origins;
  /** Every value that has been chosen, in the order of the file; of tokens only where they are from. */
  readonly settings: readonly Setting[];
}

export interface OtherToken {
  /** Empty when `loadConfig` was told not to resolve tokens. */
  readonly token: string;
  /** Where it is configured, for messages: `toggl.otherTokens[0]`. */
  readonly place: string;
  /** At least one. */
  readonly workspaceIds: readonly TogglWorkspaceId[];
}

/** One value with the precedence that it came from, and those that it beat. */
export interface Setting {
  /** Configuration path, as in `Origins`. */
  readonly path: string;
  /** As it was chosen; of a token the key or variable that names it (`toggl.tokenFile`). */
  readonly value: unknown;
  readonly origin: Origin;
  /** Where else something is set, the nearest first. */
  readonly overridden: readonly Origin[];
}

/** Both addresses are secrets. */
export interface Notify {
  readonly webhookUrl: string | null;
  /** `slack`: `{"text": "…"}`, which Slack and its like understand. `json`: the message with its facts. */
  readonly format: 'slack' | 'json';
  readonly on: 'problems' | 'always';
  readonly heartbeatUrl: string | null;
}

/** Which precedence a value came from (DESIGN section 3: defaults, config file, environment, flags). */
export type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'flag' };

/** By configuration path, such as `toggl.token`, `rules.rounding.mode` or `stateDir`. */
export type Origins = ReadonlyMap<string, Origin>;
