/** The words of `unseen-time`, the same in every command. */
import type { FindingFacts } from '../core/findings.ts';
import type { Description } from './describe-finding.ts';
import { formatDay } from './format-day.ts';

/** @param workspace its name, harmless for a terminal */
export function describeUnseenTime(workspace: string, { unseen }: Pick<FindingFacts, 'unseen'>): Description {
  return unseen?.cause === 'retention'
    ? {
        message: `Workspace ${workspace}: its Toggl plan no longer shows the days through ${formatDay(unseen.until)}; what was tracked on them may be missing here.`,
        hint: 'Begin the range later: what a plan no longer shows cannot be carried over.',
      }
    : {
        message: `Workspace ${workspace}: the owner of the Toggl token is no admin there, so that Toggl hides the time of everybody else. None of it is counted here.`,
        hint: 'Use the token of an admin of that workspace, then run again.',
      };
}
