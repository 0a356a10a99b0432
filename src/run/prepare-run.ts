/** Reads both sides and builds the plan: the very same steps for `sync` and `dry-run`, with nothing that could write. */
import { buildPlan, listRoleQuestions, type Survey, type SurveyInput, surveyWindow } from '../core/build-plan.ts';
import { compareFindings } from '../core/findings.ts';
import { isLowering } from '../core/holds.ts';
import type { Actual, Contract, Intent, ProjectMember, Role } from '../core/model.ts';
import type { Plan, StatementDimension } from '../core/plan.ts';
import type { Names } from '../core/report.ts';
import { createRoleResolver } from '../core/roles.ts';
import type { Schedule } from '../core/schedule.ts';
import { adviseAutofill } from '../core/scheduled-zeros.ts';
import { accountKeyOf } from '../runn/account.ts';
import { chooseScope, type ScopeFlags } from './choose-scope.ts';
import { collectNames } from './collect-names.ts';
import type { Connections } from './connect.ts';
import { readSchedule } from './read-schedule.ts';
import { type ReadRequest, readSides, type Sides, withFreshDirectories } from './read-sides.ts';

/** A run that plans: what it is limited to and asked for beyond the rules. */
export interface PlanRequest extends ReadRequest {
  readonly scope: ScopeFlags;
  readonly intent: Intent;
  readonly by?: StatementDimension | undefined;
  /** Whether Runn's schedule is read although no rule asks for it. */
  readonly needsSchedule?: boolean;
}

export interface PreparedRun {
  readonly sides: Sides;
  /** Both sides laid over each other: what the plan was made from. */
  readonly survey: Survey;
  /** Null where it was not read. */
  readonly schedule: Schedule | null;
  readonly plan: Plan;
  readonly names: Names;
  /** Identifies the Runn account: the journal is bound to it (DESIGN section 5). */
  readonly account: string;
  /** The plan as it would be if these actuals stood in Runn: nothing is read again (`--verify`). */
  readonly replan: (actuals: readonly Actual[]) => Plan;
}

/** Throws an `AppError` when anything could not be read, and an `InternalError` when the plan does not balance. */
export async function prepareRun(request: PlanRequest): Promise<PreparedRun> {
  // A scope names people and projects of Toggl, and so decides by names.
  const isScoped = request.scope.people.length + request.scope.projects.length > 0;
  const sides = await readSides(request, { withActuals: true, mayBeCached: !isScoped });
  const { connections, onStep } = request;
  const needsSchedule = areZerosScheduled(request) || request.needsSchedule === true;
  const schedule = needsSchedule ? await readSchedule(connections, sides.range.lastCompleteDay, onStep) : null;
  const input = inputOf(request, sides, schedule);
  const survey = surveyWindow(input);
  // Which roles are asked for depends on no directory of Toggl, so that they are read once.
  const roles = await readRoles(survey, connections, schedule?.contracts ?? null, onStep);
  const prepared = planFrom(request, { sides, schedule, input, survey, roles });
  const isByCache = sides.workspaces.some(({ isDirectoryKnown }) => isDirectoryKnown);
  if (!isByCache || !dependsOnDirectories(prepared.plan)) return prepared;
  const fresh = await withFreshDirectories(sides, request);
  const freshInput = inputOf(request, fresh, schedule);
  return planFrom(request, { sides: fresh, schedule, input: freshInput, survey: surveyWindow(freshInput), roles });
}

/** R1: what lowers or clears needs everybody to be known now, and what was held back for that may be known now. */
function dependsOnDirectories({ changes, findings }: Plan): boolean {
  return changes.some(isLowering) || findings.some(({ code }) => code === 'not-proven');
}

function areZerosScheduled({ config }: PlanRequest): boolean {
  return config.rules.zeros === 'scheduled';
}

function inputOf(request: PlanRequest, sides: Sides, schedule: Schedule | null): SurveyInput {
  const { config } = request;
  const { window } = sides.range;
  return {
    window,
    workspaces: sides.workspaces,
    people: sides.people,
    projects: sides.projects,
    actuals: sides.actuals,
    referenceNames: config.runn.referenceNames,
    mapping: config.map,
    rules: { ...config.rules, lockedThrough: sides.range.lockedThrough },
    limits: config.limits,
    scope: chooseScope(request.scope, { ...sides, window, config }),
    intent: request.intent,
    by: request.by,
    schedule: areZerosScheduled(request) ? (schedule ?? undefined) : undefined,
  };
}

interface Surveyed {
  readonly sides: Sides;
  readonly schedule: Schedule | null;
  readonly input: SurveyInput;
  readonly survey: Survey;
  readonly roles: Roles;
}

function planFrom(request: PlanRequest, { sides, schedule, input, survey, roles }: Surveyed): PreparedRun {
  const { config, connections } = request;
  const plan = buildPlan(survey, roles);
  const advice = areZerosScheduled(request) ? [] : adviseAutofill(plan.changes, sides.actuals);
  return {
    sides,
    survey,
    schedule,
    plan: { ...plan, findings: [...plan.findings, ...sides.notes, ...advice].sort(compareFindings) },
    names: collectNames({ ...sides, roles: roles.roles }),
    account: accountKeyOf({
      baseUrl: config.runn.baseUrl,
      environment: connections.runnEnvironment,
      people: sides.people,
    }),
    replan: (actuals) => buildPlan(surveyWindow({ ...input, actuals }), roles),
  };
}

interface Roles {
  readonly members: readonly ProjectMember[];
  readonly contracts: readonly Contract[];
  readonly roles: readonly Role[];
}

/**
 * Members only when a cell needs a role, contracts only when members leave it open, names only when a person must choose.
 * @param known contracts that were read before
 */
async function readRoles(
  survey: Survey,
  { runn }: Connections,
  known: readonly Contract[] | null,
  onStep: (text: string) => void,
): Promise<Roles> {
  const hasQuestions = listRoleQuestions(survey).next().done !== true;
  if (!hasQuestions) return { members: [], contracts: [], roles: [] };
  onStep('Reading project members in Runn');
  const members = await runn.listProjectMembers();
  const isOpen = (contracts: readonly Contract[]): boolean => {
    const resolveRole = createRoleResolver(members, contracts);
    for (const { personId, projectId, date } of listRoleQuestions(survey)) {
      if (resolveRole(personId, projectId, date).kind === 'undecided') return true;
    }
    return false;
  };
  if (!isOpen([])) return { members, contracts: [], roles: [] };
  if (known === null) onStep('Reading contracts in Runn');
  const contracts = known ?? (await runn.listContracts());
  if (!isOpen(contracts)) return { members, contracts, roles: [] };
  return { members, contracts, roles: await runn.listRoles() };
}
