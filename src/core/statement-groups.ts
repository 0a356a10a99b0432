/** The statement by person, project or day (`--by`): the same account, kept once more for each group. */
import type { CellKey } from './cell-map.ts';
import { compareText } from './compare-text.ts';
import type { RowMatch } from './held-time.ts';
import type { Change, Row } from './model.ts';
import type { HoldReason, StatementDimension, StatementGroup } from './plan.ts';
import { assertBalanced, type RowSums, StatementBuilder, withFailures } from './statement.ts';

/** `runn:456` for time that has a place in Runn, else `toggl:123`, `none` for time without a project, or a day. */
export function groupOfRow(by: StatementDimension, row: Row, { person, project }: RowMatch): string {
  switch (by) {
    case 'person':
      return person.kind === 'matched' ? `runn:${person.id}` : `toggl:${row.userId}`;
    case 'project':
      if (project.kind === 'matched') return `runn:${project.id}`;
      return row.projectId === null ? 'none' : `toggl:${row.projectId}`;
    case 'day':
      return row.date;
  }
}

/** The groups after a `sync` in which some changes were not written, as `withFailures` has the whole (R15). */
export function groupsWithFailures(groups: readonly StatementGroup[], unwritten: readonly Change[]): StatementGroup[] {
  return groups.map((each) => {
    const own = unwritten.filter((change) => groupOfCell(each.by, change) === each.group);
    return { ...each, statement: withFailures(each.statement, own) };
  });
}

function groupOfCell(by: StatementDimension, { personId, projectId, date }: CellKey): string {
  switch (by) {
    case 'person':
      return `runn:${personId}`;
    case 'project':
      return `runn:${projectId}`;
    case 'day':
      return date;
  }
}

/** Sums of rows by group, filled while rows are folded. */
export class RowGroups {
  readonly sums = new Map<string, RowSums>();

  /** @param reason null for a row that reached a cell */
  add(group: string, seconds: number, reason: HoldReason | 'excluded' | null): void {
    let sums = this.sums.get(group);
    if (sums === undefined) {
      sums = { trackedSeconds: 0, excludedSeconds: 0, heldBackSeconds: new Map() };
      this.sums.set(group, sums);
    }
    sums.trackedSeconds += seconds;
    if (reason === 'excluded') sums.excludedSeconds += seconds;
    else if (reason !== null) sums.heldBackSeconds.set(reason, (sums.heldBackSeconds.get(reason) ?? 0) + seconds);
  }
}

/** One builder for each group; what is added to it is added to `total` too. */
export class GroupedStatement {
  readonly #by: StatementDimension | null;
  readonly #total: StatementBuilder;
  readonly #builders: Map<string, StatementBuilder>;

  constructor(by: StatementDimension | null, total: StatementBuilder, rows: ReadonlyMap<string, RowSums>) {
    this.#by = by;
    this.#total = total;
    this.#builders = new Map([...rows].map(([group, sums]) => [group, new StatementBuilder(sums, total)]));
  }

  /** Where the account of a cell is kept. */
  of(cell: CellKey): StatementBuilder {
    if (this.#by === null) return this.#total;
    const group = groupOfCell(this.#by, cell);
    let builder = this.#builders.get(group);
    if (builder === undefined) {
      builder = new StatementBuilder(undefined, this.#total);
      this.#builders.set(group, builder);
    }
    return builder;
  }

  /** Every group by name, each balanced by itself (R15). Throws an `InternalError` when one is not. */
  build(): StatementGroup[] {
    const by = this.#by;
    if (by === null) return [];
    const groups = [...this.#builders].map(([group, builder]) => ({ by, group, statement: builder.build() }));
    for (const { statement } of groups) assertBalanced(statement);
    return groups.sort((a, b) => compareText(a.group, b.group));
  }
}
