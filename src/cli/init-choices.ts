/** What `init` decides by flags and environment, or asks: its file, workspaces, the reference name, where tokens are kept. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ServiceName } from '../config/base-url.ts';
import { resolvePath, userDirectories } from '../config/user-directories.ts';
import { RefusedError, UsageError } from '../core/errors.ts';
import type { TogglWorkspace } from '../core/model.ts';
import { safeText } from '../output/safe-text.ts';
import type { ReferenceSurvey } from '../run/probe-accounts.ts';
import type { Asker, TokenPlace } from './ask-setup.ts';
import type { InitOptions } from './init-options.ts';
import type { GotToken } from './init-tokens.ts';
import type { Runtime } from './runtime.ts';

const fileName = '.toggl-runnrc.yaml';
/** Found before ours in the same folder. */
const earlierNames = ['.toggl-runnrc', '.toggl-runnrc.json'];

/** `--config`, or the file of the usual name here; throws when another one here would be read instead. */
export function targetOf(options: InitOptions, runtime: Runtime): string {
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

/** Throws a `RefusedError` `config-exists` without a yes. */
export async function agreeToOverwrite(
  files: readonly string[],
  options: InitOptions,
  asker: Asker | null,
): Promise<void> {
  if (options.force === true) return;
  if (asker !== null && (await asker.overwrite(files))) return;
  const are = files.length === 1 ? 'is' : 'are';
  throw new RefusedError('config-exists', `${files.join(' and ')} ${are} there already.`, {
    hint: 'Nothing was written. `--force` overwrites, `--config` writes another file.',
  });
}

/** Those that were named, the only one, or what is picked. */
export async function chooseWorkspaces(
  all: readonly TogglWorkspace[],
  options: InitOptions,
  runtime: Runtime,
  asker: Asker | null,
): Promise<readonly TogglWorkspace[]> {
  const given = options.workspace ?? (runtime.env['TOGGL_WORKSPACE_ID'] ?? '').split(',');
  const wanted = given.map((id) => id.trim()).filter((id) => id !== '');
  const listed = all.map(({ id, name }) => `${id} (${safeText(name)})`).join(', ');
  const unknown = wanted.filter((text) => !all.some(({ id }) => String(id) === text));
  if (unknown.length > 0) {
    throw new UsageError('workspace-unknown', `The Toggl token does not reach workspace ${unknown.join(', ')}.`, {
      hint: `It reaches ${listed === '' ? 'none' : listed}.`,
    });
  }
  if (wanted.length > 0) return all.filter(({ id }) => wanted.includes(String(id)));
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
  const picked = await asker.workspaces(all);
  return all.filter(({ id }) => picked.includes(id));
}

/** Asks only where there is something to choose from. */
export async function chooseReferenceName(
  { uses }: ReferenceSurvey,
  options: InitOptions,
  runtime: Runtime,
  asker: Asker | null,
): Promise<string> {
  const given = options.referenceName ?? runtime.env['RUNN_REFERENCE_NAME']?.trim() ?? '';
  if (given !== '') return given;
  if (asker !== null && uses.length > 0) return asker.referenceName(uses);
  const [first] = uses;
  return first !== undefined && first.togglIds > 0 ? first.name : 'Custom1';
}

/** For tokens that nothing says the place of; what stands in the environment may stay there. */
export async function choosePlace(
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
