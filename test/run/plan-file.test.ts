import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseIsoDate } from '../../src/core/dates.ts';
import { type FindingFacts, type FindingSubject, finding, findingCodes } from '../../src/core/findings.ts';
import type {
  IsoDate,
  RunnActualId,
  RunnPersonId,
  RunnProjectId,
  RunnRoleId,
  TogglProjectId,
  TogglUserId,
  TogglWorkspaceId,
} from '../../src/core/model.ts';
import type { Statement } from '../../src/core/plan.ts';
import { listSeenActuals } from '../../src/core/preconditions.ts';
import { readPlanFile, type StoredPlan, writePlanFile } from '../../src/run/plan-file.ts';
import { namesIn } from '../../src/run/stored-findings.ts';
import { aChange, standingOf } from './fake-runn.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'toggl-runn-plan-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const day = parseIsoDate('2024-01-08') as IsoDate;
const statement: Statement = {
  toggl: {
    ...{ trackedSeconds: 10, inSyncSeconds: 0, changedSeconds: 3, excludedSeconds: 0, roundingSeconds: 0 },
    heldBackSeconds: { 'unmatched-person': 7 },
  },
  runn: {
    ...{ minutesBefore: 0, minutesAfter: 0, fromToggl: 0, onlyInRunn: 0, editsKept: 0 },
    ...{ splitCells: 0, clearsWithheld: 0, closedPeriods: 0, failed: 0 },
  },
};
const changes = [aChange(), aChange({ kind: 'update', project: 2, phase: 3 }), aChange({ kind: 'clear', project: 4 })];
const everyFinding = findingCodes.map((code) => finding(code, {}));
const minutes = { billableMinutes: 1, nonbillableMinutes: 2 };
const [person, project] = [456 as RunnPersonId, 789 as RunnProjectId];
const [user, togglProject] = [1 as TogglUserId, 2 as TogglProjectId];
/** What is not among these is lost in the file. */
const allFacts: Required<FindingFacts> = {
  days: [day],
  rowSeconds: 1,
  totalSeconds: 2,
  runnMinutes: minutes,
  togglMinutes: minutes,
  billableDeltaMinutes: 5,
  deltaMinutes: -3,
  movedTo: { projectId: project, date: day },
  candidateRoleIds: [10 as RunnRoleId],
  candidatePersonIds: [person],
  candidateProjectIds: [project],
  togglUserIds: [user],
  togglProjectIds: [togglProject, null],
  mapTarget: 4,
  cause: 'retention',
  unseen: { cause: 'not-admin', until: day },
  isScheduledZero: true,
  cells: 5,
  words: 'No.',
};
const allOfSubject: Required<FindingSubject> = {
  togglWorkspaceId: 6 as TogglWorkspaceId,
  togglUserId: user,
  togglProjectId: null,
  runnPersonId: person,
  runnProjectId: project,
  runnActualId: 7 as RunnActualId,
  date: day,
};
const withAllFacts = finding('unseen-time', allOfSubject, { seconds: 60, facts: allFacts, severity: 'warning' });
const plan: StoredPlan = {
  toolVersion: '1.0.0',
  createdAt: '2024-01-08T09:00:00.000Z',
  account: 'api.runn.io/TEST/1@2020',
  accounts: {
    toggl: { host: 'api.track.toggl.com', workspaces: [] },
    runn: { host: 'api.runn.io', environment: 'TEST', key: 'sync' },
  },
  window: { since: day, until: day },
  options: { people: ['eric@example.com'], projects: [], intent: { adopt: true, clearUnmarked: false, rerole: false } },
  clearWith: 'zero',
  findings: [...everyFinding, withAllFacts],
  names: {
    users: new Map([[1 as TogglUserId, 'Eric Clapton']]),
    togglProjects: new Map([[2 as TogglProjectId, 'Hidden Moon Base (Acme)']]),
    roles: new Map([[10 as RunnRoleId, 'Guitarist']]),
  },
  statement,
  changes,
  seen: listSeenActuals(
    changes,
    changes.filter(({ kind }) => kind !== 'create').map((change) => standingOf(change)),
  ),
};

const read = () => readPlanFile(folder, 'plan.json');
const file = () => path.join(folder, 'plan.json');

describe('plan files', () => {
  it('come back as they were saved', async () => {
    expect(await writePlanFile(folder, 'plan.json', plan)).toBe(file());
    expect(await read()).toEqual(plan);
  });

  it('are refused in the version before, which kept no findings', async () => {
    await writePlanFile(folder, 'plan.json', plan);
    const document = JSON.parse(await readFile(file(), 'utf8'));
    await writeFile(file(), JSON.stringify({ ...document, version: 1 }));
    await expect(read()).rejects.toMatchObject({ code: 'plan-version', exitCode: 6 });
  });

  it('keep of names those that their findings speak of', () => {
    const findings = [
      finding('unmatched-project', { togglProjectId: togglProject }, { facts: { togglUserIds: [user] } }),
    ];
    const names = {
      ...{ people: new Map(), projects: new Map(), workspaces: new Map() },
      users: new Map([
        [user, 'Eric'],
        [9 as TogglUserId, 'Jack'],
      ]),
      togglProjects: new Map([
        [togglProject, 'Base'],
        [9 as TogglProjectId, 'Other'],
      ]),
      roles: new Map([[9 as RunnRoleId, 'Bass']]),
    };
    expect(namesIn(findings, names)).toEqual({
      users: new Map([[user, 'Eric']]),
      togglProjects: new Map([[togglProject, 'Base']]),
      roles: new Map(),
    });
  });

  it('are readable for their owner alone, whatever stood there before', async () => {
    await writeFile(file(), 'old', { mode: 0o644 });
    await writePlanFile(folder, 'plan.json', plan);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['no JSON', '{"format":'],
    ['null', 'null'],
    ['another format', '{"format":"terraform plan","version":2,"checksum":"","plan":{}}'],
    ['a prototype', '{"__proto__":{"format":"toggl-runn plan","version":2,"checksum":"","plan":{}}}'],
    ['brackets without end', '['.repeat(200_000)],
  ])('are no plans when they hold %s', async (_, text) => {
    await writeFile(file(), text);
    await expect(read()).rejects.toMatchObject({ code: 'plan-file', exitCode: 2 });
  });

  it('are no plans when they are folders', async () => {
    await expect(readPlanFile(path.dirname(folder), path.basename(folder))).rejects.toMatchObject({
      code: 'plan-file',
    });
  });

  it('are not read when they are far too large', async () => {
    await writeFile(file(), '{');
    await truncate(file(), 300 * 1024 * 1024);
    await expect(read()).rejects.toMatchObject({ code: 'plan-file', message: expect.stringContaining('300 MB') });
  });

  it('are refused when something in them is nested without end', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const head = JSON.stringify({ format: 'toggl-runn plan', version: 2, checksum: 'sha256:0' });
    await writeFile(file(), `${head.slice(0, -1)},"plan":{"changes":${deep}}}`);
    await expect(read()).rejects.toMatchObject({ code: expect.stringMatching(/^plan-(file|checksum)$/) });
  });
});
