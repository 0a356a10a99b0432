/** What a run vouches for, what it says nothing of, and how to come to what is left. */
import type { IsoDate } from '../core/model.ts';
import type { Outcome, SyncReport } from '../core/report.ts';
import { seenWholeSince } from '../core/unseen-time.ts';
import { count } from './count.ts';
import { commandLine, type NextStep, resumeOption, resumeWords } from './next-step.ts';
import { configOptions, planOptions, rangeOptions, scopeOptions, valueOption } from './range-options.ts';

/** Changes that are not certainly in Runn, by why. */
export interface Unwritten {
  /** Runn said no, answered something else, or refused the other half of it. */
  readonly refused: number;
  /** Sent, and no answer came. */
  readonly unknown: number;
  /** Left when the run stopped. */
  readonly unsent: number;
  readonly declined: number;
}

export function unwrittenOf(outcome: Outcome | null): Unwritten {
  if (outcome === null) return { refused: 0, unknown: 0, unsent: 0, declined: 0 };
  const { failed, skipped, declined = 0, unsent = 0, failures } = outcome;
  const unknown = failures.filter(({ isUnknown }) => isUnknown === true).length;
  return { refused: failed - unknown + skipped - declined - unsent, unknown, unsent, declined };
}

/**
 * For which days every minute is accounted for, as far as this run can say: only for what Toggl showed whole, for what the
 * run was limited to, and for what was written.
 */
export function promiseOf(report: SyncReport): string {
  const { window, plan, findings, outcome, refused, verification } = report;
  const { since, until } = window;
  const first = seenWholeSince(window, findings);
  if (first === null) {
    return `Toggl did not show all time ${daysOf(since, until)} (see unseen-time): what it hid may be missing in Runn.`;
  }
  if (refused !== null)
    return `As this is refused, nothing is promised about the time tracked ${daysOf(since, until)}.`;
  const left = leftOver(unwrittenOf(outcome), window);
  if (left !== null) return left;
  const different = verification?.differences.length ?? 0;
  if (different > 0) return `Runn was read back, and ${count(different, 'cell')} of it did not agree with Toggl.`;
  const isPending = plan.changes.length > 0 && outcome === null;
  const when = isPending ? 'Once this is written, every' : 'Every';
  const earlier = first === since ? 'For earlier days give --since.' : 'Of earlier days Toggl did not show all time.';
  const scope = scopeWords(report);
  const within = scope === null ? '' : ` within ${scope}`;
  const rest = scope === null ? '' : '; all else was left alone';
  return `${when} minute tracked ${daysOf(first, until)}${within} is in Runn exactly once or listed above with the reason${rest}. ${earlier}`;
}

/** `--person eric`, or null for a run over everything. */
export function scopeWords({ options }: Pick<SyncReport, 'options'>): string | null {
  const words = options === undefined ? [] : scopeOptions(options);
  return words.length === 0 ? null : `\`${words.join(' ')}\``;
}

/** Nothing is vouched for while something is left over. */
function leftOver({ refused, unknown, unsent, declined }: Unwritten, { since, until }: SyncReport['window']) {
  const missing = refused + unsent + declined;
  if (missing + unknown === 0) return null;
  const days = daysOf(since, until);
  const sentences = [
    ...(missing === 0
      ? []
      : [
          `${count(missing, 'change')} ${missing === 1 ? 'is' : 'are'} not in Runn, so that some time tracked ${days} is missing or wrong there.`,
        ]),
    ...(unknown === 0 ? [] : [`Of ${count(unknown, 'change')} nobody knows whether they are in Runn.`]),
  ];
  return sentences.join(' ');
}

/** Empty where there is nothing to do, or nothing that a command can do. */
export function nextStepsOf(report: SyncReport): NextStep[] {
  return nextOfPlanFile(report) ?? nextOfRun(report);
}

/** Where a plan was saved, or a saved one applied: what goes on with it; null when nothing does. */
function nextOfPlanFile(report: SyncReport): NextStep[] | null {
  const { command, planFile, plan, outcome, isHeld } = report;
  if (planFile === undefined || plan.changes.length === 0) return null;
  const applying = commandLine('sync', valueOption('--plan', planFile), ...optionsOfSync(report));
  if (command === 'dry-run') {
    const purpose = `${resumeWords(isHeld)}apply exactly this plan, without asking the brake`;
    return [{ lead: `Next, to ${purpose}`, command: applying }];
  }
  const { refused, unknown, unsent } = unwrittenOf(outcome);
  if (unknown + unsent > 0) return [{ lead: 'Next, to write what is left of the plan', command: applying }];
  if (refused === 0) return null;
  const rest = commandLine('dry-run', planOptions(report), ...configOptions(report.options));
  return [{ lead: 'Next, to see what is left to write', command: rest }];
}

/** Without these it would be refused, or go to other accounts. */
function optionsOfSync({ isJournalled, isHeld, options }: SyncReport): string[] {
  return [isJournalled === false ? '--no-journal' : '', resumeOption(isHeld), ...configOptions(options)];
}

function nextOfRun(report: SyncReport): NextStep[] {
  const { command, plan, outcome, isHeld } = report;
  const sync = (...more: string[]) => commandLine('sync', planOptions(report), ...more, ...optionsOfSync(report));
  if (report.refused !== null) {
    return report.refused.code === 'brake' ? [{ lead: 'Next, if that is right', command: sync('--force') }] : [];
  }
  if (command === 'dry-run' && plan.changes.length > 0) {
    const them = plan.changes.length === 1 ? 'it' : 'them';
    return [{ lead: `Next, to ${resumeWords(isHeld)}write ${them}`, command: sync() }];
  }
  const { refused, unknown, unsent, declined } = unwrittenOf(outcome);
  if (refused > 0) {
    const left = count(refused + unknown + unsent + declined, 'change that is left', 'changes that are left');
    return [{ lead: `Next, when what was refused is mended, to write the ${left}`, command: sync() }];
  }
  if (unknown + unsent > 0) {
    return [{ lead: 'Next, to read what Runn has and write what is left', command: sync() }];
  }
  if (declined > 0) {
    const which = count(declined, 'change that was declined', 'changes that were declined');
    return [{ lead: `Next, to write the ${which}`, command: sync() }];
  }
  if (report.findings.some(({ code }) => code.startsWith('unmatched-') || code === 'no-project')) {
    const listing = commandLine('list-unmatched', rangeOptions(report.window), ...configOptions(report.options));
    return [{ lead: 'Next, to see what has to be linked', command: listing }];
  }
  return [];
}

function daysOf(since: IsoDate, until: IsoDate): string {
  return since === until ? `on ${since}` : `from ${since} to ${until}`;
}
