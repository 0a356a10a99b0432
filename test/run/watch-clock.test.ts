import { describe, expect, it } from 'vitest';
import { watchClock } from '../../src/run/watch-clock.ts';

/** Answers one after the other: how long each takes on our clock, and what its `Date` header says. */
async function watch(answers: readonly { readonly tookMs: number; readonly date: string | null }[]) {
  let nowMs = Date.parse('2026-03-06T09:00:00Z');
  const left = [...answers];
  const clock = watchClock({
    now: () => nowMs,
    fetch: async () => {
      const next = left.shift();
      nowMs += next?.tookMs ?? 0;
      return new Response('{}', next?.date == null ? {} : { headers: { date: next.date } });
    },
  });
  for (const _ of answers) await clock.fetch('https://api.runn.io/me/', request);
  return clock.readings();
}

const request = { method: 'GET', headers: {}, redirect: 'manual', signal: new AbortController().signal } as const;
const utc = (time: string) => new Date(`2026-03-06T${time}Z`).toUTCString();

describe('watchClock', () => {
  it('compares the header with the middle of the exchange', async () => {
    const [reading] = await watch([{ tookMs: 4_000, date: utc('10:00:02') }]);
    expect(reading).toEqual({ host: 'api.runn.io', skewMs: 3_600_500, roundTripMs: 4_000 });
  });

  it('believes the quickest answer', async () => {
    const readings = await watch([
      { tookMs: 30_000, date: utc('09:00:00') },
      { tookMs: 0, date: utc('09:00:30') },
    ]);
    expect(readings).toEqual([{ host: 'api.runn.io', skewMs: 500, roundTripMs: 0 }]);
  });

  it('says nothing without a header, or with one that is no date', async () => {
    expect(
      await watch([
        { tookMs: 0, date: null },
        { tookMs: 0, date: 'soon' },
      ]),
    ).toEqual([]);
  });
});
