/**
 * Toggl's data export as a source of names and ids (toggl.md section 6): a zip file or an unpacked folder, with
 * `team.json` (2021) or `workspace_users.json` (newer), and `projects.json` and `clients.json`.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import { UsageError } from '../core/errors.ts';
import type { TogglProject, TogglProjectId, TogglUser, TogglUserId, TogglWorkspaceId } from '../core/model.ts';

export interface TogglExport {
  readonly users: readonly TogglUser[];
  readonly projects: readonly TogglProject[];
}

const wantedFiles = ['team.json', 'workspace_users.json', 'projects.json', 'clients.json'];

/** Names and ids of a company of thousands are some megabytes; what is larger is something else, or a bomb. */
const maxBytes = 100 * 1024 * 1024;

const flag = z.boolean().nullish();
const text = z.string().nullish();

const usersSchema = z.array(
  z.object({
    // `id` is that of the user in the old form, and of the workspace user in the new one.
    id: z.int(),
    uid: z.int().nullish(),
    user_id: z.int().nullish(),
    fullname: text,
    name: text,
    email: text,
    active: flag,
    inactive: flag,
  }),
);
const projectsSchema = z.array(
  z.object({
    id: z.int(),
    name: text,
    workspace_id: z.int().nullish(),
    wid: z.int().nullish(),
    client_id: z.int().nullish(),
    cid: z.int().nullish(),
    client_name: text,
    active: flag,
    status: text,
  }),
);
const clientsSchema = z.array(z.object({ id: z.int(), name: text }));

/**
 * Reads the export at `location`. Throws a `UsageError` that says what is wrong: `export-unreadable`, `export-incomplete`
 * (neither people nor projects in it), or `export-shape` with the file and field.
 */
export async function readTogglExport(location: string): Promise<TogglExport> {
  const files = await readFiles(location);
  const usersFile = files.get('workspace_users.json') ?? files.get('team.json');
  const projectsFile = files.get('projects.json');
  if (usersFile === undefined && projectsFile === undefined) {
    throw new UsageError('export-incomplete', `${location} holds neither people nor projects of Toggl.`, {
      hint: 'Take the zip file from Toggl Track, Settings, Data export, with "Team" and "Projects" ticked.',
    });
  }
  const clientNames = new Map(
    parseFile(location, 'clients.json', files.get('clients.json'), clientsSchema).map(({ id, name }) => [id, name]),
  );
  const usersName = files.has('workspace_users.json') ? 'workspace_users.json' : 'team.json';
  return {
    users: parseFile(location, usersName, usersFile, usersSchema).map((user) => {
      const id = user.uid ?? user.user_id ?? user.id;
      return {
        id: id as TogglUserId,
        name: user.fullname ?? user.name ?? user.email ?? `Toggl user ${id}`,
        email: user.email ?? null,
        isActive: user.active !== false && user.inactive !== true,
      };
    }),
    projects: parseFile(location, 'projects.json', projectsFile, projectsSchema).map((project) => {
      const clientId = project.client_id ?? project.cid;
      const clientName = project.client_name ?? (clientId ? clientNames.get(clientId) : null);
      return {
        id: project.id as TogglProjectId,
        workspaceId: (project.workspace_id ?? project.wid ?? 0) as TogglWorkspaceId,
        name: project.name ?? `Toggl project ${project.id}`,
        clientName: clientName ?? null,
        isArchived: project.active === false || project.status === 'archived',
      };
    }),
  };
}

function parseFile<T>(location: string, name: string, content: string | undefined, schema: z.ZodType<T[]>): T[] {
  if (content === undefined) return [];
  let data: unknown;
  try {
    data = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw shapeError(location, name, 'it is not JSON', cause);
  }
  // An empty list can be `null` (toggl.md section 7).
  const result = schema.safeParse(data ?? []);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw shapeError(location, name, `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'another shape'}`);
}

function shapeError(location: string, name: string, trouble: string, cause?: unknown): UsageError {
  return new UsageError('export-shape', `${name} in ${location} is not as Toggl exports it (${trouble}).`, {
    hint: 'Export again from Toggl Track, Settings, Data export.',
    cause,
  });
}

// ------------------------------------------------------------------------------------------------- files

/** The wanted files by name, in whatever folder of the export they stand; the one nearest to its top wins. */
async function readFiles(location: string): Promise<ReadonlyMap<string, string>> {
  try {
    const stats = await stat(location);
    return stats.isDirectory() ? await readFolder(location) : await readZip(location, stats.size);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const trouble = isMissing ? 'does not exist' : 'cannot be read';
    throw new UsageError('export-unreadable', `The export ${location} ${trouble}.`, {
      hint: "--export takes the zip file of Toggl's data export, or the folder into which it was unpacked.",
      cause,
    });
  }
}

async function readFolder(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  // The zip unpacks into a folder of its own name; deeper down stand one file per project.
  const inner = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const each of [folder, ...inner.map(({ name }) => path.join(folder, name))]) {
    for (const name of wantedFiles) {
      if (files.has(name)) continue;
      const file = path.join(each, name);
      const stats = await stat(file).catch(() => undefined);
      if (stats?.isFile() === true && stats.size <= maxBytes) files.set(name, await readFile(file, 'utf8'));
    }
  }
  return files;
}

async function readZip(file: string, size: number): Promise<ReadonlyMap<string, string>> {
  if (size > maxBytes) throw new RangeError('too large');
  const files = new Map<string, string>();
  const entries = unzipSync(await readFile(file), {
    filter: ({ name, originalSize }) =>
      wantedFiles.includes(path.posix.basename(name)) && originalSize <= maxBytes && depthOf(name) <= 1,
  });
  const names = Object.keys(entries).sort((a, b) => depthOf(a) - depthOf(b));
  for (const name of names) {
    const base = path.posix.basename(name);
    if (!files.has(base)) files.set(base, new TextDecoder().decode(entries[name]));
  }
  return files;
}

function depthOf(name: string): number {
  return name.split('/').length - 1;
}
