/** `dry-run`: exactly `sync` without the apply. */
import { UsageError } from '../../core/errors.ts';
import { type ExitCode, exitCodeOf } from '../../core/exit-code.ts';
import { renderSyncCsv } from '../../output/sync-csv.ts';
import { renderSyncJson } from '../../output/sync-json.ts';
import { renderSyncMarkdown } from '../../output/sync-markdown.ts';
import { renderSyncText } from '../../output/sync-text.ts';
import { dryRun } from '../../run/dry-run.ts';
import { besideCsv } from '../beside-csv.ts';
import type { GlobalOptions } from '../global-options.ts';
import { type PlanFlags, withSession } from '../open-session.ts';
import type { Runtime } from '../runtime.ts';
import { version } from '../version.ts';

export interface DryRunOptions extends GlobalOptions, PlanFlags {
  readonly exitCode?: boolean;
  /** Where to save the plan. */
  readonly out?: string;
  readonly strict?: boolean;
  readonly all?: boolean;
}

/** Prints the plan; exits 6 where `sync` would refuse, and 3 with `--exit-code` when there are changes. */
export async function runDryRunCommand(options: DryRunOptions, runtime: Runtime): Promise<ExitCode> {
  if (options.out === '-') {
    throw new UsageError('usage', '--out - is no file: a saved plan is for sync --plan, which reads it from a file.', {
      hint: 'Name a file, such as plan.json. `--json` prints the plan to stdout.',
    });
  }
  return withSession(options, runtime, async (session) => {
    const out = options.out === undefined ? undefined : { cwd: runtime.cwd, file: options.out, toolVersion: version };
    const report = await dryRun({ ...session.planRequest(options), out });
    session.print(
      report,
      { text: renderSyncText, json: renderSyncJson, csv: renderSyncCsv, markdown: renderSyncMarkdown },
      { isAll: options.all, besideCsv: besideCsv(report) },
    );
    return exitCodeOf({
      isRefused: report.refused !== null,
      findings: report.findings,
      isStrict: options.strict === true,
      arePending: options.exitCode === true && report.plan.changes.length > 0,
    });
  });
}
