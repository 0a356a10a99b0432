/** The statement by person, project or day (`--by`), as a table with one line per group. */
import { compareText } from '../core/compare-text.ts';
import type { RunnPersonId, RunnProjectId, TogglProjectId, TogglUserId } from '../core/model.ts';
import type { StatementGroup } from '../core/plan.ts';
import { formatMinutes, formatSeconds } from './format-hours.ts';
import { type Column, layOutTable, type TableRow } from './layout.ts';
import type { Namer } from './namer.ts';
import type { Style } from './style.ts';

const columns: readonly Column[] = [
  { align: 'left', shrinksTo: 12 },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
];

/** Lines that begin with a blank one; none without groups. */
export function layOutStatementGroups(
  groups: readonly StatementGroup[],
  namer: Namer,
  style: Style,
  width: number,
): string[] {
  if (groups.length === 0) return [];
  const heading = ['', 'tracked', 'held back', 'excluded', 'Runn before', 'Runn after'];
  const rows: TableRow[] = [
    heading.map((text) => ({ text, paint: style.faint })),
    ...byName(groups, namer).map(({ by, group, statement: { toggl, runn } }) => {
      const held = Object.values(toggl.heldBackSeconds).reduce((sum, seconds) => sum + seconds, 0);
      return [
        { text: nameOfGroup({ by, group }, namer) },
        { text: formatSeconds(toggl.trackedSeconds) },
        { text: held === 0 ? '' : formatSeconds(held) },
        { text: toggl.excludedSeconds === 0 ? '' : formatSeconds(toggl.excludedSeconds) },
        { text: formatMinutes(runn.minutesBefore) },
        { text: formatMinutes(runn.minutesAfter) },
      ];
    }),
  ];
  return ['', ...layOutTable(rows, columns, { width, indent: 2 })];
}

/** In the order of the names that are shown, as in the table of changes; days stay in theirs. */
export function byName(groups: readonly StatementGroup[], namer: Namer): StatementGroup[] {
  return groups.toSorted((a, b) => compareText(nameOfGroup(a, namer), nameOfGroup(b, namer)));
}

/** The name behind `runn:456`, `toggl:123`, `none` or a day. */
export function nameOfGroup({ by, group }: Pick<StatementGroup, 'by' | 'group'>, namer: Namer): string {
  if (by === 'day') return group;
  if (group === 'none') return namer.togglProject(null);
  const [service, digits] = group.split(':');
  const id = Number(digits);
  if (service === 'runn')
    return by === 'project' ? namer.project(id as RunnProjectId) : namer.person(id as RunnPersonId);
  return by === 'project' ? namer.togglProject(id as TogglProjectId) : namer.user(id as TogglUserId);
}
