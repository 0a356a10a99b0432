/**
 * A company in which everything that has a name is named by somebody who means harm: every command, in every format,
 * prints nothing that a terminal obeys, a spreadsheet computes, a page runs, or Markdown takes for its own.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatsOf } from '../../src/cli/global-options.ts';
import type { Company } from '../../src/sandbox/company.ts';
import { sampleCompany } from '../../src/sandbox/sample-company.ts';
import { today } from './support/fake-runtime.ts';
import { closeWorlds, openWorld, type World } from './support/world.ts';

const attacks = [
  '\u001b[2J\u001b]0;owned\u0007\u001b[31m',
  '\u202egnp.exe\u2066\u200b',
  'one\r\ntwo\u2028three\u0000four',
  '=HYPERLINK("http://x.example/?"&A1,"Open")',
  '+1+cmd|"/c calc"!A0',
  '@SUM(1+1)*cmd|calc!A0',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</script><svg onload=alert(1)>',
  '[click](javascript:alert(1)) ![x](http://x.example/x.png)',
  '| a | b |\n| - | - |',
  '`code` **bold** <!-- -->',
  '__proto__',
  'x'.repeat(10_000),
  '\ud800\udfff\ud83d',
  '   ',
] as const;

/** Every name an attack, each record another one; what stands behind it keeps the names apart. */
function hostileCompany(): Company {
  const { toggl, runn, ...company } = sampleCompany({ today, seed: 1 });
  let turn = 0;
  const attack = (): string => attacks[turn++ % attacks.length] ?? '';
  return {
    ...company,
    toggl: {
      ...toggl,
      workspaces: toggl.workspaces.map((each) => ({ ...each, name: `${attack()} ${each.name}` })),
      users: toggl.users.map((each) => ({ ...each, fullname: `${attack()} ${each.fullname}` })),
      clients: toggl.clients.map((each) => ({ ...each, name: `${attack()} ${each.name}` })),
      projects: toggl.projects.map((each) => ({ ...each, name: `${attack()} ${each.name}` })),
      entries: toggl.entries.map((each) => ({ ...each, description: attack() })),
    },
    runn: {
      ...runn,
      keyName: `${attacks[0]}${attacks[6]}`,
      people: runn.people.map((each) => ({ ...each, firstName: attack(), lastName: each.lastName })),
      projects: runn.projects.map((each) => ({ ...each, name: `${attack()} ${each.name}` })),
      clients: runn.clients.map((each) => ({ ...each, name: `${attack()} ${each.name}` })),
      roles: runn.roles.map((each) => ({ ...each, name: `${attack()} ${each.name}` })),
      actuals: runn.actuals.map((each) => ({ ...each, billableNote: `${attack()} ${each.billableNote ?? ''}` })),
    },
  };
}

const range = ['--since', '2026-02-23', '--until', today] as const;
const commands: readonly (readonly string[])[] = [
  ['dry-run', ...range, '--all'],
  ['check-refs', ...range, '--all'],
  ['list-unmatched', ...range, '--all'],
  ['link', ...range, '--dry-run', '--all'],
  ['explain', '--person', 'runn:456', '--project', 'runn:789', '--date', '2026-03-03'],
  ['sync', ...range, '--all'],
  ['link', ...range, '--yes', '--min-confidence', '0.6', '--all'],
  ['history'],
  ['doctor'],
];

/** Terminals obey control characters, and readers are misled by others that cannot be seen. */
const dangerous = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const withoutLineEnds = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll('\ufeff', '');

const checks: Readonly<Record<string, (text: string) => void>> = {
  text: (text) => expect(text).not.toMatch(dangerous),
  json: (text) => {
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(() => JSON.parse(text)).not.toThrow();
  },
  csv: (text) => {
    expect(withoutLineEnds(text)).not.toMatch(dangerous);
    const { data } = Papa.parse<string[]>(text.replace(/^\ufeff/, ''));
    const formulas = data.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell));
    expect(formulas).toEqual([]);
  },
  markdown: (text) => {
    expect(text).not.toMatch(dangerous);
    // Raw HTML, a link or an image of somebody's name would need these, unescaped.
    expect(text.replaceAll(/\\[<>[\]()!|`*_#&]/g, '').replaceAll(/&lt;|&gt;|&amp;/g, '')).not.toMatch(
      /<(script|img|svg)|\]\(javascript:|!\[x\]/i,
    );
  },
};

describe('names that mean harm', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ company: hostileCompany(), limits: false });
  });
  afterAll(closeWorlds);

  it.each(
    commands.flatMap((argv) =>
      formatsOf(argv[0] ?? '').map((format) => [`${argv[0]}, ${format}`, argv, format] as const),
    ),
  )('do none in %s', async (_, argv, format) => {
    const { code, stdout, stderr } = await world.run([...argv, '--format', format]);
    expect([0, 1, 3, 5, 7]).toContain(code);
    expect(stdout.length).toBeGreaterThan(10);
    checks[format]?.(stdout);
    // A name of ten thousand characters does not push everything else out of sight. Commands are not broken.
    const lines = stdout.split('\n').filter((line) => !line.startsWith('  toggl-runn '));
    if (format === 'text') expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(120);
    expect(stderr.replaceAll('\r', '')).not.toMatch(dangerous);
  });

  it('do none in the page of report', async () => {
    const file = path.join(world.folder, 'page.html');
    const { code, stdout } = await world.run(['report', ...range, '--out', file]);
    expect([0, 5]).toContain(code);
    expect(stdout).not.toMatch(dangerous);
    const page = await readFile(file, 'utf8');
    expect(page).not.toMatch(/<script>alert|<img src=x|<svg onload|onerror=alert\(1\)>/i);
  });

  it('do none with --debug, nor in the message of a failure', async () => {
    world.sandbox.faults.add({
      service: 'runn',
      path: '/projects/',
      kind: 'status',
      status: 400,
      body: { message: attacks.join(' ') },
    });
    const { code, stderr } = await world.run(['dry-run', ...range, '--debug']);
    world.sandbox.faults.clear();
    expect(code).toBe(1);
    expect(stderr).not.toMatch(dangerous);
    expect(stderr.length).toBeLessThan(8000);
  });
});
