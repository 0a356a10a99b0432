/**
 * Random companies and what happens to them. Everything is built from small numbers, so that a counterexample shrinks to
 * few people, few days and plain rules; indices wrap around whatever list they point into.
 */
import fc from 'fast-check';
import { leadOfProject, leadOfUser, roleFor, togglMinutesOf } from '../oracle/oracle.ts';
import type {
  OracleActual,
  OracleDatedTarget,
  OracleIntent,
  OracleReference,
  OracleRow,
  OracleRules,
  OracleWorkspace,
  World,
} from '../oracle/world.ts';
import { keyOf } from './simulate-runn.ts';

const firstDay = Date.UTC(2024, 1, 26);
const roleIds = [1, 2, 3];
const firstUser = 11;
const firstTogglProject = 21;
const unknownId = 98;
/** As an index into people or projects: a Toggl id that no Runn record calls its own. */
const stranger = 9;
const knownIndices = [0, 1, 2, 3, 4, 5];

/** A world between two runs: what is not read now may be read again later. */
export interface HistoryWorld extends World {
  /** Workspaces that were left out; people go on tracking there. */
  absent: OracleWorkspace[];
}

export function dayAt(index: number): string {
  return new Date(firstDay + index * 86_400_000).toISOString().slice(0, 10);
}

function dayBefore(date: string): string {
  return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined) throw new RangeError('nothing to choose from');
  return item;
}

function fromPairs<T>(pairs: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(pairs);
}

// ------------------------------------------------------------------------------------------------- notes

/** Texts with a `%` where the mark goes. */
const noteShapes = [
  '%',
  '% ok',
  'Workshop % am Nachmittag',
  '日報 % 完了',
  'שלום %',
  '👩‍💻 pair\n%\nline two',
  '[Toggl 1:00] %',
  '%[Toggl 9:9+0:00]',
  '  %  ',
  '[Toggl %]',
  '[Toggl 1:00+%0:00]',
];

function markOf(billable: number, nonbillable: number): string {
  // The tool marks no fractions.
  if (!Number.isInteger(billable + nonbillable)) return '';
  const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return `[Toggl ${clock(billable)}+${clock(nonbillable)}]`;
}

const noteSpec = fc.record({
  shape: fc.nat(noteShapes.length - 1),
  marks: fc.constantFrom('none', 'none', 'equal', 'equal', 'equal', 'other', 'both'),
  isOnBillable: fc.boolean(),
});

interface NoteSpec {
  shape: number;
  marks: string;
  isOnBillable: boolean;
}

function notesOf(
  spec: NoteSpec,
  billable: number,
  nonbillable: number,
): Pick<OracleActual, 'billableNote' | 'nonbillableNote'> {
  const equal = markOf(billable, nonbillable);
  const other = markOf(billable + 7, nonbillable);
  const marks = { none: '', equal, other, both: `${other} ${equal}` }[spec.marks] ?? '';
  const shape = at(noteShapes, spec.shape);
  const text = spec.marks === 'none' && spec.shape === 0 ? '' : shape.replace('%', () => marks);
  return spec.isOnBillable ? { billableNote: text, nonbillableNote: '' } : { billableNote: '', nonbillableNote: text };
}

// ----------------------------------------------------------------------------------------------- the company

const secondsOf = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(60, 120, 1800, 3600, 7200) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, 29, 30, 31, 59, 89, 90, 449, 450) },
  { weight: 2, arbitrary: fc.nat(36_000) },
  { weight: 1, arbitrary: fc.constantFrom(28_800, 43_200, 90_000) },
);
/** Runn may hold fractions that somebody entered there. */
const minutesOfSide = fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 30, 30, 60, 60, 120, 120, 480, 480, 7.5);

const rowSpec = fc.record({
  workspace: fc.constantFrom(0, 0, 0, 1),
  user: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4, stranger),
  project: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4, stranger, null),
  day: fc.constantFrom(0, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9),
  seconds: secondsOf,
  billable: fc.constantFrom(0, 0, 1, 2, 3),
});

type RowSpec = typeof rowSpec extends fc.Arbitrary<infer T> ? T : never;

const actualSpec = fc.record({
  /** An actual often stands where a row flows. */
  ofRow: fc.option(fc.nat(20), { freq: 3 }),
  person: fc.nat(4),
  project: fc.nat(4),
  day: fc.nat(11),
  /** The one that a new actual would have, or any. */
  role: fc.constantFrom<'R6' | number>('R6', 'R6', 0, 1, 2),
  workstream: fc.constantFrom(null, null, null, 71, 72),
  phase: fc.constantFrom(null, null, 81),
  billable: minutesOfSide,
  nonbillable: minutesOfSide,
  isTogglsTime: fc.boolean(),
  note: noteSpec,
});

type ActualSpec = typeof actualSpec extends fc.Arbitrary<infer T> ? T : never;

/** How a Runn record is linked: mostly as it should be. */
const linkSpec = fc.oneof(
  { weight: 14, arbitrary: fc.constant('own') },
  {
    weight: 10,
    arbitrary: fc.constantFrom(
      ...['none', 'none', 'next', 'own and next', 'own and unknown', 'own and text', 'other name'],
      ...['second name', 'own twice', 'padded'],
    ),
  },
);

const personSpec = fc.record({
  link: linkSpec,
  isArchived: fc.constantFrom(false, false, false, false, false, false, false, true),
  isPlaceholder: fc.constantFrom(false, false, false, false, false, false, false, false, false, false, false, true),
  contract: fc.constantFrom('open', 'open', 'open', 'open', 'none', 'two', 'overlapping', 'ends', 'starts'),
  role: fc.nat(2),
});

const projectSpec = fc.record({
  link: linkSpec,
  isArchived: fc.constantFrom(false, false, false, false, false, false, false, true),
  isTemplate: fc.constantFrom(false, false, false, false, false, false, false, false, false, false, false, true),
  pricingModel: fc.constantFrom<'tm' | 'fp' | 'nb'>('tm', 'tm', 'fp', 'nb'),
});

const memberSpec = fc.record({
  person: fc.nat(4),
  project: fc.nat(4),
  role: fc.nat(2),
  workstream: fc.constantFrom(null, null, 71, 72),
  isPlaceholder: fc.constantFrom(false, false, false, false, false, false, false, true),
});

const workspaceSpec = fc.record({
  isAdmin: fc.constantFrom(true, true, true, true, true, true, true, true, true, false),
  billable: fc.constantFrom<'flag' | 'none'>('flag', 'flag', 'none'),
  retention: fc.constantFrom(null, null, null, null, null, null, 1, 3),
  /** Which user or project the workspace does not know, if any. */
  forgets: fc.constantFrom(null, null, null, null, null, null, 0, 1, 2, 3),
  /** Which row names a pair that differs from Toggl's totals, if any. */
  disputed: fc.constantFrom(null, null, null, null, null, null, 0, 1, 2),
});

const rulesSpec: fc.Arbitrary<Omit<OracleRules, 'lockedThrough'> & { locked: number | null }> = fc.record({
  billable: fc.constantFrom('auto', 'auto', 'auto', 'toggl', 'always', 'never'),
  rounding: fc.oneof(
    { weight: 3, arbitrary: fc.constant({ mode: 'nearest' as const, minutes: 1 }) },
    {
      weight: 1,
      arbitrary: fc.record({
        mode: fc.constantFrom<'nearest' | 'up' | 'down'>('nearest', 'up', 'down'),
        minutes: fc.constantFrom(1, 5, 6, 15),
      }),
    },
  ),
  clear: fc.constantFrom('owned', 'owned', 'owned', 'owned', 'never'),
  clearWith: fc.constantFrom('zero', 'zero', 'zero', 'delete'),
  onConflict: fc.constantFrom('toggl', 'toggl', 'toggl', 'runn', 'runn', 'fail'),
  archived: fc.constantFrom('hold', 'hold', 'write'),
  locked: fc.constantFrom(null, null, null, null, null, null, null, 0, 2, 20),
});

const peopleMapSpec = fc.array(
  fc.record({ user: fc.nat(5), to: fc.constantFrom<number | 'skip'>(0, 1, 2, 3, 'skip', 'skip', 999) }),
  { maxLength: 2 },
);

const projectMapSpec = fc.array(
  fc.record({
    project: fc.nat(5),
    first: fc.constantFrom<number | 'skip'>(0, 1, 2, 3, 'skip', 999),
    until: fc.constantFrom(null, null, 0, 1, 2, 4),
    later: fc.constantFrom<number | 'skip'>(0, 1, 2, 'skip'),
  }),
  { maxLength: 2 },
);

function mostlyEmpty<T>(list: fc.Arbitrary<T[]>): fc.Arbitrary<T[]> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: list });
}

const scopeSideSpec = fc.option(
  fc.record({
    runn: fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
    toggl: fc.array(fc.nat(6), { maxLength: 2 }),
  }),
  { freq: 2 },
);

const dayIndex = fc.nat(9);

/** Most runs are plain; the others are asked for what only a flag does. */
const intentSpec: fc.Arbitrary<OracleIntent> = fc
  .constantFrom('', '', '', '', 'adopt', 'adopt', 'adopt clear', 'adopt clear', 'rerole', 'rerole', 'adopt rerole')
  .map((flags) => ({
    adopt: flags.includes('adopt'),
    clearUnmarked: flags.includes('clear'),
    rerole: flags.includes('rerole'),
  }));

const scheduleSpec = fc.record({
  assignments: fc.array(
    fc.record({
      /** Often of somebody who tracks time on the first day of it. */
      ofRow: fc.option(fc.nat(20), { freq: 3 }),
      person: fc.nat(4),
      project: fc.nat(4),
      role: fc.nat(2),
      workstreamId: fc.constantFrom(null, null, 71, 72),
      first: fc.integer({ min: -1, max: 8 }),
      length: fc.integer({ min: 0, max: 6 }),
      minutesPerDay: fc.constantFrom(480, 480, 240, 0, null),
      isPlanned: fc.constantFrom(true, true, true, false),
    }),
    { minLength: 1, maxLength: 5, size: 'max' },
  ),
  timeOff: fc.array(
    fc.record({
      person: fc.constantFrom(null, 0, 1, 2, 3),
      first: fc.integer({ min: 0, max: 8 }),
      length: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 2 },
  ),
  roster: fc.constantFrom<(number | null)[] | null>(
    [480, 480, 480, 480, 480, 0, 0],
    [480, 480, 480, 480, 480, 0, 0],
    [480, 0, 240, null, 480, 0, 60],
    null,
  ),
  notOver: fc.constantFrom(0, 0, 1, 3),
});

const partTime = [0, 480, 0, 480, 0, 480, 0];

const bySpec = fc.constantFrom<World['by']>(null, null, 'person', 'project', 'day');

const companySpec = fc.record({
  /** Most companies are in order, so that much is written; the rest has every kind of trouble at once. */
  isCalm: fc.constantFrom(true, true, false),
  /** Long hours without one billable second. */
  isUnbilled: fc.constantFrom(false, false, false, false, false, false, false, false, false, true),
  /** The window's first day, and its length. */
  first: fc.constantFrom(0, 0, 0, 1, 2),
  days: fc.integer({ min: 3, max: 10 }),
  people: fc.array(personSpec, { minLength: 2, maxLength: 5 }),
  projects: fc.array(projectSpec, { minLength: 2, maxLength: 5 }),
  workspaces: fc.array(workspaceSpec, { minLength: 1, maxLength: 2 }),
  /** In which workspace each Toggl project is. */
  homes: fc.tuple(...knownIndices.map(() => fc.nat(1))),
  rows: fc.array(rowSpec, { minLength: 2, maxLength: 20, size: 'max' }),
  actuals: fc.array(actualSpec, { maxLength: 10, size: 'max' }),
  members: fc.array(memberSpec, { maxLength: 4 }),
  /** With `rules.zeros: scheduled`. */
  schedule: fc.option(scheduleSpec, { freq: 2 }),
  rules: rulesSpec,
  referenceNames: fc.constantFrom<string[]>(['Custom1'], ['Custom1'], ['Custom1', 'Custom2']),
  noProject: fc.constantFrom<number | 'skip' | null>(null, null, null, 0, 1, 'skip', 999),
  peopleMap: mostlyEmpty(peopleMapSpec),
  projectMap: mostlyEmpty(projectMapSpec),
  maxLossShare: fc.constantFrom(0.1, 0.1, 0, 0.5, 1),
  floorHours: fc.constantFrom(20, 20, 0, 1, 2.5),
  scope: fc.oneof(
    { weight: 4, arbitrary: fc.constant({ people: null, projects: null }) },
    { weight: 1, arbitrary: fc.record({ people: scopeSideSpec, projects: scopeSideSpec }) },
  ),
  intent: intentSpec,
  by: bySpec,
});

type CompanySpec = typeof companySpec extends fc.Arbitrary<infer T> ? T : never;

function personIdAt(index: number): number {
  return 101 + index;
}

function projectIdAt(index: number): number {
  return 201 + index;
}

/** The references of the record at an index, whose own Toggl id is `first + index`. */
function referencesOf(link: string, first: number, index: number): OracleReference[] {
  const own = String(first + index);
  const next = String(first + index + 1);
  const reference = (externalId: string, referenceName = 'Custom1'): OracleReference => ({ referenceName, externalId });
  switch (link) {
    case 'own':
      return [reference(own)];
    case 'next':
      return [reference(next)];
    case 'own and next':
      return [reference(own), reference(next)];
    case 'own and unknown':
      return [reference(own), reference(String(unknownId))];
    case 'own and text':
      return [reference('HR-7'), reference(own)];
    case 'other name':
      return [reference(own, 'Harvest')];
    case 'second name':
      return [reference(own, 'Custom2')];
    case 'own twice':
      return [reference(own), reference(own, 'Custom2')];
    case 'padded':
      return [reference(`0${own}`)];
    default:
      return [];
  }
}

function togglIdAt(index: number, first: number, records: number): number {
  return first + (index === stranger ? records : index % records);
}

function rowOf(world: World, spec: RowSpec): OracleRow {
  const billable = [0, spec.seconds, Math.floor(spec.seconds / 2), Math.floor(spec.seconds / 3)];
  return {
    userId: togglIdAt(spec.user, firstUser, world.runn.people.length),
    projectId: spec.project === null ? null : togglIdAt(spec.project, firstTogglProject, world.runn.projects.length),
    date: dayAt(spec.day),
    seconds: spec.seconds,
    billableSeconds: at(billable, spec.billable),
  };
}

function actualOf(world: World, spec: ActualSpec, id: number): OracleActual {
  const rows = world.workspaces.flatMap((workspace) => workspace.rows);
  const row = spec.ofRow === null || rows.length === 0 ? null : at(rows, spec.ofRow);
  const cell = {
    date: row?.date ?? dayAt(spec.day),
    personId: personIdAt((row === null ? spec.person : row.userId - firstUser) % world.runn.people.length),
    projectId: projectIdAt(
      (row?.projectId === null || row === null ? spec.project : row.projectId - firstTogglProject) %
        world.runn.projects.length,
    ),
  };
  const toggl = togglMinutesOf(world, cell);
  const roleId = spec.role === 'R6' ? (roleFor(world, cell) ?? at(roleIds, 0)) : at(roleIds, spec.role);
  const billableMinutes = spec.isTogglsTime ? toggl.billable : spec.billable;
  const nonbillableMinutes = spec.isTogglsTime ? toggl.nonbillable : spec.nonbillable;
  return {
    id,
    ...cell,
    roleId,
    workstreamId: spec.workstream,
    phaseId: spec.phase,
    billableMinutes,
    nonbillableMinutes,
    ...notesOf(spec.note, billableMinutes, nonbillableMinutes),
  };
}

/** Puts an actual there, unless one stands under its key. */
function addActual(actuals: OracleActual[], actual: OracleActual): void {
  if (!actuals.some((standing) => keyOf(standing) === keyOf(actual))) actuals.push(actual);
}

/** The same company without trouble: everybody linked, nothing archived, the token an admin's, most roles known. */
function calmed(spec: CompanySpec): CompanySpec {
  return {
    ...spec,
    people: spec.people.map((person) => ({
      ...person,
      link: 'own',
      isArchived: false,
      isPlaceholder: false,
      contract: person.contract === 'none' ? 'open' : person.contract,
    })),
    projects: spec.projects.map((project) => ({ ...project, link: 'own', isArchived: false, isTemplate: false })),
    workspaces: spec.workspaces.map((workspace) => ({
      ...workspace,
      isAdmin: true,
      retention: null,
      forgets: null,
      disputed: null,
    })),
    rules: { ...spec.rules, locked: spec.rules.locked === 20 ? null : spec.rules.locked },
  };
}

/** Scopes are asked for anew in each run: a Toggl id that was named stands for the Runn records that it leads to by now. */
function scopedAnew(world: HistoryWorld): HistoryWorld {
  const { people, projects } = world.scope;
  const days = Array.from({ length: 12 }, (_, day) => dayAt(day)).filter(
    (date) => world.window.since <= date && date <= world.window.until,
  );
  const leadsOf = (lead: { how: string; to: number[] }): number[] => (lead.how === 'one' ? lead.to : []);
  return {
    ...world,
    scope: {
      people: people && {
        ...people,
        runnIds: [...people.runnIds, ...people.togglIds.flatMap((id) => leadsOf(leadOfUser(world, id)))],
      },
      projects: projects && {
        ...projects,
        runnIds: [
          ...projects.runnIds,
          ...projects.togglIds.flatMap((id) => days.flatMap((date) => leadsOf(leadOfProject(world, id, date)))),
        ],
      },
    },
  };
}

function target(to: number | 'skip', idAt: (index: number) => number): number | 'skip' {
  return to === 'skip' || to === 999 ? to : idAt(to);
}

function worldOf(drawn: CompanySpec): HistoryWorld {
  const spec = drawn.isCalm ? calmed(drawn) : drawn;
  const since = dayAt(spec.first);
  const until = dayAt(spec.first + spec.days - 1);
  const world: HistoryWorld = {
    absent: [],
    window: { since, until },
    today: dayAt(spec.first + spec.days),
    workspaces: spec.workspaces.map((workspace, index) => ({
      id: index + 1,
      isAdmin: workspace.isAdmin,
      billable: workspace.billable,
      readableSince: workspace.retention === null ? null : dayAt(workspace.retention),
      rows: [],
      users: knownIndices.filter((user) => user !== workspace.forgets).map((user) => firstUser + user),
      projects: knownIndices
        .filter((project) => project !== workspace.forgets)
        .filter((project) => (spec.homes[project] ?? 0) % spec.workspaces.length === index)
        .map((project) => firstTogglProject + project),
      totalsDifferences: [],
    })),
    runn: {
      people: spec.people.map((person, index) => ({
        id: personIdAt(index),
        isArchived: person.isArchived,
        isPlaceholder: person.isPlaceholder,
        references: referencesOf(person.link, firstUser, index),
      })),
      projects: spec.projects.map((project, index) => ({
        id: projectIdAt(index),
        isArchived: project.isArchived,
        isTemplate: project.isTemplate,
        pricingModel: project.pricingModel,
        references: referencesOf(project.link, firstTogglProject, index),
      })),
      members: [],
      contracts: spec.people.flatMap((person, index) => {
        const personId = personIdAt(index);
        const roleId = at(roleIds, person.role);
        const nextRoleId = at(roleIds, person.role + 1);
        const hasRoster = spec.schedule !== null && spec.schedule.roster !== null;
        const contract = (id: number, startDate: string, endDate: string | null) => ({
          personId,
          roleId: id,
          startDate,
          endDate,
          ...(spec.schedule?.roster === undefined || spec.schedule.roster === null
            ? {}
            : { rosteredMinutes: spec.schedule.roster }),
        });
        switch (person.contract) {
          case 'none':
            return [];
          case 'two':
            return [contract(roleId, '2023-01-01', dayAt(1)), contract(nextRoleId, dayAt(2), null)];
          case 'overlapping':
            // Together for two days, and rostered otherwise: a day counts when each of them has it.
            return [
              contract(roleId, '2023-01-01', dayAt(2)),
              { ...contract(nextRoleId, dayAt(1), null), ...(hasRoster ? { rosteredMinutes: partTime } : {}) },
            ];
          case 'ends':
            return [contract(roleId, '2023-01-01', dayAt(1))];
          case 'starts':
            return [contract(roleId, dayAt(1), null)];
          default:
            return [contract(roleId, '2023-01-01', null)];
        }
      }),
      actuals: [],
      schedule: null,
    },
    rules: {
      billable: spec.rules.billable,
      rounding: spec.rules.rounding,
      clear: spec.rules.clear,
      clearWith: spec.rules.clearWith,
      onConflict: spec.rules.onConflict,
      archived: spec.rules.archived,
      lockedThrough: spec.rules.locked === null ? null : dayAt(spec.rules.locked),
    },
    map: {
      noProject: spec.noProject === null ? null : target(spec.noProject, projectIdAt),
      people: fromPairs(
        spec.peopleMap.map((entry) => [String(firstUser + entry.user), target(entry.to, personIdAt)] as const),
      ),
      projects: fromPairs(
        spec.projectMap.map((entry) => {
          const first = target(entry.first, projectIdAt);
          const targets =
            entry.until === null
              ? [{ target: first, until: null }]
              : [
                  { target: first, until: dayAt(entry.until) },
                  { target: target(entry.later, projectIdAt), until: null },
                ];
          return [String(firstTogglProject + entry.project), targets] as const;
        }),
      ),
    },
    referenceNames: spec.referenceNames,
    limits: { maxLossShare: spec.maxLossShare, floorHours: spec.floorHours },
    scope: {
      people:
        spec.scope.people === null
          ? null
          : {
              runnIds: spec.scope.people.runn.map(personIdAt),
              togglIds: spec.scope.people.toggl.map((user) => firstUser + user),
            },
      projects:
        spec.scope.projects === null
          ? null
          : {
              runnIds: spec.scope.projects.runn.map(projectIdAt),
              togglIds: spec.scope.projects.toggl.map((project) => firstTogglProject + project),
            },
    },
    intent: spec.intent,
    by: spec.by,
  };
  for (const member of spec.members) addMember(world, member);
  for (const row of spec.rows) {
    addRow(world, spec.isUnbilled ? { ...row, seconds: row.seconds + 50_000, billable: 0 } : row);
  }
  // `rules.zeros: scheduled` and `rules.clearWith: delete` exclude each other.
  if (spec.schedule !== null && spec.rules.clearWith !== 'delete') {
    world.runn.schedule = scheduleOf(world, spec.schedule, spec.first + spec.days - 1);
  }
  spec.workspaces.forEach(({ disputed }, index) => {
    const workspace = at(world.workspaces, index);
    const row = disputed === null ? undefined : workspace.rows[disputed];
    if (row !== undefined) workspace.totalsDifferences.push({ userId: row.userId, projectId: row.projectId });
  });
  spec.actuals.forEach((actual, index) => {
    addActual(world.runn.actuals, actualOf(world, actual, 501 + index));
  });
  return scopedAnew(world);
}

function addMember({ runn }: World, spec: typeof memberSpec extends fc.Arbitrary<infer T> ? T : never): void {
  const member = {
    personId: at(runn.people, spec.person).id,
    projectId: at(runn.projects, spec.project).id,
    roleId: at(roleIds, spec.role),
    workstreamId: spec.workstream,
    isPlaceholder: spec.isPlaceholder,
  };
  const isThere = runn.members.some((other) => JSON.stringify(other) === JSON.stringify(member));
  if (!isThere) runn.members.push(member);
}

function scheduleOf(
  world: World,
  spec: typeof scheduleSpec extends fc.Arbitrary<infer T> ? T : never,
  lastDay: number,
): World['runn']['schedule'] {
  const rows = world.workspaces.flatMap((workspace) => workspace.rows);
  const { people, projects } = world.runn;
  return {
    assignments: spec.assignments.map((each) => {
      const row = each.ofRow === null || rows.length === 0 ? null : at(rows, each.ofRow);
      const first = row === null ? each.first : (Date.parse(row.date) - firstDay) / 86_400_000;
      return {
        personId: at(people, row === null ? each.person : row.userId - firstUser).id,
        projectId: at(projects, each.project).id,
        roleId: at(roleIds, each.role),
        workstreamId: each.workstreamId,
        startDate: dayAt(first),
        endDate: dayAt(first + each.length),
        minutesPerDay: each.minutesPerDay,
        isPlanned: each.isPlanned,
      };
    }),
    timeOff: spec.timeOff.map(({ person, first, length }) => ({
      personId: person === null ? null : personIdAt(person),
      startDate: dayAt(first),
      endDate: dayAt(first + length),
    })),
    lastDay: dayAt(lastDay - spec.notOver),
  };
}

/** In which workspace a project is, read or not; undefined for time without one. */
function homeOf(world: HistoryWorld, projectId: number | null): OracleWorkspace | undefined {
  return [...world.workspaces, ...world.absent].find(({ projects }) => projects.includes(projectId ?? -1));
}

/** A project's time is where the project is, also while nobody reads that workspace. */
function addRow(world: HistoryWorld, spec: RowSpec): void {
  const row = rowOf(world, spec);
  const workspace = homeOf(world, row.projectId) ?? at(world.workspaces, spec.workspace);
  workspace.rows.push(workspace.billable === 'flag' ? row : { ...row, billableSeconds: 0 });
}

/** A company at one moment: both sides, rules and scope in any combination. */
const aCompany: fc.Arbitrary<HistoryWorld> = companySpec.map(worldOf);

// ----------------------------------------------------------------------------------------------- the history

const which = fc.nat(20);

const event = fc.oneof(
  // In Toggl.
  { weight: 10, arbitrary: fc.record({ what: fc.constant('time added' as const), row: rowSpec }) },
  { weight: 5, arbitrary: fc.record({ what: fc.constant('time changed' as const), which, seconds: secondsOf }) },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('time moved' as const),
      which,
      to: rowSpec,
      changes: fc.constantFrom<readonly (keyof OracleRow)[]>(
        ['date'],
        ['projectId'],
        ['userId'],
        ['userId', 'projectId', 'date'],
      ),
    }),
  },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('time deleted' as const), which }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('totals differ' as const), which }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('totals agree' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('token demoted' as const), which }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('token promoted' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('workspace left out' as const), which }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('workspace back' as const) }) },
  // What people do to actuals.
  { weight: 2, arbitrary: fc.record({ what: fc.constant('note rewritten' as const), which, note: noteSpec }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('text added' as const), which, shape: fc.nat(noteShapes.length - 1) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('minutes changed' as const),
      which,
      billable: minutesOfSide,
      nonbillable: minutesOfSide,
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('actual deleted' as const), which }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('actual entered' as const), actual: actualSpec }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('zeros filled in' as const), day: dayIndex, role: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('time over a zero' as const), row: rowSpec }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('time booked in pieces' as const),
      which,
      minutes: fc.constantFrom(1, 20, 7.5),
      notes: fc.tuple(noteSpec, noteSpec),
    }),
  },
  // Links, mappings and records.
  { weight: 1, arbitrary: fc.record({ what: fc.constant('person relinked' as const), which, link: linkSpec }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('project relinked' as const), which, link: linkSpec }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('person mapped' as const),
      which,
      to: fc.constantFrom<number | 'skip' | null>(0, 1, 2, 'skip', null, null),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('project mapped' as const),
      which,
      to: fc.constantFrom<number | 'skip' | null>(0, 1, 2, 3, 'skip', null, null),
      from: fc.option(dayIndex),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('no project mapped' as const),
      to: fc.constantFrom<number | 'skip' | null>(0, 1, 'skip', null),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('person archived' as const), which }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('project archived' as const), which }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('role changed' as const), which, role: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('contract begun' as const), which, day: dayIndex, role: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('member added' as const), member: memberSpec }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('member removed' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('pricing changed' as const),
      which,
      to: fc.constantFrom<'tm' | 'nb'>('tm', 'nb'),
    }),
  },
  // What a run is asked for.
  { weight: 1, arbitrary: fc.record({ what: fc.constant('period closed' as const), day: dayIndex }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('period opened' as const) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('time moved across a lock' as const), which, to: rowSpec }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('window moved' as const),
      first: fc.nat(4),
      days: fc.integer({ min: 2, max: 10 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('rules changed' as const), rules: rulesSpec }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('scope lifted' as const) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('asked for' as const), intent: intentSpec }) },
);

export type HistoryEvent = typeof event extends fc.Arbitrary<infer T> ? T : never;

export interface HistoryDay {
  events: HistoryEvent[];
  /** How the day's run ends, and so where the next day begins: a crash, refused items, a refused run. */
  ends: 'well' | 'crash' | 'refused';
  /** How many items of the plan reach Runn before the run dies; wraps around what there is. */
  crashAfter: number;
  /** Which items Runn refuses in a run of trouble: those whose index has this rest. */
  refusedRest: number;
  /** Decides another order of everything that goes in, and which requests in flight a crash lets through. */
  order: number;
}

export interface History {
  company: HistoryWorld;
  days: HistoryDay[];
}

/**
 * A company and what happens to it on up to four days, each ended by a run. Without fast-check's bias to small values:
 * half of all runs would have nothing to do.
 */
export const aHistory: fc.Arbitrary<History> = fc.noBias(
  fc.record({
    company: aCompany,
    days: fc.array(
      fc.record({
        events: fc.array(event, { minLength: 1, maxLength: 6, size: 'max' }),
        ends: fc.constantFrom<HistoryDay['ends']>('well', 'well', 'well', 'well', 'crash', 'refused'),
        crashAfter: fc.nat(100),
        refusedRest: fc.nat(2),
        order: fc.nat(1000),
      }),
      { minLength: 1, maxLength: 4, size: 'max' },
    ),
  }),
);

/** What Runn's "Autofill Missing Actuals" writes. */
const nobodysZero = {
  workstreamId: null,
  phaseId: null,
  billableMinutes: 0,
  nonbillableMinutes: 0,
  billableNote: '',
  nonbillableNote: '',
};

/** The world after something happened; the one given stays as it is. */
export function after(world: HistoryWorld, happened: HistoryEvent): HistoryWorld {
  const next = structuredClone(world);
  const { actuals, people, projects } = next.runn;
  const rows = next.workspaces.flatMap((workspace) => workspace.rows.map((row) => ({ workspace, row })));
  const nextId = Math.max(2000, ...actuals.map((actual) => actual.id)) + 1;
  const withRow = (which: number, change: (of: (typeof rows)[number]) => void): void => {
    if (rows.length > 0) change(at(rows, which));
  };
  const withActual = (which: number, change: (actual: OracleActual) => void): void => {
    if (actuals.length > 0) change(at(actuals, which));
  };
  switch (happened.what) {
    case 'time added':
      addRow(next, happened.row);
      break;
    case 'time changed':
      withRow(happened.which, ({ row }) => {
        row.seconds = happened.seconds;
        row.billableSeconds = Math.min(row.billableSeconds, row.seconds);
      });
      break;
    case 'time moved':
      withRow(happened.which, ({ workspace, row }) => {
        const to = rowOf(next, happened.to);
        Object.assign(row, Object.fromEntries(happened.changes.map((key) => [key, to[key]])));
        const home = homeOf(next, row.projectId) ?? workspace;
        if (home === workspace) return;
        workspace.rows = workspace.rows.filter((other) => other !== row);
        home.rows.push(home.billable === 'flag' ? row : { ...row, billableSeconds: 0 });
      });
      break;
    case 'time moved across a lock':
      withRow(happened.which, ({ row }) => {
        const to = rowOf(next, happened.to);
        if (to.date <= row.date) return;
        row.date = to.date;
        next.rules.lockedThrough = dayBefore(to.date);
      });
      break;
    case 'totals differ':
      withRow(happened.which, ({ workspace, row: { userId, projectId } }) => {
        workspace.totalsDifferences = [{ userId, projectId }];
      });
      break;
    case 'totals agree':
      for (const workspace of next.workspaces) workspace.totalsDifferences = [];
      break;
    case 'time deleted':
      withRow(happened.which, ({ workspace, row }) => {
        workspace.rows = workspace.rows.filter((other) => other !== row);
      });
      break;
    case 'note rewritten':
      withActual(happened.which, (actual) => {
        Object.assign(actual, notesOf(happened.note, actual.billableMinutes, actual.nonbillableMinutes));
      });
      break;
    case 'text added':
      withActual(happened.which, (actual) => {
        actual.nonbillableNote = at(noteShapes, happened.shape).replace('%', () => actual.nonbillableNote);
      });
      break;
    case 'minutes changed':
      withActual(happened.which, (actual) => {
        actual.billableMinutes = happened.billable;
        actual.nonbillableMinutes = happened.nonbillable;
      });
      break;
    case 'actual deleted':
      withActual(happened.which, (actual) => {
        next.runn.actuals = actuals.filter((other) => other !== actual);
      });
      break;
    case 'actual entered':
      addActual(actuals, actualOf(next, happened.actual, nextId));
      break;
    case 'time booked in pieces':
      withRow(happened.which, ({ row }) => {
        const [personId] = leadOfUser(next, row.userId).to;
        const [projectId] = leadOfProject(next, row.projectId, row.date).to;
        if (personId === undefined || projectId === undefined) return;
        const cell = { personId, projectId, date: row.date };
        const { billable, nonbillable } = togglMinutesOf(next, cell);
        const piece = Math.min(happened.minutes, Math.max(billable, nonbillable));
        const pieces = billable > nonbillable ? [piece, 0] : [0, piece];
        const [b = 0, n = 0] = pieces;
        next.runn.actuals = actuals.filter(
          (actual) => actual.personId !== personId || actual.projectId !== projectId || actual.date !== row.date,
        );
        [
          [b, n],
          [billable - b, nonbillable - n],
        ].forEach(([billableMinutes = 0, nonbillableMinutes = 0], index) => {
          next.runn.actuals.push({
            ...nobodysZero,
            ...cell,
            id: nextId + index,
            roleId: at(roleIds, index),
            billableMinutes,
            nonbillableMinutes,
            ...notesOf(at(happened.notes, index), billableMinutes, nonbillableMinutes),
          });
        });
      });
      break;
    case 'zeros filled in':
      people.forEach((person, index) => {
        addActual(actuals, {
          id: nextId + index,
          date: dayAt(happened.day),
          personId: person.id,
          projectId: at(projects, index).id,
          roleId: at(roleIds, happened.role),
          ...nobodysZero,
        });
      });
      break;
    case 'time over a zero': {
      const { userId, projectId, date } = rowOf(next, happened.row);
      const [personId] = leadOfUser(next, userId).to;
      const [runnProjectId] = leadOfProject(next, projectId, date).to;
      addRow(next, happened.row);
      if (personId === undefined || runnProjectId === undefined) break;
      const cell = { personId, projectId: runnProjectId, date };
      addActual(actuals, { id: nextId, ...cell, roleId: roleFor(next, cell) ?? at(roleIds, 0), ...nobodysZero });
      break;
    }
    case 'person relinked':
      at(people, happened.which).references = referencesOf(happened.link, firstUser, happened.which % people.length);
      break;
    case 'project relinked':
      at(projects, happened.which).references = referencesOf(
        happened.link,
        firstTogglProject,
        happened.which % projects.length,
      );
      break;
    case 'person mapped': {
      const id = String(firstUser + (happened.which % knownIndices.length));
      if (happened.to === null) delete next.map.people[id];
      else next.map.people[id] = target(happened.to, personIdAt);
      break;
    }
    case 'project mapped': {
      const id = String(firstTogglProject + (happened.which % knownIndices.length));
      const before = next.map.projects[id]?.at(-1)?.target ?? at(projects, happened.which).id;
      delete next.map.projects[id];
      if (happened.to === null) break;
      const open: OracleDatedTarget = { target: target(happened.to, projectIdAt), until: null };
      next.map.projects[id] = happened.from === null ? [open] : [{ target: before, until: dayAt(happened.from) }, open];
      break;
    }
    case 'no project mapped':
      next.map.noProject = happened.to === null ? null : target(happened.to, projectIdAt);
      break;
    case 'person archived':
      at(people, happened.which).isArchived = !at(people, happened.which).isArchived;
      break;
    case 'project archived':
      at(projects, happened.which).isArchived = !at(projects, happened.which).isArchived;
      break;
    case 'token demoted':
      at(next.workspaces, happened.which).isAdmin = false;
      break;
    case 'token promoted':
      for (const workspace of next.workspaces) workspace.isAdmin = true;
      break;
    case 'workspace left out': {
      const left = at(next.workspaces, happened.which);
      if (next.workspaces.length === 1) break;
      next.workspaces = next.workspaces.filter((workspace) => workspace !== left);
      next.absent.push(left);
      break;
    }
    case 'workspace back':
      next.workspaces.push(...next.absent.splice(0));
      break;
    case 'role changed':
      next.runn.contracts = next.runn.contracts.map((contract) =>
        contract.personId === at(people, happened.which).id
          ? { ...contract, roleId: at(roleIds, happened.role) }
          : contract,
      );
      break;
    case 'contract begun': {
      const { id: personId } = at(people, happened.which);
      const startDate = dayAt(happened.day);
      next.runn.contracts = next.runn.contracts
        .filter((contract) => contract.personId !== personId || contract.startDate < startDate)
        .map((contract) =>
          contract.personId === personId && (contract.endDate ?? startDate) >= startDate
            ? { ...contract, endDate: dayBefore(startDate) }
            : contract,
        );
      next.runn.contracts.push({ personId, roleId: at(roleIds, happened.role), startDate, endDate: null });
      break;
    }
    case 'member added':
      addMember(next, happened.member);
      break;
    case 'member removed':
      next.runn.members.splice(happened.which % Math.max(1, next.runn.members.length), 1);
      break;
    case 'pricing changed':
      at(projects, happened.which).pricingModel = happened.to;
      break;
    case 'period closed':
      next.rules.lockedThrough = dayAt(happened.day);
      break;
    case 'period opened':
      next.rules.lockedThrough = null;
      break;
    case 'window moved':
      next.window = { since: dayAt(happened.first), until: dayAt(happened.first + happened.days - 1) };
      break;
    case 'rules changed': {
      const { locked: _locked, clearWith: _clearWith, ...rules } = happened.rules;
      Object.assign(next.rules, rules);
      break;
    }
    case 'scope lifted':
      next.scope = { people: null, projects: null };
      break;
    case 'asked for':
      next.intent = happened.intent;
      break;
  }
  return scopedAnew(next);
}

/** The world with every list in another order, decided by `seed`. */
export function shuffled(world: World, seed: number): World {
  let state = seed;
  const shuffle = <T>(list: T[]): T[] => {
    const rest = [...list];
    const out: T[] = [];
    while (rest.length > 0) {
      state = (state * 48_271 + 11) % 2_147_483_647;
      out.push(...rest.splice(state % rest.length, 1));
    }
    return out;
  };
  const next = structuredClone(world);
  next.workspaces = shuffle(next.workspaces);
  for (const workspace of next.workspaces) {
    workspace.rows = shuffle(workspace.rows);
    workspace.users = shuffle(workspace.users);
    workspace.projects = shuffle(workspace.projects);
    workspace.totalsDifferences = shuffle(workspace.totalsDifferences);
  }
  const { runn } = next;
  runn.people = shuffle(runn.people);
  runn.projects = shuffle(runn.projects);
  for (const record of [...runn.people, ...runn.projects]) record.references = shuffle(record.references);
  runn.members = shuffle(runn.members);
  runn.contracts = shuffle(runn.contracts);
  runn.actuals = shuffle(runn.actuals);
  if (runn.schedule !== null) {
    runn.schedule.assignments = shuffle(runn.schedule.assignments);
    runn.schedule.timeOff = shuffle(runn.schedule.timeOff);
  }
  next.referenceNames = shuffle(next.referenceNames);
  return next;
}
