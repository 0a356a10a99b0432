/** Who and what there is in Runn: people, projects, contracts, members and the smaller lists (runn.md section 3). */
import { dayIn } from './calendar.ts';
import { type Answer, type Call, isRecord, json } from './call.ts';
import type { RunnClient, RunnContract, RunnPerson, RunnProject, RunnReference, RunnTimeOff } from './company.ts';
import { listPage, type PageSize, refuse } from './runn-list.ts';
import type { RunnWorld, Stamped } from './runn-world.ts';

const usual: PageSize = { byDefault: 50, maximum: 200 };
const large: PageSize = { byDefault: 100, maximum: 500 };
const small: PageSize = { byDefault: 20, maximum: 50 };

/** Method, path and handler of everything but actuals. */
export function runnDirectory(
  world: RunnWorld,
  now: () => number,
  timezone: string,
): readonly (readonly [string, string, (call: Call) => Answer])[] {
  const today = (): string => dayIn(now(), timezone);
  return [
    ['GET', '/me/', () => json({ name: world.keyName })],
    ['GET', '/people/', (call) => listPeople(world, call)],
    ['GET', '/people/{id}', (call) => onePerson(world, call)],
    ['PATCH', '/people/{id}', (call) => patchPerson(world, call)],
    [
      'GET',
      '/people/contracts/current',
      (call) => listPage(call, currentContracts(world, today()), large, showContract),
    ],
    ['GET', '/people/{id}/contracts/', (call) => personContracts(world, call)],
    ['GET', '/people/{id}/contracts/current', (call) => currentContract(world, call, today())],
    ['GET', '/contracts/', (call) => listPage(call, world.contracts.values(), usual, showContract)],
    ['GET', '/projects/', (call) => listProjects(world, call)],
    ['GET', '/projects/{id}', (call) => oneProject(world, call)],
    ['PATCH', '/projects/{id}', (call) => patchProject(world, call)],
    ['GET', '/projects/{id}/timesheet-lock/', (call) => timesheetLock(world, call)],
    ['GET', '/project-members/', (call) => listPage(call, world.members.values(), large, showMember(world))],
    ['GET', '/roles/', (call) => listPage(call, named(call, world.roles.values()), usual, showRole(world))],
    ['GET', '/clients/', (call) => listPage(call, named(call, world.clients.values()), usual, showClient)],
    ['GET', '/workstreams/', (call) => listPage(call, world.workstreams.values(), usual, same)],
    ['GET', '/phases/', (call) => listPage(call, world.phases.values(), large, showPhase)],
    ['GET', '/assignments/', (call) => listPage(call, assignmentsOf(world, call), large, same)],
    ['GET', '/time-offs/leave/', (call) => listPage(call, ofPerson(call, world.leave), usual, showTimeOff)],
    ['GET', '/time-offs/holidays/', (call) => listPage(call, ofPerson(call, world.holidays), usual, showTimeOff)],
    [
      'GET',
      '/time-offs/rostered-off/',
      (call) => listPage(call, ofPerson(call, world.rosteredOff), usual, showTimeOff),
    ],
  ];
}

function same(item: unknown): unknown {
  return item;
}

function contains(text: string | null, part: string | null): boolean {
  return part === null || (text ?? '').toLowerCase().includes(part.toLowerCase());
}

function hasExternalId(call: Call, references: readonly RunnReference[]): boolean {
  const wanted = call.query.get('externalId');
  if (wanted === null) return true;
  return references.some(({ externalId }) =>
    call.switches.externalIdFilter === 'exact' ? externalId === wanted : externalId.includes(wanted),
  );
}

function* named<T extends { readonly name: string }>(call: Call, items: Iterable<T>): Generator<T> {
  for (const item of items) {
    if (contains(item.name, call.query.get('name'))) yield item;
  }
}

// -------------------------------------------------------------------------------------------------------- people

function listPeople(world: RunnWorld, call: Call): Answer {
  const { query, switches } = call;
  const withPlaceholders = query.get('includePlaceholders') === 'true';
  const people = [...world.people.values()].filter(
    (person) =>
      (withPlaceholders || !person.isPlaceholder) &&
      !(person.isArchived && switches.archivedPeople === 'left-out') &&
      contains(person.email, query.get('email')) &&
      contains(person.firstName, query.get('firstName')) &&
      contains(person.lastName, query.get('lastName')) &&
      hasExternalId(call, person.references),
  );
  return listPage(call, people, usual, showPerson);
}

function showPerson(person: Stamped<RunnPerson>): Readonly<Record<string, unknown>> {
  return {
    id: person.id,
    firstName: person.firstName,
    lastName: person.lastName,
    email: person.email,
    isArchived: person.isArchived,
    teamId: null,
    references: person.references,
    tags: [],
    holidaysGroupId: null,
    managers: [],
    createdAt: person.createdAt,
    updatedAt: person.updatedAt,
  };
}

function onePerson(world: RunnWorld, call: Call): Answer {
  const person = world.people.get(call.params[0] ?? 0);
  return person === undefined ? refuse(404, 'Person not found') : json(showPerson(person));
}

function patchPerson(world: RunnWorld, call: Call): Answer {
  const person = world.people.get(call.params[0] ?? 0);
  if (person === undefined) return refuse(404, 'Person not found');
  const body = readPatch(call);
  if ('status' in body) return body;
  const { firstName, lastName, email, isArchived } = body.patch;
  if (typeof firstName === 'string') person.firstName = firstName;
  if (typeof lastName === 'string') person.lastName = lastName;
  if (typeof email === 'string' || email === null) person.email = email;
  if (typeof isArchived === 'boolean') person.isArchived = isArchived;
  if (body.references !== undefined) person.references = joined(call, person.references, body.references);
  world.touch(person);
  return json(showPerson(person));
}

interface Patch {
  readonly patch: Readonly<Record<string, unknown>>;
  readonly references: RunnReference[] | undefined;
}

/** PATCH changes the properties that are sent; references come as a whole array. */
function readPatch(call: Call): Patch | Answer {
  if (!isRecord(call.body)) return refuse(400, 'body must be object');
  const given = call.body['references'];
  if (given === undefined) return { patch: call.body, references: undefined };
  if (!Array.isArray(given)) return refuse(400, 'body/references must be array');
  const references: RunnReference[] = [];
  for (const [index, item] of given.entries()) {
    const { referenceName, externalId } = isRecord(item) ? item : {};
    if (typeof referenceName !== 'string' || referenceName === '') {
      return refuse(400, `body/references/${index}/referenceName must be string of at least 1 characters`);
    }
    if (typeof externalId !== 'string' || externalId === '') {
      return refuse(400, `body/references/${index}/externalId must be string of at least 1 characters`);
    }
    references.push({ referenceName, externalId });
  }
  return { patch: call.body, references };
}

function joined(call: Call, old: readonly RunnReference[], given: readonly RunnReference[]): RunnReference[] {
  if (call.switches.patchReferences === 'replace') return [...given];
  const names = new Set(given.map(({ referenceName }) => referenceName));
  return [...old.filter(({ referenceName }) => !names.has(referenceName)), ...given];
}

// ----------------------------------------------------------------------------------------------------- contracts

function* currentContracts(world: RunnWorld, today: string): Generator<Stamped<RunnContract>> {
  for (const contract of world.contracts.values()) {
    if (contract.startDate <= today && (contract.endDate === null || today <= contract.endDate)) yield contract;
  }
}

function personContracts(world: RunnWorld, call: Call): Answer {
  const personId = call.params[0] ?? 0;
  if (!world.people.has(personId)) return refuse(404, 'Person not found');
  const own = [...world.contracts.values()].filter((contract) => contract.personId === personId);
  return listPage(call, own, small, showContract);
}

function currentContract(world: RunnWorld, call: Call, today: string): Answer {
  for (const contract of currentContracts(world, today)) {
    if (contract.personId === call.params[0]) return json(showContract(contract));
  }
  return refuse(404, 'Contract not found');
}

function showContract(contract: Stamped<RunnContract>): Readonly<Record<string, unknown>> {
  const { minutesPerDay } = contract;
  return {
    id: contract.id,
    personId: contract.personId,
    roleId: contract.roleId,
    startDate: contract.startDate,
    endDate: contract.endDate,
    employmentType: contract.employmentType,
    costPerHour: 50,
    minutesPerDay,
    jobTitle: null,
    rosteredDays: {
      monday: minutesPerDay,
      tuesday: minutesPerDay,
      wednesday: minutesPerDay,
      thursday: minutesPerDay,
      friday: minutesPerDay,
    },
    createdAt: contract.createdAt,
    updatedAt: contract.updatedAt,
  };
}

// ------------------------------------------------------------------------------------------------------ projects

function listProjects(world: RunnWorld, call: Call): Answer {
  const withArchived = call.query.get('includeArchived') !== 'false';
  const projects = [...world.projects.values()].filter(
    (project) =>
      (withArchived || !project.isArchived) &&
      contains(project.name, call.query.get('name')) &&
      hasExternalId(call, project.references),
  );
  return listPage(call, projects, usual, showProject);
}

function showProject(project: Stamped<RunnProject>): Readonly<Record<string, unknown>> {
  return {
    id: project.id,
    name: project.name,
    isTemplate: project.isTemplate,
    isArchived: project.isArchived,
    isConfirmed: project.isConfirmed,
    pricingModel: project.pricingModel,
    rateType: 'hours',
    teamId: null,
    budget: null,
    expensesBudget: null,
    references: project.references,
    clientId: project.clientId,
    rateCardId: 1,
    customFields: { select: [], text: [], checkbox: [], date: [] },
    managerIds: [],
    tags: [],
    createdAt: project.createdAt,
    updatedAt: project.updatedAt,
  };
}

function oneProject(world: RunnWorld, call: Call): Answer {
  const project = world.projects.get(call.params[0] ?? 0);
  return project === undefined ? refuse(404, 'Project not found') : json(showProject(project));
}

function patchProject(world: RunnWorld, call: Call): Answer {
  const project = world.projects.get(call.params[0] ?? 0);
  if (project === undefined) return refuse(404, 'Project not found');
  const body = readPatch(call);
  if ('status' in body) return body;
  const { name, isConfirmed, isArchived } = body.patch;
  if (typeof name === 'string') project.name = name;
  if (typeof isConfirmed === 'boolean') project.isConfirmed = isConfirmed;
  if (typeof isArchived === 'boolean') project.isArchived = isArchived;
  if (body.references !== undefined) project.references = joined(call, project.references, body.references);
  world.touch(project);
  return json(showProject(project));
}

function timesheetLock(world: RunnWorld, call: Call): Answer {
  const id = call.params[0] ?? 0;
  if (!world.projects.has(id)) return refuse(404, 'Project not found');
  const lockedUntil = world.projectLocks.get(id) ?? null;
  return json({
    status: lockedUntil === null ? null : 'LOCKED',
    lockedUntil,
    lastUpdatedBy: null,
    updatedAt: null,
  });
}

// ------------------------------------------------------------------------------------------------- smaller lists

function showMember(world: RunnWorld) {
  return (member: Stamped<{ readonly id: number; readonly personId: number }>): unknown => ({
    ...member,
    isPlaceholder: world.people.get(member.personId)?.isPlaceholder ?? false,
  });
}

function showRole(world: RunnWorld) {
  return (role: Stamped<{ readonly id: number; name: string; isArchived: boolean }>): unknown => ({
    id: role.id,
    name: role.name,
    isArchived: role.isArchived,
    defaultHourCost: 50,
    standardRate: 100,
    references: [],
    personIds: [
      ...new Set(
        [...world.contracts.values()].filter(({ roleId }) => roleId === role.id).map(({ personId }) => personId),
      ),
    ],
    createdAt: role.createdAt,
    updatedAt: role.updatedAt,
  });
}

function showClient(client: Stamped<RunnClient>): unknown {
  return {
    id: client.id,
    name: client.name,
    website: null,
    isArchived: client.isArchived,
    references: client.references,
    createdAt: client.createdAt,
    updatedAt: client.updatedAt,
  };
}

function showPhase(phase: object): unknown {
  return { ...phase, color: '#0b83d9' };
}

function showTimeOff(timeOff: Stamped<RunnTimeOff>): unknown {
  return timeOff;
}

function* assignmentsOf(world: RunnWorld, call: Call) {
  const { query } = call;
  const from = query.get('startDate') ?? '';
  const to = query.get('endDate') ?? '9999-12-31';
  const personId = query.get('personId');
  const projectId = query.get('projectId');
  for (const assignment of world.assignments.values()) {
    if (assignment.endDate < from || assignment.startDate > to) continue;
    if (personId !== null && assignment.personId !== Number(personId)) continue;
    if (projectId !== null && assignment.projectId !== Number(projectId)) continue;
    yield assignment;
  }
}

function* ofPerson<T extends { readonly personId: number }>(call: Call, items: ReadonlyMap<number, T>): Generator<T> {
  const personId = call.query.get('personId');
  for (const item of items.values()) {
    if (personId === null || item.personId === Number(personId)) yield item;
  }
}
