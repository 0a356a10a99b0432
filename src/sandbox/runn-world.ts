/** What Runn knows, in memory. Tests read it, and change it as people would. */
import type {
  Company,
  NewActual,
  RunnAssignment,
  RunnClient,
  RunnContract,
  RunnMember,
  RunnPerson,
  RunnPhase,
  RunnProject,
  RunnReference,
  RunnRole,
  RunnTimeOff,
  RunnWorkstream,
} from './company.ts';

export interface Stamps {
  /** ISO 8601. */
  readonly createdAt: string;
  updatedAt: string;
}

export type Stamped<T> = T & Stamps;

export interface Actual extends Stamps {
  readonly id: number;
  readonly date: string;
  readonly personId: number;
  readonly projectId: number;
  readonly roleId: number;
  readonly workstreamId: number | null;
  phaseId: number | null;
  billableMinutes: number;
  nonbillableMinutes: number;
  billableNote: string | null;
  nonbillableNote: string | null;
}

export type ActualPatch = Partial<
  Pick<Actual, 'billableMinutes' | 'nonbillableMinutes' | 'billableNote' | 'nonbillableNote' | 'phaseId'>
>;

/** The key of runn.md 2.1, as text; without the phase. */
function actualKey(actual: Pick<NewActual, 'date' | 'personId' | 'projectId' | 'roleId' | 'workstreamId'>): string {
  return [actual.date, actual.personId, actual.projectId, actual.roleId, actual.workstreamId ?? 'none'].join('/');
}

export class RunnWorld {
  /** The name of the API key. */
  keyName: string;
  readonly people: Map<number, Stamped<RunnPerson>>;
  readonly projects: Map<number, Stamped<RunnProject>>;
  readonly clients: Map<number, Stamped<RunnClient>>;
  readonly roles: Map<number, Stamped<RunnRole>>;
  readonly workstreams: Map<number, Stamped<RunnWorkstream>>;
  readonly phases: Map<number, Stamped<RunnPhase>>;
  readonly contracts: Map<number, Stamped<RunnContract>>;
  readonly members: Map<number, Stamped<RunnMember>>;
  readonly assignments: Map<number, Stamped<RunnAssignment>>;
  readonly leave: Map<number, Stamped<RunnTimeOff>>;
  readonly holidays: Map<number, Stamped<RunnTimeOff>>;
  readonly rosteredOff: Map<number, Stamped<RunnTimeOff>>;
  /** Read it; write through `putActual`, `updateActual` and `deleteActual`. */
  readonly actuals: Map<number, Actual> = new Map();
  /** Last locked day of the account, or null; the switch `lockedThrough` beats it. */
  lockedThrough: string | null = null;
  /** Last locked day by project: manual locks. */
  readonly projectLocks: Map<number, string> = new Map();
  readonly #idsByKey = new Map<string, number[]>();
  readonly #now: () => number;
  #nextActualId = 100_001;

  constructor(company: Company, now: () => number) {
    const { runn } = structuredClone(company);
    this.#now = now;
    this.keyName = runn.keyName;
    this.people = stamped(runn.people);
    this.projects = stamped(runn.projects);
    this.clients = stamped(runn.clients);
    this.roles = stamped(runn.roles);
    this.workstreams = stamped(runn.workstreams);
    this.phases = stamped(runn.phases);
    this.contracts = stamped(runn.contracts);
    this.members = stamped(runn.members);
    this.assignments = stamped(runn.assignments);
    this.leave = stamped(runn.leave);
    this.holidays = stamped(runn.holidays);
    this.rosteredOff = stamped(runn.rosteredOff);
    for (const actual of runn.actuals) this.putActual(actual);
  }

  /** Actuals of one key, of whatever phase. */
  actualsOf(key: Pick<NewActual, 'date' | 'personId' | 'projectId' | 'roleId' | 'workstreamId'>): Actual[] {
    const found: Actual[] = [];
    for (const id of this.#idsByKey.get(actualKey(key)) ?? []) {
      const actual = this.actuals.get(id);
      if (actual !== undefined) found.push(actual);
    }
    return found;
  }

  /** Actuals of a person, and optionally of one project and day, lowest id first. */
  findActuals(personId: number, projectId?: number, date?: string): Actual[] {
    return [...this.actuals.values()].filter(
      (actual) =>
        actual.personId === personId &&
        (projectId === undefined || actual.projectId === projectId) &&
        (date === undefined || actual.date === date),
    );
  }

  /** Adds an actual, or writes over the one of the same key; the service's checks are not made. */
  putActual(input: NewActual): Actual {
    const [standing] = this.actualsOf(input);
    return standing === undefined ? this.createActual(input) : this.updateActual(standing.id, input);
  }

  /** Adds an actual with a new id, even beside one of the same key. */
  createActual(input: NewActual): Actual {
    const at = new Date(this.#now()).toISOString();
    const actual: Actual = {
      id: this.#nextActualId,
      date: input.date,
      billableMinutes: input.billableMinutes,
      nonbillableMinutes: input.nonbillableMinutes,
      billableNote: input.billableNote ?? null,
      nonbillableNote: input.nonbillableNote ?? null,
      phaseId: input.phaseId ?? null,
      personId: input.personId,
      projectId: input.projectId,
      roleId: input.roleId,
      workstreamId: input.workstreamId ?? null,
      createdAt: at,
      updatedAt: at,
    };
    this.#nextActualId += 1;
    this.actuals.set(actual.id, actual);
    const key = actualKey(actual);
    const ids = this.#idsByKey.get(key);
    if (ids === undefined) this.#idsByKey.set(key, [actual.id]);
    else ids.push(actual.id);
    return actual;
  }

  /** Changes what is given. Throws for an actual that there is not. */
  updateActual(id: number, patch: ActualPatch): Actual {
    const actual = this.actuals.get(id);
    if (actual === undefined) throw new RangeError(`There is no actual ${id}.`);
    const { billableMinutes, nonbillableMinutes, billableNote, nonbillableNote, phaseId } = patch;
    if (billableMinutes !== undefined) actual.billableMinutes = billableMinutes;
    if (nonbillableMinutes !== undefined) actual.nonbillableMinutes = nonbillableMinutes;
    if (billableNote !== undefined) actual.billableNote = billableNote;
    if (nonbillableNote !== undefined) actual.nonbillableNote = nonbillableNote;
    if (phaseId !== undefined) actual.phaseId = phaseId;
    actual.updatedAt = this.#later(actual.updatedAt);
    return actual;
  }

  /** Whether there was one. */
  deleteActual(id: number): boolean {
    const actual = this.actuals.get(id);
    if (actual === undefined) return false;
    this.actuals.delete(id);
    const key = actualKey(actual);
    const left = (this.#idsByKey.get(key) ?? []).filter((other) => other !== id);
    if (left.length === 0) this.#idsByKey.delete(key);
    else this.#idsByKey.set(key, left);
    return true;
  }

  /** Sets the reference of one name on a person or project; null takes it away. Throws for an id that there is not. */
  link(kind: 'person' | 'project', id: number, externalId: string | number | null, referenceName = 'Custom1'): void {
    const record = (kind === 'person' ? this.people : this.projects).get(id);
    if (record === undefined) throw new RangeError(`There is no Runn ${kind} ${id}.`);
    const others = record.references.filter((reference) => reference.referenceName !== referenceName);
    record.references =
      externalId === null ? others : [...others, { referenceName, externalId: String(externalId) } as RunnReference];
    record.updatedAt = this.#later(record.updatedAt);
  }

  /** Marks a record as changed now. */
  touch(record: Stamps): void {
    record.updatedAt = this.#later(record.updatedAt);
  }

  /** Now, or a moment after `at`, so that a change always shows. */
  #later(at: string): string {
    return new Date(Math.max(this.#now(), Date.parse(at) + 1)).toISOString();
  }
}

const founded = '2025-01-01T00:00:00.000Z';

function stamped<T extends { readonly id: number }>(items: readonly T[]): Map<number, Stamped<T>> {
  const byId = [...items].sort((a, b) => a.id - b.id);
  return new Map(byId.map((item) => [item.id, { ...item, createdAt: founded, updatedAt: founded }]));
}
