/** Findings: coded observations that a person should see. They are values, never exceptions (DESIGN sections 2 and 4). */
import { compareText } from './compare-text.ts';
import type {
  IsoDate,
  Minutes,
  RunnActualId,
  RunnPersonId,
  RunnProjectId,
  RunnRoleId,
  TogglProjectId,
  TogglUserId,
  TogglWorkspaceId,
} from './model.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Every code of `sync`, `dry-run` and `list-unmatched` with its severity (DESIGN section 4, "Severities"). */
const severities = {
  ambiguous: 'error',
  'split-cell': 'error',
  'totals-differ': 'error',
  'not-proven': 'error',
  'clear-withheld': 'error',
  'moved-across-lock': 'error',
  'moved-while-held': 'error',
  'billable-flag-unused': 'error',
  'mark-lost': 'error',
  'paired-clear-refused': 'error',
  /** Beyond the plan's retention it is `warning`: the maker of the finding says so. */
  'unseen-time': 'error',
  'unmatched-person': 'warning',
  'unmatched-project': 'warning',
  'no-project': 'warning',
  'role-undecided': 'warning',
  archived: 'warning',
  'conflict-kept': 'warning',
  'edit-overwritten': 'warning',
  /** On pairs that are not linked it is `info`: the maker of the finding says so. */
  'only-in-runn': 'warning',
  'late-change': 'warning',
  'unmarked-cleared': 'warning',
  unmarked: 'info',
  'archived-duplicate': 'info',
  excluded: 'info',
  'totals-unchecked': 'info',
  'billable-not-in-plan': 'info',
  'schedule-unclear': 'info',
  'autofill-advice': 'info',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof severities;

export const findingCodes = Object.keys(severities) as FindingCode[];

/** The default severity of a code (DESIGN section 4, "Severities"). */
export function severityOf(code: FindingCode): Severity {
  return severities[code];
}

/** Whom or what a finding is about; only the ids that matter are there. */
export interface FindingSubject {
  readonly togglWorkspaceId?: TogglWorkspaceId;
  readonly togglUserId?: TogglUserId;
  readonly togglProjectId?: TogglProjectId | null;
  readonly runnPersonId?: RunnPersonId;
  readonly runnProjectId?: RunnProjectId;
  readonly runnActualId?: RunnActualId;
  readonly date?: IsoDate;
}

/** What the words of a finding are made of, by `describeFinding`. */
export interface FindingFacts {
  /** Days on which the time lies, when the finding covers several. */
  readonly days?: readonly IsoDate[];
  /** `totals-differ`: what the rows add up to, and what Toggl's own total says. */
  readonly rowSeconds?: number;
  readonly totalSeconds?: number;
  /** What stood in Runn, and what Toggl has. */
  readonly runnMinutes?: Minutes;
  readonly togglMinutes?: Minutes;
  /** Signed total of minutes that would have changed (`late-change`, `moved-across-lock`, `moved-while-held`). */
  readonly deltaMinutes?: number;
  /** What of that is billable (`late-change`). */
  readonly billableDeltaMinutes?: number;
  /** `moved-across-lock`: the day in the open period that gained. `moved-while-held`: what gained on that day. */
  readonly movedTo?: { readonly projectId: RunnProjectId; readonly date: IsoDate };
  /** `role-undecided`: roles that could be meant; empty when there is none. */
  readonly candidateRoleIds?: readonly RunnRoleId[];
  /** `ambiguous`, `archived-duplicate`: the Runn records that carry the same id. */
  readonly candidatePersonIds?: readonly RunnPersonId[];
  readonly candidateProjectIds?: readonly RunnProjectId[];
  /** The Toggl users and projects whose time this is, for `unmatched-*`. */
  readonly togglUserIds?: readonly TogglUserId[];
  readonly togglProjectIds?: readonly (TogglProjectId | null)[];
  /** The record that `map` names and that Runn does not have. */
  readonly mapTarget?: number;
  /** Which of several causes applies. */
  readonly cause?:
    | 'not-admin'
    | 'retention'
    | 'unknown-user'
    | 'unknown-project'
    | 'held-source'
    | 'excluded-source'
    | 'rules-clear-never'
    | 'person-archived'
    | 'project-archived'
    | 'shares-cell';
  /** `unseen-time`: why, and the last day of the window that was not seen. */
  readonly unseen?: { readonly cause: 'not-admin' | 'retention'; readonly until: IsoDate };
  /** Held back: it would not lower what stands, but say of scheduled hours that they were not worked (R10). */
  readonly isScheduledZero?: boolean;
  /** `schedule-unclear`: how many scheduled days were left alone. */
  readonly cells?: number;
  /** Runn's words, for trouble met while writing. */
  readonly words?: string;
}

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Toggl seconds that this finding holds back or excludes; 0 when it is about Runn's minutes alone. */
  readonly seconds: number;
  readonly subject: FindingSubject;
  readonly facts: FindingFacts;
}

/** Makes a finding with the severity of its code, or the one given. */
export function finding(
  code: FindingCode,
  subject: FindingSubject,
  options: { readonly seconds?: number; readonly facts?: FindingFacts; readonly severity?: Severity } = {},
): Finding {
  return {
    code,
    severity: options.severity ?? severityOf(code),
    seconds: options.seconds ?? 0,
    subject,
    facts: options.facts ?? {},
  };
}

const severityRank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Errors first, then by code, then by subject: the same order whatever the order of the input. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    severityRank[a.severity] - severityRank[b.severity] ||
    compareText(a.code, b.code) ||
    compareText(a.subject.date ?? '', b.subject.date ?? '') ||
    (a.subject.runnPersonId ?? 0) - (b.subject.runnPersonId ?? 0) ||
    (a.subject.runnProjectId ?? 0) - (b.subject.runnProjectId ?? 0) ||
    (a.subject.togglWorkspaceId ?? 0) - (b.subject.togglWorkspaceId ?? 0) ||
    (a.subject.togglUserId ?? 0) - (b.subject.togglUserId ?? 0) ||
    (a.subject.togglProjectId ?? 0) - (b.subject.togglProjectId ?? 0) ||
    (a.subject.runnActualId ?? 0) - (b.subject.runnActualId ?? 0) ||
    (a.facts.mapTarget ?? 0) - (b.facts.mapTarget ?? 0)
  );
}
