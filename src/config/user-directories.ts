import path from 'node:path';

/** What the loader may know of the machine; passed in, so that tests can be anywhere. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly homeDir: string;
  readonly platform: NodeJS.Platform;
}

/**
 * Where this tool's files of a user live: absolute paths, not made sure to exist. The layout is that of `env-paths`,
 * but for two things: it takes the environment as an argument, and a relative `XDG_*` value is ignored, as the XDG Base
 * Directory Specification demands. State is what `env-paths` calls `log` on Linux; elsewhere it stands with the data,
 * because folders for logs are cleaned up, and journals are needed for `undo`.
 */
export function userDirectories({ env, homeDir, platform }: Omit<Machine, 'cwd'>): {
  readonly config: string;
  readonly state: string;
  /** What may be thrown away at any time. */
  readonly cache: string;
} {
  const absolute = (variable: string, fallback: string): string => {
    const value = env[variable];
    return value !== undefined && path.isAbsolute(value) ? value : fallback;
  };
  if (platform === 'darwin') {
    const library = path.join(homeDir, 'Library');
    return {
      config: path.join(library, 'Preferences', 'toggl-runn'),
      state: path.join(library, 'Application Support', 'toggl-runn'),
      cache: path.join(library, 'Caches', 'toggl-runn'),
    };
  }
  if (platform === 'win32') {
    const appData = absolute('APPDATA', path.join(homeDir, 'AppData', 'Roaming'));
    const localAppData = absolute('LOCALAPPDATA', path.join(homeDir, 'AppData', 'Local'));
    return {
      config: path.join(appData, 'toggl-runn', 'Config'),
      state: path.join(localAppData, 'toggl-runn', 'Data'),
      cache: path.join(localAppData, 'toggl-runn', 'Cache'),
    };
  }
  return {
    config: path.join(absolute('XDG_CONFIG_HOME', path.join(homeDir, '.config')), 'toggl-runn'),
    state: path.join(absolute('XDG_STATE_HOME', path.join(homeDir, '.local', 'state')), 'toggl-runn'),
    cache: path.join(absolute('XDG_CACHE_HOME', path.join(homeDir, '.cache')), 'toggl-runn'),
  };
}

/** `~` and `~/x` with the home directory in place of `~`; other paths are taken relative to `baseDir`. */
export function resolvePath(text: string, baseDir: string, homeDir: string): string {
  if (text === '~') return homeDir;
  if (text.startsWith('~/') || text.startsWith(`~${path.sep}`)) return path.join(homeDir, text.slice(2));
  return path.resolve(baseDir, text);
}
