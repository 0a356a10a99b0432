/** Reads both sides and builds the plan: the very same steps for `sync` and `dry-run`, with nothing that could write. */
import { buildPlan, listRoleQuestions, type Survey, surveyWindow } from '../core/build-plan.ts';
import { compareFindings } from '../core/findings.ts';
import type { Contract, ProjectMember, Role } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';
import type { Names } from '../core/report.ts';
import { createRoleResolver } from '../core/roles.ts';
import { everything } from '../core/scope.ts';
import { accountKeyOf } from '../runn/account.ts';
import { collectNames } from './collect-names.ts';
import type { Connections } from './connect.ts';
import { type ReadRequest, readSides, type Sides } from './read-sides.ts';

export interface PreparedRun {
  readonly sides: Sides;
  readonly plan: Plan;
  readonly names: Names;
  /** Identifies the Runn account: the journal is bound to it (DESIGN section 5). */
  readonly account: string;
}

/** Throws an `AppError` when anything could not be read, and an `InternalError` when the plan does not balance. */
export async function prepareRun(request: ReadRequest): Promise<PreparedRun> {
  const { config, connections, onStep } = request;
  const sides = await readSides(request, { withActuals: true });
  const survey = surveyWindow({
    window: sides.range.window,
    workspaces: sides.workspaces,
    people: sides.people,
    projects: sides.projects,
    actuals: sides.actuals,
    referenceNames: config.runn.referenceNames,
    mapping: config.map,
    rules: { ...config.rules, lockedThrough: sides.range.lockedThrough },
    limits: config.limits,
    scope: everything,
  });
  const roles = await readRoles(survey, connections, onStep);
  const plan = buildPlan(survey, roles);
  return {
    sides,
    plan: { ...plan, findings: [...plan.findings, ...sides.notes].sort(compareFindings) },
    names: collectNames({ ...sides, roles: roles.roles }),
    account: accountKeyOf({
      baseUrl: config.runn.baseUrl,
      environment: connections.runnEnvironment,
      people: sides.people,
    }),
  };
}

interface Roles {
  readonly members: readonly ProjectMember[];
  readonly contracts: readonly Contract[];
  readonly roles: readonly Role[];
}

/** Members only when a cell needs a role, contracts only when members leave it open, names only when a person must choose. */
async function readRoles(survey: Survey, { runn }: Connections, onStep: (text: string) => void): Promise<Roles> {
  const questions = listRoleQuestions(survey);
  if (questions.length === 0) return { members: [], contracts: [], roles: [] };
  onStep('Reading project members in Runn');
  const members = await runn.listProjectMembers();
  const isOpen = (contracts: readonly Contract[]): boolean => {
    const resolveRole = createRoleResolver(members, contracts);
    return questions.some(
      ({ personId, projectId, date }) => resolveRole(personId, projectId, date).kind === 'undecided',
    );
  };
  if (!isOpen([])) return { members, contracts: [], roles: [] };
  onStep('Reading contracts in Runn');
  const contracts = await runn.listContracts();
  if (!isOpen(contracts)) return { members, contracts, roles: [] };
  return { members, contracts, roles: await runn.listRoles() };
}
