/** What colours mean. Whatever has a colour also has a word or a sign: colour is never the only carrier. */
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
  readonly good: Paint;
  readonly severity: Readonly<Record<Severity, Paint>>;
  readonly kind: Readonly<Record<ChangeKind, Paint>>;
  readonly live: Paint;
  readonly command: Paint;
}

/** Only the sixteen colours that terminals adapt to their theme, so that light and dark both work. */
export function createStyle(colorLevel: ColorLevel): Style {
  const chalk = new Chalk({ level: colorLevel });
  return {
    strong: chalk.bold,
    faint: chalk.dim,
    good: chalk.green,
    severity: { error: chalk.red.bold, warning: chalk.yellow, info: chalk.cyan },
    kind: { create: chalk.green, update: chalk.cyan, overwrite: chalk.magenta, clear: chalk.red },
    live: chalk.yellow.bold,
    command: chalk.cyan,
  };
}
