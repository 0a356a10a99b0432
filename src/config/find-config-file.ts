/**
 * Finds and reads the configuration file, under the names that cosmiconfig would look for (`toggl-runn`).
 *
 * The search is our own, because `cosmiconfig()` (9.0.2) looks for options to itself in the working directory first and
 * *executes* `.config/config.js` there, whatever search places it is given; it also passes over files that it may not
 * read, and takes the user's config directory from the process alone. Here only data is read, and whatever bears our
 * name is either used or an error.
 */
import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { parseConfigText } from './parse-config-text.ts';
import { type Machine, resolvePath, userDirectories } from './user-directories.ts';

const moduleName = 'toggl-runn';

/** In each folder from the working directory upwards; the first one found is used. */
const searchPlaces = [
  `.${moduleName}rc`,
  `.${moduleName}rc.json`,
  `.${moduleName}rc.yaml`,
  `.${moduleName}rc.yml`,
  'package.json',
];

/** In the user's config directory, such as `~/.config/toggl-runn`. */
const userSearchPlaces = ['config', 'config.json', 'config.yaml', 'config.yml'];

/** A configuration is some kilobytes; more is a mistake, and parsing it could take minutes. */
const maxBytes = 1024 * 1024;

const codeExtensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.jsx', '.tsx'];

export interface ConfigFile {
  /** Absolute. */
  readonly file: string;
  /** What the file holds; of `package.json` only its `toggl-runn`. */
  readonly data: unknown;
  /** Whether everybody on this machine can read it; always false on Windows, where modes say nothing. */
  readonly isWorldReadable: boolean;
}

/**
 * Reads `explicit` (relative to the working directory), or else the first file found from the working directory upwards
 * to the home directory (or the root, when the working directory is outside the home directory), then in the user's
 * config directory. Null when there is none. Throws a ConfigError when a file of our name cannot be read or parsed.
 */
export async function findConfigFile(machine: Machine, explicit?: string | undefined): Promise<ConfigFile | null> {
  if (explicit !== undefined) {
    const file = resolvePath(explicit, machine.cwd, machine.homeDir);
    const found = await readConfigFile(file, machine.platform);
    if (found !== null) return found;
    const trouble = await stat(file).then(() => `has no "${moduleName}"`, describeFileError);
    throw fileError(file, trouble);
  }
  for (const folder of listFolders(machine)) {
    for (const place of searchPlaces) {
      const found = await readConfigFile(path.join(folder, place), machine.platform);
      if (found !== null) return found;
    }
  }
  const userFolder = userDirectories(machine).config;
  for (const place of userSearchPlaces) {
    const found = await readConfigFile(path.join(userFolder, place), machine.platform);
    if (found !== null) return found;
  }
  return null;
}

/** The folders that are searched before the user's config directory, in that order. */
function listFolders({ cwd, homeDir }: Machine): string[] {
  const folders: string[] = [];
  const last = path.resolve(homeDir);
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    folders.push(folder);
    if (folder === last || folder === path.dirname(folder)) return folders;
  }
}

/** Null when there is no such file, or when it is a `package.json` that does not mention us. */
async function readConfigFile(file: string, platform: NodeJS.Platform): Promise<ConfigFile | null> {
  const isManifest = path.basename(file) === 'package.json';
  const extension = path.extname(file).toLowerCase();
  let stats: Stats;
  try {
    stats = await stat(file);
  } catch (error) {
    if (isMissing(error)) return null;
    // A folder that may not be searched says nothing about what is in it; a name that does exist does.
    if (errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM') return null;
    throw fileError(file, describeFileError(error));
  }
  if (isManifest && (!stats.isFile() || stats.size > maxBytes)) return null;
  if (stats.isDirectory()) throw fileError(file, 'is a directory; a file is expected here');
  if (!stats.isFile()) throw fileError(file, 'is not a regular file');
  if (stats.size > maxBytes) throw fileError(file, 'is larger than 1 MiB; that cannot be a configuration');
  if (codeExtensions.includes(extension)) {
    throw fileError(file, 'is a program; a configuration is written in YAML or JSON, and is never executed');
  }

  const text = await readText(file);
  if (isManifest && !text.includes(`"${moduleName}"`)) return null;
  const result = parseConfigText(file, text, extension === '.json' ? 'json' : 'yaml');
  if ('problems' in result) throw new ConfigError('The configuration file cannot be read.', result.problems);
  const data = isManifest ? manifestProperty(result.data) : result.data;
  if (isManifest && data === undefined) return null;
  return { file, data, isWorldReadable: platform !== 'win32' && (stats.mode & 0o004) !== 0 };
}

async function readText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw fileError(file, describeFileError(error));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fileError(file, 'is not text in UTF-8');
  }
}

function manifestProperty(data: unknown): unknown {
  return typeof data === 'object' && data !== null && moduleName in data ? data[moduleName] : undefined;
}

function fileError(file: string, message: string): ConfigError {
  return new ConfigError('The configuration file cannot be read.', [{ path: file, message }]);
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(errorCode(error));
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Why a file could not be read, in words that stand after its name. */
export function describeFileError(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'cannot be read: permission denied';
    case 'EISDIR':
      return 'is a directory; a file is expected here';
    case 'ELOOP':
      return 'cannot be read: its symbolic links go round in a circle';
    default:
      return `cannot be read (${errorCode(error) || 'unknown reason'})`;
  }
}
