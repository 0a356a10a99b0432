/** `init`: from two tokens to a configuration file that works, checked. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkBaseUrl, defaultBaseUrls, type ServiceName } from '../../config/base-url.ts';
import { renderConfig } from '../../config/render-config.ts';
import { resolvePath, userDirectories } from '../../config/user-directories.ts';
import { ConfigError, RefusedError, UsageError } from '../../core/errors.ts';
import { type ExitCode, exitCodeOf } from '../../core/exit-code.ts';
import type { InitReport } from '../../core/init-report.ts';
import type { TogglWorkspace, TogglWorkspaceId } from '../../core/model.ts';
import type { HttpEnvironment, HttpEvent } from '../../http/service.ts';
import { renderInitJson } from '../../output/init-json.ts';
import { renderInitText } from '../../output/init-text.ts';
import { safeText } from '../../output/safe-text.ts';
import { probeReferenceNames, probeRunn, probeToggl, type ReferenceSurvey } from '../../run/probe-accounts.ts';
import { listOverwritten, type SetupFile, writeSetup } from '../../run/write-setup.ts';
import { type Asker, createAsker, type TokenPlace } from '../ask-setup.ts';
import { chosenFormat, colorLevelOf, widthOf } from '../global-options.ts';
import type { InitOptions } from '../init-options.ts';
import { assertTokensGiven, type GotToken, keepTokens, obtainToken } from '../init-tokens.ts';
import { runDoctor } from '../run-doctor.ts';
import { createRunLog } from '../run-log.ts';
import type { Runtime } from '../runtime.ts';
import { version } from '../version.ts';

const fileName = '.toggl-runnrc.yaml';
/** Found before ours in the same folder. */
const earlierNames = ['.toggl-runnrc', '.toggl-runnrc.json'];

/** Writes nothing but the files that it names; ends with the checks of `doctor`, and with their exit code. */
export async function runInitCommand(options: InitOptions, runtime: Runtime): Promise<ExitCode> {
  if (options.sandbox === true) {
    throw new UsageError('usage', '--sandbox does not go with init: its company ends with the command.', {
      hint: 'Run `toggl-runn sandbox` in another terminal, paste what it prints, and run `toggl-runn init` then.',
    });
  }
  const isTerminal = runtime.stdin.isTTY === true && runtime.stderr.isTTY === true;
  const asker = isTerminal && options.yes !== true && chosenFormat(options) === 'text' ? createAsker(runtime) : null;
  const target = targetOf(options, runtime);
  const folder = path.dirname(target);
  if (existsSync(target)) await agreeToOverwrite([target], options, asker);
  if (asker === null) assertTokensGiven(options, runtime.env);

  const style = { colorLevel: colorLevelOf(runtime.stderr, options, runtime.env), width: widthOf(runtime.stderr) };
  const log = createRunLog(options, runtime);
  const say = (text: string) => {
    if (options.logFormat === 'json') log.progress.step(text);
    else if (options.quiet !== true) runtime.stderr.write(`  ${text}\n`);
  };
  const baseUrls = baseUrlsOf(runtime.env);
  const request = { options, runtime, baseDir: folder, asker, style };
  const probe = {
    environment: environmentOf(runtime, options.debug === true ? log.event : () => undefined),
    userAgent: `toggl-runn/${version}`,
  };

  const { got: togglToken, probe: toggl } = await obtainToken('toggl', {
    ...request,
    probe: (token) => probeToggl({ ...probe, token, baseUrl: baseUrls.toggl ?? defaultBaseUrls.toggl }),
  });
  say(`Toggl Track: ${safeText(toggl.me.name)}${toggl.me.email === null ? '' : ` <${safeText(toggl.me.email)}>`}`);
  const workspaces = await chooseFrom(toggl.workspaces, options, runtime, asker);
  for (const workspace of workspaces) say(describeWorkspace(workspace));

  const { got: runnToken, probe: runn } = await obtainToken('runn', {
    ...request,
    probe: (token) => probeRunn({ ...probe, token, baseUrl: baseUrls.runn }),
  });
  const kind = runn.environment === 'unknown' ? 'account' : `${runn.environment} account`;
  say(`Runn: ${kind} at ${new URL(runn.baseUrl).host}, key "${safeText(runn.key)}"`);

  say('Reading people and projects of both');
  const survey = await probeReferenceNames(
    toggl.client,
    runn.reader,
    workspaces.map(({ id }) => id),
  );
  const referenceName = await chooseReferenceName(survey, options, runtime, asker);
  say(`Links are kept under ${safeText(referenceName)}`);

  const tokens = { toggl: togglToken, runn: runnToken };
  const place = await choosePlace(tokens, options, runtime, asker);
  const kept = await keepTokens(tokens, place, { runtime, folder, asker });
  const text = renderConfig({
    tokens: kept.entries,
    baseUrls: { toggl: keptUrl('toggl', baseUrls.toggl), runn: keptUrl('runn', runn.baseUrl) },
    workspaces,
    referenceName,
    timezone: toggl.me.timezone,
    tokensElsewhere: kept.elsewhere,
  });
  const holdsToken = Object.values(kept.entries).some((entry) => entry?.kind === 'token');
  const files: SetupFile[] = [{ file: target, text, isSecret: holdsToken }, ...kept.files];
  // The configuration was agreed to above.
  const overwritten = (await listOverwritten(files)).filter((file) => file !== target);
  if (overwritten.length > 0) await agreeToOverwrite(overwritten, options, asker);
  const written = await writeSetup(files);

  const doctor = await runDoctor(options, runtime, {
    flags: { config: target },
    env: { ...runtime.env, ...kept.variables },
    maxAge: null,
    isOffline: false,
  });
  const report: InitReport = { command: 'init', ...written, holdsToken, before: kept.before, doctor };
  const textOptions = {
    colorLevel: colorLevelOf(runtime.stdout, options, runtime.env),
    width: widthOf(runtime.stdout),
    isAll: options.verbose === true,
  };
  runtime.stdout.write(chosenFormat(options) === 'json' ? renderInitJson(report) : renderInitText(report, textOptions));
  return exitCodeOf({ checks: doctor.groups.flatMap(({ checks }) => checks) });
}

/** `--config`, or the file of the usual name here; throws when another one here would be read instead. */
function targetOf(options: InitOptions, runtime: Runtime): string {
  if (options.config !== undefined) {
    const file = resolvePath(options.config, runtime.cwd, runtime.homeDir);
    if (/\.ya?ml$|rc$/.test(file)) return file;
    throw new UsageError('usage', `--config ${options.config}: init writes YAML.`, {
      hint: 'Give the file a name that ends in .yaml.',
    });
  }
  const earlier = earlierNames.map((name) => path.join(runtime.cwd, name)).find((file) => existsSync(file));
  if (earlier === undefined) return path.join(runtime.cwd, fileName);
  throw new RefusedError('config-exists', `${earlier} is there, and would be read instead of ${fileName}.`, {
    hint: 'Nothing was written. Edit it, move it away, or write another file with `--config`.',
  });
}

async function agreeToOverwrite(files: readonly string[], options: InitOptions, asker: Asker | null): Promise<void> {
  if (options.force === true) return;
  if (asker !== null && (await asker.overwrite(files))) return;
  const are = files.length === 1 ? 'is' : 'are';
  throw new RefusedError('config-exists', `${files.join(' and ')} ${are} there already.`, {
    hint: 'Nothing was written. `--force` overwrites, `--config` writes another file.',
  });
}

/** Addresses that the environment names; null where it names none. */
function baseUrlsOf(env: Runtime['env']): Readonly<Record<ServiceName, string | null>> {
  const read = (service: ServiceName, variable: string): string | null => {
    const text = env[variable]?.trim() ?? '';
    if (text === '') return null;
    const checked = checkBaseUrl(service, text);
    if ('url' in checked) return checked.url;
    throw new ConfigError('The environment cannot be used.', [{ path: variable, message: checked.problem }]);
  };
  return { toggl: read('toggl', 'TOGGL_BASE_URL'), runn: read('runn', 'RUNN_BASE_URL') };
}

/** An address on this very machine, such as a sandbox's, is another one next time: it stays in the environment. */
function keptUrl(service: ServiceName, url: string | null): string {
  return url === null || new URL(url).protocol === 'http:' ? defaultBaseUrls[service] : url;
}

/** A wait is said where requests are shown, and not while somebody is asked. */
function environmentOf(runtime: Runtime, onEvent: (event: HttpEvent) => void): HttpEnvironment {
  const { fetch, now, random, sleep, signal } = runtime;
  return { fetch, now, random, sleep, signal, onEvent };
}

async function chooseFrom(
  all: readonly TogglWorkspace[],
  options: InitOptions,
  runtime: Runtime,
  asker: Asker | null,
): Promise<readonly TogglWorkspace[]> {
  const given = options.workspace ?? (runtime.env['TOGGL_WORKSPACE_ID'] ?? '').split(',').map((id) => id.trim());
  const wanted = given.filter((id) => id !== '').map((id) => Number(id) as TogglWorkspaceId);
  const listed = all.map(({ id, name }) => `${id} (${safeText(name)})`).join(', ');
  const unknown = wanted.filter((id) => !all.some((workspace) => workspace.id === id));
  if (unknown.length > 0) {
    throw new UsageError('workspace-unknown', `The Toggl token does not reach workspace ${unknown.join(', ')}.`, {
      hint: `It reaches ${listed === '' ? 'none' : listed}.`,
    });
  }
  if (wanted.length > 0) return all.filter(({ id }) => wanted.includes(id));
  if (all.length === 1) return all;
  if (all.length === 0) {
    throw new UsageError('toggl-no-workspace', 'The Toggl token reaches no workspace.', {
      hint: 'Use the token of an administrator of the workspace whose time is to be carried over.',
    });
  }
  if (asker === null) {
    throw new UsageError('workspace-unclear', `The Toggl token reaches several workspaces: ${listed}.`, {
      hint: 'Name those to read with `--workspace` (repeatable).',
    });
  }
  const picked = await asker.workspaces(all, wanted);
  return all.filter(({ id }) => picked.includes(id));
}

function describeWorkspace({ id, name, isAdmin, billable }: TogglWorkspace): string {
  const plan = billable === 'flag' ? 'a paid plan' : 'the Free plan, without a billable flag';
  const role = isAdmin
    ? 'as an admin'
    : 'NOT as an admin: Toggl shows this one person’s time only. Use an admin’s token';
  return `Workspace ${safeText(name)} (${id}), ${plan}; ${role}`;
}

/** Asks only where there is something to choose from. */
async function chooseReferenceName(
  { uses }: ReferenceSurvey,
  options: InitOptions,
  runtime: Runtime,
  asker: Asker | null,
): Promise<string> {
  const given = options.referenceName ?? runtime.env['RUNN_REFERENCE_NAME']?.split(',')[0]?.trim() ?? '';
  if (given !== '') return given;
  if (asker !== null && uses.length > 0) return asker.referenceName(uses);
  const [first] = uses;
  return first !== undefined && first.togglIds > 0 ? first.name : 'Custom1';
}

async function choosePlace(
  tokens: Readonly<Record<ServiceName, GotToken>>,
  options: InitOptions,
  runtime: Runtime,
  asker: Asker | null,
): Promise<TokenPlace> {
  const open = Object.values(tokens).filter(({ entry }) => entry === null);
  if (open.length === 0) return 'environment';
  if (options.tokens !== undefined) return options.tokens;
  const areInEnvironment = open.every(({ from }) => from === 'environment');
  if (asker !== null) return asker.place({ areInEnvironment, folder: userDirectories(runtime).config });
  return 'environment';
}
