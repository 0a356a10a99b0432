import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { booking, runn, runnPerson, runnProject, sampleSandbox, smallSandbox, stopSandboxes } from './callers.ts';

afterEach(stopSandboxes);

async function readAll(sandbox: Sandbox, path: string): Promise<{ ids: number[]; pages: number }> {
  const ids: number[] = [];
  let pages = 0;
  let cursor: string | null = '';
  while (cursor !== null) {
    const reply = await runn(sandbox, 'GET', cursor === '' ? path : `${path}&cursor=${encodeURIComponent(cursor)}`);
    ids.push(...reply.body.values.map(({ id }: { id: number }) => id));
    cursor = reply.body.nextCursor;
    pages += 1;
  }
  return { ids, pages };
}

describe('pages', () => {
  test.each([
    ['/people/?', 50],
    ['/projects/?', 50],
    ['/contracts/?', 50],
    ['/people/contracts/current?', 100],
    ['/actuals/?', 100],
  ])('%s has %i a page unless asked for', async (path, size) => {
    const sandbox = await smallSandbox({ limits: false }, { people: 120, projects: 120 });
    for (let person = 0; person < 120; person += 1) {
      sandbox.runn.putActual(booking({ personId: runnPerson + person }));
    }
    const reply = await runn(sandbox, 'GET', path);
    expect(reply.body.values).toHaveLength(size);
    expect(typeof reply.body.nextCursor).toBe('string');
  });

  test.each([
    ['/people/?limit=200', 200],
    ['/contracts/?limit=200&sortBy=id', 200],
    ['/people/contracts/current?limit=500', 500],
    ['/actuals/?limit=500', 500],
  ])('%s is the maximum', async (path, limit) => {
    const sandbox = await smallSandbox();
    expect((await runn(sandbox, 'GET', path)).status).toBe(200);
    expect((await runn(sandbox, 'GET', path.replace(`limit=${limit}`, `limit=${limit + 1}`))).status).toBe(400);
  });

  test.each(['limit=7', 'limit=7&order=desc', 'limit=7&sortBy=updatedAt', 'limit=7&sortBy=createdAt&order=desc'])(
    'cursors lead through all of it once: %s',
    async (query) => {
      const sandbox = await smallSandbox({}, { people: 30 });
      const { ids, pages } = await readAll(sandbox, `/people/?${query}`);
      expect([new Set(ids).size, ids.length, pages]).toEqual([30, 30, 5]);
    },
  );

  test('a last page that is full has no next one', async () => {
    const sandbox = await smallSandbox({}, { people: 4 });
    expect((await readAll(sandbox, '/people/?limit=2')).pages).toBe(2);
  });

  test('what is deleted between two pages moves nothing', async () => {
    const sandbox = await smallSandbox({}, { people: 4 });
    const ids = [0, 1, 2, 3].map((person) => sandbox.runn.putActual(booking({ personId: runnPerson + person })).id);
    const first = await runn(sandbox, 'GET', '/actuals/?limit=2');
    sandbox.runn.deleteActual(ids[0] ?? 0);
    const second = await runn(sandbox, 'GET', `/actuals/?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body.values.map(({ id }: { id: number }) => id)).toEqual(ids.slice(2));
  });

  test.each(['limit=0', 'limit=x', 'cursor=%21', 'sortBy=name', 'order=up', 'modifiedAfter=soon'])(
    '%s is refused',
    async (query) => {
      const sandbox = await smallSandbox();
      expect((await runn(sandbox, 'GET', `/people/?${query}`)).status).toBe(400);
    },
  );
});

describe('filters of actuals', () => {
  async function booked() {
    const sandbox = await smallSandbox();
    for (const rest of [
      { date: '2026-03-01' },
      { date: '2026-03-02', personId: runnPerson + 1 },
      { date: '2026-03-03', projectId: runnProject + 1 },
    ]) {
      sandbox.runn.putActual(booking(rest));
    }
    return sandbox;
  }

  test.each([
    ['', 3],
    ['minDate=2026-03-02', 2],
    ['maxDate=2026-03-02', 2],
    ['minDate=2026-03-01&maxDate=2026-03-01', 1],
    [`personId=${runnPerson}`, 2],
    [`projectId=${runnProject + 1}`, 1],
    ['roleId=11', 0],
    ['workstreamId=1', 0],
    ['modifiedAfter=2030-01-01', 0],
    ['modifiedAfter=2026-01-01T00:00:00Z', 3],
  ])('%s', async (query, count) => {
    const sandbox = await booked();
    expect((await runn(sandbox, 'GET', `/actuals/?${query}`)).body.values).toHaveLength(count);
  });

  test.each(['minDate=yesterday', 'maxDate=2026-02-30', 'personId=x'])('%s is refused', async (query) => {
    const sandbox = await booked();
    expect((await runn(sandbox, 'GET', `/actuals/?${query}`)).status).toBe(400);
  });
});

describe('filters of the directory', () => {
  test.each([
    ['/people/', 13],
    ['/people/?includePlaceholders=true', 14],
    ['/people/?email=CLAPTON', 1],
    ['/people/?firstName=ni', 4],
    ['/people/?externalId=6910539', 1],
    ['/projects/', 16],
    ['/projects/?includeArchived=false', 14],
    ['/projects/?name=portal', 1],
    ['/projects/?externalId=170103148', 2],
    ['/time-offs/leave/?personId=456', 0],
    ['/assignments/?projectId=792', 3],
  ])('%s', async (path, count) => {
    const sandbox = await sampleSandbox();
    expect((await runn(sandbox, 'GET', path)).body.values).toHaveLength(count);
  });

  test('archived people are in the list', async () => {
    const sandbox = await sampleSandbox();
    const reply = await runn(sandbox, 'GET', '/people/?lastName=drake');
    expect(reply.body.values).toMatchObject([{ isArchived: true }]);
  });
});
