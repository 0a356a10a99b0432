/** Both services of a sandbox as the oracle's world: what a run of the real program should plan, by the rules alone. */
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';
import type {
  OracleIntent,
  OracleRow,
  OracleRules,
  OracleScopeSide,
  OracleWorkspace,
  World,
} from '../../oracle/world.ts';

type MapTarget = number | 'skip';

/** Those parts of a configuration that shape a plan, as they stand in the file. */
export interface PlanningConfig {
  readonly toggl?: { readonly workspaceIds?: readonly number[]; readonly source?: string };
  readonly rules?: Partial<Omit<OracleRules, 'rounding'>> & {
    readonly rounding?: OracleRules['rounding'];
    readonly zeros?: 'none' | 'scheduled';
  };
  readonly map?: {
    readonly noProject?: MapTarget;
    readonly people?: Readonly<Record<string, MapTarget>>;
    readonly projects?: Readonly<
      Record<string, MapTarget | readonly { readonly runn: MapTarget; readonly until?: string }[]>
    >;
  };
}

export interface OracleQuestion {
  readonly since: string;
  readonly until: string;
  readonly today: string;
  readonly intent: OracleIntent;
  /** A Runn id, or null for everybody and everything. */
  readonly personId: number | null;
  readonly projectId: number | null;
}

const dayMs = 86_400_000;

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * dayMs).toISOString().slice(0, 10);
}

/** @param config with every workspace that is read by name */
export function viewOf(sandbox: Sandbox, config: PlanningConfig, question: OracleQuestion): World {
  const { runn } = sandbox;
  const { rules = {}, map = {} } = config;
  const { since, until, today, intent, personId, projectId } = question;
  const sideOf = (id: number | null): OracleScopeSide | null => (id === null ? null : { runnIds: [id], togglIds: [] });
  const { zeros, ...otherRules } = rules;
  return {
    window: { since, until },
    today,
    workspaces: (config.toggl?.workspaceIds ?? []).map((id) => workspaceOf(sandbox, id, question)),
    runn: {
      people: [...runn.people.values()],
      projects: [...runn.projects.values()],
      members: [...runn.members.values()],
      contracts: [...runn.contracts.values()].map((contract) => ({
        ...contract,
        rosteredMinutes: [1, 1, 1, 1, 1, 0, 0].map((share) => share * contract.minutesPerDay),
      })),
      actuals: [...runn.actuals.values()].map((actual) => ({
        ...actual,
        billableNote: actual.billableNote ?? '',
        nonbillableNote: actual.nonbillableNote ?? '',
      })),
      schedule:
        zeros === 'scheduled'
          ? {
              assignments: [...runn.assignments.values()].map((each) => ({ ...each, isPlanned: true })),
              timeOff: [...runn.leave.values()],
              lastDay: daysBefore(today, 1),
            }
          : null,
    },
    rules: {
      billable: 'auto',
      rounding: { mode: 'nearest', minutes: 1 },
      clear: 'owned',
      clearWith: 'zero',
      onConflict: 'toggl',
      archived: 'hold',
      lockedThrough: null,
      ...otherRules,
    },
    map: {
      noProject: map.noProject ?? null,
      people: { ...map.people },
      projects: Object.fromEntries(
        Object.entries(map.projects ?? {}).map(([id, target]) => [
          id,
          typeof target === 'object'
            ? target.map(({ runn: to, until: end = null }) => ({ target: to, until: end }))
            : [{ target, until: null }],
        ]),
      ),
    },
    referenceNames: ['Custom1'],
    limits: { maxLossShare: 0.1, floorHours: 20 },
    scope: { people: sideOf(personId), projects: sideOf(projectId) },
    intent,
    by: null,
  };
}

function workspaceOf({ toggl }: Sandbox, id: number, { since, until, today }: OracleQuestion): OracleWorkspace {
  const workspace = toggl.workspaces.get(id);
  if (workspace === undefined) throw new RangeError(`There is no workspace ${id}.`);
  const members = toggl.members.filter(({ workspaceId }) => workspaceId === id);
  const isAdmin = members.some(({ userId, isAdmin: is }) => userId === toggl.tokenOwnerId && is);
  const { retentionDays } = workspace;
  const isPaid = workspace.plan !== 'free';
  const rows = new Map<string, OracleRow>();
  for (const { workspaceId, userId, projectId, day, seconds, billable, running } of toggl.entries.values()) {
    if (workspaceId !== id || running || day < since || day > until) continue;
    if (!isAdmin && userId !== toggl.tokenOwnerId) continue;
    if (retentionDays && day < daysBefore(today, retentionDays)) continue;
    const key = `${userId}/${projectId}/${day}`;
    const row = rows.get(key) ?? { userId, projectId, date: day, seconds: 0, billableSeconds: 0 };
    rows.set(key, row);
    row.seconds += seconds;
    if (isPaid && billable) row.billableSeconds += seconds;
  }
  const own = [...toggl.projects.values()].filter(({ workspaceId }) => workspaceId === id);
  return {
    id,
    isAdmin,
    billable: isPaid ? 'flag' : 'none',
    // Whether the first day of the retention is shown in full is not documented: it proves nothing.
    readableSince: retentionDays ? daysBefore(today, retentionDays - 1) : null,
    rows: [...rows.values()],
    users: members.map(({ userId }) => userId),
    projects: [...own.map((project) => project.id), ...[...rows.values()].flatMap((row) => row.projectId ?? [])],
    totalsDifferences: [],
  };
}
