import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
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

  it.each(['code/.toggl-runnrc', '.toggl-runnrc', '.config/toggl-runn/config.yaml', '.config/toggl-runn/config'])(
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
    const near = await put(machine.homeDir, 'code/package.json', '{"toggl-runn": {"timezone": "UTC"}}');
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
    ['is empty', ''],
  ])('passes over a package.json that %s', async (_, text) => {
    const machine = await aMachine();
    await put(machine.cwd, 'package.json', text);
    const above = await put(machine.homeDir, '.toggl-runnrc', yaml);
    expect((await findConfigFile(machine))?.file).toBe(above);
  });

  it('passes over a package.json that is a directory', async () => {
    const machine = await aMachine();
    await mkdir(path.join(machine.cwd, 'package.json'));
    const above = await put(machine.homeDir, '.toggl-runnrc', yaml);
    expect((await findConfigFile(machine))?.file).toBe(above);
  });

  it('ends quietly when ~/.config is a file', async () => {
    const machine = await aMachine();
    await put(machine.homeDir, '.config', '');
    expect(await findConfigFile(machine)).toBeNull();
  });

  it.skipIf(isRoot)('goes on above a folder that may not be entered', async () => {
    const machine = await aMachine();
    const above = await put(machine.homeDir, '.toggl-runnrc', yaml);
    const closed = path.dirname(machine.cwd);
    await chmod(closed, 0o000);
    try {
      expect((await findConfigFile(machine))?.file).toBe(above);
    } finally {
      await chmod(closed, 0o700);
    }
  });

  it('follows no $import of cosmiconfig', async () => {
    const machine = await aMachine();
    await put(machine.cwd, 'other.yaml', 'runn: {}\n');
    await put(machine.cwd, '.toggl-runnrc', '$import: other.yaml\n');
    expect((await findConfigFile(machine))?.data).toEqual({ $import: 'other.yaml' });
  });

  it('follows a symbolic link', async () => {
    const machine = await aMachine();
    const target = await put(machine.root, 'elsewhere.yaml', yaml);
    await symlink(target, path.join(machine.cwd, '.toggl-runnrc'));
    expect((await findConfigFile(machine))?.data).toEqual({ timezone: 'UTC' });
  });
});

/**
 * In a process of its own, started in the folder with the trap: the search through `findConfigFile`, and, as a proof
 * that the trap is one, through the public function of cosmiconfig.
 */
describe('nothing is executed', () => {
  const root = path.join(import.meta.dirname, '..', '..');
  const publicSearch = `
    const { cosmiconfig } = require(${JSON.stringify(createRequire(import.meta.url).resolve('cosmiconfig'))});
    const options = { searchPlaces: ['.toggl-runnrc'], loaders: { noExt: (_, text) => text } };
    cosmiconfig('toggl-runn', { ...options, searchStrategy: 'global', stopDir: process.argv[2] }).search();
  `;
  let bundle: Promise<string> | undefined;

  /** The product's search as one script, because a process cannot run TypeScript on every supported Node. */
  function ourSearch(): Promise<string> {
    const contents = `
      import { findConfigFile } from './src/config/find-config-file.ts';
      const machine = { env: {}, cwd: process.cwd(), homeDir: process.argv[2], platform: process.platform };
      findConfigFile(machine).then((found) => process.stdout.write(String(found?.file)));
    `;
    const stdin = { contents, resolveDir: root };
    bundle ??= build({ stdin, bundle: true, platform: 'node', format: 'cjs', write: false }).then(
      ({ outputFiles }) => outputFiles[0]?.text ?? '',
    );
    return bundle;
  }

  async function aTrap(files: Record<string, string>) {
    const machine = await aMachine();
    const file = await put(machine.homeDir, '.toggl-runnrc', yaml);
    const witness = path.join(machine.root, 'was-run');
    for (const [name, text] of Object.entries(files)) {
      await put(machine.cwd, name, text.replace('WITNESS', JSON.stringify(witness)));
    }
    const run = async (code: string): Promise<{ readonly stdout: string; readonly wasRun: boolean }> => {
      const script = await put(machine.root, 'search.cjs', code);
      const stdout = execFileSync(process.execPath, [script, machine.homeDir], {
        cwd: machine.cwd,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return { stdout, wasRun: existsSync(witness) };
    };
    return { file, run };
  }

  const commonJs = `require('node:fs').writeFileSync(WITNESS, ''); module.exports = {};`;
  const module = `import { writeFileSync } from 'node:fs'; writeFileSync(WITNESS, ''); export default {};`;
  // Version 9.0.2 takes the property of a package.json twice.
  const redirected = '{"cosmiconfig": {"searchPlaces": ["evil.cjs"], "cosmiconfig": {"searchPlaces": ["evil.cjs"]}}}';
  const traps: [string, Record<string, string>][] = [
    ['.config/config.js', { '.config/config.js': commonJs }],
    ['.config/config.cjs', { '.config/config.cjs': commonJs }],
    ['.config/config.mjs', { '.config/config.mjs': module }],
    ['other search places in package.json', { 'package.json': redirected, 'evil.cjs': commonJs }],
    ['other search places in .config/config.json', { '.config/config.json': redirected, 'evil.cjs': commonJs }],
  ];

  it.each(traps)('%s', async (_, files) => {
    const { file, run } = await aTrap(files);
    expect(await run(await ourSearch())).toEqual({ stdout: file, wasRun: false });
  });

  it.each(traps)('though cosmiconfig() would: %s', async (_, files) => {
    const { run } = await aTrap(files);
    expect((await run(publicSearch)).wasRun).toBe(true);
  });

  it.each([
    'code/project/.toggl-runnrc.js',
    'code/project/.toggl-runnrc.cjs',
    'code/project/.toggl-runnrc.ts',
    'code/project/toggl-runn.config.js',
    '.config/toggl-runn/config.js',
    '.config/toggl-runn/config.cjs',
  ])('~/%s', async (name) => {
    const { file, run } = await aTrap({ [path.join('..', '..', name)]: commonJs });
    expect(await run(await ourSearch())).toEqual({ stdout: file, wasRun: false });
  });

  it('the version of cosmiconfig is fixed, for its Explorer is internal', async () => {
    const read = async (name: string) => JSON.parse(await readFile(path.join(root, name), 'utf8'));
    const { version } = await read('node_modules/cosmiconfig/package.json');
    expect((await read('package.json')).devDependencies.cosmiconfig).toBe(version);
  });
});

describe('--config', () => {
  it.each(['deep/settings.yaml', './deep/settings.yaml', '~/code/project/deep/settings.yaml'])(
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
    ['blank', ' \n\n'],
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

  it('a symbolic link to nothing', async () => {
    const machine = await aMachine();
    const link = path.join(machine.cwd, '.toggl-runnrc');
    await symlink(path.join(machine.root, 'missing'), link);
    expect(await problemsOf(findConfigFile(machine))).toMatchObject([{ path: link }]);
  });

  it("an empty one in the user's config directory", async () => {
    const machine = await aMachine();
    const file = await put(machine.homeDir, '.config/toggl-runn/config.yml', '');
    expect(await problemsOf(findConfigFile(machine))).toEqual([{ path: file, message: 'is empty' }]);
  });

  it('an empty one behind --config', async () => {
    const machine = await aMachine();
    const file = await put(machine.cwd, 'settings.yaml', '');
    expect(await problemsOf(findConfigFile(machine, 'settings.yaml'))).toEqual([{ path: file, message: 'is empty' }]);
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
