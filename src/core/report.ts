/** What a command hands to the reporters: data only, so that text, JSON and the rest are made from one value. */
import type { WindowFigures } from './compare-sides.ts';
import type { Explanation } from './explain.ts';
import type { MissingTime } from './find-missing-time.ts';
import type { Finding, FindingFacts, FindingSubject, Severity } from './findings.ts';
import type {
  Change,
  Intent,
  IsoDate,
  Rules,
  RunnPersonId,
  RunnProjectId,
  RunnRoleId,
  TogglProjectId,
  TogglUserId,
  TogglWorkspaceId,
  Window,
} from './model.ts';
import type { Plan, Refusal, Statement, StatementGroup } from './plan.ts';
import type { LeftAlone } from './plan-undo.ts';

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
  /** It was sent, and no answer came: it may have been written or not. */
  readonly isUnknown?: boolean | undefined;
}

export interface Outcome {
  readonly applied: number;
  /** Refused, or `isUnknown`. */
  readonly failed: number;
  /** Not sent: the pair of a refused clear, declined at the prompt, left when the run stopped, or stale. */
  readonly skipped: number;
  /** Of those skipped: declined at the prompt. */
  readonly declined?: number | undefined;
  /** Of those skipped: left when the run stopped. */
  readonly unsent?: number | undefined;
  /** Those that were skipped, for formats that show each change; not those that are `stale`. */
  readonly skippedChanges?: readonly Change[] | undefined;
  readonly failures: readonly Failure[];
  /** `sync --plan`: skipped, because Runn is no longer as the plan saw it. */
  readonly stale?: readonly Failure[] | undefined;
  /** `sync --plan`: stood in Runn as planned before this run; neither applied nor skipped. */
  readonly standing?: readonly Change[] | undefined;
}

/** Runn read back after writing and compared cell by cell with Toggl. */
export interface Verification {
  readonly actuals: number;
  /** What would still have to change, but for what is known not to have been written. */
  readonly differences: readonly Change[];
}

/** Which configuration a command used, as typed: without it the next command would go to other accounts. */
export interface ConfigOptions {
  /** `--config`; null where the file was found. */
  readonly config: string | null;
  readonly isSandbox: boolean;
}

/** What a plan was limited to and asked for beside its range, as typed. */
export interface PlanOptions extends Partial<ConfigOptions> {
  readonly people: readonly string[];
  readonly projects: readonly string[];
  readonly intent: Intent;
}

/** The report of `sync` and `dry-run`. */
export interface SyncReport {
  readonly command: 'sync' | 'dry-run';
  /** As typed: where a dry run saved the plan (`--out`), or the saved plan that a sync applied (`--plan`). */
  readonly planFile?: string | undefined;
  /** ISO timestamp of a saved plan that was applied: what its findings and its statement say is of then. */
  readonly plannedAt?: string | undefined;
  /** The run's name, when something was journalled. */
  readonly run: string | null;
  readonly window: Window;
  /** For the command that comes next. */
  readonly options?: PlanOptions | undefined;
  readonly accounts: Accounts;
  readonly plan: Plan;
  /** Findings of the plan and of the apply step, sorted. */
  readonly findings: readonly Finding[];
  /** After a `sync`: with what failed. */
  readonly statement: Statement;
  /** The same by what `--by` asked for; empty without it. */
  readonly groups: readonly StatementGroup[];
  readonly refused: Refusal | null;
  /** False after `--no-journal`: a sync that comes next on this machine may find no place for one either. */
  readonly isJournalled?: boolean | undefined;
  /** Syncs of the account are on hold, still: the one that comes next has to end that. */
  readonly isHeld?: boolean | undefined;
  /** Null for a dry run and for a refused or empty run. */
  readonly outcome: Outcome | null;
  /** What `--verify` found; null when it was not asked for. */
  readonly verification: Verification | null;
  readonly requests: RequestCounts;
  readonly names: Names;
  /** Warnings that are about the run, not about time: a world-readable token file, a switched-off check. */
  readonly warnings: readonly string[];
}

/** How far an earlier run came, by its journal. */
export interface RunOutcome {
  readonly applied: number;
  readonly failed: number;
  readonly skipped: number;
  /** Changes of which nobody can say whether they were written: the run was cut off, or an answer never came. */
  readonly unknown: number;
}

/** An earlier run, by its journal. */
export interface JournalledRun {
  readonly run: string;
  /** ISO timestamp. */
  readonly startedAt: string;
  /** Null for a run that did not come to its end. */
  readonly finishedAt: string | null;
  /** `sync`, `link` or `undo`. */
  readonly command: string;
  /** The run that an undo put back. */
  readonly undoes: string | null;
  readonly account: string;
  readonly toolVersion: string;
  /** Null for a run of `link`, and an undo of one. */
  readonly window: Window | null;
  /** How many there were to write. */
  readonly changes: number;
  readonly outcome: RunOutcome;
  /** Where the window's time went; null for an undo, and for runs of a version that did not keep it. */
  readonly statement: Statement | null;
  /** Toggl showed one person's time instead of everybody's: such a run is no good one. */
  readonly isTimeHidden: boolean;
}

export interface HistoryReport {
  readonly command: 'history';
  /** For the command that comes next. */
  readonly typed?: ConfigOptions | undefined;
  /** The latest first. */
  readonly runs: readonly JournalledRun[];
  /** Files that are no journals, or no longer. */
  readonly problems: readonly { readonly file: string; readonly message: string }[];
  readonly stateDir: string;
}

/** The report of `undo`. */
export interface UndoReport {
  readonly command: 'undo';
  /** For the command that comes next. */
  readonly typed?: ConfigOptions | undefined;
  readonly isDryRun: boolean;
  /** The name of the undo itself, which can be undone too; null when nothing was journalled. */
  readonly run: string | null;
  /** The run that is put back. */
  readonly undoes: Pick<JournalledRun, 'run' | 'command' | 'startedAt'>;
  readonly window: Window;
  readonly accounts: Pick<Accounts, 'runn'>;
  readonly changes: readonly Change[];
  /** What was changed since, and stays. */
  readonly left: readonly LeftAlone[];
  /** How many changes are as they were before the run already. */
  readonly asBefore: number;
  /** Null when nothing was to be written. */
  readonly outcome: Outcome | null;
  readonly findings: readonly Finding[];
  /** Whether syncs of the account are on hold, on this machine. */
  readonly isHeld: boolean;
  readonly requests: RequestCounts;
  readonly names: Names;
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
  /** `ambiguous` and `archived`: the Runn people or projects that the link leads to. */
  readonly runnPersonIds?: readonly RunnPersonId[];
  readonly runnProjectIds?: readonly RunnProjectId[];
  /** The record that `map` names and that Runn does not have. */
  readonly mapTarget?: number;
}

export interface Suggestion {
  readonly runnId: RunnPersonId | RunnProjectId;
  readonly name: string;
  readonly because: 'same-email' | 'similar-email' | 'same-name' | 'similar-name';
}

export interface UnmatchedReport {
  readonly command: 'list-unmatched';
  /** For the command that comes next. */
  readonly typed?: ConfigOptions | undefined;
  readonly window: Window;
  readonly accounts: Accounts;
  readonly unmatched: readonly UnmatchedTime[];
  /** With `--missing`. */
  readonly missing?: MissingTime | undefined;
  readonly trackedSeconds: number;
  /** Of that, what `map` skips (R3). */
  readonly excludedSeconds: number;
  readonly findings: readonly Finding[];
  readonly requests: RequestCounts;
  readonly names: Names;
  /** Under which name links are looked for. */
  readonly referenceNames: readonly string[];
  readonly warnings: readonly string[];
}

/** The report of `report`: the window as figures, for a page that people look at and for its JSON. */
export interface WindowReport {
  readonly command: 'report';
  /** For the command that comes next. */
  readonly typed?: ConfigOptions | undefined;
  /** ISO timestamp. */
  readonly madeAt: string;
  readonly toolVersion: string;
  readonly window: Window;
  readonly accounts: Accounts;
  /** `--person` and `--project` as typed; empty is everything. */
  readonly scope: { readonly people: readonly string[]; readonly projects: readonly string[] };
  /** Last day of the closed period, or null (R13). */
  readonly lockedThrough: IsoDate | null;
  readonly figures: WindowFigures;
  readonly plan: Plan;
  /** Why `sync` would write nothing, if it would not. */
  readonly refused: Refusal | null;
  readonly unmatched: readonly UnmatchedTime[];
  /** What nobody tracked. */
  readonly missing: MissingTime;
  /** Runs of this machine and account that touch the window, the latest first. */
  readonly runs: readonly JournalledRun[];
  /** Journals that cannot be read. */
  readonly runProblems: HistoryReport['problems'];
  readonly names: Names;
  readonly requests: RequestCounts;
  readonly referenceNames: readonly string[];
  readonly warnings: readonly string[];
  /** As typed: where the page was written; null when it was not. */
  readonly file: string | null;
}

/** Every code of `check-refs` (DESIGN section 4, "In check-refs"); severities are in `ref-findings.ts`. */
export type RefCode =
  | 'unseen-time'
  | 'duplicate-id'
  | 'unknown-id'
  | 'wrong-kind'
  | 'near-miss'
  | 'map-unknown-target'
  | 'map-unknown-source'
  | 'unlinked-person'
  | 'unlinked-project'
  | 'archived-in-runn'
  | 'link-on-placeholder'
  | 'link-on-template'
  | 'archived-in-toggl'
  | 'deleted-in-toggl'
  | 'other-workspace'
  | 'no-role'
  | 'shared-person'
  | 'shared-project'
  | 'other-reference-name'
  | 'map-shadows-link'
  | 'archived-duplicate'
  | 'unlinked-runn-person'
  | 'unlinked-runn-project';

/** What the words of a reference finding are made of. */
export interface RefFacts {
  /** The reference as it stands in Runn. */
  readonly referenceName?: string;
  readonly externalId?: string;
  /** The Runn records that carry the same id, or whose link `map` shadows. */
  readonly runnPersonIds?: readonly RunnPersonId[];
  readonly runnProjectIds?: readonly RunnProjectId[];
  /** The Toggl users or projects that lead to one record. */
  readonly togglUserIds?: readonly TogglUserId[];
  readonly togglProjectIds?: readonly TogglProjectId[];
  /** What a `map` entry names. */
  readonly mapTarget?: number | 'skip';
  /** `unseen-time`, as in the finding of that code. */
  readonly unseen?: Required<FindingFacts>['unseen'];
  /** `no-role`: the projects on which the person's role is open, and the roles that could be meant. */
  readonly onProjectIds?: readonly RunnProjectId[];
  readonly candidateRoleIds?: readonly RunnRoleId[];
  /** `unlinked-*`: the Runn record that is probably meant. */
  readonly suggestion?: Suggestion;
  /** A Runn record without a working link: the Toggl user or project that is probably meant. */
  readonly togglSuggestion?: TogglSuggestion;
}

export interface TogglSuggestion {
  readonly togglId: TogglUserId | TogglProjectId;
  readonly name: string;
  readonly because: Suggestion['because'];
}

/** One thing that `check-refs` found about a link. */
export interface RefFinding {
  readonly code: RefCode;
  readonly severity: Severity;
  /** Toggl seconds of the window that depend on it; 0 when none do. */
  readonly seconds: number;
  readonly subject: FindingSubject;
  readonly facts: RefFacts;
}

/** How much of the window's time the links cover. */
export interface LinkCoverage {
  readonly trackedSeconds: number;
  /** Seconds whose person and project both lead to one record of Runn, archived ones included. */
  readonly linkedSeconds: number;
  /** Toggl users with time in the window, and those of them who lead to a person (or are skipped by `map`). */
  readonly people: { readonly withTime: number; readonly linked: number };
  readonly projects: { readonly withTime: number; readonly linked: number };
}

export interface RefsReport {
  readonly command: 'check-refs';
  /** For the command that comes next. */
  readonly typed?: ConfigOptions | undefined;
  readonly window: Window;
  readonly accounts: Accounts;
  /** Sorted: errors first, then by code and hours. */
  readonly findings: readonly RefFinding[];
  readonly coverage: LinkCoverage;
  readonly requests: RequestCounts;
  readonly names: Names;
  readonly referenceNames: readonly string[];
  readonly warnings: readonly string[];
}

/** A time entry as `explain` shows it. */
export interface EntryOfDay {
  readonly id: number;
  readonly togglUserId: TogglUserId;
  readonly togglProjectId: TogglProjectId | null;
  /** With the owner's offset, as Toggl sends it. */
  readonly start: string;
  readonly seconds: number;
  readonly isBillable: boolean;
  readonly description: string;
}

/** The last journalled run of this machine that wrote a cell. */
export interface LastWrite {
  readonly run: string;
  readonly command: string;
  /** ISO timestamp. */
  readonly startedAt: string;
  /** Several where it moved time to another role, or several actuals stand there (R6, R11). */
  readonly changes: readonly WrittenChange[];
}

export interface WrittenChange {
  readonly change: Change;
  /**
   * `failed`: Runn took it, but answered otherwise than it was asked. `unknown`: it was sent, or the run was killed
   * before, and no answer is on record.
   */
  readonly status: 'applied' | 'failed' | 'unknown';
}

/** The report of `explain`. */
export interface ExplainReport {
  readonly command: 'explain';
  /** For the command that comes next. */
  readonly typed?: ConfigOptions | undefined;
  readonly window: Window;
  readonly accounts: Accounts;
  readonly explanation: Explanation;
  readonly rules: Rules;
  /** Of what Toggl did not show: then there may be more to the day. */
  readonly findings: readonly Finding[];
  /** Null when Toggl's detailed report could not be read. */
  readonly entries: readonly EntryOfDay[] | null;
  /** Why a sync would write nothing at all: a conflict here under `rules.onConflict: fail` (R8). */
  readonly refused: Extract<Refusal, { code: 'conflict' }> | null;
  /** Syncs of the account are on hold, so that the one that comes next has to end that. */
  readonly isHeld: boolean;
  readonly lastWrite: LastWrite | null;
  readonly names: Names;
  readonly requests: RequestCounts;
  readonly warnings: readonly string[];
}
