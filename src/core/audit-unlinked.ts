/** `check-refs`: who and what has no link at all, and whom that probably means. */
import type { RunnPersonId, RunnProjectId, TogglProject, TogglProjectId, TogglUser, TogglUserId } from './model.ts';
import { makeRefFinding } from './ref-findings.ts';
import type { Links, ReferenceAuditInput, RefKind, RefSideAudit, Suggestions } from './ref-sides.ts';
import type { RefFinding, Suggestion, TogglSuggestion } from './report.ts';
import { createSuggester } from './suggest.ts';

/** Records without a link on either side; `attempted` are Toggl ids of which another finding speaks. */
export function auditUnlinked(audit: RefSideAudit, attempted: ReadonlySet<number>, findings: RefFinding[]): void {
  const { side, links, hours, suggestions } = audit;
  const isPerson = side.kind === 'person';
  for (const [togglId, known] of side.known) {
    const seconds = hours.unlinked.get(togglId) ?? 0;
    const isLinked = links.holders.has(togglId) || side.mapped.has(togglId);
    // A link that was tried has its own finding, and that one says what to do.
    if (attempted.has(togglId) || (seconds === 0 && (isLinked || !known.isActive))) continue;
    const suggestion = suggestions.byTogglId.get(togglId);
    findings.push(
      makeRefFinding(side, isPerson ? 'unlinked-person' : 'unlinked-project', {
        togglId,
        seconds,
        facts: suggestion === undefined ? {} : { suggestion },
        severity: seconds === 0 ? 'info' : undefined,
      }),
    );
  }
  for (const record of side.records) {
    if (record.isArchived || record.isIgnored || record.references.length > 0 || side.mapTargets.has(record.id))
      continue;
    const togglSuggestion = suggestions.byRunnId.get(record.id);
    findings.push(
      makeRefFinding(side, isPerson ? 'unlinked-runn-person' : 'unlinked-runn-project', {
        runnId: record.id,
        seconds: 0,
        facts: togglSuggestion === undefined ? {} : { togglSuggestion },
      }),
    );
  }
}

/** For each Toggl record without a link the Runn record that is probably meant, and the other way round. */
export function suggestForUnlinked(
  input: ReferenceAuditInput,
  linksOfPeople: Links,
  linksOfProjects: Links,
): Record<RefKind, Suggestions> {
  const suggester = createSuggester({
    people: input.people,
    projects: input.projects,
    linkedPeople: new Set([...linksOfPeople.reached.keys()] as RunnPersonId[]),
    linkedProjects: new Set([...linksOfProjects.reached.keys()] as RunnProjectId[]),
    similarity: input.similarity,
  });
  const users = uniqueById(input.workspaces.flatMap((each) => each.users));
  const projects = uniqueById(input.workspaces.flatMap((each) => each.projects));
  return {
    person: collectSuggestions<TogglUser>(users, linksOfPeople, (user) => suggester.person(user)),
    project: collectSuggestions<TogglProject>(projects, linksOfProjects, (project) => suggester.project(project)),
  };
}

function uniqueById<T extends { readonly id: number }>(records: readonly T[]): T[] {
  return [...new Map(records.map((record) => [record.id, record])).values()].sort((a, b) => a.id - b.id);
}

function collectSuggestions<T extends { readonly id: TogglUserId | TogglProjectId; readonly name: string }>(
  records: readonly T[],
  links: Links,
  suggest: (record: T) => Suggestion | null,
): Suggestions {
  const byTogglId = new Map<number, Suggestion>();
  const byRunnId = new Map<number, TogglSuggestion>();
  for (const record of records) {
    if (links.targets.has(record.id)) continue;
    const suggestion = suggest(record);
    if (suggestion === null) continue;
    byTogglId.set(record.id, suggestion);
    if (byRunnId.has(suggestion.runnId)) continue;
    byRunnId.set(suggestion.runnId, { togglId: record.id, name: record.name, because: suggestion.because });
  }
  return { byTogglId, byRunnId };
}
