/** Whatever nobody knows for sure about Toggl, the run ends with the same minutes in Runn: a test for each reading. */
import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { samplePeople, sampleProjects, togglProjectIds, togglUserIds } from '../../src/sandbox/sample-directory.ts';
import type { Switches } from '../../src/sandbox/switches.ts';
import { expectedCells, keyOf, runnMinutes, unequalCells } from './support/expected-cells.ts';
import { today } from './support/fake-runtime.ts';
import { closeWorlds, openWorld, type TestConfig } from './support/world.ts';

afterEach(closeWorlds);

const since = '2026-02-23';
const range = ['--since', since, '--until', today] as const;
const detailed = { toggl: { source: 'detailed' } };

describe.each<[string, Partial<Switches>, TestConfig?]>([
  ['arrays over the whole range', { weeklyLength: 'range' }],
  ['arrays of seven days', { weeklyLength: 'seven' }],
  ['nothing for more than seven days', { weeklyLength: 'seven-or-empty' }],
  ['several rows for one user and project', { weeklyRows: 'several' }],
  ['several rows in pieces of seven days', { weeklyRows: 'several', weeklyLength: 'seven' }],
  ['null for days without time', { weeklyZeros: 'null' }],
  ['no headers that name the range', { weeklyRangeHeaders: 'absent' }],
  ['neither headers nor long ranges', { weeklyRangeHeaders: 'absent', weeklyLength: 'seven-or-empty' }],
  ['billable seconds', { billableSeconds: 'present' }],
  ['no billable seconds', { billableSeconds: 'absent' }],
  ['no billable seconds and pieces of seven days', { billableSeconds: 'absent', weeklyLength: 'seven' }],
  ['billable seconds with null in them', { billableSeconds: 'null-elements' }],
  ['running entries as negative rows', { runningEntry: 'negative' }],
  ['running entries in the totals', { summaryRunning: 'elapsed' }],
  ['a rounding preference', { roundingMinutes: 15 }],
  ['a rounding preference that the totals follow', { roundingMinutes: 15, summaryRounding: 'workspace' }],
  ['null for empty lists', { emptyLists: 'null' }],
  ['people who left among the users', { usersWhoLeft: 'listed' }],
  ['a user search that filters by activity', { searchUsersActive: 'filters' }],
  ['no quota headers', { quotaHeaders: 'absent' }],
  ['a 429 to more than one request a second', { togglPace: 'one-per-second' }],
  ['a 429 that names a date', { togglPace: 'one-per-second', togglRetryAfter: 'date' }],
  ['a 429 that names nothing', { togglPace: 'one-per-second', togglRetryAfter: 'absent' }],
  ['entries one by one', {}, detailed],
  ['entries one by one, in small pages', { detailedPageMaximum: 20 }, detailed],
  ['entries one by one, running ones too', { runningEntry: 'negative' }, detailed],
])('Toggl answers with %s', (_, switches, config) => {
  it('and every linked cell is equal, then stays as it is', async () => {
    const world = await openWorld({ switches }, config);
    const expected = expectedCells(world.sandbox, { since, until: today });
    const first = await world.sync(...range);
    expect(first.code).toBe(5);
    expect(unequalCells(world.sandbox, expected).map(keyOf)).toEqual(
      expected.cells.filter(({ held }) => held !== null).map(keyOf),
    );
    expect(first.document.statement.toggl.trackedSeconds).toBe(expected.trackedSeconds);
    expect(first.document.findings.map(({ code }) => code)).not.toContain('totals-differ');
    world.newWrites();
    const second = await world.sync(...range);
    expect({ changes: second.document.changes, writes: world.newWrites(), code: second.code }).toEqual({
      changes: [],
      writes: 0,
      code: 5,
    });
  });
});

it('weekly reports and single entries give the same plan for the same time', async () => {
  const world = await openWorld();
  await world.sync('--since', '28d', '--until', '14d');
  const planFrom = async (source: string) => {
    await writeFile(world.configFile, JSON.stringify({ ...world.sandbox.config, toggl: { source } }));
    const { changes, findings, statement } = (await world.dryRun('--since', '42d')).document;
    return { changes, findings, statement };
  };
  const weekly = await planFrom('weekly');
  expect(weekly.changes.length).toBeGreaterThan(100);
  expect(await planFrom('detailed')).toEqual(weekly);
});

it('so they do for entries across midnight and clock changes, and for a timer that runs', async () => {
  const world = await openWorld();
  const entry = { userId: togglUserIds.eric, projectId: togglProjectIds.moonBase, billable: true };
  // Clocks in Berlin went back at 03:00 on 26 October 2025.
  world.sandbox.toggl.addEntry({ ...entry, start: '2025-10-25T23:30:00', seconds: 3 * 3600 });
  world.sandbox.toggl.addEntry({ ...entry, start: '2025-10-26T01:30:00', seconds: 3 * 3600 });
  world.sandbox.toggl.addEntry({ ...entry, start: '2025-10-26T22:00:00', seconds: 0, running: true });
  const planFrom = async (source: string) => {
    await writeFile(world.configFile, JSON.stringify({ ...world.sandbox.config, toggl: { source } }));
    return (await world.dryRun('--since', '2025-10-24', '--until', '2025-10-28')).document;
  };
  const { changes, statement } = await planFrom('weekly');
  expect(changes.map(({ date, after }) => [date, after.billableMinutes + after.nonbillableMinutes])).toEqual([
    ['2025-10-25', 180],
    ['2025-10-26', 180],
  ]);
  expect(await planFrom('detailed')).toMatchObject({ changes, statement });
});

describe('Toggl Free', () => {
  it('has no billable flag: the pricing model of the Runn project decides', async () => {
    const world = await openWorld({ switches: { plan: 'free' } });
    const expected = expectedCells(world.sandbox, { since, until: today, billable: 'pricing' });
    const first = await world.sync(...range);
    expect(unequalCells(world.sandbox, expected).map(keyOf)).toEqual(
      expected.cells.filter(({ held }) => held !== null).map(keyOf),
    );
    expect(first.document.findings.map(({ code }) => code)).not.toContain('billable-not-in-plan');
    expect((await world.sync(...range)).document.changes).toEqual([]);
  });
});

describe('a Toggl token whose owner is no administrator', () => {
  it('lowers and clears nothing, and says why', async () => {
    const world = await openWorld({ switches: { tokenAdmin: 'no' } });
    const before = [...world.sandbox.runn.actuals.values()].map((actual) => ({ ...actual }));
    const { code, document } = await world.sync(...range);
    expect(code).toBe(5);
    for (const actual of before) expect(runnMinutes(world.sandbox, actual)).toEqual(minutesOf(actual));
    expect(document.changes.every(({ kind, personId }) => kind === 'create' && personId === samplePeople.joni)).toBe(
      true,
    );
    const held = document.findings.filter(({ code: each }) => each === 'not-proven');
    expect(held.map(({ subject }) => subject.runnPersonId)).toContain(samplePeople.eric);
  });
});

describe('data retention', () => {
  it('keeps what was written before from being cleared when Toggl no longer shows it', async () => {
    const world = await openWorld();
    await world.sync(...range);
    const before = [...world.sandbox.runn.actuals.values()].map((actual) => ({ ...actual }));
    world.sandbox.switches.retentionDays = 7;
    const { code, document } = await world.sync(...range);
    expect(code).toBe(5);
    expect(document.changes).toEqual([]);
    expect([...world.sandbox.runn.actuals.values()]).toEqual(before);
    const days = document.findings.filter((each) => each.code === 'not-proven').map(({ subject }) => subject.date);
    expect(days.length).toBeGreaterThan(20);
    expect(days.every((day) => day !== undefined && day < '2026-02-27')).toBe(true);
  });
});

describe('totals that contradict the rows', () => {
  const summary = /projects\/summary/;
  const more = (body: unknown) =>
    (body as { readonly user_id: number; readonly project_id: number; tracked_seconds: number }[]).map((pair) =>
      pair.user_id === togglUserIds.bob && pair.project_id === togglProjectIds.website
        ? { ...pair, tracked_seconds: pair.tracked_seconds + 3600 }
        : pair,
    );

  it('hold the pair back whole, with both numbers, and let the rest go on', async () => {
    const world = await openWorld();
    world.sandbox.faults.add({ path: summary, kind: 'wrong-shape', change: more });
    world.sandbox.faults.add({ path: /entries\/totals/, kind: 'wrong-shape', change: () => ({ seconds: 1 }) });
    const expected = expectedCells(world.sandbox, { since, until: today });
    const { code, document } = await world.sync(...range);
    expect(code).toBe(5);
    const [difference] = document.findings.filter((each) => each.code === 'totals-differ');
    expect(difference?.subject).toMatchObject({
      togglUserId: togglUserIds.bob,
      togglProjectId: togglProjectIds.website,
    });
    const unequal = unequalCells(world.sandbox, expected).filter(({ held }) => held === null);
    expect(unequal.length).toBeGreaterThan(5);
    expect(
      unequal.every(({ personId, projectId }) => personId === samplePeople.bob && projectId === sampleProjects.website),
    ).toBe(true);
  });

  it('are read once more, and nothing is held back when they agree then', async () => {
    const world = await openWorld();
    world.sandbox.faults.add({ path: summary, nth: 1, kind: 'wrong-shape', change: more });
    const { document, slept } = await world.sync(...range);
    expect(document.findings.map(({ code }) => code)).not.toContain('totals-differ');
    expect(slept).toBeGreaterThanOrEqual(3000);
  });

  it('are not asked for when the check is off, and every run says so', async () => {
    const world = await openWorld({}, { toggl: { checkTotals: false } });
    const { document } = await world.sync(...range);
    expect(document.findings.map(({ code }) => code)).toContain('totals-unchecked');
    expect(world.sandbox.requests.some(({ path }) => summary.test(path))).toBe(false);
  });
});

describe('billable time', () => {
  it.each(['always', 'never'] as const)('is decided by the rule when it says %s', async (billable) => {
    const world = await openWorld({}, { rules: { billable } });
    const { document } = await world.sync(...range);
    const sides = document.changes
      .filter(({ projectId }) => projectId !== sampleProjects.internal && projectId !== sampleProjects.meetings)
      .map(({ after }) => (after.billableMinutes > 0 ? 'always' : after.nonbillableMinutes > 0 ? 'never' : billable));
    expect(new Set(sides)).toEqual(new Set([billable]));
    expect((await world.sync(...range)).document.changes).toEqual([]);
  });

  it('that is never used on a paid plan makes sync refuse until the rule is set', async () => {
    const world = await openWorld();
    for (const { id } of world.sandbox.toggl.entries.values()) world.sandbox.toggl.updateEntry(id, { billable: false });
    const refused = await world.sync(...range);
    expect(refused.code).toBe(6);
    expect(refused.document.refused?.code).toBe('billable-flag-unused');
    expect(world.newWrites()).toBe(0);
  });
});

function minutesOf({
  billableMinutes,
  nonbillableMinutes,
}: {
  readonly billableMinutes: number;
  readonly nonbillableMinutes: number;
}) {
  return { billableMinutes, nonbillableMinutes };
}
