/** `check-refs`: every kind of trouble, planted in both services, is found under its own code. */
import { afterEach, describe, expect, it } from 'vitest';
import type { RefCode } from '../../src/core/report.ts';
import { refsDocument } from '../../src/output/json-schemas.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { today } from './support/fake-runtime.ts';
import { closeWorlds, openWorld, type TestConfig, type World } from './support/world.ts';

afterEach(closeWorlds);

/**
 * The workspace that is read has the projects with even numbers, another one those with odd numbers: Toggl project
 * `170100000 + n` is Runn project `5001 + n`, Toggl user `6910000 + n` is Runn person `1001 + n`.
 */
const read = 5_411_215;
const togglUser = (n: number) => 6_910_000 + n;
const togglProject = (n: number) => 170_100_000 + n;
const person = (n: number) => 1001 + n;
const project = (n: number) => 5001 + n;

async function openTwo(config: TestConfig = {}): Promise<World> {
  const company = generateCompany({ people: 4, projects: 8, days: 14, today, workspaces: 2, projectsPerPerson: 4 });
  const world = await openWorld({ company }, { toggl: { workspaceIds: [read] }, ...config });
  // Nothing stands wrong at first: what belongs to the other workspace carries no link.
  for (const n of [1, 3, 5, 7]) world.sandbox.runn.link('project', project(n), null);
  return world;
}

async function audit(world: World) {
  const { TOGGL_WORKSPACE_ID: _, ...env } = world.env;
  const result = await world.runJson(['check-refs', '--since', '14d'], { env });
  return { code: result.code, findings: refsDocument.parse(result.document).findings };
}

/** What each plant does to the company, or to the configuration. */
const plants: Readonly<Record<RefCode, { readonly plant?: (world: World) => void; readonly config?: TestConfig }>> = {
  'unseen-time': {
    plant: ({ sandbox }) => {
      const workspace = sandbox.toggl.workspaces.get(read);
      if (workspace !== undefined) workspace.retentionDays = 5;
    },
  },
  'duplicate-id': { plant: ({ sandbox }) => sandbox.runn.link('project', project(1), togglProject(0)) },
  'unknown-id': { plant: ({ sandbox }) => sandbox.runn.link('person', person(0), 123_456) },
  'wrong-kind': { plant: ({ sandbox }) => sandbox.runn.link('person', person(0), togglProject(0)) },
  'near-miss': { plant: ({ sandbox }) => sandbox.runn.link('person', person(0), ` #${togglUser(0)}`) },
  'other-workspace': { plant: ({ sandbox }) => sandbox.runn.link('project', project(1), togglProject(1)) },
  'map-unknown-target': { config: { map: { people: { [togglUser(0)]: 999_999 } } } },
  'map-unknown-source': { config: { map: { people: { 4711: person(0) } } } },
  'unlinked-person': { plant: ({ sandbox }) => sandbox.runn.link('person', person(0), null) },
  'unlinked-project': { plant: ({ sandbox }) => sandbox.runn.link('project', project(0), null) },
  'archived-in-runn': { plant: ({ sandbox }) => archive(sandbox.runn.people.get(person(0))) },
  'link-on-placeholder': {
    plant: ({ sandbox }) => {
      const record = sandbox.runn.people.get(person(0));
      if (record !== undefined) record.isPlaceholder = true;
    },
  },
  'link-on-template': {
    plant: ({ sandbox }) => {
      const record = sandbox.runn.projects.get(project(0));
      if (record !== undefined) record.isTemplate = true;
    },
  },
  'deleted-in-toggl': {
    plant: ({ sandbox }) => {
      const record = sandbox.toggl.projects.get(togglProject(0));
      if (record !== undefined) Object.assign(record, { active: false, isDeleted: true });
    },
  },
  'no-role': { plant: ({ sandbox }) => removeContracts(sandbox.runn.contracts, person(0)) },
  'archived-in-toggl': {
    plant: ({ sandbox }) => {
      const record = sandbox.toggl.projects.get(togglProject(0));
      if (record !== undefined) record.active = false;
    },
  },
  'shared-person': { config: { map: { people: { [togglUser(0)]: person(1) } } } },
  'shared-project': { config: { map: { projects: { [togglProject(0)]: project(2) } } } },
  'other-reference-name': {
    plant: ({ sandbox }) => {
      sandbox.runn.link('person', person(0), null);
      sandbox.runn.link('person', person(0), togglUser(0), 'Harvest');
    },
  },
  'map-shadows-link': { config: { map: { people: { [togglUser(0)]: 'skip' } } } },
  'archived-duplicate': {
    plant: ({ sandbox }) => {
      archive(sandbox.runn.projects.get(project(1)));
      sandbox.runn.link('project', project(1), togglProject(0));
    },
  },
  'unlinked-runn-person': { plant: ({ sandbox }) => sandbox.runn.link('person', person(0), null) },
  // The projects of the other workspace.
  'unlinked-runn-project': {},
};

/** What comes with a plant by its nature. */
const companions: Partial<Record<RefCode, readonly RefCode[]>> = {
  'unknown-id': ['unlinked-person'],
  'wrong-kind': ['unlinked-person'],
  'map-unknown-target': ['map-shadows-link'],
  'unlinked-person': ['unlinked-runn-person'],
  'unlinked-project': ['unlinked-runn-project'],
  'shared-person': ['map-shadows-link'],
  'shared-project': ['map-shadows-link'],
  'other-reference-name': ['unlinked-person', 'unlinked-runn-person'],
  'unlinked-runn-person': ['unlinked-person'],
};

function archive(record: { isArchived: boolean } | undefined): void {
  if (record !== undefined) record.isArchived = true;
}

function removeContracts(contracts: Map<number, { readonly personId: number }>, personId: number): void {
  for (const [id, contract] of contracts) if (contract.personId === personId) contracts.delete(id);
}

describe('check-refs', () => {
  it('finds nothing but records of Runn without a link in a company in order', async () => {
    const { code, findings } = await audit(await openTwo());
    expect(new Set(findings.map((finding) => finding.code))).toEqual(new Set(['unlinked-runn-project']));
    expect(code).toBe(0);
  });

  it.each(Object.keys(plants) as RefCode[])('finds %s, and only what comes with it', async (code) => {
    const { plant, config } = plants[code];
    const world = await openTwo(config);
    plant?.(world);
    const { findings, code: exitCode } = await audit(world);
    const found = new Set(findings.map((finding) => finding.code));
    expect(found).toEqual(new Set(['unlinked-runn-project', code, ...(companions[code] ?? [])]));
    expect(exitCode).toBe(findings.some(({ severity }) => severity !== 'info') ? 5 : 0);
    expect(findings.filter(({ hint }) => hint === null)).toEqual([]);
  });

  it('names the workspace that an id is of, and says nothing of one that may not be listed', async () => {
    const world = await openTwo();
    world.sandbox.runn.link('project', project(1), togglProject(1));
    const { findings } = await audit(world);
    const finding = findings.find(({ code }) => code === 'other-workspace');
    expect(finding?.subject.togglWorkspaceId).toBe(read + 1);
    expect(finding?.message).toContain('Workspace 2 (5411216)');
    world.sandbox.faults.add({
      service: 'toggl',
      path: `/api/v9/workspaces/${read + 1}/`,
      kind: 'status',
      status: 403,
      body: 'User does not have access to this resource.',
    });
    const without = await audit(world);
    expect(without.findings.map(({ code }) => code)).toContain('unknown-id');
  });

  it('prints them as CSV', async () => {
    const world = await openTwo();
    world.sandbox.runn.link('person', person(0), null);
    const { code, stdout } = await world.run(['check-refs', '--format', 'csv']);
    expect(code).toBe(5);
    expect(stdout.split('\r\n')[0]).toMatch(/^code,severity,kind,toggl_id,toggl_name,runn_id/);
    expect(stdout).toContain('unlinked-person,warning,person,6910000,Person 1');
  });
});

describe('a reference name under which the ids do not stand', () => {
  it.each(['check-refs', 'list-unmatched', 'link', 'dry-run', 'sync'])('is warned of by %s', async (command) => {
    const world = await openWorld();
    const dryRun = command === 'link' || command === 'sync' ? ['--dry-run'] : [];
    const { stderr } = await world.run([command, ...dryRun], { env: { ...world.env, RUNN_REFERENCE_NAME: 'Custom2' } });
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('`runn.referenceName: Custom1`');
    expect((await world.run([command, ...dryRun])).stderr).not.toContain('runn.referenceName');
  });
});
