/** The real `fetch` of the process entry: Node's own, or undici's behind a proxy. */
import { setFlagsFromString } from 'node:v8';
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
  nodeVersion: string,
): HttpEnvironment['fetch'] {
  const isProxied = Object.entries(environmentVariables).some(
    ([name, value]) => /^https?_proxy$/i.test(name) && value !== undefined && value !== '',
  );
  let installed: Promise<void> | undefined;
  let isParserKept = false;
  return async (url, init) => {
    if (!isParserKept) {
      isParserKept = true;
      keepParserUnoptimized(nodeVersion);
    }
    if (isProxied) {
      installed ??= import('./install-undici.ts').then(({ installUndici }) => installUndici());
      await installed;
    }
    return globalThis.fetch(url, init);
  };
}

/** The majors of Node whose V8 is known to have the flag; another one would print an error about it. */
const majorsWithTieringBudget = [20, 22, 24];

/**
 * Leaves `fetch`'s parser, a WebAssembly module, as V8's quick compiler has made it. V8 would begin to optimize it at the
 * first answer: 50 of the 230 ms of processor time of a small run, for which a process also waits when it ends, and
 * nothing gained even at thousands of answers.
 */
function keepParserUnoptimized(nodeVersion: string): void {
  if (!majorsWithTieringBudget.includes(Number.parseInt(nodeVersion, 10))) return;
  // Loads `fetch` first: Node's own code comes compiled, and is compiled again once a flag is another than then.
  void globalThis.Headers;
  setFlagsFromString('--wasm-tiering-budget=1000000000');
}
