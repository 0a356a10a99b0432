/** What `link` hands to the reporters. */
import type { Finding } from './findings.ts';
import type { Window } from './model.ts';
import type { PlannedLink } from './plan-links.ts';
import type { LinkKind, UnproposedRecord } from './propose-links.ts';
import type { Accounts, ConfigOptions, Names, RequestCounts } from './report.ts';

/**
 * What a link became; `planned` when nothing was to be written. A run that was stopped leaves one that was under way,
 * `unknown`, and others that it did not come to, `unsent`.
 */
export type LinkStatus = 'planned' | 'written' | 'failed' | 'unknown' | 'unsent';

export interface LinkLine extends PlannedLink {
  readonly isAccepted: boolean;
  readonly status: LinkStatus;
  /** Why it failed, or is known to fail when it is written. */
  readonly message?: string | undefined;
}

/** What the next command has to name, so that it goes to the same links. */
export interface LinkOptionsTyped extends ConfigOptions {
  /** The CSV file whose accepted lines these are; null for the proposals themselves. */
  readonly from: string | null;
  /** The CSV file that the proposals were written to; null for none. */
  readonly out: string | null;
}

/** A record as it is shown to a person. */
export interface LinkParty {
  readonly name: string;
  readonly email: string | null;
  readonly clientName: string | null;
}

export interface LinkReport {
  readonly command: 'link';
  readonly isDryRun: boolean;
  readonly typed: LinkOptionsTyped;
  /** Null when nothing was journalled. */
  readonly run: string | null;
  /** Of the hours; null when the names are from a data export, which has no time. */
  readonly window: Window | null;
  /** Where Toggl's names are from; null for Toggl itself. */
  readonly exportPath: string | null;
  readonly accounts: Accounts;
  /** The accepted ones first, then the surest. */
  readonly links: readonly LinkLine[];
  readonly unproposed: readonly UnproposedRecord[];
  readonly minConfidence: number;
  /** Of what Toggl did not show: hours, and perhaps people, are missing then. */
  readonly findings: readonly Finding[];
  readonly names: Names;
  /** Null when nothing was to be written. */
  readonly outcome: Readonly<Record<Exclude<LinkStatus, 'planned'>, number>> | null;
  /** Where further Toggl projects of a Runn project go; null when there is no file. */
  readonly configFile: string | null;
  readonly toggl: Readonly<Record<LinkKind, ReadonlyMap<number, LinkParty>>>;
  readonly runn: Readonly<Record<LinkKind, ReadonlyMap<number, LinkParty>>>;
  readonly requests: RequestCounts;
  readonly warnings: readonly string[];
}
