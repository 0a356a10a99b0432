export type ServiceName = 'toggl' | 'runn';

export const defaultBaseUrls: Readonly<Record<ServiceName, string>> = {
  toggl: 'https://api.track.toggl.com',
  runn: 'https://api.runn.io',
};

/** The web applications and near misses that people copy from the address bar. */
const wrongHosts: Readonly<Record<ServiceName, readonly string[]>> = {
  toggl: ['toggl.com', 'www.toggl.com', 'track.toggl.com', 'focus.toggl.com', 'api.toggl.com'],
  runn: ['runn.io', 'www.runn.io', 'app.runn.io', 'app.us.runn.io', 'developer.runn.io'],
};

/**
 * Checks a base URL and returns it without its trailing slash. Plain `http:` is for loopback hosts only (DESIGN section
 * 5, "Both"). The URL itself is never repeated in `problem`, for it could hold a password.
 */
export function checkBaseUrl(
  service: ServiceName,
  text: string,
): { readonly url: string } | { readonly problem: string } {
  const example = defaultBaseUrls[service];
  if (!URL.canParse(text)) return { problem: `must be a URL such as ${example}` };
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    return { problem: 'must not hold a user name or password; tokens have settings of their own' };
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return { problem: `must begin with https://, such as ${example} (http:// is for this very machine only)` };
  }
  if (url.search !== '' || url.hash !== '') return { problem: `must end before any ? or #, such as ${example}` };
  if (wrongHosts[service].includes(url.hostname)) {
    const regions = service === 'runn' ? ', or https://api.us.runn.io for accounts in the US' : '';
    return { problem: `is not the host of the API; that is ${example}${regions}` };
  }
  if (service === 'toggl' && /\/(?:reports\/)?api(?:\/|$)/.test(url.pathname)) {
    return { problem: `must end before /api; the paths of the API are added to it (default: ${example})` };
  }
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, '') };
}

/** 127.0.0.0/8, `localhost` and `[::1]`, as `URL.hostname` spells them. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
