/** What a run keeps on disk, and what is left when it is interrupted. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { errorDocument, syncDocument } from '../../src/output/json-schemas.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { expectedCells, keyOf, unequalCells } from './support/expected-cells.ts';
import { today } from './support/fake-runtime.ts';
import { closeWorlds, openWorld, type World } from './support/world.ts';

afterEach(closeWorlds);

const since = '2026-03-02';
const thisWeek = ['--since', since, '--until', today] as const;
const bulk = { service: 'runn', method: 'POST', path: '/actuals/bulk/' } as const;

/** 150 cells: two batches. */
function company() {
  return generateCompany({ people: 10, projects: 12, days: 5, today });
}

async function listRunFiles(world: World): Promise<string[]> {
  return (await readdir(join(world.stateDir, 'runs')).catch(() => [])).sort();
}

describe('the journal', () => {
  it('is on disk, for its owner alone, before the first write, with what each actual was', async () => {
    const world = await openWorld();
    const folder = join(world.stateDir, 'runs');
    const seen: { files: string[]; modes: number[]; head: unknown } = { files: [], modes: [], head: null };
    const look = () => {
      seen.files = readdirSync(folder).sort();
      seen.modes = seen.files.map((name) => statSync(join(folder, name)).mode & 0o777);
      const head = seen.files.find((name) => name.endsWith('Z-0000.json')) ?? '';
      seen.head = JSON.parse(readFileSync(join(folder, head), 'utf8'));
    };
    world.sandbox.faults.add({ ...bulk, nth: 1, kind: 'run', run: look });
    const before = [...world.sandbox.runn.actuals.values()].map((actual) => ({ ...actual }));
    const { document } = await world.sync(...thisWeek);
    expect(seen.files).toHaveLength(2);
    expect(seen.modes).toEqual([0o600, 0o600]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const { changes } = seen.head as { readonly changes: readonly JournalledChange[] };
    expect(changes.map(keyOf)).toEqual(document.changes.map(keyOf));
    const images = changes.filter((change) => change.actualId !== null);
    expect(images.length).toBeGreaterThan(3);
    for (const { actualId, before: image } of images) {
      const actual = before.find(({ id }) => id === actualId);
      expect(image).toEqual({
        billableMinutes: actual?.billableMinutes,
        nonbillableMinutes: actual?.nonbillableMinutes,
        billableNote: actual?.billableNote ?? '',
        nonbillableNote: actual?.nonbillableNote ?? '',
      });
    }
  });

  it('carries the name of the run that the report gives', async () => {
    const world = await openWorld({ company: company() });
    const { document } = await world.sync(...thisWeek);
    expect(document.run).toMatch(/^20260306T\d{6}Z-[0-9a-f]{4}$/);
    expect(await listRunFiles(world)).toContain(`${document.run}.json`);
  });

  it('knows the outcome of each change afterwards', async () => {
    const world = await openWorld({ company: company() });
    const { document } = await world.sync(...thisWeek);
    const text = await readFile(join(world.stateDir, 'runs', `${document.run}.outcomes.jsonl`), 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const outcomes = lines.filter((line) => 'index' in line);
    expect(outcomes.map(({ index }) => index).sort((a, b) => a - b)).toEqual(document.changes.map((_, index) => index));
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['applied']));
    expect(lines.at(-1)).toMatchObject({ summary: { applied: document.changes.length, failed: 0, skipped: 0 } });
  });

  it('holds no token', async () => {
    const world = await openWorld();
    await world.sync(...thisWeek);
    const { TOGGL_API_TOKEN: toggl = '', RUNN_API_TOKEN: runn = '' } = world.env;
    for (const name of await listRunFiles(world)) {
      const text = await readFile(join(world.stateDir, 'runs', name), 'utf8');
      expect(text.includes(toggl) || text.includes(runn)).toBe(false);
    }
  });

  it('is not made by a dry run', async () => {
    const world = await openWorld();
    await world.dryRun(...thisWeek);
    expect(await readdir(world.stateDir)).toEqual(['cache']);
  });

  it('is not made with --no-journal, and everything is written all the same', async () => {
    const world = await openWorld({ company: company() });
    const { code, document } = await world.sync(...thisWeek, '--no-journal');
    expect({ code, run: document.run, applied: document.outcome.applied }).toEqual({
      code: 0,
      run: null,
      applied: 150,
    });
    expect(await listRunFiles(world)).toEqual([]);
  });
});

describe('a state directory that cannot be written', () => {
  it('makes sync refuse, and nothing is written', async () => {
    const world = await openWorld({ company: company() });
    // A file stands in its place.
    const env = { ...world.env, TOGGL_RUNN_STATE_DIR: join(world.configFile, 'state') };
    const result = await world.runJson(['sync', ...thisWeek], { env });
    expect({ code: result.code, writes: world.newWrites() }).toEqual({ code: 6, writes: 0 });
    expect(errorDocument.parse(result.document).error.hint).toContain('TOGGL_RUNN_STATE_DIR');
  });

  it('whose folder for journals is a file makes sync refuse too', async () => {
    const world = await openWorld({ company: company() });
    await mkdir(world.stateDir);
    const env = { ...world.env, TOGGL_RUNN_STATE_DIR: world.stateDir };
    await writeFile(join(world.stateDir, 'runs'), '');
    const result = await world.runJson(['sync', ...thisWeek], { env });
    expect({ code: result.code, writes: world.newWrites() }).toEqual({ code: 6, writes: 0 });
    expect(errorDocument.parse(result.document).error.code).toBe('no-journal-place');
  });

  it('is no reason to stop with --no-journal, but is said', async () => {
    const world = await openWorld({ company: company() });
    const env = { ...world.env, TOGGL_RUNN_STATE_DIR: join(world.configFile, 'state') };
    const result = await world.runJson(['sync', ...thisWeek, '--no-journal'], { env });
    expect({ code: result.code, applied: result.document.outcome.applied }).toEqual({ code: 0, applied: 150 });
    expect(result.stderr).toMatch(/^warning: /);
  });
});

describe('two runs at once', () => {
  it('of one account: one goes on, the other is refused', async () => {
    const world = await openWorld({ company: company() });
    const results = await Promise.all([world.runJson(['sync', ...thisWeek]), world.runJson(['sync', ...thisWeek])]);
    expect(results.map(({ code }) => code).sort()).toEqual([0, 6]);
    const refused = results.find(({ code }) => code === 6);
    expect(errorDocument.parse(refused?.document).error.code).toBe('locked');
    expect(world.newWrites()).toBe(2);
  });
});

describe('an interrupt', () => {
  it('while everything is read ends with 130, and nothing is written', async () => {
    const world = await openWorld({ company: company() });
    const interruption = new AbortController();
    world.sandbox.faults.add({ path: /weekly/, kind: 'run', run: () => interruption.abort() });
    const result = await world.runJson(['sync', ...thisWeek], { signal: interruption.signal });
    expect({ code: result.code, writes: world.newWrites() }).toEqual({ code: 130, writes: 0 });
    expect(errorDocument.parse(result.document).error.code).toBe('interrupted');
  });

  it('while it is written ends with 130 and says what was written; the next sync converges', async () => {
    const world = await openWorld({ company: company() });
    const interruption = new AbortController();
    const expected = expectedCells(world.sandbox, { since, until: today });
    world.sandbox.faults.add({ ...bulk, nth: 2, kind: 'run', run: () => interruption.abort() });
    const result = await world.runJson(['sync', ...thisWeek], { signal: interruption.signal });
    const { outcome, changes } = syncDocument.parse(result.document);
    expect(result.code).toBe(130);
    expect(outcome.applied).toBe(99);
    expect(outcome.applied + outcome.failed + outcome.skipped).toBe(changes.length);
    expect(result.stderr).toContain(`${outcome.applied} of ${changes.length}`);
    const next = await world.sync(...thisWeek);
    expect({ code: next.code, unequal: unequalCells(world.sandbox, expected) }).toEqual({ code: 0, unequal: [] });
    expect((await world.sync(...thisWeek)).document.changes).toEqual([]);
  });
});

interface JournalledChange {
  readonly personId: number;
  readonly projectId: number;
  readonly date: string;
  readonly actualId: number | null;
  readonly before: unknown;
}
