/** A client against msw: canned answers per endpoint, every request kept and checked against Toggl's own document. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { IsoDate, TogglProjectId, TogglUserId, TogglWorkspaceId, Window } from '../../src/core/model.ts';
import { createTogglClient, type TogglClient } from '../../src/toggl/toggl-client.ts';
import { createFakeEnvironment, type FakeEnvironment } from '../http/fake-environment.ts';

export const token = '0123456789abcdef0123456789abcdef';
export const baseUrl = 'https://api.track.toggl.com';
export const workspaceId = 5411215 as TogglWorkspaceId;

export const day = (text: string) => text as IsoDate;
export const user = (id: number) => id as TogglUserId;
export const project = (id: number) => id as TogglProjectId;
export const aWindow = (since: string, until: string): Window => ({ since: day(since), until: day(until) });

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

type Answer = (call: Call, count: number) => Response;

const server = setupServer();
let calls: Call[] = [];

/** Registers the life of the server in a test file. */
export function useToggl(): void {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => {
    server.resetHandlers();
    calls = [];
  });
  afterAll(() => server.close());
}

/** A client with a clock that moves only when it sleeps. */
export function aClient(): { client: TogglClient; environment: FakeEnvironment } {
  const environment = createFakeEnvironment();
  const client = createTogglClient({ token, baseUrl, environment, userAgent: 'toggl-runn/1.2.3' });
  return { client, environment };
}

/** Answers an endpoint below the base URL; `count` is 1 for the first call. */
export function answer(method: 'get' | 'post', path: string, respond: Answer): void {
  let count = 0;
  server.use(
    http[method](`${baseUrl}${path}`, async ({ request }) => {
      const url = new URL(request.url);
      const body: unknown = method === 'post' ? await request.json() : {};
      const call: Call = {
        method: request.method,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        body: Object.fromEntries(Object.entries(body ?? {})),
        headers: request.headers,
      };
      calls.push(call);
      count += 1;
      return respond(call, count);
    }),
  );
}

/** Answers a report of the sample workspace. */
export function answerReport(name: string, respond: Answer): void {
  answer('post', `/reports/api/v3/workspace/${workspaceId}/${name}`, respond);
}

export function callsTo(ending: string): readonly Call[] {
  return calls.filter((call) => call.path.endsWith(ending));
}

export const json = (body: unknown, headers: Record<string, string> = {}) =>
  HttpResponse.text(JSON.stringify(body), { headers: { 'content-type': 'application/json', ...headers } });

export const refuse = (status: number, text: string, headers: Record<string, string> = {}) =>
  HttpResponse.text(text, { status, headers });

interface Recorded {
  readonly request: { readonly path: string };
  readonly response: { readonly headers: Record<string, string>; readonly body: unknown };
}

/** A real answer of the live service. */
export function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(new URL(`../fixtures/recorded/${name}.json`, import.meta.url), 'utf8')) as Recorded;
}

export function recordedAnswer(name: string): Response {
  const { response } = recorded(name);
  return json(response.body, response.headers);
}

const reports: unknown = JSON.parse(
  readFileSync(new URL('../fixtures/api/toggl-reports-v3.swagger.json', import.meta.url), 'utf8'),
);

/** Expects a request body to be one that Toggl's document declares: known properties only, of the right types. */
export function expectDeclared(call: Call | undefined, definition: string): void {
  const ajv = new Ajv({ strict: false });
  ajv.addSchema(reports as object, 'reports');
  const properties = Object.keys(
    (reports as { definitions: Record<string, { properties: object }> }).definitions[definition]?.properties ?? {},
  );
  const isValid = ajv.validate({ $ref: `reports#/definitions/${definition}` }, call?.body);
  expect(ajv.errors ?? []).toEqual([]);
  expect(isValid).toBe(true);
  expect(Object.keys(call?.body ?? {}).filter((key) => !properties.includes(key))).toEqual([]);
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}
