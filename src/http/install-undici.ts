/** Puts undici's pool and proxy support behind `globalThis.fetch`. A file of its own, for it is loaded only when needed. */
import { EnvHttpProxyAgent, install, setGlobalDispatcher } from 'undici';

/** As long as Node's own `fetch` tries to connect. */
const connectTimeoutMs = 10_000;

export function installUndici(): void {
  install();
  setGlobalDispatcher(new EnvHttpProxyAgent({ connect: { timeout: connectTimeoutMs } }));
}
