/**
 * Every reader of what comes from outside, as something that can be fuzzed: whatever is put in, the answer is data or an
 * error of ours with words for a person, in bounded size, and no prototype has changed.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { checkBaseUrl } from '../../src/config/base-url.ts';
import { editConfigText } from '../../src/config/edit-config-file.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { parseConfigText } from '../../src/config/parse-config-text.ts';
import { splitCommand } from '../../src/config/split-command.ts';
import { parseIsoDate, parseLockedThrough, resolveLockedThrough, resolveWindow } from '../../src/core/dates.ts';
import { AppError } from '../../src/core/errors.ts';
import type { IsoDate, RunnPersonId, TogglUserId, TogglWorkspaceId } from '../../src/core/model.ts';
import { createService } from '../../src/http/create-service.ts';
import type { HttpEnvironment } from '../../src/http/service.ts';
import { listJournals } from '../../src/run/journal.ts';
import { parseLinksCsv } from '../../src/run/links-csv.ts';
import { readPlanFile } from '../../src/run/plan-file.ts';
import { readTogglExport } from '../../src/run/read-toggl-export.ts';
import { readReferencesJournals } from '../../src/run/references-journal.ts';
import { runnProfile } from '../../src/runn/runn-profile.ts';
import { createRunnReader } from '../../src/runn/runn-reader.ts';
import { createRunnWriter } from '../../src/runn/runn-writer.ts';
import { createTogglClient } from '../../src/toggl/toggl-client.ts';
import { anyJson, hostileText, mutated, mutatedText, nastyTexts } from './hostile-values.ts';

export interface FuzzTarget {
  readonly name: string;
  /** Inputs of the deep test. */
  readonly inputs: number;
  /** Puts so many inputs in; throws fast-check's report of the smallest one that is answered wrongly. */
  readonly run: (inputs: number, seed?: number) => Promise<void>;
}

function target<T>(
  name: string,
  inputs: number,
  arbitrary: fc.Arbitrary<T>,
  read: (input: T) => unknown,
  check: (result: unknown, input: T) => void = () => undefined,
): FuzzTarget {
  return {
    name,
    inputs,
    run: async (numRuns, seed) => {
      await fc.assert(
        fc.asyncProperty(arbitrary, async (input) => {
          const result = await answerOf(() => read(input));
          check(result, input);
          assertPrototypesAreClean();
        }),
        { numRuns, ...(seed === undefined ? {} : { seed }) },
      );
    },
  };
}

/** Longer than any message of ours has a reason to be. */
const maxMessageLength = 4000;

async function answerOf(read: () => unknown): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problems = 'problems' in error && Array.isArray(error.problems) ? error.problems : [];
    const words = [error.message, error.hint ?? '', ...problems.map(({ message }) => message)];
    if (error.message.trim() === '') throw new Error('An error without a message.', { cause: error });
    if (words.some((text) => text.length > maxMessageLength)) throw new Error('A message of endless length.');
    if (words.some((text) => text.includes('[object Object]'))) throw new Error('A message that says [object Object].');
    return error;
  }
}

const cleanPrototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype].map((prototype) => ({
  prototype,
  names: Object.getOwnPropertyNames(prototype).length,
}));

function assertPrototypesAreClean(): void {
  for (const { prototype, names } of cleanPrototypes) {
    if (Object.getOwnPropertyNames(prototype).length !== names) throw new Error('A prototype has changed.');
  }
}

// ------------------------------------------------------------------------------------------------- configuration

const exampleFile = fileURLToPath(new URL('../../.toggl-runnrc.example', import.meta.url));
const exampleText = readFileSync(exampleFile, 'utf8');
const fullConfig = {
  toggl: { workspaceIds: [5411215], source: 'weekly', checkTotals: true, cacheHours: 4, tokenCommand: ['pass', 'x'] },
  runn: { referenceName: ['Custom1', 'Custom2'], requestsPerMinute: 110, tokenFile: '/run/secrets/runn' },
  timezone: 'Europe/Berlin',
  rules: { billable: 'auto', rounding: { mode: 'nearest', minutes: 1 }, lockedThrough: '45d', clear: 'owned' },
  map: {
    noProject: 789,
    people: { '6910539': 456, '6911244': 'skip' },
    projects: { '170103135': 789, '170': [{ runn: 789, until: '2026-02-28' }, { runn: 790 }] },
  },
  limits: { maxLoss: '10%', floorHours: 20 },
  journal: { keepDays: 400, keepRuns: 1000 },
};

const yamlFragments = fc.array(
  fc.oneof(
    fc.constantFrom(
      'toggl:',
      '  token: ',
      'map:',
      ' people:',
      '? ',
      '- ',
      '&a ',
      '*a',
      '!!js/function ',
      '<<: *a',
      '\n',
    ),
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '|',
      '>',
      '"',
      "'",
      '#',
      '---',
      '...',
      '%YAML 1.1',
      '\t',
      '__proto__: ',
    ),
    hostileText,
  ),
  { maxLength: 20 },
);

/** Data or problems, never neither; what is accepted inherits nothing that was put in. */
function assertParsed(result: unknown): void {
  const isProblem = result instanceof Object && 'problems' in result;
  if (isProblem && (result.problems as readonly unknown[]).length === 0) throw new Error('Refused without a reason.');
  if (result instanceof Object && 'polluted' in result) throw new Error('Inherited.');
}

function readConfigText(text: string, format: 'yaml' | 'json') {
  const data = parseConfigText('/config', text, format);
  return 'problems' in data ? data : parseConfig(data.data);
}

// --------------------------------------------------------------------------------------------------------- services

function environmentOf(answer: () => Response): HttpEnvironment {
  return {
    fetch: async () => answer(),
    now: () => 1_767_600_000_000,
    random: () => 0,
    sleep: async () => undefined,
    signal: new AbortController().signal,
  };
}

const token = 'c0ffee00c0ffee00c0ffee00c0ffee00';
const workspaceId = 5411215 as TogglWorkspaceId;
const window = { since: '2026-01-05' as IsoDate, until: '2026-01-11' as IsoDate };

const togglOf = (answer: () => Response) =>
  createTogglClient({
    token,
    baseUrl: 'https://api.track.toggl.com',
    userAgent: 'fuzz',
    environment: environmentOf(answer),
  });

function runnServiceOf(answer: () => Response) {
  const connection = { token, baseUrl: 'https://api.runn.io', userAgent: 'fuzz', requestsPerMinute: 110 };
  return createService(runnProfile(connection), environmentOf(answer));
}

const user = { id: 1, fullname: 'Eric', email: 'eric@example.com', is_active: true, inactive: false, deleted_at: null };
const weeklyRow = {
  ...{ user_id: 1, user_name: 'Eric', project_id: 2, project_name: 'Moon' },
  seconds: [60, 0, null, 0, 0, 0, 7200],
  billable_seconds: [60, 0, 0, 0, 0, 0, null],
};
const detailedRow = {
  ...{ user_id: 1, username: 'Eric', project_id: null, billable: false, description: 'x' },
  time_entries: [{ id: 9, seconds: 60, start: '2026-01-05T09:00:00+01:00', stop: '2026-01-05T09:01:00+01:00' }],
};
const actual = {
  ...{ id: 1, date: '2026-01-05', personId: 456, projectId: 789, roleId: 10, workstreamId: null, phaseId: null },
  ...{ billableMinutes: 60, nonbillableMinutes: 0, billableNote: '[Toggl 1:00+0:00]', nonbillableNote: null },
};
const person = {
  ...{ id: 456, firstName: 'Eric', lastName: null, email: null, isArchived: false, createdAt: '2025-01-01T00:00:00Z' },
  references: [{ referenceName: 'Custom1', externalId: '1' }],
};
const project = {
  ...{ id: 789, name: 'Moon', isTemplate: false, isArchived: false, pricingModel: 'tm', clientId: null },
  references: [],
};
const contract = {
  ...{ id: 1, personId: 456, roleId: 10, startDate: '2025-01-01', endDate: null },
  rosteredDays: { monday: 480, tuesday: 0 },
};
const assignment = {
  ...{ id: 1, personId: 456, projectId: 789, roleId: 10, workstreamId: null, minutesPerDay: 480 },
  ...{ startDate: '2026-01-05', endDate: '2026-01-09', isActive: true, isPlaceholder: false },
};

const page = (value: unknown) => ({ values: [value, { ...(value as object), id: 2 }], nextCursor: null });

/** Each reader with an answer that it takes. */
const togglReaders: readonly [string, unknown, (client: ReturnType<typeof togglOf>) => Promise<unknown>][] = [
  ['/me', { id: 1, email: 'a@example.com', fullname: 'A', timezone: 'Europe/Berlin' }, (client) => client.getMe()],
  [
    '/me/quota',
    [{ organization_id: null, remaining: 29, resets_in_secs: 60, total: 30 }],
    (client) => client.listQuotas(),
  ],
  [
    '/me/workspaces',
    [{ id: 5411215, organization_id: 1, name: 'One', premium: true, admin: true, max_data_retention_days: 90 }],
    (client) => client.listWorkspaces(window.until),
  ],
  ['/users', [user], (client) => client.listUsers(workspaceId)],
  ['search/users', [{ ...user, active: false }], (client) => client.searchFormerUsers(workspaceId, [1 as TogglUserId])],
  [
    '/projects',
    [{ id: 2, name: 'Moon', active: true, status: 'active', client_name: null }],
    (client) => client.listProjects(workspaceId),
  ],
  ['weekly', [weeklyRow], (client) => client.searchWeekly(workspaceId, window)],
  ['search/time_entries', [detailedRow], (client) => client.searchDetailed(workspaceId, { ...window, pageSize: 50 })],
  [
    'projects/summary',
    [{ user_id: 1, project_id: 2, tracked_seconds: 7200 }],
    (client) => client.listPairTotals(workspaceId, window),
  ],
  ['totals', { seconds: 7200 }, (client) => client.getTotalSeconds(workspaceId, window, { userId: 1 as TogglUserId })],
];

type Reader = ReturnType<typeof createRunnReader>;
const runnReaders: readonly [string, unknown, (reader: Reader) => Promise<unknown>][] = [
  ['/me/', { name: 'Key' }, (reader) => reader.readKeyName()],
  ['/people/', page(person), (reader) => reader.listPeople()],
  ['/people/, placeholders', page(person), (reader) => reader.listPlaceholders([])],
  ['/people/{id}', person, (reader) => reader.readPerson(456 as RunnPersonId)],
  ['/projects/', page(project), (reader) => reader.listProjects()],
  ['/projects/{id}', project, (reader) => reader.readProject(789 as never)],
  ['/contracts/', page(contract), (reader) => reader.listContracts()],
  ['/people/contracts/current', page(contract), (reader) => reader.listCurrentContracts()],
  [
    '/project-members/',
    page({ id: 1, personId: 456, projectId: 789, roleId: 10, isPlaceholder: false, workstreamId: null }),
    (reader) => reader.listProjectMembers(),
  ],
  ['/assignments/', page(assignment), (reader) => reader.listAssignments()],
  [
    '/time-offs/leave/',
    page({ id: 1, personId: 456, startDate: '2026-01-05', endDate: '2026-01-06' }),
    (reader) => reader.listLeave(),
  ],
  ['/roles/', page({ id: 10, name: 'Engineer' }), (reader) => reader.listRoles()],
  ['/clients/', page({ id: 5, name: 'Client' }), (reader) => reader.listClients()],
  ['/actuals/', page(actual), (reader) => reader.listActuals(window)],
];

function jsonAnswer(value: unknown): Response {
  return new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });
}

const bodyLike = (valid: unknown) =>
  fc.oneof({ weight: 4, arbitrary: mutated(valid) }, { weight: 1, arbitrary: anyJson });

const headerText = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '-1',
    '3600',
    '1e9',
    '99999999999999999999',
    'NaN',
    'soon',
    '',
    'Wed, 21 Oct 2015 07:28:00 GMT',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
);

const refusal = fc.record({
  status: fc.oneof(
    fc.integer({ min: 300, max: 599 }),
    fc.constantFrom(400, 401, 402, 403, 404, 408, 409, 422, 429, 503),
  ),
  headers: fc.dictionary(
    fc.constantFrom(
      ...['retry-after', 'x-ratelimit-remaining', 'x-ratelimit-reset'],
      ...['x-toggl-quota-remaining', 'x-toggl-quota-resets-in', 'content-type'],
    ),
    headerText,
  ),
  body: fc.oneof(
    anyJson.map((value) => JSON.stringify(value)),
    hostileText,
    fc.constantFrom(token, `{"message":"Token ${token} is wrong"}`, `{"message":["${token}"]}`),
    fc.constantFrom('You have hit your hourly limit. The quota will reset in 99999999999999 seconds.'),
  ),
});

function assertNoToken(result: unknown): void {
  const text = result instanceof AppError ? `${result.message} ${result.hint} ${String(result.cause)}` : '';
  const encoded = Buffer.from(`${token}:api_token`).toString('base64');
  if (text.includes(token) || text.includes(encoded)) throw new Error('The token shows.');
}

function assertRefused(result: unknown): void {
  if (!(result instanceof AppError)) throw new Error('A refusal was taken for an answer.');
  assertNoToken(result);
}

const refusedAnswer = ({ status, headers, body }: { status: number; headers: Record<string, string>; body: string }) =>
  // A status without a body, such as 304, takes none.
  new Response([304].includes(status) ? null : body, { status, headers });

// ------------------------------------------------------------------------------------------------------------ files

const change = {
  ...{ kind: 'update', reason: 'changed-in-toggl', date: '2026-01-05', personId: 456, projectId: 789, roleId: 10 },
  ...{ workstreamId: null, phaseId: null, actualId: 1 },
  before: { billableMinutes: 60, nonbillableMinutes: 0, billableNote: '[Toggl 1:00+0:00]', nonbillableNote: '' },
  after: { billableMinutes: 90, nonbillableMinutes: 0, billableNote: '[Toggl 1:30+0:00]', nonbillableNote: '' },
};
const statement = {
  toggl: {
    ...{ trackedSeconds: 5400, inSyncSeconds: 0, changedSeconds: 5400, excludedSeconds: 0, roundingSeconds: 0 },
    heldBackSeconds: { 'unmatched-person': 7 },
  },
  runn: {
    ...{ minutesBefore: 60, minutesAfter: 90, fromToggl: 90, onlyInRunn: 0, editsKept: 0, splitCells: 0 },
    ...{ clearsWithheld: 0, closedPeriods: 0, failed: 0 },
  },
};
const accountKey = 'api.runn.io/TEST/456@2025-01-01T00:00:00.000Z';
const storedPlan = {
  ...{ toolVersion: '0.1.0', createdAt: '2026-01-06T09:00:00.000Z', account: accountKey },
  accounts: {
    toggl: { host: 'api.track.toggl.com', workspaces: [{ id: 1, name: 'One' }] },
    runn: { host: 'api.runn.io', environment: 'TEST', key: 'sync' },
  },
  options: { people: ['eric'], projects: [], intent: { adopt: false, clearUnmarked: false, rerole: false } },
  ...{ window, clearWith: 'zero', statement, changes: [change], seen: [{ id: 1, ...change.before }] },
  findings: [
    {
      ...{ code: 'unmatched-project', severity: 'warning', seconds: 60, subject: { togglProjectId: 2 } },
      facts: { days: ['2026-01-05'], togglUserIds: [1], runnMinutes: { billableMinutes: 1, nonbillableMinutes: 0 } },
    },
  ],
  names: { users: [[1, 'Eric']], togglProjects: [[2, 'Base']], roles: [] },
};
const runName = '20260106T090000Z-0000';
const journalHead = {
  ...{ version: 1, run: runName, toolVersion: '0.1.0', command: 'sync', account: accountKey, window },
  ...{ startedAt: '2026-01-06T09:00:00.000Z', changes: [change, change], statement },
};
const journalLines = [
  { index: 0, status: 'applied', actualId: 1 },
  { index: 1, status: 'failed', message: 'Locked', httpStatus: 422 },
  { finishedAt: '2026-01-06T09:01:00.000Z', summary: { applied: 1, failed: 1, skipped: 0 } },
];
const linksHead = {
  ...{ version: 1, kind: 'references', run: runName, toolVersion: '0.1.0', command: 'link', account: accountKey },
  startedAt: '2026-01-06T09:00:00.000Z',
  changes: [
    {
      ...{ kind: 'reference', record: { kind: 'person', id: 456 }, name: 'Eric', referenceName: 'Custom1' },
      ...{ before: null, after: '1' },
    },
    { kind: 'map', file: '/x.yaml', group: 'projects', togglId: 2, before: null, after: 789 },
  ],
};
const linksCsv =
  'accept,kind,toggl_id,runn_id,confidence\nyes,person,1,456,1\nno,project,2,,0.5\nyes,project,3,789,1\n';

/** Files of one target, overwritten by each input. */
async function openFolder(): Promise<string> {
  folder ??= await mkdtemp(path.join(tmpdir(), 'toggl-runn-fuzz-'));
  return folder;
}
let folder: string | undefined;

/** For `afterAll`. */
export async function removeFuzzFolder(): Promise<void> {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  folder = undefined;
}

async function placed(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(await openFolder(), name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

const checksumOf = (plan: unknown): string =>
  `sha256:${createHash('sha256').update(JSON.stringify(plan)).digest('hex')}`;

// ---------------------------------------------------------------------------------------------------------- targets

const dateText = fc.oneof(
  fc.constantFrom(...nastyTexts),
  fc
    .tuple(fc.integer({ min: -1, max: 10_000 }), fc.nat(14), fc.nat(33))
    .map(
      ([year, month, day]) =>
        `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
    ),
  fc.constantFrom('today', 'yesterday', '7d', '0d', '-7d', '7D', '1e3d', 'end-of-last-month', 'last-week', '2024-W53'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** A date that is taken exists, and is written as it was read. */
function assertDate(result: unknown, input: string): void {
  if (typeof result !== 'string') return;
  const day = new Date(`${result}T00:00:00Z`);
  if (result !== input || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(result)) {
    throw new Error(`${JSON.stringify(input)} was taken for the day ${result}.`);
  }
}

/** Whatever range is taken has its days in order. */
function assertWindow(result: unknown): void {
  if (!(result instanceof Object) || !('since' in result) || !('until' in result)) return;
  if (String(result.since) > String(result.until)) throw new Error('A range that ends before it begins.');
  assertDate(result.since, String(result.since));
  assertDate(result.until, String(result.until));
}

const lookupTargets = [
  ...togglReaders.map(([name, valid, read]) =>
    target(`Toggl ${name}`, 2000, bodyLike(valid), (value) => read(togglOf(() => jsonAnswer(value))), assertNoToken),
  ),
  ...runnReaders.map(([name, valid, read]) =>
    target(
      `Runn ${name}`,
      2000,
      bodyLike(valid),
      (value) => read(createRunnReader(runnServiceOf(() => jsonAnswer(value)))),
      assertNoToken,
    ),
  ),
];

export const fuzzTargets: readonly FuzzTarget[] = [
  target(
    'a configuration in YAML',
    9000,
    fc.oneof(
      mutatedText(exampleText),
      yamlFragments.map((parts) => parts.join('')),
    ),
    (text) => readConfigText(text, 'yaml'),
    assertParsed,
  ),
  target(
    'a configuration in JSON',
    12_000,
    bodyLike(fullConfig).map((value) => JSON.stringify(value)),
    (text) => readConfigText(text, 'json'),
    assertParsed,
  ),
  target(
    'the configuration loader, from a file',
    4000,
    fc.oneof(
      mutatedText(exampleText),
      fc.uint8Array({ maxLength: 200 }),
      bodyLike(fullConfig).map((value) => JSON.stringify(value)),
    ),
    async (content) => {
      const file = await placed('config.yaml', content);
      const cwd = path.dirname(file);
      return loadConfig({ flags: { config: file }, env: {}, cwd, homeDir: cwd, platform: 'linux', secrets: [] });
    },
  ),
  target(
    'an entry put into a configuration',
    4000,
    fc.tuple(
      fc.oneof(
        mutatedText('map:\n  people:\n    "1": 2\n  projects: { "3": 4 }\n'),
        bodyLike(fullConfig).map((value) => JSON.stringify(value, null, 2)),
      ),
      fc.constantFrom('people', 'projects'),
      fc.option(fc.nat(), { nil: undefined }),
    ),
    ([text, group, runnId]) => editConfigText('/config.yaml', text, [{ group, togglId: 1, runnId }]),
  ),
  target('a day', 12_000, dateText, parseIsoDate, assertDate),
  target(
    'a range of days',
    12_000,
    fc.record({ since: dateText, until: dateText, period: dateText }, { requiredKeys: [] }),
    (range) => resolveWindow(range, '2026-01-11' as IsoDate),
    assertWindow,
  ),
  target('a closed period', 3000, dateText, (text) => {
    const spec = parseLockedThrough(text);
    return spec === undefined ? undefined : resolveLockedThrough(spec, '2026-01-11' as IsoDate);
  }),
  target('a command line', 2000, hostileText, splitCommand),
  target('a base URL', 2000, hostileText, (text) => checkBaseUrl('runn', text)),
  ...lookupTargets,
  target(
    'what Runn answers to a write',
    3000,
    bodyLike([actual, { ...actual, id: 2 }]),
    (value) => createRunnWriter(runnServiceOf(() => jsonAnswer(value))).writeActuals([]),
    assertNoToken,
  ),
  target(
    'a refusal of Toggl',
    4000,
    refusal,
    (answer) => togglOf(() => refusedAnswer(answer)).listUsers(workspaceId),
    assertRefused,
  ),
  target(
    'a refusal of Runn',
    4000,
    refusal,
    (answer) => createRunnReader(runnServiceOf(() => refusedAnswer(answer))).listProjects(),
    assertRefused,
  ),
  target('a body that is no JSON', 2000, fc.oneof(hostileText, mutatedText(JSON.stringify(page(actual)))), (text) =>
    createRunnReader(runnServiceOf(() => new Response(text))).listActuals(window),
  ),
  target('a plan file whose checksum fits', 4000, bodyLike(storedPlan), async (plan) => {
    const document = { format: 'toggl-runn plan', version: 2, checksum: checksumOf(plan), plan };
    return readPlanFile('/', await placed('plan.json', JSON.stringify(document)));
  }),
  target(
    'a plan file that was changed',
    3000,
    mutatedText(
      JSON.stringify({ format: 'toggl-runn plan', version: 2, checksum: checksumOf(storedPlan), plan: storedPlan }),
    ),
    async (text) => readPlanFile('/', await placed('plan.json', text)),
  ),
  target('a journal', 3000, bodyLike(journalHead), async (head) => {
    await placed(`state/runs/${runName}.json`, JSON.stringify(head));
    await placed(
      `state/runs/${runName}.outcomes.jsonl`,
      journalLines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
    return listJournals(path.join(await openFolder(), 'state'));
  }),
  target(
    'the outcomes of a journal',
    3000,
    mutatedText(journalLines.map((line) => `${JSON.stringify(line)}\n`).join('')),
    async (text) => {
      await placed(`state/runs/${runName}.json`, JSON.stringify(journalHead));
      await placed(`state/runs/${runName}.outcomes.jsonl`, text);
      return listJournals(path.join(await openFolder(), 'state'));
    },
  ),
  target('a journal of links', 3000, bodyLike(linksHead), async (head) => {
    await placed(`state/links/${runName}.json`, JSON.stringify(head));
    await placed(`state/links/${runName}.outcomes.jsonl`, '{"index":0,"status":"applied"}\n');
    const journals: unknown[] = [];
    for await (const journal of readReferencesJournals(path.join(await openFolder(), 'state'))) journals.push(journal);
    return journals;
  }),
  target('a CSV file of links', 4000, mutatedText(linksCsv), (text) => parseLinksCsv('links.csv', text)),
  target(
    'a data export of Toggl',
    1500,
    fc.record({
      users: bodyLike([{ id: 1, uid: 2, fullname: 'Eric', email: 'e@example.com', active: true }]),
      projects: bodyLike([{ id: 2, name: 'Moon', workspace_id: 1, client_id: 5, active: true }]),
    }),
    async ({ users, projects }) => {
      await placed('export/workspace_users.json', JSON.stringify(users));
      return readTogglExport(path.dirname(await placed('export/projects.json', JSON.stringify(projects))));
    },
  ),
  target('a zip file', 1500, fc.uint8Array({ maxLength: 400 }), async (bytes) =>
    readTogglExport(await placed('export.zip', Uint8Array.from([0x50, 0x4b, 3, 4, ...bytes]))),
  ),
];
