/** Time that Toggl does not show is in no figure: every command that reads Toggl says so, and vouches for none of it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { samplePeople } from '../../src/sandbox/sample-directory.ts';
import type { Switches } from '../../src/sandbox/switches.ts';
import { closeWorlds, openWorld } from './support/world.ts';

afterEach(closeWorlds);

const range = ['--since', '2026-02-02', '--until', '2026-03-06'] as const;
const commands: readonly (readonly [string, readonly string[]])[] = [
  ['sync', ['sync', ...range]],
  ['dry-run', ['dry-run', ...range]],
  ['check-refs', ['check-refs', ...range]],
  ['list-unmatched', ['list-unmatched', ...range]],
  ['link', ['link', '--dry-run', ...range]],
  ['report', ['report', ...range]],
  [
    'explain',
    ['explain', '--person', `runn:${samplePeople.eric}`, '--project', 'Hidden Moon Base', '--date', '2026-02-02'],
  ],
];

const noAdmin = { tokenAdmin: 'no' } as const satisfies Partial<Switches>;
const shortPlan = { retentionDays: 14 } as const satisfies Partial<Switches>;

describe.each(commands)('%s', (_name, argv) => {
  it('ends with exit code 5 where the token is no admin’s', async () => {
    const world = await openWorld({ switches: noAdmin });
    const { code, document } = await world.runJson(argv);
    const found = document.findings.filter((each: { code: string }) => each.code === 'unseen-time');
    expect(found).toMatchObject([{ severity: 'error', subject: { togglWorkspaceId: 5411215 } }]);
    expect(code).toBe(5);
  });

  it('warns of days that the plan no longer shows', async () => {
    const world = await openWorld({ switches: shortPlan });
    const { document } = await world.runJson(argv);
    const found = document.findings.filter((each: { code: string }) => each.code === 'unseen-time');
    expect(found).toMatchObject([{ severity: 'warning', subject: { togglWorkspaceId: 5411215 } }]);
  });

  it('names it in the text', async () => {
    const world = await openWorld({ switches: noAdmin });
    expect((await world.run(argv)).stdout).toContain('unseen-time');
  });
});

describe('a token that is no admin’s', () => {
  it('gets no promise, whether there is something to write or not', async () => {
    const world = await openWorld({ switches: noAdmin });
    const texts = [
      await world.run(['dry-run', ...range]),
      await world.run(['sync', ...range]),
      await world.run(['sync', ...range]),
    ];
    for (const { stdout } of texts) expect(stdout).not.toMatch(/every minute tracked/i);
  });

  it('gets no good verdict on the page', async () => {
    const world = await openWorld({ switches: noAdmin });
    await world.run(['sync', '--since', '1d']);
    await world.run(['report', '--since', '1d', '--out', 'page.html']);
    const page = await readFile(join(world.folder, 'page.html'), 'utf8');
    expect(page).toContain('class="verdict error"');
    expect(page).not.toContain('Every minute tracked is there exactly once');
  });

  it.each([
    ['list-unmatched', ['list-unmatched', ...range]],
    ['link', ['link', '--dry-run', ...range]],
  ])('is told of beside the table of %s', async (_name, argv) => {
    const world = await openWorld({ switches: noAdmin });
    expect((await world.run([...argv, '--format', 'csv'])).stderr).toContain('1 error');
  });
});

describe('a plan that shows the last days alone', () => {
  it('gets a promise for those days, and none for the others', async () => {
    const world = await openWorld({ switches: shortPlan });
    const { stdout } = await world.run(['sync', ...range]);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/every minute tracked from 2026-02-2\d to 2026-03-06/i);
  });

  it('gets a whole promise for a range inside', async () => {
    const world = await openWorld({ switches: shortPlan });
    const { document } = await world.sync('--since', '7d');
    expect(document.findings.map(({ code }) => code)).not.toContain('unseen-time');
  });
});
