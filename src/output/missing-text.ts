/** The part of `list-unmatched --missing`: working days without time, hours that Runn assumes, and days too long. */
import { addDays } from '../core/dates.ts';
import { type MissingTime, scheduledMinutesOf } from '../core/find-missing-time.ts';
import type { IsoDate } from '../core/model.ts';
import { count } from './count.ts';
import { layOutHint } from './finding-sections.ts';
import { formatDay, formatShortDay } from './format-day.ts';
import { formatMinutes, formatSeconds } from './format-hours.ts';
import { type Cell, type Column, layOutTable, type TableRow, tableWidthOf, wrapText } from './layout.ts';
import type { Namer } from './namer.ts';
import type { Style, TextOptions } from './style.ts';

interface Section {
  readonly title: string;
  readonly total: string;
  readonly lines: readonly Line[];
  readonly hint: string;
}

/** A line of the table, and its days beside it, or below it where there is no room. */
interface Line {
  readonly cells: readonly Cell[];
  readonly dates: readonly IsoDate[];
}

const shownOfSection = 15;
const indent = 2;

const columns: readonly Column[] = [
  { align: 'right' },
  { align: 'left', shrinksTo: 14 },
  { align: 'left', shrinksTo: 14 },
  { align: 'left' },
  { align: 'left' },
];

/** A section for each kind of missing time that there is; each begins with a blank line. */
export function layOutMissing(
  missing: MissingTime,
  namer: Namer,
  style: Style,
  { width, isAll }: Pick<TextOptions, 'width' | 'isAll'>,
): string[] {
  return sectionsOf(missing, namer).flatMap(({ title, total, lines, hint }) => {
    if (lines.length === 0) return [];
    const shown = isAll || lines.length <= shownOfSection + 1 ? lines : lines.slice(0, shownOfSection);
    const rows = shown.map(({ cells, dates }) => ({ cells, days: spellDays(dates, isAll) }));
    const isWide = tableWidthOf(rows.map(({ cells, days }) => [...cells, { text: days }])) <= width - indent;
    const table: TableRow[] = rows.flatMap(({ cells, days }) =>
      isWide
        ? [[...cells, { text: days, paint: style.faint }]]
        : [cells, ...wrapText(days, { width, indent: 10, paint: style.faint }).map((line) => ({ line }))],
    );
    return [
      '',
      `${style.severity.warning(`${title} (${lines.length})`)}  ${style.faint(total)}`.trimEnd(),
      ...layOutTable(table, columns, { width, indent }),
      ...(shown.length < lines.length
        ? [style.faint(`  and ${lines.length - shown.length} more: --all lists them`)]
        : []),
      ...layOutHint(hint, indent, style, width),
    ];
  });
}

function sectionsOf(missing: MissingTime, namer: Namer): Section[] {
  const untracked = missing.untracked.filter(({ isLinked }) => isLinked);
  const unlinked = missing.untracked.filter(({ isLinked }) => !isLinked);
  const linesOf = (people: MissingTime['untracked']): Line[] =>
    people.map(({ personId, days }) => ({
      cells: [
        { text: formatMinutes(sumOf(days, ({ contractMinutes }) => contractMinutes)) },
        { text: namer.person(personId) },
        { text: count(days.length, 'day') },
      ],
      dates: days.map(({ date }) => date),
    }));
  const countDaysOf = (people: MissingTime['untracked']) =>
    count(
      sumOf(people, ({ days }) => days.length),
      'day',
    );
  return [
    {
      title: 'People with working days without time in Toggl',
      total: countDaysOf(untracked),
      lines: linesOf(untracked),
      hint: 'For those people: track the days in Toggl, or book the leave in Runn.',
    },
    {
      title: 'People without a link, with working days without time in Runn',
      total: countDaysOf(unlinked),
      lines: linesOf(unlinked),
      hint: 'For whoever keeps Runn: link those who track in Toggl, and book the time of the others.',
    },
    {
      title: 'Scheduled hours without an actual: Runn counts them as worked',
      total: formatMinutes(sumOf(missing.assumed, ({ days }) => scheduledMinutesOf(days))),
      lines: missing.assumed.map(({ personId, projectId, days }) => ({
        cells: [
          { text: formatMinutes(scheduledMinutesOf(days)) },
          { text: namer.person(personId) },
          { text: namer.project(projectId) },
          { text: count(days.length, 'day') },
        ],
        dates: days.map(({ date }) => date),
      })),
      hint: assumedHint(missing),
    },
    {
      title: `Days over ${formatMinutes(missing.dayLimitMinutes)} in Toggl`,
      total: '',
      lines: missing.longDays.map(({ date, personId, togglUserIds, seconds }) => ({
        cells: [
          { text: formatSeconds(seconds) },
          { text: personId === null ? namer.user(togglUserIds[0]) : namer.person(personId) },
        ],
        dates: [date],
      })),
      hint: 'For those who tracked it: look for a timer that ran overnight, or for entries that stand twice.',
    },
  ];
}

function assumedHint({ assumed }: MissingTime): string {
  const tracked = sumOf(assumed, ({ days }) => sumOf(days, ({ trackedSeconds }) => trackedSeconds));
  const rest =
    'let Runn fill in zeros ("Autofill Missing Actuals"), set `rules.zeros: scheduled`, or correct the schedule.';
  if (tracked === 0) return `For whoever keeps Runn: ${rest}`;
  return `For the ${formatSeconds(tracked)} that Toggl has on these days: run \`toggl-runn sync\`. For the rest: ${rest}`;
}

const shownRuns = 3;

/** `Mon 01 Jan to Wed 03 Jan, Fri 05 Jan`: days that follow each other become one piece. */
function spellDays(dates: readonly IsoDate[], isAll: boolean): string {
  const runs: { readonly first: IsoDate; last: IsoDate; days: number }[] = [];
  for (const date of dates) {
    const run = runs.at(-1);
    if (run !== undefined && addDays(run.last, 1) === date) {
      run.last = date;
      run.days += 1;
    } else {
      runs.push({ first: date, last: date, days: 1 });
    }
  }
  const shown = isAll || runs.length <= shownRuns ? runs : runs.slice(0, shownRuns - 1);
  const pieces = shown.map(({ first, last, days }) =>
    days === 1 ? formatShortDay(first) : `${formatShortDay(first)} to ${formatShortDay(last)}`,
  );
  const rest = sumOf(runs.slice(shown.length), ({ days }) => days);
  return [...pieces, ...(rest > 0 ? [count(rest, 'more day')] : [])].join(', ');
}

/** What was found in a line or two, and what could not be told. */
export function summarizeMissing(missing: MissingTime, namer: Namer, style: Style, width: number): string[] {
  const days = sumOf(missing.untracked, (each) => each.days.length);
  const assumed = sumOf(missing.assumed, (each) => scheduledMinutesOf(each.days));
  const isNothing = days === 0 && assumed === 0 && missing.longDays.length === 0;
  const words = isNothing
    ? 'Missing: nothing.'
    : `Missing: ${count(days, 'working day')} without time, ${formatMinutes(assumed)} only scheduled, ${count(missing.longDays.length, 'day')} too long.`;
  const remarks = [
    ...(missing.lastDay === null ? [] : [`Later days than ${formatDay(missing.lastDay)} are not over yet.`]),
    ...missing.unseen.map(({ workspaceId, cause, until }) =>
      cause === 'not-admin'
        ? `Of days without time nothing can be said: the token’s owner is no admin of ${namer.workspace(workspaceId)}, so that others’ time is hidden.`
        : `Of days without time up to ${until} nothing can be said: ${namer.workspace(workspaceId)} no longer shows them.`,
    ),
    ...(missing.unclearDays > 0
      ? [`Of ${count(missing.unclearDays, 'day')} Runn does not say whether there was anything to work.`]
      : []),
  ];
  return [
    ...wrapText(words, { width, paint: isNothing && remarks.length === 0 ? style.good : style.strong }),
    ...remarks.flatMap((remark) => wrapText(remark, { width })),
  ];
}

function sumOf<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + numberOf(item), 0);
}
