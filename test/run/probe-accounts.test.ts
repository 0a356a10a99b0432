import { describe, expect, it } from 'vitest';
import { probeRunn } from '../../src/run/probe-accounts.ts';

/** Answers by host, and keeps what was asked. */
function probe(answers: Readonly<Record<string, number>>, baseUrl: string | null) {
  const asked: string[] = [];
  const result = probeRunn({
    token: 'TEST_abc',
    baseUrl,
    userAgent: 'test',
    environment: {
      fetch: async (url) => {
        const { host } = new URL(url);
        asked.push(host);
        const status = answers[host] ?? 500;
        const body = status === 200 ? { name: 'key' } : { error: 'x', message: 'no', statusCode: status };
        return Response.json(body, { status });
      },
      now: () => 0,
      random: () => 0,
      sleep: async () => undefined,
      signal: new AbortController().signal,
    },
  });
  return { result, asked };
}

describe('probeRunn', () => {
  it('finds the region of the account by itself', async () => {
    const { result, asked } = probe({ 'api.runn.io': 404, 'api.us.runn.io': 200 }, null);
    expect(await result).toMatchObject({ baseUrl: 'https://api.us.runn.io', environment: 'TEST', key: 'key' });
    expect(asked).toEqual(['api.runn.io', 'api.us.runn.io']);
  });

  it('asks no other host when one is named', async () => {
    const { result, asked } = probe({ 'runn.example': 404 }, 'https://runn.example');
    await expect(result).rejects.toMatchObject({ code: 'runn-wrong-host' });
    expect(asked).toEqual(['runn.example']);
  });

  it('takes a refused token for what it is', async () => {
    const { result, asked } = probe({ 'api.runn.io': 401 }, null);
    await expect(result).rejects.toMatchObject({ code: 'runn-token-refused' });
    expect(asked).toEqual(['api.runn.io']);
  });
});
