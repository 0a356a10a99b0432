/** The commands that lead from nothing to the first sync. */
import { type Command, Option } from 'commander';
import { examples } from './help.ts';
import { tokenPlaces } from './init-options.ts';

interface ProgramParts {
  /** Wraps a lazily loaded command for commander. */
  // biome-ignore lint/suspicious/noExplicitAny: every command has options of its own
  readonly act: (load: () => Promise<any>) => (...args: unknown[]) => Promise<void>;
  readonly addRange: (command: Command) => Command;
  /** For repeatable options. */
  readonly collect: (value: string, before?: readonly string[]) => string[];
}

/** Adds `init`, `doctor` and `link`. */
export function addSetupCommands(program: Command, { act, addRange, collect }: ProgramParts): void {
  program
    .command('init')
    .description('ask for the tokens, check them, and write a configuration file')
    .option('--toggl-token-file <file>', 'read the Toggl token from this file, now and in every run')
    .option('--toggl-token-command <command>', 'read it from what this command prints')
    .option('--runn-token-file <file>', 'the same for the Runn token')
    .option('--runn-token-command <command>', 'the same for the Runn token')
    .option('--workspace <id>', 'read this Toggl workspace; repeatable', collect)
    .option('--reference-name <name>', 'the external reference that holds the Toggl id in Runn')
    .addOption(
      new Option('--tokens <place>', 'where tokens that are typed or in the environment are kept').choices(tokenPlaces),
    )
    .option('--force', 'overwrite files that are there')
    .option('-y, --yes', 'ask nothing')
    .configureHelp(
      examples([
        'toggl-runn init',
        'toggl-runn init --yes --workspace 5411215 --reference-name Custom1',
        'toggl-runn init --toggl-token-command "op read op://Work/Toggl/token" --runn-token-file ~/.secrets/runn',
      ]),
    )
    .action(act(async () => (await import('./commands/init.ts')).runInitCommand));

  program
    .command('doctor')
    .description('check configuration, tokens, rights, quota, clock, links and the age of the last good run')
    .option('--max-age <span>', 'exit 5 when the last good run is older: 90m, 3h, 2d')
    .option('--offline', 'ask neither service anything')
    .option('--strict', 'exit 5 for warnings too')
    .option('--all', 'list every setting and where it is from')
    .configureHelp(examples(['toggl-runn doctor', 'toggl-runn doctor --max-age 3h --offline --json']))
    .action(act(async () => (await import('./commands/doctor.ts')).runDoctorCommand));

  addRange(program.command('link').description('propose links by e-mail and name, write the confirmed ones to Runn'))
    .option('-n, --dry-run', 'show the proposals, write nothing')
    .option('-y, --yes', 'write the sure ones without asking')
    .option('--min-confidence <number>', 'what counts as sure, from 0 to 1 (default: 0.9)')
    .option('--out <file>', 'write the proposals to a CSV file, to be edited')
    .option('--force', 'with --out: overwrite a file that is there')
    .option('--from <file>', 'write the accepted lines of such a file')
    .option('--export <path>', "take Toggl's names from its data export: a zip file or a folder")
    .option('--all', 'list everything')
    .configureHelp(
      examples([
        'toggl-runn link --dry-run',
        'toggl-runn link',
        'toggl-runn link --yes --min-confidence 0.95',
        'toggl-runn link --out links.csv         # edit the file, then',
        'toggl-runn link --from links.csv --yes',
      ]),
    )
    .action(act(async () => (await import('./commands/link.ts')).runLinkCommand));
}
