/** Runn: who may call, how often, and which handler answers. */
import type { Answer, Call, Service } from './call.ts';
import { createRunnLimit, runnLimitHeaders } from './limits.ts';
import { createRouter } from './router.ts';
import { createRunnActuals } from './runn-actuals.ts';
import { runnDirectory } from './runn-directory.ts';
import { refuse } from './runn-list.ts';
import type { RunnWorld } from './runn-world.ts';

export interface RunnServiceOptions {
  readonly world: RunnWorld;
  readonly apiToken: string;
  readonly now: () => number;
  /** Decides which contract is the current one. */
  readonly timezone: string;
  /** Whether requests a minute are counted. */
  readonly withLimits: boolean;
}

export function createRunnService(options: RunnServiceOptions): Service {
  const { world, apiToken, now } = options;
  const limit = createRunnLimit();
  const actuals = createRunnActuals(world);
  // The document's paths end in a slash, clients call both forms (runn.md section 1).
  const router = createRouter(true);
  router.on('GET', '/actuals/', actuals.list);
  router.on('POST', '/actuals/', actuals.post);
  router.on('POST', '/actuals/bulk/', actuals.postBulk);
  router.on('POST', '/actuals/time-entry', actuals.postTimeEntry);
  router.on('DELETE', '/actuals/{id}/', actuals.remove);
  for (const [method, path, handler] of runnDirectory(world, now, options.timezone)) router.on(method, path, handler);

  function handle(call: Call): Answer {
    if (call.headers['authorization'] !== `Bearer ${apiToken}`) return refuse(401, 'Invalid or missing API token');
    if (!options.withLimits) return answer(call);
    const state = limit.take(now());
    const headers = runnLimitHeaders(state, now(), call.switches);
    const honest = state.isRefused ? refuse(429, 'Rate limit exceeded, retry later') : answer(call);
    return { ...honest, headers: { ...headers, ...honest.headers } };
  }

  function answer(call: Call): Answer {
    const version = call.headers['accept-version'];
    if (version !== '1.0.0') {
      return refuse(
        400,
        "headers must have required property 'accept-version', equal to one of the allowed values: '1.0.0'",
      );
    }
    const found = router.find(call);
    if (found === undefined) {
      if (call.method === 'DELETE' && /^\/actuals\/[^/]+\/?$/.test(call.path)) {
        return refuse(400, 'Invalid actualId format.');
      }
      return refuse(404, `Route ${call.method}:${call.path} not found`);
    }
    const isWrite = call.method !== 'GET';
    if (isWrite && call.switches.writes !== 'allowed') {
      return refuse(Number(call.switches.writes.slice('refused-'.length)), 'This API token is read only');
    }
    if (call.bodyText !== '' && call.body === undefined) return refuse(400, 'Body is not valid JSON');
    return found.handler({ ...call, params: found.params });
  }

  return { handle, reset: limit.reset };
}
