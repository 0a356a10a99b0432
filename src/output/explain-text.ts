/** `explain` in words that settle an argument: what came in, which rule did what, and what stands in Runn. */
import { isDeletion } from '../core/batches.ts';
import type { BillableBy, ExplainedRow, Explanation } from '../core/explain.ts';
import type { FindingCode, Severity } from '../core/findings.ts';
import type { Match } from '../core/match.ts';
import type { Actual, Change, ChangeReason, Minutes, Rules } from '../core/model.ts';
import type { EntryOfDay, ExplainReport } from '../core/report.ts';
import { describeChange } from './change-table.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { layOutHint } from './finding-sections.ts';
import { formatDay } from './format-day.ts';
import { formatClock, formatMinutes } from './format-hours.ts';
import { wrapText } from './layout.ts';
import { createNamer, joinNames, type Namer } from './namer.ts';
import { commandLine, layOutNext, type NextStep, resumeOption, resumeWords } from './next-step.ts';
import { configOptions, rangeOptions } from './range-options.ts';
import { layOutHeader } from './report-header.ts';
import { safeText } from './safe-text.ts';
import { createStyle, type TextOptions } from './style.ts';

/** What a line with a remedy begins with. */
const hintSign = '  => ';

/** Renders the report; ends in a newline. Rules are named by their numbers in the reference of the README. */
export function renderExplainText(report: ExplainReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  const sections = explainSections(report, (_, code) => style.strong(code));
  const layOut = ({ title, lines }: ExplainSection) => [
    '',
    style.strong(title),
    ...lines.flatMap((line) => {
      const indent = line.length - line.trimStart().length;
      if (line.startsWith(hintSign)) {
        return layOutHint(line.slice(hintSign.length), indent + 2, style, options.width);
      }
      return wrapText(line.trim(), { width: options.width, indent: indent + 4, first: ' '.repeat(indent + 2) });
    }),
  ];
  const { summary, next } = sumUpExplain(report);
  const lines = [
    ...layOutHeader(report, style, options.width),
    ...sections.flatMap(layOut),
    '',
    ...wrapText(summary, { width: options.width, paint: style.strong }),
    ...layOutNext(next, options.width),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a sync would do, and the commands that do it. */
export function sumUpExplain({ explanation, refused, isHeld, requests, typed }: ExplainReport): {
  readonly summary: string;
  readonly next: readonly NextStep[];
} {
  const { changes, date, personId, projectId } = explanation;
  const asked = `Requests: Toggl ${requests.toggl}, Runn ${requests.runn}.`;
  if (refused !== null) {
    return { summary: `A sync would write nothing at all while this conflict stands. ${asked}`, next: [] };
  }
  if (changes.length === 0) return { summary: `A sync would write nothing here. ${asked}`, next: [] };
  const scope = `--person runn:${personId} --project runn:${projectId}`;
  const sync = (...only: string[]) =>
    commandLine(
      'sync',
      rangeOptions({ since: date, until: date }),
      ...only,
      resumeOption(isHeld),
      ...configOptions(typed),
    );
  return {
    summary: `A sync would write ${count(changes.length, 'change')} here. ${asked}`,
    next: [
      { lead: `Next, to ${resumeWords(isHeld)}write just this`, command: sync(scope) },
      { lead: `Or, to ${resumeWords(isHeld)}write all of that day`, command: sync() },
    ],
  };
}

export interface ExplainSection {
  readonly title: string;
  /** A line that begins with two blanks belongs to the one above it. */
  readonly lines: readonly string[];
}

/** The explanation in words. @param markCode how the code of a finding is shown */
export function explainSections(
  report: ExplainReport,
  markCode: (severity: Severity, code: string) => string,
): ExplainSection[] {
  const namer = createNamer(report.names);
  const { explanation } = report;
  return [
    {
      title: `${nameOf(explanation, namer)}, ${formatDay(explanation.date)}`,
      lines: linkLines(explanation, namer),
    },
    { title: 'What Toggl has', lines: togglLines(report, namer) },
    { title: 'What stands in Runn', lines: runnLines(explanation, namer) },
    { title: 'What a sync would do now', lines: verdictLines(report, namer, markCode) },
    { title: 'Last run that wrote it', lines: lastWriteLines(report, namer) },
  ];
}

function nameOf({ personId, projectId }: Explanation, namer: Namer): string {
  const person = personId === null ? 'no person in Runn' : namer.personWithId(personId);
  const project = projectId === null ? 'no project in Runn' : namer.projectWithId(projectId);
  return `${person}, ${project}`;
}

function linkLines(explanation: Explanation, namer: Namer): string[] {
  const { personId, projectId, leadingUserIds, leadingProjectIds, takesTimeWithoutProject } = explanation;
  const users = leadingUserIds.map((id) => namer.userWithId(id));
  const projects = leadingProjectIds.map((id) => namer.togglProjectWithId(id));
  if (takesTimeWithoutProject) projects.push('time without a project (map.noProject)');
  const lead = (names: readonly string[], what: string) =>
    names.length === 0
      ? `No Toggl ${what} leads there (R3).`
      : `${joinNames(names)} ${names.length === 1 ? 'leads' : 'lead'} there (R3).`;
  return [
    ...(personId === null ? [] : [`The person: ${lead(users, 'user')}`]),
    ...(projectId === null ? [] : [`The project: ${lead(projects, 'project')}`]),
  ];
}

function togglLines(report: ExplainReport, namer: Namer): string[] {
  const { explanation, rules, entries } = report;
  const lines = explanation.rows.flatMap((explained) => rowLines(explained, entries, namer));
  if (lines.length === 0) lines.push('No time that leads here.');
  if (entries === null) lines.push('(The single entries could not be read.)');
  if (explanation.personId === null || explanation.projectId === null) return lines;
  const { time, billableBy, toggl } = explanation;
  const total = toggl.billableMinutes + toggl.nonbillableMinutes;
  lines.push(
    `Together ${formatClock(time.seconds)}, ${formatClock(time.billableSeconds)} of it billable${billableBy === null ? '' : billableWords[billableBy]} (rules.billable: ${rules.billable}, R5).`,
    `Rounded once, ${rounding(rules)}: ${formatMinutes(total)}, of which ${formatMinutes(toggl.billableMinutes)} billable (R4).`,
  );
  return lines;
}

const billableWords: Readonly<Record<BillableBy, string>> = {
  rule: '',
  'non-billable-project': ', for the project is non-billable in Runn',
  flag: " by Toggl's flag",
  'pricing-model': ", for Toggl's plan has no flag and the project is billable in Runn",
  'flag-and-pricing-model': " by Toggl's flag, and all of what comes from a plan without one",
};

function rounding({ rounding: { mode, minutes } }: Rules): string {
  const step = minutes === 1 ? 'the minute' : `${minutes} minutes`;
  return mode === 'nearest' ? `to the nearest ${step === 'the minute' ? 'minute' : step}` : `${mode} to ${step}`;
}

function rowLines(
  { row, match, fate, mayBeSource }: ExplainedRow,
  entries: ExplainReport['entries'],
  namer: Namer,
): string[] {
  const what = `${namer.user(row.userId)}, ${namer.togglProject(row.projectId)}: ${formatClock(row.seconds)}, ${formatClock(row.billableSeconds)} flagged billable`;
  const how = `person ${matchWords(match.person)}, project ${matchWords(match.project)}`;
  const own = (entries ?? []).filter(
    (entry) => entry.togglUserId === row.userId && entry.togglProjectId === row.projectId,
  );
  return [
    fate === 'in-cell'
      ? `${what}. Counted here: ${how} (R3).`
      : `${what}. Not counted: ${fate} (${ruleOfHold[fate] ?? 'R3'}); ${how}.${mayBeSource ? ' It may be what stands in Runn, so nothing there is cleared (R9).' : ''}`,
    ...own.map((entry) => `  ${entryWords(entry)}`),
  ];
}

function entryWords({ start, seconds, isBillable, description }: EntryOfDay): string {
  const text = description === '' ? '(no description)' : safeText(description);
  return `${start.slice(11, 16)}  ${formatClock(seconds)}  ${isBillable ? 'billable' : 'not billable'}  ${text}`;
}

function matchWords(match: Match<number>): string {
  switch (match.kind) {
    case 'matched':
      return `${match.via === 'map' ? 'by map' : 'by link'} to runn:${match.id}${match.isArchived ? ', which is archived' : ''}`;
    case 'ambiguous':
      return `linked to ${match.ids.map((id) => `runn:${id}`).join(' and ')} at once`;
    case 'skip':
      return 'skipped by map';
    case 'no-project':
      return 'none';
    case 'unmatched':
      return match.mapTarget === undefined
        ? 'without a link'
        : `mapped to runn:${match.mapTarget}, which Runn does not have`;
  }
}

function runnLines({ actuals, personId, projectId }: Explanation, namer: Namer): string[] {
  if (personId === null || projectId === null) return ['There is no place in Runn for this time.'];
  if (actuals.length === 0) return ['No actual.'];
  return actuals.map(({ actual, ownership }) => `${actualWords(actual, namer)}: ${ownershipWords[ownership]}`);
}

function actualWords(actual: Actual, namer: Namer): string {
  return `Actual ${actual.id}, role ${namer.role(actual.roleId)}: ${hours(actual)}`;
}

function hours({ billableMinutes, nonbillableMinutes }: Minutes): string {
  return `${formatMinutes(billableMinutes)} billable and ${formatMinutes(nonbillableMinutes)} not`;
}

const ownershipWords = {
  owned: 'written by this tool and unchanged since; its mark equals its minutes (R7).',
  edited: 'written by this tool and changed by somebody since; its mark differs from its minutes (R7).',
  foreign: 'entered by somebody else; it carries no mark (R7).',
} as const;

/** Which rule stands behind a change. */
const ruleOfChange: Readonly<Record<string, string>> = {
  'new-in-toggl': 'R8: nothing stands there, and Toggl has time',
  'changed-in-toggl': 'R8: it is ours, and Toggl has other time',
  'gone-from-toggl': 'R8: it is ours, and Toggl has no time',
  mark: 'R8: the minutes agree, the mark does not',
  'zero-filled': 'R11: an unmarked 0 belongs to nobody',
  'edited-in-runn': 'R8: somebody changed it; rules.onConflict decides',
  'entered-in-runn': 'R8: somebody else entered other time; rules.onConflict decides',
  'shared-cell': 'R11: several actuals stand there; one of ours takes what the others leave',
  adopted: 'R8: --adopt puts the mark on it',
  'unmarked-cleared': 'R8: --clear-unmarked',
  rerole: 'R6: --rerole',
  'scheduled-zero': 'R10: scheduled and not worked, with time elsewhere on that day; rules.zeros is scheduled',
} satisfies Partial<Record<ChangeReason, string>>;

/** R10: what becomes of the actual that is cleared. */
function clearWords(change: Change, { clearWith }: Rules): string {
  if (change.kind !== 'clear' || change.actualId === null) return '';
  return isDeletion(change, clearWith)
    ? '; rules.clearWith is delete, so that the actual goes (R10)'
    : '; a clear is a 0 (R10)';
}

const ruleOfHold: Readonly<Partial<Record<FindingCode, string>>> = {
  ambiguous: 'R3',
  archived: 'R3',
  'split-cell': 'R11',
  'totals-differ': 'R2',
  'not-proven': 'R1',
  'unseen-time': 'R1',
  'clear-withheld': 'R9',
  'moved-across-lock': 'R13',
  'moved-while-held': 'R12',
  'late-change': 'R13',
  'unmatched-person': 'R3',
  'unmatched-project': 'R3',
  'no-project': 'R3',
  'role-undecided': 'R6',
  'conflict-kept': 'R8',
  'edit-overwritten': 'R8',
  'only-in-runn': 'R8',
  unmarked: 'R8',
  excluded: 'R3',
};

function verdictLines(
  { explanation, rules, names, findings: unseen, refused }: ExplainReport,
  namer: Namer,
  markCode: (severity: Severity, code: string) => string,
): string[] {
  const lines = explanation.changes.flatMap((change) => [
    describeChange(change, namer),
    `  by ${ruleOfChange[change.reason] ?? change.reason}${clearWords(change, rules)}.`,
  ]);
  if (refused !== null) {
    lines.unshift('Nothing, here or elsewhere: rules.onConflict is fail, and this is a conflict (R8). Otherwise:');
  }
  for (const finding of [...unseen, ...explanation.findings]) {
    const { message, hint } = describeFinding(finding, names);
    lines.push(
      `${markCode(finding.severity, finding.code)} (${ruleOfHold[finding.code] ?? 'see docs/output.md'}): ${message}`,
    );
    if (hint !== null) lines.push(`${hintSign}${hint}`);
  }
  if (explanation.changes.length === 0) lines.unshift(nothingWords(explanation, unseen.length > 0));
  lines.push(...roleLines(explanation, namer));
  return lines;
}

function nothingWords({ actuals, toggl, findings }: Explanation, hasUnseen: boolean): string {
  const total = toggl.billableMinutes + toggl.nonbillableMinutes;
  if (findings.length > 0) return 'Nothing, for the reason below.';
  if (total === 0 && actuals.length === 0) {
    return `Nothing: ${hasUnseen ? 'no time was seen' : 'there is no time'} on either side.`;
  }
  return `Nothing: Runn agrees with ${hasUnseen ? 'what was seen of ' : ''}Toggl.`;
}

function roleLines({ role, actuals }: Explanation, namer: Namer): string[] {
  if (role === null) return [];
  const kept = actuals.length > 0 ? 'An actual that stands keeps its role. ' : '';
  if (role.kind === 'undecided') {
    const names = role.candidateRoleIds.map((id) => namer.role(id));
    return [
      `${kept}A new actual would have no role: ${names.length === 0 ? 'no role on the project and no contract that day' : `it could be ${joinNames(names, { last: 'or' })}`} (R6).`,
    ];
  }
  const by = role.by === 'contract' ? 'the contract of that day' : 'the only role on the project';
  return [`${kept}A new actual would have the role ${namer.role(role.roleId)}: ${by} (R6).`];
}

function lastWriteLines({ lastWrite }: ExplainReport, namer: Namer): string[] {
  if (lastWrite === null) return ['None in the journals of this machine.'];
  const { run, command, startedAt, changes } = lastWrite;
  const minutes = (entry: Minutes) => formatMinutes(entry.billableMinutes + entry.nonbillableMinutes);
  const words = changes.map(({ change: { kind, before, after, roleId }, status }) => {
    const role = changes.length > 1 ? ` in the role ${namer.role(roleId)}` : '';
    return `${kind}${role}, ${before === null ? 'nothing' : minutes(before)} -> ${minutes(after)}, ${status}.`;
  });
  const by = `${run} (${command}, ${startedAt}):`;
  return words.length === 1 ? [`${by} ${words.join('')}`] : [by, ...words.map((line) => `  ${line}`)];
}
