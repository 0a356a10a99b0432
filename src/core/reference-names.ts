/** Under which names the records of Runn carry external references, and which of those hold Toggl's ids. */
import { compareText } from './compare-text.ts';
import { meantIds } from './meant-ids.ts';
import type { RunnPerson, RunnProject, TogglProject, TogglUser } from './model.ts';

export interface ReferenceNameUse {
  readonly name: string;
  readonly people: number;
  readonly projects: number;
  /** How many of those references hold, exactly or nearly, an id that Toggl knows. */
  readonly togglIds: number;
}

/** Those with most of Toggl's ids first, then those in most use. */
export function surveyReferenceNames(input: {
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  readonly users: readonly Pick<TogglUser, 'id'>[];
  readonly togglProjects: readonly Pick<TogglProject, 'id'>[];
}): ReferenceNameUse[] {
  const uses = new Map<string, { people: number; projects: number; togglIds: number }>();
  const count = (kind: 'people' | 'projects', records: readonly (RunnPerson | RunnProject)[], known: Set<number>) => {
    for (const { referenceName, externalId } of records.flatMap(({ references }) => references)) {
      if (externalId.trim() === '') continue;
      const use = uses.get(referenceName) ?? { people: 0, projects: 0, togglIds: 0 };
      uses.set(referenceName, use);
      use[kind] += 1;
      if (meantIds(externalId).some((id) => known.has(id))) use.togglIds += 1;
    }
  };
  count('people', input.people, new Set<number>(input.users.map(({ id }) => id)));
  count('projects', input.projects, new Set<number>(input.togglProjects.map(({ id }) => id)));
  return [...uses]
    .map(([name, use]) => ({ name, ...use }))
    .sort(
      (a, b) =>
        b.togglIds - a.togglIds || b.people + b.projects - (a.people + a.projects) || compareText(a.name, b.name),
    );
}
