/** A sync in each hour of a week, on Toggl's free plan with its 30 requests an hour and a clock that is set. Prints JSON. */
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { startMs, today } from '../e2e/support/fake-runtime.ts';
import { closeWorlds, openWorld } from '../e2e/support/world.ts';

const hourMs = 3_600_000;
const runs = 168;

const company = generateCompany({ people: 20, projects: 15, days: 14, today });
const world = await openWorld({ company, switches: { plan: 'free' } });
let failed = 0;
let most = 0;
let inAll = 0;
for (let run = 0; run < runs; run += 1) {
  world.clock.nowMs = startMs + run * hourMs;
  const { code, document } = await world.runJson(['sync', '--since', '7d']);
  if (code !== 0) failed += 1;
  const toggl = document.requests?.toggl ?? 0;
  most = Math.max(most, toggl);
  inAll += toggl;
}
await closeWorlds();
process.stdout.write(`${JSON.stringify({ runs, failed, most, inAll })}\n`);
