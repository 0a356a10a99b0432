/** The questions of `init`. Each has a default, so that Enter is an answer; tokens are never echoed. */
import type { ServiceName } from '../config/base-url.ts';
import { checkToken } from '../config/secrets.ts';
import type { TokenStore } from '../config/token-stores.ts';
import { tokenStores } from '../config/token-stores.ts';
import type { TogglWorkspace, TogglWorkspaceId } from '../core/model.ts';
import type { ReferenceNameUse } from '../core/reference-names.ts';
import { safeText } from '../output/safe-text.ts';
import { serviceNames } from '../run/probe-accounts.ts';
import { type PromptContext, promptContext } from './prompt-context.ts';
import type { Runtime } from './runtime.ts';

/** Where tokens that were typed, or that the environment holds, shall be from now on. */
export type TokenPlace = 'files' | 'env-file' | 'config' | 'environment' | TokenStore['name'];

const whereToGet: Readonly<Record<ServiceName, string>> = {
  toggl: 'of an admin; from https://track.toggl.com/profile',
  runn: 'with write scope; Settings > API',
};

export interface Asker {
  readonly overwrite: (files: readonly string[]) => Promise<boolean>;
  /** Asks again until it can be a token of that service. */
  readonly token: (service: ServiceName) => Promise<string>;
  readonly workspaces: (all: readonly TogglWorkspace[]) => Promise<TogglWorkspaceId[]>;
  readonly referenceName: (uses: readonly ReferenceNameUse[]) => Promise<string>;
  readonly place: (options: { readonly areInEnvironment: boolean; readonly folder: string }) => Promise<TokenPlace>;
  /** How a password manager calls the token. */
  readonly placeInStore: (store: TokenStore, service: ServiceName) => Promise<string>;
  readonly tryAgain: () => Promise<boolean>;
}

/** Asks on stderr, with colour as the terminal has it. */
export function createAsker(runtime: Runtime): Asker {
  const context = promptContext(runtime);
  return {
    overwrite: (files) => askOverwrite(files, context),
    token: (service) => askToken(service, context),
    workspaces: (all) => askWorkspaces(all, context),
    referenceName: (uses) => askReferenceName(uses, context),
    place: (options) => askPlace(options, runtime.platform, context),
    placeInStore: async (store, service) => {
      const { input } = await import('@inquirer/prompts');
      const message = `${store.question}, for the ${serviceNames[service]} token:`;
      return (await input({ message, default: store.suggest(service), required: true }, context)).trim();
    },
    tryAgain: async () => {
      const { confirm } = await import('@inquirer/prompts');
      return confirm({ message: 'Try again?', default: true }, context);
    },
  };
}

async function askOverwrite(files: readonly string[], context: PromptContext): Promise<boolean> {
  const { confirm } = await import('@inquirer/prompts');
  const what = files.length === 1 ? `${files[0]} is there already` : `${files.join(' and ')} are there already`;
  return confirm({ message: `${what}. Overwrite?`, default: false }, context);
}

async function askToken(service: ServiceName, context: PromptContext): Promise<string> {
  const { password } = await import('@inquirer/prompts');
  const typed = await password(
    {
      message: `API token of ${serviceNames[service]} (${whereToGet[service]}):`,
      validate: (text) => {
        const trouble = checkToken(service, text.trim());
        return trouble === undefined ? true : `That ${trouble}.`;
      },
    },
    context,
  );
  return typed.trim();
}

async function askWorkspaces(all: readonly TogglWorkspace[], context: PromptContext): Promise<TogglWorkspaceId[]> {
  const { checkbox } = await import('@inquirer/prompts');
  return checkbox(
    {
      message: 'Whose time is to be carried over? (space marks, Enter goes on)',
      required: true,
      choices: all.map((workspace) => ({
        value: workspace.id,
        name: `${safeText(workspace.name)} (${workspace.id})${workspace.isAdmin ? '' : ', not as an admin: own time only'}`,
        checked: workspace.isAdmin,
      })),
      pageSize: 12,
    },
    context,
  );
}

async function askReferenceName(uses: readonly ReferenceNameUse[], context: PromptContext): Promise<string> {
  const { select, input } = await import('@inquirer/prompts');
  const fallback = uses.some(({ name }) => name === 'Custom1') ? [] : ['Custom1'];
  const picked = await select<string | null>(
    {
      message: 'Under which external reference do people and projects of Runn carry their Toggl id?',
      choices: [
        ...uses.map((use) => ({ value: use.name, name: describeUse(use) })),
        ...fallback.map((name) => ({ value: name, name: `${name}: not in use yet` })),
        { value: null, name: 'another name' },
      ],
      default: uses[0] !== undefined && uses[0].togglIds > 0 ? uses[0].name : 'Custom1',
    },
    context,
  );
  if (picked !== null) return picked;
  return (await input({ message: 'Name of the reference:', required: true }, context)).trim();
}

function describeUse({ name, people, projects, togglIds }: ReferenceNameUse): string {
  const held = togglIds === 0 ? 'no id of Toggl' : `${togglIds} ${togglIds === 1 ? 'id' : 'ids'} of Toggl`;
  return `${safeText(name)}: on ${people} people and ${projects} projects, ${held}`;
}

async function askPlace(
  { areInEnvironment, folder }: { readonly areInEnvironment: boolean; readonly folder: string },
  platform: NodeJS.Platform,
  context: PromptContext,
): Promise<TokenPlace> {
  const { select } = await import('@inquirer/prompts');
  const stay = { value: 'environment' as const, name: 'in the environment, as now (nothing is kept)' };
  return select<TokenPlace>(
    {
      message: 'Where shall the tokens be kept?',
      choices: [
        ...(areInEnvironment ? [stay] : []),
        { value: 'files', name: `in two files that only you can read, in ${folder}` },
        { value: 'env-file', name: 'in an environment file that only you can read, for cron, systemd or Docker' },
        ...tokenStores
          .filter(({ isOn }) => isOn(platform))
          .map(({ name, title }) => ({ value: name, name: `in ${title}` })),
        { value: 'config', name: 'in the configuration file itself (then keep that out of version control)' },
      ],
      pageSize: 12,
    },
    context,
  );
}
