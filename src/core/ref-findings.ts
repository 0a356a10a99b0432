/** The findings of `check-refs`: their severities, how one is made, and in which order they stand. */
import type { Severity } from './findings.ts';
import type { RunnPersonId, RunnProjectId, TogglProjectId, TogglUserId, TogglWorkspaceId } from './model.ts';
import type { RefSide } from './ref-sides.ts';
import type { RefCode, RefFacts, RefFinding } from './report.ts';
import { severityOfUnseen, type UnseenTime } from './unseen-time.ts';

/** The severity of each code, unless the maker of the finding says otherwise. */
export const refSeverities: Readonly<Record<RefCode, Severity>> = {
  /** Beyond the plan's retention it is `warning`. */
  'unseen-time': 'error',
  'duplicate-id': 'error',
  'unknown-id': 'error',
  'wrong-kind': 'error',
  'near-miss': 'error',
  'other-workspace': 'error',
  'map-unknown-target': 'error',
  'map-unknown-source': 'error',
  'unlinked-person': 'warning',
  'unlinked-project': 'warning',
  'archived-in-runn': 'warning',
  'link-on-placeholder': 'warning',
  'link-on-template': 'warning',
  'deleted-in-toggl': 'warning',
  'no-role': 'warning',
  'archived-in-toggl': 'info',
  'shared-person': 'info',
  'shared-project': 'info',
  'other-reference-name': 'info',
  'map-shadows-link': 'info',
  'archived-duplicate': 'info',
  'unlinked-runn-person': 'info',
  'unlinked-runn-project': 'info',
};

export function sumOver(seconds: ReadonlyMap<number, number>, ids: readonly number[]): number {
  return ids.reduce((sum, id) => sum + (seconds.get(id) ?? 0), 0);
}

export function makeRefFinding(
  side: RefSide,
  code: RefCode,
  parts: {
    readonly togglId?: number | undefined;
    readonly runnId?: number | undefined;
    readonly togglWorkspaceId?: TogglWorkspaceId | undefined;
    readonly seconds: number;
    readonly facts?: RefFacts;
    readonly severity?: Severity | undefined;
  },
): RefFinding {
  const { togglId, runnId, togglWorkspaceId } = parts;
  const subject =
    side.kind === 'person'
      ? {
          ...(togglId === undefined ? {} : { togglUserId: togglId as TogglUserId }),
          ...(runnId === undefined ? {} : { runnPersonId: runnId as RunnPersonId }),
        }
      : {
          ...(togglId === undefined ? {} : { togglProjectId: togglId as TogglProjectId }),
          ...(runnId === undefined ? {} : { runnProjectId: runnId as RunnProjectId }),
        };
  return {
    code,
    severity: parts.severity ?? refSeverities[code],
    seconds: parts.seconds,
    subject: togglWorkspaceId === undefined ? subject : { ...subject, togglWorkspaceId },
    facts: parts.facts ?? {},
  };
}

export function unseenTimeRefFinding(unseen: UnseenTime): RefFinding {
  const { workspaceId, cause, until } = unseen;
  return {
    code: 'unseen-time',
    severity: severityOfUnseen(unseen),
    seconds: 0,
    subject: { togglWorkspaceId: workspaceId },
    facts: { unseen: { cause, until } },
  };
}

export function runnIdsFact(side: RefSide, ids: readonly number[]): RefFacts {
  return side.kind === 'person' ? { runnPersonIds: ids as RunnPersonId[] } : { runnProjectIds: ids as RunnProjectId[] };
}

export function togglIdsFact(side: RefSide, ids: readonly number[]): RefFacts {
  return side.kind === 'person' ? { togglUserIds: ids as TogglUserId[] } : { togglProjectIds: ids as TogglProjectId[] };
}

const severityRank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
const codesInOrder = Object.keys(refSeverities);

/** Errors first, then by code in the order of the table above, then most hours first. */
export function compareRefFindings(a: RefFinding, b: RefFinding): number {
  return (
    severityRank[a.severity] - severityRank[b.severity] ||
    codesInOrder.indexOf(a.code) - codesInOrder.indexOf(b.code) ||
    b.seconds - a.seconds ||
    // Projects after people: people have no id of a project.
    (a.subject.togglProjectId ?? 0) - (b.subject.togglProjectId ?? 0) ||
    (a.subject.runnProjectId ?? 0) - (b.subject.runnProjectId ?? 0) ||
    (a.subject.togglUserId ?? 0) - (b.subject.togglUserId ?? 0) ||
    (a.subject.runnPersonId ?? 0) - (b.subject.runnPersonId ?? 0)
  );
}
