/** Proves what all client tests rely on: a request that no handler expects does not leave the process. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

const msw = setupServer();
let real: Server;
let hits = 0;

beforeAll(async () => {
  real = createServer((_, response) => {
    hits += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => {
    real.listen(0, '127.0.0.1', resolve);
  });
  msw.listen({ onUnhandledRequest: 'error' });
});

afterAll(async () => {
  msw.close();
  await new Promise((resolve) => {
    real.close(resolve);
  });
});

it('an unmocked request fails and reaches nobody', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { port } = real.address() as AddressInfo;
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  expect(complaint).toHaveBeenCalled();
  expect(hits).toBe(0);
  complaint.mockRestore();
});
