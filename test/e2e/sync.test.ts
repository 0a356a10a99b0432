/** Six weeks of the sample company, with the mess that every real account has, from Toggl into Runn over HTTP. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { samplePeople, sampleProjects, togglProjectIds, togglUserIds } from '../../src/sandbox/sample-directory.ts';
import { type Expectation, expectedCells, keyOf, runnMinutes, unequalCells } from './support/expected-cells.ts';
import { today } from './support/fake-runtime.ts';
import { closeWorlds, openWorld, type Result, type World } from './support/world.ts';

const sixWeeks = ['--since', '42d'] as const;
const since = '2026-01-24';

interface SyncedWorld extends World {
  readonly expected: Expectation;
  readonly result: Awaited<ReturnType<World['sync']>>;
}

async function syncSixWeeks(): Promise<SyncedWorld> {
  const world = await openWorld();
  const expected = expectedCells(world.sandbox, { since, until: today });
  const result = await world.sync(...sixWeeks);
  return { ...world, expected, result };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

describe('sync of the six weeks', () => {
  let world: SyncedWorld;
  beforeAll(async () => {
    world = await syncSixWeeks();
  });
  afterAll(closeWorlds);

  it('leaves every linked cell equal to Toggl to the minute, but for those held back', () => {
    const { sandbox, expected, result } = world;
    expect(result.code).toBe(5);
    expect(unequalCells(sandbox, expected).map(keyOf)).toEqual(
      expected.cells.filter(({ held }) => held !== null).map(keyOf),
    );
    expect(expected.cells.length).toBeGreaterThan(500);
  });

  it('lists each held cell with its reason and its seconds', () => {
    const { expected, result } = world;
    const { findings } = result.document;
    const listed = findings
      .filter(({ code }) => code === 'archived' || code === 'role-undecided')
      .map(({ code, subject, seconds }) => [code, subject, seconds]);
    const wanted = expected.cells.flatMap(({ held, personId, projectId, date, seconds }) =>
      held === null ? [] : [[held, { runnPersonId: personId, runnProjectId: projectId, date }, seconds]],
    );
    expect(new Set(listed)).toEqual(new Set(wanted));
    expect(new Set(wanted.map(([code]) => code))).toEqual(new Set(['archived', 'role-undecided']));
  });

  it('lists time that leads nowhere by what has to be mended, with its seconds', () => {
    const { expected, result } = world;
    const { findings } = result.document;
    const codes = ['ambiguous', 'unmatched-person', 'unmatched-project', 'no-project'];
    const listed = findings
      .filter(({ code }) => codes.includes(code))
      .map(({ code, subject, seconds }) => ({ code, subject, seconds }));
    expect(new Set(listed)).toEqual(new Set(expected.held.values()));
    expect(new Set(listed.map(({ code }) => code))).toEqual(new Set(codes));
  });

  it('accounts for every second tracked in Toggl', () => {
    const { expected, result } = world;
    const { toggl } = result.document.statement;
    const settled = expected.cells.filter(({ held }) => held === null);
    expect(toggl.trackedSeconds).toBe(expected.trackedSeconds);
    expect(toggl.inSyncSeconds + toggl.changedSeconds).toBe(sum(settled.map(({ seconds }) => seconds)));
    expect(sum(Object.values(toggl.heldBackSeconds))).toBe(
      sum(expected.cells.filter(({ held }) => held !== null).map(({ seconds }) => seconds)) +
        sum([...expected.held.values()].map(({ seconds }) => seconds)),
    );
    expect(toggl.roundingSeconds).toBe(
      sum(settled.map((cell) => (cell.billableMinutes + cell.nonbillableMinutes) * 60 - cell.seconds)),
    );
  });

  it('accounts for every minute that Runn holds afterwards', () => {
    const { sandbox, result, expected } = world;
    const { runn } = result.document.statement;
    const actuals = [...sandbox.runn.actuals.values()].filter(({ date }) => date >= since && date <= today);
    expect(runn.minutesAfter).toBe(sum(actuals.map((a) => a.billableMinutes + a.nonbillableMinutes)));
    expect(runn.fromToggl).toBe(
      sum(
        expected.cells
          .filter(({ held }) => held === null)
          .map(({ billableMinutes, nonbillableMinutes }) => billableMinutes + nonbillableMinutes),
      ),
    );
    expect(runn.fromToggl + runn.onlyInRunn + runn.editsKept + runn.splitCells + runn.clearsWithheld).toBe(
      runn.minutesAfter,
    );
  });

  it('writes to bulk alone, at most a hundred a time, and says how many', () => {
    const { sandbox, result } = world;
    const { outcome, changes } = result.document;
    const writes = sandbox.writes();
    expect(new Set(writes.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(['POST /actuals/bulk/']));
    const sizes = writes.map(({ body }) => (body as { readonly actuals: readonly unknown[] }).actuals.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sum(sizes)).toBe(changes.length);
    expect(outcome).toMatchObject({ applied: changes.length, failed: 0, skipped: 0, failures: [] });
  });

  it('counts every request that it sent', () => {
    const { sandbox, result } = world;
    const { requests } = result.document;
    expect(requests).toEqual({
      toggl: sandbox.requests.filter(({ service }) => service === 'toggl').length,
      runn: sandbox.requests.filter(({ service }) => service === 'runn').length,
    });
  });
});

describe('what people entered in Runn', () => {
  afterEach(closeWorlds);

  it('is left byte for byte where Toggl has nothing to say', async () => {
    const world = await openWorld();
    const { leonard, aretha, bowie } = samplePeople;
    const foreign = () =>
      [...world.sandbox.runn.actuals.values()].filter(
        ({ personId, projectId }) =>
          personId === leonard ||
          (personId === aretha && projectId === sampleProjects.crm) ||
          (personId === bowie && projectId === sampleProjects.shop && projectId === sampleProjects.shop),
      );
    const before = JSON.stringify(foreign().filter(({ personId }) => personId !== bowie));
    const equalBefore = JSON.stringify(foreign().find(({ personId }) => personId === bowie));
    await world.sync(...sixWeeks);
    expect(JSON.stringify(foreign().filter(({ personId }) => personId !== bowie))).toBe(before);
    // Equal to Toggl: not even a mark is put on it.
    const equal = JSON.parse(equalBefore);
    expect(JSON.stringify(world.sandbox.runn.actuals.get(equal.id))).toBe(equalBefore);
  });

  it('keeps the words of a person around a mark', async () => {
    const world = await openWorld();
    await world.sync(...sixWeeks);
    const [actual] = world.sandbox.runn
      .findActuals(samplePeople.jimi, sampleProjects.crm)
      .filter(({ billableNote }) => billableNote?.includes('Import') === true);
    expect(actual?.billableNote).toBe('Import took all morning [Toggl 4:00+0:00] (was planned with 2 h)');
  });

  it('is overwritten where Toggl has other time, with the old minutes in a finding', async () => {
    const { result } = await syncSixWeeks();
    const { findings, changes } = result.document;
    const overwritten = changes.filter(({ kind }) => kind === 'overwrite');
    expect(overwritten.map(({ personId }) => personId).sort()).toEqual([samplePeople.bob, samplePeople.nina]);
    expect(findings.filter(({ code }) => code === 'edit-overwritten')).toHaveLength(overwritten.length);
  });
});

describe('a second sync', () => {
  afterEach(closeWorlds);

  it('sends no write and plans nothing', async () => {
    const world = await syncSixWeeks();
    world.newWrites();
    const again = await world.sync(...sixWeeks);
    const { changes, outcome, run } = again.document;
    expect({ changes, run, applied: outcome.applied }).toEqual({ changes: [], run: null, applied: 0 });
    expect(world.newWrites()).toBe(0);
  });

  it('lists again what was held back', async () => {
    const world = await syncSixWeeks();
    const again = await world.sync(...sixWeeks);
    const held = (result: Result) => result.document.statement.toggl.heldBackSeconds;
    expect(held(again)).toEqual(held(world.result));
    expect(again.code).toBe(5);
  });

  it('carries over what was tracked, changed and deleted meanwhile, and nothing else', async () => {
    const world = await syncSixWeeks();
    const { toggl } = world.sandbox;
    const of = (userId: number, projectId: number) => {
      const [entry] = toggl.entriesOf(userId, projectId).filter(({ running, day }) => !running && day < today);
      if (entry === undefined) throw new Error('No such entry.');
      return entry;
    };
    const added = toggl.addEntry({
      userId: togglUserIds.patti,
      projectId: togglProjectIds.forecast,
      start: '2026-03-03T10:00:00',
      seconds: 5400,
      billable: true,
    });
    const changed = of(togglUserIds.bob, togglProjectIds.website);
    toggl.updateEntry(changed.id, { seconds: changed.seconds + 600 });
    const deleted = of(togglUserIds.nina, togglProjectIds.claims);
    toggl.deleteEntry(deleted.id);
    const expected = expectedCells(world.sandbox, { since, until: today });
    const again = await world.sync(...sixWeeks);
    const { changes } = again.document;
    expect(new Set(changes.map(keyOf))).toEqual(
      new Set([
        keyOf({ personId: samplePeople.patti, projectId: sampleProjects.forecast, date: added.day }),
        keyOf({ personId: samplePeople.bob, projectId: sampleProjects.website, date: changed.day }),
        keyOf({ personId: samplePeople.nina, projectId: sampleProjects.claims, date: deleted.day }),
      ]),
    );
    expect(unequalCells(world.sandbox, expected).every(({ held }) => held !== null)).toBe(true);
  });
});

describe('dry-run', () => {
  afterEach(closeWorlds);

  it('sends nothing but reads', async () => {
    const world = await openWorld();
    await world.dryRun(...sixWeeks);
    expect(world.sandbox.requests.length).toBeGreaterThan(8);
    expect(world.sandbox.writes()).toEqual([]);
    const posts = world.sandbox.requests.filter(({ method }) => method !== 'GET');
    expect(posts.every(({ service, path }) => service === 'toggl' && path.startsWith('/reports/'))).toBe(true);
  });

  it('lists the very changes that sync applies', async () => {
    const world = await openWorld();
    const planned = (await world.dryRun(...sixWeeks)).document;
    const synced = (await world.sync(...sixWeeks)).document;
    expect(synced.changes).toEqual(planned.changes);
    expect(synced.findings).toEqual(planned.findings);
    expect(synced.statement).toEqual(planned.statement);
    for (const change of planned.changes) expect(runnMinutes(world.sandbox, change)).toEqual(change.after);
  });

  it('is the same as sync --dry-run', async () => {
    const world = await openWorld();
    const planned = await world.runJson(['dry-run', '--since', '7d']);
    const switched = await world.runJson(['sync', '--dry-run', '--since', '7d']);
    expect(switched.document).toEqual(planned.document);
    expect(world.sandbox.writes()).toEqual([]);
  });
});

describe('mended links', () => {
  afterEach(closeWorlds);

  it('bring their time over, and only theirs', async () => {
    const world = await syncSixWeeks();
    world.sandbox.runn.link('person', samplePeople.kate, togglUserIds.kate);
    world.sandbox.runn.link('project', sampleProjects.loyalty, togglProjectIds.loyalty);
    world.sandbox.runn.link('project', sampleProjects.tourTwin, null);
    const expected = expectedCells(world.sandbox, { since, until: today });
    const again = await world.sync(...sixWeeks);
    const { changes, findings } = again.document;
    expect(changes.every(({ kind }) => kind === 'create')).toBe(true);
    expect(changes.some(({ personId }) => personId === samplePeople.kate)).toBe(true);
    expect(findings.some(({ code }) => code === 'unmatched-person' || code === 'ambiguous')).toBe(false);
    expect(unequalCells(world.sandbox, expected).every(({ held }) => held !== null)).toBe(true);
    // Only warnings are left.
    expect(again.code).toBe(0);
  });

  it('move time that was written under another link, but for what held-back time of that day may stand for', async () => {
    const world = await syncSixWeeks();
    // The website's time belongs to the proposal from now on.
    world.sandbox.runn.link('project', sampleProjects.website, null);
    world.sandbox.runn.link('project', sampleProjects.proposal, togglProjectIds.website);
    const expected = expectedCells(world.sandbox, { since, until: today });
    const again = await world.sync(...sixWeeks, '--force');
    const { findings } = again.document;
    expect(unequalCells(world.sandbox, expected).every(({ held }) => held !== null)).toBe(true);
    const left = [...world.sandbox.runn.actuals.values()].filter(
      ({ projectId, date, billableMinutes, nonbillableMinutes }) =>
        projectId === sampleProjects.website && date >= since && billableMinutes + nonbillableMinutes > 0,
    );
    // R9: Bowie has time of two of these days that leads nowhere, and now no Toggl project leads to the website.
    const withheld = findings.filter(({ code }) => code === 'clear-withheld').map(({ subject }) => subject);
    expect(withheld.map(({ runnPersonId, date }) => [runnPersonId, date])).toEqual(
      left.map(({ personId, date }) => [personId, date]),
    );
    expect(left).toHaveLength(2);
  });
});

describe('map', () => {
  afterEach(closeWorlds);

  it('beats links, takes time without a project, and leaves out what it skips', async () => {
    const map = {
      noProject: sampleProjects.internal,
      people: { [togglUserIds.kate]: samplePeople.kate, [togglUserIds.patti]: 'skip' as const },
      projects: {
        [togglProjectIds.moonBaseCare]: sampleProjects.moonBase,
        [togglProjectIds.sales]: 'skip' as const,
        [togglProjectIds.tour]: sampleProjects.tourTwin,
      },
    };
    const world = await openWorld({}, { map });
    const expected = expectedCells(world.sandbox, { since, until: today, map });
    const { document } = await world.sync(...sixWeeks);
    expect(unequalCells(world.sandbox, expected).map(keyOf)).toEqual(
      expected.cells.filter(({ held }) => held !== null).map(keyOf),
    );
    expect(document.statement.toggl.excludedSeconds).toBe(expected.excludedSeconds);
    expect(expected.excludedSeconds).toBeGreaterThan(100_000);
    expect(
      world.sandbox.runn.findActuals(samplePeople.patti).every(({ billableMinutes }) => billableMinutes === 0),
    ).toBe(true);
  });
});
