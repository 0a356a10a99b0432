/** Runs a sync that meets one fault, then a clean one, and says in which respect they are not what they have to be. */
import { vi } from 'vitest';
import { InterruptedError } from '../../../src/core/errors.ts';
import { errorDocument, syncDocument } from '../../../src/output/json-schemas.ts';
import { listJournals } from '../../../src/run/journal.ts';
import type { Company } from '../../../src/sandbox/company.ts';
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';
import { changedCompany, runnState, thisWeek } from './fault-company.ts';
import { type FaultKind, faultKinds, type Persistence, type Position } from './fault-kinds.ts';
import { closeWorlds, openWorld, type Result, type World } from './world.ts';

export interface Matrix {
  readonly company: Company;
  /** Every request of a sync that nothing disturbs. */
  readonly positions: readonly Position[];
  /** What Runn holds after it, with and without notes. */
  readonly expected: readonly string[];
  readonly expectedMinutes: readonly string[];
  /** What Runn held before it. */
  readonly before: readonly string[];
}

export interface FaultCase {
  readonly kind: FaultKind;
  readonly position: Position;
  readonly persistence: Persistence;
}

/** The state that an undisturbed sync ends in, and the requests on its way there. */
export async function surveyMatrix(): Promise<Matrix> {
  const company = await changedCompany();
  const world = await openWorld({ company });
  const { sandbox } = world;
  const before = runnState(sandbox);
  const { code } = await world.sync(...thisWeek);
  if (code !== 0) throw new Error(`The undisturbed sync ended with ${code}.`);
  const matrix = {
    company,
    positions: listPositions(sandbox),
    expected: runnState(sandbox),
    expectedMinutes: runnState(sandbox, { withNotes: false }),
    before,
  };
  await closeWorlds();
  return matrix;
}

function listPositions({ requests }: Sandbox): Position[] {
  const counts = new Map<string, number>();
  return requests.map(({ service, method, path: target }) => {
    const [path = ''] = target.split('?');
    const key = `${service} ${method} ${path}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return { service, method, path, nth, isWrite: service === 'runn' && method !== 'GET' };
  });
}

/** One case for each kind, at positions that no other kind has met yet as long as there are any. */
export function listDiagonal(matrix: Matrix): ReadonlyMap<FaultKind, FaultCase> {
  const diagonal = new Map<FaultKind, FaultCase>();
  const met = new Map<Position, number>();
  const timesMet = ({ position }: FaultCase): number => met.get(position) ?? 0;
  for (const [index, kind] of faultKinds.entries()) {
    const persistence = index % 2 === 0 ? 'once' : 'always';
    const cases = listCases(matrix, [kind]).filter((each) => each.persistence === persistence);
    const [first] = cases.sort((a, b) => timesMet(a) - timesMet(b));
    if (first === undefined) throw new Error(`${kind.name} can happen nowhere.`);
    met.set(first.position, timesMet(first) + 1);
    diagonal.set(kind, first);
  }
  return diagonal;
}

/** Every kind at every position where it can happen, once and for ever. */
export function listCases(matrix: Matrix, kinds: readonly FaultKind[]): FaultCase[] {
  return kinds.flatMap((kind) =>
    matrix.positions
      .filter((position) => kind.only?.(position) ?? true)
      .flatMap((position) => (['once', 'always'] as const).map((persistence) => ({ kind, position, persistence }))),
  );
}

export function nameCase({ kind, position, persistence }: FaultCase): string {
  const { service, method, path, nth } = position;
  return `${kind.name}, ${persistence}, at ${service} ${method} ${path} no. ${nth}`;
}

/** Everything that is wrong with one case; empty when all is well. */
export async function checkCase(matrix: Matrix, faultCase: FaultCase): Promise<string[]> {
  const { kind, position, persistence } = faultCase;
  const world = await openWorld({ company: matrix.company });
  const { sandbox } = world;
  const interruption = new AbortController();
  sandbox.faults.add({
    service: position.service,
    method: position.method,
    path: new RegExp(`^${position.path}(\\?|$)`),
    ...(persistence === 'once' ? { nth: position.nth } : { from: position.nth }),
    ...kind.action({ sandbox, position, interrupt: () => interruption.abort(new InterruptedError()) }),
  });
  const problems: string[] = [];
  try {
    const result = await runDisturbed(world, faultCase, interruption.signal);
    problems.push(...checkFirstRun(world, matrix, faultCase, result));
    sandbox.faults.clear();
    // Restored connections are accepted a moment later.
    sandbox.reset();
    await new Promise((resolve) => setImmediate(resolve));
    problems.push(...(await checkConvergence(world, matrix, faultCase)));
    const { problems: broken } = await listJournals(world.stateDir);
    problems.push(...broken.map(({ file, message }) => `a journal is broken: ${file}: ${message}`));
  } finally {
    await closeWorlds();
  }
  return problems;
}

async function runDisturbed(world: World, { kind, persistence }: FaultCase, signal: AbortSignal): Promise<Result> {
  const isRefused = kind.name === 'connection refused' && persistence === 'once';
  const timers = kind.isSlow === true ? shortenDeadlines() : undefined;
  try {
    return await world.runJson(['sync', ...thisWeek], {
      signal,
      ...(isRefused ? { fetch: letInAfterRefusal(world) } : {}),
    });
  } finally {
    timers?.mockRestore();
  }
}

/** The service is back when the client asks again. */
function letInAfterRefusal({ sandbox }: World): (url: string, init: RequestInit) => Promise<Response> {
  return async (url, init) => {
    try {
      return await globalThis.fetch(url, init);
    } catch (error) {
      sandbox.faults.clear();
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw error;
    }
  };
}

/** Long enough for every other request on a busy machine. */
const shortDeadlineMs = 400;

/** The deadline of an attempt is the only timer as long as this; it is the same code with a shorter one. */
function shortenDeadlines() {
  const original = globalThis.setTimeout;
  const short = (run: () => void, ms?: number, ...rest: unknown[]) =>
    original(run, ms === 30_000 || ms === 60_000 ? shortDeadlineMs : ms, ...(rest as []));
  return vi.spyOn(globalThis, 'setTimeout').mockImplementation(short as unknown as typeof setTimeout);
}

function checkFirstRun(world: World, matrix: Matrix, { kind, position, persistence }: FaultCase, result: Result) {
  const problems: string[] = [];
  const wanted = [kind.code(position, persistence)].flat();
  if (!wanted.includes(result.code)) problems.push(`exit ${result.code} instead of ${wanted.join(' or ')}`);

  const writes = world.sandbox.writes();
  if (result.code !== 0 && !position.isWrite && result.code !== 130 && writes.length > 0) {
    problems.push(`${writes.length} writes after a read that failed`);
  }
  if (writes.length === 0 && !equal(runnState(world.sandbox), matrix.before)) problems.push('Runn has changed');

  let document: unknown;
  try {
    document = result.document;
  } catch {
    return [...problems, `stdout is no JSON: ${result.stdout.slice(0, 200)}`];
  }
  const report = syncDocument.safeParse(document);
  const error = errorDocument.safeParse(document);
  if (report.success) problems.push(...checkReport(report.data, result));
  else if (!error.success) problems.push('stdout is neither a report nor an error');
  const stopped = [1, 4, 8, 130].includes(result.code);
  if (stopped) problems.push(...checkWords(result, error.success ? error.data.error : undefined, kind, position));
  if (/\n\s+at .+:\d+:\d+/.test(result.stderr + result.stdout)) problems.push('a stack trace shows');
  return problems;
}

function checkReport(
  { outcome, changes }: { outcome: { applied: number; failed: number; skipped: number }; changes: unknown[] },
  result: Result,
) {
  const { applied, failed, skipped } = outcome;
  const problems: string[] = [];
  if (applied + failed + skipped !== changes.length) {
    problems.push(`${changes.length} changes, but ${applied} + ${failed} + ${skipped} outcomes`);
  }
  if (result.code === 0 && applied !== changes.length) problems.push('exit 0, but not everything was written');
  if (result.code === 7 && failed === 0) problems.push('exit 7, but nothing failed');
  return problems;
}

/** One message; it names the service and the endpoint, and says what to do. */
function checkWords(
  { code, stderr }: Result,
  error: { readonly message: string; readonly hint: string | null } | undefined,
  kind: FaultKind,
  { service, path }: Position,
): string[] {
  const problems: string[] = [];
  const heads = stderr.match(/^error: /gm) ?? [];
  if (heads.length !== (error === undefined ? 1 : 0)) problems.push(`${heads.length} error lines on stderr`);
  const text = (error === undefined ? stderr : `${error.message} ${error.hint ?? ''}`).replace(/\s+/g, ' ');
  if (error !== undefined && error.hint === null && code !== 130) problems.push(`no hint: ${error.message}`);
  if (code === 130) return problems;
  if (!text.includes(service === 'toggl' ? 'Toggl' : 'Runn')) problems.push(`the service is not named: ${text}`);
  // Who refuses connections refuses all of them, whichever comes first.
  if (kind.name !== 'connection refused' && !namesEndpoint(text, path))
    problems.push(`the endpoint is not named: ${text}`);
  return problems;
}

/** Endpoints have placeholders: `/workspaces/{workspace_id}/users`. */
function namesEndpoint(text: string, path: string): boolean {
  const names = text.match(/\/[\w{}./-]*[\w}/]/g) ?? [];
  return names.some((name) => {
    const pattern = name.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/]+');
    return new RegExp(`^(/api/v9|/reports/api/v3)?${pattern}/?$`).test(path);
  });
}

async function checkConvergence(world: World, matrix: Matrix, { kind, position }: FaultCase): Promise<string[]> {
  const problems: string[] = [];
  const next = await world.runJson(['sync', ...thisWeek]);
  if (next.code !== 0) return [`the clean run ended with ${next.code}: ${(next.stderr + next.stdout).slice(0, 300)}`];
  const withNotes = kind.losesNotes !== true;
  const expected = withNotes ? matrix.expected : matrix.expectedMinutes;
  const state = runnState(world.sandbox, { withNotes });
  if (!equal(state, expected)) problems.push(`the clean run ends elsewhere: ${difference(state, expected)}`);
  if (!position.isWrite) return problems;
  const writesBefore = world.sandbox.writes().length;
  const last = await world.runJson(['sync', ...thisWeek]);
  if (last.code !== 0 || last.document.changes.length > 0) problems.push('a second clean run still plans changes');
  if (world.sandbox.writes().length > writesBefore) problems.push('a second clean run still writes');
  return problems;
}

function equal(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}

function difference(one: readonly string[], other: readonly string[]): string {
  const extra = one.filter((line) => !other.includes(line));
  const missing = other.filter((line) => !one.includes(line));
  return `${extra.length} too many (${extra[0] ?? ''}), ${missing.length} missing (${missing[0] ?? ''})`;
}
