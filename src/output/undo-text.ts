/** The text of `undo`. */
import type { LeftAlone, LeftReason } from '../core/plan-undo.ts';
import type { Failure, UndoReport } from '../core/report.ts';
import { totalMinutes } from '../core/round.ts';
import { layOutChanges } from './change-table.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { layOutFailures, unwrittenSections } from './failures-text.ts';
import { layOutFindings } from './finding-sections.ts';
import { formatTimestamp, formatWindow } from './format-day.ts';
import { formatMinutes } from './format-hours.ts';
import { wrapText } from './layout.ts';
import { createNamer } from './namer.ts';
import { commandLine, layOutNext, type NextStep } from './next-step.ts';
import { unwrittenOf } from './promise-text.ts';
import { configOptions } from './range-options.ts';
import { layOutHeader } from './report-header.ts';
import { createStyle, type TextOptions } from './style.ts';

/** Renders the report; ends in a newline. */
export function renderUndoText(report: UndoReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  const namer = createNamer(report.names);
  const { width } = options;
  const { undoes } = report;
  const findings = report.findings.map((finding) => ({ ...finding, ...describeFinding(finding, report.names) }));
  const lines = [
    ...layOutHeader({ ...report, command: `undo ${undoes.run}` }, style, width),
    ...wrapText(describeUndone(report), { width, indent: 9, first: style.faint('  Undoes '), paint: style.faint }),
    ...layOutChanges(report.changes, namer, style, { ...options, kindNames }),
    ...layOutFailures('Left alone', report.left.map(failureOfLeft), namer, style, options),
    ...unwrittenSections(report.outcome).flatMap(([title, failures]) =>
      layOutFailures(title, failures, namer, style, options),
    ),
    ...layOutFindings(findings, style, options),
    '',
    ...wrapText(sumUpUndo(report), { width, paint: style.strong }),
    ...(report.isHeld ? wrapText(holdWords, { width }) : []),
    ...layOutNext(nextAfterUndo(report), width),
  ];
  return `${lines.join('\n')}\n`;
}

/** `sync of Mon 2024-01-01 to Sun 2024-01-07, begun 2024-01-08 09:00 UTC`. */
export function describeUndone({ undoes, window }: Pick<UndoReport, 'undoes' | 'window'>): string {
  return `${undoes.command} of ${formatWindow(window)}, begun ${formatTimestamp(undoes.startedAt)}`;
}

export const kindNames = {
  create: 'create again',
  update: 'write back',
  overwrite: 'write back',
  clear: 'delete',
} as const;

const reasons: Readonly<Record<LeftReason, { readonly words: string; readonly hint: string }>> = {
  'changed-since': {
    words: 'Changed since that run, and left as they are',
    hint: 'The later change counts. If it should not, correct the day in Runn by hand.',
  },
  paired: {
    words: 'Not put back, for other time of the same person and day was changed since and stays',
    hint: 'Put back here, the time would count twice. Decide the day in Runn by hand.',
  },
  'closed-period': {
    words: 'In a period that is closed now (`rules.lockedThrough`)',
    hint: 'Correct them in Runn by hand, or move `rules.lockedThrough` back and undo again.',
  },
};

/** Why something was left alone, like a failure. */
export function failureOfLeft({ change, reason, current }: LeftAlone): Failure {
  const { words, hint } = reasons[reason];
  const now = current === null ? 'nothing now' : `${formatMinutes(totalMinutes(current))} now`;
  return { change, message: `${words} (${now}).`, hint };
}

export const holdWords =
  'Syncs of this Runn account are on hold, so that none writes the same again: they exit 6 until `sync --resume`. The hold is kept on this machine alone: syncs on other machines do not see it, stop them there.';

export function sumUpUndo(report: UndoReport): string {
  const { changes, left, asBefore, outcome, requests } = report;
  const parts: string[] = [];
  if (changes.length === 0) parts.push('Nothing to put back.');
  else if (outcome === null) parts.push(`Dry run, nothing written: ${count(changes.length, 'change')} to put back.`);
  else {
    const { applied, failed, skipped } = outcome;
    const { unknown } = unwrittenOf(outcome);
    const open = unknown === 0 ? '' : `, unknown ${unknown}`;
    parts.push(`Put back ${applied} of ${changes.length}, failed ${failed - unknown}${open}, skipped ${skipped}.`);
  }
  if (left.length > 0) parts.push(`Left alone ${left.length}.`);
  if (asBefore > 0) parts.push(`${asBefore} ${asBefore === 1 ? 'stands' : 'stand'} as before already.`);
  parts.push(`Requests: Runn ${requests.runn}.`);
  return parts.join(' ');
}

export function nextAfterUndo({ isDryRun, changes, outcome, run, undoes, isHeld, typed }: UndoReport): NextStep[] {
  const undo = (name: string) => commandLine('undo', name, ...configOptions(typed));
  if (isDryRun) {
    const lead = `Next, to put ${changes.length === 1 ? 'it' : 'them'} back`;
    return changes.length === 0 ? [] : [{ lead, command: undo(undoes.run) }];
  }
  if ((outcome?.failed ?? 0) + (outcome?.skipped ?? 0) > 0) {
    return [{ lead: 'Next, to put back the rest', command: undo(undoes.run) }];
  }
  const back = run === null ? [] : [{ lead: 'Next, if this undo was wrong', command: undo(run) }];
  if (!isHeld) return back;
  const when = 'when Toggl or the configuration is right, to let syncs go on';
  const command = commandLine('sync', '--resume', ...configOptions(typed));
  return [...back, { lead: `${run === null ? 'Next' : 'Or'}, ${when}`, command }];
}
