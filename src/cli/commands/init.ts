/** `init`: from two tokens to a configuration file that works, checked. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkBaseUrl, defaultBaseUrls, type ServiceName } from '../../config/base-url.ts';
import { renderConfig } from '../../config/render-config.ts';
import { ConfigError, UsageError } from '../../core/errors.ts';
import { type ExitCode, exitCodeOf } from '../../core/exit-code.ts';
import type { InitReport } from '../../core/init-report.ts';
import type { TogglWorkspace } from '../../core/model.ts';
import type { HttpEnvironment, HttpEvent } from '../../http/service.ts';
import { renderInitJson } from '../../output/init-json.ts';
import { renderInitText } from '../../output/init-text.ts';
import { safeText } from '../../output/safe-text.ts';
import { probeReferenceNames, probeRunn, probeToggl } from '../../run/probe-accounts.ts';
import { listOverwritten, type SetupFile, writeSetup } from '../../run/write-setup.ts';
import { createAsker } from '../ask-setup.ts';
import { chosenFormat, colorLevelOf, widthOf } from '../global-options.ts';
import { agreeToOverwrite, choosePlace, chooseReferenceName, chooseWorkspaces, targetOf } from '../init-choices.ts';
import type { InitOptions } from '../init-options.ts';
import { assertTokensGiven, keepTokens, obtainToken } from '../init-tokens.ts';
import { runDoctor } from '../run-doctor.ts';
import { createRunLog } from '../run-log.ts';
import type { Runtime } from '../runtime.ts';
import { version } from '../version.ts';

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
  const workspaces = await chooseWorkspaces(toggl.workspaces, options, runtime, asker);
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
  const { fetch, now, random, sleep, signal, env } = runtime;
  // One service is asked before the token of the other is chosen.
  const secrets = [env['TOGGL_API_TOKEN'] ?? '', env['RUNN_API_TOKEN'] ?? ''];
  return { fetch, now, random, sleep, signal, onEvent, secrets };
}

function describeWorkspace({ id, name, isAdmin, billable }: TogglWorkspace): string {
  const plan = billable === 'flag' ? 'a paid plan' : 'the Free plan, without a billable flag';
  const role = isAdmin
    ? 'as an admin'
    : "NOT as an admin: Toggl shows this one person's time only. Use an admin's token";
  return `Workspace ${safeText(name)} (${id}), ${plan}; ${role}`;
}
