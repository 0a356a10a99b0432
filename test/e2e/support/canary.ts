/**
 * Commands in every failure mode, with tokens that are looked for afterwards in everything that was written anywhere:
 * both streams, and every file below the folder that the command works in (state, cache, plans, lists).
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InterruptedError } from '../../../src/core/errors.ts';
import { main } from '../../../src/main.ts';
import type { RuntimeOptions } from './fake-runtime.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import { openWorld, type World } from './world.ts';

/** Also secret: who has it can write into a channel. */
export const webhookCanary = 'T0CANARY/B0CANARY/cAnArYcAnArYcAnArYcAnArY';

export interface Scene extends World {
  readonly tokens: { readonly toggl: string; readonly runn: string };
  /** A run that can be undone, and a plan file. */
  readonly run: World['run'];
  readonly earlierRun: string;
  readonly linkRun: string;
}

const range = ['--since', '2026-03-02', '--until', '2026-03-05'] as const;

/** Every command, with what it writes to files. `sandbox` prints tokens of its own on purpose. */
export const commands: readonly { readonly name: string; readonly argv: (scene: Scene) => readonly string[] }[] = [
  { name: 'sync', argv: () => ['sync', ...range] },
  { name: 'sync --no-journal', argv: () => ['sync', ...range, '--no-journal'] },
  { name: 'sync --verify', argv: () => ['sync', ...range, '--verify', '--format', 'csv'] },
  { name: 'sync --plan', argv: () => ['sync', '--plan', 'plan.json'] },
  { name: 'dry-run', argv: () => ['dry-run', ...range, '--all', '--verbose'] },
  { name: 'dry-run --out', argv: () => ['dry-run', ...range, '--out', 'new-plan.json', '--format', 'markdown'] },
  { name: 'check-refs', argv: () => ['check-refs', ...range] },
  { name: 'list-unmatched', argv: () => ['list-unmatched', ...range] },
  { name: 'link --dry-run', argv: () => ['link', ...range, '--dry-run'] },
  { name: 'link --yes', argv: () => ['link', ...range, '--yes', '--min-confidence', '0.6'] },
  { name: 'link --out', argv: () => ['link', ...range, '--out', 'links.csv'] },
  {
    name: 'explain',
    argv: () => ['explain', '--person', 'runn:456', '--project', 'runn:789', '--date', '2026-03-03'],
  },
  { name: 'report', argv: () => ['report', ...range, '--out', 'page.html'] },
  { name: 'history', argv: () => ['history'] },
  { name: 'undo --dry-run', argv: ({ earlierRun }) => ['undo', earlierRun, '--dry-run'] },
  { name: 'undo', argv: ({ earlierRun }) => ['undo', earlierRun] },
  { name: 'undo of link', argv: ({ linkRun }) => ['undo', linkRun] },
  { name: 'doctor', argv: () => ['doctor'] },
  { name: 'init', argv: () => ['init', '--yes', '--tokens', 'environment', '--force'] },
];

/** How a command is run: environment, configuration, signal. */
interface Setting {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The configuration file as a text. */
  readonly config?: string;
  readonly signal?: AbortSignal;
}

export interface FailureMode {
  readonly name: string;
  /** Brings the trouble about. */
  readonly prepare: (scene: Scene) => Setting | Promise<Setting>;
}

/** What a careless service, proxy or gateway says of a request. */
function echo({ tokens: { toggl, runn } }: Scene): Record<string, unknown> {
  return {
    message: `Cannot accept ${toggl} or ${runn} at https://x:${toggl}@example.com/?token=${encodeURIComponent(runn)}`,
    error: `Bearer ${runn}`,
    headers: { authorization: `Basic ${basicOf(toggl)}`, cookie: Buffer.from(runn).toString('base64') },
  };
}

const basicOf = (token: string): string => Buffer.from(`${token}:api_token`).toString('base64');

const statusMode = (service: 'toggl' | 'runn', status: number, headers: Record<string, string> = {}): FailureMode => ({
  name: `${service} answers ${status}${Object.keys(headers).length > 0 ? ' with headers' : ''}`,
  prepare: (scene) => {
    scene.sandbox.faults.add({ service, kind: 'status', status, headers, body: echo(scene) });
    return {};
  },
});

function configMode(name: string, config: (scene: Scene) => string): FailureMode {
  return {
    name,
    prepare: (scene) => ({ config: config(scene), env: withoutTokens(scene) }),
  };
}

function withoutTokens({ env }: Scene): Record<string, string | undefined> {
  return { ...env, TOGGL_API_TOKEN: undefined, RUNN_API_TOKEN: undefined };
}

export const failureModes: readonly FailureMode[] = [
  { name: 'nothing fails', prepare: () => ({}) },
  ...[301, 400, 401, 402, 403, 404, 408, 409, 410, 422, 429, 500, 503].flatMap((status) => [
    statusMode('toggl', status),
    statusMode('runn', status),
  ]),
  statusMode('toggl', 402, { 'x-toggl-quota-remaining': '0', 'x-toggl-quota-resets-in': '1800' }),
  statusMode('runn', 429, { 'retry-after': '3600' }),
  ...(['refuse', 'reset', 'cut-off', 'lost-answer'] as const).flatMap((kind) =>
    (['toggl', 'runn'] as const).map(
      (service): FailureMode => ({
        name: `${service}: ${kind}`,
        prepare: ({ sandbox }) => {
          sandbox.faults.add({ service, kind });
          return {};
        },
      }),
    ),
  ),
  ...(['toggl', 'runn'] as const).flatMap((service): FailureMode[] => [
    {
      name: `${service} answers with the request's own headers, as text`,
      prepare: (scene) => {
        scene.sandbox.faults.add({ service, kind: 'garbage', text: JSON.stringify(echo(scene)).slice(0, -1) });
        return {};
      },
    },
    {
      name: `${service} answers with the request's own headers in every field`,
      prepare: (scene) => {
        scene.sandbox.faults.add({ service, kind: 'wrong-shape', change: (body) => spoil(body, echo(scene)) });
        return {};
      },
    },
  ]),
  {
    name: 'Runn refuses each change',
    prepare: (scene) => {
      for (const method of ['POST', 'PATCH', 'DELETE']) {
        scene.sandbox.faults.add({ service: 'runn', method, kind: 'status', status: 422, body: echo(scene) });
      }
      return {};
    },
  },
  {
    name: 'Ctrl-C',
    prepare: ({ sandbox }) => {
      const interruption = new AbortController();
      sandbox.faults.add({
        service: 'runn',
        from: 2,
        kind: 'run',
        run: () => interruption.abort(new InterruptedError()),
      });
      return { signal: interruption.signal };
    },
  },
  {
    name: 'no place for state and cache',
    prepare: async ({ folder, env }) => {
      await writeFile(path.join(folder, 'file'), '');
      return { env: { ...env, TOGGL_RUNN_STATE_DIR: path.join(folder, 'file', 'state') } };
    },
  },
  {
    name: 'the webhook cannot be reached',
    prepare: ({ env }) => ({
      env,
      config: JSON.stringify({
        notify: { webhookUrl: `https://hooks.example.com/services/${webhookCanary}`, on: 'always' },
      }),
    }),
  },
  {
    name: 'tokens with a line break in them',
    prepare: ({ env, tokens: { toggl, runn } }) => ({
      env: { ...env, TOGGL_API_TOKEN: `${toggl}\nx`, RUNN_API_TOKEN: `"${runn}"` },
    }),
  },
  {
    name: 'each token in the place of the other',
    prepare: ({ env, tokens: { toggl, runn } }) => ({ env: { ...env, TOGGL_API_TOKEN: runn, RUNN_API_TOKEN: toggl } }),
  },
  {
    name: 'a base URL with the token in it',
    prepare: ({ env, tokens: { toggl } }) => ({ env: { ...env, TOGGL_BASE_URL: `https://${toggl}:x@127.0.0.1:1` } }),
  },
  {
    name: 'tokens as the ids of workspaces and a reference name',
    prepare: ({ env, tokens: { toggl } }) => ({ env: { ...env, TOGGL_WORKSPACE_ID: `${toggl.slice(0, 6)}x` } }),
  },
  configMode('a configuration that breaks off at the token', ({ tokens }) => `toggl:\n  token: "${tokens.toggl}`),
  configMode(
    'a configuration with unknown keys beside the tokens',
    ({ tokens }) => `toggl: { token: ${tokens.toggl}, tokn: 1 }\nrunn: { token: ${tokens.runn}, x: {} }`,
  ),
  configMode(
    'tokens where groups belong',
    ({ tokens }) => `toggl: ${tokens.toggl}\nrunn: [${tokens.runn}]\nrules: { billable: auto }`,
  ),
  configMode('tokens with what no token has', ({ tokens }) =>
    JSON.stringify({ toggl: { token: `Bearer ${tokens.toggl}` }, runn: { token: `${tokens.runn} é` } }),
  ),
  configMode('token files with more than the token', ({ tokens, folder }) => {
    const file = path.join(folder, 'secret-tokens');
    return JSON.stringify({ toggl: { tokenFile: file }, runn: { token: tokens.runn } });
  }),
  configMode('token commands that fail and print', ({ tokens }) => {
    const script = `console.log(${JSON.stringify(tokens.toggl)}); console.error(${JSON.stringify(tokens.runn)}); process.exit(3)`;
    const command = [process.execPath, '-e', script];
    return JSON.stringify({ toggl: { tokenCommand: command }, runn: { tokenCommand: command } });
  }),
];

/** Words of the service's in the place of every text, deep in its answer. */
function spoil(value: unknown, words: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((each) => spoil(each, words));
  if (typeof value === 'string') return words['message'];
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, spoil(each, words)]));
}

/** A company with a history: a sync and a run of `link` that can be undone, a plan that can be applied. */
export async function openScene(): Promise<Scene> {
  const world = await openWorld({ limits: false });
  const tokens = { toggl: world.env['TOGGL_API_TOKEN'] ?? '', runn: world.env['RUNN_API_TOKEN'] ?? '' };
  await world.run(['dry-run', ...range, '--out', 'plan.json']);
  const synced = await world.runJson(['sync', ...range]);
  const linked = await world.run(['link', ...range, '--yes', '--min-confidence', '0.6']);
  const linkRun = /\d{8}T\d{6}Z-[0-9a-f]{4}/.exec(linked.stdout)?.[0] ?? '';
  await writeFile(path.join(world.folder, 'secret-tokens'), `${tokens.toggl}\n${tokens.runn}\n`, { mode: 0o600 });
  return { ...world, tokens, earlierRun: synced.document.run, linkRun };
}

/** Runs one command in one failure mode; the places where a secret shows. */
export async function findLeaks(
  scene: Scene,
  command: (typeof commands)[number],
  mode: FailureMode,
  flags: readonly string[],
): Promise<string[]> {
  const { sandbox, folder, configFile, clock } = scene;
  const original = await readFile(configFile, 'utf8');
  const setting = await mode.prepare(scene);
  if (setting.config !== undefined) await writeFile(configFile, setting.config);
  clock.nowMs += 60_000;
  const options: RuntimeOptions = {
    env: { PATH: process.env['PATH'], ...(setting.env ?? scene.env) },
    clock,
    cwd: folder,
    homeDir: folder,
    ...(setting.signal === undefined ? {} : { signal: setting.signal }),
  };
  const runtime = createFakeRuntime(options);
  // Not init: it writes that file, and it is the one thing here that may hold what was typed.
  const config = command.name === 'init' ? path.join(folder, 'made-by-init.yaml') : configFile;
  const code = await main([...command.argv(scene), ...flags, '--config', config], runtime);
  sandbox.faults.clear();
  sandbox.reset();
  await new Promise((resolve) => setImmediate(resolve));
  if (setting.config !== undefined) await rm(configFile);
  const written = [
    ['stdout', runtime.output.stdout],
    ['stderr', runtime.output.stderr],
    ...(await readAll(folder)).filter(([name]) => name !== 'secret-tokens'),
  ] as const;
  await writeFile(configFile, original, { mode: 0o600 });
  const names = secretsOf(scene);
  return written.flatMap(([place, text]) =>
    names
      .filter(([, secret]) => text.includes(secret))
      .map(([what]) => `${command.name} ${flags.join(' ')}, ${mode.name} (exit ${code}): ${what} in ${place}`),
  );
}

/** In all forms in which they travel, or could be disguised by accident. */
function secretsOf({ tokens }: Scene): readonly (readonly [string, string])[] {
  return Object.entries({ ...tokens, webhook: webhookCanary }).flatMap(([name, secret]) =>
    [
      ['plain', secret],
      ['base64', Buffer.from(secret).toString('base64')],
      ['base64url', Buffer.from(secret).toString('base64url')],
      ['hex', Buffer.from(secret).toString('hex')],
      ['URL', encodeURIComponent(secret)],
      ['Basic', basicOf(secret).replace(/=+$/, '')],
      // Of a text that was cut: enough of it to be a secret still.
      ['beginning', secret.slice(0, 24)],
      ['end', secret.slice(-24)],
    ].map(([form = '', text = '']) => [`${name} (${form})`, text] as const),
  );
}

/** Every file below the folder, by its name there. */
async function readAll(folder: string): Promise<(readonly [string, string])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(folder, file), await readFile(file, 'latin1')] as const;
      }),
  );
}
