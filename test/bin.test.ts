/** The program as it is started: `bin/` knows the process, and nothing else does. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageFile from '../package.json' with { type: 'json' };
import type { Runtime } from '../src/cli/runtime.ts';
import { main } from '../src/main.ts';
import { runBin } from './e2e/support/run-bin.ts';

const bin = fileURLToPath(new URL('../bin/toggl-runn.js', import.meta.url));

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'toggl-runn-bin-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe('bin/toggl-runn.js', () => {
  it('prints the version of the package', async () => {
    expect(await runBin(['--version'], { cwd })).toEqual({ code: 0, stdout: `${packageFile.version}\n`, stderr: '' });
  });

  it.each([[], ['--help'], ['-h']])('prints its help, as the program would: %j', async (...argv) => {
    let help = '';
    await main(argv, { stdout: { write: (text: string) => (help += text) } } as unknown as Runtime);
    expect(await runBin(argv, { cwd })).toEqual({ code: 0, stdout: help, stderr: '' });
  });

  it('leaves the help of a command to the program', async () => {
    const { code, stdout } = await runBin(['sync', '--help'], { cwd });
    expect({ code, usage: stdout.split('\n')[0] }).toEqual({ code: 0, usage: 'Usage: toggl-runn sync [options]' });
  });

  it('comes with the licences of what is bundled in it', async () => {
    const licences = await readFile(new URL('../dist/THIRD-PARTY-LICENSES', import.meta.url), 'utf8');
    for (const name of ['zod', 'undici', 'commander', '@inquirer/prompts', 'yaml']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
    expect(packageFile).not.toHaveProperty('dependencies');
  });

  it.skipIf(!existsSync('/dev/full')).each([['--version'], ['sync', '--help']])(
    'says in a sentence that its output could not be written: %j',
    (...argv) => {
      const command = `'${process.execPath}' '${bin}' ${argv.join(' ')} > /dev/full`;
      const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
      expect(status).toBe(1);
      expect(stderr).toMatch(/^error: The result could not be printed: ENOSPC.*\n$/);
    },
  );

  it('ends with 2 for a configuration that cannot be used, and keeps the token in it to itself', async () => {
    const file = join(cwd, 'bad.json');
    await writeFile(file, JSON.stringify({ toggl: { token: 'canary-canary-canary', sorce: 'weekly' } }));
    const { code, stdout, stderr } = await runBin(['sync', '--config', file], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('toggl.sorce');
    expect(stderr).not.toContain('canary-canary');
  });
});
