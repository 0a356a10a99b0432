/** The report as one HTML file that needs nothing else: no network, no fonts, no framework. */
import { createHash } from 'node:crypto';
import type { WindowReport } from '../core/report.ts';
import { count } from './count.ts';
import { formatTimestamp, formatWindow } from './format-day.ts';
import { html, type Markup, trustedMarkup } from './html.ts';
import { isLateChange } from './late-changes.ts';
import { countMissingDays } from './missing-sections.ts';
import { createNamer } from './namer.ts';
import { renderDayChart } from './page-days.ts';
import { listOtherFindings, renderFindings, renderLateChanges } from './page-findings.ts';
import { renderHeader } from './page-header.ts';
import { renderHeatMap } from './page-heat-map.ts';
import { hoursOfSeconds } from './page-hours.ts';
import { renderMissing } from './page-missing.ts';
import { periodsOf } from './page-periods.ts';
import { renderProjects } from './page-projects.ts';
import { renderRuns } from './page-runs.ts';
import { pageScript } from './page-script.ts';
import { renderStatement } from './page-statement.ts';
import { pageStyle } from './page-style.ts';
import { renderTiles } from './page-tiles.ts';
import { renderUnmatched } from './page-unmatched.ts';

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
<footer>Made by toggl-runn ${report.toolVersion} on ${formatTimestamp(report.madeAt)} with ${count(report.requests.toggl, 'request')} to Toggl and ${report.requests.runn} to Runn. Nothing was written to either.</footer>
<script>${trustedMarkup(pageScript)}</script>
</body>
</html>
`;
  return page.text;
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
  return html`${renderTiles(report)}
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
  return html`<div class="find" data-find="heat-map" role="search" hidden><label>Find a person <input type="search" autocomplete="off"></label> <label><input type="checkbox"> only where both sides differ</label> <output></output></div>
`;
}
