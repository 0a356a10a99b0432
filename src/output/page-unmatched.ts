/** Toggl's time that does not reach Runn, by who has to mend it. */
import { type Mender, mendedBy } from '../core/mended-by.ts';
import type { UnmatchedTime, WindowReport } from '../core/report.ts';
import { html, type Markup, markCode } from './html.ts';
import type { Namer } from './namer.ts';
import { hoursOfSeconds } from './page-hours.ts';
import { type PageColumn, renderTable } from './page-table.ts';
import { safeText } from './safe-text.ts';
import { type UnmatchedRow, unmatchedRowOf, unmatchedRowsByUser } from './unmatched-groups.ts';

interface Group {
  readonly mender: Mender;
  readonly title: string;
  readonly hint: (referenceName: string) => string;
}

const groups: readonly Group[] = [
  {
    mender: 'runn',
    title: 'For whoever keeps Runn',
    hint: (name) =>
      `Give each person and project an external reference \`${name}\` with the Toggl id, take a doubled one away, bring archived records back; or decide it in \`map\` of the configuration. \`link\` of toggl-runn proposes the links.`,
  },
  {
    mender: 'tracker',
    title: 'For those who tracked it',
    hint: () => 'Give the entries a project in Toggl. Or set `map.noProject` to a Runn project.',
  },
  {
    mender: 'configuration',
    title: 'For whoever keeps the configuration of toggl-runn',
    hint: () => '`map` leads to a record that Runn does not have: correct it.',
  },
];

/** One line of the tables. */
interface Line extends UnmatchedRow {
  readonly why: string;
}

export function renderUnmatched({ unmatched, figures, referenceNames }: WindowReport, namer: Namer): Markup {
  if (unmatched.length === 0) {
    const { excludedSeconds } = figures.total;
    return excludedSeconds === 0
      ? html`<p class="good">All time that was tracked leads to Runn.</p>`
      : html`<p class="good">All time that was tracked leads to Runn, but for ${hoursOfSeconds(excludedSeconds)} that <code>map</code> skips.</p>`;
  }
  const referenceName = safeText(referenceNames[0] ?? 'Custom1');
  return html`${groups.map((group) => renderGroup(group, unmatched, namer, referenceName))}`;
}

function renderGroup(
  { mender, title, hint }: Group,
  unmatched: readonly UnmatchedTime[],
  namer: Namer,
  referenceName: string,
): Markup | null {
  const times = unmatched.filter((time) => mendedBy(time) === mender);
  if (times.length === 0) return null;
  const seconds = times.reduce((sum, time) => sum + time.seconds, 0);
  return html`<h3>${title} <span class="count">${hoursOfSeconds(seconds)}</span></h3>
<p>${markCode(hint(referenceName))}</p>
${renderTable<Line>({
  id: `unmatched-${mender}`,
  label: `Unmatched time ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
  rows: times.flatMap((time) => linesOf(time, mender, namer)),
  sortedBy: { column: 1, order: 'descending' },
  columns: mender === 'tracker' ? columnsOf('Person', seconds) : [...columnsOf('Person or project', seconds), ...more],
})}`;
}

function columnsOf(title: string, total: number): PageColumn<Line>[] {
  return [
    { title, kind: 'text', cell: ({ name }) => name, total: 'All' },
    {
      title: 'Hours',
      kind: 'number',
      cell: ({ seconds }) => hoursOfSeconds(seconds),
      value: ({ seconds }) => seconds,
      total: hoursOfSeconds(total),
    },
    {
      title: 'Toggl id',
      kind: 'text',
      cell: ({ id }) => (id === '' ? '' : html`<code>${id.replace('toggl:', '')}</code>`),
    },
  ];
}

const more: readonly PageColumn<Line>[] = [
  { title: 'Days', kind: 'number', cell: ({ days }) => days ?? 0, value: ({ days }) => days ?? 0 },
  { title: 'Why', kind: 'text', cell: ({ why }) => why },
  {
    title: 'What helps',
    kind: 'text',
    cell: ({ remark, isSuggestion }) => (isSuggestion ? html`<strong>${remark}</strong>` : remark),
  },
];

const reasons: Readonly<Record<UnmatchedTime['reason'], (isPerson: boolean) => string>> = {
  'unmatched-person': () => 'person without a link',
  'unmatched-project': () => 'project without a link',
  'no-project': () => 'no project',
  ambiguous: (isPerson) => `id on several ${isPerson ? 'people' : 'projects'}`,
  archived: (isPerson) => `${isPerson ? 'person' : 'project'} is archived`,
};

function linesOf(time: UnmatchedTime, mender: Mender, namer: Namer): Line[] {
  const why = reasons[time.reason](time.togglUserId !== null);
  const rows = mender === 'tracker' ? unmatchedRowsByUser(time, namer) : [unmatchedRowOf(time, namer)];
  return rows.map((row) => ({ ...row, why }));
}
