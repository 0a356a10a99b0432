/** One switch for each thing about the two services that nobody outside knows for sure: every reading can be had. */

interface ChoiceDefinition {
  readonly service: 'toggl' | 'runn';
  readonly values: readonly string[];
  readonly default: string;
  readonly doc: string;
}

interface NumberDefinition {
  readonly service: 'toggl' | 'runn';
  readonly default: number;
  readonly doc: string;
}

interface DateDefinition {
  readonly service: 'toggl' | 'runn';
  readonly kind: 'date';
  /** `none` or a day. */
  readonly default: string;
  readonly doc: string;
}

export type SwitchDefinition = ChoiceDefinition | NumberDefinition | DateDefinition;

/** Name, possible values, default and a line of help for each switch. A definition without `values` takes a number. */
export const switchDefinitions = {
  plan: {
    service: 'toggl',
    values: ['company', 'free', 'starter', 'premium'],
    default: 'company',
    doc: "Toggl plan of every workspace; company leaves the company's own",
  },
  tokenAdmin: {
    service: 'toggl',
    values: ['company', 'yes', 'no'],
    default: 'company',
    doc: "whether the token's owner is an admin; without, other people's time is silently missing",
  },
  retentionDays: {
    service: 'toggl',
    default: -1,
    doc: "max_data_retention_days of every workspace: older time is not shown, 0 is no limit; -1 leaves the company's own",
  },
  roundingMinutes: {
    service: 'toggl',
    default: 0,
    doc: "rounding preference of every workspace, for reports that do not name one; 0 leaves the company's own",
  },
  weeklyLength: {
    service: 'toggl',
    values: ['range', 'seven', 'seven-or-empty'],
    default: 'range',
    doc: 'weekly arrays: an element per day of the range; always seven; or seven, and [] for a longer range',
  },
  weeklyRows: {
    service: 'toggl',
    values: ['one', 'several'],
    default: 'one',
    doc: 'weekly rows for one user and project',
  },
  weeklyZeros: {
    service: 'toggl',
    values: ['zero', 'null'],
    default: 'zero',
    doc: 'what stands in the weekly arrays for a day without time',
  },
  weeklyRangeHeaders: {
    service: 'toggl',
    values: ['present', 'absent'],
    default: 'present',
    doc: 'X-Range-Start and X-Range-End on the weekly report',
  },
  billableSeconds: {
    service: 'toggl',
    values: ['by-plan', 'present', 'absent', 'null-elements'],
    default: 'by-plan',
    doc: 'billable_seconds in weekly rows; by-plan leaves the key out on Free',
  },
  runningEntry: {
    service: 'toggl',
    values: ['absent', 'negative'],
    default: 'absent',
    doc: 'a running entry in reports: left out, or there with a negative duration (in weekly as a row of its own)',
  },
  summaryRunning: {
    service: 'toggl',
    values: ['absent', 'elapsed'],
    default: 'absent',
    doc: 'a running entry in projects/summary: left out, or counted up to now',
  },
  summaryRounding: {
    service: 'toggl',
    values: ['raw', 'workspace'],
    default: 'raw',
    doc: "whether projects/summary applies the workspace's rounding preference",
  },
  detailedPageMaximum: {
    service: 'toggl',
    default: 1000,
    doc: 'largest page_size of the detailed report; a larger one is lowered to it',
  },
  emptyLists: {
    service: 'toggl',
    values: ['array', 'null'],
    default: 'array',
    doc: 'what a v9 list without elements answers',
  },
  usersWhoLeft: {
    service: 'toggl',
    values: ['search-only', 'listed'],
    default: 'search-only',
    doc: 'people who left: in search/users only, or among the users of the workspace too',
  },
  searchUsersActive: {
    service: 'toggl',
    values: ['ignored-with-ids', 'filters'],
    default: 'ignored-with-ids',
    doc: 'whether search/users with ids, but without active, still shows active people only',
  },
  wrongTokenStatus: {
    service: 'toggl',
    values: ['403', '401'],
    default: '403',
    doc: 'status for a wrong Toggl token',
  },
  quotaHeaders: {
    service: 'toggl',
    values: ['present', 'absent'],
    default: 'present',
    doc: 'X-Toggl-Quota-Remaining and X-Toggl-Quota-Resets-In',
  },
  togglPace: {
    service: 'toggl',
    values: ['free', 'one-per-second'],
    default: 'free',
    doc: 'answer 429 to more than one request a second (with a burst of five), or leave the pace alone',
  },
  togglRetryAfter: {
    service: 'toggl',
    values: ['seconds', 'date', 'absent'],
    default: 'seconds',
    doc: "Retry-After on Toggl's 429",
  },
  zeroMinutes: {
    service: 'runn',
    values: ['accepted', 'refused'],
    default: 'accepted',
    doc: 'an actual of 0 billable and 0 non-billable minutes',
  },
  bulkRefusal: {
    service: 'runn',
    values: ['atomic', 'partial', 'silent'],
    default: 'atomic',
    doc: 'a bad item in a bulk write: nothing is written; the rest is, under an error; or the rest is, and answered',
  },
  bulkOrder: {
    service: 'runn',
    values: ['kept', 'shuffled'],
    default: 'kept',
    doc: 'order of the answer to a bulk write',
  },
  zerosFilled: {
    service: 'runn',
    values: ['no', 'yes'],
    default: 'no',
    doc: 'a write fills 0/0 between two actuals of a person and project, and on assigned days before the first',
  },
  notesLeftOut: {
    service: 'runn',
    values: ['kept', 'emptied'],
    default: 'kept',
    doc: 'a note that an overwriting actual leaves out',
  },
  noteLimit: {
    service: 'runn',
    default: 0,
    doc: 'longest note in characters, the rest is cut off; 0 is no limit, -1 drops notes',
  },
  billableOnNonBillable: {
    service: 'runn',
    values: ['accepted', 'converted', 'refused'],
    default: 'accepted',
    doc: 'billable minutes on a project of pricing model nb',
  },
  phaseInKey: {
    service: 'runn',
    values: ['no', 'yes'],
    default: 'no',
    doc: 'whether another phase makes another actual',
  },
  lockedThrough: {
    service: 'runn',
    kind: 'date',
    default: 'none',
    doc: 'last locked day, YYYY-MM-DD; writes up to it are refused',
  },
  lockedStatus: {
    service: 'runn',
    values: ['400', '403', '422'],
    default: '422',
    doc: 'status of a write into a locked day',
  },
  archivedWrites: {
    service: 'runn',
    values: ['accepted', 'refused'],
    default: 'accepted',
    doc: 'writes for an archived person or project',
  },
  archivedPeople: {
    service: 'runn',
    values: ['listed', 'left-out'],
    default: 'listed',
    doc: 'archived people in GET /people/',
  },
  membership: {
    service: 'runn',
    values: ['not-needed', 'needed'],
    default: 'not-needed',
    doc: 'whether a person must be on the project, in that role, to have actuals there',
  },
  patchReferences: {
    service: 'runn',
    values: ['replace', 'merge'],
    default: 'replace',
    doc: 'what PATCH does with the references it is given',
  },
  externalIdFilter: {
    service: 'runn',
    values: ['exact', 'substring'],
    default: 'exact',
    doc: 'the externalId filter of people and projects',
  },
  limitAboveMaximum: {
    service: 'runn',
    values: ['clamped', 'refused'],
    default: 'refused',
    doc: 'a limit above the maximum of the list',
  },
  writes: {
    service: 'runn',
    values: ['allowed', 'refused-400', 'refused-401', 'refused-403'],
    default: 'allowed',
    doc: 'what a token without write scope is answered; allowed is a token with it',
  },
  runnLimitHeaders: {
    service: 'runn',
    values: ['full', 'retry-after', 'none'],
    default: 'full',
    doc: 'rate-limit headers: all, only retry-after on a 429, or none',
  },
  runnLimitReset: {
    service: 'runn',
    values: ['seconds', 'epoch'],
    default: 'seconds',
    doc: 'x-ratelimit-reset: seconds until, or a unix time',
  },
} as const satisfies Readonly<Record<string, SwitchDefinition>>;

type Definitions = typeof switchDefinitions;

export type SwitchName = keyof Definitions;

export type Switches = {
  -readonly [Name in SwitchName]: Definitions[Name] extends { readonly values: readonly (infer Value)[] }
    ? Value
    : Definitions[Name] extends { readonly kind: 'date' }
      ? string
      : number;
};

export const switchNames = Object.keys(switchDefinitions) as readonly SwitchName[];

/** Every switch at its default. */
export function defaultSwitches(): Switches {
  return Object.fromEntries(switchNames.map((name) => [name, switchDefinitions[name].default])) as Switches;
}

/**
 * A switch from two texts, as a command line has them. Returns a part of `Switches`, or the reason why there is none:
 * an unknown name, or a value that the switch does not have.
 */
export function parseSwitch(name: string, value: string): Partial<Switches> | { readonly problem: string } {
  if (!Object.hasOwn(switchDefinitions, name)) {
    return { problem: `There is no switch "${name}". Switches: ${switchNames.join(', ')}.` };
  }
  const definition: SwitchDefinition = switchDefinitions[name as SwitchName];
  if ('values' in definition) {
    if (definition.values.includes(value)) return { [name]: value };
    return { problem: `"${value}" is no value of ${name}: ${definition.values.join(', ')}.` };
  }
  if ('kind' in definition) {
    if (value === 'none' || /^\d{4}-\d{2}-\d{2}$/.test(value)) return { [name]: value };
    return { problem: `"${value}" is no value of ${name}: none or a day, YYYY-MM-DD.` };
  }
  if (/^-?\d+$/.test(value)) return { [name]: Number(value) };
  return { problem: `"${value}" is no value of ${name}: a whole number.` };
}
