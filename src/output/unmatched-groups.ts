/** Unmatched time by who can mend it, in words, for the formats that people read. */
import type { Finding } from '../core/findings.ts';
import type { UnmatchedReport, UnmatchedTime } from '../core/report.ts';
import { becauseOf } from './describe-suggestion.ts';
import { formatSeconds } from './format-hours.ts';
import { joinNames, type Namer, shortName } from './namer.ts';
import { commandLine, type NextStep } from './next-step.ts';
import { configOptions, rangeOptions } from './range-options.ts';
import { safeText } from './safe-text.ts';

export interface UnmatchedGroup {
  readonly title: string;
  readonly hint: string;
  readonly seconds: number;
  readonly rows: readonly UnmatchedRow[];
}

export interface UnmatchedRow {
  readonly seconds: number;
  readonly name: string;
  /** `toggl:123`, or nothing. */
  readonly id: string;
  /** Null where the time of a group is listed by user. */
  readonly days: number | null;
  /** What helps most; empty for nothing. */
  readonly remark: string;
  /** Whether the remark names the Runn record that is probably meant. */
  readonly isSuggestion: boolean;
}

interface Kind {
  readonly title: string;
  readonly isIn: (time: UnmatchedTime) => boolean;
  readonly hint: (referenceName: string) => string;
}

const kinds: readonly Kind[] = [
  {
    title: 'People without a link to Runn',
    isIn: ({ reason }) => reason === 'unmatched-person',
    hint: (name) =>
      `For whoever keeps Runn: \`link\` proposes what is alike and lets you choose the rest. By hand: give each person an external reference ${name} with the Toggl id; or use \`map.people\` in the configuration (\`skip\` leaves somebody out).`,
  },
  {
    title: 'Projects without a link to Runn',
    isIn: ({ reason }) => reason === 'unmatched-project',
    hint: (name) =>
      `For whoever keeps Runn: \`link\` proposes what is alike and lets you choose the rest. By hand: give each project an external reference ${name} with the Toggl id; or use \`map.projects\` in the configuration (also for several Toggl projects on one).`,
  },
  {
    title: 'Time without a project',
    isIn: ({ reason }) => reason === 'no-project',
    hint: () =>
      'For those who tracked it: give the entries a project in Toggl. Or set `map.noProject` to a Runn project.',
  },
  {
    title: 'Ids on several records of Runn',
    isIn: ({ reason }) => reason === 'ambiguous',
    hint: () => 'For whoever keeps Runn: take the reference away from all but one of the records.',
  },
  {
    title: 'Links to archived records of Runn',
    isIn: ({ reason }) => reason === 'archived',
    hint: () =>
      'For whoever keeps Runn: bring the record back or move the link; or set `rules.archived: write` in the configuration.',
  },
];

/** The groups that have time, in the order in which they are mended. */
export function groupUnmatched(report: UnmatchedReport, namer: Namer): UnmatchedGroup[] {
  const referenceName = safeText(report.referenceNames[0] ?? 'Custom1');
  return kinds.flatMap(({ title, isIn, hint }) => {
    const times = report.unmatched.filter(isIn);
    if (times.length === 0) return [];
    const rows = times.flatMap((time) =>
      time.reason === 'no-project' ? unmatchedRowsByUser(time, namer) : [unmatchedRowOf(time, namer)],
    );
    const seconds = times.reduce((sum, time) => sum + time.seconds, 0);
    return [{ title, hint: hint(referenceName), seconds, rows }];
  });
}

/** What else the run found: what is unmatched stands in the groups. */
export function findingsBeside({ findings }: UnmatchedReport): Finding[] {
  return findings.filter(({ code }) => !code.startsWith('unmatched-') && code !== 'no-project' && code !== 'ambiguous');
}

/** A line for what has to be mended. */
export function unmatchedRowOf(time: UnmatchedTime, namer: Namer): UnmatchedRow {
  const { togglUserId, togglProjectId } = time;
  const id = togglUserId ?? togglProjectId;
  return {
    seconds: time.seconds,
    name: togglUserId === null ? namer.togglProject(togglProjectId) : namer.user(togglUserId),
    id: id === null ? '' : `toggl:${id}`,
    days: time.days.length,
    remark: remarkOf(time, namer),
    isSuggestion: time.suggestion !== null,
  };
}

/** A line for each of those who tracked it. */
export function unmatchedRowsByUser(time: UnmatchedTime, namer: Namer): UnmatchedRow[] {
  return time.byUser.map(({ togglUserId, seconds }) => ({
    seconds,
    name: namer.user(togglUserId),
    id: `toggl:${togglUserId}`,
    days: null,
    remark: '',
    isSuggestion: false,
  }));
}

/** The suggestion, else where the link leads, else who tracked it. */
function remarkOf(time: UnmatchedTime, namer: Namer): string {
  const { suggestion, mapTarget } = time;
  if (mapTarget !== undefined) return `map leads to runn:${mapTarget}, which Runn does not have`;
  if (suggestion !== null) {
    return `probably ${shortName(suggestion.name)} (runn:${suggestion.runnId}): ${becauseOf(suggestion)}`;
  }
  const candidates = [
    ...(time.runnPersonIds ?? []).map((id) => namer.personWithId(id)),
    ...(time.runnProjectIds ?? []).map((id) => namer.projectWithId(id)),
  ];
  if (candidates.length > 0) return `in Runn: ${joinNames(candidates)}`;
  if (time.togglUserId !== null) return 'no suggestion';
  const users = time.byUser.map(({ togglUserId }) => namer.user(togglUserId));
  return `by ${joinNames(users, { limit: 3 })}`;
}

/** `Unmatched: 23:00 of 70:01 tracked (33 %). Requests: Toggl 4, Runn 6.` */
export function sumUpUnmatched(report: UnmatchedReport): string {
  const { unmatched, trackedSeconds, excludedSeconds, findings } = report;
  const requests = `Requests: Toggl ${report.requests.toggl}, Runn ${report.requests.runn}.`;
  const tracked = formatSeconds(trackedSeconds);
  if (unmatched.length === 0) {
    const seen = findings.some(({ code }) => code === 'unseen-time') ? 'seen' : 'tracked';
    const leading = formatSeconds(trackedSeconds - excludedSeconds);
    const words =
      trackedSeconds === 0
        ? `No time was ${seen}.`
        : excludedSeconds === 0
          ? `All ${tracked} ${seen} lead to Runn.`
          : `Of ${tracked} ${seen}, ${leading} lead to Runn and \`map\` skips ${formatSeconds(excludedSeconds)}.`;
    return `${words} ${requests}`;
  }
  const seconds = unmatched.reduce((sum, time) => sum + time.seconds, 0);
  const share = trackedSeconds === 0 ? 100 : Math.ceil((100 * seconds) / trackedSeconds);
  const skipped = excludedSeconds === 0 ? '' : ` \`map\` skips ${formatSeconds(excludedSeconds)}.`;
  return `Unmatched: ${formatSeconds(seconds)} of ${tracked} tracked (${share} %).${skipped} ${requests}`;
}

export function nextAfterUnmatched({ unmatched, window, typed }: UnmatchedReport): NextStep[] {
  if (unmatched.length === 0) return [];
  const options = [rangeOptions(window), ...configOptions(typed)];
  const writing = commandLine('sync', ...options);
  // What `map` leads nowhere is not proposed anew: its line has to be corrected.
  const isProposable = ({ reason, mapTarget }: UnmatchedTime) =>
    (reason === 'unmatched-person' || reason === 'unmatched-project') && mapTarget === undefined;
  if (!unmatched.some(isProposable)) {
    return [{ lead: 'Next, when the above is mended', command: writing }];
  }
  return [
    { lead: 'Next, to have links proposed', command: commandLine('link', ...options) },
    { lead: 'Then, when the rest is mended, to write it', command: writing },
  ];
}
