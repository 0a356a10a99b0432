/** `check-refs`: what `map` of the configuration says, against what there is. */
import { makeRefFinding, refSeverities, runnIdsFact } from './ref-findings.ts';
import { exists, type ReferenceAuditInput, type RefSide, type RefSideAudit } from './ref-sides.ts';
import type { RefFacts, RefFinding } from './report.ts';

/** Entries of `map` that point nowhere, name nobody, or make a link useless. */
export function auditMap({ side, links, hours }: RefSideAudit, findings: RefFinding[]): void {
  for (const [togglId, targets] of side.mapped) {
    const leadsToRecord = targets.some((target) => target !== 'skip');
    if (!side.known.has(togglId)) {
      const severity = leadsToRecord ? {} : ({ severity: 'info' } as const);
      const togglWorkspaceId = side.elsewhere.get(togglId);
      const code = togglWorkspaceId === undefined ? 'map-unknown-source' : 'other-workspace';
      const facts = mapFact(targets[0]);
      findings.push(makeRefFinding(side, code, { togglId, togglWorkspaceId, seconds: 0, facts, ...severity }));
    }
    for (const target of new Set(targets)) {
      if (target === 'skip' || exists(side, target)) continue;
      const seconds = hours.lost.get(`${togglId}/${target}`) ?? 0;
      findings.push(makeRefFinding(side, 'map-unknown-target', { togglId, seconds, facts: { mapTarget: target } }));
    }
    const holders = links.holders.get(togglId);
    const linked = [...(holders?.live ?? []), ...(holders?.archived ?? [])].filter(
      (runnId) => !targets.includes(runnId),
    );
    if (linked.length > 0) {
      const facts = { ...mapFact(targets[0]), ...runnIdsFact(side, linked) };
      findings.push(
        makeRefFinding(side, 'map-shadows-link', { togglId, seconds: hours.tracked.get(togglId) ?? 0, facts }),
      );
    }
  }
}

/** `map.noProject` that names a record which Runn does not have. */
export function auditNoProject(
  { mapping }: ReferenceAuditInput,
  projects: RefSide,
  withoutProjectSeconds: number,
  findings: RefFinding[],
): void {
  const target = mapping.noProject;
  if (target === null || target === 'skip' || exists(projects, target)) return;
  findings.push({
    code: 'map-unknown-target',
    severity: refSeverities['map-unknown-target'],
    seconds: withoutProjectSeconds,
    subject: { togglProjectId: null },
    facts: { mapTarget: target },
  });
}

function mapFact(target: number | 'skip' | undefined): RefFacts {
  return target === undefined ? {} : { mapTarget: target };
}
