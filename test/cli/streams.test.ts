/** What goes to stdout and what to stderr, in colour or not, with progress or not; and never a token. */
// Loaded now, so that the spinner of the first test does not come too late to be seen.
import 'ora';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { colorLevelOf, formatOf, isInteractive, widthOf } from '../../src/cli/global-options.ts';
import { refsDocument, unmatchedDocument } from '../../src/output/json-schemas.ts';
import type { RuntimeOptions } from '../e2e/support/fake-runtime.ts';
import { createFakeRuntime } from '../e2e/support/fake-runtime.ts';
import { closeWorlds, openWorld } from '../e2e/support/world.ts';

afterEach(closeWorlds);

const commands = ['sync', 'dry-run', 'check-refs', 'list-unmatched'] as const;
const terminal = { stdout: true, stderr: true };
const escapeCode = '\x1b[';

describe('stdout', () => {
  it.each(commands)('has the result of %s, and stderr nothing', async (command) => {
    const world = await openWorld();
    const { stdout, stderr } = await world.run([command, '--no-color'], { isTerminal: { stdout: true } });
    expect(stderr).toBe('');
    expect(stdout).toContain('Sunshine of Your Code');
    expect(stdout).toContain('TEST');
    expect(stdout).toContain('Toggl sync (sandbox)');
    expect(stdout.endsWith('\n')).toBe(true);
    expect(stdout).not.toContain(escapeCode);
  });

  it.each(commands)('has exactly one document of %s with --json', async (command) => {
    const world = await openWorld();
    const { stdout, stderr } = await world.runJson([command, '-q']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, command });
    expect(stdout.endsWith('}\n')).toBe(true);
  });

  it('has the same document with --format json', async () => {
    const world = await openWorld();
    const long = await world.run(['dry-run', '--format', 'json']);
    const short = await world.run(['dry-run', '--json']);
    expect(long.stdout).toBe(short.stdout);
  });

  it('has no document but an error when the run fails', async () => {
    const world = await openWorld();
    const { stdout, stderr } = await world.run(['sync'], { env: { ...world.env, RUNN_API_TOKEN: 'TEST_ffffffff' } });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: /);
  });
});

describe('the document', () => {
  it('of check-refs fits its schema', async () => {
    const world = await openWorld();
    const { document } = await world.runJson(['check-refs', '--since', '42d']);
    expect(refsDocument.parse(document).findings.length).toBeGreaterThan(5);
  });

  it('of list-unmatched fits its schema, and its seconds add up', async () => {
    const world = await openWorld();
    const { document } = await world.runJson(['list-unmatched', '--since', '42d']);
    const { unmatched, unmatchedSeconds } = unmatchedDocument.parse(document);
    expect(unmatched.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(unmatchedSeconds);
    expect(new Set(unmatched.map(({ reason }) => reason))).toEqual(
      new Set(['unmatched-person', 'unmatched-project', 'no-project', 'ambiguous', 'archived']),
    );
  });
});

describe('progress', () => {
  it('is shown on stderr of a terminal, and the cursor comes back', async () => {
    const world = await openWorld();
    const { stderr } = await world.run(['sync'], { isTerminal: terminal });
    expect(stderr).toContain('Reading');
    expect(stderr.lastIndexOf('\x1b[?25h')).toBeGreaterThan(stderr.lastIndexOf('\x1b[?25l'));
  });

  it.each<[string, readonly string[], RuntimeOptions['env']?]>([
    ['with --json', ['--json']],
    ['with --format json', ['--format', 'json']],
    ['with -q', ['-q']],
    ['in a CI', [], { CI: 'true' }],
    ['on a dumb terminal', [], { TERM: 'dumb' }],
  ])('is not shown %s', async (_, argv, env) => {
    const world = await openWorld();
    const { stderr } = await world.run(['sync', ...argv], { isTerminal: terminal, env: { ...world.env, ...env } });
    expect(stderr).toBe('');
  });

  it('is not shown when stderr is no terminal, though stdout is one', async () => {
    const world = await openWorld();
    const { stderr } = await world.run(['sync'], { isTerminal: { stdout: true } });
    expect(stderr).toBe('');
  });
});

describe('colour', () => {
  it('is used on a terminal', async () => {
    const world = await openWorld();
    const { stdout } = await world.run(['dry-run'], { isTerminal: { stdout: true } });
    expect(stdout).toContain(escapeCode);
  });

  it.each<[string, readonly string[], RuntimeOptions['env']?]>([
    ['with --no-color', ['--no-color']],
    ['with NO_COLOR', [], { NO_COLOR: '1' }],
    ['on a dumb terminal', [], { TERM: 'dumb' }],
    ['with --json', ['--json']],
  ])('is not used %s', async (_, argv, env) => {
    const world = await openWorld();
    const { stdout } = await world.run(['dry-run', ...argv], {
      isTerminal: { stdout: true },
      env: { ...world.env, ...env },
    });
    expect(stdout).not.toContain(escapeCode);
  });

  it('of an error is that of stderr', async () => {
    const world = await openWorld();
    const env = { ...world.env, RUNN_API_TOKEN: 'TEST_ffffffff' };
    const plain = await world.run(['dry-run'], { env, isTerminal: { stdout: true } });
    const coloured = await world.run(['dry-run'], { env, isTerminal: { stderr: true } });
    expect(plain.stderr).not.toContain(`${escapeCode}31m`);
    expect(coloured.stderr).toContain(`${escapeCode}31m`);
  });

  it.each([
    [{ isTTY: true }, true, {}, 1],
    [{ isTTY: false }, true, {}, 0],
    [{}, true, {}, 0],
    [{ isTTY: true }, false, {}, 0],
    [{ isTTY: true }, true, { NO_COLOR: '1' }, 0],
    [{ isTTY: true }, true, { NO_COLOR: '' }, 1],
    [{ isTTY: true }, true, { TERM: 'dumb' }, 0],
  ] as const)('is decided stream by stream: %j, --color %s, %j', (stream, color, env, level) => {
    expect(colorLevelOf({ write: () => true, ...stream }, { color }, env)).toBe(level);
  });
});

describe('width', () => {
  it.each([
    [200, 120],
    [100, 100],
    [20, 60],
    [undefined, 80],
  ])('of a terminal of %s columns is %s', (columns, width) => {
    expect(widthOf({ write: () => true, isTTY: true, columns })).toBe(width);
  });

  it('of anything else is 80', () => {
    expect(widthOf({ write: () => true, columns: 200 })).toBe(80);
  });
});

describe('whether somebody watches', () => {
  it.each([
    [{ stderr: true }, {}, true],
    [{ stderr: false }, {}, false],
    [{ stderr: true }, { CI: '1' }, false],
    [{ stderr: true }, { CI: '' }, true],
    [{ stderr: true }, { TERM: 'dumb' }, false],
  ] as const)('is %j %j: %s', (isTerminal, env, expected) => {
    expect(isInteractive(createFakeRuntime({ isTerminal, env }))).toBe(expected);
  });
});

describe('the format', () => {
  it.each([
    [['sync', '--json'], 'json'],
    [['--json', 'sync'], 'json'],
    [['sync', '--format', 'json'], 'json'],
    [['sync', '--format=json'], 'json'],
    [['sync', '--format', 'text'], 'text'],
    [['sync'], 'text'],
    [['sync', '--format'], 'text'],
  ] as const)('asked for by %j is %s', (argv, format) => {
    expect(formatOf(argv)).toBe(format);
  });
});

describe('long lists', () => {
  it.each([['--all'], ['--verbose']])('are folded unless %s is given', async (option) => {
    const world = await openWorld();
    const folded = await world.run(['dry-run', '--since', '14d']);
    const whole = await world.run(['dry-run', '--since', '14d', option]);
    const changes = (await world.dryRun('--since', '14d')).document.changes.length;
    expect(folded.stdout.split('\n').length).toBeLessThan(whole.stdout.split('\n').length);
    expect(whole.stdout.split('\n').length).toBeGreaterThan(changes);
  });
});

describe('warnings', () => {
  async function openReadable() {
    const world = await openWorld();
    const text = JSON.stringify({ ...world.sandbox.config, runn: { token: world.env['RUNN_API_TOKEN'] } });
    await writeFile(world.configFile, text);
    await chmod(world.configFile, 0o644);
    return world;
  }

  it('go to stderr', async () => {
    const world = await openReadable();
    const { stderr, stdout } = await world.run(['dry-run']);
    expect(stderr).toMatch(/^warning: .*toggl-runn\.json/s);
    expect(stdout).not.toContain('chmod');
  });

  it('are left out with -q', async () => {
    const world = await openReadable();
    expect((await world.run(['dry-run', '-q'])).stderr).toBe('');
  });
});

describe('--debug', () => {
  it('shows each request on stderr, without a token', async () => {
    const world = await openWorld();
    const { stderr } = await world.run(['sync', '--debug']);
    const lines = stderr.split('\n').filter((line) => line.startsWith('debug: '));
    expect(lines).toHaveLength(world.sandbox.requests.length);
  });

  it('shows none for an error of the user', async () => {
    const world = await openWorld();
    const { stderr } = await world.run(['sync'], { env: { ...world.env, TOGGL_WORKSPACE_ID: '1' } });
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

/** `world.run` fails when a token shows; here the services do what they can to make it show. */
describe('a token', () => {
  const echoing = (token: string) => ({
    message: `Cannot accept ${token}`,
    authorization: `Bearer ${token}`,
    credentials: Buffer.from(`${token}:api_token`).toString('base64'),
  });

  it.each<[string, string, string]>([
    ['Toggl', 'TOGGL_API_TOKEN', '/api/v9/me'],
    ['Toggl', 'TOGGL_API_TOKEN', '/reports'],
    ['Runn', 'RUNN_API_TOKEN', '/people/'],
  ])('is not shown when %s sends %s back from %s', async (_, name, path) => {
    const world = await openWorld({ limits: false });
    const body = echoing(world.env[name] ?? '');
    for (const status of [400, 402, 403, 500]) {
      world.sandbox.faults.clear();
      world.sandbox.faults.add({ path, kind: 'status', status, body });
      for (const flags of [['--debug'], ['--json']]) {
        const { code, stdout, stderr } = await world.run(['dry-run', ...flags]);
        expect(code).toBeGreaterThan(0);
        expect(`${stdout}${stderr}`.replaceAll(/\s+/g, ' ')).toContain('Cannot accept');
      }
    }
  });

  it('is not shown when a shape does not fit that holds it', async () => {
    const world = await openWorld();
    // The profile has the token in it.
    world.sandbox.faults.add({
      path: /^\/api\/v9\/me$/,
      kind: 'wrong-shape',
      change: (body) => ({ ...(body as object), timezone: body }),
    });
    const { code } = await world.run(['dry-run', '--debug']);
    expect(code).toBe(1);
  });

  it('is not shown when Runn refuses a change with it', async () => {
    const world = await openWorld();
    const body = echoing(world.env['RUNN_API_TOKEN'] ?? '');
    world.sandbox.faults.add({ path: '/actuals/bulk/', kind: 'status', status: 422, body });
    const { code, document } = await world.runJson(['sync', '--since', '2d', '--debug']);
    expect(code).toBe(7);
    expect(document.outcome.failures.length).toBeGreaterThan(0);
  });

  it.each(['tokenFile', 'tokenCommand'] as const)('is not shown when it comes from %s', async (source) => {
    const world = await openWorld();
    const { TOGGL_API_TOKEN: token = '', ...env } = world.env;
    const file = join(world.folder, 'token');
    await writeFile(file, `${token}\n`, { mode: 0o600 });
    const value = source === 'tokenFile' ? file : ['cat', file];
    await writeFile(world.configFile, JSON.stringify({ toggl: { [source]: value } }));
    const { code } = await world.run(['dry-run', '--debug'], { env: { ...env, PATH: process.env['PATH'] } });
    expect(code).toBe(5);
  });
});
