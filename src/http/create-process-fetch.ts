/** The real `fetch` of the process entry: Node's own, or undici's behind a proxy. */
import type { HttpEnvironment } from './service.ts';

/**
 * A `fetch` for this environment. `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are obeyed, which Node's own `fetch` cannot
 * do in all versions: where one is set, undici is installed as `globalThis.fetch` before the first request, and only
 * then, for loading it takes longer than all else that a small run loads.
 *
 * Only the process entry may use this. In a test that replaced `globalThis.fetch`, `install()` would replace the
 * replacement, and requests would reach the network without an error.
 */
export function createProcessFetch(
  environmentVariables: Readonly<Record<string, string | undefined>>,
): HttpEnvironment['fetch'] {
  const isProxied = Object.entries(environmentVariables).some(
    ([name, value]) => /^https?_proxy$/i.test(name) && value !== undefined && value !== '',
  );
  let installed: Promise<void> | undefined;
  return async (url, init) => {
    if (isProxied) {
      installed ??= import('./install-undici.ts').then(({ installUndici }) => installUndici());
      await installed;
    }
    return globalThis.fetch(url, init);
  };
}
