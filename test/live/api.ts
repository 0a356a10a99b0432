/** The smallest client that can ask a live service: it shares nothing with the product, whose beliefs are on trial here. */

export interface World {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else the text. */
  // biome-ignore lint/suspicious/noExplicitAny: what a live service answers is what we want to find out
  readonly body: any;
  /** The service's words for a person, without tokens and line breaks. */
  readonly words: string;
}

export interface Api {
  readonly call: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** Follows the cursors of a list of Runn to its end. */
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly list: (path: string) => Promise<any[]>;
  readonly count: () => number;
  /** Every answer so far, for what stands in their headers. */
  readonly answers: readonly Answer[];
}

export interface ApiOptions {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** Between two requests. */
  readonly paceMs: number;
}

const attemptTimeoutMs = 30_000;

export function createApi({ baseUrl, headers, secrets, paceMs }: ApiOptions, world: World): Api {
  const answers: Answer[] = [];
  const redact = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[token]'), text);

  const exchange = async (method: string, path: string, body: unknown) => {
    try {
      const response = await world.fetch(`${baseUrl}${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(attemptTimeoutMs),
      });
      return { response, text: await response.text() };
    } catch (error) {
      // `fetch failed` says nothing; its cause does.
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const words = cause instanceof Error ? cause.message || cause.name : String(cause);
      throw new Error(`${new URL(baseUrl).host} could not be reached for ${method} ${path}: ${redact(words)}`);
    }
  };

  const attempt = async (method: string, path: string, body: unknown): Promise<Answer> => {
    await world.sleep(paceMs);
    const { response, text } = await exchange(method, path, body);
    const parsed = parse(text);
    const message = typeof parsed?.message === 'string' ? parsed.message : text;
    const words = redact(message).replaceAll(/\s+/g, ' ').slice(0, 120);
    const answer = {
      status: response.status,
      headers: response.headers,
      body: parsed === undefined ? text : parsed,
      words,
    };
    answers.push(answer);
    return answer;
  };

  const call: Api['call'] = async (method, path, body) => {
    const answer = await attempt(method, path, body);
    if (answer.status !== 429) return answer;
    await world.sleep(1000 * Number(answer.headers.get('retry-after') ?? 60));
    return attempt(method, path, body);
  };

  return {
    call,
    async list(path) {
      const values = [];
      let cursor: string | null = null;
      do {
        const glue = path.includes('?') ? '&' : '?';
        const next = cursor === null ? path : `${path}${glue}cursor=${encodeURIComponent(cursor)}`;
        const { status, body, words } = await call('GET', next);
        if (status !== 200) throw new Error(`GET ${path} was answered with ${status}: ${words}`);
        values.push(...body.values);
        cursor = body.nextCursor ?? null;
      } while (cursor !== null);
      return values;
    },
    count: () => answers.length,
    answers,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: see above
function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Calendar arithmetic on `YYYY-MM-DD`. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
