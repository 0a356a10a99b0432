/** What the Markdown of all commands is made of: for a pull request, a ticket, or a message of a bot. */
import { countDays } from '../core/dates.ts';
import type { Severity } from '../core/findings.ts';
import type { Window } from '../core/model.ts';
import type { Accounts, Failure } from '../core/report.ts';
import { describeChange } from './change-table.ts';
import { count } from './count.ts';
import type { DescribedFinding } from './finding-sections.ts';
import { formatWindow } from './format-day.ts';
import { formatSeconds } from './format-hours.ts';
import type { Namer } from './namer.ts';
import type { NextStep } from './next-step.ts';
import { safeMarkdown } from './safe-markdown.ts';
import { safeText } from './safe-text.ts';

/** How many lines of one group are listed unless all are asked for. */
const shownOfGroup = 10;

/** One document of blocks with blank lines between them; empty blocks vanish. */
export function renderMarkdown(blocks: readonly string[]): string {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** `## toggl-runn sync: Mon 2024-01-01 to Sun 2024-01-07, 7 days`, and the accounts below. */
export function markdownHeader(report: {
  readonly command: string;
  /** Null for what has no days, such as an undo of links. */
  readonly window: Window | null;
  readonly accounts: Pick<Accounts, 'runn'> & Partial<Accounts>;
  readonly run?: string | null;
}): string[] {
  const { toggl, runn } = report.accounts;
  const environment = runn.environment === 'unknown' ? 'account' : `**${runn.environment}** account`;
  const lines = [`- Runn: ${environment} at ${safeMarkdown(runn.host)}, key ${safeMarkdown(runn.key)}`];
  if (toggl !== undefined) {
    const workspaces = toggl.workspaces.map(({ id, name }) => `${safeMarkdown(name)} (${id})`).join(', ');
    lines.unshift(`- Toggl: ${workspaces === '' ? 'no workspace' : workspaces} at ${safeMarkdown(toggl.host)}`);
  }
  if (report.run !== undefined && report.run !== null) lines.push(`- Run: \`${safeText(report.run)}\``);
  const { window } = report;
  const days = window === null ? '' : `: ${formatWindow(window)}, ${count(countDays(window), 'day')}`;
  return [`## toggl-runn ${safeMarkdown(report.command)}${days}`, lines.join('\n')];
}

/**
 * A table; what stands in the cells has to be escaped already.
 * @param sides one sign per column: `:` begins at the left, `-` ends at the right
 */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[], sides: string): string {
  const rule = [...sides].map((side) => (side === '-' ? '---:' : '---'));
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/**
 * A sentence of ours with names of others in it: escaped, but for what stands in backquotes, which becomes code. Safe
 * whatever a name holds: nothing is read in code, and all else is escaped. Not for the cells of a table.
 */
export function markdownSentence(text: string): string {
  return safeText(text)
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? part : keepingEnds(part)))
    .join('');
}

/** What comes next as one paragraph; empty for no steps. */
export function markdownNext(steps: readonly NextStep[]): string {
  return steps.map(({ lead, command }) => markdownSentence(`${lead}: \`${command}\`.`)).join(' ');
}

/** Escaping takes the blanks away that divide a text from the code beside it. */
function keepingEnds(text: string): string {
  const escaped = safeMarkdown(text);
  if (escaped === '') return text;
  return `${text.startsWith(' ') ? ' ' : ''}${escaped}${text.endsWith(' ') ? ' ' : ''}`;
}

/** Hours of seconds: `<0:01` would begin a tag. */
export function markdownHours(seconds: number): string {
  return safeMarkdown(formatSeconds(seconds));
}

/** The first lines of a list, and how many more there are. */
export function markdownList(lines: readonly string[], isAll: boolean, shownLines = shownOfGroup): string {
  const shown = isAll || lines.length <= shownLines + 1 ? lines : lines.slice(0, shownLines);
  const rest = lines.length - shown.length;
  return [...shown.map((line) => `- ${line}`), ...(rest > 0 ? [`- and ${rest} more: \`--all\` lists them`] : [])].join(
    '\n',
  );
}

/** Findings by severity and code, most hours first where some are folded; a remedy that all share is said once. */
export function markdownFindings(findings: readonly DescribedFinding[], isAll: boolean): string[] {
  if (findings.length === 0) return [];
  const groups = new Map<string, DescribedFinding[]>();
  for (const finding of sortBySeverity(findings)) {
    const key = `${finding.severity}: ${finding.code}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  const blocks = [...groups].flatMap(([key, group]) => {
    const hints = new Set(group.map(({ hint }) => hint));
    const [hint = null] = hints;
    const lines = group.map((finding) => {
      const hours = finding.seconds > 0 ? `${markdownHours(finding.seconds)} ` : '';
      const remedy = hints.size > 1 && finding.hint !== null ? ` *${markdownSentence(finding.hint)}*` : '';
      return `${hours}${markdownSentence(finding.message)}${remedy}`;
    });
    return [
      `**${key}** (${group.length})`,
      markdownList(lines, isAll),
      ...(hints.size === 1 && hint !== null ? [`*${markdownSentence(hint)}*`] : []),
    ];
  });
  return [`### Findings: ${findings.length}`, ...blocks];
}

const severities: readonly Severity[] = ['error', 'warning', 'info'];

function sortBySeverity(findings: readonly DescribedFinding[]): DescribedFinding[] {
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

/** What was not written, with Runn's words or ours. */
export function markdownFailures(title: string, failures: readonly Failure[], namer: Namer, isAll: boolean): string[] {
  if (failures.length === 0) return [];
  const lines = failures.map(({ change, message, status }) => {
    const words = status === undefined ? message : `Runn answered ${status}: ${message}`;
    return `\`${describeChange(change, namer).slice(0, 1)}\` ${safeMarkdown(describeChange(change, namer).slice(2))}. ${markdownSentence(words)}`;
  });
  return [`### ${title}: ${failures.length}`, markdownList(lines, isAll)];
}
