/** Writes the page of `report`: whole or not at all. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { UsageError } from '../core/errors.ts';
import { describeBrokenText } from './stored-shapes.ts';

/**
 * What stood there is replaced and keeps its permissions; a new file is readable for its owner alone, for it says who
 * worked when.
 * @throws UsageError `report-file` when it cannot be written
 */
export async function writePage(cwd: string, file: string, page: string): Promise<void> {
  const absolute = path.resolve(cwd, file);
  try {
    const isThere = await stat(absolute).then(
      (stats) => stats.isFile(),
      () => false,
    );
    await writeFileAtomic(absolute, page, isThere ? {} : { mode: 0o600 });
  } catch (cause) {
    throw new UsageError('report-file', `The page cannot be written to ${absolute}: ${describeBrokenText(cause)}.`, {
      hint: 'Give --out a file in a folder that exists and can be written, or - for stdout.',
      cause,
    });
  }
}
