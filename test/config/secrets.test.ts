import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkToken,
  resolveToken,
  type SecretContext,
  type TokenResult,
  type TokenSource,
} from '../../src/config/secrets.ts';
import { aMachine, put } from './config-folder.ts';

const canary = 'canary0123456789abcdef';
const origin = { kind: 'file', file: '/x' } as const;

const fromFile = (file: string): TokenSource => ({ kind: 'file', file, path: 'toggl.tokenFile', origin });
const fromCommand = (...command: string[]): TokenSource => ({
  kind: 'command',
  command,
  path: 'toggl.tokenCommand',
  origin,
});
/** A command that runs a piece of JavaScript. */
const script = (code: string): TokenSource => fromCommand(process.execPath, '-e', code);

async function aContext(env: Record<string, string> = {}): Promise<SecretContext> {
  const machine = await aMachine(env);
  return { ...machine, baseDir: machine.cwd };
}

function tokenOf(result: TokenResult): string | undefined {
  return 'token' in result ? result.token : undefined;
}

describe('checkToken', () => {
  it.each([
    '',
    'two words',
    'a\nb',
    'a\tb',
    'a\u0000b',
    'a\u001b[0m',
    'tökén',
    'Bearer abc',
    '1234567',
    'x'.repeat(5000),
  ])('refuses %j', (token) => {
    expect(checkToken('runn', token)).toBeTypeOf('string');
  });

  it('accepts what can be a token', () => {
    expect(checkToken('toggl', '0123456789abcdef0123456789abcdef')).toBeUndefined();
    expect(checkToken('runn', 'LIVE_abc-._~+/=')).toBeUndefined();
  });

  it('explains the key of Toggl Focus, for Toggl alone', () => {
    expect(checkToken('toggl', `toggl_sk_${canary}`)).toContain('Focus');
    expect(checkToken('toggl', `toggl_sk_${canary}`)).not.toContain(canary);
    expect(checkToken('runn', `toggl_sk_${canary}`)).toBeUndefined();
  });
});

describe('tokenFile', () => {
  it('is trimmed, and relative to the folder of the configuration', async () => {
    const context = await aContext();
    await put(context.baseDir, 'secrets/toggl', `  ${canary}\n`);
    expect(await resolveToken('toggl', fromFile('secrets/toggl'), context)).toEqual({ token: canary, warnings: [] });
  });

  it('may begin with ~', async () => {
    const context = await aContext();
    await put(context.homeDir, 'toggl', canary);
    expect(tokenOf(await resolveToken('toggl', fromFile('~/toggl'), context))).toBe(canary);
  });

  it.each([
    ['is missing', 'missing', null],
    ['is a directory', '.', null],
    ['is empty', 'toggl', '\n'],
    ['has several lines', 'toggl', `${canary}\n${canary}\n`],
    ['is huge', 'toggl', canary.repeat(5000)],
    ['holds a Focus key', 'toggl', `toggl_sk_${canary}`],
  ])('that %s is a problem at its key', async (_, name, text) => {
    const context = await aContext();
    if (text !== null) await put(context.baseDir, name, text);
    const result = await resolveToken('toggl', fromFile(name), context);
    expect(result).toMatchObject({ problem: { path: 'toggl.tokenFile' } });
    expect(JSON.stringify(result)).not.toContain(canary);
  });

  it.each([
    [0o600, 0],
    [0o644, 1],
  ])('with mode %o gives %i warnings', async (mode, count) => {
    const context = await aContext();
    await put(context.baseDir, 'toggl', canary, mode);
    const result = await resolveToken('toggl', fromFile('toggl'), context);
    expect('warnings' in result && result.warnings).toHaveLength(count);
  });
});

describe('tokenCommand', () => {
  it('is what the command prints, trimmed', async () => {
    const context = await aContext();
    expect(tokenOf(await resolveToken('toggl', script(`console.log('${canary}')`), context))).toBe(canary);
  });

  it('runs in the folder of the configuration', async () => {
    const context = await aContext();
    expect(tokenOf(await resolveToken('toggl', script('console.log(process.cwd())'), context))).toBe(context.baseDir);
  });

  it('knows no shell', async () => {
    const context = await aContext();
    const result = await resolveToken('toggl', fromCommand('echo', '$(id)|$HOME;`ls`>x'), context);
    expect(tokenOf(result)).toBe('$(id)|$HOME;`ls`>x');
  });

  it('may be a program of its own in the home directory', async () => {
    const context = await aContext();
    await put(context.homeDir, 'bin/token', `#!/bin/sh\necho ${canary}\n`, 0o700);
    expect(tokenOf(await resolveToken('toggl', fromCommand('~/bin/token'), context))).toBe(canary);
  });

  it('sees PATH, HOME and the like, but neither our tokens nor anything else', async () => {
    const context = await aContext({
      HOME: '/home/ann',
      OP_SERVICE_ACCOUNT_TOKEN: 'op',
      TOGGL_API_TOKEN: canary,
      RUNN_API_TOKEN: canary,
      DATABASE_URL: canary,
    });
    const dump = path.join(context.baseDir, 'env.json');
    const code = `require('node:fs').writeFileSync(${JSON.stringify(dump)}, JSON.stringify(process.env)); console.log('t')`;
    await resolveToken('toggl', script(code), context);
    const seen: unknown = JSON.parse(await readFile(dump, 'utf8'));
    expect(seen).toMatchObject({ HOME: '/home/ann', OP_SERVICE_ACCOUNT_TOKEN: 'op' });
    expect(JSON.stringify(seen)).not.toContain(canary);
  });

  it('gets no input to wait for', async () => {
    const context = await aContext();
    const code = `process.stdin.resume(); process.stdin.on('end', () => console.log('${canary}'))`;
    expect(tokenOf(await resolveToken('toggl', script(code), context))).toBe(canary);
  });

  it.each<[string, TokenSource]>([
    ['fails', script(`console.log('${canary}'); console.error('${canary}'); process.exit(3)`)],
    ['is killed', script(`console.error('${canary}'); process.kill(process.pid, 'SIGKILL')`)],
    ['prints nothing', script(`console.error('${canary}')`)],
    ['prints several lines', script(`console.log('${canary}\\n${canary}')`)],
    ['prints far too much', script(`console.log('${canary}'.repeat(100000))`)],
    ['does not exist', fromCommand('no-such-command-anywhere', canary)],
    ['is not executable', fromCommand('/etc/passwd', canary)],
    ['has no word', fromCommand()],
  ])('that %s is a problem at its key, without anything that was printed', async (_, source) => {
    const result = await resolveToken('toggl', source, await aContext());
    expect(result).toMatchObject({ problem: { path: 'toggl.tokenCommand' } });
    expect(JSON.stringify(result)).not.toContain(canary);
  });

  it('is ended after its time', async () => {
    const context = { ...(await aContext()), timeoutMs: 200 };
    const result = await resolveToken(
      'toggl',
      script(`console.error('${canary}'); setInterval(() => {}, 1000)`),
      context,
    );
    expect(result).toMatchObject({ problem: { message: expect.stringContaining('0.2 seconds') } });
  });
});
