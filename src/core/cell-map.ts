/** Cells by person, project and day. Pairs are few and days repeat, so two small maps beat one large map of long keys. */
import type { IsoDate, RunnPersonId, RunnProjectId } from './model.ts';

export interface CellKey {
  readonly personId: RunnPersonId;
  readonly projectId: RunnProjectId;
  readonly date: IsoDate;
}

export interface PairOfCells<V> {
  readonly personId: RunnPersonId;
  readonly projectId: RunnProjectId;
  readonly byDate: Map<IsoDate, V>;
}

/**
 * Two levels of numbers and a short memory of the last pair, for rows of one pair come one after the other: keys made of
 * text cost the bench's million rows half a second.
 */
export class CellMap<V> {
  readonly #byPerson = new Map<RunnPersonId, Map<RunnProjectId, PairOfCells<V>>>();
  #last: PairOfCells<V> | undefined;

  /** The days of one person and project; made when they are not there. */
  ensurePair(personId: RunnPersonId, projectId: RunnProjectId): PairOfCells<V> {
    const known = this.findPair(personId, projectId);
    if (known !== undefined) return known;
    const pair = { personId, projectId, byDate: new Map() };
    const byProject = this.#byPerson.get(personId);
    if (byProject === undefined) this.#byPerson.set(personId, new Map([[projectId, pair]]));
    else byProject.set(projectId, pair);
    return pair;
  }

  findPair(personId: RunnPersonId, projectId: RunnProjectId): PairOfCells<V> | undefined {
    const last = this.#last;
    if (last?.personId === personId && last.projectId === projectId) return last;
    this.#last = this.#byPerson.get(personId)?.get(projectId);
    return this.#last;
  }

  get({ personId, projectId, date }: CellKey): V | undefined {
    return this.findPair(personId, projectId)?.byDate.get(date);
  }

  set({ personId, projectId, date }: CellKey, value: V): void {
    this.ensurePair(personId, projectId).byDate.set(date, value);
  }

  *pairs(): Generator<PairOfCells<V>> {
    for (const byProject of this.#byPerson.values()) yield* byProject.values();
  }
}
