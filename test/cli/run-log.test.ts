/** What a command says on stderr for logs: a line per run in text, a line per event in JSON. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { logLine } from '../../src/output/json-schemas.ts';
import { closeWorlds, openWorld, type Result } from '../e2e/support/world.ts';

afterEach(closeWorlds);

const linesOf = ({ stderr }: Result) => {
  expect(stderr.endsWith('\n')).toBe(true);
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => logLine.parse(JSON.parse(line)));
};
const eventsOf = (result: Result) => linesOf(result).map(({ event }) => event);

describe('the line of a run', () => {
  it('has time, range, exit code and numbers, where stdout is no terminal', async () => {
    const { stderr } = await (await openWorld()).run(['sync']);
    expect(stderr).toBe(
      '2026-03-06T09:01:00Z toggl-runn sync 2026-02-28..2026-03-06: exit 5, written 68 of 68, net +209:55, ' +
        'tracked 276:34, held back 46:41, 1 error, 12 warnings, requests Toggl 7 Runn 8, run 20260306T090100Z-0000\n',
    );
  });

  it('of a run without changes says so', async () => {
    const world = await openWorld();
    await world.run(['sync']);
    expect((await world.run(['sync'])).stderr).toContain('exit 5, nothing to write, tracked 276:34,');
  });

  it('of a refused run has the reason', async () => {
    const world = await openWorld();
    await world.run(['sync']);
    const config = { ...world.sandbox.config, limits: { maxLoss: 0, floorHours: 0 } };
    await writeFile(world.configFile, JSON.stringify({ ...config, rules: { billable: 'never' } }), { mode: 0o600 });
    expect((await world.run(['sync'])).stderr).toMatch(/: exit 6, refused: brake, written 0 of \d+, tracked /);
  });

  it('of a plan that is applied once more has what stood there already, in JSON too', async () => {
    const world = await openWorld();
    await world.run(['dry-run', '--out', 'plan.json']);
    await world.run(['sync', '--plan', 'plan.json']);
    expect((await world.run(['sync', '--plan', 'plan.json'])).stderr).toContain('written 0 of 68, already there 68,');
    const report = linesOf(await world.run(['sync', '--plan', 'plan.json', '--log-format', 'json'])).find(
      ({ event }) => event === 'report',
    );
    expect(report).toMatchObject({ changes: 68, applied: 0, failed: 0, skipped: 0, standing: 68 });
  });

  it('of a run that failed early has the code of the error', async () => {
    const world = await openWorld();
    const { code, stderr } = await world.run(['sync'], { env: { ...world.env, RUNN_API_TOKEN: 'TEST_ffffffff' } });
    expect(code).toBe(4);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toMatch(/\n2026-03-06T09:01:00Z toggl-runn sync: exit 4, runn-token-refused\n$/);
  });

  it.each<[string, readonly string[], boolean]>([
    ['at a terminal', ['sync'], true],
    ['with -q', ['sync', '-q'], false],
    ['of a dry run', ['sync', '--dry-run'], false],
    ['of a command that does not write', ['check-refs'], false],
  ])('is not there %s', async (_, argv, isTerminal) => {
    const { stderr } = await (await openWorld()).run(argv, { isTerminal: { stdout: isTerminal } });
    expect(stderr).toBe('');
  });
});

describe('--log-format json', () => {
  const argv = ['sync', '--log-format', 'json'];

  it('has one object per line: steps, then the report, then the end', async () => {
    const result = await (await openWorld()).run(argv);
    const lines = linesOf(result);
    expect(lines.slice(0, -2).map(({ event }) => event)).toEqual(lines.slice(2).map(() => 'step'));
    expect(lines.at(-2)).toMatchObject({
      level: 'info',
      event: 'report',
      command: 'sync',
      exitCode: 5,
      run: '20260306T090100Z-0000',
      applied: 68,
      heldBackSeconds: 168067,
      findings: { error: 1, warning: 12, info: 4 },
      requests: { toggl: 7, runn: 8 },
    });
    expect(lines.at(-1)).toMatchObject({ level: 'warn', event: 'end', command: 'sync', exitCode: 5 });
  });

  it('leaves the result on stdout as it is', async () => {
    const world = await openWorld();
    const { stdout } = await world.run(['dry-run', '--log-format=json', '--json']);
    expect(JSON.parse(stdout)).toEqual((await world.runJson(['dry-run'])).document);
  });

  it('has failed attempts and waits, and successful attempts only with --debug', async () => {
    const world = await openWorld();
    world.sandbox.faults.add({ service: 'runn', path: '/people/', kind: 'status', status: 503, times: 1 });
    const lines = linesOf(await world.run(argv));
    expect(lines.filter(({ event }) => event === 'request')).toMatchObject([
      { level: 'warn', service: 'Runn', method: 'GET', status: 503 },
    ]);
    const debugged = linesOf(await world.run([...argv, '--debug'])).filter(({ event }) => event === 'request');
    expect(debugged.length).toBeGreaterThan(10);
    expect(new Set(debugged.map(({ level }) => level))).toEqual(new Set(['debug']));
  });

  it('has warnings', async () => {
    const world = await openWorld();
    const tokenFile = join(world.folder, 'token');
    await writeFile(tokenFile, world.env['RUNN_API_TOKEN'] ?? '', { mode: 0o644 });
    const config = JSON.stringify({ ...world.sandbox.config, runn: { tokenFile } });
    await writeFile(world.configFile, config, { mode: 0o600 });
    const { RUNN_API_TOKEN: _, ...env } = world.env;
    const warnings = linesOf(await world.run(argv, { env })).filter(({ event }) => event === 'warning');
    expect(warnings).toMatchObject([{ level: 'warn', message: expect.stringContaining(tokenFile) }]);
  });

  it('has an error with code, message and hint, and under --json the document too', async () => {
    const world = await openWorld();
    const env = { ...world.env, RUNN_API_TOKEN: 'TEST_ffffffff' };
    const result = await world.run([...argv, '--json'], { env });
    const lines = linesOf(result);
    expect(lines.at(-2)).toMatchObject({
      level: 'error',
      event: 'error',
      command: 'sync',
      code: 'runn-token-refused',
      hint: expect.stringContaining('RUNN_API_TOKEN'),
    });
    expect(lines.at(-1)).toMatchObject({ level: 'error', event: 'end', exitCode: 4 });
    expect(result.document.error.code).toBe('runn-token-refused');
  });

  it('has usage errors as well, and nothing that is not JSON', async () => {
    const result = await (await openWorld()).run(['sync', '--sicne', '7d', '--log-format', 'json']);
    expect(result.code).toBe(2);
    expect(eventsOf(result)).toEqual(['error', 'end']);
  });

  it('has only errors with -q', async () => {
    const world = await openWorld();
    expect((await world.run([...argv, '-q'])).stderr).toBe('');
    const env = { ...world.env, RUNN_API_TOKEN: 'TEST_ffffffff' };
    expect(eventsOf(await world.run([...argv, '-q'], { env })).at(-2)).toBe('error');
  });

  it('has what was done beside the result', async () => {
    const result = await (await openWorld()).run(['link', '--out', 'links.csv', '--log-format', 'json']);
    expect(linesOf(result).at(-2)).toMatchObject({ event: 'step', message: expect.stringContaining('links.csv') });
  });

  it('shows no spinner at a terminal', async () => {
    const result = await (await openWorld()).run(argv, { isTerminal: { stdout: true, stderr: true } });
    expect(eventsOf(result).length).toBeGreaterThan(5);
  });
});
