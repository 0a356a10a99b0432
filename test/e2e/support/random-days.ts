/**
 * Random days of a small company with two workspaces, and what people, managers and admins do in between; whoever runs the
 * program asks for anything that its options allow.
 */
import type { Company } from '../../../src/sandbox/company.ts';
import { generateCompany } from '../../../src/sandbox/generate-company.ts';
import type { Random } from '../../../src/sandbox/random.ts';
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';
import type { Switches } from '../../../src/sandbox/switches.ts';
import { today } from './fake-runtime.ts';
import type { OracleQuestion, PlanningConfig } from './oracle-view.ts';

const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', today];
/** In both workspaces; the first one's token owner is their admin. */
const users = [6_910_000, 6_910_001, 6_910_002];
const people = [1001, 1002, 1003];
/** Those of the first workspace, then that of the second, which is on Toggl's Free plan. */
const togglProjects = [170_100_000, 170_100_002, 170_100_004, 170_100_001];
const projects = [5001, 5003, 5005, 5002];
const workspaces = [5_411_215, 5_411_216] as const;
const roles = [10, 20];
const at = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' };

export function aSmallCompany(random: Random): Company {
  const company = generateCompany({ people: 3, projects: 5, days: 0, today, workspaces: 2 });
  const [paid, free] = company.toggl.workspaces;
  if (paid === undefined || free === undefined) throw new RangeError('two workspaces');
  return {
    ...company,
    toggl: { ...company.toggl, workspaces: [paid, { ...free, plan: 'free' }] },
    runn: {
      ...company.runn,
      projects: company.runn.projects.map((project) =>
        project.id === 5005 ? { ...project, pricingModel: 'nb' } : project,
      ),
      roles: [...company.runn.roles, { id: 20, name: 'Lead', isArchived: false }],
      assignments: [1, 2, 3].map((id) => ({
        id,
        personId: random.pick(people),
        projectId: random.pick(projects),
        roleId: random.pick(roles),
        workstreamId: null,
        phaseId: null,
        startDate: random.pick(days),
        endDate: today,
        minutesPerDay: 240,
        isBillable: true,
        note: null,
      })),
    },
  };
}

/** Readings of the services that must make no difference. */
export function someSwitches(random: Random): Partial<Switches> {
  return {
    bulkOrder: random.pick(['kept', 'shuffled']),
    noteLimit: random.pick([0, 40]),
    notesLeftOut: random.pick(['kept', 'emptied']),
    phaseInKey: random.pick(['no', 'yes']),
    weeklyLength: random.pick(['range', 'seven', 'seven-or-empty']),
    weeklyRows: random.pick(['one', 'several']),
    weeklyZeros: random.pick(['zero', 'null']),
    billableSeconds: random.pick(['by-plan', 'absent']),
    usersWhoLeft: random.pick(['search-only', 'listed']),
    runningEntry: random.pick(['absent', 'negative']),
    emptyLists: random.pick(['array', 'null']),
    detailedPageMaximum: random.pick([1000, 3]),
  };
}

export type RandomConfig = PlanningConfig & { readonly timezone: string };

export function someConfig(random: Random): RandomConfig {
  const maybe = <T>(share: number, make: () => T): T | undefined => (random.next() < share ? make() : undefined);
  const target = () => random.pick<number | 'skip'>([...projects, 'skip', 999]);
  const clearWith = maybe(0.2, () => 'delete' as const);
  const config = {
    timezone: 'Europe/Berlin',
    toggl: {
      source: random.pick(['weekly', 'weekly', 'detailed']),
      workspaceIds: random.next() < 0.8 ? [...workspaces] : [workspaces[0]],
    },
    rules: {
      billable: maybe(0.3, () => random.pick(['auto', 'toggl', 'always', 'never'] as const)),
      rounding: maybe(0.4, () => ({
        mode: random.pick(['nearest', 'up', 'down'] as const),
        minutes: random.pick([1, 5, 15, 60]),
      })),
      clear: maybe(0.15, () => 'never' as const),
      clearWith,
      zeros: clearWith === undefined ? maybe(0.4, () => 'scheduled' as const) : undefined,
      onConflict: random.pick(['toggl', 'toggl', 'runn', 'fail'] as const),
      archived: maybe(0.4, () => 'write' as const),
      lockedThrough: maybe(0.3, () => random.pick(days.slice(0, 4))),
    },
    map: {
      noProject: maybe(0.3, target),
      people: maybe(0.3, () => ({ [random.pick(users)]: random.pick<number | 'skip'>([...people, 'skip', 999]) })),
      projects: maybe(0.4, () => ({
        [random.pick(togglProjects)]:
          random.next() < 0.5 ? target() : [{ runn: target(), until: random.pick(days) }, { runn: target() }],
      })),
    },
  };
  // What is undefined is not written, as it would be in a file.
  return JSON.parse(JSON.stringify(config)) as RandomConfig;
}

export interface RandomRun {
  readonly question: OracleQuestion;
  /** The same as options of the command. */
  readonly flags: readonly string[];
}

export function someRun(random: Random): RandomRun {
  const chance = (share: number): boolean => random.next() < share;
  const since = chance(0.7) ? days[0] : random.pick(days);
  const until = chance(0.7) ? today : random.pick(days.filter((day) => day >= (since ?? today)));
  const adopt = chance(0.2);
  const intent = { adopt, clearUnmarked: adopt && chance(0.5), rerole: chance(0.2) };
  const personId = chance(0.2) ? random.pick(people) : null;
  const projectId = chance(0.2) ? random.pick(projects) : null;
  return {
    question: { since: since ?? today, until, today, intent, personId, projectId },
    flags: [
      ...['--since', since ?? today, '--until', until],
      ...(intent.adopt ? ['--adopt'] : []),
      ...(intent.clearUnmarked ? ['--clear-unmarked'] : []),
      ...(intent.rerole ? ['--rerole'] : []),
      ...(personId === null ? [] : ['--person', `runn:${personId}`]),
      ...(projectId === null ? [] : ['--project', `runn:${projectId}`]),
      ...(chance(0.3) ? ['--by', random.pick(['person', 'project', 'day'])] : []),
    ],
  };
}

/** One thing that somebody does; nothing where there is nothing to do it to. */
export function doSomething({ toggl, runn }: Sandbox, random: Random): void {
  const entries = [...toggl.entries.values()];
  const actuals = [...runn.actuals.values()];
  const [entry, actual] = [
    entries.length === 0 ? null : random.pick(entries),
    actuals.length === 0 ? null : random.pick(actuals),
  ];
  const note = () =>
    random.pick(['', 'Talk', '[Toggl 1:00+0:00]', 'x [Toggl 0:30+0:30] y', 'Grüße 日本', '[Toggl 0:00+0:00]']);
  const start = () => `${random.pick(days)}T${random.pick(['00:10', '09:00', '23:50'])}:00`;
  const track = () => {
    const projectId = random.pick([...togglProjects.filter((id) => toggl.projects.has(id)), null]);
    const isFree = projectId === togglProjects[3];
    toggl.addEntry({
      workspaceId: isFree ? workspaces[1] : workspaces[0],
      userId: random.pick(users),
      projectId,
      start: start(),
      seconds: random.pick([0, 20, 29, 30, 300, 450, 3600, 5400, 7201, 36_000, 90_000]),
      billable: !isFree && random.next() < 0.6,
      running: random.next() < 0.05,
    });
  };
  const book = () =>
    runn.putActual({
      date: random.pick(days),
      personId: random.pick(people),
      projectId: random.pick(projects),
      roleId: random.pick(roles),
      billableMinutes: random.pick([0, 0, 30, 60, 90, 120]),
      nonbillableMinutes: random.pick([0, 0, 30]),
      billableNote: note(),
    });
  const mendLinks = () => {
    for (const id of people) runn.link('person', id, id - 1001 + 6_910_000);
    for (const id of projects) runn.link('project', id, id - 5001 + 170_100_000);
  };
  const things: readonly (() => unknown)[] = [
    ...Array.from({ length: 14 }, () => track),
    ...[book, book, book],
    () => entry && toggl.updateEntry(entry.id, { seconds: random.pick([0, 20, 600, 3600, 7200]) }),
    () => entry && toggl.updateEntry(entry.id, { start: start() }),
    () =>
      entry?.workspaceId === workspaces[0] &&
      toggl.updateEntry(entry.id, { projectId: null, billable: random.next() < 0.5 }),
    () => entry && toggl.deleteEntry(entry.id),
    () =>
      actual && runn.updateActual(actual.id, { billableMinutes: random.pick([0, 30, actual.billableMinutes + 15]) }),
    () => actual && runn.updateActual(actual.id, { nonbillableMinutes: random.pick([0, 30]), nonbillableNote: note() }),
    () => actual && runn.updateActual(actual.id, { billableNote: `Hi ${actual.billableNote ?? ''} there` }),
    () => actual && runn.deleteActual(actual.id),
    ...[mendLinks, mendLinks],
    () => runn.link('person', random.pick(people), random.pick([null, ...users, 99])),
    () => runn.link('project', random.pick(projects), random.pick([null, ...togglProjects, 99])),
    () => Object.assign(runn.people.get(random.pick(people)) ?? {}, { isArchived: random.next() < 0.15 }),
    () => Object.assign(runn.projects.get(random.pick(projects)) ?? {}, { isArchived: random.next() < 0.15 }),
    () =>
      Object.assign(random.pick([...runn.contracts.values()]), {
        roleId: random.pick(roles),
        startDate: random.pick(['2020-01-01', '2020-01-01', '2026-03-04']),
        endDate: random.pick([null, null, '2026-03-05']),
      }),
    () => {
      const id = random.between(1, 4);
      const member = {
        id,
        personId: random.pick(people),
        projectId: random.pick(projects),
        roleId: random.pick(roles),
      };
      if (!runn.members.delete(id)) runn.members.set(id, { ...member, workstreamId: null, ...at });
    },
    () => {
      for (const member of toggl.members)
        if (member.userId === toggl.tokenOwnerId) member.isAdmin = random.next() < 0.8;
    },
    () =>
      Object.assign(toggl.workspaces.get(random.pick(workspaces)) ?? {}, {
        retentionDays: random.pick([null, null, null, 3]),
      }),
    () =>
      Object.assign(random.pick(toggl.members.filter(({ userId }) => userId !== toggl.tokenOwnerId)), {
        state: random.pick(['active', 'left', 'inactive']),
      }),
    () => random.next() < 0.2 && toggl.deleteProject(random.pick(togglProjects)),
  ];
  random.pick(things)();
}
