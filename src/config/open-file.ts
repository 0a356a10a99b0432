/** A file with a secret that everybody on the machine can read, and the command that mends it. */
import { shellWord } from '../core/shell-word.ts';

export interface OpenFile {
  /** A whole sentence. */
  readonly message: string;
  /** For a shell, as it is to be typed. */
  readonly command: string;
}

/** @param secret what stands in it: `a token` */
export function openFile(file: string, secret: string): OpenFile {
  return {
    message: `Everybody on this machine can read ${file}, which holds ${secret}.`,
    command: `chmod 600 ${shellWord(file)}`,
  };
}
