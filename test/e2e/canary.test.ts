/**
 * No secret in anything that is written anywhere: each failure mode with some commands, and each command with some
 * failure modes. test/deep/canary.test.ts has every command in every failure mode.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { commands, failureModes, findLeaks, openScene, type Scene } from './support/canary.ts';
import { createFakeRuntime } from './support/fake-runtime.ts';
import { startBin } from './support/run-bin.ts';
import { closeWorlds, openWorld } from './support/world.ts';

describe('no secret shows', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(closeWorlds);

  it.each(failureModes.map((mode, index) => [mode.name, mode, index] as const))('when %s', async (_, mode, index) => {
    const leaks: string[] = [];
    for (const offset of [0, 7]) {
      const command = commands[(index + offset) % commands.length];
      const flags = (index + offset) % 2 === 0 ? ['--debug'] : ['--json', '--debug'];
      const hasJson = !command?.argv(scene).includes('--format');
      if (command !== undefined) leaks.push(...(await findLeaks(scene, command, mode, hasJson ? flags : ['--debug'])));
    }
    expect(leaks).toEqual([]);
  });

  it('by any command: all of them are tried', () => {
    const tried = new Set(commands.map(({ argv }) => argv(scene)[0]));
    const program = buildProgram(createFakeRuntime(), () => undefined);
    // The sandbox prints tokens of its own, the demo runs against one; the others know none.
    const others = ['sandbox', 'demo', 'completion', 'help'];
    expect(
      program.commands.map((each) => each.name()).filter((name) => !tried.has(name) && !others.includes(name)),
    ).toEqual([]);
  });

  it('and the search finds one that was written', async () => {
    await writeFile(path.join(scene.folder, 'left.txt'), `x${scene.tokens.runn}x`);
    const [mode] = failureModes;
    const history = commands.find(({ name }) => name === 'history');
    if (mode === undefined || history === undefined) throw new Error('No such case.');
    expect((await findLeaks(scene, history, mode, [])).join()).toContain('runn (plain) in left.txt');
    await rm(path.join(scene.folder, 'left.txt'));
  });
});

describe('a process', () => {
  afterEach(closeWorlds);

  it('shows no token in its title and arguments, nor gives one to the command that prints the other', async () => {
    const world = await openWorld();
    const { TOGGL_API_TOKEN: toggl = '', RUNN_API_TOKEN: runn = '', ...env } = world.env;
    const seen = path.join(world.folder, 'seen');
    const script = [
      `const fs = require('node:fs');`,
      `const parent = '/proc/' + process.ppid;`,
      `const read = (name) => { try { return fs.readFileSync(parent + name, 'latin1'); } catch { return ''; } };`,
      `fs.writeFileSync(${JSON.stringify(seen)}, JSON.stringify({`,
      `  env: process.env, argv: process.argv, parent: [read('/cmdline'), read('/comm')] }));`,
      `console.log(process.env.HOME && fs.readFileSync(${JSON.stringify(path.join(world.folder, 'toggl'))}, 'utf8'));`,
    ].join('\n');
    await writeFile(path.join(world.folder, 'toggl'), toggl, { mode: 0o600 });
    await writeFile(path.join(world.folder, 'print.cjs'), script);
    const command = [process.execPath, path.join(world.folder, 'print.cjs')];
    await writeFile(world.configFile, JSON.stringify({ toggl: { tokenCommand: command, workspaceIds: [5411215] } }));
    const argv = ['check-refs', '--since', '2026-03-02', '--until', '2026-03-03', '--config', world.configFile];
    const { code, stdout, stderr } = await startBin(argv, {
      env: { ...env, RUNN_API_TOKEN: runn, SECRET_OF_OTHERS: 'x' },
      cwd: world.folder,
    }).ended;
    expect({ code, stderr }).toEqual({ code: 5, stderr: '' });
    const told = await readFile(seen, 'utf8');
    expect(told).toContain('toggl-runn');
    expect(told).not.toContain('SECRET_OF_OTHERS');
    for (const text of [told, stdout]) {
      expect(text).not.toContain(toggl);
      expect(text).not.toContain(runn);
    }
    expect(await readdir(world.folder)).toContain('seen');
  });
});
