/** The time of both sides that no link leads to Runn, with suggestions. */
import type { Config } from '../config/config.ts';
import { isInWindow } from '../core/dates.ts';
import { listUnmatched } from '../core/list-unmatched.ts';
import { buildMatching, type Matching } from '../core/match.ts';
import type { Row } from '../core/model.ts';
import type { UnmatchedTime } from '../core/report.ts';
import { isRowInScope, type Scope } from '../core/scope.ts';
import { createSuggester } from '../core/suggest.ts';
import type { Sides } from './read-sides.ts';

/** What `list-unmatched` and the report page list, and what it was found with: rows of the window and the scope, and links. */
export function collectUnmatched(
  sides: Sides,
  { config, scope }: { readonly config: Config; readonly scope: Scope },
): { readonly unmatched: readonly UnmatchedTime[]; readonly rows: readonly Row[]; readonly matching: Matching } {
  const { people, projects, workspaces } = sides;
  const { window } = sides.range;
  const matching = buildMatching({ people, projects, referenceNames: config.runn.referenceNames, mapping: config.map });
  const rows = workspaces
    .flatMap((time) => time.rows)
    .filter(
      (row) =>
        isInWindow(row.date, window) &&
        isRowInScope(scope, row, matching.personOf(row.userId), matching.projectOf(row.projectId, row.date)),
    );
  const suggester = createSuggester({
    people,
    projects,
    linkedPeople: new Set(people.map(({ id }) => id).filter((id) => matching.usersLeadingTo(id).length > 0)),
    linkedProjects: new Set(
      projects.map(({ id }) => id).filter((id) => matching.projectsLeadingTo(id, window.until).length > 0),
    ),
  });
  const unmatched = listUnmatched({
    rows,
    matching,
    archived: config.rules.archived,
    users: workspaces.flatMap((time) => time.users),
    projects: workspaces.flatMap((time) => time.projects),
    suggester,
  });
  return { unmatched, rows, matching };
}
