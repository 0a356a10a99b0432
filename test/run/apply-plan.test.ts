import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReduction, keyOf, personDayOf } from '../../src/core/batches.ts';
import { AccessError, InterruptedError, ServiceError, TemporaryError } from '../../src/core/errors.ts';
import type { Change, Rules } from '../../src/core/model.ts';
import { type ApplyOptions, type ApplyResult, applyPlan } from '../../src/run/apply-plan.ts';
import { type NumberedOutcome, summarizeOutcomes } from '../../src/run/outcomes.ts';
import { aChange, FakeRunn, type FakeRunnOptions, minutesOf, standingOf } from './fake-runn.ts';

interface Applied extends ApplyResult {
  readonly runn: FakeRunn;
  readonly statuses: readonly string[];
}

async function apply(
  changes: readonly Change[],
  options: FakeRunnOptions & Partial<Pick<ApplyOptions, 'clearWith' | 'journal' | 'onProgress' | 'signal'>> = {},
): Promise<Applied> {
  const { clearWith = 'zero' as Rules['clearWith'], journal = null, onProgress, signal, ...switches } = options;
  const standing = changes.filter((change) => change.actualId !== null).map(standingOf);
  const runn = new FakeRunn(switches, standing);
  const never = new AbortController().signal;
  const result = await applyPlan({ changes, clearWith, writer: runn, journal, onProgress, signal: signal ?? never });
  return { ...result, runn, statuses: result.outcomes.map(({ status }) => status) };
}

const many = (count: number, fields: (index: number) => Parameters<typeof aChange>[0]): Change[] =>
  Array.from({ length: count }, (_, index) => aChange(fields(index)));

/** Fifty people with six changes each. */
const threeHundred = many(300, (index) => ({ person: 1 + Math.floor(index / 6), project: index % 6 }));

const locked = { status: 422, message: 'Timesheets are locked.' };

describe('a plan that Runn accepts', () => {
  it('sends nothing for an empty plan', async () => {
    const { runn, outcomes, error } = await apply([]);
    expect({ requests: runn.requests, outcomes, error }).toEqual({ requests: [], outcomes: [], error: null });
  });

  it('writes what the plan says', async () => {
    const change = aChange();
    const { runn, statuses } = await apply([change]);
    expect(statuses).toEqual(['applied']);
    expect(runn.actuals.get(keyOf(change))).toMatchObject({ ...change.after });
  });

  it('knows the id of what it created', async () => {
    const { outcomes } = await apply([aChange()]);
    expect(outcomes).toEqual([{ status: 'applied', actualId: 5000 }]);
  });

  it('sends both notes and no phase for a new actual', async () => {
    const { runn } = await apply([aChange()]);
    expect(runn.requests).toEqual([
      {
        kind: 'bulk',
        items: [
          {
            date: '2024-01-08',
            personId: 1,
            projectId: 1,
            roleId: 10,
            workstreamId: null,
            billableMinutes: 302,
            nonbillableMinutes: 88,
            billableNote: '[Toggl 5:02+1:28]',
            nonbillableNote: '',
          },
        ],
      },
    ]);
  });

  it('sends the phase of a standing actual back', async () => {
    const { runn } = await apply([aChange({ kind: 'update', phase: 77 })]);
    expect(runn.requests).toMatchObject([{ items: [{ phaseId: 77 }] }]);
  });

  it('sends the missing phase of a standing actual back as null', async () => {
    const { runn } = await apply([aChange({ kind: 'update' })]);
    expect(runn.requests).toMatchObject([{ items: [{ phaseId: null }] }]);
  });

  it('needs three requests for 300 changes of days that fit', async () => {
    const { runn, statuses } = await apply(
      many(300, (index) => ({ person: Math.floor(index / 5), project: index % 5 })),
    );
    expect(runn.bulkSizes).toEqual([100, 100, 100]);
    expect(new Set(statuses)).toEqual(new Set(['applied']));
  });

  it('keeps several requests under way, but never two for one person and day', async () => {
    const { runn } = await apply(many(1000, (index) => ({ person: 1 + (index % 500), project: index % 3 })));
    expect(Math.max(...runn.inFlightCounts)).toBe(4);
    expect(runn.hasOverlap).toBe(false);
  });

  it('waits for the first answer before it sends more', async () => {
    const { runn } = await apply(threeHundred);
    expect(runn.inFlightCounts.slice(0, 2)).toEqual([1, 1]);
    expect(runn.inFlightCounts.length).toBeGreaterThan(2);
  });

  it('reports progress up to the last change', async () => {
    const seen: number[] = [];
    await apply(threeHundred, { onProgress: ({ done }) => seen.push(done) });
    expect(seen.at(-1)).toBe(300);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it('matches a shuffled answer by key', async () => {
    const { statuses } = await apply(threeHundred, { answer: (written) => written.toReversed() });
    expect(new Set(statuses)).toEqual(new Set(['applied']));
  });
});

describe('an answer that is not what was sent', () => {
  it('fails an item that the answer lacks', async () => {
    const { statuses } = await apply(
      many(3, (project) => ({ project })),
      {
        answer: (written) => written.filter(({ projectId }) => Number(projectId) !== 1),
      },
    );
    expect(statuses).toEqual(['applied', 'failed', 'applied']);
  });

  it('shows both numbers of an item with other minutes', async () => {
    const { outcomes } = await apply([aChange()], { alter: (item) => ({ ...item, billableMinutes: 0 }) });
    expect(outcomes).toMatchObject([
      { status: 'failed', message: expect.stringMatching(/302 billable \+ 88 .* 0 billable \+ 88/) },
    ]);
  });

  it('stops after a lost mark', async () => {
    const { runn, statuses, findings, error } = await apply(threeHundred, {
      alter: (item) => ({ ...item, billableNote: '', nonbillableNote: '' }),
    });
    expect(runn.requests).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code: 'mark-lost', severity: 'error', subject: { runnActualId: 5000 } });
    expect(statuses.filter((status) => status === 'failed')).toHaveLength(runn.bulkSizes[0] ?? 0);
    expect(new Set(statuses)).toEqual(new Set(['failed', 'skipped']));
    expect(error).toBeNull();
  });

  it('is content when a long note is cut behind the mark', async () => {
    const change = aChange();
    const long = { ...change, after: { ...change.after, billableNote: `${change.after.billableNote} and much more` } };
    const { statuses, findings } = await apply([long], {
      alter: (item) => ({ ...item, billableNote: item.billableNote.slice(0, 20) }),
    });
    expect(statuses).toEqual(['applied']);
    expect(findings).toEqual([]);
  });

  it('asks for no mark where none was sent', async () => {
    const change = aChange({ kind: 'update' });
    const bare = { ...change, after: { ...change.after, billableNote: 'by hand' } };
    const { statuses } = await apply([bare], { alter: (item) => ({ ...item, billableNote: '' }) });
    expect(statuses).toEqual(['applied']);
  });
});

describe.each(['atomic', 'partial'] as const)('a refused item, bulk %s', (bulk) => {
  it('fails alone, the others are written', async () => {
    const { runn, outcomes, error } = await apply(threeHundred, {
      bulk,
      refuse: ({ personId, projectId }) => (Number(personId) === 7 && Number(projectId) === 3 ? locked : undefined),
    });
    const failed = outcomes.filter(({ status }) => status === 'failed');
    expect(failed).toMatchObject([{ message: locked.message, httpStatus: 422 }]);
    expect(runn.actuals.size).toBe(299);
    expect(error).toBeNull();
  });

  it('takes the raises of its person and day along when it is a clear', async () => {
    const changes = [
      aChange({ kind: 'create', project: 1 }),
      aChange({ kind: 'update', project: 2, before: minutesOf(60), after: minutesOf(30) }),
      aChange({ kind: 'clear', project: 3 }),
      aChange({ kind: 'create', project: 1, person: 2 }),
      aChange({ kind: 'create', project: 1, date: '2024-01-09' }),
    ];
    const { outcomes, findings } = await apply(changes, {
      bulk,
      refuse: ({ projectId }) => (Number(projectId) === 3 ? locked : undefined),
    });
    expect(outcomes.map(({ status }) => status)).toEqual(['skipped', 'applied', 'failed', 'applied', 'applied']);
    expect(outcomes[0]).toEqual({ status: 'skipped', reason: 'paired-clear-refused' });
    expect(findings).toMatchObject([
      {
        code: 'paired-clear-refused',
        severity: 'error',
        subject: { runnPersonId: 1, runnProjectId: 3, date: '2024-01-08', runnActualId: 801_003 },
        facts: { words: locked.message, runnMinutes: minutesOf(60) },
      },
    ]);
  });

  it('takes the raises along when it takes only a part of the minutes away', async () => {
    const changes = [
      aChange({ kind: 'create', project: 1 }),
      aChange({ kind: 'update', project: 2, before: minutesOf(300), after: minutesOf(120) }),
    ];
    const { runn, outcomes, findings } = await apply(changes, {
      bulk: 'atomic',
      refuse: ({ projectId }) => (Number(projectId) === 2 ? locked : undefined),
    });
    expect(outcomes.map(({ status }) => status)).toEqual(['skipped', 'failed']);
    expect(findings).toMatchObject([{ code: 'paired-clear-refused', facts: { runnMinutes: minutesOf(300) } }]);
    expect([...runn.actuals.values()]).toMatchObject([minutesOf(300)]);
  });

  it('gives up a locked project and week after ten of its items', async () => {
    const week = many(200, (index) => ({ person: 1 + index, project: index % 2 }));
    const nextWeek = many(20, (index) => ({ person: 1 + index, project: 0, date: '2024-01-15' }));
    const refused: string[] = [];
    const { runn, outcomes } = await apply([...week, ...nextWeek], {
      bulk,
      refuse: ({ projectId, date }) => (Number(projectId) === 0 && date < '2024-01-15' ? locked : undefined),
    });
    for (const request of runn.requests) {
      const [item] = request.kind === 'bulk' && request.items.length === 1 ? request.items : [];
      if (item !== undefined && Number(item.projectId) === 0 && item.date < '2024-01-15') refused.push(keyOf(item));
    }
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(refused.length).toBeLessThan(20);
    expect(outcomes.filter(({ status }) => status === 'failed')).toHaveLength(100);
    expect(outcomes.filter(({ status }) => status === 'applied')).toHaveLength(120);
    expect(outcomes.slice(200).every(({ status }) => status === 'applied')).toBe(true);
  });

  it('does not give up a project and week whose items are refused for different reasons', async () => {
    const { outcomes } = await apply(
      many(40, (index) => ({ person: 1 + index })),
      {
        bulk,
        refuse: ({ personId }) => ({ status: 400, message: `Person ${personId} is archived.` }),
      },
    );
    expect(outcomes.map((outcome) => outcome.status === 'failed' && outcome.message)).toEqual(
      Array.from({ length: 40 }, (_, index) => `Person ${index + 1} is archived.`),
    );
  });
});

describe('a Runn that refuses zeros', () => {
  const refuse: NonNullable<FakeRunnOptions['refuse']> = (item) =>
    item.billableMinutes + item.nonbillableMinutes === 0
      ? { status: 400, message: 'Either must be above 0.' }
      : undefined;

  it('is asked once, and the hint names clearWith', async () => {
    const clears = many(30, (index) => ({ kind: 'clear', person: 1 + index }));
    const creates = many(30, (index) => ({ person: 101 + index }));
    const { runn, outcomes } = await apply([...clears, ...creates], { refuse });
    const loneZeros = runn.requests.filter(
      (request) => request.kind === 'bulk' && request.items.length === 1 && request.items.some(refuse),
    );
    expect(loneZeros).toHaveLength(1);
    expect(outcomes.slice(0, 30).every(({ status }) => status === 'failed')).toBe(true);
    expect(outcomes.slice(30).every(({ status }) => status === 'applied')).toBe(true);
    expect(outcomes.slice(0, 30)).toMatchObject(
      clears.map(() => ({ httpStatus: 400, hint: expect.stringContaining('rules.clearWith: delete') })),
    );
  });

  it('gets no raises of a day whose zero is not sent', async () => {
    const changes = many(20, (index) => ({
      kind: index % 2 === 0 ? 'clear' : 'create',
      person: 1 + Math.floor(index / 2),
      project: index % 2,
    }));
    const { runn, outcomes, findings } = await apply(changes, { refuse });
    expect(outcomes.map(({ status }) => status)).toEqual(
      changes.map(({ kind }) => (kind === 'clear' ? 'failed' : 'skipped')),
    );
    expect(findings).toHaveLength(10);
    expect(runn.actuals.size).toBe(10);
  });

  it('is believed to accept zeros once it has taken one', async () => {
    const clears = many(4, (index) => ({ kind: 'clear', project: 1 + index, person: 1 + index }));
    const { outcomes } = await apply(clears, {
      refuse: ({ projectId }) => (Number(projectId) === 3 ? locked : undefined),
    });
    expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'applied', 'failed', 'applied']);
  });

  it('is told to delete where the rules say so', async () => {
    const changes = [aChange({ kind: 'clear', project: 2 }), aChange({ project: 1 })];
    const { runn, outcomes } = await apply(changes, { refuse, clearWith: 'delete' });
    expect(runn.requests.map(({ kind }) => kind)).toEqual(['delete', 'bulk']);
    expect(outcomes).toEqual([
      { status: 'applied', actualId: null },
      { status: 'applied', actualId: 5000 },
    ]);
    expect([...runn.actuals.keys()]).toEqual(changes.slice(1).map(keyOf));
  });

  it('may have deleted an actual already', async () => {
    const clear = aChange({ kind: 'clear' });
    const runn = new FakeRunn();
    const signal = new AbortController().signal;
    const { outcomes } = await applyPlan({
      changes: [clear],
      clearWith: 'delete',
      writer: runn,
      journal: null,
      signal,
    });
    expect(outcomes).toEqual([{ status: 'applied', actualId: null }]);
  });

  it('skips the raises of a day whose deletion was refused', async () => {
    const changes = [aChange({ kind: 'clear', project: 2 }), aChange({ project: 1 })];
    const { statuses, findings } = await apply(changes, { clearWith: 'delete', refuseDelete: () => locked });
    expect(statuses).toEqual(['failed', 'skipped']);
    expect(findings).toMatchObject([{ code: 'paired-clear-refused' }]);
  });
});

describe('a run that stops midway', () => {
  const network = new TemporaryError('network', 'Runn could not be reached.');

  it('keeps what is known, calls what was in flight unknown, and gives the error back', async () => {
    const { statuses, error, runn } = await apply(
      many(1000, (index) => ({ person: 1 + index })),
      {
        before: (request) => {
          if (request === 3) throw network;
        },
      },
    );
    expect(error).toBe(network);
    // Four were under way when the third failed; the others of them came to their end.
    expect(runn.requests).toHaveLength(5);
    expect(countOf(statuses)).toEqual({ applied: 400, unknown: 100, skipped: 500 });
  });

  it('knows nothing of an answer that got lost, though the write took effect', async () => {
    const { statuses, runn } = await apply([aChange()], {
      after: () => {
        throw network;
      },
    });
    expect(statuses).toEqual(['unknown']);
    expect(runn.actuals.size).toBe(1);
  });

  it('knows nothing of a deletion whose answer got lost', async () => {
    const { statuses } = await apply([aChange({ kind: 'clear' })], {
      clearWith: 'delete',
      after: () => {
        throw network;
      },
    });
    expect(statuses).toEqual(['unknown']);
  });

  it('says of a token that may not write that nothing was written', async () => {
    const refused = new AccessError('runn-token-read-only', 'No.');
    const { outcomes, error, runn } = await apply(threeHundred, {
      before: () => {
        throw refused;
      },
    });
    expect(error).toBe(refused);
    expect(runn.requests).toHaveLength(1);
    expect(outcomes).toEqual(threeHundred.map(() => ({ status: 'skipped', reason: 'run-stopped' })));
  });

  it('stops at an answer that nobody understands', async () => {
    const shape = new ServiceError('unexpected-answer', 'What?');
    const { statuses, error } = await apply([aChange()], {
      after: () => {
        throw shape;
      },
    });
    expect(statuses).toEqual(['unknown']);
    expect(error).toBe(shape);
  });

  it('sends nothing once it is interrupted', async () => {
    const interruption = new AbortController();
    const { statuses, error, runn } = await apply(threeHundred, {
      signal: interruption.signal,
      after: () => interruption.abort(),
    });
    expect(runn.requests).toHaveLength(1);
    expect(countOf(statuses)).toEqual({ applied: runn.bulkSizes[0], skipped: 300 - (runn.bulkSizes[0] ?? 0) });
    expect(error).toBeInstanceOf(InterruptedError);
  });

  it('does not halve any further when it stops in between', async () => {
    const { runn, statuses } = await apply(
      many(8, (index) => ({ person: 1 + index })),
      {
        refuse: () => locked,
        before: (request) => {
          if (request === 3) throw network;
        },
      },
    );
    expect(runn.bulkSizes).toEqual([8, 4, 2]);
    expect(countOf(statuses)).toEqual({ unknown: 2, skipped: 6 });
  });

  it('converges when it is run again, wherever the answer was lost', async () => {
    const changes = many(40, (index) => ({
      kind: index % 4 === 0 ? 'clear' : index % 4 === 1 ? 'update' : 'create',
      person: 1 + Math.floor(index / 4),
      project: index % 4,
    }));
    const wanted = (await apply(changes)).runn.actuals;
    for (const lost of [1, 2, 3]) {
      const { runn } = await apply(changes, {
        after: (request) => {
          if (request === lost) throw network;
        },
        refuse: ({ personId }) => (lost === 3 && Number(personId) === 5 ? locked : undefined),
      });
      const second = new FakeRunn({}, [...runn.actuals.values()]);
      const signal = new AbortController().signal;
      await applyPlan({ changes, clearWith: 'zero', writer: second, journal: null, signal });
      expect([...second.actuals.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
      for (const change of changes) expect(second.actuals.get(keyOf(change))).toMatchObject(change.after);
    }
  });
});

describe('the journal', () => {
  it('is told every outcome once, before the next request that depends on it', async () => {
    const told: NumberedOutcome[] = [];
    const recordOutcomes = async (outcomes: readonly NumberedOutcome[]) => void told.push(...outcomes);
    const { outcomes } = await apply(threeHundred, {
      journal: { recordOutcomes },
      refuse: ({ personId }) => (Number(personId) === 9 ? locked : undefined),
    });
    expect(told.toSorted((a, b) => a.index - b.index)).toEqual(outcomes.map((outcome, index) => ({ index, outcome })));
  });

  it('knows the first batch before the second is sent', async () => {
    let known = 0;
    const knownAtRequest: number[] = [];
    await apply(threeHundred, {
      journal: {
        recordOutcomes: async (outcomes) => {
          await Promise.resolve();
          known += outcomes.length;
        },
      },
      before: () => knownAtRequest.push(known),
    });
    expect(knownAtRequest[0]).toBe(0);
    expect(knownAtRequest[1]).toBeGreaterThan(90);
  });

  it('stops the run when it cannot be written', async () => {
    const full = new TemporaryError('journal-failed', 'No space left.');
    const { runn, error, statuses } = await apply(threeHundred, {
      journal: { recordOutcomes: () => Promise.reject(full) },
    });
    expect(error).toBe(full);
    expect(runn.requests).toHaveLength(1);
    expect(countOf(statuses).applied).toBe(runn.bulkSizes[0]);
  });
});

describe('any plan against any Runn', () => {
  const someChanges = fc.uniqueArray(
    fc
      .record({
        kind: fc.constantFrom<Change['kind']>('create', 'update', 'overwrite', 'clear'),
        date: fc.constantFrom('2024-01-08', '2024-01-09', '2024-01-15'),
        person: fc.integer({ min: 1, max: 20 }),
        project: fc.integer({ min: 1, max: 6 }),
        before: fc.record({ billableMinutes: fc.integer({ min: 1, max: 600 }), nonbillableMinutes: fc.nat(600) }),
        after: fc.record({ billableMinutes: fc.integer({ min: 1, max: 600 }), nonbillableMinutes: fc.nat(600) }),
      })
      .map((fields) => aChange(fields.kind === 'clear' ? { ...fields, after: minutesOf(0) } : fields)),
    { selector: keyOf, maxLength: 250 },
  );
  const someReading = fc.record({
    bulk: fc.constantFrom('atomic' as const, 'partial' as const),
    clearWith: fc.constantFrom('zero' as const, 'delete' as const),
    lockedDate: fc.constantFrom('2024-01-08', '2024-01-15', 'none'),
    lockedProject: fc.integer({ min: 1, max: 6 }),
    refusesZeros: fc.boolean(),
  });
  type Reading = typeof someReading extends fc.Arbitrary<infer T> ? T : never;
  const applyUnder = ({ bulk, clearWith, ...reading }: Reading, changes: readonly Change[]) =>
    apply(changes, {
      bulk,
      clearWith,
      refuse: (item) => {
        const isZero = item.billableMinutes + item.nonbillableMinutes === 0;
        if (isZero && reading.refusesZeros) return { status: 400, message: 'Zero.' };
        return item.date === reading.lockedDate && item.projectId === reading.lockedProject ? locked : undefined;
      },
    });

  it('says applied of what is in Runn, and of nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(someChanges, someReading, async (changes, reading) => {
        const { runn, outcomes } = await applyUnder(reading, changes);
        expect(outcomes).toHaveLength(changes.length);
        changes.forEach((change, index) => {
          const outcome = outcomes[index];
          const standing = runn.actuals.get(keyOf(change));
          if (outcome?.status === 'applied' && outcome.actualId !== null) expect(standing).toMatchObject(change.after);
          if (outcome?.status === 'applied' && outcome.actualId === null) expect(standing).toBeUndefined();
          // Where a refused request is written in part, what is not sent again may be in Runn already.
          if (outcome?.status === 'applied' || reading.bulk === 'partial') return;
          if (change.before === null) expect(standing).toBeUndefined();
          else expect(standing).toMatchObject(change.before);
        });
        expect(runn.hasOverlap).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('never raises a day after one of its reductions was refused', async () => {
    await fc.assert(
      fc.asyncProperty(someChanges, someReading, async (changes, reading) => {
        const { outcomes } = await applyUnder({ ...reading, bulk: 'atomic' }, changes);
        const stuck = new Set(
          changes
            .filter((change, index) => isReduction(change) && outcomes[index]?.status === 'failed')
            .map(personDayOf),
        );
        const raised = changes.filter(
          (change, index) => change.kind === 'create' && outcomes[index]?.status === 'applied',
        );
        expect(raised.filter((change) => stuck.has(personDayOf(change)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('summarizeOutcomes', () => {
  it('counts, and takes an unknown outcome for a failure', () => {
    const changes = many(5, (project) => ({ project }));
    const summary = summarizeOutcomes(changes, [
      { status: 'applied', actualId: null },
      { status: 'failed', message: 'No.', httpStatus: 422, hint: 'Do this.' },
      { status: 'skipped', reason: 'run-stopped' },
      { status: 'unknown', message: 'Lost.' },
      undefined,
    ]);
    expect(summary).toMatchObject({ applied: 1, failed: 2, skipped: 2 });
    expect(summary.failures).toMatchObject([
      { change: changes[1], message: 'No.', status: 422, hint: 'Do this.' },
      { change: changes[3], message: 'Lost.' },
    ]);
  });
});

function countOf(statuses: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
