/** The report as one HTML file that needs nothing else: no network, no fonts, no framework. */
import { createHash } from 'node:crypto';
import { driftOf } from '../core/compare-sides.ts';
import { countDays } from '../core/dates.ts';
import type { Window } from '../core/model.ts';
import type { WindowReport } from '../core/report.ts';
import { totalMinutes } from '../core/round.ts';
import { count } from './count.ts';
import { countChanges } from './count-changes.ts';
import { formatDay, formatWindow, monthOfWindow } from './format-day.ts';
import { billablePercent } from './format-hours.ts';
import { html, type Markup, type MarkupPart, markCode, markCommand, trustedMarkup } from './html.ts';
import { isLateChange } from './late-changes.ts';
import { countMissingDays } from './missing-sections.ts';
import { createNamer } from './namer.ts';
import { renderDayChart } from './page-days.ts';
import { listOtherFindings, renderFindings, renderLateChanges } from './page-findings.ts';
import { renderHeatMap } from './page-heat-map.ts';
import { hours, hoursOfSeconds, signedHours } from './page-hours.ts';
import { renderMissing } from './page-missing.ts';
import { periodsOf } from './page-periods.ts';
import { renderProjects } from './page-projects.ts';
import { formatInstant, renderRuns } from './page-runs.ts';
import { pageScript } from './page-script.ts';
import { renderStatement } from './page-statement.ts';
import { pageStyle } from './page-style.ts';
import { renderUnmatched } from './page-unmatched.ts';
import { rangeOptions } from './range-options.ts';
import { safeText } from './safe-text.ts';
import { describeRefusal } from './sync-text.ts';

/** One more line of defence behind the escaping: nothing is loaded from anywhere, and no other script runs. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src '${hashOf(pageStyle)}'`,
  `script-src '${hashOf(pageScript)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Renders the report; ends in a newline. */
export function renderReportPage(report: WindowReport): string {
  const title = `Toggl to Runn, ${formatWindow(report.window)}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="toggl-runn ${report.toolVersion}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trustedMarkup(pageStyle)}</style>
</head>
<body>
${renderHeader(report)}
<main>
${renderSections(report)}
</main>
<footer>Made by toggl-runn ${report.toolVersion} on ${formatInstant(report.madeAt)} with ${count(report.requests.toggl, 'request')} to Toggl and ${report.requests.runn} to Runn. Nothing was written to either.</footer>
<script>${trustedMarkup(pageScript)}</script>
</body>
</html>
`;
  return page.text;
}

function renderHeader(report: WindowReport): Markup {
  const { window, accounts, scope, lockedThrough, runs } = report;
  const { toggl, runn } = accounts;
  const [last] = runs;
  const environment = runn.environment === 'unknown' ? 'account' : `${runn.environment} account`;
  const line = (term: string, value: MarkupPart) => html`<div><dt>${term}</dt><dd>${value}</dd></div>\n`;
  const scopeWords = [
    ...scope.people.map((who) => `person ${safeText(who)}`),
    ...scope.projects.map((which) => `project ${safeText(which)}`),
  ];
  return html`<header>
<p class="eyebrow">Toggl Track to Runn</p>
<h1>${nameOf(window)}</h1>
<dl>
${line('Toggl', html`${toggl.workspaces.map(({ id, name }, index) => `${index === 0 ? '' : ', '}${safeText(name)} (${id})`)} at ${safeText(toggl.host)}`)}${line('Runn', html`<strong class="${runn.environment === 'LIVE' ? 'live' : 'test'}">${environment}</strong> at ${safeText(runn.host)}, key “${safeText(runn.key)}”`)}${scopeWords.length === 0 ? null : line('Only', scopeWords.join(', '))}${lockedThrough === null ? null : line('Closed', `through ${formatDay(lockedThrough)}`)}${line('Last run', last === undefined ? 'none of this machine' : html`<code>${safeText(last.run)}</code>, ${safeText(last.command)}, ${formatInstant(last.startedAt)}${last.finishedAt === null ? ', cut off' : ''}`)}${line('Made', formatInstant(report.madeAt))}</dl>
${renderVerdict(report)}
</header>`;
}

/** A whole month by its name, for that is what people file. */
function nameOf(window: Window): Markup {
  const days = `${formatWindow(window)}, ${count(countDays(window), 'day')}`;
  const month = monthOfWindow(window);
  return month === null ? html`${days}` : html`${month} <span class="count">${days}</span>`;
}

/** What one has to know when one reads nothing else. */
function renderVerdict(report: WindowReport): Markup {
  const { plan, refused, names, window } = report;
  const range = rangeOptions(window);
  if (refused !== null) {
    const { message } = describeRefusal(refused, names, createNamer(names));
    return html`<p class="verdict error"><strong>A sync would write nothing.</strong> ${markCode(message)} See ${markCommand(`toggl-runn dry-run ${range}`)}.</p>`;
  }
  const errors = plan.findings.filter(({ severity }) => severity === 'error').length;
  const warnings = plan.findings.filter(({ severity }) => severity === 'warning').length;
  const changes = plan.changes.length;
  const waiting =
    changes === 0
      ? null
      : html` ${count(changes, 'change waits', 'changes wait')} to be written: ${markCommand(`toggl-runn sync ${range}`)}.`;
  if (errors > 0) {
    return html`<p class="verdict error"><strong>${count(errors, 'finding needs', 'findings need')} somebody</strong>${warnings === 0 ? '' : `, ${count(warnings, 'more is', 'more are')} to be looked at`}.${waiting}</p>`;
  }
  if (warnings > 0) {
    return html`<p class="verdict warning"><strong>${count(warnings, 'finding is', 'findings are')} to be looked at.</strong>${waiting ?? ' But for these, Runn agrees with Toggl.'}</p>`;
  }
  if (plan.statement.toggl.trackedSeconds === 0 && plan.statement.runn.minutesBefore === 0) {
    return html`<p class="verdict waiting"><strong>Nothing there.</strong> Neither side has time on these days.</p>`;
  }
  return changes > 0
    ? html`<p class="verdict waiting"><strong>Runn is behind.</strong>${waiting}</p>`
    : html`<p class="verdict good"><strong>Runn agrees with Toggl.</strong> Every minute tracked is there exactly once.</p>`;
}

interface Section {
  readonly id: string;
  readonly title: string;
  /** Behind the title, and in the list of sections. */
  readonly note: string;
  readonly body: Markup;
}

const nothingThere = html`<p>Neither side has time on these days.</p>
`;

function renderSections(report: WindowReport): Markup {
  const { figures, plan, names, unmatched } = report;
  const namer = createNamer(names);
  const periods = periodsOf(report.window);
  const unmatchedSeconds = unmatched.reduce((sum, { seconds }) => sum + seconds, 0);
  const late = plan.findings.filter(isLateChange);
  const others = listOtherFindings(plan.findings);
  const sections: readonly Section[] = [
    { id: 'statement', title: 'Where the time went', note: '', body: renderStatement(plan.statement) },
    {
      id: 'people',
      title: `People by ${periods.unit}`,
      note: count(figures.people.length, 'person', 'people'),
      body:
        figures.people.length === 0
          ? nothingThere
          : html`${renderDayChart(periods, figures.days)}${findPeople(figures.people.length)}${renderHeatMap(figures, { periods, missing: report.missing, namer })}`,
    },
    {
      id: 'by-project',
      title: 'Projects',
      note: count(figures.projects.length, 'project'),
      body: figures.projects.length === 0 ? nothingThere : renderProjects(figures, namer),
    },
    {
      id: 'unmatched',
      title: 'Unmatched time',
      note: hoursOfSeconds(unmatchedSeconds),
      body: renderUnmatched(report, namer),
    },
    {
      id: 'missing',
      title: 'Missing time',
      note: count(countMissingDays(report.missing), 'day'),
      body: renderMissing(report.missing, namer),
    },
    {
      id: 'late',
      title: 'Late changes',
      note: String(late.length),
      body: renderLateChanges(plan.findings, report.lockedThrough, names),
    },
    {
      id: 'findings',
      title: 'Other findings',
      note: String(others.length),
      body: renderFindings(plan.findings, names),
    },
    { id: 'history', title: 'Runs', note: String(report.runs.length), body: renderRuns(report) },
  ];
  return html`${renderTiles(report, unmatchedSeconds)}
<nav aria-label="Sections"><ul>${sections.map(({ id, title, note }) => html`<li><a href="#${id}">${title}${note === '' ? null : html` <span class="count">${note}</span>`}</a></li>`)}</ul></nav>
${sections.map(
  ({ id, title, note, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}${note === '' ? null : html` <span class="count">${note}</span>`}</h2>
${body}</section>
`,
)}`;
}

/** The script shows it: without one there is nothing that could search. */
function findPeople(people: number): Markup | null {
  if (people < 10) return null;
  return html`<form class="find" data-find="heat-map" role="search" hidden><label>Find a person <input type="search" autocomplete="off"></label> <label><input type="checkbox"> only where both sides differ</label> <output></output></form>
`;
}

/** The figures of the first glance. */
function renderTiles({ figures, plan, unmatched, missing }: WindowReport, unmatchedSeconds: number): Markup {
  const { total } = figures;
  const drift = driftOf(total);
  const { toggl } = plan.statement;
  const billable = billablePercent(total.toggl);
  const wanted = toggl.trackedSeconds - toggl.excludedSeconds;
  const share = wanted === 0 ? 0 : (100 * unmatchedSeconds) / wanted;
  const changes = countChanges(plan.changes);
  const kinds = Object.entries(changes).filter(([, number]) => number > 0);
  const tile = (id: string, name: string, value: MarkupPart, raw: number, note: MarkupPart) =>
    html`<div class="tile"><dt>${name}</dt><dd><b id="${id}" data-v="${raw}">${value}</b><span>${note}</span></dd></div>\n`;
  return html`<dl class="tiles">
${tile('tracked', 'Tracked in Toggl', hoursOfSeconds(total.trackedSeconds), total.trackedSeconds, billable === null ? 'no time' : `${billable} % billable`)}${tile('in-runn', 'In Runn now', hours(totalMinutes(total.runn)), totalMinutes(total.runn), `${hours(totalMinutes(total.runnAfter))} after a sync`)}${tile('drift', 'Drift', signedHours(drift.now), drift.now, `${signedHours(drift.afterSync)} after a sync`)}${tile('waiting', 'Changes waiting', plan.changes.length, plan.changes.length, kinds.length === 0 ? 'nothing to write' : kinds.map(([kind, number]) => `${kind} ${number}`).join(', '))}${tile('unmatched-time', 'Unmatched', hoursOfSeconds(unmatchedSeconds), unmatchedSeconds, unmatched.length === 0 ? 'all leads to Runn' : `${share < 1 ? '< 1' : Math.round(share)} % of the time`)}${tile('missing-days', 'Days without time', countMissingDays(missing), countMissingDays(missing), 'of people who track in Toggl')}</dl>
`;
}
