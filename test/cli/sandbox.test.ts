/** `sandbox`, and `--sandbox` on every command that talks to the services. */
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/main.ts';
import { dryRunDocument, refsDocument, syncDocument, unmatchedDocument } from '../../src/output/json-schemas.ts';
import { parseSwitch, switchNames } from '../../src/sandbox/switches.ts';
import { createFakeRuntime, type RuntimeOptions } from '../e2e/support/fake-runtime.ts';

/** A private sandbox has the real clock. */
async function run(argv: readonly string[], options: RuntimeOptions = {}) {
  const runtime = createFakeRuntime({ clock: { nowMs: Date.now() }, ...options });
  const code = await main(argv, runtime);
  return { code, ...runtime.output, strangers: runtime.strangers };
}

describe('--sandbox', () => {
  it.each([
    ['sync', syncDocument],
    ['dry-run', dryRunDocument],
    ['check-refs', refsDocument],
    ['list-unmatched', unmatchedDocument],
  ] as const)('runs %s against a company of its own', async (command, schema) => {
    const { code, stdout, stderr } = await run([command, '--sandbox', '--json', '-q']);
    expect({ code, stderr }).toEqual({ code: 5, stderr: '' });
    expect(schema.parse(JSON.parse(stdout)).command).toBe(command);
  });

  it('looks neither at the accounts nor at the state of the user', async () => {
    const env = {
      TOGGL_API_TOKEN: 'canary-of-the-user',
      RUNN_API_TOKEN: 'LIVE_canary',
      RUNN_BASE_URL: 'https://api.us.runn.io',
      TOGGL_RUNN_STATE_DIR: '/nowhere/at/all',
    };
    const { code, strangers } = await run(['sync', '--sandbox', '--config', '/nowhere.json'], { env });
    expect({ code, strangers }).toEqual({ code: 5, strangers: [] });
  });

  it('is named in the command that comes next, which would else go to the accounts of the user', async () => {
    const { stdout } = await run(['dry-run', '--sandbox', '--since', '1d']);
    expect(stdout).toMatch(/^ {2}toggl-runn sync --since \S+ --until \S+ --sandbox$/m);
  });

  it('leaves no folder behind', async () => {
    const list = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('toggl-runn-sandbox-'));
    const before = new Set(await list());
    const { stdout } = await run(['sync', '--sandbox', '--json']);
    const { run: name } = syncDocument.parse(JSON.parse(stdout));
    expect(name).not.toBeNull();
    // Others may run sandboxes at the same time; ours is over.
    const left = (await list()).filter((folder) => !before.has(folder));
    const journals = await Promise.all(left.map((folder) => readdir(`${tmpdir()}/${folder}/runs`).catch(() => [])));
    expect(journals.flat()).not.toContain(`${name}.json`);
  });
});

describe('sandbox', () => {
  it('prints what to export, serves, and ends with 0 when it is interrupted', async () => {
    const interruption = new AbortController();
    const runtime = createFakeRuntime({ clock: { nowMs: Date.now() }, signal: interruption.signal });
    const write = runtime.stderr.write.bind(runtime.stderr);
    const seen: number[] = [];
    Object.assign(runtime.stderr, {
      write: (text: string) => {
        const url = /Runn at (http:\S+);/.exec(text)?.[1];
        if (url !== undefined) {
          void fetch(`${url}/me/`)
            .then(({ status }) => seen.push(status))
            .finally(() => interruption.abort());
        }
        return write(text);
      },
    });
    expect(await main(['sandbox'], runtime)).toBe(0);
    expect(seen).toEqual([401]);
    expect(runtime.output.stdout.match(/^export \w+=\S+$/gm)).toHaveLength(6);
  });

  it.each([
    [['--quota'], 402],
    [[], 200],
  ])('counts no hourly quota but with %j', async (options, expected) => {
    const interruption = new AbortController();
    const runtime = createFakeRuntime({ clock: { nowMs: Date.now() }, signal: interruption.signal });
    const write = runtime.stderr.write.bind(runtime.stderr);
    let last = 0;
    const askOften = async (url: string, token: string) => {
      const authorization = `Basic ${Buffer.from(`${token}:api_token`).toString('base64')}`;
      for (let asked = 0; asked < 40; asked += 1) {
        last = (await fetch(`${url}/api/v9/me`, { headers: { authorization } })).status;
      }
    };
    Object.assign(runtime.stderr, {
      write: (text: string) => {
        const { TOGGL_BASE_URL: url = '', TOGGL_API_TOKEN: token = '' } = Object.fromEntries(
          [...runtime.output.stdout.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
        );
        void askOften(url, token).finally(() => interruption.abort());
        return write(text);
      },
    });
    expect(await main(['sandbox', ...options], runtime)).toBe(0);
    expect(last).toBe(expected);
  });

  it('lists every switch', async () => {
    const { code, stdout } = await run(['sandbox', '--list-switches']);
    expect(code).toBe(0);
    for (const name of switchNames) expect(stdout).toContain(`${name}\n`);
  });

  it('shows examples with switches that there are', async () => {
    const { stdout } = await run(['sandbox', '--help']);
    const examples = [...stdout.slice(stdout.indexOf('Examples')).matchAll(/--switch (\w+)=(\w+)/g)];
    expect(examples.length).toBeGreaterThan(1);
    for (const [, name = '', value = ''] of examples) expect(parseSwitch(name, value)).not.toHaveProperty('problem');
  });

  it('says which port is taken instead of asking for a bug report', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await run(['sandbox', '--runn-port', String(port)]);
    server.close();
    expect(code).toBe(2);
    expect(stderr).toContain(String(port));
  });

  it.each([['2024-13-45'], ['2024-02-30'], ['yesterday']])('refuses the day %s', async (today) => {
    expect((await run(['sandbox', '--today', today])).code).toBe(2);
  });
});
