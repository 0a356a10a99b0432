/** The text of `undo`. */
import type { LeftAlone, LeftReason } from '../core/plan-undo.ts';
import type { Failure, UndoReport } from '../core/report.ts';
import { totalMinutes } from '../core/round.ts';
import { layOutChanges } from './change-table.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { layOutFailures } from './failures-text.ts';
import { layOutFindings } from './finding-sections.ts';
import { formatTimestamp, formatWindow } from './format-day.ts';
import { formatMinutes } from './format-hours.ts';
import { wrapText } from './layout.ts';
import { createNamer } from './namer.ts';
import { layOutHeader } from './report-header.ts';
import { createStyle, type TextOptions } from './style.ts';

/** Renders the report; ends in a newline. */
export function renderUndoText(report: UndoReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  const namer = createNamer(report.names);
  const { width } = options;
  const { undoes } = report;
  const findings = report.findings.map((finding) => ({ ...finding, ...describeFinding(finding, report.names) }));
  const title = `${undoes.command} of ${formatWindow(report.window)}, begun ${formatTimestamp(undoes.startedAt)}`;
  const lines = [
    ...layOutHeader({ ...report, command: `undo ${undoes.run}` }, style, width),
    ...wrapText(title, { width, indent: 9, first: style.faint('  Undoes '), paint: style.faint }),
    ...layOutChanges(report.changes, namer, style, { ...options, kindNames }),
    ...layOutFailures('Left alone', report.left.map(toFailure), namer, style, options),
    ...layOutFailures('Not written', report.outcome?.failures ?? [], namer, style, options),
    ...layOutFindings(findings, style, options),
    '',
    ...wrapText(sumUp(report), { width, paint: style.strong }),
    ...(report.isHeld ? wrapText(holdWords, { width }) : []),
    ...wrapText(nextStep(report), { width }),
  ];
  return `${lines.join('\n')}\n`;
}

const kindNames = { create: 'create again', update: 'write back', overwrite: 'write back', clear: 'delete' } as const;

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

function toFailure({ change, reason, current }: LeftAlone): Failure {
  const { words, hint } = reasons[reason];
  const now = current === null ? 'nothing now' : `${formatMinutes(totalMinutes(current))} now`;
  return { change, message: `${words} (${now}).`, hint };
}

const holdWords =
  'Syncs of this Runn account are on hold, so that none writes the same again: they exit 6 until `toggl-runn sync --resume`. The hold is kept on this machine alone: syncs on other machines do not see it, stop them there.';

function sumUp(report: UndoReport): string {
  const { changes, left, asBefore, outcome, requests } = report;
  const parts: string[] = [];
  if (changes.length === 0) parts.push('Nothing to put back.');
  else if (outcome === null) parts.push(`Dry run, nothing written: ${count(changes.length, 'change')} to put back.`);
  else {
    const { applied, failed, skipped } = outcome;
    parts.push(`Put back ${applied} of ${changes.length}, failed ${failed}, skipped ${skipped}.`);
  }
  if (left.length > 0) parts.push(`Left alone ${left.length}.`);
  if (asBefore > 0) parts.push(`As before already ${asBefore}.`);
  parts.push(`Requests: Runn ${requests.runn}.`);
  return parts.join(' ');
}

function nextStep({ isDryRun, changes, outcome, run, undoes }: UndoReport): string {
  if (isDryRun) {
    return changes.length === 0
      ? ''
      : `Run \`toggl-runn undo ${undoes.run}\` to put back ${count(changes.length, 'change')}.`;
  }
  if ((outcome?.failed ?? 0) + (outcome?.skipped ?? 0) > 0) {
    return `Run \`toggl-runn undo ${undoes.run}\` again to put back the rest.`;
  }
  return run === null ? '' : `\`toggl-runn undo ${run}\` takes this undo back.`;
}
