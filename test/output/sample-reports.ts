/** Made-up reports with everything in them that a reporter has to show. */
import type { MissingTime } from '../../src/core/find-missing-time.ts';
import { type Finding, finding } from '../../src/core/findings.ts';
import type {
  Change,
  ChangeKind,
  ChangeReason,
  Entry,
  IsoDate,
  RunnActualId,
  RunnPersonId,
  RunnProjectId,
  RunnRoleId,
  TogglProjectId,
  TogglUserId,
  TogglWorkspaceId,
} from '../../src/core/model.ts';
import type { Statement } from '../../src/core/plan.ts';
import { unseenTimeRefFinding } from '../../src/core/ref-findings.ts';
import type { Accounts, Names, RefFinding, RefsReport, SyncReport, UnmatchedReport } from '../../src/core/report.ts';
import { unseenTimeFinding } from '../../src/core/unseen-time.ts';
import { aStatement } from '../builders/a-statement.ts';

export const day = (text: string) => text as IsoDate;
export const person = (id: number) => id as RunnPersonId;
export const project = (id: number) => id as RunnProjectId;
export const user = (id: number) => id as TogglUserId;
export const togglProject = (id: number) => id as TogglProjectId;
export const workspace = (id: number) => id as TogglWorkspaceId;
export const role = (id: number) => id as RunnRoleId;

export const window = { since: day('2024-01-01'), until: day('2024-01-07') };

export const accounts: Accounts = {
  toggl: { host: 'api.track.toggl.com', workspaces: [{ id: workspace(5411215), name: 'Hidden Moon Studio' }] },
  runn: { host: 'api.runn.io', environment: 'TEST', key: 'Nightly sync' },
};

export const names: Names = {
  people: new Map([
    [person(456), 'Eric Clapton'],
    [person(457), 'Łucja Wiśniewska'],
    [person(458), '山田 太郎'],
    [person(459), 'Ada Lovelace'],
  ]),
  projects: new Map([
    [project(789), 'Hidden Moon Base'],
    [project(790), 'Website relaunch for the northern region, phase 2'],
    [project(791), '月面基地 🚀 リニューアル'],
    [project(792), 'Internal'],
  ]),
  roles: new Map([
    [role(10), 'Designer'],
    [role(11), 'Developer'],
  ]),
  workspaces: new Map([
    [workspace(5411215), 'Hidden Moon Studio'],
    [workspace(99), 'Night Shift'],
  ]),
  users: new Map([
    [user(6910539), 'Eric Clapton'],
    [user(6911244), 'Miles Davis'],
    [user(6911300), 'Nina Simone'],
    [user(6911301), 'Grace Hopper'],
  ]),
  togglProjects: new Map([
    [togglProject(170103135), 'Moon Base'],
    [togglProject(170103999), 'Pitch for the observatory'],
    [togglProject(170104000), 'Website'],
  ]),
};

/** Everybody and everything has this name. */
export function rename(name: string): Names {
  const all = <Id>(map: ReadonlyMap<Id, string>) => new Map([...map.keys()].map((id) => [id, name]));
  return {
    people: all(names.people),
    projects: all(names.projects),
    roles: all(names.roles),
    workspaces: all(names.workspaces),
    users: all(names.users),
    togglProjects: all(names.togglProjects),
  };
}

export function entry(billableMinutes: number, nonbillableMinutes: number): Entry {
  return { billableMinutes, nonbillableMinutes, billableNote: '', nonbillableNote: '' };
}

export function aChange(parts: {
  kind: ChangeKind;
  date?: string;
  personId?: number;
  projectId?: number;
  roleId?: number;
  before?: Entry | null;
  after?: Entry;
  reason?: ChangeReason;
}): Change {
  return {
    kind: parts.kind,
    reason: parts.reason ?? 'new-in-toggl',
    date: day(parts.date ?? '2024-01-02'),
    personId: person(parts.personId ?? 456),
    projectId: project(parts.projectId ?? 789),
    roleId: role(parts.roleId ?? 10),
    workstreamId: null,
    phaseId: null,
    actualId: parts.kind === 'create' ? null : (1 as RunnActualId),
    before: parts.before ?? null,
    after: parts.after ?? entry(60, 0),
  };
}

export const changes: readonly Change[] = [
  aChange({ kind: 'clear', before: entry(120, 0), after: entry(0, 0), projectId: 790, reason: 'gone-from-toggl' }),
  aChange({ kind: 'create', after: entry(302, 88) }),
  aChange({
    kind: 'update',
    date: '2024-01-03',
    before: entry(60, 30),
    after: entry(180, 0),
    reason: 'changed-in-toggl',
  }),
  aChange({ kind: 'create', date: '2024-01-03', projectId: 792, after: entry(0, 45) }),
  aChange({
    kind: 'overwrite',
    date: '2024-01-04',
    personId: 458,
    projectId: 791,
    before: entry(240, 0),
    after: entry(450, 30),
    reason: 'edited-in-runn',
  }),
  aChange({
    kind: 'update',
    date: '2024-01-05',
    personId: 457,
    projectId: 791,
    before: entry(60, 0),
    after: entry(60, 0),
    reason: 'mark',
  }),
  aChange({ kind: 'create', date: '2024-01-05', personId: 457, projectId: 792, roleId: 10, after: entry(0, 15) }),
  aChange({ kind: 'create', date: '2024-01-05', personId: 457, projectId: 792, roleId: 11, after: entry(0, 600) }),
];

/** As many changes as wanted, over the people and days of the window. */
export function manyChanges(number: number): Change[] {
  return Array.from({ length: number }, (_, index) =>
    aChange({
      kind: (['create', 'update', 'create', 'clear'] as const)[index % 4] ?? 'create',
      date: `2024-01-0${1 + (index % 7)}`,
      personId: 456 + (index % 4),
      projectId: 789 + (Math.floor(index / 7) % 4),
      before: index % 4 === 0 || index % 4 === 2 ? null : entry(30, 0),
      after: index % 4 === 3 ? entry(0, 0) : entry(60 + index, index),
    }),
  );
}

const minutes = (billableMinutes: number, nonbillableMinutes: number) => ({ billableMinutes, nonbillableMinutes });

/** One of every code, as the plan makes them. */
export const findings: readonly Finding[] = [
  finding(
    'ambiguous',
    { togglUserId: user(6911301) },
    {
      seconds: 12_600,
      facts: { candidatePersonIds: [person(459), person(457)], days: [day('2024-01-03')] },
    },
  ),
  finding(
    'split-cell',
    { runnPersonId: person(456), runnProjectId: project(792), date: day('2024-01-04') },
    {
      seconds: 5400,
      facts: { runnMinutes: minutes(120, 30), togglMinutes: minutes(90, 0) },
    },
  ),
  finding(
    'totals-differ',
    { togglUserId: user(6910539), togglProjectId: togglProject(170104000) },
    {
      seconds: 7200,
      facts: { rowSeconds: 7200, totalSeconds: 9000 },
    },
  ),
  finding(
    'not-proven',
    { runnPersonId: person(457), runnProjectId: project(789), date: day('2024-01-02') },
    {
      facts: { cause: 'not-admin', runnMinutes: minutes(60, 0), togglMinutes: minutes(0, 0) },
    },
  ),
  finding(
    'clear-withheld',
    { runnPersonId: person(459), runnProjectId: project(789), date: day('2024-01-02') },
    {
      facts: { cause: 'held-source', runnMinutes: minutes(60, 30), togglMinutes: minutes(0, 0) },
    },
  ),
  finding(
    'moved-across-lock',
    { runnPersonId: person(456), runnProjectId: project(789), date: day('2024-01-01') },
    {
      seconds: 3600,
      facts: { deltaMinutes: -60, movedTo: { projectId: project(792), date: day('2024-01-05') } },
    },
  ),
  finding(
    'moved-while-held',
    { runnPersonId: person(456), runnProjectId: project(789), date: day('2024-01-02') },
    { facts: { deltaMinutes: -180, movedTo: { projectId: project(792), date: day('2024-01-02') } } },
  ),
  finding('billable-flag-unused', { togglWorkspaceId: workspace(5411215) }, { facts: {} }),
  finding('mark-lost', { runnPersonId: person(456), runnProjectId: project(789), date: day('2024-01-02') }),
  finding(
    'paired-clear-refused',
    { runnPersonId: person(456), runnProjectId: project(789), date: day('2024-01-02') },
    {
      facts: { words: 'Timesheet is locked' },
    },
  ),
  finding(
    'unmatched-person',
    { togglUserId: user(6911244) },
    {
      seconds: 23_400,
      facts: { days: [day('2024-01-02'), day('2024-01-03')], togglUserIds: [user(6911244)] },
    },
  ),
  finding('unmatched-person', { togglUserId: user(6911300) }, { seconds: 1800, facts: { mapTarget: 999 } }),
  finding(
    'unmatched-project',
    { togglProjectId: togglProject(170103999) },
    {
      seconds: 9000,
      facts: { days: [day('2024-01-02')], togglUserIds: [user(6910539), user(6911244)] },
    },
  ),
  finding(
    'no-project',
    { togglUserId: user(6910539), togglProjectId: null },
    {
      seconds: 2700,
      facts: { days: [day('2024-01-02'), day('2024-01-05')] },
    },
  ),
  finding(
    'role-undecided',
    { runnPersonId: person(458), runnProjectId: project(792), date: day('2024-01-02') },
    {
      seconds: 3600,
      facts: { candidateRoleIds: [role(10), role(11)] },
    },
  ),
  finding(
    'archived',
    { runnPersonId: person(459), runnProjectId: project(790), date: day('2024-01-02') },
    {
      seconds: 3600,
      facts: { cause: 'project-archived', runnMinutes: minutes(0, 0), togglMinutes: minutes(60, 0) },
    },
  ),
  finding(
    'conflict-kept',
    { runnPersonId: person(458), runnProjectId: project(789), date: day('2024-01-02') },
    {
      seconds: 3600,
      facts: { runnMinutes: minutes(90, 0), togglMinutes: minutes(60, 0) },
    },
  ),
  finding(
    'edit-overwritten',
    { runnPersonId: person(458), runnProjectId: project(791), date: day('2024-01-04') },
    {
      facts: { runnMinutes: minutes(240, 0), togglMinutes: minutes(450, 30) },
    },
  ),
  finding(
    'only-in-runn',
    { runnPersonId: person(456), runnProjectId: project(792), date: day('2024-01-06') },
    {
      facts: { runnMinutes: minutes(0, 120) },
    },
  ),
  finding(
    'unmarked-cleared',
    { runnPersonId: person(456), runnProjectId: project(792), date: day('2024-01-07') },
    { facts: { runnMinutes: minutes(0, 60) } },
  ),
  finding(
    'late-change',
    { runnPersonId: person(457), runnProjectId: project(789), date: day('2024-01-01') },
    {
      seconds: 3600,
      facts: { deltaMinutes: 60 },
    },
  ),
  finding(
    'unmarked',
    { runnPersonId: person(457), runnProjectId: project(789), date: day('2024-01-03') },
    {
      facts: { runnMinutes: minutes(60, 0) },
    },
  ),
  finding(
    'archived-duplicate',
    { togglUserId: user(6910539) },
    {
      facts: { candidatePersonIds: [person(456), person(459)] },
    },
  ),
  finding('excluded', {}, { seconds: 3600 }),
  unseenTimeFinding({ workspaceId: workspace(5411215), cause: 'not-admin', until: day('2024-01-07') }),
  finding('totals-unchecked', {}),
  finding('billable-not-in-plan', { togglWorkspaceId: workspace(5411215) }),
  finding('schedule-unclear', {}, { facts: { cells: 12 } }),
  finding('autofill-advice', {}),
];

export const statement: Statement = {
  toggl: {
    trackedSeconds: 252_032,
    inSyncSeconds: 118_800,
    changedSeconds: 75_632,
    heldBackSeconds: { 'unmatched-person': 25_200, 'unmatched-project': 9000, 'no-project': 2700, ambiguous: 17_100 },
    excludedSeconds: 3600,
    roundingSeconds: 28,
  },
  runn: {
    minutesBefore: 2790,
    minutesAfter: 3631,
    fromToggl: 3241,
    onlyInRunn: 120,
    editsKept: 90,
    splitCells: 90,
    clearsWithheld: 90,
    closedPeriods: 0,
    failed: 0,
  },
};

export const emptyStatement: Statement = aStatement();

/** A dry run with a handful of changes and the findings that are met most. */
export function aSyncReport(parts: Partial<SyncReport> & { changes?: readonly Change[] } = {}): SyncReport {
  const { changes: ownChanges, ...rest } = parts;
  const listed = rest.findings ?? commonFindings;
  return {
    command: 'dry-run',
    run: null,
    window,
    accounts,
    plan: { window, changes: ownChanges ?? changes, findings: listed, statement, groups: [], refusals: [] },
    findings: listed,
    statement,
    groups: [],
    refused: null,
    outcome: null,
    verification: null,
    requests: { toggl: 4, runn: 6 },
    names,
    warnings: [],
    ...rest,
  };
}

const common = new Set([
  'ambiguous',
  'unmatched-person',
  'unmatched-project',
  'no-project',
  'edit-overwritten',
  'unmarked',
]);
export const commonFindings = findings.filter(({ code }) => common.has(code));

export const unmatchedReport: UnmatchedReport = {
  command: 'list-unmatched',
  window,
  accounts,
  unmatched: [
    {
      reason: 'unmatched-person',
      togglUserId: user(6911244),
      togglProjectId: null,
      seconds: 23_400,
      billableSeconds: 20_000,
      days: [day('2024-01-02'), day('2024-01-03')],
      byUser: [{ togglUserId: user(6911244), seconds: 23_400 }],
      byProject: [{ togglProjectId: togglProject(170103135), seconds: 23_400 }],
      suggestion: { runnId: person(459), name: 'Miles Davis', because: 'same-email' },
    },
    {
      reason: 'unmatched-person',
      togglUserId: user(6911300),
      togglProjectId: null,
      seconds: 1800,
      billableSeconds: 0,
      days: [day('2024-01-03')],
      byUser: [{ togglUserId: user(6911300), seconds: 1800 }],
      byProject: [{ togglProjectId: null, seconds: 1800 }],
      suggestion: null,
      mapTarget: 999,
    },
    {
      reason: 'unmatched-project',
      togglUserId: null,
      togglProjectId: togglProject(170103999),
      seconds: 9000,
      billableSeconds: 9000,
      days: [day('2024-01-02')],
      byUser: [
        { togglUserId: user(6910539), seconds: 6000 },
        { togglUserId: user(6911301), seconds: 3000 },
      ],
      byProject: [{ togglProjectId: togglProject(170103999), seconds: 9000 }],
      suggestion: null,
    },
    {
      reason: 'no-project',
      togglUserId: null,
      togglProjectId: null,
      seconds: 2710,
      billableSeconds: 0,
      days: [day('2024-01-02')],
      byUser: [
        { togglUserId: user(6910539), seconds: 2700 },
        { togglUserId: user(6911301), seconds: 10 },
      ],
      byProject: [{ togglProjectId: null, seconds: 2710 }],
      suggestion: null,
    },
    {
      reason: 'ambiguous',
      togglUserId: user(6911301),
      togglProjectId: null,
      seconds: 12_600,
      billableSeconds: 0,
      days: [day('2024-01-03')],
      byUser: [{ togglUserId: user(6911301), seconds: 12_600 }],
      byProject: [{ togglProjectId: togglProject(170103135), seconds: 12_600 }],
      suggestion: null,
      runnPersonIds: [person(459), person(457)],
    },
  ],
  trackedSeconds: 252_032,
  excludedSeconds: 0,
  findings: findings.filter(({ code }) => code === 'archived-duplicate' || code === 'unmatched-person'),
  requests: { toggl: 4, runn: 3 },
  names,
  referenceNames: ['Custom1'],
  warnings: [],
};

/** What `--missing` adds. */
export const missingTime: MissingTime = {
  untracked: [
    {
      personId: person(457),
      isLinked: true,
      days: ['2024-01-01', '2024-01-02', '2024-01-04'].map((date) => ({ date: day(date), contractMinutes: 480 })),
    },
    { personId: person(459), isLinked: false, days: [{ date: day('2024-01-05'), contractMinutes: 240 }] },
  ],
  assumed: [
    {
      personId: person(457),
      projectId: project(789),
      days: [
        { date: day('2024-01-02'), scheduledMinutes: 360, trackedSeconds: 0 },
        { date: day('2024-01-03'), scheduledMinutes: 360, trackedSeconds: 5400 },
      ],
    },
  ],
  longDays: [
    { date: day('2024-01-03'), personId: person(457), togglUserIds: [user(6910539)], seconds: 90_000 },
    { date: day('2024-01-04'), personId: null, togglUserIds: [user(6911301)], seconds: 86_460 },
  ],
  unseen: [{ workspaceId: workspace(5411215), cause: 'retention', until: day('2023-12-31') }],
  unclearDays: 2,
  dayLimitMinutes: 1440,
  lastDay: day('2024-01-06'),
};

/** One of every code of `check-refs`. */
export const refFindings: readonly RefFinding[] = [
  unseenTimeRefFinding({ workspaceId: workspace(5411215), cause: 'retention', until: day('2024-01-03') }),
  {
    code: 'duplicate-id',
    severity: 'error',
    seconds: 12_600,
    subject: { togglUserId: user(6911301) },
    facts: { runnPersonIds: [person(457), person(459)] },
  },
  {
    code: 'unknown-id',
    severity: 'error',
    seconds: 0,
    subject: { runnProjectId: project(792) },
    facts: { referenceName: 'Custom1', externalId: '42' },
  },
  {
    code: 'wrong-kind',
    severity: 'error',
    seconds: 1800,
    subject: { runnPersonId: person(458) },
    facts: {
      referenceName: 'Custom1',
      externalId: '170103135',
      togglSuggestion: { togglId: user(6911300), name: 'Nina Simone', because: 'similar-name' },
    },
  },
  {
    code: 'near-miss',
    severity: 'error',
    seconds: 3600,
    subject: { togglProjectId: togglProject(170104000), runnProjectId: project(790) },
    facts: { referenceName: 'Custom1', externalId: ' 170104000', togglProjectIds: [togglProject(170104000)] },
  },
  {
    code: 'map-unknown-target',
    severity: 'error',
    seconds: 1800,
    subject: { togglProjectId: null },
    facts: { mapTarget: 999 },
  },
  {
    code: 'map-unknown-source',
    severity: 'error',
    seconds: 0,
    subject: { togglUserId: user(1) },
    facts: { mapTarget: 456 },
  },
  {
    code: 'unlinked-person',
    severity: 'warning',
    seconds: 23_400,
    subject: { togglUserId: user(6911244) },
    facts: { suggestion: { runnId: person(459), name: 'Miles Davis', because: 'same-email' } },
  },
  {
    code: 'unlinked-project',
    severity: 'warning',
    seconds: 9000,
    subject: { togglProjectId: togglProject(170103999) },
    facts: {},
  },
  {
    code: 'archived-in-runn',
    severity: 'warning',
    seconds: 900,
    subject: { togglUserId: user(6911301), runnPersonId: person(459) },
    facts: {},
  },
  {
    code: 'link-on-placeholder',
    severity: 'warning',
    seconds: 900,
    subject: { togglUserId: user(6911301), runnPersonId: person(459) },
    facts: { referenceName: 'Custom1', externalId: '6911301' },
  },
  {
    code: 'link-on-template',
    severity: 'info',
    seconds: 0,
    subject: { runnProjectId: project(790) },
    facts: { referenceName: 'Custom1', externalId: '5' },
  },
  {
    code: 'other-workspace',
    severity: 'error',
    seconds: 0,
    subject: { togglProjectId: togglProject(170104000), runnProjectId: project(790), togglWorkspaceId: workspace(99) },
    facts: { referenceName: 'Custom1', externalId: '170104000' },
  },
  {
    code: 'deleted-in-toggl',
    severity: 'warning',
    seconds: 0,
    subject: { togglProjectId: togglProject(170104000), runnProjectId: project(790) },
    facts: {},
  },
  {
    code: 'no-role',
    severity: 'warning',
    seconds: 5400,
    subject: { runnPersonId: person(456) },
    facts: { onProjectIds: [project(789), project(790)], candidateRoleIds: [] },
  },
  {
    code: 'archived-in-toggl',
    severity: 'info',
    seconds: 0,
    subject: { togglProjectId: togglProject(170104000), runnProjectId: project(790) },
    facts: {},
  },
  {
    code: 'shared-person',
    severity: 'info',
    seconds: 900,
    subject: { runnPersonId: person(456) },
    facts: { togglUserIds: [user(6910539), user(6911301)] },
  },
  {
    code: 'shared-project',
    severity: 'info',
    seconds: 900,
    subject: { runnProjectId: project(789) },
    facts: { togglProjectIds: [togglProject(170103135), togglProject(170104000)] },
  },
  {
    code: 'other-reference-name',
    severity: 'info',
    seconds: 900,
    subject: { togglUserId: user(6911300), runnPersonId: person(458) },
    facts: { referenceName: 'Harvest', externalId: '6911300' },
  },
  {
    code: 'map-shadows-link',
    severity: 'info',
    seconds: 900,
    subject: { togglUserId: user(6910539) },
    facts: { mapTarget: 'skip', runnPersonIds: [person(456)] },
  },
  {
    code: 'archived-duplicate',
    severity: 'info',
    seconds: 0,
    subject: { togglUserId: user(6910539) },
    facts: { runnPersonIds: [person(456), person(459)] },
  },
  {
    code: 'unlinked-runn-person',
    severity: 'info',
    seconds: 0,
    subject: { runnPersonId: person(459) },
    facts: { togglSuggestion: { togglId: user(6911301), name: 'Grace Hopper', because: 'same-name' } },
  },
  { code: 'unlinked-runn-project', severity: 'info', seconds: 0, subject: { runnProjectId: project(792) }, facts: {} },
];

export const refsReport: RefsReport = {
  command: 'check-refs',
  window,
  accounts,
  findings: refFindings,
  coverage: {
    trackedSeconds: 252_032,
    linkedSeconds: 198_000,
    people: { withTime: 12, linked: 9 },
    projects: { withTime: 15, linked: 13 },
  },
  requests: { toggl: 4, runn: 3 },
  names,
  referenceNames: ['Custom1'],
  warnings: [],
};
