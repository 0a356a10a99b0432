/** `history` and `undo` over HTTP: what a run changed is put back where nobody has touched it since. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { historyDocument, undoDocument } from '../../src/output/json-schemas.ts';
import { closeWorlds, openWorld, type World } from './support/world.ts';

afterEach(closeWorlds);

const twoWeeks = ['--since', '14d'] as const;

interface Stored {
  readonly personId: number;
  readonly projectId: number;
  readonly date: string;
  readonly roleId: number;
  readonly workstreamId: number | null;
  readonly phaseId: number | null;
  readonly billableMinutes: number;
  readonly nonbillableMinutes: number;
  readonly billableNote: string | null;
  readonly nonbillableNote: string | null;
}

/** Everything in Runn but ids and times, sorted: an actual that is made again is the same actual. */
function contentsOf({ sandbox }: World): string[] {
  const actuals: Iterable<Stored> = sandbox.runn.actuals.values();
  return [...actuals]
    .map(({ personId, projectId, date, roleId, workstreamId, phaseId, ...rest }) =>
      JSON.stringify([
        date,
        personId,
        projectId,
        roleId,
        workstreamId,
        phaseId,
        rest.billableMinutes,
        rest.nonbillableMinutes,
        rest.billableNote ?? '',
        rest.nonbillableNote ?? '',
      ]),
    )
    .sort();
}

async function synced(world: World, argv: readonly string[] = []): Promise<string> {
  const { document } = await world.runJson(['sync', ...twoWeeks, ...argv]);
  expect(document.outcome.applied).toBeGreaterThan(50);
  return document.run;
}

describe('undo', () => {
  it.each(['zero', 'delete'] as const)('leaves Runn as it was before the run, with clearWith %s', async (clearWith) => {
    const world = await openWorld({}, { rules: { clearWith } });
    const before = contentsOf(world);
    const run = await synced(world);
    expect(contentsOf(world)).not.toEqual(before);
    const { code, document } = await world.runJson(['undo', run]);
    expect(code).toBe(0);
    expect(undoDocument.parse(document)).toMatchObject({ undoes: run, left: [], held: true });
    expect(contentsOf(world)).toEqual(before);
  });

  it('writes nothing with --dry-run, and sets no hold', async () => {
    const world = await openWorld();
    const run = await synced(world);
    world.newWrites();
    const { code, document } = await world.runJson(['undo', run, '--dry-run']);
    expect({ code, writes: world.newWrites() }).toEqual({ code: 0, writes: 0 });
    expect(undoDocument.parse(document)).toMatchObject({ dryRun: true, run: null, outcome: null, held: false });
    expect(document.changes.length).toBeGreaterThan(50);
    expect((await world.runJson(['sync', ...twoWeeks])).code).not.toBe(6);
  });

  it('leaves alone, and lists, what somebody has changed since', async () => {
    const world = await openWorld();
    const before = contentsOf(world);
    const run = await synced(world);
    const touched = [...world.sandbox.runn.actuals.values()].find(({ billableNote }) =>
      billableNote?.includes('[Toggl'),
    );
    if (touched === undefined) throw new Error('Nothing was written.');
    touched.billableMinutes += 30;
    const { code, document } = await world.runJson(['undo', run]);
    const { personId, projectId, date } = touched;
    expect(code).toBe(7);
    expect(document.left).toContainEqual(
      expect.objectContaining({
        reason: 'changed-since',
        change: expect.objectContaining({ personId, projectId, date }),
        current: { billableMinutes: touched.billableMinutes, nonbillableMinutes: touched.nonbillableMinutes },
      }),
    );
    expect(world.sandbox.runn.actuals.get(touched.id)).toMatchObject({ billableMinutes: touched.billableMinutes });
    expect(contentsOf(world).filter((line) => !before.includes(line))).toHaveLength(1);
  });

  it('has nothing more to do the second time', async () => {
    const world = await openWorld();
    const run = await synced(world);
    await world.run(['undo', run]);
    world.newWrites();
    const { code, document } = await world.runJson(['undo', run]);
    expect({ code, changes: document.changes, writes: world.newWrites() }).toEqual({ code: 0, changes: [], writes: 0 });
    expect(document.asBefore).toBeGreaterThan(50);
  });

  it('can be undone itself', async () => {
    const world = await openWorld();
    const run = await synced(world);
    const after = contentsOf(world);
    const { document } = await world.runJson(['undo', run]);
    const again = await world.runJson(['undo', document.run]);
    expect(again.code).toBe(0);
    expect(contentsOf(world)).toEqual(after);
  });

  it('knows what a run that was cut off has written', async () => {
    const world = await openWorld();
    const before = contentsOf(world);
    const run = await synced(world);
    // As a kill leaves it: the changes, and no word of what became of them.
    await rm(join(world.stateDir, 'runs', `${run}.outcomes.jsonl`));
    expect((await world.runJson(['undo', run])).code).toBe(0);
    expect(contentsOf(world)).toEqual(before);
  });

  it('refuses the run of another account', async () => {
    const world = await openWorld();
    const run = await synced(world);
    const file = join(world.stateDir, 'runs', `${run}.json`);
    const journal = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...journal, account: 'api.runn.io/LIVE/1@2020' }));
    world.newWrites();
    const { code, document } = await world.runJson(['undo', run]);
    expect({ code, error: document.error.code, writes: world.newWrites() }).toEqual({
      code: 6,
      error: 'other-account',
      writes: 0,
    });
  });

  it('does not know a run that never was', async () => {
    const world = await openWorld();
    expect((await world.runJson(['undo', '20240108T090000Z-3f2a'])).document.error.code).toBe('unknown-run');
  });

  it('leaves a closed period as it is', async () => {
    const world = await openWorld({}, { timezone: 'Europe/Berlin' });
    const run = await synced(world);
    const config = JSON.parse(await readFile(world.configFile, 'utf8'));
    await writeFile(world.configFile, JSON.stringify({ ...config, rules: { lockedThrough: '2026-03-01' } }));
    const { code, document } = await world.runJson(['undo', run]);
    expect(code).toBe(7);
    const dates = (changes: { date: string }[]) => changes.map(({ date }) => date);
    expect(dates(document.changes).every((date) => date > '2026-03-01')).toBe(true);
    const left: { reason: string; change: { date: string } }[] = document.left;
    expect(left.length).toBeGreaterThan(5);
    expect(left.every(({ reason, change }) => reason === 'closed-period' && change.date <= '2026-03-01')).toBe(true);
  });
});

describe('the hold of an undo', () => {
  it('keeps the next sync from undoing it, until --resume', async () => {
    const world = await openWorld();
    const run = await synced(world);
    const after = contentsOf(world);
    await world.run(['undo', run]);
    world.newWrites();
    const held = await world.runJson(['sync', ...twoWeeks]);
    expect({ code: held.code, error: held.document.error.code, writes: world.newWrites() }).toEqual({
      code: 6,
      error: 'held',
      writes: 0,
    });
    expect(held.document.error.hint).toContain('this machine alone');
    await world.run(['sync', ...twoWeeks, '--resume']);
    expect(contentsOf(world)).toEqual(after);
    expect((await world.run(['sync', ...twoWeeks])).code).not.toBe(6);
  });

  it.each([
    ['somebody who is unknown', ['--person', 'nobody@nowhere.example'], {}, 2],
    ['a conflict', [], { onConflict: 'fail' }, 6],
  ] as const)('stays when --resume does not come to writing: %s', async (_, argv, rules, code) => {
    const world = await openWorld();
    await world.run(['undo', await synced(world)]);
    const config = JSON.parse(await readFile(world.configFile, 'utf8'));
    await writeFile(world.configFile, JSON.stringify({ ...config, rules }));
    expect((await world.run(['sync', ...twoWeeks, '--resume', ...argv])).code).toBe(code);
    await writeFile(world.configFile, JSON.stringify(config));
    expect((await world.runJson(['sync', ...twoWeeks])).document.error.code).toBe('held');
  });

  it('ends with --resume also where nothing is to be written', async () => {
    const world = await openWorld();
    const run = await synced(world);
    await world.run(['undo', run]);
    await world.run(['sync', '--since', '2026-01-01', '--until', '2026-01-01', '--resume']);
    expect((await world.run(['sync', ...twoWeeks])).code).not.toBe(6);
  });

  it('goes when the undo is taken back whole: a sync has nothing to write then', async () => {
    const world = await openWorld();
    const undone = (await world.runJson(['undo', await synced(world)])).document.run;
    const { document } = await world.runJson(['undo', undone]);
    expect(undoDocument.parse(document)).toMatchObject({ undoes: undone, held: false });
    expect((await world.runJson(['sync', ...twoWeeks])).document.changes).toEqual([]);
  });

  it('is mentioned by a dry run, and does not stop it', async () => {
    const world = await openWorld();
    await world.run(['undo', await synced(world)]);
    const { code, stderr, document } = await world.runJson(['dry-run', ...twoWeeks]);
    expect(code).not.toBe(6);
    expect(document.changes.length).toBeGreaterThan(50);
    expect(stderr).toContain('--resume');
  });

  it('holds all the same when its file is broken', async () => {
    const world = await openWorld();
    await world.run(['undo', await synced(world)]);
    const folder = join(world.stateDir, 'holds');
    for (const name of await readdir(folder)) await writeFile(join(folder, name), '{');
    expect((await world.runJson(['sync', ...twoWeeks])).document.error.code).toBe('held');
  });
});

describe('history', () => {
  it('lists each run with its window, outcome and score, the latest first', async () => {
    const world = await openWorld();
    const first = await synced(world);
    await world.run(['sync', ...twoWeeks]);
    const undone = (await world.runJson(['undo', first])).document.run;
    const { code, document } = await world.runJson(['history']);
    const { runs } = historyDocument.parse(document);
    expect(code).toBe(0);
    expect(runs.map(({ command }) => command)).toEqual(['undo', 'sync', 'sync']);
    expect(runs[0]).toMatchObject({ run: undone, undoes: first, statement: null, score: null });
    expect(runs[1]).toMatchObject({ changes: 0, outcome: { applied: 0, failed: 0, skipped: 0, unknown: 0 } });
    expect(runs[2]).toMatchObject({
      run: first,
      window: { since: '2026-02-21', until: '2026-03-06' },
      outcome: { failed: 0, skipped: 0, unknown: 0 },
    });
    expect(runs[2]?.score?.matchedShare).toBeGreaterThan(0.5);
    expect(runs[2]?.score?.matchedShare).toBeLessThan(1);
  });

  it('asks neither service and needs no token', async () => {
    const world = await openWorld();
    await synced(world);
    const requests = world.sandbox.requests.length;
    const env = { TOGGL_RUNN_STATE_DIR: world.stateDir };
    const { code, document } = await world.runJson(['history'], { env });
    expect({ code, runs: document.runs.length, requests: world.sandbox.requests.length }).toEqual({
      code: 0,
      runs: 1,
      requests,
    });
  });

  it('has no run where none was kept', async () => {
    const world = await openWorld();
    await world.run(['sync', ...twoWeeks, '--no-journal']);
    expect((await world.runJson(['history'])).document.runs).toEqual([]);
  });

  it('lists as many as asked for', async () => {
    const world = await openWorld();
    await synced(world);
    await world.run(['sync', ...twoWeeks]);
    expect((await world.runJson(['history', '--limit', '1'])).document.runs).toHaveLength(1);
    expect((await world.runJson(['history', '--limit', '0'])).code).toBe(2);
  });
});

describe('a state directory that cannot be written', () => {
  it('stops a sync before it reads what decides, but for --no-journal', async () => {
    const world = await openWorld();
    const env = { ...world.env, TOGGL_RUNN_STATE_DIR: join(world.configFile, 'state') };
    const refused = await world.runJson(['sync', ...twoWeeks], { env });
    expect({ code: refused.code, error: refused.document.error.code }).toEqual({ code: 6, error: 'no-lock-place' });
    expect(world.sandbox.requests.filter(({ path }) => /actuals|reports/.test(path))).toEqual([]);
    const { document, stderr } = await world.runJson(['sync', ...twoWeeks, '--no-journal'], { env });
    expect(document.outcome.applied).toBeGreaterThan(50);
    expect(stderr).toContain('second run');
  });
});
