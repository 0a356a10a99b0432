import { afterEach, describe, expect, it } from 'vitest';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { samplePeople, sampleRoles } from '../../src/sandbox/sample-directory.ts';
import { askedPaths, connectTo } from '../e2e/support/connections.ts';
import { today } from '../e2e/support/fake-runtime.ts';
import { closeWorlds, openWorld, type World } from '../e2e/support/world.ts';

afterEach(closeWorlds);

/** What was asked about roles, in order and once each. */
async function askedAboutRoles(world: World): Promise<string[]> {
  world.sandbox.reset();
  await prepareRun((await connectTo(world)).plan());
  const others = ['/me/', '/people/', '/projects/', '/actuals/'];
  return [...new Set(askedPaths(world, 'runn'))].filter((path) => !others.includes(path));
}

function tiny() {
  return generateCompany({ people: 2, projects: 2, days: 3, today });
}

describe('what is read about roles', () => {
  it('is nothing when every cell has its actual', async () => {
    const world = await openWorld({ company: tiny() });
    await world.sync();
    expect(await askedAboutRoles(world)).toEqual([]);
  });

  it('is members alone when they decide', async () => {
    const company = tiny();
    const members = company.runn.people.flatMap(({ id: personId }) =>
      company.runn.projects.map(({ id: projectId }) => ({ personId, projectId, roleId: 10, workstreamId: null })),
    );
    const runn = { ...company.runn, members: members.map((member, index) => ({ id: index + 1, ...member })) };
    const asked = await askedAboutRoles(await openWorld({ company: { ...company, runn } }));
    expect(asked).toHaveLength(1);
    expect(asked).not.toContain('/contracts/');
  });

  it('is contracts too when members leave it open', async () => {
    const asked = await askedAboutRoles(await openWorld({ company: tiny() }));
    expect(asked).toContain('/contracts/');
    expect(asked).not.toContain('/roles/');
  });

  it('is the names of roles too when a person has to choose', async () => {
    expect(await askedAboutRoles(await openWorld())).toContain('/roles/');
  });
});

describe('prepareRun', () => {
  it('sends nothing but reads', async () => {
    const world = await openWorld();
    const { plan } = await prepareRun((await connectTo(world)).plan());
    expect(plan.changes.length).toBeGreaterThan(50);
    expect(world.sandbox.writes()).toEqual([]);
  });

  it('binds the run to the Runn account by host, environment and lowest person', async () => {
    const world = await openWorld();
    const { account } = await prepareRun((await connectTo(world)).plan());
    expect(account).toBe(`${new URL(world.sandbox.runnUrl).host}/TEST/${samplePeople.eric}@2025-01-01T00:00:00.000Z`);
  });

  it('names people, projects and roles for the report', async () => {
    const world = await openWorld();
    const { names } = await prepareRun((await connectTo(world)).plan());
    expect([...names.people.entries()]).toContainEqual([samplePeople.eric, 'Eric Clapton']);
    expect([...names.roles.entries()]).toContainEqual([sampleRoles.lead, 'Tech Lead']);
    expect([...names.togglProjects.values()]).toContain('Hidden Moon Base (Lunar Holdings)');
  });

  it('plans the same twice', async () => {
    const world = await openWorld();
    const { plan } = await connectTo(world);
    const first = await prepareRun(plan());
    const second = await prepareRun(plan());
    expect(second.plan).toEqual(first.plan);
  });

  it('plans again over other actuals without reading anything', async () => {
    const world = await openWorld();
    const prepared = await prepareRun((await connectTo(world)).plan());
    const requests = world.sandbox.requests.length;
    expect(prepared.replan(prepared.sides.actuals).changes).toEqual(prepared.plan.changes);
    expect(prepared.replan([]).changes.length).toBeGreaterThan(prepared.plan.changes.length - 5);
    expect(world.sandbox.requests).toHaveLength(requests);
  });

  it.each([
    [{ people: ['Eric Clapton'], projects: [] }, [samplePeople.eric]],
    [{ people: ['bob.dylan@example.com', 'runn:463'], projects: [] }, [samplePeople.bob, samplePeople.patti]],
  ])('plans nothing outside the scope %j', async (scope, people) => {
    const world = await openWorld();
    const { plan } = await connectTo(world);
    const prepared = await prepareRun({ ...plan(), scope });
    expect(new Set(prepared.plan.changes.map(({ personId }) => personId))).toEqual(new Set(people));
  });

  it('refuses a scope that names nobody, before anything is planned', async () => {
    const world = await openWorld();
    const { plan } = await connectTo(world);
    await expect(prepareRun({ ...plan(), scope: { people: ['Nobody At All'], projects: [] } })).rejects.toMatchObject({
      code: 'scope',
      exitCode: 2,
    });
  });
});
