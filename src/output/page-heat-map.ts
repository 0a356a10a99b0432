/**
 * Person by day: the hours of Toggl, and how far Runn is from them. A table and no picture, so that it can be read aloud,
 * searched, scrolled below its own head, and printed over several pages.
 */
import { scaleThreshold } from 'd3-scale';
import { driftOf, type PersonFigures, type WindowFigures } from '../core/compare-sides.ts';
import type { MissingTime } from '../core/find-missing-time.ts';
import type { IsoDate, RunnPersonId } from '../core/model.ts';
import { totalMinutes } from '../core/round.ts';
import { html, type Markup } from './html.ts';
import type { Namer } from './namer.ts';
import { hours, signedHours } from './page-hours.ts';
import { compareNames, namesOfPerson } from './page-names.ts';
import type { Period, PeriodFigures, Periods } from './page-periods.ts';

/** How strong a drift shows: from one minute, one hour, four hours. */
const strengthOf = scaleThreshold<number, '' | '1' | '2' | '3'>([1, 60, 240], ['', '1', '2', '3']);

interface HeatMapOptions {
  readonly periods: Periods;
  readonly missing: MissingTime;
  readonly namer: Namer;
}

export function renderHeatMap(figures: WindowFigures, { periods, missing, namer }: HeatMapOptions): Markup {
  const gaps = findGaps(missing, periods);
  const people = figures.people
    .map((person) => ({ person, name: namesOfPerson(person, namer) }))
    .sort((a, b) => compareNames(a.name, b.name));
  const { total } = figures;
  const drift = driftOf(total);
  return html`<p class="legend heat-legend">Each cell has the hours of Toggl; where Runn is not the same, also what it has more or less.
${key('in', '7:30', 'the same')}${key('l2', '−1:30', 'Runn lacks')}${key('m2', '+1:30', 'Runn has more')}${key('l2', '!', 'stays after a sync: somebody has to act')}${gaps.size === 0 ? null : key('gap', 'none', 'no time on a working day')}${total.excludedSeconds === 0 ? null : key('out', '(7:30)', 'left out by map')}</p>
<div class="scroll" role="region" aria-label="Toggl against Runn by person and ${periods.unit}" tabindex="0"><table id="heat-map" class="sortable heat">
<caption class="aside">Toggl against Runn by person and ${periods.unit}</caption>
<thead><tr><th scope="col" data-sort="text" aria-sort="ascending">Person</th><th scope="col" class="n" data-sort="number">Toggl</th><th scope="col" class="n" data-sort="number">Runn</th><th scope="col" class="n" data-sort="number">Drift</th><th scope="col" class="n" data-sort="number"><span class="aside">Drift </span>after<br>a sync</th>${periods.list.map(headOf)}</tr></thead>
<tbody>
${people.map(({ person, name }) => rowOf(person, name, periods, gaps))}</tbody>
<tfoot><tr><th scope="row">All</th>${sums(totalMinutes(total.toggl), totalMinutes(total.runn), drift.now, drift.afterSync)}${cells(periods, periods.sum(figures.days))}</tr></tfoot>
</table></div>
`;
}

function key(tone: string, sample: string, meaning: string): Markup {
  return html` <span class="key"><span class="cell ${tone}">${sample}</span>${meaning}</span>`;
}

function headOf({ head: [first, second], title, isWeekend }: Period): Markup {
  return html`<th scope="col" class="${isWeekend ? 'd w' : 'd'}"><abbr title="${title}">${first}<br>${second}</abbr></th>`;
}

function rowOf(person: PersonFigures, name: string, periods: Periods, gaps: Gaps): Markup {
  const drift = driftOf(person);
  const mark = person.personId === null ? html` <small>not in Runn</small>` : null;
  return html`<tr><th scope="row">${name}${mark}</th>${sums(totalMinutes(person.toggl), totalMinutes(person.runn), drift.now, drift.afterSync)}${cells(periods, periods.sum(person.days), gaps.get(person.personId))}</tr>
`;
}

/** Working days without time, by person; only where each column is a day. */
type Gaps = ReadonlyMap<RunnPersonId | null, ReadonlySet<IsoDate>>;

function findGaps({ untracked }: MissingTime, { unit }: Periods): Gaps {
  if (unit === 'week') return new Map();
  return new Map(untracked.map(({ personId, days }) => [personId, new Set(days.map(({ date }) => date))]));
}

function sums(toggl: number, runn: number, drift: number, driftAfter: number): Markup {
  return html`<td class="n" data-v="${toggl}">${hours(toggl)}</td><td class="n" data-v="${runn}">${hours(runn)}</td>${driftCell(drift)}${driftCell(driftAfter)}`;
}

function driftCell(drift: number): Markup {
  return html`<td class="n s ${levelOf(drift)}" data-v="${drift}">${signedHours(drift)}</td>`;
}

function cells(
  { list }: Periods,
  byPeriod: ReadonlyMap<IsoDate, PeriodFigures>,
  gaps: ReadonlySet<IsoDate> = new Set(),
): Markup[] {
  return list.map((period) => cellOf(byPeriod.get(period.key), period, gaps.has(period.key)));
}

function cellOf(figures: PeriodFigures | undefined, { title, isWeekend }: Period, isGap: boolean): Markup {
  if (figures === undefined || isEmpty(figures)) {
    if (isGap) return html`<td class="gap">none</td>`;
    return isWeekend ? html`<td class="w"></td>` : html`<td></td>`;
  }
  const { toggl, runn, runnAfter, excluded } = figures;
  const [drift, driftAfter] = [runn - toggl, runnAfter - toggl];
  const data = `${toggl},${runn},${runnAfter}`;
  if (drift === 0 && driftAfter === 0) {
    if (toggl === 0) return html`<td class="out" data-m="${data}">(${hours(excluded)})</td>`;
    return html`<td class="in" data-m="${data}">${hours(toggl)}</td>`;
  }
  const after = runn === runnAfter ? 'a sync changes nothing' : `after a sync ${hours(runnAfter)}`;
  return html`<td class="${levelOf(drift)}" data-m="${data}" title="${title}: Toggl ${hours(toggl)}, Runn ${hours(runn)}, ${after}">${hours(toggl)}<b>${signedHours(drift)}${flagOf(drift, driftAfter)}</b></td>`;
}

function isEmpty({ toggl, runn, runnAfter, excluded }: PeriodFigures): boolean {
  return toggl === 0 && runn === 0 && runnAfter === 0 && excluded === 0;
}

/** `l2`: Runn lacks one hour or more. `m1`: it has some minutes more. */
function levelOf(drift: number): string {
  if (drift === 0) return 'in';
  return `${drift < 0 ? 'l' : 'm'}${strengthOf(Math.abs(drift))}`;
}

function flagOf(drift: number, driftAfter: number): Markup | null {
  return drift !== 0 && driftAfter !== 0 ? html`<i> !</i>` : null;
}
