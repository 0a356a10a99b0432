/** `link --format markdown`: the proposals, or what became of them, for whoever keeps Runn. */
import type { LinkLine, LinkReport } from '../core/report-links.ts';

import {
  describeLinkFindings,
  formatConfidence,
  remarkOf,
  runnNameOf,
  signOf,
  sumUpLinks,
  togglNameOf,
  unproposedHint,
} from './link-text.ts';
import {
  markdownFindings,
  markdownHeader,
  markdownHours,
  markdownList,
  markdownNext,
  markdownSentence,
  markdownTable,
  renderMarkdown,
} from './markdown-parts.ts';
import { safeMarkdown } from './safe-markdown.ts';
import type { TextOptions } from './style.ts';

const shownLinks = 40;

/** Renders the report; ends in a newline. Names are escaped. */
export function renderLinkMarkdown(report: LinkReport, { isAll }: Pick<TextOptions, 'isAll'>): string {
  const { summary, next } = sumUpLinks(report);
  const accepted = report.links.filter(({ isAccepted }) => isAccepted);
  const others = report.links.filter(({ isAccepted }) => !isAccepted);
  return renderMarkdown([
    ...layOutHeader(report),
    ...layOutLinks(report.outcome === null ? 'Links to write' : 'Links', accepted, report, isAll),
    ...layOutLinks('Proposals not accepted', others, report, isAll),
    ...layOutUnproposed(report, isAll),
    ...markdownFindings(describeLinkFindings(report), isAll),
    `**${safeMarkdown(summary)}**`,
    markdownNext(next),
  ]);
}

function layOutHeader(report: LinkReport): string[] {
  const { exportPath, accounts } = report;
  if (exportPath === null) return markdownHeader(report);
  const names = `Toggl's names are from the data export ${safeMarkdown(exportPath)}.`;
  return [...markdownHeader({ ...report, accounts: { runn: accounts.runn } }), names];
}

function layOutLinks(title: string, links: readonly LinkLine[], report: LinkReport, isAll: boolean): string[] {
  if (links.length === 0) return [];
  const shown = isAll || links.length <= shownLinks + 1 ? links : links.slice(0, shownLinks);
  const rows = shown.map((link) => [
    `\`${signOf(link)}\``,
    formatConfidence(link.confidence),
    link.seconds > 0 ? markdownHours(link.seconds) : '',
    safeMarkdown(togglNameOf(report, link)),
    safeMarkdown(runnNameOf(report, link)),
    safeMarkdown(link.message === undefined ? remarkOf(link) : `${remarkOf(link)}: ${link.message}`),
  ]);
  const rest = links.length - shown.length;
  return [
    `### ${title}: ${links.length}`,
    markdownTable(['', 'sure', 'hours', 'in Toggl', 'in Runn', 'because'], rows, ':--:::'),
    rest > 0 ? `and ${rest} more: \`--all\` lists them` : '',
  ];
}

function layOutUnproposed(report: LinkReport, isAll: boolean): string[] {
  const { unproposed } = report;
  if (unproposed.length === 0) return [];
  const lines = unproposed.map((record) => {
    const hours = record.seconds > 0 ? `${markdownHours(record.seconds)} ` : '';
    return `${hours}${record.kind} ${safeMarkdown(togglNameOf(report, record))} (toggl:${record.togglId})`;
  });
  return [
    `### Nothing in Runn looks like these: ${unproposed.length}`,
    markdownList(lines, isAll),
    markdownSentence(unproposedHint),
  ];
}
