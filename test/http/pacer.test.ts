import { beforeEach, describe, expect, it } from 'vitest';
import { InterruptedError } from '../../src/core/errors.ts';
import { createPacer, type Pace } from '../../src/http/pacer.ts';
import { createFakeEnvironment, type FakeEnvironment } from './fake-environment.ts';

let environment: FakeEnvironment;
beforeEach(() => {
  environment = createFakeEnvironment(0);
});

function aPacer(pace: Pace = { requests: 110, windowMs: 60_000 }) {
  return createPacer(pace, environment);
}

/** Takes and gives back `count` turns at once; the times at which they began. */
async function takeMany(pacer: ReturnType<typeof aPacer>, count: number): Promise<number[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      await pacer.take();
      const atMs = environment.now();
      pacer.done();
      return atMs;
    }),
  );
}

describe('the sliding window', () => {
  it('lets a burst up to its size leave at once', async () => {
    expect(new Set(await takeMany(aPacer(), 110))).toEqual(new Set([0]));
  });

  it('never holds more than its size', async () => {
    const times = await takeMany(aPacer({ requests: 10, windowMs: 10_000 }), 95);
    for (const [index, atMs] of times.entries()) {
      const earlier = times[index - 10];
      if (earlier !== undefined) expect(atMs - earlier).toBeGreaterThanOrEqual(10_000);
    }
    expect(times.at(-1)).toBe(90_000);
  });

  it('slides: what was sent later counts longer', async () => {
    const pacer = aPacer({ requests: 2, windowMs: 10_000 });
    await takeMany(pacer, 1);
    await environment.sleep(6_000, environment.signal);
    await takeMany(pacer, 1);
    expect(await takeMany(pacer, 2)).toEqual([10_000, 16_000]);
  });

  it('keeps the order of the calls', async () => {
    const pacer = aPacer({ requests: 1, windowMs: 1_000 });
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((each) => pacer.take().then(() => order.push(each))));
    expect(order).toEqual([1, 2, 3]);
  });

  it('goes on when the clock stands still', async () => {
    const frozen = createPacer({ requests: 1, windowMs: 1_000 }, { ...environment, now: () => 0 });
    await Promise.all([frozen.take(), frozen.take(), frozen.take()]);
    expect(environment.sleeps).toEqual([1_000, 1_000]);
  });
});

describe('a block', () => {
  it('holds everybody', async () => {
    const pacer = aPacer();
    pacer.block(30_000, 'rate-limit');
    expect(await takeMany(pacer, 3)).toEqual([30_000, 30_000, 30_000]);
  });

  it('is not shortened by a later, shorter one', async () => {
    const pacer = aPacer();
    pacer.block(30_000, 'rate-limit');
    pacer.block(1_000, 'rate-limit');
    expect(await takeMany(pacer, 1)).toEqual([30_000]);
  });
});

describe('the headers', () => {
  it('let through what remains, then wait for the reset', async () => {
    const pacer = aPacer();
    await pacer.take();
    pacer.done({ remaining: 2, resetsInMs: 20_000 });
    expect(await takeMany(pacer, 3)).toEqual([0, 0, 20_000]);
  });

  it('are read with what is still in flight', async () => {
    const pacer = aPacer();
    await Promise.all([pacer.take(), pacer.take(), pacer.take()]);
    pacer.done({ remaining: 3, resetsInMs: 20_000 });
    expect(await takeMany(pacer, 2)).toEqual([0, 20_000]);
  });

  it('never hold us for more than a minute', async () => {
    const pacer = aPacer();
    await pacer.take();
    pacer.done({ remaining: 0, resetsInMs: 3_600_000 });
    expect(await takeMany(pacer, 1)).toEqual([60_000]);
  });
});

it('an interrupt ends all who wait', async () => {
  const pacer = aPacer();
  pacer.block(30_000, 'rate-limit');
  environment.abort();
  const results = await Promise.allSettled([pacer.take(), pacer.take()]);
  expect(results.every((each) => each.status === 'rejected' && each.reason instanceof InterruptedError)).toBe(true);
});
