/** Names the days, what the page was made from, and in one sentence what has to be done. */
import { countDays } from '../core/dates.ts';
import type { IsoDate, Window } from '../core/model.ts';
import type { WindowReport } from '../core/report.ts';
import { count } from './count.ts';
import { formatDay, formatTimestamp, monthOfWindow } from './format-day.ts';
import { html, type Markup, type MarkupPart, markCode, markCommand } from './html.ts';
import { countMissingDays } from './missing-sections.ts';
import { createNamer } from './namer.ts';
import { commandLine } from './next-step.ts';
import { configOptions, rangeOptions, scopeOptions } from './range-options.ts';
import { safeText } from './safe-text.ts';
import { describeRefusal } from './sync-text.ts';

export function renderHeader(report: WindowReport): Markup {
  return html`<header>
<p class="eyebrow">Toggl Track to Runn</p>
<h1>${nameOf(report.window)}</h1>
<dl>
${originsOf(report).map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>\n`)}</dl>
${renderVerdict(report)}
</header>`;
}

function originsOf({ accounts, scope, lockedThrough, runs, madeAt }: WindowReport): (readonly [string, MarkupPart])[] {
  const { toggl, runn } = accounts;
  const [last] = runs;
  const workspaces = toggl.workspaces.map(({ id, name }) => `${safeText(name)} (${id})`).join(', ');
  const environment = runn.environment === 'unknown' ? 'account' : `${runn.environment} account`;
  const limits = [
    ...scope.people.map((who) => `person ${safeText(who)}`),
    ...scope.projects.map((which) => `project ${safeText(which)}`),
  ];
  const lastRun =
    last === undefined
      ? 'none of this machine'
      : html`<code>${safeText(last.run)}</code>, ${safeText(last.command)}, ${formatTimestamp(last.startedAt)}${last.finishedAt === null ? ', cut off' : ''}`;
  return [
    ['Toggl', `${workspaces} at ${safeText(toggl.host)}`],
    [
      'Runn',
      html`<strong class="${runn.environment === 'LIVE' ? 'live' : 'test'}">${environment}</strong> at ${safeText(runn.host)}, key “${safeText(runn.key)}”`,
    ],
    ...(limits.length === 0 ? [] : [['Only', limits.join(', ')] as const]),
    ...(lockedThrough === null ? [] : [['Closed', `through ${formatDay(lockedThrough)}`] as const]),
    ['Last run', lastRun],
    ['Made', formatTimestamp(madeAt)],
  ];
}

/** A whole month by its name, for that is what people file. */
function nameOf(window: Window): Markup {
  const { since, until } = window;
  const word = (date: IsoDate) => html`<span class="word">${formatDay(date)}</span>`;
  const range = since === until ? word(since) : html`${word(since)} to ${word(until)}`;
  const days = html`${range}, ${count(countDays(window), 'day')}`;
  const month = monthOfWindow(window);
  return month === null ? html`${days}` : html`${month} <span class="count">${days}</span>`;
}

/** What one has to know when one reads nothing else. */
function renderVerdict(report: WindowReport): Markup {
  const { plan, refused, names, window } = report;
  const only = scopeOptions(report.scope);
  const options = [rangeOptions(window), ...only, ...configOptions(report.typed)];
  const changes = plan.changes.length;
  const missingDays = countMissingDays(report.missing);
  const waiting =
    changes === 0
      ? null
      : html` ${count(changes, 'change waits', 'changes wait')} to be written: ${markCommand(commandLine('sync', ...options))}`;
  const missing =
    missingDays === 0
      ? null
      : html` <a href="#missing">${count(missingDays, 'working day')}</a> of people who track in Toggl ${missingDays === 1 ? 'has' : 'have'} no time.`;
  const verdict = (tone: string, first: string, rest: MarkupPart) =>
    html`<p class="verdict ${tone}"><strong>${first}</strong>${rest}</p>`;

  if (refused !== null) {
    const { message } = describeRefusal(refused, names, createNamer(names));
    const command = markCommand(commandLine('dry-run', ...options));
    return verdict('error', 'A sync would write nothing.', html` ${markCode(message)} See ${command}`);
  }
  const errors = plan.findings.filter(({ severity }) => severity === 'error').length;
  const warnings = plan.findings.filter(({ severity }) => severity === 'warning').length;
  if (errors > 0) {
    const more = warnings === 0 ? '.' : `, ${count(warnings, 'more is', 'more are')} to be looked at.`;
    return verdict('error', count(errors, 'finding needs somebody', 'findings need somebody'), [
      more,
      missing,
      waiting,
    ]);
  }
  if (warnings > 0) {
    const seen = plan.findings.some(({ code }) => code === 'unseen-time') ? 'what was seen of ' : '';
    const rest = waiting ?? ` But for what is listed, Runn agrees with ${seen}Toggl.`;
    return verdict('warning', `${count(warnings, 'finding is', 'findings are')} to be looked at.`, [missing, rest]);
  }
  if (changes > 0) return verdict('waiting', 'Runn is behind.', [missing, waiting]);
  if (plan.statement.toggl.trackedSeconds === 0 && plan.statement.runn.minutesBefore === 0) {
    return verdict('waiting', 'Nothing there.', [' Neither side has time on these days.', missing]);
  }
  return verdict('good', 'Runn agrees with Toggl.', [
    only.length === 0
      ? ' Every minute tracked is there exactly once.'
      : ' Of the people and projects that the page is limited to, every minute tracked is there exactly once.',
    missing,
  ]);
}
