/** The one door from the properties to the product: a world goes in, the product's plan comes out as plain data. */
import { makeBatches } from '../../src/core/batches.ts';
import { buildPlan, listRoleQuestions, surveyWindow } from '../../src/core/build-plan.ts';
import { compareSides, type WindowFigures } from '../../src/core/compare-sides.ts';
import type {
  Change,
  Contract,
  DatedTarget,
  Entry,
  IsoDate,
  Row,
  RunnActualId,
  RunnPersonId,
  RunnPhaseId,
  RunnProjectId,
  RunnRoleId,
  RunnWorkstreamId,
  TogglProjectId,
  TogglUserId,
  TogglWorkspaceId,
  WorkspaceTime,
} from '../../src/core/model.ts';
import type { Plan, Statement } from '../../src/core/plan.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import { withFailures } from '../../src/core/statement.ts';
import { minutesOf, type OracleChange, type OracleRefusal, type OracleStatement } from '../oracle/oracle.ts';
import type { OracleFinding } from '../oracle/oracle-findings.ts';
import type { OracleEntry, OracleScopeSide, OracleWorkspace, World } from '../oracle/world.ts';

export interface PlannedChange extends OracleChange {
  /** For people; laws about `--adopt` and `--rerole` ask for it. */
  reason: string;
  beforeEntry: OracleEntry | null;
  afterEntry: OracleEntry;
}

export interface ProductAnswer {
  changes: PlannedChange[];
  findings: OracleFinding[];
  /** The same with all that their words are made of. */
  wholeFindings: readonly unknown[];
  statement: OracleStatement;
  groups: { group: string; statement: OracleStatement }[];
  refusals: OracleRefusal[];
  /** What a report of that window would show. */
  figures: WindowFigures;
  /**
   * What a `sync` sends: waves that wait for each other, of batches that may be in flight together, each of requests one
   * after the other, deletions before writes.
   */
  waves: (maxItems: number) => PlannedChange[][][][];
  /** The statement after a `sync` that wrote only some of the changes. */
  statementWithout: (unwritten: readonly PlannedChange[]) => OracleStatement;
}

/** The product's plan for a world. Members and contracts are only handed over of whom it asks for a role (DESIGN section 5). */
export function planOf(world: World): ProductAnswer {
  const survey = surveyWindow({
    window: { since: world.window.since as IsoDate, until: world.window.until as IsoDate },
    workspaces: world.workspaces.map(workspaceTimeOf),
    people: world.runn.people.map((person) => ({
      ...person,
      id: person.id as RunnPersonId,
      name: `Person ${person.id}`,
      email: null,
      createdAt: '2023-01-01T00:00:00Z',
    })),
    projects: world.runn.projects.map((project) => ({
      ...project,
      id: project.id as RunnProjectId,
      name: `Project ${project.id}`,
    })),
    actuals: world.runn.actuals.map((actual) => ({
      ...actual,
      id: actual.id as RunnActualId,
      date: actual.date as IsoDate,
      personId: actual.personId as RunnPersonId,
      projectId: actual.projectId as RunnProjectId,
      roleId: actual.roleId as RunnRoleId,
      workstreamId: actual.workstreamId as RunnWorkstreamId | null,
      phaseId: actual.phaseId as RunnPhaseId | null,
    })),
    referenceNames: world.referenceNames,
    mapping: {
      noProject: world.map.noProject as RunnProjectId | 'skip' | null,
      people: new Map(
        Object.entries(world.map.people).map(([id, target]) => [
          Number(id) as TogglUserId,
          target as RunnPersonId | 'skip',
        ]),
      ),
      projects: new Map(
        Object.entries(world.map.projects).map(([id, targets]) => [
          Number(id) as TogglProjectId,
          targets as readonly DatedTarget[],
        ]),
      ),
    },
    rules: { ...world.rules, lockedThrough: world.rules.lockedThrough as IsoDate | null },
    limits: world.limits,
    scope: {
      people: scopeSideOf<RunnPersonId, TogglUserId>(world.scope.people),
      projects: scopeSideOf<RunnProjectId, TogglProjectId>(world.scope.projects),
    },
    intent: world.intent,
    by: world.by ?? undefined,
    schedule: scheduleOf(world),
  });
  const asked = new Set<number>([...listRoleQuestions(survey)].map(({ personId }) => personId));
  const plan = buildPlan(survey, {
    members: world.runn.members
      .filter(({ personId }) => asked.has(personId))
      .map((member) => ({
        personId: member.personId as RunnPersonId,
        projectId: member.projectId as RunnProjectId,
        roleId: member.roleId as RunnRoleId,
        workstreamId: member.workstreamId as RunnWorkstreamId | null,
        isPlaceholder: member.isPlaceholder ?? false,
      })),
    contracts: contractsOf(world).filter(({ personId }) => asked.has(personId)),
  });
  return answerOf(plan, compareSides(survey, plan), world);
}

function contractsOf(world: World): Contract[] {
  return world.runn.contracts.map(({ personId, roleId, startDate, endDate, rosteredMinutes }) => ({
    personId: personId as RunnPersonId,
    roleId: roleId as RunnRoleId,
    startDate: startDate as IsoDate,
    endDate: endDate as IsoDate | null,
    ...(rosteredMinutes === undefined ? {} : { rosteredMinutes }),
  }));
}

function scheduleOf(world: World): Schedule | undefined {
  const { schedule } = world.runn;
  if (schedule === null) return undefined;
  return {
    assignments: schedule.assignments.map((each) => ({
      ...each,
      personId: each.personId as RunnPersonId,
      projectId: each.projectId as RunnProjectId,
      roleId: each.roleId as RunnRoleId,
      workstreamId: each.workstreamId as RunnWorkstreamId | null,
      startDate: each.startDate as IsoDate,
      endDate: each.endDate as IsoDate,
    })),
    timeOff: schedule.timeOff.map(({ personId, startDate, endDate }) => ({
      personId: personId as RunnPersonId | null,
      startDate: startDate as IsoDate,
      endDate: endDate as IsoDate,
    })),
    contracts: contractsOf(world),
    lastDay: schedule.lastDay as IsoDate,
  };
}

function workspaceTimeOf(workspace: OracleWorkspace): WorkspaceTime {
  const workspaceId = workspace.id as TogglWorkspaceId;
  return {
    workspace: {
      id: workspaceId,
      name: `Workspace ${workspace.id}`,
      isAdmin: workspace.isAdmin,
      billable: workspace.billable,
      readableSince: workspace.readableSince as IsoDate | null,
    },
    rows: workspace.rows.map(
      (row): Row => ({
        ...row,
        workspaceId,
        userId: row.userId as TogglUserId,
        projectId: row.projectId as TogglProjectId | null,
        date: row.date as IsoDate,
      }),
    ),
    users: workspace.users.map((id) => ({ id: id as TogglUserId, name: `User ${id}`, email: null, isActive: true })),
    projects: workspace.projects.map((id) => ({
      id: id as TogglProjectId,
      workspaceId,
      name: `Project ${id}`,
      clientName: null,
      isArchived: false,
    })),
    totalsDifferences: workspace.totalsDifferences.map((pair) => ({
      workspaceId,
      userId: pair.userId as TogglUserId,
      projectId: pair.projectId as TogglProjectId | null,
      rowSeconds: 0,
      totalSeconds: 60,
    })),
  };
}

function scopeSideOf<RunnId, TogglId>(
  side: OracleScopeSide | null,
): { runnIds: ReadonlySet<RunnId>; togglIds: ReadonlySet<TogglId> } | null {
  if (side === null) return null;
  return { runnIds: new Set(side.runnIds as RunnId[]), togglIds: new Set(side.togglIds as TogglId[]) };
}

function answerOf(plan: Plan, figures: WindowFigures, world: World): ProductAnswer {
  const planned = new Map(plan.changes.map((change) => [change, plannedChangeOf(change)]));
  const pick = (changes: readonly Change[]): PlannedChange[] =>
    changes.flatMap((change) => {
      const one = planned.get(change);
      return one === undefined ? [] : [one];
    });
  return {
    changes: pick(plan.changes),
    findings: plan.findings.map((finding) => ({
      code: finding.code,
      severity: finding.severity,
      seconds: finding.seconds,
      date: finding.subject.date ?? null,
      personId: finding.subject.runnPersonId ?? null,
      projectId: finding.subject.runnProjectId ?? null,
      actualId: finding.subject.runnActualId ?? null,
      userId: finding.subject.togglUserId ?? null,
      togglProjectId: finding.subject.togglProjectId,
      mapTarget: finding.facts.mapTarget ?? null,
      movedTo: finding.facts.movedTo ?? null,
    })),
    wholeFindings: plan.findings,
    statement: statementOf(plan.statement),
    groups: plan.groups.map(({ group, statement }) => ({ group, statement: statementOf(statement) })),
    refusals: plan.refusals.map((refusal): OracleRefusal => {
      if (refusal.code === 'brake') {
        const { code, lostMinutes, runnMinutes, emptiedPersonIds } = refusal;
        return { code, lostMinutes, runnMinutes, emptiedPersonIds: [...emptiedPersonIds] };
      }
      return refusal.code === 'conflict' ? refusal : { ...refusal, workspaceIds: [...refusal.workspaceIds] };
    }),
    figures,
    statementWithout: (unwritten) => {
      const changes = plan.changes.filter((change) => unwritten.some((one) => one === planned.get(change)));
      return statementOf(withFailures(plan.statement, changes));
    },
    waves: (maxItems) =>
      makeBatches(plan.changes, world.rules.clearWith, maxItems).map((wave) =>
        wave.map((batch) => [...batch.deletes.map((change) => [change]), batch.writes].map(pick)),
      ),
  };
}

function statementOf({ toggl, runn }: Statement): OracleStatement {
  const held = Object.entries(toggl.heldBackSeconds).filter(([, seconds]) => seconds > 0);
  return { toggl: { ...toggl, heldBackSeconds: Object.fromEntries(held) }, runn };
}

function plannedChangeOf(change: Change): PlannedChange {
  return {
    kind: change.kind,
    reason: change.reason,
    isMarkOnly: change.reason === 'mark' || change.reason === 'adopted',
    date: change.date,
    personId: change.personId,
    projectId: change.projectId,
    roleId: change.roleId,
    workstreamId: change.workstreamId,
    phaseId: change.phaseId,
    actualId: change.actualId,
    before: change.before === null ? null : sidesOf(change.before),
    after: sidesOf(change.after),
    beforeEntry: change.before,
    afterEntry: change.after,
  };
}

function sidesOf(entry: Entry) {
  return minutesOf(entry);
}
