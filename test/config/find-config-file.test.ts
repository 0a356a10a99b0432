import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findConfigFile } from '../../src/config/find-config-file.ts';
import { aMachine, problemsOf, put } from './config-folder.ts';

const yaml = 'timezone: UTC\n';
const isRoot = process.getuid?.() === 0;

describe('the search', () => {
  it.each([
    ['.toggl-runnrc', yaml],
    ['.toggl-runnrc', '{"timezone": "UTC"}'],
    ['.toggl-runnrc.json', '{"timezone": "UTC"}'],
    ['.toggl-runnrc.yaml', yaml],
    ['.toggl-runnrc.yml', yaml],
    ['package.json', '{"name": "x", "toggl-runn": {"timezone": "UTC"}}'],
  ])('finds %s in the working directory', async (name, text) => {
    const machine = await aMachine();
    const file = await put(machine.cwd, name, text);
    expect(await findConfigFile(machine)).toEqual({ file, data: { timezone: 'UTC' }, isWorldReadable: false });
  });

  it.each(['work/.toggl-runnrc', '.toggl-runnrc', '.config/toggl-runn/config.yaml', '.config/toggl-runn/config'])(
    'finds ~/%s',
    async (name) => {
      const machine = await aMachine();
      const file = await put(machine.homeDir, name, yaml);
      expect((await findConfigFile(machine))?.file).toBe(file);
    },
  );

  it('takes the nearest one', async () => {
    const machine = await aMachine();
    await put(machine.homeDir, '.config/toggl-runn/config.yaml', yaml);
    await put(machine.homeDir, '.toggl-runnrc', yaml);
    const near = await put(machine.homeDir, 'work/package.json', '{"toggl-runn": {"timezone": "UTC"}}');
    expect((await findConfigFile(machine))?.file).toBe(near);
  });

  it('takes a file of our name before package.json', async () => {
    const machine = await aMachine();
    await put(machine.cwd, 'package.json', '{"toggl-runn": {"timezone": "UTC"}}');
    const own = await put(machine.cwd, '.toggl-runnrc.yml', yaml);
    expect((await findConfigFile(machine))?.file).toBe(own);
  });

  it('ends at the home directory', async () => {
    const machine = await aMachine();
    await put(machine.root, '.toggl-runnrc', yaml);
    expect(await findConfigFile(machine)).toBeNull();
  });

  it('goes up from a working directory that is outside the home directory', async () => {
    const machine = await aMachine();
    const file = await put(machine.root, '.toggl-runnrc', yaml);
    const cwd = path.join(machine.root, 'srv', 'jobs');
    await mkdir(cwd, { recursive: true });
    expect((await findConfigFile({ ...machine, cwd }))?.file).toBe(file);
  });

  it('uses XDG_CONFIG_HOME, but not a relative one', async () => {
    const machine = await aMachine();
    const file = await put(machine.root, 'xdg/toggl-runn/config.json', '{"timezone": "UTC"}');
    const xdg = path.join(machine.root, 'xdg');
    expect((await findConfigFile({ ...machine, env: { XDG_CONFIG_HOME: xdg } }))?.file).toBe(file);
    expect(await findConfigFile({ ...machine, env: { XDG_CONFIG_HOME: path.relative(machine.cwd, xdg) } })).toBeNull();
  });

  it.each([
    ['does not mention us', '{"name": "x"}'],
    ['mentions us as something else', '{"name": "toggl-runn", "bin": {"toggl-runn": "x.js"}}'],
    ['is broken and not ours', '{"name": '],
  ])('passes over a package.json that %s', async (_, text) => {
    const machine = await aMachine();
    await put(machine.cwd, 'package.json', text);
    const above = await put(machine.homeDir, '.toggl-runnrc', yaml);
    expect((await findConfigFile(machine))?.file).toBe(above);
  });

  it.each(['.toggl-runnrc.js', '.toggl-runnrc.cjs', '.toggl-runnrc.ts', 'toggl-runn.config.js', '.config/config.js'])(
    'neither finds nor runs %s',
    async (name) => {
      const machine = await aMachine();
      const witness = path.join(machine.root, 'was-run');
      await put(machine.cwd, name, `require('node:fs').writeFileSync(${JSON.stringify(witness)}, '')`);
      await put(machine.homeDir, '.toggl-runnrc', yaml);
      const before = process.cwd();
      process.chdir(machine.cwd);
      try {
        expect((await findConfigFile(machine))?.file).toBe(path.join(machine.homeDir, '.toggl-runnrc'));
      } finally {
        process.chdir(before);
      }
      expect(existsSync(witness)).toBe(false);
    },
  );

  it('follows a symbolic link', async () => {
    const machine = await aMachine();
    const target = await put(machine.root, 'elsewhere.yaml', yaml);
    await symlink(target, path.join(machine.cwd, '.toggl-runnrc'));
    expect((await findConfigFile(machine))?.data).toEqual({ timezone: 'UTC' });
  });
});

describe('--config', () => {
  it.each(['deep/settings.yaml', './deep/settings.yaml', '~/work/project/deep/settings.yaml'])(
    'reads %s',
    async (name) => {
      const machine = await aMachine();
      const file = await put(machine.cwd, 'deep/settings.yaml', yaml);
      expect((await findConfigFile(machine, name))?.file).toBe(file);
    },
  );

  it('does not fall back to the search', async () => {
    const machine = await aMachine();
    await put(machine.cwd, '.toggl-runnrc', yaml);
    expect(await problemsOf(findConfigFile(machine, 'missing.yaml'))).toMatchObject([{ message: 'does not exist' }]);
  });

  it.each(['evil.js', 'evil.mjs', 'evil.cjs', 'evil.ts'])('refuses the program %s', async (name) => {
    const machine = await aMachine();
    const file = await put(machine.cwd, name, 'module.exports = {}');
    expect(await problemsOf(findConfigFile(machine, name))).toMatchObject([{ path: file }]);
  });

  it('needs our property in a package.json', async () => {
    const machine = await aMachine();
    const file = await put(machine.cwd, 'package.json', '{"name": "x"}');
    expect(await problemsOf(findConfigFile(machine, 'package.json'))).toEqual([
      { path: file, message: 'has no "toggl-runn"' },
    ]);
  });
});

describe('a file that cannot be used', () => {
  it.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['only comments', '# nothing\n'],
    ['broken', 'a: [1'],
    ['huge', `# ${'x'.repeat(1024 * 1024)}\n${yaml}`],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0x00, 0x3a, 0x00])],
  ])('%s is an error, not passed over', async (_, text) => {
    const machine = await aMachine();
    const file = await put(machine.cwd, '.toggl-runnrc', text);
    await put(machine.homeDir, '.toggl-runnrc', yaml);
    expect((await problemsOf(findConfigFile(machine)))[0]?.path).toContain(file);
  });

  it('names the line of a broken package.json of ours', async () => {
    const machine = await aMachine();
    const file = await put(machine.cwd, 'package.json', '{\n"toggl-runn": {\n"timezone": oops\n}}');
    expect((await problemsOf(findConfigFile(machine)))[0]?.path).toContain(file);
  });

  it('a directory', async () => {
    const machine = await aMachine();
    const folder = path.join(machine.cwd, '.toggl-runnrc');
    await mkdir(folder);
    expect(await problemsOf(findConfigFile(machine))).toMatchObject([{ path: folder }]);
  });

  it('a pipe is not waited for', async () => {
    const machine = await aMachine();
    const pipe = path.join(machine.cwd, '.toggl-runnrc');
    execFileSync('mkfifo', [pipe]);
    expect(await problemsOf(findConfigFile(machine))).toMatchObject([{ path: pipe }]);
  });

  it('a symbolic link to itself', async () => {
    const machine = await aMachine();
    const link = path.join(machine.cwd, '.toggl-runnrc');
    await symlink(link, link);
    expect(await problemsOf(findConfigFile(machine))).toMatchObject([{ path: link }]);
  });

  it.skipIf(isRoot)('one that may not be read', async () => {
    const machine = await aMachine();
    const file = await put(machine.cwd, '.toggl-runnrc', yaml, 0o000);
    expect(await problemsOf(findConfigFile(machine))).toEqual([
      { path: file, message: 'cannot be read: permission denied' },
    ]);
  });
});

describe('isWorldReadable', () => {
  it.each([
    [0o600, false],
    [0o640, false],
    [0o644, true],
    [0o604, true],
  ])('%o: %s', async (mode, expected) => {
    const machine = await aMachine();
    const file = await put(machine.cwd, '.toggl-runnrc', yaml);
    await chmod(file, mode);
    expect((await findConfigFile(machine))?.isWorldReadable).toBe(expected);
  });
});
