/** What commander says of a wrong command line, in our own words, with what was probably meant. */
import type { Command, CommanderError } from 'commander';
import { nearestKey } from '../config/nearest-key.ts';
import { UsageError } from '../core/errors.ts';

/** A usage error with what was meant, where something is near, and where to look it up. */
export function usageErrorOf(error: CommanderError, argv: readonly string[], program: Command): UsageError {
  const names = program.commands.map((command) => command.name());
  const command = argv.find((word) => names.includes(word));
  const help = `Run toggl-runn ${command === undefined ? '--help' : `help ${command}`}.`;
  const { what, suggestion: near } = explain(error, argv, names);
  const suggestion = ownersOf(error.message, program) || near;
  return new UsageError('usage', what, { hint: suggestion === '' ? help : `${suggestion} ${help}` });
}

/** `--exit-code is an option of dry-run.`, of an unknown option that other commands have. */
function ownersOf(message: string, program: Command): string {
  const [, option] = /unknown option '(--[\w-]+)/.exec(message) ?? [];
  const owners = program.commands.filter(({ options }) => options.some(({ long }) => long === option));
  return option === undefined || owners.length === 0
    ? ''
    : `${option} is an option of ${owners.map((command) => command.name()).join(', ')}.`;
}

function explain(error: CommanderError, argv: readonly string[], names: readonly string[]) {
  // Where commander would print its help as an error, its message is not made for people.
  if (error.code === 'commander.help') return withoutCommand(argv, names);
  const [first = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  const said = more.join(' ').replace(/^\(|\)$/g, '');
  const what = `${first.charAt(0).toUpperCase()}${first.slice(1)}.`.replace(/\.\.$/, '.');
  return { what, suggestion: said.trim() === '' ? nearestChoice(first) : nearestOf(first, said.trim()) };
}

/** Only options, or `help` with a word that is no command. */
function withoutCommand(argv: readonly string[], names: readonly string[]) {
  const at = argv.indexOf('help');
  if (at === -1) return { what: 'No command was given.', suggestion: '' };
  const word = argv[at + 1] ?? '';
  return { what: `Unknown command '${word}'.`, suggestion: didYouMean(nearestKey(word, names)) };
}

/** `... argument 'persn' is invalid. Allowed choices are person, project, day.` */
function nearestChoice(message: string): string {
  const [, value, choices] = /argument '(.*)' is invalid\. Allowed choices are (.*)\.$/.exec(message) ?? [];
  return value === undefined || choices === undefined ? '' : didYouMean(nearestKey(value, choices.split(', ')));
}

/**
 * `unknown option '--persn'` and `Did you mean --person?`. Commander finds `--version` near to `--person`; whoever slips
 * nearly always has the first letter right.
 */
function nearestOf(message: string, said: string): string {
  const [, typed] = /'(.*?)'/.exec(message) ?? [];
  const [, names] = /^Did you mean (?:one of )?(.*)\?$/.exec(said) ?? [];
  if (typed === undefined || names === undefined) return said;
  const first = firstLetterOf(typed);
  return didYouMean(
    nearestKey(
      typed,
      names.split(', ').filter((name) => firstLetterOf(name) === first),
    ),
  );
}

function firstLetterOf(word: string): string | undefined {
  return /[^-]/.exec(word)?.[0].toLowerCase();
}

function didYouMean(word: string | undefined): string {
  return word === undefined ? '' : `Did you mean ${word}?`;
}
