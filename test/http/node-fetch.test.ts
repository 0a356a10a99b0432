/** What stands in for `fetch` in the process, against a server on loopback. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { describeNetworkFailure } from '../../src/http/network-failure.ts';
import { createNodeFetch } from '../../src/http/node-fetch.ts';
import type { HttpAnswer, HttpInit } from '../../src/http/service.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const fetch = createNodeFetch();
const init = (parts: Partial<HttpInit> = {}): HttpInit => ({
  method: 'GET',
  headers: { accept: 'application/json' },
  redirect: 'manual',
  signal: new AbortController().signal,
  ...parts,
});

async function textOf({ body }: HttpAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const long = JSON.stringify(Array.from({ length: 50_000 }, (_, id) => ({ id, name: 'Zoë' })));

it('sends method, headers and body, and gives status, headers and body', async () => {
  const url = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      response.writeHead(302, { 'X-Range-End': '2024-01-07', location: '/elsewhere' });
      const { method, headers } = request;
      response.end(JSON.stringify([method, headers.accept, headers['content-length'], body]));
    });
  });
  const answer = await fetch(url, init({ method: 'POST', body: '{"a":"ü"}' }));
  expect({ status: answer.status, end: answer.headers.get('x-range-END'), none: answer.headers.get('x-none') }).toEqual(
    {
      status: 302,
      end: '2024-01-07',
      none: null,
    },
  );
  expect(JSON.parse(await textOf(answer))).toEqual(['POST', 'application/json', '10', '{"a":"ü"}']);
});

it('asks for gzip and unpacks it', async () => {
  const url = await serve((request, response) => {
    expect(request.headers['accept-encoding']).toBe('gzip');
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(long));
  });
  expect(await textOf(await fetch(url, init()))).toBe(long);
});

it('keeps its connection for the next request', async () => {
  const ports = new Set<number | undefined>();
  const url = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('{}');
  });
  for (let turn = 0; turn < 3; turn += 1) await textOf(await fetch(url, init()));
  expect(ports.size).toBe(1);
});

it.each([
  ['as it is', Buffer.from(long), {}],
  ['as gzip', gzipSync(long), { 'content-encoding': 'gzip' }],
])('fails when the connection is cut in the middle of a body that comes %s', async (_how, bytes, headers) => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { ...headers, 'content-length': String(bytes.length) });
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  });
  const answer = await fetch(url, init());
  const error = await textOf(answer).catch((thrown: unknown) => thrown);
  expect(describeNetworkFailure(error)).toMatchObject({ kind: 'network', isMidway: true });
});

it('fails when what comes as gzip is none', async () => {
  const url = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(long));
  await expect(textOf(await fetch(url, init()))).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
});

it('ends with its signal, before the answer and in the middle of it', async () => {
  const url = await serve((request, response) => {
    if (request.url !== '/silent') response.writeHead(200).write('{');
  });
  const before = new AbortController();
  const waiting = fetch(`${url}silent`, init({ signal: before.signal }));
  before.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  const midway = new AbortController();
  const answer = await fetch(url, init({ signal: midway.signal }));
  const reading = textOf(answer);
  midway.abort();
  await expect(reading).rejects.toThrow();
});

it('says why a host cannot be reached', async () => {
  const url = await serve(() => undefined);
  servers[0]?.close();
  const error = await fetch(url, init()).catch((thrown: unknown) => thrown);
  expect(describeNetworkFailure(error)).toMatchObject({
    kind: 'network',
    text: expect.stringContaining('ECONNREFUSED'),
  });
});
