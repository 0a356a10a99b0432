/** `init`: from two tokens to a configuration that works, with and without a terminal. */
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { main } from '../../src/main.ts';
import { doctorDocument, initDocument } from '../../src/output/json-schemas.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { answering } from './support/answering.ts';
import { createFakeRuntime, type RuntimeOptions, today } from './support/fake-runtime.ts';
import { assertNoToken, closeWorlds, openWorld, type World } from './support/world.ts';

afterEach(closeWorlds);

async function openFlawless(workspaces = 1): Promise<World> {
  return openWorld({ company: generateCompany({ people: 4, projects: 6, days: 45, today, workspaces }) });
}

/** In an empty folder; the environment has the addresses, and both tokens unless told otherwise. */
async function open(workspaces = 1) {
  const world = await openFlawless(workspaces);
  const work = join(world.folder, 'work');
  await mkdir(work);
  const { TOGGL_API_TOKEN: togglToken = '', RUNN_API_TOKEN: runnToken = '', ...addresses } = world.env;
  const { TOGGL_WORKSPACE_ID: _, ...env } = addresses;
  const config = join(work, '.toggl-runnrc.yaml');
  const run = async (argv: readonly string[], options: RuntimeOptions = {}) => {
    const runtime = createFakeRuntime({ clock: world.clock, cwd: work, homeDir: world.folder, ...options });
    const code = await main(argv, runtime);
    assertNoToken(world.sandbox, runtime.output.stdout + runtime.output.stderr);
    return { code, ...runtime.output };
  };
  const withTokens = { ...env, TOGGL_API_TOKEN: togglToken, RUNN_API_TOKEN: runnToken };
  return { world, work, config, env, withTokens, togglToken, runnToken, run, read: () => readFile(config, 'utf8') };
}

async function modeOf(file: string): Promise<number> {
  return (await stat(file)).mode & 0o777;
}

function errorCode(stdout: string): string {
  return JSON.parse(stdout).error.code;
}

describe('init without a terminal', () => {
  it('writes what flags and environment say, and ends with the checks of doctor', async () => {
    const { run, read, withTokens, config, world } = await open();
    const { code, stdout } = await run(['init', '--json'], { env: withTokens });
    const document = initDocument.parse(JSON.parse(stdout));
    expect({ code, files: document.files }).toEqual({ code: 0, files: [config] });
    expect(parse(await read())).toEqual({ toggl: { workspaceIds: [5_411_215] }, runn: { referenceName: 'Custom1' } });
    expect(document.doctor.summary.bad).toBe(0);
    expect(document.doctor.next).toBe('toggl-runn dry-run');
    expect(world.newWrites()).toBe(0);
  });

  it('names everything that it was not told, at once', async () => {
    const { run, env, config } = await open();
    const { code, stdout } = await run(['init', '--json'], { env });
    expect({ code, error: errorCode(stdout) }).toEqual({ code: 2, error: 'no-terminal' });
    expect(stdout).toMatch(/TOGGL_API_TOKEN and RUNN_API_TOKEN/);
    await expect(stat(config)).rejects.toThrow();
  });

  it('never overwrites unless told to', async () => {
    const { run, read, withTokens, config } = await open();
    await writeFile(config, '# mine\n');
    const { code, stdout } = await run(['init', '--json', '--yes'], { env: withTokens });
    expect({ code, error: errorCode(stdout), text: await read() }).toEqual({
      code: 6,
      error: 'config-exists',
      text: '# mine\n',
    });
    expect((await run(['init', '--force'], { env: withTokens })).code).toBe(0);
    expect(await read()).toContain('workspaceIds');
  });

  it('writes no file that another one would hide', async () => {
    const { run, withTokens, work, config } = await open();
    await writeFile(join(work, '.toggl-runnrc'), 'runn: { referenceName: Custom1 }\n');
    const { code, stdout } = await run(['init', '--json', '--force'], { env: withTokens });
    expect({ code, error: errorCode(stdout) }).toEqual({ code: 6, error: 'config-exists' });
    await expect(stat(config)).rejects.toThrow();
  });

  it('writes nothing with a token that is refused', async () => {
    const { run, withTokens, config } = await open();
    for (const wrong of [{ TOGGL_API_TOKEN: 'f'.repeat(32) }, { RUNN_API_TOKEN: 'TEST_ffff' }]) {
      expect((await run(['init'], { env: { ...withTokens, ...wrong } })).code).toBe(4);
      await expect(stat(config)).rejects.toThrow();
    }
  });

  it('asks for a choice between several workspaces, and takes one', async () => {
    const { run, read, withTokens } = await open(2);
    const { code, stdout } = await run(['init', '--json'], { env: withTokens });
    expect({ code, error: errorCode(stdout) }).toEqual({ code: 2, error: 'workspace-unclear' });
    expect((await run(['init', '--workspace', '5411216'], { env: withTokens })).code).toBe(0);
    expect(parse(await read()).toggl.workspaceIds).toEqual([5_411_216]);
    const garbled = await run(['init', '--json', '--force'], {
      env: { ...withTokens, TOGGL_WORKSPACE_ID: '5411216,x' },
    });
    expect(JSON.parse(garbled.stdout).error.message).toContain('workspace x.');
    const unknown = await run(['init', '--json', '--force', '--workspace', '7'], { env: withTokens });
    expect(errorCode(unknown.stdout)).toBe('workspace-unknown');
  });

  it('takes the reference name under which Toggl’s ids stand', async () => {
    const { run, read, withTokens, world } = await open();
    for (const person of world.sandbox.runn.people.values()) {
      person.references = person.references.map((each) => ({ ...each, referenceName: 'Toggl' }));
    }
    for (const project of world.sandbox.runn.projects.values()) project.references = [];
    expect((await run(['init'], { env: withTokens })).code).toBe(0);
    expect(parse(await read()).runn.referenceName).toBe('Toggl');
  });

  it('says that a token that is no admin’s sees one person only: exit 4', async () => {
    const { run, withTokens, world } = await open();
    world.sandbox.switches.tokenAdmin = 'no';
    const { code, stderr, stdout } = await run(['init'], { env: withTokens });
    expect(code).toBe(4);
    expect(stderr).toContain('NOT as an admin');
    expect(stdout).toContain('x bad      role');
  });

  it('does not go with --sandbox', async () => {
    const { run, withTokens } = await open();
    expect((await run(['init', '--sandbox'], { env: withTokens })).code).toBe(2);
  });
});

describe('init keeps the tokens', () => {
  /** What doctor says of a configuration that has to do without tokens in the environment. */
  async function examine({ run, env }: Awaited<ReturnType<typeof open>>, more: Record<string, string> = {}) {
    const { code, stdout } = await run(['doctor', '--json'], { env: { ...env, ...more } });
    return { code, bad: doctorDocument.parse(JSON.parse(stdout)).summary.bad };
  }

  it('in files of their own that only their owner can read', async () => {
    const world = await open();
    expect((await world.run(['init', '--tokens', 'files'], { env: world.withTokens })).code).toBe(0);
    const folder = join(world.world.folder, '.config', 'toggl-runn');
    expect(parse(await world.read()).toggl.tokenFile).toBe('~/.config/toggl-runn/toggl-token');
    expect(await readFile(join(folder, 'runn-token'), 'utf8')).toBe(`${world.runnToken}\n`);
    expect([await modeOf(join(folder, 'toggl-token')), await modeOf(join(folder, 'runn-token'))]).toEqual([
      0o600, 0o600,
    ]);
    expect(await examine(world)).toEqual({ code: 0, bad: 0 });
  });

  it('and overwrites those of another account only when told to', async () => {
    const world = await open();
    const folder = join(world.world.folder, '.config', 'toggl-runn');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'runn-token'), 'LIVE_other\n');
    const { code, stdout } = await world.run(['init', '--tokens', 'files', '--json'], { env: world.withTokens });
    expect({ code, error: errorCode(stdout) }).toEqual({ code: 6, error: 'config-exists' });
    expect(await readFile(join(folder, 'runn-token'), 'utf8')).toBe('LIVE_other\n');
    await expect(stat(world.config)).rejects.toThrow();
    expect((await world.run(['init', '--tokens', 'files', '--force'], { env: world.withTokens })).code).toBe(0);
    expect(await readFile(join(folder, 'runn-token'), 'utf8')).toBe(`${world.runnToken}\n`);
  });

  it('in an environment file, says how it is read, and keeps git away from it', async () => {
    const world = await open();
    await mkdir(join(world.work, '.git'));
    const { code, stdout } = await world.run(['init', '--tokens', 'env-file'], { env: world.withTokens });
    const file = join(world.work, '.toggl-runn.env');
    expect({ code, mode: await modeOf(file) }).toEqual({ code: 0, mode: 0o600 });
    expect(stdout).toMatch(/^ {2}set -a; \. \.\/\.toggl-runn\.env; set \+a$/m);
    expect(await readFile(join(world.work, '.gitignore'), 'utf8')).toBe('/.toggl-runn.env\n');
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => /^[A-Z_]+=/.test(line));
    const variables = Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
    expect(await examine(world, variables)).toEqual({ code: 0, bad: 0 });
    expect((await examine(world)).code).toBe(2);
  });

  it('in the configuration file itself, with a warning, and keeps git away from that', async () => {
    const world = await open();
    await mkdir(join(world.work, '.git'));
    await writeFile(join(world.work, '.gitignore'), 'node_modules');
    const { code, stdout } = await world.run(['init', '--tokens', 'config'], { env: world.withTokens });
    expect({ code, mode: await modeOf(world.config) }).toEqual({ code: 0, mode: 0o600 });
    expect(stdout).toContain('warning: ');
    expect(await readFile(join(world.work, '.gitignore'), 'utf8')).toBe('node_modules\n/.toggl-runnrc.yaml\n');
    expect(await examine(world)).toEqual({ code: 0, bad: 0 });
  });

  it('where they are: in a file and behind a command', async () => {
    const world = await open();
    const file = join(world.world.folder, 'runn-secret');
    await writeFile(file, world.runnToken, { mode: 0o600 });
    const secret = join(world.world.folder, 'toggl secret');
    await writeFile(secret, world.togglToken, { mode: 0o600 });
    const argv = ['init', '--runn-token-file', file, '--toggl-token-command', `cat "${secret}"`];
    const env = { ...world.env, PATH: process.env['PATH'] };
    expect((await world.run(argv, { env })).code).toBe(0);
    expect(parse(await world.read())).toMatchObject({
      toggl: { tokenCommand: ['cat', secret] },
      runn: { tokenFile: file },
    });
  });
});

describe('init in a terminal', () => {
  it('takes four answers, and echoes neither token', async () => {
    const { run, read, env, togglToken, runnToken } = await open();
    const { asked, options } = answering([
      [/API token of Toggl Track/, `${togglToken}\n`],
      [/API token of Runn/, `${runnToken}\n`],
      [/Under which external reference/, '\n'],
      [/Where shall the tokens be kept/, '\n'],
    ]);
    const { code, stderr } = await run(['init'], { env: { ...env, NO_COLOR: '1' }, ...options });
    expect({ code, questions: asked.length }).toEqual({ code: 0, questions: 4 });
    expect(stderr).toContain('Toggl Track: Person 1 <person.1@example.com>');
    expect(parse(await read())).toMatchObject({
      toggl: { tokenFile: '~/.config/toggl-runn/toggl-token', workspaceIds: [5_411_215] },
      runn: { referenceName: 'Custom1' },
    });
  });

  it('asks again for a token that is refused', async () => {
    const { run, env, togglToken, runnToken } = await open();
    const { asked, options } = answering([
      [/API token of Toggl Track/, `${'f'.repeat(32)}\n`],
      [/error:/, null],
      [/API token of Toggl Track/, `${togglToken}\n`],
      [/API token of Runn/, `${runnToken}\n`],
      [/Under which external reference/, '\n'],
      [/Where shall the tokens be kept/, '\n'],
    ]);
    const { code, stderr } = await run(['init'], { env: { ...env, NO_COLOR: '1' }, ...options });
    expect({ code, questions: asked.length }).toEqual({ code: 0, questions: 5 });
    expect(stderr).toContain('Check the token that was typed.');
    expect(stderr).not.toContain('TOGGL_API_TOKEN');
  });

  it('writes nothing when Ctrl-C is pressed at a question: exit 130', async () => {
    const { run, withTokens, config } = await open();
    const { options } = answering([[/Under which external reference/, '\x03']]);
    expect((await run(['init'], { env: withTokens, ...options })).code).toBe(130);
    await expect(stat(config)).rejects.toThrow();
  });

  it('asks before it overwrites, and takes no answer for no', async () => {
    const { run, read, withTokens, config } = await open();
    await writeFile(config, '# mine\n');
    const { asked, options } = answering([[/Overwrite\?/, '\n']]);
    const { code } = await run(['init'], { env: withTokens, ...options });
    expect({ code, questions: asked.length, text: await read() }).toEqual({ code: 6, questions: 1, text: '# mine\n' });
  });

  it('lets one of several workspaces be picked', async () => {
    const { run, read, withTokens } = await open(2);
    const { options } = answering([
      [/Whose time is to be carried over/, ' \n'],
      [/Under which external reference/, '\n'],
      [/Where shall the tokens be kept/, '\n'],
    ]);
    expect((await run(['init'], { env: withTokens, ...options })).code).toBe(0);
    // All are marked, for the token is an admin's; the blank takes the first one out.
    expect(parse(await read()).toggl.workspaceIds).toEqual([5_411_216]);
  });

  it('finds the tokens in a password manager, and tries them', async () => {
    const { run, read, world, withTokens, togglToken, runnToken } = await open();
    const bin = join(world.folder, 'bin');
    await mkdir(bin);
    const script = `#!/bin/sh\ncase "$2" in toggl-runn/toggl) echo ${togglToken};; work/runn) echo ${runnToken};; *) exit 1;; esac\n`;
    await writeFile(join(bin, 'pass'), script);
    await chmod(join(bin, 'pass'), 0o700);
    const down = '\x1b[B';
    const { asked, options } = answering([
      [/Under which external reference/, '\n'],
      [/Where shall the tokens be kept/, `${down}${down}${down}${down}\n`],
      [/Name in pass, for the Toggl Track token/, '\n'],
      [/Name in pass, for the Runn token/, 'wrong\n'],
      [/Try again/, '\n'],
      [/Name in pass, for the Runn token/, 'work/runn\n'],
    ]);
    const env = { ...withTokens, PATH: `${bin}:${process.env['PATH']}`, NO_COLOR: '1' };
    const { code, stderr } = await run(['init'], { env, ...options });
    expect({ code, questions: asked.length }).toEqual({ code: 0, questions: 6 });
    expect(stderr).toContain('pass insert wrong');
    expect(parse(await read())).toMatchObject({
      toggl: { tokenCommand: ['pass', 'show', 'toggl-runn/toggl'] },
      runn: { tokenCommand: ['pass', 'show', 'work/runn'] },
    });
  });
});
