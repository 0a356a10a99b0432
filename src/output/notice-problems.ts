/** What needs somebody after a run, by who can mend it: a phrase for each kind, with whom and how many hours. */
import type { Finding, FindingCode, Severity } from '../core/findings.ts';
import type { Names } from '../core/report.ts';
import { count } from './count.ts';
import { createNamer, joinNames, type Namer } from './namer.ts';

/** `operator` is whoever runs the tool. */
export type Audience = 'runn' | 'toggl' | 'operator';

export interface NoticeProblem {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly audience: Audience;
  readonly count: number;
  /** Of Toggl's time; 0 when it is about Runn's minutes alone. */
  readonly seconds: number;
  /** `2 people have no link`. */
  readonly phrase: string;
  /** Whom it is about, a few of them. */
  readonly who: string;
}

interface Wording {
  readonly audience: Audience;
  readonly phrase: (number: number) => string;
}

const days = (number: number) => count(number, 'day');
const have = (number: number) => (number === 1 ? 'has' : 'have');
const are = (number: number) => (number === 1 ? 'is' : 'are');

/** By code; types demand an entry for each, and null where nobody has to do anything. */
const wordings: Readonly<Record<FindingCode, Wording | null>> = {
  'unmatched-person': {
    audience: 'runn',
    phrase: (number) => `${count(number, 'person', 'people')} of Toggl ${have(number)} no link`,
  },
  'unmatched-project': {
    audience: 'runn',
    phrase: (number) => `${count(number, 'project')} of Toggl ${have(number)} no link`,
  },
  ambiguous: {
    audience: 'runn',
    phrase: (number) => `${count(number, 'link')} ${number === 1 ? 'leads' : 'lead'} to several records`,
  },
  archived: { audience: 'runn', phrase: (number) => `${days(number)} on archived records ${are(number)} held back` },
  'role-undecided': { audience: 'runn', phrase: (number) => `${days(number)} ${have(number)} no certain role` },
  'split-cell': {
    audience: 'runn',
    phrase: (number) => `${days(number)} ${have(number)} several actuals that do not add up`,
  },
  'conflict-kept': {
    audience: 'runn',
    phrase: (number) => `${days(number)} entered by hand ${number === 1 ? 'differs' : 'differ'} from Toggl`,
  },
  'edit-overwritten': {
    audience: 'runn',
    phrase: (number) => `${days(number)} entered by hand gave way to Toggl`,
  },
  'only-in-runn': {
    audience: 'runn',
    phrase: (number) => `${days(number)} entered in Runn ${have(number)} no time in Toggl`,
  },
  'unmarked-cleared': {
    audience: 'runn',
    phrase: (number) => `${days(number)} entered by hand ${are(number)} cleared`,
  },
  'late-change': { audience: 'runn', phrase: (number) => `${days(number)} changed in a closed period` },
  'moved-across-lock': {
    audience: 'runn',
    phrase: (number) => `${days(number)} moved out of a closed period and ${number === 1 ? 'counts' : 'count'} twice`,
  },
  'moved-while-held': {
    audience: 'runn',
    phrase: (number) => `${days(number)} held back ${number === 1 ? 'counts' : 'count'} twice, if the time moved`,
  },
  'mark-lost': {
    audience: 'runn',
    phrase: (number) => `${count(number, 'note')} in Runn came back without the mark`,
  },
  'no-project': {
    audience: 'toggl',
    phrase: (number) => `${count(number, 'person', 'people')} tracked time without a project`,
  },
  'totals-differ': {
    audience: 'operator',
    phrase: (number) =>
      `${count(number, 'total')} of Toggl ${number === 1 ? 'contradicts' : 'contradict'} its own days`,
  },
  'not-proven': {
    audience: 'operator',
    phrase: (number) => `${days(number)} could not be lowered, for Toggl was not seen whole`,
  },
  'clear-withheld': {
    audience: 'operator',
    phrase: (number) => `${days(number)} without time in Toggl could not be cleared`,
  },
  'unseen-time': {
    audience: 'operator',
    phrase: (number) => `${count(number, 'workspace')} ${number === 1 ? 'was' : 'were'} not seen whole`,
  },
  'billable-flag-unused': {
    audience: 'operator',
    phrase: (number) => `the billable flag seems unused in ${count(number, 'workspace')}`,
  },
  'paired-clear-refused': {
    audience: 'operator',
    phrase: (number) => `${days(number)} ${are(number)} not raised, for Runn refused the other half of a move`,
  },
  unmarked: null,
  'archived-duplicate': null,
  excluded: null,
  'totals-unchecked': null,
  'billable-not-in-plan': null,
  'schedule-unclear': null,
  'autofill-advice': null,
};

const shownNames = 3;

/** Errors and warnings by code, errors first and then the most hours; notes are nobody's business here. */
export function listNoticeProblems(findings: readonly Finding[], names: Names): NoticeProblem[] {
  const namer = createNamer(names);
  const groups = new Map<FindingCode, Finding[]>();
  for (const finding of findings) {
    if (finding.severity !== 'info') groups.set(finding.code, [...(groups.get(finding.code) ?? []), finding]);
  }
  return [...groups]
    .flatMap(([code, group]) => problemOf(code, group, namer) ?? [])
    .sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error') || b.seconds - a.seconds);
}

function problemOf(code: FindingCode, group: readonly Finding[], namer: Namer): NoticeProblem | null {
  const wording = wordings[code];
  if (wording === null) return null;
  const named = [...new Set(group.map((finding) => whoOf(finding, namer)))].filter((name) => name !== '');
  return {
    code,
    severity: group.some(({ severity }) => severity === 'error') ? 'error' : 'warning',
    audience: wording.audience,
    count: group.length,
    seconds: group.reduce((sum, { seconds }) => sum + seconds, 0),
    phrase: wording.phrase(group.length),
    who: joinNames(named, { limit: shownNames }),
  };
}

/** `Eric Clapton on Hidden Moon Base`: as much of it as the subject has. */
function whoOf({ subject }: Finding, namer: Namer): string {
  const { togglWorkspaceId, runnPersonId, togglUserId, runnProjectId, togglProjectId } = subject;
  const parts: string[] = [];
  if (runnPersonId !== undefined) parts.push(namer.person(runnPersonId));
  else if (togglUserId !== undefined) parts.push(namer.user(togglUserId));
  if (runnProjectId !== undefined) parts.push(namer.project(runnProjectId));
  // Null is time without a project: there it is the person who matters.
  else if (togglProjectId !== undefined && togglProjectId !== null) parts.push(namer.togglProject(togglProjectId));
  if (parts.length === 0 && togglWorkspaceId !== undefined) parts.push(namer.workspace(togglWorkspaceId));
  return parts.join(' on ');
}
