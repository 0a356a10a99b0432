/** `sync` and `dry-run --format markdown`: a plan, or what became of it, for a pull request or a ticket. */
import type { SyncReport } from '../core/report.ts';
import { describeChange } from './change-table.ts';
import { markdownChanges } from './changes-markdown.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { unwrittenSections } from './failures-text.ts';
import { formatMinutes } from './format-hours.ts';
import {
  markdownFailures,
  markdownFindings,
  markdownHeader,
  markdownHours,
  markdownList,
  markdownSentence,
  markdownTable,
  renderMarkdown,
} from './markdown-parts.ts';
import { createNamer, type Namer } from './namer.ts';
import { safeMarkdown } from './safe-markdown.ts';
import { byName, nameOfGroup } from './statement-groups-text.ts';
import type { TextOptions } from './style.ts';
import { aboutPlanFile, describeRefusal, sumUp } from './sync-text.ts';

/** Renders the report; ends in a newline. Names and messages are escaped. */
export function renderSyncMarkdown(report: SyncReport, { isAll }: Pick<TextOptions, 'isAll'>): string {
  const namer = createNamer(report.names);
  const { changes } = report.plan;
  const hasUnseen = report.findings.some(({ code }) => code === 'unseen-time');
  const findings = report.findings.map((finding) => ({ ...finding, ...describeFinding(finding, report.names) }));
  return renderMarkdown([
    ...markdownHeader(report),
    ...layOutRefusal(report, namer),
    ...(changes.length === 0
      ? [
          '### Changes: none',
          `Runn agrees with ${hasUnseen ? 'what was seen of ' : ''}Toggl, but for what is listed below.`,
        ]
      : markdownChanges(changes, namer, { isAll })),
    ...unwrittenSections(report.outcome).flatMap(([title, failures]) =>
      markdownFailures(title, failures, namer, isAll),
    ),
    ...markdownFailures('Stale, skipped', report.outcome?.stale ?? [], namer, isAll),
    ...markdownFindings(findings, isAll),
    ...layOutStatement(report),
    ...layOutGroups(report, namer),
    ...layOutVerification(report, namer, isAll),
    `**${safeMarkdown(sumUp(report))}**`,
    report.planFile === undefined ? '' : markdownSentence(aboutPlanFile(report, report.planFile)),
  ]);
}

function layOutRefusal({ command, refused, names }: SyncReport, namer: Namer): string[] {
  if (refused === null) return [];
  const { message, hint } = describeRefusal(refused, names, namer);
  const title = command === 'sync' ? 'Refused, nothing was written.' : '`sync` would refuse this.';
  return [`> **${title}** ${markdownSentence(message)}\n>\n> ${markdownSentence(hint)}`];
}

function layOutStatement({ statement: { toggl } }: SyncReport): string[] {
  const held = Object.entries(toggl.heldBackSeconds).filter(([, seconds]) => seconds > 0);
  const rows = [
    ['in sync already', markdownHours(toggl.inSyncSeconds)],
    ['in changed days', markdownHours(toggl.changedSeconds)],
    ...held.map(([reason, seconds]) => [`held back: ${reason}`, markdownHours(seconds)]),
    ...(toggl.excludedSeconds === 0 ? [] : [['excluded by map', markdownHours(toggl.excludedSeconds)]]),
    ['**tracked in Toggl**', `**${markdownHours(toggl.trackedSeconds)}**`],
  ];
  return ['### Where the time went', markdownTable(['', 'hours'], rows, ':-')];
}

function layOutGroups({ groups }: SyncReport, namer: Namer): string[] {
  const [first] = groups;
  if (first === undefined) return [];
  const rows = byName(groups, namer).map(({ by, group, statement: { toggl, runn } }) => [
    safeMarkdown(nameOfGroup({ by, group }, namer)),
    markdownHours(toggl.trackedSeconds),
    markdownHours(Object.values(toggl.heldBackSeconds).reduce((sum, seconds) => sum + seconds, 0)),
    formatMinutes(runn.minutesBefore),
    formatMinutes(runn.minutesAfter),
  ]);
  return [markdownTable([first.by, 'tracked', 'held back', 'Runn before', 'Runn after'], rows, ':----')];
}

function layOutVerification({ verification }: SyncReport, namer: Namer, isAll: boolean): string[] {
  if (verification === null) return [];
  const { actuals, differences } = verification;
  const read = `Verified: ${count(actuals, 'actual')} read back from Runn`;
  if (differences.length === 0) return [`${read}; every cell agrees with Toggl.`];
  const lines = differences.map((change) => safeMarkdown(describeChange(change, namer)));
  return [`**${read}; these do not agree with Toggl:**`, markdownList(lines, isAll)];
}
