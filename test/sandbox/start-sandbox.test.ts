import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { actual, nowMs, runn, sampleSandbox, smallSandbox, stopSandboxes, today, toggl } from './callers.ts';

afterEach(stopSandboxes);

describe('environment', () => {
  test('names both services, tokens of the real form and the workspace', async () => {
    const sandbox = await sampleSandbox();
    expect(sandbox.environment).toEqual({
      TOGGL_API_TOKEN: expect.stringMatching(/^[0-9a-f]{32}$/),
      RUNN_API_TOKEN: expect.stringMatching(/^TEST_/),
      TOGGL_BASE_URL: sandbox.togglUrl,
      RUNN_BASE_URL: sandbox.runnUrl,
      TOGGL_WORKSPACE_ID: '5411215',
    });
    expect(new URL(sandbox.togglUrl).hostname).toBe('127.0.0.1');
    expect(JSON.parse(sandbox.configText)).toEqual(sandbox.config);
  });

  test('the same seed has the same tokens, another has others', async () => {
    const tokens = [1, 1, 2].map(async (seed) => (await sampleSandbox({ seed })).environment['RUNN_API_TOKEN']);
    const [first, same, other] = await Promise.all(tokens);
    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });
});

describe('today', () => {
  test("is the day in the company's zone", async () => {
    // 23:30 in UTC is half past midnight in Berlin.
    const sandbox = await startSandbox({ now: () => Date.parse('2026-03-05T23:30:00Z') });
    await sandbox.stop();
    expect(sandbox.today).toBe('2026-03-06');
  });
});

describe('requests', () => {
  test('are recorded with path, body, status and time', async () => {
    const sandbox = await smallSandbox();
    await toggl(sandbox, 'GET', '/api/v9/me?with_related_data=false');
    await runn(sandbox, 'POST', '/actuals/', actual());
    expect(sandbox.requests).toMatchObject([
      { service: 'toggl', method: 'GET', path: '/api/v9/me?with_related_data=false', status: 200, startedAt: nowMs },
      { service: 'runn', method: 'POST', path: '/actuals/', status: 201, body: { personId: 1001 } },
    ]);
  });

  test('writes are those that reach Runn and are no reads', async () => {
    const sandbox = await smallSandbox();
    await toggl(sandbox, 'POST', '/reports/api/v3/workspace/5411215/projects/summary', { start_date: today });
    await runn(sandbox, 'GET', '/actuals/');
    expect(sandbox.writes()).toEqual([]);
    await runn(sandbox, 'PATCH', '/people/1001', { references: [] });
    expect(sandbox.writes()).toHaveLength(1);
  });
});

describe('life', () => {
  test('a port that is taken rejects, and leaves nothing running', async () => {
    const sandbox = await smallSandbox();
    const runnPort = Number(new URL(sandbox.runnUrl).port);
    await expect(startSandbox({ runnPort })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('a port can be chosen', async () => {
    const first = await startSandbox();
    const togglPort = Number(new URL(first.togglUrl).port);
    await first.stop();
    const second = await startSandbox({ togglPort });
    await second.stop();
    expect(second.togglUrl).toBe(first.togglUrl);
  });

  test('stop ends open connections, hanging ones too', async () => {
    const sandbox = await smallSandbox();
    sandbox.faults.add({ kind: 'hang' });
    const hanging = runn(sandbox, 'GET', '/me/').catch((error: unknown) => error);
    await expect.poll(() => sandbox.requests.length).toBe(1);
    await sandbox.stop();
    expect(await hanging).toBeInstanceOf(Error);
  });

  test('one company serves several sandboxes, and none changes it', async () => {
    const first = await smallSandbox();
    const second = await startSandbox({ company: first.company });
    first.runn.link('person', 1001, null);
    await runn(first, 'POST', '/actuals/', actual());
    await second.stop();
    expect(second.runn.people.get(1001)?.references).toHaveLength(1);
    expect([first.runn.actuals.size, second.runn.actuals.size]).toEqual([1, 0]);
  });

  test('a world that does not hold together is an error 500, and the service goes on', async () => {
    const sandbox = await smallSandbox();
    const owner = sandbox.toggl.tokenOwnerId;
    sandbox.toggl.tokenOwnerId = 1;
    expect((await toggl(sandbox, 'GET', '/api/v9/me')).status).toBe(500);
    sandbox.toggl.tokenOwnerId = owner;
    expect((await toggl(sandbox, 'GET', '/api/v9/me')).status).toBe(200);
  });

  test('latency is what an answer takes at least', async () => {
    const sandbox = await smallSandbox({ latencyMs: 30 });
    const before = performance.now();
    await runn(sandbox, 'GET', '/me/');
    expect(performance.now() - before).toBeGreaterThan(25);
  });
});

test('the sandbox imports nothing but itself and node:, and never prints', () => {
  const folder = new URL('../../src/sandbox/', import.meta.url);
  const foreign = readdirSync(folder).flatMap((name) => {
    const source = readFileSync(new URL(name, folder), 'utf8');
    const imports = [...source.matchAll(/\b(?:from |import\()'([^']+)'/g)].map(([, target = '']) => target);
    const bad = imports.filter((target) => !target.startsWith('./') && !target.startsWith('node:'));
    return /\b(?:console|process)\./.test(source) ? [...bad, `${name} prints`] : bad;
  });
  expect(foreign).toEqual([]);
});
