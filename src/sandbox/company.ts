/** A company as plain data: what both services know of it. The worlds are made from it, so one object can be reused. */

// ------------------------------------------------------------------------------------------------- Toggl Track

export type TogglPlan = 'free' | 'starter' | 'premium';

export interface TogglWorkspace {
  readonly id: number;
  readonly organizationId: number;
  name: string;
  plan: TogglPlan;
  currency: string;
  /** 1 up, -1 down, 0 nearest; without effect while `roundingMinutes` is 0 (toggl.md 2.3). */
  rounding: number;
  roundingMinutes: number;
  /** How many days back data can be read; 0 is no limit, and null too, then the workspace does not speak of it. */
  retentionDays: number | null;
}

export interface TogglUser {
  readonly id: number;
  fullname: string;
  email: string;
  /** IANA name: decides which day an entry belongs to. */
  timezone: string;
}

/** A user in a workspace. `left` people are found by `search/users` only, and their time stays in reports. */
export interface TogglMember {
  /** The workspace-user id, which is not the user id. */
  readonly id: number;
  readonly workspaceId: number;
  readonly userId: number;
  isAdmin: boolean;
  state: 'active' | 'inactive' | 'left';
}

export interface TogglClient {
  readonly id: number;
  readonly workspaceId: number;
  name: string;
  archived: boolean;
}

export interface TogglProject {
  readonly id: number;
  readonly workspaceId: number;
  clientId: number | null;
  name: string;
  active: boolean;
  /** Deleted, and still in lists; not active then. */
  isDeleted?: boolean;
  isPrivate: boolean;
  billable: boolean;
  /** Only on paid plans; null for none. */
  rateInCents: number | null;
}

export interface NewTimeEntry {
  readonly id?: number;
  /** Defaults to the workspace of the project, else the first one. */
  readonly workspaceId?: number;
  readonly userId: number;
  readonly projectId?: number | null;
  /** Wall-clock time of the owner, `2024-01-02T22:30:00`, or just a day (then 09:00). */
  readonly start: string;
  /** Ignored while `running`. */
  readonly seconds: number;
  readonly billable?: boolean;
  readonly description?: string | null;
  readonly running?: boolean;
}

// --------------------------------------------------------------------------------------------------------- Runn

export interface RunnReference {
  readonly referenceName: string;
  readonly externalId: string;
}

export interface RunnPerson {
  readonly id: number;
  firstName: string;
  lastName: string;
  email: string | null;
  isArchived: boolean;
  isPlaceholder: boolean;
  references: RunnReference[];
}

export interface RunnProject {
  readonly id: number;
  name: string;
  clientId: number;
  isTemplate: boolean;
  isArchived: boolean;
  isConfirmed: boolean;
  pricingModel: 'fp' | 'tm' | 'nb';
  references: RunnReference[];
}

export interface RunnClient {
  readonly id: number;
  name: string;
  isArchived: boolean;
  references: RunnReference[];
}

export interface RunnRole {
  readonly id: number;
  name: string;
  isArchived: boolean;
}

export interface RunnWorkstream {
  readonly id: number;
  name: string;
  archived: boolean;
}

export interface RunnPhase {
  readonly id: number;
  readonly projectId: number;
  name: string;
  startDate: string;
  endDate: string;
}

export interface RunnContract {
  readonly id: number;
  readonly personId: number;
  roleId: number;
  startDate: string;
  endDate: string | null;
  employmentType: 'employee' | 'contractor';
  minutesPerDay: number;
}

export interface RunnMember {
  readonly id: number;
  readonly personId: number;
  readonly projectId: number;
  readonly roleId: number;
  workstreamId: number | null;
}

/** Shape assumed: Runn's document is known to have the ids and both dates, the rest is the obvious reading. */
export interface RunnAssignment {
  readonly id: number;
  readonly personId: number;
  readonly projectId: number;
  readonly roleId: number;
  readonly workstreamId: number | null;
  readonly phaseId: number | null;
  startDate: string;
  endDate: string;
  minutesPerDay: number;
  isBillable: boolean;
  note: string | null;
}

/** Shape assumed, for leave, holidays and rostered-off days alike; `minutesPerDay` null is the whole day. */
export interface RunnTimeOff {
  readonly id: number;
  readonly personId: number;
  startDate: string;
  endDate: string;
  minutesPerDay: number | null;
  note: string | null;
}

export interface NewActual {
  readonly date: string;
  readonly personId: number;
  readonly projectId: number;
  readonly roleId: number;
  readonly workstreamId?: number | null;
  readonly phaseId?: number | null;
  readonly billableMinutes: number;
  readonly nonbillableMinutes: number;
  readonly billableNote?: string | null;
  readonly nonbillableNote?: string | null;
}

// -------------------------------------------------------------------------------------------------------- whole

/** What a user would have written into the configuration for this company. */
export interface CompanyConfig {
  readonly map?: {
    readonly noProject?: number | 'skip';
    readonly people?: Readonly<Record<string, number | 'skip'>>;
    readonly projects?: Readonly<Record<string, number | 'skip'>>;
  };
}

export interface Company {
  readonly name: string;
  /** The zone that decides which day "today" is. */
  readonly timezone: string;
  readonly toggl: {
    /** Whose token it is. */
    readonly tokenOwnerId: number;
    readonly workspaces: readonly TogglWorkspace[];
    readonly users: readonly TogglUser[];
    readonly members: readonly TogglMember[];
    readonly clients: readonly TogglClient[];
    readonly projects: readonly TogglProject[];
    readonly entries: readonly NewTimeEntry[];
  };
  readonly runn: {
    /** What `GET /me/` answers with: the name of the API key. */
    readonly keyName: string;
    readonly people: readonly RunnPerson[];
    readonly projects: readonly RunnProject[];
    readonly clients: readonly RunnClient[];
    readonly roles: readonly RunnRole[];
    readonly workstreams: readonly RunnWorkstream[];
    readonly phases: readonly RunnPhase[];
    readonly contracts: readonly RunnContract[];
    readonly members: readonly RunnMember[];
    readonly assignments: readonly RunnAssignment[];
    readonly leave: readonly RunnTimeOff[];
    readonly holidays: readonly RunnTimeOff[];
    readonly rosteredOff: readonly RunnTimeOff[];
    readonly actuals: readonly NewActual[];
  };
  readonly config: CompanyConfig;
}
