/** What `init` asks the services with a token that it has just been given. */
import type { ServiceName } from '../config/base-url.ts';
import { dayInZone, isTimeZone, latestToday } from '../core/dates.ts';
import { AppError } from '../core/errors.ts';
import type { RunnPerson, RunnProject, TogglWorkspace, TogglWorkspaceId } from '../core/model.ts';
import { type ReferenceNameUse, surveyReferenceNames } from '../core/reference-names.ts';
import { createService } from '../http/create-service.ts';
import type { HttpEnvironment } from '../http/service.ts';
import { environmentOf, type RunnEnvironment } from '../runn/account.ts';
import { runnProfile } from '../runn/runn-profile.ts';
import { createRunnReader, type RunnReader } from '../runn/runn-reader.ts';
import { createTogglClient, type TogglClient } from '../toggl/toggl-client.ts';
import type { TogglMe } from '../toggl/translate.ts';

export interface ProbeRequest {
  readonly token: string;
  readonly environment: HttpEnvironment;
  /** `toggl-runn/1.2.3`. */
  readonly userAgent: string;
}

export interface TogglProbe {
  readonly client: TogglClient;
  readonly me: TogglMe;
  readonly workspaces: readonly TogglWorkspace[];
}

export interface RunnProbe {
  readonly reader: RunnReader;
  readonly baseUrl: string;
  readonly key: string;
  readonly environment: RunnEnvironment;
}

/** Somebody waits for the answer: two attempts, then it is said. */
const maxAttempts = 2;
/** Runn answers a token of the other region with 404 (runn.md section 8, row 22). */
const runnRegions = ['https://api.runn.io', 'https://api.us.runn.io'];
const runnRequestsPerMinute = 110;

/** Who the token belongs to and what it reaches. Throws an `AppError` when Toggl refuses it or cannot be asked. */
export async function probeToggl(request: ProbeRequest & { readonly baseUrl: string }): Promise<TogglProbe> {
  const client = createTogglClient({ ...request, maxAttempts });
  const me = await client.getMe();
  const nowMs = request.environment.now();
  const today = me.timezone !== null && isTimeZone(me.timezone) ? dayInZone(nowMs, me.timezone) : latestToday(nowMs);
  return { client, me, workspaces: await client.listWorkspaces(today) };
}

/**
 * Which account the token opens. Without a host of one's own both regions are tried.
 * @param request.baseUrl null tries the regions
 * @throws AppError when Runn refuses the token or cannot be asked
 */
export async function probeRunn(request: ProbeRequest & { readonly baseUrl: string | null }): Promise<RunnProbe> {
  const { token, environment, userAgent } = request;
  const hosts = request.baseUrl === null ? runnRegions : [request.baseUrl];
  for (const [index, baseUrl] of hosts.entries()) {
    const profile = runnProfile({ token, baseUrl, requestsPerMinute: runnRequestsPerMinute, userAgent, maxAttempts });
    const reader = createRunnReader(createService(profile, environment));
    try {
      return { reader, baseUrl, key: await reader.readKeyName(), environment: environmentOf(token) };
    } catch (error) {
      const isOtherRegion = error instanceof AppError && error.code === 'runn-wrong-host';
      if (!isOtherRegion || index === hosts.length - 1) throw error;
    }
  }
  throw new Error('no host to ask');
}

/** Everything in which names of references are looked for. */
export interface ReferenceSurvey {
  readonly uses: readonly ReferenceNameUse[];
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
}

/** Reads both directories. Throws an `AppError` when one could not be read. */
export async function probeReferenceNames(
  toggl: TogglClient,
  runn: RunnReader,
  workspaceIds: readonly TogglWorkspaceId[],
): Promise<ReferenceSurvey> {
  const [people, projects, users, togglProjects] = await Promise.all([
    runn.listPeople(),
    runn.listProjects(),
    Promise.all(workspaceIds.map((id) => toggl.listUsers(id))),
    Promise.all(workspaceIds.map((id) => toggl.listProjects(id))),
  ]);
  const uses = surveyReferenceNames({
    people: people.filter(({ isArchived }) => !isArchived),
    projects: projects.filter(({ isArchived, isTemplate }) => !isArchived && !isTemplate),
    users: users.flat(),
    togglProjects: togglProjects.flat(),
  });
  return { uses, people, projects };
}

/** How a service is called where a person reads it. */
export const serviceNames: Readonly<Record<ServiceName, string>> = { toggl: 'Toggl Track', runn: 'Runn' };
