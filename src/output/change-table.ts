/** The changes of a plan: grouped by person and day, or summed by person when there are too many to read. */
import { compareText } from '../core/compare-text.ts';
import type { Change, ChangeKind, ChangeReason, Minutes, RunnPersonId } from '../core/model.ts';
import { totalMinutes } from '../core/round.ts';
import { count } from './count.ts';
import { formatDay, formatShortDay } from './format-day.ts';
import { billablePercent, formatMinutes, formatSignedMinutes } from './format-hours.ts';
import { type Cell, type Column, layOutTable, type TableRow } from './layout.ts';
import type { Namer } from './namer.ts';
import type { Style, TextOptions } from './style.ts';

/** One sign per kind, so that a plan can be searched by it. */
export const signs: Readonly<Record<ChangeKind, string>> = { create: '+', update: '~', overwrite: '!', clear: '-' };

export const kinds: readonly ChangeKind[] = ['create', 'update', 'overwrite', 'clear'];

/** Short, for the sign has said most of it. */
export const reasons: Readonly<Record<ChangeReason, string>> = {
  'new-in-toggl': 'new',
  'changed-in-toggl': 'changed',
  'gone-from-toggl': 'gone',
  mark: 'mark only',
  'zero-filled': 'was 0:00',
  'edited-in-runn': 'edited in Runn',
  'entered-in-runn': 'entered in Runn',
  'shared-cell': 'shared cell',
  adopted: 'adopted',
  'unmarked-cleared': 'not in Toggl',
  rerole: 'other role',
  'scheduled-zero': 'not worked',
  undone: 'undone',
};

/** For a narrow column; of an undo there is nothing to say, for all of it is undone. */
const shortReasons: Readonly<Record<ChangeReason, string>> = {
  ...reasons,
  'edited-in-runn': 'edited',
  'entered-in-runn': 'by hand',
  undone: '',
};

/** A plan longer than this is summed by person unless all is asked for. */
export const longestList = 40;

/** Lines that begin with a blank one; empty for no changes. */
export function layOutChanges(
  changes: readonly Change[],
  namer: Namer,
  style: Style,
  options: Pick<TextOptions, 'width' | 'isAll'> & {
    /** Words for the legend, where a kind means something else. */
    readonly kindNames?: Readonly<Record<ChangeKind, string>>;
  },
): string[] {
  if (changes.length === 0) return [];
  const people = groupByPerson(changes, namer);
  const legend = kinds
    .filter((kind) => changes.some((change) => change.kind === kind))
    .map((kind) => `${style.sign[kind](signs[kind])} ${style.faint(options.kindNames?.[kind] ?? kind)}`)
    .join('  ');
  const isFolded = !options.isAll && changes.length > longestList;
  return [
    '',
    `${style.strong(`Changes (${changes.length})`)}  ${legend}`,
    ...(isFolded ? sumByPerson(people, style, options.width) : listChanges(people, namer, style, options.width)),
    ...(isFolded ? [style.faint('  Summed by person: --all lists each change.')] : []),
  ];
}

interface PersonChanges {
  readonly name: string;
  readonly changes: readonly Change[];
}

export function groupByPerson(changes: readonly Change[], namer: Namer): PersonChanges[] {
  const groups = new Map<RunnPersonId, Change[]>();
  for (const change of changes) {
    const group = groups.get(change.personId);
    if (group === undefined) groups.set(change.personId, [change]);
    else group.push(change);
  }
  return [...groups]
    .map(([personId, group]) => ({ name: namer.person(personId), changes: group }))
    .sort((a, b) => compareText(a.name.toLowerCase(), b.name.toLowerCase()));
}

const nothing: Minutes = { billableMinutes: 0, nonbillableMinutes: 0 };

/** What a list of changes adds to Runn, signed. */
export function deltaOf(changes: readonly Change[]): number {
  return changes.reduce((sum, { before, after }) => sum + totalMinutes(after) - totalMinutes(before ?? nothing), 0);
}

// ------------------------------------------------------------------------------------------------ each change

const changeColumns: readonly Column[] = [
  { align: 'left' },
  { align: 'left' },
  { align: 'left', shrinksTo: 12 },
  { align: 'right' },
  { align: 'right' },
  { align: 'left' },
];

/** Below this the reason goes, so that a project's name keeps some room. */
const widthOfReasons = 76;

function listChanges(people: readonly PersonChanges[], namer: Namer, style: Style, width: number): string[] {
  const everything = people.flatMap(({ changes }) => changes);
  const afterWidth = Math.max(...everything.map(({ after }) => formatMinutes(totalMinutes(after)).length));
  const rows: TableRow[] = [['', '', '', 'hours', 'billable', ''].map((text) => ({ text, paint: style.faint }))];
  for (const { name, changes } of people) {
    const size = `${count(changes.length, 'change')}, ${formatSignedMinutes(deltaOf(changes))}`;
    rows.push({ line: `  ${style.strong(name)}  ${style.faint(size)}` });
    const numberInCell = countByCell(changes);
    let day = '';
    for (const change of changes) {
      rows.push([
        { text: signs[change.kind], paint: style.sign[change.kind] },
        { text: formatShortDay(change.date), paint: change.date === day ? style.faint : undefined },
        { text: projectOf(change, (numberInCell.get(cellOf(change)) ?? 0) > 1, namer) },
        { text: hoursOf(change, afterWidth) },
        { text: billableOf(change) },
        { text: width < widthOfReasons ? '' : shortReasons[change.reason], paint: style.faint },
      ]);
      day = change.date;
    }
  }
  return layOutTable(rows, changeColumns, { width, indent: 4 });
}

/** With two roles in one cell, only the role tells the lines apart (R11). */
function projectOf(change: Change, isCrowded: boolean, namer: Namer): string {
  const name = namer.project(change.projectId);
  return isCrowded ? `${name}, ${namer.role(change.roleId)}` : name;
}

function countByCell(changes: readonly Change[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const change of changes) numbers.set(cellOf(change), (numbers.get(cellOf(change)) ?? 0) + 1);
  return numbers;
}

function cellOf({ date, projectId }: Change): string {
  return `${date} ${projectId}`;
}

/** `1:00 -> 12:30`, so filled up that arrows stand below each other; a new actual has nothing before. */
function hoursOf({ before, after }: Change, afterWidth: number): string {
  const hours = formatMinutes(totalMinutes(after)).padStart(afterWidth);
  return before === null ? hours : `${formatMinutes(totalMinutes(before))} -> ${hours}`;
}

/** `62 %`, or `0 -> 62 %` where the share changes and both sides have one. */
function billableOf({ before, after }: Change): string {
  const [old, now] = [before === null ? null : billablePercent(before), billablePercent(after)];
  if (now === null) return '';
  return old === null || old === now ? `${now} %` : `${old} -> ${now} %`;
}

/** `~ Eric Clapton, Hidden Moon Base, Tue 2024-01-02: 1:00 -> 6:30`, for a change outside the table. */
export function describeChange(change: Change, namer: Namer): string {
  const before = change.before === null ? '' : `${formatMinutes(totalMinutes(change.before))} -> `;
  const after = formatMinutes(totalMinutes(change.after));
  const where = `${namer.person(change.personId)}, ${namer.project(change.projectId)}, ${formatDay(change.date)}`;
  return `${signs[change.kind]} ${where}: ${before}${after}`;
}

// -------------------------------------------------------------------------------------------- sums by person

const sumColumns: readonly Column[] = [
  { align: 'left', shrinksTo: 12 },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'left' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
];

function sumByPerson(people: readonly PersonChanges[], style: Style, width: number): string[] {
  const rows = people.map(({ name, changes }) => sumRow(name, changes, style));
  const all = sumRow(
    'together',
    people.flatMap(({ changes }) => changes),
    style,
  );
  const head = ['', '', '', '', '', 'before', '', 'after', 'billable', 'net'].map((text) => ({
    text,
    paint: style.faint,
  }));
  return layOutTable([head, ...rows, all.map((cell) => ({ ...cell, paint: style.strong }))], sumColumns, {
    width,
    indent: 2,
  });
}

function sumRow(name: string, changes: readonly Change[], style: Style): Cell[] {
  const before = changes.reduce((sum, change) => sum + totalMinutes(change.before ?? nothing), 0);
  const billable = billablePercent(sumOf(changes.map(({ after }) => after)));
  const delta = deltaOf(changes);
  return [
    { text: name },
    ...kinds.map((kind) => {
      const number = changes.filter((change) => change.kind === kind).length;
      const paint = (text: string) => `${style.sign[kind](text.slice(0, 1))}${text.slice(1)}`;
      return { text: number === 0 ? '' : `${signs[kind]}${number}`, paint };
    }),
    { text: formatMinutes(before) },
    { text: '->' },
    { text: formatMinutes(before + delta) },
    { text: billable === null ? '' : `${billable} %` },
    { text: formatSignedMinutes(delta) },
  ];
}

function sumOf(all: readonly Minutes[]): Minutes {
  return {
    billableMinutes: all.reduce((sum, { billableMinutes }) => sum + billableMinutes, 0),
    nonbillableMinutes: all.reduce((sum, { nonbillableMinutes }) => sum + nonbillableMinutes, 0),
  };
}
