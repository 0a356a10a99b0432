/** Toggl Track and Runn on loopback, over one company, with every doubtful behaviour behind a switch. */

import { dayIn } from './calendar.ts';
import type { ServiceName } from './call.ts';
import type { Company, CompanyConfig } from './company.ts';
import { createFaultBook, type Faults } from './faults.ts';
import { type HttpServer, type RequestRecord, startHttpServer } from './http-server.ts';
import { createRandom } from './random.ts';
import { refuse } from './runn-list.ts';
import { createRunnService } from './runn-service.ts';
import { RunnWorld } from './runn-world.ts';
import { sampleCompany } from './sample-company.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import { createTogglService } from './toggl-service.ts';
import { TogglWorld } from './toggl-world.ts';

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  readonly togglPort?: number;
  readonly runnPort?: number;
  /** Decides what chance decides in the sample company, and the tokens. Default 1. */
  readonly seed?: number;
  /** Last day of the sample company's time, `YYYY-MM-DD`. Default: today in the company's zone. */
  readonly today?: string;
  readonly company?: 'sample' | Company;
  /** How long each answer takes at least. Default 0. */
  readonly latencyMs?: number;
  /** Whether Runn's limit a minute and Toggl's hourly quota are counted. Default true. */
  readonly limits?: boolean;
  /** Whether Toggl's hourly quota is among them. Default true. */
  readonly quota?: boolean;
  readonly switches?: Partial<Switches>;
  /** The clock of limits, quotas, locks and timestamps, in epoch milliseconds. Default: the real one. */
  readonly now?: () => number;
}

export interface Sandbox {
  readonly togglUrl: string;
  readonly runnUrl: string;
  /** What to export so that `toggl-runn` talks to this sandbox. */
  readonly environment: Readonly<Record<string, string>>;
  /** What a user of this company would have configured, as an object. */
  readonly config: CompanyConfig;
  /** The same as JSON text, which is YAML too. */
  readonly configText: string;
  readonly today: string;
  readonly company: Company;
  readonly toggl: TogglWorld;
  readonly runn: RunnWorld;
  /** Every request so far, oldest first. */
  readonly requests: readonly RequestRecord[];
  readonly faults: Faults;
  /** A token of another user of Toggl, who sees what is theirs to see. */
  issueTogglToken(userId: number): string;
  /** May be changed between requests. */
  readonly switches: Switches;
  /** Requests other than reads: what changed something, or tried to. Toggl's reports are reads. */
  writes(): RequestRecord[];
  /** Forgets requests, faults and what was counted for limits. Worlds and switches stay. */
  reset(): void;
  stop(): Promise<void>;
}

/** Default zone where the sample company sits, for which day "today" is. */
const sampleZone = 'Europe/Berlin';

/** Starts both services. Rejects when a port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { seed = 1, latencyMs = 0, limits = true, quota = true, now = Date.now } = options;
  const zone = typeof options.company === 'object' ? options.company.timezone : sampleZone;
  const today = options.today ?? dayIn(now(), zone);
  const company = typeof options.company === 'object' ? options.company : sampleCompany({ seed, today });
  const toggl = new TogglWorld(company, now);
  const runn = new RunnWorld(company, now);
  const switches: Switches = { ...defaultSwitches(), ...options.switches };
  const tokens = createTokens(seed);
  const requests: RequestRecord[] = [];
  const servers: HttpServer[] = [];
  const faults = createFaultBook(() => {
    for (const server of servers) void server.restore();
  });

  const togglService = createTogglService({ world: toggl, apiToken: tokens.toggl, now, withLimits: limits && quota });
  const runnService = createRunnService({
    world: runn,
    apiToken: tokens.runn,
    now,
    timezone: company.timezone,
    withLimits: limits,
  });
  const start = async (service: ServiceName, port: number): Promise<HttpServer> => {
    const server = await startHttpServer({
      service,
      port,
      latencyMs,
      now,
      switches: () => switches,
      faults,
      record: (record) => requests.push(record),
      handle: service === 'toggl' ? togglService.handle : runnService.handle,
      errorBody: (status) =>
        service === 'toggl' ? { status, text: 'Injected failure' } : refuse(status, 'Injected failure'),
    });
    servers.push(server);
    return server;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
  };

  let togglServer: HttpServer;
  let runnServer: HttpServer;
  try {
    togglServer = await start('toggl', options.togglPort ?? 0);
    runnServer = await start('runn', options.runnPort ?? 0);
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    togglUrl: togglServer.url,
    runnUrl: runnServer.url,
    environment: {
      TOGGL_API_TOKEN: tokens.toggl,
      RUNN_API_TOKEN: tokens.runn,
      TOGGL_BASE_URL: togglServer.url,
      RUNN_BASE_URL: runnServer.url,
      TOGGL_WORKSPACE_ID: company.toggl.workspaces.map(({ id }) => id).join(','),
    },
    config: company.config,
    configText: `${JSON.stringify(company.config, null, 2)}\n`,
    today,
    company,
    toggl,
    runn,
    requests,
    faults,
    issueTogglToken: (userId) => {
      const token = createTokens(seed ^ userId).toggl;
      toggl.otherTokens.set(token, userId);
      return token;
    },
    switches,
    writes: () => requests.filter(({ service, method }) => service === 'runn' && method !== 'GET'),
    reset: () => {
      requests.length = 0;
      faults.clear();
      togglService.reset();
      runnService.reset();
    },
    stop,
  };
}

/** Tokens of the real form: 32 hex digits for Toggl, a `TEST_` key for Runn. */
function createTokens(seed: number): { readonly toggl: string; readonly runn: string } {
  const random = createRandom(seed ^ 0x7067);
  const hex = (length: number): string => Array.from({ length }, () => random.between(0, 15).toString(16)).join('');
  return { toggl: hex(32), runn: `TEST_${hex(40)}` };
}
