/** The text of `list-unmatched`: grouped by who can mend it. */
import type { UnmatchedReport, UnmatchedTime } from '../core/report.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { becauseOf } from './describe-suggestion.ts';
import { layOutFindings, layOutHint } from './finding-sections.ts';
import { formatSeconds } from './format-hours.ts';
import { type Cell, type Column, layOutTable, type TableRow, tableWidthOf, wrapText } from './layout.ts';
import { createNamer, joinNames, type Namer } from './namer.ts';
import { rangeOptions } from './range-options.ts';
import { layOutHeader } from './report-header.ts';
import { safeText } from './safe-text.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

/** Renders the report; ends in a newline. */
export function renderUnmatchedText(report: UnmatchedReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  const namer = createNamer(report.names);
  // What is unmatched stands in the table; what else the run found is listed as everywhere.
  const others = report.findings
    .filter(({ code }) => !code.startsWith('unmatched-') && code !== 'no-project' && code !== 'ambiguous')
    .map((finding) => ({ ...finding, ...describeFinding(finding, report.names) }));
  const lines = [
    ...layOutHeader(report, style, options.width),
    ...groups.flatMap((group) => layOutUnmatched(group, report, namer, style, options)),
    ...layOutFindings(others, style, options),
    '',
    ...layOutSummary(report, style, options.width),
  ];
  return `${lines.join('\n')}\n`;
}

interface Group {
  readonly title: string;
  readonly isIn: (time: UnmatchedTime) => boolean;
  readonly hint: (referenceName: string) => string;
}

const groups: readonly Group[] = [
  {
    title: 'People without a link to Runn',
    isIn: ({ reason }) => reason === 'unmatched-person',
    hint: (name) =>
      `For whoever keeps Runn: give each person an external reference ${name} with the Toggl id; or use \`map.people\` in the configuration (\`skip\` leaves somebody out).`,
  },
  {
    title: 'Projects without a link to Runn',
    isIn: ({ reason }) => reason === 'unmatched-project',
    hint: (name) =>
      `For whoever keeps Runn: give each project an external reference ${name} with the Toggl id; or use \`map.projects\` in the configuration (also for several Toggl projects on one).`,
  },
  {
    title: 'Time without a project',
    isIn: ({ reason }) => reason === 'no-project',
    hint: () =>
      'For those who tracked it: give the entries a project in Toggl. Or set `map.noProject` to a Runn project.',
  },
  {
    title: 'Ids on several records of Runn',
    isIn: ({ reason }) => reason === 'ambiguous',
    hint: () => 'For whoever keeps Runn: take the reference away from all but one of the records.',
  },
  {
    title: 'Links to archived records of Runn',
    isIn: ({ reason }) => reason === 'archived',
    hint: () =>
      'For whoever keeps Runn: bring the record back or move the link; or set `rules.archived: write` in the configuration.',
  },
];

const shownOfGroup = 15;

const columns: readonly Column[] = [
  { align: 'right' },
  { align: 'left', shrinksTo: 14 },
  { align: 'left' },
  { align: 'left' },
  { align: 'left' },
];

function layOutUnmatched(
  { title, isIn, hint }: Group,
  report: UnmatchedReport,
  namer: Namer,
  style: Style,
  { width, isAll }: Pick<TextOptions, 'width' | 'isAll'>,
): string[] {
  const times = report.unmatched.filter(isIn);
  const rows = times.flatMap((time) =>
    time.reason === 'no-project' ? rowsByUser(time, namer) : [rowOf(time, namer, style)],
  );
  if (rows.length === 0) return [];
  const seconds = times.reduce((sum, time) => sum + time.seconds, 0);
  const shown = isAll || rows.length <= shownOfGroup + 1 ? rows : rows.slice(0, shownOfGroup);
  const indent = 2;
  const isWide = tableWidthOf(shown.map(({ cells, remark }) => [...cells, remark])) <= width - indent;
  const table: TableRow[] = shown.flatMap(({ cells, remark }) =>
    isWide || remark.text === ''
      ? [[...cells, remark]]
      : [cells, ...wrapText(remark.text, { width, indent: 10, paint: remark.paint }).map((line) => ({ line }))],
  );
  const referenceName = safeText(report.referenceNames[0] ?? 'Custom1');
  return [
    '',
    `${style.severity.warning(`${title} (${rows.length})`)}  ${style.faint(formatSeconds(seconds))}`,
    ...layOutTable(table, columns, { width, indent }),
    ...(shown.length < rows.length ? [style.faint(`  and ${rows.length - shown.length} more: --all lists them`)] : []),
    ...layOutHint(hint(referenceName), 2, style, width),
  ];
}

/** A line of the table, and what is said beside it, or below it where there is no room. */
interface Row {
  readonly cells: readonly Cell[];
  readonly remark: Cell;
}

function rowOf(time: UnmatchedTime, namer: Namer, style: Style): Row {
  const isPerson = time.togglUserId !== null;
  return {
    cells: [
      { text: formatSeconds(time.seconds) },
      { text: isPerson ? namer.user(time.togglUserId ?? undefined) : namer.togglProject(time.togglProjectId) },
      {
        text:
          time.togglUserId === null && time.togglProjectId === null
            ? ''
            : `toggl:${time.togglUserId ?? time.togglProjectId}`,
      },
      { text: count(time.days.length, 'day') },
    ],
    remark: { text: remarkOf(time, namer), paint: time.suggestion === null ? style.faint : style.good },
  };
}

function rowsByUser(time: UnmatchedTime, namer: Namer): Row[] {
  return time.byUser.map(({ togglUserId, seconds }) => ({
    cells: [{ text: formatSeconds(seconds) }, { text: namer.user(togglUserId) }, { text: `toggl:${togglUserId}` }],
    remark: { text: '' },
  }));
}

/** What helps most: the suggestion, else where the link leads, else who tracked it. */
function remarkOf(time: UnmatchedTime, namer: Namer): string {
  const { suggestion, mapTarget } = time;
  if (mapTarget !== undefined) return `map leads to runn:${mapTarget}, which Runn does not have`;
  if (suggestion !== null) {
    return `probably ${safeText(suggestion.name)} (runn:${suggestion.runnId}): ${becauseOf(suggestion)}`;
  }
  const candidates = [
    ...(time.runnPersonIds ?? []).map((id) => namer.personWithId(id)),
    ...(time.runnProjectIds ?? []).map((id) => namer.projectWithId(id)),
  ];
  if (candidates.length > 0) return `in Runn: ${joinNames(candidates)}`;
  if (time.togglUserId !== null) return 'no suggestion';
  return `by ${joinNames(
    time.byUser.map(({ togglUserId }) => namer.user(togglUserId)),
    { limit: 3 },
  )}`;
}

function layOutSummary(report: UnmatchedReport, style: Style, width: number): string[] {
  const seconds = report.unmatched.reduce((sum, time) => sum + time.seconds, 0);
  const requests = `Requests: Toggl ${report.requests.toggl}, Runn ${report.requests.runn}.`;
  const tracked = formatSeconds(report.trackedSeconds);
  if (report.unmatched.length === 0) {
    const words = report.trackedSeconds === 0 ? 'No time was tracked.' : `All ${tracked} tracked lead to Runn.`;
    return wrapText(`${words} ${requests}`, { width, paint: style.good });
  }
  const share = report.trackedSeconds === 0 ? 100 : Math.ceil((100 * seconds) / report.trackedSeconds);
  return [
    ...wrapText(`Unmatched: ${formatSeconds(seconds)} of ${tracked} tracked (${share} %). ${requests}`, {
      width,
      paint: style.strong,
    }),
    ...wrapText(`Next: mend the links above, then run \`toggl-runn sync ${rangeOptions(report.window)}\`.`, { width }),
  ];
}
