/**
 * `npm run verify:live`: settles what no document says, against a live Toggl workspace (reading alone) and a TEST_ account
 * of Runn, on the days of one person and project that are named. It leaves Runn as it found it, also after a failure.
 */
import { parseArgs } from 'node:util';
import { type Api, createApi, plusDays, type World } from './api.ts';
import type { Lesson } from './lesson.ts';
import { type RunnOptions, runnLessons } from './runn-lessons.ts';
import { openSite, type Site, siteDays } from './runn-site.ts';
import { learnFromToggl } from './toggl-lessons.ts';

export interface LiveWorld extends World {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly write: (text: string) => void;
  /** Asks a person; false unless the answer is yes. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Aborted by Ctrl-C: no further question is asked, and Runn is put back. */
  readonly signal: AbortSignal;
}

const usage = `Settles what no document says about Toggl Track and Runn, and prints a table of it.

  RUNN_API_TOKEN=TEST_... TOGGL_API_TOKEN=... npm run verify:live -- --person 456 --project 789

  --person ID             a person of Runn's test account        } actuals are written here
  --project ID            a project on which that person is      } and removed again
  --role ID               the role, if the person has not exactly one on the project
  --day DATE              the first of ${siteDays} days without any actual of that person; 2019-01-07 unless given
  --yes                   do not ask
Each of these settles one more row:
  --strange-project ID    a project on which the person is not
  --nonbillable-project ID
  --archived-project ID
  --locked-day DATE       a day of a locked week
  --phase ID              a phase of the project
  --references            add a reference to the person and take it away again
  RUNN_READ_API_TOKEN     a TEST_ token without write access
Without TOGGL_API_TOKEN, Toggl is left out. RUNN_BASE_URL, TOGGL_BASE_URL and TOGGL_WORKSPACE_ID are read as by toggl-runn.
`;

/** Returns the exit code: 2 when it does not begin, 1 when something failed or could not be put back. */
export async function verifyLive(world: LiveWorld): Promise<number> {
  const { env, write } = world;
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(world.argv);
  } catch (error) {
    write(`${messageOf(error)}\n\n${usage}`);
    return 2;
  }
  if (options === null) {
    write(usage);
    return 0;
  }
  const token = env['RUNN_API_TOKEN'] ?? '';
  const readToken = env['RUNN_READ_API_TOKEN'] ?? '';
  if (!token.startsWith('TEST_') || (readToken !== '' && !readToken.startsWith('TEST_'))) {
    write('Only for a test account of Runn: RUNN_API_TOKEN has to begin with TEST_, and so has RUNN_READ_API_TOKEN.\n');
    return 2;
  }
  const runn = connectRunn(token, world);
  const today = new Date(world.now()).toISOString().slice(0, 10);
  try {
    const roleId = options.role ?? (await findRole(runn, options.person, options.project));
    const site = await openSite(runn, {
      personId: options.person,
      projectId: options.project,
      roleId,
      day: options.day,
      otherProjects: otherProjectsOf(options),
    });
    write(describePlan(site, options));
    if (!options.yes && !(await world.confirm('Go on?'))) {
      write('Nothing was written.\n');
      return 2;
    }
    write('\n| row | question | answer | like the sandbox with | seen |\n|---|---|---|---|---|\n');
    const reader = readToken === '' ? null : connectRunn(readToken, world);
    const isWhole = await learn(site, { ...options, reader, today }, world);
    const isTold = await learnToggl(today, world);
    return isWhole && isTold ? 0 : 1;
  } catch (error) {
    write(`${messageOf(error)}\n`);
    return 1;
  }
}

// ---------------------------------------------------------------------------------------------------- options

type Options = Omit<RunnOptions, 'reader' | 'today'> & {
  readonly person: number;
  readonly project: number;
  readonly role: number | null;
  readonly day: string;
  readonly yes: boolean;
};

function readOptions(argv: readonly string[]): Options | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...{ person: text, project: text, role: text, day: text, phase: text, 'locked-day': text },
      ...{ 'strange-project': text, 'nonbillable-project': text, 'archived-project': text },
      ...{ references: flag, yes: flag, help: flag },
    },
  });
  if (values.help === true) return null;
  const [person, project] = [idOf(values.person), idOf(values.project)];
  if (person === null || project === null) throw new Error('--person and --project are needed.');
  return {
    person,
    project,
    role: idOf(values.role),
    day: dayOf(values.day) ?? '2019-01-07',
    yes: values.yes === true,
    strangeProject: idOf(values['strange-project']),
    nonbillableProject: idOf(values['nonbillable-project']),
    archivedProject: idOf(values['archived-project']),
    lockedDay: dayOf(values['locked-day']),
    phase: idOf(values.phase),
    mayTryReferences: values.references === true,
  };
}

function idOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${text} is no id.`);
  return Number(text);
}

function dayOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || plusDays(text, 0) !== text) throw new Error(`${text} is no day.`);
  return text;
}

function otherProjectsOf({ strangeProject, nonbillableProject, archivedProject }: Options): number[] {
  return [strangeProject, nonbillableProject, archivedProject].filter((id) => id !== null);
}

function describePlan(site: Site, options: Options): string {
  const others = otherProjectsOf(options);
  return [
    `In Runn's test account, actuals of the person ${site.personId} are written and removed again:`,
    `  on project ${site.projectId} in role ${site.roleId}, from ${site.day} to ${site.dayAt(siteDays - 1)}, and once 30 days from now`,
    ...(others.length > 0 ? [`  on ${site.day} also on the projects ${others.join(', ')}`] : []),
    ...(options.lockedDay === null ? [] : [`  on ${options.lockedDay}, which is locked`]),
    ...(options.mayTryReferences ? ['  and a reference is added to the person and taken away again'] : []),
    'Toggl is only read.\n',
  ].join('\n');
}

// ------------------------------------------------------------------------------------------------------- Runn

function connectRunn(token: string, world: LiveWorld): Api {
  return createApi(
    {
      baseUrl: (world.env['RUNN_BASE_URL'] ?? 'https://api.runn.io').replace(/\/$/, ''),
      headers: { authorization: `Bearer ${token}`, 'accept-version': '1.0.0' },
      secrets: [token],
      // 100 requests a minute, of the 120 that Runn allows.
      paceMs: 600,
    },
    world,
  );
}

async function findRole(api: Api, personId: number, projectId: number): Promise<number> {
  const members = (await api.list('/project-members/?limit=500')).filter(
    (member) => member.personId === personId && member.projectId === projectId,
  );
  const roles = [...new Set<number>(members.map(({ roleId }) => roleId))];
  const [role] = roles;
  if (role !== undefined && roles.length === 1) return role;
  throw new Error(
    roles.length === 0
      ? `The person ${personId} has no role on the project ${projectId}: name one with --role.`
      : `The person ${personId} has the roles ${roles.join(', ')} on the project: choose one with --role.`,
  );
}

/** Asks one question after the other, and puts Runn back after each, whatever happened in it. */
async function learn(site: Site, options: RunnOptions, { write, signal }: LiveWorld): Promise<boolean> {
  let isWhole = true;
  for (const lesson of runnLessons) {
    if (signal.aborted) {
      write('\nInterrupted: no further question was asked.\n');
      return false;
    }
    try {
      write(rowOf(await lesson(site, options)));
    } catch (error) {
      isWhole = false;
      write(`| Runn | ${lesson.name} | **failed** | | ${messageOf(error)} |\n`);
    }
    // A failure to put it back ends everything: nothing more may be written on top of it.
    const trouble = await site.restore().catch((error: unknown) => [messageOf(error)]);
    if (trouble.length > 0) {
      throw new Error(`\nRunn could not be put back; please do it by hand:\n  ${trouble.join('\n  ')}`);
    }
  }
  return isWhole;
}

// ------------------------------------------------------------------------------------------------------ Toggl

async function learnToggl(today: string, world: LiveWorld): Promise<boolean> {
  const { env, write, signal } = world;
  const token = env['TOGGL_API_TOKEN'] ?? '';
  if (token === '' || signal.aborted) return !signal.aborted;
  const connect = (own: string) =>
    createApi(
      {
        baseUrl: (env['TOGGL_BASE_URL'] ?? 'https://api.track.toggl.com').replace(/\/$/, ''),
        headers: { authorization: `Basic ${Buffer.from(`${own}:api_token`).toString('base64')}` },
        secrets: [own],
        paceMs: 1100,
      },
      world,
    );
  try {
    const api = connect(token);
    const { status, body, words } = await api.call('GET', '/api/v9/me/workspaces');
    if (status !== 200) throw new Error(`Toggl answered ${status}: ${words}`);
    const chosen = Number(env['TOGGL_WORKSPACE_ID']?.split(',')[0] ?? body[0]?.id);
    const site = { api, stranger: connect('0'.repeat(32)), workspaceId: chosen, today };
    for (const lesson of await learnFromToggl(site)) write(rowOf(lesson));
    write(`\nToggl was asked ${api.count()} times.\n`);
    return true;
  } catch (error) {
    write(`| Toggl | | **failed** | | ${messageOf(error)} |\n`);
    return false;
  }
}

// ------------------------------------------------------------------------------------------------------ words

/** Of Markdown, so that it can be pasted into an issue as it is; no names and no tokens are in it. */
function rowOf({ row, question, answer, likeSwitch, seen }: Lesson): string {
  const cells = [row, question, answer ?? 'not settled', likeSwitch === undefined ? '' : `\`${likeSwitch}\``, seen];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
