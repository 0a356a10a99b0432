import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import {
  defaultSwitches,
  parseSwitch,
  type Switches,
  type SwitchName,
  switchDefinitions,
  switchNames,
} from '../../src/sandbox/switches.ts';
import {
  actual,
  booking,
  call,
  firstWorkspace,
  nowMs,
  report,
  runn,
  runnPerson,
  runnProject,
  smallSandbox,
  stopSandboxes,
  today,
  toggl,
  togglProject,
  togglUser,
} from './callers.ts';

afterEach(stopSandboxes);

/** Puts a question to a sandbox; the answer tells the readings of a switch apart. */
type Question = (sandbox: Sandbox) => Promise<unknown>;
type Reading<Name extends SwitchName> = readonly [value: Switches[Name], answer: unknown];
interface Case<Name extends SwitchName> {
  readonly ask: Question;
  /** Switches that the question needs to make sense. */
  readonly besides?: Partial<Switches>;
  readonly readings: readonly Reading<Name>[];
}

const week = { start_date: '2026-03-02', end_date: '2026-03-08' };
const fortnight = { start_date: '2026-02-23', end_date: '2026-03-08' };
const hour = 3600;

function track(sandbox: Sandbox): void {
  const entry = { userId: togglUser, projectId: togglProject, start: '2026-03-02' };
  sandbox.toggl.addEntry({ ...entry, seconds: 2 * hour, billable: true });
  sandbox.toggl.addEntry({ ...entry, seconds: 61 });
}

function startTimer(sandbox: Sandbox): void {
  sandbox.toggl.addEntry({ userId: togglUser, start: `${today}T09:00:00`, seconds: 0, running: true });
}

async function weekly(sandbox: Sandbox, body: object = week): ReturnType<typeof report> {
  track(sandbox);
  return report(sandbox, 'weekly/time_entries', body);
}

async function post(sandbox: Sandbox, rest: Readonly<Record<string, unknown>> = {}): ReturnType<typeof runn> {
  return runn(sandbox, 'POST', '/actuals/', actual(rest));
}

function archiveProject(sandbox: Sandbox): void {
  const project = sandbox.runn.projects.get(runnProject);
  if (project !== undefined) project.isArchived = true;
}

async function badBulk(sandbox: Sandbox): Promise<unknown> {
  const actuals = [actual(), actual({ personId: 1 }), actual({ personId: runnPerson + 1 })];
  const reply = await runn(sandbox, 'POST', '/actuals/bulk/', { actuals });
  return [reply.status, reply.body.length, sandbox.runn.actuals.size];
}

/** Every switch with a question that its readings answer differently. A new switch without one does not compile. */
const cases: { readonly [Name in SwitchName]: Case<Name> } = {
  plan: {
    ask: async (sandbox) => {
      const { body } = await toggl(sandbox, 'GET', `/api/v9/workspaces/${firstWorkspace}`);
      return [body.premium, body.business_ws];
    },
    readings: [
      ['company', [true, true]],
      ['free', [false, false]],
      ['starter', [true, false]],
      ['premium', [true, true]],
    ],
  },
  tokenAdmin: {
    ask: async (sandbox) => {
      sandbox.toggl.addEntry({ userId: togglUser, start: '2026-03-02', seconds: 1 });
      sandbox.toggl.addEntry({ userId: togglUser + 1, start: '2026-03-02', seconds: 1 });
      const { body } = await toggl(sandbox, 'GET', `/api/v9/workspaces/${firstWorkspace}`);
      return [body.admin, (await report(sandbox, 'weekly/time_entries', week)).body.length];
    },
    readings: [
      ['company', [true, 2]],
      ['yes', [true, 2]],
      ['no', [false, 1]],
    ],
  },
  retentionDays: {
    ask: async (sandbox) => {
      const { body } = await toggl(sandbox, 'GET', `/api/v9/workspaces/${firstWorkspace}`);
      return [body.max_data_retention_days, (await weekly(sandbox)).body.length];
    },
    readings: [
      [-1, [undefined, 1]],
      [0, [0, 1]],
      [4, [4, 1]],
      [3, [3, 0]],
    ],
  },
  roundingMinutes: {
    ask: async (sandbox) => (await weekly(sandbox)).body[0].seconds[0],
    readings: [
      [0, 7261],
      [15, 8100],
    ],
  },
  weeklyLength: {
    ask: async (sandbox) => {
      const short = await weekly(sandbox, { start_date: '2026-03-02', end_date: '2026-03-03' });
      const long = await report(sandbox, 'weekly/time_entries', fortnight);
      return [short.body[0].seconds.length, long.body[0]?.seconds.length, long.headers.get('x-range-end')];
    },
    readings: [
      ['range', [2, 14, '2026-03-08']],
      ['seven', [7, undefined, '2026-03-01']],
      ['seven-or-empty', [7, undefined, '2026-03-01']],
    ],
  },
  weeklyRows: {
    ask: async (sandbox) =>
      (await weekly(sandbox)).body.map((row: { seconds: number[]; billable_seconds: number[] }) => [
        row.seconds[0],
        row.billable_seconds[0],
      ]),
    readings: [
      ['one', [[7261, 7200]]],
      [
        'several',
        expect.arrayContaining([
          [7200, 7200],
          [61, 0],
        ]),
      ],
    ],
  },
  weeklyZeros: {
    ask: async (sandbox) => (await weekly(sandbox)).body[0].seconds.slice(0, 2),
    readings: [
      ['zero', [7261, 0]],
      ['null', [7261, null]],
    ],
  },
  weeklyRangeHeaders: {
    ask: async (sandbox) => {
      const { headers } = await weekly(sandbox);
      return [headers.get('x-range-start'), headers.get('x-range-end')];
    },
    readings: [
      ['present', ['2026-03-02', '2026-03-08']],
      ['absent', [null, null]],
    ],
  },
  billableSeconds: {
    ask: async (sandbox) => (await weekly(sandbox)).body[0].billable_seconds?.slice(0, 2),
    readings: [
      ['by-plan', [7200, 0]],
      ['present', [7200, 0]],
      ['absent', undefined],
      ['null-elements', [7200, null]],
    ],
  },
  runningEntry: {
    ask: async (sandbox) => {
      startTimer(sandbox);
      const { body } = await report(sandbox, 'search/time_entries', { start_date: today, end_date: today });
      const rows = await report(sandbox, 'weekly/time_entries', { start_date: today, end_date: today });
      return [body[0]?.time_entries[0].seconds, body[0]?.time_entries[0].stop, rows.body[0]?.seconds[0]];
    },
    readings: [
      ['absent', [undefined, undefined, undefined]],
      ['negative', [3600 - nowMs / 1000, null, 3600 - nowMs / 1000]],
    ],
  },
  summaryRunning: {
    ask: async (sandbox) => {
      startTimer(sandbox);
      const { body } = await report(sandbox, 'projects/summary', { start_date: today, end_date: today });
      return body[0]?.tracked_seconds;
    },
    readings: [
      ['absent', undefined],
      ['elapsed', 3600],
    ],
  },
  summaryRounding: {
    besides: { roundingMinutes: 15 },
    ask: async (sandbox) => {
      track(sandbox);
      return (await report(sandbox, 'projects/summary', week)).body[0].tracked_seconds;
    },
    readings: [
      ['raw', 7261],
      ['workspace', 8100],
    ],
  },
  detailedPageMaximum: {
    ask: async (sandbox) => {
      track(sandbox);
      const { body, headers } = await report(sandbox, 'search/time_entries', { ...week, page_size: 5000 });
      return [body.length, headers.get('x-page-size'), headers.get('x-next-row-number')];
    },
    readings: [
      [1000, [2, '1000', null]],
      [1, [1, '1', '2']],
    ],
  },
  emptyLists: {
    ask: async (sandbox) => (await toggl(sandbox, 'GET', `/api/v9/workspaces/${firstWorkspace}/clients`)).body,
    readings: [
      ['array', []],
      ['null', null],
    ],
  },
  usersWhoLeft: {
    ask: async (sandbox) => {
      leave(sandbox);
      return (await toggl(sandbox, 'GET', `/api/v9/workspaces/${firstWorkspace}/users`)).body.length;
    },
    readings: [
      ['search-only', 1],
      ['listed', 2],
    ],
  },
  searchUsersActive: {
    ask: async (sandbox) => {
      leave(sandbox);
      const ids = [togglUser, togglUser + 1];
      return (await report(sandbox, 'search/users', { ids })).body.length;
    },
    readings: [
      ['ignored-with-ids', 2],
      ['filters', 1],
    ],
  },
  wrongTokenStatus: {
    ask: async (sandbox) => (await call(sandbox.togglUrl, { path: '/api/v9/me' })).status,
    readings: [
      ['403', 403],
      ['401', 401],
    ],
  },
  quotaHeaders: {
    ask: async (sandbox) => (await toggl(sandbox, 'GET', '/api/v9/me')).headers.get('x-toggl-quota-remaining'),
    readings: [
      ['present', '29'],
      ['absent', null],
    ],
  },
  togglPace: {
    ask: async (sandbox) => {
      const replies = await Promise.all(Array.from({ length: 6 }, () => toggl(sandbox, 'GET', '/api/v9/me')));
      return replies.filter(({ status }) => status === 429).length;
    },
    readings: [
      ['free', 0],
      ['one-per-second', 1],
    ],
  },
  togglRetryAfter: {
    besides: { togglPace: 'one-per-second' },
    ask: async (sandbox) => {
      const replies = await Promise.all(Array.from({ length: 6 }, () => toggl(sandbox, 'GET', '/api/v9/me')));
      return replies.find(({ status }) => status === 429)?.headers.get('retry-after');
    },
    readings: [
      ['seconds', '1'],
      ['date', 'Fri, 06 Mar 2026 09:00:02 GMT'],
      ['absent', null],
    ],
  },
  zeroMinutes: {
    ask: async (sandbox) => (await post(sandbox, { billableMinutes: 0, nonbillableMinutes: 0 })).status,
    readings: [
      ['accepted', 201],
      ['refused', 400],
    ],
  },
  bulkRefusal: {
    ask: badBulk,
    readings: [
      ['atomic', [400, undefined, 0]],
      ['partial', [400, undefined, 2]],
      ['silent', [200, 2, 2]],
    ],
  },
  bulkOrder: {
    ask: async (sandbox) => {
      const actuals = [actual({ billableMinutes: 1 }), actual({ billableMinutes: 2, personId: runnPerson + 1 })];
      const { body } = await runn(sandbox, 'POST', '/actuals/bulk/', { actuals });
      return body.map(({ billableMinutes }: { billableMinutes: number }) => billableMinutes);
    },
    readings: [
      ['kept', [1, 2]],
      ['shuffled', [2, 1]],
    ],
  },
  zerosFilled: {
    ask: async (sandbox) => {
      await post(sandbox, { date: '2026-02-26' });
      await post(sandbox, { date: '2026-03-03' });
      return sandbox.runn
        .findActuals(runnPerson, runnProject)
        .map(({ date, billableMinutes, nonbillableMinutes }) => `${date} ${billableMinutes + nonbillableMinutes}`)
        .sort();
    },
    readings: [
      ['no', ['2026-02-26 180', '2026-03-03 180']],
      // The 28th and the 1st are a weekend.
      ['yes', ['2026-02-26 180', '2026-02-27 0', '2026-03-02 0', '2026-03-03 180']],
    ],
  },
  notesLeftOut: {
    ask: async (sandbox) => {
      await post(sandbox, { billableNote: 'first', nonbillableNote: 'first' });
      const { body } = await post(sandbox, { billableNote: 'second' });
      return [body.billableNote, body.nonbillableNote];
    },
    readings: [
      ['kept', ['second', 'first']],
      ['emptied', ['second', null]],
    ],
  },
  noteLimit: {
    ask: async (sandbox) => (await post(sandbox, { billableNote: '[Toggl 2:30+0:30]' })).body.billableNote,
    readings: [
      [0, '[Toggl 2:30+0:30]'],
      [6, '[Toggl'],
      [-1, null],
    ],
  },
  billableOnNonBillable: {
    ask: async (sandbox) => {
      const project = sandbox.runn.projects.get(runnProject);
      if (project !== undefined) project.pricingModel = 'nb';
      const { status, body } = await post(sandbox);
      return [status, body.billableMinutes, body.nonbillableMinutes];
    },
    readings: [
      ['accepted', [201, 150, 30]],
      ['converted', [201, 0, 180]],
      ['refused', [400, undefined, undefined]],
    ],
  },
  phaseInKey: {
    ask: async (sandbox) => {
      for (const id of [1, 2]) {
        const phase = { id, projectId: runnProject, name: 'Phase', startDate: '2026-01-01', endDate: '2026-12-31' };
        sandbox.runn.phases.set(id, { ...phase, createdAt: '', updatedAt: '' });
        await post(sandbox, { phaseId: id });
      }
      return [...sandbox.runn.actuals.values()].map(({ phaseId }) => phaseId);
    },
    readings: [
      ['no', [2]],
      ['yes', [1, 2]],
    ],
  },
  lockedThrough: {
    ask: async (sandbox) => (await post(sandbox)).status,
    readings: [
      ['none', 201],
      ['2026-03-01', 201],
      ['2026-03-02', 422],
    ],
  },
  lockedStatus: {
    besides: { lockedThrough: '2026-03-02' },
    ask: async (sandbox) => (await post(sandbox)).status,
    readings: [
      ['400', 400],
      ['403', 403],
      ['422', 422],
    ],
  },
  archivedWrites: {
    ask: async (sandbox) => {
      archiveProject(sandbox);
      return (await post(sandbox)).status;
    },
    readings: [
      ['accepted', 201],
      ['refused', 400],
    ],
  },
  archivedPeople: {
    ask: async (sandbox) => {
      const person = sandbox.runn.people.get(runnPerson);
      if (person !== undefined) person.isArchived = true;
      return (await runn(sandbox, 'GET', '/people/')).body.values.length;
    },
    readings: [
      ['listed', 2],
      ['left-out', 1],
    ],
  },
  membership: {
    ask: async (sandbox) => (await post(sandbox)).status,
    readings: [
      ['not-needed', 201],
      ['needed', 400],
    ],
  },
  patchReferences: {
    ask: async (sandbox) => {
      const references = [{ referenceName: 'Harvest', externalId: '9' }];
      const { body } = await runn(sandbox, 'PATCH', `/people/${runnPerson}`, { references });
      return body.references.map(({ referenceName }: { referenceName: string }) => referenceName);
    },
    readings: [
      ['replace', ['Harvest']],
      ['merge', ['Custom1', 'Harvest']],
    ],
  },
  externalIdFilter: {
    ask: async (sandbox) => (await runn(sandbox, 'GET', '/people/?externalId=691000')).body.values.length,
    readings: [
      ['exact', 0],
      ['substring', 2],
    ],
  },
  limitAboveMaximum: {
    ask: async (sandbox) => (await runn(sandbox, 'GET', '/people/?limit=1000')).status,
    readings: [
      ['refused', 400],
      ['clamped', 200],
    ],
  },
  writes: {
    ask: async (sandbox) => [(await post(sandbox)).status, (await runn(sandbox, 'GET', '/actuals/')).status],
    readings: [
      ['allowed', [201, 200]],
      ['refused-400', [400, 200]],
      ['refused-401', [401, 200]],
      ['refused-403', [403, 200]],
    ],
  },
  runnLimitHeaders: {
    ask: async (sandbox) => {
      const { headers } = await blocked(sandbox);
      return [headers.get('x-ratelimit-remaining'), headers.get('x-ratelimit-reset'), headers.get('retry-after')];
    },
    readings: [
      ['full', ['0', '60', '60']],
      ['retry-after', [null, null, '60']],
      ['none', [null, null, null]],
    ],
  },
  runnLimitReset: {
    ask: async (sandbox) => (await blocked(sandbox)).headers.get('x-ratelimit-reset'),
    readings: [
      ['seconds', '60'],
      ['epoch', String(nowMs / 1000 + 60)],
    ],
  },
};

function leave(sandbox: Sandbox): void {
  const member = sandbox.toggl.members.find(({ userId }) => userId === togglUser + 1);
  if (member !== undefined) member.state = 'left';
}

async function blocked(sandbox: Sandbox): ReturnType<typeof runn> {
  for (let count = 0; count < 120; count += 1) await runn(sandbox, 'GET', '/me/');
  return runn(sandbox, 'GET', '/me/');
}

describe.each(switchNames)('%s', (name) => {
  const { ask, besides = {}, readings } = cases[name];

  test.each(readings.map(([value, answer]) => ({ value, answer })))('$value', async ({ value, answer }) => {
    const sandbox = await smallSandbox({ switches: { ...besides, [name]: value } });
    expect(await ask(sandbox)).toEqual(answer);
  });

  test('every value has a reading here', () => {
    const definition = switchDefinitions[name];
    const tried = new Set<unknown>(readings.map(([value]) => value));
    const wanted: readonly unknown[] = 'values' in definition ? definition.values : [definition.default];
    expect(wanted.filter((value) => !tried.has(value))).toEqual([]);
  });
});

describe('more of what switches decide', () => {
  test("on Free there is no billable_seconds, and no entry's flag", async () => {
    const sandbox = await smallSandbox({ switches: { plan: 'free' } });
    const { body } = await weekly(sandbox);
    expect(Object.keys(body[0]).sort()).toEqual(['project_id', 'seconds', 'user_id']);
    const detailed = await report(sandbox, 'search/time_entries', week);
    expect(detailed.body[0].billable).toBe(false);
  });

  test('seven days of weekly pass the end of the range', async () => {
    const sandbox = await smallSandbox({ switches: { weeklyLength: 'seven' } });
    sandbox.toggl.addEntry({ userId: togglUser, start: '2026-03-04', seconds: 5 });
    const { body } = await report(sandbox, 'weekly/time_entries', { start_date: '2026-03-02', end_date: '2026-03-03' });
    expect(body[0].seconds).toEqual([0, 0, 5, 0, 0, 0, 0]);
  });

  test('zeros are filled on assigned days before the first actual', async () => {
    const sandbox = await smallSandbox({ switches: { zerosFilled: 'yes' } });
    sandbox.runn.assignments.set(1, {
      id: 1,
      personId: runnPerson,
      projectId: runnProject,
      roleId: 10,
      workstreamId: null,
      phaseId: null,
      startDate: '2026-02-27',
      endDate: '2026-03-30',
      minutesPerDay: 480,
      isBillable: true,
      note: null,
      createdAt: '',
      updatedAt: '',
    });
    await post(sandbox, { date: '2026-03-03' });
    const dates = sandbox.runn.findActuals(runnPerson, runnProject).map(({ date }) => date);
    expect(dates.sort()).toEqual(['2026-02-27', '2026-03-02', '2026-03-03']);
  });

  test('a member may write where membership is needed', async () => {
    const sandbox = await smallSandbox({ switches: { membership: 'needed' } });
    const member = { id: 1, personId: runnPerson, projectId: runnProject, roleId: 10, workstreamId: null };
    sandbox.runn.members.set(1, { ...member, createdAt: '', updatedAt: '' });
    expect((await post(sandbox)).status).toBe(201);
  });

  test("the account's and a project's own lock", async () => {
    const sandbox = await smallSandbox();
    sandbox.runn.lockedThrough = '2026-03-02';
    expect((await post(sandbox)).status).toBe(422);
    sandbox.runn.lockedThrough = null;
    sandbox.runn.projectLocks.set(runnProject, '2026-03-02');
    expect((await post(sandbox)).status).toBe(422);
    expect((await post(sandbox, { projectId: runnProject + 1 })).status).toBe(201);
  });

  test('a deletion on a locked day is refused', async () => {
    const sandbox = await smallSandbox({ switches: { lockedThrough: '2026-03-02' } });
    const { id } = sandbox.runn.putActual(booking());
    expect((await runn(sandbox, 'DELETE', `/actuals/${id}/`)).status).toBe(422);
    expect(sandbox.runn.actuals.size).toBe(1);
  });

  test('a switch may be turned between two requests', async () => {
    const sandbox = await smallSandbox();
    const zero = { billableMinutes: 0, nonbillableMinutes: 0 };
    expect((await post(sandbox, zero)).status).toBe(201);
    sandbox.switches.zeroMinutes = 'refused';
    expect((await post(sandbox, zero)).status).toBe(400);
  });
});

describe('parseSwitch', () => {
  test.each(switchNames)('%s takes its default', (name) => {
    const value = switchDefinitions[name].default;
    expect(parseSwitch(name, String(value))).toEqual({ [name]: value });
    expect(defaultSwitches()[name]).toBe(value);
  });

  test.each([
    ['weeklyLength', 'eight'],
    ['noteLimit', 'many'],
    ['lockedThrough', '3 March'],
    ['colour', 'red'],
    ['toString', 'x'],
  ])('%s=%s is a problem', (name, value) => {
    expect(parseSwitch(name, value)).toEqual({ problem: expect.stringContaining(name) });
  });

  test('a day for lockedThrough', () => {
    expect(parseSwitch('lockedThrough', '2026-03-02')).toEqual({ lockedThrough: '2026-03-02' });
  });
});
