/** Messages and heartbeats of unattended runs, sent to a real server on loopback. */

import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { noticeDocument } from '../../src/output/json-schemas.ts';
import type { Switches } from '../../src/sandbox/switches.ts';
import { closeWorlds, openWorld, type TestConfig, type World } from './support/world.ts';

interface Received {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Answers, one for each request; 200 after the last. */
  readonly answers: number[];
  readonly stop: () => Promise<void>;
}

const receivers: Receiver[] = [];

async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers: number[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ method: request.method ?? '', path: request.url ?? '', body });
      response.writeHead(answers.shift() ?? 200, { 'content-type': 'text/plain' });
      response.end(`not JSON, of ${request.url}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answers,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  receivers.push(receiver);
  return receiver;
}

const webhookPath = '/services/T0123/webhook-secret';
const heartbeatPath = '/ping/heartbeat-secret';

interface Told extends World {
  readonly receiver: Receiver;
  /** Requests since the last question: bodies of messages, and how many heartbeats. */
  readonly news: () => { readonly messages: string[]; readonly heartbeats: number };
}

async function openTold(
  notify: TestConfig = {},
  config: TestConfig = {},
  switches: Partial<Switches> = {},
): Promise<Told> {
  const receiver = await openReceiver();
  const urls = { webhookUrl: `${receiver.url}${webhookPath}`, heartbeatUrl: `${receiver.url}${heartbeatPath}` };
  const world = await openWorld({ switches }, { notify: { ...urls, ...notify }, ...config });
  let seen = 0;
  const news = () => {
    const fresh = receiver.received.slice(seen);
    seen = receiver.received.length;
    return {
      messages: fresh.filter(({ path }) => path === webhookPath).map(({ body }) => body),
      heartbeats: fresh.filter(({ path, method }) => path === heartbeatPath && method === 'GET').length,
    };
  };
  return { ...world, receiver, news };
}

afterEach(async () => {
  await closeWorlds();
  await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()));
});

describe('a message', () => {
  it('is sent for what needs somebody, and not again while that stays the same', async () => {
    const world = await openTold();
    const first = await world.run(['sync']);
    const { messages, heartbeats } = world.news();
    expect([first.code, messages.length, heartbeats]).toEqual([5, 1, 1]);
    const { text } = JSON.parse(messages[0] ?? '') as { text: string };
    expect(text).toContain('Wrote 68 changes, net +209:55 hours.');
    expect(text).toContain('Kate Bush');
    const page = await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    expect(text).toContain(` --config ${world.configFile}`);
    const shown = text
      .replace('test-host', 'build-7')
      .replace(new URL(world.sandbox.runnUrl).host, '127.0.0.1:4020')
      .replace(` --config ${world.configFile}`, '');
    expect(page.replaceAll(/\s+/g, ' ')).toContain(shown);
    await world.run(['sync']);
    await world.run(['sync']);
    expect(world.news()).toEqual({ messages: [], heartbeats: 2 });
  });

  it('reminds once a day', async () => {
    const world = await openTold();
    const runs: string[][] = [];
    for (const hours of [0, 12, 12, 12]) {
      world.clock.nowMs += hours * 3_600_000;
      await world.run(['sync', '--since', '2026-03-04', '--until', '2026-03-04']);
      runs.push(world.news().messages);
    }
    expect(runs.map((messages) => messages.length)).toEqual([1, 0, 1, 0]);
    expect(JSON.parse(runs[2]?.[0] ?? '').text).toContain('Still open.');
  });

  it('is about one job of the schedule: what the nightly run has told is not the hourly one’s', async () => {
    const world = await openTold();
    await world.run(['sync', '--since', '7d']);
    await world.run(['sync', '--since', '30d']);
    expect(world.news().messages).toHaveLength(2);
    await world.run(['sync', '--since', '7d']);
    await world.run(['sync', '--since', '30d']);
    expect(world.news().messages).toHaveLength(0);
  });

  it('has the facts for a program with notify.format json', async () => {
    const world = await openTold({ format: 'json' });
    await world.run(['sync']);
    const document = noticeDocument.parse(JSON.parse(world.news().messages[0] ?? ''));
    expect(document).toMatchObject({ reason: 'changed', exitCode: 5, applied: 68, host: 'test-host', error: null });
    expect(document.problems.map(({ code }) => code)).toContain('unmatched-person');
  });

  it('comes after every run with notify.on always', async () => {
    const world = await openTold({ on: 'always' });
    await world.run(['sync']);
    await world.run(['sync']);
    expect(world.news().messages).toHaveLength(2);
  });

  it('tells when all is settled', async () => {
    const world = await openTold({ format: 'json' });
    const argv = ['sync', '--person', 'eric.clapton@example.com'];
    expect((await world.runJson(argv)).document.findings).toMatchObject([{ code: 'no-project' }]);
    world.news();
    const config = JSON.parse(await readFile(world.configFile, 'utf8'));
    await writeFile(world.configFile, JSON.stringify({ ...config, map: { ...config.map, noProject: 789 } }));
    await world.run(argv);
    expect(world.news().messages.map((body) => JSON.parse(body).reason)).toEqual(['settled']);
  });
});

describe('a run that fails', () => {
  it('is told with its exit code, without a heartbeat, and once; so is the first good one after it', async () => {
    const world = await openTold({ format: 'json' });
    await world.run(['sync']);
    world.news();
    const env = { ...world.env, RUNN_API_TOKEN: 'TEST_wrong' };
    expect((await world.run(['sync'], { env })).code).toBe(4);
    const { messages, heartbeats } = world.news();
    expect(messages.map((body) => JSON.parse(body))).toMatchObject([
      { reason: 'failed', exitCode: 4, run: null, window: null, error: { code: 'runn-token-refused' } },
    ]);
    expect(heartbeats).toBe(0);
    await world.run(['sync'], { env });
    expect(world.news()).toEqual({ messages: [], heartbeats: 0 });
    await world.run(['sync']);
    expect(world.news().messages.map((body) => JSON.parse(body).reason)).toEqual(['recovered']);
  });

  it('is not told when another run is under way, nor when somebody interrupts it', async () => {
    const world = await openTold();
    const controller = new AbortController();
    const release = world.sandbox.faults.add({
      service: 'runn',
      method: 'POST',
      path: '/actuals/bulk/',
      kind: 'hang',
    });
    const hanging = world.run(['sync'], { signal: controller.signal });
    await vi.waitFor(() => expect(world.sandbox.writes()).toHaveLength(1), { timeout: 10_000 });
    expect((await world.run(['sync', '--since', '3d'])).code).toBe(6);
    release();
    controller.abort();
    expect((await hanging).code).toBe(130);
    expect(world.news()).toEqual({ messages: [], heartbeats: 0 });
  });
});

describe('what is not to be told', () => {
  it.each([
    ['a dry run', ['dry-run']],
    ['sync --dry-run', ['sync', '--dry-run']],
    ['--no-notify', ['sync', '--no-notify']],
  ])('%s', async (_, argv) => {
    const world = await openTold();
    await world.run(argv);
    expect(world.news()).toEqual({ messages: [], heartbeats: 0 });
  });
});

describe('a receiver that does not answer as it should', () => {
  it.each([404, 403, 302, 500])(
    '%i is a warning, the exit code stays, and the next run tries again',
    async (status) => {
      const world = await openTold();
      world.receiver.answers.push(status, ...(status === 500 ? [500, 500] : []));
      const { code, stdout, stderr } = await world.run(['sync']);
      expect(code).toBe(5);
      expect(stdout).toContain('All written.');
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(`warning: No message was sent: The webhook answered ${status}`);
      expect(stderr).not.toMatch(/secret/);
      expect(world.news().messages).toHaveLength(status === 500 ? 3 : 1);
      await world.run(['sync']);
      expect(world.news().messages).toHaveLength(1);
    },
  );

  it('one that is not there is a warning without the address', async () => {
    const world = await openTold({ webhookUrl: 'http://127.0.0.1:9/webhook-secret' });
    const { code, stderr } = await world.run(['sync', '--debug']);
    expect(code).toBe(5);
    expect(stderr).toContain('No message was sent');
    expect(stderr).not.toMatch(/webhook-secret/);
  });

  it('the heartbeat stays away while others’ time is hidden from the token', async () => {
    const world = await openTold({}, {}, { tokenAdmin: 'no' });
    await world.run(['sync']);
    const { messages, heartbeats } = world.news();
    expect(heartbeats).toBe(0);
    expect(messages[0]).toContain('1 workspace was not seen whole');
  });

  it('a heartbeat that is refused is a warning', async () => {
    const world = await openTold({ webhookUrl: undefined });
    world.receiver.answers.push(404);
    const { code, stderr } = await world.run(['sync']);
    expect(code).toBe(5);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'warning: The heartbeat was not called: The heartbeat answered 404',
    );
    expect(stderr).not.toMatch(/secret/);
  });
});

describe('what was told', () => {
  it('is kept for this user alone, in the state directory', async () => {
    const world = await openTold();
    await world.run(['sync']);
    const folder = join(world.stateDir, 'notices');
    const [name = ''] = await readdir(folder);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, name), 'utf8')).not.toMatch(/secret/);
  });

  it('is told again when it can no longer be read', async () => {
    const world = await openTold();
    await world.run(['sync']);
    const folder = join(world.stateDir, 'notices');
    const [name = ''] = await readdir(folder);
    await writeFile(join(folder, name), '{"version":');
    world.news();
    await world.run(['sync']);
    expect(world.news().messages).toHaveLength(1);
  });

  it('is a warning when it cannot be kept', async () => {
    const world = await openTold();
    await mkdir(world.stateDir, { recursive: true });
    await writeFile(join(world.stateDir, 'notices'), 'a file stands in the way');
    const { code, stderr } = await world.run(['sync']);
    expect(code).toBe(5);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('What was told about this run cannot be kept');
    expect(world.news().messages).toHaveLength(1);
  });
});

describe('the addresses', () => {
  it('may come from the environment', async () => {
    const receiver = await openReceiver();
    const world = await openWorld();
    const env = {
      ...world.env,
      TOGGL_RUNN_WEBHOOK_URL: `${receiver.url}${webhookPath}`,
      TOGGL_RUNN_HEARTBEAT_URL: `${receiver.url}${heartbeatPath}`,
    };
    await world.run(['sync'], { env });
    expect(receiver.received.map(({ path }) => path)).toEqual([webhookPath, heartbeatPath]);
  });

  it('in a file that everybody can read are warned about, without being shown', async () => {
    const world = await openTold();
    await chmod(world.configFile, 0o644);
    const { stderr } = await world.run(['sync']);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('holds an address that is a secret');
    expect(stderr).not.toMatch(/webhook-secret|heartbeat-secret/);
  });
});
