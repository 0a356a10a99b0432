/** Findings as sections by severity and groups by code, folded when a group is long. */
import type { Severity } from '../core/findings.ts';
import { count } from './count.ts';
import type { Description } from './describe-finding.ts';
import { formatSeconds } from './format-hours.ts';
import { wrapText } from './layout.ts';
import { type Style, type TextOptions, titleOf } from './style.ts';

export interface DescribedFinding extends Description {
  readonly code: string;
  readonly severity: Severity;
  readonly seconds: number;
}

/** How many of a group are shown before the rest becomes a number; one more is shown rather than "1 more". */
const shownOfGroup: Readonly<Record<Severity, number>> = { error: 8, warning: 6, info: 3 };

const titles: Readonly<Record<Severity, string>> = { error: 'Errors', warning: 'Warnings', info: 'Notes' };
const meanings: Readonly<Record<Severity, string>> = {
  error: 'a person has to decide',
  warning: 'worth a look',
  info: 'good to know',
};

/** Lines for all findings, errors first; the given order is kept within a code. Each section begins with a blank line. */
export function layOutFindings(
  findings: readonly DescribedFinding[],
  style: Style,
  options: Pick<TextOptions, 'width' | 'isAll'>,
): string[] {
  const lines: string[] = [];
  for (const severity of ['error', 'warning', 'info'] as const) {
    const ofSeverity = findings.filter((finding) => finding.severity === severity);
    if (ofSeverity.length === 0) continue;
    const title = `${titles[severity]} (${ofSeverity.length})`;
    lines.push('', `${titleOf(severity, title, style)}${style.faint(`: ${meanings[severity]}`)}`);
    for (const [code, group] of groupByCode(ofSeverity)) {
      lines.push(...layOutGroup(code, group, severity, style, options));
    }
  }
  return lines;
}

function groupByCode(findings: readonly DescribedFinding[]): Map<string, DescribedFinding[]> {
  const groups = new Map<string, DescribedFinding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.code);
    if (group === undefined) groups.set(finding.code, [finding]);
    else group.push(finding);
  }
  return groups;
}

function layOutGroup(
  code: string,
  group: readonly DescribedFinding[],
  severity: Severity,
  style: Style,
  { width, isAll }: Pick<TextOptions, 'width' | 'isAll'>,
): string[] {
  const limit = shownOfGroup[severity];
  const shown = isAll || group.length <= limit + 1 ? group : mostHours(group).slice(0, limit);
  const hidden = group.length - shown.length;
  const hasHours = group.some(({ seconds }) => seconds > 0);
  const hoursWidth = hasHours ? Math.max(...shown.map(({ seconds }) => hoursOf(seconds).length)) : 0;
  const indent = 4 + (hasHours ? hoursWidth + 2 : 0);

  const total = group.reduce((sum, { seconds }) => sum + seconds, 0);
  // A group of one would only say twice what its line says.
  const size = group.length > 1 ? [String(group.length), ...(total > 0 ? [formatSeconds(total)] : [])] : [];
  const lines = [`  ${style.strong(code)}${size.length > 0 ? style.faint(`  ${size.join(', ')}`) : ''}`];
  const hints = new Set(group.map(({ hint }) => hint));
  for (const { seconds, message, hint } of shown) {
    const first = `    ${hasHours ? `${hoursOf(seconds).padStart(hoursWidth)}  ` : ''}`;
    lines.push(...wrapText(message, { width, indent, first }));
    if (hints.size > 1 && hint !== null) lines.push(...layOutHint(hint, indent, style, width));
  }
  if (hidden > 0) lines.push(style.faint(`${' '.repeat(indent)}and ${hidden} more: --all lists them`));
  const [onlyHint] = hints;
  if (hints.size === 1 && onlyHint !== undefined && onlyHint !== null) {
    lines.push(...layOutHint(onlyHint, 4, style, width));
  }
  return lines;
}

/** A remedy, so marked that it is seen without colour. */
export function layOutHint(hint: string, indent: number, style: Style, width: number): string[] {
  const blanks = ' '.repeat(indent);
  return wrapText(hint, { width, indent: indent + 3, first: `${blanks}${style.sign.hint('=>')} ` });
}

function hoursOf(seconds: number): string {
  return seconds > 0 ? formatSeconds(seconds) : '';
}

function mostHours(group: readonly DescribedFinding[]): DescribedFinding[] {
  return [...group].sort((a, b) => b.seconds - a.seconds);
}

/** `2 errors, 1 warning, 12 notes`; empty when there is nothing. */
export function countFindings(findings: readonly { readonly severity: Severity }[]): string {
  const number = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return [
    number('error') > 0 ? count(number('error'), 'error') : '',
    number('warning') > 0 ? count(number('warning'), 'warning') : '',
    number('info') > 0 ? count(number('info'), 'note') : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
