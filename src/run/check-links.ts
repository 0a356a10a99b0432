/** `doctor` on the links: which reference name is in use, and how much of last month they cover. */
import { type Check, type CheckCode, good, unknown, warning } from '../core/doctor-report.ts';
import type { ReferenceNameUse } from '../core/reference-names.ts';
import { auditReferences } from '../core/references.ts';
import type { LinkCoverage } from '../core/report.ts';
import { failedCheck } from './failed-check.ts';
import { type ReadRequest, readSides } from './read-sides.ts';
import { betterReferenceName, referenceNamesOf } from './reference-name.ts';

const codes: readonly CheckCode[] = ['reference-name', 'linked-people', 'linked-projects', 'linked-hours'];

export interface LinksSurvey {
  readonly checks: readonly Check[];
  /** Whether somebody or something with time lacks a link; false when that is not known. */
  readonly isIncomplete: boolean;
}

/** Why the links are not looked at, as checks. */
export function skipLinks(reason: string): LinksSurvey {
  return { checks: codes.map((code) => unknown(code, reason)), isIncomplete: false };
}

/** Reads last month. The totals are not compared here: that is for a run. */
export async function checkLinks(request: Omit<ReadRequest, 'range'>): Promise<LinksSurvey> {
  const { config } = request;
  try {
    const sides = await readSides(
      {
        ...request,
        range: { period: 'last-month' },
        config: { ...config, toggl: { ...config.toggl, checkTotals: false } },
      },
      { withActuals: false },
    );
    const { people, projects, workspaces } = sides;
    const { coverage } = auditReferences({
      workspaces,
      people,
      projects,
      referenceNames: config.runn.referenceNames,
      mapping: config.map,
    });
    const month = sides.range.window.since.slice(0, 7);
    return {
      checks: [
        checkReferenceName(referenceNamesOf(sides), config.runn.referenceNames),
        ...judgeCoverage(coverage, month),
      ],
      isIncomplete: coverage.linkedSeconds < coverage.trackedSeconds,
    };
  } catch (error) {
    const [first = 'linked-hours', ...rest] = codes;
    return {
      checks: [failedCheck(first, error), ...rest.map((code) => unknown(code, 'Not checked: see above.'))],
      isIncomplete: false,
    };
  }
}

/** Whether links stand under the name that is configured, and whether they stand under another one. */
export function checkReferenceName(uses: readonly ReferenceNameUse[], configured: readonly string[]): Check {
  const ours = uses.filter(({ name }) => configured.includes(name));
  const held = ours.reduce((sum, { togglIds }) => sum + togglIds, 0);
  const facts = { configured, inUse: uses };
  const named = configured.join(', ');
  const better = betterReferenceName(uses, configured);
  if (better !== null) return warning('reference-name', better.message, better.remedy, { facts });
  if (held > 0) {
    const people = ours.reduce((sum, use) => sum + use.people, 0);
    const projects = ours.reduce((sum, use) => sum + use.projects, 0);
    return good('reference-name', `${named} stands on ${people} people and ${projects} projects of Runn.`, { facts });
  }
  const inUse = uses.map(({ name }) => name).join(', ');
  return warning(
    'reference-name',
    `Nothing in Runn carries an id of Toggl under ${named}${inUse === '' ? '' : `; names in use: ${inUse}`}.`,
    '`link` proposes the links and writes those that you confirm.',
    { facts },
  );
}

/** In per cent, rounded down: 100 is all of it. */
export function judgeCoverage(coverage: LinkCoverage, month: string): Check[] {
  const { people, projects, linkedSeconds, trackedSeconds } = coverage;
  if (trackedSeconds === 0) {
    const message = `No time was tracked in ${month}.`;
    return (['linked-people', 'linked-projects', 'linked-hours'] as const).map((code) => unknown(code, message));
  }
  const hours = (seconds: number) => Math.round(seconds / 3600);
  return [
    judgeShare('linked-people', people.linked, people.withTime, (all) => `${all} people with time in ${month}`),
    judgeShare(
      'linked-projects',
      projects.linked,
      projects.withTime,
      (all) => `${all} Toggl projects with time in ${month}`,
    ),
    judgeShare(
      'linked-hours',
      linkedSeconds,
      trackedSeconds,
      (all) => `${hours(all)} hours tracked in ${month}`,
      hours(linkedSeconds),
    ),
  ];
}

function judgeShare(
  code: CheckCode,
  part: number,
  whole: number,
  describe: (whole: number) => string,
  shown: number = part,
): Check {
  const percent = whole === 0 ? 100 : Math.floor((100 * part) / whole);
  const message = `${percent} %: ${shown} of ${describe(whole)} lead to Runn.`;
  const facts = { percent, linked: part, all: whole };
  if (part === whole) return good(code, message, { facts });
  return warning(code, message, '`link` proposes what is missing; `check-refs` shows the rest.', {
    facts,
  });
}
