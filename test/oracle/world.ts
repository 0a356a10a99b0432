/**
 * The world as the oracle sees it: plain numbers, strings and arrays, with no type of the product. Dates are
 * `YYYY-MM-DD`, Toggl's time is in seconds, Runn's in minutes.
 */

export interface OracleRow {
  userId: number;
  projectId: number | null;
  date: string;
  seconds: number;
  billableSeconds: number;
}

export interface OracleWorkspace {
  id: number;
  isAdmin: boolean;
  billable: 'flag' | 'none';
  readableSince: string | null;
  rows: OracleRow[];
  /** Ids that the workspace knows; the rows may hold others. */
  users: number[];
  projects: number[];
  totalsDifferences: { userId: number; projectId: number | null }[];
}

export interface OracleReference {
  referenceName: string;
  externalId: string;
}

export interface OraclePerson {
  id: number;
  isArchived: boolean;
  isPlaceholder: boolean;
  references: OracleReference[];
}

export interface OracleProject {
  id: number;
  isArchived: boolean;
  isTemplate: boolean;
  pricingModel: 'tm' | 'fp' | 'nb';
  references: OracleReference[];
}

export interface OracleMember {
  personId: number;
  projectId: number;
  roleId: number;
  workstreamId: number | null;
  /** A place kept free for nobody yet, which lends no role. */
  isPlaceholder?: boolean;
}

export interface OracleContract {
  personId: number;
  roleId: number;
  startDate: string;
  endDate: string | null;
  /** Minutes to be worked, Monday first; nothing is known of them where there are none. */
  rosteredMinutes?: readonly (number | null)[] | undefined;
}

export interface OracleAssignment {
  personId: number;
  projectId: number;
  roleId: number;
  workstreamId: number | null;
  startDate: string;
  endDate: string;
  minutesPerDay: number | null;
  isPlanned: boolean;
}

/** What was planned, and on which days nobody, or one person, is off. Asked for `rules.zeros: scheduled` alone. */
export interface OracleSchedule {
  assignments: OracleAssignment[];
  timeOff: { personId: number | null; startDate: string; endDate: string }[];
  /** The last day that is over. */
  lastDay: string;
}

export interface OracleEntry {
  billableMinutes: number;
  nonbillableMinutes: number;
  billableNote: string;
  nonbillableNote: string;
}

export interface OracleActual extends OracleEntry {
  id: number;
  date: string;
  personId: number;
  projectId: number;
  roleId: number;
  workstreamId: number | null;
  phaseId: number | null;
}

export interface OracleRules {
  billable: 'auto' | 'toggl' | 'always' | 'never';
  rounding: { mode: 'nearest' | 'up' | 'down'; minutes: number };
  clear: 'owned' | 'never';
  clearWith: 'zero' | 'delete';
  onConflict: 'toggl' | 'runn' | 'fail';
  archived: 'hold' | 'write';
  lockedThrough: string | null;
}

export interface OracleDatedTarget {
  target: number | 'skip';
  /** Last day on which this target holds; null for the last one. */
  until: string | null;
}

export interface OracleMap {
  noProject: number | 'skip' | null;
  people: Record<string, number | 'skip'>;
  projects: Record<string, OracleDatedTarget[]>;
}

/** What one side of the scope selects: Runn's records, and the Toggl ids named, for time that leads nowhere. */
export interface OracleScopeSide {
  runnIds: number[];
  togglIds: number[];
}

/** What one run is asked for beyond the rules: `--adopt`, `--clear-unmarked`, `--rerole`. */
export interface OracleIntent {
  adopt: boolean;
  clearUnmarked: boolean;
  rerole: boolean;
}

export interface World {
  window: { since: string; until: string };
  today: string;
  workspaces: OracleWorkspace[];
  runn: {
    people: OraclePerson[];
    projects: OracleProject[];
    members: OracleMember[];
    contracts: OracleContract[];
    actuals: OracleActual[];
    /** Null where `rules.zeros` is `none`. */
    schedule: OracleSchedule | null;
  };
  rules: OracleRules;
  map: OracleMap;
  referenceNames: string[];
  limits: { maxLossShare: number; floorHours: number };
  scope: { people: OracleScopeSide | null; projects: OracleScopeSide | null };
  intent: OracleIntent;
  /** How the statement is to be broken down, if at all. */
  by: 'person' | 'project' | 'day' | null;
}
