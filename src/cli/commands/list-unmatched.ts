/** `list-unmatched`: the Toggl time that no link leads to Runn, and with `--missing` the time that nobody tracked. */
import { type ExitCode, exitCodeOf } from '../../core/exit-code.ts';
import { isAnythingMissing } from '../../core/find-missing-time.ts';
import { type Severity, severityOf } from '../../core/findings.ts';
import { renderUnmatchedCsv } from '../../output/unmatched-csv.ts';
import { renderUnmatchedJson } from '../../output/unmatched-json.ts';
import { renderUnmatchedMarkdown } from '../../output/unmatched-markdown.ts';
import { renderUnmatchedText } from '../../output/unmatched-text.ts';
import { reportUnmatched } from '../../run/report-unmatched.ts';
import { besideCsv } from '../beside-csv.ts';
import type { GlobalOptions } from '../global-options.ts';
import { type RangeFlags, withSession } from '../open-session.ts';
import type { Runtime } from '../runtime.ts';

export interface ListUnmatchedOptions extends GlobalOptions, RangeFlags {
  readonly strict?: boolean;
  readonly all?: boolean;
  readonly missing?: boolean;
  /** In hours. */
  readonly dayLimit: number;
}

/** Exits 5 when a link is ambiguous or a token is no admin's; with `--strict` also for time that is merely unmatched or missing. */
export async function runListUnmatchedCommand(options: ListUnmatchedOptions, runtime: Runtime): Promise<ExitCode> {
  return withSession(options, runtime, async (session) => {
    const missing = options.missing === true ? { dayLimitMinutes: Math.round(options.dayLimit * 60) } : undefined;
    const report = await reportUnmatched({ ...session.readRequest(options), missing });
    session.print(
      report,
      {
        text: renderUnmatchedText,
        json: renderUnmatchedJson,
        csv: renderUnmatchedCsv,
        markdown: renderUnmatchedMarkdown,
      },
      { isAll: options.all, besideCsv: besideCsv(report) },
    );
    const severities: { severity: Severity }[] = report.unmatched.map(({ reason }) => ({
      severity: severityOf(reason),
    }));
    if (isAnythingMissing(report.missing)) severities.push({ severity: 'warning' });
    return exitCodeOf({ findings: [...report.findings, ...severities], isStrict: options.strict === true });
  });
}
