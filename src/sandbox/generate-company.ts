/** Companies of any size for load tests: everybody and everything linked, every role decided, all time resolvable. */
import { isWeekday, plusDays } from './calendar.ts';
import type { Company, NewTimeEntry } from './company.ts';
import { createRandom } from './random.ts';

export interface GenerateOptions {
  readonly people: number;
  readonly projects: number;
  /** Calendar days, `today` included; time is tracked from Monday to Friday. */
  readonly days: number;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Default 1. */
  readonly seed?: number;
  /** Entries of a person on a working day, each on another project if there are enough. Default 3. */
  readonly entriesPerDay?: number;
  /** Each person works on so many neighbouring projects. Default 8. */
  readonly projectsPerPerson?: number;
  /** Projects and time are dealt out over so many Toggl workspaces. Default 1. */
  readonly workspaces?: number;
  /** Default Europe/Berlin, for everybody. */
  readonly timezone?: string;
}

const firstWorkspaceId = 5_411_215;
const firstUserId = 6_910_000;
const firstTogglProjectId = 170_100_000;

/** Person `n` (from 0) is Toggl user `6910000 + n` and Runn person `1001 + n`; project `n` is `170100000 + n` and `5001 + n`. */
export function generateCompany(options: GenerateOptions): Company {
  const {
    people,
    projects,
    days,
    today,
    seed = 1,
    entriesPerDay = 3,
    projectsPerPerson = 8,
    workspaces = 1,
    timezone = 'Europe/Berlin',
  } = options;
  const random = createRandom(seed);
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  const workspaceOf = (project: number): number => firstWorkspaceId + (project % workspaces);

  const entries: NewTimeEntry[] = [];
  for (let ago = days - 1; ago >= 0; ago -= 1) {
    const day = plusDays(today, -ago);
    if (!isWeekday(day)) continue;
    for (const person of numbers(people)) {
      const first = random.between(0, projectsPerPerson - 1);
      for (const turn of numbers(entriesPerDay)) {
        const project = (person + ((first + turn) % projectsPerPerson)) % projects;
        const hour = String(8 + (turn % 12)).padStart(2, '0');
        entries.push({
          userId: firstUserId + person,
          projectId: firstTogglProjectId + project,
          workspaceId: workspaceOf(project),
          start: `${day}T${hour}:00:00`,
          seconds: random.between(600, 9000),
          billable: random.next() < 0.8,
          description: `Work ${turn + 1}`,
        });
      }
    }
  }

  return {
    name: 'Generated',
    timezone,
    toggl: {
      tokenOwnerId: firstUserId,
      workspaces: numbers(workspaces).map((index) => ({
        id: firstWorkspaceId + index,
        organizationId: 5_400_001,
        name: `Workspace ${index + 1}`,
        plan: 'premium',
        currency: 'EUR',
        rounding: 1,
        roundingMinutes: 0,
        retentionDays: null,
      })),
      users: numbers(people).map((index) => ({
        id: firstUserId + index,
        fullname: `Person ${index + 1}`,
        email: `person.${index + 1}@example.com`,
        timezone,
      })),
      members: numbers(workspaces).flatMap((workspace) =>
        numbers(people).map((person) => ({
          id: 8_000_000 + workspace * 100_000 + person,
          workspaceId: firstWorkspaceId + workspace,
          userId: firstUserId + person,
          isAdmin: person === 0,
          state: 'active' as const,
        })),
      ),
      clients: [],
      projects: numbers(projects).map((index) => ({
        id: firstTogglProjectId + index,
        workspaceId: workspaceOf(index),
        clientId: null,
        name: `Project ${index + 1}`,
        active: true,
        isPrivate: false,
        billable: true,
        rateInCents: 10_000,
      })),
      entries,
    },
    runn: {
      keyName: 'Generated',
      people: numbers(people).map((index) => ({
        id: 1001 + index,
        firstName: 'Person',
        lastName: String(index + 1),
        email: `person.${index + 1}@example.com`,
        isArchived: false,
        isPlaceholder: false,
        references: [{ referenceName: 'Custom1', externalId: String(firstUserId + index) }],
      })),
      projects: numbers(projects).map((index) => ({
        id: 5001 + index,
        name: `Project ${index + 1}`,
        clientId: 5,
        isTemplate: false,
        isArchived: false,
        isConfirmed: true,
        pricingModel: 'tm' as const,
        references: [{ referenceName: 'Custom1', externalId: String(firstTogglProjectId + index) }],
      })),
      clients: [{ id: 5, name: 'Client', isArchived: false, references: [] }],
      roles: [{ id: 10, name: 'Developer', isArchived: false }],
      workstreams: [],
      phases: [],
      contracts: numbers(people).map((index) => ({
        id: 1 + index,
        personId: 1001 + index,
        roleId: 10,
        startDate: '2020-01-01',
        endDate: null,
        employmentType: 'employee' as const,
        minutesPerDay: 480,
      })),
      members: [],
      assignments: [],
      leave: [],
      holidays: [],
      rosteredOff: [],
      actuals: [],
    },
    config: {},
  };
}
