/** From argv and the world to an exit code; the only place that catches for good. */
import { type Command, CommanderError } from 'commander';
import { formatOf, type GlobalOptions, logFormatOf } from './cli/global-options.ts';
import { shortHelp } from './cli/help.ts';
import { buildProgram, isHelpOrVersion } from './cli/program.ts';
import type { Runtime } from './cli/runtime.ts';
import { InterruptedError } from './core/errors.ts';
import { type ExitCode, exitCodeOf } from './core/exit-code.ts';

/**
 * Runs one command.
 * @param argv what follows the program's name
 * @returns the number that the process should end with (DESIGN, "Exit codes"); never throws
 */
export async function main(argv: readonly string[], runtime: Runtime): Promise<ExitCode> {
  const logFormat = logFormatOf(argv);
  const startedMs = logFormat === 'json' ? runtime.now() : 0;
  let code: ExitCode = 0;
  let failure: unknown = null;
  const program = buildProgram(runtime, (result) => {
    code = result;
  });
  try {
    if (argv.length === 0) {
      runtime.stdout.write(shortHelp(program, Math.min(runtime.stdout.columns ?? 80, 100)));
      return 0;
    }
    await program.parseAsync([...argv], { from: 'user' });
  } catch (thrown) {
    if (isHelpOrVersion(thrown)) return 0;
    const error = await explained(thrown, argv, program);
    failure = error;
    code = exitCodeOf({ error });
    const { printError } = await import('./cli/print-error.ts');
    printError(error, {
      command: commandIn(argv, program),
      format: formatOf(argv),
      logFormat,
      isDebug: argv.includes('--debug'),
      useColor: !argv.includes('--no-color'),
      runtime,
    });
  }
  if (logFormat === 'json' || failure !== null) {
    const { endLog } = await import('./cli/run-log.ts');
    const ended = { command: commandIn(argv, program), exitCode: code, failure, startedMs };
    endLog(ended, { ...program.opts<GlobalOptions>(), logFormat }, runtime);
  }
  return code;
}

function commandIn(argv: readonly string[], program: Command): string {
  return argv.find((argument) => program.commands.some((command) => command.name() === argument)) ?? 'toggl-runn';
}

/** Errors of the libraries that face the user, in our own words. */
async function explained(thrown: unknown, argv: readonly string[], program: Command): Promise<unknown> {
  if (thrown instanceof CommanderError) {
    const { usageErrorOf } = await import('./cli/usage-error.ts');
    return usageErrorOf(thrown, argv, program);
  }
  // Ctrl-C at a prompt; known by its name, so that nobody who is not asked loads the prompts.
  const isPromptLeft = thrown instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(thrown.name);
  return isPromptLeft ? new InterruptedError(undefined, { cause: thrown }) : thrown;
}
