/** The place in Runn's test account where things are tried: one person, one project, a few days; left as it was found. */
import { type Api, plusDays } from './api.ts';

export interface SiteChoice {
  readonly personId: number;
  readonly projectId: number;
  readonly roleId: number;
  /** First of the days that are used. */
  readonly day: string;
  /** Further projects on which the person gets actuals. */
  readonly otherProjects: readonly number[];
}

export interface Site extends SiteChoice {
  readonly api: Api;
  /** An actual of that person and project, `offset` days after the first one. */
  readonly input: (offset: number, parts?: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  readonly dayAt: (offset: number) => string;
  /** What stands for the person and project on these days. */
  // biome-ignore lint/suspicious/noExplicitAny: an actual as Runn shows it
  readonly read: (from?: number, to?: number) => Promise<any[]>;
  /**
   * Deletes every actual of the person on these projects that was not there at the beginning (Runn may have filled in
   * some of its own), and writes back every one that has changed.
   * Returns what could not be put right, in words.
   */
  readonly restore: () => Promise<string[]>;
}

/** How many days belong to the site. */
export const siteDays = 14;

const compared = ['date', 'personId', 'projectId', 'roleId', 'workstreamId', 'billableMinutes', 'nonbillableMinutes'];

/**
 * Remembers all that the person has, on whatever day and project, and makes sure that the days of the site are empty.
 * @throws Error when they are not: nothing has been written then
 */
export async function openSite(api: Api, choice: SiteChoice): Promise<Site> {
  const { personId, projectId, roleId, day } = choice;
  const readAll = () => api.list(`/actuals/?personId=${personId}&limit=500`);
  const before = new Map((await readAll()).map((actual) => [actual.id, actual]));
  const dayAt = (offset: number) => plusDays(day, offset);
  const last = dayAt(siteDays - 1);
  const standing = [...before.values()].filter(({ date }) => date >= day && date <= last);
  if (standing.length > 0) {
    throw new Error(
      `The person has ${standing.length} actuals from ${day} to ${last}, and nothing of them is to be touched: choose other days with --day.`,
    );
  }

  const restore = async (): Promise<string[]> => {
    const trouble: string[] = [];
    const now = await readAll();
    const projects = new Set([projectId, ...choice.otherProjects]);
    for (const actual of now.filter((each) => !before.has(each.id) && projects.has(each.projectId))) {
      const { status, words } = await api.call('DELETE', `/actuals/${actual.id}/`);
      if (status !== 204 && status !== 404) {
        trouble.push(`actual ${actual.id} of ${actual.date} could not be deleted: ${status} ${words}`);
      }
    }
    const present = new Map(now.map((actual) => [actual.id, actual]));
    for (const actual of before.values()) {
      const other = present.get(actual.id);
      if (other !== undefined && compared.every((name) => other[name] === actual[name])) continue;
      const { id: _, createdAt: __, updatedAt: ___, ...rest } = actual;
      const input = { ...rest, billableNote: rest.billableNote ?? '', nonbillableNote: rest.nonbillableNote ?? '' };
      const { status, words } = await api.call('POST', '/actuals/', input);
      if (status !== 201)
        trouble.push(`actual ${actual.id} of ${actual.date} could not be put back: ${status} ${words}`);
    }
    return trouble;
  };

  return {
    ...choice,
    api,
    dayAt,
    input: (offset, parts = {}) => ({
      date: dayAt(offset),
      personId,
      projectId,
      roleId,
      billableMinutes: 60,
      nonbillableMinutes: 30,
      ...parts,
    }),
    read: (from = 0, to = siteDays - 1) =>
      api.list(
        `/actuals/?personId=${personId}&projectId=${projectId}&minDate=${dayAt(from)}&maxDate=${dayAt(to)}&limit=500`,
      ),
    restore,
  };
}
