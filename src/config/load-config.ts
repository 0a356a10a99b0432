/** From files, environment and flags to one resolved configuration (DESIGN section 3, "Environment and configuration"). */
import path from 'node:path';
import { ConfigError, type ConfigProblem } from '../core/errors.ts';
import type { ServiceName } from './base-url.ts';
import type { Config, Origin } from './config.ts';
import { crossCheck } from './cross-check.ts';
import { type ConfigFile, findConfigFile } from './find-config-file.ts';
import { type Layer, type Normalised, normaliseConfig } from './normalise-config.ts';
import { type OpenFile, openFile } from './open-file.ts';
import { parseConfig, wholePath } from './parse-config.ts';
import type { RawConfig } from './schema.ts';
import { resolveToken, type SecretContext, type TokenSource, tokenVariables } from './secrets.ts';
import { type Machine, resolvePath, userDirectories } from './user-directories.ts';

/** What the command line sets; everything but `config` and `stateDir` in the words of the configuration file. */
export interface ConfigFlags extends RawConfig {
  /** `--config FILE`, relative to the working directory; false reads no file at all (`--sandbox`). */
  readonly config?: string | false | undefined;
  readonly stateDir?: string | undefined;
}

export interface ConfigRequest extends Machine {
  readonly flags?: ConfigFlags | undefined;
  /**
   * Which tokens are needed; both unless given. Of the others nothing is read or run, and they stay empty. `tolerant`
   * tries both and lists what is wrong with them in `tokenProblems`, instead of throwing it.
   */
  readonly secrets?: readonly ServiceName[] | 'tolerant' | undefined;
  /** How long a `tokenCommand` may take; 15 s unless given. */
  readonly commandTimeoutMs?: number | undefined;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Sentences for the user: a file with a token that everybody can read. */
  readonly warnings: readonly OpenFile[];
  /** Only with `tolerant`: the tokens that could not be had. */
  readonly tokenProblems: readonly ConfigProblem[];
}

/**
 * Finds, merges and checks the configuration and resolves both tokens. Throws a ConfigError with every problem at once;
 * those of token commands come after all others are solved, so that nobody is asked to unlock a password store for a
 * configuration that cannot be used anyway.
 */
export async function loadConfig(request: ConfigRequest): Promise<LoadedConfig> {
  const { config: explicitFile, stateDir, ...overrides } = request.flags ?? {};
  const file = explicitFile === false ? null : await findConfigFile(request, explicitFile);

  const { layers, problems: refused } = readLayers(file, request.env, overrides);
  const normalised = normaliseConfig(layers, { file: file?.file ?? null, ...chooseDirectories(request, stateDir) });
  const trouble = [...refused, ...withoutConsequences(crossCheck(normalised.config, layers), refused)];
  const isTolerant = request.secrets === 'tolerant';
  const wanted = services.filter(
    ({ service }) => request.secrets === undefined || isTolerant || request.secrets.includes(service),
  );
  const missing = withoutConsequences(
    [...listMissingTokens(wanted, normalised, request), ...listMissingOthers(wanted, normalised)],
    refused,
  );
  if (!isTolerant) trouble.push(...missing);
  const context = {
    ...request,
    baseDir: file === null ? request.cwd : path.dirname(file.file),
    timeoutMs: request.commandTimeoutMs,
  };
  const resolved = await withTokens(wanted, normalised, { ...context, isWithoutCommands: trouble.length > 0 });
  if (!isTolerant) trouble.push(...resolved.problems);
  if (trouble.length > 0) throw unusable(file, trouble, request);
  const tokenProblems = [...missing, ...resolved.problems];
  const warnings = [...warnOfOpenFile(file, layers[0]), ...resolved.warnings];
  return { config: resolved.config, warnings, tokenProblems };
}

// ---------------------------------------------------------------------------------------------------- layers

/** Every variable that stands for a key of the file. */
const variables: readonly {
  readonly variable: string;
  readonly path: string;
  readonly toRaw: (text: string) => RawConfig;
}[] = [
  { variable: tokenVariables.toggl, path: 'toggl.token', toRaw: (token) => ({ toggl: { token } }) },
  { variable: tokenVariables.runn, path: 'runn.token', toRaw: (token) => ({ runn: { token } }) },
  {
    variable: 'TOGGL_WORKSPACE_ID',
    path: 'toggl.workspaceIds',
    toRaw: (text) => ({ toggl: { workspaceIds: text.split(',').map((id) => id.trim()) } }),
  },
  { variable: 'TOGGL_BASE_URL', path: 'toggl.baseUrl', toRaw: (baseUrl) => ({ toggl: { baseUrl } }) },
  { variable: 'RUNN_BASE_URL', path: 'runn.baseUrl', toRaw: (baseUrl) => ({ runn: { baseUrl } }) },
  { variable: 'RUNN_REFERENCE_NAME', path: 'runn.referenceName', toRaw: (name) => ({ runn: { referenceName: name } }) },
  {
    variable: 'TOGGL_RUNN_WEBHOOK_URL',
    path: 'notify.webhookUrl',
    toRaw: (webhookUrl) => ({ notify: { webhookUrl } }),
  },
  {
    variable: 'TOGGL_RUNN_HEARTBEAT_URL',
    path: 'notify.heartbeatUrl',
    toRaw: (heartbeatUrl) => ({ notify: { heartbeatUrl } }),
  },
];

/**
 * The layers, lowest precedence first (the file's, if there is one, is the first), and what is wrong with their shape;
 * what is wrong is not in them.
 */
function readLayers(
  file: ConfigFile | null,
  env: Machine['env'],
  overrides: RawConfig,
): { readonly layers: readonly Layer[]; readonly problems: readonly ConfigProblem[] } {
  const layers: Layer[] = [];
  const problems: ConfigProblem[] = [];
  const add = (data: unknown, originOf: Layer['originOf'], rename: (path: string) => string = (path) => path): void => {
    const result = parseConfig(data);
    layers.push({ values: 'parsed' in result ? result.parsed : result.usable, originOf });
    if ('parsed' in result) return;
    problems.push(...result.problems.map((problem) => ({ ...problem, path: rename(problem.path) })));
  };

  if (file !== null) add(file.data, () => ({ kind: 'file', file: file.file }));
  const variableOf = (path: string): string => variables.find((each) => path.startsWith(each.path))?.variable ?? path;
  add(readEnvironment(env), (path) => ({ kind: 'environment', variable: variableOf(path) }), variableOf);
  add(overrides, () => ({ kind: 'flag' }));
  return { layers, problems };
}

/** Leaves out what is only missed because it was refused itself: a token that is a number is not also missing. */
function withoutConsequences(later: readonly ConfigProblem[], refused: readonly ConfigProblem[]): ConfigProblem[] {
  const holds = (outer: string, inner: string): boolean =>
    inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
  return later.filter(({ path }) => {
    const isToken = services.some(({ service }) => path === `${service}.token`);
    return !refused.some(
      (each) =>
        each.path === wholePath ||
        holds(each.path, path) ||
        holds(path, each.path) ||
        // The other two ways to a token, and all that is spelled nearly like them.
        (isToken && each.path.startsWith(path)),
    );
  });
}

/** A variable that is set to nothing counts as unset: that is what a missing secret looks like in CI. */
function readEnvironment(env: Machine['env']): RawConfig {
  const raw: Pick<RawConfig, 'toggl' | 'runn' | 'notify'> = {};
  for (const { variable, toRaw } of variables) {
    const text = env[variable]?.trim() ?? '';
    if (text === '') continue;
    const { toggl, runn, notify } = toRaw(text);
    raw.toggl = { ...raw.toggl, ...toggl };
    raw.runn = { ...raw.runn, ...runn };
    raw.notify = { ...raw.notify, ...notify };
  }
  return raw;
}

/** Who chooses a place for the state has the cache there as well: one volume holds everything. */
function chooseDirectories(
  machine: Machine,
  flag: string | undefined,
): { readonly stateDir: string; readonly stateDirOrigin: Origin; readonly cacheDir: string } {
  const variable = 'TOGGL_RUNN_STATE_DIR';
  const chosen = (text: string, stateDirOrigin: Origin) => {
    const stateDir = resolvePath(text, machine.cwd, machine.homeDir);
    return { stateDir, stateDirOrigin, cacheDir: path.join(stateDir, 'cache') };
  };
  if (flag !== undefined) return chosen(flag, { kind: 'flag' });
  const fromEnv = machine.env[variable];
  if (fromEnv !== undefined && fromEnv !== '') return chosen(fromEnv, { kind: 'environment', variable });
  const { state, cache } = userDirectories(machine);
  return { stateDir: state, stateDirOrigin: { kind: 'default' }, cacheDir: cache };
}

// ---------------------------------------------------------------------------------------------------- tokens

interface TokenOwner {
  readonly service: ServiceName;
  readonly name: string;
  readonly whereToGet: string;
}

const services: readonly TokenOwner[] = [
  { service: 'toggl', name: 'Toggl', whereToGet: 'at the bottom of https://track.toggl.com/profile' },
  { service: 'runn', name: 'Runn', whereToGet: 'in Runn under Settings > API' },
];

function listMissingTokens(
  wanted: readonly TokenOwner[],
  { config, tokenSources }: Normalised,
  machine: Machine,
): ConfigProblem[] {
  return wanted
    .filter(({ service }) => tokenSources[service] === null)
    .map(({ service, name, whereToGet }) => {
      const variable = tokenVariables[service];
      const state = machine.env[variable] === undefined ? 'not set' : 'empty';
      const keys = `${service}.token, ${service}.tokenFile or ${service}.tokenCommand`;
      const elsewhere =
        config.file === null ? `there is no configuration file with ${keys}` : `${config.file} has no ${keys}`;
      const message = `no ${name} token: ${variable} is ${state}, and ${elsewhere}. The token is found ${whereToGet}`;
      return { path: `${service}.token`, message };
    });
}

function listMissingOthers(wanted: readonly TokenOwner[], { config, otherTokenSources }: Normalised): ConfigProblem[] {
  if (!wanted.some(({ service }) => service === 'toggl')) return [];
  return config.toggl.otherTokens
    .filter((_, index) => otherTokenSources[index] === null)
    .map(({ place }) => ({
      path: place,
      message: 'has no token, tokenFile or tokenCommand; one of them has to be there',
    }));
}

interface LoadedTokens {
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly OpenFile[];
}

/** One after the other: two commands at once could both ask for the same password. */
async function withTokens(
  wanted: readonly TokenOwner[],
  { config, tokenSources, otherTokenSources }: Normalised,
  { isWithoutCommands, ...context }: SecretContext & { readonly isWithoutCommands: boolean },
): Promise<LoadedTokens> {
  const tokens = { toggl: '', runn: '' };
  const others = config.toggl.otherTokens.map(() => '');
  const problems: ConfigProblem[] = [];
  const warnings: OpenFile[] = [];
  const resolve = async (service: ServiceName, source: TokenSource | null | undefined): Promise<string> => {
    if (source === null || source === undefined) return '';
    if (isWithoutCommands && source.kind === 'command') return '';
    const result = await resolveToken(service, source, context);
    if ('problem' in result) {
      problems.push(result.problem);
      return '';
    }
    warnings.push(...result.warnings);
    return result.token;
  };
  for (const { service } of wanted) {
    tokens[service] = await resolve(service, tokenSources[service]);
    if (service !== 'toggl') continue;
    for (const [index, source] of otherTokenSources.entries()) others[index] = await resolve('toggl', source);
  }
  return {
    config: {
      ...config,
      toggl: {
        ...config.toggl,
        token: tokens.toggl,
        otherTokens: config.toggl.otherTokens.map((each, index) => ({ ...each, token: others[index] ?? '' })),
      },
      runn: { ...config.runn, token: tokens.runn },
    },
    problems,
    warnings,
  };
}

function warnOfOpenFile(file: ConfigFile | null, layer: Layer | undefined): OpenFile[] {
  if (file?.isWorldReadable !== true) return [];
  const { toggl, runn, notify } = layer?.values ?? {};
  const hasToken = [toggl, runn, ...(toggl?.otherTokens ?? [])].some((keys) => keys?.token !== undefined);
  const hasAddress = notify?.webhookUrl !== undefined || notify?.heartbeatUrl !== undefined;
  if (!hasToken && !hasAddress) return [];
  const secret = hasToken ? 'a token' : 'an address that is a secret (`notify`)';
  return [openFile(file.file, secret)];
}

function unusable(file: ConfigFile | null, problems: readonly ConfigProblem[], machine: Machine): ConfigError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new ConfigError(`The configuration has ${count}.`, problems, { hint: whereToMend(file, problems, machine) });
}

/** Without a file and a token, somebody is at the very beginning. */
function whereToMend(file: ConfigFile | null, problems: readonly ConfigProblem[], machine: Machine): string {
  if (file !== null) return `The configuration file is ${file.file}.`;
  const searched = `No configuration file was read: looked for .toggl-runnrc from ${machine.cwd} upwards, and in ${userDirectories(machine).config}.`;
  return problems.some(({ path: where }) => where === 'toggl.token' || where === 'runn.token')
    ? `\`toggl-runn init\` asks for what is missing, \`toggl-runn demo\` needs no account. ${searched}`
    : searched;
}
