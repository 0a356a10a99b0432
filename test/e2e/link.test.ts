/** `link` against the sample company: what it proposes against what is true, and what it writes. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import Papa from 'papaparse';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { z } from 'zod';
import { InterruptedError } from '../../src/core/errors.ts';
import { linkDocument } from '../../src/output/json-schemas.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { answering } from './support/answering.ts';
import { closeWorlds, openWorld, type World } from './support/world.ts';

afterEach(closeWorlds);

type Link = z.infer<typeof linkDocument>['links'][number];

/** Toggl user or project -> Runn records, as the company's own references and its people's addresses have it. */
function truthOf(sandbox: Sandbox): ReadonlyMap<string, ReadonlySet<number>> {
  const truth = new Map<string, Set<number>>();
  const add = (kind: string, togglId: number, runnId: number) =>
    truth.set(`${kind}/${togglId}`, (truth.get(`${kind}/${togglId}`) ?? new Set()).add(runnId));
  const { toggl, runn } = sandbox.company;
  for (const { id, references, isPlaceholder, email } of runn.people) {
    if (isPlaceholder) continue;
    for (const { referenceName, externalId } of references) {
      if (referenceName === 'Custom1') add('person', Number(externalId), id);
    }
    const user = toggl.users.find((each) => each.email === email);
    if (user !== undefined) add('person', user.id, id);
  }
  for (const { id, references, isTemplate, name } of runn.projects) {
    if (isTemplate) continue;
    for (const { referenceName, externalId } of references) {
      if (referenceName === 'Custom1') add('project', Number(externalId), id);
    }
    const twin = toggl.projects.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (twin !== undefined) add('project', twin.id, id);
  }
  return truth;
}

function stripLinks({ runn }: Sandbox): void {
  for (const id of runn.people.keys()) runn.link('person', id, null);
  for (const id of runn.projects.keys()) runn.link('project', id, null);
}

async function propose(world: World, argv: readonly string[] = []): Promise<readonly Link[]> {
  const { code, document } = await world.runJson(['link', '--dry-run', '--since', '42d', ...argv]);
  expect(code).toBe(0);
  return linkDocument.parse(document).links;
}

const keyOf = ({ kind, togglId }: Pick<Link, 'kind' | 'togglId'>) => `${kind}/${togglId}`;

describe('the proposals', () => {
  it.each([1, 2, 3, 4])(
    'are every true pair that shares an address or a name, and none that is false is sure: seed %i',
    async (seed) => {
      const world = await openWorld({ seed });
      stripLinks(world.sandbox);
      const truth = truthOf(world.sandbox);
      const links = await propose(world);
      const isTrue = (link: Link) => truth.get(keyOf(link))?.has(link.runnId) === true;
      const found = new Set(links.filter(isTrue).map(keyOf));
      expect(truth.size).toBeGreaterThan(20);
      expect([...truth.keys()].filter((key) => !found.has(key))).toEqual([]);
      expect(links.filter((link) => link.isAccepted && !isTrue(link))).toEqual([]);
    },
  );

  it('leave to a person what is not sure: archived records, and a longer name', async () => {
    const world = await openWorld({}, { map: {} });
    stripLinks(world.sandbox);
    const links = await propose(world);
    const unsure = links
      .filter(({ isAccepted }) => !isAccepted)
      .map(({ toggl, runn, isArchived }) => ({ toggl, runn, isArchived }));
    expect(unsure).toEqual(
      expect.arrayContaining([
        { toggl: 'Nick Drake', runn: 'Nick Drake', isArchived: true },
        { toggl: 'Spa newsletter', runn: 'Spa Newsletter', isArchived: true },
        { toggl: 'Hidden Moon Base: maintenance', runn: 'Hidden Moon Base', isArchived: false },
      ]),
    );
  });

  it('are nothing where everything is linked', async () => {
    const world = await openWorld();
    await world.run(['link', '--yes']);
    expect((await propose(world)).filter(({ isAccepted }) => isAccepted)).toEqual([]);
  });
});

describe('link writes', () => {
  it('nothing with --dry-run, and nothing without a terminal and a yes', async () => {
    const world = await openWorld();
    await propose(world);
    const refused = await world.runJson(['link']);
    expect({ code: refused.code, error: refused.document.error.code }).toEqual({ code: 2, error: 'no-terminal' });
    expect(world.newWrites()).toBe(0);
  });

  it.each(['replace', 'merge'] as const)(
    'references beside those of other tools, where PATCH does %s',
    async (patchReferences) => {
      const world = await openWorld({ switches: { patchReferences } });
      const { code, document } = await world.runJson(['link', '--yes']);
      expect({ code, outcome: document.outcome }).toEqual({
        code: 0,
        outcome: { written: 2, failed: 0, unknown: 0, unsent: 0 },
      });
      const { people, projects } = world.sandbox.runn;
      expect(people.get(467)?.references).toEqual([{ referenceName: 'Custom1', externalId: '6911254' }]);
      expect(projects.get(795)?.references).toEqual([
        { referenceName: 'Harvest', externalId: '31000795' },
        { referenceName: 'Custom1', externalId: '170103142' },
      ]);
      // Everything else is as it was.
      expect(world.newWrites()).toBe(2);
    },
  );

  it('what --min-confidence allows', async () => {
    const world = await openWorld({}, { map: {} });
    const links = await propose(world, ['--min-confidence', '60%']);
    expect(links.filter(({ isAccepted }) => isAccepted).map(({ reason }) => reason)).toContain('part-of-name');
    expect((await world.run(['link', '--yes', '--min-confidence', 'much'])).code).toBe(2);
  });

  it('the id over one that stands there inexactly', async () => {
    const world = await openWorld();
    world.sandbox.runn.link('person', 457, ' #6911244');
    await world.run(['link', '--yes']);
    expect(world.sandbox.runn.people.get(457)?.references).toContainEqual({
      referenceName: 'Custom1',
      externalId: '6911244',
    });
  });

  it.each(['', '  '])('the id into a reference that says %j, and undo takes it away', async (blank) => {
    const world = await openWorld();
    world.sandbox.runn.link('person', 457, blank);
    const linked = await world.runJson(['link', '--yes']);
    expect(linked.document.outcome).toMatchObject({ written: 3, failed: 0 });
    const person = world.sandbox.runn.people.get(457);
    expect(person?.references).toEqual([{ referenceName: 'Custom1', externalId: '6911244' }]);
    expect((await world.runJson(['undo', linked.document.run])).code).toBe(0);
    expect(person?.references).toEqual([]);
  });

  it('further projects of a Runn project into map, and keeps the comments there', async () => {
    const world = await openWorld();
    const file = join(world.folder, 'links.yaml');
    const text = '# ours\nrunn:\n  referenceName: Custom1   # as ever\nmap:\n  people:\n    "1": skip # nobody\n';
    await writeFile(file, text);
    const csv = join(world.folder, 'links.csv');
    await writeFile(csv, 'accept,kind,toggl_id,runn_id\nyes,project,170103136,789\n');
    const { code, stdout } = await world.runBare(['link', '--from', csv, '--yes', '--json', '--config', file]);
    expect({ code, target: JSON.parse(stdout).links[0].target.kind }).toEqual({ code: 0, target: 'map' });
    const after = await readFile(file, 'utf8');
    expect(parse(after)).toEqual({
      runn: { referenceName: 'Custom1' },
      map: { people: { 1: 'skip' }, projects: { 170103136: 789 } },
    });
    for (const comment of ['# ours', '# as ever', '# nobody']) expect(after).toContain(comment);
    expect(world.newWrites()).toBe(0);
  });

  it('says when there is no file for map: exit 7', async () => {
    const world = await openWorld();
    const csv = join(world.folder, 'links.csv');
    await writeFile(csv, 'accept,kind,toggl_id,runn_id\nyes,project,170103136,789\n');
    const { code, stdout } = await world.runBare(['link', '--from', csv, '--yes', '--json']);
    const document = JSON.parse(stdout);
    expect({ code, status: document.links[0].status }).toEqual({ code: 7, status: 'failed' });
  });

  it('says so in a dry run too, with the whole reason at 80 columns', async () => {
    const world = await openWorld();
    const csv = join(world.folder, 'links.csv');
    await writeFile(csv, 'accept,kind,toggl_id,runn_id\nyes,project,170103136,789\n');
    const { stdout } = await world.runBare(['link', '--from', csv, '--dry-run']);
    expect(stdout).toMatch(/^ +-> .*, start of the name; goes into map$/m);
    expect(stdout).toContain('toggl-runn init');
    expect(stdout).toContain('No link to write, 1 that cannot be written');
    // One that the sandbox's own configuration has not in `map`; nothing makes a file for a sandbox.
    await writeFile(csv, 'accept,kind,toggl_id,runn_id\nyes,project,170103149,789\n');
    const { stdout: ofSandbox } = await world.runBare(['link', '--from', csv, '--dry-run', '--sandbox']);
    expect(ofSandbox).toContain('No link to write, 1 that cannot be written');
    expect(ofSandbox).not.toContain('toggl-runn init');
  });

  it('nothing over what somebody wrote in the meantime: exit 7', async () => {
    const world = await openWorld();
    world.sandbox.faults.add({
      service: 'runn',
      path: '/people/467',
      nth: 1,
      kind: 'run',
      run: () => world.sandbox.runn.link('person', 467, 42),
    });
    const { code, document } = await world.runJson(['link', '--yes']);
    expect(code).toBe(7);
    const { links } = linkDocument.parse(document);
    expect(links.map(({ runn, status }) => [runn, status])).toEqual([
      ['Kate Bush', 'failed'],
      ['Loyalty App', 'written'],
    ]);
    expect(world.sandbox.runn.people.get(467)?.references).toEqual([{ referenceName: 'Custom1', externalId: '42' }]);
  });
});

describe('link that is interrupted', () => {
  it('tells the one that was under way from those that were never begun, and history does too', async () => {
    const world = await openWorld();
    const interruption = new AbortController();
    world.sandbox.faults.add({
      service: 'runn',
      method: 'PATCH',
      nth: 1,
      kind: 'run',
      run: () => interruption.abort(new InterruptedError()),
    });
    const { code, stdout, stderr } = await world.run(['link', '--yes', '--json'], { signal: interruption.signal });
    const document = linkDocument.parse(JSON.parse(stdout));
    expect({ code, outcome: document.outcome, statuses: document.links.map(({ status }) => status) }).toEqual({
      code: 130,
      outcome: { written: 0, failed: 0, unknown: 1, unsent: 1 },
      statuses: ['unknown', 'unsent'],
    });
    expect(stderr).toContain('0 of 2 links were written, the next one may have been');
    const { document: history } = await world.runJson(['history']);
    expect(history.runs[0].outcome).toMatchObject({ applied: 0, failed: 0, skipped: 1, unknown: 1 });
  });
});

describe('link through a file', () => {
  it('writes the lines that were edited to yes, and none that say no', async () => {
    const world = await openWorld();
    const csv = join(world.folder, 'links.csv');
    expect((await world.run(['link', '--out', csv])).code).toBe(0);
    expect(world.newWrites()).toBe(0);
    const { data } = Papa.parse<Record<string, string>>(await readFile(csv, 'utf8'), {
      header: true,
      skipEmptyLines: true,
    });
    const edited = data.map((line) => {
      if (line['toggl_name'] === 'Kate Bush') return { ...line, accept: 'no' };
      // What had no proposal, filled in by hand.
      return line['toggl_name'] === 'Sales' ? { ...line, accept: 'x', runn_id: '804' } : line;
    });
    await writeFile(csv, Papa.unparse(edited, { delimiter: ';' }));
    const { document } = await world.runJson(['link', '--from', csv, '--yes']);
    expect(document.outcome).toEqual({ written: 2, failed: 0, unknown: 0, unsent: 0 });
    const { people, projects } = world.sandbox.runn;
    expect(people.get(467)?.references).toEqual([]);
    expect(projects.get(804)?.references).toEqual([{ referenceName: 'Custom1', externalId: '170103149' }]);
  });

  it('leaves a file alone that is there, unless told to overwrite it: exit 6', async () => {
    const world = await openWorld();
    const csv = join(world.folder, 'links.csv');
    await writeFile(csv, 'edited by hand');
    const { code, document } = await world.runJson(['link', '--out', csv]);
    expect({ code, error: document.error.code }).toEqual({ code: 6, error: 'file-exists' });
    expect(await readFile(csv, 'utf8')).toBe('edited by hand');
    expect((await world.run(['link', '--out', csv, '--force'])).code).toBe(0);
    expect(await readFile(csv, 'utf8')).toContain('Kate Bush');
    expect((await world.run(['link', '--yes', '--force'])).code).toBe(2);
  });

  it('names --from with --yes where nobody can be asked, after it has read the file', async () => {
    const world = await openWorld();
    const csv = join(world.folder, 'links.csv');
    const missing = await world.runJson(['link', '--from', csv]);
    expect(missing.document.error.code).toBe('links-file');
    await writeFile(csv, 'accept,kind,toggl_id,runn_id\nyes,person,6911254,467\n');
    const { code, document } = await world.runJson(['link', '--from', csv]);
    expect({ code, error: document.error.code }).toEqual({ code: 2, error: 'no-terminal' });
    expect(document.error.hint).toContain(`--yes writes the accepted lines of ${csv}`);
  });

  it('refuses a file with every line that cannot be, and writes nothing', async () => {
    const world = await openWorld();
    const csv = join(world.folder, 'links.csv');
    const lines = [
      'accept,kind,toggl_id,runn_id',
      'yes,person,6911254,99999',
      'yes,person,1,467',
      'yes,person,6911254,467',
      'yes,project,170103142,803',
      'yes,person,6910539,457',
    ];
    await writeFile(csv, lines.join('\n'));
    const { code, document } = await world.runJson(['link', '--from', csv, '--yes']);
    expect({ code, error: document.error.code, writes: world.newWrites() }).toEqual({
      code: 2,
      error: 'links-file',
      writes: 0,
    });
  });
});

describe('link --export', () => {
  const team = JSON.stringify([{ id: 6_911_254, email: 'kate.bush@example.com', fullname: 'Kate Bush' }]);
  const members = JSON.stringify([
    { id: 8_300_012, uid: 6_911_254, name: 'Kate Bush', email: 'kate.bush@example.com', active: true },
  ]);
  const projects = JSON.stringify([{ id: 170_103_142, name: 'Loyalty app', client_id: 3, active: true }]);
  const clients = JSON.stringify([{ id: 3, name: 'Purple Haze Coffee' }]);

  it.each([
    ['2021', { 'team.json': team, 'projects.json': projects, 'clients.json': clients }],
    ['today', { 'workspace_users.json': members, 'projects.json': projects, 'clients.json': clients }],
  ])('takes names and ids from a zip of %s, and asks Toggl nothing', async (_, files) => {
    const world = await openWorld();
    const zip = join(world.folder, 'export.zip');
    const entries = Object.entries(files).map(([name, text]) => [`toggl/${name}`, strToU8(text)] as const);
    await writeFile(zip, zipSync(Object.fromEntries(entries)));
    const { code, document } = await world.runJson(['link', '--export', zip, '--yes'], {
      env: { ...world.env, TOGGL_API_TOKEN: '' },
    });
    expect({ code, outcome: document.outcome }).toEqual({
      code: 0,
      outcome: { written: 2, failed: 0, unknown: 0, unsent: 0 },
    });
    expect(world.sandbox.requests.filter(({ service }) => service === 'toggl')).toEqual([]);
    expect(world.sandbox.runn.people.get(467)?.references).toEqual([
      { referenceName: 'Custom1', externalId: '6911254' },
    ]);
  });
});

describe('the next command of link', () => {
  const range = ['--since', '2026-02-01', '--until', '2026-03-01'] as const;
  const nextOf = async (world: World, argv: readonly string[]) => {
    const { stdout } = await world.run(['link', ...range, ...argv]);
    return /^ {2}toggl-runn (.*)$/m.exec(stdout.slice(stdout.lastIndexOf('Next,')))?.[1];
  };

  it.each([
    [['--dry-run'], `link --yes ${range.join(' ')}`],
    [['--dry-run', '--min-confidence', '50%'], `link --yes --min-confidence 0.5 ${range.join(' ')}`],
    [['--dry-run', '--from', 'my links.csv'], `link --yes --from "my links.csv" ${range.join(' ')}`],
    [['--out', 'new.csv', '--min-confidence', '0.5'], `link --from new.csv ${range.join(' ')}`],
    [['--yes'], `check-refs ${range.join(' ')}`],
  ])('goes to the same links and days after %j', async (argv, expected) => {
    const world = await openWorld();
    await writeFile(join(world.folder, 'my links.csv'), 'accept,kind,toggl_id,runn_id\nyes,person,6911254,467\n');
    expect(await nextOf(world, argv)).toContain(expected);
  });

  it('names the configuration file', async () => {
    const world = await openWorld();
    const file = join(world.folder, 'other.yaml');
    await writeFile(file, 'runn:\n  referenceName: Custom1\n');
    const { stdout } = await world.runBare(['link', '--dry-run', '--config', file, '--format', 'markdown']);
    expect(stdout.slice(stdout.lastIndexOf('Next,'))).toContain(`--config ${file}`);
  });

  it('does not promise with --yes what was picked by hand', async () => {
    const world = await openWorld();
    const { options } = answering([
      [/at least 90 % sure/, '\n'],
      [/Nothing in Runn looks like these/, ' \n'],
      [/Which project of Runn is Sales/, 'stairway'],
      [/Stairway Proposal/, '\n'],
      [/Write 3 references/, 'n\n'],
    ]);
    const { stdout } = await world.run(['link'], { ...options, env: { ...world.env, NO_COLOR: '1' } });
    expect(stdout.slice(stdout.lastIndexOf('Next,'))).not.toContain('--yes');
  });
});

describe('link in a terminal', () => {
  it('writes what is accepted together, chosen by typing, and confirmed', async () => {
    const world = await openWorld();
    const { left, options } = answering([
      [/at least 90 % sure/, '\n'],
      // Marks the one record without a proposal, and looks for another.
      [/Nothing in Runn looks like these/, ' \n'],
      [/Which project of Runn is Sales/, 'stairway'],
      [/Stairway Proposal/, '\n'],
      [/Write 3 references/, '\n'],
    ]);
    const { code } = await world.run(['link'], { ...options, env: { ...world.env, NO_COLOR: '1' } });
    expect({ code, left }).toEqual({ code: 0, left: [] });
    const { people, projects } = world.sandbox.runn;
    expect(
      [people.get(467), projects.get(795), projects.get(804)].map((each) => each?.references.at(-1)?.externalId),
    ).toEqual(['6911254', '170103142', '170103149']);
  });

  it('shows the links of a file before it asks for the last yes', async () => {
    const world = await openWorld();
    const csv = join(world.folder, 'links.csv');
    await writeFile(csv, 'accept,kind,toggl_id,runn_id\nyes,person,6911254,467\n');
    const { options } = answering([[/Write 1 reference/, '\n']]);
    const { code, stderr } = await world.run(['link', '--from', csv], {
      ...options,
      env: { ...world.env, NO_COLOR: '1' },
    });
    expect(stderr).toMatch(/Links to write \(1\).*Kate Bush +-> +Kate Bush.*Write 1 reference/s);
    expect({ code, writes: world.newWrites() }).toEqual({ code: 0, writes: 1 });
  });

  it('writes nothing without the last yes', async () => {
    const world = await openWorld();
    const { options } = answering([
      [/at least 90 % sure/, '\n'],
      [/Nothing in Runn looks like these/, '\n'],
      [/Write 2 references/, 'n\n'],
    ]);
    const { code } = await world.run(['link'], { ...options, env: { ...world.env, NO_COLOR: '1' } });
    expect({ code, writes: world.newWrites() }).toEqual({ code: 0, writes: 0 });
  });

  it('asks nothing where nothing can be written for want of a configuration file', async () => {
    const world = await openWorld();
    const csv = join(world.folder, 'links.csv');
    await writeFile(csv, 'accept,kind,toggl_id,runn_id\nyes,project,170103136,789\n');
    const { options } = answering([]);
    const { code, stdout } = await world.runBare(['link', '--from', csv], {
      ...options,
      env: { ...world.env, NO_COLOR: '1' },
    });
    expect({ code, writes: world.newWrites() }).toEqual({ code: 0, writes: 0 });
    expect(stdout).toMatch(/^ {2}toggl-runn init/m);
  });

  it('says in the question which links cannot be written', async () => {
    const world = await openWorld();
    const csv = join(world.folder, 'links.csv');
    await writeFile(csv, 'accept,kind,toggl_id,runn_id\nyes,project,170103136,789\nyes,person,6911254,467\n');
    const { left, options } = answering([
      [/Write 1 reference to Runn\? \(1 link goes into map, and there is no/, 'n\n'],
    ]);
    await world.runBare(['link', '--from', csv], { ...options, env: { ...world.env, NO_COLOR: '1' } });
    expect(left).toEqual([]);
  });
});
