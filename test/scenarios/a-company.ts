/**
 * A company that a story can be told about: people track in Toggl, managers book in Runn, and now and then somebody runs
 * `sync`. Times are written `2:30`, what stands in Runn `2:30+0:15`, billable first. People and projects go by their names.
 */
import { buildPlan, type SurveyInput, surveyWindow } from '../../src/core/build-plan.ts';
import type { Finding } from '../../src/core/findings.ts';
import { ownershipOf } from '../../src/core/mark.ts';
import type { Actual, Change, Contract, Intent, Minutes, Rules } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import { everything } from '../../src/core/scope.ts';
import { aMapping, someRules } from '../builders/a-survey.ts';
import { day } from '../builders/ids.ts';
import type { Plain } from '../builders/plain.ts';
import { aContract, anActual, aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aRow, aTogglProject, aTogglUser, aWorkspace } from '../builders/toggl.ts';
import { writeChanges } from '../builders/write-changes.ts';

const roles = { Developer: 10, Lead: 20, Designer: 30 } as const;
type RoleName = keyof typeof roles;

interface CompanyPerson {
  readonly id: number;
  /** Their Toggl id. */
  readonly user: number;
  /** The Toggl ids on the Runn record. */
  links: number[];
  archived: boolean;
  /** Role, first day, last day. */
  contracts: (readonly [RoleName, string, string | null])[];
}

interface CompanyProject {
  readonly id: number;
  readonly togglId: number;
  links: number[];
  archived: boolean;
  pricing: 'tm' | 'fp' | 'nb';
}

interface TogglSpace {
  isAdmin: boolean;
  /** A paid plan has a billable flag. */
  plan: 'paid' | 'free';
  /** First day that the plan lets anybody read. */
  readableSince?: string;
}

interface TrackedTime {
  readonly person: string;
  readonly project: string | null;
  readonly date: string;
  readonly space: string;
  seconds: number;
  billableSeconds: number;
}

/** What one run of `sync` is given beside the company. */
export interface SyncOptions {
  readonly since?: string;
  readonly until?: string;
  readonly rules?: Partial<Plain<Rules>>;
  readonly map?: Parameters<typeof aMapping>[0];
  readonly flags?: Partial<Intent>;
  /** Workspaces that are read; all of them unless told otherwise. */
  readonly spaces?: readonly string[];
  readonly force?: boolean;
}

export interface SyncOutcome {
  /** `2024-01-02 Eric, Moon: none -> 2:00+0:00 new-in-toggl`. */
  readonly wrote: string[];
  /** Code, day, who, project, and the Toggl time that stays out for it. */
  readonly found: string[];
  readonly refused: string[];
}

export function minutesIn(text: string): number {
  const [hours = '', minutes = ''] = text.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

function sides({ billableMinutes, nonbillableMinutes }: Minutes): string {
  return `${clock(billableMinutes)}+${clock(nonbillableMinutes)}`;
}

export class Company {
  readonly people: Record<string, CompanyPerson> = {};
  readonly projects: Record<string, CompanyProject> = {};
  /** Toggl projects without a Runn project of their own name, by Toggl id. */
  readonly togglOnly: Record<string, { readonly id: number; archived: boolean }> = {};
  readonly spaces: Record<string, TogglSpace> = { Studio: { isAdmin: true, plan: 'paid' } };
  #actuals: Actual[] = [];
  #tracked: TrackedTime[] = [];
  #nextActualId = 1;

  constructor(people: readonly string[], projects: readonly string[]) {
    for (const name of people) this.hires(name);
    projects.forEach((name, index) => {
      const togglId = 21 + index;
      this.projects[name] = { id: 201 + index, togglId, links: [togglId], archived: false, pricing: 'tm' };
    });
  }

  /** A newcomer, in Toggl and in Runn, linked. */
  hires(name: string): void {
    const index = Object.keys(this.people).length;
    const user = 11 + index;
    this.people[name] = {
      id: 101 + index,
      user,
      links: [user],
      archived: false,
      contracts: [['Developer', '2023-01-01', null]],
    };
  }

  person(name: string): CompanyPerson {
    return known(this.people, name);
  }

  project(name: string): CompanyProject {
    return known(this.projects, name);
  }

  // ------------------------------------------------------------------------------------------------ in Toggl

  /** Adds billable time unless told otherwise; where there is some already, both count. */
  tracks(
    person: string,
    project: string | null,
    date: string,
    time: string,
    { billable = true, space = 'Studio' }: { billable?: boolean; space?: string } = {},
  ): void {
    const seconds = time.includes('s') ? Number.parseInt(time, 10) : minutesIn(time) * 60;
    const isFlagged = billable && known(this.spaces, space).plan === 'paid';
    this.#tracked.push({ person, project, date, space, seconds, billableSeconds: isFlagged ? seconds : 0 });
  }

  /** Deletes all time of that person and project on that day. */
  deletesTime(person: string, project: string | null, date: string): void {
    this.#tracked = this.#tracked.filter(
      (time) => time.person !== person || time.project !== project || time.date !== date,
    );
  }

  /** Puts all time of that person and project on that day under another project, or on another day. */
  movesTime(person: string, project: string | null, date: string, to: { project?: string; date?: string }): void {
    this.#tracked = this.#tracked.map((time) =>
      time.person === person && time.project === project && time.date === date ? { ...time, ...to } : time,
    );
  }

  // ------------------------------------------------------------------------------------------------- in Runn

  /** Somebody books by hand, billable as Runn does unless told otherwise. */
  books(
    person: string,
    project: string,
    date: string,
    time: string,
    { billable = true, role = 'Developer', note = '' }: { billable?: boolean; role?: RoleName; note?: string } = {},
  ): void {
    const minutes = minutesIn(time);
    this.#actuals.push(
      anActual({
        id: this.#nextActualId,
        date,
        personId: this.person(person).id,
        projectId: this.project(project).id,
        roleId: roles[role],
        billableMinutes: billable ? minutes : 0,
        nonbillableMinutes: billable ? 0 : minutes,
        billableNote: billable ? note : '',
        nonbillableNote: billable ? '' : note,
      }),
    );
    this.#nextActualId += 1;
  }

  /** A manager corrects the billable minutes of what stands there, or rewrites its billable note. */
  edits(person: string, project: string, date: string, to: { time?: string; note?: (note: string) => string }): void {
    this.#change(person, project, date, (actual) => [
      {
        ...actual,
        billableMinutes: to.time === undefined ? actual.billableMinutes : minutesIn(to.time),
        billableNote: to.note?.(actual.billableNote) ?? actual.billableNote,
      },
    ]);
  }

  deletesActual(person: string, project: string, date: string): void {
    this.#change(person, project, date, () => []);
  }

  #change(person: string, project: string, date: string, change: (actual: Actual) => Actual[]): void {
    const isMeant = (actual: Actual): boolean =>
      actual.personId === this.person(person).id &&
      actual.projectId === this.project(project).id &&
      actual.date === date;
    if (!this.#actuals.some(isMeant)) throw new RangeError(`${person} has nothing on ${project} on ${date}`);
    this.#actuals = this.#actuals.flatMap((actual) => (isMeant(actual) ? change(actual) : [actual]));
  }

  /** `2024-01-02 Eric, Moon: 2:00+0:00 ours`, sorted; `edited` and `by hand` are not ours. The role where it is told. */
  runn({ roles: isRoleTold = false, notes: isNoteTold = false } = {}): string[] {
    const owners = { owned: 'ours', edited: 'edited', foreign: 'by hand' } as const;
    return this.#actuals
      .map((actual) => {
        const role = isRoleTold ? `, ${nameOf(roles, (id) => id === actual.roleId)}` : '';
        const note = isNoteTold ? ` ${JSON.stringify([actual.billableNote, actual.nonbillableNote])}` : '';
        return `${this.#cell(actual)}${role}: ${sides(actual)} ${owners[ownershipOf(actual)]}${note}`;
      })
      .sort();
  }

  // ---------------------------------------------------------------------------------------------------- runs

  /** Plans without writing: what `dry-run` does, or a machine that has read and not yet written. */
  plan(options: SyncOptions = {}): Plan {
    const survey = surveyWindow(this.#surveyInput(options));
    const contracts: Contract[] = Object.values(this.people).flatMap(({ id, contracts: own }) =>
      own.map(([role, startDate, endDate]) => aContract({ personId: id, roleId: roles[role], startDate, endDate })),
    );
    return buildPlan(survey, { members: [], contracts });
  }

  /** Writes a plan's changes to Runn. */
  write(plan: Plan): void {
    this.#actuals = writeChanges(this.#actuals, plan.changes);
  }

  /** Plans, writes unless refused, and makes sure that the next run would have nothing to do (R16). */
  sync(options: SyncOptions = {}): SyncOutcome {
    const plan = this.plan(options);
    const refused = plan.refusals
      .map(({ code }) => code)
      .filter((code) => !(code === 'brake' && options.force === true))
      .sort();
    if (refused.length === 0) {
      this.write(plan);
      const again = this.plan(options).changes;
      if (again.length > 0)
        throw new Error(`the next run would write ${again.map((one) => this.#line(one)).join('; ')}`);
    }
    return {
      wrote: refused.length > 0 ? [] : plan.changes.map((change) => this.#line(change)),
      found: plan.findings.map((finding) => this.#finding(finding)),
      refused,
    };
  }

  #surveyInput({ since = '2024-01-01', until = '2024-01-31', ...options }: SyncOptions): SurveyInput {
    const spaces = Object.entries(this.spaces).filter(([name]) => options.spaces?.includes(name) ?? true);
    return {
      window: { since: day(since), until: day(until) },
      workspaces: spaces.map(([name, { isAdmin, plan, readableSince = null }]) => {
        const id = Object.keys(this.spaces).indexOf(name) + 1;
        const rows = this.#tracked
          .filter((time) => time.space === name)
          .map(({ person, project, date, seconds, billableSeconds }) =>
            aRow({
              workspaceId: id,
              userId: this.person(person).user,
              projectId: project === null ? null : this.#togglProject(project),
              date,
              seconds,
              billableSeconds,
            }),
          );
        // The first workspace has all projects of its own; another one those that somebody tracks there.
        const own = id === 1 ? this.#projectsOf(name) : new Set(rows.flatMap((row) => row.projectId ?? []));
        const billable = plan === 'paid' ? 'flag' : 'none';
        const space = aWorkspace({ id, name, isAdmin, billable, readableSince, rows });
        return {
          ...space,
          users: Object.values(this.people).map(({ user }) => aTogglUser({ id: user })),
          projects: [...own].map((projectId) =>
            aTogglProject({ id: projectId, workspaceId: id, isArchived: this.#isArchivedInToggl(projectId) }),
          ),
        };
      }),
      people: Object.entries(this.people).map(([name, { id, links, archived }]) =>
        aPerson({ id, name, isArchived: archived, references: linkedTo(...links) }),
      ),
      projects: Object.entries(this.projects).map(([name, { id, links, archived, pricing }]) =>
        aProject({ id, name, isArchived: archived, pricingModel: pricing, references: linkedTo(...links) }),
      ),
      actuals: this.#actuals,
      referenceNames: ['Custom1'],
      mapping: aMapping(options.map),
      rules: someRules(options.rules),
      limits: { maxLossShare: 0.1, floorHours: 20 },
      scope: everything,
      intent: { adopt: false, clearUnmarked: false, rerole: false, ...options.flags },
    };
  }

  /** Toggl projects of the first workspace: all but those that are tracked only elsewhere. */
  #projectsOf(space: string): Set<number> {
    const elsewhere = new Set(this.#tracked.filter((time) => time.space !== space).map(({ project }) => project));
    const here = new Set(this.#tracked.filter((time) => time.space === space).map(({ project }) => project));
    const names = [...Object.keys(this.projects), ...Object.keys(this.togglOnly)];
    return new Set(
      names.filter((name) => here.has(name) || !elsewhere.has(name)).map((name) => this.#togglProject(name)),
    );
  }

  #togglProject(name: string): number {
    return this.togglOnly[name]?.id ?? this.project(name).togglId;
  }

  #isArchivedInToggl(togglId: number): boolean {
    return Object.values(this.togglOnly).some(({ id, archived }) => id === togglId && archived);
  }

  // --------------------------------------------------------------------------------------------------- words

  #cell({ date, personId, projectId }: Pick<Actual, 'date' | 'personId' | 'projectId'>): string {
    const person = nameOf(this.people, ({ id }) => id === personId);
    return `${date} ${person}, ${nameOf(this.projects, ({ id }) => id === projectId)}`;
  }

  #line(change: Change): string {
    const before = change.before === null ? 'none' : sides(change.before);
    return `${this.#cell(change)}: ${before} -> ${sides(change.after)} ${change.reason}`;
  }

  #finding({ code, seconds, subject }: Finding): string {
    const { date, runnPersonId, runnProjectId, togglUserId, togglProjectId } = subject;
    const person = nameOf(this.people, ({ id, user }) => id === runnPersonId || user === togglUserId);
    const project =
      nameOf(this.projects, ({ id, togglId }) => id === runnProjectId || togglId === togglProjectId) ||
      nameOf(this.togglOnly, ({ id }) => id === togglProjectId);
    const time = seconds === 0 ? '' : `(${clock(seconds / 60)})`;
    return [code, date, [person, project].filter((name) => name !== '').join(', '), time]
      .filter((word) => word !== undefined && word !== '')
      .join(' ');
  }
}

/** One who may be named by several: the first record that is meant. */
function nameOf<T>(records: Readonly<Record<string, T>>, isMeant: (record: T) => boolean): string {
  return Object.entries(records).find(([, record]) => isMeant(record))?.[0] ?? '';
}

function known<T>(records: Readonly<Record<string, T>>, name: string): T {
  const record = records[name];
  if (record === undefined) throw new RangeError(`nobody and nothing is called ${name}`);
  return record;
}

/** Nothing was written, nothing was found. */
export const nothingToDo: SyncOutcome = { wrote: [], found: [], refused: [] };
