/** Whether the plans that are measured are right: a small company of the same making, against the oracle. Prints JSON. */
import { isDeepStrictEqual } from 'node:util';
import { buildPlan, listRoleQuestions, surveyWindow } from '../../src/core/build-plan.ts';
import { oracle } from '../oracle/oracle.ts';
import type { World } from '../oracle/world.ts';
import { planOf } from '../properties/product.ts';
import { type BigCompany, makeBigCompany, type Standing } from './big-company.ts';

const size = { people: 12, projects: 60, days: 15, projectsPerPerson: 8 };
let cells = 0;
for (const standing of ['first-run', 'steady-state'] satisfies Standing[]) {
  const company = makeBigCompany(size, standing);
  const world = worldOf(company);
  const measured = planAsMeasured(company);
  const expected = oracle(world);
  const through = planOf(world);
  const plain = through.changes.map(
    ({ beforeEntry: _before, afterEntry: _after, reason: _reason, ...change }) => change,
  );
  if (!isDeepStrictEqual(plain, expected.changes)) throw new Error(`${standing}: the changes are not the oracle's.`);
  if (!isDeepStrictEqual(through.statement, expected.statement)) {
    throw new Error(`${standing}: the statement is not the oracle's.`);
  }
  // What is measured is called in another way; it has to come to the same.
  const entries = (list: readonly { after: object }[]) => list.map(({ after }) => after);
  const throughEntries = through.changes.map(({ afterEntry }) => ({ after: afterEntry }));
  if (!isDeepStrictEqual(entries(measured.changes), entries(throughEntries))) {
    throw new Error(`${standing}: the plan that is measured is another one.`);
  }
  cells += measured.changes.length;
}
process.stdout.write(`${JSON.stringify({ cells })}\n`);

function planAsMeasured({ input, roles }: BigCompany) {
  const survey = surveyWindow(input);
  for (const question of listRoleQuestions(survey)) void question;
  return buildPlan(survey, roles);
}

function worldOf({ input, roles }: BigCompany): World {
  const { window, people, projects, actuals, referenceNames, rules, limits } = input;
  return {
    window,
    today: window.until,
    workspaces: input.workspaces.map(({ workspace, rows, users, projects: ofWorkspace }) => ({
      ...workspace,
      rows: rows.map((row) => ({ ...row })),
      users: users.map(({ id }) => id),
      projects: ofWorkspace.map(({ id }) => id),
      totalsDifferences: [],
    })),
    runn: {
      people: people.map((person) => ({ ...person, references: [...person.references] })),
      projects: projects.map((project) => ({
        ...project,
        pricingModel: project.pricingModel as 'tm' | 'nb',
        references: [...project.references],
      })),
      members: [...roles.members],
      contracts: [...roles.contracts],
      actuals: [...actuals],
      schedule: null,
    },
    rules,
    map: { noProject: null, people: {}, projects: {} },
    referenceNames: [...referenceNames],
    limits,
    scope: { people: null, projects: null },
    intent: { adopt: false, clearUnmarked: false, rerole: false },
    by: null,
  };
}
