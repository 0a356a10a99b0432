/** R8 and R11: what has to happen in one cell, seen alone. Whether it may happen is decided in `holds.ts`. */
import type { CellKey } from './cell-map.ts';
import { type Finding, finding } from './findings.ts';
import { markedEntry, ownershipOf, placeMark } from './mark.ts';
import type { Actual, Change, ChangeKind, ChangeReason, Intent, Minutes, Rules, RunnRoleId } from './model.ts';
import type { DecidedRole, RoleDecision } from './roles.ts';
import { totalMinutes } from './round.ts';

/** A cell that cannot be planned by itself, whatever else is true. */
export interface CellHold {
  readonly code: 'role-undecided' | 'split-cell' | 'conflict-kept';
  readonly finding: Finding;
}

export interface CellPlan {
  /** Empty when the cell needs nothing or is held. */
  readonly changes: readonly Change[];
  readonly hold: CellHold | null;
  /** Changes against a person's own edit, for `onConflict: fail`. */
  readonly conflicts: number;
  /** Counted actuals that stay as somebody made them, in a cell without Toggl time. */
  readonly leftAlone: readonly Actual[];
  readonly editsKept: readonly Actual[];
  readonly findings: readonly Finding[];
}

interface CellInput extends CellKey {
  /** Rounded; 0/0 is "Toggl has no time" (R4). */
  readonly toggl: Minutes;
  /** Every actual in the cell, in any order. */
  readonly standing: readonly Actual[];
  readonly onConflict: Rules['onConflict'];
  readonly intent: Intent;
  /** Asked only when a role must be found. */
  readonly resolveRole: () => RoleDecision;
  /** Whether links lead to both the person and the project: the severity of `only-in-runn`. */
  readonly isLinked: () => boolean;
}

function isSame(a: Minutes, b: Minutes): boolean {
  return a.billableMinutes === b.billableMinutes && a.nonbillableMinutes === b.nonbillableMinutes;
}

function minutesOf({ billableMinutes, nonbillableMinutes }: Minutes): Minutes {
  return { billableMinutes, nonbillableMinutes };
}

/** A run without `--adopt`, `--clear-unmarked` and `--rerole`. */
export const noIntent: Intent = { adopt: false, clearUnmarked: false, rerole: false };

const zero: Minutes = { billableMinutes: 0, nonbillableMinutes: 0 };

/** Writes minutes over a standing actual: its role, workstream, phase and the user's text go back unchanged (R6, R7). */
function changeOf(actual: Actual, kind: ChangeKind, reason: ChangeReason, minutes: Minutes): Change {
  const { id, date, personId, projectId, roleId, workstreamId, phaseId, billableNote, nonbillableNote } = actual;
  return {
    kind: totalMinutes(minutes) === 0 ? 'clear' : kind,
    reason,
    date,
    personId,
    projectId,
    roleId,
    workstreamId,
    phaseId,
    actualId: id,
    before: { ...minutesOf(actual), billableNote, nonbillableNote },
    after: { ...minutesOf(minutes), ...placeMark(actual, minutes) },
  };
}

function clearOf(actual: Actual, reason: ChangeReason): Change {
  return changeOf(actual, 'clear', reason, zero);
}

function byId(a: Actual, b: Actual): number {
  return a.id - b.id;
}

const nothing: CellPlan = {
  changes: [],
  hold: null,
  conflicts: 0,
  leftAlone: [],
  editsKept: [],
  findings: [],
};

/** Plans one cell by the table of R8, and by R11 where several actuals stand. */
export function planCell(input: CellInput): CellPlan {
  const standing = input.standing.toSorted(byId);
  const counted = standing.filter((actual) => totalMinutes(actual) > 0);
  const hasTime = totalMinutes(input.toggl) > 0;
  if (!hasTime) return planEmptyCell(input, counted);
  const plan = planFilledCell(input, standing, counted);
  return input.intent.rerole ? rerole(input, standing, plan) : plan;
}

function planFilledCell(input: CellInput, standing: readonly Actual[], counted: readonly Actual[]): CellPlan {
  const [only, ...others] = counted;
  if (only === undefined) return planUncountedCell(input, standing);
  return others.length === 0 ? planSingleCell(input, only) : planSharedCell(input, counted);
}

/** Whether `planCell` would ask for a role, so that members and contracts need not be read when nobody asks (R6). */
export function needsRole(toggl: Minutes, standing: readonly Actual[], intent: Intent): boolean {
  if (totalMinutes(toggl) === 0) return false;
  if (intent.rerole) return true;
  const counted = standing.filter((actual) => totalMinutes(actual) > 0);
  const owned = counted.filter((actual) => ownershipOf(actual) === 'owned');
  if (intent.adopt && counted.length - owned.length > 1) return true;
  if (counted.length > 0) return owned.length > 1;
  return standing.every((actual) => ownershipOf(actual) === 'foreign');
}

/** Toggl has no time: what is ours goes, what is not stays, an edit is a conflict (R8, last column; R11). */
function planEmptyCell(input: CellInput, counted: readonly Actual[]): CellPlan {
  const changes: Change[] = [];
  const findings: Finding[] = [];
  const leftAlone: Actual[] = [];
  const editsKept: Actual[] = [];
  let conflicts = 0;
  for (const actual of counted) {
    switch (ownershipOf(actual)) {
      case 'owned':
        changes.push(clearOf(actual, 'gone-from-toggl'));
        break;
      case 'foreign':
        if (input.intent.clearUnmarked && input.isLinked()) {
          changes.push(clearOf(actual, 'unmarked-cleared'));
          findings.push(finding('unmarked-cleared', subjectOf(actual), { facts: { runnMinutes: minutesOf(actual) } }));
          break;
        }
        leftAlone.push(actual);
        findings.push(
          finding('only-in-runn', subjectOf(actual), {
            severity: input.isLinked() ? 'warning' : 'info',
            facts: { runnMinutes: minutesOf(actual) },
          }),
        );
        break;
      case 'edited': {
        const conflict = planConflict(input, actual, zero, 'edited-in-runn');
        if (conflict.change === null) editsKept.push(actual);
        else changes.push(conflict.change);
        findings.push(conflict.finding);
        conflicts += conflict.change === null ? 0 : 1;
      }
    }
  }
  return { ...nothing, changes, findings, leftAlone, editsKept, conflicts };
}

/** Only zeros stand, or nothing: over the marked one, else over the one with R6's role, else a new one (R11). */
function planUncountedCell(input: CellInput, zeros: readonly Actual[]): CellPlan {
  const owned = zeros.find((actual) => ownershipOf(actual) === 'owned');
  if (owned !== undefined) {
    return { ...nothing, changes: [changeOf(owned, 'update', 'changed-in-toggl', input.toggl)] };
  }
  const edited = zeros.find((actual) => ownershipOf(actual) === 'edited');
  if (edited !== undefined) return conflictCell(input, edited, 'edited-in-runn');

  const role = input.resolveRole();
  if (role.kind === 'undecided') return undecided(input, role.candidateRoleIds);
  const sameRole = zeros.find((actual) => actual.roleId === role.roleId);
  if (sameRole !== undefined) {
    return { ...nothing, changes: [changeOf(sameRole, 'update', 'zero-filled', input.toggl)] };
  }
  return { ...nothing, changes: [createIn(input, role, input.toggl, 'new-in-toggl')] };
}

/** A new actual in its role, with nothing in its notes but the mark. */
function createIn(input: CellInput, role: DecidedRole, minutes: Minutes, reason: ChangeReason): Change {
  const { personId, projectId, date } = input;
  return {
    kind: 'create',
    reason,
    date,
    personId,
    projectId,
    roleId: role.roleId,
    workstreamId: role.workstreamId,
    phaseId: null,
    actualId: null,
    before: null,
    after: markedEntry(minutes),
  };
}

/** One actual with minutes: the table of R8. */
function planSingleCell(input: CellInput, actual: Actual): CellPlan {
  const isEqual = isSame(actual, input.toggl);
  switch (ownershipOf(actual)) {
    case 'owned':
      return isEqual ? nothing : { ...nothing, changes: [changeOf(actual, 'update', 'changed-in-toggl', input.toggl)] };
    case 'edited':
      return isEqual
        ? { ...nothing, changes: [changeOf(actual, 'update', 'mark', input.toggl)] }
        : conflictCell(input, actual, 'edited-in-runn');
    case 'foreign':
      return isEqual ? planUnmarked(input, [actual]) : conflictCell(input, actual, 'entered-in-runn');
  }
}

/** Several actuals with minutes: one of ours carries Toggl's time less what others hold (R11). */
function planSharedCell(input: CellInput, counted: readonly Actual[]): CellPlan {
  const owned = counted.filter((actual) => ownershipOf(actual) === 'owned');
  const others = counted.filter((actual) => ownershipOf(actual) !== 'owned');
  const held = others.reduce(
    (sum, actual) => ({
      billableMinutes: sum.billableMinutes + actual.billableMinutes,
      nonbillableMinutes: sum.nonbillableMinutes + actual.nonbillableMinutes,
    }),
    zero,
  );
  const rest: Minutes = {
    billableMinutes: input.toggl.billableMinutes - held.billableMinutes,
    nonbillableMinutes: input.toggl.nonbillableMinutes - held.nonbillableMinutes,
  };
  const [lowest] = owned;
  if (lowest === undefined && isSame(held, input.toggl)) {
    return planEqualOthers(input, others);
  }
  if (lowest === undefined || !isWritable(rest.billableMinutes) || !isWritable(rest.nonbillableMinutes)) {
    const facts = { runnMinutes: sumOf(counted), togglMinutes: input.toggl };
    return { ...nothing, hold: { code: 'split-cell', finding: finding('split-cell', keyOf(input), { facts }) } };
  }
  // With nothing left for ours, what the others hold is the cell: planned as if it stood alone, or the next run would.
  const left = totalMinutes(rest) === 0 ? planEqualOthers(input, others) : nothing;
  const chosen = owned.length === 1 ? lowest : (owned.find((actual) => actual.roleId === roleOf(input)) ?? lowest);
  const changes = owned.filter((actual) => actual !== chosen).map((actual) => clearOf(actual, 'shared-cell'));
  if (!isSame(chosen, rest)) changes.push(changeOf(chosen, 'update', 'shared-cell', rest));
  return { ...nothing, changes: [...changes, ...left.changes], findings: left.findings };
}

/** Actuals that are not ours and together equal Toggl. */
function planEqualOthers(input: CellInput, others: readonly Actual[]): CellPlan {
  const [only, ...more] = others;
  if (only !== undefined && more.length === 0) return planSingleCell(input, only);
  return planUnmarked(
    input,
    others.filter((actual) => ownershipOf(actual) === 'foreign'),
  );
}

/** Others may hold fractions of a minute, and what they leave is then no number that Runn takes (runn.md section 8, row 14). */
function isWritable(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 0;
}

/** Foreign actuals that already agree with Toggl: reported, or with `--adopt` one of them is given the mark (R8). */
function planUnmarked(input: CellInput, foreign: readonly Actual[]): CellPlan {
  // A mark holds whole minutes: what somebody entered with fractions can only stand beside one that is ours (R7).
  const markable = foreign.filter((one) => isWritable(one.billableMinutes) && isWritable(one.nonbillableMinutes));
  const [lowest] = markable;
  if (input.intent.adopt && lowest !== undefined) {
    // One mark is enough for a cell: that actual takes Toggl less the others from now on (R11).
    const chosen = foreign.length === 1 ? lowest : (markable.find(({ roleId }) => roleId === roleOf(input)) ?? lowest);
    return { ...nothing, changes: [changeOf(chosen, 'update', 'adopted', chosen)] };
  }
  const findings = foreign.map((actual) =>
    finding('unmarked', subjectOf(actual), { facts: { runnMinutes: minutesOf(actual) } }),
  );
  return { ...nothing, findings };
}

/**
 * `--rerole`: what would be ours after the plan, and stands in another role than a new actual would have (R6), is cleared
 * and booked in that role: also what becomes ours only now, or the next run would move it (R16). The plan stays as it is
 * when no role is decided, when it is held back, or when somebody else's minutes stand in the cell: in the very place,
 * Runn would overwrite them (runn.md section 2.1); beside it, they would be alone and a conflict if the clear came
 * through and the rest did not.
 */
function rerole(input: CellInput, standing: readonly Actual[], plan: CellPlan): CellPlan {
  const changeById = new Map(plan.changes.map((change) => [change.actualId, change]));
  const minutesAfter = (actual: Actual): Minutes => minutesOf(changeById.get(actual.id)?.after ?? actual);
  // A plan that creates does so in the right role, beside nothing that counts.
  const [ours, ...others] = standing.filter((actual) => totalMinutes(minutesAfter(actual)) > 0);
  if (ours === undefined || others.length > 0) return plan;
  if (!changeById.has(ours.id) && ownershipOf(ours) !== 'owned') return plan;
  const role = input.resolveRole();
  if (role.kind === 'undecided' || ours.roleId === role.roleId) return plan;

  const minutes = minutesAfter(ours);
  const inRole = standing.filter((actual) => actual.roleId === role.roleId);
  // Ours first, and of ours what has minutes, as for any cell (R11): a run that was cut off after a clear leaves such a
  // cell to the next one.
  const oursInRole = inRole.filter((actual) => ownershipOf(actual) === 'owned');
  const owned = oursInRole.find((actual) => totalMinutes(actual) > 0) ?? oursInRole[0];
  // Where a person set something to 0, that would be a conflict for the next run if nothing but the clear came through.
  if (owned === undefined && standing.some((actual) => actual !== ours && ownershipOf(actual) === 'edited'))
    return plan;
  const target = owned ?? inRole[0];
  const kept = plan.changes.filter(({ actualId }) => actualId !== ours.id && actualId !== target?.id);
  const clears = totalMinutes(ours) > 0 ? [clearOf(ours, 'rerole')] : [];
  if (target === undefined) return { ...plan, changes: [...kept, ...clears, createIn(input, role, minutes, 'rerole')] };
  // Ours of that role may have the very time already, when the plan would have cleared it for the other one.
  const raises = isSame(target, minutes) ? [] : [changeOf(target, 'update', 'rerole', minutes)];
  return { ...plan, changes: [...kept, ...clears, ...raises] };
}

function roleOf(input: CellInput): RunnRoleId | null {
  const role = input.resolveRole();
  return role.kind === 'decided' ? role.roleId : null;
}

function undecided(input: CellInput, candidateRoleIds: readonly RunnRoleId[]): CellPlan {
  const facts = { candidateRoleIds, togglMinutes: input.toggl };
  return { ...nothing, hold: { code: 'role-undecided', finding: finding('role-undecided', keyOf(input), { facts }) } };
}

type ConflictReason = 'edited-in-runn' | 'entered-in-runn';

/** `onConflict`: Toggl wins with a finding that keeps the old minutes, or Runn does (R8). `fail` is decided by the run. */
function planConflict(
  input: CellInput,
  actual: Actual,
  minutes: Minutes,
  reason: ConflictReason,
): { readonly change: Change | null; readonly finding: Finding } {
  const facts = { runnMinutes: minutesOf(actual), togglMinutes: minutes };
  if (input.onConflict === 'runn') {
    return { change: null, finding: finding('conflict-kept', subjectOf(actual), { facts }) };
  }
  return {
    change: changeOf(actual, 'overwrite', reason, minutes),
    finding: finding('edit-overwritten', subjectOf(actual), { facts }),
  };
}

function conflictCell(input: CellInput, actual: Actual, reason: ConflictReason): CellPlan {
  const conflict = planConflict(input, actual, input.toggl, reason);
  if (conflict.change === null) return { ...nothing, hold: { code: 'conflict-kept', finding: conflict.finding } };
  return { ...nothing, changes: [conflict.change], findings: [conflict.finding], conflicts: 1 };
}

function keyOf({ personId, projectId, date }: CellKey): Finding['subject'] {
  return { runnPersonId: personId, runnProjectId: projectId, date };
}

function subjectOf(actual: Actual): Finding['subject'] {
  return {
    runnPersonId: actual.personId,
    runnProjectId: actual.projectId,
    date: actual.date,
    runnActualId: actual.id,
  };
}

function sumOf(actuals: readonly Actual[]): Minutes {
  return {
    billableMinutes: actuals.reduce((sum, actual) => sum + actual.billableMinutes, 0),
    nonbillableMinutes: actuals.reduce((sum, actual) => sum + actual.nonbillableMinutes, 0),
  };
}
