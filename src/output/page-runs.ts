/** The runs of this machine that touched the window, from their journals. */
import type { JournalledRun, WindowReport } from '../core/report.ts';
import { count } from './count.ts';
import { formatTimestamp } from './format-day.ts';
import { html, type Markup } from './html.ts';
import { hoursOfSeconds } from './page-hours.ts';
import { renderTable } from './page-table.ts';
import { scoreOf } from './run-score.ts';
import { safeText } from './safe-text.ts';

/** An hourly sync has hundreds in a month; those that changed something are what one looks for. */
const shownRuns = 60;

export function renderRuns({ runs, runProblems }: Pick<WindowReport, 'runs' | 'runProblems'>): Markup {
  const eventful = runs.filter(isEventful);
  const shown = eventful.slice(0, shownRuns);
  const quiet = runs.length - eventful.length;
  const more = eventful.length - shown.length;
  const left = [
    ...(quiet > 0 ? [`${count(quiet, 'run')} that found nothing to write`] : []),
    ...(more > 0 ? [`${count(more, 'earlier run')}`] : []),
  ];
  return html`<p>From the journals of the machine that made this page; other machines have their own.${left.length === 0 ? null : ` Not listed: ${left.join(', ')}.`}</p>
${
  shown.length === 0
    ? html`<p>${runs.length === 0 ? 'No run of this machine has touched these days.' : 'No run of this machine had anything to write.'}</p>`
    : renderRunTable(shown)
}
${runProblems.map(({ file, message }) => html`<p class="warning">${safeText(file)} is no journal that can be read: ${safeText(message)}.</p>`)}`;
}

function isEventful({ changes, finishedAt, undoes }: JournalledRun): boolean {
  return changes > 0 || finishedAt === null || undoes !== null;
}

function renderRunTable(runs: readonly JournalledRun[]): Markup {
  const number = (title: string, value: (run: JournalledRun) => number) => ({
    title,
    kind: 'number' as const,
    cell: value,
    value,
  });
  return renderTable<JournalledRun>({
    id: 'runs',
    label: 'Runs that touched the window',
    rows: runs,
    sortedBy: { column: 1, order: 'descending' },
    columns: [
      { title: 'Run', kind: 'text', cell: ({ run }) => html`<code>${safeText(run)}</code>` },
      {
        title: 'Began',
        kind: 'text',
        cell: ({ startedAt }) => formatTimestamp(startedAt),
        value: ({ startedAt }) => startedAt,
      },
      {
        title: 'Command',
        kind: 'text',
        cell: ({ command, undoes, finishedAt }) =>
          `${safeText(command)}${undoes === null ? '' : ` of ${safeText(undoes)}`}${finishedAt === null ? ', cut off' : ''}`,
      },
      {
        title: 'Days',
        kind: 'text',
        cell: ({ window }) => (window === null ? '' : `${window.since} to ${window.until}`),
      },
      number('Written', ({ outcome }) => outcome.applied),
      number('Failed', ({ outcome }) => outcome.failed),
      number('Unknown', ({ outcome }) => outcome.unknown),
      {
        title: 'Matched',
        kind: 'number',
        cell: ({ statement }) => matchedShare(scoreOf(statement)?.matchedShare ?? null),
        value: ({ statement }) => scoreOf(statement)?.matchedShare ?? -1,
      },
      {
        title: 'Unmatched',
        kind: 'number',
        cell: ({ statement }) => {
          const score = scoreOf(statement);
          return score === null ? '' : hoursOfSeconds(score.unmatchedSeconds);
        },
        value: ({ statement }) => scoreOf(statement)?.unmatchedSeconds ?? -1,
      },
    ],
  });
}

/** Never 100 % while something is missing. */
function matchedShare(share: number | null): string {
  if (share === null) return '';
  return share === 1 ? '100 %' : `${Math.min(99, Math.floor(share * 100))} %`;
}
