/**
 * What can be completed, read from the commander program itself, so that no list of options is kept twice.
 *
 * The scripts are ours: @bomb.sh/tab (0.0.22) starts Node at every Tab, completes no option that all commands share once a
 * command stands on the line, and no file; omelette and tabtab know nothing of commander.
 */
import type { Argument, Command, Option } from 'commander';
import { periodNames } from '../../core/dates.ts';
import { globalOptionsOf } from '../help.ts';

/** What may stand for a value: `files`, the names of earlier runs, these words, or nothing that anybody could know. */
export type Values = 'files' | 'runs' | 'anything' | readonly string[];

export interface OptionModel {
  /** As typed: `--format`, `-q`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Null for a switch. */
  readonly values: Values | null;
  readonly isRepeatable: boolean;
  /** `period` of `--period <period>`; empty for a switch. */
  readonly placeholder: string;
}

export interface CommandModel {
  readonly name: string;
  readonly description: string;
  /** Its own and those that all commands share. */
  readonly options: readonly OptionModel[];
  /** Its one word, such as the name of a run; null where it takes none. */
  readonly word: { readonly placeholder: string; readonly values: Values } | null;
}

export interface CompletionModel {
  readonly commands: readonly CommandModel[];
  /** What stands before a command. */
  readonly options: readonly OptionModel[];
}

/** By the placeholder of an option, where commander has no choices. */
const valuesByPlaceholder: Readonly<Record<string, Values>> = {
  file: 'files',
  path: 'files',
  period: periodNames,
  day: ['today', 'yesterday', '7d', '14d', '30d'],
  span: ['90m', '3h', '26h', '2d'],
};

/**
 * Reads the program.
 * @param words further values by placeholder, such as the switches of the sandbox
 */
export function readCompletionModel(
  program: Command,
  words: Readonly<Record<string, readonly string[]>> = {},
): CompletionModel {
  const optionValues: Readonly<Record<string, Values>> = { ...valuesByPlaceholder, ...words };
  const wordValues: Readonly<Record<string, Values>> = {
    run: 'runs',
    command: program.commands.map((command) => command.name()),
  };

  const toOption = (option: Option): OptionModel => {
    const placeholder = /[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1] ?? '';
    return {
      flags: [option.long, option.short].filter((flag) => flag !== undefined && flag !== null),
      description: firstClause(option.description),
      values: placeholder === '' ? null : (option.argChoices ?? optionValues[placeholder] ?? 'anything'),
      isRepeatable: option.variadic || /\brepeatable\b/.test(option.description),
      placeholder,
    };
  };
  const toWord = (argument: Argument | undefined): CommandModel['word'] =>
    argument === undefined
      ? null
      : {
          placeholder: argument.name(),
          values: argument.argChoices ?? wordValues[argument.name()] ?? 'anything',
        };
  const help = program.createHelp();
  return {
    commands: help.visibleCommands(program).map((command) => ({
      name: command.name(),
      description: firstClause(command.description()),
      options:
        command.name() === 'help'
          ? []
          : [...help.visibleOptions(command), ...globalOptionsOf(command).filter(isForCommands)].map(toOption),
      word: toWord(command.registeredArguments[0]),
    })),
    options: help.visibleOptions(program).map(toOption),
  };
}

/** `--version` is the program's alone. */
function isForCommands({ long }: Option): boolean {
  return long !== '--version';
}

/** A menu has room for a few words; what another option is needed for is not among them. */
function firstClause(description: string): string {
  return (description.replace(/^with --[a-z-]+: /, '').split(/[:;(]/)[0] ?? '').trim();
}
