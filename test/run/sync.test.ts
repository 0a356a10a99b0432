import { afterEach, describe, expect, it } from 'vitest';
import type { ActualsWriter } from '../../src/run/apply-plan.ts';
import { dryRun } from '../../src/run/dry-run.ts';
import { setHold } from '../../src/run/hold.ts';
import { listJournals } from '../../src/run/journal.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { sync } from '../../src/run/sync.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { connectTo } from '../e2e/support/connections.ts';
import { today } from '../e2e/support/fake-runtime.ts';
import { closeWorlds, openWorld } from '../e2e/support/world.ts';

afterEach(closeWorlds);

function company(days = 5) {
  return generateCompany({ people: 4, projects: 6, days, today });
}

/** Fails when it is asked for anything. */
const noWriter: ActualsWriter = {
  writeActuals: () => Promise.reject(new Error('Nobody should write.')),
  deleteActual: () => Promise.reject(new Error('Nobody should delete.')),
};

describe('dryRun', () => {
  it('reports the plan that sync carries out, and has no outcome', async () => {
    const world = await openWorld({ company: company() });
    const requests = await connectTo(world);
    const planned = await dryRun(requests.plan());
    const { report } = await sync(requests.sync());
    expect(planned).toMatchObject({ command: 'dry-run', run: null, outcome: null });
    expect(report.plan.changes).toEqual(planned.plan.changes);
  });
});

describe('sync', () => {
  it('does not touch the writer when there is nothing to write', async () => {
    const world = await openWorld({ company: company() });
    const requests = await connectTo(world);
    await sync(requests.sync());
    const { report, error } = await sync({ ...requests.sync(), writer: noWriter });
    expect({ error, outcome: report.outcome, run: report.run }).toEqual({
      error: null,
      outcome: { applied: 0, failed: 0, skipped: 0, declined: 0, unsent: 0, failures: [], skippedChanges: [] },
      run: null,
    });
  });

  it('does not touch the writer when the brake holds, unless it is forced', async () => {
    const world = await openWorld({ company: company(14) });
    const requests = await connectTo(world);
    await sync(requests.sync({ since: '14d' }));
    for (const id of [...world.sandbox.toggl.entries.keys()]) world.sandbox.toggl.deleteEntry(id);
    const refused = await sync({ ...requests.sync({ since: '14d' }), writer: noWriter });
    expect(refused.report.refused?.code).toBe('brake');
    const forced = await sync({ ...requests.sync({ since: '14d' }), isForced: true });
    expect(forced.report).toMatchObject({ refused: null, outcome: { failed: 0, skipped: 0 } });
  });

  it('writes and journals what was chosen, and counts the rest as skipped', async () => {
    const world = await openWorld({ company: company() });
    const requests = await connectTo(world);
    const request = requests.sync();
    const { report } = await sync({
      ...request,
      choose: async ({ plan }) => plan.changes.filter(({ personId }) => personId === 1001),
    });
    const chosen = report.plan.changes.filter(({ personId }) => personId === 1001).length;
    expect(report.outcome).toMatchObject({
      applied: chosen,
      failed: 0,
      skipped: report.plan.changes.length - chosen,
    });
    const { journals } = await listJournals(request.config.stateDir);
    expect(journals.map(({ run, changes }) => [run, changes.length])).toEqual([[report.run, chosen]]);
  });

  it('has a statement that balances whatever was left out', async () => {
    const world = await openWorld({ company: company() });
    const { report } = await sync({ ...(await connectTo(world)).sync(), choose: async () => [] });
    const { minutesBefore, minutesAfter, fromToggl } = report.statement.runn;
    expect({ minutesBefore, minutesAfter, fromToggl }).toEqual({ minutesBefore: 0, minutesAfter: 0, fromToggl: 0 });
  });

  it('reports as far as it came when it stops after its first write', async () => {
    const world = await openWorld({ company: generateCompany({ people: 20, projects: 20, days: 5, today }) });
    world.sandbox.faults.add({ method: 'POST', path: '/actuals/bulk/', from: 2, kind: 'status', status: 500 });
    const request = (await connectTo(world)).sync();
    const { report, error } = await sync(request);
    expect(error).toMatchObject({ exitCode: 8 });
    expect(report.outcome?.applied).toBe(99);
    const { journals } = await listJournals(request.config.stateDir);
    expect(journals[0]?.outcomes.filter((outcome) => outcome?.status === 'applied')).toHaveLength(99);
  });

  it('throws what fails before the first write', async () => {
    const world = await openWorld({ company: company() });
    world.sandbox.faults.add({ path: '/actuals/', kind: 'garbage' });
    const request = { ...(await connectTo(world)).sync(), writer: noWriter };
    await expect(sync(request)).rejects.toMatchObject({ exitCode: 1 });
  });

  it('compares Runn with Toggl afterwards when it is asked to', async () => {
    const world = await openWorld({ company: company() });
    const { report } = await sync({ ...(await connectTo(world)).sync(), isVerified: true });
    expect(report.verification).toEqual({ actuals: report.plan.changes.length, differences: [] });
  });

  it('compares them where there was nothing to write, too', async () => {
    const world = await openWorld({ company: company() });
    const connected = await connectTo(world);
    const first = await sync(connected.sync());
    const { report } = await sync({ ...connected.sync(), isVerified: true });
    expect(report.plan.changes).toEqual([]);
    expect(report.verification).toEqual({ actuals: first.report.plan.changes.length, differences: [] });
  });

  it('finds what another one changed between writing and verifying', async () => {
    const world = await openWorld({ company: company() });
    const { runn } = world.sandbox;
    const spoil = () => {
      const [actual] = runn.actuals.values();
      if (actual !== undefined) runn.updateActual(actual.id, { nonbillableMinutes: actual.nonbillableMinutes + 7 });
    };
    // The first reading of actuals is the plan's, the second the verification's.
    world.sandbox.faults.add({ method: 'GET', path: '/actuals/', nth: 2, kind: 'run', run: spoil });
    const { report } = await sync({ ...(await connectTo(world)).sync(), isVerified: true });
    expect(report.verification?.differences).toHaveLength(1);
  });
});

describe('a hold', () => {
  async function openHeld() {
    const world = await openWorld({ company: company() });
    const requests = await connectTo(world);
    const request = requests.sync();
    const { account } = await prepareRun(requests.plan());
    const hold = { since: '2026-03-05T09:00:00Z', host: 'test-host', undone: '20260305T080000Z-0000' };
    await setHold(request.config.stateDir, account, hold);
    return { world, requests };
  }

  it('makes sync refuse', async () => {
    const { requests } = await openHeld();
    await expect(sync({ ...requests.sync(), writer: noWriter })).rejects.toMatchObject({ code: 'held', exitCode: 6 });
  });

  it('is mentioned by a dry run, which goes on', async () => {
    const { requests } = await openHeld();
    const { warnings, plan } = await dryRun(requests.plan());
    expect(warnings).toHaveLength(1);
    expect(plan.changes.length).toBeGreaterThan(0);
  });

  it('is over for good with --resume', async () => {
    const { requests } = await openHeld();
    const { report } = await sync({ ...requests.sync(), isResumed: true });
    expect(report.outcome?.failed).toBe(0);
    expect((await sync(requests.sync())).error).toBeNull();
  });
});
