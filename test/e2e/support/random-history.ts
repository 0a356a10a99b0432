/** A random history of the real program: after each day it is asked, watched and taken back. */
import { createRandom, type Random } from '../../../src/sandbox/random.ts';
import { type OracleAnswer, oracle } from '../../oracle/oracle.ts';
import { viewOf } from './oracle-view.ts';
import { aSmallCompany, doSomething, type RandomRun, someConfig, someRun, someSwitches } from './random-days.ts';
import { closeWorlds, openWorld, type Result, type World } from './world.ts';

/** What went wrong, with all that is needed to see it again. */
export interface Disagreement {
  readonly seed: number;
  readonly day: number;
  readonly flags: readonly string[];
  readonly config: unknown;
  readonly what: string;
  readonly got: unknown;
  readonly wanted: unknown;
}

/** Lives so many days; null when nothing went wrong. */
export async function liveThrough(seed: number, dayCount: number): Promise<Disagreement | null> {
  const random = createRandom(seed);
  const switches = someSwitches(random);
  const world = await openWorld({ company: aSmallCompany(random), limits: false, switches });
  try {
    for (let day = 1; day <= dayCount; day += 1) {
      const history = new Day(world, random);
      const problem = await history.live();
      if (problem !== null) return { seed, day, flags: history.flags, config: history.config, ...problem };
    }
    return null;
  } finally {
    await closeWorlds();
  }
}

type Problem = Pick<Disagreement, 'what' | 'got' | 'wanted'>;

class Day {
  readonly config: ReturnType<typeof someConfig>;
  readonly #world: World;
  readonly #random: Random;
  readonly #run: RandomRun;

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
    this.config = someConfig(random);
    this.#run = someRun(random);
  }

  get flags(): readonly string[] {
    return this.#run.flags;
  }

  async live(): Promise<Problem | null> {
    const { sandbox } = this.#world;
    for (let left = this.#random.between(4, 16); left > 0; left -= 1) doSomething(sandbox, this.#random);
    await this.#world.configure({ ...this.config });
    const planned = await this.#ask('dry-run');
    const expected = oracle(viewOf(sandbox, this.config, this.#run.question));
    return (
      differ('changes', shortOf(planned.document.changes), shortOfOracle(expected)) ??
      differ('statement', planned.document.statement, expected.statement) ??
      (await this.#explain(planned)) ??
      (this.#random.next() < 0.3 ? await this.#applySaved() : await this.#sync(planned, expected))
    );
  }

  /** `explain` says what a run over that day, person and project alone would do. */
  async #explain({ document }: Result): Promise<Problem | null> {
    if (document.changes.length === 0) return null;
    const { personId, projectId, date } = this.#random.pick<{ personId: number; projectId: number; date: string }>(
      document.changes,
    );
    const cell = ['--person', `runn:${personId}`, '--project', `runn:${projectId}`];
    const alone = await this.#execute('dry-run', '--since', date, '--until', date, ...cell);
    const explained = await this.#execute('explain', '--date', date, ...cell);
    return differ('explain', explained.document.changes, alone.document.changes);
  }

  async #sync(planned: Result, { refusals }: OracleAnswer): Promise<Problem | null> {
    const before = this.#state();
    const synced = await this.#ask('sync', '--force', '--verify');
    const { document } = synced;
    const isRefused = refusals.some(({ code }) => code !== 'brake');
    const problem =
      differ('refused', document.refused !== undefined, isRefused) ??
      differ('what sync writes', document.changes, planned.document.changes);
    if (problem !== null || isRefused) return problem ?? differ('Runn after a refusal', this.#state(), before);
    const again = await this.#ask('dry-run');
    return (
      differ('failed', document.outcome.failed, 0) ??
      differ('read back', document.verification.differences, []) ??
      differ('minutes in Runn', document.statement.runn.minutesAfter, this.#minutesInScope()) ??
      differ('a second run', again.document.changes, []) ??
      (this.#random.next() < 0.3 ? await this.#undo(document, before) : null)
    );
  }

  /** An undo puts all back, holds further runs, and a resumed one ends where the first did. */
  async #undo(synced: Result['document'], before: readonly string[]): Promise<Problem | null> {
    if (synced.changes.length === 0) return null;
    const after = this.#state();
    const undone = await this.#execute('undo', synced.run);
    const problem =
      differ('left by undo', undone.document.left, []) ?? differ('Runn after undo', this.#state(), before);
    const held = await this.#ask('sync', '--force');
    const resumed = await this.#ask('sync', '--force', '--resume');
    return (
      problem ??
      differ('a run on hold', held.document.error?.code, 'held') ??
      differ('a resumed run', resumed.code === 0 || resumed.code === 5, true) ??
      differ('Runn after a resumed run', this.#state(), after)
    );
  }

  /** `sync --plan` writes what the saved plan has, to the last change. */
  async #applySaved(): Promise<Problem | null> {
    const { document } = await this.#ask('dry-run', '--out', 'plan.json');
    if (document.refused !== undefined && document.refused.code !== 'brake') return null;
    const applied = await this.#execute('sync', '--plan', 'plan.json');
    return (
      differ('applied of a saved plan', applied.document.outcome.applied, document.changes.length) ??
      differ('minutes after a saved plan', applied.document.statement.runn.minutesAfter, this.#minutesInScope())
    );
  }

  #ask(command: string, ...more: readonly string[]): Promise<Result> {
    return this.#execute(command, ...this.flags, ...more);
  }

  /** The environment names all workspaces; here the configuration does. */
  #execute(...argv: readonly string[]): Promise<Result> {
    const { TOGGL_WORKSPACE_ID: _, ...env } = this.#world.env;
    return this.#world.runJson(argv, { env });
  }

  #minutesInScope(): number {
    const { since, until, personId, projectId } = this.#run.question;
    return [...this.#world.sandbox.runn.actuals.values()]
      .filter((actual) => actual.date >= since && actual.date <= until)
      .filter((actual) => personId === null || actual.personId === personId)
      .filter((actual) => projectId === null || actual.projectId === projectId)
      .reduce((sum, { billableMinutes, nonbillableMinutes }) => sum + billableMinutes + nonbillableMinutes, 0);
  }

  /** Without ids: what was deleted and is written again has another one. */
  #state(): readonly string[] {
    return [...this.#world.sandbox.runn.actuals.values()]
      .map(({ id: _, createdAt: __, updatedAt: ___, billableNote, nonbillableNote, ...rest }) =>
        JSON.stringify({ ...rest, notes: [billableNote, nonbillableNote].map((note) => (note ?? '').trim()) }),
      )
      .sort();
  }
}

function differ(what: string, got: unknown, wanted: unknown): Problem | null {
  return JSON.stringify(sorted(got)) === JSON.stringify(sorted(wanted)) ? null : { what, got, wanted };
}

/** Keys in one order; the order of lists counts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

function shortOf(changes: Result['document']): unknown[] {
  return changes.map(({ person: _, project: __, reason: ___, ...change }: Record<string, unknown>) => change);
}

function shortOfOracle({ changes }: OracleAnswer): unknown[] {
  const minutesOf = (minutes: { billable: number; nonbillable: number } | null) =>
    minutes && { billableMinutes: minutes.billable, nonbillableMinutes: minutes.nonbillable };
  return changes.map(({ kind, date, personId, projectId, roleId, workstreamId, before, after }) => ({
    ...{ kind, date, personId, projectId, roleId, workstreamId },
    before: minutesOf(before),
    after: minutesOf(after),
  }));
}
