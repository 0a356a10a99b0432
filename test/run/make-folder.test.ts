import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/run/make-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'toggl-runn-folder-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('makeFolder', () => {
  it('makes what is missing, for its owner alone', async () => {
    await makeFolder(path.join(folder, 'a', 'b', 'c'));
    for (const name of ['a', 'a/b', 'a/b/c']) {
      expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o700);
    }
  });

  it('leaves alone what is there, also when it is asked for twice at once', async () => {
    const wanted = path.join(folder, 'a', 'b');
    await Promise.all([makeFolder(wanted), makeFolder(wanted), makeFolder(wanted)]);
    await makeFolder(wanted);
    expect((await stat(wanted)).isDirectory()).toBe(true);
  });

  it.each(['file', 'file/below', 'file/below/that'])('says that %s cannot be made where a file is', async (name) => {
    await writeFile(path.join(folder, 'file'), '');
    await expect(makeFolder(path.join(folder, name))).rejects.toThrow(/EEXIST|ENOTDIR/);
  });

  it.runIf(existsSync('/proc'))('ends where the system makes no folders', async () => {
    await expect(makeFolder('/proc/none/of/these')).rejects.toThrow('ENOENT');
  });
});
