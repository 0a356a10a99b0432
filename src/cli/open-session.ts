/** What every command that talks to the services begins with, and how its result is printed. */
import type { Config } from '../config/config.ts';
import { type ConfigRequest, loadConfig } from '../config/load-config.ts';
import { UsageError } from '../core/errors.ts';
import type { ExitCode } from '../core/exit-code.ts';
import type { StatementDimension } from '../core/plan.ts';
import type { SyncReport } from '../core/report.ts';
import type { HttpEnvironment } from '../http/service.ts';
import type { Progress } from '../output/progress.ts';
import type { TextOptions } from '../output/style.ts';
import type { WriteRequest } from '../run/apply-journalled.ts';
import { type Connections, connect } from '../run/connect.ts';
import type { EndedRun } from '../run/notify.ts';
import type { PlanRequest } from '../run/prepare-run.ts';
import type { ReadRequest } from '../run/read-sides.ts';
import type { RunnWriter } from '../runn/runn-writer.ts';
import { chosenFormat, colorLevelOf, type GlobalOptions, typedOf, widthOf } from './global-options.ts';
import type { PrivateSandbox } from './private-sandbox.ts';
import { concludeRun, createRunLog } from './run-log.ts';
import type { Runtime } from './runtime.ts';
import { version } from './version.ts';

export interface RangeFlags {
  readonly since?: string;
  readonly until?: string;
  readonly period?: string;
}

/** The options of `sync` and `dry-run` that shape the plan. */
export interface PlanFlags extends RangeFlags {
  readonly person?: readonly string[];
  readonly project?: readonly string[];
  readonly adopt?: boolean;
  readonly clearUnmarked?: boolean;
  readonly rerole?: boolean;
  readonly by?: StatementDimension;
}

export interface Session {
  readonly config: Config;
  readonly connections: Connections;
  /** Makes what can write to Runn; only commands that write call it. */
  readonly openWriter: () => RunnWriter;
  readonly progress: Progress;
  /** Aborted by the user, or when the command has failed. */
  readonly signal: AbortSignal;
  /** What the reading steps ask for. */
  readonly readRequest: (range: RangeFlags) => ReadRequest;
  /** What the writing steps ask for; only commands that write call it. */
  readonly writeRequest: (range: RangeFlags) => Omit<WriteRequest, 'isJournalled'>;
  /** What the planning steps ask for. Throws a `UsageError` for options that do not go together. */
  readonly planRequest: (flags: PlanFlags) => PlanRequest;
  /** Prints the result to stdout, and warnings to stderr, in the format asked for. */
  readonly print: <R extends Printable>(report: R, renderers: Renderers<R>, options?: PrintOptions) => void;
  /** Says on stderr what was done beside the result. */
  readonly say: (sentence: string) => void;
  /** The run in one line on stderr, for logs; nothing at a terminal, where the report itself is read. */
  readonly conclude: (report: SyncReport, exitCode: ExitCode) => void;
  /** Tells those who are to know about a run that has ended, `job` of the schedule; what fails is a warning. */
  readonly notify: (job: string, ended: EndedRun) => Promise<void>;
}

interface PrintOptions {
  readonly isAll?: boolean | undefined;
  /** What a table has no column for; said on stderr beside CSV. */
  readonly besideCsv?: readonly string[];
}

interface Printable {
  /** About the run; they go to stderr, after those of the configuration. */
  readonly warnings?: readonly string[];
}

interface Renderers<R> {
  readonly text: (report: R, options: TextOptions) => string;
  readonly json: (report: R) => string;
  readonly csv?: (report: R, options: TextOptions) => string;
  readonly markdown?: (report: R, options: TextOptions) => string;
}

/**
 * Opens a session, runs `use` in it and closes it, whatever happens: requests under way are given up, the progress line
 * goes, a private sandbox ends.
 * @param options which tokens the command needs, when not both
 */
export async function withSession<T>(
  globals: GlobalOptions,
  runtime: Runtime,
  use: (session: Session) => Promise<T>,
  options: Pick<ConfigRequest, 'secrets'> = {},
): Promise<T> {
  const format = chosenFormat(globals);
  const log = createRunLog(globals, runtime);
  const { progress } = log;
  const giveUp = new AbortController();
  const signal = AbortSignal.any([runtime.signal, giveUp.signal]);
  let sandbox: PrivateSandbox | null = null;
  try {
    if (globals.sandbox === true) {
      sandbox = runtime.sandbox ?? (await (await import('./private-sandbox.ts')).openPrivateSandbox());
    }
    const { config, warnings } = await loadConfig({
      flags: sandbox?.flags ?? { config: globals.config },
      env: sandbox?.env ?? runtime.env,
      cwd: runtime.cwd,
      homeDir: runtime.homeDir,
      platform: runtime.platform,
      ...options,
    });
    const environment: HttpEnvironment = {
      fetch: runtime.fetch,
      now: runtime.now,
      random: runtime.random,
      sleep: runtime.sleep,
      signal,
      onEvent: log.event,
    };
    const userAgent = `toggl-runn/${version}`;
    const { connections, openWriter } = connect({ config, userAgent, environment });
    const readRequest = (range: RangeFlags): ReadRequest => ({
      config,
      connections,
      range,
      nowMs: runtime.now(),
      typed: typedOf(globals),
      onStep: (text) => progress.step(text),
    });
    const open = warnings.map(({ message, command }) => `${message} Run \`${command}\`.`);
    return await use({
      config,
      connections,
      openWriter,
      progress,
      signal,
      readRequest,
      writeRequest: (range) => ({
        ...readRequest(range),
        writer: openWriter(),
        process: runtime.process,
        onProgress: ({ done, total }) => progress.step(`Writing to Runn: ${done} of ${total} changes`),
        random: runtime.random,
        now: runtime.now,
        toolVersion: version,
        signal,
      }),
      planRequest: (flags) => ({
        ...readRequest(flags),
        ...planOptionsOf(flags),
      }),
      print(report, renderers, options = {}) {
        progress.stop();
        const width = widthOf(runtime.stdout);
        const beside = format === 'csv' ? (options.besideCsv ?? []) : [];
        log.warn([...open, ...(report.warnings ?? []), ...beside]);
        const isAll = options.isAll === true || globals.verbose === true;
        const colorLevel = colorLevelOf(runtime.stdout, globals, runtime.env);
        const render = renderers[format] ?? renderers.text;
        runtime.stdout.write(render(report, { colorLevel, width, isAll }));
      },
      say: log.say,
      conclude: (report, exitCode) => concludeRun(report, exitCode, globals, runtime),
      async notify(job, ended) {
        // The run is over: what a failed one has still under way would only cost requests.
        giveUp.abort();
        const outlasting = { ...environment, signal: runtime.signal };
        const { host } = runtime.process;
        const { notifyOfRun } = await import('../run/notify.ts');
        const sentences = await notifyOfRun({ config, environment: outlasting, userAgent, host, job }, ended);
        progress.stop();
        log.warn(sentences);
      },
    });
  } finally {
    progress.stop();
    giveUp.abort();
    if (sandbox !== runtime.sandbox) await sandbox?.close();
  }
}

function planOptionsOf(flags: PlanFlags): Omit<PlanRequest, keyof ReadRequest> {
  if (flags.clearUnmarked === true && flags.adopt !== true) {
    throw new UsageError('usage', '--clear-unmarked goes with --adopt only.', {
      hint: 'Run dry-run --adopt --clear-unmarked first: it lists what would be cleared.',
    });
  }
  return {
    scope: { people: flags.person ?? [], projects: flags.project ?? [] },
    intent: {
      adopt: flags.adopt === true,
      clearUnmarked: flags.clearUnmarked === true,
      rerole: flags.rerole === true,
    },
    by: flags.by,
  };
}
