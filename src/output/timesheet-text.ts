/** A window of Runn's actuals as a timesheet: a line per person, a column per day. */
import { listDays } from '../core/dates.ts';
import type { Actual, Window } from '../core/model.ts';
import type { Names } from '../core/report.ts';
import { totalMinutes } from '../core/round.ts';
import { formatShortDay } from './format-day.ts';
import { formatMinutes } from './format-hours.ts';
import { layOutTable, type TableRow } from './layout.ts';
import { createNamer } from './namer.ts';
import { createStyle, type TextOptions } from './style.ts';

/** Renders hours by person and day, with sums; ends in a newline. Meant for up to a week. */
export function renderTimesheetText(
  timesheet: { readonly window: Window; readonly actuals: readonly Actual[]; readonly names: Names },
  options: Pick<TextOptions, 'colorLevel' | 'width'>,
): string {
  const style = createStyle(options.colorLevel);
  const namer = createNamer(timesheet.names);
  const days = listDays(timesheet.window);
  const people = [...new Set(timesheet.actuals.map((actual) => actual.personId))]
    .map((personId) => ({ personId, name: namer.person(personId) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const sum = (isWanted: (actual: Actual) => boolean) =>
    timesheet.actuals.filter(isWanted).reduce((minutes, actual) => minutes + totalMinutes(actual), 0);
  const cell = (minutes: number) => ({ text: minutes === 0 ? '.' : formatMinutes(minutes) });

  const rows: TableRow[] = [
    [
      { text: '' },
      ...days.map((day) => ({ text: `${formatShortDay(day).slice(0, 2)} ${day.slice(8)}`, paint: style.faint })),
      { text: 'sum', paint: style.faint },
    ],
    ...people.map(({ personId, name }) => [
      { text: name },
      ...days.map((day) => cell(sum((actual) => actual.personId === personId && actual.date === day))),
      cell(sum((actual) => actual.personId === personId)),
    ]),
    [
      { text: 'together', paint: style.strong },
      ...days.map((day) => cell(sum((actual) => actual.date === day))),
      { ...cell(sum(() => true)), paint: style.strong },
    ],
  ];
  const columns = [
    { align: 'left' as const, shrinksTo: 8 },
    ...days.map(() => ({ align: 'right' as const })),
    { align: 'right' as const },
  ];
  return `${layOutTable(rows, columns, { width: options.width, indent: 2 }).join('\n')}\n`;
}
