/** Both sides in small, and the plan that they make. One linked person and project, a contract, a week, no time. */
import { buildPlan, type Survey, type SurveyInput, surveyWindow } from '../../src/core/build-plan.ts';
import { buildMatching, type Matching } from '../../src/core/match.ts';
import type {
  Actual,
  Contract,
  DatedTarget,
  Limits,
  Mapping,
  ProjectMember,
  Row,
  Rules,
  RunnPerson,
  RunnPersonId,
  RunnProject,
  RunnProjectId,
  TogglProjectId,
  TogglUserId,
  WorkspaceTime,
} from '../../src/core/model.ts';
import type { Plan, StatementDimension } from '../../src/core/plan.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import { everything, type Scope, type ScopeSide } from '../../src/core/scope.ts';
import { theWeek } from './ids.ts';
import type { Plain } from './plain.ts';
import { aContract, aPerson, aProject } from './runn.ts';
import { aWorkspace } from './toggl.ts';

/** The defaults of the configuration (DESIGN section 3). */
export function someRules(fields: Partial<Plain<Rules>> = {}): Rules {
  const rules: Plain<Rules> = {
    billable: 'auto',
    rounding: { mode: 'nearest', minutes: 1 },
    clear: 'owned',
    clearWith: 'zero',
    onConflict: 'toggl',
    archived: 'hold',
    lockedThrough: null,
    ...fields,
  };
  return rules as Rules;
}

interface PlainMapping {
  readonly noProject?: number | 'skip' | null;
  readonly people?: Readonly<Record<number, number | 'skip'>>;
  /** A target for all days, or dated ones. */
  readonly projects?: Readonly<Record<number, number | 'skip' | readonly Plain<DatedTarget>[]>>;
}

export function aMapping({ noProject = null, people = {}, projects = {} }: PlainMapping = {}): Mapping {
  return {
    noProject: noProject as RunnProjectId | 'skip' | null,
    people: new Map(
      Object.entries(people).map(([id, target]) => [Number(id) as TogglUserId, target as RunnPersonId | 'skip']),
    ),
    projects: new Map(
      Object.entries(projects).map(([id, target]) => [
        Number(id) as TogglProjectId,
        (Array.isArray(target) ? target : [{ target, until: null }]) as readonly DatedTarget[],
      ]),
    ),
  };
}

interface PlainSide {
  readonly runn?: readonly number[];
  readonly toggl?: readonly number[];
}

export function aScope({
  people,
  projects,
}: {
  readonly people?: PlainSide;
  readonly projects?: PlainSide;
} = {}): Scope {
  return {
    people: people === undefined ? null : sideOf<RunnPersonId, TogglUserId>(people),
    projects: projects === undefined ? null : sideOf<RunnProjectId, TogglProjectId>(projects),
  };
}

function sideOf<RunnId, TogglId>({ runn = [], toggl = [] }: PlainSide): ScopeSide<RunnId, TogglId> {
  return { runnIds: new Set(runn as readonly RunnId[]), togglIds: new Set(toggl as readonly TogglId[]) };
}

/** The usual person and project, and `map`; links are of the name Custom1. */
export function aMatching({
  people = [aPerson()],
  projects = [aProject()],
  referenceNames = ['Custom1'],
  map = {},
}: {
  readonly people?: readonly RunnPerson[];
  readonly projects?: readonly RunnProject[];
  readonly referenceNames?: readonly string[];
  readonly map?: PlainMapping;
} = {}): Matching {
  return buildMatching({ people, projects, referenceNames, mapping: aMapping(map) });
}

/** `rows` are those of the only workspace; `workspaces` replaces it. */
export interface SurveyParts {
  readonly rows?: readonly Row[];
  readonly workspaces?: readonly WorkspaceTime[];
  readonly people?: readonly RunnPerson[];
  readonly projects?: readonly RunnProject[];
  readonly actuals?: readonly Actual[];
  readonly referenceNames?: readonly string[];
  readonly map?: PlainMapping;
  readonly rules?: Partial<Plain<Rules>>;
  readonly limits?: Partial<Limits>;
  readonly scope?: Scope;
  readonly schedule?: Schedule;
  readonly by?: StatementDimension;
}

export function aSurvey(parts: SurveyParts = {}): Survey {
  const input: SurveyInput = {
    window: theWeek,
    workspaces: parts.workspaces ?? [aWorkspace({ rows: parts.rows ?? [] })],
    people: parts.people ?? [aPerson()],
    projects: parts.projects ?? [aProject()],
    actuals: parts.actuals ?? [],
    referenceNames: parts.referenceNames ?? ['Custom1'],
    mapping: aMapping(parts.map),
    rules: someRules(parts.rules),
    limits: { maxLossShare: 0.1, floorHours: 20, ...parts.limits },
    scope: parts.scope ?? everything,
    schedule: parts.schedule,
    by: parts.by,
  };
  return surveyWindow(input);
}

/** The plan of a survey; the usual person has a contract in role 10. */
export function planOf({
  members = [],
  contracts = [aContract()],
  ...parts
}: SurveyParts & { readonly members?: readonly ProjectMember[]; readonly contracts?: readonly Contract[] } = {}): Plan {
  return buildPlan(aSurvey(parts), { members, contracts });
}
