/** The hours of each day as columns: what Toggl has beside what Runn has. */
import { scaleBand, scaleLinear } from 'd3-scale';
import type { DayFigures } from '../core/compare-sides.ts';
import { count } from './count.ts';
import { html, type Markup } from './html.ts';
import { hours } from './page-hours.ts';
import type { Period, PeriodFigures, Periods } from './page-periods.ts';

const plotHeight = 160;
const axisHeight = 34;
const topSpace = 8;
const height = topSpace + plotHeight + axisHeight;
/** So few columns have all their labels even on a telephone. */
const fewColumns = 10;

/** In per cent of the width, so that a few days do not become walls. */
const widestColumn = 7;

const nothing: PeriodFigures = { toggl: 0, runn: 0, runnAfter: 0, excluded: 0 };

/** The columns take parts of the width, so that the writing keeps its size on every screen. */
export function renderDayChart(periods: Periods, days: readonly DayFigures[]): Markup {
  const sums = periods.sum(days);
  const most = Math.max(60, ...[...sums.values()].flatMap(({ toggl, runn }) => [toggl, runn]));
  const y = scaleLinear([0, most / 60], [topSpace + plotHeight, topSpace]).nice(4);
  const x = scaleBand(
    periods.list.map(({ key }) => key),
    [0, Math.min(100, periods.list.length * widestColumn)],
  ).paddingInner(0.3);
  const width = x.bandwidth() / 2;
  const column = (side: 'toggl' | 'runn', period: Period) => {
    const minutes = (sums.get(period.key) ?? nothing)[side];
    if (minutes === 0) return null;
    const top = y(minutes / 60);
    const left = (x(period.key) ?? 0) + (side === 'toggl' ? 0 : width);
    return html`<rect class="${side}" x="${round(left)}%" y="${round(top)}" width="${round(width)}%" height="${round(topSpace + plotHeight - top)}"><title>${period.title}: ${side === 'toggl' ? 'Toggl' : 'Runn'} ${hours(minutes)}</title></rect>`;
  };
  const ticks = y.ticks(4).map((tick) => {
    const at = round(y(tick));
    return {
      line: html`<line x1="0" x2="100%" y1="${at}" y2="${at}"/>`,
      label: html`<text x="100%" y="${round(y(tick) + 4)}">${tick} h</text>`,
    };
  });
  const labels = periods.list
    .filter((_, index) => isLabelled(periods, index))
    .map(
      (period) =>
        html`<text x="${round(x(period.key) ?? 0)}%" y="${topSpace + plotHeight + 14}">${period.head[0]}</text><text x="${round(x(period.key) ?? 0)}%" y="${topSpace + plotHeight + 28}">${period.head[1]}</text>`,
    );
  const differing = [...sums.values()].filter(({ toggl, runn }) => toggl !== runn).length;
  const words = `Hours by ${periods.unit} in Toggl and in Runn; they differ in ${differing} of ${count(periods.list.length, periods.unit)}. The last rows of the heat map have the numbers.`;
  return html`<figure class="days">
<div class="legend"><span><span class="swatch toggl"></span>Toggl Track</span> <span><span class="swatch runn"></span>Runn now</span></div>
<div class="plot"><svg class="axis hours" aria-hidden="true" width="44" height="${height}">${ticks.map(({ label }) => label)}</svg><svg role="img" aria-label="${words}" width="100%" height="${height}">
<g class="axis">${ticks.map(({ line }) => line)}${labels}</g>
${periods.list.map((period) => [column('toggl', period), column('runn', period)])}
</svg></div>
</figure>
`;
}

/** Every Monday of a month, every fourth or so of many weeks. */
function isLabelled({ unit, list }: Periods, index: number): boolean {
  if (list.length <= fewColumns) return true;
  if (unit === 'day') return list[index]?.head[0] === 'Mon';
  return index % Math.ceil(list.length / fewColumns) === 0;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
