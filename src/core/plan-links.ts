/** Where a confirmed link is written: into a reference in Runn, or into `map` where a reference has no room for it. */

import { meantIds } from './meant-ids.ts';
import type { ExternalReference, RunnPerson, RunnProject } from './model.ts';
import type { LinkProposal } from './propose-links.ts';

/** One reference of one name holds one id (DESIGN section 5, "Runn references"). */
export type LinkTarget =
  | {
      readonly kind: 'reference';
      readonly reference: ExternalReference;
      /** What stood under this name, the same id written inexactly; null for a new reference. */
      readonly replaces: string | null;
    }
  /** `map.people` or `map.projects` of the configuration file. */
  | { readonly kind: 'map' };

export interface PlannedLink extends LinkProposal {
  readonly target: LinkTarget;
}

/**
 * Gives each link its place, in the order given: the first configured reference name that is free on the record, or
 * that holds a near miss of this very id. Whatever else stands there is never replaced, nor are several of one name:
 * such a link goes into `map`.
 */
export function planLinks(
  links: readonly LinkProposal[],
  runn: {
    readonly people: readonly RunnPerson[];
    readonly projects: readonly RunnProject[];
    readonly referenceNames: readonly string[];
  },
): PlannedLink[] {
  const ofPeople = new Map<number, readonly ExternalReference[]>(runn.people.map((each) => [each.id, each.references]));
  const ofProjects = new Map<number, readonly ExternalReference[]>(
    runn.projects.map((each) => [each.id, each.references]),
  );
  const taken = new Set<string>();
  return links.map((link) => {
    const references = (link.kind === 'person' ? ofPeople : ofProjects).get(link.runnId) ?? [];
    const externalId = String(link.togglId);
    for (const referenceName of runn.referenceNames) {
      const key = `${link.kind}/${link.runnId}/${referenceName}`;
      const [standing, ...others] = references.filter(
        (each) => each.referenceName === referenceName && each.externalId.trim() !== '',
      );
      if (taken.has(key) || others.length > 0 || !hasRoomFor(link.togglId, standing)) continue;
      taken.add(key);
      const replaces = standing?.externalId ?? null;
      return { ...link, target: { kind: 'reference', reference: { referenceName, externalId }, replaces } };
    }
    return { ...link, target: { kind: 'map' } };
  });
}

function hasRoomFor(togglId: number, standing: ExternalReference | undefined): boolean {
  if (standing === undefined) return true;
  const ids = meantIds(standing.externalId);
  return ids.length === 1 && ids[0] === togglId;
}
