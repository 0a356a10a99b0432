/** `doctor`: checks configuration, tokens, rights, quota, clock, links and the age of the last good run. */
import { parseDurationMs } from '../../core/duration.ts';
import { UsageError } from '../../core/errors.ts';
import { type ExitCode, exitCodeOf } from '../../core/exit-code.ts';
import { renderDoctorCsv } from '../../output/doctor-csv.ts';
import { renderDoctorJson } from '../../output/doctor-json.ts';
import { renderDoctorMarkdown } from '../../output/doctor-markdown.ts';
import { renderDoctorText } from '../../output/doctor-text.ts';
import { chosenFormat, colorLevelOf, type GlobalOptions, widthOf } from '../global-options.ts';
import { openPrivateSandbox } from '../private-sandbox.ts';
import { runDoctor } from '../run-doctor.ts';
import type { Runtime } from '../runtime.ts';

export interface DoctorOptions extends GlobalOptions {
  readonly maxAge?: string;
  readonly offline?: boolean;
  readonly strict?: boolean;
  readonly all?: boolean;
}

/** Exits with the gravest code of what is bad; with `--strict`, warnings are 5. */
export async function runDoctorCommand(options: DoctorOptions, runtime: Runtime): Promise<ExitCode> {
  const maxAge = maxAgeOf(options.maxAge);
  const sandbox = options.sandbox === true ? await openPrivateSandbox(runtime.now) : null;
  try {
    const report = await runDoctor(options, runtime, {
      flags: sandbox?.flags ?? { config: options.config },
      env: sandbox?.env ?? runtime.env,
      maxAge,
      isOffline: options.offline === true,
    });
    const text = () =>
      renderDoctorText(report, {
        colorLevel: colorLevelOf(runtime.stdout, options, runtime.env),
        width: widthOf(runtime.stdout),
        isAll: options.all === true || options.verbose === true,
      });
    const renderers = { text, json: renderDoctorJson, csv: renderDoctorCsv, markdown: renderDoctorMarkdown };
    runtime.stdout.write(renderers[chosenFormat(options)](report));
    const checks = report.groups.flatMap((group) => group.checks);
    return exitCodeOf({ checks, isStrict: options.strict === true });
  } finally {
    await sandbox?.close();
  }
}

function maxAgeOf(text: string | undefined): { readonly ms: number; readonly text: string } | null {
  if (text === undefined) return null;
  const ms = parseDurationMs(text);
  if (ms !== undefined) return { ms, text };
  throw new UsageError('usage', `--max-age ${text} is no span of time.`, { hint: 'Write 90m, 3h or 2d.' });
}
