/** The program as it is started: `bin/` knows the process, and nothing else does. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageFile from '../package.json' with { type: 'json' };
import { runBin } from './e2e/support/run-bin.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'toggl-runn-bin-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe('bin/toggl-runn.js', () => {
  it('prints the version of the package', async () => {
    expect(await runBin(['--version'], { cwd })).toEqual({ code: 0, stdout: `${packageFile.version}\n`, stderr: '' });
  });

  it('prints its help without arguments', async () => {
    const { code, stdout, stderr } = await runBin([], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: toggl-runn/);
  });

  it('ends with 2 for a configuration that cannot be used, and keeps the token in it to itself', async () => {
    const file = join(cwd, 'bad.json');
    await writeFile(file, JSON.stringify({ toggl: { token: 'canary-canary-canary', sorce: 'weekly' } }));
    const { code, stdout, stderr } = await runBin(['sync', '--config', file], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('toggl.sorce');
    expect(stderr).not.toContain('canary-canary');
  });
});
