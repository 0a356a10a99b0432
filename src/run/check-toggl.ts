/** `doctor` on Toggl: whose token it is, what it sees, and how many more questions it may ask. */
import type { Config } from '../config/config.ts';
import { bad, type Check, type CheckCode, good, unknown, warning } from '../core/doctor-report.ts';
import type { IsoDate, TogglWorkspace } from '../core/model.ts';
import { listClaimed } from '../toggl/join-clients.ts';
import type { TogglClient } from '../toggl/toggl-client.ts';
import type { TogglMe, TogglQuota } from '../toggl/translate.ts';
import type { TogglTokens } from './connect.ts';
import { failedCheck } from './failed-check.ts';
import { chooseOfMain } from './read-sides.ts';

/** A run of the usual size needs about so many requests of a workspace. */
const requestsOfARun = 10;

export interface TogglSurvey {
  readonly checks: readonly Check[];
  readonly me: TogglMe | null;
  /** Those that a run would read; empty when one of them could not be had. */
  readonly workspaces: readonly TogglWorkspace[];
  /** Requests of workspaces that are left this hour; null when Toggl does not say. */
  readonly quotaLeft: number | null;
}

/** Asks Toggl four short questions, three of them with each token; what one of them fails with is its check, and the others are asked all the same. */
export async function checkToggl(tokens: TogglTokens, config: Config, todayOf: (me: TogglMe) => IsoDate) {
  const host = new URL(config.toggl.baseUrl).host;
  let me: TogglMe;
  try {
    me = await tokens.main.getMe();
  } catch (error) {
    const rest: CheckCode[] = ['toggl-workspaces', 'toggl-role', 'toggl-plan', 'toggl-quota'];
    const checks = [failedCheck('toggl-connection', error), ...rest.map((code) => unknown(code, notAsked))];
    return { checks, me: null, workspaces: [], quotaLeft: null } satisfies TogglSurvey;
  }
  const owner = me.email === null ? me.name : `${me.name} <${me.email}>`;
  const zone = me.timezone === null ? '' : `; time zone ${me.timezone}`;
  const connection = good('toggl-connection', `${host} knows the token as ${owner}${zone}.`, {
    facts: { host, userId: me.id, timezone: me.timezone },
  });
  const workspaces = await checkWorkspaces(tokens, config, todayOf(me));
  const quota = await checkQuota(workspaces.reached);
  return {
    checks: [connection, ...workspaces.checks, quota.check],
    me,
    workspaces: workspaces.isWhole ? workspaces.chosen : [],
    quotaLeft: quota.left,
  } satisfies TogglSurvey;
}

const notAsked = 'Not checked: Toggl could not be asked.';

interface WorkspacesSurvey {
  readonly checks: readonly Check[];
  readonly chosen: readonly TogglWorkspace[];
  /** Every token reaches what it is there for. */
  readonly isWhole: boolean;
  /** The clients whose token works, and so may be asked more. */
  readonly reached: readonly TogglClient[];
}

/** Token by token: one that is wrong hides nothing of what the others reach. */
async function checkWorkspaces(
  { main, others }: TogglTokens,
  config: Config,
  today: IsoDate,
): Promise<WorkspacesSurvey> {
  const { otherTokens, workspaceIds } = config.toggl;
  const claimed = new Set(otherTokens.flatMap((other) => other.workspaceIds));
  const listMain = async () => {
    const all = await main.listWorkspaces(today);
    return chooseOfMain(
      all.filter(({ id }) => !claimed.has(id)),
      workspaceIds,
    );
  };
  // A token that could not be had is told of where tokens are.
  const usable = others.filter((_, index) => otherTokens[index]?.token !== '');
  const lists = [
    { client: main, list: listMain() },
    ...usable.map((other) => ({ client: other.client, list: listClaimed(other, today) })),
  ];
  const results = await Promise.allSettled(lists.map(({ list }) => list));
  const chosen = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const failed = results.flatMap((result) =>
    result.status === 'rejected' ? [failedCheck('toggl-workspaces', result.reason)] : [],
  );
  // The first one has just said whose it is.
  const reached = lists.filter(({ client }, index) => client === main || results[index]?.status === 'fulfilled');
  const isWhole = failed.length === 0 && usable.length === others.length;
  const rest = { chosen, isWhole, reached: reached.map(({ client }) => client) };
  if (chosen.length === 0) {
    const codes: CheckCode[] = ['toggl-role', 'toggl-plan'];
    return {
      ...rest,
      checks: [...failed, ...codes.map((code) => unknown(code, 'Not checked: no workspace is known.'))],
    };
  }
  const listed = good('toggl-workspaces', `${listNames(chosen)}.`, { facts: { workspaceIds: chosen.map(idOf) } });
  const checks = [...failed, listed, checkRole(chosen, isWhole), checkPlan(chosen, config), ...checkRetention(chosen)];
  return { ...rest, checks };
}

/** R1: a report shows what the token's owner may see. */
export function checkRole(workspaces: readonly TogglWorkspace[], isWhole = true): Check {
  const others = workspaces.filter(({ isAdmin }) => !isAdmin);
  const facts = { notAdminOf: others.map(idOf) };
  if (others.length === 0) {
    const where = isWhole ? '' : ` of ${listNames(workspaces)}`;
    const seen = isWhole ? "everybody's time is seen" : "everybody's time is seen there";
    return good('toggl-role', `The token belongs to an admin${where}: ${seen}.`, { facts });
  }
  return bad(
    'toggl-role',
    4,
    `The token's owner is no admin of ${listNames(others)}: Toggl shows this one person's time there and says nothing of the rest. Nothing would be cleared or lowered in Runn (R1), and other people's time would be missing.`,
    'Use the token of a workspace admin, or make its owner one in Toggl under Settings > Members.',
    { facts },
  );
}

/** R5: whether there is a billable flag, and whether the rule that is set needs one. */
export function checkPlan(workspaces: readonly TogglWorkspace[], { rules }: Pick<Config, 'rules'>): Check {
  const free = workspaces.filter(({ billable }) => billable === 'none');
  const facts = { withoutBillableFlag: free.map(idOf), billable: rules.billable };
  if (free.length === 0) return good('toggl-plan', 'A paid plan: entries carry a billable flag.', { facts });
  if (rules.billable === 'toggl') {
    return warning(
      'toggl-plan',
      `${listNames(free)} is on the Free plan, which has no billable flag, and \`rules.billable\` is toggl: all of its time counts as non-billable.`,
      'Set `rules.billable: auto` to let the pricing model of the Runn project decide there.',
      { facts },
    );
  }
  const decides =
    rules.billable === 'auto' ? 'the pricing model of the Runn project decides' : `rules.billable is ${rules.billable}`;
  return good('toggl-plan', `${listNames(free)} is on the Free plan, without a billable flag: ${decides}.`, { facts });
}

function checkRetention(workspaces: readonly TogglWorkspace[]): Check[] {
  const limited = workspaces.flatMap(({ id, name, readableSince }) =>
    readableSince === null ? [] : [{ id, name, readableSince }],
  );
  return limited.map(({ id, name, readableSince }) =>
    good('toggl-retention', `${name} (${id}) can be read from ${readableSince} on.`, {
      facts: { workspaceId: id, readableSince },
    }),
  );
}

async function checkQuota(
  clients: readonly TogglClient[],
): Promise<{ readonly check: Check; readonly left: number | null }> {
  try {
    return judgeQuota((await Promise.all(clients.map((client) => client.listQuotas()))).flat());
  } catch (error) {
    return { check: failedCheck('toggl-quota', error), left: null };
  }
}

/** The hourly number of requests: the smallest of the organisations' rests, beside that for the user's own questions. */
export function judgeQuota(quotas: readonly TogglQuota[]): { readonly check: Check; readonly left: number | null } {
  const ofWorkspaces = quotas.filter(({ organizationId }) => organizationId !== null);
  const [least] = [...(ofWorkspaces.length > 0 ? ofWorkspaces : quotas)].sort((a, b) => a.remaining - b.remaining);
  if (least === undefined) return { check: unknown('toggl-quota', 'Toggl does not say.'), left: null };
  const { remaining, total, resetsInMs } = least;
  const minutes = Math.max(1, Math.ceil(resetsInMs / 60_000));
  const facts = { remaining, total, resetsInSeconds: Math.round(resetsInMs / 1000) };
  const message = `${Math.max(0, remaining)} of ${total} requests are left for the next ${minutes} min.`;
  const remedy = `Wait ${minutes} min before the next run; all programs with this token share the quota. A run needs about ${requestsOfARun}.`;
  const check =
    remaining <= 0
      ? bad('toggl-quota', 8, message, remedy, { facts })
      : remaining < requestsOfARun
        ? warning('toggl-quota', message, remedy, { facts })
        : good('toggl-quota', message, { facts });
  return { check, left: remaining };
}

function idOf({ id }: TogglWorkspace): number {
  return id;
}

function listNames(workspaces: readonly TogglWorkspace[]): string {
  return workspaces.map(({ id, name }) => `${name} (${id})`).join(', ');
}
