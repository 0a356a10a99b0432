/** Two workspaces of one company, each with an admin of its own: two tokens, one Runn account. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Check } from '../../src/core/doctor-report.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { today } from './support/fake-runtime.ts';
import { closeWorlds, openWorld, type World } from './support/world.ts';

afterEach(closeWorlds);

const studio = 5_411_215;
const lab = 5_411_216;
/** The admin of the lab; the studio's is the owner of the usual token, the first user. */
const labAdmin = 6_910_001;

interface Setting {
  readonly labToken?: string;
  readonly labIds?: readonly number[];
}

/** The studio's admin does not even see the lab, and the other way round. */
async function openTwoWorkspaces(setting: Setting = {}): Promise<World & { readonly labToken: string }> {
  const company = generateCompany({ people: 4, projects: 6, days: 14, today, workspaces: 2 });
  const world = await openWorld({ company });
  const { toggl } = world.sandbox;
  const { members, tokenOwnerId } = toggl;
  for (const member of members)
    member.isAdmin = member.userId === (member.workspaceId === lab ? labAdmin : tokenOwnerId);
  for (const [id, userId] of [
    [lab, tokenOwnerId],
    [studio, labAdmin],
  ]) {
    const at = members.findIndex((member) => member.workspaceId === id && member.userId === userId);
    members.splice(at, 1);
  }
  const labToken = setting.labToken ?? world.sandbox.issueTogglToken(labAdmin);
  await writeFile(join(world.folder, 'lab.token'), `${labToken}\n`, { mode: 0o600 });
  const toggleConfig = {
    workspaceIds: [studio],
    otherTokens: [{ tokenFile: 'lab.token', workspaceIds: setting.labIds ?? [lab] }],
  };
  await writeFile(world.configFile, JSON.stringify({ toggl: toggleConfig }), { mode: 0o600 });
  const { TOGGL_WORKSPACE_ID: _, ...env } = world.env;
  const run: World['run'] = async (argv, options = {}) => {
    const result = await world.run(argv, { env, ...options });
    expect(result.stdout + result.stderr).not.toContain(labToken);
    return result;
  };
  return { ...world, env, run, runJson: (argv, options) => run([...argv, '--json'], options), labToken };
}

/** Toggl's seconds of the last two weeks in the workspaces, running entries left out. */
function trackedIn(world: World, ...ids: readonly number[]): number {
  return [...world.sandbox.toggl.entries.values()]
    .filter(({ workspaceId, running }) => ids.includes(workspaceId) && !running)
    .reduce((sum, { seconds }) => sum + seconds, 0);
}

const range = ['--since', '14d'];

describe('a second token with a workspace of its own', () => {
  it('is read beside the first, all time counts once, and a second sync has nothing to do', async () => {
    const world = await openTwoWorkspaces();
    const { code, document } = await world.runJson(['sync', ...range]);
    expect(code).toBe(0);
    expect(document.accounts.toggl.workspaceIds).toEqual([studio, lab]);
    expect(document.statement.toggl.trackedSeconds).toBe(trackedIn(world, studio, lab));
    expect((await world.runJson(['sync', ...range])).document.changes).toEqual([]);
  });

  it('asks each workspace with the token that reads it', async () => {
    const world = await openTwoWorkspaces();
    await world.run(['dry-run', ...range]);
    const asked = world.sandbox.requests.filter(({ service }) => service === 'toggl');
    expect(asked.filter(({ status }) => status !== 200)).toEqual([]);
    expect(asked.filter(({ path }) => path.startsWith('/api/v9/me/workspaces'))).toHaveLength(2);
  });

  it('left out of the configuration, what came through it stays in Runn', async () => {
    const world = await openTwoWorkspaces();
    await world.run(['sync', ...range]);
    const before = world.sandbox.runn.actuals.size;
    await writeFile(world.configFile, JSON.stringify({ toggl: { workspaceIds: [studio] } }), { mode: 0o600 });
    world.newWrites();
    const { code, document } = await world.runJson(['sync', ...range]);
    expect(document.changes).toEqual([]);
    expect(new Set(document.findings.map((finding: { code: string }) => finding.code))).toEqual(
      new Set(['not-proven']),
    );
    expect([code, world.newWrites(), world.sandbox.runn.actuals.size]).toEqual([5, 0, before]);
  });

  it('demoted, clears nobody’s time: the report shows its owner’s alone', async () => {
    const world = await openTwoWorkspaces();
    await world.run(['sync', ...range]);
    for (const member of world.sandbox.toggl.members) if (member.userId === labAdmin) member.isAdmin = false;
    const { document } = await world.runJson(['sync', ...range]);
    expect(document.changes).toEqual([]);
    expect(document.findings).toContainEqual(expect.objectContaining({ code: 'not-proven' }));
  });

  it('whose plan keeps no more than three days clears nothing beyond them', async () => {
    const world = await openTwoWorkspaces();
    await world.run(['sync', ...range]);
    const workspace = world.sandbox.toggl.workspaces.get(lab);
    if (workspace === undefined) throw new Error('the lab is gone');
    workspace.retentionDays = 3;
    const { document } = await world.runJson(['sync', ...range]);
    expect(document.changes).toEqual([]);
    expect(document.findings).toContainEqual(expect.objectContaining({ code: 'not-proven' }));
  });

  it('that does not open its workspace ends the run before anything is planned, and is named', async () => {
    const world = await openTwoWorkspaces({ labIds: [lab, 99] });
    const { code, document } = await world.runJson(['sync', ...range]);
    expect([code, document.error.code]).toEqual([4, 'toggl-workspace-unknown']);
    expect(document.error.message).toContain('toggl.otherTokens[0]');
    expect(world.sandbox.writes()).toEqual([]);
  });

  it('that is wrong is named, and the first is not blamed', async () => {
    const world = await openTwoWorkspaces({ labToken: '0'.repeat(32) });
    const { code, document } = await world.runJson(['sync', ...range]);
    expect([code, document.error.code]).toEqual([4, 'toggl-token-refused']);
    expect(document.error.message).toContain('toggl.otherTokens[0]');
    expect(document.error.hint).toContain('toggl.otherTokens[0]');
    expect(document.error.hint).not.toContain('TOGGL_API_TOKEN');
  });

  it('has a quota of its own: when it is used up, the message says whose', async () => {
    const world = await openTwoWorkspaces();
    world.sandbox.faults.add({
      service: 'toggl',
      path: `/api/v9/workspaces/${lab}/users`,
      kind: 'status',
      status: 402,
      headers: { 'x-toggl-quota-remaining': '0', 'x-toggl-quota-resets-in': '1800' },
    });
    const { code, document } = await world.runJson(['dry-run', ...range]);
    expect([code, document.error.code]).toEqual([8, 'toggl-quota']);
    expect(document.error.message).toContain('toggl.otherTokens[0]');
  });

  it('is checked by doctor', async () => {
    const world = await openTwoWorkspaces();
    const { document } = await world.runJson(['doctor']);
    const checks = document.groups.flatMap((group: { checks: unknown[] }) => group.checks);
    expect(checks).toContainEqual(
      expect.objectContaining({
        code: 'toggl-workspaces',
        status: 'good',
        message: expect.stringContaining(String(lab)),
      }),
    );
    expect(checks).toContainEqual(expect.objectContaining({ code: 'toggl-role', status: 'good' }));
    expect(document.settings).toContainEqual(
      expect.objectContaining({ path: 'toggl.otherTokens', value: String(lab) }),
    );
  });

  it('is named by doctor, and when it is wrong the first one is checked all the same', async () => {
    const world = await openTwoWorkspaces({ labToken: '0'.repeat(32) });
    const { code, document } = await world.runJson(['doctor']);
    const checks: Check[] = document.groups.flatMap((group: { checks: Check[] }) => group.checks);
    const of = (wanted: string) => checks.filter((check) => check.code === wanted);
    expect(code).toBe(4);
    expect(of('toggl-token')).toMatchObject([
      { status: 'good', facts: { others: [{ place: 'toggl.otherTokens[0]', workspaceIds: [lab] }] } },
    ]);
    expect(of('toggl-workspaces')).toMatchObject([
      { status: 'bad', message: expect.stringContaining('toggl.otherTokens[0]') },
      { status: 'good', facts: { workspaceIds: [studio] } },
    ]);
    expect([of('toggl-role'), of('toggl-plan'), of('toggl-quota'), of('linked-hours')]).toMatchObject([
      [{ status: 'good', message: expect.stringContaining(`(${studio})`) }],
      [{ status: 'good' }],
      [{ status: 'good' }],
      [{ status: 'unknown' }],
    ]);
  });

  it('that does not open its workspace gets a remedy from doctor that speaks of no writing', async () => {
    const world = await openTwoWorkspaces({ labIds: [lab, 99] });
    const { code, document } = await world.runJson(['doctor']);
    const checks: Check[] = document.groups.flatMap((group: { checks: Check[] }) => group.checks);
    const [found] = checks.filter((check) => check.code === 'toggl-workspaces');
    expect(code).toBe(4);
    expect(found?.remedy).toMatch(/toggl\.otherTokens\[0\]\.workspaceIds and whose token it is\.$/);
  });

  it('serves explain with the entries of its workspace', async () => {
    const world = await openTwoWorkspaces();
    const entry = [...world.sandbox.toggl.entries.values()].find(({ workspaceId }) => workspaceId === lab);
    if (entry === undefined) throw new Error('the lab has no time');
    const { document } = await world.runJson([
      'explain',
      ...['--person', `toggl:${entry.userId}`, '--project', `toggl:${entry.projectId}`, '--date', entry.day],
    ]);
    expect(document.entries.map(({ id }: { id: number }) => id)).toContain(entry.id);
  });
});
