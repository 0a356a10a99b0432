/** The figures that one looks at first. */
import { driftOf } from '../core/compare-sides.ts';
import type { WindowReport } from '../core/report.ts';
import { totalMinutes } from '../core/round.ts';
import { countChanges } from './count-changes.ts';
import { billablePercent } from './format-hours.ts';
import { html, type Markup } from './html.ts';
import { countMissingDays } from './missing-sections.ts';
import { hours, hoursOfSeconds, signedHours } from './page-hours.ts';

interface Tile {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  /** In seconds, minutes or pieces. */
  readonly raw: number;
  readonly note: string;
}

export function renderTiles(report: WindowReport): Markup {
  return html`<dl class="tiles">
${listTiles(report).map(
  ({ id, name, value, raw, note }) =>
    html`<div class="tile"><dt>${name}</dt><dd><b id="${id}" data-v="${raw}">${value}</b><span>${note}</span></dd></div>\n`,
)}</dl>
`;
}

function listTiles({ figures, plan, unmatched, missing }: WindowReport): Tile[] {
  const { total } = figures;
  const drift = driftOf(total);
  const billable = billablePercent(total.toggl);
  const inRunn = totalMinutes(total.runn);
  const changes = plan.changes.length;
  const kinds = Object.entries(countChanges(plan.changes)).filter(([, number]) => number > 0);
  const unmatchedSeconds = unmatched.reduce((sum, { seconds }) => sum + seconds, 0);
  const missingDays = countMissingDays(missing);
  return [
    {
      id: 'tracked',
      name: 'Tracked in Toggl',
      value: hoursOfSeconds(total.trackedSeconds),
      raw: total.trackedSeconds,
      note: billable === null ? 'no time' : `${billable} % billable`,
    },
    {
      id: 'in-runn',
      name: 'In Runn now',
      value: hours(inRunn),
      raw: inRunn,
      note: `${hours(totalMinutes(total.runnAfter))} after a sync`,
    },
    {
      id: 'drift',
      name: 'Drift',
      value: signedHours(drift.now),
      raw: drift.now,
      note: `Runn less Toggl; ${signedHours(drift.afterSync)} after a sync`,
    },
    {
      id: 'waiting',
      name: 'Changes waiting',
      value: String(changes),
      raw: changes,
      note: changes === 0 ? 'nothing to write' : kinds.map(([kind, number]) => `${kind} ${number}`).join(', '),
    },
    {
      id: 'unmatched-time',
      name: 'Unmatched',
      value: hoursOfSeconds(unmatchedSeconds),
      raw: unmatchedSeconds,
      note: shareOf(unmatchedSeconds, total.trackedSeconds - total.excludedSeconds),
    },
    {
      id: 'missing-days',
      name: 'Days without time',
      value: String(missingDays),
      raw: missingDays,
      note: 'of linked people',
    },
  ];
}

function shareOf(unmatchedSeconds: number, wantedSeconds: number): string {
  if (unmatchedSeconds === 0) return 'all leads to Runn';
  const percentage = (100 * unmatchedSeconds) / wantedSeconds;
  return `${percentage < 1 ? '< 1' : Math.round(percentage)} % of the time`;
}
