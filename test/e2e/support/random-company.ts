/**
 * A company out of a random history (test/properties), with both services over it on loopback: what the oracle and the
 * model of the properties say of it has to come out of the real commands, over HTTP, too.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Company } from '../../../src/sandbox/company.ts';
import { oracle } from '../../oracle/oracle.ts';
import type { OracleScopeSide, OracleWorkspace, World as OracleWorld } from '../../oracle/world.ts';
import { after, type History, type HistoryWorld } from '../../properties/arbitraries.ts';
import { planOf } from '../../properties/product.ts';
import { applyChanges, stateOf } from '../../properties/simulate-runn.ts';
import { today } from './fake-runtime.ts';
import { openWorld, type Result } from './world.ts';

const userIds = [11, 12, 13, 14, 15, 16];
const togglProjectIds = [21, 22, 23, 24, 25, 26];
/** Whose tokens they are, one for each workspace; they track no time. */
const owners = [1, 2];
const firstActualId = 100_001;

/** The history's last morning, as far as the sandbox can be made so: no totals that differ, no schedule, no phases. */
export function lastMorning({ company, days }: History): HistoryWorld {
  let world = company;
  for (const [index, day] of days.entries()) {
    for (const happened of day.events) world = after(world, happened);
    if (index === days.length - 1) break;
    const actuals = applyChanges(world.runn.actuals, planOf(world).changes, world.rules.clearWith);
    world = { ...world, runn: { ...world.runn, actuals } };
  }
  return asTheSandboxHasIt(world);
}

function asTheSandboxHasIt(world: HistoryWorld): HistoryWorld {
  const everywhere = [...world.workspaces, ...world.absent].sort((a, b) => a.id - b.id);
  const known = new Set(everywhere.flatMap(({ projects }) => projects));
  const homeless = togglProjectIds.filter((id) => !known.has(id));
  const asItIs = (workspace: OracleWorkspace): OracleWorkspace => {
    const projects = [...workspace.projects, ...(workspace === everywhere[0] ? homeless : [])];
    const rows = everywhere
      .flatMap((other) =>
        other.rows.filter(({ projectId }) => (projectId === null ? other === workspace : projects.includes(projectId))),
      )
      .filter(({ date }) => workspace.readableSince === null || workspace.readableSince <= date)
      .map((row) => (workspace.billable === 'flag' ? row : { ...row, billableSeconds: 0 }));
    return { ...workspace, isAdmin: true, users: [...userIds, ...owners], projects, rows, totalsDifferences: [] };
  };
  return {
    ...world,
    today,
    workspaces: world.workspaces.map(asItIs),
    absent: world.absent.map(asItIs),
    runn: {
      ...world.runn,
      schedule: null,
      // The product asks for no placeholders, so that it cannot know which of them are archived.
      people: world.runn.people.map((person) => (person.isPlaceholder ? { ...person, isArchived: false } : person)),
      members: world.runn.members.filter(({ isPlaceholder }) => isPlaceholder !== true),
      actuals: world.runn.actuals
        .toSorted((a, b) => a.id - b.id)
        .map((actual, index) => ({ ...actual, id: firstActualId + index, phaseId: null })),
    },
    scope: scopeInReach(world),
    by: null,
  };
}

/** What the options can name: real records of Runn, and Toggl ids that a workspace knows which is read. */
function scopeInReach({ scope, runn, workspaces }: HistoryWorld): OracleWorld['scope'] {
  const people = runn.people.filter(({ isPlaceholder }) => !isPlaceholder).map(({ id }) => id);
  const projects = runn.projects.filter(({ isTemplate }) => !isTemplate).map(({ id }) => id);
  const togglProjects = workspaces.flatMap((workspace) => workspace.projects);
  const reach = (side: OracleScopeSide | null, runnIds: number[], togglIds: number[]): OracleScopeSide | null => {
    if (side === null) return null;
    const within = {
      runnIds: side.runnIds.filter((id) => runnIds.includes(id)),
      togglIds: side.togglIds.filter((id) => togglIds.includes(id)),
    };
    return within.runnIds.length + within.togglIds.length === 0 ? null : within;
  };
  return { people: reach(scope.people, people, userIds), projects: reach(scope.projects, projects, togglProjects) };
}

function scopeFlags({ scope: { people, projects } }: OracleWorld): string[] {
  const flags = (name: string, side: OracleScopeSide | null): string[] => [
    ...(side?.runnIds ?? []).flatMap((id) => [name, `runn:${id}`]),
    ...(side?.togglIds ?? []).flatMap((id) => [name, `toggl:${id}`]),
  ];
  return [...flags('--person', people), ...flags('--project', projects)];
}

function companyOf(world: HistoryWorld): Company {
  const workspaces = [...world.workspaces, ...world.absent].sort((a, b) => a.id - b.id);
  const daysAgo = (date: string): number => (Date.parse(today) - Date.parse(date)) / 86_400_000;
  return {
    name: 'Random',
    timezone: 'Europe/Berlin',
    toggl: {
      tokenOwnerId: ownerOf(workspaces[0]?.id ?? 1),
      workspaces: workspaces.map(({ id, billable, readableSince }) => ({
        id,
        organizationId: 1,
        name: `Workspace ${id}`,
        plan: billable === 'flag' ? 'premium' : 'free',
        currency: 'EUR',
        rounding: 1,
        roundingMinutes: 0,
        // The day on which a retention begins may be half gone: the product trusts the next one.
        retentionDays: readableSince === null ? null : daysAgo(readableSince) + 1,
      })),
      users: [...userIds, ...owners].map((id) => ({
        id,
        fullname: `User ${id}`,
        email: `user.${id}@example.com`,
        timezone: id % 2 === 0 ? 'Europe/Berlin' : 'America/New_York',
      })),
      members: workspaces.flatMap((workspace) =>
        [...userIds, ownerOf(workspace.id)].map((userId) => ({
          id: workspace.id * 1000 + userId,
          workspaceId: workspace.id,
          userId,
          isAdmin: userId === ownerOf(workspace.id),
          state: 'active' as const,
        })),
      ),
      clients: [],
      projects: workspaces.flatMap((workspace) =>
        workspace.projects.map((id) => ({
          id,
          workspaceId: workspace.id,
          clientId: null,
          name: `Project ${id}`,
          active: id % 3 > 0,
          isPrivate: false,
          billable: true,
          rateInCents: null,
        })),
      ),
      entries: workspaces.flatMap((workspace) =>
        workspace.rows.flatMap(({ userId, projectId, date, seconds, billableSeconds }) => {
          const entry = { workspaceId: workspace.id, userId, projectId };
          return [
            { ...entry, start: `${date}T00:15:00`, seconds: billableSeconds, billable: true },
            { ...entry, start: `${date}T23:30:00`, seconds: seconds - billableSeconds, billable: false },
          ].filter((one) => one.seconds > 0);
        }),
      ),
    },
    runn: {
      keyName: 'Random',
      people: world.runn.people.map((person) => ({
        ...person,
        firstName: 'Person',
        lastName: String(person.id),
        email: null,
      })),
      projects: world.runn.projects.map((project) => ({
        ...project,
        name: `Project ${project.id}`,
        clientId: 5,
        isConfirmed: true,
      })),
      clients: [{ id: 5, name: 'Client', isArchived: false, references: [] }],
      roles: [1, 2, 3].map((id) => ({ id, name: `Role ${id}`, isArchived: false })),
      workstreams: [71, 72].map((id) => ({ id, name: `Workstream ${id}`, archived: false })),
      phases: [],
      contracts: world.runn.contracts.map(({ personId, roleId, startDate, endDate }, index) => ({
        id: index + 1,
        personId,
        roleId,
        startDate,
        endDate,
        employmentType: 'employee',
        minutesPerDay: 480,
      })),
      members: world.runn.members.map(({ isPlaceholder: _, ...member }, index) => ({ ...member, id: index + 1 })),
      assignments: [],
      leave: [],
      holidays: [],
      rosteredOff: [],
      actuals: world.runn.actuals,
    },
    config: {},
  };
}

function ownerOf(workspaceId: number): number {
  return owners[workspaceId - 1] ?? 1;
}

/** A workspace for the usual token, and one for a token of its own where two are read. */
function configOf(world: OracleWorld, tokenFile: string, source: 'weekly' | 'detailed'): Record<string, unknown> {
  const [first, ...others] = world.workspaces.map(({ id }) => id).sort((a, b) => a - b);
  const { lockedThrough, ...rules } = world.rules;
  return {
    toggl: { source, workspaceIds: [first], otherTokens: others.map((id) => ({ tokenFile, workspaceIds: [id] })) },
    runn: { referenceName: world.referenceNames },
    rules: { ...rules, ...(lockedThrough === null ? {} : { lockedThrough }) },
    map: {
      ...(world.map.noProject === null ? {} : { noProject: world.map.noProject }),
      people: world.map.people,
      projects: Object.fromEntries(
        Object.entries(world.map.projects).map(([id, targets]) => [
          id,
          targets.map(({ target, until }) => ({ runn: target, ...(until === null ? {} : { until }) })),
        ]),
      ),
    },
    limits: { maxLoss: `${world.limits.maxLossShare * 100}%`, floorHours: world.limits.floorHours },
  };
}

/** What the commands say of a plan, in the words of the model of the properties. */
function told({ document }: Result): Record<string, unknown> {
  return { changes: document.changes, findings: document.findings, statement: document.statement };
}

interface Told {
  readonly changes: readonly Record<string, unknown>[];
  readonly statement: { readonly toggl: unknown };
}

/** The changes and the account of Toggl's time that the oracle wants, as the JSON document has them. */
function wanted(world: OracleWorld): unknown {
  const { changes, statement } = oracle(world);
  return {
    toggl: statement.toggl,
    changes: changes.map(({ isMarkOnly: _, phaseId: _phase, actualId: _actual, before, after: to, ...change }) => ({
      ...change,
      before: before && { billableMinutes: before.billable, nonbillableMinutes: before.nonbillable },
      after: { billableMinutes: to.billable, nonbillableMinutes: to.nonbillable },
    })),
  };
}

function asWanted({ changes, statement }: Told): unknown {
  return {
    toggl: statement.toggl,
    changes: changes.map(({ person: _person, project: _project, reason: _reason, ...change }) => change),
  };
}

/** How far a run of these commands came to something, so that nobody takes a hundred empty plans for a proof. */
export interface Checked {
  readonly problems: string[];
  readonly writes: boolean;
  readonly refused: boolean;
  readonly tokens: number;
}

/** Everything that is wrong with the commands over such a company; no problems when all is well. */
export async function checkCommands(world: HistoryWorld): Promise<Checked> {
  const opened = await openWorld({ company: companyOf(world), limits: false });
  const { sandbox, folder, configFile } = opened;
  const tokenFile = join(folder, 'other.token');
  const ids = world.workspaces.map(({ id }) => id).sort((a, b) => a - b);
  sandbox.toggl.tokenOwnerId = ownerOf(ids[0] ?? 1);
  await writeFile(tokenFile, sandbox.issueTogglToken(ownerOf(ids[1] ?? 2)), { mode: 0o600 });
  const { TOGGL_WORKSPACE_ID: _, ...env } = opened.env;
  const { adopt, clearUnmarked, rerole } = world.intent;
  const argv = [
    ...['--since', world.window.since, '--until', world.window.until],
    ...(adopt ? ['--adopt'] : []),
    ...(clearUnmarked ? ['--clear-unmarked'] : []),
    ...(rerole ? ['--rerole'] : []),
    ...scopeFlags(world),
  ];
  const run = async (source: 'weekly' | 'detailed', command: string, ...flags: string[]): Promise<Result> => {
    await writeFile(configFile, JSON.stringify(configOf(world, tokenFile, source)), { mode: 0o600 });
    const result = await opened.runJson([command, ...argv, ...flags], { env });
    if (result.document.error !== undefined) throw new Error(`${command}: ${JSON.stringify(result.document.error)}`);
    return result;
  };

  const problems: string[] = [];
  const compare = (what: string, found: unknown, expected: unknown): void => {
    const [a, b] = [found, expected].map((value) => JSON.stringify(inKeyOrder(value)));
    if (a !== b) problems.push(`${what}:\n  ${a}\n  ${b}`);
  };
  const refusals = oracle(world).refusals.map(({ code }) => code);
  const isBraked = refusals.includes('brake');
  const isRefused = refusals.some((code) => code !== 'brake');

  const dry = await run('weekly', 'dry-run');
  compare('dry-run and the oracle', asWanted(dry.document), wanted(world));
  compare('weekly and detailed', told(await run('detailed', 'dry-run')), told(dry));
  compare('dry-run and the brake', dry.code === 6, refusals.length > 0);
  compare('dry-run and writes', sandbox.writes().length, 0);
  if (isBraked || isRefused) {
    const stopped = await run('weekly', 'sync');
    compare('a refused sync', [stopped.code, sandbox.writes().length], [6, 0]);
  }
  if (isRefused) return { problems, writes: false, refused: true, tokens: ids.length };

  const synced = await run('detailed', 'sync', '--force', '--verify');
  compare('sync and dry-run', told(synced), told(dry));
  compare('sync and its outcome', synced.document.outcome.failed, 0);
  compare('sync read back', synced.document.verification.differences, []);
  const { changes } = planOf(world);
  const model = applyChanges(world.runn.actuals, changes, world.rules.clearWith);
  const inRunn = [...sandbox.runn.actuals.values()].map((actual) => ({
    ...actual,
    billableNote: actual.billableNote ?? '',
    nonbillableNote: actual.nonbillableNote ?? '',
  }));
  compare('Runn afterwards', stateOf(inRunn), stateOf(model));
  opened.newWrites();
  const again = await run('weekly', 'sync');
  compare('a second sync', [again.document.changes, opened.newWrites()], [[], 0]);
  return { problems, writes: changes.length > 0, refused: isBraked, tokens: ids.length };
}

/** So that two objects with the same keys are the same text. */
function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, inKeyOrder(each)]),
  );
}
