/** The script for a live account, against the sandbox: it learns what the switches say, and leaves nothing behind. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { runnLessons } from './runn-lessons.ts';
import { type LiveWorld, verifyLive } from './verify-live.ts';

const startMs = Date.parse('2026-03-06T09:00:00Z');
const person = 456;
const named = ['--person', String(person), '--project', '789', '--role', '10'];
/** Projects of the sample company: one without that person, a non-billable one, an archived one. */
const more = ['--strange-project', '804', '--nonbillable-project', '797', '--archived-project', '800'];

const open: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.stop()));
});

async function openLive(switches: NonNullable<SandboxOptions['switches']> = {}) {
  let nowMs = startMs;
  const sandbox = await startSandbox({ today: '2026-03-06', now: () => nowMs, switches });
  open.push(sandbox);
  const actuals = () =>
    [...sandbox.runn.actuals.values()]
      .map((actual) => JSON.stringify({ ...actual, id: 0, createdAt: '', updatedAt: '' }))
      .sort();
  const run = async (argv: readonly string[], parts: Partial<LiveWorld> = {}) => {
    let text = '';
    const code = await verifyLive({
      argv,
      env: sandbox.environment,
      fetch: (url, init) => globalThis.fetch(url, init),
      sleep: async (ms) => {
        nowMs += ms;
      },
      now: () => nowMs,
      write: (part) => {
        text += part;
      },
      confirm: async () => false,
      signal: new AbortController().signal,
      ...parts,
    });
    expect(text).not.toContain(sandbox.environment['RUNN_API_TOKEN']);
    expect(text).not.toContain(sandbox.environment['TOGGL_API_TOKEN']);
    const rows = text.split('\n').filter((line) => /^\| (Runn|Toggl) /.test(line));
    const learned = Object.fromEntries(
      [...text.matchAll(/`((?:\w+=[\w-]+ ?)+)`/g)].flatMap(([, pairs = '']) =>
        pairs.split(' ').map((pair) => pair.split('=') as [string, string]),
      ),
    );
    return { code, text, rows, learned };
  };
  return { sandbox, run, actuals };
}

const asText = (switches: object) => Object.fromEntries(Object.entries(switches).map(([k, v]) => [k, String(v)]));

describe('it learns what the services do', () => {
  const one = {
    zeroMinutes: 'accepted',
    bulkRefusal: 'atomic',
    bulkOrder: 'kept',
    zerosFilled: 'no',
    archivedWrites: 'accepted',
    membership: 'not-needed',
    billableOnNonBillable: 'accepted',
    notesLeftOut: 'kept',
    noteLimit: 0,
    phaseInKey: 'no',
    externalIdFilter: 'exact',
    patchReferences: 'replace',
    limitAboveMaximum: 'refused',
    runnLimitReset: 'seconds',
    weeklyLength: 'range',
    weeklyRangeHeaders: 'present',
    weeklyRows: 'one',
    weeklyZeros: 'zero',
    detailedPageMaximum: 1000,
    summaryRounding: 'raw',
    quotaHeaders: 'present',
    wrongTokenStatus: '403',
    emptyLists: 'array',
  } as const;
  const other = {
    zeroMinutes: 'refused',
    bulkRefusal: 'partial',
    bulkOrder: 'shuffled',
    zerosFilled: 'yes',
    lockedStatus: '403',
    archivedWrites: 'refused',
    membership: 'needed',
    notesLeftOut: 'emptied',
    noteLimit: 500,
    phaseInKey: 'yes',
    externalIdFilter: 'substring',
    limitAboveMaximum: 'clamped',
    runnLimitReset: 'epoch',
    weeklyLength: 'seven',
    weeklyRangeHeaders: 'absent',
    billableSeconds: 'absent',
    weeklyRows: 'several',
    weeklyZeros: 'null',
    detailedPageMaximum: 200,
    runningEntry: 'negative',
    summaryRounding: 'workspace',
    quotaHeaders: 'absent',
    wrongTokenStatus: '401',
    emptyLists: 'null',
  } as const;
  const third = { bulkRefusal: 'silent', billableOnNonBillable: 'converted', noteLimit: -1 } as const;

  it.each([
    ['one reading', one, ['--references', '--phase', '1'], { roundingMinutes: 15 }],
    [
      'another',
      other,
      ['--phase', '1', '--locked-day', '2019-01-01'],
      { roundingMinutes: 15, lockedThrough: '2019-01-02' },
    ],
    ['a third', third, [], {}],
  ] as const)('in %s', async (_, switches, argv, beside) => {
    const { run, actuals } = await openLive({ ...switches, ...beside });
    const before = actuals();
    const { code, learned, rows, text } = await run([...named, ...more, ...argv, '--yes']);
    expect(text).not.toContain('**failed**');
    expect(code).toBe(0);
    expect(learned).toMatchObject(asText(switches));
    expect(rows).toHaveLength(runnLessons.length + 11);
    expect(actuals()).toEqual(before);
  });

  it('with a token that may only read', async () => {
    const { sandbox, run } = await openLive({ writes: 'refused-403' });
    const env = { ...sandbox.environment, RUNN_READ_API_TOKEN: sandbox.environment['RUNN_API_TOKEN'] };
    expect((await run([...named, '--yes'], { env })).learned).toMatchObject({ writes: 'refused-403' });
  });
});

describe('nothing is written', () => {
  const yes = [...named, '--yes'];
  it.each<[string, readonly string[], Partial<Record<string, string>>, string]>([
    ['with a live token', yes, { RUNN_API_TOKEN: 'LIVE_0123' }, 'TEST_'],
    ['with a live token for reading', yes, { RUNN_READ_API_TOKEN: 'LIVE_0123' }, 'TEST_'],
    ['without a yes', named, {}, 'Nothing was written'],
    ['without a person', ['--yes'], {}, '--person'],
    ['with a day that does not exist', [...yes, '--day', '2019-02-30'], {}, 'no day'],
    ['when the days are not empty', [...yes, '--day', '2026-03-02'], {}, 'choose other days'],
    ['when the role is not clear', ['--person', '456', '--project', '789', '--yes'], {}, '--role'],
  ])('%s', async (_, argv, env, words) => {
    const { sandbox, run } = await openLive();
    const { code, text } = await run(argv, { env: { ...sandbox.environment, ...env } });
    expect(code).toBeGreaterThan(0);
    expect(text).toContain(words);
    expect(sandbox.writes()).toEqual([]);
  });
});

describe('Runn is put back', () => {
  it('when a question fails in the middle, and the others are asked all the same', async () => {
    const { run, actuals, sandbox } = await openLive();
    const before = actuals();
    sandbox.faults.add({ service: 'runn', method: 'POST', path: '/actuals/', kind: 'reset', from: 4, times: 1 });
    const { code, text, rows } = await run([...named, '--yes']);
    expect(code).toBe(1);
    expect(text.match(/\*\*failed\*\*/g)).toHaveLength(1);
    expect(rows).toHaveLength(runnLessons.length + 11);
    expect(actuals()).toEqual(before);
  });

  it('when it is interrupted', async () => {
    const { run, actuals, sandbox } = await openLive();
    const before = actuals();
    const interruption = new AbortController();
    const fetch: LiveWorld['fetch'] = (url, init) => {
      if (sandbox.writes().length === 4) interruption.abort();
      return globalThis.fetch(url, init);
    };
    const { code, text } = await run([...named, '--yes'], { fetch, signal: interruption.signal });
    expect(code).toBe(1);
    expect(text).toContain('Interrupted');
    expect(actuals()).toEqual(before);
  });

  it('or it says what is left, and asks nothing more', async () => {
    const { run, sandbox } = await openLive();
    sandbox.faults.add({ service: 'runn', method: 'DELETE', path: /^\/actuals\/\d+/, kind: 'status', status: 500 });
    const { code, text, rows } = await run([...named, '--yes']);
    expect(code).toBe(1);
    expect(text).toMatch(/actual \d+ of 2019-01-08 could not be deleted: 500/);
    expect(rows).toHaveLength(1);
  });
});
