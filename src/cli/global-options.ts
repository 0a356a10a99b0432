/** The options that every command has, and what they mean for its output. */
import { type Command, Option } from 'commander';
import { UsageError } from '../core/errors.ts';
import type { ConfigOptions } from '../core/report.ts';
import type { Runtime, TextStream } from './runtime.ts';

export const formats = ['text', 'json', 'csv', 'markdown'] as const;

export type Format = (typeof formats)[number];

/** What each command can print, where that is something else than text and JSON. */
const formatsByCommand: Readonly<Record<string, readonly Format[]>> = {
  sync: formats,
  'dry-run': formats,
  'check-refs': ['text', 'json', 'csv', 'markdown'],
  'list-unmatched': formats,
  explain: ['text', 'json', 'markdown'],
  history: formats,
  undo: formats,
  link: formats,
  doctor: formats,
  completion: ['text'],
  sandbox: ['text'],
  demo: ['text'],
};

/** The formats of a command, by its name. */
export function formatsOf(command: string): readonly Format[] {
  return formatsByCommand[command] ?? ['text', 'json'];
}
/** How stderr is written. */
export const logFormats = ['text', 'json'] as const;

export type LogFormat = (typeof logFormats)[number];

export interface GlobalOptions {
  readonly config?: string;
  readonly format: Format;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly debug?: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
  readonly sandbox?: boolean;
  readonly logFormat: LogFormat;
}

/** Adds the options of DESIGN section 3 ("Everywhere"); they may stand before or after the command's name. */
export function addGlobalOptions(program: Command): Command {
  return program
    .option('--config <file>', 'use this configuration file')
    .addOption(new Option('--format <format>', 'how to print the result').choices(formats).default('text'))
    .option('--json', 'short for --format json')
    .option('-q, --quiet', 'nothing but errors on stderr')
    .option('--verbose', 'list everything: no folding of long lists')
    .option('--debug', 'show each request on stderr, and stack traces')
    .addOption(
      new Option('--log-format <format>', 'stderr for people, or one JSON object per line for a log collector')
        .choices(logFormats)
        .default('text'),
    )
    .option('--no-color', 'no colour')
    .option('--sandbox', 'run against a private sandbox company instead of your accounts');
}

/** For the command that is named next. */
export function typedOf({ config, sandbox }: GlobalOptions): ConfigOptions {
  return { config: config ?? null, isSandbox: sandbox === true };
}

/** The format of the result. */
export function chosenFormat({ json, format }: Pick<GlobalOptions, 'json' | 'format'>): Format {
  return json === true ? 'json' : format;
}

/**
 * Throws a `UsageError` for a format that this command does not have, and for two at once: before anything is read or
 * written.
 * @param isTyped whether `--format` was given
 */
export function assertFormat(options: Pick<GlobalOptions, 'json' | 'format'>, command: string, isTyped: boolean): void {
  if (options.json === true && isTyped && options.format !== 'json') {
    throw new UsageError('usage', `--json and --format ${options.format} ask for two formats at once.`, {
      hint: 'Leave one of them out.',
    });
  }
  const format = chosenFormat(options);
  const offered = formatsOf(command);
  if (offered.includes(format)) return;
  throw new UsageError('usage', `${command} has no ${format} output.`, {
    hint: `It has: ${offered.join(', ')}.`,
  });
}

/** Chosen before the options are checked, so that errors in them come out in the format asked for. */
export function formatOf(argv: readonly string[]): 'text' | 'json' {
  return argv.includes('--json') || isChosen(argv, '--format', 'json') ? 'json' : 'text';
}

/** The same for `--log-format`. */
export function logFormatOf(argv: readonly string[]): LogFormat {
  return isChosen(argv, '--log-format', 'json') ? 'json' : 'text';
}

function isChosen(argv: readonly string[], option: string, value: string): boolean {
  const at = argv.indexOf(option);
  return argv.includes(`${option}=${value}`) || (at !== -1 && argv[at + 1] === value);
}

/** How much colour a stream gets: each is judged for itself, and `NO_COLOR` counts when it is not empty. */
export function colorLevelOf(stream: TextStream, globals: Pick<GlobalOptions, 'color'>, env: Runtime['env']): 0 | 1 {
  if (!globals.color || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return 0;
  return stream.isTTY === true ? 1 : 0;
}

/** Whether somebody watches stderr: a terminal, and not one of a CI. */
export function isInteractive(runtime: Pick<Runtime, 'stderr' | 'env'>): boolean {
  return runtime.stderr.isTTY === true && (runtime.env['CI'] ?? '') === '' && runtime.env['TERM'] !== 'dumb';
}

/** Columns to fill: the terminal's, at most 120 and at least 60; 80 where there is none. */
export function widthOf(stream: TextStream): number {
  return stream.isTTY === true ? Math.min(120, Math.max(60, stream.columns ?? 80)) : 80;
}
