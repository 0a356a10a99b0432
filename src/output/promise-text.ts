/** What a run vouches for, what it says nothing of, and how to come to what is left. */
import type { IsoDate } from '../core/model.ts';
import type { Outcome, SyncReport } from '../core/report.ts';
import { seenWholeSince } from '../core/unseen-time.ts';
import { count } from './count.ts';
import { configOptions, planOptions, rangeOptions, scopeOptions } from './range-options.ts';

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

/** The command that comes next, as a sentence to follow "Next: "; null where there is nothing to do. */
export function nextStepOf(report: SyncReport): string | null {
  const elsewhere = configOptions(report.options ?? {});
  const options = [planOptions(report), ...elsewhere].join(' ');
  const { changes } = report.plan;
  if (report.refused !== null) return null;
  if (report.planFile !== undefined && report.command === 'sync') {
    const isPartial = (report.outcome?.failed ?? 0) > 0 || report.outcome?.stale !== undefined;
    return isPartial ? `\`toggl-runn dry-run ${options}\` shows what is left to write.` : null;
  }
  if (report.command === 'dry-run' && changes.length > 0) {
    return `\`toggl-runn sync ${options}\` writes ${changes.length === 1 ? 'it' : 'them'}.`;
  }
  const { refused, unknown, unsent, declined } = unwrittenOf(report.outcome);
  const left = count(refused + unknown + unsent + declined, 'change');
  if (refused > 0)
    return `mend what was refused, then run \`toggl-runn sync ${options}\` again to write the other ${left}.`;
  if (unknown + unsent > 0) return `\`toggl-runn sync ${options}\` reads what Runn has and writes what is left.`;
  if (declined > 0)
    return `\`toggl-runn sync ${options}\` writes the ${left} that ${declined === 1 ? 'was' : 'were'} declined.`;
  if (report.findings.some(({ code }) => code.startsWith('unmatched-') || code === 'no-project')) {
    const where = [rangeOptions(report.window), ...elsewhere].join(' ');
    return `\`toggl-runn list-unmatched ${where}\` shows what has to be linked.`;
  }
  return null;
}

function daysOf(since: IsoDate, until: IsoDate): string {
  return since === until ? `on ${since}` : `from ${since} to ${until}`;
}
