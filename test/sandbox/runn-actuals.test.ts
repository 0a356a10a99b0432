import { afterEach, describe, expect, test } from 'vitest';
import {
  actual,
  booking,
  runn,
  runnPerson,
  runnProject,
  sampleSandbox,
  smallSandbox,
  stopSandboxes,
} from './callers.ts';

afterEach(stopSandboxes);

describe('POST /actuals/', () => {
  test('creates with 201', async () => {
    const sandbox = await smallSandbox();
    const reply = await runn(sandbox, 'POST', '/actuals/', actual({ billableNote: 'x' }));
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ ...actual(), billableNote: 'x', nonbillableNote: null, phaseId: null });
  });

  test('writes over the actual of the same key, and keeps its id', async () => {
    const sandbox = await smallSandbox();
    const first = await runn(sandbox, 'POST', '/actuals/', actual());
    const second = await runn(sandbox, 'POST', '/actuals/', actual({ billableMinutes: 7, nonbillableMinutes: 0 }));
    expect(second.body).toMatchObject({ id: first.body.id, billableMinutes: 7, nonbillableMinutes: 0 });
    expect(second.body.updatedAt > first.body.updatedAt).toBe(true);
    expect(sandbox.runn.actuals.size).toBe(1);
  });

  test.each([
    ['date', { date: '2026-03-03' }],
    ['person', { personId: 457 }],
    ['project', { projectId: 790 }],
    ['role', { roleId: 12 }],
    ['workstream', { workstreamId: 1 }],
  ])('another %s makes another actual', async (_, rest) => {
    const sandbox = await sampleSandbox();
    const before = sandbox.runn.actuals.size;
    const base = { personId: 456, projectId: 789 };
    await runn(sandbox, 'POST', '/actuals/', actual(base));
    await runn(sandbox, 'POST', '/actuals/', actual({ ...base, ...rest }));
    expect(sandbox.runn.actuals.size).toBe(before + 2);
  });

  test.each([
    ['no date', { date: undefined }],
    ['no role', { roleId: undefined }],
    ['a day that does not exist', { date: '2026-02-29' }],
    ['negative minutes', { billableMinutes: -1 }],
    ['minutes as text', { billableMinutes: '1' }],
    ['a note of null', { billableNote: null }],
    ['an unknown person', { personId: 1 }],
    ['an unknown project', { projectId: 1 }],
    ['an unknown role', { roleId: 1 }],
    ['an unknown workstream', { workstreamId: 9 }],
    ['an unknown phase', { phaseId: 9 }],
  ])('%s: 400', async (_, rest) => {
    const sandbox = await smallSandbox();
    const reply = await runn(sandbox, 'POST', '/actuals/', actual(rest));
    expect([reply.status, reply.body.statusCode, sandbox.runn.actuals.size]).toEqual([400, 400, 0]);
  });

  test('a body that is no JSON: 400', async () => {
    const sandbox = await smallSandbox();
    expect((await runn(sandbox, 'POST', '/actuals/', '{"date":')).status).toBe(400);
  });
});

describe('POST /actuals/bulk/', () => {
  test('answers 200 with a bare array', async () => {
    const sandbox = await smallSandbox();
    const actuals = [actual(), actual({ personId: runnPerson + 1 })];
    const reply = await runn(sandbox, 'POST', '/actuals/bulk/', { actuals });
    expect([reply.status, Array.isArray(reply.body), reply.body.length]).toEqual([200, true, 2]);
  });

  test.each([
    [0, 400],
    [1, 200],
    [100, 200],
    [101, 400],
  ])('%i items: %i', async (count, status) => {
    const sandbox = await smallSandbox({}, { people: 101 });
    const actuals = Array.from({ length: count }, (_, index) => actual({ personId: runnPerson + index }));
    const reply = await runn(sandbox, 'POST', '/actuals/bulk/', { actuals });
    expect([reply.status, sandbox.runn.actuals.size]).toEqual([status, status === 200 ? count : 0]);
  });

  test('without its list: 400', async () => {
    const sandbox = await smallSandbox();
    expect((await runn(sandbox, 'POST', '/actuals/bulk/', [actual()])).status).toBe(400);
  });
});

test('POST /actuals/time-entry adds', async () => {
  const sandbox = await smallSandbox();
  await runn(sandbox, 'POST', '/actuals/time-entry', actual());
  const reply = await runn(sandbox, 'POST', '/actuals/time-entry', actual());
  expect(reply.status).toBe(201);
  expect(reply.body).toMatchObject({ billableMinutes: 300, nonbillableMinutes: 60 });
});

describe('DELETE /actuals/{id}/', () => {
  test('204, then 404; the next one gets a new id', async () => {
    const sandbox = await smallSandbox();
    const { body } = await runn(sandbox, 'POST', '/actuals/', actual());
    const first = await runn(sandbox, 'DELETE', `/actuals/${body.id}/`);
    const second = await runn(sandbox, 'DELETE', `/actuals/${body.id}/`);
    const again = await runn(sandbox, 'POST', '/actuals/', actual());
    expect([first.status, first.text, second.status]).toEqual([204, '', 404]);
    expect(again.body.id).toBeGreaterThan(body.id);
  });

  test('an id that is none: 400', async () => {
    const sandbox = await smallSandbox();
    expect((await runn(sandbox, 'DELETE', '/actuals/first/')).status).toBe(400);
  });
});

describe('two writes at once', () => {
  test('of one key: one of them is told that there are too many', async () => {
    const sandbox = await smallSandbox({ latencyMs: 20 });
    const replies = await Promise.all([
      runn(sandbox, 'POST', '/actuals/', actual()),
      runn(sandbox, 'POST', '/actuals/bulk/', { actuals: [actual({ workstreamId: null, billableMinutes: 1 })] }),
    ]);
    expect(replies.map(({ status }) => status).sort()).toContain(429);
    expect(sandbox.runn.actuals.size).toBe(1);
  });

  test('of two projects: both are written', async () => {
    const sandbox = await smallSandbox({ latencyMs: 20 });
    const replies = await Promise.all([
      runn(sandbox, 'POST', '/actuals/', actual()),
      runn(sandbox, 'POST', '/actuals/', actual({ projectId: runnProject + 1 })),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
  });

  test('of one key, one after the other: both are written', async () => {
    const sandbox = await smallSandbox();
    const statuses: number[] = [];
    for (let count = 0; count < 20; count += 1) {
      statuses.push((await runn(sandbox, 'POST', '/actuals/', actual({ billableMinutes: count }))).status);
    }
    expect(new Set(statuses)).toEqual(new Set([201]));
  });
});

test('what a test puts into the world is what the service shows', async () => {
  const sandbox = await smallSandbox();
  const { id } = sandbox.runn.putActual(booking());
  sandbox.runn.updateActual(id, { billableMinutes: 1, billableNote: 'by hand' });
  const reply = await runn(sandbox, 'GET', '/actuals/');
  expect(reply.body.values).toMatchObject([{ id, billableMinutes: 1, billableNote: 'by hand' }]);
});
