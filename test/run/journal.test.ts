import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IsoDate, RunnActualId } from '../../src/core/model.ts';
import { createJournal, type JournalHead, listJournals, makeRunName, readJournal } from '../../src/run/journal.ts';
import { aChange } from './fake-runn.ts';

const run = '20240108T090000Z-3f2a';
const head = (fields: Partial<JournalHead> = {}): JournalHead => ({
  run,
  toolVersion: '0.1.0',
  command: 'sync',
  account: 'api.runn.io/TEST/1@2023-01-01T00:00:00Z',
  window: { since: '2024-01-01' as IsoDate, until: '2024-01-07' as IsoDate },
  startedAt: '2024-01-08T09:00:00.000Z',
  changes: [aChange({ kind: 'update' }), aChange({ project: 2 }), aChange({ kind: 'clear', project: 3 })],
  ...fields,
});

let stateDir: string;
beforeEach(async () => {
  stateDir = path.join(await mkdtemp(path.join(tmpdir(), 'toggl-runn-journal-')), 'state');
});
afterEach(async () => {
  await rm(path.dirname(stateDir), { recursive: true, force: true });
});

const journalFile = () => path.join(stateDir, 'runs', `${run}.json`);
const outcomesFile = () => path.join(stateDir, 'runs', `${run}.outcomes.jsonl`);
const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

describe('makeRunName', () => {
  it('names the second and four hex digits', () => {
    expect(makeRunName(Date.UTC(2024, 0, 8, 9, 0, 0, 999), 0x3f2a / 0x10000)).toBe(run);
  });

  it('is always of one shape', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.double({ min: 0, max: 1, noNaN: true }), (nowMs, random) => {
        expect(makeRunName(nowMs, random)).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]{4}$/);
      }),
    );
  });
});

describe('createJournal', () => {
  it('has every before-image on disk before it returns', async () => {
    await createJournal(stateDir, head());
    const journal = JSON.parse(await readFile(journalFile(), 'utf8'));
    expect(journal).toEqual({ version: 1, ...head() });
  });

  it('lets nobody else read', async () => {
    const journal = await createJournal(stateDir, head());
    await journal.recordOutcomes([{ index: 0, outcome: { status: 'applied', actualId: null } }]);
    expect(await modeOf(journalFile())).toBe('600');
    expect(await modeOf(outcomesFile())).toBe('600');
    expect(await modeOf(path.dirname(journalFile()))).toBe('700');
    expect(await modeOf(stateDir)).toBe('700');
  });

  it('writes what belongs there, whatever else it is given', async () => {
    await createJournal(stateDir, { ...head(), token: 'LIVE_secret' } as JournalHead);
    expect(await readFile(journalFile(), 'utf8')).not.toContain('LIVE_secret');
  });

  it('refuses a place that is no folder', async () => {
    await writeFile(stateDir, 'a file');
    await expect(createJournal(stateDir, head())).rejects.toMatchObject({
      code: 'no-journal-place',
      exitCode: 6,
      hint: expect.stringContaining('--no-journal'),
    });
  });

  it.skipIf(process.getuid?.() === 0)('refuses a folder that cannot be written', async () => {
    await mkdir(stateDir, { mode: 0o700 });
    await chmod(stateDir, 0o500);
    await expect(createJournal(stateDir, head())).rejects.toMatchObject({ code: 'no-journal-place' });
  });

  it('refuses to mix with a run of the same name', async () => {
    await createJournal(stateDir, head());
    await expect(createJournal(stateDir, head({ changes: [] }))).rejects.toMatchObject({ code: 'no-journal-place' });
    expect((await readJournal(stateDir, run)).changes).toHaveLength(3);
  });
});

describe('recordOutcomes', () => {
  it('has each outcome on disk when it comes back', async () => {
    const journal = await createJournal(stateDir, head());
    await journal.recordOutcomes([
      { index: 1, outcome: { status: 'failed', message: 'Locked.', httpStatus: 422, hint: undefined } },
      { index: 0, outcome: { status: 'applied', actualId: 12 as RunnActualId } },
    ]);
    expect((await readFile(outcomesFile(), 'utf8')).split('\n').map((line) => line && JSON.parse(line))).toEqual([
      { index: 1, status: 'failed', message: 'Locked.', httpStatus: 422 },
      { index: 0, status: 'applied', actualId: 12 },
      '',
    ]);
  });

  it('keeps the lines of several batches apart', async () => {
    const changes = Array.from({ length: 400 }, (_, project) => aChange({ project }));
    const journal = await createJournal(stateDir, head({ changes }));
    await Promise.all(
      changes.map((_, index) => journal.recordOutcomes([{ index, outcome: { status: 'unknown', message: '…' } }])),
    );
    const { outcomes } = await readJournal(stateDir, run);
    expect(outcomes.every((outcome) => outcome?.status === 'unknown')).toBe(true);
  });

  it('says that nothing more was written when it fails', async () => {
    const journal = await createJournal(stateDir, head());
    await rm(path.dirname(journalFile()), { recursive: true });
    const recorded = journal.recordOutcomes([{ index: 0, outcome: { status: 'unknown', message: '…' } }]);
    await expect(recorded).rejects.toMatchObject({ code: 'journal-failed' });
  });
});

describe('readJournal', () => {
  it('reads back what was written', async () => {
    const journal = await createJournal(stateDir, head());
    await journal.recordOutcomes([
      { index: 0, outcome: { status: 'applied', actualId: 12 as RunnActualId } },
      { index: 2, outcome: { status: 'skipped', reason: 'run-stopped' } },
    ]);
    const end = { finishedAt: '2024-01-08T09:01:00.000Z', summary: { applied: 1, failed: 0, skipped: 2 } };
    await journal.finish(end);
    expect(await readJournal(stateDir, run)).toEqual({
      ...head(),
      ...end,
      outcomes: [{ status: 'applied', actualId: 12 }, undefined, { status: 'skipped', reason: 'run-stopped' }],
    });
  });

  it('knows a run that was killed before its first outcome', async () => {
    await createJournal(stateDir, head());
    expect(await readJournal(stateDir, run)).toMatchObject({
      outcomes: [undefined, undefined, undefined],
      finishedAt: null,
      summary: null,
    });
  });

  it('passes over a line that a kill has cut off', async () => {
    const journal = await createJournal(stateDir, head());
    await journal.recordOutcomes([{ index: 0, outcome: { status: 'unknown', message: '…' } }]);
    await writeFile(outcomesFile(), '{"index":1,"stat', { flag: 'a' });
    expect((await readJournal(stateDir, run)).outcomes).toEqual([
      { status: 'unknown', message: '…' },
      undefined,
      undefined,
    ]);
  });

  it('has a journal without its outcomes', async () => {
    await createJournal(stateDir, head());
    await rm(outcomesFile());
    expect((await readJournal(stateDir, run)).outcomes).toEqual([undefined, undefined, undefined]);
  });

  it.each(['20240108T090000Z-0000', 'latest', '../../etc/passwd', `${run}.json`, ''])(
    'does not know the run %j',
    async (name) => {
      await createJournal(stateDir, head());
      await expect(readJournal(stateDir, name)).rejects.toMatchObject({ code: 'unknown-run', exitCode: 2 });
    },
  );

  it.each([
    ['no JSON', '{"version":1,'],
    ['another version', JSON.stringify({ version: 2, ...head() })],
    ['the journal of another run', JSON.stringify({ version: 1, ...head({ run: '20240109T090000Z-0001' }) })],
    [
      'a change that lacks its before-image',
      JSON.stringify({ version: 1, ...head(), changes: [{ ...aChange(), before: 1 }] }),
    ],
    [
      'a day that does not exist',
      JSON.stringify({ version: 1, ...head(), changes: [{ ...aChange(), date: '2024-02-30' }] }),
    ],
    ['nothing', ''],
    ['a number', '7'],
  ])('names the file when it holds %s', async (_, text) => {
    await createJournal(stateDir, head());
    await writeFile(journalFile(), text);
    await expect(readJournal(stateDir, run)).rejects.toMatchObject({
      code: 'broken-journal',
      exitCode: 6,
      message: expect.stringContaining(journalFile()),
    });
  });

  it.each(['nonsense\n', '{"index":3,"status":"unknown","message":""}\n', '{"index":0,"status":"done"}\n'])(
    'names the file of the outcomes when it holds %j',
    async (line) => {
      await createJournal(stateDir, head());
      await writeFile(outcomesFile(), line);
      await expect(readJournal(stateDir, run)).rejects.toMatchObject({
        code: 'broken-journal',
        message: expect.stringContaining(outcomesFile()),
      });
    },
  );

  it('has an explained error for whatever the files hold', async () => {
    await createJournal(stateDir, head());
    const someText = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.constant(JSON.stringify({ version: 1, ...head() })),
    );
    await fc.assert(
      fc.asyncProperty(someText, someText, async (journal, outcomes) => {
        await writeFile(journalFile(), journal);
        await writeFile(outcomesFile(), `${outcomes}\n`);
        const result = await readJournal(stateDir, run).catch((error: unknown) => error);
        expect(result).toHaveProperty(result instanceof Error ? 'code' : 'outcomes');
      }),
      { numRuns: 100 },
    );
  });
});

describe('listJournals', () => {
  it('has none where no run ever was', async () => {
    expect(await listJournals(stateDir)).toEqual({ journals: [], problems: [] });
  });

  it('lists the latest first, and broken ones apart', async () => {
    const runs = ['20240108T090000Z-0001', '20240110T090000Z-0002', '20240109T090000Z-0003'];
    for (const each of runs) await createJournal(stateDir, head({ run: each }));
    const broken = path.join(stateDir, 'runs', '20240111T090000Z-0004.json');
    await writeFile(broken, '{');
    const { journals, problems } = await listJournals(stateDir);
    expect(journals.map((journal) => journal.run)).toEqual([runs[1], runs[2], runs[0]]);
    expect(problems).toMatchObject([{ file: broken }]);
  });

  it('passes over whatever else lies in the folder', async () => {
    await createJournal(stateDir, head());
    await writeFile(path.join(stateDir, 'runs', 'notes.json'), '{}');
    await mkdir(path.join(stateDir, 'runs', '20240111T090000Z-0004'));
    expect(await readdir(path.dirname(journalFile()))).toHaveLength(4);
    const { journals, problems } = await listJournals(stateDir);
    expect(journals.map((journal) => journal.run)).toEqual([run]);
    expect(problems).toEqual([]);
  });

  it('names a folder that cannot be read', async () => {
    await mkdir(stateDir);
    await writeFile(path.join(stateDir, 'runs'), 'a file');
    const { problems } = await listJournals(stateDir);
    expect(problems).toMatchObject([{ file: path.join(stateDir, 'runs') }]);
  });
});
