/** `dry-run --format markdown`: a plan for a pull request or a ticket. */
import { countDays } from '../core/dates.ts';
import type { Change } from '../core/model.ts';
import type { SyncReport } from '../core/report.ts';
import { totalMinutes } from '../core/round.ts';
import { deltaOf, groupByPerson, kinds, longestList, reasons, signs } from './change-table.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { formatDay, formatWindow } from './format-day.ts';
import { billablePercent, formatMinutes, formatSeconds, formatSignedMinutes } from './format-hours.ts';
import { createNamer, type Namer } from './namer.ts';
import { safeMarkdown } from './safe-markdown.ts';
import type { TextOptions } from './style.ts';
import { describeRefusal, sumUp } from './sync-text.ts';

/** How many findings of one code are listed unless all are asked for. */
const shownOfGroup = 10;

/** Renders the report; ends in a newline. Names and messages are escaped. */
export function renderSyncMarkdown(report: SyncReport, { isAll }: Pick<TextOptions, 'isAll'>): string {
  const namer = createNamer(report.names);
  const { changes } = report.plan;
  const blocks = [
    `## toggl-runn ${report.command}: ${formatWindow(report.window)}, ${count(countDays(report.window), 'day')}`,
    describeAccounts(report),
    ...layOutRefusal(report, namer),
    ...(isAll || changes.length <= longestList ? listChanges(changes, namer) : sumChanges(changes, namer)),
    ...layOutFindings(report, isAll),
    layOutStatement(report),
    safeMarkdown(sumUp(report)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function describeAccounts({ accounts: { toggl, runn } }: SyncReport): string {
  const workspaces = toggl.workspaces.map(({ id, name }) => `${safeMarkdown(name)} (${id})`).join(', ');
  const environment = runn.environment === 'unknown' ? 'account' : `**${runn.environment}** account`;
  return [
    `- Toggl: ${workspaces === '' ? 'no workspace' : workspaces} at ${safeMarkdown(toggl.host)}`,
    `- Runn: ${environment} at ${safeMarkdown(runn.host)}, key ${safeMarkdown(runn.key)}`,
  ].join('\n');
}

function layOutRefusal({ refused, names }: SyncReport, namer: Namer): string[] {
  if (refused === null) return [];
  const { message, hint } = describeRefusal(refused, names, namer);
  return [`> **\`sync\` would refuse this.** ${safeMarkdown(message)}\n> ${safeMarkdown(hint)}`];
}

// ---------------------------------------------------------------------------------------------------- changes

function titleOf(changes: readonly Change[]): string {
  return `### Changes: ${changes.length}, net ${safeMarkdown(formatSignedMinutes(deltaOf(changes)))}`;
}

function listChanges(changes: readonly Change[], namer: Namer): string[] {
  if (changes.length === 0) return ['### Changes: none', 'Runn agrees with Toggl, but for what is listed below.'];
  const legend = kinds.map((kind) => `\`${signs[kind]}\` ${kind}`).join(', ');
  const rows = groupByPerson(changes, namer).flatMap(({ name, changes: own }) =>
    own.map((change) => [
      `\`${signs[change.kind]}\``,
      safeMarkdown(name),
      formatDay(change.date),
      safeMarkdown(namer.project(change.projectId)),
      change.before === null ? '' : formatMinutes(totalMinutes(change.before)),
      formatMinutes(totalMinutes(change.after)),
      billableOf(change),
      reasons[change.reason],
    ]),
  );
  const heads = ['', 'person', 'day', 'project', 'before', 'after', 'billable', 'why'];
  return [titleOf(changes), legend, table(heads, rows, '::::--::')];
}

function sumChanges(changes: readonly Change[], namer: Namer): string[] {
  const rows = groupByPerson(changes, namer).map(({ name, changes: own }) => [
    safeMarkdown(name),
    ...kinds.map((kind) => numberOf(own.filter((change) => change.kind === kind).length)),
    safeMarkdown(formatSignedMinutes(deltaOf(own))),
  ]);
  return [
    titleOf(changes),
    table(['person', ...kinds, 'net'], rows, ':-----'),
    'Summed by person: `--all` lists each change.',
  ];
}

function numberOf(number: number): string {
  return number === 0 ? '' : String(number);
}

function billableOf({ before, after }: Change): string {
  const [old, now] = [before === null ? null : billablePercent(before), billablePercent(after)];
  if (now === null) return '';
  return old === null || old === now ? `${now} %` : `${old} → ${now} %`;
}

/** `sides` has one sign per column: `:` begins at the left, `-` ends at the right. */
function table(heads: readonly string[], rows: readonly (readonly string[])[], sides: string): string {
  const rule = [...sides].map((side) => (side === '-' ? '---:' : '---'));
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

// --------------------------------------------------------------------------------------------------- findings

function layOutFindings({ findings, names }: SyncReport, isAll: boolean): string[] {
  const groups = new Map<string, SyncReport['findings'][number][]>();
  for (const finding of findings) {
    const key = `${finding.severity}: ${finding.code}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const blocks = [...groups].map(([key, group]) => {
    const shown = isAll || group.length <= shownOfGroup + 1 ? group : group.slice(0, shownOfGroup);
    const lines = shown.map((finding) => {
      const hours = finding.seconds > 0 ? `${formatSeconds(finding.seconds)} ` : '';
      return `- ${safeMarkdown(`${hours}${describeFinding(finding, names).message}`)}`;
    });
    if (shown.length < group.length) lines.push(`- and ${group.length - shown.length} more: \`--all\` lists them`);
    return `**${key}** (${group.length})\n\n${lines.join('\n')}`;
  });
  return blocks.length === 0 ? [] : [`### Findings: ${findings.length}`, ...blocks];
}

// -------------------------------------------------------------------------------------------------- statement

function layOutStatement({ statement: { toggl } }: SyncReport): string {
  const held = Object.entries(toggl.heldBackSeconds);
  const rows = [
    ['in sync', formatSeconds(toggl.inSyncSeconds)],
    ['in the changes above', formatSeconds(toggl.changedSeconds)],
    ...held.map(([reason, seconds]) => [`held back: ${reason}`, formatSeconds(seconds)]),
    ...(toggl.excludedSeconds === 0 ? [] : [['skipped by the map', formatSeconds(toggl.excludedSeconds)]]),
    ['**tracked in Toggl**', `**${formatSeconds(toggl.trackedSeconds)}**`],
  ];
  return `### Where the time is\n\n${table(['', 'hours'], rows, ':-')}`;
}
