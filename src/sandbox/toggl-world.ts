/** What Toggl knows, in memory. Tests read it, and change it as people would. */
import { dayIn, instantOf, withOffset } from './calendar.ts';
import type {
  Company,
  NewTimeEntry,
  TogglClient,
  TogglMember,
  TogglProject,
  TogglUser,
  TogglWorkspace,
} from './company.ts';

export interface TimeEntry {
  readonly id: number;
  readonly workspaceId: number;
  readonly userId: number;
  readonly projectId: number | null;
  readonly description: string | null;
  readonly billable: boolean;
  readonly running: boolean;
  /** 0 while running. */
  readonly seconds: number;
  /** With the owner's offset. */
  readonly start: string;
  readonly startMs: number;
  /** The day that reports count it on: that of its start, in its owner's zone (toggl.md 2.2). */
  readonly day: string;
  readonly updatedMs: number;
}

export type TimeEntryPatch = Partial<Omit<NewTimeEntry, 'id' | 'workspaceId' | 'userId'>>;

export class TogglWorld {
  readonly workspaces: Map<number, TogglWorkspace>;
  readonly users: Map<number, TogglUser>;
  readonly members: TogglMember[];
  readonly clients: Map<number, TogglClient>;
  readonly projects: Map<number, TogglProject>;
  /** Read it; write through `addEntry`, `updateEntry` and `deleteEntry`. */
  readonly entries: Map<number, TimeEntry> = new Map();
  /** Whose token it is. */
  tokenOwnerId: number;
  /** Further tokens, each with the user whose it is. */
  readonly otherTokens: Map<string, number> = new Map();
  readonly #now: () => number;
  #nextEntryId = 3_398_443_148;

  constructor(company: Company, now: () => number) {
    // Entries are only read from, and they are many.
    const { entries, ...rest } = company.toggl;
    const toggl = structuredClone(rest);
    this.workspaces = byId(toggl.workspaces);
    this.users = byId(toggl.users);
    this.members = [...toggl.members];
    this.clients = byId(toggl.clients);
    this.projects = byId(toggl.projects);
    this.tokenOwnerId = toggl.tokenOwnerId;
    this.#now = now;
    for (const entry of entries) this.addEntry(entry);
  }

  /** Tracks time. Throws for a user that there is not. */
  addEntry(entry: NewTimeEntry): TimeEntry {
    const id = entry.id ?? this.#nextEntryId;
    this.#nextEntryId = Math.max(this.#nextEntryId, id) + 1;
    const projectId = entry.projectId ?? null;
    const workspaceId =
      entry.workspaceId ??
      (projectId === null ? undefined : this.projects.get(projectId)?.workspaceId) ??
      this.#firstWorkspaceId();
    const running = entry.running ?? false;
    const added: TimeEntry = {
      id,
      workspaceId,
      userId: entry.userId,
      projectId,
      description: entry.description ?? null,
      billable: entry.billable ?? false,
      running,
      seconds: running ? 0 : entry.seconds,
      ...this.#start(entry.userId, entry.start),
      updatedMs: this.#now(),
    };
    this.entries.set(id, added);
    return added;
  }

  /** Changes what is given. Throws for an entry that there is not. */
  updateEntry(id: number, patch: TimeEntryPatch): TimeEntry {
    const old = this.entries.get(id);
    if (old === undefined) throw new RangeError(`There is no time entry ${id}.`);
    const { start, ...rest } = patch;
    const updated: TimeEntry = {
      ...old,
      ...rest,
      ...(start === undefined ? {} : this.#start(old.userId, start)),
      updatedMs: this.#now(),
    };
    this.entries.set(id, updated);
    return updated;
  }

  deleteEntry(id: number): void {
    this.entries.delete(id);
  }

  /** Entries of a user, and optionally of one project (null is none) and day, in the order in which they were added. */
  entriesOf(userId: number, projectId?: number | null, day?: string): TimeEntry[] {
    return [...this.entries.values()].filter(
      (entry) =>
        entry.userId === userId &&
        (projectId === undefined || entry.projectId === projectId) &&
        (day === undefined || entry.day === day),
    );
  }

  /** Removes a project; its time stays, without a project (toggl.md section 7). */
  deleteProject(id: number): void {
    this.projects.delete(id);
    for (const entry of this.entries.values()) {
      if (entry.projectId === id) this.entries.set(entry.id, { ...entry, projectId: null });
    }
  }

  /** Sets a user's zone, by which past entries too move to other days. */
  moveUser(userId: number, timezone: string): void {
    this.#user(userId).timezone = timezone;
    for (const entry of this.entries.values()) {
      if (entry.userId !== userId) continue;
      this.entries.set(entry.id, {
        ...entry,
        start: withOffset(entry.startMs, timezone),
        day: dayIn(entry.startMs, timezone),
      });
    }
  }

  #start(userId: number, start: string): Pick<TimeEntry, 'start' | 'startMs' | 'day'> {
    const { timezone } = this.#user(userId);
    const startMs = instantOf(start.length === 10 ? `${start}T09:00:00` : start, timezone);
    const text = withOffset(startMs, timezone);
    return { start: text, startMs, day: text.slice(0, 10) };
  }

  #user(id: number): TogglUser {
    const user = this.users.get(id);
    if (user === undefined) throw new RangeError(`There is no Toggl user ${id}.`);
    return user;
  }

  #firstWorkspaceId(): number {
    const [workspace] = this.workspaces.values();
    if (workspace === undefined) throw new RangeError('There is no Toggl workspace.');
    return workspace.id;
  }
}

function byId<T extends { readonly id: number }>(items: readonly T[]): Map<number, T> {
  return new Map(items.map((item) => [item.id, item]));
}
