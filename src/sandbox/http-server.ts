/** One service on a loopback socket: reads requests, meets faults, records, sends answers. Knows neither service. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Answer, Call, ServiceName } from './call.ts';
import { distort, type FaultAction, type FaultBook } from './faults.ts';
import type { Switches } from './switches.ts';

/** One request as it came in and what became of it. */
export interface RequestRecord {
  readonly service: ServiceName;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** All but the credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, else the text, else undefined. */
  readonly body: unknown;
  /** Epoch milliseconds of the sandbox's clock. */
  readonly startedAt: number;
  /** Null while nothing was answered, and for good when a fault took the answer away. */
  status: number | null;
  /** The fault that it met. */
  fault: FaultAction['kind'] | undefined;
}

export interface HttpServerOptions {
  readonly service: ServiceName;
  readonly port: number;
  readonly latencyMs: number;
  readonly now: () => number;
  readonly switches: () => Switches;
  readonly faults: FaultBook;
  readonly record: (record: RequestRecord) => void;
  /** Answers at once: what it does to the world has happened when it returns. */
  readonly handle: (call: Call) => Answer;
  /** The service's own error body for a status that a fault asks for. */
  readonly errorBody: (status: number) => Answer;
}

export interface HttpServer {
  readonly url: string;
  /** Lets connections in again after a fault of kind `refuse`. */
  readonly restore: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const host = '127.0.0.1';

/** Writes stay in flight for at least this long, so that two at once are seen to be two. */
const shortestWriteMs = 2;

export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const timers = new Set<NodeJS.Timeout>();
  const pages = new Map<string, Answer>();
  let isStopped = false;

  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      try {
        receive(request, response, Buffer.concat(chunks).toString('utf8'));
      } catch {
        // A world that a test made inconsistent, an address that is none: an error of the service, not its end.
        const { text, json } = options.errorBody(500);
        if (!response.headersSent) response.writeHead(500).end(text ?? JSON.stringify(json));
      }
    });
  });
  // A connection that is kept open must not be closed under a client that is about to use it.
  server.keepAliveTimeout = 120_000;

  const port = await listen(server, options.port);
  const url = `http://${host}:${port}`;

  const restore = async (): Promise<void> => {
    if (!isStopped && !server.listening) await listen(server, port);
  };

  function receive(request: IncomingMessage, response: ServerResponse, bodyText: string): void {
    const target = new URL(request.url ?? '/', url);
    // The sandbox's own clock: a client that compares it with the machine's sees the difference.
    response.setHeader('Date', new Date(options.now()).toUTCString());
    const body = parseJson(bodyText);
    const call: Call = {
      service: options.service,
      method: request.method ?? 'GET',
      path: target.pathname,
      query: target.searchParams,
      headers: flatten(request.headers),
      bodyText,
      body,
      params: [],
      switches: options.switches(),
    };
    const action = options.faults.meet(call);
    const { authorization: _, ...headers } = call.headers;
    const entry: RequestRecord = {
      service: options.service,
      method: call.method,
      path: `${target.pathname}${target.search}`,
      headers,
      body: body ?? (bodyText === '' ? undefined : bodyText),
      startedAt: options.now(),
      status: null,
      fault: action?.kind,
    };
    options.record(entry);
    answerWith(action, call, entry, request.socket, response);
  }

  function answerWith(
    action: FaultAction | undefined,
    call: Call,
    entry: RequestRecord,
    socket: Socket,
    response: ServerResponse,
  ): void {
    switch (action?.kind) {
      case 'refuse': {
        server.close();
        server.closeAllConnections();
        if (action.forMs !== undefined) later(action.forMs, () => void restore());
        return;
      }
      case 'reset':
        socket.resetAndDestroy();
        return;
      case 'hang':
        return;
      case 'garbage':
        send(response, entry, { status: 200, text: action.text ?? '<html><body>Bad gateway?</body>{"' }, true);
        return;
      case 'status': {
        const own = options.errorBody(action.status);
        const given: Answer = action.body === undefined ? own : bodyOf(action.body, action.status);
        send(response, entry, { ...given, status: action.status, headers: { ...given.headers, ...action.headers } });
        return;
      }
      case 'run':
        action.run();
        break;
      default:
    }
    const switches = action?.kind === 'switches' ? { ...call.switches, ...action.switches } : call.switches;
    const honest = options.handle({ ...call, switches });
    const key = `${call.method} ${call.path}`;
    const answer = action === undefined ? honest : distort(honest, action, call, pages.get(key));
    if (honest.status === 200) pages.set(key, honest);
    const waitMs = Math.max(options.latencyMs, honest.release === undefined ? 0 : shortestWriteMs);
    const leave = (): void => {
      honest.release?.();
      if (action?.kind === 'lost-answer') socket.destroy();
      else if (action?.kind === 'cut-off') cutOff(response, entry, answer);
      else if (action?.kind === 'slow-drip') drip(response, entry, answer, action.bytes ?? 16, action.everyMs ?? 50);
      else send(response, entry, answer);
    };
    if (waitMs === 0) leave();
    else later(waitMs, leave);
  }

  function drip(response: ServerResponse, entry: RequestRecord, answer: Answer, bytes: number, everyMs: number): void {
    const body = head(response, entry, answer);
    let offset = 0;
    const next = (): void => {
      if (response.destroyed) return;
      response.write(body.subarray(offset, offset + bytes));
      offset += bytes;
      if (offset < body.length) later(everyMs, next);
      else response.end();
    };
    next();
  }

  return {
    url,
    restore,
    stop: () =>
      new Promise((resolve) => {
        isStopped = true;
        for (const timer of timers) clearTimeout(timer);
        if (server.listening) server.close(() => resolve());
        else resolve();
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function bodyOf(body: unknown, status: number): Answer {
  return typeof body === 'string' ? { status, text: body } : { status, json: body };
}

/** Writes status and headers; returns the body that they announce. */
function head(response: ServerResponse, entry: RequestRecord, answer: Answer, isJson = false): Buffer {
  const hasJson = answer.json !== undefined;
  const body = Buffer.from(hasJson ? JSON.stringify(answer.json) : (answer.text ?? ''), 'utf8');
  const type = hasJson || isJson ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
  const content = answer.status === 204 ? {} : { 'Content-Type': type, 'Content-Length': String(body.length) };
  response.writeHead(answer.status, { ...content, ...answer.headers });
  entry.status = answer.status;
  return body;
}

function send(response: ServerResponse, entry: RequestRecord, answer: Answer, isJson = false): void {
  if (response.destroyed) return;
  const body = head(response, entry, answer, isJson);
  if (answer.status === 204) response.end();
  else response.end(body);
}

function cutOff(response: ServerResponse, entry: RequestRecord, answer: Answer): void {
  const body = head(response, entry, answer);
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
