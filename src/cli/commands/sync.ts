/** `sync`: read both sides, plan, apply, report. */
import { type ExitCode, exitCodeOf } from '../../core/exit-code.ts';
import { renderSyncCsv } from '../../output/sync-csv.ts';
import { renderSyncJson } from '../../output/sync-json.ts';
import { renderSyncMarkdown } from '../../output/sync-markdown.ts';
import { renderSyncText } from '../../output/sync-text.ts';
import { dryRun } from '../../run/dry-run.ts';
import { type SyncResult, sync } from '../../run/sync.ts';
import { syncPlanFile } from '../../run/sync-plan-file.ts';
import { besideCsv } from '../beside-csv.ts';
import { chooseChanges } from '../choose-changes.ts';
import type { GlobalOptions } from '../global-options.ts';
import { type PlanFlags, type Session, withSession } from '../open-session.ts';
import { printErrorBeside } from '../print-error.ts';
import type { Runtime } from '../runtime.ts';

export interface SyncOptions extends GlobalOptions, PlanFlags {
  readonly dryRun?: boolean;
  readonly interactive?: boolean;
  readonly force?: boolean;
  readonly strict?: boolean;
  /** False with `--no-journal`. */
  readonly journal: boolean;
  readonly verify?: boolean;
  readonly resume?: boolean;
  /** A plan that `dry-run --out` has saved. */
  readonly plan?: string;
  readonly all?: boolean;
  /** False with `--no-notify`. */
  readonly notify: boolean;
}

/** Writes what Runn lacks and prints what was done; a run that stopped midway is reported as far as it came. */
export async function runSyncCommand(options: SyncOptions, runtime: Runtime): Promise<ExitCode> {
  return withSession(options, runtime, async (session) => {
    const isTold = options.notify && options.dryRun !== true && options.interactive !== true;
    const { report, error } = await perform(options, session, runtime).catch(async (thrown: unknown) => {
      const ended = { report: null, error: thrown, exitCode: exitCodeOf({ error: thrown }) };
      if (isTold) await session.notify(jobOf(options), ended);
      throw thrown;
    });
    session.print(
      report,
      { text: renderSyncText, json: renderSyncJson, csv: renderSyncCsv, markdown: renderSyncMarkdown },
      { isAll: options.all, besideCsv: besideCsv(report) },
    );
    if (error !== null) printErrorBeside(error, 'sync', options, runtime);
    const exitCode = exitCodeOf({
      ...(error === null ? {} : { error }),
      unwritten:
        (report.outcome?.failed ?? 0) +
        (report.outcome?.stale?.length ?? 0) +
        (report.verification?.differences.length ?? 0),
      isRefused: report.refused !== null,
      findings: report.findings,
      isStrict: options.strict === true,
    });
    if (options.dryRun !== true) session.conclude(report, exitCode);
    if (isTold) await session.notify(jobOf(options), { report, error, exitCode });
    return exitCode;
  });
}

/** What makes two runs the same job of a schedule: their options, whatever days these mean today. */
function jobOf({ since, until, period, person, project, plan }: SyncOptions): string {
  return JSON.stringify({ since, until, period, person, project, plan });
}

async function perform(options: SyncOptions, session: Session, runtime: Runtime): Promise<SyncResult> {
  const request = session.planRequest(options);
  if (options.dryRun === true) return { report: await dryRun(request), error: null };
  const writing = {
    ...session.writeRequest(options),
    isJournalled: options.journal,
    isResumed: options.resume === true,
  };
  if (options.plan !== undefined) return syncPlanFile({ ...writing, cwd: runtime.cwd, file: options.plan });
  return sync({
    ...request,
    ...writing,
    isForced: options.force === true,
    isVerified: options.verify === true,
    choose:
      options.interactive === true
        ? (planned) => chooseChanges(planned, runtime, { progress: session.progress, color: options.color })
        : undefined,
  });
}
