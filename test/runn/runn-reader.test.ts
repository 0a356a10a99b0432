import { HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import type { IsoDate, RunnPersonId, RunnProjectId, Window } from '../../src/core/model.ts';
import { createRunnReader } from '../../src/runn/runn-reader.ts';
import { problemsOfAnswer } from './openapi.ts';
import {
  aContractRecord,
  aMemberRecord,
  anActualRecord,
  aPersonRecord,
  aProjectRecord,
  aRoleRecord,
} from './records.ts';
import { errorAnswer, page, token, useRunnServer } from './runn-server.ts';

const runn = useRunnServer();
const reader = () => createRunnReader(runn.service());
const march: Window = { since: '2026-03-01' as IsoDate, until: '2026-03-31' as IsoDate };

describe('what every request carries', () => {
  it('is the token and the version of the API', async () => {
    runn.on('GET /me/', () => HttpResponse.json({ name: 'Nightly sync' }));
    expect(await reader().readKeyName()).toBe('Nightly sync');
    const [request] = runn.requests;
    expect(request?.headers.get('authorization')).toBe(`Bearer ${token}`);
    expect(request?.headers.get('accept-version')).toBe('1.0.0');
    expect(request?.headers.get('user-agent')).toBe('toggl-runn/test');
  });
});

describe('the records of these tests', () => {
  it.each([
    ['/people/', aPersonRecord()],
    ['/projects/', aProjectRecord()],
    ['/contracts/', aContractRecord()],
    ['/people/contracts/current', aContractRecord()],
    ['/project-members/', aMemberRecord()],
    ['/roles/', aRoleRecord()],
    ['/actuals/', anActualRecord()],
  ])('of %s are as the document has them', (path, record) => {
    expect(problemsOfAnswer('GET', path, 200, { values: [record], nextCursor: null })).toEqual([]);
  });
});

describe('people', () => {
  it('are read 200 a page, without placeholders', async () => {
    runn.on('GET /people/', () => page([aPersonRecord()]));
    expect(await reader().listPeople()).toEqual([
      {
        id: 456,
        name: 'Eric Clapton',
        email: 'eric@example.com',
        isArchived: false,
        isPlaceholder: false,
        references: [{ referenceName: 'Custom1', externalId: '6910539' }],
        createdAt: '2025-01-01T00:00:00Z',
      },
    ]);
    expect(runn.requests.map(({ query }) => query)).toEqual([{ limit: '200', includePlaceholders: 'false' }]);
  });

  it('may have one name only, and no e-mail', async () => {
    runn.on('GET /people/', () => page([aPersonRecord({ lastName: '', email: null })]));
    expect(await reader().listPeople()).toMatchObject([{ name: 'Eric', email: null }]);
  });

  it('are told from placeholders, which the other list has in addition', async () => {
    runn.on('GET /people/', ({ query }) =>
      page(
        query['includePlaceholders'] === 'true'
          ? [aPersonRecord(), aPersonRecord({ id: 457, firstName: 'Developer', lastName: '1' })]
          : [aPersonRecord()],
      ),
    );
    const people = await reader().listPeople();
    expect(await reader().listPlaceholders(people)).toMatchObject([
      { id: 457, name: 'Developer 1', isPlaceholder: true },
    ]);
  });

  it('can be read one by one', async () => {
    runn.on('GET /people/456', () => HttpResponse.json(aPersonRecord()));
    expect(await reader().readPerson(456 as RunnPersonId)).toMatchObject({ id: 456, name: 'Eric Clapton' });
  });

  it('can be gone', async () => {
    runn.on('GET /people/456', () => errorAnswer(404));
    expect(await reader().readPerson(456 as RunnPersonId)).toBeUndefined();
  });
});

describe('projects', () => {
  it('are read with archived ones and templates', async () => {
    runn.on('GET /projects/', () =>
      page([
        aProjectRecord(),
        aProjectRecord({ id: 790, isArchived: true }),
        aProjectRecord({ id: 791, isTemplate: true }),
      ]),
    );
    expect(await reader().listProjects()).toMatchObject([
      { id: 789, name: 'Hidden Moon Base', pricingModel: 'tm', isArchived: false, isTemplate: false },
      { id: 790, isArchived: true },
      { id: 791, isTemplate: true },
    ]);
    expect(runn.requests.map(({ query }) => query)).toEqual([{ includeArchived: 'true', limit: '200' }]);
  });

  it('may have a pricing model that nobody knows yet', async () => {
    runn.on('GET /projects/', () => page([aProjectRecord({ pricingModel: 'retainer', surprise: 1 })]));
    expect(await reader().listProjects()).toMatchObject([{ pricingModel: 'retainer' }]);
  });

  it('can be read one by one, or be gone', async () => {
    runn.on('GET /projects/789', (_, number) =>
      number === 1 ? HttpResponse.json(aProjectRecord()) : errorAnswer(404),
    );
    expect(await reader().readProject(789 as RunnProjectId)).toMatchObject({ id: 789 });
    expect(await reader().readProject(789 as RunnProjectId)).toBeUndefined();
  });
});

describe('contracts, members and roles', () => {
  it('has contracts of all times', async () => {
    runn.on('GET /contracts/', () => page([aContractRecord({ endDate: '2025-12-31' })]));
    expect(await reader().listContracts()).toEqual([
      {
        personId: 456,
        roleId: 10,
        startDate: '2025-01-01',
        endDate: '2025-12-31',
        rosteredMinutes: [480, null, null, null, null, 0, 0],
      },
    ]);
    expect(runn.requests[0]?.query).toEqual({ limit: '200', sortBy: 'id' });
  });

  it('cuts contracts to the days that can be tracked', async () => {
    runn.on('GET /contracts/', () => page([aContractRecord({ startDate: '1987-05-01', endDate: '9999-12-31' })]));
    expect(await reader().listContracts()).toMatchObject([{ startDate: '2006-01-01', endDate: '2099-12-31' }]);
  });

  it("has today's contracts, 500 a page", async () => {
    runn.on('GET /people/contracts/current', () => page([aContractRecord()]));
    expect(await reader().listCurrentContracts()).toMatchObject([{ personId: 456, endDate: null }]);
    expect(runn.requests[0]?.query).toEqual({ limit: '500' });
  });

  it('has the members of projects', async () => {
    runn.on('GET /project-members/', () => page([aMemberRecord({ workstreamId: 3 })]));
    expect(await reader().listProjectMembers()).toEqual([
      { personId: 456, projectId: 789, roleId: 10, workstreamId: 3, isPlaceholder: false },
    ]);
    expect(runn.requests[0]?.query).toEqual({ limit: '500' });
  });

  it('has roles, one without a name among them', async () => {
    runn.on('GET /roles/', () => page([aRoleRecord(), aRoleRecord({ id: 11, name: null })]));
    expect(await reader().listRoles()).toEqual([
      { id: 10, name: 'Developer' },
      { id: 11, name: 'Role 11' },
    ]);
  });
});

describe('actuals', () => {
  it('are those of the window, and a missing note is an empty one', async () => {
    runn.on('GET /actuals/', () => page([anActualRecord({ billableNote: 'door', phaseId: 5, workstreamId: 3 })]));
    expect(await reader().listActuals(march)).toEqual([
      {
        id: 123,
        date: '2026-03-02',
        personId: 456,
        projectId: 789,
        roleId: 10,
        workstreamId: 3,
        phaseId: 5,
        billableMinutes: 150,
        nonbillableMinutes: 30,
        billableNote: 'door',
        nonbillableNote: '',
      },
    ]);
    expect(runn.requests[0]?.query).toEqual({ minDate: '2026-03-01', maxDate: '2026-03-31', limit: '500' });
  });

  it('outside the window are dropped', async () => {
    const dates = ['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'];
    runn.on('GET /actuals/', () => page(dates.map((date, id) => anActualRecord({ id, date }))));
    expect((await reader().listActuals(march)).map(({ date }) => date)).toEqual(['2026-03-01', '2026-03-31']);
  });

  it('are read to the last page, with the same filters', async () => {
    runn.on('GET /actuals/', ({ query }) => {
      const number = Number(query['cursor']?.slice(1) ?? 0);
      return page([anActualRecord({ id: number })], number < 3 ? `c${number + 1}` : null);
    });
    expect((await reader().listActuals(march)).map(({ id }) => id)).toEqual([0, 1, 2, 3]);
    expect(runn.requests.map(({ query }) => query)).toEqual(
      [undefined, 'c1', 'c2', 'c3'].map((cursor) => ({
        minDate: '2026-03-01',
        maxDate: '2026-03-31',
        limit: '500',
        ...(cursor === undefined ? {} : { cursor }),
      })),
    );
  });

  it('that come on two pages count once', async () => {
    runn.on('GET /actuals/', ({ query }) =>
      query['cursor'] === undefined
        ? page([anActualRecord({ id: 1 }), anActualRecord({ id: 2 })], 'c1')
        : page([anActualRecord({ id: 2 }), anActualRecord({ id: 3 })]),
    );
    expect((await reader().listActuals(march)).map(({ id }) => id)).toEqual([1, 2, 3]);
  });
});

describe('a list that does not end well', () => {
  it('is an error when a cursor comes back', async () => {
    let id = 0;
    runn.on('GET /actuals/', () => page([anActualRecord({ id: id++ })], 'again'));
    await expect(reader().listActuals(march)).rejects.toMatchObject({ code: 'repeated-cursor', exitCode: 1 });
  });

  it('is an error when a page comes back under another cursor', async () => {
    runn.on('GET /actuals/', (_, number) => page([anActualRecord()], `c${number}`));
    await expect(reader().listActuals(march)).rejects.toMatchObject({ code: 'repeated-page', exitCode: 1 });
  });

  it('is an error without the key nextCursor', async () => {
    runn.on('GET /people/', () => HttpResponse.json({ values: [aPersonRecord()] }));
    await expect(reader().listPeople()).rejects.toMatchObject({
      code: 'unexpected-answer',
      message: expect.stringMatching(/\/people\/.*nextCursor/),
    });
  });

  it.each([
    ['a bare array', [aPersonRecord()]],
    ['a missing id', { values: [aPersonRecord({ id: undefined })], nextCursor: null }],
    ['references that are no list', { values: [aPersonRecord({ references: null })], nextCursor: null }],
    ['an id that is text', { values: [aPersonRecord({ id: '456' })], nextCursor: null }],
    [
      'an external id that is a number',
      { values: [aPersonRecord({ references: [{ referenceName: 'Custom1', externalId: 1 }] })], nextCursor: null },
    ],
  ])('is an error for %s', async (_, body) => {
    runn.on('GET /people/', () => HttpResponse.json(body));
    await expect(reader().listPeople()).rejects.toMatchObject({ code: 'unexpected-answer' });
  });

  it('is an error for an actual of a day that does not exist', async () => {
    runn.on('GET /actuals/', () => page([anActualRecord({ date: '2026-02-30' })]));
    await expect(reader().listActuals(march)).rejects.toMatchObject({ code: 'unexpected-answer' });
  });
});

describe('a token or host that is wrong', () => {
  it.each([401, 403])('is an access error for status %i', async (status) => {
    runn.on('GET /me/', () => errorAnswer(status, `Token ${token} is not valid.`));
    const error = await reader()
      .readKeyName()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'runn-token-refused', exitCode: 4 });
    expect(String(error)).not.toContain(token);
  });

  it('names the setting for US accounts when a list is not found', async () => {
    runn.on('GET /people/', () => errorAnswer(404));
    await expect(reader().listPeople()).rejects.toMatchObject({
      code: 'runn-wrong-host',
      exitCode: 4,
      hint: expect.stringContaining('RUNN_BASE_URL=https://api.us.runn.io'),
    });
  });

  it('is not suspected when a further page is not found', async () => {
    runn.on('GET /actuals/', ({ query }) =>
      query['cursor'] === undefined ? page([anActualRecord()], 'c1') : errorAnswer(404),
    );
    await expect(reader().listActuals(march)).rejects.toMatchObject({
      code: 'runn-not-found',
      exitCode: 1,
      hint: expect.not.stringContaining('RUNN_BASE_URL'),
    });
  });

  it('waits out the block of a minute', async () => {
    runn.on('GET /roles/', (_, number) => (number === 1 ? errorAnswer(429) : page([aRoleRecord()])));
    expect(await reader().listRoles()).toHaveLength(1);
  });
});
