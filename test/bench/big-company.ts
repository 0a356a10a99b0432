/** A company of any size as the core sees it: deterministic, so that two measurements see the same time. */
import type { SurveyInput } from '../../src/core/build-plan.ts';
import { addDays } from '../../src/core/dates.ts';
import type { Actual, Contract, IsoDate, ProjectMember, Row } from '../../src/core/model.ts';
import type { Plain } from '../builders/plain.ts';
import { aContract, aMember, aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aWorkspace } from '../builders/toggl.ts';

export interface CompanySize {
  readonly people: number;
  readonly projects: number;
  /** Days on which everybody tracks time: four rows for each person, of different projects. */
  readonly days: number;
  /** How many projects a person works on over time: a few, or all of them. */
  readonly projectsPerPerson: number;
}

/** What stands in Runn: nothing yet, or all of Toggl's time with a change in one cell of a hundred. */
export type Standing = 'first-run' | 'steady-state';

export interface BigCompany {
  readonly input: SurveyInput;
  readonly roles: { readonly members: readonly ProjectMember[]; readonly contracts: readonly Contract[] };
  readonly rowCount: number;
}

const projectsPerDay = 4;
const firstDay = '2024-01-01' as IsoDate;
const workspaceId = 1;
/** One project of fifty leads nowhere. */
const unlinkedEvery = 50;
const changedEvery = 100;

const userOf = (person: number) => 100_000 + person;
const togglProjectOf = (project: number) => 200_000 + project;
const personOf = (person: number) => 1000 + person;
const runnProjectOf = (project: number) => 5000 + project;
const roleOf = (person: number) => 1 + (person % 7);
const pricingModelOf = (project: number) => (project % 20 === 0 ? 'nb' : 'tm');
const isLinked = (project: number) => project % unlinkedEvery !== unlinkedEvery - 1;

/** The company with `people` x `days` x 4 rows, in the order of the weekly report: user by user, project by project. */
export function makeBigCompany(size: CompanySize, standing: Standing): BigCompany {
  const dates = Array.from({ length: size.days }, (_, day) => addDays(firstDay, day));
  const rows: Row[] = [];
  const actuals: Actual[] = [];
  const members: ProjectMember[] = [];
  let page: string[] = [];
  const flush = () => {
    // Through JSON, as they come: notes are strings of their own and not pieces that are put together later.
    actuals.push(...(JSON.parse(`[${page.join()}]`) as Actual[]));
    page = [];
  };
  for (let person = 0; person < size.people; person += 1) {
    const inHand = Math.min(size.projectsPerPerson, size.projects);
    const everySoManyDays = Math.max(1, Math.floor(inHand / projectsPerDay));
    for (let slot = 0; slot < inHand; slot += 1) {
      const project = (person * 7 + slot * 31) % size.projects;
      members.push(aMember({ personId: personOf(person), projectId: runnProjectOf(project), roleId: roleOf(person) }));
      for (let day = slot % everySoManyDays; day < size.days; day += everySoManyDays) {
        const date = dates[day] as IsoDate;
        const seconds = 1800 + ((person * 131 + project * 17 + day * 7919) % 7200);
        const billableSeconds = (person + day) % 5 === 0 ? 0 : seconds;
        const row = {
          workspaceId,
          userId: userOf(person),
          projectId: togglProjectOf(project),
          date,
          seconds,
          billableSeconds,
        };
        rows.push(row as unknown as Row);
        if (standing === 'steady-state' && isLinked(project)) {
          page.push(actualOf(rows.length, row, person, project));
          if (page.length === 500) flush();
        }
      }
    }
  }
  flush();
  return {
    input: inputOf(size, dates, rows, actuals),
    roles: rolesOf(size, members),
    rowCount: rows.length,
  };
}

function actualOf(id: number, row: Plain<Row>, person: number, project: number): string {
  const minutes = Math.floor(row.seconds / 60 + 0.5) + (id % changedEvery === 0 ? 15 : 0);
  const isBillable = row.billableSeconds > 0 && pricingModelOf(project) !== 'nb';
  const [billableMinutes, nonbillableMinutes] = isBillable ? [minutes, 0] : [0, minutes];
  const mark = `[Toggl ${hoursOf(billableMinutes)}+${hoursOf(nonbillableMinutes)}]`;
  return JSON.stringify({
    id,
    date: row.date,
    personId: personOf(person),
    projectId: runnProjectOf(project),
    roleId: roleOf(person),
    workstreamId: null,
    phaseId: null,
    billableMinutes,
    nonbillableMinutes,
    billableNote: billableMinutes > 0 ? mark : '',
    nonbillableNote: billableMinutes > 0 ? '' : mark,
  } satisfies Plain<Actual>);
}

function hoursOf(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

function rolesOf(size: CompanySize, members: readonly ProjectMember[]): BigCompany['roles'] {
  const contracts = numbers(size.people).map((person) =>
    aContract({ personId: personOf(person), roleId: roleOf(person), startDate: '2020-01-01' }),
  );
  return { members, contracts };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function inputOf(
  size: CompanySize,
  dates: readonly IsoDate[],
  rows: readonly Row[],
  actuals: readonly Actual[],
): SurveyInput {
  const workspace = aWorkspace({
    id: workspaceId,
    rows,
    users: numbers(size.people).map(userOf),
    projects: numbers(size.projects).map(togglProjectOf),
  });
  return {
    window: { since: firstDay, until: dates.at(-1) ?? firstDay },
    workspaces: [workspace],
    people: numbers(size.people).map((person) =>
      aPerson({ id: personOf(person), references: linkedTo(userOf(person)) }),
    ),
    projects: numbers(size.projects).map((project) =>
      aProject({
        id: runnProjectOf(project),
        pricingModel: pricingModelOf(project),
        references: isLinked(project) ? linkedTo(togglProjectOf(project)) : [],
      }),
    ),
    actuals,
    referenceNames: ['Custom1'],
    mapping: { noProject: null, people: new Map(), projects: new Map() },
    rules: {
      billable: 'auto',
      rounding: { mode: 'nearest', minutes: 1 },
      clear: 'owned',
      clearWith: 'zero',
      onConflict: 'toggl',
      archived: 'hold',
      lockedThrough: null,
    },
    limits: { maxLossShare: 0.1, floorHours: 20 },
    scope: { people: null, projects: null },
  };
}
