/** `explain`: reads one day of both sides, its entries, and the journals of this machine. */
import { buildPlan, type Survey, surveyWindow } from '../core/build-plan.ts';
import { addDays, latestToday, parseIsoDate } from '../core/dates.ts';
import { AccessError, ServiceError, TemporaryError, UsageError } from '../core/errors.ts';
import { explainCell } from '../core/explain.ts';
import type { IsoDate } from '../core/model.ts';
import type { EntryOfDay, ExplainReport, LastWrite, WrittenChange } from '../core/report.ts';
import type { Scope } from '../core/scope.ts';
import { accountKeyOf } from '../runn/account.ts';
import { readDetailedRows } from '../toggl/read-detailed-rows.ts';
import { chooseScope } from './choose-scope.ts';
import { collectNames } from './collect-names.ts';
import type { Connections } from './connect.ts';
import { seeHold } from './hold.ts';
import { type Journal, listJournals } from './journal.ts';
import { fateOf } from './outcomes.ts';
import { readSchedule } from './read-schedule.ts';
import { type ReadRequest, readSides } from './read-sides.ts';

export interface ExplainRequest extends Omit<ReadRequest, 'range'> {
  /** As typed. */
  readonly person: string;
  readonly project: string;
  readonly date: string;
}

/**
 * Reads the day and explains it. Writes nothing.
 * @throws UsageError for a day, person or project that is unknown or can mean several
 */
export async function explain(request: ExplainRequest): Promise<ExplainReport> {
  const { config, connections, onStep } = request;
  const typedDate = parseIsoDate(request.date);
  if (typedDate === undefined && request.date !== 'today' && request.date !== 'yesterday') {
    throw new UsageError('range', `--date ${JSON.stringify(request.date)} is not a day of the calendar.`, {
      hint: 'Write it as 2024-01-31, or today or yesterday.',
    });
  }
  if (typedDate !== undefined && typedDate > addDays(latestToday(request.nowMs), 1)) {
    throw new UsageError('range', `--date ${typedDate} lies in the future; the last day allowed is tomorrow.`);
  }
  const range = { since: request.date, until: request.date };
  const sides = await readSides({ ...request, range }, { withActuals: true });
  const { window } = sides.range;
  const date = window.since;
  const typed = { people: [request.person], projects: [request.project] };
  const scope = onlyOne(chooseScope(typed, { ...sides, window, config }));
  const rules = { ...config.rules, lockedThrough: sides.range.lockedThrough };
  const schedule =
    config.rules.zeros === 'scheduled'
      ? await readSchedule(connections, sides.range.lastCompleteDay, onStep)
      : undefined;
  const survey = surveyWindow({
    ...sides,
    window,
    referenceNames: config.runn.referenceNames,
    mapping: config.map,
    rules,
    limits: config.limits,
    scope,
    schedule,
  });

  onStep('Reading roles in Runn and entries in Toggl');
  const [members, contracts, roles, entries] = await Promise.all([
    connections.runn.listProjectMembers(),
    schedule?.contracts ?? connections.runn.listContracts(),
    connections.runn.listRoles(),
    readEntries(survey, scope, connections),
  ]);
  const plan = buildPlan(survey, { members, contracts });
  const explanation = explainCell({ survey, plan, scope, members, contracts });
  const account = accountKeyOf({
    baseUrl: config.runn.baseUrl,
    environment: connections.runnEnvironment,
    people: sides.people,
  });
  const { journals } = await listJournals(config.stateDir);
  return {
    command: 'explain',
    typed: request.typed,
    window,
    accounts: sides.accounts,
    explanation,
    findings: sides.notes.filter(({ code }) => code === 'unseen-time'),
    rules,
    entries,
    // The brake and the flag that nobody uses are about everybody's time, of which this is one day.
    refused: plan.refusals.find((refusal) => refusal.code === 'conflict') ?? null,
    lastWrite: findLastWrite(
      journals.filter((journal) => journal.account === account),
      scope,
      date,
    ),
    names: collectNames({ ...sides, roles }),
    requests: connections.countRequests(),
    ...(await seeHold(config.stateDir, account)),
  };
}

/** A cell is one person and one project; a Toggl project that leads to two Runn projects on one day cannot be. */
function onlyOne(scope: Scope): Scope {
  if ((scope.people?.runnIds.size ?? 0) > 1 || (scope.projects?.runnIds.size ?? 0) > 1) {
    throw new UsageError('scope', 'explain is about one person and one project.');
  }
  return scope;
}

/** The entries behind the rows; null where Toggl does not show them, which changes nothing else. */
async function readEntries(survey: Survey, scope: Scope, { toggl }: Connections): Promise<EntryOfDay[] | null> {
  const { matching, window, workspaces } = survey;
  const userIds = new Set(scope.people?.togglIds);
  for (const personId of scope.people?.runnIds ?? []) {
    for (const id of matching.usersLeadingTo(personId)) userIds.add(id);
  }
  if (userIds.size === 0) return [];
  const options = { window, userIds: [...userIds] };
  try {
    const readings = await Promise.all(
      workspaces.map(({ workspace }) => readDetailedRows(toggl, { ...options, workspace })),
    );
    return readings.flatMap(({ entries }) =>
      entries.map(({ id, userId, projectId, start, seconds, isBillable, description }) => ({
        id,
        togglUserId: userId,
        togglProjectId: projectId,
        start,
        seconds,
        isBillable,
        description,
      })),
    );
  } catch (error) {
    if (error instanceof AccessError || error instanceof TemporaryError || error instanceof ServiceError) return null;
    throw error;
  }
}

/** @param journals the latest first */
function findLastWrite(journals: readonly Journal[], scope: Scope, date: IsoDate): LastWrite | null {
  const [personId] = scope.people?.runnIds ?? [];
  const [projectId] = scope.projects?.runnIds ?? [];
  for (const { run, command, startedAt, changes, outcomes } of journals) {
    const written = changes.flatMap((change, index): WrittenChange[] => {
      const isHere = change.date === date && change.personId === personId && change.projectId === projectId;
      const outcome = outcomes[index];
      if (!isHere || fateOf(outcome) === 'not-written') return [];
      return [{ change, status: outcome === undefined || outcome.status === 'skipped' ? 'unknown' : outcome.status }];
    });
    if (written.length > 0) return { run, command, startedAt, changes: written };
  }
  return null;
}
