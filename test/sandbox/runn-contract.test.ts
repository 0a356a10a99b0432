import { afterEach, describe, expect, test } from 'vitest';
import { actual, call, runn, runnPerson, runnProject, sampleSandbox, smallSandbox, stopSandboxes } from './callers.ts';
import { runnSchema } from './schemas.ts';

afterEach(stopSandboxes);

describe('answers have the shape of the document', () => {
  test.each([
    ['/actuals/', 'Actual'],
    ['/people/?includePlaceholders=true', 'CollectionPerson'],
    ['/people/contracts/current', 'Contract'],
    ['/people/459/contracts/', 'Contract'],
    ['/contracts/?sortBy=id', 'Contract'],
    ['/projects/?includeArchived=true', 'Project'],
    ['/project-members/', 'ProjectMember'],
    ['/roles/', 'Role'],
    ['/clients/?sortBy=id', 'Client'],
    ['/workstreams/', 'Workstream'],
    ['/phases/', 'ProjectPhase'],
  ])('every element of %s is a %s', async (path, component) => {
    const sandbox = await sampleSandbox();
    const reply = await runn(sandbox, 'GET', path);
    const isValid = runnSchema(component);
    expect(reply.body.values.length).toBeGreaterThan(0);
    for (const value of reply.body.values) expect(isValid(value), JSON.stringify(isValid.errors)).toBe(true);
    expect(Object.keys(reply.body)).toEqual(['values', 'nextCursor']);
  });

  test.each([
    ['/people/456', 'CollectionPerson'],
    ['/projects/789', 'Project'],
    ['/people/456/contracts/current', 'Contract'],
    ['/projects/789/timesheet-lock/', 'TimesheetLock'],
  ])('%s is a %s', async (path, component) => {
    const sandbox = await sampleSandbox();
    const reply = await runn(sandbox, 'GET', path);
    const isValid = runnSchema(component);
    expect(isValid(reply.body), JSON.stringify(isValid.errors)).toBe(true);
  });

  test('what a write answers is an Actual with every field', async () => {
    const sandbox = await smallSandbox();
    const isValid = runnSchema('Actual');
    const single = await runn(sandbox, 'POST', '/actuals/', actual());
    const bulk = await runn(sandbox, 'POST', '/actuals/bulk/', { actuals: [actual()] });
    const added = await runn(sandbox, 'POST', '/actuals/time-entry', actual());
    for (const body of [single.body, bulk.body[0], added.body]) {
      expect(isValid(body), JSON.stringify(isValid.errors)).toBe(true);
    }
  });

  test('assignments and time off have the ids and dates that are known of them', async () => {
    const sandbox = await sampleSandbox();
    const [assignments, leave, holidays, rosteredOff] = await Promise.all(
      ['/assignments/', '/time-offs/leave/', '/time-offs/holidays/', '/time-offs/rostered-off/'].map((path) =>
        runn(sandbox, 'GET', path),
      ),
    );
    expect(assignments?.body.values[0]).toMatchObject({ personId: 456, projectId: 789, roleId: 10 });
    expect(leave?.body.values[0]).toMatchObject({ personId: 460, startDate: '2026-02-24', endDate: '2026-02-26' });
    expect(holidays?.body.values).toHaveLength(3);
    expect(rosteredOff?.body.values).toEqual([]);
  });
});

describe('access', () => {
  const version = { 'accept-version': '1.0.0' };
  const error = expect.objectContaining({ error: expect.any(String), message: expect.any(String) });

  test.each([
    ['no token', {}],
    ['a wrong one', { authorization: 'Bearer TEST_0' }],
    ['no Bearer', { authorization: 'TEST_0' }],
  ])('%s: 401', async (_, headers) => {
    const sandbox = await smallSandbox();
    const reply = await call(sandbox.runnUrl, { path: '/me/', headers: { ...headers, ...version } });
    expect([reply.status, reply.body]).toEqual([401, error]);
    expect(reply.body.statusCode).toBe(401);
  });

  test.each([[{}], [{ 'accept-version': '2.0.0' }]])('version header %j: 400', async (headers) => {
    const sandbox = await smallSandbox();
    const authorization = `Bearer ${sandbox.environment['RUNN_API_TOKEN']}`;
    const reply = await call(sandbox.runnUrl, { path: '/me/', headers: { authorization, ...headers } });
    expect([reply.status, reply.body]).toEqual([400, error]);
  });

  test.each([
    ['GET', '/api/v0/people'],
    ['GET', '/people/1'],
    ['GET', '/projects/1'],
    ['GET', '/people/1001/contracts/9'],
    ['PATCH', '/people/1'],
    ['GET', '/actuals/1'],
  ])('%s %s: 404', async (method, path) => {
    const sandbox = await smallSandbox();
    const reply = await runn(sandbox, method, path, method === 'GET' ? undefined : {});
    expect([reply.status, reply.body]).toEqual([404, error]);
  });

  test('no current contract: 404', async () => {
    const sandbox = await sampleSandbox();
    expect((await runn(sandbox, 'GET', '/people/464/contracts/current')).status).toBe(404);
  });

  test('paths are answered with and without their last slash', async () => {
    const sandbox = await smallSandbox();
    const replies = await Promise.all(
      ['/me', '/me/', '/people', '/people/', `/people/${runnPerson}/`].map((path) => runn(sandbox, 'GET', path)),
    );
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  test('/me/ names the key and nothing else', async () => {
    const sandbox = await smallSandbox();
    expect((await runn(sandbox, 'GET', '/me/')).body).toEqual({ name: 'Generated' });
    expect(sandbox.environment['RUNN_API_TOKEN']).toMatch(/^TEST_/);
  });
});

describe('references', () => {
  test('are patched as a whole array of strings', async () => {
    const sandbox = await smallSandbox();
    const references = [{ referenceName: 'Custom1', externalId: '7' }];
    const person = await runn(sandbox, 'PATCH', `/people/${runnPerson}`, { references });
    const project = await runn(sandbox, 'PATCH', `/projects/${runnProject}`, { references });
    expect([person.body.references, project.body.references]).toEqual([references, references]);
    expect(person.body.updatedAt > person.body.createdAt).toBe(true);
    expect((await runn(sandbox, 'GET', `/people/${runnPerson}`)).body.references).toEqual(references);
  });

  test.each([[[{ referenceName: 'Custom1', externalId: 7 }]], [[{ referenceName: '', externalId: '7' }]], ['7']])(
    '%j is refused',
    async (references) => {
      const sandbox = await smallSandbox();
      const reply = await runn(sandbox, 'PATCH', `/people/${runnPerson}`, { references });
      expect(reply.status).toBe(400);
    },
  );

  test('a PATCH without them leaves them alone', async () => {
    const sandbox = await smallSandbox();
    const reply = await runn(sandbox, 'PATCH', `/people/${runnPerson}`, { isArchived: true, firstName: 'Bob' });
    expect(reply.body).toMatchObject({ isArchived: true, firstName: 'Bob' });
    expect(reply.body.references).toHaveLength(1);
  });
});
