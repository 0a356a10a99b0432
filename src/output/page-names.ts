/** Names of those who are on either side. */
import type { PersonFigures, ProjectFigures } from '../core/compare-sides.ts';
import { joinNames, type Namer } from './namer.ts';

/** The name in Runn, else those in Toggl. */
export function namesOfPerson({ personId, togglUserIds }: PersonFigures, namer: Namer): string {
  return personId === null ? joinNames(togglUserIds.map((id) => namer.user(id))) : namer.person(personId);
}

export function namesOfProject({ projectId, togglProjectIds }: ProjectFigures, namer: Namer): string {
  return projectId === null ? joinNames(togglProjectIds.map((id) => namer.togglProject(id))) : namer.project(projectId);
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** As the page's script sorts them: `Project 2` before `Project 10`, whatever the case. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}
