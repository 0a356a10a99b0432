import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseIsoDate } from '../../src/core/dates.ts';
import type { IsoDate, RunnActualId } from '../../src/core/model.ts';
import { createJournal, listJournals, makeRunName, recordQuietRun } from '../../src/run/journal.ts';
import { listRuns } from '../../src/run/list-runs.ts';
import { pruneJournals } from '../../src/run/prune-journals.ts';
import { createReferencesJournal } from '../../src/run/references-journal.ts';
import { aChange } from './fake-runn.ts';

const nowMs = Date.UTC(2024, 5, 30, 12);
const dayMs = 86_400_000;
let stateDir: string;

beforeEach(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'toggl-runn-prune-'));
});
afterEach(async () => {
  await rm(stateDir, { recursive: true, force: true });
});

const day = parseIsoDate('2024-01-08') as IsoDate;

/** As of a run that began when its name says. */
function headOf(run: string) {
  const window = { since: day, until: day };
  const startedAt = run.replace(/^(....)(..)(..T..)(..)(..Z)-.*$/, '$1-$2-$3:$4:$5');
  return { run, toolVersion: '1.0.0', command: 'sync', account: 'a', window, startedAt };
}

/** A run so many days ago; `closed` has an outcome for its change, `open` has none, `quiet` has no change. */
async function keepRun(daysAgo: number, kind: 'closed' | 'open' | 'quiet' = 'closed'): Promise<string> {
  const run = makeRunName(nowMs - daysAgo * dayMs, 0);
  if (kind === 'quiet') {
    await recordQuietRun(stateDir, headOf(run));
    return run;
  }
  const journal = await createJournal(stateDir, { ...headOf(run), changes: [aChange()] });
  if (kind === 'closed') {
    await journal.recordOutcomes([{ index: 0, outcome: { status: 'applied', actualId: 1 as RunnActualId } }]);
    await journal.finish({ finishedAt: '2024-01-08T09:01:00.000Z', summary: { applied: 1, failed: 0, skipped: 0 } });
  }
  return run;
}

const remaining = async () => (await listJournals(stateDir)).journals.map(({ run }) => run);

describe('pruneJournals', () => {
  it('removes what is older than so many days', async () => {
    const young = await keepRun(3);
    const old = await keepRun(12);
    expect(await pruneJournals(stateDir, { keepDays: 10, keepRuns: 100 }, nowMs)).toEqual([old]);
    expect(await remaining()).toEqual([young]);
    expect(await readdir(path.join(stateDir, 'runs'))).toHaveLength(2);
  });

  it('counts runs of link apart, and keeps one whose outcome nobody knows', async () => {
    const keepLinks = async (daysAgo: number, isClosed: boolean) => {
      const run = makeRunName(nowMs - daysAgo * dayMs, 0);
      const change = { kind: 'map', file: '/x', group: 'people', togglId: 1, before: null, after: 2 } as const;
      const { window: _, ...head } = headOf(run);
      const journal = await createReferencesJournal(stateDir, { ...head, command: 'link', changes: [change] });
      if (isClosed) await journal.record(0, { status: 'applied' });
      return run;
    };
    const latest = await keepLinks(1, true);
    const open = await keepLinks(2, false);
    const beyond = await keepLinks(3, true);
    const old = await keepLinks(12, false);
    const run = await keepRun(4);
    expect(await pruneJournals(stateDir, { keepDays: 10, keepRuns: 1 }, nowMs)).toEqual([beyond, old]);
    const { runs } = await listRuns(stateDir, 10);
    expect(runs.map((each) => each.run)).toEqual([latest, open, run]);
  });

  it('removes the oldest beyond so many runs', async () => {
    const runs = [await keepRun(1), await keepRun(2), await keepRun(3)];
    await pruneJournals(stateDir, { keepDays: 100, keepRuns: 2 }, nowMs);
    expect(await remaining()).toEqual(runs.slice(0, 2));
  });

  it('never removes the latest run', async () => {
    const run = await keepRun(5000);
    await pruneJournals(stateDir, { keepDays: 1, keepRuns: 1 }, nowMs);
    expect(await remaining()).toEqual([run]);
  });

  it('keeps a young run whose outcome is unknown, however many came after it', async () => {
    const runs = [await keepRun(1), await keepRun(2), await keepRun(3, 'open')];
    await pruneJournals(stateDir, { keepDays: 10, keepRuns: 1 }, nowMs);
    expect(await remaining()).toEqual([runs[0], runs[2]]);
  });

  it('removes a run whose outcome is unknown when it is old', async () => {
    const young = await keepRun(1);
    await keepRun(12, 'open');
    await pruneJournals(stateDir, { keepDays: 10, keepRuns: 10 }, nowMs);
    expect(await remaining()).toEqual([young]);
  });

  it('does not let runs without changes push out those that can be undone', async () => {
    const quiet = [await keepRun(1, 'quiet'), await keepRun(2, 'quiet'), await keepRun(3, 'quiet')];
    const changing = [await keepRun(4), await keepRun(5)];
    await pruneJournals(stateDir, { keepDays: 100, keepRuns: 2 }, nowMs);
    expect(await remaining()).toEqual([...quiet.slice(0, 2), ...changing]);
  });

  it('leaves everything else in the folder alone', async () => {
    const run = await keepRun(1);
    const folder = path.join(stateDir, 'runs');
    await writeFile(path.join(folder, '20200101T000000Z-0000.json.bak'), '');
    await writeFile(path.join(folder, 'notes.txt'), '');
    await mkdir(path.join(folder, '20200101T000000Z-0001'));
    await pruneJournals(stateDir, { keepDays: 1, keepRuns: 1 }, nowMs);
    expect((await readdir(folder)).sort()).toEqual(
      [
        '20200101T000000Z-0000.json.bak',
        '20200101T000000Z-0001',
        `${run}.json`,
        `${run}.outcomes.jsonl`,
        'notes.txt',
      ].sort(),
    );
  });

  it('has nothing to do where no run ever was', async () => {
    expect(await pruneJournals(stateDir, { keepDays: 1, keepRuns: 1 }, nowMs)).toEqual([]);
  });
});

describe('listRuns', () => {
  it('lists the latest first, with how far each came', async () => {
    const runs = [await keepRun(1), await keepRun(2, 'open'), await keepRun(3, 'quiet')];
    const listed = (await listRuns(stateDir, 10)).runs;
    expect(listed.map(({ run, changes, outcome }) => ({ run, changes, outcome }))).toEqual([
      { run: runs[0], changes: 1, outcome: { applied: 1, failed: 0, skipped: 0, unknown: 0 } },
      { run: runs[1], changes: 1, outcome: { applied: 0, failed: 0, skipped: 0, unknown: 1 } },
      { run: runs[2], changes: 0, outcome: { applied: 0, failed: 0, skipped: 0, unknown: 0 } },
    ]);
    expect(listed.map(({ finishedAt }) => finishedAt === null)).toEqual([false, true, false]);
  });

  it('stops after so many', async () => {
    const run = await keepRun(1);
    await keepRun(2);
    expect((await listRuns(stateDir, 1)).runs.map((each) => each.run)).toEqual([run]);
  });

  it('tells the runs of one second apart, those of link too', async () => {
    const startOf = (ms: number) => `2024-01-08T09:00:00.${String(ms).padStart(3, '0')}Z`;
    const nameOf = (ms: number, random: number) => makeRunName(Date.parse(startOf(ms)), random);
    const runs = [nameOf(900, 0.1), nameOf(600, 0.9), nameOf(500, 0.2), nameOf(100, 0.5)] as const;
    const [fourth, third, link, first] = runs;
    await recordQuietRun(stateDir, { ...headOf(third), startedAt: startOf(600) });
    await recordQuietRun(stateDir, { ...headOf(first), startedAt: startOf(100) });
    await recordQuietRun(stateDir, { ...headOf(fourth), startedAt: startOf(900) });
    const { window: _, ...head } = headOf(link);
    await createReferencesJournal(stateDir, { ...head, command: 'link', changes: [], startedAt: startOf(500) });
    const earlier = await keepRun(200);
    expect((await listRuns(stateDir, 10)).runs.map(({ run }) => run)).toEqual([...runs, earlier]);
    expect((await listRuns(stateDir, 2)).runs.map(({ run }) => run)).toEqual([fourth, third]);
    expect((await listJournals(stateDir)).journals.map(({ run }) => run)).toEqual([fourth, third, first, earlier]);
  });

  it('says of which runs Toggl hid others’ time', async () => {
    const [hidden, seen] = [makeRunName(nowMs, 0), makeRunName(nowMs - dayMs, 0)];
    await recordQuietRun(stateDir, { ...headOf(hidden), isTimeHidden: true });
    await recordQuietRun(stateDir, headOf(seen));
    const { runs } = await listRuns(stateDir, 10);
    expect(runs.map(({ run, isTimeHidden }) => [run, isTimeHidden])).toEqual([
      [hidden, true],
      [seen, false],
    ]);
  });

  it('lists broken files apart', async () => {
    const run = await keepRun(1);
    const file = path.join(stateDir, 'runs', '20240601T000000Z-0000.json');
    await writeFile(file, '{"__proto__": {"changes": []}}');
    const { runs, problems } = await listRuns(stateDir, 10);
    expect(runs.map((each) => each.run)).toEqual([run]);
    expect(problems).toMatchObject([{ file }]);
  });
});
