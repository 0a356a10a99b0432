/** `check-refs`: the links in both directions, with the hours of the window at stake. */
import { isInWindow } from '../core/dates.ts';
import { auditReferences } from '../core/references.ts';
import type { RefsReport } from '../core/report.ts';
import { collectNames } from './collect-names.ts';
import { type ReadRequest, readSides } from './read-sides.ts';

/** Reads both sides but no actuals, and placeholders beside. Throws an `AppError` when anything could not be read. */
export async function reportReferences(request: ReadRequest): Promise<RefsReport> {
  const { config, connections } = request;
  const sides = await readSides(request, { withActuals: false });
  const { window } = sides.range;
  const placeholders = await connections.runn.listPlaceholders(sides.people);
  const people = [...sides.people, ...placeholders];
  const { findings, coverage } = auditReferences({
    workspaces: sides.workspaces.map((time) => ({
      ...time,
      rows: time.rows.filter((row) => isInWindow(row.date, window)),
    })),
    people,
    projects: sides.projects,
    referenceNames: config.runn.referenceNames,
    mapping: config.map,
  });
  return {
    command: 'check-refs',
    window,
    accounts: sides.accounts,
    findings,
    coverage,
    requests: connections.countRequests(),
    names: collectNames({ ...sides, people }),
    referenceNames: config.runn.referenceNames,
    warnings: [],
  };
}
