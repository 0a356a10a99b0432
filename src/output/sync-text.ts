/** The text of `sync` and `dry-run`. */

import type { RunnPersonId, TogglWorkspaceId } from '../core/model.ts';
import type { Refusal } from '../core/plan.ts';
import type { Names, SyncReport } from '../core/report.ts';
import { deltaOf, describeChange, kinds, layOutChanges } from './change-table.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { layOutFailures } from './failures-text.ts';
import { countFindings, layOutFindings, layOutHint } from './finding-sections.ts';
import { formatMinutes, formatSeconds, formatSignedMinutes } from './format-hours.ts';
import { wrapText } from './layout.ts';
import { createNamer, joinNames, type Namer } from './namer.ts';
import { rangeOptions } from './range-options.ts';
import { layOutHeader } from './report-header.ts';
import { safeText } from './safe-text.ts';
import { layOutStatementGroups } from './statement-groups-text.ts';
import { layOutStatement } from './statement-text.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

/** Renders the report; ends in a newline. The last lines sum up, name the next command and say what is promised. */
export function renderSyncText(report: SyncReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  const namer = createNamer(report.names);
  const { changes } = report.plan;
  const findings = report.findings.map((finding) => ({ ...finding, ...describeFinding(finding, report.names) }));
  const lines = [
    ...layOutHeader(report, style, options.width),
    ...layOutChanges(changes, namer, style, options),
    ...layOutFindings(findings, style, options),
    ...layOutFailures('Not written', report.outcome?.failures ?? [], namer, style, options),
    ...layOutFailures('Stale, skipped', report.outcome?.stale ?? [], namer, style, options),
    ...layOutStatement(report.statement, report.outcome !== null || changes.length === 0, style, options.width),
    ...layOutStatementGroups(report.plan.groups, namer, style, options.width),
    ...layOutVerification(report, namer, style, options.width),
    ...layOutRefusal(report.refused, report.names, namer, style, options.width),
    '',
    ...layOutSummary(report, style, options.width),
  ];
  return `${lines.join('\n')}\n`;
}

// ----------------------------------------------------------------------------------------------- verification

function layOutVerification({ verification }: SyncReport, namer: Namer, style: Style, width: number): string[] {
  if (verification === null) return [];
  const { actuals, differences } = verification;
  const read = `Verified: ${count(actuals, 'actual')} read back from Runn`;
  if (differences.length === 0) return ['', style.good(`${read}; every cell agrees with Toggl.`)];
  const head = style.severity.error(`${read}; these do not agree with Toggl:`);
  const lines = differences.map((change) => describeChange(change, namer));
  return ['', head, ...lines.flatMap((line) => wrapText(line, { width, indent: 4, first: '  ' }))];
}

// ---------------------------------------------------------------------------------------------------- refusal

function layOutRefusal(refused: Refusal | null, names: Names, namer: Namer, style: Style, width: number): string[] {
  if (refused === null) return [];
  const { message, hint } = describeRefusal(refused, names, namer);
  return [
    '',
    style.severity.error('Refused, nothing was written'),
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
        hint: 'If that is right, run the same command with `--force`; the changes above show what would go.',
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
  const next = nextStep(report);
  return [
    ...(changes.length === 0 ? wrap(nothingToDo(report), style.good) : []),
    ...wrap(sumUp(report), style.strong),
    ...(next === null ? [] : wrap(next)),
    ...(report.planFile === undefined ? [] : wrap(aboutPlanFile(report.command, safeText(report.planFile)))),
    ...(report.planFile !== undefined && report.command === 'sync' ? [] : wrap(promise(report), style.faint)),
  ];
}

function nothingToDo({ findings }: SyncReport): string {
  const hasTrouble = findings.some(({ severity }) => severity !== 'info');
  return hasTrouble
    ? 'Nothing to write: but for what is listed above, Runn agrees with Toggl.'
    : 'Nothing to write: Runn agrees with Toggl.';
}

/** `Changes: create 8, update 3, overwrite 1, clear 0, net +37:30. Written 12, failed 0, skipped 0. …` */
export function sumUp(report: SyncReport): string {
  const { changes } = report.plan;
  const { toggl } = report.statement;
  const held = Object.values(toggl.heldBackSeconds).reduce((sum, seconds) => sum + seconds, 0);
  const parts: string[] = [];
  if (changes.length > 0) {
    const numbers = kinds.map((kind) => `${kind} ${changes.filter((change) => change.kind === kind).length}`);
    const title = report.command === 'dry-run' ? 'Dry run' : 'Changes';
    parts.push(`${title}: ${numbers.join(', ')}, net ${formatSignedMinutes(deltaOf(changes))}.`);
    if (report.command === 'dry-run') parts.push('Nothing was written.');
  }
  if (report.outcome !== null && changes.length > 0) {
    const { applied, failed, skipped } = report.outcome;
    parts.push(`Written ${applied}, failed ${failed}, skipped ${skipped}.`);
  }
  const kept = held > 0 ? `, held back ${formatSeconds(held)}` : '';
  parts.push(`Tracked ${formatSeconds(toggl.trackedSeconds)}${kept}.`);
  const listed = countFindings(report.findings);
  if (listed !== '') parts.push(`${listed}.`);
  parts.push(`Requests: Toggl ${report.requests.toggl}, Runn ${report.requests.runn}.`);
  return parts.join(' ');
}

function nextStep(report: SyncReport): string | null {
  const range = rangeOptions(report.window);
  const { changes } = report.plan;
  if (report.refused !== null) return null;
  if (report.planFile !== undefined && report.command === 'sync') {
    const isPartial = (report.outcome?.failed ?? 0) > 0 || report.outcome?.stale !== undefined;
    return isPartial ? `Run \`toggl-runn dry-run ${range}\` to see what is left to write.` : null;
  }
  if (report.command === 'dry-run' && changes.length > 0) {
    return `Run \`toggl-runn sync ${range}\` to write ${count(changes.length, 'change')}.`;
  }
  const unwritten = (report.outcome?.failed ?? 0) + (report.outcome?.skipped ?? 0);
  if (unwritten > 0) {
    return `Mend what was refused and run \`toggl-runn sync ${range}\` again to write the other ${count(unwritten, 'change')}.`;
  }
  if (report.findings.some(({ code }) => code.startsWith('unmatched-') || code === 'no-project')) {
    return `Run \`toggl-runn list-unmatched ${range}\` to see what has to be linked.`;
  }
  return null;
}

function aboutPlanFile(command: SyncReport['command'], file: string): string {
  return command === 'dry-run'
    ? `The plan is in ${file}; \`toggl-runn sync --plan ${file}\` applies exactly that, without asking the brake. It holds people's notes: keep it to those who may read them.`
    : `This applied the plan in ${file}. What was tracked or changed since then is for the next \`toggl-runn sync\`.`;
}

/** For which days the promise holds, as far as this run can say. */
function promise({ window, plan, outcome, refused }: SyncReport): string {
  const { since, until } = window;
  const days = since === until ? `on ${since}` : `from ${since} to ${until}`;
  const isPending = plan.changes.length > 0 && (outcome === null || refused !== null);
  const isPartial = (outcome?.failed ?? 0) + (outcome?.skipped ?? 0) > 0;
  const when = isPending ? 'Once this is written, every' : 'Every';
  const why = isPartial ? '' : ' with the reason';
  return `${when} minute tracked ${days} is in Runn exactly once or listed above${why}. For earlier days give --since.`;
}
