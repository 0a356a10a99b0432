import { delay, HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AccessError, AppError, InterruptedError, ServiceError, TemporaryError } from '../../src/core/errors.ts';
import { createService, type ServiceProfile } from '../../src/http/create-service.ts';
import type { HttpEvent } from '../../src/http/service.ts';
import { createFakeEnvironment, type FakeEnvironment } from './fake-environment.ts';

const base = 'https://service.example';
const token = 'canary-0123456789abcdef';
const server = setupServer();
const itemSchema = z.object({ id: z.number(), name: z.string() });

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

let environment: FakeEnvironment;
beforeEach(() => {
  environment = createFakeEnvironment();
});

function aService(profile: Partial<ServiceProfile> = {}) {
  return createService(
    {
      name: 'Runn',
      baseUrl: `${base}/`,
      baseUrlSetting: 'RUNN_BASE_URL',
      headers: { authorization: `Bearer ${token}`, 'user-agent': 'toggl-runn/1.2.3' },
      secrets: [token],
      pace: { requests: 110, windowMs: 60_000 },
      ...profile,
    },
    environment,
  );
}

const getItem = { method: 'GET', path: '/items/1/', endpoint: '/items/{id}/', schema: itemSchema } as const;

/** Answers in turn; the last one for good. Returns what was received. */
function answers(...responses: readonly (() => Response | Promise<Response>)[]): Request[] {
  const received: Request[] = [];
  server.use(
    http.all(`${base}/*`, ({ request }) => {
      const respond = responses[Math.min(received.length, responses.length - 1)];
      received.push(request.clone());
      return respond?.();
    }),
  );
  return received;
}

const good = () => HttpResponse.json({ id: 1, name: 'One', extra: true });
const failing =
  (status: number, headers: Record<string, string> = {}, body = `status ${status}`) =>
  () =>
    new HttpResponse(body, { status, headers });

async function rejection(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error('The call did not end with an AppError.', { cause: error });
  return error;
}

describe('a request', () => {
  it('carries method, query, body and the headers of the profile', async () => {
    const received = answers(good);
    await aService().send({
      method: 'POST',
      path: '/items/',
      query: { limit: 200, cursor: 'a/b', left: undefined },
      body: { name: 'Ü' },
      schema: itemSchema,
    });

    const request = received[0];
    expect(request?.url).toBe(`${base}/items/?limit=200&cursor=a%2Fb`);
    expect(request?.method).toBe('POST');
    expect(await request?.json()).toEqual({ name: 'Ü' });
    expect(request?.headers.get('content-type')).toBe('application/json');
    expect(request?.headers.get('authorization')).toBe(`Bearer ${token}`);
    expect(request?.headers.get('user-agent')).toBe('toggl-runn/1.2.3');
  });

  it('gives the parsed body with status and headers', async () => {
    answers(() => HttpResponse.json({ id: 1, name: 'One' }, { headers: { 'x-page': '3' } }));
    const answer = await aService().send(getItem);
    expect(answer.body).toEqual({ id: 1, name: 'One' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-page')).toBe('3');
  });

  it('takes 204 as undefined', async () => {
    answers(() => new HttpResponse(null, { status: 204 }));
    const answer = await aService().send({ method: 'DELETE', path: '/items/1/', schema: z.undefined() });
    expect(answer.body).toBeUndefined();
  });

  it('is never redirected, for the token would go along', async () => {
    const received = answers(
      () => new HttpResponse(null, { status: 302, headers: { location: 'https://other.example/' } }),
    );
    const error = await rejection(aService().send(getItem));
    expect(error).toBeInstanceOf(ServiceError);
    expect(error.code).toBe('redirected');
    expect(error.hint).toContain('RUNN_BASE_URL');
    expect(received).toHaveLength(1);
  });
});

describe('a failure that may pass', () => {
  it.each([408, 429, 500, 502, 503, 504])('repeats after %i', async (status) => {
    const received = answers(failing(status), good);
    const service = aService();
    expect((await service.send(getItem)).body.id).toBe(1);
    expect(received).toHaveLength(2);
    expect(service.attempts).toBe(2);
  });

  it('repeats after a network error', async () => {
    const received = answers(() => HttpResponse.error(), good);
    await aService().send(getItem);
    expect(received).toHaveLength(2);
  });

  it('sends the body again', async () => {
    const received = answers(failing(503), good);
    await aService().send({ ...getItem, method: 'POST', body: { name: 'Two' } });
    expect(await received[1]?.json()).toEqual({ name: 'Two' });
  });

  it('ends after five attempts', async () => {
    const received = answers(failing(500));
    const error = await rejection(aService().send(getItem));
    expect(error).toBeInstanceOf(TemporaryError);
    expect(error.code).toBe('service-unavailable');
    expect(received).toHaveLength(5);
  });

  it('waits as long as the service asks', async () => {
    answers(failing(503, { 'retry-after': '20' }), good);
    await aService().send(getItem);
    expect(environment.sleeps).toEqual([20_000]);
  });

  it('ends at once with the time when the service asks for more than a minute', async () => {
    const received = answers(failing(429, { 'retry-after': '3600' }));
    const error = await rejection(aService().send(getItem));
    expect(error).toMatchObject({ code: 'rate-limit', exitCode: 8, retryAtMs: environment.now() + 3_600_000 });
    expect(received).toHaveLength(1);
  });

  it('makes everybody wait after a 429', async () => {
    const received = answers(failing(429, { 'retry-after': '30' }), good);
    const service = aService();
    await Promise.all([service.send(getItem), service.send(getItem).then(() => service.send(getItem))]);
    expect(received.length).toBeGreaterThanOrEqual(4);
    expect(environment.sleeps).toEqual([30_000]);
  });

  it('gives up an attempt that hangs, in its body too', async () => {
    let calls = 0;
    server.use(
      http.get(`${base}/items/1/`, async () => {
        calls += 1;
        if (calls === 1) await delay('infinite');
        if (calls === 2)
          return new HttpResponse(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array([123])) }));
        return good();
      }),
    );
    await aService({ attemptTimeoutMs: 30 }).send(getItem);
    expect(calls).toBe(3);
  });

  it('says so when every attempt hangs', async () => {
    answers(async () => {
      await delay('infinite');
      return good();
    });
    const error = await rejection(aService({ attemptTimeoutMs: 5 }).send(getItem));
    expect(error).toMatchObject({ code: 'timeout', exitCode: 8 });
  });
});

describe('a failure that stays', () => {
  it.each([
    [400, ServiceError, 'unexpected-status'],
    [401, AccessError, 'token-refused'],
    [403, AccessError, 'forbidden'],
    [404, ServiceError, 'unexpected-status'],
    [409, ServiceError, 'unexpected-status'],
    [422, ServiceError, 'unexpected-status'],
    [402, ServiceError, 'unexpected-status'],
  ])('does not repeat after %i', async (status, type, code) => {
    const received = answers(failing(status));
    const error = await rejection(aService().send(getItem));
    expect(error).toBeInstanceOf(type);
    expect(error.code).toBe(code);
    expect(error.hint).toBeTruthy();
    expect(received).toHaveLength(1);
  });

  it("names service, call and the service's own words", async () => {
    answers(() => HttpResponse.json({ error: 'Bad Request', message: 'Wrong\n id', statusCode: 400 }, { status: 400 }));
    const error = await rejection(aService().send(getItem));
    expect(error.message).toBe('Runn answered 400 to GET /items/{id}/: Wrong id');
  });

  it('leaves the meaning of a status to the profile first', async () => {
    answers(failing(404, {}, 'no such thing'));
    const service = aService({
      explain: (failure, context) =>
        new AccessError('mine', `${failure.message} ${context.method} ${context.endpoint}`),
    });
    const error = await rejection(service.send(getItem));
    expect(error).toMatchObject({ code: 'mine', message: 'no such thing GET /items/{id}/' });
  });

  it('comes back as a value where it is tolerated', async () => {
    answers(failing(404, { 'x-why': 'gone' }, 'not there'));
    const answer = await aService().trySend(getItem, [404]);
    expect(answer).toMatchObject({ status: 404, message: 'not there' });
    expect(answer.headers.get('x-why')).toBe('gone');
  });

  it('is thrown where another status is tolerated', async () => {
    answers(failing(404));
    expect((await rejection(aService().trySend(getItem, [409]))).code).toBe('unexpected-status');
  });
});

describe('a quota', () => {
  const quotaResetsInMs: ServiceProfile['quotaResetsInMs'] = (failure) =>
    failure.status === 402 ? Number(failure.headers.get('x-quota')) * 1000 : undefined;

  it('that comes back soon is waited for, with a word on it', async () => {
    answers(failing(402, { 'x-quota': '45' }), good);
    await aService({ quotaResetsInMs }).send(getItem);
    expect(environment.sleeps).toEqual([45_000]);
    expect(environment.events).toContainEqual({ kind: 'wait', service: 'Runn', reason: 'quota', waitMs: 45_000 });
  });

  it('that comes back late hands the time to the profile', async () => {
    const received = answers(failing(402, { 'x-quota': '1800' }));
    const service = aService({
      quotaResetsInMs,
      explain: (_, { retryAtMs }) => new TemporaryError('my-quota', 'later', { retryAtMs }),
    });
    const error = await rejection(service.send(getItem));
    expect(error).toMatchObject({ code: 'my-quota', retryAtMs: environment.now() + 1_800_000 });
    expect(received).toHaveLength(1);
  });
});

describe('an answer that does not fit', () => {
  it('names field and endpoint, and no value', async () => {
    answers(() => HttpResponse.json({ id: 'Eric Clapton', name: 7 }));
    const error = await rejection(aService().send(getItem));
    expect(error).toBeInstanceOf(ServiceError);
    expect(error.code).toBe('unexpected-answer');
    expect(error.message).toContain('/items/{id}/');
    expect(error.message).toContain('id: ');
    expect(error.message).toContain('name: ');
    expect(`${error.message}${error.hint}${String(error.cause)}`).not.toContain('Clapton');
  });

  it('is refused when it is not JSON, without quoting it', async () => {
    const received = answers(() => HttpResponse.html('<p>Eric Clapton</p>'));
    const error = await rejection(aService().send(getItem));
    expect(error.code).toBe('unexpected-answer');
    expect(error.message).toContain('text/html');
    expect(`${error.message}${String(error.cause)}`).not.toContain('Clapton');
    expect(received).toHaveLength(1);
  });

  it('is refused when it is empty', async () => {
    answers(() => new HttpResponse('', { status: 200 }));
    expect((await rejection(aService().send(getItem))).code).toBe('unexpected-answer');
  });

  it('keeps the list of problems short', async () => {
    answers(() => HttpResponse.json(Array.from({ length: 50 }, () => 'x')));
    const error = await rejection(aService().send({ ...getItem, schema: z.array(z.number()) }));
    expect(error.message.match(/expected number/g)).toHaveLength(3);
    expect(error.message).toContain('47 more');
  });
});

describe('an interrupt', () => {
  it('ends a request in flight', async () => {
    answers(async () => {
      environment.abort();
      await delay('infinite');
      return good();
    });
    expect(await rejection(aService().send(getItem))).toBeInstanceOf(InterruptedError);
  });

  it('keeps a request from being sent', async () => {
    const received = answers(good);
    environment.abort();
    expect(await rejection(aService().send(getItem))).toBeInstanceOf(InterruptedError);
    expect(received).toHaveLength(0);
  });
});

describe('the pace', () => {
  it('holds for concurrent requests too', async () => {
    answers(good);
    const service = aService({ pace: { requests: 3, windowMs: 10_000 } });
    await Promise.all(Array.from({ length: 7 }, () => service.send(getItem)));
    expect(environment.sleeps).toEqual([10_000, 10_000]);
  });

  it('obeys what the headers leave, whoever used it up', async () => {
    answers(() =>
      HttpResponse.json(
        { id: 1, name: 'One' },
        { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '17' } },
      ),
    );
    const service = aService();
    await service.send(getItem);
    await service.send(getItem);
    expect(environment.sleeps).toEqual([17_000]);
  });
});

describe('a token', () => {
  const basic = Buffer.from(`${token}:api_token`).toString('base64');
  const everything = (error: AppError, events: readonly HttpEvent[]) => {
    const texts: string[] = [JSON.stringify(events)];
    for (let each: unknown = error; each instanceof Error; each = each.cause) {
      texts.push(each.message, each.stack ?? '', JSON.stringify(each), 'hint' in each ? String(each.hint) : '');
    }
    return texts.join('\n');
  };

  it('that looks like a number leaves the numbers of an answer alone', async () => {
    const digits = '12345678';
    answers(() => HttpResponse.json({ id: Number(digits), name: `${digits} and "more"` }));
    const answer = await aService({ secrets: [digits] }).send(getItem);
    expect(answer.body).toEqual({ id: Number(digits), name: '[redacted] and "more"' });
  });

  it('is taken out of an answer in whatever way JSON spells it', async () => {
    const spelled = `\\u0063${token.slice(1)}`;
    answers(() => new HttpResponse(`{ "id": 1, "name": "${spelled}" }`));
    const answer = await aService().send(getItem);
    expect(answer.body).toEqual({ id: 1, name: '[redacted]' });
  });

  it('is taken out of what the service says', async () => {
    answers(failing(400, {}, `Bad token ${token} in Basic ${basic} ${encodeURIComponent(token)}`));
    const error = await rejection(aService({ secrets: [token, basic] }).send({ ...getItem, query: { key: token } }));
    expect(everything(error, environment.events)).not.toMatch(new RegExp(`${token}|${basic}`));
    expect(error.message).toContain('[redacted]');
  });

  it('is taken out of a network error and its causes', async () => {
    environment.fetch = () =>
      Promise.reject(
        new TypeError(`fetch failed ${token}`, {
          cause: Object.assign(new Error(`Bearer ${token}`), { code: 'ECONNRESET' }),
        }),
      );
    const error = await rejection(aService().send(getItem));
    expect(error.message).toContain('ECONNRESET');
    expect(everything(error, environment.events)).not.toContain(token);
  });

  it('that no header can hold is refused before it is sent', () => {
    const make = () => aService({ headers: { authorization: `Bearer ${token}\n${token}` }, secrets: [token] });
    expect(make).toThrow(AccessError);
    expect(make).not.toThrow(token);
  });
});
