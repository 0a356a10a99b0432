/** `link`: proposes links between Toggl and Runn, and writes those that were accepted. */
import { editConfigFile } from '../config/edit-config-file.ts';
import { isInWindow } from '../core/dates.ts';
import { AppError, ConfigError } from '../core/errors.ts';
import { buildMatching, type Matching } from '../core/match.ts';
import type {
  IsoDate,
  RunnPerson,
  RunnPersonId,
  RunnProject,
  RunnProjectId,
  TogglProject,
  TogglProjectId,
  TogglUser,
  TogglUserId,
  Window,
} from '../core/model.ts';
import { planLinks } from '../core/plan-links.ts';
import type { ReferenceChange } from '../core/plan-undo-links.ts';
import { type LinkKind, type LinkProposal, type LinkProposals, proposeLinks } from '../core/propose-links.ts';
import type { Accounts } from '../core/report.ts';
import type { LinkLine, LinkParty, LinkReport } from '../core/report-links.ts';
import { accountKeyOf } from '../runn/account.ts';
import type { RunnWriter } from '../runn/runn-writer.ts';
import { interruptedAt } from './interrupted-at.ts';
import { makeRunName } from './journal.ts';
import { type AcceptedLine, unusable } from './links-csv.ts';
import { nameSimilarity } from './name-similarity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { pruneJournals } from './prune-journals.ts';
import { type ReadRequest, readSides } from './read-sides.ts';
import { readTogglExport } from './read-toggl-export.ts';
import { createReferencesJournal } from './references-journal.ts';
import { resolveRange } from './resolve-range.ts';
import { takeRunLock } from './run-lock.ts';

export interface LinkSurvey extends LinkProposals {
  readonly window: Window | null;
  readonly exportPath: string | null;
  readonly accounts: Accounts;
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
  extends Pick<LinkSurvey, 'window' | 'today' | 'accounts' | 'people' | 'projects' | 'userSeconds' | 'projectSeconds'> {
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

// ------------------------------------------------------------------------------------------------ writing

/** Everything that writing needs beside the survey. */
export interface LinkWriteRequest extends ReadRequest {
  readonly writer: RunnWriter;
  readonly process: ProcessIdentity;
  readonly random: () => number;
  readonly now: () => number;
  readonly toolVersion: string;
  readonly signal: AbortSignal;
}

/** The report before anything is written: accepted links first, each with its place. */
export function planLinkReport(
  request: ReadRequest,
  survey: LinkSurvey,
  accepted: readonly LinkProposal[],
  options: { readonly isDryRun: boolean; readonly minConfidence: number },
): LinkReport {
  const { config, connections } = request;
  const isAccepted = new Set(accepted.map(keyOf));
  const others = survey.proposals.filter((proposal) => !isAccepted.has(keyOf(proposal)));
  const runn = { people: survey.people, projects: survey.projects, referenceNames: config.runn.referenceNames };
  const lines = planLinks([...accepted, ...others], runn).map(
    (link): LinkLine => ({ ...link, isAccepted: isAccepted.has(keyOf(link)), status: 'planned' }),
  );
  return {
    command: 'link',
    isDryRun: options.isDryRun,
    run: null,
    window: survey.window,
    exportPath: survey.exportPath,
    accounts: survey.accounts,
    links: lines,
    unproposed: survey.unproposed.filter((record) => !isAccepted.has(keyOf(record))),
    minConfidence: options.minConfidence,
    outcome: null,
    configFile: config.file,
    toggl: survey.toggl,
    runn: survey.runn,
    requests: connections.countRequests(),
    warnings: [],
  };
}

function keyOf({ kind, togglId }: { readonly kind: LinkKind; readonly togglId: number }): string {
  return `${kind}/${togglId}`;
}

export interface LinkResult {
  readonly report: LinkReport;
  /** What stopped the run after its first write. */
  readonly error: Error | null;
}

/**
 * Writes the accepted links of the report: the journal first, then each reference by read-modify-write, then `map` in
 * the configuration file at once.
 * @throws AppError when something failed before the first write: `locked`, `no-journal-place`
 */
export async function writeLinks(request: LinkWriteRequest, report: LinkReport, account: string): Promise<LinkResult> {
  const { config, process, now } = request;
  if (!report.links.some(({ isAccepted }) => isAccepted)) return { report, error: null };
  const lock = await takeRunLock({ stateDir: config.stateDir, account, command: 'link', process, now });
  try {
    return await writeLocked(request, report, account);
  } finally {
    await lock.release();
  }
}

async function writeLocked(request: LinkWriteRequest, report: LinkReport, account: string): Promise<LinkResult> {
  const { config, writer, signal, onStep } = request;
  const lines = new Map<LinkLine, LinkLine>(report.links.map((line) => [line, line]));
  const accepted = report.links.filter(({ isAccepted }) => isAccepted);
  const isWritable = (line: LinkLine) => line.target.kind === 'reference' || config.file !== null;
  const writable = accepted.filter(isWritable);
  for (const line of accepted) {
    if (!isWritable(line)) lines.set(line, { ...line, status: 'failed', message: noFileMessage(line) });
  }

  const run = makeRunName(request.now(), request.random());
  const journal =
    writable.length === 0
      ? null
      : await createReferencesJournal(config.stateDir, {
          run,
          toolVersion: request.toolVersion,
          command: 'link',
          account,
          startedAt: new Date(request.now()).toISOString(),
          changes: writable.map((line) => toChange(line, config.file, report)),
        });
  const settle = async (line: LinkLine, message: string | null): Promise<void> => {
    const outcome = message === null ? ({ status: 'applied' } as const) : ({ status: 'failed', message } as const);
    lines.set(line, message === null ? { ...line, status: 'written' } : { ...line, status: 'failed', message });
    await journal?.record(writable.indexOf(line), outcome);
  };

  let error: Error | null = null;
  try {
    for (const [index, line] of writable.entries()) {
      if (line.target.kind !== 'reference') continue;
      signal.throwIfAborted();
      onStep(`Writing references to Runn: ${index + 1} of ${writable.length}`);
      await settle(line, await writeReference(writer, line, line.target));
    }
    const entries = writable.filter(({ target }) => target.kind === 'map');
    const trouble = config.file === null ? null : await writeMap(config.file, entries);
    for (const line of entries) await settle(line, trouble);
    await journal?.finish(new Date(request.now()).toISOString());
    await pruneJournals(config.stateDir, config.journal, request.now());
  } catch (thrown) {
    const done = [...lines.values()].filter(({ status }) => status === 'written').length;
    if (signal.aborted) error = interruptedAt(done, writable.length);
    else error = thrown instanceof Error ? thrown : new Error(String(thrown));
  }

  const settled = report.links.map((line) => lines.get(line) ?? line);
  const written = settled.filter(({ status }) => status === 'written').length;
  return {
    report: {
      ...report,
      run: journal === null ? null : run,
      links: settled,
      outcome: { written, failed: accepted.length - written },
      requests: request.connections.countRequests(),
    },
    error,
  };
}

/** Null when it is written, else why this one could not be. */
async function writeReference(
  writer: RunnWriter,
  { kind, runnId }: LinkLine,
  { reference, replaces }: Extract<LinkLine['target'], { readonly kind: 'reference' }>,
): Promise<string | null> {
  const record =
    kind === 'person'
      ? ({ kind, id: runnId as RunnPersonId } as const)
      : ({ kind, id: runnId as RunnProjectId } as const);
  try {
    const result = await writer.editReference(record, { ...reference, expected: replaces });
    return result === 'changed-since'
      ? `somebody has changed ${reference.referenceName} there in the meantime; run link again`
      : null;
  } catch (error) {
    // An answer that nobody foresaw is about this record; all else ends the run.
    if (error instanceof AppError && error.exitCode === 1) return error.message;
    throw error;
  }
}

async function writeMap(file: string, lines: readonly LinkLine[]): Promise<string | null> {
  if (lines.length === 0) return null;
  try {
    await editConfigFile(
      file,
      lines.map(({ kind, togglId, runnId }) => ({ group: groupOf(kind), togglId, runnId })),
    );
    return null;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const why = error.problems.map(({ path, message }) => `${path} ${message}`).join('; ');
    return `${why}. ${error.hint ?? ''}`.trim();
  }
}

function groupOf(kind: LinkKind): 'people' | 'projects' {
  return kind === 'person' ? 'people' : 'projects';
}

function noFileMessage({ kind, togglId, runnId }: LinkLine): string {
  return `Runn’s reference is taken, so that it belongs into a configuration file, and there is none: map.${groupOf(kind)}: { "${togglId}": ${runnId} }`;
}

function toChange(line: LinkLine, file: string | null, report: LinkReport): ReferenceChange {
  const { kind, togglId, runnId, target } = line;
  if (target.kind === 'map') {
    return { kind: 'map', file: file ?? '', group: groupOf(kind), togglId, before: null, after: runnId };
  }
  return {
    kind: 'reference',
    record: kind === 'person' ? { kind, id: runnId as RunnPersonId } : { kind, id: runnId as RunnProjectId },
    name: report.runn[kind].get(runnId)?.name ?? '',
    referenceName: target.reference.referenceName,
    before: target.replaces,
    after: target.reference.externalId,
  };
}
