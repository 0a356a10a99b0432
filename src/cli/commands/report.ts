/** `report`: the window as a self-contained HTML page, and the same figures as JSON. */
import { UsageError } from '../../core/errors.ts';
import { type ExitCode, exitCodeOf } from '../../core/exit-code.ts';
import { isAnythingMissing } from '../../core/find-missing-time.ts';
import type { Severity } from '../../core/findings.ts';
import type { Window } from '../../core/model.ts';
import { renderReportJson } from '../../output/report-json.ts';
import { renderReportPage } from '../../output/report-page.ts';
import { renderReportText } from '../../output/report-text.ts';
import { reportWindow } from '../../run/report-window.ts';
import { writePage } from '../../run/write-page.ts';
import { chosenFormat, type GlobalOptions } from '../global-options.ts';
import { type PlanFlags, withSession } from '../open-session.ts';
import type { Runtime } from '../runtime.ts';
import { version } from '../version.ts';

export interface ReportOptions
  extends GlobalOptions,
    Pick<PlanFlags, 'since' | 'until' | 'period' | 'person' | 'project'> {
  readonly out?: string;
  readonly strict?: boolean;
}

/** Writes the page and says where; with `--json` a page is written only where `--out` asks for one. */
export async function runReportCommand(options: ReportOptions, runtime: Runtime): Promise<ExitCode> {
  const isJson = chosenFormat(options) === 'json';
  const isPageToStdout = options.out === '-';
  if (isJson && isPageToStdout) {
    throw new UsageError('usage', '--out - and --json both want stdout.', {
      hint: 'Give --out a file, or leave one of the two out.',
    });
  }
  return withSession(options, runtime, async (session) => {
    const report = await reportWindow({ ...session.planRequest(options), toolVersion: version });
    if (isPageToStdout) {
      session.print(report, { text: renderReportPage, json: renderReportJson });
    } else {
      const file = options.out ?? (isJson ? null : defaultName(report.window));
      if (file !== null) await writePage(runtime.cwd, file, renderReportPage(report));
      session.print({ ...report, file }, { text: renderReportText, json: renderReportJson });
    }
    const severities: { severity: Severity }[] = [...report.plan.findings];
    if (isAnythingMissing(report.missing)) severities.push({ severity: 'warning' });
    return exitCodeOf({ findings: severities, isStrict: options.strict === true });
  });
}

function defaultName({ since, until }: Window): string {
  return `toggl-runn-${since}-${until}.html`;
}
