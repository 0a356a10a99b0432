/** The text of `sync` and `dry-run`. */

import type { RunnPersonId, TogglWorkspaceId } from '../core/model.ts';
import type { Refusal } from '../core/plan.ts';
import type { Names, SyncReport } from '../core/report.ts';
import { deltaOf, describeChange, kinds, layOutChanges } from './change-table.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { layOutFailures, unwrittenSections } from './failures-text.ts';
import { countFindings, layOutFindings, layOutHint } from './finding-sections.ts';
import { formatTimestamp } from './format-day.ts';
import { formatMinutes, formatSeconds, formatSignedMinutes } from './format-hours.ts';
import { wrapText } from './layout.ts';
import { createNamer, joinNames, type Namer } from './namer.ts';
import { layOutNext, type NextStep } from './next-step.ts';
import { nextStepsOf, promiseOf, scopeWords, unwrittenOf } from './promise-text.ts';
import { layOutHeader } from './report-header.ts';
import { safeText } from './safe-text.ts';
import { layOutStatementGroups } from './statement-groups-text.ts';
import { layOutStatement, type Standing } from './statement-text.ts';
import { createStyle, type Style, type TextOptions, titleOf } from './style.ts';

/** Renders the report; ends in a newline. The last lines sum up, name the next command and say what is promised. */
export function renderSyncText(report: SyncReport, options: TextOptions): string {
  return render(report, options, nextStepsOf(report));
}

/** The same before somebody is asked about it: what comes next is the question. */
export function renderSyncPlan(report: SyncReport, options: TextOptions): string {
  return render(report, options, []);
}

function render(report: SyncReport, options: TextOptions, next: readonly NextStep[]): string {
  const style = createStyle(options.colorLevel);
  const namer = createNamer(report.names);
  const { changes } = report.plan;
  const findings = report.findings.map((finding) => ({ ...finding, ...describeFinding(finding, report.names) }));
  const lines = [
    ...layOutHeader(report, style, options.width),
    ...layOutChanges(changes, namer, style, options),
    ...layOutFindings(findings, style, options),
    ...unwrittenSections(report.outcome).flatMap(([title, failures]) =>
      layOutFailures(title, failures, namer, style, options),
    ),
    ...layOutFailures('Stale, skipped', report.outcome?.stale ?? [], namer, style, options),
    ...layOutStatement(report.statement, standingOf(report), style, options.width),
    ...layOutStatementGroups(report.groups, namer, style, options.width),
    ...layOutVerification(report, namer, style, options.width),
    ...layOutRefusal(report.refused, report.names, namer, style, options.width),
    '',
    ...layOutSummary(report, style, options.width),
    ...layOutNext(next, options.width),
  ];
  return `${lines.join('\n')}\n`;
}

function standingOf({ plan, outcome }: SyncReport): Standing {
  if (unwrittenOf(outcome).unknown > 0) return 'as-known';
  return outcome !== null || plan.changes.length === 0 ? 'now' : 'after-sync';
}

// ----------------------------------------------------------------------------------------------- verification

function layOutVerification({ verification }: SyncReport, namer: Namer, style: Style, width: number): string[] {
  if (verification === null) return [];
  const { actuals, differences } = verification;
  const read = `Verified: ${count(actuals, 'actual')} read back from Runn`;
  if (differences.length === 0) return ['', style.strong(`${read}; every cell agrees with Toggl.`)];
  const head = titleOf('error', `${read}; these do not agree with Toggl:`, style);
  const lines = differences.map((change) => describeChange(change, namer));
  return ['', head, ...lines.flatMap((line) => wrapText(line, { width, indent: 4, first: '  ' }))];
}

// ---------------------------------------------------------------------------------------------------- refusal

function layOutRefusal(refused: Refusal | null, names: Names, namer: Namer, style: Style, width: number): string[] {
  if (refused === null) return [];
  const { message, hint } = describeRefusal(refused, names, namer);
  return [
    '',
    titleOf('error', 'Refused, nothing was written', style),
    ...wrapText(message, { width, indent: 2 }),
    ...layOutHint(hint, 2, style, width),
  ];
}

export function describeRefusal(refused: Refusal, names: Names, namer: Namer): { message: string; hint: string } {
  switch (refused.code) {
    case 'brake': {
      const { lostMinutes, runnMinutes, maxLossShare, floorHours } = refused;
      const share = runnMinutes === 0 ? 0 : lostMinutes / runnMinutes;
      const emptied = refused.emptiedPersonIds.map((id) => namer.person(id as RunnPersonId));
      const loss = `${formatMinutes(lostMinutes)} of the ${formatMinutes(runnMinutes)} hours in Runn (${percent(share)}) would disappear or change between billable and non-billable; the brake allows ${percent(maxLossShare)} or ${floorHours} hours, whichever is more.`;
      const people =
        emptied.length === 0
          ? ''
          : ` ${joinNames(emptied)} would end with nothing after more than ${floorHours} hours.`;
      return {
        message: `${loss}${people}`,
        hint: 'If that is right, `sync --force` with the same options writes it; the changes show what would go.',
      };
    }
    case 'conflict':
      return {
        message: `${count(refused.cells, 'cell was', 'cells were')} changed by people in Runn and in Toggl, and \`rules.onConflict\` is fail.`,
        hint: 'Correct one of the two sides, or set `rules.onConflict` to toggl or runn.',
      };
    case 'billable-flag-unused': {
      const workspaces = refused.workspaceIds.map((id) =>
        safeText(names.workspaces.get(id as TogglWorkspaceId) ?? String(id)),
      );
      return {
        message: `Nothing in ${joinNames(workspaces)} is billable, although much of it is on billable projects: Toggl's flag seems not to be used.`,
        hint: "Set `rules.billable`: `toggl` if Toggl's flag is right, `always` or `never` if it is not kept.",
      };
    }
  }
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

// ---------------------------------------------------------------------------------------------------- summary

function layOutSummary(report: SyncReport, style: Style, width: number): string[] {
  const { changes } = report.plan;
  const wrap = (text: string, paint?: (text: string) => string) =>
    wrapText(text, { width, ...(paint === undefined ? {} : { paint }) });
  const isPlanApplied = report.planFile !== undefined && report.command === 'sync';
  return [
    ...wrap(changes.length === 0 ? `Nothing to write: ${agreementOf(report)}` : sumUpChanges(report), style.strong),
    ...wrap(sumUpTime(report)),
    ...(report.planFile === undefined ? [] : wrap(aboutPlanFile(report, report.planFile))),
    ...wrap([...(isPlanApplied ? [] : [promiseOf(report)]), requestsOf(report)].join(' '), style.faint),
  ];
}

/** What a plan without changes says about both sides; nobody can agree with what was not seen. */
function agreementOf(report: SyncReport): string {
  const { findings } = report;
  const hasUnseen = findings.some(({ code }) => code === 'unseen-time');
  const hasTrouble = findings.some(({ severity }) => severity !== 'info');
  const but = hasTrouble ? 'but for what is listed above, ' : '';
  const scope = scopeWords(report);
  const within = scope === null ? '' : `within ${scope} `;
  return `${but}${within}Runn agrees with ${hasUnseen ? 'what was seen of ' : ''}Toggl.`;
}

/** `Changes: create 8, update 3; net +37:30. Written 11 of 11. Tracked 40:00. …`, all in one. */
export function sumUp(report: SyncReport): string {
  const { changes } = report.plan;
  return [...(changes.length === 0 ? [] : [sumUpChanges(report)]), sumUpTime(report), requestsOf(report)].join(' ');
}

/** `Changes: create 8, update 3, overwrite 1; net +37:30. Written 12 of 12.` */
function sumUpChanges({ command, plan: { changes }, outcome }: SyncReport): string {
  const numbers = kinds
    .map((kind) => ({ kind, number: changes.filter((change) => change.kind === kind).length }))
    .filter(({ number }) => number > 0)
    .map(({ kind, number }) => `${kind} ${number}`);
  const title = command === 'dry-run' ? 'Dry run' : 'Changes';
  const what = `${title}: ${numbers.join(', ')}; net ${formatSignedMinutes(deltaOf(changes))}.`;
  if (outcome === null) return `${what} Nothing was written.`;
  const { applied, failed, skipped, declined = 0, unsent = 0, standing = [] } = outcome;
  if (applied === changes.length) return `${what} All written.`;
  if (standing.length === changes.length) return `${what} All stood there already; nothing was written.`;
  const { unknown } = unwrittenOf(outcome);
  const others: readonly (readonly [string, number])[] = [
    ['already there', standing.length],
    ['failed', failed - unknown],
    ['unknown', unknown],
    ['declined', declined],
    ['not sent', unsent],
    ['skipped', skipped - declined - unsent],
  ];
  const rest = others.filter(([, number]) => number > 0).map(([name, number]) => `${name} ${number}`);
  return `${what} Written ${[`${applied} of ${changes.length}`, ...rest].join(', ')}.`;
}

/** `Tracked 40:00, held back 2:30. 1 warning.` */
function sumUpTime({ statement: { toggl }, findings }: SyncReport): string {
  const held = Object.values(toggl.heldBackSeconds).reduce((sum, seconds) => sum + seconds, 0);
  const kept = held > 0 ? `, held back ${formatSeconds(held)}` : '';
  const listed = countFindings(findings);
  return `Tracked ${formatSeconds(toggl.trackedSeconds)}${kept}.${listed === '' ? '' : ` ${listed}.`}`;
}

function requestsOf({ requests }: SyncReport): string {
  return `Requests: Toggl ${requests.toggl}, Runn ${requests.runn}.`;
}

/** Where the plan is, or of when what was applied; the file as it was typed. */
export function aboutPlanFile({ command, plannedAt, findings }: SyncReport, typed: string): string {
  const file = safeText(typed);
  if (command === 'dry-run') {
    return `The plan is in ${file}. It holds people's notes: keep it to those who may read them.`;
  }
  const when = plannedAt === undefined ? '' : ` of ${formatTimestamp(plannedAt)}`;
  const listed = findings.length === 0 ? '' : ', and what is listed above was found then';
  return `This applied the plan in ${file}${when}${listed}. What was tracked or changed since then is for the next \`sync\`.`;
}
