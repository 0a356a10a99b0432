/** Packs changes into requests: at most 100 items each, and a person's day is never split over two of them (R12). */
import type { Change, Rules } from './model.ts';

/** Runn's bulk write takes at most 100 items (runn.md section 2.2). */
export const maxBatchItems = 100;

/** What goes out together: first the deletions one by one, then the writes as one bulk request. */
export interface Batch {
  /** Clears of standing actuals, where `rules.clearWith` is `delete`. */
  readonly deletes: readonly Change[];
  /** Bulk items, at most 100, no two of one key; the clears of a person's day stand before its other changes. */
  readonly writes: readonly Change[];
}

/** A person's day. */
interface Unit {
  readonly deletes: Change[];
  readonly writes: Change[];
}

/**
 * The batches for a plan's changes, in waves: batches of one wave may be in flight together, the next wave waits for
 * them. Everything goes into the first wave but for what has to follow something else of the same person and day: the
 * changes beyond the hundredth, and a second change of one key. Within a wave every person's day is in one batch, and
 * units are packed so tightly that N changes make ceil(N / 100) batches wherever their sizes allow.
 */
export function makeBatches(
  changes: readonly Change[],
  clearWith: Rules['clearWith'],
  maxItems: number = maxBatchItems,
): readonly (readonly Batch[])[] {
  const waves: Unit[][] = [];
  for (const unit of groupByPersonDay(changes, clearWith)) {
    splitUnit(unit, maxItems).forEach((piece, index) => {
      waves[index] ??= [];
      waves[index].push(piece);
    });
  }
  return waves.map((units) => packUnits(units, maxItems));
}

/** Whether a change goes out as DELETE: clearing something that stands there, in an account that wants it deleted. */
export function isDeletion(change: Change, clearWith: Rules['clearWith']): boolean {
  return clearWith === 'delete' && change.kind === 'clear' && change.actualId !== null;
}

/** Runn overwrites what stands under the same key (runn.md section 2.1). */
export function keyOf(item: Pick<Change, 'date' | 'personId' | 'projectId' | 'roleId' | 'workstreamId'>): string {
  return `${item.date}|${item.personId}|${item.projectId}|${item.roleId}|${item.workstreamId ?? ''}`;
}

export function personDayOf(item: Pick<Change, 'date' | 'personId'>): string {
  return `${item.date}|${item.personId}`;
}

function groupByPersonDay(changes: readonly Change[], clearWith: Rules['clearWith']): Unit[] {
  const units = new Map<string, Unit>();
  const clearsFirst = changes.toSorted((a, b) => Number(b.kind === 'clear') - Number(a.kind === 'clear'));
  // The units keep the order of the plan; only within each do the clears come first.
  for (const change of changes) {
    const key = personDayOf(change);
    if (!units.has(key)) units.set(key, { deletes: [], writes: [] });
  }
  for (const change of clearsFirst) {
    const unit = units.get(personDayOf(change));
    if (isDeletion(change, clearWith)) unit?.deletes.push(change);
    else unit?.writes.push(change);
  }
  return [...units.values()];
}

/** Pieces that have to go one after the other; almost always the unit itself. */
function splitUnit(unit: Unit, maxItems: number): Unit[] {
  const pieces: Unit[] = [{ deletes: unit.deletes, writes: [] }];
  let pieceKeys = new Set<string>();
  for (const change of unit.writes) {
    const key = keyOf(change);
    if (pieceKeys.size >= maxItems || pieceKeys.has(key)) {
      pieces.push({ deletes: [], writes: [] });
      pieceKeys = new Set();
    }
    pieceKeys.add(key);
    pieces.at(-1)?.writes.push(change);
  }
  return pieces;
}

/**
 * Largest units first, each into the batch that it fills best: the big ones leave gaps that the small ones close.
 * What is packed together, and the batches, are in the order of the plan again.
 */
function packUnits(units: readonly Unit[], maxItems: number): Batch[] {
  interface Bin {
    free: number;
    readonly members: { readonly position: number; readonly unit: Unit }[];
  }
  const bins: Bin[] = [];
  const binsByFree: Bin[][] = Array.from({ length: maxItems + 1 }, () => []);
  const bySize = units
    .map((unit, position) => ({ position, unit }))
    .sort((a, b) => b.unit.writes.length - a.unit.writes.length || a.position - b.position);
  for (const member of bySize) {
    const size = member.unit.writes.length;
    let bin = binsByFree
      .slice(size)
      .find((sameFree) => sameFree.length > 0)
      ?.pop();
    if (bin === undefined) {
      bin = { free: maxItems, members: [] };
      bins.push(bin);
    }
    bin.members.push(member);
    bin.free -= size;
    binsByFree[bin.free]?.push(bin);
  }
  const firstPosition = (bin: Bin): number => bin.members[0]?.position ?? 0;
  for (const bin of bins) bin.members.sort((a, b) => a.position - b.position);
  return bins
    .sort((a, b) => firstPosition(a) - firstPosition(b))
    .map((bin) => ({
      deletes: bin.members.flatMap(({ unit }) => unit.deletes),
      writes: bin.members.flatMap(({ unit }) => unit.writes),
    }));
}
