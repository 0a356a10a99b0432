/**
 * Finds and reads the configuration file. cosmiconfig searches (name `toggl-runn`); `parseConfigText` reads.
 *
 * Only its `Explorer` is used, by a deep import. The public `cosmiconfig()` and `cosmiconfigSync()` (9.0.2) first look
 * for options to themselves in the directory of the process and *execute* `.config/config.js` there, whatever search
 * places and loaders they are given; what they find may change the search places, too. The Explorer is the same search
 * without that step. As it is internal, package.json names the exact version, and a test fails when another one is there.
 *
 * Three things are bent, so that nothing is executed and nothing of our name is passed over: there is one loader, ours;
 * the folders come from `Machine`, not from the process; and a file that cosmiconfig would skip is an error.
 */
import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Explorer, type Folder } from 'cosmiconfig/dist/Explorer.js';
import { ConfigError } from '../core/errors.ts';
import { type Machine, resolvePath, userDirectories } from './user-directories.ts';

/** The part of the internal class that is used here; the package has no types for it. */
declare module 'cosmiconfig/dist/Explorer.js' {
  export interface Folder {
    readonly path: string;
    /** The user's config directory. */
    readonly isGlobalConfig: boolean;
  }
  /** Null: no such file, or a `package.json` without our property. No `config`: an empty file. */
  export type Found<T> = { readonly config?: T } | null;
  export class Explorer<T> {
    constructor(options: Readonly<Record<string, unknown>>);
    search(from: string): Promise<Found<T>>;
    load(file: string): Promise<Found<T>>;
    getGlobalDirs(from: string): Iterable<Folder>;
    getGlobalConfigDir(): string;
    getSearchPlacesForDir(folder: Folder): Iterable<string>;
  }
}

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
  const explorer = new DataExplorer(machine);
  try {
    if (explicit === undefined) return (await explorer.search(machine.cwd))?.config ?? null;
    const file = resolvePath(explicit, machine.cwd, machine.homeDir);
    const trouble = troubleWith(file);
    if (trouble !== null) throw fileError(file, trouble);
    const found = await explorer.load(file);
    if (found === null) throw fileError(file, `has no "${moduleName}"`);
    if (found.config === undefined) throw fileError(file, 'is empty');
    return found.config;
  } catch (error) {
    const isOfFile = error instanceof Error && 'path' in error && typeof error.path === 'string';
    throw isOfFile ? fileError(String(error.path), describeFileError(error)) : error;
  }
}

class DataExplorer extends Explorer<ConfigFile> {
  readonly #machine: Machine;

  constructor(machine: Machine) {
    super({
      moduleName,
      searchPlaces,
      searchStrategy: 'global',
      stopDir: machine.homeDir,
      loaders: { default: (file: string, text: string) => loadText(file, text, machine.platform) },
      ignoreEmptySearchPlaces: true,
      cache: false,
      transform: (found: unknown) => found,
      metaConfigFilePath: null,
    });
    this.#machine = machine;
  }

  override getGlobalConfigDir(): string {
    return userDirectories(this.#machine).config;
  }

  override *getGlobalDirs(from: string): Generator<Folder> {
    for (const folder of super.getGlobalDirs(from)) {
      // The search ends with a bare system error at a folder that cannot be looked at, and goes on after a missing one,
      // as the empty path always is.
      yield isFolder(folder.path) ? folder : { ...folder, path: '' };
    }
  }

  override *getSearchPlacesForDir(folder: Folder): Generator<string> {
    for (const place of folder.isGlobalConfig ? userSearchPlaces : searchPlaces) {
      const file = path.join(folder.path, place);
      const isManifest = place === 'package.json';
      if (!exists(file)) continue;
      const trouble = troubleWith(file);
      if (trouble === null) {
        accessSync(file, constants.R_OK);
        yield file;
        // Whoever asks for the next place has passed over this one.
        if (!isManifest) throw fileError(file, 'is empty');
      } else if (!isManifest) {
        throw fileError(file, trouble);
      }
    }
  }
}

/**
 * The one loader, for every file name. What it returns is never the bare data: cosmiconfig would follow a `$import` in
 * it to other files. Of files named `package` it takes the property of our name from what is returned.
 */
async function loadText(file: string, text: string, platform: NodeJS.Platform): Promise<unknown> {
  const isManifest = path.basename(file) === 'package.json';
  const extension = path.extname(file).toLowerCase();
  if (isManifest && !text.includes(`"${moduleName}"`)) return {};
  if (codeExtensions.includes(extension)) {
    throw fileError(file, 'is a program; a configuration is written in YAML or JSON, and is never executed');
  }
  // What decoding puts in place of bytes that are no text.
  if (text.includes('\uFFFD')) throw fileError(file, 'is not text in UTF-8');
  // Only now, for a run without a file does not need YAML.
  const { parseConfigText } = await import('./parse-config-text.ts');
  const result = parseConfigText(file, text, extension === '.json' ? 'json' : 'yaml');
  if ('problems' in result) throw new ConfigError('The configuration file cannot be read.', result.problems);
  const data = isManifest ? manifestProperty(result.data) : result.data;
  const { mode } = await stat(file);
  const found: ConfigFile = { file, data, isWorldReadable: platform !== 'win32' && (mode & 0o004) !== 0 };
  if (path.parse(file).name !== 'package') return found;
  return data === undefined ? {} : { [moduleName]: found };
}

function manifestProperty(data: unknown): unknown {
  return typeof data === 'object' && data !== null && moduleName in data ? data[moduleName] : undefined;
}

/** Whether a file, or a link to nothing, has this name. A folder that may not be searched says nothing about it. */
function exists(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (['ENOTDIR', 'EACCES', 'EPERM', 'ENAMETOOLONG'].includes(errorCode(error))) return false;
    throw error;
  }
}

function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

/** Why nobody should begin to read this, or null. Reading a pipe would wait for ever. Throws the system's errors. */
function troubleWith(file: string): string | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return exists(file) ? 'is a symbolic link to nothing' : 'does not exist';
  if (stats.isDirectory()) return 'is a directory; a file is expected here';
  if (!stats.isFile()) return 'is not a regular file';
  return stats.size > maxBytes ? 'is larger than 1 MiB; that cannot be a configuration' : null;
}

function fileError(file: string, message: string): ConfigError {
  return new ConfigError('The configuration file cannot be read.', [{ path: file, message }]);
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
