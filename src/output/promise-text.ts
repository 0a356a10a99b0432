/** What a run vouches for, and what it says nothing of. */
import type { IsoDate } from '../core/model.ts';
import type { SyncReport } from '../core/report.ts';
import { seenWholeSince } from '../core/unseen-time.ts';

/** For which days every minute is accounted for, as far as this run can say; only for what Toggl showed whole. */
export function promiseOf({ window, plan, findings, outcome, refused }: SyncReport): string {
  const { since, until } = window;
  const first = seenWholeSince(window, findings);
  if (first === null) {
    return `Toggl did not show all time ${daysOf(since, until)} (see unseen-time): what it hid may be missing in Runn.`;
  }
  const isPending = plan.changes.length > 0 && (outcome === null || refused !== null);
  const isPartial = (outcome?.failed ?? 0) + (outcome?.skipped ?? 0) > 0;
  const when = isPending ? 'Once this is written, every' : 'Every';
  const why = isPartial ? '' : ' with the reason';
  const earlier = first === since ? 'For earlier days give --since.' : 'Of earlier days Toggl did not show all time.';
  return `${when} minute tracked ${daysOf(first, until)} is in Runn exactly once or listed above${why}. ${earlier}`;
}

function daysOf(since: IsoDate, until: IsoDate): string {
  return since === until ? `on ${since}` : `from ${since} to ${until}`;
}
