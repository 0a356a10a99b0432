/** The text of `doctor`: one line per check, so that it can be searched; a sign and a word carry what a colour shows. */
import {
  type Check,
  type CheckCode,
  type CheckGroupId,
  type CheckStatus,
  countChecks,
  type DoctorReport,
} from '../core/doctor-report.ts';
import { count } from './count.ts';
import { layOutHint } from './finding-sections.ts';
import { wrapText } from './layout.ts';
import { commandLine, layOutNext, type NextStep } from './next-step.ts';
import { configOptions } from './range-options.ts';
import { safeText } from './safe-text.ts';
import { createStyle, type Style, type TextOptions } from './style.ts';

export const groupTitles: Readonly<Record<CheckGroupId, string>> = {
  machine: 'This machine',
  configuration: 'Configuration',
  toggl: 'Toggl Track',
  runn: 'Runn',
  links: 'Links',
  runs: 'Runs of this machine',
};

export const labels: Readonly<Record<CheckCode, string>> = {
  version: 'version',
  node: 'Node.js',
  'state-directory': 'state directory',
  clock: 'clock',
  proxy: 'network',
  'config-file': 'file',
  config: 'file',
  'toggl-token': 'token',
  'toggl-connection': 'owner',
  'toggl-workspaces': 'workspaces',
  'toggl-role': 'role',
  'toggl-plan': 'plan',
  'toggl-retention': 'retention',
  'toggl-quota': 'quota',
  'runn-token': 'token',
  'runn-connection': 'key',
  'runn-account': 'account',
  'runn-scope': 'scope',
  'runn-zeros': 'zeros',
  'reference-name': 'reference name',
  'linked-people': 'people',
  'linked-projects': 'projects',
  'linked-hours': 'hours',
  'last-run': 'last run',
  'last-good-run': 'last good run',
  journals: 'journals',
  hold: 'hold',
};

const signs: Readonly<Record<CheckStatus, string>> = { good: '+', warning: '!', bad: 'x', unknown: '?' };

const labelWidth = Math.max(...Object.values(labels).map((label) => label.length));
const statusWidth = Math.max(...Object.keys(signs).map((status) => status.length));
/** Sign, word, label and what stands between them. */
const indent = 2 + 2 + statusWidth + 2 + labelWidth + 2;

/** Renders the report; ends in a newline. */
export function renderDoctorText(report: DoctorReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  const { width } = options;
  const lines = [style.strong('toggl-runn doctor')];
  for (const { id, checks } of report.groups) {
    lines.push('', style.strong(groupTitles[id]));
    for (const [index, check] of checks.entries()) {
      // Said once, after the last of those that it mends.
      const isSaidBelow = check.remedy !== null && checks[index + 1]?.remedy === check.remedy;
      lines.push(...layOutCheck(isSaidBelow ? { ...check, remedy: null } : check, style, width));
    }
    if (id === 'configuration') lines.push(...layOutSettings(report, style, options));
  }
  lines.push(
    '',
    ...wrapText(sumUpDoctor(report), { width, paint: style.strong }),
    ...layOutNext(nextAfterDoctor(report), width),
  );
  return `${lines.join('\n')}\n`;
}

/** `1 bad, 2 warnings, 19 good. Requests: Toggl 8, Runn 5.` */
export function sumUpDoctor({ groups, requests }: DoctorReport): string {
  const counts = countChecks(groups);
  const parts = (['bad', 'warning', 'unknown', 'good'] as const)
    .filter((status) => counts[status] > 0)
    .map((status) => (status === 'warning' ? count(counts[status], 'warning') : `${counts[status]} ${status}`));
  return `${parts.join(', ')}. Requests: Toggl ${requests.toggl}, Runn ${requests.runn}.`;
}

/** Whole, to be pasted; null where nothing is left to set up. */
export function nextCommandOf({ next, typed }: DoctorReport): string | null {
  if (next === null) return null;
  // The links were looked at in the time of that month, and what lacks one may have no time in the last days.
  const range = next === 'link' ? ['--period last-month'] : [];
  return commandLine(next, ...range, ...configOptions(typed));
}

const leads: Readonly<Record<NonNullable<DoctorReport['next']>, string>> = {
  init: 'Next, to set it up',
  doctor: 'Next, when what is bad is mended',
  link: 'Next, to have links proposed',
  'dry-run': 'Next, to see what a sync would write',
};

export function nextAfterDoctor(report: DoctorReport): NextStep[] {
  const { next, isOffline, typed } = report;
  if (isOffline && (next === null || next === 'dry-run')) {
    return [{ lead: 'Next, to ask the services as well', command: commandLine('doctor', ...configOptions(typed)) }];
  }
  const command = nextCommandOf(report);
  return command === null || next === null
    ? [{ lead: 'Next, as all is set up', command: commandLine('sync', ...configOptions(typed)) }]
    : [{ lead: leads[next], command }];
}

function layOutCheck({ code, status, message, remedy }: Check, style: Style, width: number): string[] {
  const word = status.padEnd(statusWidth);
  const shown = `${paintOf(status, style)(signs[status])} ${status === 'good' ? word : style.strong(word)}`;
  const first = `  ${shown}  ${labels[code].padEnd(labelWidth)}  `;
  return [
    ...wrapText(safeText(message), { width, indent, first }),
    ...(remedy === null ? [] : layOutHint(safeText(remedy), indent, style, width)),
  ];
}

function paintOf(status: CheckStatus, style: Style): (text: string) => string {
  switch (status) {
    case 'good':
      return style.sign.good;
    case 'warning':
      return style.sign.warning;
    case 'bad':
      return style.sign.error;
    case 'unknown':
      return style.faint;
  }
}

/** What is not the default, or all with `--all`; never broken, so that each can be found by its name. */
function layOutSettings({ settings }: DoctorReport, style: Style, { isAll }: TextOptions): string[] {
  const shown = settings.filter(({ path, isDefault }) => isAll || (!isDefault && !path.endsWith('.token')));
  return shown.map(({ path, value, from, overridden }) => {
    const beaten = overridden.length === 0 ? '' : `; beats ${overridden.map((each) => safeText(each)).join(', ')}`;
    return style.faint(`    ${safeText(path)}: ${safeText(value)} (${safeText(from)}${beaten})`);
  });
}
