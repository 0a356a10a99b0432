/** Whatever command is suggested works when it is pasted: it names its configuration, days and people. */
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { samplePeople } from '../../src/sandbox/sample-directory.ts';
import { closeWorlds, openWorld, type World } from './support/world.ts';

afterEach(closeWorlds);

const range = ['--since', '2026-02-23', '--until', '2026-03-06'] as const;
const eric = ['--person', `runn:${samplePeople.eric}`, '--project', 'Hidden Moon Base'] as const;
const config = ['--config', 'my files/other.json'] as const;

/** Its configuration stands where nobody looks for one. */
async function openElsewhere(): Promise<World> {
  const world = await openWorld();
  await mkdir(join(world.folder, 'my files'));
  await rename(world.configFile, join(world.folder, config[1]));
  return world;
}

/** The commands that stand on lines of their own, as a shell would take them apart. */
function commandsIn(text: string): string[][] {
  return [...text.matchAll(/^ +toggl-runn (\S.*)$/gm)].map(([, line = '']) =>
    [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word),
  );
}

const commands: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['dry-run', ['dry-run', ...range, ...eric], ['sync']],
  ['dry-run --out', ['dry-run', ...range, '--out', 'plan.json'], ['sync']],
  ['sync', ['sync', ...range], ['list-unmatched']],
  ['check-refs', ['check-refs', ...range], ['link', 'check-refs']],
  ['list-unmatched', ['list-unmatched', ...range], ['link', 'sync']],
  ['explain', ['explain', ...eric, '--date', '2026-03-02'], ['sync', 'sync']],
  ['report', ['report', ...range], ['dry-run']],
  ['link --dry-run', ['link', '--dry-run', ...range], ['link', 'link']],
  ['link --out', ['link', '--out', 'links.csv', ...range], ['link']],
  ['doctor', ['doctor'], ['link']],
];

describe.each(commands)('after %s', (_, argv, expected) => {
  it('each command that is suggested goes to the same accounts and days', async () => {
    const world = await openElsewhere();
    const suggested = commandsIn((await world.runBare([...argv, ...config])).stdout);
    expect(suggested.map(([name]) => name)).toEqual(expected);
    for (const words of suggested) {
      expect(words.join(' ')).toContain(config.join(' '));
      if (argv.includes(range[1]) && !words.includes('--plan')) expect(words).toContain(range[1]);
      // Nobody can be asked here, and nothing else is wrong with it.
      const isAsking = words[0] === 'link' && !words.includes('--yes') && !words.includes('--out');
      const { code, stderr } = await world.runBare(words);
      expect(isAsking ? [2] : [0, 5]).toContain(code);
      if (isAsking) expect(stderr).toContain('There is no terminal to ask on.');
    }
  });
});

it('undo and history name the configuration, too', async () => {
  const world = await openElsewhere();
  await world.runBare(['sync', ...range, ...config]);
  const [show = []] = commandsIn((await world.runBare(['history', ...config])).stdout);
  expect(show.slice(0, 1)).toEqual(['undo']);
  const [undo = []] = commandsIn((await world.runBare(show)).stdout);
  const [back = [], resume = []] = commandsIn((await world.runBare(undo)).stdout);
  expect(commandsIn((await world.runBare(undo)).stdout)).toEqual([resume]);
  for (const words of [show, undo, back, resume]) expect(words.join(' ')).toContain(config.join(' '));
  expect(back[1]).not.toBe(undo[1]);
  expect((await world.runBare(['sync', ...range, ...config])).code).toBe(6);
  expect((await world.runBare(resume)).code).toBe(5);
  expect((await world.runBare(['sync', ...range, ...config])).code).toBe(5);
});

describe('while an undo holds syncs back', () => {
  it.each([
    ['dry-run', ['dry-run', ...range, ...eric]],
    ['dry-run --out', ['dry-run', ...range, ...eric, '--out', 'plan.json']],
    ['explain', ['explain', ...eric, '--date', '2026-03-02']],
  ])('what %s suggests ends that', async (_, argv) => {
    const world = await openWorld();
    const { document } = await world.sync(...range, ...eric);
    await world.run(['undo', String(document.run)]);
    const [sync = []] = commandsIn((await world.run(argv)).stdout);
    expect(sync).toContain('--resume');
    expect((await world.runBare(sync)).code).toBe(0);
    expect(commandsIn((await world.run(['dry-run', ...range])).stdout)[0]).not.toContain('--resume');
  });
});

it('what the brake stopped is written by the command that acknowledges it', async () => {
  const world = await openWorld({}, { limits: { maxLoss: 0, floorHours: 0 } });
  const { code, stdout } = await world.run(['sync', ...range, '--person', `runn:${samplePeople.eric}`]);
  expect(code).toBe(6);
  const [force = []] = commandsIn(stdout);
  expect(force).toContain('--force');
  expect((await world.runBare([...force, '--json'])).document.outcome.applied).toBeGreaterThan(0);
});

it('what the brake stopped while syncs were held is written by a command that ends that, too', async () => {
  const world = await openWorld({}, { limits: { maxLoss: 0, floorHours: 0 } });
  const { document } = await world.sync(...range, '--force');
  await world.run(['undo', String(document.run)]);
  const [force = []] = commandsIn((await world.run(['sync', ...range, '--resume'])).stdout);
  expect(force).toEqual(expect.arrayContaining(['--force', '--resume']));
  expect((await world.runBare([...force, '--json'])).document.outcome.applied).toBeGreaterThan(0);
});

it('what conflict refuses has no command that would help', async () => {
  const world = await openWorld({}, { rules: { onConflict: 'fail' } });
  const { code, stdout } = await world.run(['sync', ...range]);
  expect(code).toBe(6);
  expect(commandsIn(stdout)).toEqual([]);
});
