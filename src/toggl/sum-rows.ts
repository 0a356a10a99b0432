/** Sums what Toggl reports in pieces, as the pieces arrive: one `Row` per user, project and day (R2). */
import type { IsoDate, Row, TogglProjectId, TogglUserId, TogglWorkspaceId } from '../core/model.ts';

type MutableRow = { -readonly [Key in keyof Row]: Row[Key] };

/** What is kept are the sums alone, and their keys are numbers and days: a year of a large company is a million rows. */
export class RowSums {
  readonly #workspaceId: TogglWorkspaceId;
  readonly #byUser = new Map<TogglUserId, Map<TogglProjectId | null, Map<IsoDate, MutableRow>>>();

  constructor(workspaceId: TogglWorkspaceId) {
    this.#workspaceId = workspaceId;
  }

  /** `billableSeconds` never exceeds `seconds`. */
  add(userId: TogglUserId, projectId: TogglProjectId | null, date: IsoDate, seconds: number, billable: number): void {
    const byDate = this.#ensurePair(userId, projectId);
    const row = byDate.get(date);
    if (row === undefined) {
      const billableSeconds = Math.min(seconds, billable);
      byDate.set(date, { workspaceId: this.#workspaceId, userId, projectId, date, seconds, billableSeconds });
    } else {
      row.seconds += seconds;
      row.billableSeconds = Math.min(row.seconds, row.billableSeconds + billable);
    }
  }

  /** 0 where nothing was added. */
  secondsOf({ userId, projectId, date }: Pick<Row, 'userId' | 'projectId' | 'date'>): number {
    return this.#byUser.get(userId)?.get(projectId)?.get(date)?.seconds ?? 0;
  }

  /** Rows without time are left out. */
  toRows(): Row[] {
    const rows: Row[] = [];
    for (const byProject of this.#byUser.values()) {
      for (const byDate of byProject.values()) {
        for (const row of byDate.values()) if (row.seconds > 0) rows.push(row);
      }
    }
    return rows;
  }

  #ensurePair(userId: TogglUserId, projectId: TogglProjectId | null): Map<IsoDate, MutableRow> {
    let byProject = this.#byUser.get(userId);
    if (byProject === undefined) {
      byProject = new Map();
      this.#byUser.set(userId, byProject);
    }
    let byDate = byProject.get(projectId);
    if (byDate === undefined) {
      byDate = new Map();
      byProject.set(projectId, byDate);
    }
    return byDate;
  }
}
