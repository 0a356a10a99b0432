/**
 * What colours mean. Whatever has a colour also has a word or a sign: colour is never the only carrier. Words stay in the
 * terminal's own colour: of the sixteen that it adapts to its theme, none can be read on every one. (Over fifteen usual
 * palettes, light and dark, the worst contrast is 2.2 for green and less for all others; the own colour has at least 4.)
 */
import { Chalk } from 'chalk';
import type { Severity } from '../core/findings.ts';
import type { ChangeKind } from '../core/model.ts';
import type { Paint } from './layout.ts';

/** 0 none, 1 the sixteen of every terminal, 2 and 3 more. */
export type ColorLevel = 0 | 1 | 2 | 3;

export interface TextOptions {
  /** Decided by the caller (a terminal, `NO_COLOR`, `--no-color`): reporters look at no environment. */
  readonly colorLevel: ColorLevel;
  /** Columns to fill. */
  readonly width: number;
  /** Unfolds what is folded (`--all`). */
  readonly isAll: boolean;
}

export interface Style {
  readonly strong: Paint;
  readonly faint: Paint;
  /** What must not be overlooked. */
  readonly inverse: Paint;
  /** For signs, and for words that are said again beside them. */
  readonly sign: Readonly<Record<'good' | 'hint' | Severity | ChangeKind, Paint>>;
}

/** `x Errors`, `! Warnings`: a sign for each severity, so that a report can be searched by it. */
export const severitySigns: Readonly<Record<Severity, string>> = { error: 'x', warning: '!', info: 'i' };

/** A title with the sign of its severity. */
export function titleOf(severity: Severity, title: string, style: Style): string {
  return `${style.sign[severity](severitySigns[severity])} ${style.strong(title)}`;
}

export function createStyle(colorLevel: ColorLevel): Style {
  const chalk = new Chalk({ level: colorLevel });
  return {
    strong: chalk.bold,
    faint: chalk.dim,
    inverse: chalk.inverse.bold,
    sign: {
      good: chalk.green.bold,
      hint: chalk.cyan.bold,
      error: chalk.red.bold,
      warning: chalk.yellow.bold,
      info: chalk.cyan.bold,
      create: chalk.green.bold,
      update: chalk.cyan.bold,
      overwrite: chalk.magenta.bold,
      clear: chalk.red.bold,
    },
  };
}
