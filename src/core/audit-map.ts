/** `check-refs`: what `map` of the configuration says, against what there is. */
import { makeRefFinding, refSeverities, runnIdsFact } from './ref-findings.ts';
import type { ReferenceAuditInput, RefSide, RefSideAudit } from './ref-sides.ts';
import type { RefFinding } from './report.ts';

/** Entries of `map` that point nowhere, name nobody, or make a link useless. */
export function auditMap({ side, links, hours }: RefSideAudit, findings: RefFinding[]): void {
  for (const [togglId, targets] of side.mapped) {
    const leadsToRecord = targets.some((target) => target !== 'skip');
    if (!side.known.has(togglId)) {
      const togglWorkspaceId = side.elsewhere.get(togglId);
      const code = togglWorkspaceId === undefined ? 'map-unknown-source' : 'other-workspace';
      const facts = { mapTarget: targets[0] };
      const severity = leadsToRecord ? undefined : 'info';
      findings.push(makeRefFinding(side, code, { togglId, togglWorkspaceId, seconds: 0, facts, severity }));
    }
    for (const target of new Set(targets)) {
      if (target === 'skip' || side.linkable.has(target)) continue;
      const seconds = hours.lost.get(`${togglId}/${target}`) ?? 0;
      findings.push(makeRefFinding(side, 'map-unknown-target', { togglId, seconds, facts: { mapTarget: target } }));
    }
    const holders = links.holders.get(togglId);
    const linked = [...(holders?.live ?? []), ...(holders?.archived ?? [])].filter(
      (runnId) => !targets.includes(runnId),
    );
    if (linked.length > 0) {
      const facts = { mapTarget: targets[0], ...runnIdsFact(side, linked) };
      findings.push(
        makeRefFinding(side, 'map-shadows-link', { togglId, seconds: hours.tracked.get(togglId) ?? 0, facts }),
      );
    }
  }
}

/** `map.noProject` that names a record which Runn does not have, or has archived. */
export function auditNoProject(
  { mapping }: ReferenceAuditInput,
  projects: RefSide,
  withoutProjectSeconds: number,
  findings: RefFinding[],
): void {
  const target = mapping.noProject;
  if (target === null || target === 'skip') return;
  const seconds = withoutProjectSeconds;
  if (!projects.linkable.has(target)) {
    findings.push({
      code: 'map-unknown-target',
      severity: refSeverities['map-unknown-target'],
      seconds,
      subject: { togglProjectId: null },
      facts: { mapTarget: target },
    });
  } else if (projects.archived.has(target)) {
    findings.push({
      code: 'archived-in-runn',
      severity: seconds === 0 ? 'info' : refSeverities['archived-in-runn'],
      seconds,
      subject: { togglProjectId: null, runnProjectId: target },
      facts: {},
    });
  }
}
