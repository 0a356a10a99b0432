/** Everything that the rules know about one person, project and day, as data for `explain`. */
import type { CellSeconds } from './aggregate.ts';
import type { Survey } from './build-plan.ts';
import type { CellKey } from './cell-map.ts';
import type { Finding } from './findings.ts';
import { holdReasonOf, type RowMatch } from './held-time.ts';
import { canBeSource } from './holds.ts';
import { type Ownership, ownershipOf } from './mark.ts';
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
  readonly toggl: Minutes;
  /** What R6 says for a new actual; null where there is no cell. */
  readonly role: RoleDecision | null;
  readonly actuals: readonly { readonly actual: Actual; readonly ownership: Ownership }[];
  /** What a sync would do now. */
  readonly changes: readonly Change[];
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
  readonly date: IsoDate;
  readonly members: readonly ProjectMember[];
  readonly contracts: readonly Contract[];
}): Explanation {
  const { survey, plan, scope, date } = input;
  const { matching, tally, standing, rules } = survey;
  const [personId = null] = scope.people?.runnIds ?? [];
  const [projectId = null] = scope.projects?.runnIds ?? [];
  const cell: CellKey | null = personId === null || projectId === null ? null : { personId, projectId, date };
  const time = (cell === null ? undefined : tally.cells.get(cell)) ?? { seconds: 0, billableSeconds: 0 };
  const actuals = (cell === null ? undefined : standing.get(cell)) ?? [];
  return {
    date,
    personId,
    projectId,
    leadingUserIds: personId === null ? [] : matching.usersLeadingTo(personId),
    leadingProjectIds: projectId === null ? [] : matching.projectsLeadingTo(projectId, date),
    takesTimeWithoutProject: projectId !== null && matching.noProjectLeadsTo(projectId),
    rows: explainRows(survey, scope, cell, date),
    time,
    toggl: roundCell(time.seconds, time.billableSeconds, rules.rounding),
    role:
      cell === null ? null : createRoleResolver(input.members, input.contracts)(cell.personId, cell.projectId, date),
    actuals: [...actuals].sort((a, b) => a.id - b.id).map((actual) => ({ actual, ownership: ownershipOf(actual) })),
    changes: plan.changes,
    findings: plan.findings.filter(({ subject }) => subject.date === undefined || subject.date === date),
  };
}

function explainRows(survey: Survey, scope: Scope, cell: CellKey | null, date: IsoDate): ExplainedRow[] {
  const { matching, workspaces } = survey;
  const explained: ExplainedRow[] = [];
  for (const { rows, totalsDifferences } of workspaces) {
    for (const row of rows) {
      if (row.date !== date || row.seconds <= 0) continue;
      const match = { person: matching.personOf(row.userId), project: matching.projectOf(row.projectId, date) };
      const reason = holdReasonOf(match);
      const isUntrusted = totalsDifferences.some(
        ({ userId, projectId }) => userId === row.userId && projectId === row.projectId,
      );
      const fate = reason === 'excluded' ? reason : isUntrusted ? 'totals-differ' : (reason ?? 'in-cell');
      const source = {
        personIds: idsOf(match.person),
        projectIds: idsOf(match.project),
        isExcluded: fate === 'excluded',
      };
      const mayBeSource = cell !== null && fate !== 'in-cell' && canBeSource(source, cell, matching);
      const isAsked =
        isNamed(scope.people, idsOf(match.person), row.userId) &&
        isNamed(scope.projects, idsOf(match.project), row.projectId);
      if (isAsked || mayBeSource) explained.push({ row, match, fate, mayBeSource });
    }
  }
  return explained;
}

function idsOf<Id>(match: { readonly kind: string; readonly id?: Id; readonly ids?: readonly Id[] }): readonly Id[] {
  return match.ids ?? (match.id === undefined ? [] : [match.id]);
}

function isNamed<RunnId, TogglId>(
  side: { readonly runnIds: ReadonlySet<RunnId>; readonly togglIds: ReadonlySet<TogglId> } | null,
  runnIds: readonly RunnId[],
  togglId: TogglId | null,
): boolean {
  if (side === null) return true;
  return runnIds.some((id) => side.runnIds.has(id)) || (togglId !== null && side.togglIds.has(togglId));
}
