/** The body that the reports have in common: range, filters, rounding (toggl.md 2.1 to 2.3). */
import { dayNumber, isDay, plusDays } from './calendar.ts';
import { type Answer, isRecord } from './call.ts';
import { type SeenWorkspace, type TogglView, visibleEntries } from './toggl-view.ts';
import type { TimeEntry } from './toggl-world.ts';

export interface ReportQuery {
  readonly body: Readonly<Record<string, unknown>>;
  readonly start: string;
  readonly end: string;
  readonly days: number;
  /** An entry's seconds after rounding. */
  readonly round: (seconds: number) => number;
}

const roundings = [0, 1, 5, 6, 10, 12, 15, 30, 60, 240];

function refuse(status: number, text: string): Answer {
  return { status, text };
}

/** The range of a body, or the answer that refuses it. */
export function readRange(body: unknown): { readonly start: string; readonly end: string } | Answer {
  if (!isRecord(body) || Object.keys(body).length === 0) return refuse(400, 'At least one parameter must be set');
  const { start_date: start, end_date: endGiven } = body;
  if (!isDay(start)) return refuse(400, "Invalid 'start_date' value, allowed values are: 'YYYY-MM-DD'");
  if (endGiven !== undefined && !isDay(endGiven)) {
    return refuse(400, "Invalid 'end_date' value, allowed values are: 'YYYY-MM-DD'");
  }
  const end = endGiven ?? plusDays(start, 6);
  if (end < start) return refuse(400, "Invalid 'end_date' value, allowed values are: 'start_date or later'");
  if (isLongerThanAYear(start, end)) {
    return refuse(400, "Invalid 'end_date' value, allowed values are: 'at most a year after start_date'");
  }
  return { start, end };
}

/** 365 days are a year, and so are the 366 from the first to the last day of a leap year. */
function isLongerThanAYear(start: string, end: string): boolean {
  const days = dayNumber(end) - dayNumber(start) + 1;
  if (days <= 365) return false;
  return !(days === 366 && start.endsWith('-01-01') && end.endsWith('-12-31'));
}

/** Reads a `base.Post`, or answers with the refusal that it deserves. */
export function readQuery(body: unknown, workspace: SeenWorkspace): ReportQuery | Answer {
  const range = readRange(body);
  if ('status' in range) return range;
  const given = body as Readonly<Record<string, unknown>>;
  if (given['billable'] !== undefined && workspace.plan === 'free') {
    return refuse(402, 'Workspace needs to have this feature enabled');
  }
  const minutes = given['rounding_minutes'] ?? workspace.roundingMinutes;
  if (typeof minutes !== 'number' || !roundings.includes(minutes)) {
    return refuse(400, `Invalid 'rounding_minutes' value, allowed values are: '${roundings.join(', ')}'`);
  }
  const mode = given['rounding'] ?? workspace.rounding;
  if (mode !== 1 && mode !== 0 && mode !== -1) {
    return refuse(400, "Invalid 'rounding' value, allowed values are: '-1, 0, 1'");
  }
  return {
    body: given,
    start: range.start,
    end: range.end,
    days: dayNumber(range.end) - dayNumber(range.start) + 1,
    round: rounder(mode, minutes),
  };
}

/** 1 up, -1 down, 0 nearest, to full `minutes`; 0 minutes change nothing. */
export function rounder(mode: number, minutes: number): (seconds: number) => number {
  if (minutes === 0) return (seconds) => seconds;
  const step = minutes * 60;
  const round = mode === 1 ? Math.ceil : mode === -1 ? Math.floor : Math.round;
  return (seconds) => round(seconds / step) * step;
}

/** The entries that a report is about; running ones only under `runningEntry: negative`. */
export function selectEntries(view: TogglView, workspace: SeenWorkspace, query: ReportQuery): TimeEntry[] {
  const { body } = query;
  const withRunning = view.call.switches.runningEntry === 'negative';
  const isUser = membership(body['user_ids']);
  const isProject = membership(body['project_ids']);
  const isClient = membership(body['client_ids']);
  const isEntry = membership(body['time_entry_ids']);
  const isTag = membership(body['tag_ids']);
  const isTask = membership(body['task_ids']);
  const { billable, description, min_duration_seconds: shortest, max_duration_seconds: longest } = body;
  return visibleEntries(view, workspace).filter((entry) => {
    if (entry.day < query.start || entry.day > query.end || (entry.running && !withRunning)) return false;
    if (!isUser(entry.userId) || !isProject(entry.projectId) || !isEntry(entry.id)) return false;
    // Tags and tasks are not part of the sandbox: every entry is without.
    if (!isTag(null) || !isTask(null)) return false;
    const project = entry.projectId === null ? undefined : view.world.projects.get(entry.projectId);
    if (!isClient(project?.clientId ?? null)) return false;
    if (typeof billable === 'boolean' && entry.billable !== billable) return false;
    if (typeof description === 'string' && !(entry.description ?? '').includes(description)) return false;
    if (typeof shortest === 'number' && entry.seconds < shortest) return false;
    return !(typeof longest === 'number' && entry.seconds > longest);
  });
}

function membership(ids: unknown): (id: number | null) => boolean {
  if (!Array.isArray(ids) || ids.length === 0) return () => true;
  const wanted = new Set<unknown>(ids);
  return (id) => wanted.has(id);
}

/** A running entry's duration as Toggl writes it: minus the start as a unix time. */
export function negativeSeconds(entry: TimeEntry): number {
  return -Math.floor(entry.startMs / 1000);
}
