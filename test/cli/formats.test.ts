/** Each command that lists, in each format: the same facts, whoever reads them. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import Papa from 'papaparse';
import { afterEach, describe, expect, it } from 'vitest';
import { closeWorlds, openWorld, type World } from '../e2e/support/world.ts';

afterEach(closeWorlds);

/** The CSV of a command; fails on anything that is no table. */
async function runCsv(world: World, argv: readonly string[]) {
  const { code, stdout, stderr } = await world.run([...argv, '--format', 'csv']);
  const { data, errors } = Papa.parse<Record<string, string>>(stdout, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return { code, stdout, stderr, records: data };
}

interface ChangeOfDocument {
  readonly kind: string;
  readonly date: string;
  readonly personId: number;
  readonly projectId: number;
  readonly after: { readonly billableMinutes: number; readonly nonbillableMinutes: number };
}

function factsOf({ kind, date, personId, projectId, after }: ChangeOfDocument): string[] {
  return [kind, date, personId, projectId, after.billableMinutes, after.nonbillableMinutes].map(String);
}

const factColumns = ['kind', 'date', 'person_id', 'project_id', 'after_billable_minutes', 'after_nonbillable_minutes'];

describe('--json', () => {
  it.each(['text', 'csv', 'markdown'])(
    'beside --format %s is a usage error, before anything is read',
    async (format) => {
      const world = await openWorld();
      const { code, document } = await world.runJson(['dry-run', '--format', format]);
      expect({ code, error: document.error.code }).toEqual({ code: 2, error: 'usage' });
      expect(world.sandbox.requests).toEqual([]);
    },
  );

  it('beside --format json says the same twice', async () => {
    const world = await openWorld();
    expect((await world.runJson(['dry-run', '--format', 'json'])).document.command).toBe('dry-run');
  });
});

describe('--format csv', () => {
  it('of dry-run has the changes of the document', async () => {
    const world = await openWorld();
    const { document } = await world.runJson(['dry-run']);
    const { records, code, stderr } = await runCsv(world, ['dry-run']);
    expect(records.map((record) => factColumns.map((column) => record[column]))).toEqual(document.changes.map(factsOf));
    expect(new Set(records.map(({ status }) => status))).toEqual(new Set(['planned']));
    expect(code).toBe(5);
    expect(stderr).toMatch(/^warning: Not in the table: 1 error, \d+ warnings/);
  });

  it('of dry-run --by day has the seconds of each day', async () => {
    const world = await openWorld();
    const { document } = await world.dryRun('--by', 'day');
    const { records } = await runCsv(world, ['dry-run', '--by', 'day']);
    expect(records.map(({ group, tracked_seconds }) => [group, Number(tracked_seconds)])).toEqual(
      (document.groups ?? []).map(({ group, statement }) => [group, statement.toggl.trackedSeconds]),
    );
  });

  it('of sync, history and undo tells what became of each change', async () => {
    const world = await openWorld();
    const synced = await runCsv(world, ['sync']);
    const applied = synced.records.length;
    expect(new Set(synced.records.map(({ status }) => status))).toEqual(new Set(['applied']));

    const { records: runs } = await runCsv(world, ['history']);
    expect(runs).toMatchObject([{ command: 'sync', changes: String(applied), applied: String(applied), failed: '0' }]);
    const [{ run = '' } = {}] = runs;

    const undone = await runCsv(world, ['undo', run]);
    expect(undone.records.map(({ status }) => status)).toEqual(Array(applied).fill('applied'));
  });

  it('of sync names the brake on stderr', async () => {
    const world = await openWorld();
    await world.sync('--since', '42d');
    world.sandbox.toggl.entries.clear();
    const { records, code, stderr } = await runCsv(world, ['sync', '--since', '42d']);
    expect({ code, statuses: new Set(records.map(({ status }) => status)) }).toEqual({
      code: 6,
      statuses: new Set(['refused']),
    });
    expect(stderr).toContain('warning: Refused.');
  });

  it('of list-unmatched has the seconds of the document', async () => {
    const world = await openWorld();
    const { document } = await world.runJson(['list-unmatched', '--since', '42d']);
    const { records } = await runCsv(world, ['list-unmatched', '--since', '42d']);
    expect(records.map(({ reason, seconds }) => [reason, Number(seconds)])).toEqual(
      document.unmatched.map(({ reason, seconds }: { reason: string; seconds: number }) => [reason, seconds]),
    );
  });

  it('of link can be given back to link --from', async () => {
    const world = await openWorld();
    const { records, stdout } = await runCsv(world, ['link', '--dry-run']);
    await writeFile(`${world.folder}/links.csv`, stdout);
    const written = await runCsv(world, ['link', '--from', 'links.csv', '--yes']);
    const accepted = records.filter(({ accept }) => accept === 'yes');
    expect(accepted.length).toBeGreaterThan(0);
    expect(written.records.filter(({ status }) => status === 'written')).toHaveLength(accepted.length);

    const { records: runs } = await runCsv(world, ['history']);
    const { records: undone } = await runCsv(world, ['undo', runs[0]?.['run'] ?? '', '--dry-run']);
    expect(undone.map(({ status }) => status)).toEqual(accepted.map(() => 'planned'));
  });
});

describe('the columns', () => {
  it('stand in the documentation', async () => {
    const world = await openWorld();
    const { document: synced } = await world.sync();
    const { document: linked } = await world.runJson(['link', '--yes']);
    const calls = [
      ['dry-run'],
      ['dry-run', '--by', 'day'],
      ['check-refs'],
      ['doctor'],
      ['list-unmatched'],
      ['list-unmatched', '--missing'],
      ['history'],
      ['link', '--dry-run'],
      ['undo', String(synced.run), '--dry-run'],
      ['undo', linked.run, '--dry-run'],
    ];
    const page = readFileSync(new URL('../../docs/output.md', import.meta.url), 'utf8');
    for (const argv of calls) {
      const { stdout } = await world.run([...argv, '--format', 'csv']);
      const [header = ''] = stdout.split('\r\n');
      expect(page).toContain(`| ${header.replaceAll(/\w+/g, '`$&`').replaceAll(',', ', ')} |`);
    }
  });
});

describe('--format markdown', () => {
  it.each([
    ['sync'],
    ['dry-run', '--by', 'person'],
    ['check-refs'],
    ['doctor'],
    ['list-unmatched'],
    ['list-unmatched', '--missing'],
    ['link', '--dry-run'],
    ['history'],
    ['explain', '--person', 'runn:456', '--project', 'runn:789', '--date', '2026-03-05'],
  ])('of %s has a title and well-formed tables', async (...argv) => {
    const world = await openWorld();
    const { stdout } = await world.run([...argv, '--format', 'markdown']);
    expect(stdout).toMatch(new RegExp(`^## toggl-runn ${argv[0]}`));
    for (const table of tablesOf(stdout)) expect(new Set(table.map(countCells)).size).toBe(1);
  });

  it('of undo has what is put back', async () => {
    const world = await openWorld();
    const { document } = await world.sync();
    const { stdout } = await world.run(['undo', String(document.run), '--dry-run', '--format', 'markdown', '--all']);
    expect(tablesOf(stdout)[0]).toHaveLength(document.changes.length + 2);
  });
});

function tablesOf(markdown: string): string[][] {
  return markdown
    .split('\n\n')
    .filter((block) => block.startsWith('|'))
    .map((block) => block.trimEnd().split('\n'));
}

function countCells(line: string): number {
  return line.replaceAll('\\|', '').split('|').length;
}
