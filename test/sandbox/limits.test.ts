import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { call, firstWorkspace, nowMs, report, runn, smallSandbox, stopSandboxes, today, toggl } from './callers.ts';

afterEach(stopSandboxes);

/** A sandbox whose clock a test moves. */
async function clocked(options: Parameters<typeof smallSandbox>[0] = {}) {
  const clock = { ms: nowMs };
  return { clock, sandbox: await smallSandbox({ now: () => clock.ms, ...options }) };
}

async function times(count: number, request: () => Promise<{ readonly status: number }>): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (let index = 0; index < count; index += 1) statuses.add((await request()).status);
  return statuses;
}

const day = { start_date: today, end_date: today };

describe("Runn's limit", () => {
  const me = (sandbox: Sandbox) => () => runn(sandbox, 'GET', '/me/');

  test('120 a minute, then a minute of 429', async () => {
    const { sandbox, clock } = await clocked();
    expect(await times(120, me(sandbox))).toEqual(new Set([200]));
    const refused = await runn(sandbox, 'GET', '/me/');
    expect([refused.status, refused.headers.get('retry-after'), refused.body.statusCode]).toEqual([429, '60', 429]);
    clock.ms += 59_999;
    expect((await runn(sandbox, 'GET', '/me/')).headers.get('retry-after')).toBe('1');
    clock.ms += 1;
    expect((await runn(sandbox, 'GET', '/me/')).status).toBe(200);
  });

  test('the minute slides', async () => {
    const { sandbox, clock } = await clocked();
    await times(60, me(sandbox));
    clock.ms += 30_000;
    await times(60, me(sandbox));
    clock.ms += 30_000;
    expect(await times(60, me(sandbox))).toEqual(new Set([200]));
    expect((await runn(sandbox, 'GET', '/me/')).status).toBe(429);
  });

  test('headers count down', async () => {
    const { sandbox } = await clocked();
    await runn(sandbox, 'GET', '/me/');
    const { headers } = await runn(sandbox, 'GET', '/me/');
    expect(['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`))).toEqual([
      '120',
      '118',
      '60',
    ]);
    expect(headers.has('retry-after')).toBe(false);
  });

  test('limits: false counts nothing', async () => {
    const { sandbox } = await clocked({ limits: false });
    expect(await times(130, me(sandbox))).toEqual(new Set([200]));
  });

  test('reset forgets', async () => {
    const { sandbox } = await clocked();
    await times(121, me(sandbox));
    sandbox.reset();
    expect((await runn(sandbox, 'GET', '/me/')).status).toBe(200);
    expect(sandbox.requests).toHaveLength(1);
  });
});

describe("Toggl's quota", () => {
  test.each([
    ['free', 30],
    ['starter', 240],
    ['premium', 600],
  ] as const)('%s: %i workspace requests an hour, then 402', async (plan, count) => {
    const { sandbox, clock } = await clocked({ switches: { plan } });
    const read = () => report(sandbox, 'projects/summary', day);
    expect(await times(count, read)).toEqual(new Set([200]));
    const refused = await read();
    expect([refused.status, refused.headers.get('x-toggl-quota-remaining')]).toEqual([402, '0']);
    expect(refused.text).toMatch(/hourly limit.*quota will reset in 3600 seconds/);
    expect(refused.text.includes('upgrade')).toBe(plan === 'free');
    clock.ms += 3_600_000;
    expect((await read()).status).toBe(200);
  });

  test("the user's own bucket is another one, of 30 on every plan", async () => {
    const { sandbox } = await clocked();
    expect(await times(30, () => toggl(sandbox, 'GET', '/api/v9/me'))).toEqual(new Set([200]));
    expect((await toggl(sandbox, 'GET', '/api/v9/me')).status).toBe(402);
    expect((await report(sandbox, 'projects/summary', day)).status).toBe(200);
  });

  test('the hour begins with its first request', async () => {
    const { sandbox, clock } = await clocked();
    await report(sandbox, 'projects/summary', day);
    clock.ms += 600_000;
    const { headers } = await report(sandbox, 'projects/summary', day);
    expect([headers.get('x-toggl-quota-remaining'), headers.get('x-toggl-quota-resets-in')]).toEqual(['598', '3000']);
  });

  test('/me/quota tells both', async () => {
    const { sandbox } = await clocked();
    await toggl(sandbox, 'GET', `/api/v9/workspaces/${firstWorkspace}`);
    const reply = await toggl(sandbox, 'GET', '/api/v9/me/quota');
    expect(reply.body).toEqual([
      { organization_id: null, remaining: 29, resets_in_secs: 3600, total: 30 },
      { organization_id: 5_400_001, remaining: 599, resets_in_secs: 3600, total: 600 },
    ]);
  });

  test('the other kind of 402 names the feature, and no quota', async () => {
    const { sandbox } = await clocked({ switches: { plan: 'free' } });
    const reply = await report(sandbox, 'weekly/time_entries', { ...day, billable: true });
    expect([reply.status, reply.text]).toEqual([402, 'Workspace needs to have this feature enabled']);
    expect(reply.headers.get('x-toggl-quota-remaining')).toBe('29');
  });

  test('a wrong token costs nothing', async () => {
    const { sandbox } = await clocked();
    await call(sandbox.togglUrl, { path: '/api/v9/me' });
    expect((await toggl(sandbox, 'GET', '/api/v9/me')).headers.get('x-toggl-quota-remaining')).toBe('29');
  });
});
