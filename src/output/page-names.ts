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
