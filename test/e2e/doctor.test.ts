/** `doctor`: each check brought about for real, and none of them hides the others. */
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { doctorDocument } from '../../src/output/json-schemas.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { type RuntimeOptions, startMs, today } from './support/fake-runtime.ts';
import { closeWorlds, openWorld, type World } from './support/world.ts';

afterEach(closeWorlds);

/** Everybody linked; last month is in it. */
async function openFlawless(): Promise<World> {
  return openWorld({ company: generateCompany({ people: 4, projects: 6, days: 45, today }) });
}

/** As if the same host and kind of token had a second account. */
async function moveToOtherAccount({ stateDir }: World, run: string): Promise<void> {
  const file = join(stateDir, 'runs', `${run}.json`);
  const journal = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...journal, account: `${journal.account}0` }));
}

async function examine(world: World, argv: readonly string[] = [], options: RuntimeOptions = {}) {
  const result = await world.runJson(['doctor', ...argv], options);
  const document = doctorDocument.parse(result.document);
  const checks = new Map(document.groups.flatMap((group) => group.checks).map((check) => [check.code, check]));
  const status = (code: string) => checks.get(code)?.status;
  return { code: result.code, document, checks, status };
}

describe('doctor', () => {
  it('finds a company in order, and writes nothing', async () => {
    const world = await openFlawless();
    const { code, document, checks } = await examine(world);
    expect(code).toBe(0);
    expect(document.summary).toMatchObject({ bad: 0 });
    expect(checks.get('linked-hours')).toMatchObject({ status: 'good', facts: { percent: 100 } });
    expect(checks.get('toggl-quota')?.facts).toMatchObject({ total: 600 });
    expect(checks.get('runn-account')?.facts).toMatchObject({ environment: 'TEST', people: 4 });
    expect(document.next).toBe(`toggl-runn dry-run --config ${world.configFile}`);
    expect(world.newWrites()).toBe(0);
  });

  it('says where each value came from', async () => {
    const world = await openFlawless();
    const { document } = await examine(world);
    expect(document.settings).toContainEqual(
      expect.objectContaining({ path: 'toggl.baseUrl', value: world.sandbox.togglUrl, from: 'TOGGL_BASE_URL' }),
    );
    expect(document.settings).toContainEqual({
      path: 'runn.token',
      value: '(not shown)',
      from: 'RUNN_API_TOKEN',
      overridden: [],
    });
  });

  it('counts what lacks a link, in per cent of people, projects and hours', async () => {
    const world = await openFlawless();
    world.sandbox.runn.link('person', 1002, null);
    const { code, checks, document } = await examine(world);
    expect(code).toBe(0);
    expect(checks.get('linked-people')).toMatchObject({ status: 'warning', facts: { percent: 75 } });
    expect(checks.get('linked-projects')).toMatchObject({ status: 'good' });
    expect(checks.get('linked-hours')).toMatchObject({ status: 'warning' });
    expect(document.next).toBe(`toggl-runn link --period last-month --config ${world.configFile}`);
    expect((await examine(world, ['--strict'])).code).toBe(5);
  });

  describe('goes on when', () => {
    it('a token is refused: exit 4', async () => {
      const world = await openFlawless();
      const toggl = await examine(world, [], { env: { ...world.env, TOGGL_API_TOKEN: 'f'.repeat(32) } });
      expect(toggl.code).toBe(4);
      expect([toggl.status('toggl-connection'), toggl.status('runn-account')]).toEqual(['bad', 'good']);
      const runn = await examine(world, [], { env: { ...world.env, RUNN_API_TOKEN: 'TEST_ffff' } });
      expect(runn.code).toBe(4);
      expect([runn.status('runn-connection'), runn.status('toggl-role')]).toEqual(['bad', 'good']);
      expect(runn.status('linked-hours')).toBe('unknown');
    });

    it('a token is missing: exit 2, and no init over the file that is there', async () => {
      const world = await openFlawless();
      const { code, status, document } = await examine(world, [], { env: { ...world.env, TOGGL_API_TOKEN: '' } });
      expect({ code, next: document.next }).toEqual({
        code: 2,
        next: `toggl-runn doctor --config ${world.configFile}`,
      });
      expect([status('toggl-token'), status('runn-account')]).toEqual(['bad', 'good']);
    });

    it('nothing is set up: exit 2, and init is next', async () => {
      const world = await openFlawless();
      await rm(world.configFile);
      const { code, stdout } = await world.runBare(['doctor', '--json'], { env: {} });
      expect({ code, next: JSON.parse(stdout).next }).toEqual({ code: 2, next: 'toggl-runn init' });
    });

    it('the configuration is broken: exit 2, every problem at once', async () => {
      const world = await openFlawless();
      await writeFile(world.configFile, JSON.stringify({ rulez: {}, rules: { billable: 'perhaps' } }));
      const { code, document, status } = await examine(world);
      expect(code).toBe(2);
      const problems = document.groups.find(({ id }) => id === 'configuration')?.checks ?? [];
      expect(problems.map(({ status: each }) => each)).toEqual(['bad', 'bad']);
      expect([status('toggl-role'), status('runn-account')]).toEqual(['good', 'good']);
    });

    it('a service cannot be reached: exit 8', async () => {
      const world = await openFlawless();
      world.sandbox.faults.add({ service: 'toggl', kind: 'reset' });
      const { code, status } = await examine(world);
      expect(code).toBe(8);
      expect([status('toggl-connection'), status('runn-account')]).toEqual(['bad', 'good']);
    });

    it('one question alone fails', async () => {
      const world = await openFlawless();
      world.sandbox.faults.add({ service: 'toggl', path: '/api/v9/me/quota', kind: 'garbage' });
      const { code, status } = await examine(world);
      expect(code).toBe(1);
      expect([status('toggl-quota'), status('toggl-role'), status('linked-hours')]).toEqual(['bad', 'good', 'good']);
    });

    it('the workspace is not known: exit 4', async () => {
      const world = await openFlawless();
      const { code, status } = await examine(world, [], { env: { ...world.env, TOGGL_WORKSPACE_ID: '99' } });
      expect(code).toBe(4);
      expect([status('toggl-workspaces'), status('toggl-role'), status('runn-account')]).toEqual([
        'bad',
        'unknown',
        'good',
      ]);
    });
  });

  it('tells of a token that sees one person only: exit 4', async () => {
    const world = await openWorld({
      company: generateCompany({ people: 4, projects: 6, days: 45, today }),
      switches: { tokenAdmin: 'no' },
    });
    const { code, checks } = await examine(world);
    expect(code).toBe(4);
    expect(checks.get('toggl-role')).toMatchObject({ status: 'bad', facts: { notAdminOf: [5_411_215] } });
  });

  it('tells of a clock that is wrong: exit 5', async () => {
    const world = await openFlawless();
    const { code, checks } = await examine(world, [], { clock: { nowMs: startMs + 2 * 3_600_000 } });
    expect(code).toBe(5);
    expect(checks.get('clock')?.status).toBe('bad');
  });

  it('gives the command that closes a file with a token', async () => {
    const world = await openFlawless();
    const file = join(world.folder, 'my token');
    await writeFile(file, `${world.env['TOGGL_API_TOKEN']}\n`);
    await chmod(file, 0o644);
    const config = JSON.parse(await readFile(world.configFile, 'utf8'));
    await writeFile(world.configFile, JSON.stringify({ ...config, toggl: { ...config.toggl, tokenFile: file } }));
    const { document } = await examine(world, ['--offline'], { env: { ...world.env, TOGGL_API_TOKEN: '' } });
    const checks = document.groups.flatMap((group) => group.checks).filter(({ code }) => code === 'config');
    expect(checks).toMatchObject([{ status: 'warning', remedy: `Run \`chmod 600 "${file}"\`.` }]);
  });

  it('asks nobody anything with --offline', async () => {
    const world = await openFlawless();
    const { document } = await examine(world, ['--offline']);
    expect(world.sandbox.requests).toEqual([]);
    expect(document.groups.map(({ id }) => id)).toEqual(['machine', 'configuration', 'toggl', 'runn', 'runs']);
  });

  it('works against a sandbox of its own', async () => {
    const world = await openFlawless();
    const result = await world.run(['doctor', '--sandbox']);
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('key');
    expect(world.sandbox.requests).toEqual([]);
  });
});

describe('doctor --max-age', () => {
  it('is content with a run that is young enough, and exits 5 when it is older', async () => {
    const world = await openFlawless();
    await world.run(['sync']);
    const young = await examine(world, ['--max-age', '3h']);
    expect([young.code, young.status('last-good-run')]).toEqual([0, 'good']);
    world.clock.nowMs += 4 * 3_600_000;
    const old = await examine(world, ['--max-age', '3h']);
    expect([old.code, old.status('last-good-run'), old.status('last-run')]).toEqual([5, 'bad', 'good']);
    expect((await examine(world, ['--max-age', '3h', '--offline'])).code).toBe(5);
  });

  it('takes a run for which something failed for no good one', async () => {
    const world = await openFlawless();
    world.sandbox.faults.add({ service: 'runn', method: 'POST', kind: 'status', status: 422 });
    expect((await world.run(['sync'])).code).toBe(7);
    const { code, status } = await examine(world, ['--max-age', '3h']);
    expect([code, status('last-run'), status('last-good-run')]).toEqual([5, 'warning', 'bad']);
  });

  it('takes a run that saw one person’s time for no good one', async () => {
    const company = generateCompany({ people: 4, projects: 6, days: 45, today });
    const world = await openWorld({ company, switches: { tokenAdmin: 'no' } });
    expect((await world.run(['sync'])).code).toBe(5);
    // With something to write, and without.
    expect((await world.run(['sync'])).code).toBe(5);
    const { code, status } = await examine(world, ['--max-age', '3h', '--offline']);
    expect([code, status('last-run'), status('last-good-run')]).toEqual([5, 'good', 'bad']);
  });

  it('does not count a run on a test account for the live one', async () => {
    const world = await openFlawless();
    await world.run(['sync']);
    const argv = ['--max-age', '3h', '--offline'];
    expect((await examine(world, argv)).code).toBe(0);
    const env = { ...world.env, RUNN_API_TOKEN: 'LIVE_0123456789abcdef0123456789abcdef' };
    const { code, status } = await examine(world, argv, { env });
    expect([code, status('last-good-run')]).toEqual([5, 'bad']);
  });

  it('judges every account that the token may belong to, offline', async () => {
    const world = await openFlawless();
    const { document: old } = await world.sync();
    world.clock.nowMs += 4 * 3_600_000;
    const { document: young } = await world.sync();
    expect(young.run).toBeNull();
    await moveToOtherAccount(world, String(old.run));
    const { code, document } = await examine(world, ['--max-age', '3h', '--offline']);
    const judged = document.groups.flatMap(({ checks }) => checks).filter((each) => each.code === 'last-good-run');
    expect([code, judged.map(({ status }) => status)]).toEqual([5, ['good', 'bad']]);
  });

  it('exits 5 where there was none', async () => {
    const world = await openFlawless();
    expect((await examine(world, ['--max-age', '90m'])).code).toBe(5);
  });

  it('knows that a run has written, and so that the token may', async () => {
    const world = await openFlawless();
    expect((await examine(world)).status('runn-scope')).toBe('unknown');
    await world.run(['sync']);
    expect((await examine(world)).status('runn-scope')).toBe('good');
  });

  it('refuses what is no span of time', async () => {
    const world = await openFlawless();
    expect((await world.run(['doctor', '--max-age', 'soon'])).code).toBe(2);
  });

  it('tells of syncs that are on hold: exit 5', async () => {
    const world = await openFlawless();
    const { document } = await world.sync();
    await world.run(['undo', String(document.run)]);
    const { code, status } = await examine(world);
    expect([code, status('hold')]).toEqual([5, 'bad']);
    const offline = await examine(world, ['--offline', '--max-age', '1h']);
    expect([offline.code, offline.status('hold')]).toEqual([5, 'bad']);
  });

  it('goes on when the journals cannot be read', async () => {
    const world = await openFlawless();
    await mkdir(world.stateDir, { recursive: true });
    // A link to itself: neither a folder nor a missing one.
    await symlink('runs', join(world.stateDir, 'runs'));
    const { status } = await examine(world);
    expect([status('journals'), status('runn-account')]).toEqual(['warning', 'good']);
  });
});
