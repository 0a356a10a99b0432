/** `--person` and `--project`: from what was typed to the records that are meant (DESIGN, "Scope"). */
import { compareText } from './compare-text.ts';
import { listDays } from './dates.ts';
import type { Matching } from './match.ts';
import type {
  RunnPerson,
  RunnPersonId,
  RunnProject,
  RunnProjectId,
  TogglProjectId,
  TogglUserId,
  Window,
  WorkspaceTime,
} from './model.ts';
import type { Scope, ScopeSide } from './scope.ts';
import { normaliseName } from './suggest.ts';

/** Something typed that means nothing, or more than one thing. */
export interface ScopeProblem {
  readonly option: 'person' | 'project';
  readonly typed: string;
  readonly kind: 'unknown' | 'ambiguous' | 'bare-number';
  /** As they have to be typed to be understood, with their names; the nearest ones when nothing fits. */
  readonly candidates: readonly string[];
}

/** A record of either service as something to be named. */
interface Nameable<RunnId extends number, TogglId extends number> {
  readonly key: `runn:${number}` | `toggl:${number}`;
  readonly name: string;
  readonly email: string | null;
  readonly runnId: RunnId | null;
  readonly togglId: TogglId | null;
  /** What else is meant by it: the Runn records that a Toggl id leads to. */
  readonly leadsTo: readonly RunnId[];
}

const shownCandidates = 8;

/**
 * Resolves what was typed: `toggl:170103135`, `runn:789`, an e-mail address, or a name (letter case, accents and blanks
 * do not matter). A Toggl record stands for the Runn record that it leads to, on any day of the window.
 * @returns the scope, or every problem
 */
export function resolveScope(
  typed: { readonly people: readonly string[]; readonly projects: readonly string[] },
  sides: {
    readonly window: Window;
    readonly workspaces: readonly WorkspaceTime[];
    readonly people: readonly RunnPerson[];
    readonly projects: readonly RunnProject[];
    readonly matching: Matching;
  },
): Scope | { readonly problems: readonly ScopeProblem[] } {
  const problems: ScopeProblem[] = [];
  const people = resolveSide<RunnPersonId, TogglUserId>('person', typed.people, listPeople(sides), problems);
  const projects = resolveSide<RunnProjectId, TogglProjectId>('project', typed.projects, listProjects(sides), problems);
  return problems.length > 0 ? { problems } : { people, projects };
}

function listPeople({
  people,
  workspaces,
  matching,
}: Parameters<typeof resolveScope>[1]): Nameable<RunnPersonId, TogglUserId>[] {
  const users = new Map(workspaces.flatMap((time) => time.users.map((user) => [user.id, user])));
  return [
    ...people.map(({ id, name, email }) => ({
      key: `runn:${id}` as const,
      name,
      email,
      runnId: id,
      togglId: null,
      leadsTo: [],
    })),
    ...[...users.values()].map(({ id, name, email }) => {
      const match = matching.personOf(id);
      const leadsTo = match.kind === 'matched' ? [match.id] : [];
      return { key: `toggl:${id}` as const, name, email, runnId: null, togglId: id, leadsTo };
    }),
  ];
}

function listProjects({
  projects,
  workspaces,
  matching,
  window,
}: Parameters<typeof resolveScope>[1]): Nameable<RunnProjectId, TogglProjectId>[] {
  const days = listDays(window);
  const togglProjects = new Map(workspaces.flatMap((time) => time.projects.map((project) => [project.id, project])));
  return [
    ...projects
      .filter((project) => !project.isTemplate)
      .map(({ id, name }) => ({
        key: `runn:${id}` as const,
        name,
        email: null,
        runnId: id,
        togglId: null,
        leadsTo: [],
      })),
    ...[...togglProjects.values()].map(({ id, name }) => {
      const matches = (matching.isSettled(id) ? days.slice(0, 1) : days).map((day) => matching.projectOf(id, day));
      const leadsTo = [...new Set(matches.flatMap((match) => (match.kind === 'matched' ? [match.id] : [])))];
      return { key: `toggl:${id}` as const, name, email: null, runnId: null, togglId: id, leadsTo };
    }),
  ];
}

function resolveSide<RunnId extends number, TogglId extends number>(
  option: ScopeProblem['option'],
  typed: readonly string[],
  records: readonly Nameable<RunnId, TogglId>[],
  problems: ScopeProblem[],
): ScopeSide<RunnId, TogglId> | null {
  if (typed.length === 0) return null;
  const runnIds = new Set<RunnId>();
  const togglIds = new Set<TogglId>();
  for (const text of typed) {
    const found = findRecords(text, records);
    const meant = new Set(found.flatMap(({ runnId, leadsTo }) => (runnId === null ? leadsTo : [runnId])));
    // One Toggl record may lead to several over the days, or nowhere; a name that several records have may not.
    if (found.length === 0 || (found.length > 1 && meant.size !== 1)) {
      problems.push(problemOf(option, text, found, records));
      continue;
    }
    for (const id of meant) runnIds.add(id);
    for (const { togglId } of found) if (togglId !== null) togglIds.add(togglId);
  }
  return { runnIds, togglIds };
}

function findRecords<R extends Nameable<number, number>>(text: string, records: readonly R[]): readonly R[] {
  const trimmed = text.trim();
  if (/^(runn|toggl):\d+$/.test(trimmed)) return records.filter(({ key }) => key === trimmed);
  if (trimmed.includes('@')) {
    return records.filter(({ email }) => email !== null && email.toLowerCase() === trimmed.toLowerCase());
  }
  const name = normaliseName(trimmed);
  return name === '' ? [] : records.filter((record) => normaliseName(record.name) === name);
}

function problemOf(
  option: ScopeProblem['option'],
  typed: string,
  found: readonly Nameable<number, number>[],
  records: readonly Nameable<number, number>[],
): ScopeProblem {
  const isBareNumber = /^\d+$/.test(typed.trim());
  const name = normaliseName(typed);
  const near = records.filter((record) =>
    isBareNumber
      ? record.key.endsWith(`:${typed.trim()}`)
      : name !== '' && (normaliseName(record.name).includes(name) || name.includes(normaliseName(record.name))),
  );
  const candidates = (found.length > 0 ? found : near)
    .map((record) => `${record.key} (${record.name})`)
    .sort(compareText)
    .slice(0, shownCandidates);
  const kind = found.length > 0 ? 'ambiguous' : isBareNumber ? 'bare-number' : 'unknown';
  return { option, typed, kind, candidates };
}
