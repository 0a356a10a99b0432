/** The real `fetch` of the process entry: undici's pool, time limits and proxy support behind `globalThis.fetch`. */
import type { HttpEnvironment } from './service.ts';

const connectTimeoutMs = 10_000;

/**
 * A `fetch` that installs undici as `globalThis.fetch` before its first request, and not before: the import costs more
 * than all of `--help`. `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are obeyed.
 *
 * Only the process entry may use this. In a test that replaced `globalThis.fetch`, `install()` would replace the
 * replacement, and requests would reach the network without an error.
 */
export function createUndiciFetch(): HttpEnvironment['fetch'] {
  let installed: Promise<void> | undefined;
  return async (url, init) => {
    installed ??= installUndici();
    await installed;
    return globalThis.fetch(url, init);
  };
}

async function installUndici(): Promise<void> {
  const { EnvHttpProxyAgent, install, setGlobalDispatcher } = await import('undici');
  install();
  setGlobalDispatcher(new EnvHttpProxyAgent({ connect: { timeout: connectTimeoutMs } }));
}
