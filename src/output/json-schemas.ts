/**
 * The shape of every JSON document (DESIGN section 3), for tests and for those who read the output. Strict: a field that
 * is not described here must not be there. Additions are compatible, anything else needs a new `version`.
 */
import { z } from 'zod';

const isoDate = z.iso.date();
const seconds = z.int();
/** Whole where this tool wrote them; what people or other programs entered in Runn may have fractions. */
const someMinutes = z.number();
const minutes = z
  .strictObject({ billableMinutes: z.number().min(0), nonbillableMinutes: z.number().min(0) })
  .meta({ id: 'minutes', description: 'Whole minutes, but for what others entered in Runn: that may have fractions.' });
const severity = z.enum(['error', 'warning', 'info']);

const id = z.int().positive();

const window = z
  .strictObject({ since: isoDate, until: isoDate })
  .meta({ id: 'window', description: 'Days, both included.' });
const accounts = z
  .strictObject({
    toggl: z.strictObject({ workspaceIds: z.array(id) }),
    runn: z.strictObject({ environment: z.enum(['TEST', 'LIVE', 'unknown']), key: z.string() }),
  })
  .meta({ id: 'accounts', description: 'What the command was connected to.' });
const requests = z
  .strictObject({ toggl: z.int().min(0), runn: z.int().min(0) })
  .meta({ id: 'requests', description: 'Every attempt, by service.' });

const subject = z
  .strictObject({
    togglWorkspaceId: id.optional(),
    togglUserId: id.optional(),
    togglProjectId: id.nullable().optional(),
    runnPersonId: id.optional(),
    runnProjectId: id.optional(),
    runnActualId: id.optional(),
    date: isoDate.optional(),
  })
  .meta({ id: 'subject', description: 'What a finding is about; each id only where there is one.' });

const finding = z.strictObject({ code: z.string(), severity, seconds, subject, message: z.string().min(1) }).meta({
  id: 'finding',
  description: 'Something that a person should see. Codes and severities are stable, messages are not.',
});

const change = z
  .strictObject({
    kind: z.enum(['create', 'update', 'overwrite', 'clear']),
    date: isoDate,
    personId: id,
    person: z.string().nullable(),
    projectId: id,
    project: z.string().nullable(),
    roleId: id,
    workstreamId: id.nullable(),
    before: minutes.nullable(),
    after: minutes,
    reason: z.string(),
  })
  .meta({
    id: 'change',
    description: 'What differs between Runn and Toggl for one person, project and day. A change to 0/0 is a clear.',
  });

const statement = z
  .strictObject({
    toggl: z.strictObject({
      trackedSeconds: seconds,
      inSyncSeconds: seconds,
      changedSeconds: seconds,
      heldBackSeconds: z.record(z.string(), seconds),
      excludedSeconds: seconds,
      roundingSeconds: seconds,
    }),
    runn: z.strictObject({
      minutesBefore: someMinutes,
      minutesAfter: someMinutes,
      fromToggl: someMinutes,
      onlyInRunn: someMinutes,
      editsKept: someMinutes,
      splitCells: someMinutes,
      clearsWithheld: someMinutes,
      closedPeriods: someMinutes,
      failed: someMinutes,
    }),
  })
  .meta({
    id: 'statement',
    description:
      "Where the window's time is. Toggl: tracked = inSync + changed + heldBack + excluded, in seconds. Runn: minutesAfter = the sum of what follows it.",
  });

const refused = z
  .discriminatedUnion('code', [
    z.strictObject({
      code: z.literal('brake'),
      lostMinutes: someMinutes,
      runnMinutes: someMinutes,
      maxLossShare: z.number(),
      floorHours: z.number(),
      emptiedPersonIds: z.array(id),
    }),
    z.strictObject({ code: z.literal('conflict'), cells: z.int() }),
    z.strictObject({ code: z.literal('billable-flag-unused'), workspaceIds: z.array(id) }),
  ])
  .meta({ id: 'refused', description: 'Why nothing was, or would be, written.' });

const failure = z
  .strictObject({
    change,
    message: z.string(),
    hint: z.string().nullable(),
    status: z.int().nullable(),
  })
  .meta({ id: 'failure', description: 'A change that was not written.' });

const outcome = z
  .strictObject({
    applied: z.int().min(0),
    failed: z.int().min(0),
    /** Of those that failed: sent, and no answer came. */
    unknown: z.int().min(0),
    skipped: z.int().min(0),
    /** Of those that were skipped: declined at the prompt, and left when the run stopped. */
    declined: z.int().min(0),
    unsent: z.int().min(0),
    failures: z.array(failure),
    /** `sync --plan` alone. */
    stale: z.array(failure).optional(),
    /** `sync --plan` alone: stood in Runn as planned before this run. */
    standing: z.int().min(0).optional(),
  })
  .meta({ id: 'outcome', description: 'What became of the changes.' });

const planned = {
  version: z.literal(1),
  window,
  accounts,
  changes: z.array(change),
  findings: z.array(finding),
  statement,
  by: z.enum(['person', 'project', 'day']).optional(),
  groups: z.array(z.strictObject({ group: z.string(), name: z.string(), statement })).optional(),
  refused: refused.optional(),
  /** `dry-run --out` and `sync --plan`. */
  planFile: z.string().optional(),
  /** `sync --plan`: when the plan was made, which its findings and its statement are of. */
  plannedAt: z.string().optional(),
  requests,
};

export const syncDocument = z.strictObject({
  ...planned,
  command: z.literal('sync'),
  run: z.string().nullable(),
  outcome,
  verification: z.strictObject({ actuals: z.int(), differences: z.array(change) }).optional(),
});

export const dryRunDocument = z.strictObject({ ...planned, command: z.literal('dry-run') });

const suggestion = z
  .strictObject({
    runnId: id,
    name: z.string(),
    because: z.enum(['same-email', 'similar-email', 'same-name', 'similar-name']),
  })
  .meta({ id: 'suggestion', description: 'The Runn record that is probably meant.' });

const unmatchedTime = z.strictObject({
  reason: z.enum(['unmatched-person', 'unmatched-project', 'no-project', 'ambiguous', 'archived']),
  togglUserId: id.nullable(),
  togglUser: z.string().nullable(),
  togglProjectId: id.nullable(),
  togglProject: z.string().nullable(),
  seconds,
  billableSeconds: seconds,
  days: z.array(isoDate),
  byUser: z.array(z.strictObject({ togglUserId: id, seconds, togglUser: z.string().nullable() })),
  byProject: z.array(z.strictObject({ togglProjectId: id.nullable(), seconds, togglProject: z.string().nullable() })),
  suggestion: suggestion.nullable(),
  runnPersonIds: z.array(id).optional(),
  runnProjectIds: z.array(id).optional(),
  mapTarget: id.optional(),
});

const missingTime = z.strictObject({
  lastDay: isoDate.nullable(),
  dayLimitMinutes: z.int().min(1),
  untracked: z.array(
    z.strictObject({
      personId: id,
      person: z.string().nullable(),
      isLinked: z.boolean(),
      contractMinutes: z.number().min(0),
      days: z.array(z.strictObject({ date: isoDate, contractMinutes: z.number().min(0) })),
    }),
  ),
  assumed: z.array(
    z.strictObject({
      personId: id,
      person: z.string().nullable(),
      projectId: id,
      project: z.string().nullable(),
      scheduledMinutes: z.number().min(0),
      days: z.array(z.strictObject({ date: isoDate, scheduledMinutes: z.number().min(0), trackedSeconds: seconds })),
    }),
  ),
  longDays: z.array(
    z.strictObject({
      date: isoDate,
      personId: id.nullable(),
      person: z.string().nullable(),
      togglUserIds: z.array(id),
      togglUsers: z.array(z.string().nullable()),
      seconds,
    }),
  ),
  unseen: z.array(
    z.strictObject({
      togglWorkspaceId: id,
      togglWorkspace: z.string().nullable(),
      cause: z.enum(['not-admin', 'retention']),
      until: isoDate,
    }),
  ),
  unclearDays: z.int().min(0),
});

export const unmatchedDocument = z.strictObject({
  version: z.literal(1),
  command: z.literal('list-unmatched'),
  window,
  accounts,
  trackedSeconds: seconds,
  excludedSeconds: seconds,
  unmatchedSeconds: seconds,
  unmatched: z.array(unmatchedTime),
  missing: missingTime.optional(),
  findings: z.array(finding),
  requests,
});

const linked = z.strictObject({ withTime: z.int().min(0), linked: z.int().min(0) });

export const refsDocument = z.strictObject({
  version: z.literal(1),
  command: z.literal('check-refs'),
  window,
  accounts,
  coverage: z.strictObject({ trackedSeconds: seconds, linkedSeconds: seconds, people: linked, projects: linked }),
  findings: z.array(
    finding.extend({
      facts: z.strictObject({
        referenceName: z.string().optional(),
        externalId: z.string().optional(),
        runnPersonIds: z.array(id).optional(),
        runnProjectIds: z.array(id).optional(),
        togglUserIds: z.array(id).optional(),
        togglProjectIds: z.array(id).optional(),
        mapTarget: z.union([z.int(), z.literal('skip')]).optional(),
        unseen: z.strictObject({ cause: z.enum(['not-admin', 'retention']), until: isoDate }).optional(),
        onProjectIds: z.array(id).optional(),
        candidateRoleIds: z.array(id).optional(),
        suggestion: suggestion.optional(),
        togglSuggestion: z
          .strictObject({ togglId: id, name: z.string(), because: suggestion.shape.because })
          .optional(),
      }),
      hint: z.string().nullable(),
    }),
  ),
  requests,
});

export const undoDocument = z.strictObject({
  version: z.literal(1),
  command: z.literal('undo'),
  dryRun: z.boolean(),
  run: z.string().nullable(),
  undoes: z.string(),
  window,
  accounts: accounts.omit({ toggl: true }),
  changes: z.array(change),
  left: z.array(
    z.strictObject({
      change,
      reason: z.enum(['changed-since', 'paired', 'closed-period']),
      current: minutes.nullable(),
    }),
  ),
  asBefore: z.int().min(0),
  findings: z.array(finding),
  outcome: outcome.nullable(),
  held: z.boolean(),
  requests,
});

const standingValue = z.union([z.string(), z.number()]).nullable();
const referenceChange = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reference'),
    record: z.strictObject({ kind: z.enum(['person', 'project']), id, name: z.string() }),
    referenceName: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal('map'),
    file: z.string(),
    group: z.enum(['people', 'projects']),
    togglId: id,
    before: id.nullable(),
    after: id.nullable(),
  }),
]);

/** `undo` of a run of `link`. */
export const undoLinksDocument = z.strictObject({
  version: z.literal(1),
  command: z.literal('undo'),
  dryRun: z.boolean(),
  run: z.string().nullable(),
  undoes: z.string(),
  accounts: accounts.omit({ toggl: true }),
  references: z.array(
    z.strictObject({
      change: referenceChange,
      status: z.enum([
        'planned',
        'restored',
        'as-before',
        'changed-since',
        'gone',
        'not-written',
        'not-reached',
        'failed',
      ]),
      current: standingValue.optional(),
      message: z.string().optional(),
    }),
  ),
  requests,
});

const journalledRun = z.strictObject({
  run: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  command: z.string(),
  undoes: z.string().nullable(),
  account: z.string(),
  toolVersion: z.string(),
  /** Null for `link`, and an undo of one. */
  window: window.nullable(),
  changes: z.int().min(0),
  outcome: z.strictObject({
    applied: z.int().min(0),
    failed: z.int().min(0),
    skipped: z.int().min(0),
    unknown: z.int().min(0),
  }),
  statement: statement.nullable(),
  score: z
    .strictObject({
      trackedSeconds: seconds,
      matchedShare: z.number().min(0).max(1).nullable(),
      unmatchedSeconds: seconds,
      heldBackSeconds: seconds,
    })
    .nullable(),
});

const runProblem = z.strictObject({ file: z.string(), message: z.string() });

export const historyDocument = z.strictObject({
  version: z.literal(1),
  command: z.literal('history'),
  runs: z.array(journalledRun),
  problems: z.array(runProblem),
});

const figures = {
  trackedSeconds: seconds,
  excludedSeconds: seconds,
  /** What Runn should hold by what Toggl has. */
  toggl: minutes,
  runn: minutes,
  runnAfter: minutes,
  /** Minutes that Runn holds beyond what it should; negative when it lacks some. */
  driftMinutes: someMinutes,
  driftAfterMinutes: someMinutes,
};

const dayFigures = z.strictObject({ date: isoDate, ...figures });

export const reportDocument = z.strictObject({
  version: z.literal(1),
  command: z.literal('report'),
  madeAt: z.iso.datetime(),
  toolVersion: z.string(),
  window,
  accounts,
  /** `--person` and `--project` as typed; empty is everything. */
  scope: z.strictObject({ people: z.array(z.string()), projects: z.array(z.string()) }),
  lockedThrough: isoDate.nullable(),
  total: z.strictObject(figures),
  /** Every day of the window. */
  days: z.array(dayFigures),
  people: z.array(
    z.strictObject({
      /** Null for Toggl users who lead to nobody in Runn. */
      personId: id.nullable(),
      person: z.string().nullable(),
      togglUsers: z.array(z.strictObject({ togglUserId: id, togglUser: z.string().nullable() })),
      ...figures,
      /** Those on which either side has something. */
      days: z.array(dayFigures),
    }),
  ),
  projects: z.array(
    z.strictObject({
      projectId: id.nullable(),
      project: z.string().nullable(),
      togglProjects: z.array(z.strictObject({ togglProjectId: id.nullable(), togglProject: z.string().nullable() })),
      ...figures,
    }),
  ),
  statement,
  /** How many changes a sync would write. */
  changes: z.strictObject({
    create: z.int().min(0),
    update: z.int().min(0),
    overwrite: z.int().min(0),
    clear: z.int().min(0),
  }),
  refused: refused.optional(),
  unmatchedSeconds: seconds,
  unmatched: z.array(unmatchedTime.extend({ mendedBy: z.enum(['runn', 'tracker', 'configuration']) })),
  missing: missingTime,
  lateChanges: z.array(
    z.strictObject({
      code: z.enum(['late-change', 'moved-across-lock']),
      date: isoDate.nullable(),
      personId: id.nullable(),
      person: z.string().nullable(),
      projectId: id.nullable(),
      project: z.string().nullable(),
      deltaMinutes: someMinutes,
      /** What of that is billable: all of it, none, or another number where time changes side. */
      billableDeltaMinutes: someMinutes,
      runn: minutes.nullable(),
      toggl: minutes.nullable(),
      movedTo: z.strictObject({ projectId: id, date: isoDate }).nullable(),
    }),
  ),
  findings: z.array(finding),
  /** Runs of this machine and account that touch the window, the latest first. */
  runs: z.array(journalledRun),
  runProblems: z.array(runProblem),
  requests,
  /** Where the page was written, as typed; null when it was not. */
  file: z.string().nullable(),
});

const checkCounts = z.strictObject({
  good: z.int().min(0),
  warning: z.int().min(0),
  bad: z.int().min(0),
  unknown: z.int().min(0),
});

const diagnosis = {
  toolVersion: z.string(),
  summary: checkCounts,
  groups: z.array(
    z.strictObject({
      id: z.enum(['machine', 'configuration', 'toggl', 'runn', 'links', 'runs']),
      checks: z.array(
        z.strictObject({
          code: z.string(),
          status: z.enum(['good', 'warning', 'bad', 'unknown']),
          message: z.string().min(1),
          remedy: z.string().nullable(),
          exitCode: z.int().min(0).max(255),
          /** The numbers behind the words; which, depends on the code. */
          facts: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
  ),
  settings: z.array(
    z.strictObject({ path: z.string(), value: z.string(), from: z.string(), overridden: z.array(z.string()) }),
  ),
  isOffline: z.boolean(),
  next: z.string().nullable(),
  requests,
};

export const doctorDocument = z.strictObject({
  version: z.literal(1),
  command: z.literal('doctor'),
  ...diagnosis,
});

const linkKind = z.enum(['person', 'project']);

export const linkDocument = z.strictObject({
  version: z.literal(1),
  command: z.literal('link'),
  isDryRun: z.boolean(),
  run: z.string().nullable(),
  /** Null when the names are from a data export, which has no time. */
  window: window.nullable(),
  accounts,
  minConfidence: z.number().min(0).max(1),
  links: z.array(
    z.strictObject({
      kind: linkKind,
      togglId: id,
      toggl: z.string().nullable(),
      runnId: id,
      runn: z.string().nullable(),
      confidence: z.number().min(0).max(1),
      reason: z.enum([
        'same-email',
        'similar-email',
        'near-miss',
        'same-name-and-client',
        'name-with-client',
        'same-name',
        'same-words',
        'similar-name',
        'part-of-name',
        'chosen',
      ]),
      /** The record of Runn. */
      isArchived: z.boolean(),
      seconds,
      target: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('map'), file: z.string().nullable() }),
        z.strictObject({
          kind: z.literal('reference'),
          referenceName: z.string(),
          replaces: z.string().nullable(),
        }),
      ]),
      isAccepted: z.boolean(),
      status: z.enum(['planned', 'written', 'failed', 'unknown', 'unsent']),
      message: z.string().nullable(),
    }),
  ),
  unproposed: z.array(z.strictObject({ kind: linkKind, togglId: id, toggl: z.string().nullable(), seconds })),
  findings: z.array(finding),
  outcome: z
    .strictObject({
      written: z.int().min(0),
      failed: z.int().min(0),
      unknown: z.int().min(0),
      unsent: z.int().min(0),
    })
    .nullable(),
  requests,
});

const match = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('matched'), id, isArchived: z.boolean(), via: z.enum(['map', 'link']) }),
    z.strictObject({ kind: z.literal('skip') }),
    z.strictObject({ kind: z.literal('unmatched'), mapTarget: z.int().optional() }),
    z.strictObject({ kind: z.literal('ambiguous'), ids: z.array(id) }),
    z.strictObject({ kind: z.literal('no-project') }),
  ])
  .meta({ id: 'match', description: 'Where a Toggl user or project leads.' });

export const explainDocument = z.strictObject({
  version: z.literal(1),
  command: z.literal('explain'),
  accounts,
  date: isoDate,
  personId: id.nullable(),
  person: z.string().nullable(),
  projectId: id.nullable(),
  project: z.string().nullable(),
  leadingUserIds: z.array(id),
  leadingProjectIds: z.array(id),
  takesTimeWithoutProject: z.boolean(),
  rows: z.array(
    z.strictObject({
      workspaceId: id,
      userId: id,
      projectId: id.nullable(),
      date: isoDate,
      seconds,
      billableSeconds: seconds,
      person: match,
      project: match,
      /** `in-cell`, `excluded`, or the code of what holds it back. */
      fate: z.string(),
      mayBeSource: z.boolean(),
    }),
  ),
  time: z.strictObject({ seconds, billableSeconds: seconds }),
  /** What decided how much of it is billable (R5); null where there is none. */
  billableBy: z.enum(['rule', 'non-billable-project', 'flag', 'pricing-model', 'flag-and-pricing-model']).nullable(),
  toggl: minutes,
  role: z
    .discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('decided'),
        roleId: id,
        by: z.enum(['only-role-on-project', 'contract']),
        workstreamId: id.nullable(),
      }),
      z.strictObject({ kind: z.literal('undecided'), candidateRoleIds: z.array(id) }),
    ])
    .nullable(),
  entries: z
    .array(
      z.strictObject({
        id,
        togglUserId: id,
        togglProjectId: id.nullable(),
        start: z.string(),
        seconds,
        isBillable: z.boolean(),
        description: z.string(),
      }),
    )
    .nullable(),
  actuals: z.array(
    minutes.extend({
      id,
      date: isoDate,
      personId: id,
      projectId: id,
      roleId: id,
      workstreamId: id.nullable(),
      phaseId: id.nullable(),
      billableNote: z.string(),
      nonbillableNote: z.string(),
      ownership: z.enum(['owned', 'edited', 'foreign']),
    }),
  ),
  changes: z.array(change),
  findings: z.array(finding),
  refused: refused.optional(),
  lastWrite: z
    .strictObject({
      run: z.string(),
      command: z.string(),
      startedAt: z.iso.datetime(),
      changes: z.array(z.strictObject({ change, status: z.enum(['applied', 'failed', 'unknown']) })),
    })
    .nullable(),
  requests,
});

export const initDocument = z.strictObject({
  version: z.literal(1),
  command: z.literal('init'),
  files: z.array(z.string()),
  ignored: z.array(z.string()),
  before: z.string().nullable(),
  doctor: z.strictObject(diagnosis),
});

export const errorDocument = z.strictObject({
  version: z.literal(1),
  command: z.string(),
  error: z.strictObject({
    code: z.string(),
    message: z.string().min(1),
    hint: z.string().nullable(),
    problems: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
    /** When it is worth another try, where a service said so (exit code 8). */
    retryAt: z.iso.datetime().optional(),
  }),
});

/** What `notify.format: json` posts. */
export const noticeDocument = z.strictObject({
  version: z.literal(1),
  /** What `notify.format: slack` would say. */
  text: z.string().min(1),
  reason: z.enum(['changed', 'settled', 'failed', 'recovered', 'reminder', 'always']),
  command: z.literal('sync'),
  exitCode: z.int(),
  host: z.string(),
  runn: z.strictObject({ host: z.string(), environment: z.enum(['TEST', 'LIVE', 'unknown']) }),
  run: z.string().nullable(),
  window: window.nullable(),
  changes: z.int().nullable(),
  applied: z.int().nullable(),
  failed: z.int().nullable(),
  skipped: z.int().nullable(),
  /** `sync --plan` alone. */
  standing: z.int().min(0).optional(),
  refused: z.string().nullable(),
  trackedSeconds: seconds.nullable(),
  heldBackSeconds: seconds.nullable(),
  problems: z.array(
    z.strictObject({
      code: z.string(),
      severity: z.enum(['error', 'warning']),
      audience: z.enum(['runn', 'toggl', 'operator']),
      count: z.int(),
      seconds,
      phrase: z.string().min(1),
      who: z.string(),
    }),
  ),
  error: errorDocument.shape.error.nullable(),
});

const logHead = { time: z.iso.datetime() };
const level = z.enum(['debug', 'info', 'warn', 'error']);

/** A line of stderr under `--log-format json`. */
export const logLine = z.discriminatedUnion('event', [
  z.strictObject({ ...logHead, level, event: z.literal('step'), message: z.string() }),
  z.strictObject({
    ...logHead,
    level,
    event: z.literal('request'),
    message: z.string(),
    service: z.string(),
    method: z.string(),
    url: z.string(),
    status: z.union([z.int(), z.literal('failed')]),
    durationMs: z.int().min(0),
  }),
  z.strictObject({
    ...logHead,
    level,
    event: z.literal('wait'),
    message: z.string(),
    service: z.string(),
    reason: z.enum(['pace', 'retry', 'quota', 'rate-limit']),
    waitMs: z.int().min(0),
  }),
  z.strictObject({ ...logHead, level, event: z.literal('warning'), message: z.string() }),
  z.strictObject({
    ...logHead,
    level,
    event: z.literal('report'),
    command: z.string(),
    exitCode: z.int(),
    run: z.string().nullable(),
    window,
    changes: z.int(),
    applied: z.int().nullable(),
    failed: z.int().nullable(),
    skipped: z.int().nullable(),
    standing: z.int().min(0).optional(),
    refused: z.string().nullable(),
    trackedSeconds: seconds,
    heldBackSeconds: seconds,
    findings: z.strictObject({ error: z.int(), warning: z.int(), info: z.int() }),
    requests,
  }),
  z.strictObject({
    ...logHead,
    level,
    event: z.literal('error'),
    command: z.string(),
    ...errorDocument.shape.error.shape,
    stack: z.array(z.string()).optional(),
  }),
  z.strictObject({
    ...logHead,
    level,
    event: z.literal('end'),
    command: z.string(),
    exitCode: z.int(),
    durationMs: z.int().min(0),
  }),
]);
