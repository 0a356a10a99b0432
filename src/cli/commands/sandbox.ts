/** `sandbox`: serves both services on loopback until it is interrupted. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../core/errors.ts';
import type { ExitCode } from '../../core/exit-code.ts';
import { wrapText } from '../../output/layout.ts';
import { isDay } from '../../sandbox/calendar.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/start-sandbox.ts';
import {
  parseSwitch,
  type SwitchDefinition,
  type Switches,
  switchDefinitions,
  switchNames,
} from '../../sandbox/switches.ts';
import { type GlobalOptions, widthOf } from '../global-options.ts';
import type { Runtime } from '../runtime.ts';

export interface SandboxCommandOptions extends GlobalOptions {
  readonly togglPort: string;
  readonly runnPort: string;
  readonly seed: string;
  readonly today?: string;
  readonly latency: string;
  readonly quota?: boolean;
  readonly switch?: readonly string[];
  readonly listSwitches?: boolean;
}

/** Prints the environment to export, then serves until Ctrl-C. */
export async function runSandboxCommand(options: SandboxCommandOptions, runtime: Runtime): Promise<ExitCode> {
  if (options.listSwitches === true) {
    runtime.stdout.write(listSwitches(widthOf(runtime.stdout)));
    return 0;
  }
  const today = options.today;
  if (today !== undefined && !isDay(today)) {
    throw new UsageError('usage', `--today ${today} is not a day such as 2024-01-31.`);
  }
  const sandbox = await startOnPorts({
    togglPort: wholeNumber('toggl-port', options.togglPort, 65_535),
    runnPort: wholeNumber('runn-port', options.runnPort, 65_535),
    seed: wholeNumber('seed', options.seed, 2 ** 31),
    latencyMs: wholeNumber('latency', options.latency, 60_000),
    // Counted, it would end what somebody tries out after some ten commands, for an hour.
    quota: options.quota === true,
    switches: readSwitches(options.switch ?? []),
    ...(today === undefined ? {} : { today }),
  });
  const width = widthOf(runtime.stderr);
  const folder = await mkdtemp(join(tmpdir(), 'toggl-runn-sandbox-'));
  try {
    const configFile = join(folder, 'toggl-runn.json');
    await writeFile(configFile, sandbox.configText, { mode: 0o600 });
    const exports = { ...sandbox.environment, TOGGL_RUNN_STATE_DIR: join(folder, 'state') };
    runtime.stdout.write(
      Object.entries(exports)
        .map(([name, value]) => `export ${name}=${value}\n`)
        .join(''),
    );
    runtime.stderr.write(
      [
        ...wrapText(
          `Toggl Track listens at ${sandbox.togglUrl}, Runn at ${sandbox.runnUrl}; the sample time ends on ${sandbox.today}. Ctrl-C ends the sandbox.`,
          { width },
        ),
        'Next, paste the lines above into another terminal. Then, to look around:',
        `  toggl-runn dry-run --since 42d --config ${configFile}`,
        'Or, to set it up as you would your own accounts:',
        '  toggl-runn init',
        '',
      ].join('\n'),
    );
    await new Promise<void>((resolve) => {
      if (runtime.signal.aborted) resolve();
      runtime.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return 0;
}

async function startOnPorts(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause;
    const why = code === 'EADDRINUSE' ? 'in use by another program' : 'reserved by the system';
    const ports = `--toggl-port ${options.togglPort} or --runn-port ${options.runnPort}`;
    throw new UsageError('port-taken', `The port of ${ports} is ${why}.`, {
      hint: 'Choose another one, or leave the option out: then a free one is taken.',
      cause,
    });
  }
}

function wholeNumber(option: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) {
    throw new UsageError('usage', `--${option} ${text} is not a whole number from 0 to ${max}.`);
  }
  return value;
}

function readSwitches(texts: readonly string[]): Partial<Switches> {
  let switches: Partial<Switches> = {};
  for (const text of texts) {
    const [name = '', ...value] = text.split('=');
    const parsed = parseSwitch(name, value.join('='));
    if ('problem' in parsed) {
      throw new UsageError('usage', `--switch ${text}: ${parsed.problem}`, {
        hint: 'See toggl-runn sandbox --list-switches.',
      });
    }
    switches = { ...switches, ...parsed };
  }
  return switches;
}

function valuesOf(definition: SwitchDefinition): string {
  if ('values' in definition) return definition.values.join(', ');
  return 'kind' in definition ? 'none or a day' : 'a whole number';
}

function listSwitches(width: number): string {
  const blocks = switchNames.map((name) => {
    const definition: SwitchDefinition = switchDefinitions[name];
    const { service, default: standard, doc } = definition;
    return [
      name,
      ...wrapText(`${service === 'toggl' ? 'Toggl' : 'Runn'}: ${doc}.`, { width, indent: 4 }),
      ...wrapText(`values: ${valuesOf(definition)}; default: ${standard}`, { width, indent: 4 }),
    ];
  });
  return `${blocks.flat().join('\n')}\n`;
}
