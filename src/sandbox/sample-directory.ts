/** Who works at the sample company and on what, on both sides, and how the two are linked or are not. */
import { plusDays } from './calendar.ts';
import type {
  Company,
  RunnContract,
  RunnMember,
  RunnPerson,
  RunnProject,
  RunnReference,
  TogglProject,
} from './company.ts';

const workspaceId = 5_411_215;

export const togglUserIds = {
  eric: 6_910_539,
  bob: 6_911_244,
  joni: 6_911_245,
  jimi: 6_911_246,
  aretha: 6_911_247,
  nina: 6_911_248,
  bowie: 6_911_249,
  patti: 6_911_250,
  miles: 6_911_251,
  janis: 6_911_252,
  nick: 6_911_253,
  kate: 6_911_254,
} as const;

export const togglProjectIds = {
  moonBase: 170_103_135,
  moonBaseCare: 170_103_136,
  website: 170_103_137,
  crm: 170_103_138,
  turbine: 170_103_139,
  forecast: 170_103_140,
  shop: 170_103_141,
  loyalty: 170_103_142,
  claims: 170_103_143,
  internal: 170_103_144,
  meetings: 170_103_145,
  booking: 170_103_146,
  newsletter: 170_103_147,
  tour: 170_103_148,
  sales: 170_103_149,
} as const;

export const samplePeople = {
  eric: 456,
  bob: 457,
  joni: 458,
  jimi: 459,
  aretha: 460,
  nina: 461,
  bowie: 462,
  patti: 463,
  miles: 464,
  janis: 465,
  nick: 466,
  kate: 467,
  leonard: 468,
  placeholder: 469,
} as const;

export const sampleProjects = {
  moonBase: 789,
  website: 790,
  crm: 791,
  turbine: 792,
  forecast: 793,
  shop: 794,
  loyalty: 795,
  claims: 796,
  internal: 797,
  meetings: 798,
  booking: 799,
  newsletter: 800,
  tour: 801,
  tourTwin: 802,
  template: 803,
  proposal: 804,
} as const;

export const sampleRoles = { developer: 10, designer: 11, lead: 12, manager: 13, tester: 14, copywriter: 15 } as const;

// --------------------------------------------------------------------------------------------------- Toggl's side

export interface SampleUser {
  readonly id: number;
  readonly fullname: string;
  readonly timezone: string;
  /** What the person works on of an ordinary day; projects named twice come twice as often. */
  readonly projects: readonly { readonly id: number; readonly isBillable: boolean }[];
  readonly descriptions: readonly string[];
  /** Whether the timer is stopped at odd seconds, or time is typed in. */
  readonly isToTheSecond: boolean;
  /** Ordinary time ends so many days ago. */
  readonly lastDayAgo: number;
}

const nonBillable: readonly number[] = [togglProjectIds.internal, togglProjectIds.meetings, togglProjectIds.sales];

function sampleUser(
  name: keyof typeof togglUserIds,
  fullname: string,
  timezone: string,
  projects: readonly (keyof typeof togglProjectIds)[],
  descriptions: readonly string[],
  rest: { readonly isToTheSecond?: boolean; readonly lastDayAgo?: number } = {},
): SampleUser {
  return {
    id: togglUserIds[name],
    fullname,
    timezone,
    projects: projects.map((project) => {
      const id = togglProjectIds[project];
      return { id, isBillable: !nonBillable.includes(id) };
    }),
    descriptions,
    isToTheSecond: rest.isToTheSecond ?? false,
    lastDayAgo: rest.lastDayAgo ?? 1,
  };
}

const berlin = 'Europe/Berlin';
const london = 'Europe/London';
const newYork = 'America/New_York';

export const sampleUsers: readonly SampleUser[] = [
  sampleUser(
    'eric',
    'Eric Clapton',
    berlin,
    ['moonBase', 'moonBase', 'moonBaseCare', 'turbine', 'meetings'],
    ['Airlock', 'Oxygen meter', 'Review'],
  ),
  sampleUser(
    'bob',
    'Bob Dylan',
    newYork,
    ['website', 'website', 'moonBase', 'meetings'],
    ['Layout', 'Icons', 'Header'],
  ),
  sampleUser('joni', 'Joni Mitchell', berlin, ['internal', 'meetings', 'moonBase'], ['Status', 'Budget', 'Hiring']),
  sampleUser(
    'jimi',
    'Jimi Hendrix',
    'America/Los_Angeles',
    ['turbine', 'forecast', 'crm'],
    ['Feedback loop', 'Sensor data', 'Import'],
    { isToTheSecond: true },
  ),
  sampleUser('aretha', 'Aretha Franklin', london, ['claims', 'website', 'meetings'], ['Test plan', 'Regression tests']),
  sampleUser('nina', 'Nina Simone', berlin, ['claims', 'claims', 'shop'], ['Form design', 'Usability test']),
  sampleUser('bowie', 'David Bowie', london, ['website', 'shop'], ['Product texts', 'Headlines'], {
    isToTheSecond: true,
  }),
  sampleUser('patti', 'Patti Smith', newYork, ['turbine', 'turbine', 'moonBase'], ['Charts', 'Alarms', 'Review']),
  sampleUser('miles', 'Miles Davis', berlin, ['internal'], ['Onboarding', 'Pairing']),
  sampleUser('janis', 'Janis Joplin', berlin, ['crm', 'shop'], ['Contacts', 'Handover'], { lastDayAgo: 10 }),
  sampleUser('nick', 'Nick Drake', london, ['website'], ['Pink moon theme'], { lastDayAgo: 35 }),
  sampleUser('kate', 'Kate Bush', 'Pacific/Auckland', ['shop', 'loyalty'], ['Points', 'Vouchers']),
];

function emailOf(fullname: string): string {
  return `${fullname.toLowerCase().replaceAll(' ', '.')}@example.com`;
}

const togglClients = [
  'Lunar Holdings',
  'Crossroads',
  'Windmills',
  'Purple Haze Coffee',
  'Respect Insurance',
  'Feeling Good Spa',
];

function togglProject(
  name: keyof typeof togglProjectIds,
  title: string,
  clientName: string | null,
  rateInCents: number | null,
  active = true,
): TogglProject {
  const client = clientName === null ? -1 : togglClients.indexOf(clientName);
  return {
    id: togglProjectIds[name],
    workspaceId,
    clientId: client < 0 ? null : 61_000_001 + client,
    name: title,
    active,
    isPrivate: name === 'sales',
    billable: rateInCents !== null,
    rateInCents,
  };
}

/** One workspace on the starter plan, so that entries have a billable flag. */
export function sampleToggl(): Omit<Company['toggl'], 'entries'> {
  return {
    tokenOwnerId: togglUserIds.joni,
    workspaces: [
      {
        id: workspaceId,
        organizationId: 5_400_001,
        name: 'Sunshine of Your Code',
        plan: 'starter',
        currency: 'EUR',
        rounding: 1,
        roundingMinutes: 0,
        retentionDays: null,
      },
    ],
    users: sampleUsers.map(({ id, fullname, timezone }) => ({ id, fullname, email: emailOf(fullname), timezone })),
    members: sampleUsers.map(({ id }, index) => ({
      id: 8_300_001 + index,
      workspaceId,
      userId: id,
      isAdmin: id === togglUserIds.joni,
      state: id === togglUserIds.janis ? ('left' as const) : ('active' as const),
    })),
    clients: togglClients.map((name, index) => ({
      id: 61_000_001 + index,
      workspaceId,
      name,
      archived: name === 'Feeling Good Spa',
    })),
    projects: [
      togglProject('moonBase', 'Hidden Moon Base', 'Lunar Holdings', 12_000),
      togglProject('moonBaseCare', 'Hidden Moon Base: maintenance', 'Lunar Holdings', 9_500),
      togglProject('website', 'Crossroads website', 'Crossroads', 11_000),
      togglProject('crm', 'Layla CRM', 'Crossroads', 11_000),
      togglProject('turbine', 'Turbine dashboard', 'Windmills', 12_500),
      togglProject('forecast', 'Wind forecast API', 'Windmills', 12_500),
      togglProject('shop', 'Coffee shop', 'Purple Haze Coffee', 10_000),
      togglProject('loyalty', 'Loyalty app', 'Purple Haze Coffee', 10_000),
      togglProject('claims', 'Claims portal', 'Respect Insurance', 13_000),
      togglProject('internal', 'Internal', null, null),
      togglProject('meetings', 'Company meetings', null, null),
      togglProject('booking', 'Booking engine', 'Feeling Good Spa', 10_500, false),
      togglProject('newsletter', 'Spa newsletter', 'Feeling Good Spa', 9_000),
      togglProject('tour', 'Space Oddity tour', 'Lunar Holdings', 12_000),
      togglProject('sales', 'Sales', null, null),
    ],
  };
}

// ---------------------------------------------------------------------------------------------------- Runn's side

function custom1(togglId: number): RunnReference {
  return { referenceName: 'Custom1', externalId: String(togglId) };
}

function harvest(id: number): RunnReference {
  return { referenceName: 'Harvest', externalId: String(id) };
}

function runnPerson(name: keyof typeof samplePeople, fullname: string, references: RunnReference[]): RunnPerson {
  const [firstName = '', lastName = ''] = fullname.split(' ');
  return {
    id: samplePeople[name],
    firstName,
    lastName,
    email: name === 'placeholder' ? null : emailOf(fullname),
    isArchived: name === 'nick',
    isPlaceholder: name === 'placeholder',
    references,
  };
}

/** The linked ones first; Kate without a link, Leonard without Toggl, and a placeholder that has Kate's id. */
function runnPeople(): RunnPerson[] {
  const linked = sampleUsers.flatMap(({ id, fullname }) => {
    const name = (Object.keys(togglUserIds) as (keyof typeof togglUserIds)[]).find((key) => togglUserIds[key] === id);
    if (name === undefined || name === 'kate') return [];
    const others = name === 'eric' || name === 'jimi' ? [harvest(2_400_000 + samplePeople[name])] : [];
    return [runnPerson(name, fullname, [...others, custom1(id)])];
  });
  return [
    ...linked,
    runnPerson('kate', 'Kate Bush', []),
    runnPerson('leonard', 'Leonard Cohen', [harvest(2_400_468)]),
    runnPerson('placeholder', 'Developer placeholder', [custom1(togglUserIds.kate)]),
  ];
}

function runnProject(
  name: keyof typeof sampleProjects,
  title: string,
  clientId: number,
  pricingModel: RunnProject['pricingModel'],
  references: RunnReference[],
): RunnProject {
  return {
    id: sampleProjects[name],
    name: title,
    clientId,
    isTemplate: name === 'template',
    isArchived: name === 'booking' || name === 'newsletter',
    isConfirmed: name !== 'proposal',
    pricingModel,
    references,
  };
}

function runnProjects(): RunnProject[] {
  const toggl = togglProjectIds;
  return [
    runnProject('moonBase', 'Hidden Moon Base', 5, 'tm', [harvest(31_000_789), custom1(toggl.moonBase)]),
    runnProject('website', 'Crossroads Website', 6, 'fp', [custom1(toggl.website)]),
    runnProject('crm', 'Layla CRM', 6, 'tm', [custom1(toggl.crm), harvest(31_000_791)]),
    runnProject('turbine', 'Turbine Dashboard', 7, 'tm', [custom1(toggl.turbine)]),
    runnProject('forecast', 'Wind Forecast API', 7, 'fp', [custom1(toggl.forecast)]),
    runnProject('shop', 'Coffee Shop', 8, 'tm', [custom1(toggl.shop)]),
    runnProject('loyalty', 'Loyalty App', 8, 'tm', [harvest(31_000_795)]),
    runnProject('claims', 'Claims Portal', 9, 'tm', [custom1(toggl.claims)]),
    runnProject('internal', 'Internal', 11, 'nb', [custom1(toggl.internal)]),
    runnProject('meetings', 'Company Meetings', 11, 'nb', [custom1(toggl.meetings)]),
    runnProject('booking', 'Booking Engine', 10, 'tm', [custom1(toggl.booking)]),
    runnProject('newsletter', 'Spa Newsletter', 10, 'tm', [custom1(toggl.newsletter)]),
    runnProject('tour', 'Space Oddity Tour', 5, 'tm', [custom1(toggl.tour)]),
    runnProject('tourTwin', 'Space Oddity Tour, second leg', 5, 'tm', [custom1(toggl.tour)]),
    runnProject('template', 'Template: client project', 11, 'tm', [custom1(toggl.sales)]),
    runnProject('proposal', 'Stairway Proposal', 9, 'fp', []),
  ];
}

const runnClients = [
  'Lunar Holdings',
  'Crossroads',
  'Windmills',
  'Purple Haze Coffee',
  'Respect Insurance',
  'Feeling Good Spa',
  'Sunshine of Your Code',
];

export function sampleRunn(): Pick<
  Company['runn'],
  'keyName' | 'people' | 'projects' | 'clients' | 'roles' | 'workstreams' | 'phases'
> {
  return {
    keyName: 'Toggl sync (sandbox)',
    people: runnPeople(),
    projects: runnProjects(),
    clients: runnClients.map((name, index) => ({ id: 5 + index, name, isArchived: false, references: [] })),
    roles: [
      { id: sampleRoles.developer, name: 'Developer', isArchived: false },
      { id: sampleRoles.designer, name: 'Designer', isArchived: false },
      { id: sampleRoles.lead, name: 'Tech Lead', isArchived: false },
      { id: sampleRoles.manager, name: 'Project Manager', isArchived: false },
      { id: sampleRoles.tester, name: 'Tester', isArchived: false },
      { id: sampleRoles.copywriter, name: 'Copywriter', isArchived: false },
    ],
    workstreams: [
      { id: 1, name: 'Delivery', archived: false },
      { id: 2, name: 'Support', archived: false },
    ],
    phases: [
      { id: 1, projectId: sampleProjects.moonBase, name: 'Digging', startDate: '2025-01-01', endDate: '2025-12-31' },
      { id: 2, projectId: sampleProjects.moonBase, name: 'Building', startDate: '2026-01-01', endDate: '2027-12-31' },
    ],
  };
}

/** Jimi is promoted in mid-period; Janis's contract ended with her leaving; Miles, a contractor, has none. */
export function contractsOf(today: string): RunnContract[] {
  const contract = (
    id: number,
    name: keyof typeof samplePeople,
    role: keyof typeof sampleRoles,
    startDate = '2024-01-01',
    endDate: string | null = null,
  ): RunnContract => ({
    id,
    personId: samplePeople[name],
    roleId: sampleRoles[role],
    startDate,
    endDate,
    employmentType: 'employee',
    minutesPerDay: 480,
  });
  const promotion = plusDays(today, -20);
  return [
    contract(1, 'eric', 'developer'),
    contract(2, 'bob', 'designer'),
    contract(3, 'joni', 'manager'),
    contract(4, 'jimi', 'developer', '2024-01-01', plusDays(promotion, -1)),
    contract(5, 'jimi', 'lead', promotion),
    contract(6, 'aretha', 'tester'),
    contract(7, 'nina', 'designer'),
    contract(8, 'bowie', 'copywriter'),
    contract(9, 'patti', 'developer'),
    contract(10, 'janis', 'developer', '2024-01-01', plusDays(today, -8)),
    contract(11, 'nick', 'designer', '2024-01-01', plusDays(today, -5)),
    contract(12, 'kate', 'developer'),
    contract(13, 'leonard', 'manager'),
  ];
}

/** Eric has two roles on Hidden Moon Base; Jimi is a member of nothing; Miles is not one of the shop. */
export function sampleMembers(): RunnMember[] {
  const on = (
    person: keyof typeof samplePeople,
    role: keyof typeof sampleRoles,
    projects: readonly (keyof typeof sampleProjects)[],
    workstreamId: number | null = null,
  ): Omit<RunnMember, 'id'>[] =>
    projects.map((project) => ({
      personId: samplePeople[person],
      projectId: sampleProjects[project],
      roleId: sampleRoles[role],
      workstreamId,
    }));
  const members = [
    ...on('eric', 'developer', ['moonBase', 'turbine', 'forecast', 'meetings']),
    ...on('eric', 'lead', ['moonBase']),
    ...on('bob', 'designer', ['website', 'tour', 'meetings']),
    ...on('bob', 'designer', ['moonBase'], 1),
    ...on('joni', 'manager', ['internal', 'meetings', 'moonBase']),
    ...on('aretha', 'tester', ['claims', 'website', 'crm', 'newsletter', 'meetings']),
    ...on('nina', 'designer', ['claims', 'shop', 'booking']),
    ...on('bowie', 'copywriter', ['website', 'shop', 'loyalty']),
    ...on('patti', 'developer', ['turbine', 'forecast', 'moonBase']),
    ...on('miles', 'developer', ['internal']),
    ...on('janis', 'developer', ['crm', 'shop']),
    ...on('nick', 'designer', ['website']),
    ...on('leonard', 'manager', ['turbine']),
    ...on('placeholder', 'developer', ['loyalty']),
  ];
  return members.map((member, index) => ({ id: 2001 + index, ...member }));
}
