/** `doctor` on earlier runs: what this machine's journals and holds say. */
import { bad, type Check, good, unknown, warning } from '../core/doctor-report.ts';
import type { JournalledRun } from '../core/report.ts';
import { failedCheck } from './failed-check.ts';
import { describeHold, elsewhere, listHolds, readHold } from './hold.ts';
import { listRuns } from './list-runs.ts';

/** A journal of a large run is read whole; the latest ones nearly always have the answer. */
const runsLookedAt = 20;
/** More than this are not looked through for the last good run. */
const mostRunsLookedAt = 500;

export interface RunsSurvey {
  readonly checks: readonly Check[];
  /** The last run that wrote something, for what it says of the token's scope. */
  readonly lastWrite: JournalledRun | null;
  readonly hasRuns: boolean;
}

/** Whose runs are looked at: one account, or without its key all that the token may belong to. */
export type RunsOf = { readonly account: string } | { readonly prefix: string };

/** @param of the key of the account, from `accountKeyOf`, or what it begins with */
export async function checkRuns(stateDir: string, of: RunsOf, options: AgeOptions): Promise<RunsSurvey> {
  try {
    return await surveyRuns(stateDir, of, options);
  } catch (error) {
    return { checks: [failedCheck('last-run', error)], lastWrite: null, hasRuns: false };
  }
}

interface AgeOptions {
  readonly nowMs: number;
  /** How old the last good run may be; null asks for no age. */
  readonly maxAgeMs: number | null;
  /** As it was typed. */
  readonly maxAge: string | null;
}

async function surveyRuns(stateDir: string, of: RunsOf, options: AgeOptions): Promise<RunsSurvey> {
  const { maxAgeMs } = options;
  const isOne = 'account' in of;
  const read = async (limit: number) => {
    const { runs, problems } = await listRuns(stateDir, limit);
    const ofAccount = runs.filter(({ account }) => (isOne ? account === of.account : account.startsWith(of.prefix)));
    const syncs = ofAccount.filter(({ command }) => command === 'sync');
    const lastGood = maxAgeMs === null ? [] : findLastGood(syncs);
    return { ofAccount, problems, syncs, lastGood };
  };
  // The runs of one account may hide that another has had none for long.
  const isManyAtOnce = maxAgeMs !== null && !isOne;
  let found = await read(isManyAtOnce ? mostRunsLookedAt : runsLookedAt);
  const isMore = found.syncs.length === 0 || (maxAgeMs !== null && found.lastGood[0] === undefined);
  if (isMore && !isManyAtOnce) found = await read(mostRunsLookedAt);
  const { ofAccount, problems, syncs, lastGood } = found;

  const checks: Check[] = [describeLast(syncs[0], options.nowMs)];
  if (maxAgeMs !== null) {
    const accounts = new Set(syncs.map(({ account }) => account));
    for (const account of accounts.size === 0 ? [null] : accounts) {
      const run = lastGood.find((each) => each.account === account);
      checks.push(judgeAge(run, { ...options, maxAgeMs, account: accounts.size > 1 ? account : null }));
    }
  }
  const [broken, ...others] = problems;
  if (broken !== undefined) {
    const more = others.length === 0 ? '' : ` So are ${others.length} more.`;
    const remedy = 'Move it away once you know why: `undo` cannot put back what stands in it.';
    const facts = { files: problems.map(({ file }) => file) };
    checks.push(warning('journals', `${broken.file} cannot be read: ${broken.message}.${more}`, remedy, { facts }));
  }
  const holds = isOne ? [await readHold(stateDir, of.account)] : await listHolds(stateDir, of.prefix);
  for (const hold of holds) {
    if (hold === null) continue;
    checks.push(
      bad('hold', 5, describeHold(hold), `\`sync --resume\` lets them go on. ${elsewhere}`, {
        facts: hold === 'unreadable' ? {} : { since: hold.since, undone: hold.undone },
      }),
    );
  }
  return { checks, lastWrite: ofAccount.find(({ outcome }) => outcome.applied > 0) ?? null, hasRuns: syncs.length > 0 };
}

/**
 * The latest good run of each account: it came to its end, everything that it planned was written, and Toggl showed it
 * everybody's time. Runs are the latest first, and so is the result.
 */
function findLastGood(syncs: readonly JournalledRun[]): readonly JournalledRun[] {
  const goodOf = new Map<string, JournalledRun>();
  for (const run of syncs) {
    const { finishedAt, outcome, account, isTimeHidden } = run;
    const { failed, unknown: unclear, skipped } = outcome;
    const isGood = finishedAt !== null && failed + unclear + skipped === 0 && !isTimeHidden;
    if (isGood && !goodOf.has(account)) goodOf.set(account, run);
  }
  return [...goodOf.values()];
}

function describeLast(run: JournalledRun | undefined, nowMs: number): Check {
  if (run === undefined) return unknown('last-run', 'This machine has no journal of a sync of this account.');
  const { applied, failed, skipped, unknown: unclear } = run.outcome;
  const facts = { run: run.run, startedAt: run.startedAt, finishedAt: run.finishedAt, outcome: run.outcome };
  const when = `${run.run}, ${describeAge(nowMs - Date.parse(run.startedAt))}`;
  if (run.finishedAt === null) {
    return warning('last-run', `${when}: it did not come to its end.`, 'Run `sync` again: it goes on.', {
      facts,
    });
  }
  if (failed + unclear > 0) {
    return warning(
      'last-run',
      `${when}: wrote ${applied} changes, and ${failed + unclear} could not be written.`,
      'Run `sync` again and look at what it lists as failed.',
      { facts },
    );
  }
  const left = skipped > 0 ? `, left ${skipped} out` : '';
  return good('last-run', `${when}: ${run.changes === 0 ? 'nothing to write' : `wrote ${applied} changes${left}`}.`, {
    facts,
  });
}

/** `--max-age`. */
function judgeAge(
  run: JournalledRun | undefined,
  options: AgeOptions & {
    readonly maxAgeMs: number;
    /** To be named, where several are judged. */
    readonly account: string | null;
  },
): Check {
  const limit = options.maxAge ?? describeAge(options.maxAgeMs);
  const { account } = options;
  const of = account === null ? '' : ` for ${account}`;
  const remedy =
    'See whether the schedule still runs, and what its last runs printed; `sync` makes up for it. A run that failed in part, or to which Toggl showed the time of one person alone, is no good one.';
  if (run === undefined) {
    const facts = {
      maxAgeSeconds: options.maxAgeMs / 1000,
      ageSeconds: null,
      ...(account === null ? {} : { account }),
    };
    return bad('last-good-run', 5, `No good run is known${of}; it may be ${limit} old at the most.`, remedy, { facts });
  }
  const ageMs = options.nowMs - Date.parse(run.startedAt);
  const facts = {
    run: run.run,
    maxAgeSeconds: options.maxAgeMs / 1000,
    ageSeconds: Math.round(ageMs / 1000),
    ...(account === null ? {} : { account }),
  };
  const message = `${run.run}${of}, ${describeAge(ageMs)}; ${limit} are allowed.`;
  return ageMs <= options.maxAgeMs
    ? good('last-good-run', message, { facts })
    : bad('last-good-run', 5, message, remedy, { facts });
}

function describeAge(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours ago` : `${Math.floor(hours / 24)} days ago`;
}
