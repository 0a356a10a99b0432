import { afterEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import {
  actual,
  basic,
  booking,
  call,
  report,
  runn,
  runnPerson,
  smallSandbox,
  stopSandboxes,
  toggl,
  togglUser,
} from './callers.ts';

afterEach(stopSandboxes);

async function faulty(fault: Fault, people = 2): Promise<Sandbox> {
  const sandbox = await smallSandbox({}, { people });
  sandbox.faults.add(fault);
  return sandbox;
}

const me = (sandbox: Sandbox): ReturnType<typeof runn> => runn(sandbox, 'GET', '/me/');

async function statuses(sandbox: Sandbox, count: number): Promise<number[]> {
  const list: number[] = [];
  for (let index = 0; index < count; index += 1) list.push((await me(sandbox)).status);
  return list;
}

describe('which request', () => {
  const broken = { kind: 'status', status: 503 } as const;

  test.each([
    [{}, [503, 503, 503, 503]],
    [{ nth: 2 }, [200, 503, 200, 200]],
    [{ from: 3 }, [200, 200, 503, 503]],
    [{ times: 1 }, [503, 200, 200, 200]],
    [{ from: 2, times: 2 }, [200, 503, 503, 200]],
    [{ service: 'toggl' }, [200, 200, 200, 200]],
    [{ method: 'POST' }, [200, 200, 200, 200]],
    [{ path: '/me', nth: 1 }, [503, 200, 200, 200]],
    [{ path: /people/ }, [200, 200, 200, 200]],
  ] as const)('%j', async (target, expected) => {
    const sandbox = await faulty({ ...target, ...broken });
    expect(await statuses(sandbox, 4)).toEqual(expected);
  });

  test('an expression sees the query', async () => {
    const sandbox = await faulty({ path: /limit=7/, ...broken });
    expect((await runn(sandbox, 'GET', '/people/?limit=7')).status).toBe(503);
    expect((await runn(sandbox, 'GET', '/people/?limit=8')).status).toBe(200);
  });

  test('a fault can be taken away, and all of them', async () => {
    const sandbox = await smallSandbox();
    const remove = sandbox.faults.add(broken);
    remove();
    expect((await me(sandbox)).status).toBe(200);
    sandbox.faults.add(broken);
    sandbox.faults.clear();
    expect((await me(sandbox)).status).toBe(200);
  });

  test('the record says which fault a request met', async () => {
    const sandbox = await faulty({ nth: 2, ...broken });
    await statuses(sandbox, 2);
    expect(sandbox.requests.map(({ fault, status }) => [fault, status])).toEqual([
      [undefined, 200],
      ['status', 503],
    ]);
  });
});

describe('the connection', () => {
  test('reset', async () => {
    const sandbox = await faulty({ kind: 'reset', nth: 1 });
    await expect(me(sandbox)).rejects.toThrow();
    expect((await me(sandbox)).status).toBe(200);
    expect(sandbox.requests[0]?.status).toBeNull();
  });

  test('refuse: the service is gone until the faults are cleared', async () => {
    const sandbox = await faulty({ kind: 'refuse', nth: 1 });
    await expect(me(sandbox)).rejects.toThrow();
    await expect(me(sandbox)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    sandbox.faults.clear();
    await expect
      .poll(() =>
        me(sandbox).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    expect((await toggl(sandbox, 'GET', '/api/v9/me')).status).toBe(200);
  });

  test('hang: no answer', async () => {
    const sandbox = await faulty({ kind: 'hang' });
    const signal = AbortSignal.timeout(100);
    await expect(fetch(`${sandbox.runnUrl}/me/`, { signal })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('slow drip: whole, but in pieces', async () => {
    const sandbox = await faulty({ kind: 'slow-drip', bytes: 4, everyMs: 1 });
    const reply = await me(sandbox);
    expect([reply.status, reply.body]).toEqual([200, { name: 'Generated' }]);
  });

  test('cut off: the headers arrive, the body does not', async () => {
    const sandbox = await faulty({ kind: 'cut-off' });
    const headers = { authorization: `Bearer ${sandbox.environment['RUNN_API_TOKEN']}`, 'accept-version': '1.0.0' };
    const response = await fetch(`${sandbox.runnUrl}/me/`, { headers });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  test('lost answer: it was written', async () => {
    const sandbox = await faulty({ kind: 'lost-answer', method: 'POST' });
    await expect(runn(sandbox, 'POST', '/actuals/', actual())).rejects.toThrow();
    expect(sandbox.runn.actuals.size).toBe(1);
    sandbox.faults.clear();
    expect((await runn(sandbox, 'POST', '/actuals/', actual())).status).toBe(201);
    expect(sandbox.runn.actuals.size).toBe(1);
  });
});

describe('the answer', () => {
  test('garbage under a 200', async () => {
    const sandbox = await faulty({ kind: 'garbage' });
    const reply = await me(sandbox);
    expect([reply.status, reply.body]).toEqual([200, undefined]);
    expect(reply.headers.get('content-type')).toMatch(/json/);
  });

  test('another shape', async () => {
    const sandbox = await faulty({ kind: 'wrong-shape' });
    expect((await me(sandbox)).body).toEqual(['unexpected']);
    expect((await report(sandbox, 'weekly/time_entries', { start_date: '2026-03-02' })).body).toEqual({
      unexpected: true,
    });
  });

  test('a shape of one own', async () => {
    const sandbox = await faulty({
      kind: 'wrong-shape',
      change: (body) => ({ ...(body as object), nextCursor: undefined }),
    });
    expect((await runn(sandbox, 'GET', '/people/')).body).not.toHaveProperty('nextCursor');
  });

  test.each([400, 401, 403, 404, 408, 429, 500, 502, 503])("%i, in each service's own form", async (status) => {
    const sandbox = await faulty({ kind: 'status', status });
    const ofRunn = await me(sandbox);
    const ofToggl = await toggl(sandbox, 'GET', '/api/v9/me');
    expect([ofRunn.status, ofRunn.body.statusCode]).toEqual([status, status]);
    expect([ofToggl.status, ofToggl.body]).toEqual([status, undefined]);
  });

  test('headers and bodies of a status', async () => {
    const headers = { 'Retry-After': 'Fri, 06 Mar 2026 10:00:00 GMT' };
    const sandbox = await faulty({ kind: 'status', status: 429, headers, body: { odd: true } });
    const reply = await me(sandbox);
    expect([reply.headers.get('retry-after'), reply.body]).toEqual([headers['Retry-After'], { odd: true }]);
  });

  test('a status in place of a write: nothing is written', async () => {
    const sandbox = await faulty({ kind: 'status', status: 500 });
    await runn(sandbox, 'POST', '/actuals/', actual());
    expect(sandbox.runn.actuals.size).toBe(0);
  });
});

describe('bulk writes', () => {
  const actuals = [actual(), actual({ personId: runnPerson + 1, billableNote: 'note' })];
  const bulk = (sandbox: Sandbox): ReturnType<typeof runn> => runn(sandbox, 'POST', '/actuals/bulk/', { actuals });

  test('items are missing from the answer, and were written', async () => {
    const sandbox = await faulty({ kind: 'missing-items', path: '/actuals/bulk' });
    expect((await bulk(sandbox)).body).toHaveLength(1);
    expect(sandbox.runn.actuals.size).toBe(2);
  });

  test('notes are dropped for one request', async () => {
    const sandbox = await faulty({ kind: 'switches', switches: { noteLimit: -1 }, nth: 1 });
    expect((await bulk(sandbox)).body[1].billableNote).toBeNull();
    expect((await bulk(sandbox)).body[1].billableNote).toBe('note');
  });

  test('another order for one request', async () => {
    const sandbox = await faulty({ kind: 'switches', switches: { bulkOrder: 'shuffled' }, nth: 1 });
    const first = (reply: Awaited<ReturnType<typeof bulk>>): number => reply.body[0].personId;
    expect([first(await bulk(sandbox)), first(await bulk(sandbox))]).toEqual([runnPerson + 1, runnPerson]);
  });
});

describe('pages', () => {
  const path = '/people/?limit=2';

  test('a page that repeats: word for word the one before', async () => {
    const sandbox = await faulty({ kind: 'repeated-page', path: /cursor=/, nth: 1 }, 6);
    const first = await runn(sandbox, 'GET', path);
    const second = await runn(sandbox, 'GET', `${path}&cursor=${first.body.nextCursor}`);
    expect(second.body).toEqual(first.body);
  });

  test('a page of Toggl that repeats', async () => {
    const sandbox = await faulty({ kind: 'repeated-page', path: /page=2/ });
    const url = '/api/v9/workspaces/5411215/projects?per_page=1';
    const first = await toggl(sandbox, 'GET', `${url}&page=1`);
    expect((await toggl(sandbox, 'GET', `${url}&page=2`)).body).toEqual(first.body);
  });

  test('a cursor that leads back to its own page', async () => {
    const sandbox = await faulty({ kind: 'looping-cursor', path: /cursor=/ }, 6);
    const first = await runn(sandbox, 'GET', path);
    const second = await runn(sandbox, 'GET', `${path}&cursor=${first.body.nextCursor}`);
    expect(second.body.nextCursor).toBe(first.body.nextCursor);
    expect(second.body.values).not.toEqual(first.body.values);
  });

  test('a last page that leads to the first', async () => {
    const sandbox = await faulty({ kind: 'looping-cursor', nth: 1 });
    const only = await runn(sandbox, 'GET', path);
    const again = await runn(sandbox, 'GET', `${path}&cursor=${only.body.nextCursor}`);
    expect(again.body.values).toEqual(only.body.values);
  });

  test('a detailed report whose next row is its own', async () => {
    const sandbox = await faulty({ kind: 'looping-cursor' });
    sandbox.toggl.addEntry({ userId: togglUser, start: '2026-03-02', seconds: 1 });
    const body = { start_date: '2026-03-02', first_row_number: 1 };
    const reply = await report(sandbox, 'search/time_entries', body);
    expect([reply.body.length, reply.headers.get('x-next-row-number')]).toEqual([1, '1']);
  });

  test('a world that changes before a page is read', async () => {
    const sandbox = await smallSandbox();
    sandbox.runn.putActual(booking());
    sandbox.runn.putActual(booking({ personId: runnPerson + 1 }));
    const [first] = sandbox.runn.actuals.keys();
    sandbox.faults.add({ path: '/actuals', nth: 2, kind: 'run', run: () => sandbox.runn.deleteActual(first ?? 0) });
    const size = async (): Promise<number> => (await runn(sandbox, 'GET', '/actuals/')).body.values.length;
    expect([await size(), await size()]).toEqual([2, 1]);
  });
});

test('a wrong token meets faults too, and its token is nowhere in the records', async () => {
  const sandbox = await smallSandbox();
  await call(sandbox.togglUrl, { path: '/api/v9/me', headers: basic('canary') });
  await call(sandbox.runnUrl, { path: '/me/', headers: { authorization: 'Bearer canary' } });
  const text = JSON.stringify(sandbox.requests);
  expect(sandbox.requests).toHaveLength(2);
  expect(text).not.toContain('canary');
  expect(text).not.toContain(Buffer.from('canary:api_token').toString('base64'));
});
