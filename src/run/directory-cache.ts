/**
 * Names of Toggl's users and projects from an earlier run, so that an hourly run fits the smallest plan (30 requests an
 * hour). They are shown, and decide nothing: whether somebody is known to a workspace is part of the proof that Toggl
 * was seen whole (R1), so that a plan which needs that proof reads them anew (`prepare-run.ts`).
 */
import path from 'node:path';
import { z } from 'zod';
import type { Config } from '../config/config.ts';
import type { TogglProjectId, TogglUserId, TogglWorkspaceId } from '../core/model.ts';
import type { TogglDirectory } from '../toggl/read-workspace-time.ts';
import { cacheKeyOf, readCache, writeCache } from './cache-store.ts';

const userId = z.int().transform((id) => id as TogglUserId);
const projectId = z.int().transform((id) => id as TogglProjectId);
const workspaceId = z.int().transform((id) => id as TogglWorkspaceId);

const cacheSchema = z.object({
  version: z.literal(1),
  readAtMs: z.number(),
  users: z.array(
    z.object({
      id: userId,
      name: z.string(),
      email: z.string().nullable(),
      isActive: z.boolean(),
      isDeleted: z.boolean().optional(),
    }),
  ),
  projects: z.array(
    z.object({
      id: projectId,
      workspaceId,
      name: z.string(),
      clientName: z.string().nullable(),
      isArchived: z.boolean(),
      isDeleted: z.boolean().optional(),
    }),
  ),
  searchedUserIds: z.array(userId),
});

const hourMs = 3_600_000;

/** The directory of a workspace, when it was read less than `toggl.cacheHours` ago. */
export async function readDirectoryCache(
  config: Config,
  workspace: TogglWorkspaceId,
  nowMs: number,
): Promise<TogglDirectory | null> {
  const { cacheHours } = config.toggl;
  if (cacheHours === 0) return null;
  const cached = await readCache(fileOf(config, workspace), cacheSchema);
  if (cached === null) return null;
  const ageMs = nowMs - cached.readAtMs;
  // A clock that was set back makes no cache young.
  return ageMs >= 0 && ageMs < cacheHours * hourMs ? cached : null;
}

export async function writeDirectoryCache(
  config: Config,
  workspace: TogglWorkspaceId,
  { users, projects, searchedUserIds }: TogglDirectory,
  nowMs: number,
): Promise<void> {
  if (config.toggl.cacheHours === 0) return;
  const value = { version: 1, readAtMs: nowMs, users, projects, searchedUserIds };
  await writeCache(fileOf(config, workspace), value);
}

function fileOf(config: Config, workspace: TogglWorkspaceId): string {
  return path.join(config.cacheDir, `directory-${cacheKeyOf(config, workspace)}.json`);
}
