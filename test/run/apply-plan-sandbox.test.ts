/** The real client and `applyPlan` against the sandbox over HTTP, under the readings of Runn that matter to a write. */
import { afterEach, describe, expect, it } from 'vitest';
import { keyOf, personDayOf } from '../../src/core/batches.ts';
import { addDays, parseIsoDate } from '../../src/core/dates.ts';
import { placeMark } from '../../src/core/mark.ts';
import type { Actual, Change, Rules, Window } from '../../src/core/model.ts';
import { createService } from '../../src/http/create-service.ts';
import { applyPlan } from '../../src/run/apply-plan.ts';
import { runnProfile } from '../../src/runn/runn-profile.ts';
import { createRunnReader, type RunnReader } from '../../src/runn/runn-reader.ts';
import { createRunnWriter } from '../../src/runn/runn-writer.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import type { Switches } from '../../src/sandbox/switches.ts';
import { createFakeEnvironment } from '../http/fake-environment.ts';

const today = '2026-03-06';
let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.stop();
  sandbox = undefined;
});

interface World {
  readonly reader: RunnReader;
  readonly apply: (changes: readonly Change[], clearWith?: Rules['clearWith']) => ReturnType<typeof applyPlan>;
  readonly requests: () => number;
  readonly window: Window;
}

async function openWorld(switches: Partial<Switches>): Promise<World> {
  const started = await startSandbox({ today, switches, limits: false });
  sandbox = started;
  const environment = createFakeEnvironment();
  const profile = runnProfile({
    token: started.environment['RUNN_API_TOKEN'] ?? '',
    baseUrl: started.runnUrl,
    requestsPerMinute: 110,
    userAgent: 'toggl-runn/test',
  });
  const service = createService(profile, environment);
  const until = parseIsoDate(today);
  if (until === undefined) throw new Error('No such day.');
  return {
    reader: createRunnReader(service),
    apply: (changes, clearWith = 'zero') =>
      applyPlan({ changes, clearWith, writer: createRunnWriter(service), journal: null, signal: environment.signal }),
    requests: () => started.writes().length,
    window: { since: addDays(until, -60), until },
  };
}

/** Every third actual is cleared, every third gets other minutes, and members get new ones. */
async function makeChanges({ reader, window }: World): Promise<Change[]> {
  const actuals = await reader.listActuals(window);
  const members = await reader.listProjectMembers();
  const noNotes = { billableNote: '', nonbillableNote: '' };
  const standing = actuals.flatMap((actual, index): Change[] => {
    if (index % 3 === 2) return [];
    const isClear = index % 3 === 0;
    const minutes = isClear
      ? { billableMinutes: 0, nonbillableMinutes: 0 }
      : { billableMinutes: 0, nonbillableMinutes: actual.billableMinutes + actual.nonbillableMinutes + 7 };
    const { id, ...fields } = actual;
    return [
      {
        ...fields,
        kind: isClear ? 'clear' : 'update',
        reason: 'changed-in-toggl',
        actualId: id,
        before: actual,
        after: { ...minutes, ...placeMark(actual, minutes) },
      },
    ];
  });
  const minutes = { billableMinutes: 0, nonbillableMinutes: 61 };
  const dates = new Set([0, 1, 2, 3, 4].map((day) => addDays(window.since, day)));
  for (const { kind, date } of standing) if (kind === 'clear') dates.add(date);
  const created = members
    .filter(({ isPlaceholder }) => !isPlaceholder)
    .flatMap((member) =>
      [...dates].map(
        (date): Change => ({
          ...member,
          kind: 'create',
          reason: 'new-in-toggl',
          date,
          phaseId: null,
          actualId: null,
          before: null,
          after: { ...minutes, ...placeMark(noNotes, minutes) },
        }),
      ),
    );
  const taken = new Set(actuals.map(keyOf));
  const changes = [...standing, ...created.filter((change) => !taken.has(keyOf(change)))];
  return [...new Map(changes.map((change) => [keyOf(change), change])).values()];
}

async function readByKey({ reader, window }: World): Promise<ReadonlyMap<string, Actual>> {
  return new Map((await reader.listActuals(window)).map((actual) => [keyOf(actual), actual]));
}

describe.each<[string, Partial<Switches>]>([
  ['by default', {}],
  ['with answers in another order', { bulkOrder: 'shuffled' }],
  ['with bulk requests that are written in part', { bulkRefusal: 'partial' }],
  ['with notes cut after the mark', { noteLimit: 20 }],
])('Runn %s', (_, switches) => {
  it('ends with every change written, in as few requests as there can be', async () => {
    const world = await openWorld(switches);
    const changes = await makeChanges(world);
    const { outcomes, findings, error } = await world.apply(changes);
    expect({ findings, error }).toEqual({ findings: [], error: null });
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['applied']));
    const written = await readByKey(world);
    for (const change of changes) {
      const { billableMinutes, nonbillableMinutes } = change.after;
      expect(written.get(keyOf(change))).toMatchObject({ billableMinutes, nonbillableMinutes });
    }
    expect(changes.length).toBeGreaterThan(100);
    expect(world.requests()).toBe(Math.ceil(changes.length / 100));
  });
});

describe.each(['atomic', 'partial'] as const)('a Runn with a locked month, bulk %s', (bulkRefusal) => {
  it.each(['400', '422'] as const)('fails what lies in it, %s, and writes the rest', async (lockedStatus) => {
    const lockedThrough = '2026-02-08';
    const world = await openWorld({ lockedThrough, lockedStatus, bulkRefusal });
    // Clears are left out: a refused one would take the zeros of other weeks along.
    const changes = (await makeChanges(world)).filter(({ kind }) => kind !== 'clear');
    const { outcomes, error } = await world.apply(changes);
    expect(error).toBeNull();
    const failed = changes.filter((_, index) => outcomes[index]?.status === 'failed');
    expect(failed.map(keyOf)).toEqual(changes.filter(({ date }) => date <= lockedThrough).map(keyOf));
    expect(outcomes.filter(({ status }) => status === 'applied')).toHaveLength(changes.length - failed.length);
    expect(failed.length).toBeGreaterThan(10);
  });
});

describe('a Runn that refuses 0/0', () => {
  it('keeps the days whole: no clear is written, and no raise of such a day', async () => {
    const world = await openWorld({ zeroMinutes: 'refused' });
    const changes = await makeChanges(world);
    const { outcomes, findings } = await world.apply(changes);
    const isClear = (index: number) => changes[index]?.kind === 'clear';
    expect(outcomes.every(({ status }, index) => (status === 'failed') === isClear(index))).toBe(true);
    const cleared = new Set(changes.filter(({ kind }) => kind === 'clear').map(personDayOf));
    const skipped = changes.filter((_, index) => outcomes[index]?.status === 'skipped');
    expect(skipped.every((change) => cleared.has(personDayOf(change)))).toBe(true);
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['paired-clear-refused']));
  });

  it('is served by deleting', async () => {
    const world = await openWorld({ zeroMinutes: 'refused' });
    const changes = (await makeChanges(world)).slice(0, 60);
    const { outcomes } = await world.apply(changes, 'delete');
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['applied']));
    const written = await readByKey(world);
    for (const change of changes) expect(written.has(keyOf(change))).toBe(change.kind !== 'clear');
  });
});

describe('a Runn that is written to with the wrong token', () => {
  it.each(['refused-401', 'refused-403'] as const)('stops at once: %s', async (writes) => {
    const world = await openWorld({ writes });
    const { error, outcomes } = await world.apply(await makeChanges(world));
    expect(error).toMatchObject({ code: 'runn-token-read-only', exitCode: 4 });
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['skipped']));
    expect(world.requests()).toBe(1);
  });
});

describe('a Runn that drops notes', () => {
  it('is written to once', async () => {
    const world = await openWorld({ noteLimit: -1 });
    const { findings } = await world.apply(await makeChanges(world));
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['mark-lost']));
    expect(world.requests()).toBe(1);
  });
});
