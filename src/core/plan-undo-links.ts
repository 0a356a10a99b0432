/** What puts an earlier run of `link` back, and the report of it. Pure. */
import type { ExternalReference, RunnPersonId, RunnProjectId } from './model.ts';
import type { Accounts, ConfigOptions, RequestCounts } from './report.ts';

/** One reference in Runn, or one entry of `map`; null stands for nothing there, or nothing but blanks. */
export type ReferenceChange =
  | {
      readonly kind: 'reference';
      readonly record:
        | { readonly kind: 'person'; readonly id: RunnPersonId }
        | { readonly kind: 'project'; readonly id: RunnProjectId };
      /** What the record is called in Runn. */
      readonly name: string;
      readonly referenceName: string;
      readonly before: string | null;
      readonly after: string | null;
    }
  | {
      readonly kind: 'map';
      /** The configuration file, absolute. */
      readonly file: string;
      readonly group: 'people' | 'projects';
      readonly togglId: number;
      readonly before: number | null;
      readonly after: number | null;
    };

/**
 * `planned`: it is as the run left it, and goes back. `as-before`: it is as the run found it. `changed-since`: somebody
 * has changed it, so that it stays. `gone`: the record or the file is not there any more. `not-written`: the run did not
 * write it. `restored` and `failed` are known after writing.
 */
export type UndoneStatus =
  | 'planned'
  | 'restored'
  | 'as-before'
  | 'changed-since'
  | 'gone'
  | 'not-written'
  | 'not-reached'
  | 'failed';

export interface UndoneReference {
  readonly change: ReferenceChange;
  readonly status: UndoneStatus;
  /** What stands there now, where it is not what the run left. */
  readonly current?: string | number | null | undefined;
  /** Why it failed. */
  readonly message?: string | undefined;
}

export interface UndoLinksReport {
  readonly command: 'undo';
  /** For the command that comes next. */
  readonly typed?: ConfigOptions | undefined;
  readonly isDryRun: boolean;
  /** The name of the undo itself, which can be undone too; null when nothing was journalled. */
  readonly run: string | null;
  readonly undoes: { readonly run: string; readonly command: string; readonly startedAt: string };
  readonly accounts: Pick<Accounts, 'runn'>;
  /** The last change of the run first. */
  readonly references: readonly UndoneReference[];
  readonly requests: RequestCounts;
  readonly warnings: readonly string[];
}

/** What stands now: references by record, and the value of a `map` entry; undefined when there is no such place. */
export interface StandingLinks {
  readonly people: readonly { readonly id: RunnPersonId; readonly references: readonly ExternalReference[] }[];
  readonly projects: readonly { readonly id: RunnProjectId; readonly references: readonly ExternalReference[] }[];
  readonly mapEntryOf: (change: Extract<ReferenceChange, { readonly kind: 'map' }>) => unknown;
}

/** The changes of an earlier run, the last one first, each with what is to become of it. */
export function planUndoLinks(
  earlier: readonly { readonly change: ReferenceChange; readonly wasRefused: boolean }[],
  standing: StandingLinks,
): UndoneReference[] {
  const people = new Map(standing.people.map(({ id, references }) => [id, references]));
  const projects = new Map(standing.projects.map(({ id, references }) => [id, references]));
  const currentOf = (change: ReferenceChange): unknown => {
    if (change.kind === 'map') return standing.mapEntryOf(change);
    const { record, referenceName } = change;
    const references = record.kind === 'person' ? people.get(record.id) : projects.get(record.id);
    if (references === undefined) return undefined;
    const values = references.filter((each) => each.referenceName === referenceName && each.externalId.trim() !== '');
    // Two of one name are nobody's writing but a person's: together they equal nothing that a run left.
    return values.length === 0 ? null : values.map(({ externalId }) => externalId).join(', ');
  };
  return earlier
    .map(({ change, wasRefused }): UndoneReference => {
      const current = currentOf(change);
      if (wasRefused) return { change, status: 'not-written' };
      if (current === undefined) return { change, status: 'gone' };
      if (current === change.before) return { change, status: 'as-before' };
      if (current === change.after) return { change, status: 'planned' };
      return { change, status: 'changed-since', current: describeValue(current) };
    })
    .reverse();
}

/** A `map` entry may have become anything that YAML can say. */
function describeValue(value: unknown): string | number | null {
  return value === null || typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

/** The change that takes this one back, as the journal of the undo keeps it. */
export function reverseReferenceChange<Some extends ReferenceChange>(change: Some): Some {
  return { ...change, before: change.after, after: change.before };
}
