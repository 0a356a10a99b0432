/** What `--help` shows, and in which order: what the command is for, how it is called, then its options. */
import { type Argument, Command, Help, type HelpConfiguration, Option } from 'commander';
import { formatsOf } from './global-options.ts';

/** The commands by what one is about to do; whatever is not named stands under the last title. */
const groups: readonly { readonly title: string; readonly commands: readonly string[] }[] = [
  { title: 'Carry time over:', commands: ['sync', 'dry-run', 'list-unmatched', 'explain'] },
  { title: 'Set up and check:', commands: ['init', 'doctor', 'link', 'check-refs'] },
  { title: 'Look back:', commands: ['history', 'undo', 'report'] },
  { title: 'Try it out:', commands: ['demo', 'sandbox'] },
];

const otherGroup = 'More:';

/** The configuration of a command's help, with command lines as examples, to be copied. */
export function examples(lines: readonly string[]): HelpConfiguration {
  return {
    showGlobalOptions: true,
    subcommandTerm: (command) => [command.name(), command.registeredArguments.map(termOf)].flat().join(' '),
    visibleGlobalOptions: (command) => globalOptionsOf(command),
    formatHelp: (command, helper) => withExamples(new Help().formatHelp(command, helper), lines),
  };
}

/** The options that all commands share; each command names the formats that it has. */
export function globalOptionsOf(command: Command): Option[] {
  const help = new Help();
  help.showGlobalOptions = true;
  return help
    .visibleGlobalOptions(command)
    .map((option) =>
      option.long === '--format'
        ? new Option(option.flags, option.description).choices(formatsOf(command.name())).default('text')
        : option,
    );
}

function termOf(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

/** Puts the examples before the first list: of arguments, options or commands. */
function withExamples(help: string, lines: readonly string[]): string {
  const block = `\nExamples:\n${lines.map((line) => `  $ ${line}\n`).join('')}`;
  const at = /^\S[^\n]*:$/m.exec(help)?.index ?? help.length;
  return `${help.slice(0, at).trimEnd()}\n${block}\n${help.slice(at)}`;
}

/** Sorts the commands into groups, and makes `help` one of them. To be called when all are there. */
export function groupCommands(program: Command): void {
  program.addHelpCommand(
    new Command('help')
      .argument('[command]')
      .description('show what a command does, with examples and options')
      .helpOption(false)
      .helpGroup(otherGroup),
  );
  for (const command of program.commands) {
    const group = groups.find(({ commands }) => commands.includes(command.name()));
    command.helpGroup(group?.title ?? otherGroup);
  }
}

/** For whoever types the name alone: what there is, and where to go on. */
export function shortHelp(program: Command, helpWidth: number): string {
  const help = program.createHelp();
  help.prepareContext({ helpWidth });
  help.visibleOptions = () => [];
  help.formatHelp = Help.prototype.formatHelp;
  const commands = help.formatHelp(program, help).replace(/^Usage: .*\n\n/, '');
  return `${commands}
First steps:
  $ toggl-runn demo             the whole job against a sample company
  $ toggl-runn help <command>   examples and options of a command
  $ toggl-runn --help           the options that all commands share
`;
}
