/** `check-refs`: audit of the links in both directions. */
import { type ExitCode, exitCodeOf } from '../../core/exit-code.ts';
import { renderRefsCsv } from '../../output/refs-csv.ts';
import { renderRefsJson } from '../../output/refs-json.ts';
import { renderRefsMarkdown } from '../../output/refs-markdown.ts';
import { renderRefsText } from '../../output/refs-text.ts';
import { reportReferences } from '../../run/report-references.ts';
import type { GlobalOptions } from '../global-options.ts';
import { type RangeFlags, withSession } from '../open-session.ts';
import type { Runtime } from '../runtime.ts';

export interface CheckRefsOptions extends GlobalOptions, RangeFlags {
  readonly all?: boolean;
}

/** Exits 5 with a finding of severity error or warning. */
export async function runCheckRefsCommand(options: CheckRefsOptions, runtime: Runtime): Promise<ExitCode> {
  return withSession(options, runtime, async (session) => {
    const report = await reportReferences(session.readRequest(options));
    const renderers = {
      text: renderRefsText,
      json: renderRefsJson,
      csv: renderRefsCsv,
      markdown: renderRefsMarkdown,
    };
    session.print(report, renderers, { isAll: options.all });
    return exitCodeOf({ findings: report.findings, isStrict: true });
  });
}
