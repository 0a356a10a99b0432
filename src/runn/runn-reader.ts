/** Reads Runn: one function per endpoint, every list to its last page. It has nothing that can write. */
import type { z } from 'zod';
import { isInWindow } from '../core/dates.ts';
import { ServiceError } from '../core/errors.ts';
import type {
  Actual,
  Assignment,
  Contract,
  ProjectMember,
  Role,
  RunnPerson,
  RunnPersonId,
  RunnProject,
  RunnProjectId,
  TimeOff,
  Window,
} from '../core/model.ts';
import { againHint, paginate } from '../http/paginate.ts';
import type { Service, ServiceRequest } from '../http/service.ts';
import { goneMeanwhile, tokenRefused, wrongHost } from './access-errors.ts';
import {
  actualResponse,
  assignmentResponse,
  clientResponse,
  contractResponse,
  meResponse,
  pageResponse,
  personResponse,
  projectMemberResponse,
  projectResponse,
  roleResponse,
  timeOffResponse,
} from './schemas.ts';
import {
  toActual,
  toAssignment,
  toContract,
  toPerson,
  toProject,
  toProjectMember,
  toRole,
  toTimeOff,
} from './translate.ts';

/** Everything that `dry-run` needs, and all that it gets. All functions throw an `AppError`. */
export interface RunnReader {
  /** The name of the API key: nothing else is known of the token (runn.md section 1). */
  readonly readKeyName: () => Promise<string>;
  /** People, archived ones as far as Runn lists them; without placeholders. */
  readonly listPeople: () => Promise<RunnPerson[]>;
  /**
   * Placeholders: Runn's person has no flag for them, so that they are what its list has in addition when asked to
   * include them. `people` is what `listPeople` gave.
   */
  readonly listPlaceholders: (people: readonly RunnPerson[]) => Promise<RunnPerson[]>;
  /** Projects, archived ones and templates included. */
  readonly listProjects: () => Promise<RunnProject[]>;
  /** Contracts of all times. */
  readonly listContracts: () => Promise<Contract[]>;
  /** Today's contract of everybody. */
  readonly listCurrentContracts: () => Promise<Contract[]>;
  readonly listProjectMembers: () => Promise<ProjectMember[]>;
  /**
   * Assignments of all times. Runn can limit them to dates, but what that says of one that reaches over an end of the
   * range is not documented.
   */
  readonly listAssignments: () => Promise<Assignment[]>;
  /** Leave, holidays and rostered-off days of all times. */
  readonly listLeave: () => Promise<TimeOff[]>;
  readonly listHolidays: () => Promise<TimeOff[]>;
  readonly listRosteredOff: () => Promise<TimeOff[]>;
  readonly listRoles: () => Promise<Role[]>;
  /** Names of clients by id. */
  readonly listClients: () => Promise<ReadonlyMap<number, string>>;
  /** Actuals of the window's days, both ends included. */
  readonly listActuals: (window: Window) => Promise<Actual[]>;
  /** A person or placeholder as it is now; undefined when there is none. */
  readonly readPerson: (id: RunnPersonId) => Promise<RunnPerson | undefined>;
  readonly readProject: (id: RunnProjectId) => Promise<RunnProject | undefined>;
}

/** Pages as large as Runn's document allows (runn.md section 1). */
const pageSize = {
  people: 200,
  projects: 200,
  contracts: 200,
  roles: 200,
  clients: 200,
  current: 500,
  members: 500,
  assignments: 500,
  timeOff: 200,
  actuals: 500,
};

/** A reader on a service that sends to Runn with its headers. */
export function createRunnReader(service: Service): RunnReader {
  const readShared = createSharedReader(service);
  const listPeople = (includePlaceholders: boolean, isPlaceholder: boolean) => {
    const query = { limit: pageSize.people, includePlaceholders };
    return listAll(readShared, '/people/', query, personResponse, (person) => toPerson(person, isPlaceholder));
  };
  const listTimeOff = async (kind: 'leave' | 'holidays' | 'rostered-off') => {
    const query = { limit: pageSize.timeOff, sortBy: 'id' };
    return listAll(readShared, `/time-offs/${kind}/`, query, timeOffResponse, toTimeOff);
  };

  return {
    async readKeyName() {
      return (await readShared({ method: 'GET', path: '/me/', schema: meResponse })).name;
    },
    async listPeople() {
      return listPeople(false, false);
    },
    async listPlaceholders(people) {
      const known = new Set<number>(people.map(({ id }) => id));
      return (await listPeople(true, true)).filter(({ id }) => !known.has(id));
    },
    async listProjects() {
      const query = { includeArchived: true, limit: pageSize.projects };
      return listAll(readShared, '/projects/', query, projectResponse, toProject);
    },
    async listContracts() {
      const query = { limit: pageSize.contracts, sortBy: 'id' };
      return listAll(readShared, '/contracts/', query, contractResponse, toContract);
    },
    async listCurrentContracts() {
      const query = { limit: pageSize.current };
      return listAll(readShared, '/people/contracts/current', query, contractResponse, toContract);
    },
    async listProjectMembers() {
      const query = { limit: pageSize.members };
      return listAll(readShared, '/project-members/', query, projectMemberResponse, toProjectMember);
    },
    async listAssignments() {
      const query = { limit: pageSize.assignments };
      return listAll(readShared, '/assignments/', query, assignmentResponse, toAssignment);
    },
    listLeave: async () => listTimeOff('leave'),
    listHolidays: async () => listTimeOff('holidays'),
    listRosteredOff: async () => listTimeOff('rostered-off'),
    async listRoles() {
      return listAll(readShared, '/roles/', { limit: pageSize.roles }, roleResponse, toRole);
    },
    async listClients() {
      const query = { limit: pageSize.clients, sortBy: 'id' };
      return new Map(await listAll(readShared, '/clients/', query, clientResponse, ({ id, name }) => [id, name]));
    },
    async listActuals(window) {
      const query = { minDate: window.since, maxDate: window.until, limit: pageSize.actuals };
      const actuals = await listAll(readShared, '/actuals/', query, actualResponse, toActual);
      // Whether both ends are included is only documented, not seen: what is too much goes (runn.md section 8, row 23).
      return actuals.filter((actual) => isInWindow(actual.date, window));
    },
    async readPerson(id) {
      const person = await readOne(service, `/people/${id}`, '/people/{personId}', personResponse);
      return person === undefined ? undefined : toPerson(person, false);
    },
    async readProject(id) {
      const project = await readOne(service, `/projects/${id}`, '/projects/{projectId}', projectResponse);
      return project === undefined ? undefined : toProject(project);
    },
  };
}

type SharedReader = <T>(request: ServiceRequest<T>) => Promise<T>;

/** Reads what every account has, so that 404 means the wrong host: until it has answered as the right one does. */
function createSharedReader(service: Service): SharedReader {
  let hasAnswered = false;
  return async (request) => {
    const answer = await service.trySend(request, [401, 403, 404]);
    if ('body' in answer) {
      hasAnswered = true;
      return answer.body;
    }
    if (answer.status !== 404) throw tokenRefused(answer, request);
    throw hasAnswered ? goneMeanwhile(request.path, answer) : wrongHost(request.path, answer);
  };
}

async function readOne<T>(
  service: Service,
  path: string,
  endpoint: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const request = { method: 'GET', path, endpoint, schema } as const;
  const answer = await service.trySend(request, [401, 403, 404]);
  if ('body' in answer) return answer.body;
  if (answer.status === 404) return undefined;
  throw tokenRefused(answer, request);
}

/**
 * Every page of a list, each record once; what is kept of a page is its translation alone. A page that comes back under
 * a new cursor means that another one is missing: a `ServiceError`, as for a cursor that comes back (runn.md section 8,
 * row 24; R1).
 */
async function listAll<T extends { readonly id: number }, Model>(
  readShared: SharedReader,
  path: string,
  query: NonNullable<ServiceRequest<T>['query']>,
  schema: z.ZodType<T>,
  translate: (record: T) => Model,
): Promise<Model[]> {
  const records = new Map<number, Model>();
  const pages = paginate<T, string>({ service: 'Runn', endpoint: path }, async (cursor) => {
    const request = { method: 'GET', path, query: { ...query, cursor }, schema: pageResponse(schema) } as const;
    const page = await readShared(request);
    return { items: page.values, nextCursor: page.nextCursor };
  });
  for await (const page of pages) {
    if (page.length > 0 && page.every(({ id }) => records.has(id))) {
      throw new ServiceError('repeated-page', `Runn sends records of ${path} again that it had sent before.`, {
        hint: againHint,
      });
    }
    for (const record of page) records.set(record.id, translate(record));
  }
  return [...records.values()];
}
