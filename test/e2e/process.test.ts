/** The built program over HTTP: one sync, one Ctrl-C, the demo and the sandbox. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dryRunDocument, syncDocument } from '../../src/output/json-schemas.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { expectedCells, keyOf, unequalCells } from './support/expected-cells.ts';
import { runBin, startBin } from './support/run-bin.ts';
import { assertNoToken, closeWorlds, openWorld } from './support/world.ts';

afterEach(closeWorlds);

/** A process has the real clock. */
const today = new Date().toISOString().slice(0, 10);
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const longAgo = new Date(Date.now() - 86_400_000 * 43).toISOString().slice(0, 10);

describe('the built program', { timeout: 90_000 }, () => {
  it('syncs six weeks, and then has nothing left to do', async () => {
    const world = await openWorld({ now: Date.now, today: yesterday });
    const range = ['--since', longAgo, '--until', yesterday, '--json', '--config', world.configFile];
    const expected = expectedCells(world.sandbox, { since: longAgo, until: yesterday });
    const place = { env: world.env, cwd: world.folder };
    const planned = await runBin(['dry-run', ...range], place);
    expect(world.newWrites()).toBe(0);
    const synced = await runBin(['sync', ...range], place);
    expect([planned.code, synced.code]).toEqual([5, 5]);
    expect(syncDocument.parse(JSON.parse(synced.stdout)).changes).toEqual(
      dryRunDocument.parse(JSON.parse(planned.stdout)).changes,
    );
    expect(unequalCells(world.sandbox, expected).map(keyOf)).toEqual(
      expected.cells.filter(({ held }) => held !== null).map(keyOf),
    );
    expect(synced.stderr).toMatch(/^\S+ toggl-runn sync \S+: exit 5, written \d+ of \d+, .*\n$/);
    expect(world.newWrites()).toBeGreaterThan(3);
    const again = await runBin(['sync', ...range], place);
    expect(syncDocument.parse(JSON.parse(again.stdout)).changes).toEqual([]);
    expect(world.newWrites()).toBe(0);
    assertNoToken(world.sandbox, JSON.stringify([planned, synced, again]));
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'says at %s what was written, and the next sync converges',
    async (signal) => {
      const company = generateCompany({ people: 20, projects: 20, days: 7, today: yesterday });
      const world = await openWorld({ company, now: Date.now, today: yesterday });
      const { runn } = world.sandbox;
      const argv = ['sync', '--since', longAgo, '--until', yesterday, '--config', world.configFile];
      const place = { env: world.env, cwd: world.folder };
      world.sandbox.faults.add({ method: 'POST', path: '/actuals/bulk/', from: 2, kind: 'hang' });
      const { child, ended } = startBin(argv, place);
      await vi.waitFor(() => expect(world.sandbox.writes().some(({ fault }) => fault === 'hang')).toBe(true), {
        timeout: 20_000,
        interval: 20,
      });
      child.kill(signal);
      const { code, stdout, stderr } = await ended;
      expect(code).toBe(130);
      const applied = runn.actuals.size;
      expect(applied).toBeGreaterThan(90);
      expect(stderr).toContain(`${applied} of 300`);
      expect(stdout).not.toBe('');
      world.sandbox.faults.clear();
      const expected = expectedCells(world.sandbox, { since: longAgo, until: yesterday });
      expect((await runBin(argv, place)).code).toBe(0);
      expect(unequalCells(world.sandbox, expected)).toEqual([]);
    },
  );

  it.each(['SIGINT', 'SIGTERM'] as const)('says at %s while it reads that nothing was written', async (signal) => {
    const world = await openWorld();
    const argv = ['sync', '--since', longAgo, '--until', yesterday, '--config', world.configFile];
    world.sandbox.faults.add({ service: 'runn', method: 'GET', path: '/actuals/', kind: 'hang' });
    const { child, ended } = startBin(argv, { env: world.env, cwd: world.folder });
    await vi.waitFor(() => expect(world.sandbox.requests.some(({ fault }) => fault === 'hang')).toBe(true), {
      timeout: 20_000,
      interval: 20,
    });
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('Nothing was written.');
    expect(world.sandbox.writes()).toEqual([]);
    // Nothing stands in the way of the next run.
    world.sandbox.faults.clear();
    expect((await runBin(argv, { env: world.env, cwd: world.folder })).code).toBe(0);
  });

  it('walks through the demo', async () => {
    const world = await openWorld();
    const { code, stdout, stderr } = await runBin(['demo'], { cwd: world.folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const step of ['check-refs', 'list-unmatched', 'dry-run', 'sync']) {
      expect(stdout).toContain(`$ toggl-runn ${step} --since 7d`);
    }
    // What it suggests works afterwards, too, and meets nobody's accounts.
    const suggested = [...stdout.matchAll(/^ {2}toggl-runn (.*)$/gm)].map(([, words]) => words);
    expect(suggested.length).toBeGreaterThan(4);
    expect(suggested.filter((words) => !words?.endsWith('--sandbox'))).toEqual(['sandbox']);
    // One step of five writes.
    expect(stdout.match(/write requests: \d+/g)).toHaveLength(1);
  });

  it('serves the sandbox to other processes until SIGTERM', async () => {
    const world = await openWorld();
    const { child, ended, printed } = startBin(['sandbox', '--today', today], { cwd: world.folder });
    const exports = await printed(/export TOGGL_RUNN_STATE_DIR=.*\n/);
    const env = Object.fromEntries(
      [...exports.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(Object.keys(env).sort()).toEqual([
      'RUNN_API_TOKEN',
      'RUNN_BASE_URL',
      'TOGGL_API_TOKEN',
      'TOGGL_BASE_URL',
      'TOGGL_RUNN_STATE_DIR',
      'TOGGL_WORKSPACE_ID',
    ]);
    const synced = await runBin(['sync', '--json'], { env, cwd: world.folder });
    expect(synced.code).toBe(5);
    expect(syncDocument.parse(JSON.parse(synced.stdout)).outcome.applied).toBeGreaterThan(20);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    await expect(fetch(`${env['RUNN_BASE_URL']}/me/`)).rejects.toThrow();
  });
});
