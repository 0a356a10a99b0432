/**
 * The part of `fetch` that is used here, made of Node's own clients. `fetch` itself compiles a parser to machine code and
 * moves every byte through web streams: for the dozen requests of a small run that was a third of all its time.
 */
import { Agent, type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { HttpAnswer, HttpEnvironment } from './service.ts';

/** A host that does not answer at all is given up long before the deadline of the attempt. */
const connectTimeoutMs = 10_000;

/** Keeps its connections for the next request, and none of them keeps the process. */
export function createNodeFetch(): HttpEnvironment['fetch'] {
  const plain = { request: requestPlain, agent: new Agent({ keepAlive: true }) };
  let secure: Promise<typeof plain> | undefined;
  return async (url, { method, headers, body, signal }) => {
    if (url.startsWith('https:')) secure ??= openSecure();
    const { request, agent } = url.startsWith('https:') && secure !== undefined ? await secure : plain;
    return new Promise<HttpAnswer>((resolve, reject) => {
      const sent = request(url, { method, headers: { ...headers, 'accept-encoding': 'gzip' }, agent, signal });
      sent.once('response', (answer) => resolve(toHttpAnswer(answer)));
      // Also after the answer has begun, when the body tells of it: it must not be nobody's.
      sent.on('error', reject);
      limitConnecting(sent);
      sent.end(body);
    });
  };
}

/** Apart, for TLS takes longer to load than all the rest. */
async function openSecure() {
  const { Agent: SecureAgent, request } = await import('node:https');
  return { request, agent: new SecureAgent({ keepAlive: true }) };
}

function limitConnecting(sent: ClientRequest): void {
  sent.once('socket', (socket) => {
    if (!socket.connecting) return;
    const timeout = Object.assign(new Error('The connection timed out.'), { code: 'ETIMEDOUT' });
    const timer = setTimeout(() => sent.destroy(timeout), connectTimeoutMs);
    for (const event of ['connect', 'close'] as const) socket.once(event, () => clearTimeout(timer));
  });
}

function toHttpAnswer(answer: IncomingMessage): HttpAnswer {
  const { headers } = answer;
  return {
    status: answer.statusCode ?? 0,
    headers: {
      get: (name) => {
        const value = headers[name.toLowerCase()];
        return Array.isArray(value) ? value.join(', ') : (value ?? null);
      },
    },
    body: headers['content-encoding'] === 'gzip' ? unzip(answer) : answer,
  };
}

function unzip(answer: IncomingMessage): Readable {
  const body = createGunzip();
  answer.once('error', (error) => body.destroy(error));
  body.once('close', () => answer.destroy());
  return answer.pipe(body);
}
