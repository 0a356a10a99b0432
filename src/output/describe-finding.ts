/** The one place where findings get words: what happened, to whom, and what to do. */
import type { Finding, FindingCode, FindingFacts } from '../core/findings.ts';
import type { Minutes } from '../core/model.ts';
import type { Names } from '../core/report.ts';
import { count } from './count.ts';
import { describeUnseenTime } from './describe-unseen-time.ts';
import { formatDay, formatDays } from './format-day.ts';
import { formatMinutes, formatSeconds, formatSignedMinutes } from './format-hours.ts';
import { createNamer, joinNames, type Namer } from './namer.ts';
import { safeText } from './safe-text.ts';

export interface Description {
  /** One or two sentences with names, in one line, harmless for a terminal. */
  readonly message: string;
  /** What to do; equal for equal causes, so that it can be said once for a group. Null when there is nothing to do. */
  readonly hint: string | null;
}

type Describe = (finding: Finding, namer: Namer) => Description;

/** Puts a finding into words. Names are looked up in `names`; an unknown id is shown as `toggl:1` or `runn:1`. */
export function describeFinding(finding: Finding, names: Names): Description {
  return words[finding.code](finding, createNamer(names));
}

const words: Readonly<Record<FindingCode, Describe>> = {
  ambiguous: ({ subject, facts }, namer) => {
    if (facts.cause === 'shares-cell') {
      return {
        message: `${cellOf(subject, namer)}: held back, for time of the same day belongs to one of several records.`,
        hint: 'Mend the link that leads to several records; this resolves itself then.',
      };
    }
    if (facts.candidateProjectIds !== undefined) {
      const candidates = facts.candidateProjectIds.map((id) => namer.projectWithId(id));
      return {
        message: `Toggl project ${namer.togglProjectWithId(subject.togglProjectId)} is linked to ${count(candidates.length, 'project')} in Runn: ${joinNames(candidates)}.`,
        hint: 'Take the reference away from all but one of them in Runn, or decide it in `map.projects`.',
      };
    }
    const candidates = (facts.candidatePersonIds ?? []).map((id) => namer.personWithId(id));
    return {
      message: `Toggl user ${namer.userWithId(subject.togglUserId)} is linked to ${count(candidates.length, 'person', 'people')} in Runn: ${joinNames(candidates)}.`,
      hint: 'Take the reference away from all but one of them in Runn, or decide it in `map.people`.',
    };
  },

  'split-cell': ({ subject, facts }, namer) => ({
    message: `${cellOf(subject, namer)}: several actuals stand there${sidesOf(facts.runnMinutes, facts.togglMinutes)}, and none of them can take the difference.`,
    hint: 'Leave one actual for that day in Runn, or correct them so that they add up to what Toggl has.',
  }),

  'totals-differ': ({ subject, facts }, namer) => {
    if (facts.cause === 'shares-cell') {
      return {
        message: `${cellOf(subject, namer)}: held back, for it shares its day with time whose total Toggl contradicts.`,
        hint: 'Run again in a few minutes.',
      };
    }
    return {
      message: `${namer.user(subject.togglUserId)} on ${namer.togglProject(subject.togglProjectId)}: the days add up to ${formatSeconds(facts.rowSeconds ?? 0)}, but Toggl's own total says ${formatSeconds(facts.totalSeconds ?? 0)}, also after a second reading.`,
      hint: "Run again in a few minutes. If it stays, compare Toggl's weekly and summary reports for this person.",
    };
  },

  'not-proven': ({ subject, facts }, namer) => {
    const what =
      facts.isScheduledZero === true
        ? `${cellOf(subject, namer)}: no 0 was written for the scheduled hours`
        : `${cellOf(subject, namer)}: nothing was lowered${sidesOf(facts.runnMinutes, facts.togglMinutes)}`;
    switch (facts.cause) {
      case 'retention':
        return {
          message: `${what}, for the day lies before what the Toggl plan keeps readable.`,
          hint: 'Begin the range later, or correct these days in Runn by hand.',
        };
      case 'unknown-user':
        return {
          message: `${what}, for a Toggl user linked to this person is in none of the workspaces that were read.`,
          hint: 'Add the workspace to `toggl.workspaceIds`, or remove the link; `check-refs` names it.',
        };
      case 'unknown-project':
        return {
          message: `${what}, for a Toggl project linked to this project is in none of the workspaces that were read.`,
          hint: 'Add the workspace to `toggl.workspaceIds`, or remove the link; `check-refs` names it.',
        };
      default:
        return {
          message: `${what}, for the owner of the Toggl token is no admin of every workspace and may not see all time.`,
          hint: "Use the token of a workspace admin: others see only their own time in Toggl's reports.",
        };
    }
  },

  'clear-withheld': ({ subject, facts }, namer) => {
    if (facts.isScheduledZero === true) return scheduledZeroWithheld(cellOf(subject, namer), facts.cause);
    const what = `${cellOf(subject, namer)}: ${amountOf(facts.runnMinutes)} stays in Runn although Toggl has no time there`;
    switch (facts.cause) {
      case 'rules-clear-never':
        return { message: `${what}; \`rules.clear\` is never.`, hint: 'Set `rules.clear: owned` to let it go.' };
      case 'excluded-source':
        return {
          message: `${what}; time of that day which \`map\` skips may be what was written.`,
          hint: 'Correct the day in Runn by hand if the time is gone.',
        };
      default:
        return {
          message: `${what}; time of that day which is held back may be what was written.`,
          hint: 'Mend what holds that time back (see unmatched and ambiguous), then run again.',
        };
    }
  },

  'moved-across-lock': ({ subject, facts }, namer) => {
    const target = facts.movedTo;
    const to = target === undefined ? 'an open day' : `${namer.project(target.projectId)}, ${formatDay(target.date)}`;
    return {
      message: `${cellOf(subject, namer)}: ${formatMinutes(Math.abs(facts.deltaMinutes ?? 0))} moved in Toggl to ${to}, but this day is closed, so that Runn counts it twice.`,
      hint: 'Correct the closed day in Runn by hand, or move `rules.lockedThrough` back and run again.',
    };
  },

  'moved-while-held': ({ subject, facts }, namer) => {
    const target = facts.movedTo;
    const other = target === undefined ? 'another project' : namer.project(target.projectId);
    return {
      message: `${cellOf(subject, namer)}: ${formatMinutes(Math.abs(facts.deltaMinutes ?? 0))} stay in Runn that Toggl no longer has there, and ${other} gains on that day: if the time moved, Runn counts it twice.`,
      hint: 'Mend what holds that day back (it is listed as well), or correct it in Runn by hand; then run again.',
    };
  },

  'billable-flag-unused': ({ subject, seconds }, namer) => ({
    message: `Workspace ${namer.workspace(subject.togglWorkspaceId)} has ${seconds > 0 ? formatSeconds(seconds) : 'much time'} on billable projects and not one billable second: the flag seems not to be used in Toggl.`,
    hint: "Set `rules.billable`: `toggl` if Toggl's flag is right, `always` or `never` if it is not kept.",
  }),

  'mark-lost': ({ subject, facts }, namer) => ({
    message: `${cellOf(subject, namer)}: written, but the note came back without the mark of this tool; nothing more was sent.${quoted(facts.words)}`,
    hint: 'Look at the note of that day in Runn: a very long one may have been cut. Shorten it and run again.',
  }),

  'paired-clear-refused': ({ subject, facts }, namer) => ({
    message: `${cellOf(subject, namer)}: not lowered, for Runn refused it. What was to be raised on that day was not sent, or the time would count twice.${quoted(facts.words)}`,
    hint: 'Solve what Runn refused (listed as not written), then run again.',
  }),

  'unseen-time': ({ subject, facts }, namer) => describeUnseenTime(namer.workspace(subject.togglWorkspaceId), facts),

  'unmatched-person': ({ subject, facts }, namer) => {
    const user = namer.userWithId(subject.togglUserId);
    if (facts.mapTarget !== undefined) return mapLeadsNowhere(user, 'map.people', 'person', facts.mapTarget);
    return {
      message: `${user}: no person in Runn carries this Toggl id.`,
      hint: "Put the Toggl id into the person's external reference in Runn, or into `map.people`; `list-unmatched` has suggestions.",
    };
  },

  'unmatched-project': ({ subject, facts }, namer) => {
    if (facts.mapTarget !== undefined) {
      const isNone = subject.togglProjectId === null;
      const project = isNone ? 'Time without a project' : namer.togglProjectWithId(subject.togglProjectId);
      return mapLeadsNowhere(project, isNone ? 'map.noProject' : 'map.projects', 'project', facts.mapTarget);
    }
    const users = (facts.togglUserIds ?? []).map((id) => namer.user(id));
    const by = users.length === 0 ? '' : ` Tracked by ${joinNames(users, { limit: 4 })}.`;
    return {
      message: `${namer.togglProjectWithId(subject.togglProjectId)}: no project in Runn carries this Toggl id.${by}`,
      hint: "Put the Toggl id into the project's external reference in Runn, or into `map.projects`; `list-unmatched` has suggestions.",
    };
  },

  'no-project': ({ subject, facts }, namer) => {
    const ids = subject.togglUserId === undefined ? (facts.togglUserIds ?? []) : [subject.togglUserId];
    const who = ids.length === 0 ? 'Somebody' : joinNames(ids.map((id) => namer.user(id)));
    return {
      message: `${who} tracked time without a project${spaced(formatDays(facts.days ?? []))}.`,
      hint: 'Have the entries given a project in Toggl, or set `map.noProject` to a Runn project.',
    };
  },

  'role-undecided': ({ subject, facts }, namer) => {
    const roles = (facts.candidateRoleIds ?? []).map((id) => namer.role(id));
    const why =
      roles.length === 0
        ? 'no role on the project, and no contract covers the day'
        : `the role could be ${joinNames(roles, { last: 'or' })}`;
    return {
      message: `${cellOf(subject, namer)}: ${why}.`,
      hint: 'Give the person one role on the project in Runn, or a contract that covers the day.',
    };
  },

  archived: ({ subject, facts }, namer) => {
    const isPerson = facts.cause === 'person-archived';
    const what =
      facts.isScheduledZero === true
        ? '; no 0 was written for the scheduled hours'
        : sidesOf(facts.runnMinutes, facts.togglMinutes);
    return {
      message: `${cellOf(subject, namer)}: the ${isPerson ? 'person' : 'project'} is archived in Runn${what}.`,
      hint: 'Bring it back in Runn, move the link to a live record, or set `rules.archived: write`.',
    };
  },

  'conflict-kept': ({ subject, facts }, namer) => ({
    message: `${cellOf(subject, namer)}: somebody's own ${sideBeside(facts.runnMinutes, facts.togglMinutes)} stays in Runn; Toggl has ${sideBeside(facts.togglMinutes, facts.runnMinutes)}.`,
    hint: 'Correct one of the two sides, or let Toggl win with `rules.onConflict: toggl`.',
  }),

  'edit-overwritten': ({ subject, facts }, namer) => ({
    message: `${cellOf(subject, namer)}: somebody's own ${sideBeside(facts.runnMinutes, facts.togglMinutes)} in Runn gives way to Toggl's ${sideBeside(facts.togglMinutes, facts.runnMinutes)}.`,
    hint: 'If Runn was right, correct Toggl; `rules.onConflict: runn` keeps what people enter in Runn.',
  }),

  'only-in-runn': ({ subject, facts, severity }, namer) => ({
    message: `${cellOf(subject, namer)}: ${amountOf(facts.runnMinutes)} entered in Runn, nothing in Toggl; left alone.`,
    hint:
      severity === 'info' ? null : 'If it is worked time, track it in Toggl; if it is a left-over, clear it in Runn.',
  }),

  'late-change': ({ subject, facts }, namer) => ({
    message:
      facts.isScheduledZero === true
        ? `${cellOf(subject, namer)}: scheduled hours were not worked, but the period is closed; no 0 was written.`
        : `${cellOf(subject, namer)}: ${lateWords(facts)}, but the period is closed; not written.`,
    hint: 'Correct it in Runn by hand, or move `rules.lockedThrough` back and run again.',
  }),

  'unmarked-cleared': ({ subject, facts }, namer) => ({
    message: `${cellOf(subject, namer)}: ${amountOf(facts.runnMinutes)} entered in Runn, nothing in Toggl; cleared, as --clear-unmarked asks.`,
    hint: 'If it was worked time, track it in Toggl.',
  }),

  unmarked: ({ subject, facts }, namer) => ({
    message: `${cellOf(subject, namer)}: ${amountOf(facts.runnMinutes)} was entered by somebody else and equals Toggl; left as it is.`,
    hint: null,
  }),

  'archived-duplicate': ({ facts }, namer) => {
    const isProject = facts.candidateProjectIds !== undefined;
    const candidates = isProject
      ? (facts.candidateProjectIds ?? []).map((id) => namer.projectWithId(id))
      : (facts.candidatePersonIds ?? []).map((id) => namer.personWithId(id));
    return {
      message: `${joinNames(candidates)} carry the same Toggl id; the live ${isProject ? 'project' : 'person'} was taken.`,
      hint: 'Take the reference away from the archived record in Runn.',
    };
  },

  excluded: () => ({ message: 'Time that `map` says to skip.', hint: null }),

  'totals-unchecked': () => ({
    message: "The days were not compared with Toggl's own totals: `toggl.checkTotals` is false.",
    hint: null,
  }),

  'billable-not-in-plan': ({ subject }, namer) => ({
    message: `Workspace ${namer.workspace(subject.togglWorkspaceId)} has no billable flag in its Toggl plan: what is billable follows the pricing model of the Runn project.`,
    hint: null,
  }),

  'schedule-unclear': ({ facts }) => ({
    message: `${count(facts.cells ?? 0, 'scheduled day')} left alone: Runn does not say how long the person was to work.`,
    hint: 'Give these people a contract with rostered days in Runn.',
  }),

  'autofill-advice': () => ({
    message: 'Where no actual stands, Runn counts the scheduled hours as worked.',
    hint: 'Switch on "Autofill Missing Actuals" in Runn, or set `rules.zeros: scheduled`.',
  }),
};

function scheduledZeroWithheld(cell: string, cause: FindingFacts['cause']): Description {
  const what = `${cell}: no 0 was written for the scheduled hours`;
  return cause === 'excluded-source'
    ? { message: `${what}; time of that day which \`map\` skips may be theirs.`, hint: null }
    : {
        message: `${what}; time of that day which is held back may be theirs.`,
        hint: 'Mend what holds that time back (see unmatched and ambiguous), then run again.',
      };
}

/** What a late change would have done; who invoices has to see when only the side changes. */
function lateWords({ deltaMinutes = 0, billableDeltaMinutes = 0 }: FindingFacts): string {
  if (deltaMinutes === 0 && billableDeltaMinutes === 0) return 'the mark or the role would change, and no minutes';
  if (deltaMinutes === 0) {
    const side = billableDeltaMinutes > 0 ? 'billable' : 'non-billable';
    return `${formatMinutes(Math.abs(billableDeltaMinutes))} would become ${side}`;
  }
  const isOneSided = billableDeltaMinutes === 0 || billableDeltaMinutes === deltaMinutes;
  const billable = isOneSided ? '' : ` (billable ${formatSignedMinutes(billableDeltaMinutes)})`;
  return `Runn would change by ${formatSignedMinutes(deltaMinutes)}${billable}`;
}

/** `Eric Clapton, Hidden Moon Base, Tue 2024-01-02`: as much of it as the subject has. */
function cellOf(subject: Finding['subject'], namer: Namer): string {
  const parts = [
    subject.runnPersonId !== undefined
      ? namer.person(subject.runnPersonId)
      : subject.togglUserId !== undefined
        ? namer.user(subject.togglUserId)
        : null,
    subject.runnProjectId !== undefined
      ? namer.project(subject.runnProjectId)
      : subject.togglProjectId !== undefined
        ? namer.togglProject(subject.togglProjectId)
        : null,
    subject.date === undefined ? null : formatDay(subject.date),
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Somewhere' : parts.join(', ');
}

/** `6:30`, and the billable part when there are both: `6:30 (5:02 billable)`. */
function amountOf(minutes: Minutes | undefined): string {
  if (minutes === undefined) return 'what stands there';
  const { billableMinutes, nonbillableMinutes } = minutes;
  const total = formatMinutes(billableMinutes + nonbillableMinutes);
  if (billableMinutes === 0 || nonbillableMinutes === 0) return total;
  return `${total} (${formatMinutes(billableMinutes)} billable)`;
}

/** ` (Runn 6:30, Toggl 5:00)`; where the totals are equal, the billable parts tell them apart. */
function sidesOf(runn: Minutes | undefined, toggl: Minutes | undefined): string {
  if (runn === undefined || toggl === undefined) return '';
  return ` (Runn ${sideOf(runn, toggl)}, Toggl ${sideOf(toggl, runn)})`;
}

function sideOf(side: Minutes, other: Minutes): string {
  const total = side.billableMinutes + side.nonbillableMinutes;
  const isEqual = total === other.billableMinutes + other.nonbillableMinutes;
  return isEqual
    ? `${formatMinutes(total)} with ${formatMinutes(side.billableMinutes)} billable`
    : formatMinutes(total);
}

function sideBeside(side: Minutes | undefined, other: Minutes | undefined): string {
  return side === undefined || other === undefined ? amountOf(side) : sideOf(side, other);
}

function mapLeadsNowhere(who: string, key: string, kind: 'person' | 'project', target: number): Description {
  return {
    message: `${who}: \`${key}\` leads to runn:${target}, and Runn has no such ${kind}.`,
    hint: `Correct \`${key}\`; placeholders and templates do not count.`,
  };
}

function quoted(text: string | undefined): string {
  const safe = safeText(text ?? '');
  return safe === '' ? '' : ` Runn says: ${safe}`;
}

function spaced(text: string): string {
  return text === '' ? '' : ` ${text}`;
}
