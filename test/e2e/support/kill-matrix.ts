/** Kills the built program with SIGKILL at a chosen moment of a sync, and says whether the next one makes it good. */
import { listJournals } from '../../../src/run/journal.ts';
import type { Company } from '../../../src/sandbox/company.ts';
import { changedCompany, runnState } from './fault-company.ts';
import { runBin, startBin } from './run-bin.ts';
import { closeWorlds, openWorld, type TestConfig, type World } from './world.ts';

/** A process has the real clock, so that the week has to be named. */
const argv = ['sync', '--since', '2026-03-02', '--until', '2026-03-06', '--json'] as const;

export interface KillMatrix {
  readonly company: Company;
  readonly config: TestConfig;
  /** Writes of a sync that nothing disturbs. */
  readonly writes: number;
  readonly reads: number;
  readonly changes: number;
  readonly expected: readonly string[];
}

export interface Kill {
  readonly at: 'read' | 'write';
  /** Counted from 1. */
  readonly nth: number;
  /** Whether the request takes effect although nobody is there any more to hear of it. */
  readonly takesEffect: boolean;
  /** Kills so much later instead of at once. */
  readonly delayMs?: number;
}

/** `clearWith: delete` makes a request of each clear. */
export async function surveyKills(config: TestConfig = {}): Promise<KillMatrix> {
  // One workspace: with two, a real clock would have every run wait for Toggl's pace.
  const company = await changedCompany({ workspaces: 1 });
  const world = await openWorld({ company }, config);
  const result = await runBin([...argv, '--config', world.configFile], { env: world.env, cwd: world.folder });
  if (result.code !== 0) throw new Error(`The undisturbed sync ended with ${result.code}: ${result.stderr}`);
  const writes = world.sandbox.writes().length;
  const matrix = {
    company,
    config,
    writes,
    reads: world.sandbox.requests.length - writes,
    changes: JSON.parse(result.stdout).changes.length,
    expected: runnState(world.sandbox),
  };
  await closeWorlds();
  return matrix;
}

/** Everything that is wrong after one kill; empty when all is well. */
export async function checkKill(matrix: KillMatrix, kill: Kill): Promise<string[]> {
  const world = await openWorld({ company: matrix.company }, matrix.config);
  try {
    const wasKilled = await runAndKill(world, kill);
    return [
      ...(wasKilled ? [] : ['it was not killed']),
      ...(await checkAfterwards(world, matrix, { wasKilled, delayMs: kill.delayMs })),
    ];
  } finally {
    await closeWorlds();
  }
}

async function runAndKill({ sandbox, env, folder, configFile }: World, kill: Kill): Promise<boolean> {
  const running = startBin([...argv, '--config', configFile], { env, cwd: folder });
  const end = (): void => {
    running.child.kill('SIGKILL');
  };
  let seen = 0;
  const meet = (): void => {
    seen += 1;
    if (seen !== kill.nth) return;
    if (kill.delayMs !== undefined) setTimeout(end, kill.delayMs);
    else end();
    // Thrown, the sandbox answers 500 and nothing takes effect.
    if (!kill.takesEffect) throw new Error('Killed before.');
  };
  if (kill.at === 'write') {
    for (const method of ['POST', 'DELETE']) sandbox.faults.add({ service: 'runn', method, kind: 'run', run: meet });
  } else {
    sandbox.faults.add({ service: 'toggl', kind: 'run', run: meet });
    sandbox.faults.add({ service: 'runn', method: 'GET', kind: 'run', run: meet });
  }
  await running.ended;
  sandbox.faults.clear();
  return running.child.signalCode === 'SIGKILL';
}

async function checkAfterwards(
  world: World,
  matrix: KillMatrix,
  { wasKilled, delayMs }: { readonly wasKilled: boolean; readonly delayMs: number | undefined },
): Promise<string[]> {
  const { sandbox, stateDir, env, folder, configFile } = world;
  const problems: string[] = [];
  const place = { env, cwd: folder };
  const written = sandbox.writes().filter(({ fault, status }) => fault === undefined || status === 200).length;

  const { journals, problems: broken } = await listJournals(stateDir);
  problems.push(...broken.map(({ file, message }) => `the journal ${file} is broken: ${message}`));
  if (written > 0 && journals.length !== 1) problems.push(`${written} writes, but ${journals.length} journals`);
  // Later than at a request, it may have come to its end and be killed while it prints.
  const ended = journals.filter(({ finishedAt }) => finishedAt !== null);
  if (wasKilled && delayMs === undefined && ended.length > 0) problems.push('the killed run says it ended');
  if (ended.some(({ outcomes }) => outcomes.includes(undefined))) problems.push('a run says it ended, and not how');
  const history = await world.runJson(['history']);
  if (history.code !== 0) problems.push(`history ended with ${history.code}: ${history.stderr}${history.stdout}`);

  const next = await runBin([...argv, '--config', configFile], place);
  if (next.code !== 0) return [...problems, `the next run ended with ${next.code}: ${next.stderr}${next.stdout}`];
  const state = runnState(sandbox);
  const isEqual = state.length === matrix.expected.length && state.every((line, at) => line === matrix.expected[at]);
  if (!isEqual) problems.push('the next run ends elsewhere');
  const [command, ...range] = argv;
  const last = await world.run([command, ...range]);
  if (last.code !== 0 || last.document.changes.length > 0) problems.push('a third run still plans changes');
  const leftovers = (await listJournals(stateDir)).problems;
  if (leftovers.length > 0) problems.push('a journal is broken in the end');
  return problems;
}
