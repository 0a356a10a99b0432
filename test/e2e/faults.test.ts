/** What goes wrong on the way: nothing is written from half a reading, and a run that stopped midway converges. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { errorDocument } from '../../src/output/json-schemas.ts';
import type { Fault, FaultAction } from '../../src/sandbox/faults.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import type { Switches } from '../../src/sandbox/switches.ts';
import { expectedCells, unequalCells } from './support/expected-cells.ts';
import { today } from './support/fake-runtime.ts';
import { closeWorlds, openWorld, type World } from './support/world.ts';

const monday = '2026-03-02';
/** Relative, so that the profile's zone is asked for. */
const thisWeek = ['--since', monday] as const;

/** Everybody linked, every role decided: 10 people with three cells a day. */
function smallCompany() {
  return generateCompany({ people: 10, projects: 12, days: 5, today });
}

function tinyCompany() {
  return generateCompany({ people: 2, projects: 2, days: 1, today });
}

/** Runs a command that has to end with an error. */
async function failing(world: World, argv: readonly string[]) {
  const result = await world.runJson(argv);
  return { ...result, error: errorDocument.parse(result.document).error };
}

async function expectConvergence(world: World): Promise<void> {
  world.sandbox.faults.clear();
  const expected = expectedCells(world.sandbox, { since: monday, until: today });
  const { code, document } = await world.sync(...thisWeek);
  expect({ code, failed: document.outcome.failed, unequal: unequalCells(world.sandbox, expected) }).toEqual({
    code: 0,
    failed: 0,
    unequal: [],
  });
  expect((await world.sync(...thisWeek)).document.changes).toEqual([]);
}

describe('a wrong token', () => {
  afterEach(closeWorlds);

  it.each(['403', '401'] as const)('of Toggl ends with 4 before anything is written; Toggl says %s', async (status) => {
    const world = await openWorld({ switches: { wrongTokenStatus: status } });
    const env = { ...world.env, TOGGL_API_TOKEN: '0123456789abcdef0123456789abcdef' };
    const result = await world.run(['sync', '--json'], { env });
    expect(result.code).toBe(4);
    expect(errorDocument.parse(result.document).error.code).toBe('toggl-token-refused');
    expect(result.stdout + result.stderr).not.toContain('0123456789abcdef');
    expect(world.newWrites()).toBe(0);
  });

  it('of Runn ends with 4 before anything is written', async () => {
    const world = await openWorld();
    const result = await world.run(['sync', '--json'], {
      env: { ...world.env, RUNN_API_TOKEN: 'LIVE_wrongwrongwrong' },
    });
    expect(result.code).toBe(4);
    expect(errorDocument.parse(result.document).error.code).toBe('runn-token-refused');
    expect(result.stdout + result.stderr).not.toContain('wrongwrong');
    expect(world.newWrites()).toBe(0);
  });
});

const reads: readonly [string, Fault['path']][] = [
  ['Toggl profile', /^\/api\/v9\/me$/],
  ['Toggl workspaces', '/api/v9/me/workspaces'],
  ['Toggl users', /\/workspaces\/\d+\/users$/],
  ['Toggl projects', /\/workspaces\/\d+\/projects/],
  ['weekly report', /weekly\/time_entries/],
  ['Toggl totals', /projects\/summary/],
  ['Runn key', /^\/me\/$/],
  ['Runn people', /^\/people\//],
  ['Runn projects', /^\/projects\//],
  ['Runn actuals', /^\/actuals\/\?/],
];

describe.each(reads)('%s', (_, path) => {
  afterEach(closeWorlds);

  it.each<[string, FaultAction, number]>([
    ['a 500 that stays', { kind: 'status', status: 500 }, 8],
    ['a connection that is reset each time', { kind: 'reset' }, 8],
    ['an answer that is cut off each time', { kind: 'cut-off' }, 8],
    ['a 429 that stays', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }, 8],
    ['something that is no JSON', { kind: 'garbage' }, 1],
    ['another shape', { kind: 'wrong-shape' }, 1],
  ])('with %s ends the run before anything is written', async (_name, action, code) => {
    const world = await openWorld({ company: tinyCompany() });
    world.sandbox.faults.add({ ...(path === undefined ? {} : { path }), ...action });
    const result = await failing(world, ['sync', ...thisWeek]);
    expect(result.code).toBe(code);
    expect(world.newWrites()).toBe(0);
    expect(result.error.hint).not.toBeNull();
  });

  it('that fails once is asked again', async () => {
    const world = await openWorld({ company: tinyCompany() });
    world.sandbox.faults.add({ ...(path === undefined ? {} : { path }), nth: 1, kind: 'status', status: 502 });
    const { code, document } = await world.sync(...thisWeek);
    expect({ code, failed: document.outcome.failed }).toEqual({ code: 0, failed: 0 });
  });
});

describe('a shape that does not fit', () => {
  afterEach(closeWorlds);

  it.each<[string, Fault['path'], (body: unknown) => unknown, readonly string[]]>([
    [
      'Runn people',
      /^\/people\//,
      (body) => inFirstValue(body, { isArchived: 'no' }),
      ['/people/', 'values.0.isArchived'],
    ],
    [
      'Runn projects',
      /^\/projects\//,
      (body) => inFirstValue(body, { references: null }),
      ['/projects/', 'values.0.references'],
    ],
    ['the cursor', /^\/people\//, (body) => without(body, 'nextCursor'), ['/people/', 'nextCursor']],
    [
      'the weekly report',
      /weekly\/time_entries/,
      (body) => (body as readonly object[]).map((row) => ({ ...row, seconds: 'many' })),
      ['weekly/time_entries', '0.seconds'],
    ],
    [
      'Toggl workspaces',
      '/api/v9/me/workspaces',
      (body) => (body as readonly object[]).map((row) => ({ ...row, id: 'first' })),
      ['/api/v9/me/workspaces', '0.id'],
    ],
  ])('in %s ends with 1, and endpoint and field are named', async (_, path, change, words) => {
    const world = await openWorld({ company: smallCompany() });
    world.sandbox.faults.add({ ...(path === undefined ? {} : { path }), kind: 'wrong-shape', change });
    const { code, error } = await failing(world, ['sync', ...thisWeek]);
    expect(code).toBe(1);
    for (const word of words) expect(error.message).toContain(word);
    expect(world.newWrites()).toBe(0);
  });
});

describe('a write', () => {
  afterEach(closeWorlds);

  const bulk = { service: 'runn', method: 'POST', path: '/actuals/bulk/' } as const;

  it.each<[string, FaultAction]>([
    ['whose answer is lost', { kind: 'lost-answer' }],
    ['that meets a reset', { kind: 'reset' }],
    ['that meets a 502', { kind: 'status', status: 502 }],
    ['that meets a 429', { kind: 'status', status: 429, headers: { 'retry-after': '2' } }],
    ['whose answer is cut off', { kind: 'cut-off' }],
  ])('%s once is sent again, and counts once', async (_, action) => {
    const world = await openWorld({ company: smallCompany() });
    world.sandbox.faults.add({ ...bulk, nth: 1, ...action });
    const expected = expectedCells(world.sandbox, { since: monday, until: today });
    const { code, document } = await world.sync(...thisWeek);
    expect({ code, failed: document.outcome.failed }).toEqual({ code: 0, failed: 0 });
    expect(unequalCells(world.sandbox, expected)).toEqual([]);
  });

  it.each<[string, FaultAction, number]>([
    ['a 500 that stays', { kind: 'status', status: 500 }, 8],
    ['answers that are lost', { kind: 'lost-answer' }, 8],
    ['connections that are reset', { kind: 'reset' }, 8],
    ['a token that is revoked meanwhile', { kind: 'status', status: 401 }, 4],
    ['answers of another shape', { kind: 'wrong-shape' }, 1],
    ['answers that are no JSON', { kind: 'garbage' }, 1],
  ])(
    'that meets %s after the first batch stops the run; it says what was written, and the next one converges',
    async (_, action, code) => {
      const world = await openWorld({ company: smallCompany() });
      world.sandbox.faults.add({ ...bulk, from: 2, ...action });
      const { code: ended, document, stderr } = await world.sync(...thisWeek);
      const { applied, failed, skipped, unknown, unsent } = document.outcome;
      expect(ended).toBe(code);
      expect(applied).toBeGreaterThan(50);
      expect(applied + failed + skipped).toBe(document.changes.length);
      expect(unknown + unsent).toBeGreaterThan(0);
      expect({ failed, skipped }).toEqual({ failed: unknown, skipped: unsent });
      expect(stderr).toMatch(/^error: /);
      await expectConvergence(world);
    },
  );

  it('whose answer lacks items ends with 7, and the next run converges', async () => {
    const world = await openWorld({ company: smallCompany() });
    world.sandbox.faults.add({ ...bulk, nth: 1, kind: 'missing-items', count: 2 });
    const { code, document } = await world.sync(...thisWeek);
    expect({ code, failed: document.outcome.failed }).toEqual({ code: 7, failed: 2 });
    await expectConvergence(world);
  });
});

describe('a service that cannot be reached', () => {
  afterEach(closeWorlds);

  it.each(['toggl', 'runn'] as const)('ends with 8: %s', async (service) => {
    const world = await openWorld({ company: smallCompany() });
    world.sandbox.faults.add({ service, kind: 'refuse' });
    const { code, error } = await failing(world, ['dry-run', ...thisWeek]);
    expect(code).toBe(8);
    expect(error.hint).not.toBeNull();
  });
});

describe('a Toggl quota', () => {
  afterEach(closeWorlds);

  it('that comes back within a minute is waited for', async () => {
    const world = await openWorld({ company: smallCompany() });
    world.sandbox.faults.add({ path: /weekly/, nth: 1, ...quotaRefusal(40) });
    const { code, slept } = await world.sync(...thisWeek);
    expect(code).toBe(0);
    expect(slept).toBeGreaterThanOrEqual(40_000);
  });

  it('that comes back later ends the run with 8 and the time', async () => {
    const world = await openWorld({ company: smallCompany() });
    world.sandbox.faults.add({ path: /weekly/, ...quotaRefusal(1800) });
    const { code, error, slept } = await failing(world, ['sync', ...thisWeek]);
    expect({ code, errorCode: error.code, writes: world.newWrites(), slept }).toEqual({
      code: 8,
      errorCode: 'toggl-quota',
      writes: 0,
      slept: 0,
    });
    expect(error.message).toContain('2026-03-06 09:31 UTC');
  });

  it('that is used up on Free during a long reading ends the run with 8', async () => {
    const company = generateCompany({ people: 2, projects: 2, days: 400, today });
    const world = await openWorld({ company, switches: { plan: 'free', weeklyLength: 'seven' } });
    const { code, error } = await failing(world, ['sync', '--since', '400d']);
    expect({ code, errorCode: error.code }).toEqual({ code: 8, errorCode: 'toggl-quota' });
    expect(world.newWrites()).toBe(0);
  });

  it('is not mistaken for a feature that the plan lacks, nor the other way round', async () => {
    const world = await openWorld({ company: smallCompany() });
    world.sandbox.faults.add({
      path: /weekly/,
      kind: 'status',
      status: 402,
      headers: { 'X-Toggl-Quota-Remaining': '100' },
      body: 'This feature is not available in your plan. Please upgrade.',
    });
    const { code, error } = await failing(world, ['sync', ...thisWeek]);
    expect({ code, errorCode: error.code }).toEqual({ code: 4, errorCode: 'toggl-plan' });
  });
});

describe("Runn's rate limit", () => {
  afterEach(closeWorlds);

  it.each<Partial<Switches>>([
    { runnLimitHeaders: 'full', runnLimitReset: 'seconds' },
    { runnLimitHeaders: 'full', runnLimitReset: 'epoch' },
    { runnLimitHeaders: 'retry-after' },
    { runnLimitHeaders: 'none' },
  ])('is waited for: %j', async (switches) => {
    const world = await openWorld({ company: smallCompany(), switches });
    // Somebody else uses the same key.
    for (let count = 0; count < 120; count += 1) {
      await fetch(`${world.sandbox.runnUrl}/me/`, {
        headers: { authorization: `Bearer ${world.env['RUNN_API_TOKEN']}`, 'accept-version': '1.0.0' },
      });
    }
    // The run begins at that very moment, not a minute later.
    world.clock.nowMs -= 60_000;
    const { code, slept } = await world.sync(...thisWeek);
    expect(code).toBe(0);
    expect(slept).toBeGreaterThanOrEqual(30_000);
    expect(slept).toBeLessThan(200_000);
  });
});

describe('a page that fails midway', () => {
  let world: World;
  beforeAll(async () => {
    const company = generateCompany({ people: 260, projects: 210, days: 1, today });
    world = await openWorld({ company });
    await world.sync('--period', 'today');
    world.newWrites();
    // Something to lower, if half a reading were believed.
    for (const { id } of [...world.sandbox.toggl.entries.values()].slice(0, 20)) world.sandbox.toggl.deleteEntry(id);
  });
  afterEach(() => world.sandbox.faults.clear());
  afterAll(closeWorlds);

  it.each<[string, Fault['path'], FaultAction, number]>([
    ['people', /^\/people\/.*cursor=/, { kind: 'status', status: 503 }, 8],
    ['projects', /^\/projects\/.*cursor=/, { kind: 'reset' }, 8],
    ['actuals', /^\/actuals\/.*cursor=/, { kind: 'status', status: 500 }, 8],
    ['actuals, with a cursor that leads back', /^\/actuals\//, { kind: 'looping-cursor' }, 1],
    ['people, with a cursor that leads back', /^\/people\//, { kind: 'looping-cursor' }, 1],
    ['Toggl projects', /projects\?.*&page=2/, { kind: 'status', status: 500 }, 8],
    ['Toggl projects, with the first page again', /projects\?.*&page=2/, { kind: 'repeated-page' }, 1],
  ])('writes nothing: %s', async (_, path, action, code) => {
    world.sandbox.faults.add({ ...(path === undefined ? {} : { path }), ...action });
    const result = await failing(world, ['sync', '--period', 'today', '--force']);
    expect({ code: result.code, writes: world.newWrites() }).toEqual({ code, writes: 0 });
  });
});

function quotaRefusal(seconds: number): FaultAction {
  return {
    kind: 'status',
    status: 402,
    headers: { 'X-Toggl-Quota-Remaining': '0', 'X-Toggl-Quota-Resets-In': String(seconds) },
    body: `You have hit your hourly limit for API calls. The quota will reset in ${seconds} seconds.`,
  };
}

function inFirstValue(body: unknown, fields: object): unknown {
  const { values } = body as { readonly values: readonly object[] };
  return { ...(body as object), values: values.map((value, index) => (index === 0 ? { ...value, ...fields } : value)) };
}

function without(body: unknown, key: string): unknown {
  return Object.fromEntries(Object.entries(body as object).filter(([name]) => name !== key));
}
