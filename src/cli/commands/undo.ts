/** `undo`: puts back what an earlier run changed. */
import { type ExitCode, exitCodeOf } from '../../core/exit-code.ts';
import { renderUndoJson } from '../../output/undo-json.ts';
import { renderUndoText } from '../../output/undo-text.ts';
import { undo } from '../../run/undo.ts';
import type { GlobalOptions } from '../global-options.ts';
import { withSession } from '../open-session.ts';
import { printError } from '../print-error.ts';
import type { Runtime } from '../runtime.ts';

export interface UndoOptions extends GlobalOptions {
  readonly dryRun?: boolean;
  readonly all?: boolean;
}

/** Exits 7 when something stays that the run had changed: changed by others since, or refused. */
export async function runUndoCommand(options: UndoOptions, runtime: Runtime, run: string): Promise<ExitCode> {
  return withSession(options, runtime, async (session) => {
    const isDryRun = options.dryRun === true;
    const { report, error } = await undo({ ...session.writeRequest({}), isJournalled: true, run, isDryRun });
    session.print(report, { text: renderUndoText, json: renderUndoJson }, { isAll: options.all });
    if (error !== null) {
      const context = { command: 'undo', format: 'text' as const, isDebug: options.debug === true };
      printError(error, { ...context, useColor: options.color, runtime });
    }
    return exitCodeOf({
      ...(error === null ? {} : { error }),
      unwritten: isDryRun ? 0 : report.left.length + (report.outcome?.failed ?? 0),
      findings: report.findings,
    });
  });
}
