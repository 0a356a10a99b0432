/**
 * What DESIGN section 4 asks for, worked out cell by cell with no regard for speed and without any code of the product:
 * the two must agree although they took different roads. Rule numbers in comments are those of DESIGN.
 */
import type { OracleActual, OracleReference, OracleRow, OracleSchedule, OracleWorkspace, World } from './world.ts';

export type OracleKind = 'create' | 'update' | 'overwrite' | 'clear';

export interface OracleMinutes {
  billable: number;
  nonbillable: number;
}

export interface OracleChange {
  kind: OracleKind;
  /** True for a change that leaves the minutes and only renews the mark, or puts one there (R8). */
  isMarkOnly: boolean;
  date: string;
  personId: number;
  projectId: number;
  roleId: number;
  workstreamId: number | null;
  phaseId: number | null;
  actualId: number | null;
  before: OracleMinutes | null;
  after: OracleMinutes;
}

export interface OracleHeldCell {
  personId: number;
  projectId: number;
  date: string;
  reason: string;
}

export interface OracleStatement {
  toggl: {
    trackedSeconds: number;
    inSyncSeconds: number;
    changedSeconds: number;
    heldBackSeconds: Record<string, number>;
    excludedSeconds: number;
    roundingSeconds: number;
  };
  runn: {
    minutesBefore: number;
    minutesAfter: number;
    fromToggl: number;
    onlyInRunn: number;
    editsKept: number;
    splitCells: number;
    clearsWithheld: number;
    closedPeriods: number;
    failed: number;
  };
}

export type OracleRefusal =
  | { code: 'brake'; lostMinutes: number; runnMinutes: number; emptiedPersonIds: number[] }
  | { code: 'conflict'; cells: number }
  | { code: 'billable-flag-unused'; workspaceIds: number[] };

export interface OracleAnswer {
  /** By date and person, clears first within a person's day, then by project and role (R12). */
  changes: OracleChange[];
  heldCells: OracleHeldCell[];
  /** Every cell of the scope, in no order. */
  cells: CellOutcome[];
  statement: OracleStatement;
  /** The statement once more for each person, project or day, by name; empty unless asked for. */
  groups: { group: string; statement: OracleStatement }[];
  refusals: OracleRefusal[];
  /** Ids of the foreign actuals that are cleared because the run was told to. */
  clearedUnmarked: number[];
}

// ------------------------------------------------------------------------------------------ R3: who leads where

type Lead = { to: number[]; how: 'one' | 'ambiguous' | 'nowhere' | 'skip' };

const nowhere: Lead = { to: [], how: 'nowhere' };
const skipped: Lead = { to: [], how: 'skip' };

function leadTo(target: number | 'skip', candidates: { id: number }[]): Lead {
  if (target === 'skip') return skipped;
  return candidates.some((record) => record.id === target) ? { to: [target], how: 'one' } : nowhere;
}

function leadByLink(
  world: World,
  togglId: number,
  candidates: { id: number; isArchived: boolean; references: OracleReference[] }[],
): Lead {
  const carriers = candidates.filter((record) =>
    record.references.some(
      (reference) => world.referenceNames.includes(reference.referenceName) && reference.externalId === String(togglId),
    ),
  );
  const live = carriers.filter((record) => !record.isArchived);
  const chosen = live.length > 0 ? live : carriers;
  if (chosen.length === 0) return nowhere;
  return { to: chosen.map((record) => record.id), how: chosen.length === 1 ? 'one' : 'ambiguous' };
}

function realPeople(world: World) {
  return world.runn.people.filter((person) => !person.isPlaceholder);
}

function realProjects(world: World) {
  return world.runn.projects.filter((project) => !project.isTemplate);
}

export function leadOfUser(world: World, userId: number): Lead {
  const mapped = world.map.people[String(userId)];
  if (mapped !== undefined) return leadTo(mapped, realPeople(world));
  return leadByLink(world, userId, realPeople(world));
}

export function leadOfProject(world: World, projectId: number | null, date: string): Lead {
  if (projectId === null) {
    return world.map.noProject === null ? nowhere : leadTo(world.map.noProject, realProjects(world));
  }
  const dated = world.map.projects[String(projectId)];
  if (dated !== undefined) {
    const onThatDay = dated.find((entry) => entry.until === null || date <= entry.until);
    return onThatDay === undefined ? nowhere : leadTo(onThatDay.target, realProjects(world));
  }
  return leadByLink(world, projectId, realProjects(world));
}

/** Every Toggl user id that anything in the world mentions. */
function mentionedUsers(world: World): number[] {
  const ids = new Set<number>(Object.keys(world.map.people).map(Number));
  for (const person of world.runn.people) for (const id of togglIdsOf(world, person.references)) ids.add(id);
  return [...ids];
}

function mentionedProjects(world: World): number[] {
  const ids = new Set<number>(Object.keys(world.map.projects).map(Number));
  for (const project of world.runn.projects) for (const id of togglIdsOf(world, project.references)) ids.add(id);
  return [...ids];
}

/** External ids under the configured names that can be a Toggl id at all. */
function togglIdsOf(world: World, references: OracleReference[]): number[] {
  return references
    .filter((reference) => world.referenceNames.includes(reference.referenceName))
    .filter((reference) => /^(0|[1-9][0-9]*)$/.test(reference.externalId))
    .map((reference) => Number(reference.externalId));
}

// ------------------------------------------------------------------------------------------------- R2, R3: rows

export interface PlacedRow extends OracleRow {
  workspace: OracleWorkspace;
  user: Lead;
  project: Lead;
  /** Why it does not reach a cell, or null for a row that does. */
  lost: 'excluded' | 'ambiguous' | 'unmatched-person' | 'no-project' | 'unmatched-project' | 'totals-differ' | null;
}

/**
 * The rows of the window, each with where it leads. A row of nothing is no row; but a pair that differs from Toggl's
 * totals may have time on any day, so it stands as a row of unknown (no) seconds on each (R2).
 */
export function placeRows(world: World): PlacedRow[] {
  const placed: PlacedRow[] = [];
  for (const workspace of world.workspaces) {
    const pairs = workspace.totalsDifferences;
    const unseen = pairs.flatMap((pair) =>
      daysOf(world).map((date): OracleRow => ({ ...pair, date, seconds: 0, billableSeconds: 0 })),
    );
    const seen = workspace.rows.filter((row) => row.seconds > 0 && isInWindow(world, row.date));
    for (const row of [...seen, ...unseen]) {
      const user = leadOfUser(world, row.userId);
      const project = leadOfProject(world, row.projectId, row.date);
      const isDisputed = pairs.some((pair) => pair.userId === row.userId && pair.projectId === row.projectId);
      placed.push({ ...row, workspace, user, project, lost: whyLost(world, row, user, project, isDisputed) });
    }
  }
  return placed;
}

function daysOf(world: World): string[] {
  const days: string[] = [];
  for (let time = Date.parse(world.window.since); time <= Date.parse(world.window.until); time += 86_400_000) {
    days.push(new Date(time).toISOString().slice(0, 10));
  }
  return days;
}

function whyLost(world: World, row: OracleRow, user: Lead, project: Lead, isDisputed: boolean): PlacedRow['lost'] {
  if (user.how === 'skip' || project.how === 'skip') return 'excluded';
  if (isDisputed) return 'totals-differ';
  if (user.how === 'ambiguous') return 'ambiguous';
  if (user.how === 'nowhere') return 'unmatched-person';
  if (row.projectId === null && world.map.noProject === null) return 'no-project';
  if (project.how === 'nowhere') return 'unmatched-project';
  if (project.how === 'ambiguous') return 'ambiguous';
  return null;
}

function isInWindow(world: World, date: string): boolean {
  return world.window.since <= date && date <= world.window.until;
}

// -------------------------------------------------------------------------------------------- R9: frozen by a row

/**
 * The lost rows of that day that may be where the time of this cell comes from (R9): on either side the row leads to
 * the cell's record, or it leads nowhere and nothing else leads there either. What is ambiguous leads nowhere for sure.
 */
export function possibleSources(world: World, rows: PlacedRow[], cell: CellName): PlacedRow[] {
  const isPersonLed = isPersonLedTo(world, cell);
  const isProjectLed = isProjectLedTo(world, cell);
  return rows.filter((row) => {
    if (row.lost === null || row.date !== cell.date) return false;
    const person = row.user.to.includes(cell.personId) || (row.user.to.length === 0 && !isPersonLed);
    const project = row.project.to.includes(cell.projectId) || (row.project.to.length === 0 && !isProjectLed);
    return person && project;
  });
}

function isOnly(lead: Lead, id: number): boolean {
  return lead.how === 'one' && lead.to[0] === id;
}

function isPersonLedTo(world: World, cell: CellName): boolean {
  return mentionedUsers(world).some((id) => isOnly(leadOfUser(world, id), cell.personId));
}

function isProjectLedTo(world: World, cell: CellName): boolean {
  return [null, ...mentionedProjects(world)].some((id) => isOnly(leadOfProject(world, id, cell.date), cell.projectId));
}

/** Whether the tool would ever write there: something leads to the person, and something to the project on that day. */
export function isLinkedPair(world: World, cell: CellName): boolean {
  return isPersonLedTo(world, cell) && isProjectLedTo(world, cell);
}

// ------------------------------------------------------------------------------------------------- R1: the proof

/** Whether Toggl was seen whole for a cell, so that what is there may be lowered (R1). */
export function isProven(world: World, cell: CellName): boolean {
  for (const workspace of world.workspaces) {
    if (!workspace.isAdmin) return false;
    if (workspace.readableSince !== null && cell.date < workspace.readableSince) return false;
  }
  const userIds = mentionedUsers(world).filter((id) => leadOfUser(world, id).to.includes(cell.personId));
  const projectIds = mentionedProjects(world).filter((id) =>
    leadOfProject(world, id, cell.date).to.includes(cell.projectId),
  );
  return (
    userIds.every((id) => world.workspaces.some((workspace) => workspace.users.includes(id))) &&
    projectIds.every((id) => world.workspaces.some((workspace) => workspace.projects.includes(id)))
  );
}

// ------------------------------------------------------------------------------------------- R4, R5: minutes

function roundToMinutes(world: World, seconds: number): number {
  const { mode, minutes } = world.rules.rounding;
  const step = minutes * 60;
  const whole = Math.floor(seconds / step);
  const rest = seconds - whole * step;
  const isUp = mode === 'up' ? rest > 0 : mode === 'nearest' ? rest * 2 >= step : false;
  return (whole + (isUp ? 1 : 0)) * minutes;
}

function billableSecondsOf(world: World, row: PlacedRow, projectId: number): number {
  const isNonbillableProject =
    world.runn.projects.find((candidate) => candidate.id === projectId)?.pricingModel === 'nb';
  switch (world.rules.billable) {
    case 'always':
      return row.seconds;
    case 'never':
      return 0;
    case 'toggl':
      return row.billableSeconds;
    case 'auto':
      if (isNonbillableProject) return 0;
      return row.workspace.billable === 'flag' ? row.billableSeconds : row.seconds;
  }
}

/** Toggl's minutes of a cell, 0/0 when it has no time (R4). */
function minutesOfRows(world: World, rows: PlacedRow[], projectId: number): OracleMinutes {
  const total = roundToMinutes(world, sum(rows.map((row) => row.seconds)));
  const billableSeconds = sum(rows.map((row) => billableSecondsOf(world, row, projectId)));
  const billable = Math.min(total, roundToMinutes(world, billableSeconds));
  return { billable, nonbillable: total - billable };
}

/** Toggl's minutes of one cell, by name. */
export function togglMinutesOf(world: World, cell: CellName): OracleMinutes {
  return minutesOfRows(world, rowsOf(placeRows(world), cell), cell.projectId);
}

/** The rows that flow into a cell. */
function rowsOf(rows: PlacedRow[], cell: CellName): PlacedRow[] {
  return rows.filter(
    (row) =>
      row.lost === null &&
      row.date === cell.date &&
      row.user.to[0] === cell.personId &&
      row.project.to[0] === cell.projectId,
  );
}

// -------------------------------------------------------------------------------------------------- R6: the role

/** The role of a new actual, or null when nothing decides it (R6). */
export function roleFor(world: World, cell: CellName): number | null {
  const onProject = new Set(
    world.runn.members
      .filter(({ isPlaceholder }) => isPlaceholder !== true)
      .filter((member) => member.personId === cell.personId && member.projectId === cell.projectId)
      .map((member) => member.roleId),
  );
  if (onProject.size === 1) return [...onProject][0] ?? null;
  const byContract = new Set(
    world.runn.contracts
      .filter((contract) => contract.personId === cell.personId)
      .filter((contract) => contract.startDate <= cell.date)
      .filter((contract) => contract.endDate === null || cell.date <= contract.endDate)
      .map((contract) => contract.roleId),
  );
  return byContract.size === 1 ? ([...byContract][0] ?? null) : null;
}

function workstreamFor(world: World, cell: CellName, roleId: number): number | null {
  const memberships = world.runn.members.filter(
    (member) =>
      member.isPlaceholder !== true &&
      member.personId === cell.personId &&
      member.projectId === cell.projectId &&
      member.roleId === roleId,
  );
  return memberships.length === 1 ? (memberships[0]?.workstreamId ?? null) : null;
}

// ------------------------------------------------------------------------------------------------- R7: whose is it

const markPattern = /\[Toggl (\d+):([0-5]\d)\+(\d+):([0-5]\d)\]/g;

/** The marks in a text, as minutes (R7). */
export function marksIn(text: string): OracleMinutes[] {
  return [...text.matchAll(markPattern)].map((match) => ({
    billable: Number(match[1]) * 60 + Number(match[2]),
    nonbillable: Number(match[3]) * 60 + Number(match[4]),
  }));
}

/** Whose an actual is (R7). */
export function ownerOf(actual: OracleActual): 'owned' | 'edited' | 'foreign' {
  const marks = [...marksIn(actual.billableNote), ...marksIn(actual.nonbillableNote)];
  if (marks.some((mark) => isSame(mark, minutesOf(actual)))) return 'owned';
  return marks.length > 0 ? 'edited' : 'foreign';
}

// ----------------------------------------------------------------------------------------- R8, R11: what should be

export interface CellName {
  personId: number;
  projectId: number;
  date: string;
}

export interface CellWish {
  changes: OracleChange[];
  hold: 'role-undecided' | 'split-cell' | 'conflict-kept' | null;
  /** Ids of actuals that a person edited or entered, against Toggl: changed, or kept with `onConflict: runn`. */
  conflicts: number[];
}

/** What became of one cell: what should happen there, and why it may not. */
export interface CellOutcome {
  cell: CellName;
  actuals: OracleActual[];
  toggl: OracleMinutes;
  seconds: number;
  wish: CellWish;
  reason: string | null;
}

function wishInPlace(world: World, cell: CellName, actuals: OracleActual[], toggl: OracleMinutes): CellWish {
  const wish: CellWish = { changes: [], hold: null, conflicts: [] };
  const byId = [...actuals].sort((a, b) => a.id - b.id);
  const counted = byId.filter((actual) => total(minutesOf(actual)) > 0);
  const empty = byId.filter((actual) => total(minutesOf(actual)) === 0);
  const owned = counted.filter((actual) => ownerOf(actual) === 'owned');
  const others = counted.filter((actual) => ownerOf(actual) !== 'owned');

  const become = (actual: OracleActual, kind: 'update' | 'overwrite', after: OracleMinutes): void => {
    wish.changes.push(changeOf(actual, kind, after));
  };
  const conflict = (actual: OracleActual, after: OracleMinutes): void => {
    wish.conflicts.push(actual.id);
    if (world.rules.onConflict === 'runn') wish.hold = 'conflict-kept';
    else become(actual, 'overwrite', after);
  };

  if (total(toggl) === 0) {
    for (const actual of counted) {
      if (ownerOf(actual) === 'owned') become(actual, 'update', toggl);
      if (ownerOf(actual) === 'edited') conflict(actual, toggl);
      if (ownerOf(actual) === 'foreign' && world.intent.clearUnmarked && isLinkedPair(world, cell)) {
        become(actual, 'update', toggl);
      }
    }
    // Each stands for itself here (R8): an edit that is kept holds neither what is ours beside it nor stray seconds (R4).
    wish.hold = null;
    return wish;
  }

  const role = roleFor(world, cell);
  const elsewhere = addAll(others.map(minutesOf));
  const rest = {
    billable: toggl.billable - elsewhere.billable,
    nonbillable: toggl.nonbillable - elsewhere.nonbillable,
  };
  if (counted.length === 0) {
    const marked =
      empty.find((actual) => ownerOf(actual) === 'owned') ?? empty.find((actual) => ownerOf(actual) === 'edited');
    const standing = marked ?? empty.find((actual) => actual.roleId === role);
    if (standing !== undefined) {
      if (ownerOf(standing) === 'edited') conflict(standing, toggl);
      else become(standing, 'update', toggl);
    } else if (role === null) {
      wish.hold = 'role-undecided';
    } else {
      wish.changes.push(createAt(cell, role, workstreamFor(world, cell, role), toggl));
    }
    return wish;
  }

  const [only] = counted;
  if (counted.length === 1 && only !== undefined) {
    const owner = ownerOf(only);
    if (isSame(minutesOf(only), toggl)) {
      if (owner === 'edited' || (owner === 'foreign' && world.intent.adopt)) become(only, 'update', toggl);
    } else if (owner === 'owned') {
      become(only, 'update', toggl);
    } else {
      conflict(only, toggl);
    }
    return wish;
  }

  const main = owned.find((actual) => actual.roleId === role) ?? owned[0];
  if (main === undefined) {
    if (isSame(elsewhere, toggl)) adoptOne(world, others, role, become);
    else wish.hold = 'split-cell';
    return wish;
  }
  // Less than nothing cannot be written, nor can what fractions of a minute leave.
  if ([rest.billable, rest.nonbillable].some((minutes) => minutes < 0 || !Number.isInteger(minutes))) {
    wish.hold = 'split-cell';
    return wish;
  }
  if (!isSame(minutesOf(main), rest)) become(main, 'update', rest);
  for (const actual of owned) if (actual !== main) become(actual, 'update', { billable: 0, nonbillable: 0 });
  // What is left then are those that are not ours, with the right sum: R16 wants in this very plan what the next would do.
  if (total(rest) === 0) {
    const [left, ...more] = others;
    if (left !== undefined && more.length === 0 && ownerOf(left) === 'edited') become(left, 'update', toggl);
    else adoptOne(world, others, role, become);
  }
  return wish;
}

/** `--adopt`: one foreign actual of those that together equal Toggl is marked with its own minutes. */
function adoptOne(
  world: World,
  others: OracleActual[],
  role: number | null,
  become: (actual: OracleActual, kind: 'update', after: OracleMinutes) => void,
): void {
  if (!world.intent.adopt) return;
  // A mark holds whole minutes (R7).
  const foreign = others
    .filter((actual) => ownerOf(actual) === 'foreign')
    .filter(({ billableMinutes, nonbillableMinutes }) => [billableMinutes, nonbillableMinutes].every(Number.isInteger));
  const one = foreign.find((actual) => actual.roleId === role) ?? foreign[0];
  if (one !== undefined) become(one, 'update', minutesOf(one));
}

/**
 * `--rerole`: where the wish would leave one actual with time in the cell, ours and in another role than R6's, that time is
 * booked in R6's role instead, over what stands in that role or anew, and nothing of ours stays where it was. Not where
 * somebody else's minutes stand in the cell as well.
 */
function wishFor(world: World, cell: CellName, actuals: OracleActual[], toggl: OracleMinutes): CellWish {
  const wish = wishInPlace(world, cell, actuals, toggl);
  const role = roleFor(world, cell);
  if (!world.intent.rerole || wish.hold !== null || total(toggl) === 0 || role === null) return wish;
  const wishOf = (actual: OracleActual) => wish.changes.find((change) => change.actualId === actual.id);
  const afterwards = (actual: OracleActual) => wishOf(actual)?.after ?? minutesOf(actual);
  const withTime = actuals.filter((actual) => total(afterwards(actual)) > 0);
  const [moving] = withTime;
  if (moving === undefined || withTime.length > 1 || moving.roleId === role) return wish;
  if (wishOf(moving) === undefined && ownerOf(moving) !== 'owned') return wish;

  const wanted = afterwards(moving);
  const there = actuals.filter((actual) => actual.roleId === role).sort((a, b) => a.id - b.id);
  // What the next run would take for the cell's own, had only the clears come through: ours, with time before without.
  const oursThere = there.filter((actual) => ownerOf(actual) === 'owned');
  const over = oursThere.find((actual) => total(minutesOf(actual)) > 0) ?? oursThere[0] ?? there[0];
  // Nor where a person set something in the cell to 0, unless a zero of ours stands where the time would go.
  const isOurs = over !== undefined && ownerOf(over) === 'owned';
  if (!isOurs && actuals.some((actual) => actual !== moving && ownerOf(actual) === 'edited')) return wish;
  const touched = [moving.id, over?.id];
  const changes = wish.changes.filter((change) => change.actualId === null || !touched.includes(change.actualId));
  if (total(minutesOf(moving)) > 0) changes.push(changeOf(moving, 'update', { billable: 0, nonbillable: 0 }));
  if (over === undefined) changes.push(createAt(cell, role, workstreamFor(world, cell, role), wanted));
  else if (ownerOf(over) !== 'owned' || !isSame(minutesOf(over), wanted))
    changes.push(changeOf(over, 'update', wanted));
  return { ...wish, changes };
}

// ---------------------------------------------------------------------------------------------- R10: scheduled zeros

/**
 * The zeros of a cell in which nothing stands: one for each role and workstream in which hours were scheduled. Where just
 * some of them stand already, or something of ours becomes one, the others are due as well.
 */
function zerosFor(
  world: World,
  cell: CellName,
  rows: PlacedRow[],
  actuals: OracleActual[] = [],
  cleared: (number | null)[] = [],
): OracleChange[] {
  const { schedule, projects } = world.runn;
  if (schedule === null || cell.date > schedule.lastDay) return [];
  const hasTimeElsewhere = rows.some(
    ({ user, project, date, seconds }) =>
      seconds > 0 && date === cell.date && isOnly(user, cell.personId) && !isOnly(project, cell.projectId),
  );
  if (!hasTimeElsewhere || isDayOff(schedule, cell) || !(rosteredOn(world, cell) > 0)) return [];
  if (!projects.some(({ id, isTemplate }) => id === cell.projectId && !isTemplate)) return [];
  const planned = schedule.assignments.filter(
    (each) =>
      each.isPlanned &&
      (each.minutesPerDay ?? 0) > 0 &&
      each.personId === cell.personId &&
      each.projectId === cell.projectId &&
      each.startDate <= cell.date &&
      cell.date <= each.endDate,
  );
  const keys = new Set(planned.map(({ roleId, workstreamId }) => JSON.stringify([roleId, workstreamId])));
  for (const actual of actuals) {
    const isOurZero = total(minutesOf(actual)) === 0 && ownerOf(actual) === 'owned';
    const isDue = keys.delete(JSON.stringify([actual.roleId, actual.workstreamId]));
    if (!isDue || !(isOurZero || cleared.includes(actual.id))) return [];
  }
  return [...keys].map((key): OracleChange => {
    const [roleId, workstreamId] = JSON.parse(key);
    return { ...createAt(cell, roleId, workstreamId, { billable: 0, nonbillable: 0 }), kind: 'clear' };
  });
}

function isDayOff({ timeOff }: OracleSchedule, { personId, date }: CellName): boolean {
  return timeOff.some(
    (off) => (off.personId === null || off.personId === personId) && off.startDate <= date && date <= off.endDate,
  );
}

/** Minutes of that day that every contract has; NaN where one does not say, 0 without any. */
function rosteredOn(world: World, { personId, date }: CellName): number {
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  const minutes = world.runn.contracts
    .filter((contract) => contract.personId === personId && contract.startDate <= date)
    .filter((contract) => contract.endDate === null || date <= contract.endDate)
    .map((contract) => contract.rosteredMinutes?.[weekday] ?? Number.NaN);
  return minutes.length === 0 ? 0 : Math.min(...minutes);
}

function createAt(cell: CellName, roleId: number, workstreamId: number | null, after: OracleMinutes): OracleChange {
  const { date, personId, projectId } = cell;
  return {
    kind: 'create',
    isMarkOnly: false,
    date,
    personId,
    projectId,
    roleId,
    workstreamId,
    phaseId: null,
    actualId: null,
    before: null,
    after,
  };
}

/** A change of a standing actual; to 0/0 it is always a clear (DESIGN section 3). */
function changeOf(actual: OracleActual, kind: 'update' | 'overwrite', after: OracleMinutes): OracleChange {
  return {
    kind: total(after) === 0 ? 'clear' : kind,
    isMarkOnly: isSame(minutesOf(actual), after),
    date: actual.date,
    personId: actual.personId,
    projectId: actual.projectId,
    roleId: actual.roleId,
    workstreamId: actual.workstreamId,
    phaseId: actual.phaseId,
    actualId: actual.id,
    before: minutesOf(actual),
    after,
  };
}

// ------------------------------------------------------------------------------------------------ the scope

/** Whether a cell belongs to what was asked for (DESIGN section 4, "Scope"). */
export function isCellInScope(world: World, cell: CellName): boolean {
  const { people, projects } = world.scope;
  return (
    (people === null || people.runnIds.includes(cell.personId)) &&
    (projects === null || projects.runnIds.includes(cell.projectId))
  );
}

/** A row that reaches no cell is counted where the scope names it, or a record that it may belong to. */
export function isRowInScope(world: World, row: PlacedRow): boolean {
  const { people, projects } = world.scope;
  return (
    (people === null ||
      people.togglIds.includes(row.userId) ||
      row.user.to.some((id) => people.runnIds.includes(id))) &&
    (projects === null ||
      (row.projectId !== null && projects.togglIds.includes(row.projectId)) ||
      row.project.to.some((id) => projects.runnIds.includes(id)))
  );
}

// --------------------------------------------------------------------------------------------------- the answer

/** Works the whole world out. */
export function oracle(world: World): OracleAnswer {
  const rows = placeRows(world);
  const statement = emptyStatement();
  const groups = new Map<string, OracleStatement>();
  /** The accounts in which something is entered: the whole one, and that of its group. */
  const accountsOf = (group: string | null): OracleStatement[] => {
    if (group === null) return [statement];
    const account = groups.get(group) ?? emptyStatement();
    groups.set(group, account);
    return [statement, account];
  };
  const hold = ({ toggl }: OracleStatement, reason: string, seconds: number): void => {
    if (seconds > 0) toggl.heldBackSeconds[reason] = (toggl.heldBackSeconds[reason] ?? 0) + seconds;
  };

  for (const row of rows) {
    if (row.lost === null || row.seconds === 0 || !isRowInScope(world, row)) continue;
    for (const account of accountsOf(groupOfRow(world, row))) {
      account.toggl.trackedSeconds += row.seconds;
      if (row.lost === 'excluded') account.toggl.excludedSeconds += row.seconds;
      else hold(account, row.lost, row.seconds);
    }
  }

  const changes: OracleChange[] = [];
  const heldCells: OracleHeldCell[] = [];
  const outcomes: CellOutcome[] = [];
  const clearedUnmarked: number[] = [];
  let conflictCells = 0;
  for (const cell of cellsOf(world, rows)) {
    const cellRows = rowsOf(rows, cell);
    const actuals = world.runn.actuals.filter((actual) => isOf(actual, cell));
    const toggl = minutesOfRows(world, cellRows, cell.projectId);
    const wish = wishFor(world, cell, actuals, toggl);
    if (total(toggl) === 0) {
      const cleared = wish.changes.filter(({ kind }) => kind === 'clear').map(({ actualId }) => actualId);
      wish.changes.push(...zerosFor(world, cell, rows, actuals, cleared));
    }
    const reason = wish.hold ?? (wish.changes.length === 0 ? null : whyNot(world, cell, wish, rows, toggl));
    const isChanged = reason === null && wish.changes.length > 0;
    const seconds = sum(cellRows.map((row) => row.seconds));

    outcomes.push({ cell, actuals, toggl, seconds, wish, reason });
    if (reason !== null) heldCells.push({ ...cell, reason });
    if (isChanged) {
      changes.push(...wish.changes);
      if (wish.conflicts.length > 0 && world.rules.onConflict !== 'runn') conflictCells += 1;
      for (const { kind, actualId } of wish.changes) {
        const cleared = actuals.find((actual) => kind === 'clear' && actual.id === actualId);
        if (cleared !== undefined && total(toggl) === 0 && ownerOf(cleared) === 'foreign') {
          clearedUnmarked.push(cleared.id);
        }
      }
    }
    for (const account of accountsOf(groupOfCell(world, cell))) {
      account.toggl.trackedSeconds += seconds;
      if (reason === null) {
        if (isChanged) account.toggl.changedSeconds += seconds;
        else account.toggl.inSyncSeconds += seconds;
        account.toggl.roundingSeconds += total(toggl) * 60 - seconds;
      } else {
        hold(account, reason, seconds);
      }
      bookRunnSide(account, actuals, wish.changes, isChanged, toggl, reason, world.rules.onConflict);
    }
  }

  changes.sort(
    (a, b) =>
      compare(a.date, b.date) ||
      a.personId - b.personId ||
      Number(b.kind === 'clear') - Number(a.kind === 'clear') ||
      a.projectId - b.projectId ||
      a.roleId - b.roleId ||
      (a.workstreamId ?? 0) - (b.workstreamId ?? 0),
  );
  return {
    changes,
    heldCells,
    cells: outcomes,
    statement,
    groups: [...groups]
      .map(([group, account]) => ({ group, statement: account }))
      .sort((a, b) => compare(a.group, b.group)),
    refusals: refusalsOf(world, rows, changes, statement, conflictCells),
    clearedUnmarked: clearedUnmarked.sort((a, b) => a - b),
  };
}

/** Under which name a row without a cell is accounted: where it leads, else its Toggl id. */
function groupOfRow({ by }: World, row: PlacedRow): string | null {
  if (by === null) return null;
  if (by === 'day') return row.date;
  const lead = by === 'person' ? row.user : row.project;
  if (lead.how === 'one') return `runn:${lead.to[0]}`;
  const togglId = by === 'person' ? row.userId : row.projectId;
  return togglId === null ? 'none' : `toggl:${togglId}`;
}

function groupOfCell({ by }: World, cell: CellName): string | null {
  if (by === null) return null;
  return by === 'day' ? cell.date : `runn:${by === 'person' ? cell.personId : cell.projectId}`;
}

/** Every cell of the window and scope that has a row or an actual. */
function cellsOf(world: World, rows: PlacedRow[]): CellName[] {
  const names = new Map<string, CellName>();
  const add = (personId: number, projectId: number, date: string): void => {
    names.set(`${date} ${personId} ${projectId}`, { personId, projectId, date });
  };
  for (const actual of world.runn.actuals) {
    if (isInWindow(world, actual.date)) add(actual.personId, actual.projectId, actual.date);
  }
  for (const row of rows) {
    const [personId] = row.user.to;
    const [projectId] = row.project.to;
    if (row.lost === null && personId !== undefined && projectId !== undefined) add(personId, projectId, row.date);
  }
  for (const { personId, projectId } of world.runn.schedule?.assignments ?? []) {
    for (const date of daysOf(world)) {
      if (zerosFor(world, { personId, projectId, date }, rows).length > 0) add(personId, projectId, date);
    }
  }
  return [...names.values()].filter((cell) => isCellInScope(world, cell));
}

/** Why the wished changes of a cell may not be made, or null: the holds in the order in which they are tried. */
function whyNot(world: World, cell: CellName, wish: CellWish, rows: PlacedRow[], toggl: OracleMinutes): string | null {
  const isArchived =
    world.runn.people.some((person) => person.id === cell.personId && person.isArchived) ||
    world.runn.projects.some((project) => project.id === cell.projectId && project.isArchived);
  if (isArchived && world.rules.archived === 'hold') return 'archived';

  // A row that may belong to this very cell freezes it whole, raises included.
  for (const lost of ['totals-differ', 'ambiguous'] as const) {
    const isNamed = rows.some(
      (row) =>
        row.lost === lost &&
        row.date === cell.date &&
        row.user.to.includes(cell.personId) &&
        row.project.to.includes(cell.projectId),
    );
    if (isNamed) return lost;
  }
  if (total(toggl) === 0 && possibleSources(world, rows, cell).length > 0) return 'clear-withheld';

  const isLowered = wish.changes.some(
    ({ before, after }) =>
      before !== null && (after.billable < before.billable || after.nonbillable < before.nonbillable),
  );
  // A zero for what was only scheduled takes nothing away, but says that nothing was worked.
  const isZero = wish.changes.some(({ kind, before }) => kind === 'clear' && before === null);
  if ((isLowered || isZero) && !isProven(world, cell)) return 'not-proven';

  const isCleared = wish.changes.some(({ kind, before }) => kind === 'clear' && before !== null);
  if (world.rules.clear === 'never' && isCleared) return 'clear-withheld';
  const { lockedThrough } = world.rules;
  return lockedThrough !== null && cell.date <= lockedThrough ? 'late-change' : null;
}

/** Where Runn's minutes of a cell end up in the account (R15). */
function bookRunnSide(
  statement: OracleStatement,
  actuals: OracleActual[],
  wished: OracleChange[],
  isChanged: boolean,
  toggl: OracleMinutes,
  reason: string | null,
  onConflict: World['rules']['onConflict'],
): void {
  const changes = isChanged ? wished : [];
  for (const change of changes) if (change.actualId === null) statement.runn.minutesAfter += total(change.after);
  if (total(toggl) > 0 && reason === null) statement.runn.fromToggl += total(toggl);
  for (const actual of actuals) {
    const before = total(minutesOf(actual));
    const change = changes.find((candidate) => candidate.actualId === actual.id);
    const after = change === undefined ? before : total(change.after);
    statement.runn.minutesBefore += before;
    statement.runn.minutesAfter += after;
    if (total(toggl) > 0 && reason === null) continue;
    const isNoTime = total(toggl) === 0;
    // What was to be cleared and may not be is a clear withheld, whoever wrote it.
    const isWished = wished.some((candidate) => candidate.actualId === actual.id);
    if (isNoTime && ownerOf(actual) === 'foreign' && !isWished) statement.runn.onlyInRunn += after;
    else if (isNoTime && ownerOf(actual) === 'edited' && onConflict === 'runn') statement.runn.editsKept += after;
    else statement.runn[bookOf(reason)] += after;
  }
}

function bookOf(reason: string | null): 'editsKept' | 'splitCells' | 'clearsWithheld' | 'closedPeriods' {
  if (reason === 'conflict-kept') return 'editsKept';
  if (reason === 'split-cell') return 'splitCells';
  return reason === 'late-change' ? 'closedPeriods' : 'clearsWithheld';
}

// ------------------------------------------------------------------------------------------- R5, R8, R14: refusals

function refusalsOf(
  world: World,
  rows: PlacedRow[],
  changes: OracleChange[],
  statement: OracleStatement,
  conflictCells: number,
): OracleRefusal[] {
  const refusals: OracleRefusal[] = [];
  const lostMinutes = sum(
    changes.map(({ before, after }) =>
      before === null
        ? 0
        : Math.max(0, before.billable - after.billable) + Math.max(0, before.nonbillable - after.nonbillable),
    ),
  );
  const runnMinutes = statement.runn.minutesBefore;
  const floorMinutes = world.limits.floorHours * 60;
  const emptiedPersonIds = world.runn.people
    .map((person) => person.id)
    .concat(world.runn.actuals.map((actual) => actual.personId))
    .filter((id, index, all) => all.indexOf(id) === index)
    .filter((id) => {
      const actuals = world.runn.actuals.filter(
        (actual) => actual.personId === id && isInWindow(world, actual.date) && isCellInScope(world, actual),
      );
      const before = sum(actuals.map((actual) => total(minutesOf(actual))));
      const gained = sum(
        changes
          .filter((change) => change.personId === id)
          .map((change) => total(change.after) - (change.before === null ? 0 : total(change.before))),
      );
      return before > floorMinutes && before + gained === 0;
    })
    .sort((a, b) => a - b);
  const isTooMuch = lostMinutes > world.limits.maxLossShare * runnMinutes && lostMinutes > floorMinutes;
  if (isTooMuch || emptiedPersonIds.length > 0) {
    refusals.push({ code: 'brake', lostMinutes, runnMinutes, emptiedPersonIds });
  }
  if (world.rules.onConflict === 'fail' && conflictCells > 0) refusals.push({ code: 'conflict', cells: conflictCells });
  const unused = world.workspaces.filter((workspace) => isBillableFlagUnused(world, rows, workspace));
  if (unused.length > 0) {
    refusals.push({
      code: 'billable-flag-unused',
      workspaceIds: unused.map((workspace) => workspace.id).sort((a, b) => a - b),
    });
  }
  return refusals;
}

function isBillableFlagUnused(world: World, rows: PlacedRow[], workspace: OracleWorkspace): boolean {
  if (world.rules.billable !== 'auto' || workspace.billable !== 'flag') return false;
  const own = rows.filter((row) => row.workspace === workspace);
  // What is outside the scope does not count, but a flag that is used there is used.
  const onBillableProjects = own
    .filter((row) => isRowInScope(world, row))
    .filter((row) => {
      const [projectId] = row.project.to;
      if (row.lost !== null || projectId === undefined) return false;
      const model = world.runn.projects.find((project) => project.id === projectId)?.pricingModel;
      return model === 'tm' || model === 'fp';
    });
  return sum(onBillableProjects.map((row) => row.seconds)) > 40 * 3600 && own.every((row) => row.billableSeconds === 0);
}

// --------------------------------------------------------------------------------------------------- small change

function isOf(actual: OracleActual, cell: CellName): boolean {
  return actual.personId === cell.personId && actual.projectId === cell.projectId && actual.date === cell.date;
}

export function minutesOf(actual: { billableMinutes: number; nonbillableMinutes: number }): OracleMinutes {
  return { billable: actual.billableMinutes, nonbillable: actual.nonbillableMinutes };
}

function addAll(all: OracleMinutes[]): OracleMinutes {
  return { billable: sum(all.map((one) => one.billable)), nonbillable: sum(all.map((one) => one.nonbillable)) };
}

function total(minutes: OracleMinutes): number {
  return minutes.billable + minutes.nonbillable;
}

function isSame(a: OracleMinutes, b: OracleMinutes): boolean {
  return a.billable === b.billable && a.nonbillable === b.nonbillable;
}

function sum(numbers: number[]): number {
  return numbers.reduce((so, number) => so + number, 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function emptyStatement(): OracleStatement {
  return {
    toggl: {
      trackedSeconds: 0,
      inSyncSeconds: 0,
      changedSeconds: 0,
      heldBackSeconds: {},
      excludedSeconds: 0,
      roundingSeconds: 0,
    },
    runn: {
      minutesBefore: 0,
      minutesAfter: 0,
      fromToggl: 0,
      onlyInRunn: 0,
      editsKept: 0,
      splitCells: 0,
      clearsWithheld: 0,
      closedPeriods: 0,
      failed: 0,
    },
  };
}
