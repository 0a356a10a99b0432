/** `link`: proposes links by e-mail and name, and writes the confirmed ones to Runn. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { resolvePath } from '../../config/user-directories.ts';
import { RefusedError, UsageError } from '../../core/errors.ts';
import { type ExitCode, exitCodeOf } from '../../core/exit-code.ts';
import { defaultMinConfidence } from '../../core/propose-links.ts';
import type { LinkReport } from '../../core/report-links.ts';
import { renderLinkCsv, renderLinksFile } from '../../output/link-csv.ts';
import { renderLinkJson } from '../../output/link-json.ts';
import { renderLinkMarkdown } from '../../output/link-markdown.ts';
import { renderLinkText } from '../../output/link-text.ts';
import { parseLinksCsv } from '../../run/links-csv.ts';
import { linksFromFile, surveyLinks } from '../../run/survey-links.ts';
import { planLinkReport, writeLinks } from '../../run/write-links.ts';
import { besideCsv } from '../beside-csv.ts';
import { chooseLinks, confirmWrite, showProposals } from '../choose-links.ts';
import { type GlobalOptions, typedOf } from '../global-options.ts';
import { type RangeFlags, withSession } from '../open-session.ts';
import { printErrorBeside } from '../print-error.ts';
import type { Runtime } from '../runtime.ts';
import { version } from '../version.ts';

export interface LinkOptions extends GlobalOptions, RangeFlags {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly minConfidence?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly from?: string;
  readonly export?: string;
  readonly all?: boolean;
}

const renderers = {
  text: renderLinkText,
  json: renderLinkJson,
  csv: renderLinkCsv,
  markdown: renderLinkMarkdown,
};

/** Writes nothing without a yes: at the prompt, or with `--yes`. */
export async function runLinkCommand(options: LinkOptions, runtime: Runtime): Promise<ExitCode> {
  const minConfidence = confidenceOf(options.minConfidence);
  const isTerminal = runtime.stdin.isTTY === true && runtime.stderr.isTTY === true && options.json !== true;
  const asks = options.yes !== true && options.dryRun !== true && options.out === undefined;
  if (options.out !== undefined && (options.from !== undefined || options.yes === true)) {
    throw new UsageError('usage', '--out goes with neither --from nor --yes: it writes a file and nothing else.');
  }
  if (options.force === true && options.out === undefined) {
    throw new UsageError('usage', '--force goes with --out: it overwrites that file.');
  }
  const pathOf = (file: string) => resolvePath(file, runtime.cwd, runtime.homeDir);
  if (options.out !== undefined && options.force !== true) refuseToOverwrite(options.out, pathOf(options.out));
  const lines =
    options.from === undefined ? null : parseLinksCsv(options.from, await readText(options.from, pathOf(options.from)));
  if (asks && !isTerminal) {
    throw new UsageError('no-terminal', 'There is no terminal to ask on.', {
      hint:
        options.from === undefined
          ? '--dry-run shows the proposals, --yes writes those of --min-confidence (0.9) and more, --out and --from take them through a file.'
          : `--yes writes the accepted lines of ${options.from}, --dry-run shows them.`,
    });
  }

  const secrets = options.export === undefined ? undefined : (['runn'] as const);
  return withSession(
    options,
    runtime,
    async (session) => {
      const request = session.readRequest(options);
      const survey = await surveyLinks(request, options.export === undefined ? null : pathOf(options.export));
      const sure = survey.proposals.filter(({ confidence }) => confidence >= minConfidence);
      const isDryRun = options.dryRun === true || options.out !== undefined;
      let links = lines === null ? sure : linksFromFile(survey, options.from ?? '', lines);
      const typed = { ...typedOf(options), from: options.from ?? null, out: options.out ?? null };
      const shape = { isDryRun, minConfidence, typed };
      let planned = planLinkReport(request, survey, links, shape);
      const print = (report: LinkReport) =>
        session.print(report, renderers, { isAll: options.all, besideCsv: besideCsv(report) });

      if (options.out !== undefined) {
        const file = pathOf(options.out);
        await writeFileAtomic(file, renderLinksFile(planned), { mode: 0o600 });
        print(planned);
        session.say(`Wrote ${file}: set "accept" to yes or no in it.`);
        return exitCodeOf({ findings: planned.findings });
      }
      if (asks) {
        session.progress.stop();
        showProposals(planned, runtime, options);
        if (lines === null) {
          links = [...(await chooseLinks(survey, planned, runtime))];
          planned = planLinkReport(request, survey, links, shape);
        }
        if (!(await confirmWrite(planned, runtime))) {
          print({ ...planned, isDryRun: true });
          return exitCodeOf({ findings: planned.findings });
        }
      }
      if (isDryRun) {
        print(planned);
        return exitCodeOf({ findings: planned.findings });
      }
      const { report, error } = await writeLinks(
        {
          ...request,
          writer: session.openWriter(),
          process: runtime.process,
          random: runtime.random,
          now: runtime.now,
          toolVersion: version,
          signal: session.signal,
        },
        planned,
        survey.account,
      );
      print(report);
      if (error !== null) printErrorBeside(error, 'link', options, runtime);
      return exitCodeOf({
        ...(error === null ? {} : { error }),
        unwritten: (report.outcome?.failed ?? 0) + (report.outcome?.unknown ?? 0) + (report.outcome?.unsent ?? 0),
        findings: report.findings,
      });
    },
    { secrets },
  );
}

/** `0.9` or `90%`. */
function confidenceOf(text: string | undefined): number {
  if (text === undefined) return defaultMinConfidence;
  const percent = /^(\d+(?:\.\d+)?) ?%$/.exec(text)?.[1];
  const value = percent === undefined ? Number(text) : Number(percent) / 100;
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new UsageError('usage', `--min-confidence ${text} is not a number from 0 to 1.`, {
      hint: `0.9 is the default; with 0.6 more is accepted, and more of it wrong.`,
    });
  }
  return value;
}

/** The file may have been edited by hand since it was written. */
function refuseToOverwrite(name: string, file: string): void {
  if (!existsSync(file)) return;
  throw new RefusedError('file-exists', `${name} is there already.`, {
    hint: 'Nothing was written. `--force` overwrites, `--out` with another name keeps both.',
  });
}

async function readText(name: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError('links-file', `${name} cannot be read.`, {
      hint: '`toggl-runn link --out links.csv` makes such a file.',
      cause,
    });
  }
}
