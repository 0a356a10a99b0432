/** Files that may be thrown away at any time: nothing here fails a run, and nothing here decides a number. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { z } from 'zod';
import type { Config } from '../config/config.ts';
import type { TogglWorkspaceId } from '../core/model.ts';
import { makeFolder } from './make-folder.ts';

/** A hundred thousand names have a tenth of this. */
const maxBytes = 64 * 1024 * 1024;

/** Names a file for one workspace as one token sees it: another token may see less, and has a quota of its own. */
export function cacheKeyOf({ toggl }: Config, workspaceId: TogglWorkspaceId): string {
  const other = toggl.otherTokens.find(({ workspaceIds }) => workspaceIds.includes(workspaceId));
  const text = JSON.stringify([toggl.baseUrl, other?.token ?? toggl.token, workspaceId]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** What the file holds; null when there is none, or one that does not fit. */
export async function readCache<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    const handle = await open(file, 'r');
    try {
      const stats = await handle.stat();
      if (!stats.isFile() || stats.size > maxBytes) return null;
      return schema.safeParse(JSON.parse(await handle.readFile('utf8'))).data ?? null;
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

/** Writes the file whole (0600, its folder 0700); where that cannot be done, the next run asks the service again. */
export async function writeCache(file: string, value: unknown): Promise<void> {
  try {
    await makeFolder(path.dirname(file));
    await writeFileAtomic(file, `${JSON.stringify(value)}\n`, { mode: 0o600 });
  } catch {
    // A read-only container has no place for it.
  }
}
