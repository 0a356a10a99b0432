/**
 * Whether a run fits what is left of Toggl's hourly quota, before it takes any of it. What the last run saw in the
 * headers is kept on this machine; `GET /me/quota`, which has a small quota of its own, is asked only where that leaves
 * a doubt: when the run would not fit by it, or when nothing is known and the run is a large one.
 */
import path from 'node:path';
import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { describeTime } from '../core/describe-time.ts';
import { AppError, InterruptedError, TemporaryError } from '../core/errors.ts';
import type { TogglWorkspace, TogglWorkspaceId } from '../core/model.ts';
import type { SeenQuota, TogglClient } from '../toggl/toggl-client.ts';
import type { TogglQuota } from '../toggl/translate.ts';
import { cacheKeyOf, readCache, writeCache } from './cache-store.ts';

export interface WorkspaceCost {
  readonly workspace: TogglWorkspace;
  /** Requests, at least. */
  readonly requests: number;
}

/** A third of the smallest plan: what costs less is tried without a question. */
const smallRun = 10;
/** A quota that comes back so soon is waited for. */
const maxWaitMs = 60_000;

interface QuotaRequest {
  readonly config: Config;
  readonly toggl: TogglClient;
  readonly nowMs: number;
  readonly onStep: (text: string) => void;
}

/**
 * Comes back when the run fits, perhaps after a short wait.
 * @throws TemporaryError `toggl-quota` with the time of the reset (exit 8): nothing but the workspaces was read
 */
export async function assertQuotaFits(request: QuotaRequest, costs: readonly WorkspaceCost[]): Promise<void> {
  const { config, toggl, nowMs, onStep } = request;
  const remembered = await readRemembered(config);
  const groups = [...groupByOrganization(costs).values()].map((group) => {
    const known = group.flatMap(({ workspace }) => remembered[cacheKeyOf(config, workspace.id)] ?? []);
    const current = known.filter(({ resetsAtMs }) => resetsAtMs > nowMs);
    return {
      workspaces: group.map(({ workspace }) => workspace),
      needed: group.reduce((sum, { requests }) => sum + requests, 0),
      left: current.length === 0 ? null : Math.min(...current.map(({ remaining }) => remaining)),
    };
  });
  const doubtful = groups.filter(({ needed, left }) => (left === null ? needed > smallRun : left < needed));
  if (doubtful.length === 0) return;

  onStep('Asking Toggl for its quota');
  const quotas = await listQuotas(toggl);
  for (const { workspaces, needed } of doubtful) {
    // Several tokens may each have one in the same organization: what is refused has to be certain.
    const [quota] = quotas
      .filter(({ organizationId }) => organizationId === workspaces[0]?.organizationId)
      .sort((a, b) => b.remaining - a.remaining);
    if (quota === undefined || quota.remaining >= needed) continue;
    if (quota.total >= needed && quota.resetsInMs <= maxWaitMs) {
      await toggl.pause(quota.resetsInMs, 'quota');
    } else throw tooLittle(needed, quota, nowMs);
  }
}

/** Of workspaces whose organization is not known, each is taken for one of its own. */
function groupByOrganization(costs: readonly WorkspaceCost[]): Map<string, WorkspaceCost[]> {
  const groups = new Map<string, WorkspaceCost[]>();
  for (const cost of costs) {
    const { id, organizationId } = cost.workspace;
    const key = organizationId === undefined ? `workspace ${id}` : `organization ${organizationId}`;
    groups.set(key, [...(groups.get(key) ?? []), cost]);
  }
  return groups;
}

/** Nothing where Toggl does not say: the run finds out by itself, and writes nothing unless it has read everything. */
async function listQuotas(toggl: TogglClient): Promise<readonly TogglQuota[]> {
  try {
    return await toggl.listQuotas();
  } catch (error) {
    if (error instanceof InterruptedError || !(error instanceof AppError)) throw error;
    return [];
  }
}

function tooLittle(needed: number, { remaining, total, resetsInMs }: TogglQuota, nowMs: number): TemporaryError {
  const retryAtMs = nowMs + resetsInMs;
  const left = Math.max(0, remaining);
  const isEverTooLarge = total < needed;
  return new TemporaryError(
    'toggl-quota',
    `This run needs at least ${needed} requests to Toggl Track, and of the ${total} an hour ${left} ${left === 1 ? 'is' : 'are'} left until ${describeTime(retryAtMs)}.`,
    {
      hint: isEverTooLarge
        ? 'It fits no hour of this plan: read a shorter range, or fewer workspaces at a time. Nothing was written.'
        : 'Nothing was written. Run again then; the quota is shared by all programs that use this token.',
      retryAtMs,
    },
  );
}

// ------------------------------------------------------------------------------------------------ remembering

const rememberedSchema = z.record(z.string(), z.object({ remaining: z.number(), resetsAtMs: z.number() }));

async function readRemembered(config: Config): Promise<Readonly<Record<string, SeenQuota>>> {
  return (await readCache(fileOf(config), rememberedSchema)) ?? {};
}

/** Keeps what the answers of this run said, for the next one. */
export async function rememberQuota(
  { config, toggl, nowMs }: Pick<QuotaRequest, 'config' | 'toggl' | 'nowMs'>,
  workspaceIds: readonly TogglWorkspaceId[],
): Promise<void> {
  const seen = workspaceIds.flatMap((id) => {
    const quota = toggl.seenQuota(id);
    return quota === undefined ? [] : [[cacheKeyOf(config, id), quota] as const];
  });
  if (seen.length === 0) return;
  const others = Object.entries(await readRemembered(config)).filter(([, { resetsAtMs }]) => resetsAtMs > nowMs);
  await writeCache(fileOf(config), Object.fromEntries([...others, ...seen]));
}

function fileOf({ cacheDir }: Config): string {
  return path.join(cacheDir, 'toggl-quota.json');
}
