/** `npm run verify:live`: bundles `test/live` in memory and runs it with this process's terminal and network. */
import { createInterface } from 'node:readline/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('../test/live/verify-live.ts', import.meta.url))],
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { verifyLive } = await import(`data:text/javascript;base64,${code}`);

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
process.exitCode = await verifyLive({
  argv: process.argv.slice(2),
  env: process.env,
  fetch: globalThis.fetch,
  sleep: wait,
  now: Date.now,
  write: (text) => process.stdout.write(text),
  signal: interruption.signal,
  async confirm(question) {
    if (!process.stdin.isTTY) {
      console.error('Nobody is there to be asked: give --yes.');
      return false;
    }
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await lines.question(`${question} [y/N] `);
    lines.close();
    return /^y(es)?$/i.test(answer.trim());
  },
});
