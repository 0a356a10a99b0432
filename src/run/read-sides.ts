/** Reads both services, in parallel where nothing depends on anything; a page that fails fails the run (R1). */
import type { Config } from '../config/config.ts';
import type { RangeOptions } from '../core/dates.ts';
import { AccessError, UsageError } from '../core/errors.ts';
import { type Finding, finding } from '../core/findings.ts';
import { parseTogglId } from '../core/match.ts';
import type { Actual, RunnPerson, RunnProject, TogglUserId, TogglWorkspace, TogglWorkspaceId } from '../core/model.ts';
import type { Accounts, ConfigOptions } from '../core/report.ts';
import { findUnseenTime, unseenTimeFinding } from '../core/unseen-time.ts';
import { estimateRequests } from '../toggl/estimate-requests.ts';
import { readDirectoryAgain, readWorkspaceTime, type WorkspaceReading } from '../toggl/read-workspace-time.ts';
import type { Connections } from './connect.ts';
import { readDirectoryCache, writeDirectoryCache } from './directory-cache.ts';
import { type FirstReads, readFirst } from './read-first.ts';
import type { ResolvedRange } from './resolve-range.ts';
import { assertQuotaFits, rememberQuota } from './toggl-quota.ts';

/** What every reading command needs to know. */
export interface ReadRequest {
  readonly config: Config;
  readonly connections: Connections;
  readonly range: RangeOptions;
  readonly nowMs: number;
  /** Everybody in Runn, where that was read before; else it is read with the rest. */
  readonly people?: readonly RunnPerson[] | undefined;
  /** From `readFirst`, where that was read before; else it is read with the rest. */
  readonly first?: FirstReads | undefined;
  /** For the command that is named next. */
  readonly typed?: ConfigOptions | undefined;
  /** Told what is being done, in a few words. */
  readonly onStep: (text: string) => void;
}

/** Both directories and Toggl's time. */
export interface Sides {
  readonly range: ResolvedRange;
  readonly accounts: Accounts;
  readonly workspaces: readonly WorkspaceReading[];
  /** What the token reaches beside; nothing of it was read. */
  readonly otherWorkspaces: readonly TogglWorkspace[];
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  /** Actuals of the window; empty when they were not asked for. */
  readonly actuals: readonly Actual[];
  /** About the reading itself: what Toggl did not show, a check that is switched off, a flag that is not in the plan. */
  readonly notes: readonly Finding[];
}

export interface ReadOptions {
  readonly withActuals: boolean;
  /** Names of Toggl may be those of an earlier run: for whoever decides nothing by them. */
  readonly mayBeCached?: boolean;
}

/**
 * Reads everything that a plan needs but roles.
 * @throws AppError for whatever could not be read; then nothing of the rest may be used (R1)
 */
export async function readSides(request: ReadRequest, options: ReadOptions): Promise<Sides> {
  const { config, connections, onStep, nowMs } = request;
  const { toggl, runn } = connections;
  const { range, key, people, projects, workspaces } = request.first ?? (await readFirst(request));
  const { window, lastCompleteDay } = range;
  const chosen = chooseWorkspaces(workspaces, config.toggl);

  const { checkTotals } = config.toggl;
  const sources = await Promise.all(
    chosen.map(async (workspace) => {
      const known = options.mayBeCached === true ? await readDirectoryCache(config, workspace.id, nowMs) : null;
      return { workspace, known, requests: estimateRequests(window, { checkTotals, known }) };
    }),
  );
  await assertQuotaFits({ config, toggl, nowMs, onStep }, sources);
  const cost = sources.reduce((sum, { requests }) => sum + requests, 0);
  onStep(`Reading time of ${window.since} to ${window.until} in Toggl, at least ${cost} requests`);
  const readTime = (): Promise<WorkspaceReading[]> =>
    Promise.all(
      sources.map(({ workspace, known }) =>
        readWorkspaceTime(toggl, {
          workspace,
          window,
          lastCompleteDay,
          source: config.toggl.source,
          checkTotals,
          needsBillable: config.rules.billable === 'auto' || config.rules.billable === 'toggl',
          alsoUserIds: linkedUserIds(people, config),
          known,
        }),
      ),
    );
  let actuals: readonly Actual[];
  let readings: readonly WorkspaceReading[];
  try {
    [actuals, readings] = await Promise.all([options.withActuals ? runn.listActuals(window) : [], readTime()]);
  } finally {
    const ids = chosen.map(({ id }) => id);
    await rememberQuota({ config, toggl, nowMs }, ids);
  }
  await keepDirectories(readings, request);

  const notes: Finding[] = readings.flatMap(({ workspace, notes: codes }) =>
    codes.map((code) => finding(code, { togglWorkspaceId: workspace.id })),
  );
  notes.push(...findUnseenTime(readings, window).map(unseenTimeFinding));
  if (!config.toggl.checkTotals) notes.push(finding('totals-unchecked', {}));

  return {
    range,
    accounts: {
      toggl: { host: hostOf(config.toggl.baseUrl), workspaces: chosen.map(({ id, name }) => ({ id, name })) },
      runn: { host: hostOf(config.runn.baseUrl), environment: connections.runnEnvironment, key },
    },
    workspaces: readings,
    otherWorkspaces: workspaces.filter(({ id }) => !chosen.some((each) => each.id === id)),
    people,
    projects,
    actuals,
    notes,
  };
}

/**
 * The same with every directory read anew that was an earlier run's. Throws like `readSides`.
 */
export async function withFreshDirectories(sides: Sides, request: ReadRequest): Promise<Sides> {
  const { config, connections } = request;
  request.onStep('Reading people and projects in Toggl');
  const alsoUserIds = linkedUserIds(sides.people, config);
  const workspaces = await Promise.all(
    sides.workspaces.map((reading) =>
      reading.isDirectoryKnown ? readDirectoryAgain(connections.toggl, reading, alsoUserIds) : reading,
    ),
  );
  await keepDirectories(workspaces, request);
  return { ...sides, workspaces };
}

async function keepDirectories(readings: readonly WorkspaceReading[], { config, nowMs }: ReadRequest): Promise<void> {
  for (const { workspace, directory, isDirectoryKnown } of readings) {
    if (!isDirectoryKnown) await writeDirectoryCache(config, workspace.id, directory, nowMs);
  }
}

/**
 * The configured workspaces, or the token's only one (DESIGN section 3), and all those of further tokens.
 * @throws UsageError `workspace-unclear`, AccessError `toggl-no-workspace` or `toggl-workspace-unknown`
 */
export function chooseWorkspaces(
  all: readonly TogglWorkspace[],
  { workspaceIds: wanted, otherTokens }: Pick<Config['toggl'], 'workspaceIds' | 'otherTokens'>,
): readonly TogglWorkspace[] {
  const claimed = new Set(otherTokens.flatMap(({ workspaceIds }) => workspaceIds));
  const ofOthers = all.filter(({ id }) => claimed.has(id));
  const available = all.filter(({ id }) => !claimed.has(id));
  return [...chooseOfMain(available, wanted), ...ofOthers];
}

/** Of those that no other token reads. Throws like `chooseWorkspaces`. */
export function chooseOfMain(
  available: readonly TogglWorkspace[],
  wanted: readonly TogglWorkspaceId[],
): readonly TogglWorkspace[] {
  const listed = available.map(({ id, name }) => `${id} (${name})`).join(', ');
  if (wanted.length === 0) {
    if (available.length === 1) return available;
    if (available.length === 0) {
      throw new AccessError('toggl-no-workspace', 'The Toggl token reaches no workspace.', {
        hint: 'Use the token of an administrator of the workspace whose time is to be carried over.',
      });
    }
    throw new UsageError('workspace-unclear', `The Toggl token reaches several workspaces: ${listed}.`, {
      hint: 'Name the ones to read: toggl.workspaceIds in the configuration, or TOGGL_WORKSPACE_ID (several with commas).',
    });
  }
  const unknown = wanted.filter((id) => !available.some((workspace) => workspace.id === id));
  if (unknown.length > 0) {
    throw new AccessError(
      'toggl-workspace-unknown',
      `The Toggl token does not reach workspace ${unknown.join(', ')}.`,
      {
        hint: `It reaches ${listed === '' ? 'none' : listed}. Check toggl.workspaceIds (TOGGL_WORKSPACE_ID) and whose token it is. Nothing was written.`,
      },
    );
  }
  return available.filter(({ id }) => wanted.includes(id));
}

/** Users that links and `map` lead from: those who left count as known when Toggl still finds them (R1). */
function linkedUserIds(people: readonly RunnPerson[], { runn, map: mapping }: Config): TogglUserId[] {
  const { referenceNames } = runn;
  const externalIds = people.flatMap(({ references }) =>
    references
      .filter(({ referenceName }) => referenceNames.includes(referenceName))
      .map(({ externalId }) => externalId),
  );
  const ids = externalIds.map(parseTogglId<TogglUserId>).filter((id) => id !== undefined);
  return [...new Set([...ids, ...mapping.people.keys()])];
}

function hostOf(baseUrl: string): string {
  return new URL(baseUrl).host;
}
