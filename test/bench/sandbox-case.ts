/** A sandbox in a process of its own, so that it takes no time from what is measured. Argument: its options as JSON. */
import { type GenerateOptions, generateCompany } from '../../src/sandbox/generate-company.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';

interface CaseOptions extends Omit<GenerateOptions, 'today'> {
  readonly latencyMs: number;
  readonly limits: boolean;
}

const { latencyMs, limits, ...size } = JSON.parse(process.argv[2] ?? '{}') as CaseOptions;
const today = new Date().toISOString().slice(0, 10);
const company = generateCompany({ ...size, today });
const sandbox = await startSandbox({ company, latencyMs, limits, today });
let taken = 0;

process.on('message', (message) => {
  if (message === 'take') {
    const fresh = sandbox.requests.slice(taken);
    taken = sandbox.requests.length;
    process.send?.({
      requests: fresh.map(({ service, method, path, headers, body, status, startedAt }) => ({
        service,
        method,
        path,
        version: headers['accept-version'],
        body,
        status,
        startedAt,
      })),
      actuals: sandbox.runn.actuals.size,
    });
  }
  // Every entry away, as if nothing had ever been written, and all limits as at the beginning.
  if (message === 'forget') {
    sandbox.runn.actuals.clear();
    sandbox.reset();
    taken = 0;
    process.send?.({});
  }
});

const roles = company.runn.contracts.map(({ personId, roleId }) => [personId, roleId]);
process.send?.({ environment: sandbox.environment, roles, today });
