/**
 * Two processes with one key, each with a pace of its own, against a limit of 120 in a sliding minute and a block of
 * 60 s: they know of each other by the headers alone. Time is simulated.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createService } from '../../src/http/create-service.ts';
import { runnProfile } from '../../src/runn/runn-profile.ts';
import { createRunnLimit, runnLimitHeaders } from '../../src/sandbox/limits.ts';

/** A clock that moves to the next timer when nobody has anything left to do. */
function createSimulation() {
  let nowMs = Date.UTC(2026, 0, 5, 9);
  let timers: { readonly atMs: number; readonly wake: () => void }[] = [];
  return {
    now: () => nowMs,
    sleep: (ms: number) =>
      new Promise<void>((resolve) => {
        timers.push({ atMs: nowMs + ms, wake: resolve });
      }),
    async runUntil(work: Promise<unknown>) {
      let isDone = false;
      const end = work.finally(() => {
        isDone = true;
      });
      while (!isDone) {
        await new Promise((resolve) => setImmediate(resolve));
        if (isDone || timers.length === 0) continue;
        timers.sort((a, b) => a.atMs - b.atMs);
        const [next, ...rest] = timers;
        timers = rest;
        nowMs = Math.max(nowMs, next?.atMs ?? nowMs);
        next?.wake();
      }
      await end;
    },
  };
}

interface Server {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly served: number[];
  readonly refused: number[];
}

function createServer(
  simulation: ReturnType<typeof createSimulation>,
  headers: 'full' | 'retry-after' | 'none' = 'full',
): Server {
  const limit = createRunnLimit();
  const served: number[] = [];
  const refused: number[] = [];
  let turn = 0;
  return {
    served,
    refused,
    fetch: async () => {
      turn += 1;
      await simulation.sleep(40 + (turn % 7) * 30);
      const atMs = simulation.now();
      const state = limit.take(atMs);
      (state.isRefused ? refused : served).push(atMs);
      await simulation.sleep(60 + (turn % 5) * 40);
      const switches = { runnLimitHeaders: headers, runnLimitReset: 'seconds' } as const;
      const init = { status: state.isRefused ? 429 : 200, headers: runnLimitHeaders(state, atMs, switches) };
      return new Response('{}', init);
    },
  };
}

function createProcess(simulation: ReturnType<typeof createSimulation>, server: Server) {
  return createService(
    runnProfile({ token: 'TEST_0', baseUrl: 'https://api.runn.io', userAgent: 'test', requestsPerMinute: 110 }),
    {
      fetch: server.fetch,
      now: simulation.now,
      random: () => 0,
      sleep: simulation.sleep,
      signal: new AbortController().signal,
    },
  );
}

/** So many requests, eight at a time, like a large run. */
async function sendMany(service: ReturnType<typeof createProcess>, count: number): Promise<number> {
  let left = count;
  let answered = 0;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await service.send({ method: 'GET', path: '/people/', schema: z.object({}) });
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return answered;
}

function mostInAMinute(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
}

describe('two processes with one key', () => {
  it.each([0, 3, 20, 40, 59, 70])(
    'are never refused where the headers say what is left, %s s apart',
    async (seconds) => {
      const simulation = createSimulation();
      const server = createServer(simulation);
      const [one, other] = [createProcess(simulation, server), createProcess(simulation, server)];
      const later = simulation.sleep(seconds * 1000).then(() => sendMany(other, 300));
      await simulation.runUntil(Promise.all([sendMany(one, 300), later]));
      expect(server.served).toHaveLength(600);
      expect(server.refused).toEqual([]);
      expect(mostInAMinute(server.served)).toBeLessThanOrEqual(120);
    },
  );

  it('both get on: neither takes all there is', async () => {
    const simulation = createSimulation();
    const server = createServer(simulation);
    const [one, other] = [createProcess(simulation, server), createProcess(simulation, server)];
    await simulation.runUntil(Promise.all([sendMany(one, 300), sendMany(other, 300)]));
    const minutes = (Math.max(...server.served) - Math.min(...server.served)) / 60_000;
    // 600 requests at 120 a minute take four of them, as the first 120 leave at once.
    expect(minutes).toBeLessThan(8);
  });

  it.each(['retry-after', 'none'] as const)('recover from the block where the headers are: %s', async (headers) => {
    const simulation = createSimulation();
    const server = createServer(simulation, headers);
    const processes = [createProcess(simulation, server), createProcess(simulation, server)];
    const all = Promise.all(processes.map((process) => sendMany(process, 150)));
    await simulation.runUntil(all);
    expect(await all).toEqual([150, 150]);
    expect(server.refused.length).toBeGreaterThan(0);
  });
});

it('one process alone is never refused, whatever the headers say', async () => {
  for (const headers of ['full', 'retry-after', 'none'] as const) {
    const simulation = createSimulation();
    const server = createServer(simulation, headers);
    await simulation.runUntil(sendMany(createProcess(simulation, server), 500));
    expect(server.refused).toEqual([]);
    expect(mostInAMinute(server.served)).toBeLessThanOrEqual(120);
    expect(simulation.now() - Math.min(...server.served)).toBeLessThan(6 * 60_000);
  }
});
