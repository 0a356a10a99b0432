/** The text of `link`. */
import type { LinkReason } from '../core/pair-links.ts';
import { defaultMinConfidence } from '../core/propose-links.ts';
import type { LinkLine, LinkReport } from '../core/report-links.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { type DescribedFinding, layOutFindings, layOutHint } from './finding-sections.ts';
import { formatSeconds } from './format-hours.ts';
import { type Cell, type Column, cutMiddle, layOutTable, type TableRow, tableWidthOf, wrapText } from './layout.ts';
import { commandLine, layOutNext, type NextStep } from './next-step.ts';
import { configOptions, rangeOptions, valueOption } from './range-options.ts';
import { layOutHeader } from './report-header.ts';
import { safeText } from './safe-text.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

const reasons: Readonly<Record<LinkReason, string>> = {
  'same-email': 'same e-mail',
  'similar-email': 'same mailbox',
  'near-miss': 'id written inexactly',
  'same-name-and-client': 'same name and client',
  'name-with-client': 'name with client',
  'same-name': 'same name',
  'same-words': 'same words',
  'similar-name': 'similar name',
  'part-of-name': 'start of the name',
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
  const run = report.run === null ? [] : [`${style.faint('  Run    ')}${report.run}`];
  return [
    style.strong('toggl-runn link'),
    ...wrapText(`data export ${safeText(exportPath ?? '')}`, { width, indent: 9, first: style.faint('  Toggl  ') }),
    ...wrapText(`${runn.environment === 'unknown' ? '' : `${runn.environment} `}account at ${safeText(runn.host)}`, {
      width,
      indent: 9,
      first: style.faint('  Runn   '),
    }),
    ...run,
  ];
}

const columns: readonly Column[] = [
  { align: 'left' },
  { align: 'right' },
  { align: 'right' },
  { align: 'left', shrinksTo: 14 },
  { align: 'left' },
  { align: 'left' },
  { align: 'left' },
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
  const rows = shown.map((link) => ({
    toggl: [
      { text: signOf(link), paint: isTrouble(link) ? style.sign.error : style.sign.good },
      { text: formatConfidence(link.confidence) },
      { text: link.seconds > 0 ? formatSeconds(link.seconds) : '' },
      { text: togglNameOf(report, link) },
    ],
    runn: runnNameOf(report, link),
    remark: remarkOf(link),
  }));
  // Names that are cut cannot be told apart: where both sides do not fit into a line, Runn's stands below.
  const oneLine = rows.map(({ toggl, runn, remark }): readonly Cell[] => [
    ...toggl,
    { text: '->' },
    { text: runn },
    { text: remark, paint: style.faint },
  ]);
  const isWide = tableWidthOf(oneLine) <= width - 2;
  const first = `${' '.repeat(4 + tableWidthOf(rows.map(({ toggl }) => toggl.slice(0, -1))))}-> `;
  const below = (text: string) => wrapText(text, { width, indent: first.length, first }).map((line) => ({ line }));
  const table: readonly TableRow[] = isWide
    ? oneLine
    : rows.flatMap(({ toggl, runn, remark }): readonly TableRow[] => [toggl, ...below(`${runn}, ${remark}`)]);
  const failures = shown.filter(isTrouble);
  return [
    '',
    `${style.strong(`${title} (${links.length})`)}`,
    ...layOutTable(table, columns, { width, indent: 2 }),
    ...(shown.length < links.length
      ? [style.faint(`  and ${links.length - shown.length} more: --all lists them`)]
      : []),
    ...failures.flatMap((link) =>
      layOutHint(`${togglNameOf(report, link)}: ${safeText(link.message ?? 'not written')}`, 2, style, width),
    ),
  ];
}

function isTrouble({ status, message }: LinkLine): boolean {
  return status === 'failed' || status === 'unknown' || (status === 'planned' && message !== undefined);
}

export function signOf(link: LinkLine): string {
  const { status, isAccepted } = link;
  if (isTrouble(link)) return '!';
  if (status === 'written') return '=';
  return isAccepted ? '+' : '?';
}

export function remarkOf({ reason, target, isArchived }: LinkLine): string {
  return [reasons[reason], isArchived === true ? 'archived' : '', target.kind === 'map' ? 'goes into map' : '']
    .filter((part) => part !== '')
    .join('; ');
}

const shownUnproposed = 10;

export const unproposedHint =
  'Choose their records at the prompt of `link`, or in the file that `link --out` writes and `link --from` takes back.';

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
  return [...wrapText(summary, { width, paint: style.strong }), ...layOutNext(next, width)];
}

/** What was or would be written, and the next commands. */
export function sumUpLinks(report: LinkReport): { readonly summary: string; readonly next: readonly NextStep[] } {
  return { summary: summaryOf(report), next: nextAfterLinks(report) };
}

function summaryOf(report: LinkReport): string {
  const requests = `Requests: Toggl ${report.requests.toggl}, Runn ${report.requests.runn}.`;
  if (report.outcome !== null) {
    const { written, failed, unknown, unsent } = report.outcome;
    const failures = [
      failed > 0 ? `, ${failed} failed` : '',
      unknown > 0 ? `, ${unknown} may have been` : '',
      unsent > 0 ? `, ${unsent} not begun` : '',
    ].join('');
    return `${count(written, 'link')} written${failures}. ${requests}`;
  }
  if (report.links.length === 0) return `There is nothing to propose. ${requests}`;
  const accepted = report.links.filter(({ isAccepted }) => isAccepted).length;
  const refused = report.links.filter(isTrouble).length;
  const shares = accepted === refused ? 'No link' : count(accepted - refused, 'link');
  const others = report.links.length - accepted;
  const parts = [
    `${shares} to write`,
    ...(refused === 0 ? [] : [`${refused} that cannot be written`]),
    ...(others === 0 ? [] : [`${count(others, 'proposal')} not accepted`]),
  ];
  return `${parts.join(', ')}. Nothing was written. ${requests}`;
}

/** Each command goes to the same accounts, days and file: elsewhere it would write other links than those shown. */
function nextAfterLinks(report: LinkReport): NextStep[] {
  const { links, outcome, typed, minConfidence, unproposed, configFile } = report;
  const elsewhere = configOptions(typed);
  const range = report.window === null ? [] : [rangeOptions(report.window)];
  const other = (name: string) => commandLine(name, ...range, ...elsewhere);
  const link = (...options: string[]) => {
    const names = report.exportPath === null ? [] : [valueOption('--export', report.exportPath)];
    return commandLine('link', ...options, ...names, ...range, ...elsewhere);
  };
  const sure = minConfidence === defaultMinConfidence ? [] : [`--min-confidence ${minConfidence}`];
  const chosen = typed.from === null ? sure : [valueOption('--from', typed.from)];
  const next = (purpose: string, command: string): NextStep => ({ lead: `Next, ${purpose}`, command });

  const toFile = (purpose: string): NextStep[] =>
    // A sandbox has no file, and `init` none of its accounts.
    typed.isSandbox
      ? []
      : [
          next('to make a configuration file', commandLine('init', ...elsewhere)),
          { lead: `Then, ${purpose}`, command: link(...chosen) },
        ];

  if (outcome !== null) {
    if (outcome.failed > 0) {
      const isOfMap = links.some(({ status, target }) => status === 'failed' && target.kind === 'map');
      return configFile === null && isOfMap
        ? toFile('to write what is left')
        : [next('when what failed is mended', link(...chosen))];
    }
    if (outcome.unknown + outcome.unsent > 0) return [next('to read what Runn has and go on', link(...chosen))];
    return [
      next('to look at all links', other('check-refs')),
      { lead: 'Then, to see what a sync would write', command: other('dry-run') },
    ];
  }
  if (typed.out !== null && links.length + unproposed.length > 0) {
    const from = link(valueOption('--from', typed.out));
    return [
      next(
        `when ${safeText(typed.out)} is edited, to write its accepted lines after a yes (\`--yes\` asks nothing)`,
        from,
      ),
    ];
  }
  if (links.length === 0) {
    return unproposed.length === 0
      ? [next('to see what a sync would write', other('dry-run'))]
      : [
          next('to choose their records in a terminal', link(...sure)),
          { lead: 'Or, to choose them in a file', command: link('--out links.csv') },
        ];
  }
  const isAnyAccepted = links.some(({ isAccepted }) => isAccepted);
  if (isAnyAccepted && links.every((line) => !line.isAccepted || isTrouble(line))) {
    return toFile('to write the links');
  }
  if (typed.from !== null) {
    return isAnyAccepted
      ? [next('to write these (without `--yes` it asks first)', link('--yes', ...chosen))]
      : [next(`when "accept" is set to yes in ${safeText(typed.from)}`, link(...chosen))];
  }
  const inFile = { lead: 'Or, to choose for the others in a file', command: link('--out links.csv') };
  const others = unproposed.length === 0 ? [] : [inFile];
  if (!isAnyAccepted) return [next('to be asked for each, in a terminal', link(...sure)), ...others];
  // What was picked by hand is not what --yes would write.
  const isAsProposed = links.every(
    ({ isAccepted, confidence, reason }) => isAccepted === (reason !== 'chosen' && confidence >= minConfidence),
  );
  if (!isAsProposed) return [next('to be asked again, in a terminal', link(...sure)), ...others];
  const which = `what is at least ${formatConfidence(minConfidence)} sure`;
  const purpose = `to write ${which} (without \`--yes\` it asks first, in a terminal)`;
  return [next(purpose, link('--yes', ...sure)), ...others];
}
