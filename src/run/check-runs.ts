/** `doctor` on earlier runs: what this machine's journals and holds say. */
import { bad, type Check, good, unknown, warning } from '../core/doctor-report.ts';
import type { JournalledRun } from '../core/report.ts';
import { failedCheck } from './failed-check.ts';
import { describeHold, elsewhere, readHold } from './hold.ts';
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

/**
 * @param account from `accountKeyOf`; null takes the runs of every account
 * @param maxAgeMs how old the last good run may be; null asks for no age
 */
export async function checkRuns(stateDir: string, account: string | null, options: AgeOptions): Promise<RunsSurvey> {
  try {
    return await surveyRuns(stateDir, account, options);
  } catch (error) {
    return { checks: [failedCheck('last-run', error)], lastWrite: null, hasRuns: false };
  }
}

interface AgeOptions {
  readonly nowMs: number;
  readonly maxAgeMs: number | null;
  /** As it was typed. */
  readonly maxAge: string | null;
}

async function surveyRuns(stateDir: string, account: string | null, options: AgeOptions): Promise<RunsSurvey> {
  const read = async (limit: number) => {
    const { runs, problems } = await listRuns(stateDir, limit);
    const ofAccount = runs.filter((run) => account === null || run.account === account);
    return { ofAccount, problems, syncs: ofAccount.filter(({ command }) => command === 'sync') };
  };
  let found = await read(runsLookedAt);
  const isMore = options.maxAgeMs !== null || found.syncs.length === 0;
  if (isMore && !found.syncs.some(isGood)) found = await read(mostRunsLookedAt);
  const { ofAccount, problems, syncs } = found;

  const checks: Check[] = [describeLast(syncs[0], options.nowMs)];
  if (options.maxAgeMs !== null) {
    checks.push(judgeAge(syncs.find(isGood), { ...options, maxAgeMs: options.maxAgeMs }));
  }
  const [broken, ...others] = problems;
  if (broken !== undefined) {
    const more = others.length === 0 ? '' : ` So are ${others.length} more.`;
    const remedy = 'Move it away once you know why: `undo` cannot put back what stands in it.';
    const facts = { files: problems.map(({ file }) => file) };
    checks.push(warning('journals', `${broken.file} cannot be read: ${broken.message}.${more}`, remedy, { facts }));
  }
  const hold = account === null ? null : await readHold(stateDir, account);
  if (hold !== null) {
    checks.push(
      bad('hold', 5, describeHold(hold), `\`toggl-runn sync --resume\` lets them go on. ${elsewhere}`, {
        facts: hold === 'unreadable' ? {} : { since: hold.since, undone: hold.undone },
      }),
    );
  }
  return { checks, lastWrite: ofAccount.find(({ outcome }) => outcome.applied > 0) ?? null, hasRuns: syncs.length > 0 };
}

/** It came to its end, and everything that it planned was written. */
function isGood({ finishedAt, outcome }: JournalledRun): boolean {
  return finishedAt !== null && outcome.failed === 0 && outcome.unknown === 0;
}

function describeLast(run: JournalledRun | undefined, nowMs: number): Check {
  if (run === undefined) return unknown('last-run', 'This machine has no journal of a sync of this account.');
  const { applied, failed, skipped, unknown: unclear } = run.outcome;
  const facts = { run: run.run, startedAt: run.startedAt, finishedAt: run.finishedAt, outcome: run.outcome };
  const when = `${run.run}, ${describeAge(nowMs - Date.parse(run.startedAt))}`;
  if (run.finishedAt === null) {
    return warning('last-run', `${when}: it did not come to its end.`, 'Run `toggl-runn sync` again: it goes on.', {
      facts,
    });
  }
  if (failed + unclear > 0) {
    return warning(
      'last-run',
      `${when}: wrote ${applied} changes, and ${failed + unclear} could not be written.`,
      'Run `toggl-runn sync` again and look at what it lists as failed.',
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
  options: { readonly nowMs: number; readonly maxAgeMs: number; readonly maxAge: string | null },
): Check {
  const limit = options.maxAge ?? describeAge(options.maxAgeMs);
  const remedy =
    'See whether the schedule still runs, and what its last runs printed; `toggl-runn sync` makes up for it.';
  if (run === undefined) {
    const facts = { maxAgeSeconds: options.maxAgeMs / 1000, ageSeconds: null };
    return bad('last-good-run', 5, `No good run is known; it may be ${limit} old at the most.`, remedy, { facts });
  }
  const ageMs = options.nowMs - Date.parse(run.startedAt);
  const facts = {
    run: run.run,
    maxAgeSeconds: options.maxAgeMs / 1000,
    ageSeconds: Math.round(ageMs / 1000),
  };
  return ageMs <= options.maxAgeMs
    ? good('last-good-run', `${run.run}, ${describeAge(ageMs)}; ${limit} are allowed.`, { facts })
    : bad('last-good-run', 5, `${run.run}, ${describeAge(ageMs)}; ${limit} are allowed.`, remedy, { facts });
}

function describeAge(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours ago` : `${Math.floor(hours / 24)} days ago`;
}
