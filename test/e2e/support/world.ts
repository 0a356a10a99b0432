/** A sandbox and commands that run against it in process, as a user would have set them up. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { main } from '../../../src/main.ts';
import { dryRunDocument, syncDocument } from '../../../src/output/json-schemas.ts';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/start-sandbox.ts';
import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { type Clock, createFakeRuntime, type RuntimeOptions, startMs, today } from './fake-runtime.ts';

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Together, in milliseconds. */
  readonly slept: number;
  /** stdout as the one JSON document that it has to be. */
  // biome-ignore lint/suspicious/noExplicitAny: what the tests look into
  readonly document: any;
}

export interface World {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly folder: string;
  readonly stateDir: string;
  readonly configFile: string;
  /** What the commands find in the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command with `--config` of this world. Fails when a token shows in what it prints. */
  readonly run: (argv: readonly string[], options?: RuntimeOptions) => Promise<Result>;
  /** The same without a configuration: what stands in the folder is found there, or nothing. */
  readonly runBare: (argv: readonly string[], options?: RuntimeOptions) => Promise<Result>;
  /** The same as `run` with `--json`. */
  readonly runJson: (argv: readonly string[], options?: RuntimeOptions) => Promise<Result>;
  /** `sync` and `dry-run` that have to come to a report, which is checked against its schema. */
  readonly sync: (...argv: readonly string[]) => Promise<Reported<typeof syncDocument>>;
  readonly dryRun: (...argv: readonly string[]) => Promise<Reported<typeof dryRunDocument>>;
  /** Write requests since the last question. */
  readonly newWrites: () => number;
  /** Writes another configuration in place of the one that stands there. */
  readonly configure: (config: TestConfig) => Promise<void>;
}

type Reported<Schema extends z.ZodType> = Omit<Result, 'document'> & { readonly document: z.infer<Schema> };

/** In the words of the configuration file. */
export type TestConfig = Readonly<Record<string, unknown>>;

const open: World[] = [];

/** The sample company unless `options` say otherwise; `config` is laid over what the company itself is configured with. */
export async function openWorld(options: SandboxOptions = {}, config: TestConfig = {}): Promise<World> {
  const clock = { nowMs: startMs };
  const sandbox = await startSandbox({ today, now: () => clock.nowMs, ...options });
  const folder = await mkdtemp(join(tmpdir(), 'toggl-runn-e2e-'));
  const stateDir = join(folder, 'state');
  const configFile = join(folder, 'toggl-runn.json');
  await writeFile(configFile, JSON.stringify({ ...sandbox.config, ...config }), { mode: 0o600 });
  const env = { ...sandbox.environment, TOGGL_RUNN_STATE_DIR: stateDir };
  let seenWrites = 0;

  const runBare: World['run'] = async (argv, runtimeOptions = {}) => {
    // Two runs never begin in the same minute.
    clock.nowMs += 60_000;
    const runtime = createFakeRuntime({ env, clock, cwd: folder, homeDir: folder, ...runtimeOptions });
    const code = await main(argv, runtime);
    const { stdout, stderr } = runtime.output;
    assertNoToken(sandbox, stdout + stderr);
    return {
      code,
      stdout,
      stderr,
      slept: runtime.sleeps.reduce((sum, ms) => sum + ms, 0),
      get document() {
        return JSON.parse(stdout);
      },
    };
  };
  const run: World['run'] = (argv, runtimeOptions) => runBare([...argv, '--config', configFile], runtimeOptions);
  const runJson: World['runJson'] = (argv, runtimeOptions) => run([...argv, '--json'], runtimeOptions);
  const world: World = {
    sandbox,
    clock,
    folder,
    stateDir,
    configFile,
    env,
    run,
    runBare,
    runJson,
    sync: async (...argv) => reported(await runJson(['sync', ...argv]), syncDocument),
    dryRun: async (...argv) => reported(await runJson(['dry-run', ...argv]), dryRunDocument),
    newWrites: () => {
      const writes = sandbox.writes().length;
      const since = writes - seenWrites;
      seenWrites = writes;
      return since;
    },
    configure: (next) => writeFile(configFile, JSON.stringify(next), { mode: 0o600 }),
  };
  open.push(world);
  return world;
}

function reported<Schema extends z.ZodType>(result: Result, schema: Schema): Reported<Schema> {
  const { document } = result;
  if (document.error !== undefined) {
    throw new Error(`Exit ${result.code}: ${document.error.code}: ${document.error.message}`);
  }
  const { code, stdout, stderr, slept } = result;
  return { code, stdout, stderr, slept, document: schema.parse(document) };
}

/** For `afterEach`. */
export async function closeWorlds(): Promise<void> {
  await Promise.all(
    open.splice(0).map(async ({ sandbox, folder }) => {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }),
  );
}

/** Neither token, in none of the forms in which it travels. */
export function assertNoToken(sandbox: Sandbox, text: string): void {
  const { TOGGL_API_TOKEN: toggl = '', RUNN_API_TOKEN: runn = '' } = sandbox.environment;
  const credentials = Buffer.from(`${toggl}:api_token`).toString('base64');
  for (const secret of [toggl, runn, credentials]) {
    if (text.includes(secret)) throw new Error(`A token shows in the output:\n${text.replaceAll(secret, '<token>')}`);
  }
}
