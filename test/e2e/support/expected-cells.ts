/**
 * What Runn should hold by Toggl's own entries: worked out from the sandbox's records and DESIGN's rules, and from
 * nothing of the product, so that a shared mistake cannot agree with itself.
 */
import type { CompanyConfig } from '../../../src/sandbox/company.ts';
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';

export interface Minutes {
  readonly billableMinutes: number;
  readonly nonbillableMinutes: number;
}

export interface ExpectedCell extends Minutes {
  readonly personId: number;
  readonly projectId: number;
  readonly date: string;
  readonly seconds: number;
  /** Why the cell has to wait for a person, if it has. */
  readonly held: 'archived' | 'role-undecided' | null;
}

export interface Expectation {
  readonly trackedSeconds: number;
  readonly excludedSeconds: number;
  readonly cells: readonly ExpectedCell[];
  /** Time that has no cell, by reason and by what a person has to mend. */
  readonly held: ReadonlyMap<string, HeldTime>;
}

export interface HeldTime {
  readonly code: string;
  readonly subject: { readonly togglUserId?: number; readonly togglProjectId?: number | null };
  seconds: number;
}

interface Options {
  readonly since: string;
  readonly until: string;
  /** `pricing`: no billable flag in Toggl's plan. */
  readonly billable?: 'flag' | 'pricing';
  readonly map?: CompanyConfig['map'];
}

type Target = { readonly id: number; readonly isArchived: boolean } | 'ambiguous' | 'skip' | undefined;

/** To be called before the first sync: whether a role must be found depends on what stands in Runn. */
export function expectedCells(sandbox: Sandbox, options: Options): Expectation {
  const { since, until, billable = 'flag', map = sandbox.config.map ?? {} } = options;
  const people = [...sandbox.runn.people.values()].filter(({ isPlaceholder }) => !isPlaceholder);
  const projects = [...sandbox.runn.projects.values()].filter(({ isTemplate }) => !isTemplate);
  const person = (userId: number): Target => targetOf(people, map.people?.[userId], userId);
  const project = (id: number | null): Target =>
    id === null ? targetOf(projects, map.noProject, undefined) : targetOf(projects, map.projects?.[id], id);

  let trackedSeconds = 0;
  let excludedSeconds = 0;
  const held = new Map<string, HeldTime>();
  const hold = (code: string, subject: HeldTime['subject'], seconds: number): void => {
    const key = JSON.stringify([code, subject]);
    const known = held.get(key) ?? { code, subject, seconds: 0 };
    known.seconds += seconds;
    held.set(key, known);
  };
  const sums = new Map<
    string,
    { readonly key: CellKey; readonly held: ExpectedCell['held']; all: number; paid: number }
  >();

  for (const entry of sandbox.toggl.entries.values()) {
    const { userId, projectId, day: date, seconds } = entry;
    if (entry.running || date < since || date > until) continue;
    trackedSeconds += seconds;
    const who = person(userId);
    const what = project(projectId);
    if (who === 'skip' || what === 'skip') excludedSeconds += seconds;
    else if (who === 'ambiguous') hold('ambiguous', { togglUserId: userId }, seconds);
    else if (who === undefined) hold('unmatched-person', { togglUserId: userId }, seconds);
    else if (what === 'ambiguous') hold('ambiguous', { togglProjectId: projectId }, seconds);
    else if (what === undefined && projectId === null)
      hold('no-project', { togglUserId: userId, togglProjectId: null }, seconds);
    else if (what === undefined) hold('unmatched-project', { togglProjectId: projectId }, seconds);
    else {
      const key = { personId: who.id, projectId: what.id, date };
      const id = keyOf(key);
      const isNonBillable = sandbox.runn.projects.get(what.id)?.pricingModel === 'nb';
      const isPaid = !isNonBillable && (billable === 'pricing' || entry.billable);
      const sum = sums.get(id) ?? {
        key,
        held: heldCell(sandbox, key, who.isArchived || what.isArchived),
        all: 0,
        paid: 0,
      };
      sum.all += seconds;
      sum.paid += isPaid ? seconds : 0;
      sums.set(id, sum);
    }
  }

  const cells = [...sums.values()].map(({ key, held: why, all, paid }): ExpectedCell => {
    const total = halfUp(all / 60);
    const billableMinutes = Math.min(total, halfUp(paid / 60));
    return { ...key, seconds: all, held: why, billableMinutes, nonbillableMinutes: total - billableMinutes };
  });
  return { trackedSeconds, excludedSeconds, cells, held };
}

export interface CellKey {
  readonly personId: number;
  readonly projectId: number;
  readonly date: string;
}

export function keyOf({ personId, projectId, date }: CellKey): string {
  return `${date}/${personId}/${projectId}`;
}

/** All actuals of a cell together, as the sandbox has them. */
export function runnMinutes(sandbox: Sandbox, { personId, projectId, date }: CellKey): Minutes {
  const actuals = sandbox.runn.findActuals(personId, projectId, date);
  return {
    billableMinutes: actuals.reduce((sum, actual) => sum + actual.billableMinutes, 0),
    nonbillableMinutes: actuals.reduce((sum, actual) => sum + actual.nonbillableMinutes, 0),
  };
}

/** The cells whose minutes in Runn are not those of Toggl. */
export function unequalCells(sandbox: Sandbox, { cells }: Expectation): ExpectedCell[] {
  const sums = new Map<string, { billable: number; nonbillable: number }>();
  for (const actual of sandbox.runn.actuals.values()) {
    const sum = sums.get(keyOf(actual)) ?? { billable: 0, nonbillable: 0 };
    sum.billable += actual.billableMinutes;
    sum.nonbillable += actual.nonbillableMinutes;
    sums.set(keyOf(actual), sum);
  }
  return cells.filter((cell) => {
    const { billable, nonbillable } = sums.get(keyOf(cell)) ?? { billable: 0, nonbillable: 0 };
    return billable !== cell.billableMinutes || nonbillable !== cell.nonbillableMinutes;
  });
}

function targetOf(
  records: readonly {
    readonly id: number;
    readonly isArchived: boolean;
    readonly references: readonly { readonly referenceName: string; readonly externalId: string }[];
  }[],
  mapped: number | 'skip' | undefined,
  togglId: number | undefined,
): Target {
  if (mapped === 'skip') return 'skip';
  if (mapped !== undefined) return records.find(({ id }) => id === mapped);
  const linked = records.filter(({ references }) =>
    references.some(({ referenceName, externalId }) => referenceName === 'Custom1' && externalId === String(togglId)),
  );
  const live = linked.filter(({ isArchived }) => !isArchived);
  const candidates = live.length > 0 ? live : linked;
  return candidates.length > 1 ? 'ambiguous' : candidates[0];
}

function heldCell(sandbox: Sandbox, cell: CellKey, isArchived: boolean): ExpectedCell['held'] {
  const { personId, projectId, date } = cell;
  // A standing actual keeps its role (R6), so that none has to be found.
  if (!hasRole(sandbox, cell) && sandbox.runn.findActuals(personId, projectId, date).length === 0) {
    return 'role-undecided';
  }
  return isArchived ? 'archived' : null;
}

function hasRole(sandbox: Sandbox, { personId, projectId, date }: CellKey): boolean {
  const onProject = [...sandbox.runn.members.values()].filter(
    (member) => member.personId === personId && member.projectId === projectId,
  );
  if (new Set(onProject.map(({ roleId }) => roleId)).size === 1) return true;
  const contracts = [...sandbox.runn.contracts.values()].filter(
    (contract) => contract.personId === personId && contract.startDate <= date && date <= (contract.endDate ?? '9999'),
  );
  return new Set(contracts.map(({ roleId }) => roleId)).size === 1;
}

function halfUp(value: number): number {
  return Math.floor(value + 0.5);
}
