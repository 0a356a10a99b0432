/** Two runs at one Runn account: the second one is sent away, whatever the first one is doing. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { closeWorlds, openWorld, type Result, type World } from './support/world.ts';

afterEach(closeWorlds);

const range = ['--since', '7d'] as const;
const write = { service: 'runn', method: 'POST', path: '/actuals/bulk/' } as const;

/** A sync that hangs in its first write until it is interrupted. */
async function hangingSync(world: World): Promise<{ readonly interrupt: () => Promise<Result> }> {
  const controller = new AbortController();
  const before = world.sandbox.writes().length;
  const release = world.sandbox.faults.add({ ...write, kind: 'hang' });
  const ended = world.runJson(['sync', ...range], { signal: controller.signal });
  await vi.waitFor(() => expect(world.sandbox.writes()).toHaveLength(before + 1), { timeout: 10_000 });
  return {
    interrupt: () => {
      release();
      controller.abort();
      return ended;
    },
  };
}

const locks = (world: World) => readdir(join(world.stateDir, 'locks'));

describe('while a sync is under way', () => {
  it.each([['sync'], ['undo', '20240108T090000Z-3f2a']])('another one writes nothing: %s', async (...argv) => {
    const world = await openWorld();
    const run = (await world.runJson(['sync', '--since', '14d', '--until', 'yesterday'])).document.run;
    const { interrupt } = await hangingSync(world);
    const writes = world.sandbox.writes().length;
    const { code, document } = await world.runJson(argv[0] === 'undo' ? ['undo', run] : argv);
    expect({ code, error: document.error.code }).toEqual({ code: 6, error: 'locked' });
    for (const word of ['sync', 'test-host', '4242']) expect(document.error.message).toContain(word);
    expect(world.sandbox.writes()).toHaveLength(writes);
    await interrupt();
  });

  it('the other one asks neither for time nor for actuals', async () => {
    const world = await openWorld();
    const { interrupt } = await hangingSync(world);
    const before = world.sandbox.requests.length;
    await world.run(['sync', ...range]);
    const asked = world.sandbox.requests.slice(before).map(({ service, path }) => `${service} ${path.split('?')[0]}`);
    expect(asked.sort()).toEqual([
      'runn /me/',
      'runn /people/',
      'runn /projects/',
      'toggl /api/v9/me',
      'toggl /api/v9/me/workspaces',
    ]);
    await interrupt();
  });

  it('one can look: dry-run needs no lock', async () => {
    const world = await openWorld();
    const { interrupt } = await hangingSync(world);
    expect((await world.runJson(['dry-run', ...range])).document.changes.length).toBeGreaterThan(0);
    await interrupt();
  });
});

describe('a sync that was interrupted', () => {
  it('ends with 130, says what may have been written, and leaves no lock', async () => {
    const world = await openWorld();
    const { interrupt } = await hangingSync(world);
    const { code, document, stderr } = await interrupt();
    expect(code).toBe(130);
    expect(document.outcome).toMatchObject({ applied: 0 });
    expect(stderr).toContain(`0 of ${document.changes.length} changes were written`);
    expect(await locks(world)).toEqual([]);
    expect((await world.runJson(['sync', ...range])).document.outcome.applied).toBe(document.changes.length);
  });

  it('is undone by what Runn has', async () => {
    const world = await openWorld();
    const { interrupt } = await hangingSync(world);
    const { run } = (await interrupt()).document;
    const { code, document } = await world.runJson(['undo', run]);
    expect({ code, changes: document.changes }).toEqual({ code: 0, changes: [] });
  });
});

describe('a sync that fails', () => {
  it.each([401, 500, 418])('leaves no lock: %d', async (status) => {
    const world = await openWorld();
    // Asked for after the lock was taken.
    world.sandbox.faults.add({ service: 'runn', path: '/actuals/', kind: 'status', status });
    expect((await world.run(['sync', ...range])).code).not.toBe(0);
    expect(await locks(world)).toEqual([]);
  });
});
