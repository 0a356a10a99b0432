/** `history --format markdown`: earlier runs as a table for each account. */
import { countDays } from '../core/dates.ts';
import type { HistoryReport, JournalledRun } from '../core/report.ts';

import { accountWords } from './account-words.ts';
import { failedWords, formatShare } from './history-text.ts';
import { markdownHours, markdownTable, renderMarkdown } from './markdown-parts.ts';
import { scoreOf } from './run-score.ts';
import { safeMarkdown } from './safe-markdown.ts';
import { safeText } from './safe-text.ts';

/** Renders the report; ends in a newline. */
export function renderHistoryMarkdown({ runs, problems }: HistoryReport): string {
  const accounts = [...new Set(runs.map(({ account }) => account))];
  return renderMarkdown([
    '## toggl-runn history',
    ...(runs.length === 0 ? ['No run has been kept yet.'] : []),
    ...accounts.flatMap((account) => [
      `**Runn ${safeMarkdown(accountWords(account, accounts))}**`,
      markdownTable(
        ['run', '', 'since', 'days', 'written', 'failed', 'linked', 'unlinked'],
        runs.filter((run) => run.account === account).map(rowOf),
        ':::-----',
      ),
    ]),
    ...problems.map(({ file, message }) => `- ${safeMarkdown(`${file} is no journal that can be read: ${message}.`)}`),
  ]);
}

function rowOf(run: JournalledRun): string[] {
  const score = scoreOf(run.statement);
  const undoes = run.undoes === null ? '' : ` of \`${safeText(run.undoes)}\``;
  return [
    `\`${safeText(run.run)}\``,
    `${safeMarkdown(run.command)}${undoes}`,
    run.window?.since ?? '',
    run.window === null ? '' : String(countDays(run.window)),
    run.changes === 0 ? 'nothing' : String(run.outcome.applied),
    failedWords(run),
    score?.matchedShare == null ? '' : formatShare(score.matchedShare),
    score === null ? '' : markdownHours(score.unmatchedSeconds),
  ];
}
