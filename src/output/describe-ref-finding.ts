/** The words of what `check-refs` found. */
import type { TogglProjectId, TogglUserId } from '../core/model.ts';
import type { Names, RefCode, RefFinding } from '../core/report.ts';
import { count } from './count.ts';
import type { Description } from './describe-finding.ts';
import { becauseOf } from './describe-suggestion.ts';
import { describeUnseenTime } from './describe-unseen-time.ts';
import { createNamer, joinNames, type Namer, shortName } from './namer.ts';
import { safeText } from './safe-text.ts';

type Describe = (finding: RefFinding, namer: Namer, referenceName: string) => Description;

/**
 * Puts a finding about links into words.
 * @param referenceNames under which links are looked for; the first is named in the remedy
 */
export function describeRefFinding(finding: RefFinding, names: Names, referenceNames: readonly string[]): Description {
  return words[finding.code](finding, createNamer(names), safeText(referenceNames[0] ?? 'Custom1'));
}

const words: Readonly<Record<RefCode, Describe>> = {
  'unseen-time': ({ subject, facts }, namer) => describeUnseenTime(namer.workspace(subject.togglWorkspaceId), facts),
  'duplicate-id': (finding, namer) => ({
    message: `${togglOf(finding, namer)} is linked to ${joinNames(holdersOf(finding, namer))}.`,
    hint: `Take the reference away from all but one of them in Runn, or decide it in ${mapKey(finding)}.`,
  }),
  'unknown-id': (finding, namer) => ({
    message: `${runnOf(finding, namer)} carries ${referenceOf(finding)}, which no workspace that was read knows.${meant(finding)}`,
    hint: 'Correct or remove the reference in Runn; if the id is of another workspace, add that to `toggl.workspaceIds`.',
  }),
  'wrong-kind': (finding, namer) => ({
    message: isPerson(finding)
      ? `${runnOf(finding, namer)} carries ${referenceOf(finding)}, and that is the Toggl project ${namer.togglProject(idOf(finding) as TogglProjectId)}, not a user.${meant(finding)}`
      : `${runnOf(finding, namer)} carries ${referenceOf(finding)}, and that is the Toggl user ${namer.user(idOf(finding) as TogglUserId)}, not a project.${meant(finding)}`,
    hint: isPerson(finding)
      ? 'Put the id of the Toggl user there; project ids belong on projects.'
      : 'Put the id of the Toggl project there; user ids belong on people.',
  }),
  'near-miss': (finding, namer) => {
    const ids = isPerson(finding) ? finding.facts.togglUserIds : finding.facts.togglProjectIds;
    const isSeveral = ids !== undefined && ids.length > 1;
    const plain = isSeveral ? 'holds several ids' : `is almost the id of ${togglOf(finding, namer)}`;
    return {
      message: `${runnOf(finding, namer)} carries ${referenceOf(finding)}, which ${plain}; links must be exact.`,
      hint: isSeveral
        ? `One reference holds one id: leave one there and put the others into ${mapKey(finding)}.`
        : 'Write the bare number: no blanks, no prefix, no zeros in front.',
    };
  },
  'map-unknown-target': (finding, namer) => ({
    message: `${mapKey(finding)} leads ${togglOf(finding, namer)} to ${targetOf(finding)}, and Runn has no such ${isPerson(finding) ? 'person' : 'project'}.`,
    hint: 'Correct the entry in the configuration; placeholders and templates do not count.',
  }),
  'map-unknown-source': (finding, namer) => ({
    message: `${mapKey(finding)} names ${togglOf(finding, namer)}, which no workspace that was read knows.`,
    hint: 'Correct or remove the entry; if the id is of another workspace, add that to `toggl.workspaceIds`.',
  }),
  'unlinked-person': (finding, namer, referenceName) => ({
    message: `${namer.userWithId(finding.subject.togglUserId)}: no person in Runn carries this id.${suggested(finding)}`,
    hint: `\`link\` proposes what is alike and lets you choose the rest. By hand: in Runn, give the person an external reference ${referenceName} with the Toggl id; or use \`map.people\`.`,
  }),
  'unlinked-project': (finding, namer, referenceName) => ({
    message: `${namer.togglProjectWithId(finding.subject.togglProjectId)}: no project in Runn carries this id.${suggested(finding)}`,
    hint: `\`link\` proposes what is alike and lets you choose the rest. By hand: in Runn, give the project an external reference ${referenceName} with the Toggl id; or use \`map.projects\`.`,
  }),
  'archived-in-runn': (finding, namer) => ({
    message: `${finding.subject.togglProjectId === null ? 'Time without a project' : togglOf(finding, namer)} leads to ${runnOf(finding, namer)}, which is archived in Runn.`,
    hint: 'Bring it back in Runn, move the link to a live record, or set `rules.archived: write`.',
  }),
  'link-on-placeholder': (finding, namer) => ({
    message: `${runnOf(finding, namer)} is a placeholder and carries ${referenceOf(finding)}${ofWhom(finding, namer)}; placeholders never match.`,
    hint: 'Move the reference to the real person in Runn.',
  }),
  'link-on-template': (finding, namer) => ({
    message: `${runnOf(finding, namer)} is a template and carries ${referenceOf(finding)}${ofWhom(finding, namer)}; templates never match.`,
    hint: 'Move the reference to the real project in Runn.',
  }),
  'other-workspace': (finding, namer) => {
    const workspace = `${namer.workspace(finding.subject.togglWorkspaceId)} (${finding.subject.togglWorkspaceId})`;
    const what = isOnRecord(finding)
      ? `${runnOf(finding, namer)} carries ${referenceOf(finding)}`
      : `${mapKey(finding)} names ${finding.subject.togglUserId ?? finding.subject.togglProjectId}`;
    return {
      message: `${what}, the id of ${togglOf(finding, namer)} in the workspace ${workspace}, which is not read.`,
      hint: 'Add that workspace to `toggl.workspaceIds`, or put an id of a workspace that is read there.',
    };
  },
  'deleted-in-toggl': (finding, namer) => ({
    message: isPerson(finding)
      ? `${togglOf(finding, namer)} was removed from the workspace in Toggl; linked to ${runnOf(finding, namer)}.`
      : `${togglOf(finding, namer)} was deleted in Toggl; linked to ${runnOf(finding, namer)}.`,
    hint: isPerson(finding)
      ? 'Nothing to do while the time of before matters; the link costs nothing.'
      : 'Its time has no project any more. Take the reference away in Runn, or give it the id of the project that took over.',
  }),
  'no-role': (finding, namer) => {
    const { onProjectIds = [], candidateRoleIds = [] } = finding.facts;
    const where = joinNames(onProjectIds.map((id) => namer.projectWithId(id)));
    return {
      message:
        candidateRoleIds.length === 0
          ? `${runnOf(finding, namer)} tracked time on ${where}, has no role there and no contract on those days.`
          : `${runnOf(finding, namer)} tracked time on ${where}, and ${count(candidateRoleIds.length, 'role')} could be meant.`,
      hint: 'In Runn, put the person on the project in one role, or give a contract that covers those days; until then the time is held back.',
    };
  },
  'archived-in-toggl': (finding, namer) => ({
    message: isPerson(finding)
      ? `${togglOf(finding, namer)} is no longer active in Toggl; linked to ${runnOf(finding, namer)}.`
      : `${togglOf(finding, namer)} is archived in Toggl; linked to ${runnOf(finding, namer)}.`,
    hint: 'Nothing to do: its time of before still counts.',
  }),
  'shared-person': (finding, namer) => ({
    message: `${runnOf(finding, namer)} gets the time of ${count(finding.facts.togglUserIds?.length ?? 0, 'Toggl user')}: ${joinNames((finding.facts.togglUserIds ?? []).map((id) => namer.userWithId(id)))}.`,
    hint: 'Nothing to do where that is meant; otherwise give each its own record in Runn.',
  }),
  'shared-project': (finding, namer) => ({
    message: `${runnOf(finding, namer)} gets the time of ${count(finding.facts.togglProjectIds?.length ?? 0, 'Toggl project')}: ${joinNames((finding.facts.togglProjectIds ?? []).map((id) => namer.togglProjectWithId(id)))}.`,
    hint: 'Nothing to do where that is meant; otherwise give each its own record in Runn.',
  }),
  'other-reference-name': (finding, namer, referenceName) => ({
    message: `${runnOf(finding, namer)} carries ${referenceOf(finding)}, the id of ${togglOf(finding, namer)}; that name is not looked at.`,
    hint: `Put the id under ${referenceName}, or add the name to \`runn.referenceName\`, which may be a list.`,
  }),
  'map-shadows-link': (finding, namer) => ({
    message: `${mapKey(finding)} leads ${togglOf(finding, namer)} to ${targetOf(finding)}; the link on ${joinNames(holdersOf(finding, namer))} is not used.`,
    hint: 'Remove one of the two if that is not meant.',
  }),
  'archived-duplicate': (finding, namer) => ({
    message: `${togglOf(finding, namer)} is linked to ${joinNames(holdersOf(finding, namer))}; the live one is taken.`,
    hint: 'Take the reference away from the archived record in Runn.',
  }),
  'unlinked-runn-person': (finding, namer) => ({
    message: `${runnOf(finding, namer)} has no Toggl id.${meant(finding)}`,
    hint: 'Nothing to do while nobody tracks time for it in Toggl; `link` proposes a link where names fit.',
  }),
  'unlinked-runn-project': (finding, namer) => ({
    message: `${runnOf(finding, namer)} has no Toggl id.${meant(finding)}`,
    hint: 'Nothing to do while nobody tracks time for it in Toggl; `link` proposes a link where names fit.',
  }),
};

function isOnRecord({ subject }: RefFinding): boolean {
  return subject.runnPersonId !== undefined || subject.runnProjectId !== undefined;
}

function isPerson({ subject, facts }: RefFinding): boolean {
  return subject.runnPersonId !== undefined || subject.togglUserId !== undefined || facts.runnPersonIds !== undefined;
}

function togglOf(finding: RefFinding, namer: Namer): string {
  if (finding.subject.togglProjectId === null) return 'time without a project';
  return isPerson(finding)
    ? `Toggl user ${namer.userWithId(finding.subject.togglUserId)}`
    : `Toggl project ${namer.togglProjectWithId(finding.subject.togglProjectId)}`;
}

function runnOf(finding: RefFinding, namer: Namer): string {
  return isPerson(finding)
    ? namer.personWithId(finding.subject.runnPersonId)
    : namer.projectWithId(finding.subject.runnProjectId);
}

function holdersOf({ facts }: RefFinding, namer: Namer): string[] {
  return [
    ...(facts.runnPersonIds ?? []).map((id) => namer.personWithId(id)),
    ...(facts.runnProjectIds ?? []).map((id) => namer.projectWithId(id)),
  ];
}

/** The reference as it stands, in quotes, so that blanks are seen. */
function referenceOf({ facts }: RefFinding): string {
  const raw = facts.externalId ?? '';
  const safe = safeText(raw);
  const isAltered = safe !== raw.trim();
  const shown = isAltered ? safe : raw;
  const note = isAltered ? ' (with invisible characters)' : '';
  return `${safeText(facts.referenceName ?? 'a reference')} "${shown.replace(/[^\S ]/gu, ' ')}"${note}`;
}

/** The id in the reference, read as one of the other kind. */
function idOf({ facts }: RefFinding): number {
  return Number(facts.externalId);
}

function targetOf({ facts }: RefFinding): string {
  return facts.mapTarget === 'skip' ? 'skip' : `runn:${facts.mapTarget}`;
}

function mapKey(finding: RefFinding): string {
  if (finding.subject.togglProjectId === null) return '`map.noProject`';
  return isPerson(finding) ? '`map.people`' : '`map.projects`';
}

function ofWhom(finding: RefFinding, namer: Namer): string {
  const { togglUserId, togglProjectId } = finding.subject;
  return togglUserId === undefined && togglProjectId === undefined ? '' : `, the id of ${togglOf(finding, namer)}`;
}

function suggested({ facts }: RefFinding): string {
  const { suggestion } = facts;
  if (suggestion === undefined) return '';
  return ` Probably ${shortName(suggestion.name)} (runn:${suggestion.runnId}): ${becauseOf(suggestion)}.`;
}

function meant({ facts }: RefFinding): string {
  const { togglSuggestion } = facts;
  if (togglSuggestion === undefined) return '';
  return ` Probably ${shortName(togglSuggestion.name)} (toggl:${togglSuggestion.togglId}): ${becauseOf(togglSuggestion)}.`;
}
