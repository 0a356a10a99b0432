/** What could be changed under our feet: actions of workflows, rights of their tokens, and what is published. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, '.github', 'workflows');

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly permissions?: Readonly<Record<string, string>>; readonly 'timeout-minutes'?: number }>
  >;
}

describe.each(readdirSync(folder))('%s', (name) => {
  const text = readFileSync(path.join(folder, name), 'utf8');
  const workflow = parse(text) as Workflow;

  it('pins every action by commit, and says which version that is', () => {
    const used = text.match(/uses: .*/g) ?? [];
    expect(used.length).toBeGreaterThan(0);
    for (const line of used) expect(line).toMatch(/^uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('has the rights that it needs, and a time limit', () => {
    const granted = [
      workflow.permissions ?? { everything: 'write' },
      ...Object.values(workflow.jobs).map((job) => job.permissions ?? {}),
    ];
    const rights = granted.flatMap((each) => Object.entries(each));
    expect(rights.filter(([what, right]) => right !== 'read' && what !== 'id-token')).toEqual([]);
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(20);
  });

  it('uses no stored secret, runs nobody’s install script and leaves no credentials in the clone', () => {
    expect(text).not.toContain('secrets.');
    for (const line of text.match(/npm ci.*/g) ?? []) expect(line).toContain('--ignore-scripts');
    expect(text.match(/actions\/checkout@/g)).toHaveLength(text.match(/persist-credentials: false/g)?.length ?? 0);
  });
});

it('publishes with provenance, by the one job that may say who it is', () => {
  const text = readFileSync(path.join(folder, 'release.yml'), 'utf8');
  const { jobs } = parse(text) as Workflow;
  expect(text).toContain('npm publish --provenance');
  const tellers = Object.entries(jobs).filter(([, job]) => job.permissions?.['id-token'] === 'write');
  expect(tellers.map(([name]) => name)).toEqual(['publish']);
});

it('publishes the program, its documents and nothing else', async () => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: root,
  });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const strangers = files
    .map((file) => file.path)
    .filter(
      (file) =>
        !/^(bin|dist|docs)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md|\.toggl-runnrc\.example)$/.test(file),
    );
  expect(strangers).toEqual([]);
});

it('locks every package by its checksum, and names no place to get it from', () => {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const packages = Object.entries<{ integrity?: string; resolved?: string; link?: boolean }>(lock.packages).filter(
    ([name, { link }]) => name !== '' && link !== true,
  );
  expect(packages.length).toBeGreaterThan(100);
  expect(packages.filter(([, { integrity }]) => integrity === undefined).map(([name]) => name)).toEqual([]);
  expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([name]) => name)).toEqual([]);
});

it('names every direct dependency in the table of CONTRIBUTING.md', () => {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const text = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');
  const [, section = ''] = /\n## Dependencies\n([\s\S]*?)\n## /.exec(text) ?? [];
  const missing = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !section.includes(`\`${name}\``),
  );
  expect(missing).toEqual([]);
});
