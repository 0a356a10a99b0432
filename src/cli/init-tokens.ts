/** How `init` comes by the tokens, and how each will be found later. */
import path from 'node:path';
import type { ServiceName } from '../config/base-url.ts';
import type { TokenEntry } from '../config/render-config.ts';
import { resolveToken, type TokenSource, tokenVariables } from '../config/secrets.ts';
import { splitCommand } from '../config/split-command.ts';
import { type TokenStore, tokenStore } from '../config/token-stores.ts';
import { userDirectories } from '../config/user-directories.ts';
import { AccessError, AppError, ConfigError, type ConfigProblem, UsageError } from '../core/errors.ts';
import { renderErrorText } from '../output/error-text.ts';
import type { SetupFile } from '../run/write-setup.ts';
import type { Asker, TokenPlace } from './ask-setup.ts';
import type { InitOptions } from './init-options.ts';
import type { Runtime } from './runtime.ts';

/** A token that works, and what the configuration has to say about it. */
export interface GotToken {
  readonly token: string;
  /** `flag`: a file or command that was named. */
  readonly from: 'flag' | 'environment' | 'typed';
  readonly entry: TokenEntry;
}

/** Wrong tokens that are asked for again before `init` gives up. */
const maxTries = 3;

/** What is missing without a terminal, all of it at once. */
export function assertTokensGiven(options: InitOptions, env: Runtime['env']): void {
  const missing = (['toggl', 'runn'] as const).filter(
    (service) => flagSource(options, service) === null && (env[tokenVariables[service]]?.trim() ?? '') === '',
  );
  if (missing.length === 0) return;
  const variables = missing.map((service) => tokenVariables[service]).join(' and ');
  const flags = missing.map((service) => `--${service}-token-file or --${service}-token-command`).join(', ');
  throw new UsageError(
    'no-terminal',
    `There is no terminal to ask on, and ${variables} ${missing.length === 1 ? 'is' : 'are'} not set.`,
    {
      hint: `Set ${variables}, or name where the token is with ${flags}. A token is never given as an option: others would see it.`,
    },
  );
}

/**
 * The token of a service from flags, environment or the keyboard, tried at once by `probe`.
 * @param probe throws when the service refuses it; a typed one is then asked for again
 */
export async function obtainToken<T>(
  service: ServiceName,
  request: {
    readonly options: InitOptions;
    readonly runtime: Runtime;
    readonly baseDir: string;
    readonly asker: Asker | null;
    readonly probe: (token: string) => Promise<T>;
    readonly style: Parameters<typeof renderErrorText>[1];
  },
): Promise<{ readonly got: GotToken; readonly probe: T }> {
  const { options, runtime, asker, probe } = request;
  const source = flagSource(options, service) ?? environmentSource(runtime.env, service);
  if (source !== null) {
    const context = { ...request, env: runtime.env, homeDir: runtime.homeDir, platform: runtime.platform };
    const result = await resolveToken(service, source, context);
    if ('problem' in result) throw tokenError(result.problem);
    const got: GotToken = {
      token: result.token,
      from: source.origin.kind === 'flag' ? 'flag' : 'environment',
      entry: entryOf(source),
    };
    try {
      return { got, probe: await probe(result.token) };
    } catch (error) {
      throw blame(error, service, `\`${source.path}\``);
    }
  }
  if (asker === null) throw new UsageError('no-terminal', 'There is no terminal to ask on.');
  for (let tries = 1; ; tries += 1) {
    const token = await asker.token(service);
    try {
      return { got: { token, from: 'typed', entry: null }, probe: await probe(token) };
    } catch (thrown) {
      const error = blame(thrown, service, 'the token that was typed');
      const isRefused = error instanceof AppError && error.exitCode === 4;
      if (!isRefused || tries >= maxTries) throw error;
      runtime.stderr.write(renderErrorText(error, request.style));
    }
  }
}

/** A token that the service refuses, with where this one came from: the usual places had no part in it. */
function blame(error: unknown, service: ServiceName, place: string): unknown {
  if (!(error instanceof AccessError) || error.code !== `${service}-token-refused`) return error;
  return new AccessError(error.code, error.message, {
    hint: `Check ${place}. ${whereTokensAre[service]}`,
    cause: error,
  });
}

const whereTokensAre: Readonly<Record<ServiceName, string>> = {
  toggl:
    'The API token stands at the end of "Profile settings" in Toggl Track. Renewing it there makes the old one invalid.',
  runn: 'It may have expired or been revoked. An admin makes a new one in Runn under Settings, API.',
};

function flagSource(options: InitOptions, service: ServiceName): TokenSource | null {
  const file = service === 'toggl' ? options.togglTokenFile : options.runnTokenFile;
  const command = service === 'toggl' ? options.togglTokenCommand : options.runnTokenCommand;
  if (file !== undefined && command !== undefined) {
    throw new UsageError('usage', `--${service}-token-file goes without --${service}-token-command.`);
  }
  const origin = { kind: 'flag' } as const;
  if (file !== undefined) return { kind: 'file', path: `--${service}-token-file`, origin, file };
  if (command === undefined) return null;
  const words = splitCommand(command);
  if (words === undefined || words.length === 0) {
    throw new UsageError('usage', `--${service}-token-command has a quotation mark that is never closed, or no words.`);
  }
  return { kind: 'command', path: `--${service}-token-command`, origin, command: words };
}

function environmentSource(env: Runtime['env'], service: ServiceName): TokenSource | null {
  const variable = tokenVariables[service];
  const token = env[variable]?.trim() ?? '';
  return token === '' ? null : { kind: 'token', path: variable, origin: { kind: 'environment', variable }, token };
}

function entryOf(source: TokenSource): TokenEntry {
  switch (source.kind) {
    case 'file':
      return { kind: 'file', file: source.file };
    case 'command':
      return { kind: 'command', command: source.command };
    case 'token':
      return null;
  }
}

function tokenError(problem: ConfigProblem): ConfigError {
  return new ConfigError('The token cannot be had.', [problem]);
}

// --------------------------------------------------------------------------------------------------- keeping

export interface KeptTokens {
  readonly entries: Readonly<Record<ServiceName, TokenEntry>>;
  /** Beside the configuration. */
  readonly files: readonly SetupFile[];
  /** What a run needs in its environment beside what is there. */
  readonly variables: Readonly<Record<string, string>>;
  /** For the comment in the configuration. */
  readonly elsewhere: string;
  /** What has to be done in the shell before a run; null for nothing. */
  readonly before: string | null;
}

type Tokens = Readonly<Record<ServiceName, GotToken>>;

/** Files and configuration entries for tokens that were typed or found in the environment. */
export async function keepTokens(
  tokens: Tokens,
  place: TokenPlace,
  request: { readonly runtime: Runtime; readonly folder: string; readonly asker: Asker | null },
): Promise<KeptTokens> {
  const { runtime, folder } = request;
  const services = (['toggl', 'runn'] as const).filter((service) => tokens[service].entry === null);
  const given = { toggl: tokens.toggl.entry, runn: tokens.runn.entry };
  const kept: KeptTokens = {
    entries: given,
    files: [],
    variables: {},
    elsewhere: 'see the environment variable',
    before: null,
  };
  const entriesBy = (make: (service: ServiceName) => TokenEntry) => ({
    ...given,
    ...Object.fromEntries(services.map((service) => [service, make(service)])),
  });
  switch (place) {
    case 'environment':
      return kept;
    case 'config':
      return { ...kept, entries: entriesBy((service) => ({ kind: 'token', token: tokens[service].token })) };
    case 'files': {
      const home = userDirectories(runtime).config;
      const fileOf = (service: ServiceName) => path.join(home, `${service}-token`);
      return {
        ...kept,
        entries: entriesBy((service) => ({ kind: 'file', file: withTilde(fileOf(service), runtime.homeDir) })),
        files: services.map((service) => ({
          file: fileOf(service),
          text: `${tokens[service].token}\n`,
          isSecret: true,
        })),
      };
    }
    case 'env-file': {
      const file = path.join(folder, environmentFileName);
      const read = `set -a; . ./${environmentFileName}; set +a`;
      const lines = services.map((service) => `${tokenVariables[service]}=${tokens[service].token}\n`);
      return {
        ...kept,
        files: [{ file, text: `# For a shell: ${read}\n${lines.join('')}`, isSecret: true }],
        variables: Object.fromEntries(services.map((service) => [tokenVariables[service], tokens[service].token])),
        elsewhere: `in ${environmentFileName}; in a shell: ${read}`,
        before: read,
      };
    }
    default: {
      const entries = { ...given };
      for (const service of services) {
        entries[service] = await entryInStore(tokenStore(place), service, tokens[service].token, request);
      }
      return { ...kept, entries };
    }
  }
}

const environmentFileName = '.toggl-runn.env';

/** Asks how the store calls the token until it is there and is the right one. */
async function entryInStore(
  store: TokenStore,
  service: ServiceName,
  token: string,
  { runtime, folder, asker }: { readonly runtime: Runtime; readonly folder: string; readonly asker: Asker | null },
): Promise<TokenEntry> {
  if (asker === null) {
    throw new UsageError('usage', `--tokens ${store.name} needs a terminal to ask on.`, {
      hint: `Name the command instead: --${service}-token-command "${store.command(store.suggest(service)).join(' ')}".`,
    });
  }
  for (;;) {
    const place = await asker.placeInStore(store, service);
    const command = store.command(place);
    const source = { kind: 'command', path: command[0] ?? '', origin: { kind: 'flag' }, command } as const;
    const result = await resolveToken(service, source, {
      env: runtime.env,
      homeDir: runtime.homeDir,
      platform: runtime.platform,
      baseDir: folder,
      // A person may have to unlock the store first.
      timeoutMs: 60_000,
    });
    if ('token' in result && result.token === token) return { kind: 'command', command };
    const trouble = 'problem' in result ? result.problem.message : 'prints another token than the one that was given';
    runtime.stderr.write(`  ${command.join(' ')}: ${trouble}.\n  ${store.howToStore(place)}\n`);
    if (!(await asker.tryAgain())) {
      throw new UsageError('token-not-kept', `The token is not in ${store.title} yet; nothing was written.`, {
        hint: `${store.howToStore(place)}. Then run \`toggl-runn init\` again.`,
      });
    }
  }
}

/** So that the file can be used on another machine of the same person. */
function withTilde(file: string, homeDir: string): string {
  const inHome = path.relative(homeDir, file);
  return inHome.startsWith('..') || path.isAbsolute(inHome) ? file : `~/${inHome.split(path.sep).join('/')}`;
}
