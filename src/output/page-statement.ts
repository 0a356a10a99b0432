/** The statement as a figure: both sides as bars on one scale, and below them the account that adds up (R15). */
import { scaleLinear } from 'd3-scale';
import type { FindingCode } from '../core/findings.ts';
import type { Statement } from '../core/plan.ts';
import { findingTitles } from './finding-titles.ts';
import { html, type Markup } from './html.ts';
import { createExactHours, hours } from './page-hours.ts';

/** A part of one side. `tone` is its colour, and the table says in words what it is. */
interface Part {
  readonly label: string;
  /** The code of what holds it back. */
  readonly code?: string;
  readonly tone: string;
  readonly minutes: number;
  /** As the account says it. */
  readonly text: string;
  readonly value: number;
}

export function renderStatement({ toggl, runn }: Statement): Markup {
  const left = togglParts(toggl);
  const right = runnParts(runn);
  const settledSeconds = toggl.inSyncSeconds + toggl.changedSeconds;
  const most = Math.max(toggl.trackedSeconds / 60, runn.minutesAfter, runn.minutesBefore);
  const exact = exactOf(toggl);
  const rounding =
    toggl.roundingSeconds === 0
      ? 'Nothing was added or lost by rounding.'
      : `Rounding to minutes ${toggl.roundingSeconds > 0 ? 'adds' : 'takes'} ${exact(Math.abs(toggl.roundingSeconds))}.`;
  return html`<figure class="statement">
<div class="bars">
${bar('Toggl Track', exact(toggl.trackedSeconds), left, most)}
${settledSeconds === 0 ? null : bridge(settledSeconds / 60, most, `${exact(settledSeconds)} have their place in Runn`)}
${bar('Runn after a sync', hours(runn.minutesAfter), right, most)}
${bar('Runn now', hours(runn.minutesBefore), [{ label: 'in Runn now', tone: 'runn', minutes: runn.minutesBefore, text: '', value: 0 }], most)}
</div>
<div class="accounts">
${account('toggl-account', "Where Toggl's time goes", left, 'tracked in Toggl', exact(toggl.trackedSeconds), toggl.trackedSeconds)}
${account('runn-account', 'What Runn would hold after a sync', right, 'in Runn after a sync', hours(runn.minutesAfter), runn.minutesAfter)}
</div>
<figcaption><strong>It balances.</strong> Of ${exact(toggl.trackedSeconds)} tracked, ${exact(settledSeconds)} have their place in Runn. ${rounding} That makes the ${hours(runn.fromToggl)} from Toggl in Runn.</figcaption>
</figure>
`;
}

function bar(name: string, total: string, parts: readonly Part[], most: number): Markup {
  const x = scaleLinear([0, most === 0 ? 1 : most], [0, 100]);
  let start = 0;
  const segments = parts.map(({ label, tone, minutes, text }) => {
    const [from, to] = [x(start), x(start + minutes)];
    start += minutes;
    return html`<rect class="${tone}" x="${percent(from)}" width="${percent(to - from)}" height="100%"><title>${`${label} ${text}`.trim()}</title></rect>`;
  });
  const words = parts.map(({ label, text }) => `${label} ${text}`.trim()).join(', ');
  return html`<div class="bar"><div class="name">${name} <b>${total}</b></div><svg role="img" aria-label="${name}: ${total}. ${words}" width="100%" height="26">${segments}</svg></div>`;
}

/** Ties the two halves together: as much of Toggl's bar as of Runn's. */
function bridge(minutes: number, most: number, words: string): Markup {
  const end = percent(scaleLinear([0, most === 0 ? 1 : most], [0, 100])(minutes));
  const line = (x1: string, y1: number, x2: string, y2: number) =>
    html`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
  return html`<svg class="bridge" aria-hidden="true" width="100%" height="18">${line('0', 9, end, 9)}${line('0', 2, '0', 16)}${line(end, 2, end, 16)}<text x="8" y="13">${words}</text></svg>`;
}

function account(
  id: string,
  title: string,
  parts: readonly Part[],
  whole: string,
  total: string,
  value: number,
): Markup {
  return html`<table id="${id}"><caption>${title}</caption><tbody>
${parts.map((part) => html`<tr><th scope="row"><span class="swatch ${part.tone}"></span>${part.label}${part.code === undefined ? null : html` <small>${part.code}</small>`}</th><td class="n" data-v="${part.value}">${part.text}</td></tr>\n`)}</tbody>
<tfoot><tr><th scope="row">${whole}</th><td class="n" data-v="${value}">${total}</td></tr></tfoot></table>`;
}

function exactOf(toggl: Statement['toggl']): (seconds: number) => string {
  const { trackedSeconds, inSyncSeconds, changedSeconds, excludedSeconds, roundingSeconds } = toggl;
  const held = Object.values(toggl.heldBackSeconds);
  return createExactHours([trackedSeconds, inSyncSeconds, changedSeconds, excludedSeconds, roundingSeconds, ...held]);
}

function togglParts(toggl: Statement['toggl']): Part[] {
  const exact = exactOf(toggl);
  const part = (label: string, tone: string, seconds: number): Part[] =>
    seconds === 0 ? [] : [{ label, tone, minutes: seconds / 60, text: exact(seconds), value: seconds }];
  const held = Object.entries(toggl.heldBackSeconds).sort(([, a], [, b]) => b - a) as [FindingCode, number][];
  return [
    ...part('in sync already', 'settled', toggl.inSyncSeconds),
    ...part('a sync would write', 'waiting', toggl.changedSeconds),
    ...held.flatMap(([code, seconds]) =>
      part(`held back: ${findingTitles[code]}`, 'held', seconds).map((each) => ({ ...each, code })),
    ),
    ...part('left out by map', 'excluded', toggl.excludedSeconds),
  ];
}

function runnParts(runn: Statement['runn']): Part[] {
  const part = (label: string, tone: string, minutes: number): Part[] =>
    minutes === 0 ? [] : [{ label, tone, minutes, text: hours(minutes), value: minutes }];
  return [
    ...part('from Toggl', 'settled', runn.fromToggl),
    ...part('only in Runn', 'foreign', runn.onlyInRunn),
    ...part('edits kept', 'foreign', runn.editsKept),
    ...part('split cells', 'held', runn.splitCells),
    ...part('not lowered', 'held', runn.clearsWithheld),
    ...part('closed periods', 'closed', runn.closedPeriods),
    ...part('not written', 'held', runn.failed),
  ];
}

/** Enough digits for a thousandth of the width of any screen. */
function percent(share: number): string {
  return `${Number(share.toFixed(3))}%`;
}
