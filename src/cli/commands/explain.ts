/** `explain`: everything about one person, project and day. */
import { type ExitCode, exitCodeOf } from '../../core/exit-code.ts';
import { renderExplainJson } from '../../output/explain-json.ts';
import { renderExplainMarkdown } from '../../output/explain-markdown.ts';
import { renderExplainText } from '../../output/explain-text.ts';
import { explain } from '../../run/explain.ts';
import type { GlobalOptions } from '../global-options.ts';
import { withSession } from '../open-session.ts';
import type { Runtime } from '../runtime.ts';

export interface ExplainOptions extends GlobalOptions {
  readonly person: string;
  readonly project: string;
  readonly date: string;
}

/** Reads and explains; whatever it finds, the question was answered, unless the token is no admin's (exit code 5). */
export async function runExplainCommand(options: ExplainOptions, runtime: Runtime): Promise<ExitCode> {
  return withSession(options, runtime, async (session) => {
    const { range: _range, ...request } = session.readRequest({});
    const report = await explain({ ...request, person: options.person, project: options.project, date: options.date });
    session.print(report, { text: renderExplainText, json: renderExplainJson, markdown: renderExplainMarkdown });
    return exitCodeOf({ findings: report.findings });
  });
}
