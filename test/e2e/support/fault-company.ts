/**
 * A company for the fault and kill matrices: two Toggl workspaces, lists of several pages, and a Runn that an earlier
 * sync has filled, so that the next one has creates, updates, overwrites, clears and a moved cell to write.
 */
import type { Company, NewTimeEntry } from '../../../src/sandbox/company.ts';
import { generateCompany } from '../../../src/sandbox/generate-company.ts';
import type { Actual } from '../../../src/sandbox/runn-world.ts';
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';
import { today } from './fake-runtime.ts';
import { openWorld } from './world.ts';

/** Monday to Friday of the fake clock's week; relative, so that the Toggl profile is read too. */
export const thisWeek = ['--period', 'this-week'] as const;

/** People, so that 9 x 12 cells a day fill more than one page of actuals. */
const people = 9;

/** Runn as the first sync left it, Toggl as it has changed since. */
export async function changedCompany({ workspaces = 2 } = {}): Promise<Company> {
  const company = generateCompany({
    people,
    projects: 410,
    days: 5,
    today,
    entriesPerDay: 12,
    projectsPerPerson: 12,
    workspaces,
  });
  const world = await openWorld({ company });
  const { code } = await world.sync(...thisWeek);
  if (code !== 0) throw new Error(`The first sync ended with ${code}.`);
  const actuals = [...world.sandbox.runn.actuals.values()].map(changeInRunn);
  const [first] = actuals;
  if (first === undefined) throw new Error('The first sync wrote nothing.');
  return {
    ...company,
    toggl: { ...company.toggl, entries: company.toggl.entries.flatMap(changeInToggl) },
    runn: {
      ...company.runn,
      // What a person entered where Toggl has nothing: never touched.
      actuals: [...actuals, { ...first, projectId: 5400, billableMinutes: 33, billableNote: 'Workshop' }],
    },
  };
}

/** People write around marks, and over minutes. */
function changeInRunn(actual: Actual, index: number): Actual {
  if (index % 60 === 7) return { ...actual, billableNote: `Kick-off ${actual.billableNote ?? ''} with the client` };
  if (index % 60 === 8) return { ...actual, nonbillableMinutes: actual.nonbillableMinutes + 5 };
  return actual;
}

function changeInToggl(entry: NewTimeEntry, index: number): NewTimeEntry[] {
  if (index % 40 === 3) return [];
  // To a neighbour's project: the old cell is cleared, the new one created (R12).
  if (index % 40 === 5) return [{ ...entry, projectId: movedFrom(entry.projectId) }];
  if (index % 3 === 0) return [{ ...entry, seconds: entry.seconds + 120 }];
  if (index % 40 === 7) return [entry, { ...entry, projectId: movedFrom(entry.projectId), seconds: 1800 }];
  return [entry];
}

/** A project of the same workspace on which nobody has worked. */
function movedFrom(projectId: number | null | undefined): number {
  return (projectId ?? 0) + 200;
}

/** What Runn holds, without ids and times of writing: equal for two worlds that agree. */
export function runnState(sandbox: Sandbox, options: { readonly withNotes?: boolean } = {}): readonly string[] {
  const { withNotes = true } = options;
  return [...sandbox.runn.actuals.values()]
    .map((actual) =>
      JSON.stringify([
        actual.date,
        actual.personId,
        actual.projectId,
        actual.roleId,
        actual.workstreamId,
        actual.phaseId,
        actual.billableMinutes,
        actual.nonbillableMinutes,
        ...(withNotes ? [actual.billableNote ?? '', actual.nonbillableNote ?? ''] : []),
      ]),
    )
    .sort();
}
