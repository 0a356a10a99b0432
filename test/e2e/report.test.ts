import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { reportDocument } from '../../src/output/json-schemas.ts';
import { closeWorlds, openWorld, type World } from './support/world.ts';

afterEach(closeWorlds);

const week = ['--since', '2026-02-23', '--until', '2026-03-01'];

async function reportOf(world: World, ...argv: readonly string[]) {
  return reportDocument.parse((await world.runJson(['report', ...argv])).document);
}

describe('report', () => {
  it('writes a page that its owner alone can read, says where, and writes nothing to Runn', async () => {
    const world = await openWorld();
    const { stdout, stderr } = await world.run(['report', ...week, '--out', 'page.html']);
    const file = join(world.folder, 'page.html');
    expect(await readFile(file, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(stdout).toContain('The page is in page.html.');
    expect(stderr).toBe('');
    expect(world.newWrites()).toBe(0);
  });

  it('replaces a page and leaves it readable for those who could read it', async () => {
    const world = await openWorld();
    const file = join(world.folder, 'page.html');
    await writeFile(file, 'old', { mode: 0o644 });
    await world.run(['report', ...week, '--out', 'page.html']);
    expect((await stat(file)).mode & 0o777).toBe(0o644);
    expect(await readFile(file, 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('names the page after its days unless told otherwise', async () => {
    const world = await openWorld();
    await world.run(['report', ...week]);
    expect(await readdir(world.folder)).toContain('toggl-runn-2026-02-23-2026-03-01.html');
  });

  it('prints the page with --out -, and nothing else', async () => {
    const world = await openWorld();
    const { stdout } = await world.run(['report', ...week, '--out', '-']);
    expect(stdout).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect((await readdir(world.folder)).filter((name) => name.endsWith('.html'))).toEqual([]);
  });

  it('gives the figures as JSON without a page, and with one where --out asks for it', async () => {
    const world = await openWorld();
    expect((await reportOf(world, ...week)).file).toBeNull();
    expect((await reportOf(world, ...week, '--out', 'page.html')).file).toBe('page.html');
    expect((await readdir(world.folder)).filter((name) => name.endsWith('.html'))).toEqual(['page.html']);
  });

  it('refuses two documents on one stream', async () => {
    const world = await openWorld();
    const { code, document } = await world.runJson(['report', ...week, '--out', '-']);
    expect([code, document.error.code]).toEqual([2, 'usage']);
  });

  it('says what is wrong with a place that cannot be written', async () => {
    const world = await openWorld();
    const { code, stderr } = await world.run(['report', ...week, '--out', 'no/such/folder/page.html']);
    expect(code).toBe(2);
    expect(stderr).toContain(join(world.folder, 'no/such/folder/page.html'));
  });

  it('has the statement of a dry run, and no drift but for what is listed once it is synced', async () => {
    const world = await openWorld();
    const { document: planned } = await world.dryRun(...week);
    const before = await reportOf(world, ...week);
    expect(before.statement).toEqual(planned.statement);
    await world.sync(...week);
    const after = await reportOf(world, ...week);
    expect(after.total.driftMinutes).toBe(before.total.driftAfterMinutes);
    expect(after.total.driftAfterMinutes).toBe(after.total.driftMinutes);
    expect(after.runs.map(({ command }) => command)).toEqual(['sync']);
  });

  it('lists the runs that touch the window and no others', async () => {
    const world = await openWorld();
    await world.sync('--since', '2026-02-16', '--until', '2026-02-22');
    await world.sync(...week);
    const { runs } = await reportOf(world, '--since', '2026-03-01', '--until', '2026-03-02');
    expect(runs.map(({ window }) => window?.since)).toEqual(['2026-02-23']);
  });

  it('limits everything to what --person asks for', async () => {
    const world = await openWorld();
    const all = await reportOf(world, ...week);
    const somebody = all.people.find(({ personId, trackedSeconds }) => personId !== null && trackedSeconds > 0);
    const one = await reportOf(world, ...week, '--person', `runn:${somebody?.personId}`);
    expect(one.people).toEqual([somebody]);
    expect(one.total.trackedSeconds).toBe(somebody?.trackedSeconds);
    expect(one.scope.people).toEqual([`runn:${somebody?.personId}`]);
    expect(one.unmatchedSeconds).toBeLessThan(all.unmatchedSeconds);
  });

  it('lists the very time that list-unmatched lists, with who can mend it', async () => {
    const world = await openWorld();
    const { document } = await world.runJson(['list-unmatched', ...week]);
    const { unmatched } = await reportOf(world, ...week);
    expect(unmatched.map(({ mendedBy, ...time }) => time)).toEqual(document.unmatched);
    expect(new Set(unmatched.map(({ reason, mendedBy }) => `${reason} ${mendedBy}`))).toContain(
      'unmatched-person runn',
    );
  });

  it('exits 5 for what needs a person, and with --strict for warnings', async () => {
    const world = await openWorld();
    const codeOf = async (...argv: readonly string[]) => (await world.run(['report', ...argv])).code;
    expect(await codeOf('--period', '2026-02')).toBe(0);
    expect(await codeOf('--period', '2026-02', '--strict')).toBe(5);
    expect(await codeOf('--since', '42d')).toBe(5);
  });
});
