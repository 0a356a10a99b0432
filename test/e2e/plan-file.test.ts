/** `dry-run --out` and `sync --plan` over HTTP: exactly what was reviewed is applied, or listed as stale. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { dryRunDocument, syncDocument } from '../../src/output/json-schemas.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { closeWorlds, openWorld, type Result, type World } from './support/world.ts';

afterEach(closeWorlds);

const range = ['--since', '14d'] as const;

/** A company in which everything is linked. */
const openFlawless = () =>
  openWorld({ company: generateCompany({ people: 4, projects: 6, days: 45, today: '2026-03-06' }) });

interface ChangeDocument {
  readonly kind: string;
  readonly date: string;
  readonly personId: number;
  readonly projectId: number;
  readonly roleId: number;
  readonly after: { readonly billableMinutes: number; readonly nonbillableMinutes: number };
}

async function planned(world: World, argv: readonly string[] = []): Promise<ChangeDocument[]> {
  const { document } = await world.runJson(['dry-run', ...range, '--out', 'plan.json', ...argv]);
  expect(dryRunDocument.parse(document).planFile).toBe('plan.json');
  return document.changes;
}

const apply = (world: World, argv: readonly string[] = []): Promise<Result> =>
  world.runJson(['sync', '--plan', 'plan.json', ...argv]);

async function editPlan(world: World, edit: (document: PlanDocument) => unknown): Promise<void> {
  const file = join(world.folder, 'plan.json');
  const document: PlanDocument = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify(edit(document)));
}

interface PlanDocument {
  readonly version: number;
  readonly checksum: string;
  readonly plan: { readonly account: string; readonly changes: readonly ChangeDocument[] };
}

function actualOf({ sandbox }: World, { date, personId, projectId, roleId }: ChangeDocument) {
  return [...sandbox.runn.actuals.values()].find(
    (actual) =>
      actual.date === date &&
      actual.personId === personId &&
      actual.projectId === projectId &&
      actual.roleId === roleId,
  );
}

const keyOf = ({ date, personId, projectId, roleId }: ChangeDocument) => [date, personId, projectId, roleId].join(' ');

describe('a plan of which something is stale', () => {
  it('is no run for doctor to be content with, and history has what was left out', async () => {
    const world = await openFlawless();
    const [first, ...others] = await planned(world);
    if (first === undefined) throw new Error('Nothing was planned.');
    const { date, personId, projectId, roleId } = first;
    const where = { date, personId, projectId, roleId, workstreamId: null, phaseId: null };
    const notes = { billableNote: 'mine', nonbillableNote: '' };
    world.sandbox.runn.putActual({ ...where, ...notes, billableMinutes: 45, nonbillableMinutes: 0 });
    const { code, document } = await apply(world);
    expect(code).toBe(7);
    const { skipped, applied } = document.outcome;
    const { runs } = (await world.runJson(['history'])).document;
    expect(runs[0]).toMatchObject({ changes: 1 + others.length, outcome: { applied, skipped, failed: 0 } });
    const { groups } = (await world.runJson(['doctor', '--max-age', '3h'])).document;
    const checks: { readonly code: string; readonly status: string }[] = groups.flatMap(
      (group: { readonly checks: unknown }) => group.checks,
    );
    expect(checks.find((check) => check.code === 'last-good-run')?.status).toBe('bad');
  });
});

describe('dry-run --out', () => {
  it('saves the plan for its owner alone and writes nothing to Runn', async () => {
    const world = await openWorld();
    await planned(world);
    expect((await stat(join(world.folder, 'plan.json'))).mode & 0o777).toBe(0o600);
    expect(world.newWrites()).toBe(0);
  });

  it('makes no file with the name of stdout', async () => {
    const world = await openWorld();
    expect((await world.run(['dry-run', ...range, '--out', '-'])).code).toBe(2);
    await expect(stat(join(world.folder, '-'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('holds no token', async () => {
    const world = await openWorld();
    await planned(world);
    const text = await readFile(join(world.folder, 'plan.json'), 'utf8');
    for (const name of ['TOGGL_API_TOKEN', 'RUNN_API_TOKEN']) expect(text).not.toContain(world.env[name]);
  });

  it('says where it cannot save', async () => {
    const world = await openWorld();
    const { code, document } = await world.runJson(['dry-run', ...range, '--out', 'toggl-runn.json/plan.json']);
    expect({ code, error: document.error.code }).toEqual({ code: 2, error: 'plan-file' });
  });

  it('saves nothing that sync would refuse for more than the brake', async () => {
    const world = await openWorld({}, { rules: { onConflict: 'fail' } });
    const { code, document, stderr } = await world.runJson(['dry-run', '--since', '42d', '--out', 'plan.json']);
    expect(code).toBe(6);
    expect(document.planFile).toBeUndefined();
    expect(stderr).toContain('No plan was saved');
    await expect(stat(join(world.folder, 'plan.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('sync --plan', () => {
  it('applies exactly the plan, without asking Toggl for anything', async () => {
    const world = await openWorld();
    const changes = await planned(world);
    const before = world.sandbox.requests.length;
    const { document } = await apply(world);
    expect(syncDocument.parse(document).changes).toEqual(changes);
    expect(document.outcome).toMatchObject({ applied: changes.length, failed: 0, skipped: 0 });
    for (const change of changes) expect(actualOf(world, change)).toMatchObject(change.after);
    const requests = world.sandbox.requests.slice(before);
    expect(new Set(requests.map(({ service }) => service))).toEqual(new Set(['runn']));
    expect((await world.runJson(['dry-run', ...range])).document.changes).toEqual([]);
  });

  it('applies a file that was laid out anew', async () => {
    const world = await openWorld();
    const changes = await planned(world);
    await editPlan(world, (document) => document);
    expect((await apply(world)).document.outcome.applied).toBe(changes.length);
  });

  it('asks no brake: handing the file over is the approval', async () => {
    const world = await openWorld({}, { limits: { maxLoss: 0, floorHours: 0 } });
    await world.run(['sync', ...range, '--force']);
    for (const [id, entry] of world.sandbox.toggl.entries)
      if (entry.day >= '2026-02-21') world.sandbox.toggl.entries.delete(id);
    const changes = await planned(world);
    expect((await world.runJson(['sync', ...range])).code).toBe(6);
    expect((await apply(world)).document.outcome.applied).toBe(changes.length);
  });

  it('can be undone', async () => {
    const world = await openWorld();
    const changes = await planned(world);
    const { document } = await apply(world);
    expect((await world.runJson(['undo', document.run])).document.changes).toHaveLength(changes.length);
  });

  it('has nothing left to do the second time, and calls what stands there neither written nor skipped', async () => {
    const world = await openFlawless();
    const changes = await planned(world);
    expect((await apply(world)).document.outcome).toMatchObject({ applied: changes.length, standing: 0 });
    world.newWrites();
    const { code, document } = await apply(world);
    const { applied, failed, skipped, standing, stale } = syncDocument.parse(document).outcome;
    expect({ code, writes: world.newWrites(), applied, failed, skipped, standing, stale }).toEqual({
      ...{ code: 0, writes: 0, applied: 0, failed: 0, skipped: 0 },
      standing: changes.length,
      stale: undefined,
    });
    const { stdout } = await world.run(['sync', '--plan', 'plan.json', '--format', 'csv']);
    const lines = stdout.trim().split('\r\n').slice(1);
    expect(new Set(lines.map((line) => line.split(',')[0]))).toEqual(new Set(['standing']));
    expect((await world.run(['sync', '--plan', 'plan.json'])).stdout).toContain('All stood there already');
  });

  it('counts what stands there beside what it writes', async () => {
    const world = await openFlawless();
    const changes = await planned(world);
    const { document: first } = await world.runJson(['sync', ...range, '--person', `runn:${changes[0]?.personId}`]);
    const { code, document } = await apply(world);
    const standing = first.outcome.applied;
    expect({ code, outcome: document.outcome }).toMatchObject({
      code: 0,
      outcome: { standing, applied: changes.length - standing, skipped: 0 },
    });
    expect(standing).toBeGreaterThan(0);
    expect(changes.length).toBeGreaterThan(standing);
  });

  it('lists what the plan had found, with its exit code, as sync does', async () => {
    const world = await openWorld();
    const { document: dry } = await world.runJson(['dry-run', ...range, '--out', 'plan.json']);
    const { code, document } = await apply(world);
    expect(document.findings).toEqual(dry.findings);
    expect(document.findings.length).toBeGreaterThan(3);
    expect(code).toBe(5);
    const { plan } = JSON.parse(await readFile(join(world.folder, 'plan.json'), 'utf8'));
    expect(document.plannedAt).toBe(plan.createdAt);
  });

  it('says that the token of the plan is no admin’s, and is no good run', async () => {
    const company = generateCompany({ people: 4, projects: 6, days: 45, today: '2026-03-06' });
    const world = await openWorld({ company, switches: { tokenAdmin: 'no' } });
    await planned(world);
    for (const _ of ['with something to write', 'and without']) {
      const { code, document } = await apply(world);
      expect(code).toBe(5);
      expect(document.findings).toContainEqual(expect.objectContaining({ code: 'unseen-time', severity: 'error' }));
    }
    const { document } = await world.runJson(['doctor', '--max-age', '3h', '--offline']);
    const checks: { code: string; status: string }[] = document.groups.flatMap(
      (group: { checks: unknown }) => group.checks,
    );
    expect(checks.find(({ code }) => code === 'last-good-run')?.status).toBe('bad');
  });

  it('skips what Runn no longer has as the plan saw it, with the day of that person, and writes the rest', async () => {
    const world = await openWorld();
    const changes = await planned(world);
    const stale = changes.find((change) => actualOf(world, change) === undefined);
    if (stale === undefined) throw new Error('Nothing is created.');
    const { date, personId, projectId, roleId } = stale;
    world.sandbox.runn.putActual({
      ...{ date, personId, projectId, roleId, workstreamId: null, phaseId: null },
      ...{ billableMinutes: 7, nonbillableMinutes: 0, billableNote: 'mine', nonbillableNote: '' },
    });
    const { code, document } = await apply(world);
    const sameDay = changes.filter((each) => each.date === date && each.personId === personId);
    const listed: { change: ChangeDocument }[] = document.outcome.stale;
    expect(code).toBe(7);
    expect(listed.map(({ change }) => keyOf(change)).sort()).toEqual(sameDay.map(keyOf).sort());
    expect(document.outcome.applied).toBe(changes.length - sameDay.length);
    expect(actualOf(world, stale)).toMatchObject({ billableMinutes: 7, billableNote: 'mine' });
  });

  it.each<[string, (document: PlanDocument) => unknown, string, number]>([
    [
      'of another account',
      (document) => withPlan(document, { account: 'api.runn.io/LIVE/1@2020' }),
      'plan-checksum',
      6,
    ],
    ['of another version', (document) => ({ ...document, version: 1 }), 'plan-version', 6],
    [
      'with a changed change',
      (document) => withPlan(document, { changes: document.plan.changes.slice(1) }),
      'plan-checksum',
      6,
    ],
    [
      'with another checksum',
      (document) => ({ ...document, checksum: `sha256:${'0'.repeat(64)}` }),
      'plan-checksum',
      6,
    ],
    ['that is something else', () => ({ version: 1, command: 'dry-run', changes: [] }), 'plan-file', 2],
    ['that is a list', () => [], 'plan-file', 2],
  ])('refuses a file %s', async (_, edit, error, code) => {
    const world = await openWorld();
    await planned(world);
    await editPlan(world, edit);
    const result = await apply(world);
    expect({ code: result.code, error: result.document.error.code }).toEqual({ code, error });
    expect(world.newWrites()).toBe(0);
  });

  it('refuses the plan of another account', async () => {
    const world = await openWorld();
    await planned(world);
    const other = await openWorld({ seed: 2 });
    await writeFile(join(other.folder, 'plan.json'), await readFile(join(world.folder, 'plan.json')));
    const { code, document } = await apply(other);
    expect({ code, error: document.error.code }).toEqual({ code: 6, error: 'other-account' });
    expect(other.newWrites()).toBe(0);
  });

  it('respects a hold, until --resume', async () => {
    const world = await openWorld();
    await world.run(['undo', (await world.runJson(['sync', ...range])).document.run]);
    const changes = await planned(world);
    expect((await apply(world)).document.error.code).toBe('held');
    expect((await apply(world, ['--resume'])).document.outcome.applied).toBe(changes.length);
  });

  it('skips what lies in a period that was closed since', async () => {
    const world = await openWorld({}, { timezone: 'Europe/Berlin' });
    const changes = await planned(world);
    const config = JSON.parse(await readFile(world.configFile, 'utf8'));
    await writeFile(world.configFile, JSON.stringify({ ...config, rules: { lockedThrough: '2026-03-01' } }));
    const { code, document } = await apply(world);
    expect(code).toBe(7);
    expect(document.outcome.applied).toBe(changes.filter(({ date }) => date > '2026-03-01').length);
  });

  it.each(['--since', '--person', '--period'])('does not go with %s', async (option) => {
    const world = await openWorld();
    expect((await apply(world, [option, 'today'])).code).toBe(2);
  });

  it('says that there is no such file', async () => {
    const world = await openWorld();
    expect((await apply(world)).document.error.code).toBe('plan-file');
  });
});

function withPlan(document: PlanDocument, fields: object): PlanDocument {
  return { ...document, plan: { ...document.plan, ...fields } };
}

describe('--format markdown', () => {
  it('renders a plan', async () => {
    const world = await openWorld();
    const { code, stdout } = await world.run(['dry-run', ...range, '--format', 'markdown', '--all']);
    expect(code).toBe(5);
    expect(stdout).toContain('## toggl-runn dry-run: ');
    const { document } = await world.runJson(['dry-run', ...range]);
    expect(stdout.split('\n').filter((line) => /^\| `[+~!-]` \|/.test(line))).toHaveLength(document.changes.length);
  });

  it.each([
    ['demo', 'csv'],
    ['sandbox', 'markdown'],
    ['explain --person toggl:1 --project toggl:2 --date 2026-03-05', 'csv'],
  ])('is a usage error where a command lacks a format: %s --format %s', async (command, format) => {
    const world = await openWorld();
    const { code, stderr } = await world.run([...command.split(' '), '--format', format]);
    expect({ code, requests: world.sandbox.requests.length }).toEqual({ code: 2, requests: 0 });
    expect(stderr).toContain(`has no ${format} output`);
  });
});
