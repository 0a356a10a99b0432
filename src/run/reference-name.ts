/** Whether Toggl's ids stand under another reference name than the one that is looked at. */
import type { RunnPerson, RunnProject } from '../core/model.ts';
import { type ReferenceNameUse, surveyReferenceNames } from '../core/reference-names.ts';
import type { Sides } from './read-sides.ts';

/** Another name that holds more of Toggl's ids than those configured, in words; null where there is none. */
export function betterReferenceName(
  uses: readonly ReferenceNameUse[],
  configured: readonly string[],
): { readonly message: string; readonly remedy: string } | null {
  const held = uses.filter(({ name }) => configured.includes(name)).reduce((sum, { togglIds }) => sum + togglIds, 0);
  const better = uses.find(({ name, togglIds }) => !configured.includes(name) && togglIds > held);
  if (better === undefined) return null;
  return {
    message: `${configured.join(', ')} holds ${countIds(held)} of Toggl, but ${better.name} holds ${countIds(better.togglIds)}.`,
    remedy: `Set \`runn.referenceName: ${better.name}\`, or [${[better.name, ...configured].join(', ')}] to look at both.`,
  };
}

/** The names in use on what can be linked. */
export function referenceNamesOf({ people, projects, workspaces }: NamedSides): ReferenceNameUse[] {
  return surveyReferenceNames({
    people: people.filter(({ isArchived }) => !isArchived),
    projects: projects.filter(({ isArchived, isTemplate }) => !isArchived && !isTemplate),
    users: workspaces.flatMap(({ users }) => users),
    togglProjects: workspaces.flatMap((each) => each.projects),
  });
}

/** The same as a warning beside the report, which would else list everybody as unlinked without saying why. */
export function warnOfReferenceName(sides: NamedSides, configured: readonly string[]): string[] {
  const better = betterReferenceName(referenceNamesOf(sides), configured);
  return better === null ? [] : [`${better.message} ${better.remedy}`];
}

interface NamedSides {
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  readonly workspaces: readonly Pick<Sides['workspaces'][number], 'users' | 'projects'>[];
}

function countIds(count: number): string {
  return count === 1 ? '1 id' : `${count} ids`;
}
