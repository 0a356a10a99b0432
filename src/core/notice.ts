/** When people are told about a run: what needs somebody now, against what they were told before. */
import { AppError } from './errors.ts';
import type { ExitCode } from './exit-code.ts';
import type { Finding, FindingCode } from './findings.ts';
import type { Accounts, SyncReport } from './report.ts';

/** What a run found that somebody should see, without names and numbers: two runs that found the same are equal. */
export interface RunState {
  /** Sorted; one for each thing that needs somebody. Of a run without a report nothing is known: null. */
  readonly problems: readonly string[] | null;
  /** Code of the error that stopped the run. */
  readonly failure: string | null;
}

/** What people know after the last message. */
export interface Told {
  readonly problems: readonly string[];
  readonly failure: string | null;
  /** Of the last message; null while there was nothing to tell. */
  readonly toldAtMs: number | null;
}

export type NoticeReason =
  /** Something new needs somebody, or some of it is settled. */
  | 'changed'
  /** Nothing needs anybody any more. */
  | 'settled'
  | 'failed'
  /** The run before had failed, this one did not. */
  | 'recovered'
  /** Nothing new for a day, but something is open still. */
  | 'reminder'
  /** As `notify.on: always` asks. */
  | 'always';

/** A message about a run, before it has words. */
export interface RunNotice {
  readonly reason: NoticeReason;
  readonly command: 'sync';
  readonly exitCode: ExitCode;
  /** The machine that ran. */
  readonly host: string;
  readonly runn: Pick<Accounts['runn'], 'host' | 'environment'>;
  /** Null where the run ended before there was one. */
  readonly report: SyncReport | null;
  /** What stopped the run; null when nothing did. */
  readonly error: unknown;
}

export interface NoticeDecision {
  /** Null: nothing is sent. */
  readonly reason: NoticeReason | null;
  /** What people know when that is sent. */
  readonly after: Told;
}

/** Once a day; a little less, so that a schedule that is seconds early does not slip by a whole turn each day. */
const reminderAfterMs = 23.5 * 60 * 60 * 1000;

/**
 * What happened once and is over by the next run: it is new on each day, and its absence settles nothing. All others
 * last until somebody mends them, on whatever days of a moving window.
 */
const passing: ReadonlySet<FindingCode> = new Set(['edit-overwritten', 'unmarked-cleared']);
const passingMark = 'once ';

/** What a run says of itself; `report` is null where it ended before there was one. */
export function runStateOf(report: SyncReport | null, error: unknown): RunState {
  const failure = error === null ? null : error instanceof AppError ? error.code : 'unexpected';
  if (report === null) return { problems: null, failure };
  const problems = [
    ...report.findings.filter(({ severity }) => severity !== 'info').map(keyOf),
    ...(report.refused === null ? [] : [`refused ${report.refused.code}`]),
    ...(report.outcome?.failures ?? []).map(({ change, status }) => `unwritten ${change.projectId} ${status ?? ''}`),
    ...(report.outcome?.stale ?? []).map(({ change }) => `stale ${change.projectId}`),
    ...(report.verification?.differences ?? []).map(({ projectId }) => `different ${projectId}`),
  ];
  return { problems: [...new Set(problems)].sort(), failure };
}

function keyOf({ code, subject }: Finding): string {
  const { togglWorkspaceId, togglUserId, togglProjectId, runnPersonId, runnProjectId, date } = subject;
  const isPassing = passing.has(code);
  const ids = [togglWorkspaceId, togglUserId, togglProjectId, runnPersonId, runnProjectId, isPassing ? date : ''];
  return `${isPassing ? passingMark : ''}${code} ${ids.map((id) => id ?? '').join('/')}`;
}

/**
 * Whether a message is due. With `problems` it is when something has changed since the last message, and once a day
 * while something is open; with `always`, after every run.
 * @param before null when nobody was told anything yet
 */
export function decideNotice(
  before: Told | null,
  now: RunState,
  { nowMs, on }: { readonly nowMs: number; readonly on: 'problems' | 'always' },
): NoticeDecision {
  const known = before ?? { problems: [], failure: null, toldAtMs: null };
  const problems = now.problems ?? known.problems;
  const isOpen = now.failure !== null || problems.length > 0;
  const isDue = isOpen && nowMs - (known.toldAtMs ?? 0) >= reminderAfterMs;
  const reason = reasonOf(known, now) ?? (isDue ? 'reminder' : on === 'always' ? 'always' : null);
  return { reason, after: { problems, failure: now.failure, toldAtMs: reason === null ? known.toldAtMs : nowMs } };
}

function reasonOf(known: Told, now: RunState): NoticeReason | null {
  if (now.failure !== null && now.failure !== known.failure) return 'failed';
  if (now.problems === null) return null;
  const [before, after] = [new Set(known.problems), new Set(now.problems)];
  if (now.problems.some((problem) => !before.has(problem))) return 'changed';
  if (known.failure !== null && now.failure === null) return 'recovered';
  if (!known.problems.some((problem) => !problem.startsWith(passingMark) && !after.has(problem))) return null;
  return now.problems.length === 0 ? 'settled' : 'changed';
}
