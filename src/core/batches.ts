/** Packs changes into requests: at most 100 items each, and a person's day is never split over two of them (R12). */
import type { Change, Rules } from './model.ts';
import { totalMinutes } from './round.ts';

/** Runn's bulk write takes at most 100 items (runn.md section 2.2). */
export const maxBatchItems = 100;

/** What goes out together: first the deletions one by one, then the writes as one bulk request. */
export interface Batch {
  /** Clears of standing actuals, where `rules.clearWith` is `delete`. */
  readonly deletes: readonly Change[];
  /** Bulk items, at most 100, no two of one key; of a person's day the clears come first, then what else is lowered. */
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

/** Takes minutes away: a clear, or an update or overwrite that ends lower (R12). A scheduled zero takes nothing away. */
export function isReduction({ before, after }: Change): boolean {
  return before !== null && totalMinutes(after) < totalMinutes(before);
}

/** Puts minutes somewhere. */
export function isRaise({ before, after }: Change): boolean {
  return totalMinutes(after) > (before === null ? 0 : totalMinutes(before));
}

/** Runn overwrites what stands under the same key (runn.md section 2.1). */
export function keyOf(item: Pick<Change, 'date' | 'personId' | 'projectId' | 'roleId' | 'workstreamId'>): string {
  return `${item.date}|${item.personId}|${item.projectId}|${item.roleId}|${item.workstreamId ?? ''}`;
}

export function personDayOf(item: Pick<Change, 'date' | 'personId'>): string {
  return `${item.date}|${item.personId}`;
}

/** The units keep the order of the plan; within each the clears come first. */
function groupByPersonDay(changes: readonly Change[], clearWith: Rules['clearWith']): Unit[] {
  const days = new Map<string, { deletes: Change[]; clears: Change[]; reductions: Change[]; others: Change[] }>();
  for (const change of changes) {
    const key = personDayOf(change);
    const day = days.get(key) ?? { deletes: [], clears: [], reductions: [], others: [] };
    days.set(key, day);
    if (isDeletion(change, clearWith)) day.deletes.push(change);
    else if (change.kind === 'clear') day.clears.push(change);
    else (isReduction(change) ? day.reductions : day.others).push(change);
  }
  return [...days.values()].map(({ deletes, clears, reductions, others }) => ({
    deletes,
    writes: [...clears, ...reductions, ...others],
  }));
}

/** Pieces that have to go one after the other; almost always the unit itself. */
function splitUnit(unit: Unit, maxItems: number): Unit[] {
  let piece: Unit = { deletes: unit.deletes, writes: [] };
  const pieces = [piece];
  let pieceKeys = new Set<string>();
  for (const change of unit.writes) {
    const key = keyOf(change);
    if (pieceKeys.size >= maxItems || pieceKeys.has(key)) {
      piece = { deletes: [], writes: [] };
      pieces.push(piece);
      pieceKeys = new Set();
    }
    pieceKeys.add(key);
    piece.writes.push(change);
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
    /** Of its members in the plan, the lowest. */
    firstPosition: number;
    readonly members: { readonly position: number; readonly unit: Unit }[];
  }
  const bins: Bin[] = [];
  const binsByFree: Bin[][] = Array.from({ length: maxItems + 1 }, () => []);
  const bySize = units
    .map((unit, position) => ({ position, unit }))
    .sort((a, b) => b.unit.writes.length - a.unit.writes.length);
  for (const member of bySize) {
    const size = member.unit.writes.length;
    let bin = binsByFree
      .slice(size)
      .find((sameFree) => sameFree.length > 0)
      ?.pop();
    if (bin === undefined) {
      bin = { free: maxItems, firstPosition: member.position, members: [] };
      bins.push(bin);
    }
    bin.members.push(member);
    bin.free -= size;
    bin.firstPosition = Math.min(bin.firstPosition, member.position);
    binsByFree[bin.free]?.push(bin);
  }
  for (const bin of bins) bin.members.sort((a, b) => a.position - b.position);
  return bins
    .sort((a, b) => a.firstPosition - b.firstPosition)
    .map((bin) => ({
      deletes: bin.members.flatMap(({ unit }) => unit.deletes),
      writes: bin.members.flatMap(({ unit }) => unit.writes),
    }));
}
