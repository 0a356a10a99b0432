/** An in-memory Runn for `applyPlan`, with a switch for each reading of what the service does (runn.md section 8). */
import { keyOf, personDayOf } from '../../src/core/batches.ts';
import { placeMark } from '../../src/core/mark.ts';
import type { Actual, Change, Minutes, RunnActualId } from '../../src/core/model.ts';
import type { StatusFailure } from '../../src/http/service.ts';
import type { ActualsWriter } from '../../src/run/apply-plan.ts';
import type { ActualInput } from '../../src/runn/runn-writer.ts';

export interface FakeRunnOptions {
  /** A refused bulk request wrote nothing, or wrote the good items. */
  readonly bulk?: 'atomic' | 'partial';
  /** Why an item is refused; undefined accepts it. */
  readonly refuse?: (item: ActualInput) => Pick<StatusFailure, 'status' | 'message'> | undefined;
  readonly refuseDelete?: (id: RunnActualId) => Pick<StatusFailure, 'status' | 'message'> | undefined;
  /** What is written in place of what was sent. */
  readonly alter?: (item: ActualInput) => ActualInput;
  /** What is answered in place of what was written. */
  readonly answer?: (written: Actual[]) => Actual[];
  /** Called before each request with its number, from 1; may throw. */
  readonly before?: (request: number) => void;
  /** Called when the request has taken effect; a throw is an answer that got lost. */
  readonly after?: (request: number) => void;
}

export type FakeRequest =
  | { readonly kind: 'bulk'; readonly items: readonly ActualInput[] }
  | { readonly kind: 'delete'; readonly id: RunnActualId };

export class FakeRunn implements ActualsWriter {
  readonly actuals = new Map<string, Actual>();
  readonly requests: FakeRequest[] = [];
  /** For each request, how many were under way when it was the last to begin, itself included. */
  readonly inFlightCounts: number[] = [];
  /** Set when two requests for the same person and day were under way at once. */
  hasOverlap = false;
  readonly #options: FakeRunnOptions;
  readonly #inFlight: string[][] = [];
  #nextId = 5000;

  constructor(options: FakeRunnOptions = {}, standing: readonly Actual[] = []) {
    this.#options = options;
    for (const actual of standing) this.actuals.set(keyOf(actual), actual);
  }

  get bulkSizes(): number[] {
    return this.requests.flatMap((request) => (request.kind === 'bulk' ? [request.items.length] : []));
  }

  async writeActuals(items: readonly ActualInput[]): Promise<Actual[] | StatusFailure> {
    return this.#exchange({ kind: 'bulk', items }, items.map(personDayOf), () => {
      const refusal = items.map((item) => this.#options.refuse?.(item)).find((each) => each !== undefined);
      if (refusal !== undefined && this.#options.bulk !== 'partial') return toFailure(refusal);
      const accepted = items.filter((item) => this.#options.refuse?.(item) === undefined);
      const written = accepted.map((item) => this.#upsert(this.#options.alter?.(item) ?? item));
      if (refusal !== undefined) return toFailure(refusal);
      return this.#options.answer?.(written) ?? written;
    });
  }

  async deleteActual(id: RunnActualId): Promise<'deleted' | 'gone' | StatusFailure> {
    const [key, actual] = [...this.actuals].find(([, each]) => each.id === id) ?? [];
    const days = actual === undefined ? [] : [personDayOf(actual)];
    return this.#exchange({ kind: 'delete', id }, days, () => {
      const refusal = this.#options.refuseDelete?.(id);
      if (refusal !== undefined) return toFailure(refusal);
      if (key === undefined) return 'gone';
      this.actuals.delete(key);
      return 'deleted';
    });
  }

  async #exchange<T>(request: FakeRequest, days: readonly string[], act: () => T): Promise<T> {
    this.requests.push(request);
    const number = this.requests.length;
    const unique = [...new Set(days)];
    if (this.#inFlight.flat().some((day) => unique.includes(day))) this.hasOverlap = true;
    this.#inFlight.push(unique);
    this.inFlightCounts.push(this.#inFlight.length);
    try {
      // A few turns of the event loop, so that requests can overlap.
      for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
      this.#options.before?.(number);
      const answer = act();
      this.#options.after?.(number);
      return answer;
    } finally {
      this.#inFlight.splice(this.#inFlight.indexOf(unique), 1);
    }
  }

  #upsert(item: ActualInput): Actual {
    const standing = this.actuals.get(keyOf(item));
    const actual: Actual = {
      ...item,
      id: standing?.id ?? (this.#nextId++ as RunnActualId),
      phaseId: item.phaseId ?? null,
    };
    this.actuals.set(keyOf(item), actual);
    return actual;
  }
}

function toFailure(refusal: Pick<StatusFailure, 'status' | 'message'>): StatusFailure {
  return { ...refusal, headers: new Headers() };
}

export interface ChangeFields {
  readonly kind?: Change['kind'];
  readonly date?: string;
  readonly person?: number;
  readonly project?: number;
  readonly before?: Minutes;
  readonly after?: Minutes;
  readonly phase?: number;
}

export const minutesOf = (billableMinutes: number, nonbillableMinutes = 0): Minutes => ({
  billableMinutes,
  nonbillableMinutes,
});

/** A change as the plan has it: marked afterwards, and with what stands there unless it is a create. */
export function aChange(fields: ChangeFields = {}): Change {
  const { kind = 'create', date = '2024-01-08', person = 1, project = 1, phase = null } = fields;
  const before = fields.before ?? minutesOf(60);
  const after = fields.after ?? (kind === 'clear' ? minutesOf(0) : minutesOf(302, 88));
  const noNotes = { billableNote: '', nonbillableNote: '' };
  return {
    kind,
    reason: kind === 'create' ? 'new-in-toggl' : 'changed-in-toggl',
    date,
    personId: person,
    projectId: project,
    roleId: 10,
    workstreamId: null,
    phaseId: phase,
    actualId: kind === 'create' ? null : Number(date.slice(8)) * 100_000 + person * 1000 + project,
    before: kind === 'create' ? null : { ...before, ...placeMark(noNotes, before) },
    after: { ...after, ...placeMark(noNotes, after) },
  } as Change;
}

/** The actual that a change finds. */
export function standingOf(change: Change): Actual {
  if (change.before === null || change.actualId === null) throw new Error('A create finds nothing.');
  const { date, personId, projectId, roleId, workstreamId, phaseId } = change;
  return { ...change.before, id: change.actualId, date, personId, projectId, roleId, workstreamId, phaseId };
}
