import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTogglExport } from '../../src/run/read-toggl-export.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'toggl-runn-export-'));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
async function zip(files: Readonly<Record<string, string>>): Promise<string> {
  count += 1;
  const file = path.join(folder, `${count}.zip`);
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  await writeFile(file, zipSync(Object.fromEntries(entries)));
  return file;
}

const team = '[{"id":6911244,"email":"bob@example.com","fullname":"Bob Dylan"}]';
const projects = '[{"id":170103135,"name":"Hidden Moon Base","workspace_id":5411215,"client_id":7,"active":false}]';

describe('readTogglExport', () => {
  it('reads the old form, clients by their number', async () => {
    const file = await zip({
      'team.json': team,
      'projects.json': projects,
      'clients.json': '[{"id":7,"name":"Lunar"}]',
    });
    expect(await readTogglExport(file)).toEqual({
      users: [{ id: 6_911_244, name: 'Bob Dylan', email: 'bob@example.com', isActive: true }],
      projects: [
        { id: 170_103_135, workspaceId: 5_411_215, name: 'Hidden Moon Base', clientName: 'Lunar', isArchived: true },
      ],
    });
  });

  it('takes the user’s own id in the new form, not that of the workspace user', async () => {
    const file = await zip({ 'workspace_users.json': '[{"id":201,"uid":2001,"name":"Bob","inactive":true}]' });
    expect((await readTogglExport(file)).users).toEqual([{ id: 2001, name: 'Bob', email: null, isActive: false }]);
  });

  it('reads an unpacked folder, also one within it, and not the files of single projects', async () => {
    const unpacked = path.join(folder, 'unpacked');
    await mkdir(path.join(unpacked, 'toggl', 'tasks'), { recursive: true });
    await writeFile(path.join(unpacked, 'toggl', 'projects.json'), `\uFEFF${projects}`);
    await writeFile(path.join(unpacked, 'toggl', 'tasks', 'team.json'), team);
    const found = await readTogglExport(unpacked);
    expect([found.projects.length, found.users.length]).toEqual([1, 0]);
  });

  it('takes null for an empty list', async () => {
    const file = await zip({ 'team.json': 'null', 'projects.json': projects });
    expect((await readTogglExport(file)).users).toEqual([]);
  });

  it.each([
    ['nothing of interest', { 'tags.json': '[]' }, 'export-incomplete'],
    ['no JSON', { 'team.json': '<html>' }, 'export-shape'],
    ['another shape', { 'projects.json': '[{"id":"x"}]' }, 'export-shape'],
  ])('refuses %s', async (_, files, code) => {
    await expect(readTogglExport(await zip(files))).rejects.toMatchObject({ code });
  });

  it('refuses what is not there, and what is no zip file', async () => {
    await expect(readTogglExport(path.join(folder, 'none.zip'))).rejects.toMatchObject({ code: 'export-unreadable' });
    const file = path.join(folder, 'text.zip');
    await writeFile(file, 'no zip');
    await expect(readTogglExport(file)).rejects.toMatchObject({ code: 'export-unreadable' });
  });
});
