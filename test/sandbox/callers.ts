/** Plain calls to a sandbox, as the services' documents describe them, and the smallest company to call about. */
import type { NewActual } from '../../src/sandbox/company.ts';
import { type GenerateOptions, generateCompany } from '../../src/sandbox/generate-company.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';

/** A Friday. */
export const today = '2026-03-06';

/** 10:00 in Berlin on that Friday. */
export const nowMs = Date.parse('2026-03-06T09:00:00Z');

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, or undefined. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into foreign JSON
  readonly body: any;
}

export interface RawCall {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function call(baseUrl: string, { method = 'GET', path, body, headers = {} }: RawCall): Promise<Reply> {
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, body: json };
}

export function basic(token: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${token}:api_token`).toString('base64')}` };
}

export function toggl(sandbox: Sandbox, method: string, path: string, body?: unknown): Promise<Reply> {
  return call(sandbox.togglUrl, { method, path, body, headers: basic(sandbox.environment['TOGGL_API_TOKEN'] ?? '') });
}

/** A POST to the reports of the first workspace. */
export function report(sandbox: Sandbox, path: string, body?: unknown): Promise<Reply> {
  return toggl(sandbox, 'POST', `/reports/api/v3/workspace/${firstWorkspace}/${path}`, body);
}

export function runn(sandbox: Sandbox, method: string, path: string, body?: unknown): Promise<Reply> {
  return call(sandbox.runnUrl, {
    method,
    path,
    body,
    headers: { authorization: `Bearer ${sandbox.environment['RUNN_API_TOKEN']}`, 'accept-version': '1.0.0' },
  });
}

export const firstWorkspace = 5_411_215;
/** Ids of `generateCompany`. */
export const togglUser = 6_910_000;
export const togglProject = 170_100_000;
export const runnPerson = 1001;
export const runnProject = 5001;
export const role = 10;

const running: Sandbox[] = [];

/** Two people, two projects, nothing tracked and nothing booked, unless asked for otherwise; the clock stands still. */
export async function smallSandbox(
  options: SandboxOptions = {},
  company: Partial<GenerateOptions> = {},
): Promise<Sandbox> {
  const sandbox = await startSandbox({
    company: generateCompany({ people: 2, projects: 2, days: 1, today, entriesPerDay: 0, ...company }),
    now: () => nowMs,
    today,
    ...options,
  });
  running.push(sandbox);
  return sandbox;
}

export async function sampleSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ today, now: () => nowMs, ...options });
  running.push(sandbox);
  return sandbox;
}

/** For `afterEach`. */
export async function stopSandboxes(): Promise<void> {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.stop()));
}

/** An actual of person 1001 on project 5001. */
export function booking(rest: Partial<NewActual> = {}): NewActual {
  return {
    date: '2026-03-02',
    billableMinutes: 150,
    nonbillableMinutes: 30,
    personId: runnPerson,
    projectId: runnProject,
    roleId: role,
    ...rest,
  };
}

/** The same as a request body, which may be anything. */
export function actual(rest: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return { ...booking(), ...rest };
}
