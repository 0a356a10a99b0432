/** The files that `init` writes: the configuration, and the tokens where they are kept beside it. */
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { describeFileError } from '../config/find-config-file.ts';
import { RefusedError } from '../core/errors.ts';
import { makeFolder } from './make-folder.ts';

export interface SetupFile {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** Then only its owner can read it, and it does not belong into version control. */
  readonly isSecret: boolean;
}

export interface WrittenSetup {
  /** In the order in which they were written. */
  readonly files: readonly string[];
  /** Lines that were added to a `.gitignore`, which is the last of `files` then. */
  readonly ignored: readonly string[];
}

/** Which of the files are there already and would be another one afterwards. */
export async function listOverwritten(files: readonly SetupFile[]): Promise<string[]> {
  const standing = await Promise.all(files.map(async (each) => ({ ...each, current: await readIfThere(each.file) })));
  return standing.filter(({ current, text }) => current !== null && current !== text).map(({ file }) => file);
}

/** Null for a file that is not there; what cannot be read counts as another text. */
async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? null : '';
  }
}

/**
 * Writes the files, secret ones with mode 0600, and adds those of them that lie in a git repository to its `.gitignore`.
 * Throws a `RefusedError` `config-unwritable` when one cannot be written; those before it stay.
 */
export async function writeSetup(files: readonly SetupFile[]): Promise<WrittenSetup> {
  const written: string[] = [];
  for (const { file, text, isSecret } of files) {
    await write(file, text, isSecret ? 0o600 : undefined);
    written.push(file);
  }
  const ignored: string[] = [];
  for (const { file } of files.filter(({ isSecret }) => isSecret)) {
    if (!(await isInRepository(path.dirname(file)))) continue;
    const list = path.join(path.dirname(file), '.gitignore');
    const line = `/${path.basename(file)}`;
    const before = (await readIfThere(list)) ?? '';
    const lines = before.split(/\r?\n/);
    if (lines.includes(line) || lines.includes(path.basename(file))) continue;
    await write(list, `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`);
    ignored.push(line);
    if (!written.includes(list)) written.push(list);
  }
  return { files: written, ignored };
}

/** Without a mode a file keeps the one that it has, or gets the usual one. */
async function write(file: string, text: string, mode?: number): Promise<void> {
  try {
    await makeFolder(path.dirname(file));
    await writeFileAtomic(file, text, mode === undefined ? {} : { mode });
  } catch (cause) {
    throw new RefusedError('config-unwritable', `${file} ${describeFileError(cause).replace('read', 'written')}.`, {
      hint: 'Choose another place with `--config`, or make the folder writable.',
      cause,
    });
  }
}

async function isInRepository(folder: string): Promise<boolean> {
  for (let each = folder; ; each = path.dirname(each)) {
    if (await isThere(path.join(each, '.git'))) return true;
    if (each === path.dirname(each)) return false;
  }
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}
