/** `list-unmatched --format markdown`: what somebody has to mend, for whoever that is. */
import type { MissingTime } from '../core/find-missing-time.ts';
import type { UnmatchedReport } from '../core/report.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';

import {
  markdownFindings,
  markdownHeader,
  markdownHours,
  markdownNext,
  markdownSentence,
  markdownTable,
  renderMarkdown,
} from './markdown-parts.ts';
import { type MissingSection, sectionsOfMissing, spellDays, sumUpMissing } from './missing-sections.ts';
import { createNamer, type Namer } from './namer.ts';
import { safeMarkdown } from './safe-markdown.ts';
import type { TextOptions } from './style.ts';
import {
  findingsBeside,
  groupUnmatched,
  nextAfterUnmatched,
  sumUpUnmatched,
  type UnmatchedGroup,
} from './unmatched-groups.ts';

const shownOfGroup = 15;

/** Renders the report; ends in a newline. Names are escaped. */
export function renderUnmatchedMarkdown(report: UnmatchedReport, { isAll }: Pick<TextOptions, 'isAll'>): string {
  const namer = createNamer(report.names);
  const others = findingsBeside(report).map((finding) => ({ ...finding, ...describeFinding(finding, report.names) }));
  return renderMarkdown([
    ...markdownHeader(report),
    ...groupUnmatched(report, namer).flatMap((group) => layOutGroup(group, isAll)),
    ...(report.missing === undefined ? [] : layOutMissing(report.missing, namer, isAll)),
    ...markdownFindings(others, isAll),
    `**${safeMarkdown(sumUpUnmatched(report))}**`,
    markdownNext(nextAfterUnmatched(report)),
  ]);
}

function layOutGroup({ title, hint, seconds, rows }: UnmatchedGroup, isAll: boolean): string[] {
  const shown = isAll || rows.length <= shownOfGroup + 1 ? rows : rows.slice(0, shownOfGroup);
  const cells = shown.map((row) => [
    markdownHours(row.seconds),
    safeMarkdown(row.name),
    row.id,
    row.days === null ? '' : count(row.days, 'day'),
    safeMarkdown(row.remark),
  ]);
  const rest = rows.length - shown.length;
  return [
    `### ${title}: ${rows.length}, ${markdownHours(seconds)}`,
    markdownTable(['hours', 'in Toggl', 'id', 'on', ''], cells, '-::::'),
    rest > 0 ? `and ${rest} more: \`--all\` lists them` : '',
    markdownSentence(hint),
  ];
}

function layOutMissing(missing: MissingTime, namer: Namer, isAll: boolean): string[] {
  const { words, remarks } = sumUpMissing(missing, namer);
  return [
    ...sectionsOfMissing(missing, namer).flatMap((section) => layOutSection(section, isAll)),
    [`**${safeMarkdown(words)}**`, ...remarks.map(safeMarkdown)].join(' '),
  ];
}

function layOutSection({ title, total, lines, hint }: MissingSection, isAll: boolean): string[] {
  const shown = isAll || lines.length <= shownOfGroup + 1 ? lines : lines.slice(0, shownOfGroup);
  const cells = shown.map(({ hours, who, project, dates }) =>
    [hours, who, project, count(dates.length, 'day'), spellDays(dates, isAll)].map(safeMarkdown),
  );
  const rest = lines.length - shown.length;
  return [
    `### ${title}: ${[String(lines.length), total].filter((part) => part !== '').join(', ')}`,
    markdownTable(['hours', 'who', 'project', 'on', ''], cells, '-::::'),
    rest > 0 ? `and ${rest} more: \`--all\` lists them` : '',
    markdownSentence(hint),
  ];
}
