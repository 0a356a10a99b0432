/** What `explain` says has to be what a `sync` would do, and what the last one did. */
import { afterEach, describe, expect, it } from 'vitest';
import { ann, mars, moon, openTwoPeople, type TwoPeople, tuesday } from './support/two-people.ts';
import { closeWorlds } from './support/world.ts';

afterEach(closeWorlds);

const theDay = ['--since', tuesday, '--until', tuesday] as const;

async function explain(world: TwoPeople, on = moon) {
  const argv = ['explain', '--person', `runn:${ann.person}`, '--project', `runn:${on.runn}`, '--date', tuesday];
  const { document } = await world.runJson(argv);
  return document;
}

describe('what a sync would do', () => {
  it('is a 0 where hours were scheduled and time lies elsewhere, under rules.zeros: scheduled', async () => {
    const world = await openTwoPeople({ rules: { zeros: 'scheduled' } });
    const days = { startDate: tuesday, endDate: tuesday };
    const whose = { personId: ann.person, projectId: mars.runn, roleId: 10, workstreamId: null, phaseId: null };
    const assignment = { id: 1, ...whose, ...days, minutesPerDay: 480, isBillable: true, note: null };
    const at = '2026-01-01T00:00:00.000Z';
    world.sandbox.runn.assignments.set(1, { ...assignment, createdAt: at, updatedAt: at });
    world.track(ann, moon, tuesday, 60);
    const { changes } = await explain(world, mars);
    const planned = (await world.dryRun(...theDay)).document.changes;
    expect(changes).toEqual(planned.filter(({ projectId }) => projectId === mars.runn));
    expect(changes).toMatchObject([{ kind: 'clear', reason: 'scheduled-zero' }]);
  });

  it('is nothing at all where the day holds a conflict, under rules.onConflict: fail', async () => {
    const world = await openTwoPeople({ rules: { onConflict: 'fail' } });
    world.track(ann, moon, tuesday, 60);
    const key = { date: tuesday, personId: ann.person, projectId: moon.runn, roleId: 10 };
    world.sandbox.runn.putActual({ ...key, billableMinutes: 30, nonbillableMinutes: 0 });
    expect((await explain(world)).refused).toEqual((await world.dryRun(...theDay)).document.refused);
  });
});

it('refuses a day of the future by the option that named it', async () => {
  const world = await openTwoPeople();
  const argv = ['explain', '--person', `runn:${ann.person}`, '--project', `runn:${moon.runn}`, '--date', '2027-01-01'];
  const { code, document } = await world.runJson(argv);
  expect([code, document.error.code]).toEqual([2, 'range']);
  expect(document.error.message).toContain('--date');
});

it('says that a clear deletes, where rules.clearWith is delete, and not that it is a 0', async () => {
  const world = await openTwoPeople({ rules: { clearWith: 'delete' } });
  const entry = world.track(ann, moon, tuesday, 60);
  await world.sync(...theDay);
  world.sandbox.toggl.deleteEntry(entry.id);
  const argv = ['explain', '--person', `runn:${ann.person}`, '--project', `runn:${moon.runn}`, '--date', tuesday];
  expect((await world.run(argv)).stdout).toContain('rules.clearWith is delete');
  await world.configure({});
  const { stdout } = await world.run(argv);
  expect(stdout).not.toContain('delete');
  expect(stdout).toContain('a clear is a 0');
});

it('takes yesterday for a day', async () => {
  const world = await openTwoPeople();
  const argv = ['explain', '--person', `runn:${ann.person}`, '--project', `runn:${moon.runn}`, '--date', 'yesterday'];
  const { code, document } = await world.runJson(argv);
  const today = await world.runJson([...argv.slice(0, -1), 'today']);
  expect([code, today.code]).toEqual([0, 0]);
  expect(new Date(today.document.date).getTime() - new Date(document.date).getTime()).toBe(86_400_000);
});

it('warns where an undo holds further syncs', async () => {
  const world = await openTwoPeople();
  world.track(ann, moon, tuesday, 60);
  const { run } = (await world.sync(...theDay)).document;
  await world.run(['undo', String(run)]);
  const argv = ['explain', '--person', `runn:${ann.person}`, '--project', `runn:${moon.runn}`, '--date', tuesday];
  const { code, stderr } = await world.run(argv);
  expect(code).toBe(0);
  expect(stderr).toContain('--resume');
});

describe('the last run that wrote it', () => {
  it('is not one that Runn refused', async () => {
    const world = await openTwoPeople();
    world.track(ann, moon, tuesday, 60);
    const { run } = (await world.sync(...theDay)).document;
    world.track(ann, moon, tuesday, 30);
    world.sandbox.runn.projectLocks.set(moon.runn, tuesday);
    expect((await world.sync(...theDay)).document.outcome).toMatchObject({ failed: 1 });
    expect((await explain(world)).lastWrite).toMatchObject({ run, changes: [{ status: 'applied' }] });
  });

  it('has both changes where it moved the time to another role', async () => {
    const world = await openTwoPeople();
    world.track(ann, moon, tuesday, 60);
    await world.sync(...theDay);
    const [contract] = world.sandbox.runn.contracts.values();
    world.sandbox.runn.roles.set(20, { id: 20, name: 'Lead', isArchived: false, createdAt: '', updatedAt: '' });
    if (contract !== undefined) contract.roleId = 20;
    const { changes } = (await world.sync(...theDay, '--rerole', '--force')).document;
    expect(changes).toHaveLength(2);
    const { lastWrite } = await explain(world);
    expect(lastWrite.changes).toEqual(changes.map((change) => ({ change, status: 'applied' })));
  });
});
