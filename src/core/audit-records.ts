/** `check-refs`: what stands on each record of Runn, and what is there once per Toggl id. */
import type { Severity } from './findings.ts';
import { parseTogglId } from './match.ts';
import { meantIds } from './meant-ids.ts';
import { makeRefFinding, runnIdsFact, sumOver, togglIdsFact } from './ref-findings.ts';
import type { RefSideAudit, RunnRecord } from './ref-sides.ts';
import type { RefFinding } from './report.ts';

/** Looks at every reference of every record. Answers with the Toggl ids that somebody tried to link. */
export function auditRecords(audit: RefSideAudit, findings: RefFinding[]): ReadonlySet<number> {
  const { side, hours, links } = audit;
  const attempted = new Set<number>();
  for (const record of side.records) {
    for (const reference of record.references) {
      const seconds = (togglIds: readonly number[]) => sumOver(hours.tracked, togglIds);
      const facts = { referenceName: reference.referenceName, externalId: reference.externalId };
      const exact = parseTogglId<number>(reference.externalId);
      const isKnown = exact !== undefined && side.known.has(exact);

      if (record.isIgnored) {
        if (isKnown) attempted.add(exact);
        const atStake = isKnown && !links.targets.has(exact) ? seconds([exact]) : 0;
        findings.push(
          makeRefFinding(side, side.kind === 'person' ? 'link-on-placeholder' : 'link-on-template', {
            togglId: isKnown ? exact : undefined,
            runnId: record.id,
            seconds: atStake,
            facts,
            severity: atStake === 0 ? 'info' : undefined,
          }),
        );
        continue;
      }
      if (isKnown) continue;

      // On an archived record a dead link is history, and nothing is written there anyway.
      const severity: Severity | undefined = record.isArchived ? 'info' : undefined;
      const meant = meantIds(reference.externalId).filter((togglId) => side.known.has(togglId));
      const [firstMeant] = meant;
      if (firstMeant !== undefined) {
        if (!record.isArchived) for (const togglId of meant) attempted.add(togglId);
        findings.push(
          makeRefFinding(side, 'near-miss', {
            togglId: firstMeant,
            runnId: record.id,
            seconds: seconds(meant),
            facts: { ...facts, ...togglIdsFact(side, meant) },
            severity,
          }),
        );
        continue;
      }
      const togglWorkspaceId = exact === undefined ? undefined : side.elsewhere.get(exact);
      if (togglWorkspaceId !== undefined) {
        const parts = { togglId: exact, togglWorkspaceId, runnId: record.id, seconds: 0, facts, severity };
        findings.push(makeRefFinding(side, 'other-workspace', parts));
        continue;
      }
      const suggestion = audit.suggestions.byRunnId.get(record.id);
      const isOtherKind = exact !== undefined && audit.other.known.has(exact);
      findings.push(
        makeRefFinding(side, isOtherKind ? 'wrong-kind' : 'unknown-id', {
          runnId: record.id,
          seconds: suggestion === undefined ? 0 : seconds([suggestion.togglId]),
          facts: { ...facts, ...(suggestion === undefined ? {} : { togglSuggestion: suggestion }) },
          severity,
        }),
      );
    }
    auditOtherNames(audit, record, findings);
  }
  return attempted;
}

/** An id that Toggl knows, under a name at which nobody looks. */
function auditOtherNames({ side, links, hours }: RefSideAudit, record: RunnRecord, findings: RefFinding[]): void {
  if (record.isArchived || record.isIgnored) return;
  for (const { referenceName, externalId } of record.otherReferences) {
    const togglId = parseTogglId<number>(externalId.trim());
    // Another tool's number can be a Toggl id by chance; of one that is linked elsewhere nobody misses this one.
    if (togglId === undefined || !side.known.has(togglId) || links.targets.has(togglId)) continue;
    const seconds = hours.tracked.get(togglId) ?? 0;
    findings.push(
      makeRefFinding(side, 'other-reference-name', {
        togglId,
        runnId: record.id,
        seconds,
        facts: { referenceName, externalId },
      }),
    );
  }
}

/** What is there once per Toggl id, whichever record carries it. */
export function auditIds({ side, links, hours }: RefSideAudit, findings: RefFinding[]): void {
  for (const [togglId, { live, archived }] of links.holders) {
    const seconds = hours.tracked.get(togglId) ?? 0;
    const isMapped = side.mapped.has(togglId);
    const all = live.length > 0 ? live : archived;
    if (all.length > 1) {
      const isHarmless = isMapped || (live.length === 0 && seconds === 0);
      findings.push(
        makeRefFinding(side, 'duplicate-id', {
          togglId,
          seconds: isMapped ? 0 : seconds,
          facts: runnIdsFact(side, all),
          severity: isHarmless ? 'info' : undefined,
        }),
      );
    } else if (live.length === 1 && archived.length > 0 && !isMapped) {
      findings.push(
        makeRefFinding(side, 'archived-duplicate', {
          togglId,
          seconds: 0,
          facts: runnIdsFact(side, [...live, ...archived]),
        }),
      );
    }
    const known = side.known.get(togglId);
    if (known !== undefined && !known.isActive && live.length > 0) {
      const code = known.isDeleted ? 'deleted-in-toggl' : 'archived-in-toggl';
      // Who left has worked before; a project that is gone took its name from its time.
      const severity = known.isDeleted && side.kind === 'person' ? 'info' : undefined;
      findings.push(makeRefFinding(side, code, { togglId, runnId: live[0], seconds, severity }));
    }
  }
  for (const [togglId, targets] of links.targets) {
    if (!side.known.has(togglId) || links.ambiguous.has(togglId)) continue;
    for (const runnId of targets.filter((target) => side.archived.has(target))) {
      const seconds = hours.led.get(`${togglId}/${runnId}`) ?? 0;
      const severity = seconds === 0 ? 'info' : undefined;
      findings.push(makeRefFinding(side, 'archived-in-runn', { togglId, runnId, seconds, severity }));
    }
  }
  for (const [runnId, togglIds] of links.reached) {
    const leading = togglIds.filter((togglId) => !links.ambiguous.has(togglId)).sort((a, b) => a - b);
    if (leading.length < 2) continue;
    findings.push(
      makeRefFinding(side, side.kind === 'person' ? 'shared-person' : 'shared-project', {
        runnId,
        seconds: leading.reduce((sum, togglId) => sum + (hours.led.get(`${togglId}/${runnId}`) ?? 0), 0),
        facts: togglIdsFact(side, leading),
      }),
    );
  }
}
