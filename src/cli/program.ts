/** The commander program: options in, one lazily imported command each, an exit code out. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { ExitCode } from '../core/exit-code.ts';
import type { StatementDimension } from '../core/plan.ts';
import { addGlobalOptions, assertFormat, type GlobalOptions } from './global-options.ts';
import { examples, groupCommands } from './help.ts';
import type { Runtime } from './runtime.ts';
import { addSetupCommands } from './setup-commands.ts';
import { version } from './version.ts';

/** What a command is given: its own options beside the global ones are in `options`, what stands without one in `words`. */
type Run = (options: never, runtime: Runtime, ...words: string[]) => Promise<ExitCode>;

/**
 * Builds the program; `done` is told the exit code of the command that ran.
 * Throws `CommanderError` for help (exit 0) and usage errors instead of ending the process.
 */
export function buildProgram(runtime: Runtime, done: (code: ExitCode) => void): Command {
  const program = new Command('toggl-runn');
  // Set on the root first: commands made later inherit both, those made before would not.
  program.exitOverride();
  program.configureOutput({
    writeOut: (text) => runtime.stdout.write(text),
    // Usage errors are printed by `main`, in the format asked for.
    writeErr: () => undefined,
    getOutHelpWidth: () => Math.min(runtime.stdout.columns ?? 80, 100),
    getErrHelpWidth: () => 80,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  program
    .description('Carry tracked time from Toggl Track into Runn: every minute exactly once, or listed with the reason.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .showSuggestionAfterError(true)
    .configureHelp(
      examples([
        'toggl-runn demo',
        'toggl-runn dry-run --since 2024-01-01 --until 2024-01-07',
        'toggl-runn sync --period last-week',
      ]),
    );
  addGlobalOptions(program);

  const act =
    (load: () => Promise<Run>) =>
    async (...args: unknown[]): Promise<void> => {
      const command = args.at(-1) as Command;
      const options = command.optsWithGlobals<GlobalOptions>();
      assertFormat(options, command.name(), command.getOptionValueSourceWithGlobals('format') !== 'default');
      const run = await load();
      done(await run(options as never, runtime, ...command.args));
    };

  addPlanOptions(program.command('sync').description('read both sides, plan, and write the changes to Runn'))
    .option('-n, --dry-run', 'plan only, write nothing: same as the command dry-run')
    .option('-i, --interactive', 'ask before the changes of each person are written')
    .option('-f, --force', 'write although the brake says that too much would disappear')
    .option('--strict', 'exit 5 for warnings too')
    .option('--verify', 'read Runn back afterwards and compare it with Toggl')
    .addOption(
      new Option('--plan <file>', 'apply a plan that dry-run --out has saved, and nothing else').conflicts(
        settledByPlan,
      ),
    )
    .option('--resume', 'go on after an undo has put syncs on hold')
    .option('--no-journal', 'write although the state of before cannot be kept on this machine')
    .option('--no-notify', 'send no message and call no heartbeat')
    .option('--all', 'list every change')
    .configureHelp(
      examples([
        'toggl-runn sync',
        'toggl-runn sync --since 2024-01-01 --until 2024-01-07',
        'toggl-runn sync --period last-month --interactive',
        'toggl-runn sync --plan plan.json',
      ]),
    )
    .action(act(async () => (await import('./commands/sync.ts')).runSyncCommand));

  addPlanOptions(program.command('dry-run').description('show exactly what sync would write; writes nothing'))
    .option('--exit-code', 'exit 3 when there are changes')
    .option('--out <file>', 'save the plan, for sync --plan')
    .option('--strict', 'exit 5 for warnings too')
    .option('--all', 'list every change')
    .configureHelp(
      examples([
        'toggl-runn dry-run',
        'toggl-runn dry-run --period this-month --all',
        'toggl-runn dry-run --exit-code --json',
        'toggl-runn dry-run --out plan.json --format markdown',
      ]),
    )
    .action(act(async () => (await import('./commands/dry-run.ts')).runDryRunCommand));

  addRange(program.command('check-refs').description('audit the external references in both directions'))
    .option('--all', 'list every finding')
    .configureHelp(
      examples([
        'toggl-runn check-refs',
        'toggl-runn check-refs --period last-month',
        'toggl-runn check-refs --format csv > links.csv',
      ]),
    )
    .action(act(async () => (await import('./commands/check-refs.ts')).runCheckRefsCommand));

  addRange(program.command('list-unmatched').description('list the Toggl time that no link leads to Runn'))
    .option('--missing', 'also list working days without time, scheduled hours without an actual, and days too long')
    .addOption(
      new Option('--day-limit <hours>', 'with --missing: more than that in a day is too long')
        .default(24)
        .argParser(parseHours)
        .implies({ missing: true }),
    )
    .option('--strict', 'exit 5 for warnings too')
    .option('--all', 'list every line')
    .configureHelp(
      examples([
        'toggl-runn list-unmatched',
        'toggl-runn list-unmatched --missing --period last-week --day-limit 12',
        'toggl-runn list-unmatched --json | jq .unmatched',
      ]),
    )
    .action(act(async () => (await import('./commands/list-unmatched.ts')).runListUnmatchedCommand));

  program
    .command('explain')
    .description('everything about one person, project and day: rows, rules, actuals, and what a sync would do')
    .requiredOption('--person <who>', 'runn:456, toggl:123, e-mail or name')
    .requiredOption('--project <which>', 'runn:789, toggl:123 or name')
    .requiredOption('--date <date>', 'the day: 2024-01-31, today or yesterday')
    .configureHelp(
      examples(['toggl-runn explain --person eric@example.com --project "Hidden Moon Base" --date 2024-01-31']),
    )
    .action(act(async () => (await import('./commands/explain.ts')).runExplainCommand));

  addScope(addRange(program.command('report').description('write an HTML page of the window to show and to file')))
    .option('--out <file>', 'where to write it; - is stdout (default: toggl-runn-<since>-<until>.html)')
    .option('--strict', 'exit 5 for warnings too')
    .configureHelp(
      examples([
        'toggl-runn report --period last-month --out report.html',
        'toggl-runn report --period this-month --json | jq .total',
      ]),
    )
    .action(act(async () => (await import('./commands/report.ts')).runReportCommand));

  program
    .command('history')
    .description('list earlier runs of this machine, as a scorecard')
    .option('--limit <number>', 'how many runs, the latest first', '20')
    .option('--all', 'list every run')
    .configureHelp(examples(['toggl-runn history', 'toggl-runn history --all --json | jq .runs']))
    .action(act(async () => (await import('./commands/history.ts')).runHistoryCommand));

  program
    .command('undo')
    .description('put back what an earlier run changed, and hold syncs until sync --resume')
    .argument('<run>', 'the name of the run, as history lists it')
    .option('-n, --dry-run', 'show what would be put back; writes nothing')
    .option('--all', 'list everything')
    .configureHelp(
      examples(['toggl-runn undo 20240108T090000Z-3f2a --dry-run', 'toggl-runn undo 20240108T090000Z-3f2a']),
    )
    .action(act(async () => (await import('./commands/undo.ts')).runUndoCommand));

  addSetupCommands(program, { act, addRange, collect });

  program
    .command('sandbox')
    .description('serve both services on loopback with a sample company, until Ctrl-C')
    .option('--toggl-port <port>', 'port of Toggl Track; 0 takes a free one', '0')
    .option('--runn-port <port>', 'port of Runn; 0 takes a free one', '0')
    .option('--seed <number>', 'another number makes another company', '1')
    .option('--today <date>', 'the day on which the sample time ends')
    .option('--latency <ms>', 'wait before each answer, in milliseconds', '0')
    .option('--quota', "count Toggl's hourly quota, and refuse what is above it")
    .option('--switch <name=value>', 'how a service behaves where that is unknown; repeatable', collect)
    .option('--list-switches', 'list the switches and end')
    .configureHelp(
      examples(['toggl-runn sandbox', 'toggl-runn sandbox --switch zeroMinutes=refused --switch bulkRefusal=partial']),
    )
    .action(act(async () => (await import('./commands/sandbox.ts')).runSandboxCommand));

  program
    .command('demo')
    .description('walk through the main job against a private sandbox')
    .configureHelp(examples(['toggl-runn demo']))
    .action(act(async () => (await import('./commands/demo.ts')).runDemoCommand));

  program
    .command('completion')
    .description('print a script that completes commands, options and values in your shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .configureHelp(
      examples([
        'source <(toggl-runn completion bash)    # in ~/.bashrc',
        'source <(toggl-runn completion zsh)     # in ~/.zshrc, below compinit',
        'toggl-runn completion fish > ~/.config/fish/completions/toggl-runn.fish',
      ]),
    )
    .action(act(async () => (await import('./commands/completion.ts')).runCompletionCommand));

  groupCommands(program);
  return program;
}

/** What `sync` and `dry-run` share: the range, and what shapes the plan. */
function addPlanOptions(command: Command): Command {
  return addScope(addRange(command))
    .option('--adopt', 'put the mark of this tool on actuals of others that equal Toggl')
    .option('--clear-unmarked', 'with --adopt: clear actuals of others on linked pairs that Toggl knows nothing of')
    .option('--rerole', 'move actuals of this tool to the role that a new one would have')
    .addOption(
      new Option('--by <dimension>', 'break the statement down').choices([
        'person',
        'project',
        'day',
      ] satisfies StatementDimension[]),
    );
}

/** What a saved plan has decided already, or what it cannot do. */
const settledByPlan = [
  ...['since', 'until', 'period', 'person', 'project', 'adopt', 'clearUnmarked', 'rerole', 'by'],
  ...['dryRun', 'interactive', 'verify'],
];

function addRange(command: Command): Command {
  return command
    .option('--since <day>', 'first day: 2024-01-31, today, yesterday, or 7d for the last seven days (default: 7d)')
    .option('--until <day>', 'last day, included (default: today)')
    .option(
      '--period <period>',
      'instead of days: today, yesterday, this-week, last-week, this-month, last-month, 2024-01 or 2024-W05',
    );
}

function addScope(command: Command): Command {
  return command
    .option('--person <who>', 'only this person: runn:456, toggl:123, e-mail or name; repeatable', collect)
    .option('--project <which>', 'only this project: runn:789, toggl:123 or name; repeatable', collect);
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function parseHours(text: string): number {
  const hours = /^\d+([.]\d+)?$/.test(text) ? Number(text) : 0;
  if (hours <= 0) throw new InvalidArgumentError('It has to be a number of hours, like 10 or 7.5.');
  return hours;
}

/** Whether commander has already said all there is to say: help and version were asked for and printed. */
export function isHelpOrVersion(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}
