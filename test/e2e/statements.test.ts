/** The statement of a run that came to its end otherwise than it was planned. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ann, ben, mars, moon, openTwoPeople, tuesday } from './support/two-people.ts';
import { closeWorlds } from './support/world.ts';

afterEach(closeWorlds);

it('by person takes what Runn refused for failed where it belongs, as the whole does', async () => {
  const world = await openTwoPeople();
  world.track(ann, moon, tuesday, 60);
  const entry = world.track(ben, mars, tuesday, 30);
  await world.sync('--since', tuesday);
  world.track(ann, moon, tuesday, 5);
  world.sandbox.toggl.updateEntry(entry.id, { seconds: 7200 });
  world.sandbox.runn.projectLocks.set(mars.runn, tuesday);
  const { code, document } = await world.sync('--since', tuesday, '--by', 'person');
  expect(code).toBe(7);
  const afterwards = document.groups?.map(({ group, statement: { runn } }) => [
    group,
    runn.minutesAfter,
    runn.fromToggl,
    runn.failed,
  ]);
  expect(afterwards).toEqual([
    [`runn:${ann.person}`, 65, 65, 0],
    [`runn:${ben.person}`, 30, 0, 30],
  ]);
  expect(document.statement.runn).toMatchObject({ minutesAfter: 95, fromToggl: 65, failed: 30 });
  const { runs } = (await world.runJson(['history'])).document;
  expect(runs[0].statement).toEqual(document.statement);
});

it('of list-unmatched has what map skips apart, which leads nowhere and is nobody’s to mend', async () => {
  const world = await openTwoPeople({ map: { people: { [ben.user]: 'skip' }, projects: { [mars.toggl]: 'skip' } } });
  world.track(ann, moon, tuesday, 60);
  world.track(ann, mars, tuesday, 5);
  world.track(ben, moon, tuesday, 30);
  const { document } = await world.runJson(['list-unmatched', '--since', tuesday]);
  expect(document).toMatchObject({ trackedSeconds: 5700, unmatchedSeconds: 0, excludedSeconds: 2100 });
});

it('of a plan that was stale in part is the same in the history', async () => {
  const world = await openTwoPeople();
  world.track(ann, moon, tuesday, 60);
  world.track(ben, mars, tuesday, 30);
  await world.run(['dry-run', '--since', tuesday, '--out', 'plan.json']);
  const key = { date: tuesday, personId: ben.person, projectId: mars.runn, roleId: 10 };
  world.sandbox.runn.putActual({ ...key, billableMinutes: 10, nonbillableMinutes: 0 });
  const { code, document } = await world.sync('--plan', 'plan.json');
  expect(code).toBe(7);
  const { runs } = (await world.runJson(['history'])).document;
  expect(runs[0].statement).toEqual(document.statement);
});

it('of the page shows time that changes side in a closed period, where the sum stays', async () => {
  const world = await openTwoPeople();
  const entry = world.track(ann, moon, tuesday, 60);
  await world.sync('--since', tuesday);
  world.sandbox.toggl.updateEntry(entry.id, { billable: false });
  await world.configure({ rules: { lockedThrough: tuesday } });
  const { document } = await world.runJson(['report', '--since', tuesday]);
  expect(document.lateChanges).toMatchObject([{ deltaMinutes: 0, billableDeltaMinutes: -60 }]);
  await world.run(['report', '--since', tuesday, '--out', 'page.html']);
  const page = await readFile(join(world.folder, 'page.html'), 'utf8');
  const table = /<table[^>]*id="late-changes"[\s\S]*?<\/table>/.exec(page)?.[0] ?? '';
  expect(table).toMatch(/>Billable</);
  expect(table).toContain('data-v="-60"');
});

it('of minutes that somebody entered with fractions is one that its schema allows', async () => {
  const world = await openTwoPeople({ rules: { onConflict: 'runn' } });
  world.track(ann, moon, tuesday, 60);
  const key = { date: tuesday, personId: ann.person, roleId: 10, nonbillableMinutes: 0.5 };
  world.sandbox.runn.putActual({ ...key, projectId: moon.runn, billableMinutes: 30.1 });
  world.sandbox.runn.putActual({ ...key, projectId: mars.runn, billableMinutes: 20.25 });
  const { document } = await world.sync('--since', tuesday, '--by', 'project');
  expect(document.statement.runn).toMatchObject({ editsKept: 30.6, onlyInRunn: 20.75 });
});
