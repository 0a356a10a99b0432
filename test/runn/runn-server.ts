/** Runn behind msw: captures every request, and checks it against Runn's document when the test is over. */
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { createService } from '../../src/http/create-service.ts';
import type { Service } from '../../src/http/service.ts';
import { runnProfile } from '../../src/runn/runn-profile.ts';
import { createFakeEnvironment } from '../http/fake-environment.ts';
import { type CapturedRequest, problemsOfRequest } from './openapi.ts';

export const baseUrl = 'https://api.runn.io';
export const token = 'TEST_canary-token';

/** Answers a request; `number` counts the requests of this method and path from 1. */
export type Answer = (request: CapturedRequest, number: number) => Response;

export interface RunnServer {
  readonly requests: CapturedRequest[];
  /** Answers `METHOD /path`. Everything else is an error. */
  readonly on: (endpoint: `${string} /${string}`, answer: Answer) => void;
  readonly service: () => Service;
}

/** To be called once, at the top of a test file. */
export function useRunnServer(): RunnServer {
  const requests: CapturedRequest[] = [];
  const answers = new Map<string, Answer>();
  const server = setupServer(
    http.all(`${baseUrl}/*`, async ({ request }) => {
      const url = new URL(request.url);
      const endpoint = `${request.method} ${url.pathname}`;
      const sent = await request.text();
      const captured: CapturedRequest = {
        method: request.method,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: sent === '' ? undefined : JSON.parse(sent),
      };
      requests.push(captured);
      const answer = answers.get(endpoint);
      if (answer === undefined) return new HttpResponse(`The test does not expect ${endpoint}.`, { status: 418 });
      const number = requests.filter(({ method, path }) => `${method} ${path}` === endpoint).length;
      return answer(captured, number);
    }),
  );
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterAll(() => server.close());
  beforeEach(() => {
    requests.length = 0;
    answers.clear();
  });
  afterEach(() => {
    expect(requests.flatMap(problemsOfRequest)).toEqual([]);
  });
  return {
    requests,
    on: (endpoint, answer) => answers.set(endpoint, answer),
    service: () =>
      createService(
        runnProfile({ token, baseUrl, requestsPerMinute: 110, userAgent: 'toggl-runn/test' }),
        createFakeEnvironment(),
      ),
  };
}

/** An error body as Runn's document has it. */
export function errorAnswer(status: number, message = 'Because.'): Response {
  return HttpResponse.json({ error: 'Error', message, statusCode: status }, { status });
}

export function page(values: readonly unknown[], nextCursor: string | null = null): Response {
  return HttpResponse.json({ values, nextCursor });
}
