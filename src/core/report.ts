/** What a command hands to the reporters: data only, so that text, JSON and the rest are made from one value. */
import type { Finding } from './findings.ts';
import type {
  Change,
  IsoDate,
  RunnPersonId,
  RunnProjectId,
  RunnRoleId,
  TogglProjectId,
  TogglUserId,
  TogglWorkspaceId,
  Window,
} from './model.ts';
import type { Plan, Refusal, Statement } from './plan.ts';

/** Names by id; a missing one is shown by its number. */
export interface Names {
  readonly people: ReadonlyMap<RunnPersonId, string>;
  readonly projects: ReadonlyMap<RunnProjectId, string>;
  readonly roles: ReadonlyMap<RunnRoleId, string>;
  readonly workspaces: ReadonlyMap<TogglWorkspaceId, string>;
  readonly users: ReadonlyMap<TogglUserId, string>;
  readonly togglProjects: ReadonlyMap<TogglProjectId, string>;
}

/** What the run is connected to: the header of every report. */
export interface Accounts {
  readonly toggl: {
    readonly host: string;
    readonly workspaces: readonly { readonly id: TogglWorkspaceId; readonly name: string }[];
  };
  readonly runn: {
    readonly host: string;
    readonly environment: 'TEST' | 'LIVE' | 'unknown';
    /** The name that the API key has in Runn. */
    readonly key: string;
  };
}

export interface RequestCounts {
  readonly toggl: number;
  readonly runn: number;
}

/** A change that could not be written, in Runn's words. */
export interface Failure {
  readonly change: Change;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly status?: number | undefined;
}

export interface Outcome {
  readonly applied: number;
  readonly failed: number;
  /** Not sent: the pair of a refused clear, declined at the prompt, or left when the run stopped. */
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

/** The report of `sync` and `dry-run`. */
export interface SyncReport {
  readonly command: 'sync' | 'dry-run';
  /** The run's name, when something was journalled. */
  readonly run: string | null;
  readonly window: Window;
  readonly accounts: Accounts;
  readonly plan: Plan;
  /** Findings of the plan and of the apply step, sorted. */
  readonly findings: readonly Finding[];
  /** After a `sync`: with what failed. */
  readonly statement: Statement;
  readonly refused: Refusal | null;
  /** Null for a dry run and for a refused or empty run. */
  readonly outcome: Outcome | null;
  readonly requests: RequestCounts;
  readonly names: Names;
  /** Warnings that are about the run, not about time: a world-readable token file, a switched-off check. */
  readonly warnings: readonly string[];
}

/** One line of `list-unmatched`: time that no link leads to Runn. */
export interface UnmatchedTime {
  readonly reason: 'unmatched-person' | 'unmatched-project' | 'no-project' | 'ambiguous' | 'archived';
  readonly togglUserId: TogglUserId | null;
  readonly togglProjectId: TogglProjectId | null;
  readonly seconds: number;
  readonly billableSeconds: number;
  readonly days: readonly IsoDate[];
  readonly byUser: readonly { readonly togglUserId: TogglUserId; readonly seconds: number }[];
  readonly byProject: readonly { readonly togglProjectId: TogglProjectId | null; readonly seconds: number }[];
  readonly suggestion: Suggestion | null;
}

export interface Suggestion {
  readonly runnId: RunnPersonId | RunnProjectId;
  readonly name: string;
  readonly because: 'same-email' | 'similar-email' | 'same-name' | 'similar-name';
}

export interface UnmatchedReport {
  readonly command: 'list-unmatched';
  readonly window: Window;
  readonly accounts: Accounts;
  readonly unmatched: readonly UnmatchedTime[];
  readonly trackedSeconds: number;
  readonly findings: readonly Finding[];
  readonly requests: RequestCounts;
  readonly names: Names;
  /** Under which name links are looked for. */
  readonly referenceNames: readonly string[];
  readonly warnings: readonly string[];
}
