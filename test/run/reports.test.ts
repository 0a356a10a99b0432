/** `check-refs` and `list-unmatched`: what they read, and that they say the same of the same trouble. */
import { afterEach, describe, expect, it } from 'vitest';
import { reportReferences } from '../../src/run/report-references.ts';
import { reportUnmatched } from '../../src/run/report-unmatched.ts';
import { samplePeople, togglProjectIds, togglUserIds } from '../../src/sandbox/sample-directory.ts';
import { askedPaths, connectTo } from '../e2e/support/connections.ts';
import { expectedCells } from '../e2e/support/expected-cells.ts';
import { today } from '../e2e/support/fake-runtime.ts';
import { closeWorlds, openWorld } from '../e2e/support/world.ts';

afterEach(closeWorlds);

const since = '2026-01-24';
const sixWeeks = { since: '42d' };

describe('reportReferences', () => {
  it('reads no actuals and writes nothing', async () => {
    const world = await openWorld();
    await reportReferences((await connectTo(world)).read(sixWeeks));
    expect(askedPaths(world, 'runn')).not.toContain('/actuals/');
    expect(world.sandbox.writes()).toEqual([]);
  });

  it('finds the mess of the sample company with its hours', async () => {
    const world = await openWorld();
    const { findings } = await reportReferences((await connectTo(world)).read(sixWeeks));
    const { held } = expectedCells(world.sandbox, { since, until: today });
    const wantedSeconds = (code: string, subject: object) => held.get(JSON.stringify([code, subject]))?.seconds;
    // Kate's only link is on a placeholder, which never matches (R3).
    expect(findings.find(({ code }) => code === 'link-on-placeholder')).toMatchObject({
      subject: { togglUserId: togglUserIds.kate, runnPersonId: samplePeople.placeholder },
      seconds: wantedSeconds('unmatched-person', { togglUserId: togglUserIds.kate }),
    });
    expect(findings.find(({ code }) => code === 'duplicate-id')).toMatchObject({
      subject: { togglProjectId: togglProjectIds.tour },
      seconds: wantedSeconds('ambiguous', { togglProjectId: togglProjectIds.tour }),
    });
  });

  it('counts only time of the window', async () => {
    const world = await openWorld();
    const { coverage } = await reportReferences((await connectTo(world)).read({ since: '1d' }));
    const { trackedSeconds } = expectedCells(world.sandbox, { since: today, until: today });
    expect(coverage.trackedSeconds).toBe(trackedSeconds);
  });
});

describe('reportUnmatched', () => {
  it('reads no actuals and writes nothing', async () => {
    const world = await openWorld();
    await reportUnmatched((await connectTo(world)).read(sixWeeks));
    expect(askedPaths(world, 'runn')).not.toContain('/actuals/');
    expect(world.sandbox.writes()).toEqual([]);
  });

  it('lists all time that leads nowhere, to the second', async () => {
    const world = await openWorld();
    const { unmatched, trackedSeconds } = await reportUnmatched((await connectTo(world)).read(sixWeeks));
    const expected = expectedCells(world.sandbox, { since, until: today });
    const sums = new Map<string, number>();
    for (const { reason, seconds } of unmatched) sums.set(reason, (sums.get(reason) ?? 0) + seconds);
    sums.delete('archived');
    const wanted = new Map<string, number>();
    for (const { code, seconds } of expected.held.values()) wanted.set(code, (wanted.get(code) ?? 0) + seconds);
    expect(sums).toEqual(wanted);
    expect(trackedSeconds).toBe(expected.trackedSeconds);
  });

  it('suggests whom a person is by e-mail', async () => {
    const world = await openWorld();
    const { unmatched } = await reportUnmatched((await connectTo(world)).read(sixWeeks));
    const kate = unmatched.find(({ togglUserId }) => togglUserId === togglUserIds.kate);
    expect(kate?.suggestion).toMatchObject({ runnId: samplePeople.kate, because: 'same-email' });
  });

  it('reads actuals and the schedule for missing time, and lists the absence that the sample company has', async () => {
    const world = await openWorld();
    const request = (await connectTo(world)).read({ since: '14d' });
    const { missing } = await reportUnmatched({ ...request, missing: { dayLimitMinutes: 10 * 60 } });
    expect(askedPaths(world, 'runn')).toEqual(expect.arrayContaining(['/actuals/', '/assignments/', '/contracts/']));
    expect(world.sandbox.writes()).toEqual([]);
    const unlinked = missing?.untracked.filter(({ isLinked }) => !isLinked).map(({ personId }) => personId);
    expect(unlinked).toContain(samplePeople.kate);
    expect(missing?.assumed).not.toEqual([]);
    expect(missing?.lastDay).not.toBeNull();
  });
});
