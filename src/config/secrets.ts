/**
 * The two API tokens: from the environment, the configuration, a file or a command. Nothing here ever puts a token, or
 * what a command printed, into a message.
 */
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import type { ConfigProblem } from '../core/errors.ts';
import type { ServiceName } from './base-url.ts';
import type { Origin } from './config.ts';
import { describeFileError } from './find-config-file.ts';
import { type OpenFile, openFile } from './open-file.ts';
import { resolvePath } from './user-directories.ts';

/** Where a token is, before anything was read or run. */
export type TokenSource = {
  /** The key or variable that names it, for messages: `toggl.tokenFile`, `RUNN_API_TOKEN`. */
  readonly path: string;
  readonly origin: Origin;
} & (
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'command'; readonly command: readonly string[] }
);

export interface SecretContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
  readonly platform: NodeJS.Platform;
  /** Folder of the configuration file: paths are relative to it, commands run in it. */
  readonly baseDir: string;
  /** After this time a `tokenCommand` is ended; 15 s unless given. */
  readonly timeoutMs?: number | undefined;
}

export type TokenResult =
  | { readonly token: string; readonly warnings: readonly OpenFile[] }
  | { readonly problem: ConfigProblem };

export const tokenVariables: Readonly<Record<ServiceName, string>> = {
  toggl: 'TOGGL_API_TOKEN',
  runn: 'RUNN_API_TOKEN',
};

const commandTimeoutMs = 15_000;
/** Toggl's tokens have 32 characters, Runn's some dozens; a whole file is no token. */
const maxTokenLength = 4096;
/** What is shorter stands in ordinary text and numbers too, and would be taken out of them wherever tokens are. */
const minTokenLength = 8;

/** Reads the file or runs the command, and checks that the result can be a token of that service. */
export async function resolveToken(
  service: ServiceName,
  source: TokenSource,
  context: SecretContext,
): Promise<TokenResult> {
  const fail = (message: string): TokenResult => ({ problem: { path: source.path, message } });
  const found = await readSource(source, context);
  if ('trouble' in found) return fail(found.trouble);
  const token = found.text.trim();
  const trouble = checkToken(service, token);
  return trouble === undefined ? { token, warnings: found.warnings } : fail(trouble);
}

/** What is wrong with a token, in words that stand after the place where it was found; undefined when it may be right. */
export function checkToken(service: ServiceName, token: string): string | undefined {
  if (token === '') return 'is empty: no token was found there';
  if (token.length > maxTokenLength) return `holds more than ${maxTokenLength} characters, which is no token`;
  if (/^bearer\s/i.test(token)) return 'must be the token alone, without "Bearer" before it';
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return 'must be the token alone: one line, no blanks, no quotes around it, no control or accented characters';
  }
  // api/toggl.md section 8: Toggl Focus is another product, with its own API and data.
  if (service === 'toggl' && token.startsWith('toggl_sk_')) {
    return (
      'is a key of Toggl Focus ("Toggl 2.0"), which is another product with its own data and does not open Toggl ' +
      'Track; use the API token at the bottom of https://track.toggl.com/profile'
    );
  }
  if (token.length < minTokenLength) return `has fewer than ${minTokenLength} characters, which is no whole token`;
  return undefined;
}

type Found = { readonly text: string; readonly warnings: readonly OpenFile[] } | { readonly trouble: string };

async function readSource(source: TokenSource, context: SecretContext): Promise<Found> {
  switch (source.kind) {
    case 'token':
      return { text: source.token, warnings: [] };
    case 'file':
      return readTokenFile(source.file, context);
    case 'command':
      return runTokenCommand(source.command, context);
  }
}

async function readTokenFile(file: string, { baseDir, homeDir, platform }: SecretContext): Promise<Found> {
  const absolute = resolvePath(file, baseDir, homeDir);
  try {
    const stats = await stat(absolute);
    if (!stats.isDirectory() && stats.size > 64 * 1024)
      return { trouble: `names ${absolute}, which is too large for a token` };
    const text = await readFile(absolute, 'utf8');
    const isOpen = platform !== 'win32' && (stats.mode & 0o004) !== 0 && !isMountedSecret(absolute);
    const warnings = isOpen ? [openFile(absolute, 'a token')] : [];
    return { text, warnings };
  } catch (error) {
    return { trouble: `names ${absolute}, which ${describeFileError(error)}` };
  }
}

/** Docker and Kubernetes mount secrets readable by all, inside a container of one user; nobody can change that there. */
function isMountedSecret(file: string): boolean {
  return file.startsWith('/run/secrets/') || file.startsWith('/var/run/secrets/');
}

async function runTokenCommand(command: readonly string[], context: SecretContext): Promise<Found> {
  const [program, ...args] = command;
  if (program === undefined) return { trouble: 'names no command' };
  const timeout = context.timeoutMs ?? commandTimeoutMs;
  return new Promise((resolve) => {
    const child = execFile(
      resolveProgram(program, context),
      args,
      {
        cwd: context.baseDir,
        env: commandEnvironment(context.env),
        shell: false,
        timeout,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024,
        windowsHide: true,
        encoding: 'utf8',
      },
      // Neither the error nor what was printed is passed on: both may hold the token.
      (error, stdout) => {
        if (error === null) resolve({ text: stdout, warnings: [] });
        else resolve({ trouble: `runs ${JSON.stringify(program)}, which ${describeExit(error, timeout)}` });
      },
    );
    // A command that asks for input would wait until the timeout.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end();
  });
}

/** `~/bin/token` is what people write, and no shell is there to read it. */
function resolveProgram(program: string, { baseDir, homeDir }: SecretContext): string {
  return program.startsWith('~') ? resolvePath(program, baseDir, homeDir) : program;
}

function describeExit(
  error: {
    readonly code?: string | number | null | undefined;
    readonly killed?: boolean | undefined;
    readonly signal?: string | null | undefined;
  },
  timeoutMs: number,
): string {
  const byHand = 'run it by hand to see why';
  if (error.code === 'ENOENT')
    return 'was not found; it is run without a shell, so give its full path if it is not in PATH';
  if (error.code === 'EACCES') return 'may not be executed';
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'printed far more than a token';
  if (error.killed === true) return `did not end within ${timeoutMs / 1000} seconds; ${byHand}`;
  if (typeof error.code === 'number') return `ended with exit code ${error.code}; ${byHand}`;
  return `failed (${error.signal ?? error.code ?? 'unknown reason'}); ${byHand}`;
}

/** What password managers and cloud command lines need of the environment; the rest is not theirs to see. */
const passedVariables = new Set(
  [
    'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TERM TZ TMPDIR TMP TEMP DISPLAY WAYLAND_DISPLAY',
    'DBUS_SESSION_BUS_ADDRESS SSH_AUTH_SOCK GPG_TTY GPG_AGENT_INFO GNUPGHOME KUBECONFIG KUBERNETES_SERVICE_HOST',
    'KUBERNETES_SERVICE_PORT HTTPS_PROXY HTTP_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS',
    'SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE HOMEDRIVE HOMEPATH USERNAME USERDOMAIN APPDATA',
    'LOCALAPPDATA PROGRAMDATA PROGRAMFILES',
  ].flatMap((line) => line.split(' ')),
);
const passedPrefixes = [
  ...['LC_', 'XDG_', 'PASSWORD_STORE_', 'OP_', 'BW_', 'BWS_', 'VAULT_', 'AWS_', 'AZURE_', 'GOOGLE_', 'CLOUDSDK_'],
  ...['DOPPLER_', 'INFISICAL_', 'SOPS_', 'LPASS_', 'KEEPASS', 'GOPASS_'],
];

function commandEnvironment(env: SecretContext['env']): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const upper = name.toUpperCase();
    if (value === undefined) continue;
    if (passedVariables.has(upper) || passedPrefixes.some((prefix) => upper.startsWith(prefix))) passed[name] = value;
  }
  return passed;
}
