import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it, new ones for their owner alone (0700). Throws what the system says.
 *
 * `mkdir` with `recursive` goes round for ever, without an error, where the system makes no folders at all (below `/proc`,
 * say; seen on Node.js 20.20): a state directory that is set like that must be an answer and not a run that never ends.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdirUnlessThere(folder);
  } catch (error) {
    const parent = path.dirname(folder);
    const isParentMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT' && parent !== folder;
    if (!isParentMissing) throw error;
    await makeFolder(parent);
    await mkdirUnlessThere(folder);
  }
}

async function mkdirUnlessThere(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const isThere = await stat(folder).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (!isThere) throw error;
  }
}
