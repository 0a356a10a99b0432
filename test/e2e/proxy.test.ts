/** Behind a proxy: the variables that other programs obey are obeyed by the built program, too. */
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { runBin } from './support/run-bin.ts';
import { closeWorlds, openWorld } from './support/world.ts';

afterEach(closeWorlds);

/** A proxy that tunnels, and keeps what it was asked to connect to. */
async function startProxy() {
  const targets: string[] = [];
  const server = createServer();
  server.on('connect', (request, client) => {
    targets.push(request.url ?? '');
    const { hostname, port } = new URL(`http://${request.url}`);
    const upstream = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, targets, close: () => server.close() };
}

it.each(['HTTP_PROXY', 'http_proxy'])('goes through %s, but not where NO_PROXY says so', async (name) => {
  const world = await openWorld();
  const proxy = await startProxy();
  const hostOf = (url: string) => new URL(url).host;
  const argv = ['list-unmatched', '--json', '--config', world.configFile];
  try {
    const env = { ...world.env, [name]: proxy.url };
    const proxied = await runBin(argv, { cwd: world.folder, env });
    expect(JSON.parse(proxied.stdout)).toMatchObject({ command: 'list-unmatched' });
    const { togglUrl, runnUrl } = world.sandbox;
    expect(new Set(proxy.targets)).toEqual(new Set([hostOf(togglUrl), hostOf(runnUrl)]));

    proxy.targets.length = 0;
    const direct = await runBin(argv, { cwd: world.folder, env: { ...env, NO_PROXY: '127.0.0.1' } });
    expect(JSON.parse(direct.stdout)).toMatchObject({ command: 'list-unmatched' });
    expect(proxy.targets).toEqual([]);
  } finally {
    proxy.close();
  }
});
