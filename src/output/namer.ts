/** Names by id, harmless for a terminal; what has no name is shown by its number, as `--person` takes it. */
import type {
  RunnPersonId,
  RunnProjectId,
  RunnRoleId,
  TogglProjectId,
  TogglUserId,
  TogglWorkspaceId,
} from '../core/model.ts';
import type { Names } from '../core/report.ts';
import { cutMiddle } from './layout.ts';
import { safeText } from './safe-text.ts';

/** In columns; more would push a sentence out of sight. */
const longestName = 60;

/** A name as it is shown to people: harmless, and of a length that leaves room for what is said of it. */
export function shortName(name: string): string {
  return cutMiddle(safeText(name), longestName);
}

export interface Namer {
  person(id: RunnPersonId | undefined): string;
  project(id: RunnProjectId | undefined): string;
  role(id: RunnRoleId): string;
  workspace(id: TogglWorkspaceId | undefined): string;
  user(id: TogglUserId | undefined): string;
  /** `null` is time without a project. */
  togglProject(id: TogglProjectId | null | undefined): string;
  /** With the number behind the name: `Eric Clapton (runn:456)`. */
  personWithId(id: RunnPersonId | undefined): string;
  projectWithId(id: RunnProjectId | undefined): string;
  userWithId(id: TogglUserId | undefined): string;
  togglProjectWithId(id: TogglProjectId | null | undefined): string;
}

/** Names are cleaned once: a report asks for the same ones in thousands of lines. */
export function createNamer(names: Names): Namer {
  const known = namers.get(names);
  if (known !== undefined) return known;
  const namer = makeNamer(names);
  namers.set(names, namer);
  return namer;
}

const namers = new WeakMap<Names, Namer>();

function makeNamer(names: Names): Namer {
  const people = cleanNames(names.people);
  const projects = cleanNames(names.projects);
  const users = cleanNames(names.users);
  const togglProjects = cleanNames(names.togglProjects);
  const roles = cleanNames(names.roles);
  const workspaces = cleanNames(names.workspaces);
  const person = (id: RunnPersonId | undefined) => nameOf(people, id, 'runn', 'somebody');
  const project = (id: RunnProjectId | undefined) => nameOf(projects, id, 'runn', 'some project');
  const user = (id: TogglUserId | undefined) => nameOf(users, id, 'toggl', 'somebody');
  const togglProject = (id: TogglProjectId | null | undefined) =>
    id === null ? '(no project)' : nameOf(togglProjects, id, 'toggl', 'some project');
  return {
    person,
    project,
    role: (id) => nameOf(roles, id, 'runn', 'some role'),
    workspace: (id) => nameOf(workspaces, id, 'toggl', 'some workspace'),
    user,
    togglProject,
    personWithId: (id) => withId(person(id), 'runn', id),
    projectWithId: (id) => withId(project(id), 'runn', id),
    userWithId: (id) => withId(user(id), 'toggl', id),
    togglProjectWithId: (id) => withId(togglProject(id), 'toggl', id),
  };
}

function cleanNames<Id>(names: ReadonlyMap<Id, string>): ReadonlyMap<Id, string> {
  return new Map([...names].map(([id, name]) => [id, shortName(name)]));
}

function nameOf<Id extends number>(
  names: ReadonlyMap<Id, string>,
  id: Id | undefined,
  service: string,
  nobody: string,
): string {
  if (id === undefined) return nobody;
  const name = names.get(id) ?? '';
  return name === '' ? `${service}:${id}` : name;
}

function withId(name: string, service: string, id: number | null | undefined): string {
  const number = `${service}:${id}`;
  return id === undefined || id === null || name === number ? name : `${name} (${number})`;
}

/** `A`, `A and B`, `A, B and C`; of more than `limit`, the rest as a number. */
export function joinNames(names: readonly string[], options: { last?: 'and' | 'or'; limit?: number } = {}): string {
  const { last = 'and', limit = 5 } = options;
  const shown = names.length > limit ? [...names.slice(0, limit - 1), `${names.length - limit + 1} more`] : names;
  if (shown.length < 2) return shown[0] ?? '';
  return `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1)}`;
}
