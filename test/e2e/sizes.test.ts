/** Nothing at all, four hundred days, several workspaces, twelve thousand actuals: with a clock that does not wait. */
import { afterEach, describe, expect, it } from 'vitest';
import { errorDocument } from '../../src/output/json-schemas.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import type { Switches } from '../../src/sandbox/switches.ts';
import { expectedCells, unequalCells } from './support/expected-cells.ts';
import { today } from './support/fake-runtime.ts';
import { closeWorlds, openWorld } from './support/world.ts';

afterEach(closeWorlds);

describe('an empty workspace', () => {
  it.each(['array', 'null'] as const)('has nothing to write; empty lists are %s', async (emptyLists) => {
    const company = generateCompany({ people: 1, projects: 0, days: 1, today, entriesPerDay: 0 });
    const world = await openWorld({ company, switches: { emptyLists } });
    const { code, document } = await world.sync();
    expect({ code, changes: document.changes, findings: document.findings }).toEqual({
      code: 0,
      changes: [],
      findings: [],
    });
    expect(document.statement.toggl.trackedSeconds).toBe(0);
    expect(world.newWrites()).toBe(0);
  });

  it.each(['check-refs', 'list-unmatched', 'dry-run'])('is no trouble for %s', async (command) => {
    const company = generateCompany({ people: 1, projects: 0, days: 1, today, entriesPerDay: 0 });
    const world = await openWorld({ company });
    expect((await world.run([command])).code).toBe(0);
  });
});

describe('a window without time', () => {
  it('has nothing to write, and does not clear what people entered', async () => {
    const world = await openWorld();
    const { code, document } = await world.sync('--since', '2026-02-28', '--until', '2026-03-01');
    expect({ code, changes: document.changes }).toEqual({ code: 0, changes: [] });
    expect(document.statement.toggl.trackedSeconds).toBe(0);
  });

  it('clears what was written when all time of it was deleted, after --force', async () => {
    const company = generateCompany({ people: 3, projects: 4, days: 7, today });
    const world = await openWorld({ company });
    await world.sync();
    for (const id of [...world.sandbox.toggl.entries.keys()]) world.sandbox.toggl.deleteEntry(id);
    const refused = await world.sync();
    expect({ code: refused.code, refused: refused.document.refused?.code }).toEqual({ code: 6, refused: 'brake' });
    const forced = await world.sync('--force');
    expect(forced.code).toBe(0);
    expect([...world.sandbox.runn.actuals.values()].every((actual) => actual.billableMinutes === 0)).toBe(true);
    expect((await world.sync()).document.changes).toEqual([]);
  });
});

describe('four hundred days', () => {
  async function syncFourHundredDays(switches: Partial<Switches>, mostRequests: number): Promise<void> {
    const company = generateCompany({ people: 2, projects: 3, days: 400, today, entriesPerDay: 1 });
    const world = await openWorld({ company, switches });
    const since = company.toggl.entries[0]?.start.slice(0, 10) ?? '';
    const expected = expectedCells(world.sandbox, { since, until: today });
    const { code, document, slept } = await world.sync('--since', '400d');
    expect({ code, unequal: unequalCells(world.sandbox, expected).length }).toEqual({ code: 0, unequal: 0 });
    expect(expected.cells.length).toBeGreaterThan(550);
    expect(document.requests.toggl).toBeLessThan(mostRequests);
    // One request a second, but for the first ten.
    expect(slept).toBeGreaterThanOrEqual(Math.floor(document.requests.toggl / 10 - 1) * 10_000);
    world.newWrites();
    expect((await world.sync('--since', '400d')).document.changes).toEqual([]);
    expect(world.newWrites()).toBe(0);
  }

  it('are read in two years and written', () => syncFourHundredDays({ weeklyLength: 'range' }, 12));

  it.each(['seven', 'seven-or-empty'] as const)('are read in pieces of seven days and written: %s', (weeklyLength) =>
    syncFourHundredDays({ weeklyLength }, 75),
  );
});

describe('several workspaces', () => {
  const company = () => generateCompany({ people: 4, projects: 9, days: 7, today, workspaces: 3 });

  it('flow into one Runn account', async () => {
    const world = await openWorld({ company: company() });
    const expected = expectedCells(world.sandbox, { since: '2026-02-28', until: today });
    const { code, document } = await world.sync();
    expect({ code, unequal: unequalCells(world.sandbox, expected) }).toEqual({ code: 0, unequal: [] });
    expect(document.accounts.toggl.workspaceIds).toEqual([5_411_215, 5_411_216, 5_411_217]);
    expect((await world.sync()).document.changes).toEqual([]);
  });

  it('are to be named: without, sync ends with 2 and lists them', async () => {
    const world = await openWorld({ company: company() });
    const { TOGGL_WORKSPACE_ID: _, ...env } = world.env;
    const result = await world.run(['sync', '--json'], { env });
    expect(result.code).toBe(2);
    const { error } = errorDocument.parse(result.document);
    expect(error.message).toMatch(/5411215 \(Workspace 1\), 5411216 \(Workspace 2\), 5411217 \(Workspace 3\)/);
  });

  it('of which only one is read: what came from the others is not cleared', async () => {
    const world = await openWorld({ company: company() });
    await world.sync();
    const before = JSON.stringify([...world.sandbox.runn.actuals.values()]);
    const result = await world.runJson(['sync'], { env: { ...world.env, TOGGL_WORKSPACE_ID: '5411216' } });
    expect(result.code).toBe(5);
    expect(JSON.stringify([...world.sandbox.runn.actuals.values()])).toBe(before);
    expect(result.document.findings.some(({ code }: { readonly code: string }) => code === 'not-proven')).toBe(true);
  });

  it('that the token does not reach end the run with 4', async () => {
    const world = await openWorld({ company: company() });
    const result = await world.runJson(['sync'], { env: { ...world.env, TOGGL_WORKSPACE_ID: '5411215,99' } });
    expect(result.code).toBe(4);
    expect(errorDocument.parse(result.document).error.message).toContain('99');
  });
});

describe('twelve thousand actuals', () => {
  it('are written within the limits of Runn, and a second sync finds them in order', async () => {
    const company = generateCompany({ people: 200, projects: 120, days: 28, today });
    const world = await openWorld({ company });
    const expected = expectedCells(world.sandbox, { since: '2026-02-07', until: today });
    const { code, document } = await world.sync('--since', '28d');
    expect(document.changes).toHaveLength(12_000);
    expect({ code, unequal: unequalCells(world.sandbox, expected).length }).toEqual({ code: 0, unequal: 0 });
    // Three cells a person and day, and no day is split: 99 in a batch.
    expect(world.newWrites()).toBe(Math.ceil(12_000 / 99));
    expect(world.sandbox.requests.filter(({ status }) => status === 429)).toEqual([]);
    expect((await world.sync('--since', '28d')).document.changes).toEqual([]);
    expect(world.newWrites()).toBe(0);
  }, 90_000);
});
