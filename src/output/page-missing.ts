/** Time that may be missing, by who can mend it. */
import type { MissingTime } from '../core/find-missing-time.ts';
import { count } from './count.ts';
import { html, type Markup, markCode } from './html.ts';
import {
  type MissingLine,
  type MissingSection,
  sectionsOfMissing,
  spellDays,
  sumUpMissing,
} from './missing-sections.ts';
import type { Namer } from './namer.ts';
import { renderTable } from './page-table.ts';

/** More would be a list that nobody reads; most hours first. */
const shownLines = 200;

export function renderMissing(missing: MissingTime, namer: Namer): Markup {
  const { words, remarks, isNothing } = sumUpMissing(missing, namer);
  const sections = sectionsOfMissing(missing, namer);
  return html`<p${isNothing ? html` class="good"` : null}>${words}</p>
${remarks.map((remark) => html`<p>${remark}</p>\n`)}${sections.map((section, index) => renderSection(section, index))}`;
}

function renderSection({ title, total, lines, hint }: MissingSection, index: number): Markup {
  const shown = [...lines].sort((a, b) => b.minutes - a.minutes).slice(0, shownLines);
  const hasProject = lines.some(({ project }) => project !== '');
  return html`<h3>${title} <span class="count">${total}</span></h3>
<p>${markCode(hint)}</p>
${renderTable<MissingLine>({
  id: `missing-${index + 1}`,
  label: title,
  rows: shown,
  sortedBy: { column: hasProject ? 2 : 1, order: 'descending' },
  columns: [
    { title: 'Person', kind: 'text', cell: ({ who }) => who },
    ...(hasProject ? [{ title: 'Project', kind: 'text' as const, cell: ({ project }: MissingLine) => project }] : []),
    { title: 'Hours', kind: 'number', cell: ({ hours }) => hours, value: ({ minutes }) => minutes },
    { title: 'Days', kind: 'number', cell: ({ dates }) => dates.length, value: ({ dates }) => dates.length },
    {
      title: 'Which',
      kind: 'text',
      cell: ({ dates }) => spellDays(dates, dates.length <= 31),
      value: ({ dates }) => dates[0] ?? '',
    },
  ],
})}${lines.length > shown.length ? html`<p>and ${count(lines.length - shown.length, 'more line')}: <code>--json</code> lists them</p>` : null}`;
}
