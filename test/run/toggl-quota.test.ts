/** What a run costs of Toggl's hourly quota is known before it begins; what does not fit is refused with the time. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { togglProjectIds } from '../../src/sandbox/sample-directory.ts';
import { today } from '../e2e/support/fake-runtime.ts';
import { closeWorlds, openWorld, type World } from '../e2e/support/world.ts';

afterEach(closeWorlds);

const range = ['--since', '2026-03-02', '--until', '2026-03-05'] as const;

/** Toggl answers that so much is left of the organization's quota, and of `/me/quota` the same. */
function leave({ sandbox }: World, remaining: number, resetsInSeconds: number, total = 30): void {
  sandbox.faults.add({
    service: 'toggl',
    path: '/api/v9/me/quota',
    kind: 'wrong-shape',
    change: () => [
      { organization_id: null, remaining: 29, resets_in_secs: 3000, total: 30 },
      { organization_id: 5_400_001, remaining, resets_in_secs: resetsInSeconds, total },
    ],
  });
}

function asked({ sandbox }: World, what: RegExp): number {
  return sandbox.requests.filter(({ service, path: target }) => service === 'toggl' && what.test(target)).length;
}

/** One for each workspace whose people and projects are listed. */
const lists = /^\/api\/v9\/workspaces\/\d+\/users/;

const quotaFile = (world: World) => path.join(world.stateDir, 'cache', 'toggl-quota.json');

async function remember(world: World, change: (seen: { remaining: number; resetsAtMs: number }) => unknown) {
  const seen = JSON.parse(await readFile(quotaFile(world), 'utf8'));
  const changed = Object.entries<{ remaining: number; resetsAtMs: number }>(seen).map(([key, each]) => [
    key,
    change(each),
  ]);
  await writeFile(quotaFile(world), JSON.stringify(Object.fromEntries(changed)));
}

describe('the quota', () => {
  it('is not asked for by a small run, and remembered from its headers', async () => {
    const world = await openWorld();
    await world.dryRun(...range);
    expect(asked(world, /quota/)).toBe(0);
    const [seen] = Object.values<{ remaining: number }>(JSON.parse(await readFile(quotaFile(world), 'utf8')));
    expect(seen?.remaining).toBeGreaterThan(0);
    expect((await stat(quotaFile(world))).mode & 0o777).toBe(0o600);
  });

  it('refuses a run that does not fit what is left, with the time, before Toggl’s time is read', async () => {
    const world = await openWorld();
    await world.dryRun(...range);
    await remember(world, (seen) => ({ ...seen, remaining: 1 }));
    world.sandbox.reset();
    leave(world, 1, 1800);
    const { code, document } = await world.runJson(['sync', ...range, '--person', 'eric@example.com']);
    expect([code, document.error.code]).toEqual([8, 'toggl-quota']);
    expect(document.error.message).toContain('at least 4 requests');
    expect(document.error.retryAt).toMatch(/^2026-03-06T09:3/);
    expect(document.error.message).toMatch(/until 2026-03-06 09:3\d UTC/);
    expect(asked(world, /reports/)).toBe(0);
    expect(world.sandbox.writes()).toEqual([]);
  });

  it('lets a run through when Toggl says that there is more than was remembered', async () => {
    const world = await openWorld();
    await world.dryRun(...range);
    await remember(world, (seen) => ({ ...seen, remaining: 0 }));
    const { code } = await world.runJson(['dry-run', ...range]);
    expect(code).toBe(5);
    expect(asked(world, /quota/)).toBe(1);
  });

  it('forgets what was remembered once the hour is over', async () => {
    const world = await openWorld();
    await world.dryRun(...range);
    await remember(world, () => ({ remaining: 0, resetsAtMs: world.clock.nowMs - 1 }));
    await world.dryRun(...range);
    expect(asked(world, /quota/)).toBe(0);
  });

  it('waits when it comes back within a minute', async () => {
    const world = await openWorld();
    await world.dryRun(...range);
    await remember(world, (seen) => ({ ...seen, remaining: 0 }));
    leave(world, 0, 40);
    const { code, slept } = await world.runJson(['dry-run', ...range]);
    expect(code).toBe(5);
    expect(slept).toBeGreaterThanOrEqual(40_000);
  });

  it('is asked for by a large run that knows nothing, and said to be too small for it', async () => {
    const company = generateCompany({ people: 4, projects: 8, days: 3, today, entriesPerDay: 3, workspaces: 4 });
    const world = await openWorld({ company });
    leave(world, 11, 1800, 12);
    const { code, document } = await world.runJson(['dry-run', ...range]);
    expect([code, document.error.code]).toEqual([8, 'toggl-quota']);
    expect(document.error.hint).toContain('shorter range');
  });

  it('is no reason to stop where Toggl does not tell it', async () => {
    const world = await openWorld();
    await world.dryRun(...range);
    await remember(world, (seen) => ({ ...seen, remaining: 0 }));
    world.sandbox.faults.add({ service: 'toggl', path: '/api/v9/me/quota', kind: 'status', status: 404 });
    expect((await world.dryRun(...range)).code).toBe(5);
  });
});

describe('the directory cache', () => {
  it('saves the lists of people and projects, for as long as it was told', async () => {
    const world = await openWorld();
    await world.sync(...range);
    world.sandbox.reset();
    await world.sync(...range);
    expect([asked(world, lists), asked(world, /projects\?/), asked(world, /reports/)]).toEqual([0, 0, 2]);
    world.clock.nowMs += 4 * 3_600_000;
    await world.sync(...range);
    expect(asked(world, lists)).toBe(1);
  });

  it('is off with toggl.cacheHours: 0', async () => {
    const world = await openWorld({}, { toggl: { workspaceIds: [5411215], cacheHours: 0 } });
    await world.sync(...range);
    world.sandbox.reset();
    await world.sync(...range);
    expect(asked(world, lists)).toBe(1);
    expect(await readdir(path.join(world.stateDir, 'cache'))).toEqual(['toggl-quota.json']);
  });

  it('proves nothing: what would be cleared is looked up anew first', async () => {
    const world = await openWorld();
    await world.sync(...range);
    const { toggl } = world.sandbox;
    const gone = togglProjectIds.turbine;
    for (const { id } of [...toggl.entries.values()].filter(({ projectId }) => projectId === gone))
      toggl.deleteEntry(id);
    toggl.deleteProject(gone);
    world.sandbox.reset();
    const { document } = await world.sync(...range);
    expect(asked(world, lists)).toBe(1);
    expect(document.changes.filter(({ kind }) => kind === 'clear')).toEqual([]);
    expect(document.findings.map(({ code }) => code)).toContain('not-proven');
  });

  it('is not used by what looks at links, or is limited to a name', async () => {
    const world = await openWorld();
    await world.sync(...range);
    for (const argv of [['check-refs'], ['list-unmatched'], ['dry-run', '--person', 'eric@example.com']]) {
      world.sandbox.reset();
      await world.runJson([...argv, ...range]);
      expect([argv[0], asked(world, lists)]).toEqual([argv[0], 1]);
    }
  });

  it('is read as nothing when it is broken', async () => {
    const world = await openWorld();
    await world.sync(...range);
    const folder = path.join(world.stateDir, 'cache');
    for (const name of await readdir(folder)) await writeFile(path.join(folder, name), '{"version": 1, "users": [7]');
    world.sandbox.reset();
    expect((await world.sync(...range)).code).toBe(5);
    expect(asked(world, lists)).toBe(1);
  });
});
