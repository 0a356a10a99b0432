/** Reports API v3: weekly, detailed, summary, totals and the checksum, all derived from the same entries. */
import { plusDays, withOffset } from './calendar.ts';
import { type Answer, isRecord, json } from './call.ts';
import { negativeSeconds, type ReportQuery, readQuery, readRange, rounder, selectEntries } from './toggl-query.ts';
import { type SeenWorkspace, type TogglView, visibleEntries } from './toggl-view.ts';
import type { TimeEntry } from './toggl-world.ts';

// ------------------------------------------------------------------------------------------------------- weekly

interface WeeklyRow {
  readonly userId: number;
  readonly projectId: number | null;
  readonly seconds: number[];
  readonly billable: number[];
}

/** `POST weekly/time_entries` (toggl.md 2.4). */
export function weekly(view: TogglView, workspace: SeenWorkspace): Answer {
  const { switches } = view.call;
  const asked = readQuery(view.call.body, workspace);
  if ('status' in asked) return asked;
  const isSeven = switches.weeklyLength !== 'range';
  const query: ReportQuery = isSeven ? { ...asked, end: plusDays(asked.start, 6), days: 7 } : asked;
  const headers =
    switches.weeklyRangeHeaders === 'present' ? { 'X-Range-Start': query.start, 'X-Range-End': query.end } : {};
  if (switches.weeklyLength === 'seven-or-empty' && asked.days > 7) return json([], headers);

  const rows = new Map<string, WeeklyRow>();
  const indexOf = new Map(Array.from({ length: query.days }, (_, index) => [plusDays(query.start, index), index]));
  for (const entry of selectEntries(view, workspace, query)) {
    const group = rowGroup(entry, switches.weeklyRows);
    const key = `${entry.userId}/${entry.projectId}/${group}`;
    let row = rows.get(key);
    if (row === undefined) {
      const zeros = (): number[] => new Array<number>(query.days).fill(0);
      row = { userId: entry.userId, projectId: entry.projectId, seconds: zeros(), billable: zeros() };
      rows.set(key, row);
    }
    const index = indexOf.get(entry.day) ?? 0;
    const seconds = entry.running ? negativeSeconds(entry) : query.round(entry.seconds);
    row.seconds[index] = (row.seconds[index] ?? 0) + seconds;
    if (entry.billable && !entry.running) row.billable[index] = (row.billable[index] ?? 0) + seconds;
  }
  return json(
    [...rows.values()].map((row) => weeklyRow(view, workspace, row)),
    headers,
  );
}

/** What splits the time of one user and project into rows: a running entry always, the rate if so switched. */
function rowGroup(entry: TimeEntry, rows: 'one' | 'several'): string {
  if (entry.running) return `running ${entry.id}`;
  return rows === 'several' && entry.billable ? 'rated' : '';
}

function weeklyRow(view: TogglView, workspace: SeenWorkspace, row: WeeklyRow): Readonly<Record<string, unknown>> {
  const { billableSeconds, weeklyZeros } = view.call.switches;
  const empty = weeklyZeros === 'null' ? null : 0;
  const isPaid = workspace.plan !== 'free';
  const withBillable = billableSeconds === 'by-plan' ? isPaid : billableSeconds !== 'absent';
  const rate = row.projectId === null ? null : (view.world.projects.get(row.projectId)?.rateInCents ?? null);
  const billable = isPaid ? row.billable : row.billable.map(() => 0);
  return {
    user_id: row.userId,
    project_id: row.projectId,
    ...(isPaid && rate !== null ? { hourly_rate_in_cents: rate, currency: workspace.currency } : {}),
    seconds: row.seconds.map((seconds) => (seconds === 0 ? empty : seconds)),
    ...(withBillable
      ? {
          billable_seconds: billable.map((seconds) =>
            seconds === 0 && billableSeconds === 'null-elements' ? null : seconds === 0 ? empty : seconds,
          ),
        }
      : {}),
    ...(withBillable && isPaid && rate !== null
      ? { billable_amounts_in_cents: billable.map((seconds) => Math.round((seconds * rate) / 3600)) }
      : {}),
  };
}

// ----------------------------------------------------------------------------------------------------- detailed

/** `POST search/time_entries` (toggl.md 2.5). */
export function detailed(view: TogglView, workspace: SeenWorkspace): Answer {
  const query = readQuery(view.call.body, workspace);
  if ('status' in query) return query;
  const { body } = query;
  const pageSize = Math.min(positive(body['page_size'], 50), view.call.switches.detailedPageMaximum);
  const firstRow = positive(body['first_row_number'], 1);
  const headers = {
    'X-Page-Size': String(pageSize),
    'X-Range-Start': query.start,
    'X-Range-End': query.end,
  };
  // Toggl compares with a timestamp of 0 then, and finds nothing (toggl.md 2.5, "Trap").
  const { first_id: firstId, first_row_number: rowNumber, first_timestamp: timestamp } = body;
  if (firstId !== undefined && rowNumber !== undefined && timestamp === undefined) return json([], headers);

  const entries = selectEntries(view, workspace, query).sort(order(view, body));
  const rows = body['grouped'] === true ? groupSimilar(entries) : entries.map((entry) => [entry]);
  const page = rows.slice(firstRow - 1, firstRow - 1 + pageSize);
  const next = rows[firstRow - 1 + pageSize]?.[0];
  return json(
    page.map((row, index) => detailedRow(view, workspace, query, row, firstRow + index)),
    next === undefined
      ? headers
      : {
          ...headers,
          'X-Next-ID': String(next.id),
          'X-Next-Row-Number': String(firstRow + pageSize),
          'X-Next-Timestamp': String(Math.floor(next.startMs / 1000)),
        },
  );
}

function positive(value: unknown, fallback: number): number {
  return typeof value === 'number' && value > 0 ? Math.floor(value) : fallback;
}

function order(view: TogglView, body: Readonly<Record<string, unknown>>): (a: TimeEntry, b: TimeEntry) => number {
  const sign = body['order_dir'] === 'DESC' ? -1 : 1;
  const name = (entry: TimeEntry): string => view.world.users.get(entry.userId)?.fullname ?? '';
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const by = (a: TimeEntry, b: TimeEntry): number => {
    switch (body['order_by']) {
      case 'user':
        return compare(name(a), name(b));
      case 'duration':
        return a.seconds - b.seconds;
      case 'description':
        return compare(a.description ?? '', b.description ?? '');
      case 'last_update':
        return a.updatedMs - b.updatedMs;
      default:
        return a.startMs - b.startMs;
    }
  };
  return (a, b) => sign * by(a, b) || sign * (a.id - b.id);
}

function groupSimilar(entries: readonly TimeEntry[]): TimeEntry[][] {
  const groups = new Map<string, TimeEntry[]>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.userId, entry.projectId, entry.description, entry.billable]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}

function detailedRow(
  view: TogglView,
  workspace: SeenWorkspace,
  query: ReportQuery,
  entries: readonly TimeEntry[],
  rowNumber: number,
): Readonly<Record<string, unknown>> {
  const [entry] = entries;
  if (entry === undefined) throw new RangeError('A row has at least one entry.');
  const user = view.world.users.get(entry.userId);
  const project = entry.projectId === null ? undefined : view.world.projects.get(entry.projectId);
  const client = project?.clientId == null ? undefined : view.world.clients.get(project.clientId);
  const isBillable = workspace.plan !== 'free' && entry.billable;
  const rate = workspace.plan === 'free' ? null : (project?.rateInCents ?? null);
  const seconds = entries.reduce((sum, each) => sum + query.round(each.seconds), 0);
  const withAmounts = query.body['hide_amounts'] !== true;
  return {
    user_id: entry.userId,
    username: user?.fullname ?? '',
    project_id: entry.projectId,
    task_id: null,
    billable: isBillable,
    description: entry.description,
    tag_ids: [],
    ...(withAmounts
      ? {
          billable_amount_in_cents: isBillable && rate !== null ? Math.round((seconds * rate) / 3600) : null,
          hourly_rate_in_cents: isBillable ? rate : null,
        }
      : {}),
    currency: workspace.currency,
    ...(query.body['enrich_response'] === true
      ? {
          email: user?.email,
          project_name: project?.name ?? null,
          client_name: client?.name ?? null,
          tag_names: [],
          task_name: null,
        }
      : {}),
    time_entries: entries.map((each) => singleEntry(view, query, each)),
    row_number: rowNumber,
  };
}

function singleEntry(view: TogglView, query: ReportQuery, entry: TimeEntry): Readonly<Record<string, unknown>> {
  const zone = view.world.users.get(entry.userId)?.timezone ?? 'Etc/UTC';
  const seconds = query.round(entry.seconds);
  return {
    id: entry.id,
    seconds: entry.running ? negativeSeconds(entry) : seconds,
    start: entry.start,
    stop: entry.running ? null : withOffset(entry.startMs + seconds * 1000, zone),
    at: withOffset(entry.updatedMs, 'Etc/UTC'),
    at_tz: withOffset(entry.updatedMs, zone),
  };
}

// ------------------------------------------------------------------------------------------------------ summary

const groupings = ['projects', 'users', 'clients'];
const subGroupings = ['time_entries', 'users', 'clients', 'projects', 'tasks'];

/** `POST summary/time_entries` (toggl.md 2.6). */
export function summary(view: TogglView, workspace: SeenWorkspace): Answer {
  const query = readQuery(view.call.body, workspace);
  if ('status' in query) return query;
  const grouping = String(query.body['grouping'] ?? 'projects');
  const subGrouping = String(query.body['sub_grouping'] ?? 'time_entries');
  if (!groupings.includes(grouping)) {
    return { status: 400, text: `Invalid 'grouping' value, allowed values are: '${groupings.join(', ')}'` };
  }
  if (!subGroupings.includes(subGrouping)) {
    return { status: 400, text: `Invalid 'sub_grouping' value, allowed values are: '${subGroupings.join(', ')}'` };
  }
  const groups = new Map<number | null, Map<string, TimeEntry[]>>();
  for (const entry of selectEntries(view, workspace, query)) {
    if (entry.running) continue;
    const id = idFor(view, entry, grouping);
    const subs = groups.get(id) ?? new Map<string, TimeEntry[]>();
    groups.set(id, subs);
    const key = subGrouping === 'time_entries' ? `t${entry.description}` : `i${idFor(view, entry, subGrouping)}`;
    subs.set(key, [...(subs.get(key) ?? []), entry]);
  }
  return json(
    {
      groups: [...groups].map(([id, subs]) => ({
        id,
        sub_groups: [...subs.values()].map((entries) =>
          subGroup(view, workspace, query, entries, grouping, subGrouping),
        ),
        project_color: '0',
        project_hex_color: grouping === 'projects' ? projectColor(id) : '#000000',
      })),
    },
    {
      'X-Grouping': grouping,
      'X-Sub-Grouping': subGrouping,
      'X-Range-Start': query.start,
      'X-Range-End': query.end,
    },
  );
}

function idFor(view: TogglView, entry: TimeEntry, grouping: string): number | null {
  if (grouping === 'users') return entry.userId;
  if (grouping === 'projects') return entry.projectId;
  if (grouping === 'tasks') return null;
  return entry.projectId === null ? null : (view.world.projects.get(entry.projectId)?.clientId ?? null);
}

function subGroup(
  view: TogglView,
  workspace: SeenWorkspace,
  query: ReportQuery,
  entries: readonly TimeEntry[],
  grouping: string,
  subGrouping: string,
): Readonly<Record<string, unknown>> {
  const [entry] = entries;
  if (entry === undefined) throw new RangeError('A group has at least one entry.');
  const seconds = (list: readonly TimeEntry[]): number =>
    list.reduce((sum, each) => sum + query.round(each.seconds), 0);
  const id = subGrouping === 'time_entries' ? null : idFor(view, entry, subGrouping);
  const title = { time_entries: entry.description, users: view.world.users.get(entry.userId)?.fullname }[subGrouping];
  return {
    id,
    title: title ?? null,
    seconds: seconds(entries),
    ...(workspace.plan === 'free'
      ? {}
      : {
          rates: [
            {
              billable_seconds: seconds(entries.filter((each) => each.billable)),
              hourly_rate_in_cents: 0,
              currency: workspace.currency,
            },
          ],
        }),
    ...(query.body['include_time_entry_ids'] === true ? { ids: entries.map((each) => each.id) } : {}),
    local_start: `${entry.start.slice(0, 19)}Z`,
    project_color: '0',
    project_hex_color: projectColor(entry.projectId),
    ForExport: false,
    DistinguishRates: false,
    Grouping: grouping,
    SubGrouping: subGrouping,
  };
}

/** Toggl gives every project a colour; here the id decides. */
export function projectColor(id: number | null): string {
  const colors = ['#c9806b', '#bf7000', '#2da608', '#06a893', '#0b83d9', '#9e5bd9', '#d92b2b', '#566614'];
  return (id === null ? undefined : colors[id % colors.length]) ?? '#525266';
}

// ------------------------------------------------------------------------------------------------------- totals

/** `POST search/time_entries/totals` and `POST projects/{id}/summary` (toggl.md 2.7). */
export function totals(view: TogglView, workspace: SeenWorkspace, projectId?: number): Answer {
  const body =
    projectId === undefined || !isRecord(view.call.body)
      ? view.call.body
      : { ...view.call.body, project_ids: [projectId] };
  const query = readQuery(body, workspace);
  if ('status' in query) return query;
  const entries = selectEntries(view, workspace, query).filter((entry) => !entry.running);
  const isPaid = workspace.plan !== 'free';
  const rates = new Map<number, number>();
  let seconds = 0;
  for (const entry of entries) {
    const rounded = query.round(entry.seconds);
    seconds += rounded;
    if (!isPaid || !entry.billable) continue;
    const rate = entry.projectId === null ? 0 : (view.world.projects.get(entry.projectId)?.rateInCents ?? 0);
    rates.set(rate, (rates.get(rate) ?? 0) + rounded);
  }
  const amount = [...rates].reduce((sum, [rate, billable]) => sum + (billable * rate) / 3600, 0);
  return json({
    seconds,
    tracked_days: new Set(entries.map((entry) => entry.day)).size,
    billable_amount_in_cents: isPaid ? Math.round(amount) : null,
    labour_cost_in_cents: null,
    resolution: typeof query.body['granularity'] === 'string' ? query.body['granularity'] : 'day',
    rates: [...rates].map(([rate, billable]) => ({
      billable_seconds: billable,
      hourly_rate_in_cents: rate,
      currency: workspace.currency,
    })),
    graph: query.body['with_graph'] === true ? graph(query, entries) : [],
  });
}

/** One point a day, whatever the granularity asked for: nobody here reads the graph. */
function graph(query: ReportQuery, entries: readonly TimeEntry[]): readonly Readonly<Record<string, unknown>>[] {
  return Array.from({ length: query.days }, (_, index) => {
    const day = plusDays(query.start, index);
    const ofDay = entries.filter((entry) => entry.day === day);
    return {
      seconds: ofDay.reduce((sum, entry) => sum + query.round(entry.seconds), 0),
      billable_amount_in_cents: 0,
      labour_cost_in_cents: 0,
      by_rate: {},
    };
  });
}

// ----------------------------------------------------------------------------------------------------- checksum

/** `POST projects/summary` (toggl.md 2.8): takes a range and nothing else. */
export function projectsSummary(view: TogglView, workspace: SeenWorkspace): Answer {
  const range = readRange(view.call.body);
  if ('status' in range) return range;
  const { summaryRunning, summaryRounding } = view.call.switches;
  const round = rounder(workspace.rounding, summaryRounding === 'workspace' ? workspace.roundingMinutes : 0);
  const rows = new Map<string, { userId: number; projectId: number | null; seconds: number; billable: number }>();
  for (const entry of visibleEntries(view, workspace)) {
    if (entry.day < range.start || entry.day > range.end) continue;
    if (entry.running && summaryRunning === 'absent') continue;
    const seconds = entry.running ? Math.max(0, Math.floor((view.now - entry.startMs) / 1000)) : round(entry.seconds);
    const key = `${entry.userId}/${entry.projectId}`;
    const row = rows.get(key) ?? { userId: entry.userId, projectId: entry.projectId, seconds: 0, billable: 0 };
    row.seconds += seconds;
    if (entry.billable) row.billable += seconds;
    rows.set(key, row);
  }
  return json(
    [...rows.values()].map((row) => ({
      user_id: row.userId,
      project_id: row.projectId,
      tracked_seconds: row.seconds,
      ...(workspace.plan === 'free' ? {} : { billable_seconds: row.billable }),
    })),
  );
}
