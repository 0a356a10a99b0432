/** Toggl's time that does not reach Runn, by who has to mend it. */
import { type Mender, mendedBy } from '../core/mended-by.ts';
import type { UnmatchedTime, WindowReport } from '../core/report.ts';
import { count } from './count.ts';
import { becauseOf } from './describe-suggestion.ts';
import { html, type Markup, type MarkupPart, markCode } from './html.ts';
import { joinNames, type Namer } from './namer.ts';
import { hoursOfSeconds } from './page-hours.ts';
import { renderTable } from './page-table.ts';
import { safeText } from './safe-text.ts';

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
      `Give each person and project an external reference \`${name}\` with the Toggl id, take a doubled one away, bring archived records back; or decide it in \`map\` of the configuration. \`toggl-runn link\` proposes the links.`,
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
interface Line {
  readonly what: string;
  readonly id: string;
  readonly seconds: number;
  readonly days: number;
  readonly why: string;
  readonly remark: MarkupPart;
}

export function renderUnmatched({ unmatched, referenceNames }: WindowReport, namer: Namer): Markup {
  if (unmatched.length === 0) return html`<p class="good">All time that was tracked leads to Runn.</p>`;
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
  const lines =
    mender === 'tracker' ? times.flatMap((time) => linesByUser(time, namer)) : times.map((time) => lineOf(time, namer));
  const seconds = times.reduce((sum, time) => sum + time.seconds, 0);
  return html`<h3>${title} <span class="count">${hoursOfSeconds(seconds)}</span></h3>
<p>${markCode(hint(referenceName))}</p>
${renderTable<Line>({
  id: `unmatched-${mender}`,
  label: `Unmatched time ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
  rows: lines,
  sortedBy: { column: 1, order: 'descending' },
  columns: [
    {
      title: mender === 'tracker' ? 'Person' : 'Person or project',
      kind: 'text',
      cell: ({ what }) => what,
      total: 'All',
    },
    {
      title: 'Hours',
      kind: 'number',
      cell: (line) => hoursOfSeconds(line.seconds),
      value: (line) => line.seconds,
      total: hoursOfSeconds(seconds),
    },
    ...(mender === 'tracker'
      ? []
      : [
          { title: 'Days', kind: 'number' as const, cell: (line: Line) => line.days, value: (line: Line) => line.days },
          { title: 'Why', kind: 'text' as const, cell: (line: Line) => line.why },
        ]),
    { title: 'Toggl id', kind: 'text', cell: ({ id }) => (id === '' ? '' : html`<code>${id}</code>`) },
    ...(mender === 'tracker'
      ? []
      : [{ title: 'What helps', kind: 'text' as const, cell: ({ remark }: Line) => remark }]),
  ],
})}`;
}

const why: Readonly<Record<UnmatchedTime['reason'], (isPerson: boolean) => string>> = {
  'unmatched-person': () => 'person without a link',
  'unmatched-project': () => 'project without a link',
  'no-project': () => 'no project',
  ambiguous: (isPerson) => `id on several ${isPerson ? 'people' : 'projects'}`,
  archived: (isPerson) => `${isPerson ? 'person' : 'project'} is archived`,
};

function lineOf(time: UnmatchedTime, namer: Namer): Line {
  const isPerson = time.togglUserId !== null;
  const id = time.togglUserId ?? time.togglProjectId;
  return {
    what: isPerson ? namer.user(time.togglUserId ?? undefined) : namer.togglProject(time.togglProjectId),
    id: id === null ? '' : String(id),
    seconds: time.seconds,
    days: time.days.length,
    why: why[time.reason](isPerson),
    remark: remarkOf(time, namer),
  };
}

function linesByUser(time: UnmatchedTime, namer: Namer): Line[] {
  return time.byUser.map(({ togglUserId, seconds }) => ({
    what: namer.user(togglUserId),
    id: String(togglUserId),
    seconds,
    days: 0,
    why: '',
    remark: null,
  }));
}

/** What helps most: the suggestion, else where the link leads, else who tracked it. */
function remarkOf(time: UnmatchedTime, namer: Namer): MarkupPart {
  const { suggestion, mapTarget } = time;
  if (mapTarget !== undefined) return html`<code>map</code> leads to <code>runn:${mapTarget}</code>`;
  if (suggestion !== null) {
    return html`probably <strong>${safeText(suggestion.name)}</strong> (<code>runn:${suggestion.runnId}</code>): ${becauseOf(suggestion)}`;
  }
  const candidates = [
    ...(time.runnPersonIds ?? []).map((id) => namer.personWithId(id)),
    ...(time.runnProjectIds ?? []).map((id) => namer.projectWithId(id)),
  ];
  if (candidates.length > 0) return `in Runn: ${joinNames(candidates)}`;
  const people = time.byUser.map(({ togglUserId }) => namer.user(togglUserId));
  if (time.togglUserId !== null) return `on ${count(time.byProject.length, 'project')}; no suggestion`;
  return `tracked by ${joinNames(people, { limit: 3 })}`;
}
