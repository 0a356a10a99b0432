/** `undo`: puts back what an earlier run of `sync` or `link` changed. */
import { type ExitCode, exitCodeOf } from '../../core/exit-code.ts';
import { renderUndoCsv } from '../../output/undo-csv.ts';
import { renderUndoJson } from '../../output/undo-json.ts';
import { renderUndoLinksCsv } from '../../output/undo-links-csv.ts';
import { renderUndoLinksJson } from '../../output/undo-links-json.ts';
import { renderUndoLinksMarkdown } from '../../output/undo-links-markdown.ts';
import { renderUndoLinksText } from '../../output/undo-links-text.ts';
import { renderUndoMarkdown } from '../../output/undo-markdown.ts';
import { renderUndoText } from '../../output/undo-text.ts';
import { hasReferencesJournal } from '../../run/references-journal.ts';
import { undo } from '../../run/undo.ts';
import { undoLinks } from '../../run/undo-links.ts';
import { besideCsv } from '../beside-csv.ts';
import type { GlobalOptions } from '../global-options.ts';
import { type Session, withSession } from '../open-session.ts';
import { printErrorBeside } from '../print-error.ts';
import type { Runtime } from '../runtime.ts';

export interface UndoOptions extends GlobalOptions {
  readonly dryRun?: boolean;
  readonly all?: boolean;
}

/** Exits 7 when something stays that the run had changed: changed by others since, or refused. */
export async function runUndoCommand(options: UndoOptions, runtime: Runtime, run: string): Promise<ExitCode> {
  return withSession(options, runtime, async (session) =>
    (await hasReferencesJournal(session.config.stateDir, run))
      ? undoLinkRun(options, runtime, session, run)
      : undoSync(options, runtime, session, run),
  );
}

async function undoSync(options: UndoOptions, runtime: Runtime, session: Session, run: string): Promise<ExitCode> {
  const isDryRun = options.dryRun === true;
  const { report, error } = await undo({ ...session.writeRequest({}), isJournalled: true, run, isDryRun });
  session.print(
    report,
    { text: renderUndoText, json: renderUndoJson, csv: renderUndoCsv, markdown: renderUndoMarkdown },
    { isAll: options.all, besideCsv: besideCsv(report) },
  );
  if (error !== null) printErrorBeside(error, 'undo', options, runtime);
  return exitCodeOf({
    ...(error === null ? {} : { error }),
    unwritten: isDryRun ? 0 : report.left.length + (report.outcome?.failed ?? 0),
    findings: report.findings,
  });
}

async function undoLinkRun(options: UndoOptions, runtime: Runtime, session: Session, run: string): Promise<ExitCode> {
  const isDryRun = options.dryRun === true;
  const writer = session.openWriter();
  const { report, error } = await undoLinks({
    ...session.writeRequest({}),
    writer,
    isJournalled: true,
    run,
    isDryRun,
  });
  session.print(
    report,
    {
      text: renderUndoLinksText,
      json: renderUndoLinksJson,
      csv: renderUndoLinksCsv,
      markdown: renderUndoLinksMarkdown,
    },
    { isAll: options.all },
  );
  if (error !== null) printErrorBeside(error, 'undo', options, runtime);
  const stays = ['changed-since', 'gone', 'failed', 'not-reached'];
  return exitCodeOf({
    ...(error === null ? {} : { error }),
    unwritten: isDryRun ? 0 : report.references.filter(({ status }) => stays.includes(status)).length,
  });
}
