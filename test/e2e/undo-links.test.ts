/** `undo` of a run of `link`: references and `map` entries go back where nobody has changed them since. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { InterruptedError } from '../../src/core/errors.ts';
import { historyDocument, undoLinksDocument } from '../../src/output/json-schemas.ts';
import { closeWorlds, openWorld, type World } from './support/world.ts';

afterEach(closeWorlds);

const range = ['--since', '42d'] as const;

/** Two references and one entry of `map`, written by `link`. */
async function linkedWorld(): Promise<World & { readonly linkRun: string; readonly before: string }> {
  const world = await openWorld({}, { map: {} });
  const before = references(world);
  const { code, stdout } = await world.run(['link', '--yes', '--min-confidence', '0.6', ...range]);
  expect(code).toBe(0);
  const linkRun = /\d{8}T\d{6}Z-[0-9a-f]{4}/.exec(stdout)?.[0] ?? '';
  return { ...world, linkRun, before };
}

function references({ sandbox: { runn } }: World): string {
  const of = (records: Iterable<{ id: number; references: readonly unknown[] }>) =>
    [...records].map((record) => [record.id, record.references]);
  return JSON.stringify([of(runn.people.values()), of(runn.projects.values())]);
}

async function undo(world: World, run: string, ...argv: string[]) {
  const result = await world.runJson(['undo', run, ...argv]);
  return { ...result, document: undoLinksDocument.parse(result.document) };
}

function statusesOf(document: { readonly references: readonly { readonly status: string }[] }): string[] {
  return document.references.map(({ status }) => status);
}

describe('undo of link', () => {
  it('takes away what was written, and leaves the configuration as it was', async () => {
    const world = await linkedWorld();
    const { code, document } = await undo(world, world.linkRun);
    expect(code).toBe(0);
    expect(statusesOf(document)).toEqual(['restored', 'restored', 'restored']);
    expect(references(world)).toBe(world.before);
    expect(JSON.parse(await readFile(world.configFile, 'utf8')).map?.projects ?? {}).not.toHaveProperty('170103136');
  });

  it('is undone by undoing it', async () => {
    const world = await linkedWorld();
    const linked = references(world);
    const { document } = await undo(world, world.linkRun);
    const again = await undo(world, document.run ?? '');
    expect(again.code).toBe(0);
    expect(references(world)).toBe(linked);
    expect(JSON.parse(await readFile(world.configFile, 'utf8')).map.projects['170103136']).toBe(789);
  });

  it('writes nothing with --dry-run, and plans the same', async () => {
    const world = await linkedWorld();
    const linked = references(world);
    const { code, document } = await undo(world, world.linkRun, '--dry-run');
    expect(code).toBe(0);
    expect(statusesOf(document)).toEqual(['planned', 'planned', 'planned']);
    expect(document.run).toBeNull();
    expect(references(world)).toBe(linked);
  });

  it('has nothing to do a second time', async () => {
    const world = await linkedWorld();
    await undo(world, world.linkRun);
    world.newWrites();
    const { code, document } = await undo(world, world.linkRun);
    expect(code).toBe(0);
    expect(statusesOf(document)).toEqual(['as-before', 'as-before', 'as-before']);
    expect(world.newWrites()).toBe(0);
  });

  it('leaves alone what somebody has changed since, and says what stands there', async () => {
    const world = await linkedWorld();
    world.sandbox.runn.link('person', 467, '42');
    const { code, document } = await undo(world, world.linkRun);
    expect(code).toBe(7);
    const kept = document.references.find(({ status }) => status === 'changed-since');
    expect(kept).toMatchObject({ change: { record: { id: 467 } }, current: '42' });
    expect(world.sandbox.runn.people.get(467)?.references).toEqual([{ referenceName: 'Custom1', externalId: '42' }]);
  });

  it('says of an entry that its file is gone', async () => {
    const world = await linkedWorld();
    const moved = path.join(world.folder, 'moved.json');
    const file = path.join(world.stateDir, 'links', `${world.linkRun}.json`);
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(world.configFile, moved));
    const { code, document } = await undo(world, world.linkRun);
    expect(code).toBe(7);
    expect(document.references.find(({ change }) => change.kind === 'map')?.status).toBe('gone');
  });

  it('stops at Ctrl-C, says how far it came, and goes on the next time', async () => {
    const world = await linkedWorld();
    const interruption = new AbortController();
    world.sandbox.faults.add({
      service: 'runn',
      method: 'PATCH',
      nth: 1,
      kind: 'run',
      run: () => interruption.abort(new InterruptedError()),
    });
    const stopped = await world.runJson(['undo', world.linkRun], { signal: interruption.signal });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('of 3 links were written');
    const { document: history } = await world.runJson(['history']);
    expect(history.runs[0].outcome).toMatchObject({ applied: 1, unknown: 1, skipped: 1 });
    world.sandbox.faults.clear();
    const { code } = await undo(world, world.linkRun);
    expect(code).toBe(0);
    expect(references(world)).toBe(world.before);
  });

  it('refuses the run of another account', async () => {
    const world = await linkedWorld();
    const file = path.join(world.stateDir, 'links', `${world.linkRun}.json`);
    const journal = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...journal, account: 'api.runn.io/LIVE/1@2024-01-01' }));
    const { code, document } = await world.runJson(['undo', world.linkRun]);
    expect([code, document.error.code]).toEqual([6, 'other-account']);
  });
});

describe('history', () => {
  it('shows runs of link and their undo beside those of sync, the latest first', async () => {
    const world = await linkedWorld();
    await world.sync('--since', '7d');
    const { document } = await undo(world, world.linkRun);
    const history = historyDocument.parse((await world.runJson(['history'])).document);
    expect(history.problems).toEqual([]);
    expect(history.runs.map(({ command, window }) => [command, window === null])).toEqual([
      ['undo', true],
      ['sync', false],
      ['link', true],
    ]);
    expect(history.runs[0]).toMatchObject({ run: document.run, undoes: world.linkRun, outcome: { applied: 3 } });
    expect(history.runs.every(({ finishedAt }) => finishedAt !== null)).toBe(true);
  });

  it('names a journal of links that is broken', async () => {
    const world = await linkedWorld();
    await writeFile(path.join(world.stateDir, 'links', `${world.linkRun}.json`), '{');
    const { runs, problems } = historyDocument.parse((await world.runJson(['history'])).document);
    expect(runs).toEqual([]);
    expect(problems).toHaveLength(1);
    const { code, document } = await world.runJson(['undo', world.linkRun]);
    expect([code, document.error.code]).toEqual([6, 'broken-journal']);
  });
});
