/** Time that Toggl did not show: of it nobody can say where it is (R1). */
import { addDays, earlier } from './dates.ts';
import { type Finding, finding, type Severity } from './findings.ts';
import type { IsoDate, TogglWorkspace, TogglWorkspaceId, Window } from './model.ts';

/** A workspace that was not seen whole. */
export interface UnseenTime {
  readonly workspaceId: TogglWorkspaceId;
  /** Others' time is hidden from who is no admin, and old days are hidden by the plan. */
  readonly cause: 'not-admin' | 'retention';
  /** The last day of the window that was not seen. */
  readonly until: IsoDate;
}

/** One for each workspace that was not seen whole on every day of the window. */
export function findUnseenTime(
  workspaces: readonly { readonly workspace: Pick<TogglWorkspace, 'id' | 'isAdmin' | 'readableSince'> }[],
  { since, until }: Window,
): UnseenTime[] {
  if (until < since) return [];
  return workspaces.flatMap(({ workspace: { id, isAdmin, readableSince } }): UnseenTime[] => {
    if (!isAdmin) return [{ workspaceId: id, cause: 'not-admin', until }];
    if (readableSince === null || readableSince <= since) return [];
    return [{ workspaceId: id, cause: 'retention', until: earlier(until, addDays(readableSince, -1)) }];
  });
}

/** Nobody can mend what a plan no longer shows; whose token is used, somebody has to decide. */
export function severityOfUnseen({ cause }: Pick<UnseenTime, 'cause'>): Severity {
  return cause === 'not-admin' ? 'error' : 'warning';
}

export function unseenTimeFinding(unseen: UnseenTime): Finding {
  const { workspaceId, cause, until } = unseen;
  const options = { severity: severityOfUnseen(unseen), facts: { unseen: { cause, until } } };
  return finding('unseen-time', { togglWorkspaceId: workspaceId }, options);
}

/** The first day from which on the window was seen whole in every workspace, or null where not even its last day was. */
export function seenWholeSince({ since, until }: Window, findings: readonly Finding[]): IsoDate | null {
  let first = since;
  for (const { facts } of findings) {
    if (facts.unseen === undefined) continue;
    if (facts.unseen.until >= until) return null;
    const next = addDays(facts.unseen.until, 1);
    if (next > first) first = next;
  }
  return first;
}

/** Whether Toggl showed one person's time somewhere: such a run has nothing to say of everybody's, and is no good one. */
export function isOthersTimeHidden(findings: readonly Finding[]): boolean {
  return findings.some(({ code, severity }) => code === 'unseen-time' && severity === 'error');
}
