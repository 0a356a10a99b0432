/**
 * `npm run test:deep`: fifty thousand random histories against the laws and the oracle, in shards with seeds of their
 * own, then whatever stands in `test/deep`. `TOGGL_RUNN_PROPERTY_RUNS` sets another number of histories.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const histories = Number(process.env['TOGGL_RUNN_PROPERTY_RUNS'] ?? 50_000);
const firstSeed = Number(process.env['TOGGL_RUNN_PROPERTY_SEED'] ?? 1);
const perShard = 5000;

function runTests(args, env) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const options = { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } };
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...args], options);
  if (status !== 0) process.exit(status ?? 1);
}

const startedAt = Date.now();
for (let done = 0; done < histories; done += perShard) {
  const runs = Math.min(perShard, histories - done);
  const seed = firstSeed + done;
  console.log(`Histories ${done + 1} to ${done + runs} of ${histories}, from seed ${seed}`);
  runTests(['test/properties'], {
    TOGGL_RUNN_PROPERTY_RUNS: String(runs),
    TOGGL_RUNN_PROPERTY_SEED: String(seed),
  });
}
runTests(['--config', 'vitest.deep.config.ts'], {});
console.log(`${histories} histories in ${Math.round((Date.now() - startedAt) / 1000)} s`);
