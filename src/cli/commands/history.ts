/** `history`: earlier runs from their journals, as a list and a scorecard. */
import { loadConfig } from '../../config/load-config.ts';
import { UsageError } from '../../core/errors.ts';
import type { ExitCode } from '../../core/exit-code.ts';
import type { HistoryReport } from '../../core/report.ts';
import { renderHistoryCsv } from '../../output/history-csv.ts';
import { renderHistoryJson } from '../../output/history-json.ts';
import { renderHistoryMarkdown } from '../../output/history-markdown.ts';
import { renderHistoryText } from '../../output/history-text.ts';
import { listRuns } from '../../run/list-runs.ts';
import { chosenFormat, colorLevelOf, type GlobalOptions, typedOf, widthOf } from '../global-options.ts';
import type { Runtime } from '../runtime.ts';

export interface HistoryOptions extends GlobalOptions {
  readonly limit: string;
  readonly all?: boolean;
}

/** Reads the state directory alone: no token is needed, and neither service is asked. */
export async function runHistoryCommand(options: HistoryOptions, runtime: Runtime): Promise<ExitCode> {
  if (options.sandbox === true) {
    throw new UsageError('usage', '--sandbox has no history: it lives for one command alone.', {
      hint: 'Start toggl-runn sandbox and export what it prints; then history shows the runs against it.',
    });
  }
  const limit = options.all === true ? Number.POSITIVE_INFINITY : parseLimit(options.limit);
  const { env, cwd, homeDir, platform } = runtime;
  const { config } = await loadConfig({ flags: { config: options.config }, env, cwd, homeDir, platform, secrets: [] });
  const report: HistoryReport = {
    command: 'history',
    typed: typedOf(options),
    ...(await listRuns(config.stateDir, limit)),
    stateDir: config.stateDir,
  };
  const colorLevel = colorLevelOf(runtime.stdout, options, runtime.env);
  const text = () =>
    renderHistoryText(report, { colorLevel, width: widthOf(runtime.stdout), isAll: options.all === true });
  const renderers = { text, json: renderHistoryJson, csv: renderHistoryCsv, markdown: renderHistoryMarkdown };
  runtime.stdout.write(renderers[chosenFormat(options)](report));
  return 0;
}

function parseLimit(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && Number.isSafeInteger(value)) return value;
  throw new UsageError('usage', `--limit ${text} is not a whole number of 1 or more.`, {
    hint: 'Give --all to list every run.',
  });
}
