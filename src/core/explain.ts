/** Everything that the rules know about one person, project and day, as data for `explain`. */
import type { CellSeconds } from './aggregate.ts';
import type { Survey } from './build-plan.ts';
import type { CellKey } from './cell-map.ts';
import type { Finding } from './findings.ts';
import { holdReasonOf, type RowMatch } from './held-time.ts';
import { canBeSource } from './holds.ts';
import { type Ownership, ownershipOf } from './mark.ts';
import { candidatesOf } from './match.ts';
import type {
  Actual,
  Change,
  Contract,
  IsoDate,
  Minutes,
  ProjectMember,
  Row,
  RunnPersonId,
  RunnProjectId,
  TogglProjectId,
  TogglUserId,
} from './model.ts';
import type { HoldReason, Plan } from './plan.ts';
import { createRoleResolver, type RoleDecision } from './roles.ts';
import { roundCell } from './round.ts';
import type { Scope } from './scope.ts';

/** A row of the day that belongs to the cell, or that may: with what happened to it. */
export interface ExplainedRow {
  readonly row: Row;
  readonly match: RowMatch;
  /** `in-cell`: it is counted in this cell. Else why not. */
  readonly fate: 'in-cell' | 'excluded' | HoldReason;
  /** Held-back or excluded time that may be what stands in the cell, so that nothing there is cleared (R9). */
  readonly mayBeSource: boolean;
}

/**
 * `rule`: `rules.billable` itself. Under `auto`, `non-billable-project`: the pricing model `nb`; else Toggl's `flag`, or
 * the `pricing-model` where the plans of the workspaces have none, or each for some of the time.
 */
export type BillableBy = 'rule' | 'non-billable-project' | 'flag' | 'pricing-model' | 'flag-and-pricing-model';

export interface Explanation {
  readonly date: IsoDate;
  readonly personId: RunnPersonId | null;
  readonly projectId: RunnProjectId | null;
  /** Toggl ids that lead to the person and to the project on that day (R3). */
  readonly leadingUserIds: readonly TogglUserId[];
  readonly leadingProjectIds: readonly TogglProjectId[];
  readonly takesTimeWithoutProject: boolean;
  readonly rows: readonly ExplainedRow[];
  /** The sum of the rows that reached the cell and could be trusted, and what rounding made of it (R4). */
  readonly time: Readonly<CellSeconds>;
  /** What decided how much of it is billable (R5); null where there is none. */
  readonly billableBy: BillableBy | null;
  readonly toggl: Minutes;
  /** What R6 says for a new actual; null where there is no cell. */
  readonly role: RoleDecision | null;
  readonly actuals: readonly { readonly actual: Actual; readonly ownership: Ownership }[];
  /** What a sync would do now. */
  readonly changes: readonly Change[];
  /** Those of the plan that are about the person, the project or time that may be theirs. */
  readonly findings: readonly Finding[];
}

/**
 * Explains one day of one person and project.
 * @param survey the day, with everything that was read
 * @param scope at most one Runn id on each side; none where a Toggl id leads nowhere
 * @param plan made from `survey` within `scope`
 */
export function explainCell(input: {
  readonly survey: Survey;
  readonly plan: Plan;
  readonly scope: Scope;
  readonly members: readonly ProjectMember[];
  readonly contracts: readonly Contract[];
}): Explanation {
  const { survey, plan, scope } = input;
  const { matching, tally, standing, rules } = survey;
  const date = survey.window.since;
  const people = [...(scope.people?.runnIds ?? [])];
  const projects = [...(scope.projects?.runnIds ?? [])];
  const [personId = null] = people;
  const [projectId = null] = projects;
  const cell: CellKey | null = personId === null || projectId === null ? null : { personId, projectId, date };
  const question: Question = { survey, scope, personId, projectId, cell };
  const time = (cell === null ? undefined : tally.cells.get(cell)) ?? { seconds: 0, billableSeconds: 0 };
  const actuals = (cell === null ? undefined : standing.get(cell)) ?? [];
  const rows = explainRows(question);
  return {
    date,
    personId,
    projectId,
    leadingUserIds: people.flatMap((id) => matching.usersLeadingTo(id)),
    leadingProjectIds: projects.flatMap((id) => matching.projectsLeadingTo(id, date)),
    takesTimeWithoutProject: projects.some((id) => matching.noProjectLeadsTo(id)),
    rows,
    time,
    billableBy: whatDecidedBillable(rows, question),
    toggl: roundCell(time.seconds, time.billableSeconds, rules.rounding),
    role:
      cell === null ? null : createRoleResolver(input.members, input.contracts)(cell.personId, cell.projectId, date),
    actuals: [...actuals].sort((a, b) => a.id - b.id).map((actual) => ({ actual, ownership: ownershipOf(actual) })),
    changes: plan.changes,
    findings: plan.findings.filter((finding) => isAbout(finding, question)),
  };
}

interface Question {
  readonly survey: Survey;
  readonly scope: Scope;
  readonly personId: RunnPersonId | null;
  readonly projectId: RunnProjectId | null;
  /** Null where one of the two is. */
  readonly cell: CellKey | null;
}

function explainRows({ survey, scope, cell }: Question): ExplainedRow[] {
  const explained: ExplainedRow[] = [];
  for (const { rows, totalsDifferences } of survey.workspaces) {
    for (const row of rows) {
      if (row.seconds <= 0) continue;
      const match = matchOf(row, survey);
      const reason = holdReasonOf(match);
      const isUntrusted = totalsDifferences.some(
        ({ userId, projectId }) => userId === row.userId && projectId === row.projectId,
      );
      const fate = reason === 'excluded' ? reason : isUntrusted ? 'totals-differ' : (reason ?? 'in-cell');
      const mayBeSource = fate !== 'in-cell' && mayStandIn(cell, match, survey);
      if (isAsked(row, match, scope) || mayBeSource) explained.push({ row, match, fate, mayBeSource });
    }
  }
  return explained;
}

function whatDecidedBillable(rows: readonly ExplainedRow[], { survey, projectId }: Question): BillableBy | null {
  const workspaceIds = new Set(rows.flatMap(({ row, fate }) => (fate === 'in-cell' ? [row.workspaceId] : [])));
  if (workspaceIds.size === 0) return null;
  if (survey.rules.billable !== 'auto') return 'rule';
  if (survey.projects.some(({ id, pricingModel }) => id === projectId && pricingModel === 'nb')) {
    return 'non-billable-project';
  }
  const kinds = new Set(
    survey.workspaces
      .map(({ workspace }) => workspace)
      .filter(({ id }) => workspaceIds.has(id))
      .map(({ billable }) => billable),
  );
  if (kinds.size > 1) return 'flag-and-pricing-model';
  return kinds.has('flag') ? 'flag' : 'pricing-model';
}

/** All findings are those of the scope but this one, which is about whatever was read. */
function isAbout({ code, subject, facts }: Finding, { personId, projectId }: Question): boolean {
  if (code !== 'archived-duplicate') return true;
  const people = [subject.runnPersonId, facts.candidatePersonIds].flat();
  const projects = [subject.runnProjectId, facts.candidateProjectIds].flat();
  return people.some((id) => id === personId) || projects.some((id) => id === projectId);
}

/** A Toggl user and a Toggl project, or none. */
type TogglPair = Pick<Row, 'userId' | 'projectId'>;

function matchOf({ userId, projectId }: TogglPair, { matching, window }: Survey): RowMatch {
  return { person: matching.personOf(userId), project: matching.projectOf(projectId, window.since) };
}

/** R9. */
function mayStandIn(cell: CellKey | null, { person, project }: RowMatch, { matching }: Survey): boolean {
  const source = { personIds: candidatesOf(person), projectIds: candidatesOf(project) };
  return cell !== null && canBeSource(source, cell, matching);
}

function isAsked({ userId, projectId }: TogglPair, { person, project }: RowMatch, scope: Scope): boolean {
  return (
    isNamed(scope.people, candidatesOf(person), userId) && isNamed(scope.projects, candidatesOf(project), projectId)
  );
}

function isNamed<RunnId, TogglId>(
  side: { readonly runnIds: ReadonlySet<RunnId>; readonly togglIds: ReadonlySet<TogglId> } | null,
  runnIds: readonly RunnId[],
  togglId: TogglId | null,
): boolean {
  if (side === null) return true;
  return runnIds.some((id) => side.runnIds.has(id)) || [...side.togglIds].some((id) => id === togglId);
}
