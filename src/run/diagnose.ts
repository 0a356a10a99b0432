/** All checks of `doctor`, as far as each can go: what one of them fails with is its own line. */

import type { Config } from '../config/config.ts';
import { type ConfigFlags, loadConfig } from '../config/load-config.ts';
import type { OpenFile } from '../config/open-file.ts';
import { type Machine, userDirectories } from '../config/user-directories.ts';
import { dayInZone, isTimeZone, latestToday } from '../core/dates.ts';
import { type CheckGroup, type DoctorReport, good } from '../core/doctor-report.ts';
import { ConfigError, type ConfigProblem } from '../core/errors.ts';
import type { IsoDate } from '../core/model.ts';
import type { ConfigOptions } from '../core/report.ts';
import type { HttpEnvironment } from '../http/service.ts';
import { accountPrefixOf, environmentOf } from '../runn/account.ts';
import { checkLinks, skipLinks } from './check-links.ts';
import {
  checkClock,
  checkConfiguration,
  checkNode,
  checkProxy,
  checkStateDirectory,
  checkToken,
  listSettings,
} from './check-machine.ts';
import { checkRunn, checkScope } from './check-runn.ts';
import { checkRuns, type RunsOf } from './check-runs.ts';
import { checkToggl } from './check-toggl.ts';
import { type Connections, connect } from './connect.ts';
import { watchClock } from './watch-clock.ts';

export interface DiagnoseRequest {
  readonly machine: Machine;
  readonly nodeVersion: string;
  readonly toolVersion: string;
  readonly flags: ConfigFlags;
  /** For the command that is named next. */
  readonly typed?: ConfigOptions | undefined;
  readonly environment: HttpEnvironment;
  /** How old the last good run may be, in milliseconds and as it was typed; null asks for no age. */
  readonly maxAge: { readonly ms: number; readonly text: string } | null;
  /** Ask neither service anything. */
  readonly isOffline: boolean;
  readonly onStep: (text: string) => void;
}

/** Requests that a look at the links may cost; with fewer left they stay for the next run. */
const quotaForLinks = 10;
/** Trouble that passes by itself is no matter here: whoever asks for a check wants to hear of it. */
const maxAttempts = 2;

/** Throws an `InterruptedError`, and nothing else that is foreseen. */
export async function diagnose(request: DiagnoseRequest): Promise<DoctorReport> {
  const { environment, machine, toolVersion, onStep } = request;
  const { config, problems, tokenProblems, warnings } = await loadWhatCanBe(request);
  const clock = watchClock(environment);
  const { connections, togglTokens } =
    config === null
      ? { connections: null, togglTokens: null }
      : connect({
          config,
          userAgent: `toggl-runn/${toolVersion}`,
          environment: { ...environment, fetch: clock.fetch },
          maxAttempts,
        });
  const tokens = {
    toggl: checkToken('toggl', config, tokenProblems),
    runn: checkToken('runn', config, tokenProblems),
  };

  onStep('Asking Toggl and Runn');
  const canAsk = (service: 'toggl' | 'runn') =>
    !request.isOffline && config !== null && config[service].token !== '' && connections !== null;
  const nowMs = environment.now();
  const todayIn = (zone: string | null): IsoDate =>
    zone !== null && isTimeZone(zone) ? dayInZone(nowMs, zone) : latestToday(nowMs);
  const [toggl, runn] = await Promise.all([
    config !== null && togglTokens !== null && canAsk('toggl')
      ? checkToggl(togglTokens, config, ({ timezone }) => todayIn(config.timezone ?? timezone))
      : null,
    config !== null && connections !== null && canAsk('runn')
      ? checkRunn(connections, config, todayIn(config.timezone))
      : null,
  ]);

  onStep('Reading last month for the links');
  const links =
    config === null || connections === null || toggl === null || runn === null
      ? null
      : await surveyLinks(request, { config, connections, toggl, runn });

  const runs =
    config === null
      ? null
      : await checkRuns(config.stateDir, runsOf(config, runn?.account ?? null), {
          nowMs,
          maxAgeMs: request.maxAge?.ms ?? null,
          maxAge: request.maxAge?.text ?? null,
        });

  const stateOrigin = config?.origins.get('stateDir') ?? { kind: 'default' };
  const groups: CheckGroup[] = [
    {
      id: 'machine',
      checks: [
        good('version', `${toolVersion}.`, { facts: { toolVersion } }),
        checkNode(request.nodeVersion),
        checkStateDirectory(config?.stateDir ?? userDirectories(machine).state, stateOrigin),
        checkProxy(machine.env),
        ...(request.isOffline ? [] : [checkClock(clock.readings())]),
      ],
    },
    { id: 'configuration', checks: checkConfiguration(config, problems, { searched: searchedIn(request), warnings }) },
    { id: 'toggl', checks: [...present(tokens.toggl), ...(toggl?.checks ?? [])] },
    {
      id: 'runn',
      checks: [
        ...present(tokens.runn),
        ...(runn?.checks ?? []),
        ...(runn === null || runn.account === null ? [] : [checkScope(runs?.lastWrite ?? null)]),
      ],
    },
    { id: 'links', checks: links?.checks ?? [] },
    { id: 'runs', checks: runs?.checks ?? [] },
  ];
  return {
    command: 'doctor',
    toolVersion,
    groups: groups.filter(({ checks }) => checks.length > 0),
    settings: listSettings(config),
    requests: connections?.countRequests() ?? { toggl: 0, runn: 0 },
    warnings: [],
    isOffline: request.isOffline,
    typed: request.typed,
    next: nextCommand(groups, {
      hasFile: problems.length > 0 || (config !== null && config.file !== null),
      isIncomplete: links?.isIncomplete === true,
      hasRuns: runs?.hasRuns === true,
    }),
  };
}

/** Unless Runn said which account it is, host and kind of the token have to do. */
function runsOf({ runn }: Config, account: string | null): RunsOf {
  if (account !== null) return { account };
  return { prefix: runn.token === '' ? '' : accountPrefixOf(runn.baseUrl, environmentOf(runn.token)) };
}

function present<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}

interface LoadedTolerantly {
  readonly config: Config | null;
  readonly problems: readonly ConfigProblem[];
  readonly tokenProblems: readonly ConfigProblem[];
  readonly warnings: readonly OpenFile[];
}

/** With a file that cannot be used, environment and flags alone say what can still be asked. */
async function loadWhatCanBe({
  machine,
  flags,
}: Pick<DiagnoseRequest, 'machine' | 'flags'>): Promise<LoadedTolerantly> {
  try {
    return { ...(await loadConfig({ ...machine, flags, secrets: 'tolerant' })), problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (flags.config === false) return { config: null, problems: error.problems, tokenProblems: [], warnings: [] };
    const rest = await loadWhatCanBe({ machine, flags: { ...flags, config: false } });
    return { ...rest, problems: error.problems };
  }
}

async function surveyLinks(
  request: DiagnoseRequest,
  parts: {
    readonly config: Config;
    readonly connections: Connections;
    readonly toggl: Awaited<ReturnType<typeof checkToggl>>;
    readonly runn: Awaited<ReturnType<typeof checkRunn>>;
  },
) {
  const { config, connections, toggl, runn } = parts;
  if (toggl.workspaces.length === 0) return skipLinks("Not checked: Toggl's workspaces are not known.");
  if (runn.people === null) return skipLinks("Not checked: Runn's people are not known.");
  if (toggl.quotaLeft !== null && toggl.quotaLeft < quotaForLinks) {
    return skipLinks("Not checked: that would take what is left of Toggl's quota.");
  }
  return checkLinks({
    config: { ...config, timezone: config.timezone ?? toggl.me?.timezone ?? null },
    connections,
    people: runn.people,
    nowMs: request.environment.now(),
    onStep: request.onStep,
  });
}

function searchedIn({ machine, flags }: DiagnoseRequest): string {
  if (flags.config === false) return 'none is read here';
  return `looked for .toggl-runnrc from ${machine.cwd} upwards, and in ${userDirectories(machine).config}`;
}

function nextCommand(
  groups: readonly CheckGroup[],
  {
    hasFile,
    isIncomplete,
    hasRuns,
  }: { readonly hasFile: boolean; readonly isIncomplete: boolean; readonly hasRuns: boolean },
): DoctorReport['next'] {
  const checks = groups.flatMap((group) => group.checks);
  const isMissing = checks.some(({ code, exitCode }) => code.endsWith('-token') && exitCode === 2);
  // A file that is there is not for `init` to write anew: its other settings would be gone.
  if (isMissing && !hasFile) return 'init';
  if (checks.some(({ status }) => status === 'bad')) return 'doctor';
  if (isIncomplete) return 'link';
  return hasRuns ? null : 'dry-run';
}
