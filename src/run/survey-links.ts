import { isInWindow } from '../core/dates.ts';
import type { Finding } from '../core/findings.ts';
import { buildMatching, type Matching } from '../core/match.ts';
import type {
  IsoDate,
  RunnPerson,
  RunnProject,
  TogglProject,
  TogglProjectId,
  TogglUser,
  TogglUserId,
  Window,
} from '../core/model.ts';
import { type LinkKind, type LinkProposal, type LinkProposals, proposeLinks } from '../core/propose-links.ts';
import type { Accounts, Names } from '../core/report.ts';
import type { LinkParty, LinkReport } from '../core/report-links.ts';
import { accountKeyOf } from '../runn/account.ts';
import { collectNames } from './collect-names.ts';
import { type AcceptedLine, unusable } from './links-csv.ts';
import { nameSimilarity } from './name-similarity.ts';
import { type ReadRequest, readSides } from './read-sides.ts';
import { readTogglExport } from './read-toggl-export.ts';
import { warnOfReferenceName } from './reference-name.ts';
import { resolveRange } from './resolve-range.ts';

export interface LinkSurvey extends LinkProposals {
  readonly window: Window | null;
  readonly exportPath: string | null;
  readonly accounts: Accounts;
  /** Of what Toggl did not show. */
  readonly findings: readonly Finding[];
  readonly names: Names;
  /** About the run, not about a link. */
  readonly warnings: readonly string[];
  /** From `accountKeyOf`. */
  readonly account: string;
  readonly people: readonly RunnPerson[];
  readonly projects: readonly RunnProject[];
  readonly matching: Matching;
  /** Which day `matching` is asked about. */
  readonly today: IsoDate;
  readonly userSeconds: ReadonlyMap<TogglUserId, number>;
  readonly projectSeconds: ReadonlyMap<TogglProjectId, number>;
  readonly toggl: LinkReport['toggl'];
  readonly runn: LinkReport['runn'];
}

/**
 * Reads both directories, Toggl's from a data export where `exportPath` names one (then Toggl is not asked), and
 * proposes links. Throws an `AppError` when anything could not be read.
 */
export async function surveyLinks(request: ReadRequest, exportPath: string | null): Promise<LinkSurvey> {
  const { config, connections, onStep } = request;
  const sides = exportPath === null ? await readFromToggl(request) : await readFromExport(request, exportPath);
  onStep('Reading clients in Runn');
  const clients = await connections.runn.listClients();
  const { people, projects } = sides;
  const referenceNames = config.runn.referenceNames;
  const matching = buildMatching({ people, projects, referenceNames, mapping: config.map });
  const { proposals, unproposed } = proposeLinks({
    ...sides,
    clients,
    matching,
    mapping: config.map,
    referenceNames,
    similarity: nameSimilarity,
  });
  return {
    ...sides,
    exportPath,
    proposals,
    unproposed,
    matching,
    account: accountKeyOf({
      baseUrl: config.runn.baseUrl,
      environment: connections.runnEnvironment,
      people,
    }),
    toggl: {
      person: partiesOf(sides.users, ({ email }) => ({ email })),
      project: partiesOf(sides.togglProjects, ({ clientName }) => ({ clientName })),
    },
    runn: {
      person: partiesOf(people, ({ email }) => ({ email })),
      project: partiesOf(projects, ({ clientId }) => ({
        clientName: clientId === undefined ? null : (clients.get(clientId) ?? null),
      })),
    },
  };
}

interface LinkSides
  extends Pick<
    LinkSurvey,
    | 'window'
    | 'today'
    | 'accounts'
    | 'findings'
    | 'names'
    | 'warnings'
    | 'people'
    | 'projects'
    | 'userSeconds'
    | 'projectSeconds'
  > {
  readonly users: readonly TogglUser[];
  readonly togglProjects: readonly TogglProject[];
}

async function readFromToggl(request: ReadRequest): Promise<LinkSides> {
  const sides = await readSides(request, { withActuals: false });
  const { window, today } = sides.range;
  const userSeconds = new Map<TogglUserId, number>();
  const projectSeconds = new Map<TogglProjectId, number>();
  for (const row of sides.workspaces.flatMap(({ rows }) => rows)) {
    if (!isInWindow(row.date, window)) continue;
    userSeconds.set(row.userId, (userSeconds.get(row.userId) ?? 0) + row.seconds);
    if (row.projectId === null) continue;
    projectSeconds.set(row.projectId, (projectSeconds.get(row.projectId) ?? 0) + row.seconds);
  }
  return {
    ...sides,
    window,
    today,
    userSeconds,
    projectSeconds,
    users: sides.workspaces.flatMap(({ users }) => users),
    togglProjects: sides.workspaces.flatMap(({ projects }) => projects),
    findings: sides.notes.filter(({ code }) => code === 'unseen-time'),
    warnings: warnOfReferenceName(sides, request.config.runn.referenceNames),
    names: collectNames(sides),
  };
}

async function readFromExport(request: ReadRequest, exportPath: string): Promise<LinkSides> {
  const { config, connections, nowMs, onStep } = request;
  const { users, projects: togglProjects } = await readTogglExport(exportPath);
  onStep('Reading people and projects in Runn');
  const { today } = await resolveRange(
    {},
    {
      timezone: config.timezone,
      lockedThrough: null,
      nowMs,
      readProfileZone: async () => null,
    },
  );
  const { runn } = connections;
  const [key, people, projects] = await Promise.all([runn.readKeyName(), runn.listPeople(), runn.listProjects()]);
  return {
    window: null,
    today,
    users,
    togglProjects,
    people,
    projects,
    userSeconds: new Map(),
    projectSeconds: new Map(),
    findings: [],
    warnings: warnOfReferenceName(
      { people, projects, workspaces: [{ users, projects: togglProjects }] },
      config.runn.referenceNames,
    ),
    names: collectNames({ workspaces: [], people, projects }),
    accounts: {
      toggl: { host: new URL(config.toggl.baseUrl).host, workspaces: [] },
      runn: { host: new URL(config.runn.baseUrl).host, environment: connections.runnEnvironment, key },
    },
  };
}

function partiesOf<T extends { readonly id: number; readonly name: string }>(
  records: readonly T[],
  rest: (record: T) => Partial<LinkParty>,
): ReadonlyMap<number, LinkParty> {
  return new Map(
    records.map((record) => [record.id, { name: record.name, email: null, clientName: null, ...rest(record) }]),
  );
}

/**
 * The accepted lines of a file as links, checked against what both sides are now. Lines that are linked like that
 * already are left out.
 * @throws UsageError `links-file` with every line that cannot be
 */
export function linksFromFile(survey: LinkSurvey, file: string, lines: readonly AcceptedLine[]): LinkProposal[] {
  const problems: string[] = [];
  const links = lines.flatMap(({ kind, togglId, runnId, line }) => {
    const trouble = troubleWith(survey, kind, togglId, runnId);
    if (trouble === 'linked') return [];
    if (trouble !== null) {
      problems.push(`line ${line}: ${trouble}`);
      return [];
    }
    return [chosenLink(survey, kind, togglId, runnId)];
  });
  if (problems.length > 0) throw unusable(file, problems);
  return links;
}

function troubleWith(survey: LinkSurvey, kind: LinkKind, togglId: number, runnId: number): 'linked' | string | null {
  if (!survey.toggl[kind].has(togglId)) return `Toggl has no ${kind === 'person' ? 'user' : 'project'} ${togglId}`;
  const record = (kind === 'person' ? survey.people : survey.projects).find(({ id }) => id === runnId);
  if (record === undefined) return `Runn has no ${kind} ${runnId}`;
  if ('isTemplate' in record && record.isTemplate) return `${runnId} is a template in Runn`;
  const match =
    kind === 'person'
      ? survey.matching.personOf(togglId as TogglUserId)
      : survey.matching.projectOf(togglId as TogglProjectId, survey.today);
  switch (match.kind) {
    case 'matched':
      return match.id === runnId ? 'linked' : `toggl:${togglId} already leads to runn:${match.id}`;
    case 'skip':
      return `toggl:${togglId} is left out by map`;
    case 'ambiguous':
      return `toggl:${togglId} already stands on ${match.ids.map((id) => `runn:${id}`).join(' and ')}`;
    case 'unmatched':
      return match.mapTarget === undefined ? null : `map leads toggl:${togglId} to ${match.mapTarget} already`;
    case 'no-project':
      return null;
  }
}

/** A link that a person has chosen, for the survey's own records. */
export function chosenLink(survey: LinkSurvey, kind: LinkKind, togglId: number, runnId: number): LinkProposal {
  const proposed = survey.proposals.find(
    (each) => each.kind === kind && each.togglId === togglId && each.runnId === runnId,
  );
  if (proposed !== undefined) return proposed;
  const seconds =
    kind === 'person'
      ? survey.userSeconds.get(togglId as TogglUserId)
      : survey.projectSeconds.get(togglId as TogglProjectId);
  return {
    kind,
    togglId: togglId as LinkProposal['togglId'],
    runnId: runnId as LinkProposal['runnId'],
    confidence: 1,
    reason: 'chosen',
    seconds: seconds ?? 0,
  };
}
