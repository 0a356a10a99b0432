/** The text of `link`. */
import type { LinkReason } from '../core/pair-links.ts';
import type { LinkLine, LinkReport } from '../core/report-links.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { type DescribedFinding, layOutFindings, layOutHint } from './finding-sections.ts';
import { formatSeconds } from './format-hours.ts';
import { type Cell, type Column, cutMiddle, layOutTable, type TableRow, wrapText } from './layout.ts';
import { layOutHeader } from './report-header.ts';
import { safeText } from './safe-text.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

const reasons: Readonly<Record<LinkReason, string>> = {
  'same-email': 'same e-mail',
  'similar-email': 'same mailbox',
  'near-miss': 'its id, written inexactly',
  'same-name-and-client': 'same name and client',
  'name-with-client': 'same name with the client',
  'same-name': 'same name',
  'same-words': 'same words',
  'similar-name': 'similar name',
  'part-of-name': 'one name begins the other',
  chosen: 'chosen by you',
};

/** `same e-mail`. */
export function describeLinkReason(reason: LinkReason): string {
  return reasons[reason];
}

/** `92 %`. */
export function formatConfidence(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}

/** `Loyalty app (Purple Haze Coffee)`: what tells a Toggl record from others of its name. */
export function togglNameOf(report: Pick<LinkReport, 'toggl'>, { kind, togglId }: Pick<LinkLine, 'kind' | 'togglId'>) {
  const party = report.toggl[kind].get(togglId);
  const name = cutMiddle(safeText(party?.name ?? ''), 50) || `toggl:${togglId}`;
  const client = safeText(party?.clientName ?? '');
  return client === '' ? name : `${name} (${client})`;
}

export function runnNameOf(report: Pick<LinkReport, 'runn'>, { kind, runnId }: Pick<LinkLine, 'kind' | 'runnId'>) {
  return cutMiddle(safeText(report.runn[kind].get(runnId)?.name ?? ''), 50) || `runn:${runnId}`;
}

/** Renders the report; ends in a newline. */
export function renderLinkText(report: LinkReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  return `${[...layOutReport(report, style, options), '', ...layOutSummary(report, style, options.width)].join('\n')}\n`;
}

/** The same without what was or would be written: before somebody is asked. */
export function renderLinkProposals(report: LinkReport, options: TextOptions): string {
  return `${layOutReport(report, createStyle(options.colorLevel), options).join('\n')}\n`;
}

function layOutReport(report: LinkReport, style: Style, options: TextOptions): string[] {
  const { width } = options;
  const accepted = report.links.filter(({ isAccepted }) => isAccepted);
  const others = report.links.filter(({ isAccepted }) => !isAccepted);
  const wasWritten = report.outcome !== null;
  return [
    ...layOutLinkHeader(report, style, width),
    ...layOutLinks(wasWritten ? 'Links' : 'Links to write', accepted, report, style, options),
    ...layOutLinks('Proposals not accepted', others, report, style, options),
    ...layOutUnproposed(report, style, options),
    ...layOutFindings(describeLinkFindings(report), style, options),
  ];
}

export function describeLinkFindings({ findings, names }: LinkReport): DescribedFinding[] {
  return findings.map((finding) => ({ ...finding, ...describeFinding(finding, names) }));
}

function layOutLinkHeader(report: LinkReport, style: Style, width: number): string[] {
  const { window, exportPath } = report;
  if (window !== null) return layOutHeader({ ...report, window }, style, width);
  const { runn } = report.accounts;
  return [
    style.strong('toggl-runn link'),
    ...wrapText(`data export ${safeText(exportPath ?? '')}`, { width, indent: 9, first: style.faint('  Toggl  ') }),
    ...wrapText(`${runn.environment === 'unknown' ? '' : `${runn.environment} `}account at ${safeText(runn.host)}`, {
      width,
      indent: 9,
      first: style.faint('  Runn   '),
    }),
  ];
}

const columns: readonly Column[] = [
  { align: 'left' },
  { align: 'right' },
  { align: 'right' },
  { align: 'left', shrinksTo: 12 },
  { align: 'left' },
  { align: 'left', shrinksTo: 12 },
  { align: 'left', shrinksTo: 10 },
];

const shownLinks = 40;

function layOutLinks(
  title: string,
  links: readonly LinkLine[],
  report: LinkReport,
  style: Style,
  { width, isAll }: TextOptions,
): string[] {
  if (links.length === 0) return [];
  const shown = isAll || links.length <= shownLinks + 1 ? links : links.slice(0, shownLinks);
  const rows = shown.map(
    (link): TableRow => [
      { text: signOf(link), paint: link.status === 'failed' ? style.sign.error : style.sign.good },
      { text: formatConfidence(link.confidence) },
      { text: link.seconds > 0 ? formatSeconds(link.seconds) : '' },
      { text: togglNameOf(report, link) },
      { text: '->' },
      { text: runnNameOf(report, link) },
      { text: remarkOf(link), paint: style.faint },
    ],
  );
  const failures = shown.filter(({ status }) => status === 'failed');
  return [
    '',
    `${style.strong(`${title} (${links.length})`)}`,
    ...layOutTable(rows, columns, { width, indent: 2 }),
    ...(shown.length < links.length
      ? [style.faint(`  and ${links.length - shown.length} more: --all lists them`)]
      : []),
    ...failures.flatMap((link) =>
      layOutHint(`${togglNameOf(report, link)}: ${safeText(link.message ?? 'not written')}`, 2, style, width),
    ),
  ];
}

export function signOf({ status, isAccepted }: LinkLine): string {
  if (status === 'failed') return '!';
  if (status === 'written') return '=';
  return isAccepted ? '+' : '?';
}

export function remarkOf({ reason, target, isArchived }: LinkLine): string {
  return [reasons[reason], isArchived === true ? 'archived' : '', target.kind === 'map' ? 'by map' : '']
    .filter((part) => part !== '')
    .join('; ');
}

const shownUnproposed = 10;

export const unproposedHint =
  'Choose their records with `toggl-runn link` in a terminal, or in the file of `toggl-runn link --out links.csv`.';

function layOutUnproposed(report: LinkReport, style: Style, { width, isAll }: TextOptions): string[] {
  const { unproposed } = report;
  if (unproposed.length === 0) return [];
  const shown = isAll || unproposed.length <= shownUnproposed + 1 ? unproposed : unproposed.slice(0, shownUnproposed);
  const rows = shown.map((record): readonly Cell[] => [
    { text: record.seconds > 0 ? formatSeconds(record.seconds) : '' },
    { text: record.kind },
    { text: togglNameOf(report, record) },
    { text: `toggl:${record.togglId}` },
  ]);
  const recordColumns: readonly Column[] = [
    { align: 'right' },
    { align: 'left' },
    { align: 'left', shrinksTo: 14 },
    { align: 'left' },
  ];
  const rest = unproposed.length - shown.length;
  return [
    '',
    style.strong(`Nothing in Runn looks like these (${unproposed.length})`),
    ...layOutTable(rows, recordColumns, { width, indent: 2 }),
    ...(rest > 0 ? [style.faint(`  and ${rest} more: --all lists them`)] : []),
    ...layOutHint(unproposedHint, 2, style, width),
  ];
}

function layOutSummary(report: LinkReport, style: Style, width: number): string[] {
  const { summary, next } = sumUpLinks(report);
  return [...wrapText(summary, { width, paint: style.strong }), ...wrapText(next, { width })];
}

/** What was or would be written, and the next command. */
export function sumUpLinks(report: LinkReport): { readonly summary: string; readonly next: string } {
  const requests = `Requests: Toggl ${report.requests.toggl}, Runn ${report.requests.runn}.`;
  if (report.outcome !== null) {
    const { written, failed } = report.outcome;
    const failures = failed > 0 ? `, ${failed} failed` : '';
    const run = report.run === null ? '' : ` Run ${report.run}.`;
    return {
      summary: `${count(written, 'link')} written${failures}.${run} ${requests}`,
      next:
        failed > 0
          ? 'Next: mend what failed and run `toggl-runn link` again.'
          : 'Next: `toggl-runn check-refs` looks at all links, `toggl-runn dry-run` shows what a sync would write.',
    };
  }
  if (report.links.length === 0) {
    return {
      summary: `There is nothing to propose. ${requests}`,
      next:
        report.unproposed.length === 0
          ? 'Next: `toggl-runn dry-run` shows what a sync would write.'
          : 'Next: choose the records by hand, as said above.',
    };
  }
  const accepted = report.links.filter(({ isAccepted }) => isAccepted).length;
  const shares = accepted === 0 ? 'No link' : count(accepted, 'link');
  const others = count(report.links.length - accepted, 'proposal');
  return {
    summary: `${shares} to write; ${others} not accepted. Nothing was written. ${requests}`,
    next:
      accepted === 0
        ? 'Next: `toggl-runn link` in a terminal asks for each.'
        : `Next: \`toggl-runn link --yes\` writes what is at least ${formatConfidence(report.minConfidence)} sure; \`toggl-runn link\` in a terminal asks first.`,
  };
}
