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

export class CellMap<V> {
  readonly #pairs = new Map<string, PairOfCells<V>>();

  /** The days of one person and project; made when they are not there. */
  ensurePair(personId: RunnPersonId, projectId: RunnProjectId): PairOfCells<V> {
    const key = `${personId}/${projectId}`;
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      pair = { personId, projectId, byDate: new Map() };
      this.#pairs.set(key, pair);
    }
    return pair;
  }

  findPair(personId: RunnPersonId, projectId: RunnProjectId): PairOfCells<V> | undefined {
    return this.#pairs.get(`${personId}/${projectId}`);
  }

  get({ personId, projectId, date }: CellKey): V | undefined {
    return this.findPair(personId, projectId)?.byDate.get(date);
  }

  set({ personId, projectId, date }: CellKey, value: V): void {
    this.ensurePair(personId, projectId).byDate.set(date, value);
  }

  pairs(): IterableIterator<PairOfCells<V>> {
    return this.#pairs.values();
  }
}
