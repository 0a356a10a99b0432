/**
 * One measurement of the core in a process of its own: the input in memory, then match, aggregate and plan. Prints JSON.
 * Arguments: people, projects, days, projects for each person, and `first-run` or `steady-state`.
 */
import { buildPlan, listRoleQuestions, surveyWindow } from '../../src/core/build-plan.ts';
import { type BigCompany, makeBigCompany, type Standing } from './big-company.ts';

const [people = 1000, projects = 400, days = 250, projectsPerPerson = 12] = process.argv.slice(2, 6).map(Number);
const standing = (process.argv[6] ?? 'first-run') as Standing;

const company = makeBigCompany({ people, projects, days, projectsPerPerson }, standing);
(globalThis as { gc?: () => void }).gc?.();
const inputMb = process.memoryUsage().rss / 1e6;
const cpuBefore = process.cpuUsage();
let changes = 0;
let questions = 0;
const planMs = timeOf(() => {
  const survey = surveyWindow(company.input);
  for (const _ of listRoleQuestions(survey)) questions += 1;
  changes = buildPlan(survey, company.roles).changes.length;
});
const cpu = process.cpuUsage(cpuBefore);
const peakMb = Math.round(process.resourceUsage().maxRSS / 1000);
// Afterwards, for it has strings of its own that would count as the plan's.
const floorCpuBefore = process.cpuUsage();
const floorMs = timeOf(() => onePassWithMap(company));
const floorCpu = process.cpuUsage(floorCpuBefore);
const result = {
  rows: company.rowCount,
  changes,
  questions,
  planMs,
  cpuMs: Math.round((cpu.user + cpu.system) / 1000),
  floorMs,
  floorCpuMs: Math.round((floorCpu.user + floorCpu.system) / 1000),
  inputMb: Math.round(inputMb),
  peakMb,
};
process.stdout.write(`${JSON.stringify(result)}\n`);

/** The floor: seconds by person, project and day, and nothing else. */
function onePassWithMap({ input }: BigCompany): number {
  const seconds = new Map<string, number>();
  for (const { rows } of input.workspaces) {
    for (const row of rows) {
      const key = `${row.userId}/${row.projectId}/${row.date}`;
      seconds.set(key, (seconds.get(key) ?? 0) + row.seconds);
    }
  }
  return seconds.size;
}

function timeOf(work: () => void): number {
  const startedAt = performance.now();
  work();
  return Math.round(performance.now() - startedAt);
}
