/** Whatever nobody knows for sure about Runn: what can be written is written, what is refused is listed, again and again. */
import { afterEach, describe, expect, it } from 'vitest';
import { samplePeople, sampleProjects } from '../../src/sandbox/sample-directory.ts';
import type { Switches } from '../../src/sandbox/switches.ts';
import { expectedCells, keyOf, unequalCells } from './support/expected-cells.ts';
import { today } from './support/fake-runtime.ts';
import { closeWorlds, openWorld, type TestConfig } from './support/world.ts';

afterEach(closeWorlds);

/** A Monday: refusals are halved to the last one, which takes many requests, and a week is enough to see it. */
const since = '2026-03-02';
const range = ['--since', since, '--until', today] as const;
const writeArchived = { rules: { archived: 'write' } };

describe.each<[string, Partial<Switches>, TestConfig?]>([
  ['keeps notes that are left out', { notesLeftOut: 'kept' }],
  ['empties notes that are left out', { notesLeftOut: 'emptied' }],
  ['cuts notes after the mark', { noteLimit: 17 }],
  ['answers bulk writes in another order', { bulkOrder: 'shuffled' }],
  ['fills in zeros', { zerosFilled: 'yes' }],
  ['refuses 0/0, with clears as deletions', { zeroMinutes: 'refused' }, { rules: { clearWith: 'delete' } }],
  ['has the phase in the key', { phaseInKey: 'yes' }],
  ['converts billable minutes on nb projects', { billableOnNonBillable: 'converted' }],
  ['refuses billable minutes on nb projects', { billableOnNonBillable: 'refused' }],
  ['refuses writes for archived records', { archivedWrites: 'refused' }],
  ['lowers a limit above the maximum', { limitAboveMaximum: 'clamped' }],
])('Runn %s', (_, switches, config) => {
  it('and every linked cell is equal, then stays as it is', async () => {
    const world = await openWorld({ switches }, config);
    const expected = expectedCells(world.sandbox, { since, until: today });
    const first = await world.sync(...range);
    expect({ code: first.code, failures: first.document.outcome.failures }).toEqual({ code: 5, failures: [] });
    expect(unequalCells(world.sandbox, expected).map(keyOf)).toEqual(
      expected.cells.filter(({ held }) => held !== null).map(keyOf),
    );
    world.newWrites();
    const second = await world.sync(...range);
    expect({ changes: second.document.changes, writes: world.newWrites() }).toEqual({ changes: [], writes: 0 });
  });
});

describe.each<[string, Partial<Switches>, TestConfig?]>([
  ['refuses 0/0', { zeroMinutes: 'refused' }],
  ['has locked days and answers 400', { lockedThrough: '2026-03-02', lockedStatus: '400' }],
  ['has locked days and answers 422', { lockedThrough: '2026-03-02', lockedStatus: '422' }],
  ['has locked days and writes the rest of a batch', { lockedThrough: '2026-03-02', bulkRefusal: 'partial' }],
  ['has locked days and says nothing of them', { lockedThrough: '2026-03-02', bulkRefusal: 'silent' }],
  ['asks for membership', { membership: 'needed' }],
  ['asks for membership and writes the rest of a batch', { membership: 'needed', bulkRefusal: 'partial' }],
  ['asks for membership and says nothing of others', { membership: 'needed', bulkRefusal: 'silent' }],
  ['refuses writes for archived records', { archivedWrites: 'refused' }, writeArchived],
  ['refuses billable minutes on nb projects', { billableOnNonBillable: 'refused' }, { rules: { billable: 'always' } }],
  ['refuses every write with 400', { writes: 'refused-400' }],
])('Runn %s', (_, switches, config = {}) => {
  it('and each refused change is listed, all others are written, and the next run tries those alone', async () => {
    const world = await openWorld({ switches }, config);
    const first = await world.sync(...range);
    const { changes, outcome, statement } = first.document;
    expect(first.code).toBe(7);
    expect(outcome.applied + outcome.failed + outcome.skipped).toBe(changes.length);
    expect(outcome.failures).toHaveLength(outcome.failed);
    expect(outcome.failures.every(({ message, hint }) => message !== '' && hint !== null)).toBe(true);
    expect(statement.runn.minutesAfter).toBe(
      [...world.sandbox.runn.actuals.values()]
        .filter(({ date }) => date >= since && date <= today)
        .reduce((sum, actual) => sum + actual.billableMinutes + actual.nonbillableMinutes, 0),
    );
    const second = await world.sync(...range);
    expect(second.code).toBe(7);
    expect(second.document.changes).toHaveLength(outcome.failed + outcome.skipped);
    const again = new Set(second.document.changes.map(keyOf));
    expect(outcome.failures.every(({ change }) => again.has(keyOf(change)))).toBe(true);
    expect(second.document.outcome.applied).toBe(0);
    expect(second.document.outcome.failures.map(({ change }) => keyOf(change))).toEqual(
      outcome.failures.map(({ change }) => keyOf(change)),
    );
  });
});

describe('a token that may not write', () => {
  it.each(['refused-401', 'refused-403'] as const)('stops sync at the first write: %s', async (writes) => {
    const world = await openWorld({ switches: { writes } });
    const { code, document, stderr } = await world.sync(...range);
    expect({ code, applied: document.outcome.applied, writes: world.newWrites() }).toEqual({
      code: 4,
      applied: 0,
      writes: 1,
    });
    expect(stderr).toContain('write scope');
  });

  it('does not disturb dry-run', async () => {
    const world = await openWorld({ switches: { writes: 'refused-403' } });
    expect((await world.dryRun(...range)).code).toBe(5);
  });
});

describe('a Runn with locked days that answers 403', () => {
  const switches = { lockedThrough: '2026-03-02', lockedStatus: '403' } as const;

  it('looks like a token that may not write, and the message names the other cause too', async () => {
    const world = await openWorld({ switches });
    const { code, stderr } = await world.sync(...range);
    expect({ code, writes: world.newWrites() }).toEqual({ code: 4, writes: 1 });
    expect(stderr).toContain('rules.lockedThrough');
  });

  it('is written to when rules.lockedThrough says what is locked; the rest is a late change', async () => {
    const world = await openWorld({ switches }, { rules: { lockedThrough: '2026-03-02' } });
    const expected = expectedCells(world.sandbox, { since, until: today });
    const { code, document } = await world.sync(...range);
    expect({ code, failed: document.outcome.failed }).toEqual({ code: 5, failed: 0 });
    const late = document.findings.filter((each) => each.code === 'late-change').map(({ subject }) => subject.date);
    expect(late.length).toBeGreaterThan(5);
    expect(late.every((date) => date !== undefined && date <= '2026-03-02')).toBe(true);
    const unequal = unequalCells(world.sandbox, expected).filter(({ held }) => held === null);
    expect(unequal.length).toBeGreaterThan(5);
    expect(unequal.every(({ date }) => date <= '2026-03-02')).toBe(true);
  });
});

describe.each([8, -1])('a Runn that cuts notes to %i characters', (noteLimit) => {
  it('is written to once in a run: a lost mark stops it', async () => {
    const world = await openWorld({ switches: { noteLimit } });
    const first = await world.sync(...range);
    expect({ code: first.code, writes: world.newWrites() }).toEqual({ code: 7, writes: 1 });
    expect(first.document.findings.map(({ code }) => code)).toContain('mark-lost');
    const second = await world.sync(...range);
    expect(second.document.changes.length).toBeLessThan(first.document.changes.length);
  });
});

describe('a Runn that converts billable minutes on nb projects, under rules.billable: always', () => {
  it('has them listed with both numbers', async () => {
    const switches = { billableOnNonBillable: 'converted' } as const;
    const world = await openWorld({ switches }, { rules: { billable: 'always' } });
    const { code, document } = await world.sync(...range);
    expect(code).toBe(7);
    const nonBillable: readonly number[] = [sampleProjects.internal, sampleProjects.meetings];
    const failed = document.outcome.failures.map(({ change }) => change.projectId);
    expect(failed.every((id) => nonBillable.includes(id))).toBe(true);
    expect(failed).toHaveLength(document.changes.filter(({ projectId }) => nonBillable.includes(projectId)).length);
  });
});

describe('archived records', () => {
  it('are written with rules.archived: write', async () => {
    const world = await openWorld({}, writeArchived);
    const expected = expectedCells(world.sandbox, { since, until: today });
    const { document } = await world.sync(...range);
    expect(document.findings.map(({ code }) => code)).not.toContain('archived');
    expect(unequalCells(world.sandbox, expected).every(({ held }) => held === 'role-undecided')).toBe(true);
  });

  it('that Runn does not even list look unmatched, and their time is held back all the same', async () => {
    const world = await openWorld({ switches: { archivedPeople: 'left-out' } });
    const { document } = await world.sync(...range);
    const nick = document.findings.filter(({ code, message }) => code === 'unmatched-person' && /Nick/.test(message));
    expect(nick).toHaveLength(1);
    expect(document.changes.some(({ personId }) => personId === samplePeople.nick)).toBe(false);
  });
});

describe('an actual in a phase', () => {
  it.each(['yes', 'no'] as const)('keeps its phase when it is updated; phase in the key: %s', async (phaseInKey) => {
    const world = await openWorld({ switches: { phaseInKey } });
    await world.sync(...range);
    const { runn } = world.sandbox;
    const actual = [...runn.actuals.values()].find(
      ({ projectId, date, billableMinutes }) =>
        projectId === sampleProjects.moonBase && date >= since && billableMinutes > 0,
    );
    if (actual === undefined) throw new Error('No actual of Hidden Moon Base.');
    runn.updateActual(actual.id, { phaseId: 2, billableMinutes: actual.billableMinutes + 5 });
    const { document } = await world.sync(...range);
    expect(document.changes.map(keyOf)).toEqual([keyOf(actual)]);
    expect(runn.findActuals(actual.personId, actual.projectId, actual.date)).toMatchObject([
      { id: actual.id, phaseId: 2, billableMinutes: document.changes[0]?.after.billableMinutes },
    ]);
    expect((await world.sync(...range)).document.changes).toEqual([]);
  });
});
