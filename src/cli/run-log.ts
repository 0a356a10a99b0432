/** What a command says on stderr while it works: to people, or as one JSON object per line to a log collector. */
import type { ExitCode } from '../core/exit-code.ts';
import type { Severity } from '../core/findings.ts';
import type { SyncReport } from '../core/report.ts';
import type { HttpEvent } from '../http/service.ts';
import { errorJson } from '../output/error-json.ts';
import { renderWarnings } from '../output/error-text.ts';
import { formatClock } from '../output/format-hours.ts';
import { type LogEvent, type LogLevel, renderLogLine } from '../output/log-line.ts';
import { createProgress, type Progress } from '../output/progress.ts';
import { runFacts } from '../output/run-facts.ts';
import { renderFailedRunLine, renderRunLine } from '../output/run-line.ts';
import { chosenFormat, colorLevelOf, type GlobalOptions, isInteractive, widthOf } from './global-options.ts';
import type { Runtime } from './runtime.ts';

/** Nothing in it ever has a token. */
export interface RunLog {
  readonly progress: Progress;
  /** An attempt at a service, or a longer wait for one. */
  readonly event: (event: HttpEvent) => void;
  readonly warn: (sentences: readonly string[]) => void;
  /** What was done beside the result, such as a file that was written. */
  readonly say: (sentence: string) => void;
}

type LogGlobals = Pick<GlobalOptions, 'logFormat' | 'quiet' | 'debug' | 'format' | 'json' | 'color'>;

/** The log that `--log-format` asks for. `-q` leaves nothing in it but errors, which `printError` writes. */
export function createRunLog(globals: LogGlobals, runtime: Pick<Runtime, 'stderr' | 'env' | 'now'>): RunLog {
  return globals.logFormat === 'json' ? createJsonLog(globals, runtime) : createTextLog(globals, runtime);
}

/** Ends the log of a run that has a report: with one line, wherever the report itself is not read as it comes. */
export function concludeRun(
  report: SyncReport,
  exitCode: ExitCode,
  globals: Pick<GlobalOptions, 'logFormat' | 'quiet'>,
  runtime: Pick<Runtime, 'stdout' | 'stderr' | 'now'>,
): void {
  if (globals.logFormat === 'json') {
    const { command, requests } = report;
    const findings = countBySeverity(report.findings);
    const fields = { command, exitCode, ...runFacts(report), findings, requests };
    writeLogLine(globals, runtime, 'info', 'report', fields);
  } else if (isSummarised(globals, runtime)) {
    runtime.stderr.write(renderRunLine(report, exitCode, runtime.now()));
  }
}

/** The last line of a JSON log; in text, what is left of a sync that began and ended before it had a report. */
export function endLog(
  ended: {
    readonly command: string;
    readonly exitCode: ExitCode;
    /** What was thrown; null when nothing was. */
    readonly failure: unknown;
    readonly startedMs: number;
  },
  globals: Pick<GlobalOptions, 'logFormat' | 'quiet'>,
  runtime: Pick<Runtime, 'stdout' | 'stderr' | 'now'>,
): void {
  const { command, exitCode, failure, startedMs } = ended;
  if (globals.logFormat === 'json') {
    const level = exitCode === 0 || exitCode === 3 ? 'info' : exitCode === 5 ? 'warn' : 'error';
    writeLogLine(globals, runtime, level, 'end', { command, exitCode, durationMs: runtime.now() - startedMs });
  } else if (failure !== null && exitCode !== 2 && command === 'sync' && isSummarised(globals, runtime)) {
    runtime.stderr.write(renderFailedRunLine(command, errorJson(failure).code, exitCode, runtime.now()));
  }
}

/** Whether a run is summed up on stderr for people who look into a log. */
function isSummarised({ quiet }: Pick<GlobalOptions, 'quiet'>, { stdout }: Pick<Runtime, 'stdout'>): boolean {
  return quiet !== true && stdout.isTTY !== true;
}

function countBySeverity(findings: SyncReport['findings']): Readonly<Record<Severity, number>> {
  const number = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { error: number('error'), warning: number('warning'), info: number('info') };
}

/** Writes one line of the JSON log; with `-q` only when it is an error. */
export function writeLogLine(
  { quiet }: Pick<GlobalOptions, 'quiet'>,
  { stderr, now }: Pick<Runtime, 'stderr' | 'now'>,
  level: LogLevel,
  event: LogEvent,
  fields: Readonly<Record<string, unknown>>,
): void {
  if (quiet === true && level !== 'error') return;
  stderr.write(renderLogLine({ timeMs: now(), level, event }, fields));
}

const waitReasons = {
  pace: 'to stay below its rate limit',
  retry: 'to try again',
  quota: 'for its quota',
  'rate-limit': 'after its rate limit',
} as const;

function describeWait({ service, reason }: HttpEvent & { kind: 'wait' }, leftMs: number): string {
  return `Waiting ${formatClock(Math.ceil(leftMs / 1000))} for ${service}, ${waitReasons[reason]}`;
}

function createTextLog(globals: LogGlobals, runtime: Pick<Runtime, 'stderr' | 'env'>): RunLog {
  const { stderr, env } = runtime;
  const colorLevel = colorLevelOf(stderr, globals, env);
  const progress = createProgress({
    isEnabled:
      chosenFormat(globals) === 'text' && globals.quiet !== true && globals.debug !== true && isInteractive(runtime),
    stream: stderr as unknown as NodeJS.WritableStream,
    hasColor: colorLevel > 0,
  });
  return {
    progress,
    event(event) {
      if (event.kind === 'wait') progress.wait(event.waitMs, (leftMs) => describeWait(event, leftMs));
      if (globals.debug !== true) return;
      const line =
        event.kind === 'attempt'
          ? `${event.service}: ${event.method} ${event.url} -> ${event.status}, ${Math.round(event.durationMs)} ms`
          : `${event.service}: waiting ${Math.round(event.waitMs)} ms (${event.reason})`;
      stderr.write(`debug: ${line}\n`);
    },
    warn(sentences) {
      if (globals.quiet !== true) stderr.write(renderWarnings(sentences, { colorLevel, width: widthOf(stderr) }));
    },
    say(sentence) {
      progress.stop();
      if (globals.quiet !== true) stderr.write(`${sentence}\n`);
    },
  };
}

function createJsonLog(globals: LogGlobals, runtime: Pick<Runtime, 'stderr' | 'now'>): RunLog {
  const write = (level: LogLevel, event: LogEvent, fields: Readonly<Record<string, unknown>>) =>
    writeLogLine(globals, runtime, level, event, fields);
  return {
    progress: {
      step: (message) => write('info', 'step', { message }),
      // `event` has written it.
      wait: () => undefined,
      done: () => undefined,
      stop: () => undefined,
    },
    event(event) {
      if (event.kind === 'wait') {
        const { service, reason, waitMs } = event;
        write('info', 'wait', { message: describeWait(event, waitMs), service, reason, waitMs: Math.round(waitMs) });
        return;
      }
      const { service, method, url, status, durationMs } = event;
      const isGood = status !== 'failed' && status < 400;
      if (isGood && globals.debug !== true) return;
      const message = `${service}: ${method} ${url} -> ${status}`;
      const fields = { message, service, method, url, status, durationMs: Math.round(durationMs) };
      write(isGood ? 'debug' : 'warn', 'request', fields);
    },
    warn(sentences) {
      for (const message of sentences) write('warn', 'warning', { message });
    },
    say: (message) => write('info', 'step', { message }),
  };
}
