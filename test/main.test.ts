/** `main(argv, runtime)`: what is said about arguments and failures, in which format and on which stream. */
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../src/cli/program.ts';
import type { Runtime } from '../src/cli/runtime.ts';
import { version } from '../src/cli/version.ts';
import { main } from '../src/main.ts';
import { errorDocument } from '../src/output/json-schemas.ts';
import { createFakeRuntime, type RuntimeOptions } from './e2e/support/fake-runtime.ts';

async function run(argv: readonly string[], options?: RuntimeOptions, instead: Partial<Runtime> = {}) {
  const runtime = { ...createFakeRuntime(options), ...instead };
  const code = await main(argv, runtime);
  return { code, ...runtime.output, strangers: runtime.strangers };
}

describe('help', () => {
  it('is short without arguments: the commands, and where to go on', async () => {
    const { code, stdout, stderr } = await run([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('\n  sync ');
    expect(stdout).toContain('$ toggl-runn help <command>');
    expect(stdout).not.toContain('--config');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('sorts the commands by what one is about to do, and forgets none', async () => {
    const { stdout } = await run([]);
    const more = stdout.slice(stdout.indexOf('\nMore:'), stdout.indexOf('\nFirst steps:'));
    expect([...more.matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name)).toEqual(['completion', 'help']);
  });

  it.each(buildProgram(createFakeRuntime(), () => undefined).commands.map((command) => command.name()))(
    'of %s begins with what it does and examples, before any option',
    async (command) => {
      const { stdout } = await run(['help', command]);
      const [usage, , examples, ...rest] = stdout.split('\n\n');
      expect(usage).toContain(`Usage: toggl-runn ${command}`);
      expect(examples).toMatch(/^Examples:\n {2}\$ /);
      expect(rest.join('\n\n')).toContain('Options:\n');
    },
  );

  it('names the formats that a command has, and no other', async () => {
    const choicesOf = async (command: string) =>
      [
        ...(await run(['help', command], { columns: 200 })).stdout
          .replaceAll(/\n {10,}/g, ' ')
          .matchAll(/--format .*choices: (.*?), default/g),
      ].map(([, choices]) => choices);
    expect(await choicesOf('explain')).toEqual(['"text", "json", "markdown"']);
    expect(await choicesOf('demo')).toEqual(['"text"']);
  });

  it.each([['--help'], ['-h'], ['help']])('is printed with %s', async (argument) => {
    const { code, stdout, stderr } = await run([argument]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of ['sync', 'dry-run', 'check-refs', 'list-unmatched', 'sandbox', 'demo']) {
      expect(stdout).toContain(`\n  ${command} `);
    }
  });

  it.each([
    ['sync', '--help'],
    ['help', 'sync'],
  ])('of a command is printed with %s %s, with examples and the options of all commands', async (...argv) => {
    const { code, stdout } = await run(argv);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: toggl-runn sync/);
    expect(stdout).toContain('$ toggl-runn sync --since 2024-01-01 --until 2024-01-07');
    expect(stdout).toContain('--json');
  });

  it('stays within a narrow terminal', async () => {
    const { stdout } = await run(['sync', '--help'], { isTerminal: { stdout: true }, columns: 70 });
    const examples = stdout.indexOf('\nExamples');
    const widths = stdout
      .slice(0, examples)
      .split('\n')
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(70);
  });
});

describe('the version', () => {
  it.each([['--version'], ['-V']])('is printed with %s', async (argument) => {
    expect(await run([argument])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('a usage error', () => {
  it.each<[string, readonly string[], string]>([
    ['an unknown command, with the nearest one', ['snyc'], 'sync'],
    ['an unknown option, with the nearest one', ['sync', '--sicne', '7d'], '--since'],
    ['an unknown option before the command', ['--jsno', 'sync'], '--json'],
    ['an argument too many', ['sync', 'everything'], 'sync'],
    ['a format that there is not', ['sync', '--format', 'xml'], 'json'],
    ['an option without its value', ['dry-run', '--since'], '--since'],
    ['options without a command', ['--verbose'], 'command'],
    ['help for no command, with the nearest one', ['help', 'snyc'], 'Did you mean sync?'],
    ['an option of another command', ['sync', '--exit-code'], '--exit-code is an option of dry-run.'],
    ['a value that there is not, with the nearest one', ['sync', '--by', 'persn'], 'Did you mean person?'],
    ['an option of a command, and where to look it up', ['dry-run', '--nope'], 'toggl-runn help dry-run'],
  ])('is %s', async (_, argv, word) => {
    const { code, stdout, stderr, strangers } = await run(argv);
    expect({ code, stdout, strangers }).toEqual({ code: 2, stdout: '', strangers: [] });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(word);
    expect(stderr).not.toMatch(/outputHelp|\n\s+at /);
  });

  it('suggests nothing that is not near', async () => {
    const { code, stderr } = await run(['history', '--person', 'x']);
    expect(code).toBe(2);
    expect(stderr).toContain("'--person'");
    expect(stderr).not.toContain('Did you mean');
  });

  it.each([
    [['snyc', '--json'], 'toggl-runn'],
    [['sync', '--sicne', '7d', '--json'], 'sync'],
    [['sync', '--format', 'json', '--sicne', '7d'], 'sync'],
    [['--format=json', 'dry-run', '--nope'], 'dry-run'],
    [['--json'], 'toggl-runn'],
  ] as const)('is a document under --json: %j', async (argv, command) => {
    const { code, stdout, stderr } = await run(argv);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(errorDocument.parse(JSON.parse(stdout))).toMatchObject({ command, error: { code: 'usage' } });
  });

  it.each([
    ['--clear-unmarked', ['sync', '--clear-unmarked', '--sandbox']],
    ['--period', ['sync', '--period', 'this-week', '--since', '7d', '--sandbox']],
    ['--until', ['sync', '--since', '2026-02-02', '--until', '2026-02-01', '--sandbox']],
    ['--since', ['sync', '--since', '2026-02-30', '--sandbox']],
    ['--toggl-port', ['sandbox', '--toggl-port', 'eighty']],
    ['--today', ['sandbox', '--today', 'tomorrow']],
    ['--seed', ['sandbox', '--seed', '-1']],
    ['--switch', ['sandbox', '--switch', 'zeroMinutes=maybe']],
  ])('is an option whose value cannot be: %s', async (option, argv) => {
    const { code, stdout, stderr } = await run(argv, { clock: { nowMs: Date.now() } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(option);
  });
});

describe('a configuration that cannot be used', () => {
  const env = { TOGGL_WORKSPACE_ID: 'first', TOGGL_BASE_URL: 'http://example.com' };

  it('ends with 2 and names every problem at once', async () => {
    const { code, stdout, stderr, strangers } = await run(['sync'], { env });
    expect({ code, stdout, strangers }).toEqual({ code: 2, stdout: '', strangers: [] });
    for (const path of ['TOGGL_WORKSPACE_ID', 'TOGGL_BASE_URL']) expect(stderr).toContain(path);
  });

  it('names both missing tokens, and where they are found', async () => {
    const { code, stderr } = await run(['sync']);
    expect(code).toBe(2);
    expect(stderr).toContain('TOGGL_API_TOKEN');
    expect(stderr).toContain('RUNN_API_TOKEN');
  });

  it('is a document with paths under --json', async () => {
    const { code, stdout, stderr } = await run(['sync', '--json'], { env });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    const { error } = errorDocument.parse(JSON.parse(stdout));
    expect(error.code).toBe('configuration');
    expect(new Set(error.problems?.map(({ path }) => path))).toEqual(
      new Set(['TOGGL_WORKSPACE_ID', 'TOGGL_BASE_URL', 'toggl.token', 'runn.token']),
    );
  });

  it('is the answer to a configuration file that is not there', async () => {
    const { code, stderr } = await run(['dry-run', '--config', 'missing.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain('/nowhere/missing.yaml');
  });

  it('refuses a key of Toggl Focus with an explanation, without showing it', async () => {
    const { code, stderr } = await run(['sync'], {
      env: { TOGGL_API_TOKEN: 'toggl_sk_canary0123456789', RUNN_API_TOKEN: 'TEST_0123' },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('Toggl Focus');
    expect(stderr).not.toContain('canary');
  });
});

describe('a failure that nobody foresaw', () => {
  const env = { TOGGL_API_TOKEN: '0'.repeat(32), RUNN_API_TOKEN: 'TEST_0123456789', TOGGL_RUNN_STATE_DIR: '/nowhere' };
  const broken: Partial<Runtime> = {
    now: () => {
      throw new RangeError('The clock has stopped');
    },
  };

  it('ends with 1 and asks for a report, without a stack', async () => {
    const { code, stdout, stderr } = await run(['dry-run'], { env }, broken);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('The clock has stopped');
    expect(stderr).toContain('--debug');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('shows its stack with --debug', async () => {
    const { code, stderr } = await run(['dry-run', '--debug'], { env }, broken);
    expect(code).toBe(1);
    expect(stderr).toMatch(/\n\s+at /);
  });

  it('is a document on stdout under --json, and with --debug its stack is on stderr', async () => {
    const { code, stdout, stderr } = await run(['dry-run', '--debug', '--json'], { env }, broken);
    expect(code).toBe(1);
    expect(errorDocument.parse(JSON.parse(stdout))).toMatchObject({
      command: 'dry-run',
      error: { code: 'unexpected' },
    });
    expect(stderr).toMatch(/\n\s+at /);
  });
});

describe('the network', () => {
  const env = { TOGGL_API_TOKEN: '0'.repeat(32), RUNN_API_TOKEN: 'TEST_0123456789', TOGGL_RUNN_STATE_DIR: '/nowhere' };

  it('is asked for the real hosts unless others are configured, and 8 is the answer without one', async () => {
    const { code, strangers } = await run(['check-refs', '--since', '2026-03-01', '--until', '2026-03-02'], { env });
    expect(code).toBe(8);
    expect(new Set(strangers.map((url) => new URL(url).origin))).toEqual(
      new Set(['https://api.track.toggl.com', 'https://api.runn.io']),
    );
  });
});
