/** Missing time by who can mend it, in words, for the formats that people read. */
import { addDays } from '../core/dates.ts';
import { type MissingTime, scheduledMinutesOf } from '../core/find-missing-time.ts';
import type { IsoDate } from '../core/model.ts';
import { count } from './count.ts';
import { formatDay, formatShortDay } from './format-day.ts';
import { formatMinutes, formatSeconds } from './format-hours.ts';
import type { Namer } from './namer.ts';

export interface MissingSection {
  readonly title: string;
  /** Hours or days of all lines; empty for none. */
  readonly total: string;
  readonly lines: readonly MissingLine[];
  readonly hint: string;
}

export interface MissingLine {
  readonly hours: string;
  readonly minutes: number;
  readonly who: string;
  /** Empty where it is about the whole day. */
  readonly project: string;
  readonly dates: readonly IsoDate[];
}

/** All kinds of missing time that there are, in the order in which they are mended. */
export function sectionsOfMissing(missing: MissingTime, namer: Namer): MissingSection[] {
  const untracked = missing.untracked.filter(({ isLinked }) => isLinked);
  const unlinked = missing.untracked.filter(({ isLinked }) => !isLinked);
  const linesOf = (people: MissingTime['untracked']): MissingLine[] =>
    people.map(({ personId, days }) => ({
      ...amountOf(sumOf(days, ({ contractMinutes }) => contractMinutes)),
      who: namer.person(personId),
      project: '',
      dates: days.map(({ date }) => date),
    }));
  const countDaysOf = (people: MissingTime['untracked']) =>
    count(
      sumOf(people, ({ days }) => days.length),
      'day',
    );
  const sections: MissingSection[] = [
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
        ...amountOf(scheduledMinutesOf(days)),
        who: namer.person(personId),
        project: namer.project(projectId),
        dates: days.map(({ date }) => date),
      })),
      hint: assumedHint(missing),
    },
    {
      title: `Days over ${formatMinutes(missing.dayLimitMinutes)} in Toggl`,
      total: '',
      lines: missing.longDays.map(({ date, personId, togglUserIds, seconds }) => ({
        hours: formatSeconds(seconds),
        minutes: seconds / 60,
        who: personId === null ? namer.user(togglUserIds[0]) : namer.person(personId),
        project: '',
        dates: [date],
      })),
      hint: 'For those who tracked it: look for a timer that ran overnight, or for entries that stand twice.',
    },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

function amountOf(minutes: number): Pick<MissingLine, 'hours' | 'minutes'> {
  return { hours: formatMinutes(minutes), minutes };
}

function assumedHint({ assumed }: MissingTime): string {
  const tracked = sumOf(assumed, ({ days }) => sumOf(days, ({ trackedSeconds }) => trackedSeconds));
  const rest =
    'let Runn fill in zeros ("Autofill Missing Actuals"), set `rules.zeros: scheduled`, or correct the schedule.';
  if (tracked === 0) return `For whoever keeps Runn: ${rest}`;
  return `For the ${formatSeconds(tracked)} that Toggl has on these days: run \`sync\`. For the rest: ${rest}`;
}

const shownRuns = 3;

/** `Mon 01 Jan to Wed 03 Jan, Fri 05 Jan`: days that follow each other become one piece. */
export function spellDays(dates: readonly IsoDate[], isAll: boolean): string {
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

/** Working days without time of those whom a link leads to: what can be mended by them. */
export function countMissingDays({ untracked }: MissingTime): number {
  return sumOf(
    untracked.filter(({ isLinked }) => isLinked),
    ({ days }) => days.length,
  );
}

/** What was found in a sentence, and what could not be told. */
export function sumUpMissing(
  missing: MissingTime,
  namer: Namer,
): { readonly words: string; readonly remarks: readonly string[]; readonly isNothing: boolean } {
  const days = sumOf(missing.untracked, (each) => each.days.length);
  const assumed = sumOf(missing.assumed, (each) => scheduledMinutesOf(each.days));
  const isNothing = days === 0 && assumed === 0 && missing.longDays.length === 0;
  const words = isNothing
    ? 'Missing: nothing.'
    : `Missing: ${count(days, 'working day')} without time, ${formatMinutes(assumed)} only scheduled, ${count(missing.longDays.length, 'day')} too long.`;
  const remarks = [
    ...(missing.lastDay === null
      ? []
      : [`Days after ${formatDay(missing.lastDay)} are not looked at: they may not be over yet.`]),
    ...missing.unseen.map(({ workspaceId, cause, until }) =>
      cause === 'not-admin'
        ? `Of days without time nothing can be said: the token's owner is no admin of ${namer.workspace(workspaceId)}, so that others' time is hidden.`
        : `Of days without time up to ${until} nothing can be said: ${namer.workspace(workspaceId)} no longer shows them.`,
    ),
    ...(missing.unclearDays > 0
      ? [`Of ${count(missing.unclearDays, 'day')} Runn does not say whether there was anything to work.`]
      : []),
  ];
  return { words, remarks, isNothing: isNothing && remarks.length === 0 };
}

function sumOf<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + numberOf(item), 0);
}
