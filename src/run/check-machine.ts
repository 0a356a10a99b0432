/** What `doctor` can tell without asking anybody: this machine and the configuration. */

import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import type { Config, Origin, Setting } from '../config/config.ts';
import type { OpenFile } from '../config/open-file.ts';
import { tokenVariables } from '../config/secrets.ts';
import { bad, type Check, good, type ShownSetting, unknown, warning } from '../core/doctor-report.ts';
import type { ConfigProblem } from '../core/errors.ts';
import type { ClockReading } from './watch-clock.ts';

/** The oldest Node.js on which this tool is tested; `engines` of package.json. */
export const oldestNode = { major: 20, minor: 19 };

/** A clock that is off by this much can still be right: `Date` has whole seconds, and answers take their time. */
const harmlessSkewMs = 60_000;
/** Off by this much, "today" and the age of a run are wrong. */
const harmfulSkewMs = 10 * 60_000;

/** @param nodeVersion `22.23.3` */
export function checkNode(nodeVersion: string): Check {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const isOldEnough = major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor);
  const wanted = `${oldestNode.major}.${oldestNode.minor}`;
  const facts = { nodeVersion };
  return isOldEnough
    ? good('node', `${nodeVersion}; ${wanted} or later is needed.`, { facts })
    : bad('node', 2, `${nodeVersion} is too old.`, `Install Node.js ${wanted} or later.`, { facts });
}

/** Whether journals, locks and holds can be kept. Makes no folder and leaves no file. */
export function checkStateDirectory(stateDir: string, origin: Origin): Check {
  const facts = { stateDir, from: describeOrigin(origin) };
  const remedy =
    'Make it writable, or set `TOGGL_RUNN_STATE_DIR` to a folder that is; `sync` writes nothing without a journal.';
  try {
    const place = nearestFolder(stateDir);
    accessSync(place, constants.W_OK | constants.X_OK);
    const state = place === stateDir ? 'is there and can be written' : 'will be made by the first run';
    return good('state-directory', `${stateDir} ${state} (${describeOrigin(origin)}).`, { facts });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return bad('state-directory', 6, `${stateDir} cannot be written: ${words}.`, remedy, { facts });
  }
}

function nearestFolder(folder: string): string {
  for (let each = folder; ; each = path.dirname(each)) {
    const stats = statSync(each, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) return each;
    if (stats !== undefined) throw new Error(`${each} is no folder`);
    if (each === path.dirname(each)) throw new Error(`${each} does not exist`);
  }
}

/** The variables that lead requests elsewhere, without a password that may stand in them. */
export function checkProxy(env: Readonly<Record<string, string | undefined>>): Check {
  const read = (name: string) => env[name] ?? env[name.toLowerCase()] ?? '';
  const proxy = read('HTTPS_PROXY') || read('HTTP_PROXY');
  const noProxy = read('NO_PROXY');
  const authorities = env['NODE_EXTRA_CA_CERTS'] ?? '';
  const facts = {
    proxy: proxy === '' ? null : withoutPassword(proxy),
    noProxy: noProxy === '' ? null : noProxy,
    extraCertificates: authorities === '' ? null : authorities,
  };
  if (authorities !== '' && statSync(authorities, { throwIfNoEntry: false })?.isFile() !== true) {
    return warning(
      'proxy',
      `NODE_EXTRA_CA_CERTS names ${authorities}, and there is no such file.`,
      'Correct it: Node.js goes on without those certificates, and connections through such a proxy fail.',
      { facts },
    );
  }
  const parts = [
    facts.proxy === null ? 'no proxy' : `proxy ${facts.proxy}`,
    ...(facts.noProxy === null ? [] : [`not for ${facts.noProxy}`]),
    ...(facts.extraCertificates === null ? [] : [`extra certificates from ${facts.extraCertificates}`]),
  ];
  return good('proxy', `Requests use ${parts.join(', ')}.`, { facts });
}

function withoutPassword(proxy: string): string {
  if (!URL.canParse(proxy)) return 'an address that is no URL';
  const { protocol, host } = new URL(proxy);
  return `${protocol}//${host}`;
}

/** This machine's clock against those of the services. */
export function checkClock(readings: readonly ClockReading[]): Check {
  const [worst] = [...readings].sort((a, b) => Math.abs(b.skewMs) - Math.abs(a.skewMs));
  if (worst === undefined) return unknown('clock', 'Not checked: no service has answered.');
  const seconds = Math.round(Math.abs(worst.skewMs) / 1000);
  const facts = { skewSeconds: Math.round(worst.skewMs / 1000), host: worst.host };
  if (Math.abs(worst.skewMs) < harmlessSkewMs) {
    return good('clock', 'The clock agrees with those of the services.', { facts });
  }
  const direction = worst.skewMs > 0 ? 'behind' : 'ahead of';
  const message = `The clock of this machine is ${describeSeconds(seconds)} ${direction} that of ${worst.host}.`;
  const remedy = 'Set it right (NTP): it decides which day "today" is, and how old a run or a lock is.';
  return Math.abs(worst.skewMs) < harmfulSkewMs
    ? warning('clock', message, remedy, { facts })
    : bad('clock', 5, message, remedy, { facts });
}

function describeSeconds(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

/** Which file was read, and every problem of the configuration. */
export function checkConfiguration(
  config: Config | null,
  problems: readonly ConfigProblem[],
  options: { readonly searched: string; readonly warnings: readonly OpenFile[] },
): Check[] {
  const broken = problems.map(({ path: where, message }) =>
    bad(
      'config',
      2,
      `${where}: ${message}${message.endsWith('?') ? '' : '.'}`,
      'Correct it: no other command runs until then. What follows is checked without the file.',
      {
        facts: { path: where },
      },
    ),
  );
  if (problems.length > 0) return broken;
  const file =
    config?.file === null || config === null
      ? good('config-file', `No file; ${options.searched}. Environment and defaults decide.`, {
          facts: { file: null },
        })
      : good('config-file', `${config.file}`, { facts: { file: config.file } });
  const open = options.warnings.map(({ message, command }) => warning('config', message, `Run \`${command}\`.`));
  return [file, ...open];
}

/** Where a token is taken from; the token itself is nobody's business. */
export function checkToken(
  service: 'toggl' | 'runn',
  config: Config | null,
  problems: readonly ConfigProblem[],
): Check | null {
  const code = `${service}-token` as const;
  const trouble = problems.filter(
    ({ path: where }) => where.startsWith(`${service}.`) || where === tokenVariables[service],
  );
  const [first] = trouble;
  if (first !== undefined) {
    const isMissing = first.message.startsWith('no ');
    const words = isMissing ? first.message.replace('no ', 'No ') : `${first.path}: ${first.message}`;
    return bad(
      code,
      2,
      words.endsWith('.') ? words : `${words}.`,
      '`toggl-runn init` asks for the tokens and says where they can be kept.',
    );
  }
  if (config === null || config[service].token === '') return unknown(code, 'Not checked: no configuration.');
  const setting = config.settings.find(({ path: where }) => where === code.replace('-', '.'));
  const origin = setting === undefined ? 'default' : describeOrigin(setting.origin);
  const from = setting?.origin.kind === 'file' ? `${setting.value} of ${origin}` : origin;
  const lost = setting?.overridden.map(describeOrigin) ?? [];
  const also = lost.length === 0 ? '' : `; it beats the one of ${lost.join(' and ')}`;
  const others =
    service === 'toggl' ? config.toggl.otherTokens.map(({ place, workspaceIds }) => ({ place, workspaceIds })) : [];
  const beside = others
    .map(({ place, workspaceIds }) => ` ${place} has the one for ${workspaceIds.join(', ')}.`)
    .join('');
  return good(code, `Taken from ${from}${also}. It is never shown.${beside}`, {
    facts: { from, overridden: lost, ...(others.length === 0 ? {} : { others }) },
  });
}

/** Every value and where it came from; nothing that could be a secret. */
export function listSettings(config: Config | null): ShownSetting[] {
  return (config?.settings ?? []).map(({ path: where, value, origin, overridden }) => ({
    path: where,
    // A default is no secret, and "not shown" would look like something that is set.
    value: origin.kind !== 'default' && isSecret(where) ? '(not shown)' : describeValue(value),
    from: describeOrigin(origin),
    isDefault: origin.kind === 'default',
    overridden: overridden.map(describeOrigin),
  }));
}

/** Addresses of webhooks are passwords: whoever has one can post there. */
function isSecret(where: Setting['path']): boolean {
  return where.endsWith('.token') || where.startsWith('notify.') || /token|secret|url$/i.test(lastPart(where));
}

function lastPart(where: string): string {
  // Of further tokens a setting has the workspaces alone.
  const isHarmless = ['toggl.baseUrl', 'runn.baseUrl', 'toggl.otherTokens'].includes(where);
  return isHarmless ? '' : (where.split('.').at(-1) ?? '');
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (value instanceof Map) return value.size === 1 ? '1 entry' : `${value.size} entries`;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(describeValue).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The precedence that a value came from, in a few words. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'file':
      return origin.file;
    case 'environment':
      return origin.variable;
    case 'flag':
      return 'a flag';
  }
}
