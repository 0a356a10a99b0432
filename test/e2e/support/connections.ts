/** The clients of both services, connected to a world's sandbox: for the steps of `run/` without the command line. */
import { loadConfig } from '../../../src/config/load-config.ts';
import type { RangeOptions } from '../../../src/core/dates.ts';
import { connect } from '../../../src/run/connect.ts';
import type { PlanRequest } from '../../../src/run/prepare-run.ts';
import type { ReadRequest } from '../../../src/run/read-sides.ts';
import type { SyncRequest } from '../../../src/run/sync.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import type { World } from './world.ts';

/** What `run/` is given by a command; `steps` are the words of the progress line. */
export interface Requests {
  readonly read: (range?: RangeOptions) => ReadRequest;
  readonly plan: (range?: RangeOptions) => PlanRequest;
  readonly sync: (range?: RangeOptions) => SyncRequest;
  readonly steps: string[];
}

export async function connectTo(world: World): Promise<Requests> {
  const runtime = createFakeRuntime({ env: world.env, clock: world.clock, cwd: world.folder, homeDir: world.folder });
  const { env, cwd, homeDir, platform, signal } = runtime;
  const { config } = await loadConfig({ flags: { config: world.configFile }, env, cwd, homeDir, platform });
  const { connections, openWriter } = connect({ config, environment: runtime, userAgent: 'toggl-runn/test' });
  const steps: string[] = [];
  const read = (range: RangeOptions = {}): ReadRequest => ({
    config,
    connections,
    range,
    nowMs: runtime.now(),
    onStep: (text) => steps.push(text),
  });
  const plan = (range: RangeOptions = {}): PlanRequest => ({
    ...read(range),
    scope: { people: [], projects: [] },
    intent: { adopt: false, clearUnmarked: false, rerole: false },
  });
  const sync = (range: RangeOptions = {}): SyncRequest => ({
    ...plan(range),
    writer: openWriter(),
    isForced: false,
    isJournalled: true,
    isResumed: false,
    isVerified: false,
    onProgress: () => undefined,
    process: runtime.process,
    random: Math.random,
    now: runtime.now,
    toolVersion: '0.0.0-test',
    signal,
  });
  return { read, plan, sync, steps };
}

/** Paths that were asked for since the last `reset` of the sandbox, without queries. */
export function askedPaths(world: World, service: 'toggl' | 'runn'): string[] {
  return world.sandbox.requests
    .filter((request) => request.service === service)
    .map(({ path }) => path.replace(/\?.*$/, ''));
}
