/** Small builders for worlds: each test names only what matters to it. */
import type {
  OracleActual,
  OracleIntent,
  OracleMap,
  OraclePerson,
  OracleProject,
  OracleRow,
  OracleRules,
  OracleWorkspace,
  World,
} from './world.ts';

export const person = 456;
export const project = 789;
export const user = 11;
export const togglProject = 22;
export const role = 10;
export const day = '2024-01-02';

export function aRow(row: Partial<OracleRow> & { minutes?: number } = {}): OracleRow {
  const { minutes, ...rest } = row;
  return {
    userId: user,
    projectId: togglProject,
    date: day,
    seconds: (minutes ?? 60) * 60,
    billableSeconds: 0,
    ...rest,
  };
}

export function aWorkspace(workspace: Partial<OracleWorkspace> = {}): OracleWorkspace {
  return {
    id: 1,
    isAdmin: true,
    billable: 'flag',
    readableSince: null,
    rows: [],
    users: [user],
    projects: [togglProject],
    totalsDifferences: [],
    ...workspace,
  };
}

/** An actual of 0:60 non-billable with no note unless told otherwise. */
export function anActual(actual: Partial<OracleActual> = {}): OracleActual {
  return {
    id: 1,
    date: day,
    personId: person,
    projectId: project,
    roleId: role,
    workstreamId: null,
    phaseId: null,
    billableMinutes: 0,
    nonbillableMinutes: 60,
    billableNote: '',
    nonbillableNote: '',
    ...actual,
  };
}

export function aLinked(togglId: number | string, referenceName = 'Custom1') {
  return [{ referenceName, externalId: String(togglId) }];
}

export function aPerson(one: Partial<OraclePerson> = {}): OraclePerson {
  return { id: person, isArchived: false, isPlaceholder: false, references: aLinked(user), ...one };
}

export function aProject(one: Partial<OracleProject> = {}): OracleProject {
  return {
    id: project,
    isArchived: false,
    isTemplate: false,
    pricingModel: 'tm',
    references: aLinked(togglProject),
    ...one,
  };
}

/** One linked person with one contract, one linked project, one admin workspace on a paid plan, a week. */
export function aWorld(
  parts: Partial<Omit<World, 'rules' | 'map' | 'runn' | 'intent'>> & {
    rows?: OracleRow[];
    rules?: Partial<OracleRules>;
    map?: Partial<OracleMap>;
    intent?: Partial<OracleIntent>;
    runn?: Partial<World['runn']>;
  } = {},
): World {
  const { rows, rules, map, runn, intent, ...rest } = parts;
  return {
    window: { since: '2024-01-01', until: '2024-01-07' },
    today: '2024-01-08',
    workspaces: [aWorkspace({ rows: rows ?? [] })],
    runn: {
      people: [aPerson()],
      projects: [aProject()],
      members: [],
      contracts: [{ personId: person, roleId: role, startDate: '2023-01-01', endDate: null }],
      actuals: [],
      schedule: null,
      ...runn,
    },
    rules: {
      billable: 'auto',
      rounding: { mode: 'nearest', minutes: 1 },
      clear: 'owned',
      clearWith: 'zero',
      onConflict: 'toggl',
      archived: 'hold',
      lockedThrough: null,
      ...rules,
    },
    map: { noProject: null, people: {}, projects: {}, ...map },
    referenceNames: ['Custom1'],
    limits: { maxLossShare: 0.1, floorHours: 20 },
    scope: { people: null, projects: null },
    intent: { adopt: false, clearUnmarked: false, rerole: false, ...intent },
    by: null,
    ...rest,
  };
}
