import { afterEach, describe, expect, it } from 'vitest';
import { readSides } from '../../src/run/read-sides.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { samplePeople, togglUserIds } from '../../src/sandbox/sample-directory.ts';
import { askedPaths, connectTo } from '../e2e/support/connections.ts';
import { today } from '../e2e/support/fake-runtime.ts';
import { closeWorlds, openWorld } from '../e2e/support/world.ts';

afterEach(closeWorlds);

describe('readSides', () => {
  it('says what it is connected to', async () => {
    const world = await openWorld();
    const { accounts } = await readSides((await connectTo(world)).read(), { withActuals: false });
    expect(accounts).toEqual({
      toggl: {
        host: new URL(world.sandbox.togglUrl).host,
        workspaces: [{ id: 5_411_215, name: 'Sunshine of Your Code' }],
      },
      runn: { host: new URL(world.sandbox.runnUrl).host, environment: 'TEST', key: 'Toggl sync (sandbox)' },
    });
  });

  it('reads actuals only when they are wanted', async () => {
    const world = await openWorld();
    const { read } = await connectTo(world);
    expect((await readSides(read(), { withActuals: false })).actuals).toEqual([]);
    expect(askedPaths(world, 'runn')).not.toContain('/actuals/');
    expect((await readSides(read(), { withActuals: true })).actuals.length).toBeGreaterThan(5);
  });

  it('does not read people again that are known', async () => {
    const world = await openWorld();
    const { read } = await connectTo(world);
    const { people } = await readSides(read(), { withActuals: false });
    world.sandbox.reset();
    const again = await readSides({ ...read(), people }, { withActuals: false });
    expect(again.people).toBe(people);
    expect(askedPaths(world, 'runn')).not.toContain('/people/');
  });

  it('knows people who left and to whom a link leads', async () => {
    const world = await openWorld();
    const { read } = await connectTo(world);
    // Ten days ago Janis left; in this window nobody has seen her.
    const { workspaces } = await readSides(read({ since: '2d' }), { withActuals: false });
    const janis = workspaces.flatMap(({ users }) => users).find(({ id }) => id === togglUserIds.janis);
    expect(janis).toMatchObject({ isActive: false });
  });

  it('reads only the workspaces that are configured', async () => {
    const company = generateCompany({ people: 2, projects: 4, days: 3, today, workspaces: 2 });
    const world = await openWorld({ company }, { toggl: { workspaceIds: [5_411_216] } });
    const { TOGGL_WORKSPACE_ID: _, ...env } = world.env;
    const { workspaces } = await readSides((await connectTo({ ...world, env })).read(), { withActuals: false });
    expect(workspaces.map(({ workspace }) => workspace.id)).toEqual([5_411_216]);
    expect(askedPaths(world, 'toggl').some((path) => path.includes('5411215'))).toBe(false);
  });

  it('takes the only workspace when none is configured', async () => {
    const world = await openWorld();
    const { TOGGL_WORKSPACE_ID: _, ...env } = world.env;
    const { workspaces } = await readSides((await connectTo({ ...world, env })).read(), { withActuals: false });
    expect(workspaces.map(({ workspace }) => workspace.id)).toEqual([5_411_215]);
  });

  it.each<[string, readonly number[], number, string, number]>([
    ['several workspaces and none configured', [], 2, 'workspace-unclear', 2],
    ['a workspace that is not among them', [99], 2, 'toggl-workspace-unknown', 4],
    ['no workspace at all', [], 0, 'toggl-no-workspace', 4],
  ])('does not guess: %s', async (_, workspaceIds, count, code, exitCode) => {
    const company = generateCompany({ people: 2, projects: 4, days: 1, today, workspaces: 2 });
    const world = await openWorld({ company }, { toggl: { workspaceIds } });
    if (count === 0) {
      world.sandbox.faults.add({ path: '/api/v9/me/workspaces', kind: 'wrong-shape', change: () => [] });
    }
    const { TOGGL_WORKSPACE_ID: _id, ...env } = world.env;
    const { read } = await connectTo({ ...world, env });
    await expect(readSides(read(), { withActuals: false })).rejects.toMatchObject({ code, exitCode });
  });

  it('says that the totals were not checked when the check is off', async () => {
    const world = await openWorld({}, { toggl: { checkTotals: false } });
    const { notes } = await readSides((await connectTo(world)).read(), { withActuals: false });
    expect(notes.map(({ code }) => code)).toEqual(['totals-unchecked']);
  });

  it('says what it does', async () => {
    const world = await openWorld();
    const { read, steps } = await connectTo(world);
    await readSides(read(), { withActuals: true });
    expect(steps).toHaveLength(2);
  });

  it('reads placeholders as nobody', async () => {
    const world = await openWorld();
    const { people } = await readSides((await connectTo(world)).read(), { withActuals: false });
    const ids: readonly number[] = people.filter(({ isPlaceholder }) => !isPlaceholder).map(({ id }) => id);
    expect(ids).toContain(samplePeople.leonard);
    expect(ids).not.toContain(samplePeople.placeholder);
  });
});
