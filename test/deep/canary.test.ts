/** Every command in every failure mode, with and without a document: the whole of test/e2e/canary.test.ts. */
import { afterEach, describe, expect, it } from 'vitest';
import { commands, failureModes, findLeaks, openScene } from '../e2e/support/canary.ts';
import { closeWorlds } from '../e2e/support/world.ts';

afterEach(closeWorlds);

const flagSets: readonly (readonly string[])[] = [[], ['--debug'], ['--json', '--debug']];

it(`were ${commands.length} commands in ${failureModes.length} failure modes, ${flagSets.length} times each`, () => {
  expect(commands.length * failureModes.length).toBeGreaterThan(500);
});

describe.each(failureModes.map((mode) => [mode.name, mode] as const))('when %s', (_, mode) => {
  it('no command shows a secret', async () => {
    const leaks: string[] = [];
    for (const flags of flagSets) {
      const scene = await openScene();
      for (const command of commands) {
        const isFixed = flags.includes('--json') && command.argv(scene).includes('--format');
        if (!isFixed) leaks.push(...(await findLeaks(scene, command, mode, flags)));
      }
      await closeWorlds();
    }
    expect(leaks).toEqual([]);
  });
});
