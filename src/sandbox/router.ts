/** Method and path to handler. Placeholders (`{id}`) match whole numbers only. */
import type { Call, Handler } from './call.ts';

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handler: Handler;
}

export interface Router {
  on(method: string, path: string, handler: Handler): void;
  /** The handler and the numbers in the path, or undefined for a path that nobody answers. */
  find(call: Call): { readonly handler: Handler; readonly params: readonly number[] } | undefined;
}

/** `trailingSlash`: whether a path is answered with and without its last slash. */
export function createRouter(trailingSlash: boolean): Router {
  const routes: Route[] = [];
  return {
    on(method, path, handler) {
      const bare = trailingSlash ? path.replace(/\/$/, '') : path;
      const source = bare.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '(\\d+)');
      routes.push({ method, pattern: new RegExp(`^${source}${trailingSlash ? '/?' : ''}$`), handler });
    },
    find(call) {
      for (const route of routes) {
        if (route.method !== call.method) continue;
        const match = route.pattern.exec(call.path);
        if (match !== null) return { handler: route.handler, params: match.slice(1).map(Number) };
      }
      return undefined;
    },
  };
}
