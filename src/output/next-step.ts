/**
 * What to run next. The command stands on a line of its own and is never broken: a terminal wraps it where it has to, and
 * what is copied works wherever it is pasted.
 */
import { wrapText } from './layout.ts';

export interface NextStep {
  /** What it is for, without a colon: `Next, to write them`. */
  readonly lead: string;
  /** Whole, with all that it needs to go to the same accounts, days and people. */
  readonly command: string;
}

/** `toggl-runn sync --since 2024-01-01 --until 2024-01-07`; options as `range-options.ts` makes them. */
export function commandLine(name: string, ...options: readonly string[]): string {
  return ['toggl-runn', name, ...options].filter((part) => part !== '').join(' ');
}

/** For a `sync` that an undo holds back: it exits 6 without; empty for all others. */
export function resumeOption(isHeld: boolean | undefined): string {
  return isHeld === true ? '--resume' : '';
}

/** The same in the words of its purpose: `to …write them`. */
export function resumeWords(isHeld: boolean | undefined): string {
  return isHeld === true ? 'let syncs go on and ' : '';
}

/** @param indent blanks before the lead; the command stands two further in */
export function layOutNext(steps: readonly NextStep[], width: number, indent = 0): string[] {
  return steps.flatMap(({ lead, command }) => [
    ...wrapText(`${lead}:`, { width, indent }),
    `${' '.repeat(indent + 2)}${command}`,
  ]);
}
