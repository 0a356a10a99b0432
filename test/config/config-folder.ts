import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import type { Machine } from '../../src/config/user-directories.ts';
import { ConfigError, type ConfigProblem } from '../../src/core/errors.ts';

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** A machine whose home directory is a new, real folder, with the working directory `home/code/project` in it. */
export async function aMachine(env: Record<string, string> = {}): Promise<Machine & { readonly root: string }> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'toggl-runn-config-')));
  folders.push(root);
  const homeDir = path.join(root, 'home');
  const cwd = path.join(homeDir, 'code', 'project');
  await mkdir(cwd, { recursive: true });
  return { root, homeDir, cwd, platform: 'linux', env: { PATH: process.env['PATH'] ?? '', ...env } };
}

/** Writes a file with its folders, readable by its owner alone unless `mode` says otherwise; returns its path. */
export async function put(folder: string, name: string, text: string | Uint8Array, mode = 0o600): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

/** The error that the promise is rejected with; fails when it is no ConfigError. */
export async function configErrorOf(promise: Promise<unknown>): Promise<ConfigError> {
  const outcome = await promise.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  );
  if (outcome instanceof ConfigError) return outcome;
  throw outcome;
}

export async function problemsOf(promise: Promise<unknown>): Promise<readonly ConfigProblem[]> {
  return (await configErrorOf(promise)).problems;
}

export async function pathsOf(promise: Promise<unknown>): Promise<string[]> {
  return (await problemsOf(promise)).map((problem) => problem.path);
}
