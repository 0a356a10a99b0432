/**
 * The words of the product as types: what Toggl says (rows), what Runn holds (actuals), and what should change (plan).
 * Everything here is plain data. DESIGN section 2 is the glossary.
 */

type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** A calendar day, `YYYY-MM-DD`. Made only by `parseIsoDate` and the functions of `dates.ts`. */
export type IsoDate = Brand<string, 'IsoDate'>;

export type TogglWorkspaceId = Brand<number, 'TogglWorkspaceId'>;
export type TogglUserId = Brand<number, 'TogglUserId'>;
export type TogglProjectId = Brand<number, 'TogglProjectId'>;
export type RunnPersonId = Brand<number, 'RunnPersonId'>;
export type RunnProjectId = Brand<number, 'RunnProjectId'>;
export type RunnRoleId = Brand<number, 'RunnRoleId'>;
export type RunnWorkstreamId = Brand<number, 'RunnWorkstreamId'>;
export type RunnPhaseId = Brand<number, 'RunnPhaseId'>;
export type RunnActualId = Brand<number, 'RunnActualId'>;

/** A range of days, both ends included. */
export interface Window {
  readonly since: IsoDate;
  readonly until: IsoDate;
}

// ---------------------------------------------------------------------------------------------- Toggl's side

/** What Toggl says of one user, project (or none) and day in one workspace (R2). */
export interface Row {
  readonly workspaceId: TogglWorkspaceId;
  readonly userId: TogglUserId;
  readonly projectId: TogglProjectId | null;
  readonly date: IsoDate;
  readonly seconds: number;
  /** Toggl's own flag; 0 where the workspace has none. Never above `seconds`. */
  readonly billableSeconds: number;
}

export interface TogglUser {
  readonly id: TogglUserId;
  readonly name: string;
  readonly email: string | null;
  /** False for people who left the workspace or were deactivated. */
  readonly isActive: boolean;
  /** True for people who left it. */
  readonly isDeleted?: boolean | undefined;
}

export interface TogglProject {
  readonly id: TogglProjectId;
  readonly workspaceId: TogglWorkspaceId;
  readonly name: string;
  readonly clientName: string | null;
  readonly isArchived: boolean;
  /** True for one that is gone for good; then it counts as archived too. */
  readonly isDeleted?: boolean | undefined;
}

export interface TogglWorkspace {
  readonly id: TogglWorkspaceId;
  /** Workspaces of one organization share its hourly quota; undefined where Toggl does not say. */
  readonly organizationId?: number | undefined;
  readonly name: string;
  /** Whether the token's owner administers the workspace, so that a report shows everybody's time (R1). */
  readonly isAdmin: boolean;
  /** `flag`: a paid plan, entries carry a billable flag. `none`: Free, the Runn project's pricing model decides (R5). */
  readonly billable: 'flag' | 'none';
  /** First day inside the workspace's data retention, or null where there is no limit (R1). */
  readonly readableSince: IsoDate | null;
}

/** A user and project whose rows do not add up to Toggl's own total, even after a second reading (R2). */
export interface TotalsDifference {
  readonly workspaceId: TogglWorkspaceId;
  readonly userId: TogglUserId;
  readonly projectId: TogglProjectId | null;
  readonly rowSeconds: number;
  readonly totalSeconds: number;
}

/** Everything that was read of one workspace. */
export interface WorkspaceTime {
  readonly workspace: TogglWorkspace;
  readonly rows: readonly Row[];
  /** People of the workspace, those who left and still have time or a link included. */
  readonly users: readonly TogglUser[];
  /** All projects, archived ones included. */
  readonly projects: readonly TogglProject[];
  readonly totalsDifferences: readonly TotalsDifference[];
}

// ----------------------------------------------------------------------------------------------- Runn's side

export interface ExternalReference {
  readonly referenceName: string;
  readonly externalId: string;
}

export interface RunnPerson {
  readonly id: RunnPersonId;
  readonly name: string;
  readonly email: string | null;
  readonly isArchived: boolean;
  readonly isPlaceholder: boolean;
  readonly references: readonly ExternalReference[];
  /** ISO timestamp; with the lowest id it identifies the account (DESIGN section 5). */
  readonly createdAt: string;
}

export interface RunnProject {
  readonly id: RunnProjectId;
  readonly name: string;
  readonly isArchived: boolean;
  readonly isTemplate: boolean;
  /** `nb` is non-billable; nothing else has a meaning here (runn.md section 8, row 26). */
  readonly pricingModel: string;
  readonly references: readonly ExternalReference[];
  /** For suggestions only; a client's name comes from `listClients`. */
  readonly clientId?: number | undefined;
}

/** One row per person, project and role: the roles of a person on a project (R6). */
export interface ProjectMember {
  readonly personId: RunnPersonId;
  readonly projectId: RunnProjectId;
  readonly roleId: RunnRoleId;
  readonly workstreamId: RunnWorkstreamId | null;
  readonly isPlaceholder: boolean;
}

/** Both ends included; `endDate` null is open. */
export interface Contract {
  readonly personId: RunnPersonId;
  readonly roleId: RunnRoleId;
  readonly startDate: IsoDate;
  readonly endDate: IsoDate | null;
  /** Minutes to be worked by weekday, Monday first, seven of them; null where Runn does not say. */
  readonly rosteredMinutes?: readonly (number | null)[];
}

/** Planned work: so many minutes on each working day from `startDate` to `endDate`, both included (R10). */
export interface Assignment {
  readonly personId: RunnPersonId;
  readonly projectId: RunnProjectId;
  readonly roleId: RunnRoleId;
  readonly workstreamId: RunnWorkstreamId | null;
  readonly startDate: IsoDate;
  readonly endDate: IsoDate;
  /** Null when Runn does not say. */
  readonly minutesPerDay: number | null;
  /** False for one that plans nothing: inactive, a placeholder's, a template's, or put on a day off. */
  readonly isPlanned: boolean;
}

/** Leave, a holiday or a rostered-off day. What Runn leaves out is null and stands for everybody, or for all days. */
export interface TimeOff {
  readonly personId: RunnPersonId | null;
  readonly startDate: IsoDate | null;
  readonly endDate: IsoDate | null;
}

export interface Role {
  readonly id: RunnRoleId;
  readonly name: string;
}

export interface Minutes {
  readonly billableMinutes: number;
  readonly nonbillableMinutes: number;
}

/** Minutes with both notes; `''` is no note (null and `''` are equal when read, runn.md section 8, row 11). */
export interface Entry extends Minutes {
  readonly billableNote: string;
  readonly nonbillableNote: string;
}

export interface Actual extends Entry {
  readonly id: RunnActualId;
  readonly date: IsoDate;
  readonly personId: RunnPersonId;
  readonly projectId: RunnProjectId;
  readonly roleId: RunnRoleId;
  readonly workstreamId: RunnWorkstreamId | null;
  readonly phaseId: RunnPhaseId | null;
}

// -------------------------------------------------------------------------------------------------- settings

export type RoundingMode = 'nearest' | 'up' | 'down';

/** `rules` of the configuration, resolved: DESIGN section 3. */
export interface Rules {
  readonly billable: 'auto' | 'toggl' | 'always' | 'never';
  readonly rounding: { readonly mode: RoundingMode; readonly minutes: number };
  readonly clear: 'owned' | 'never';
  readonly clearWith: 'zero' | 'delete';
  readonly onConflict: 'toggl' | 'runn' | 'fail';
  readonly archived: 'hold' | 'write';
  /** Last day of the closed period (R13), already resolved to a date; null when nothing is closed. */
  readonly lockedThrough: IsoDate | null;
}

/** Where a Toggl project's time goes until a day (included); the last one has no end. */
export interface DatedTarget {
  readonly target: RunnProjectId | 'skip';
  readonly until: IsoDate | null;
}

/** `map` of the configuration: beats links (R3). */
export interface Mapping {
  readonly noProject: RunnProjectId | 'skip' | null;
  readonly people: ReadonlyMap<TogglUserId, RunnPersonId | 'skip'>;
  readonly projects: ReadonlyMap<TogglProjectId, readonly DatedTarget[]>;
}

/** What a single run is asked to do beyond the rules, by flags of `sync` and `dry-run` (R6, R8). */
export interface Intent {
  /** `--adopt`: put marks on foreign actuals that equal Toggl. */
  readonly adopt: boolean;
  /** `--clear-unmarked`: clear foreign actuals on linked pairs that have no Toggl time. */
  readonly clearUnmarked: boolean;
  /** `--rerole`: move owned actuals to the role that a new one would have. */
  readonly rerole: boolean;
}

/** `limits` of the configuration: the brake (R14). */
export interface Limits {
  /** 0.1 is 10 %. */
  readonly maxLossShare: number;
  readonly floorHours: number;
}

// ------------------------------------------------------------------------------------------------- the answer

/** A change to 0/0 is always a `clear` (DESIGN section 3). */
export type ChangeKind = 'create' | 'update' | 'overwrite' | 'clear';

/** For people only; no code decides by it. */
export type ChangeReason =
  | 'new-in-toggl'
  | 'changed-in-toggl'
  | 'gone-from-toggl'
  | 'mark'
  | 'zero-filled'
  | 'edited-in-runn'
  | 'entered-in-runn'
  | 'shared-cell'
  | 'adopted'
  | 'unmarked-cleared'
  | 'rerole'
  | 'scheduled-zero'
  | 'undone';

/** One actual that should become something else. */
export interface Change {
  readonly kind: ChangeKind;
  readonly reason: ChangeReason;
  readonly date: IsoDate;
  readonly personId: RunnPersonId;
  readonly projectId: RunnProjectId;
  readonly roleId: RunnRoleId;
  readonly workstreamId: RunnWorkstreamId | null;
  readonly phaseId: RunnPhaseId | null;
  /** The actual that stands there, or null for a `create`. */
  readonly actualId: RunnActualId | null;
  readonly before: Entry | null;
  readonly after: Entry;
}
