/** The questions to Toggl Track. They only read, and cost about ten requests. */
import { type Answer, type Api, plusDays } from './api.ts';
import { type Lesson, unsettled } from './lesson.ts';

export interface TogglSite {
  readonly api: Api;
  /** A client with a token that nobody has. */
  readonly stranger: Api;
  readonly workspaceId: number;
  readonly today: string;
}

const length = 14;

interface WeeklyRow {
  readonly user_id: number;
  readonly project_id: number | null;
  readonly seconds: readonly (number | null)[];
  readonly billable_seconds?: readonly (number | null)[];
}

/** All that is learned from the reports of the last fourteen days. */
export async function learnFromToggl({ api, stranger, workspaceId, today }: TogglSite): Promise<Lesson[]> {
  const reports = `/reports/api/v3/workspace/${workspaceId}`;
  const range = { start_date: plusDays(today, 1 - length), end_date: today };
  const readWeekly = (since: string) =>
    api.call('POST', `${reports}/weekly/time_entries`, {
      ...range,
      start_date: since,
      rounding: 0,
      rounding_minutes: 0,
    });
  const weekly = await readWeekly(range.start_date);
  const latest = await readWeekly(plusDays(today, -6));
  const rows = rowsOf(weekly);
  const users = await api.call('GET', `/api/v9/workspaces/${workspaceId}/users`);
  const pages = await api.call('POST', `${reports}/search/time_entries`, { ...range, page_size: 10_000 });
  const noProjects = await api.call('GET', `/api/v9/workspaces/${workspaceId}/projects?active=both&page=9999`);
  const refused = await stranger.call('GET', '/api/v9/me');
  return [
    weeklyLength(weekly, rows),
    billableSeconds(rows),
    severalRows(rows),
    pageMaximum(pages),
    running(rowsOf(latest)),
    await summaryRounding(api, workspaceId, { ...range, end_date: plusDays(today, -1) }),
    usersWhoLeft(rows, users),
    quotaHeaders(api),
    unsettled(
      'Toggl 9',
      '429 without Retry-After?',
      'not provoked: it would cost the hour of everybody who uses the token',
    ),
    {
      row: 'Toggl 10',
      question: 'status of a wrong token?',
      answer: String(refused.status),
      likeSwitch: `wrongTokenStatus=${refused.status}`,
      seen: refused.words,
    },
    emptyLists(noProjects),
  ];
}

function rowsOf({ body }: Answer): readonly WeeklyRow[] {
  return Array.isArray(body) ? body : [];
}

function weeklyLength(answer: Answer, rows: readonly WeeklyRow[]): Lesson {
  const row = 'Toggl 1';
  const question = 'has the weekly report one element for each day of a longer range, or always seven?';
  const headers = answer.headers.has('x-range-end') ? 'present' : 'absent';
  const seen = `${rows.length} rows for ${length} days; range headers ${headers}`;
  const lengths = new Set(rows.map(({ seconds }) => seconds.length));
  if (lengths.size === 0) return unsettled(row, question, `${answer.status}, ${seen}`);
  if (lengths.size === 1 && lengths.has(length)) {
    return {
      row,
      question,
      answer: 'one for each day',
      likeSwitch: `weeklyLength=range weeklyRangeHeaders=${headers}`,
      seen,
    };
  }
  const likeSwitch = `weeklyLength=seven weeklyRangeHeaders=${headers}`;
  return { row, question, answer: [...lengths].join(', '), likeSwitch, seen };
}

function billableSeconds(rows: readonly WeeklyRow[]): Lesson {
  const row = 'Toggl 2';
  const question = 'billable_seconds missing, null, zeros?';
  if (rows.length === 0) return unsettled(row, question, 'no time in these days');
  const present = rows.filter(({ billable_seconds }) => billable_seconds !== undefined && billable_seconds !== null);
  const hasNull = present.some(({ billable_seconds }) => billable_seconds?.includes(null) === true);
  const word = present.length === 0 ? 'absent' : hasNull ? 'null-elements' : 'present';
  const seen = `in ${present.length} of ${rows.length} rows`;
  return { row, question, answer: word, likeSwitch: `billableSeconds=${word}`, seen };
}

function severalRows(rows: readonly WeeklyRow[]): Lesson {
  const row = 'Toggl 3';
  const question = 'several rows for one user and project? null for a day?';
  if (rows.length === 0) return unsettled(row, question, 'no time in these days');
  const keys = new Set(rows.map(({ user_id, project_id }) => `${user_id} ${project_id}`));
  const isOne = keys.size === rows.length;
  const hasNull = rows.some(({ seconds }) => seconds.includes(null));
  return {
    row,
    question,
    answer: `${isOne ? 'one row' : 'several rows'}, ${hasNull ? 'null' : '0'} for an empty day`,
    likeSwitch: `weeklyRows=${isOne ? 'one' : 'several'} weeklyZeros=${hasNull ? 'null' : 'zero'}`,
    seen: `${rows.length} rows, ${keys.size} pairs`,
  };
}

function pageMaximum(answer: Answer): Lesson {
  const row = 'Toggl 4';
  const question = 'the largest page of the detailed report?';
  const size = answer.headers.get('x-page-size');
  const seen = `${answer.status} for 10,000; X-Page-Size ${size ?? 'absent'}`;
  return size === null
    ? unsettled(row, question, seen)
    : { row, question, answer: size, likeSwitch: `detailedPageMaximum=${size}`, seen };
}

/** Of the last seven days: a report that shows no more than seven of fourteen would leave out today. */
function running(rows: readonly WeeklyRow[]): Lesson {
  const row = 'Toggl 5';
  const question = 'is a running entry in reports?';
  const negative = rows.filter(({ seconds }) => seconds.some((each) => (each ?? 0) < 0)).length;
  return negative > 0
    ? {
        row,
        question,
        answer: 'yes, negative',
        likeSwitch: 'runningEntry=negative',
        seen: `in ${negative} rows`,
      }
    : unsettled(row, question, 'none seen: let a timer run and ask again');
}

/** Only a workspace that rounds can tell. */
async function summaryRounding(
  api: Api,
  workspaceId: number,
  range: Readonly<Record<string, string>>,
): Promise<Lesson> {
  const row = 'Toggl 6';
  const question = 'does projects/summary round?';
  const reports = `/reports/api/v3/workspace/${workspaceId}`;
  const { body: workspace } = await api.call('GET', `/api/v9/workspaces/${workspaceId}`);
  const minutes = workspace?.rounding_minutes ?? 0;
  if (minutes === 0) return unsettled(row, question, 'switch rounding on in the workspace, or ask about another one');
  const summary = await api.call('POST', `${reports}/projects/summary`, range);
  const totals = await api.call('POST', `${reports}/search/time_entries/totals`, {
    ...range,
    rounding: 0,
    rounding_minutes: 0,
  });
  const sum = (summary.body as readonly { tracked_seconds: number }[]).reduce(
    (total, { tracked_seconds }) => total + tracked_seconds,
    0,
  );
  const isRaw = sum === totals.body.seconds;
  return {
    row,
    question,
    answer: isRaw ? 'no' : 'yes',
    likeSwitch: `summaryRounding=${isRaw ? 'raw' : 'workspace'}`,
    seen: `${sum} seconds against ${totals.body.seconds}, rounding to ${minutes} minutes is on`,
  };
}

function usersWhoLeft(rows: readonly WeeklyRow[], users: Answer): Lesson {
  const row = 'Toggl 7';
  const question = 'where are people who left?';
  const known = new Set((Array.isArray(users.body) ? users.body : []).map(({ id }: { id: number }) => id));
  const missing = new Set(rows.map(({ user_id }) => user_id).filter((id) => !known.has(id))).size;
  const seen = `${missing} of those with time are not among ${known.size} users`;
  return missing > 0
    ? { row, question, answer: 'not among the users', likeSwitch: 'usersWhoLeft=search-only', seen }
    : unsettled(row, question, `${seen}: remove somebody who has time in these days`);
}

function quotaHeaders({ answers }: Api): Lesson {
  const number = answers.filter(({ headers }) => headers.has('x-toggl-quota-remaining')).length;
  return {
    row: 'Toggl 8',
    question: 'quota headers?',
    answer: number > 0 ? 'present' : 'absent',
    likeSwitch: `quotaHeaders=${number > 0 ? 'present' : 'absent'}`,
    seen: `in ${number} of ${answers.length} answers`,
  };
}

function emptyLists(answer: Answer): Lesson {
  const row = 'Toggl 11';
  const question = 'null for an empty list?';
  const word = Array.isArray(answer.body) ? 'array' : answer.body === null ? 'null' : null;
  const seen = `${answer.status} for a page of projects beyond the last`;
  if (answer.status !== 200 || word === null) return unsettled(row, question, seen);
  return { row, question, answer: word === 'null' ? 'yes' : 'no', likeSwitch: `emptyLists=${word}`, seen };
}
