/** The statement as two short columns of sums: where the window's time went on both sides (R15). */
import type { Statement } from '../core/plan.ts';
import { formatClock, formatMinutes } from './format-hours.ts';
import { type Column, layOutTable, type TableRow, widthOf } from './layout.ts';
import type { Style } from './style.ts';

interface Line {
  readonly label: string;
  readonly value: string;
  readonly isTotal?: boolean;
}

/** What Runn's side tells of: what a sync would make of it, what it is, or what it is if nothing came of what got no answer. */
export type Standing = 'after-sync' | 'now' | 'as-known';

const standings: Readonly<Record<Standing, string>> = {
  'after-sync': 'in Runn after a sync',
  now: 'in Runn now',
  'as-known': 'in Runn, as far as known',
};

/**
 * Lines that begin with a blank one. Toggl's side is exact to the second, Runn's counts minutes; parts of nothing are
 * left out. The parts below each heading add up to it.
 */
export function layOutStatement(statement: Statement, standing: Standing, style: Style, width: number): string[] {
  const left = togglLines(statement.toggl);
  const right = runnLines(statement.runn, standing);
  const lines = ['', style.strong('Where the time went')];
  if (width < 72) return [...lines, ...table(left, [], style, width), ...table(right, [], style, width)];
  return [...lines, ...table(left, right, style, width)];
}

function togglLines(toggl: Statement['toggl']): Line[] {
  const heldBack = Object.entries(toggl.heldBackSeconds).filter(([, seconds]) => seconds > 0);
  const all = [
    toggl.trackedSeconds,
    toggl.inSyncSeconds,
    toggl.changedSeconds,
    toggl.excludedSeconds,
    ...heldBack.map(([, seconds]) => seconds),
  ];
  // With whole minutes only, as a planner would write them, seconds would be noise; else they are what adds up.
  const format = all.every((seconds) => seconds % 60 === 0)
    ? (seconds: number) => formatMinutes(seconds / 60)
    : formatClock;
  const part = (label: string, seconds: number) =>
    seconds === 0 ? [] : [{ label: `  ${label}`, value: format(seconds) }];
  return [
    { label: 'tracked in Toggl', value: format(toggl.trackedSeconds), isTotal: true },
    ...part('in sync already', toggl.inSyncSeconds),
    ...part('in changed days', toggl.changedSeconds),
    ...heldBack.flatMap(([code, seconds]) => part(`held back: ${code}`, seconds)),
    ...part('excluded by map', toggl.excludedSeconds),
    ...(toggl.roundingSeconds === 0 ? [] : [{ label: 'added by rounding', value: formatClock(toggl.roundingSeconds) }]),
  ];
}

function runnLines(runn: Statement['runn'], standing: Standing): Line[] {
  const part = (label: string, minutes: number) =>
    minutes === 0 ? [] : [{ label: `  ${label}`, value: formatMinutes(minutes) }];
  return [
    {
      label: standings[standing],
      value: formatMinutes(runn.minutesAfter),
      isTotal: true,
    },
    ...part('from Toggl', runn.fromToggl),
    ...part('only in Runn', runn.onlyInRunn),
    ...part('edits kept', runn.editsKept),
    ...part('split cells', runn.splitCells),
    ...part('not lowered', runn.clearsWithheld),
    ...part('closed periods', runn.closedPeriods),
    ...part('not written', runn.failed),
    { label: 'before', value: formatMinutes(runn.minutesBefore) },
  ];
}

const columns: readonly Column[] = [
  { align: 'left' },
  { align: 'right' },
  { align: 'left' },
  { align: 'left' },
  { align: 'right' },
];

function table(left: readonly Line[], right: readonly Line[], style: Style, width: number): string[] {
  const rows: TableRow[] = [];
  const labelWidth = Math.max(...left.map(({ label }) => widthOf(label)));
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [a, b] = [left[index], right[index]];
    rows.push([
      { text: a?.label.padEnd(labelWidth) ?? '', paint: paintOf(a, style) },
      { text: a?.value ?? '', paint: paintOf(a, style) },
      { text: right.length > 0 ? ' ' : '' },
      { text: b?.label ?? '', paint: paintOf(b, style) },
      { text: b?.value ?? '', paint: paintOf(b, style) },
    ]);
  }
  return layOutTable(rows, columns, { width, indent: 2 });
}

function paintOf(line: Line | undefined, style: Style) {
  return line?.isTotal === true ? style.strong : undefined;
}
