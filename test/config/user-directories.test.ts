import { describe, expect, it } from 'vitest';
import { resolvePath, userDirectories } from '../../src/config/user-directories.ts';

describe('userDirectories', () => {
  it('follows XDG on Linux', () => {
    const env = { XDG_CONFIG_HOME: '/xdg/config', XDG_STATE_HOME: '/xdg/state', XDG_CACHE_HOME: '/xdg/cache' };
    expect(userDirectories({ env, homeDir: '/home/ann', platform: 'linux' })).toEqual({
      config: '/xdg/config/toggl-runn',
      state: '/xdg/state/toggl-runn',
      cache: '/xdg/cache/toggl-runn',
    });
  });

  it.each([{}, { XDG_CONFIG_HOME: 'relative', XDG_STATE_HOME: './x' }, { XDG_CONFIG_HOME: '', XDG_STATE_HOME: '' }])(
    'has defaults for %j',
    (env) => {
      expect(userDirectories({ env, homeDir: '/home/ann', platform: 'linux' })).toEqual({
        config: '/home/ann/.config/toggl-runn',
        state: '/home/ann/.local/state/toggl-runn',
        cache: '/home/ann/.cache/toggl-runn',
      });
    },
  );

  it('keeps state out of the folder for logs on macOS', () => {
    expect(userDirectories({ env: {}, homeDir: '/Users/ann', platform: 'darwin' }).state).toBe(
      '/Users/ann/Library/Application Support/toggl-runn',
    );
  });
});

describe('resolvePath', () => {
  it.each([
    ['~', '/home/ann'],
    ['~/x', '/home/ann/x'],
    ['x/y', '/base/x/y'],
    ['../x', '/x'],
    ['/x', '/x'],
    ['~bob/x', '/base/~bob/x'],
  ])('%s is %s', (text, expected) => {
    expect(resolvePath(text, '/base', '/home/ann')).toBe(expected);
  });
});
